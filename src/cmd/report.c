/* mbaudit report: a findings document -> reports. */
#include <stdlib.h>

#include "cmd/cmd.h"
#include "mbaudit/report.h"

int cmd_report(const struct cmd_options *opt)
{
    char *error = NULL;
    bool usage = false;
    if (!opt->output)
        return cmd_usage(opt, "report needs -o DIR, the folder for the reports");
    enum mba_status status =
        mba_report_write(opt->operands[0], opt->output, opt->formats, opt->format_count, &error, &usage);
    if (status == MBA_RUN_FAILED)
        cmd_error(opt, "%s", error ? error : "out of memory");
    free(error);
    if (status != MBA_RUN_FAILED)
        return CMD_EXIT_OK;
    return usage ? CMD_EXIT_USAGE : CMD_EXIT_FAILED;
}
