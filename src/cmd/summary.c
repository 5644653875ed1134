/* What a run comes to: the exit code, and the paragraph that says why. */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "cmd/deliver.h"
#include "cmd/scan.h"

int scan_exit_code(const struct cmd_options *opt, const struct mba_summary *summary)
{
    if (summary->worst >= MBA_WARN)
        return CMD_EXIT_INPUT;
    for (int i = 0; i <= opt->fail_on; i++)
        if (summary->by_severity[i] > summary->waived[i])
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
    uint64_t waived = 0;
    for (int i = 0; i < MBA_SEVERITY_COUNT; i++)
        waived += summary->waived[i];
    if (waived)
        fprintf(to,
                "Of these accepted by waivers, which do not count for the exit status: %" PRIu64 ".\n",
                waived);
}

static void print_summary(FILE *to, const struct mba_summary *summary)
{
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
}

bool cmd_is_worse(const struct cmd_options *opt, const struct mba_comparison *result)
{
    bool worse = opt->fail_on >= 0 && result->missing_after > 0;
    for (int i = 0; i <= opt->fail_on; i++)
        worse = worse || result->alarming[i] > 0;
    return worse;
}

void cmd_print_comparison(FILE *to, const struct mba_comparison *result)
{
    fprintf(to,
            "Since the baseline: %" PRIu64 " new, %" PRIu64 " changed, %" PRIu64 " resolved, %" PRIu64
            " not comparable, %" PRIu64 " still open.\n"
            "Settings changed: %" PRIu64 "; servers missing: %" PRIu64
            "; servers not in the baseline: %" PRIu64 ".\n",
            result->fresh, result->changed, result->resolved, result->not_comparable, result->open,
            result->changes, result->missing_after, result->missing_before);
}

static void print_mismatches(FILE *to, const char *like, const struct mba_comparison *result)
{
    fprintf(to, "Settings unlike those of %s: %" PRIu64 " on %" PRIu64 " server%s.\n", like,
            result->mismatches, result->mismatched_servers, result->mismatched_servers == 1 ? "" : "s");
}

static void print_waivers(FILE *to, const struct mba_comparison *result)
{
    if (result->waivers_expired + result->waivers_expiring + result->waivers_unused + result->waivers_changed)
        fprintf(to,
                "Waivers to look at: %" PRIu64 " expired, %" PRIu64 " expiring within 30 days, %" PRIu64
                " unused, %" PRIu64 " for a value that has changed.\n",
                result->waivers_expired, result->waivers_expiring, result->waivers_unused,
                result->waivers_changed);
}

void cmd_print_marking(const struct cmd_options *opt, FILE *to, const struct mba_comparison *result)
{
    if (opt->like)
        print_mismatches(to, opt->like, result);
    print_waivers(to, result);
}

/* Silent on success unless somebody is there to read it: cron mails whatever is printed. */
void cmd_print_result(const struct cmd_options *opt, FILE *to, const struct mba_comparison *result, int code,
                      const char *report)
{
    if (opt->quiet || (code == CMD_EXIT_OK && !opt->verbose && !isatty(fileno(to))))
        return;
    cmd_problems(opt, &result->differences);
    print_summary(to, &result->summary);
    if (result->compared)
        cmd_print_comparison(to, result);
    cmd_print_marking(opt, to, result);
    if (report)
        fprintf(to, "Report: %s\n", report);
}

/* ---- one line for monitoring ------------------------------------------------------------------------ */

static const char *line_word(const struct mba_comparison *result, int code)
{
    if (!result || code > CMD_EXIT_FINDINGS)
        return "UNKNOWN";
    if (code == CMD_EXIT_OK)
        return "OK";
    return result->summary.by_severity[MBA_SEVERITY_ERROR] > result->summary.waived[MBA_SEVERITY_ERROR]
               ? "CRITICAL"
               : "WARNING";
}

static uint64_t unread(const struct mba_summary *summary)
{
    return summary->completeness[MBA_READ_PARTLY] + summary->completeness[MBA_READ_NONE];
}

/* Names in performance data have no '-'. */
static void print_numbers(FILE *to, const struct mba_comparison *result)
{
    const struct mba_summary *summary = &result->summary;
    for (int i = 0; i < MBA_SEVERITY_COUNT; i++) {
        for (const char *c = mba_severity_word((enum mba_severity)i); *c; c++)
            fputc(*c == '-' ? '_' : *c, to);
        fprintf(to, "=%" PRIu64 " ", summary->by_severity[i] - summary->waived[i]);
    }
    if (result->compared)
        fprintf(to, "new=%" PRIu64 " changed=%" PRIu64 " resolved=%" PRIu64 " not_comparable=%" PRIu64 " ",
                result->fresh, result->changed, result->resolved, result->not_comparable);
    fprintf(to, "servers=%" PRIu64 " unread=%" PRIu64 " not_evaluated=%" PRIu64 "\n", summary->servers,
            unread(summary), summary->by_outcome[MBA_OUTCOME_NOT_EVALUATED]);
}

void cmd_print_line(FILE *to, const struct mba_comparison *result, int code)
{
    fprintf(to, "mbaudit %s: ", line_word(result, code));
    if (!result) {
        fprintf(to, "nothing was audited (exit %d)\n", code);
        return;
    }
    const struct mba_summary *summary = &result->summary;
    fprintf(to, "%" PRIu64 " error, %" PRIu64 " warning",
            summary->by_severity[MBA_SEVERITY_ERROR] - summary->waived[MBA_SEVERITY_ERROR],
            summary->by_severity[MBA_SEVERITY_WARNING] - summary->waived[MBA_SEVERITY_WARNING]);
    if (result->compared)
        fprintf(to, "; %" PRIu64 " new, %" PRIu64 " resolved", result->fresh, result->resolved);
    fprintf(to, "; %" PRIu64 " servers", summary->servers);
    if (result->missing_after)
        fprintf(to, ", %" PRIu64 " missing", result->missing_after);
    if (unread(summary) || summary->inputs_failed)
        fprintf(to, ", %" PRIu64 " not read fully, %" PRIu64 " inputs failed", unread(summary),
                summary->inputs_failed);
    fputs(" | ", to);
    print_numbers(to, result);
}
