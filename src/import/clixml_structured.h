/* clixml_structured: lists of objects in WMI that are lists of texts in the metabase: bindings and their
 * like. */
#ifndef MBAUDIT_CLIXML_STRUCTURED_H
#define MBAUDIT_CLIXML_STRUCTURED_H

#include "import/clixml.h"

/* The items of the list as the metabase writes them, separated by '\n', into out, and how many into *items.
 * False: an item that is no text of such a list, nor an object that is known how to write; out is then good
 * for nothing. */
bool clixml_list_text(const struct mba_property *prop, const struct clixml_value *list, struct mba_buf *out,
                      uint64_t *items);
/* A list of numbers (uint8[], sint8[]) as hexadecimal digits. False: an item is no byte. */
bool clixml_list_bytes(const struct clixml_value *list, struct mba_buf *out);
/* True for what Export-Clixml writes in the place of an object where its -Depth ends. */
bool clixml_is_type_name(const char *text);

#endif
