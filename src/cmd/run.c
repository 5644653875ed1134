/* mbaudit run: scan and report in one go, into one folder. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/deliver.h"
#include "cmd/nights.h"
#include "cmd/scan.h"

struct run {
    struct mba_comparison result;
    struct mba_buf report; /* the path of the first report */
};

static int make_document(void *ctx, const struct cmd_options *opt, const char *folder, int fd, bool gzip)
{
    struct run *run = ctx;
    return cmd_scan_document(opt, folder, fd, gzip, &run->result);
}

static int run_into(const struct cmd_options *opt, const char *folder, struct run *run)
{
    return cmd_deliver_folder(opt, folder, make_document, run, &run->report);
}

/* ---- a folder that keeps the last results (--keep) -------------------------------------------------------
 */

/* The last result that can still be read: a damaged one is named and passed over, or no night after it would
 * ever be compared. */
static char *choose_baseline(const struct cmd_options *opt, const struct nights *nights)
{
    char *path;
    for (size_t step = 0; (path = nights_before(nights, step)) != NULL; step++) {
        char *error = NULL;
        if (mba_reader_check(path, path, &error))
            return path;
        cmd_error(opt, "%s; it is passed over as the baseline", error ? error : "out of memory");
        free(error);
        free(path);
    }
    return NULL;
}

static int failed(const struct cmd_options *opt, char *error)
{
    cmd_error(opt, "%s", error ? error : "out of memory");
    free(error);
    return CMD_EXIT_FAILED;
}

static int run_tonight(const struct cmd_options *opt, struct nights *nights, struct run *run)
{
    struct cmd_options tonight = *opt;
    char *error = NULL, *before = opt->baseline ? NULL : choose_baseline(opt, nights);
    if (before)
        tonight.baseline = before;
    if (nights->latest && strcmp(nights->name, nights->latest) < 0)
        cmd_note(opt, "%s: the clock went backwards: the last result is of %s, this one of %s",
                 nights->folder, nights->latest, nights->name);
    int code = run_into(&tonight, nights->work, run);
    if (code == CMD_EXIT_OK && !nights_publish(nights, opt->keep, &error))
        code = failed(opt, error);
    mba_buf_clear(&run->report);
    mba_buf_printf(&run->report, "%s/%s/%s", nights->folder, nights->name, opt->formats[0]->files[0].name);
    free(before);
    return code;
}

static int run_nightly(const struct cmd_options *opt, const char *folder, struct run *run)
{
    char *error = NULL;
    mba_time now;
    bool busy;
    int code = cmd_now(opt, &now);
    if (code != CMD_EXIT_OK)
        return code;
    struct nights *nights = nights_open(folder, now, &busy, &error);
    if (!nights)
        return failed(opt, error);
    code = run_tonight(opt, nights, run);
    nights_close(nights);
    return code;
}

/* ---- the command ------------------------------------------------------------------------------------ */

/* With --only-changes what was there last time costs nothing, and a server that was and is missing costs as
 * much as what is new; what could not be read always does. */
static int exit_code(const struct cmd_options *opt, const struct run *run)
{
    int code = scan_exit_code(opt, &run->result.summary);
    if (code > CMD_EXIT_FINDINGS || !opt->only_changes || !run->result.compared)
        return code;
    return cmd_is_worse(opt, &run->result) ? CMD_EXIT_FINDINGS : CMD_EXIT_OK;
}

static int check_options(const struct cmd_options *opt)
{
    if (opt->only_changes && !opt->keep && !opt->baseline)
        return cmd_usage(opt, "--only-changes needs something to compare with: --keep or --baseline");
    return CMD_EXIT_OK;
}

int cmd_run(const struct cmd_options *opt)
{
    struct run run = {0};
    const char *folder = opt->output ? opt->output : CMD_DEFAULT_FOLDER;
    int code = check_options(opt);
    if (code == CMD_EXIT_OK)
        code = opt->keep ? run_nightly(opt, folder, &run) : run_into(opt, folder, &run);
    bool written = code == CMD_EXIT_OK;
    if (written)
        code = exit_code(opt, &run);
    if (opt->summary_line)
        cmd_print_line(stdout, written ? &run.result : NULL, code);
    else if (written)
        cmd_print_result(opt, stdout, &run.result, code, run.report.data);
    mba_problems_free(&run.result.differences);
    mba_buf_free(&run.report);
    return code;
}
