/* deliver: from operands to a findings document, what is compared and accepted marked in it, and where it
 * goes. annotate.c makes the document, deliver.c puts it into a file, or into a folder with its reports.
 */
#ifndef MBAUDIT_CMD_DELIVER_H
#define MBAUDIT_CMD_DELIVER_H

#include "cmd/cmd.h"
#include "mbaudit/compare.h"

/* Writes a findings document to fd; folder: where nameless files go. An exit code; what went wrong was said.
 */
typedef int (*cmd_make_fn)(void *ctx, const struct cmd_options *opt, const char *folder, int fd, bool gzip);

/* Into a file, compressed when its name ends in .gz. */
int cmd_deliver_file(const struct cmd_options *opt, const char *path, cmd_make_fn make, void *ctx);
/* Into a folder: findings.xml and the reports. report: gets the path of the first report. */
int cmd_deliver_folder(const struct cmd_options *opt, const char *folder, cmd_make_fn make, void *ctx,
                       struct mba_buf *report);
const char *cmd_temporary_folder(void); /* TMPDIR, or /tmp */
/* An error text that is not the fault of what the user gave: NULL, "no memory", or what errno says of it. */
bool cmd_no_memory(const char *error);

/* Reading a document failed: was it the document? Standard input is gone by then, so nothing is said of it.
 */
bool cmd_document_damaged(const char *path);
/* Audits the operands, and compares as the options say. result->differences is the caller's to free. */
int cmd_scan_document(const struct cmd_options *opt, const char *folder, int fd, bool gzip,
                      struct mba_comparison *result);
/* What marks documents besides a baseline: --waivers, --like. */
struct cmd_marking {
    struct mba_waivers *waivers;     /* NULL: not asked for */
    struct mba_like_list *like_list; /* NULL: not asked for */
};
bool cmd_marking_wanted(const struct cmd_options *opt);
/* An exit code; mistakes were said. Free it in any case. */
int cmd_marking_load(const struct cmd_options *opt, struct cmd_marking *marking);
void cmd_marking_free(struct cmd_marking *marking);
void cmd_marking_use(const struct cmd_options *opt, const struct cmd_marking *marking,
                     struct mba_compare *job);
/* Writes the document that job names, annotated, to fd. */
int cmd_annotate(const struct cmd_options *opt, const struct mba_compare *job, const char *folder, int fd,
                 bool gzip, struct mba_comparison *result);

/* For what is read more than once: a copy in a file without a name, and its path. -1: said why not. */
int cmd_keep_standard_input(const struct cmd_options *opt, const char *folder, char path[32]);

/* summary.c: paragraphs for people: what was looked at, what was found, what changed, where the report is
 * (NULL: not said). */
void cmd_print_result(const struct cmd_options *opt, FILE *to, const struct mba_comparison *result, int code,
                      const char *report);
/* One line, as monitoring reads it: a word for the exit code, what counts, and behind '|' all numbers.
 * result NULL: nothing was written. */
void cmd_print_line(FILE *to, const struct mba_comparison *result, int code);
void cmd_print_comparison(FILE *to, const struct mba_comparison *result);
/* What --like and --waivers came to; nothing of waivers when all is well with them. */
void cmd_print_marking(const struct cmd_options *opt, FILE *to, const struct mba_comparison *result);
/* Something new or worse, at the threshold or graver. */
bool cmd_is_worse(const struct cmd_options *opt, const struct mba_comparison *result);

/* To standard output; and reports into opt->output, which must be there before the sandbox is. */
int cmd_deliver_stdout(const struct cmd_options *opt, cmd_make_fn make, void *ctx);
int cmd_deliver_reports(const struct cmd_options *opt, int (*make)(const struct cmd_options *opt));

#endif
