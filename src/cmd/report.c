/* mbaudit report: a findings document -> reports. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/deliver.h"

static int report_from(const struct cmd_options *opt, const char *findings)
{
    char *error = NULL;
    enum mba_report_fault fault;
    if (mba_report_write(findings, opt->output, opt->formats, opt->format_count, &opt->report, &error,
                         &fault) != MBA_RUN_FAILED)
        return CMD_EXIT_OK;
    cmd_error(opt, "%s", error ? error : "out of memory");
    free(error);
    return fault == MBA_REPORT_FAULT_SHEET      ? CMD_EXIT_USAGE
           : fault == MBA_REPORT_FAULT_DOCUMENT ? CMD_EXIT_INPUT
                                                : CMD_EXIT_FAILED;
}

/* The marked document waits in a file without a name. */
static int mark_and_report(const struct cmd_options *opt, const struct cmd_marking *marking,
                           const char *findings, const char *name)
{
    char path[32], *error = NULL;
    const char *folder = cmd_temporary_folder();
    struct mba_comparison result = {0};
    struct mba_compare job = {.after = findings, .after_name = name};
    cmd_marking_use(opt, marking, &job);
    int fd = mba_nameless_file(folder, &error), code = CMD_EXIT_FAILED;
    if (fd < 0)
        cmd_error(opt, "%s", error ? error : "out of memory");
    else
        code = cmd_annotate(opt, &job, folder, fd, false, &result);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (code == CMD_EXIT_OK)
        code = report_from(opt, path);
    if (fd >= 0)
        close(fd);
    mba_problems_free(&result.differences);
    free(error);
    return code;
}

static int mark(const struct cmd_options *opt, const struct cmd_marking *marking)
{
    char path[32];
    const char *findings = opt->operands[0];
    if (strcmp(findings, "-") != 0)
        return mark_and_report(opt, marking, findings, findings);
    int fd = cmd_keep_standard_input(opt, cmd_temporary_folder(), path);
    int code = fd < 0 ? CMD_EXIT_FAILED : mark_and_report(opt, marking, path, "standard input");
    if (fd >= 0)
        close(fd);
    return code;
}

static int make_reports(const struct cmd_options *opt)
{
    struct cmd_marking marking;
    int code = cmd_marking_load(opt, &marking);
    if (code == CMD_EXIT_OK)
        code = cmd_marking_wanted(opt) ? mark(opt, &marking) : report_from(opt, opt->operands[0]);
    cmd_marking_free(&marking);
    return code;
}

int cmd_report(const struct cmd_options *opt)
{
    if (!opt->output)
        return cmd_usage(opt, "report needs -o DIR, the folder for the reports");
    return cmd_deliver_reports(opt, make_reports);
}

int cmd_formats(const struct cmd_options *opt)
{
    (void)opt;
    for (const struct mba_report_format *format = mba_report_formats; format->name; format++) {
        printf("%-11s%s", format->name, format->help);
        for (const struct mba_report_file *file = format->files; file->name; file++)
            printf("%s%s", file == format->files ? " (" : ", ", file->name);
        printf(")\n");
    }
    return CMD_EXIT_OK;
}
