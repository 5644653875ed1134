/* mbaudit run: scan and report in one go, into one folder. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/scan.h"

#define FINDINGS_FILE "findings.xml"

/* The folder and those above it. A folder that is there already is fine; *made says that it was not. */
static bool make_folders(char *path, bool *made)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int failed = mkdir(path, 0777) != 0 && errno != EEXIST;
        *slash = '/';
        if (failed)
            return false;
    }
    struct stat st;
    *made = mkdir(path, 0777) == 0;
    if (*made)
        return true;
    if (errno == EEXIST && stat(path, &st) == 0 && !S_ISDIR(st.st_mode))
        errno = ENOTDIR;
    else if (errno == EEXIST)
        errno = 0;
    return errno == 0;
}

/* The reports are made from the document before it has its name, so that either all files are new or none. */
static int report_from(const struct cmd_options *opt, const char *folder, int fd)
{
    char path[32], *error = NULL;
    bool usage = false;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    enum mba_status status = mba_report_write(path, folder, opt->formats, opt->format_count, &error, &usage);
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
    int code = scan_document(opt, folder, mba_output_fd(out), false, summary);
    if (code == CMD_EXIT_OK)
        code = report_from(opt, folder, mba_output_fd(out));
    if (code != CMD_EXIT_OK) {
        mba_output_discard(out);
        return code;
    }
    char *error = NULL;
    if (mba_output_commit(out, &error))
        return CMD_EXIT_OK;
    cmd_error(opt, "%s", error ? error : "out of memory");
    free(error);
    return CMD_EXIT_FAILED;
}

static int run_in_folder(const struct cmd_options *opt, const char *folder, const char *findings,
                         struct mba_summary *summary)
{
    char *error = NULL;
    struct mba_output *out = mba_output_open(findings, &error);
    if (out)
        return run_into(opt, folder, out, summary);
    cmd_error(opt, "%s", error ? error : "out of memory");
    free(error);
    return CMD_EXIT_FAILED;
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
    else if (!make_folders(folder, &made))
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
