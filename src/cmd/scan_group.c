/* Which exports belong to one snapshot: those of one server that were made within --join-window.
 *
 * Saved configurations come first, whole ones before parts, and each that cannot belong to an earlier one
 * begins a snapshot; what a running service told then goes to the nearest. So a night's MetaBase.xml and the
 * adsutil output made beside it are one snapshot, and the nights stay apart.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/scan.h"

#define SECONDS_PER_DAY 86400

struct scan_moment scan_moment_of(mba_time captured, bool date_only, const char *time_from)
{
    return (struct scan_moment){captured, captured != MBA_TIME_NONE && !date_only &&
                                              strcmp(time_from, "member modification time") != 0};
}

static int64_t day_of(mba_time t)
{
    int64_t day = t / SECONDS_PER_DAY;
    return t % SECONDS_PER_DAY < 0 ? day - 1 : day;
}

int64_t scan_distance(struct scan_moment a, struct scan_moment b)
{
    if ((!a.exact || !b.exact) && day_of(a.captured) == day_of(b.captured))
        return 0;
    return a.captured > b.captured ? a.captured - b.captured : b.captured - a.captured;
}

static struct scan_moment moment_of(const struct scan_export *e)
{
    return scan_moment_of(e->captured, e->date_only, e->time_from);
}

/* ---- order -------------------------------------------------------------------------------------- */

