/* Where a findings document goes. */
#include "cmd/deliver.h"
#include "cmd/sandbox.h"

#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FINDINGS_FILE "findings.xml"

/* Says what went wrong, whose text is freed. */
static int failed(const struct cmd_options *opt, char *error)
{
    cmd_error(opt, "%s", error ? error : "out of memory");
    free(error);
    return CMD_EXIT_FAILED;
}

const char *cmd_temporary_folder(void)
{
    const char *folder = getenv("TMPDIR");
    return folder && *folder ? folder : "/tmp";
}

bool cmd_no_memory(const char *error)
{
    return !error || strcmp(error, "no memory") == 0 || strstr(error, strerror(ENOMEM));
}

/* ---- into a file --------------------------------------------------------------------------------------- */

static bool ends_in_gz(const char *path)
{
    size_t len = strlen(path);
    return len > 3 && mba_ascii_streq(path + len - 3, ".gz");
}

/* A link is followed to the file that will be replaced. False: no memory. */
static bool folder_of(const char *path, char **copy, const char **folder)
{
    *copy = realpath(path, NULL);
    if (!*copy)
        *copy = strdup(path);
    *folder = *copy ? dirname(*copy) : NULL;
    return *copy != NULL;
}

int cmd_deliver_file(const struct cmd_options *opt, const char *path, cmd_make_fn make, void *ctx)
{
    char *error = NULL, *copy;
    const char *folder;
    struct mba_output *out = folder_of(path, &copy, &folder) ? mba_output_open(path, &error) : NULL;
    int code = out ? cmd_sandbox_enter(opt, folder, false) : failed(opt, error);
    if (code == CMD_EXIT_OK)
        code = make(ctx, opt, folder, mba_output_fd(out), ends_in_gz(path));
    free(copy);
    if (!out || code != CMD_EXIT_OK)
        mba_output_discard(out);
    else if (!mba_output_commit(out, &error))
        code = failed(opt, error);
    return code;
}

int cmd_deliver_stdout(const struct cmd_options *opt, cmd_make_fn make, void *ctx)
{
    int code = cmd_sandbox_enter(opt, cmd_temporary_folder(), false);
    return code == CMD_EXIT_OK ? make(ctx, opt, cmd_temporary_folder(), STDOUT_FILENO, false) : code;
}

/* ---- into a folder ------------------------------------------------------------------------------------- */

/* The reports are made from the document before it has its name: what goes wrong leaves the last ones as they
 * were. */
static int report_from(const struct cmd_options *opt, const char *folder, int fd)
{
    char path[32], *error = NULL;
    enum mba_report_fault fault;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    enum mba_status status =
        mba_report_write(path, folder, opt->formats, opt->format_count, &opt->report, &error, &fault);
    if (status != MBA_RUN_FAILED)
        return CMD_EXIT_OK;
    bool sheet = fault == MBA_REPORT_FAULT_SHEET && !cmd_no_memory(error);
    failed(opt, error);
    return sheet ? CMD_EXIT_USAGE : CMD_EXIT_FAILED;
}

static int make_and_report(const struct cmd_options *opt, const char *folder, struct mba_output *out,
                           cmd_make_fn make, void *ctx)
{
    char *error = NULL;
    int code = make(ctx, opt, folder, mba_output_fd(out), false);
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

/* The user's own stylesheet is compiled before anything is read. */
static int deliver(const struct cmd_options *opt, const char *folder, bool made, const char *findings,
                   cmd_make_fn make, void *ctx)
{
    char *error = NULL;
    if (!mba_report_check(&opt->report, &error)) {
        int code = cmd_no_memory(error) ? CMD_EXIT_FAILED : CMD_EXIT_USAGE;
        failed(opt, error);
        return code;
    }
    int code = cmd_sandbox_enter(opt, folder, made);
    if (code != CMD_EXIT_OK)
        return code;
    struct mba_output *out = mba_output_open(findings, &error);
    return out ? make_and_report(opt, folder, out, make, ctx) : failed(opt, error);
}

int cmd_deliver_folder(const struct cmd_options *opt, const char *folder, cmd_make_fn make, void *ctx,
                       struct mba_buf *report)
{
    struct mba_buf findings = {0};
    char *path = strdup(folder);
    int code = CMD_EXIT_FAILED;
    bool made = false;
    mba_buf_printf(&findings, "%s/" FINDINGS_FILE, folder);
    mba_buf_printf(report, "%s/%s", folder,
                   opt->format_count ? opt->formats[0]->files[0].name : opt->sheet_output);
    if (!path || findings.failed || report->failed)
        cmd_error(opt, "out of memory");
    else if (!mba_folder_make(path, &made))
        cmd_error(opt, "%s: cannot be made: %s; give another folder with -o", folder, strerror(errno));
    else
        code = deliver(opt, folder, made, findings.data, make, ctx);
    if (code != CMD_EXIT_OK && made)
        rmdir(folder); /* nothing came into it: leave no empty folder behind */
    mba_buf_free(&findings);
    free(path);
    return code;
}

int cmd_deliver_reports(const struct cmd_options *opt, int (*make)(const struct cmd_options *opt))
{
    bool made = false;
    if (!mba_folder_make(opt->output, &made)) {
        cmd_error(opt, "%s: cannot be made: %s", opt->output, strerror(errno));
        return CMD_EXIT_FAILED;
    }
    int code = cmd_sandbox_enter(opt, opt->output, made);
    if (code == CMD_EXIT_OK)
        code = make(opt);
    if (code != CMD_EXIT_OK && made)
        rmdir(opt->output);
    return code;
}
