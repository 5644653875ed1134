/* What was open at each moment: a point for each time of a snapshot, or for longer when there are too many.
 */
#include <stdlib.h>
#include <string.h>

#include "history.h"

enum { MOST_POINTS = 200, DAY = 86400 };

/* What is unknown now was open when it was last seen, and counts until it is known to be gone. */
static void add_up(const struct server_history *server, int64_t open[MBA_SEVERITY_COUNT])
{
    for (size_t i = 0; i < server->count; i++) {
        const struct episode *episode = server->episodes[i];
        if (episode->state == EPISODE_OPEN || episode->state == EPISODE_UNKNOWN)
            open[episode->severity]++;
    }
}

bool mba_points_add(struct points *points, const struct server_history *server, struct tallied *before)
{
    if (!mba_grow(&points->items, &points->cap, points->count + 1, sizeof *points->items))
        return false;
    struct tallied after = {.known = true};
    struct point *point = &points->items[points->count++];
    *point = (struct point){.captured = server->now, .snapshots = 1, .servers = before->known ? 0 : 1};
    add_up(server, after.open);
    for (int i = 0; i < MBA_SEVERITY_COUNT; i++)
        point->open[i] = after.open[i] - before->open[i];
    *before = after;
    return true;
}

static int by_time(const void *a, const void *b)
{
    const struct point *pa = a, *pb = b;
    return (pa->captured > pb->captured) - (pa->captured < pb->captured);
}

static mba_time floor_to(mba_time t, mba_time step)
{
    mba_time rest = t % step;
    return t - (rest < 0 ? rest + step : rest);
}

/* Adds those of one step together; the point bears the time of the last. */
static void join(struct points *points, mba_time step)
{
    size_t kept = 0;
    for (size_t i = 0; i < points->count; i++) {
        struct point *to = kept ? &points->items[kept - 1] : NULL;
        const struct point *from = &points->items[i];
        if (!to || floor_to(to->captured, step) != floor_to(from->captured, step)) {
            points->items[kept++] = *from;
            continue;
        }
        to->captured = from->captured;
        to->snapshots += from->snapshots;
        to->servers += from->servers;
        for (int s = 0; s < MBA_SEVERITY_COUNT; s++)
            to->open[s] += from->open[s];
    }
    points->count = kept;
}

bool mba_points_finish(struct points *points)
{
    static const mba_time steps[] = {1, DAY, 7 * DAY, 30 * DAY, 365 * DAY};
    if (points->count)
        qsort(points->items, points->count, sizeof *points->items, by_time);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && (i == 0 || points->count > MOST_POINTS); i++)
        join(points, steps[i]);
    for (size_t i = 1; i < points->count; i++) {
        points->items[i].servers += points->items[i - 1].servers;
        for (int s = 0; s < MBA_SEVERITY_COUNT; s++)
            points->items[i].open[s] += points->items[i - 1].open[s];
    }
    return true;
}

void mba_points_write(struct mba_buf *out, const struct points *points)
{
    mba_buf_puts(out, "<history>");
    for (size_t i = 0; i < points->count; i++) {
        const struct point *point = &points->items[i];
        mba_buf_puts(out, "\n<point");
        mba_xml_time(out, "captured", point->captured);
        mba_xml_number(out, "snapshots", point->snapshots);
        mba_xml_number(out, "servers", (uint64_t)point->servers);
        for (int s = 0; s < MBA_SEVERITY_COUNT; s++)
            mba_xml_number(out, mba_severity_word((enum mba_severity)s), (uint64_t)point->open[s]);
        mba_buf_puts(out, "/>");
    }
    mba_buf_puts(out, "</history>\n");
}

void mba_points_free(struct points *points)
{
    free(points->items);
    *points = (struct points){0};
}
