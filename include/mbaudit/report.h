/* report: a findings document and a stylesheet -> a report, section by section.
 *
 * A stylesheet is applied to one bounded document at a time (xsl/README.md); its <section kind="page">
 * gives the frame, in which <?mbaudit rules?> and the like mark where the other sections go. Nothing outside
 * is read or written while it runs (all xslt security preferences forbid). Ownership: nothing is kept; an
 * error text is the caller's to free. Threads: one report at a time; it starts workers of its own. libxslt
 * keeps its error handler and default security for the whole process.
 */
#ifndef MBAUDIT_REPORT_H
#define MBAUDIT_REPORT_H

#include "mbaudit/base.h"

struct mba_report_file {
    const char *name;       /* "report.html": in the output folder */
    const char *stylesheet; /* asset path: "xsl/html.xsl" */
    bool pages;             /* its stylesheet knows the sections of pages (xsl/README.md) */
    bool csv;               /* it takes a byte order mark */
    bool optional;          /* there only when there is something for its marks */
};
enum { MBA_REPORT_FILES = 4 };
struct mba_report_format {
    const char *name; /* "html" */
    const char *help;
    struct mba_report_file files[MBA_REPORT_FILES + 1]; /* ends with a NULL name */
};
extern const struct mba_report_format mba_report_formats[]; /* ends with a NULL name */
const struct mba_report_format *mba_report_format_find(const char *name);

/* Whether the details of an HTML report go onto pages of their own beside it. auto: when one page would be
 * larger than about 4 MB. */
enum mba_pages_when { MBA_PAGES_AUTO = 0, MBA_PAGES_ALWAYS, MBA_PAGES_NEVER };

/* How they are to be made. Strings are borrowed; NULL: not given. */
struct mba_report_options {
    enum mba_pages_when pages;
    bool csv_raw;     /* no apostrophe before what a spreadsheet would take for a formula */
    bool csv_bom;     /* CSV files begin with a byte order mark */
    unsigned jobs;    /* workers; 0 counts as 1; the bytes do not depend on it */
    const char *lang; /* of the fixed words: one that mba_report_lang_known; NULL: en */
    const char *title, *organisation, *note; /* the user's own, shown on the page as text */
    const char *sheet;                       /* the user's own stylesheet: one more format */
    const char *sheet_output;                /* mba_report_own_name of it */
    const char *const *params;               /* for it: name, value, ..., NULL */
};
/* The file in the folder that a stylesheet of the user makes: its own name without .xsl or .xslt, and when
 * that has no extension .xml, .html or .txt by its output method. False: *error (free() it) says what is
 * wrong with it. */
enum { MBA_OWN_NAME = 200 };
bool mba_report_own_name(const char *path, char out[MBA_OWN_NAME], char **error);
/* Languages are the files in xsl/words/. */
bool mba_report_lang_known(const char *lang);
void mba_report_langs(struct mba_buf *list); /* "de, en" */

/* Does the user's own stylesheet compile, if there is one? (The tests compile what is built in.) False:
 * *error (free() it) names file and line. */
bool mba_report_check(const struct mba_report_options *options, char **error);

/* Whose fault it is that there is no report. */
enum mba_report_fault { MBA_REPORT_FAULT_RUN = 0, MBA_REPORT_FAULT_SHEET, MBA_REPORT_FAULT_DOCUMENT };

/* Writes the named formats into folder (made if it is not there), each file beside its final name and moved
 * there whole, all of them only after all were written; pages are there before the report that links to them.
 * MBA_RUN_FAILED, *error (free() it) and *fault otherwise. */
enum mba_status mba_report_write(const char *findings_path, const char *folder,
                                 const struct mba_report_format *const *formats, size_t count,
                                 const struct mba_report_options *options, char **error,
                                 enum mba_report_fault *fault);
#endif
