/* The totals of a run, as the exit code and the head of the document need them. */
#include "mbaudit/source.h"
#include "private.h"

static enum mba_status worst_of(const struct mba_document *doc)
{
    enum mba_status worst = MBA_OK;
    for (size_t i = 0; i < doc->input_count; i++)
        if (doc->inputs[i].status > worst)
            worst = doc->inputs[i].status;
    for (size_t i = 0; i < doc->problem_count; i++)
        if (doc->problems[i].grade > worst)
            worst = doc->problems[i].grade;
    return worst;
}

void mba_spool_summary(const struct mba_spool *spool, const struct mba_document *doc, struct mba_summary *out)
{
    *out = (struct mba_summary){.servers = spool->server_count,
                                .snapshots = spool->count,
                                .exports = spool->exports,
                                .inputs = doc->input_count,
                                .problems = doc->problem_count,
                                .worst = worst_of(doc)};
    for (int i = 0; i < 3; i++)
        out->completeness[i] = spool->completeness[i];
    for (int i = 0; i < MBA_OUTCOME_COUNT; i++)
        out->by_outcome[i] = spool->by_outcome[i];
    for (int i = 0; i < MBA_SEVERITY_COUNT; i++) {
        out->by_severity[i] = spool->by_severity[i];
        out->findings += spool->by_severity[i];
    }
    for (size_t i = 0; i < doc->input_count; i++)
        out->inputs_failed += doc->inputs[i].status >= MBA_ARCHIVE_FAILED;
}
