/* mbaudit report: a findings document -> reports. */
#include <stdlib.h>

#include "cmd/cmd.h"
#include "mbaudit/report.h"

int cmd_report(const struct cmd_options *opt)
{
    char *error = NULL;
    enum mba_report_fault fault;
    if (!opt->output)
        return cmd_usage(opt, "report needs -o DIR, the folder for the reports");
    if (mba_report_write(opt->operands[0], opt->output, opt->formats, opt->format_count, &opt->report, &error,
                         &fault) != MBA_RUN_FAILED)
        return CMD_EXIT_OK;
    cmd_error(opt, "%s", error ? error : "out of memory");
    free(error);
    return fault == MBA_REPORT_FAULT_SHEET ? CMD_EXIT_USAGE
           : fault == MBA_REPORT_FAULT_DOCUMENT ? CMD_EXIT_INPUT
                                         : CMD_EXIT_FAILED;
}
