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

struct mba_words;
struct mba_tools { /* what extension functions need; the private part of a transformation */
    const struct mba_words *words;
    bool csv_raw; /* no formula guard */
};
xsltStylesheetPtr mba_sheet_load(const char *asset_path, char **error);
/* Appends what the stylesheet makes of a section, without document type declaration. A page keeps its
 * own, and its <?mbaudit?> marks get a control character in front of their word, which no text from a
 * findings document can hold. params: name, value, ..., NULL; or NULL. Any number of threads at a time. */
bool mba_sheet_apply(xsltStylesheetPtr sheet, xmlDocPtr section, const struct mba_tools *tools,
                     const char **params, bool page, struct mba_buf *out, char **error);

/* The same for a file of the user. */
xsltStylesheetPtr mba_sheet_load_own(const char *path, char **error);

/* ---- own.c: the stylesheet of the user ----------------------------------------------------------------- */

xmlDocPtr mba_own_read(const char *path, char **error);
/* Both lists as one; free() it. NULL: no memory. */
const char **mba_own_params(const char *const *ours, const char *const *users);

/* html_write.c: a section's result as HTML. */
void mba_html_write(struct mba_buf *out, const xmlDoc *doc);

/* ---- include.c ---------------------------------------------------------------------------------- */

/* Puts the built-in sheets named by <xsl:include> in place, so that compiling reads nothing. */
bool mba_sheet_include(xmlDocPtr doc, char **error);

/* ---- catch.c: what libxml2 and libxslt would print ----------------------------------------------- */

struct mba_catch {
    struct mba_buf text;
    bool compiling;
};
/* In this thread. What libxslt says outside of a transformation is heard only by the one that compiles. */
void mba_catch_begin(struct mba_catch *caught, bool compiling);
void mba_catch_end(struct mba_catch *caught);
void mba_catch_message(void *caught, const char *fmt, ...) MBA_PRINTF(2, 3);
/* The first lines of it as one; "" when nothing was said. */
const char *mba_catch_text(struct mba_catch *caught);

/* ---- csv.c ------------------------------------------------------------------------------------------ */

/* One field: a formula guard unless raw, then quotes where RFC 4180 wants them. */
void mba_csv_field(struct mba_buf *out, const char *text, bool raw);

/* ---- escape.c, functions.c: other languages ----------------------------------------------------------- */

void mba_json_string(struct mba_buf *out, const char *text);      /* quoted */
void mba_uri_path(struct mba_buf *out, const char *text);         /* a relative reference */
void mba_prometheus_label(struct mba_buf *out, const char *text); /* quoted */
void mba_epoch_seconds(struct mba_buf *out, const char *iso);     /* nothing when it is no time */
void mba_markdown_text(struct mba_buf *out, const char *text);    /* on one line */
void mba_markdown_block(struct mba_buf *out, const char *text);   /* a fenced block */
bool mba_functions_register(xsltTransformContextPtr ctxt);

/* ---- words.c: the fixed words of a language ---------------------------------------------------------- */

struct mba_words *mba_words_load(const char *lang, char **error); /* xsl/words/LANG.xml */
void mba_words_free(struct mba_words *words);
const char *mba_words_path(const struct mba_words *words);
/* The text of this id with {1}, {2}, ... filled in; one: in the singular. False: there is no such text. */
bool mba_words_fill(const struct mba_words *words, const char *id, bool one, const char *const *args,
                    size_t count, struct mba_buf *out);
void mba_words_number(const struct mba_words *words, double n, struct mba_buf *out); /* 12,345 */
/* words_functions.c: as {urn:mbaudit:report:1}text, count and number. */
bool mba_words_register(xsltTransformContextPtr ctxt);

/* ---- policy.c: what a page needs to be one file --------------------------------------------------- */

struct mba_policy { /* the parameters of frames; owns their values */
    struct mba_buf css, js, csp, title, organisation, note;
    const char *params[17];
    const char *page_params[17]; /* the same with tokens for css and js */
};
bool mba_policy_make(struct mba_policy *policy, const struct mba_report_options *options, char **error);
void mba_policy_pages(struct mba_policy *policy, const char *base); /* there are pages; base is borrowed */
void mba_policy_free(struct mba_policy *policy);

/* ---- frame.c: the page and its marks -------------------------------------------------------------- */

enum mba_mark {
    MBA_MARK_RULES = 0,
    MBA_MARK_GONE,
    MBA_MARK_SNAPSHOTS,
    MBA_MARK_INCOMPLETE,
    MBA_MARK_CHANGED,
    MBA_MARK_MATRIX,
    MBA_MARK_HISTORY,
    MBA_MARK_CSS, /* not a mark of a stylesheet: what it takes for the value of css, */
    MBA_MARK_JS,  /* and of js */
    MBA_MARK_COUNT
};
/* Style and script are put in when a file is written: they need not pass through each of thousands of frames.
 */
