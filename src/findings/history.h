/* What history.c (episodes) and points.c (what was open at each moment) share. */
#ifndef MBAUDIT_FINDINGS_HISTORY_H
#define MBAUDIT_FINDINGS_HISTORY_H

#include "private.h"

struct episode { /* strings are in the server's arena, as markup */
    const char *id, *rule, *path, *class_name;
    enum mba_severity severity; /* the last time that it was seen */
    mba_time first, last, resolved;
    uint32_t seen, times;
    uint32_t snapshot; /* the last one that has it */
    enum { EPISODE_NONE, EPISODE_OPEN, EPISODE_RESOLVED, EPISODE_UNKNOWN } state;
};
struct server_history {
    const struct mba_spool *spool;
    struct mba_arena *arena;
    xmlHashTablePtr by_id;
    struct episode **episodes;
    size_t count, cap;
    struct mba_buf text; /* the fragment being looked at */
    uint32_t snapshot;   /* its number */
    mba_time now;        /* its time */
};

/* Over all servers: what each snapshot adds to what is open, by its time. */
struct tallied {
    bool known;
    int64_t open[MBA_SEVERITY_COUNT];
};
struct point {
    mba_time captured;
    uint64_t snapshots;
    int64_t servers, open[MBA_SEVERITY_COUNT]; /* differences, until mba_points_finish adds them up */
};
struct points {
    struct point *items;
    size_t count, cap;
};
struct mba_history {
    struct points points;
};
/* What the snapshot that the server has just taken changes; before: the same of the one before. */
bool mba_points_add(struct points *points, const struct server_history *server, struct tallied *before);
bool mba_points_finish(struct points *points);
void mba_points_write(struct mba_buf *out, const struct points *points);
void mba_points_free(struct points *points);

#endif
