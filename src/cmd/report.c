/* mbaudit report: a findings document -> reports. */
#include <stdlib.h>
#include <string.h>

#include "cmd/cmd.h"
#include "mbaudit/findings.h"
#include "mbaudit/report.h"

/* Can the document be read at all? Standard input can be read only once, so it is not tried. */
static bool readable(const char *path, char **error)
{
    if (strcmp(path, "-") == 0)
        return true;
    struct mba_reader *reader = mba_reader_open(path, error);
    mba_reader_free(reader);
    return reader != NULL;
}

static int write_reports(const struct cmd_options *opt, char **error)
{
    bool usage = false;
    if (!readable(opt->operands[0], error))
        return CMD_EXIT_INPUT;
    switch (mba_report_write(opt->operands[0], opt->output, opt->formats, opt->format_count, error, &usage)) {
    case MBA_OK:
    case MBA_WARN:
        return CMD_EXIT_OK;
    case MBA_MEMBER_FAILED:
    case MBA_ARCHIVE_FAILED:
        return CMD_EXIT_INPUT;
    default:
        return usage ? CMD_EXIT_USAGE : CMD_EXIT_FAILED;
    }
}

int cmd_report(const struct cmd_options *opt)
{
    char *error = NULL;
    if (!opt->output)
        return cmd_usage(opt, "report needs -o DIR, the folder for the reports");
    int code = write_reports(opt, &error);
    if (code != CMD_EXIT_OK)
        cmd_error(opt, "%s", error ? error : "out of memory");
    free(error);
    return code;
}
