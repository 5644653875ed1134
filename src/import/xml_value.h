/* xml_value: an attribute's value, as libxml2 gives it, as the text of a record. */
#ifndef MBAUDIT_XML_VALUE_H
#define MBAUDIT_XML_VALUE_H

#include "mbaudit/metabase.h"

struct xml_text {
    const char *text; /* not NUL-terminated */
    size_t len;
    uint64_t items; /* of a list */
};
struct xml_breaks {
    char mark;    /* stands for a line break that was written as one; see xml_prepare.h */
    bool literal; /* there may be line breaks that were written as references, too */
};
/* The result points to the value itself or into scratch, until that is used
 * again. False: no memory. */
bool xml_value_text(const char *value, size_t len, struct xml_breaks breaks, enum mba_type type,
                    struct mba_buf *scratch, struct xml_text *out);

#endif