#define MBA_CSS_TOKEN "\x01mbaudit-css>"
#define MBA_JS_TOKEN "\x01mbaudit-js>"
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
xmlDocPtr mba_overview_history(const struct mba_overview *overview);
xmlDocPtr mba_overview_changed(const struct mba_overview *overview);

/* ---- name.c: the names of pages ------------------------------------------------------------------ */

enum { MBA_NAME_SIZE = 128 };
/* "server-mail01-1a2b3c4d5e6f7081": from what the text shows, and from a hash of all of it, so that it is
 * safe in any file system and no two texts share one. */
void mba_page_name(const char *kind, const char *text, char out[MBA_NAME_SIZE]);
void mba_page_file(const char *name, size_t number, char out[MBA_NAME_SIZE]); /* "NAME.html", "NAME-2.html" */
void mba_hex_hash(const void *bytes, size_t len, char out[17]);

/* ---- pages.c: the folder of pages ------------------------------------------------------------------ */

#define MBA_PAGES_FOLDER "report-pages"
struct mba_pages;
/* A new set of pages under this id; until it is settled, nobody sees it. */
struct mba_pages *mba_pages_begin(const char *folder, const char *id, char **error);
/* Any thread; a name only once. */
struct iovec;
bool mba_pages_put(const struct mba_pages *pages, const char *name, struct iovec *parts, int count,
                   char **error);
bool mba_pages_settle(struct mba_pages *pages, char **error); /* to the disk and to its place */
void mba_pages_end(struct mba_pages *pages);     /* the report now links to it: other sets go. Frees. */
void mba_pages_discard(struct mba_pages *pages); /* NULL is fine */
void mba_pages_forget(const char *folder);       /* a report without pages took the place of one with */

/* ---- book.c: the findings by rule ------------------------------------------------------------------ */

enum mba_part { MBA_PART_FINDINGS = 0, MBA_PART_GONE, MBA_PART_COUNT };
struct mba_book;
struct mba_gathered { /* the findings of one snapshot section on their way into the book */
    struct mba_buf markup;
    struct mba_item *items;
    size_t count, cap;
};
struct mba_chunk { /* some findings of one rule */
    size_t rule, row, rows;
    size_t number, of; /* which part of the rule's findings, counted from 1 */
    enum mba_part part;
};
struct mba_book *mba_book_new(xmlDocPtr head, const char *folder, char **error);
void mba_book_free(struct mba_book *book);
/* Reads only the rules of the book: any thread. *document is set when the fault is the document's. */
bool mba_book_gather(const struct mba_book *book, xmlDocPtr section, struct mba_gathered *out, bool *document,
                     char **error);
void mba_gathered_free(struct mba_gathered *gathered);
bool mba_book_take(struct mba_book *book, const struct mba_gathered *gathered, char **error);
bool mba_book_sort(struct mba_book *book, char **error); /* once, after the last */
/* The next chunk in order; false: there is no more. Begin with a part and the rest 0. */
bool mba_book_next(const struct mba_book *book, struct mba_chunk *chunk);
/* The first findings of this chunk's rule, as many as may stand on the main page: perhaps none. */
struct mba_chunk mba_book_brief(const struct mba_book *book, const struct mba_chunk *chunk);
size_t mba_book_rows(const struct mba_book *book, const struct mba_chunk *chunk); /* of the rule in all */
/* The chunk as a rule section; attributes: more of them for the section, as markup. Any thread. NULL: *error.
 */
xmlDocPtr mba_book_section(const struct mba_book *book, const struct mba_chunk *chunk, const char *attributes,
                           char **error);
const char *mba_book_rule_markup(const struct mba_book *book, size_t rule);
const char *mba_book_rule_name(const struct mba_book *book, size_t rule); /* of its page, without number */
/* The <rule> of this id in the head, or NULL; *name (may be NULL): that of its page. */
xmlNodePtr mba_book_rule(const struct mba_book *book, const xmlChar *id, const char **name);

/* ---- place.c ------------------------------------------------------------------------------------------ */

/* page: the name of its server's page, NULL when there is none. */
bool mba_section_number(xmlDocPtr section, size_t number, const char *page);
/* Writes on each finding, on what was not evaluated and on episodes the title of its rule, and where the page
 * of that is when there are pages. */
bool mba_section_titles(xmlDocPtr section, const struct mba_book *book, bool pages);

/* What a finding of this section takes along: server, captured, snapshot (the section's number), server-href,
 * input and member, as markup. */
struct mba_place {
    xmlNodePtr snapshot;
    xmlBufferPtr common, source;
    unsigned long export; /* that source is of; 0: none yet */
};
bool mba_place_begin(struct mba_place *place, xmlDocPtr section); /* false: no memory; end it all the same */
void mba_place_write(struct mba_place *place, xmlNodePtr finding, struct mba_buf *out);
void mba_place_end(struct mba_place *place);

/* ---- servers.c: one line for each server ----------------------------------------------------------------
 */

