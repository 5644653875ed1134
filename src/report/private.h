/* What the files of this room share. */
#ifndef MBAUDIT_REPORT_PRIVATE_H
#define MBAUDIT_REPORT_PRIVATE_H

#include <libxml/tree.h>
#include <libxslt/xsltInternals.h>
#include <sys/types.h>

#include "mbaudit/findings.h"
#include "mbaudit/report.h"

#define MBA_REPORT_NS "urn:mbaudit:report:1" /* of the extension functions */

/* ---- sheet.c: a compiled stylesheet ------------------------------------------------------------ */

xsltStylesheetPtr mba_sheet_load(const char *asset_path, char **error);
/* Appends what the stylesheet makes of a section, without document type declaration. A page keeps its
 * own, and its <?mbaudit?> marks get a control character in front of their word, which no text from a
 * findings document can hold. params: name, value, ..., NULL; or NULL. */
struct mba_words;
bool mba_sheet_apply(xsltStylesheetPtr sheet, xmlDocPtr section, const struct mba_words *words,
                     const char **params, bool page, struct mba_buf *out, char **error);

/* ---- include.c ---------------------------------------------------------------------------------- */

/* Puts the built-in sheets named by <xsl:include> in place, so that compiling reads nothing. */
bool mba_sheet_include(xmlDocPtr doc, char **error);

/* ---- catch.c: what libxml2 and libxslt would print ----------------------------------------------- */

struct mba_catch {
    struct mba_buf text;
};
void mba_catch_begin(struct mba_catch *caught);
void mba_catch_end(struct mba_catch *caught);
void mba_catch_message(void *caught, const char *fmt, ...) MBA_PRINTF(2, 3);
/* The first lines of it as one; "" when nothing was said. */
const char *mba_catch_text(struct mba_catch *caught);

/* ---- csv.c ------------------------------------------------------------------------------------------ */

/* One field: a formula guard, then quotes where RFC 4180 wants them. */
void mba_csv_field(struct mba_buf *out, const char *text);
bool mba_csv_register(xsltTransformContextPtr ctxt); /* as {urn:mbaudit:report:1}csv-field */

/* ---- words.c: the fixed words of a language ---------------------------------------------------------- */

struct mba_words *mba_words_load(const char *lang, char **error); /* xsl/words/LANG.xml */
void mba_words_free(struct mba_words *words);
const char *mba_words_path(const struct mba_words *words);
/* The text of this id with {1}, {2}, ... filled in; one: in the singular. False: there is no such text. */
bool mba_words_fill(const struct mba_words *words, const char *id, bool one, const char *const *args,
                    size_t count, struct mba_buf *out);
void mba_words_number(const struct mba_words *words, double n, struct mba_buf *out); /* 12,345 */
/* words_functions.c: as {urn:mbaudit:report:1}text, count and number. words must outlive ctxt. */
bool mba_words_register(xsltTransformContextPtr ctxt, const struct mba_words *words);

/* ---- policy.c: what a page needs to be one file --------------------------------------------------- */

struct mba_policy { /* the parameters of frames; owns their values */
    struct mba_buf css, js, csp, title, organisation, note;
    const char *params[13];
};
bool mba_policy_make(struct mba_policy *policy, const struct mba_report_options *options, char **error);
void mba_policy_free(struct mba_policy *policy);

/* ---- frame.c: the page and its marks -------------------------------------------------------------- */

enum mba_mark {
    MBA_MARK_RULES = 0,
    MBA_MARK_SNAPSHOTS,
    MBA_MARK_INCOMPLETE,
    MBA_MARK_CHANGED,
    MBA_MARK_MATRIX,
    MBA_MARK_COUNT
};
struct mba_frame {
    struct mba_buf bytes;
    size_t at[MBA_MARK_COUNT], after[MBA_MARK_COUNT]; /* equal: there is no such mark */
};
void mba_frame_find_marks(struct mba_frame *frame);
bool mba_frame_has(const struct mba_frame *frame, enum mba_mark mark);
/* The marks that are there, as they follow each other; returns how many. */
size_t mba_frame_order(const struct mba_frame *frame, enum mba_mark order[MBA_MARK_COUNT]);

/* ---- matrix.c, overview.c: what is shown of a fleet at the top, bounded ------------------------------ */

struct mba_matrix;
struct mba_matrix *mba_matrix_new(xmlDocPtr head); /* borrows head; NULL: no memory */
void mba_matrix_free(struct mba_matrix *matrix);
bool mba_matrix_add(struct mba_matrix *matrix, xmlDocPtr section); /* false: no memory */
xmlDocPtr mba_matrix_section(const struct mba_matrix *matrix);     /* the caller's; NULL: no memory */

struct mba_overview;
struct mba_overview *mba_overview_new(xmlDocPtr head); /* as above */
void mba_overview_free(struct mba_overview *overview);
bool mba_overview_add(struct mba_overview *overview, xmlDocPtr section); /* findings have their titles */
xmlDocPtr mba_overview_incomplete(const struct mba_overview *overview);
xmlDocPtr mba_overview_changed(const struct mba_overview *overview);

/* ---- book.c: the findings by rule ------------------------------------------------------------------ */

struct mba_book;
struct mba_book *mba_book_new(xmlDocPtr head, const char *folder, char **error);
void mba_book_free(struct mba_book *book);
/* Takes the findings of a snapshot section. */
bool mba_book_add(struct mba_book *book, xmlDocPtr section, char **error);
bool mba_book_sort(struct mba_book *book, char **error); /* once, after the last */
/* The next rule section in order, the caller's to free; NULL at the end (*error NULL) or on an error. */
struct mba_book_cursor {
    size_t rule, row;
};
xmlDocPtr mba_book_next(struct mba_book *book, struct mba_book_cursor *cursor, char **error);

/* The <rule> of this id in the head, or NULL. */
xmlNodePtr mba_book_rule(const struct mba_book *book, const xmlChar *id);

/* ---- place.c ------------------------------------------------------------------------------------------ */

bool mba_section_number(xmlDocPtr section, size_t number);
/* Writes on each finding, on what was not evaluated and on episodes the title of its rule. */
bool mba_section_titles(xmlDocPtr section, const struct mba_book *book);

/* What a finding of this section takes along: server, captured, snapshot (the section's number), input
 * and member, as markup. */
struct mba_place {
    xmlNodePtr snapshot;
    xmlBufferPtr common, source;
    unsigned long export; /* that source is of; 0: none yet */
};
bool mba_place_begin(struct mba_place *place, xmlDocPtr section); /* false: no memory; end it all the same */
void mba_place_write(struct mba_place *place, xmlNodePtr finding, struct mba_buf *out);
void mba_place_end(struct mba_place *place);

#endif
