/* Rules of fleet scope, on the newest snapshot of each server. */
#include <stdlib.h>
#include <string.h>

#include "private.h"

enum { SHOWN_BYTES = 4096 }; /* of a value in a finding */

static bool entry_facts(const struct mba_spool *spool, const struct mba_spool_entry *entry,
                        struct mba_fact **facts, size_t *count, char **error)
{
    size_t len = entry->facts_end - entry->facts_at;
    mba_arena_reset(spool->facts);
    char *text = mba_arena_alloc(spool->facts, len + 1);
    if (!text)
        return mba_fail(error, "no memory");
    if (!mba_spool_read(spool, text, len, entry->offset + (off_t)entry->facts_at, error))
        return false;
    return mba_facts_read(text, len, spool->kb, spool->facts, facts, count) ? true
                                                                            : mba_fail(error, "no memory");
}

static bool any_fleet_rule(const struct mba_kb *kb)
{
    for (size_t i = 0; i < mba_kb_count(kb); i++)
        if (mba_kb_at(kb, i)->rule.scope == MBA_SCOPE_FLEET)
            return true;
    return false;
}

bool mba_spool_fleet(struct mba_spool *spool, char **error)
{
    if (!any_fleet_rule(spool->kb))
        return true;
    spool->facts = mba_arena_new();
    spool->fleet = mba_fleet_new(spool->kb);
    if (!spool->facts || !spool->fleet)
        return mba_fail(error, "no memory");
    for (size_t i = 0; i < spool->count; i++) {
        struct mba_fact *facts;
        size_t count;
        if (!spool->sorted[i]->newest)
            continue;
        if (!entry_facts(spool, spool->sorted[i], &facts, &count, error))
            return false;
        for (size_t f = 0; f < count; f++)
            if (!mba_fleet_count(spool->fleet, i, spool->sorted[i]->server->name, &facts[f]))
                return mba_fail(error, "no memory");
    }
    return true;
}

/* How many of the facts are of the first one's rule and object. */
static size_t of_one_object(const struct mba_fact *facts, size_t count)
{
    size_t n = 1;
    while (n < count && facts[n].rule == facts->rule && strcmp(facts[n].path, facts->path) == 0)
        n++;
    return n;
}

bool mba_spool_judge(const struct mba_spool *spool, const struct mba_spool_entry *entry,
                     struct mba_tally *tally, uint32_t (*counts)[MBA_OUTCOME_COUNT], struct mba_buf *findings,
                     char **error)
{
    struct mba_fact *facts;
    size_t count;
    if (!entry_facts(spool, entry, &facts, &count, error))
        return false;
    for (size_t i = 0, n; i < count; i += n) {
        enum mba_outcome outcome;
        struct mba_finding finding;
        n = of_one_object(&facts[i], count - i);
        if (!mba_fleet_judge(spool->fleet, entry->server->name, &facts[i], n, spool->facts, &outcome,
                             &finding))
            return mba_fail(error, "no memory");
        counts[facts[i].rule][outcome]++;
        if (outcome != MBA_OUTCOME_FAIL)
            continue;
        tally->by_severity[finding.severity]++;
        if (findings)
            mba_fragment_finding(findings, spool->kb, entry->server->name, &finding, SHOWN_BYTES);
    }
    return true;
}
