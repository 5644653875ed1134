/* xml_stream: an XML export as elements, one after another, under limits.
 *
 * For formats whose values need no more than XML gives; MetaBase.xml, whose lists do, has a reader of its own
 * (xml_prepare.h). libxml2's SAX parser gets the text through a small window, so that a document of any size
 * costs no memory beside itself. No entity, no network, no file; a DOCTYPE is refused.
 *
 * Ownership: what a handler gets lives until it returns.
 */
#ifndef MBAUDIT_XML_STREAM_H
#define MBAUDIT_XML_STREAM_H

#include "mbaudit/import.h"

struct xml_attribute {
    const char *name;  /* without prefix */
    const char *value; /* not NUL-terminated */
    size_t len;
};
struct xml_element {
    const char *name; /* without prefix */
    const struct xml_attribute *attributes;
    size_t count;
    unsigned depth; /* of the root: 1 */
    unsigned long line;
};
/* NULL: it has none of that name. */
const struct xml_attribute *xml_attribute_of(const struct xml_element *element, const char *name);

/* A handler that returns false stops the reading; what then counts is the status that it has put into
 * *status: MBA_OK for "this is enough". */
struct xml_handlers {
    bool (*start)(void *ctx, const struct xml_element *element, enum mba_status *status);
    /* text: what stands between this tag and the tag before it; the whole text of an element without
     * children. NUL-terminated. */
    bool (*end)(void *ctx, const char *name, unsigned depth, const char *text, size_t len,
                enum mba_status *status);
};

/* How the document ended. */
struct xml_end {
    bool cut; /* not where it should: what came before was read, line and reason say why no more was */
    unsigned long line;
    char reason[256];
};
/* text: UTF-8 (xml_decode.h). MBA_MEMBER_FAILED: a DOCTYPE or a limit, told in job->problems, or what a
 * handler said; MBA_RUN_FAILED: no memory. A document that is cut off or not well-formed is MBA_OK, see *end.
 */
enum mba_status xml_stream(struct mba_import *job, const char *text, size_t len,
                           const struct xml_handlers *handlers, void *ctx, struct xml_end *end);
/* Tells that the export was read only up to *end, and marks it. Always MBA_WARN. */
enum mba_status xml_tell_cut(struct mba_import *job, struct mba_export *export, const struct xml_end *end);

/* For bids: true when the first element of head has this name, with any prefix. */
bool xml_root_is(const char *head, size_t len, const char *name);
/* True when head holds the words, letters of either case. */
bool xml_head_has(const char *head, size_t len, const char *words);

#endif
