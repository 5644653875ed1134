/* mbaudit compare: two findings documents, or what they are made from -> what changed. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/deliver.h"
#include "cmd/scan.h"

struct side {
    const char *operand;
    const char *name;  /* for messages */
    const char *path;  /* of the findings document */
    char nameless[32]; /* path of one that this command made; "" when there is none */
    int fd;            /* of that; -1 */
};
struct comparison {
    struct side before, after;
    struct mba_comparison result;
    enum mba_status worst; /* of inputs that were scanned */
};

static int failed(const struct cmd_options *opt, char *error)
{
    cmd_error(opt, "%s", error ? error : "out of memory");
    free(error);
    return CMD_EXIT_FAILED;
}

static bool open_nameless(struct side *side, const char *folder, char **error)
{
    side->fd = mba_nameless_file(folder, error);
    snprintf(side->nameless, sizeof side->nameless, "/proc/self/fd/%d", side->fd);
    side->path = side->nameless;
    return side->fd >= 0;
}

static int audit_side(const struct cmd_options *opt, struct side *side, const char *folder,
                      struct comparison *comparison)
{
    char *error = NULL;
    struct cmd_options one = *opt;
    struct mba_summary summary = {0};
    one.operands = &side->operand;
    one.operand_count = 1;
    if (!open_nameless(side, folder, &error))
        return failed(opt, error);
    int code = scan_document(&one, folder, side->fd, false, &summary);
    if (summary.worst > comparison->worst)
        comparison->worst = summary.worst;
    return code;
}

static int prepare(const struct cmd_options *opt, struct side *side, const char *folder,
                   struct comparison *comparison)
{
    side->name = side->path = side->operand;
    if (strcmp(side->operand, "-") == 0) {
        side->name = "standard input";
        side->path = side->nameless;
        side->fd = cmd_keep_standard_input(opt, folder, side->nameless);
        return side->fd < 0 ? CMD_EXIT_FAILED : CMD_EXIT_OK;
    }
    return mba_reader_sniff(side->operand) ? CMD_EXIT_OK : audit_side(opt, side, folder, comparison);
}

static int compare_sides(const struct cmd_options *opt, struct comparison *comparison,
                         const struct cmd_marking *marking, const char *folder, int fd, bool gzip)
{
    int code = prepare(opt, &comparison->before, folder, comparison);
    if (code == CMD_EXIT_INPUT)
        return CMD_EXIT_USAGE; /* nothing to compare with */
    if (code == CMD_EXIT_OK)
        code = prepare(opt, &comparison->after, folder, comparison);
    if (code != CMD_EXIT_OK)
        return code;
    struct mba_compare job = {.before = comparison->before.path,
                              .before_name = comparison->before.name,
                              .after = comparison->after.path,
                              .after_name = comparison->after.name};
    cmd_marking_use(opt, marking, &job);
    return cmd_annotate(opt, &job, folder, fd, gzip, &comparison->result);
}

static int make_document(void *ctx, const struct cmd_options *opt, const char *folder, int fd, bool gzip)
{
    struct cmd_marking marking;
    int code = cmd_marking_load(opt, &marking);
    if (code == CMD_EXIT_OK)
        code = compare_sides(opt, ctx, &marking, folder, fd, gzip);
    cmd_marking_free(&marking);
    return code;
}

static bool is_document_name(const char *path)
{
    size_t len = strlen(path);
    return (len > 4 && mba_ascii_streq(path + len - 4, ".xml")) ||
           (len > 7 && mba_ascii_streq(path + len - 7, ".xml.gz"));
}

/* Only the summary is wanted. */
static int make_nothing(const struct cmd_options *opt, struct comparison *comparison)
{
    char *error = NULL;
    int fd = mba_nameless_file(cmd_temporary_folder(), &error);
    if (fd < 0)
        return failed(opt, error);
    int code = make_document(comparison, opt, cmd_temporary_folder(), fd, false);
    close(fd);
    return code;
}

static int deliver(const struct cmd_options *opt, struct comparison *comparison, struct mba_buf *report)
{
    if (!opt->output)
        return make_nothing(opt, comparison);
    if (!is_document_name(opt->output))
        return cmd_deliver_folder(opt, opt->output, make_document, comparison, report);
    mba_buf_puts(report, opt->output);
    return cmd_deliver_file(opt, opt->output, make_document, comparison);
}

/* Silent when nothing changed, as diff is, unless somebody is there to read it. */
static void print(const struct cmd_options *opt, const struct comparison *comparison, int code,
                  const char *report)
{
    const struct mba_comparison *result = &comparison->result;
    bool same = !(result->fresh + result->changed + result->resolved + result->not_comparable +
                  result->changes + result->missing_after + result->missing_before);
    if (opt->quiet || (code == CMD_EXIT_OK && same && !opt->verbose && !isatty(STDOUT_FILENO)))
        return;
    cmd_problems(opt, &result->differences);
    cmd_print_comparison(stdout, result);
    cmd_print_marking(opt, stdout, result);
    if (report)
        printf("Report: %s\n", report);
}

int cmd_compare(const struct cmd_options *opt)
{
    struct cmd_options strict = *opt;
    struct comparison comparison = {.before = {.operand = opt->operands[0], .fd = -1},
                                    .after = {.operand = opt->operands[1], .fd = -1}};
    struct mba_buf report = {0};
    if (!opt->fail_on_given)
        strict.fail_on = MBA_SEVERITY_COUNT - 1;
    if (strcmp(opt->operands[0], "-") == 0 && strcmp(opt->operands[1], "-") == 0)
        return cmd_usage(opt, "compare: only one of the two can be standard input");
    int code = deliver(&strict, &comparison, &report);
    if (code == CMD_EXIT_OK) {
        if (comparison.worst >= MBA_WARN || comparison.result.summary.worst >= MBA_WARN)
            code = CMD_EXIT_INPUT;
        else if (cmd_is_worse(&strict, &comparison.result))
            code = CMD_EXIT_FINDINGS;
        print(opt, &comparison, code, report.data);
    }
    if (comparison.before.fd >= 0)
        close(comparison.before.fd);
    if (comparison.after.fd >= 0)
        close(comparison.after.fd);
    mba_problems_free(&comparison.result.differences);
    mba_buf_free(&report);
    return code;
}
