/* xml_prepare: the guard in front of libxml2, and what keeps list separators alive.
 *
 * XML turns a line break inside an attribute into a space, but a metabase separates the items of a list by
 * exactly that. One pass over the document therefore puts a mark in the place of each line break (and the
 * indentation after it) inside attribute values; the breaks themselves move behind the closing quote, so
 * that libxml2 still counts lines right. The same pass notes the line of every element and attribute, which
 * libxml2 does not tell a SAX handler, and refuses what no export holds before libxml2 sees it. Attributes
 * that need no parser (xml_plain.h) can be taken out; then their line breaks stay, again for libxml2's lines.
 *
 * Ownership: text points into the input or into copy; free with xml_prepared_free.
 */
#ifndef MBAUDIT_XML_PREPARE_H
#define MBAUDIT_XML_PREPARE_H

#include "import/xml_plain.h"

struct xml_prepared {
    const char *text;
    size_t len;
    struct mba_buf copy;
    char mark;        /* what stands for a line break inside a value */
    bool references;  /* the document holds numeric character references */
    uint32_t *places; /* per start tag: its line, then the line of each attribute but xmlns */
    size_t place_count, place_cap;
    struct xml_plain *plain; /* attributes that were taken out, which have no place */
    size_t plain_count, plain_cap;
    unsigned long fault_line; /* when refused: where, and why */
    char fault[200];
};
/* A place is a line, and whether the attribute's value was wrapped over several. */
#define XML_PLACE_WRAPPED UINT32_C(0x80000000)
#define XML_PLACE_LINE UINT32_C(0x7FFFFFFF)

/* MBA_MEMBER_FAILED: refused, see fault; MBA_RUN_FAILED: no memory. What is not well-formed passes, for
 * libxml2 to report. */
enum mba_status xml_prepare(struct xml_prepared *doc, const char *text, size_t len,
                            const struct mba_limits *limits);
/* The same, and takes out the attributes that need no parser, all but those of <Custom> elements. */
enum mba_status xml_prepare_known(struct xml_prepared *doc, const char *text, size_t len,
                                  const struct mba_limits *limits, const struct mba_dictionary *dict);
void xml_prepared_free(struct xml_prepared *doc);

#endif
