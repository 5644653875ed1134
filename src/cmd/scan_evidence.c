/* Which snapshot evidence belongs to: the nearest of its server, within --join-window. What belongs to none
 * is told, never lost unseen. */
#include <stdlib.h>
#include <string.h>

#include "cmd/scan.h"

void scan_witness_free(struct scan_witness *witness)
{
    if (!witness)
        return;
    mba_testimony_free(&witness->testimony);
    free(witness->member);
    free(witness->server);
    free(witness);
}

/* ---- servers by name ----------------------------------------------------------------------------- */

/* Active Directory knows MAIL01 where an export may come from mail01.example.com. */
static size_t label_length(const char *server)
{
    const char *dot = strchr(server, '.');
    return !dot || dot == server || strspn(server, "0123456789.") == strlen(server) ? strlen(server)
                                                                                    : (size_t)(dot - server);
}

static int compare_labels(const char *a, const char *b)
{
    size_t len_a = label_length(a), len_b = label_length(b);
    int order = mba_ascii_ncasecmp(a, b, len_a < len_b ? len_a : len_b);
    return order ? order : (len_a > len_b) - (len_a < len_b);
}

struct index { /* groups by the label of their server, then server and time */
    const struct scan *scan;
    size_t *groups;
    size_t count;
};

static int by_label(const void *a, const void *b, void *ctx)
{
    const struct scan *scan = ctx;
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    int order = compare_labels(scan->groups[x].server, scan->groups[y].server);
    if (order == 0)
        order = mba_ascii_casecmp(scan->groups[x].server, scan->groups[y].server);
    return order ? order : (x > y) - (x < y);
}