struct mba_server_line {
    char *name;
    char *page; /* of its page, without number */
    char captured[21];
    unsigned completeness; /* of the newest snapshot, enum mba_completeness */
    uint64_t snapshots, keys, waived;
    uint64_t by_severity[MBA_SEVERITY_COUNT], by_outcome[MBA_OUTCOME_COUNT]; /* of all its snapshots */
};
struct mba_servers;
struct mba_servers *mba_servers_new(void);
void mba_servers_free(struct mba_servers *servers);
/* Of the reader's thread alone until it has finished. NULL: no memory. */
struct mba_server_line *mba_servers_add(struct mba_servers *servers, const char *name);
size_t mba_servers_count(const struct mba_servers *servers);
void mba_server_tally(xmlDocPtr section, struct mba_server_line *out); /* of one snapshot */
/* A snapshot that is the same as the one before it (same-as): what that one came to, as attributes of it. */
bool mba_server_repeat(xmlNodePtr snapshot, const struct mba_server_line *of);
void mba_server_join(struct mba_server_line *line, const struct mba_server_line *snapshot);
void mba_server_write(struct mba_buf *out, const struct mba_server_line *line); /* <server .../> */
/* The servers with the gravest findings first, then by name; else all by name. False: no memory. */
bool mba_servers_write(const struct mba_servers *servers, bool gravest, size_t first, size_t count,
                       struct mba_buf *out);

/* ---- report.c, stage.c: the whole ------------------------------------------------------------ */

struct mba_job { /* one file */
    const struct mba_report_file *file;
    xsltStylesheetPtr sheet;
    struct mba_frame frame;
    bool pages;                         /* its sections go to pages */
    const char **page_params, **params; /* of frames; of sections: NULL, none */
    FILE *spool[MBA_MARK_COUNT];        /* what comes in place of a mark; NULL: not wanted */
    struct mba_output *out;
};
struct mba_report {
    const char *folder;
    const struct mba_report_options *options;
    struct mba_job *jobs;
    size_t count;
    struct mba_words *words;
    struct mba_tools tools;
    struct mba_reader *reader;
    struct mba_policy policy;
    struct mba_report_file own_file; /* of the user's stylesheet */
    const char **own_page_params, **own_params;
    struct mba_book *book;
    struct mba_servers *servers;
    struct mba_matrix *matrix;
    struct mba_overview *overview;
    struct mba_pages *pages; /* NULL: there are none */
    char base[32];           /* from the report to its pages */
    struct mba_buf brief;    /* of the head: what a page says of the whole */
    bool wanted[MBA_MARK_COUNT];
    struct mba_buf server_text; /* sections of a server with several snapshots */
    size_t server_page;         /* number of its page */
    char *reader_error;         /* of the reader's thread */
    bool reader_document;       /* it is the document's fault */
    char **error;
    enum mba_report_fault *fault;
};
/* prepare.c: stylesheets, reader, head and frames; then the folder is there. */
bool mba_report_jobs(struct mba_report *report, const struct mba_report_format *const *formats, size_t count);
bool mba_report_prepare(struct mba_report *report, const char *findings_path);
/* snapshots.c, chunks.c, lists.c: all sections into the spools and onto pages. */
bool mba_report_snapshots(struct mba_report *report);
bool mba_report_chunks(struct mba_report *report);
bool mba_report_lists(struct mba_report *report);

/* A section on its way, the first member of what a pass knows of it. */
struct mba_work {
    struct mba_buf *texts; /* what became of it, by job */
    size_t count;          /* of jobs */
    char *error;
    enum mba_report_fault fault;
};
struct mba_pass; /* under way */
struct mba_stage {
    bool (*produce)(struct mba_report *report, struct mba_pass *pass);    /* in a thread of its own */
    void (*work)(const struct mba_report *report, struct mba_work *work); /* in any thread */
    bool (*take)(struct mba_report *report, struct mba_work *work); /* in order, in the calling thread */
    void (*release)(struct mba_work *work);                         /* may be NULL */
    size_t weight;                                                  /* of one, in bytes */
};
struct mba_work *mba_work_new(const struct mba_report *report, size_t size);
bool mba_stage_put(struct mba_pass *pass, struct mba_work *work); /* takes it over; false: the run is over */
bool mba_stage_run(struct mba_report *report, const struct mba_stage *stage);

bool mba_job_apply(const struct mba_report *report, const struct mba_job *job, xmlDocPtr section, bool page,
                   struct mba_buf *out, char **error);
bool mba_job_spool(struct mba_report *report, struct mba_job *job, enum mba_mark mark,
                   const struct mba_buf *text);
/* A page: the frame that the stylesheet makes of a section of this kind, and another in its place. Any
 * thread. A false with *sheet: it is the stylesheet's fault. */
struct mba_page {
    const char *kind;                 /* "rule-page" */
    const char *file;                 /* its name in the folder */
    const struct mba_buf *content;    /* of its section: markup */
    const struct mba_buf *attributes; /* the same, of the section itself */
    enum mba_mark mark;
};
bool mba_page_write(const struct mba_report *report, const struct mba_job *job, const struct mba_page *page,
                    const struct mba_buf *section, bool *sheet, char **error);

#endif
