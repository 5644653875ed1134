/* Documents with what changed and what is accepted marked in them. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/deliver.h"
#include "cmd/scan.h"

static int failed(const struct cmd_options *opt, int code, char *error)
{
    cmd_error(opt, "%s", error ? error : "out of memory");
    free(error);
    return code;
}

bool cmd_document_damaged(const char *path)
{
    char *error = NULL;
    bool bad = strcmp(path, "-") != 0 && !mba_reader_check(path, path, &error);
    free(error);
    return bad;
}

int cmd_annotate(const struct cmd_options *opt, const struct mba_compare *job, const char *folder, int fd,
                 bool gzip, struct mba_comparison *result)
{
    enum mba_fault fault;
    char *error = NULL;
    if (mba_compare_write(job, folder, fd, gzip, result, &fault, &error)) {
        result->compared = job->before != NULL;
        return CMD_EXIT_OK;
    }
    return failed(opt,
                  fault == MBA_FAULT_BEFORE  ? CMD_EXIT_USAGE
                  : fault == MBA_FAULT_AFTER ? CMD_EXIT_INPUT
                                             : CMD_EXIT_FAILED,
                  error);
}

/* Before any input is read: what only the user can put right is said at once, whole documents are read for
 * it. */
static int check_baseline(const struct cmd_options *opt)
{
    char *error = NULL;
    if (!opt->baseline || mba_reader_check(opt->baseline, opt->baseline, &error))
        return CMD_EXIT_OK;
    return failed(opt, CMD_EXIT_USAGE, error);
}

int cmd_load_waivers(const struct cmd_options *opt, struct mba_waivers **waivers)
{
    struct mba_problems problems = {0};
    char *error = NULL;
    *waivers = NULL;
    if (opt->waiver_count == 0)
        return CMD_EXIT_OK;
    *waivers = mba_waivers_new();
    bool good = *waivers;
    for (size_t i = 0; *waivers && !error && i < opt->waiver_count; i++)
        good = mba_waivers_read(*waivers, opt->waivers[i], &problems, &error) && good;
    bool at_fault = problems.count > 0 || error;
    cmd_problems(opt, &problems);
    if (error || (!good && !at_fault))
        failed(opt, 0, error);
    mba_problems_free(&problems);
    if (good)
        return CMD_EXIT_OK;
    mba_waivers_free(*waivers);
    *waivers = NULL;
    return at_fault ? CMD_EXIT_USAGE : CMD_EXIT_FAILED;
}

/* The plain document waits in a file without a name. */
static int scan_and_annotate(const struct cmd_options *opt, const struct mba_waivers *waivers,
                             const char *folder, int fd, bool gzip, struct mba_comparison *result)
{
    char path[32], *error = NULL;
    int plain = mba_nameless_file(folder, &error);
    if (plain < 0)
        return failed(opt, CMD_EXIT_FAILED, error);
    snprintf(path, sizeof path, "/proc/self/fd/%d", plain);
    const struct mba_compare job = {.after = path,
                                    .after_name = "this run's findings document",
                                    .before = opt->baseline,
                                    .before_name = opt->baseline,
                                    .waivers = waivers};
    int code = scan_document(opt, folder, plain, false, &result->summary);
    if (code == CMD_EXIT_OK)
        code = cmd_annotate(opt, &job, folder, fd, gzip, result);
    close(plain);
    return code;
}

int cmd_scan_document(const struct cmd_options *opt, const char *folder, int fd, bool gzip,
                      struct mba_comparison *result)
{
    struct mba_waivers *waivers;
    int code = cmd_load_waivers(opt, &waivers);
    if (code == CMD_EXIT_OK)
        code = check_baseline(opt);
    if (code == CMD_EXIT_OK)
        code = opt->baseline || waivers ? scan_and_annotate(opt, waivers, folder, fd, gzip, result)
                                        : scan_document(opt, folder, fd, gzip, &result->summary);
    mba_waivers_free(waivers);
    return code;
}