static int order_of(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int by_place(const struct scan_export *a, const struct scan_export *b)
{
    int order = order_of((int64_t)a->input, (int64_t)b->input);
    return order ? order : order_of((int64_t)a->ordinal, (int64_t)b->ordinal);
}

static int by_time(const struct scan_export *a, const struct scan_export *b)
{
    int order = moment_of(b).exact - moment_of(a).exact;
    return order ? order : order_of(a->captured, b->captured);
}

/* Those around which snapshots form stand first. What comes last decides only that the order does not depend
 * on how the inputs were given. */
static int by_server_and_weight(const void *a, const void *b)
{
    const struct scan_export *ea = a, *eb = b;
    int order = mba_ascii_casecmp(ea->server, eb->server);
    if (order == 0)
        order = ea->runtime - eb->runtime;
    if (order == 0 && !ea->runtime)
        order = eb->full - ea->full;
    if (order == 0)
        order = by_time(ea, eb);
    return order ? order : by_place(ea, eb);
}

/* The first export of a group says whose it is and from when. */
static int by_group(const void *a, const void *b)
{
    const struct scan_export *ea = a, *eb = b;
    int order = order_of((int64_t)ea->group, (int64_t)eb->group);
    if (order == 0)
        order = moment_of(eb).exact - moment_of(ea).exact;
    if (order == 0)
        order = ea->runtime - eb->runtime;
    if (order == 0)
        order = order_of(ea->captured, eb->captured);
    return order ? order : by_place(ea, eb);
}

/* ---- what may join ------------------------------------------------------------------------------ */

struct grouping {
    struct scan *scan;
    size_t *order; /* groups of the server at hand, by time */
    size_t count;
};

static bool other_computer(const struct scan_export *e, const struct scan_group *group)
{
    return e->account && group->account && !mba_ascii_streq(e->account, group->account);
}

/* Two captures of the same part of a running service are not parts of one. */
static bool told_before(const struct scan *scan, const struct scan_export *e, const struct scan_group *group)
{
    const struct scan_export *items = scan->exports.items;
    for (size_t at = group->last_runtime; at > 0; at = items[at - 1].runtime_before)
        if (items[at - 1].format_bit == e->format_bit && items[at - 1].top == e->top)
            return true;
    return false;
}

/* Two whole configurations saved at different times are two snapshots, and so are two files of one format
 * unless they bear the same time. */
static bool may_join(const struct scan *scan, const struct scan_export *e, const struct scan_group *group)
{
    struct scan_moment moment = moment_of(e);
    bool known = e->captured != MBA_TIME_NONE && group->moment.captured != MBA_TIME_NONE;
    if (other_computer(e, group) || (!known && e->captured != group->moment.captured))
        return false;
    if (known && e->captured == group->moment.captured)
        return true;
    bool exact = known && moment.exact && group->moment.exact;
    if (!e->runtime)
        return !(group->saved & e->format_bit) && !(exact && e->full && group->full);
    bool same_day = known && !exact && scan_distance(moment, group->moment) == 0;
    return !known || same_day || !told_before(scan, e, group);
}

/* The place in order of the first group that is not before this time. */
static size_t place_of(const struct grouping *g, mba_time captured)
{
    size_t low = 0, high = g->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (g->scan->groups[g->order[middle]].moment.captured < captured)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The nearest group that takes e, the earlier of two; SIZE_MAX: none. */
static size_t find_group(const struct grouping *g, const struct scan_export *e)
{
    int64_t window = g->scan->opt->join_window, nearest = INT64_MAX;
    int64_t reach = window > SECONDS_PER_DAY ? window : SECONDS_PER_DAY;
    size_t found = SIZE_MAX, place = 0;
    if (e->captured != MBA_TIME_NONE)
        place = place_of(g, e->captured - reach);
    for (; place < g->count; place++) {
        const struct scan_group *group = &g->scan->groups[g->order[place]];
        if (group->moment.captured == MBA_TIME_NONE || e->captured == MBA_TIME_NONE) {
            if (group->moment.captured == e->captured && may_join(g->scan, e, group))
                return g->order[place];
            continue;
        }
        if (group->moment.captured > e->captured + reach)
            break;
        int64_t distance = scan_distance(moment_of(e), group->moment);
        if (distance < nearest && distance <= window && may_join(g->scan, e, group)) {
            found = g->order[place];
            nearest = distance;
        }
    }
    return found;
}

/* ---- groups ------------------------------------------------------------------------------------- */

static size_t begin_group(struct grouping *g, const struct scan_export *e)
{
    size_t index = g->scan->group_count++, place = place_of(g, e->captured);
    g->scan->groups[index] = (struct scan_group){.server = e->server, .moment = moment_of(e)};
    memmove(&g->order[place + 1], &g->order[place], (g->count - place) * sizeof *g->order);
    g->order[place] = index;
    g->count++;
    return index;
}

static void add_to_group(struct grouping *g, size_t index, struct scan_export *e)
{
    struct scan_group *group = &g->scan->groups[index];
    e->group = index;
    group->exports++;
    group->account = group->account ? group->account : e->account;
    if (e->runtime) {
        e->runtime_before = group->last_runtime;
        group->last_runtime = (size_t)(e - g->scan->exports.items) + 1;
        return;
    }
    group->saved |= e->format_bit;
    group->full = group->full || e->full;
}

/* The time of a group is that of its first export, in the order of by_group. */
static void settle_moments(struct scan *scan)
{
    for (size_t i = scan->exports.count; i-- > 0;) {
        const struct scan_export *e = &scan->exports.items[i];
        scan->groups[e->group].server = e->server;
        scan->groups[e->group].moment = moment_of(e);
    }
}

/* A reinstalled computer is another one, too, but it is hardly collected within days of the old one. */
static void tell_other_computers(struct scan *scan)
{
    const struct scan_export *known = NULL; /* of the server at hand, with an account */
    bool told = false;
    for (size_t i = 0; i < scan->exports.count; i++) {
        const struct scan_export *e = &scan->exports.items[i];
        if (known && !mba_ascii_streq(e->server, known->server))
            known = NULL;
        if (!known)
            told = false;
        if (known && e->account && !told && !mba_ascii_streq(e->account, known->account)) {
            told = true;
            mba_problems_add(&scan->problems, MBA_WARN, scan->inputs.items[e->input].name, NULL, 0,
                             "two computers are called %s: by its account, one was IUSR_%s when IIS was "
                             "installed and the other IUSR_%s; their exports are not joined: give each a "
                             "folder of its own name, or use --name-pattern",
                             e->server, known->account, e->account);
        }
        if (e->account)
            known = e;
    }
}

bool scan_group(struct scan *scan)
{
    struct scan_exports *exports = &scan->exports;
    if (exports->count == 0)
        return true;
    struct grouping g = {.scan = scan, .order = calloc(exports->count + 1, sizeof *g.order)};
    scan->groups = calloc(exports->count, sizeof *scan->groups);
    if (!g.order || !scan->groups) {
        free(g.order);
        return false;
    }
    qsort(exports->items, exports->count, sizeof *exports->items, by_server_and_weight);
    for (size_t i = 0; i < exports->count; i++) {
        struct scan_export *e = &exports->items[i];
        if (i > 0 && !mba_ascii_streq(e[-1].server, e->server))
            g.count = 0;
        size_t index = find_group(&g, e);
        add_to_group(&g, index == SIZE_MAX ? begin_group(&g, e) : index, e);
    }
    free(g.order);
    tell_other_computers(scan);
    qsort(exports->items, exports->count, sizeof *exports->items, by_group);
    settle_moments(scan);
    return !scan->problems.failed;
}
