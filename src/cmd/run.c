/* mbaudit run: scan and report in one go, into one folder. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/scan.h"

#define FINDINGS_FILE "findings.xml"

/* Says what went wrong, whose text is freed. */
static int failed(const struct cmd_options *opt, char *error)
{
    cmd_error(opt, "%s", error ? error : "out of memory");
    free(error);
    return CMD_EXIT_FAILED;
}

/* The reports are made from the document before it has its name: what goes wrong leaves the last ones as they
 * were. */
static int report_from(const struct cmd_options *opt, const char *folder, int fd)
{
    char path[32], *error = NULL;
    bool usage = false;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    enum mba_status status = mba_report_write(path, folder, opt->formats, opt->format_count, &opt->report,
                                              &error, &usage);
    if (status == MBA_RUN_FAILED)
        cmd_error(opt, "%s", error ? error : "out of memory");
    free(error);
    if (status != MBA_RUN_FAILED)
        return CMD_EXIT_OK;
    return usage ? CMD_EXIT_USAGE : CMD_EXIT_FAILED;
}

static int run_into(const struct cmd_options *opt, const char *folder, struct mba_output *out,
                    struct mba_summary *summary)
{
    char *error = NULL;
    int code = scan_document(opt, folder, mba_output_fd(out), false, summary);
    if (code == CMD_EXIT_OK && !mba_output_sync(out, &error))
        code = failed(opt, error);
    if (code == CMD_EXIT_OK)
        code = report_from(opt, folder, mba_output_fd(out));
    if (code != CMD_EXIT_OK)
        mba_output_discard(out);
    else if (!mba_output_commit(out, &error))
        code = failed(opt, error);
    return code;
}

static int run_in_folder(const struct cmd_options *opt, const char *folder, const char *findings,
                         struct mba_summary *summary)
{
    char *error = NULL;
    if (!mba_report_check(opt->formats, opt->format_count, &error)) {
        failed(opt, error);
        return CMD_EXIT_USAGE;
    }
    struct mba_output *out = mba_output_open(findings, &error);
    return out ? run_into(opt, folder, out, summary) : failed(opt, error);
}

int cmd_run(const struct cmd_options *opt)
{
    struct mba_summary summary = {0};
    struct mba_buf findings = {0}, report = {0};
    char *folder = strdup(opt->output ? opt->output : CMD_DEFAULT_FOLDER);
    int code = CMD_EXIT_FAILED;
    bool made = false;
    mba_buf_printf(&findings, "%s/" FINDINGS_FILE, folder ? folder : "");
    mba_buf_printf(&report, "%s/%s", folder ? folder : "", opt->formats[0]->file);
    if (!folder || findings.failed || report.failed)
        cmd_error(opt, "out of memory");
    else if (!mba_folder_make(folder, &made))
        cmd_error(opt, "%s: cannot be made: %s; give another folder with -o", folder, strerror(errno));
    else
        code = run_in_folder(opt, folder, findings.data, &summary);
    if (code == CMD_EXIT_OK) {
        code = scan_exit_code(opt, &summary);
        scan_print_summary(opt, stdout, &summary, code, report.data);
    } else if (made) {
        rmdir(folder); /* nothing came into it: leave no empty folder behind */
    }
    mba_buf_free(&findings);
    mba_buf_free(&report);
    free(folder);
    return code;
}
