/* mbaudit report: a findings document -> reports. */
#include <stdlib.h>
#include <string.h>

#include "cmd/cmd.h"
#include "mbaudit/findings.h"
#include "mbaudit/report.h"

/* Was it the document? Asked when something failed. Standard input is gone by then. */
static bool damaged(const char *path)
{
    char *error = NULL;
    xmlDocPtr section;
    if (strcmp(path, "-") == 0)
        return false;
    struct mba_reader *reader = mba_reader_open(path, &error);
    while (reader && (section = mba_reader_next(reader, &error)))
        xmlFreeDoc(section);
    mba_reader_free(reader);
    bool failed = !reader || error;
    free(error);
    return failed;
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
