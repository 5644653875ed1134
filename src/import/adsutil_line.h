/* adsutil_line: what one line of adsutil.vbs output is. */
#ifndef MBAUDIT_ADSUTIL_LINE_H
#define MBAUDIT_ADSUTIL_LINE_H

#include "mbaudit/metabase.h"

struct adsutil_text { /* a piece of the export, not NUL-terminated */
    const char *s;
    size_t n;
};
enum adsutil_kind {
    ADSUTIL_BLANK,
    ADSUTIL_BANNER,   /* Windows Script Host's, a prompt without adsutil, a list of script options */
    ADSUTIL_COMMAND,  /* a command line that runs adsutil: verb and path */
    ADSUTIL_HEAD,     /* [path] */
    ADSUTIL_PROPERTY, /* Name : (TYPE) value */
    ADSUTIL_ITEM,     /* "text": of a list */
    ADSUTIL_OTHER     /* error text, or anything else */
};
enum adsutil_verb { ADSUTIL_NO_VERB, ADSUTIL_ENUM, ADSUTIL_ENUM_ALL, ADSUTIL_ONE_PROPERTY };
enum adsutil_form { ADSUTIL_PLAIN, ADSUTIL_QUOTED, ADSUTIL_NUMBER, ADSUTIL_TRUTH, ADSUTIL_LIST };
struct adsutil_type {
    const char *word;
    enum adsutil_form form;
    enum mba_type type;
};
struct adsutil_line {
    enum adsutil_kind kind;
    struct adsutil_text name, value; /* PROPERTY; value without white space at its ends. ITEM: value */
    const struct adsutil_type *type;
    struct adsutil_text path; /* HEAD; COMMAND: of the key, n = 0 if it names none */
    enum adsutil_verb verb;
};
/* line: without its line break. */
void adsutil_classify(struct adsutil_text line, struct adsutil_line *out);
/* The next line of *rest, without CR and LF; false at the end. */
bool adsutil_next_line(struct adsutil_text *rest, struct adsutil_text *line);
struct adsutil_text adsutil_trim(struct adsutil_text text);
/* "text" -> text; false when the quotes are not there. */
bool adsutil_unquote(struct adsutil_text *text);
/* "(3 Items)" -> 3; false when it is anything else. */
bool adsutil_item_count(struct adsutil_text value, uint32_t *count);

#endif
