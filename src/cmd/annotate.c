/* Documents with what changed and what is accepted marked in them. */
#include <errno.h>
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
                  fault == MBA_FAULT_BEFORE    ? CMD_EXIT_USAGE
                  : fault == MBA_FAULT_REQUEST ? CMD_EXIT_USAGE
                  : fault == MBA_FAULT_AFTER   ? CMD_EXIT_INPUT
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
    return failed(opt, cmd_no_memory(error) ? CMD_EXIT_FAILED : CMD_EXIT_USAGE, error);
}

/* ---- waivers and the reference ---------------------------------------------------------------------- */

static int load_waivers(const struct cmd_options *opt, struct cmd_marking *marking)
{
    struct mba_problems problems = {0};
    char *error = NULL;
    if (opt->waiver_count == 0)
        return CMD_EXIT_OK;
    marking->waivers = mba_waivers_new();
    bool good = marking->waivers;
    for (size_t i = 0; marking->waivers && !error && i < opt->waiver_count; i++)
        good = mba_waivers_read(marking->waivers, opt->waivers[i], &problems, &error) && good;
    bool at_fault = problems.count > 0 || (error && !cmd_no_memory(error));
    cmd_problems(opt, &problems);
    if (error || (!good && !at_fault))
        failed(opt, 0, error);
    mba_problems_free(&problems);
    return good ? CMD_EXIT_OK : at_fault ? CMD_EXIT_USAGE : CMD_EXIT_FAILED;
}

static int load_like_list(const struct cmd_options *opt, struct cmd_marking *marking)
{
    char *error = NULL;
    if (!opt->like)
        return opt->like_ignore ? cmd_usage(opt, "--like-ignore needs --like") : CMD_EXIT_OK;
    marking->like_list = mba_like_list_new();
    if (!marking->like_list || !mba_like_list_builtin(marking->like_list, &error))
        return failed(opt, CMD_EXIT_FAILED, error);
    if (opt->like_ignore && !mba_like_list_read(marking->like_list, opt->like_ignore, &error))
        return failed(opt, cmd_no_memory(error) ? CMD_EXIT_FAILED : CMD_EXIT_USAGE, error);
    return CMD_EXIT_OK;
}

bool cmd_marking_wanted(const struct cmd_options *opt)
{
    return opt->waiver_count > 0 || opt->like;
}

int cmd_marking_load(const struct cmd_options *opt, struct cmd_marking *marking)
{
    *marking = (struct cmd_marking){0};
    int code = load_waivers(opt, marking);
    return code == CMD_EXIT_OK ? load_like_list(opt, marking) : code;
}

void cmd_marking_free(struct cmd_marking *marking)
{
    mba_waivers_free(marking->waivers);
    mba_like_list_free(marking->like_list);
}

void cmd_marking_use(const struct cmd_options *opt, const struct cmd_marking *marking,
                     struct mba_compare *job)
{
    job->waivers = marking->waivers;
    job->like = opt->like;
    job->like_list = marking->like_list;
}

/* ---- scanning ------------------------------------------------------------------------------------------ */

/* The plain document waits in a file without a name. */
static int scan_and_annotate(const struct cmd_options *opt, const struct cmd_marking *marking,
                             const char *folder, int fd, bool gzip, struct mba_comparison *result)
{
    char path[32], *error = NULL;
    int plain = mba_nameless_file(folder, &error);
    if (plain < 0)
        return failed(opt, CMD_EXIT_FAILED, error);
    snprintf(path, sizeof path, "/proc/self/fd/%d", plain);
    struct mba_compare job = {.after = path,
                              .after_name = "this run's findings document",
                              .before = opt->baseline,
                              .before_name = opt->baseline};
    cmd_marking_use(opt, marking, &job);
    int code = scan_document(opt, folder, plain, false, &result->summary);
    if (code == CMD_EXIT_OK)
        code = cmd_annotate(opt, &job, folder, fd, gzip, result);
    close(plain);
    return code;
}

int cmd_scan_document(const struct cmd_options *opt, const char *folder, int fd, bool gzip,
                      struct mba_comparison *result)
{
    struct cmd_marking marking;
    int code = cmd_marking_load(opt, &marking);
    if (code == CMD_EXIT_OK)
        code = check_baseline(opt);
    if (code == CMD_EXIT_OK)
        code = opt->baseline || cmd_marking_wanted(opt)
                   ? scan_and_annotate(opt, &marking, folder, fd, gzip, result)
                   : scan_document(opt, folder, fd, gzip, &result->summary);
    cmd_marking_free(&marking);
    return code;
}

/* ---- standard input ---------------------------------------------------------------------------------- */

static bool put(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

int cmd_keep_standard_input(const struct cmd_options *opt, const char *folder, char path[32])
{
    char bytes[64 * 1024], *error = NULL;
    ssize_t n = 1;
    int fd = mba_nameless_file(folder, &error);
    if (fd < 0) {
        failed(opt, 0, error);
        return -1;
    }
    snprintf(path, 32, "/proc/self/fd/%d", fd);
    while (n > 0) {
        n = read(STDIN_FILENO, bytes, sizeof bytes);
        if (n < 0 && errno == EINTR)
            n = 1;
        else if (n < 0 || !put(fd, bytes, (size_t)n)) {
            cmd_error(opt, "standard input cannot be kept: %s", strerror(errno));
            close(fd);
            return -1;
        }
    }
    return fd;
}
