/* What a run comes to: the exit code, and the paragraph that says why. */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "cmd/scan.h"

int scan_exit_code(const struct cmd_options *opt, const struct mba_summary *summary)
{
    if (summary->worst >= MBA_WARN)
        return CMD_EXIT_INPUT;
    for (int i = 0; i <= opt->fail_on; i++)
        if (summary->by_severity[i] > 0)
            return CMD_EXIT_FINDINGS;
    return CMD_EXIT_OK;
}

static void print_findings(FILE *to, const struct mba_summary *summary)
{
    fprintf(to, "Findings: ");
    for (int i = 0; i < MBA_SEVERITY_COUNT; i++)
        fprintf(to, "%s%" PRIu64 " %s", i ? ", " : "", summary->by_severity[i],
                mba_severity_word((enum mba_severity)i));
    fprintf(to, ".\n");
}

/* Silent on success unless somebody is there to read it: cron mails whatever is printed. */
void scan_print_summary(const struct cmd_options *opt, FILE *to, const struct mba_summary *summary, int code,
                        const char *report)
{
    if (opt->quiet || (code == CMD_EXIT_OK && !opt->verbose && !isatty(fileno(to))))
        return;
    fprintf(to,
            "Servers: %" PRIu64 "; snapshots: %" PRIu64 " (%" PRIu64 " read fully, %" PRIu64
            " partly, %" PRIu64 " not at all).\n",
            summary->servers, summary->snapshots, summary->completeness[MBA_READ_FULL],
            summary->completeness[MBA_READ_PARTLY], summary->completeness[MBA_READ_NONE]);
    print_findings(to, summary);
    fprintf(to,
            "Checks: %" PRIu64 " failed, %" PRIu64 " passed, %" PRIu64 " not applicable, %" PRIu64
            " not evaluated for want of evidence.\n",
            summary->by_outcome[MBA_OUTCOME_FAIL], summary->by_outcome[MBA_OUTCOME_PASS],
            summary->by_outcome[MBA_OUTCOME_NOT_APPLICABLE], summary->by_outcome[MBA_OUTCOME_NOT_EVALUATED]);
    if (report)
        fprintf(to, "Report: %s\n", report);
}
