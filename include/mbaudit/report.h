/* report: a findings document and a stylesheet -> a report, section by section.
 *
 * A stylesheet is applied to one bounded document at a time (xsl/README.md); its <section kind="page">
 * gives the frame, in which <?mbaudit rules?> and <?mbaudit snapshots?> mark where the other sections
 * go. Nothing outside is read or written while it runs (all xslt security preferences forbid).
 * Ownership: nothing is kept; an error text is the caller's to free.
 * Threads: one report at a time; libxslt keeps its error handler and default security for the whole process.
 */
#ifndef MBAUDIT_REPORT_H
#define MBAUDIT_REPORT_H

#include "mbaudit/base.h"

struct mba_report_format {
    const char *name;       /* "html" */
    const char *file;       /* "report.html": the name in the output folder */
    const char *stylesheet; /* asset path: "xsl/html.xsl" */
    const char *help;
};
extern const struct mba_report_format mba_report_formats[]; /* ends with a NULL name */
const struct mba_report_format *mba_report_format_find(const char *name);

/* How they are to be made. Strings are borrowed; NULL: not given. */
struct mba_report_options {
    const char *lang; /* of the fixed words: one that mba_report_lang_known; NULL: en */
    const char *title, *organisation, *note; /* the user's own, shown on the page as text */
};
/* Languages are the files in xsl/words/. */
bool mba_report_lang_known(const char *lang);
void mba_report_langs(struct mba_buf *list); /* "de, en" */

/* Do their stylesheets compile? False: *error (free() it) names file and line. */
bool mba_report_check(const struct mba_report_format *const *formats, size_t count, char **error);

/* Writes the named formats into folder (made if it is not there), each beside its final name and moved
 * there whole, all of them only after all were written. MBA_RUN_FAILED and *error (free() it) otherwise;
 * *usage is set when the fault is the stylesheet's. */
enum mba_status mba_report_write(const char *findings_path, const char *folder,
                                 const struct mba_report_format *const *formats, size_t count,
                                 const struct mba_report_options *options, char **error, bool *usage);
#endif
