/* The seal of a spool: what all snapshots come to together. What rules of fleet scope say counts for the
 * newest snapshot of each server only. */
#include <stdlib.h>
#include <string.h>

#include "private.h"

static bool is_fleet(const struct mba_spool *spool, size_t rule)
{
    return mba_kb_at(spool->kb, rule)->rule.scope == MBA_SCOPE_FLEET;
}

static bool server_note(struct mba_spool_server *server, const struct mba_tally *tally,
                        uint32_t (*counts)[MBA_OUTCOME_COUNT], size_t rule_count)
{
    size_t need = rule_count / 8 + 1, had = server->failing_cap;
    if (need > had && !mba_grow(&server->failing, &server->failing_cap, need, 1))
        return false;
    memset(server->failing + had, 0, server->failing_cap - had);
    for (size_t rule = 0; rule < rule_count; rule++)
        if (counts[rule][MBA_OUTCOME_FAIL])
            server->failing[rule / 8] |= (uint8_t)(1u << rule % 8);
    for (int i = 0; i < MBA_SEVERITY_COUNT; i++)
        if (tally->by_severity[i])
            server->severities |= 1u << i;
    return true;
}

bool mba_spool_server_fails(const struct mba_spool_server *server, size_t rule)
{
    return rule / 8 < server->failing_cap && (server->failing[rule / 8] >> rule % 8 & 1);
}

static void totals_note(struct mba_spool *spool, const struct mba_tally *tally,
                        uint32_t (*counts)[MBA_OUTCOME_COUNT], size_t rules)
{
    spool->exports += tally->exports;
    spool->keys += tally->keys;
    for (int i = 0; i < MBA_SEVERITY_COUNT; i++)
        spool->by_severity[i] += tally->by_severity[i];
    for (size_t rule = 0; rule < rules; rule++) {
        for (int i = 0; i < MBA_OUTCOME_COUNT; i++) {
            spool->counts[rule][i] += counts[rule][i];
            spool->by_outcome[i] += counts[rule][i];
        }
    }
}

/* The counts of an entry, with those of fleet rules that hold for it. */
bool mba_spool_counts(const struct mba_spool *spool, const struct mba_spool_entry *entry,
                      struct mba_tally *tally, uint32_t (*counts)[MBA_OUTCOME_COUNT],
                      struct mba_buf *findings, char **error)
{
    off_t at = entry->offset + (off_t)entry->len + (off_t)entry->aside;
    if (!mba_spool_read(spool, tally, sizeof *tally, at, error) ||
        !mba_spool_read(spool, counts, entry->rules * sizeof *counts, at + (off_t)sizeof *tally, error))
        return false;
    if (entry->same_as != MBA_TIME_NONE) { /* counted where it was judged */
        memset(counts, 0, entry->rules * sizeof *counts);
        memset(tally->by_severity, 0, sizeof tally->by_severity);
    }
    for (size_t rule = 0; rule < entry->rules && !entry->newest; rule++)
        if (is_fleet(spool, rule))
            memset(counts[rule], 0, sizeof counts[rule]);
    return !entry->newest || !spool->fleet || mba_spool_judge(spool, entry, tally, counts, findings, error);
}

static bool entry_note(struct mba_spool *spool, const struct mba_spool_entry *entry,
                       uint32_t (*counts)[MBA_OUTCOME_COUNT], char **error)
{
    struct mba_tally tally;
    if (!mba_spool_counts(spool, entry, &tally, counts, NULL, error))
        return false;
    if (!server_note(entry->server, &tally, counts, entry->rules))
        return mba_fail(error, "no memory");
    spool->completeness[entry->completeness]++;
    totals_note(spool, &tally, counts, entry->rules);
    return true;
}

static void leave_out_dropped(struct mba_spool *spool)
{
    size_t kept = 0;
    for (size_t i = 0; i < spool->count; i++)
        if (!spool->entries[i].dropped)
            spool->entries[kept++] = spool->entries[i];
    spool->count = kept;
}

/* Of the snapshots of a server that could be judged, the last that has its findings. */
static void mark_newest(struct mba_spool *spool)
{
    struct mba_spool_entry *newest = NULL;
    for (size_t i = 0; i < spool->count; i++) {
        if (newest && newest->server != spool->sorted[i]->server) {
            newest->newest = true;
            newest = NULL;
        }
        if (spool->sorted[i]->rules > 0 && spool->sorted[i]->same_as == MBA_TIME_NONE)
            newest = spool->sorted[i];
    }
    if (newest)
        newest->newest = true;
}

static bool prepare(struct mba_spool *spool, const struct mba_kb *kb, char **error)
{
    leave_out_dropped(spool);
    spool->kb = kb;
    spool->sorted = mba_spool_sorted(spool);
    for (size_t i = 0; i < spool->count; i++)
        if (spool->entries[i].rules > spool->rule_count)
            spool->rule_count = spool->entries[i].rules;
    spool->counts = calloc(spool->rule_count + 1, sizeof *spool->counts);
    if (!spool->sorted || !spool->counts)
        return mba_fail(error, "no memory");
    if (!mba_spool_mark_same(spool, error))
        return false;
    mark_newest(spool);
    return mba_history_make(spool, error);
}

bool mba_spool_seal(struct mba_spool *spool, const struct mba_kb *kb, char **error)
{
    bool good = prepare(spool, kb, error);
    uint32_t(*counts)[MBA_OUTCOME_COUNT] = calloc(spool->rule_count + 1, sizeof *counts);
    if (good && !counts)
        good = mba_fail(error, "no memory");
    good = good && mba_spool_fleet(spool, error);
    for (size_t i = 0; good && i < spool->count; i++)
        good = entry_note(spool, &spool->entries[i], counts, error);
    free(counts);
    return good;
}
