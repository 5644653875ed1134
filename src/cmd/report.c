/* mbaudit report: a findings document -> reports. */
#include <stdlib.h>
#include <string.h>

#include "cmd/cmd.h"
#include "mbaudit/findings.h"
#include "mbaudit/report.h"

/* Was it the document? Standard input is gone by then. */
static bool damaged(const char *path)
{
    char *error = NULL;
    bool bad = strcmp(path, "-") != 0 && !mba_reader_check(path, path, &error);
    free(error);
    return bad;
}

int cmd_report(const struct cmd_options *opt)
{
    char *error = NULL;
    bool usage = false;
    if (!opt->output)
        return cmd_usage(opt, "report needs -o DIR, the folder for the reports");
    enum mba_status status =
        mba_report_write(opt->operands[0], opt->output, opt->formats, opt->format_count, &opt->report, &error,
                         &usage);
    if (status != MBA_RUN_FAILED)
        return CMD_EXIT_OK;
    cmd_error(opt, "%s", error ? error : "out of memory");
    free(error);
    if (usage)
        return CMD_EXIT_USAGE;
    return damaged(opt->operands[0]) ? CMD_EXIT_INPUT : CMD_EXIT_FAILED;
}