static size_t first_of_label(const struct index *index, const char *server)
{
    size_t low = 0, high = index->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_labels(index->scan->groups[index->groups[middle]].server, server) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- the nearest --------------------------------------------------------------------------------- */

enum fate { FOUND, NO_SERVER, TWO_SERVERS, TOO_FAR, NO_TIME };
struct search {
    size_t group;
    int64_t distance;
    size_t snapshots; /* of that server */
};

static bool same_computer(const char *told, const char *server, bool exact)
{
    if (exact)
        return mba_ascii_streq(told, server);
    return !strchr(told, '.') || !strchr(server, '.');
}

/* Goes over the groups of one server name. False: there are two servers that could be meant. */
static bool look_at(const struct index *index, const char *told, struct scan_moment moment, bool exact,
                    struct search *out)
{
    const char *server = NULL;
    *out = (struct search){.distance = INT64_MAX};
    for (size_t i = first_of_label(index, told); i < index->count; i++) {
        const struct scan_group *group = &index->scan->groups[index->groups[i]];
        if (compare_labels(group->server, told) != 0)
            break;
        if (!same_computer(told, group->server, exact))
            continue;
        if (server && !mba_ascii_streq(server, group->server))
            return false;
        server = group->server;
        bool timed = moment.captured != MBA_TIME_NONE && group->moment.captured != MBA_TIME_NONE;
        int64_t distance = timed ? scan_distance(moment, group->moment) : INT64_MAX - 1;
        if (out->snapshots++ == 0 || distance < out->distance) {
            out->distance = distance;
            out->group = index->groups[i];
        }
    }
    return true;
}

/* Without a time, evidence belongs to the only snapshot of its server, if there is only one. */
static enum fate find_snapshot(const struct index *index, const char *server, struct scan_moment moment,
                               struct search *out)
{
    look_at(index, server, moment, true, out);
    if (out->snapshots == 0 && !look_at(index, server, moment, false, out))
        return TWO_SERVERS;
    if (out->snapshots == 0)
        return NO_SERVER;
    if (out->distance == INT64_MAX - 1)
        return out->snapshots == 1 ? FOUND : NO_TIME;
    return out->distance <= index->scan->opt->join_window ? FOUND : TOO_FAR;
}

/* ---- all of it ----------------------------------------------------------------------------------- */

enum { SERVERS_NAMED = 5 };
/* What became of what one member told, so far as it found no snapshot. */
struct stray {
    struct mba_buf names;
    size_t servers, items;
};

static void add_stray(struct stray *stray, const char *server, bool again)
{
    stray->items++;
    if (again)
        return;
    if (stray->servers++ < SERVERS_NAMED)
        mba_buf_printf(&stray->names, "%s%s", stray->servers > 1 ? ", " : "", server);
}

static void tell_strays(struct scan *scan, const struct scan_witness *witness, struct stray *strays)
{
    static const char *const why[] = {
        [NO_SERVER] = "no metabase export of that name was read; check the name, or collect both",
        [TWO_SERVERS] = "more than one server has this name in its domain; write the whole name",
        [TOO_FAR] = "no snapshot was made within --join-window; collect both together, or raise it",
        [NO_TIME] = "when it was collected is not known, and there is more than one snapshot",
    };
    for (int fate = NO_SERVER; fate <= NO_TIME; fate++) {
        struct stray *stray = &strays[fate];
        if (stray->items > 0 && !stray->names.failed)
            mba_problems_add(&scan->problems, MBA_OK, scan->inputs.items[witness->input].name,
                             witness->member, 0, "%zu item%s of evidence of %s%s not used: %s", stray->items,
                             stray->items == 1 ? "" : "s", stray->names.data,
                             stray->servers > SERVERS_NAMED ? ", ..." : "", why[fate]);
        scan->problems.failed = scan->problems.failed || stray->names.failed;
        mba_buf_free(&stray->names);
    }
}

static void assign_witness(struct scan *scan, const struct index *index, const struct scan_witness *witness)
{
    struct stray strays[NO_TIME + 1] = {0};
    const char *before = NULL;
    enum fate fate_before = FOUND;
    for (size_t i = 0; i < witness->testimony.count; i++) {
        const struct mba_told *told = &witness->testimony.items[i];
        const char *server = *told->server ? told->server : witness->server;
        if (!scan_wants_server(scan->opt, server))
            continue;
        struct scan_moment moment = witness->moment;
        if (told->captured != MBA_TIME_NONE)
            moment = (struct scan_moment){told->captured, told->captured % (24 * 3600) != 0};
        struct search found;
        enum fate fate = find_snapshot(index, server, moment, &found);
        if (fate == FOUND)
            scan->evidence[scan->evidence_count++] =
                (struct scan_evidence){witness, told, found.group, found.distance};
        else
            add_stray(&strays[fate], server,
                      before && fate == fate_before && mba_ascii_streq(server, before));
        before = server;
        fate_before = fate;
    }
    tell_strays(scan, witness, strays);
}

static int order_of(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Of what is told twice, the nearest in time comes first and stands. */
static int by_group_and_distance(const void *a, const void *b)
{
    const struct scan_evidence *x = a, *y = b;
    int order = order_of((int64_t)x->group, (int64_t)y->group);
    if (order == 0)
        order = order_of(x->distance, y->distance);
    if (order == 0)
        order = order_of((int64_t)x->witness->input, (int64_t)y->witness->input);
    if (order == 0)
        order = order_of((int64_t)x->witness->ordinal, (int64_t)y->witness->ordinal);
    return order ? order : (x->told > y->told) - (x->told < y->told);
}

static void give_to_groups(struct scan *scan)
{
    if (scan->evidence_count > 0)
        qsort(scan->evidence, scan->evidence_count, sizeof *scan->evidence, by_group_and_distance);
    for (size_t i = 0; i < scan->evidence_count; i++) {
        struct scan_group *group = &scan->groups[scan->evidence[i].group];
        if (group->evidence_count++ == 0)
            group->evidence = &scan->evidence[i];
    }
}

bool scan_assign_evidence(struct scan *scan)
{
    size_t all = 0;
    for (size_t i = 0; i < scan->witness_count; i++)
        all += scan->witnesses[i]->testimony.count;
    if (all == 0)
        return true;
    struct index index = {.scan = scan,
                          .groups = calloc(scan->group_count + 1, sizeof *index.groups),
                          .count = scan->group_count};
    scan->evidence = calloc(all, sizeof *scan->evidence);
    if (index.groups && scan->evidence) {
        for (size_t i = 0; i < index.count; i++)
            index.groups[i] = i;
        qsort_r(index.groups, index.count, sizeof *index.groups, by_label, scan);
        for (size_t i = 0; i < scan->witness_count; i++)
            assign_witness(scan, &index, scan->witnesses[i]);
        give_to_groups(scan);
    }
    free(index.groups);
    return index.groups && scan->evidence && !scan->problems.failed;
}
