/* xml_plain: attributes that need no parser.
 *
 * Nine of ten attributes of a metabase are a name of the schema and a value of printable ASCII without
 * markup. There is nothing in them that libxml2 could object to or would change, so xml_prepare takes them
 * out of the document and hands them on itself; all else, and the structure, is left to libxml2.
 */
#ifndef MBAUDIT_XML_PLAIN_H
#define MBAUDIT_XML_PLAIN_H

#include "mbaudit/metabase.h"

struct xml_plain {
    const struct mba_property *prop; /* NULL: Location */
    const char *value;               /* in the document, not NUL-terminated */
    size_t len;
    uint32_t line;
    size_t tag; /* which start tag of the document it stands in, from 1 */
};

/* Names seen in a document, each looked up once or a few times. */
enum { XML_KNOWN_SLOTS = 256 };
struct xml_known_name {
    const char *name; /* in the document */
    size_t len;
    bool known;                      /* a name of the schema, or Location: */
    const struct mba_property *prop; /* then NULL */
};
struct xml_known {
    const struct mba_dictionary *dict;
    struct xml_known_name names[XML_KNOWN_SLOTS];
    size_t *last_tag; /* by property: the last start tag that had it */
};
bool xml_known_open(struct xml_known *known, const struct mba_dictionary *dict); /* false: no memory */
void xml_known_close(struct xml_known *known);
/* NULL: the schema does not know the name. */
const struct xml_known_name *xml_known_find(struct xml_known *known, const char *name, size_t len);
/* False: the tag has one of this name already, which XML does not allow. */
bool xml_known_first(struct xml_known *known, const struct mba_property *prop, size_t tag);

/* Printable ASCII without "<" and "&". */
bool xml_is_plain(const char *value, size_t len);

#endif
