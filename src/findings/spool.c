/* The spool: fragments in a file without a name, and of each what sorting and the totals need. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "private.h"

struct mba_spool *mba_spool_new(const char *folder, char **error)
{
    struct mba_spool *spool = calloc(1, sizeof *spool);
    if (!spool) {
        mba_fail(error, "no memory");
        return NULL;
    }
    spool->fd = -1;
    spool->folder = strdup(folder);
    spool->arena = mba_arena_new();
    spool->by_name = xmlHashCreate(64);
    if (!spool->folder || !spool->arena || !spool->by_name)
        mba_fail(error, "no memory");
    else
        spool->fd = mba_nameless_file(folder, error);
    if (spool->fd >= 0)
        return spool;
    mba_spool_free(spool);
    return NULL;
}

void mba_spool_free(struct mba_spool *spool)
{
    if (!spool)
        return;
    if (spool->fd >= 0)
        close(spool->fd);
    for (size_t i = 0; i < spool->server_count; i++)
        free(spool->servers[i]->failing);
    if (spool->by_name)
        xmlHashFree(spool->by_name, NULL);
    if (spool->arena)
        mba_arena_free(spool->arena);
    free(spool->servers);
    free(spool->entries);
    mba_history_free(spool->history);
    free(spool->counts);
    free(spool->sorted);
    mba_fleet_free(spool->fleet);
    if (spool->facts)
        mba_arena_free(spool->facts);
    free(spool->folder);
    free(spool);
}

size_t mba_spool_count(const struct mba_spool *spool)
{
    return spool->count;
}

/* ---- servers ------------------------------------------------------------------------------------ */

static char *folded_copy(struct mba_arena *arena, const char *name)
{
    char *copy = mba_arena_dup(arena, name, strlen(name));
    for (char *p = copy; p && *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p + ('a' - 'A'));
    return copy;
}

static struct mba_spool_server *server_add(struct mba_spool *spool, const char *name, const char *folded)
{
    struct mba_spool_server *server = mba_arena_calloc(spool->arena, 1, sizeof *server);
    if (!server || !mba_grow(&spool->servers, &spool->server_cap, spool->server_count + 1, sizeof server))
        return NULL;
    server->name = mba_arena_dup(spool->arena, name, strlen(name));
    if (!server->name || xmlHashAddEntry(spool->by_name, BAD_CAST folded, server) != 0)
        return NULL;
    spool->servers[spool->server_count++] = server;
    return server;
}

static struct mba_spool_server *server_of(struct mba_spool *spool, const char *name)
{
    char *folded = folded_copy(spool->arena, name);
    if (!folded)
        return NULL;
    struct mba_spool_server *server = xmlHashLookup(spool->by_name, BAD_CAST folded);
    if (!server)
        return server_add(spool, name, folded);
    if (strcmp(name, server->name) < 0)
        server->name = mba_arena_dup(spool->arena, name, strlen(name));
    return server->name ? server : NULL;
}

/* ---- adding ------------------------------------------------------------------------------------- */

bool mba_spool_append(struct mba_spool *spool, const char *bytes, size_t len)
{
    while (len) {
        ssize_t n = pwrite(spool->fd, bytes, len, spool->end);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes += n;
        len -= (size_t)n;
        spool->end += n;
    }
    return true;
}

/* The fragment, and behind it what the seal adds up: a dropped entry must leave no trace in the totals. */
static bool append_entry(struct mba_spool *spool, const struct mba_fragment *fragment,
                         uint32_t (*counts)[MBA_OUTCOME_COUNT], size_t rule_count)
{
    return mba_spool_append(spool, fragment->text.data, fragment->text.len) &&
           mba_spool_append(spool, fragment->aside.data, fragment->aside.len) &&
           mba_spool_append(spool, (const char *)&fragment->tally, sizeof fragment->tally) &&
           mba_spool_append(spool, (const char *)counts, rule_count * sizeof *counts);
}

static bool fits(const struct mba_fragment *fragment)
{
    return !fragment->text.failed && !fragment->aside.failed && fragment->text.len < UINT32_MAX &&
           fragment->aside.len < UINT32_MAX;
}

bool mba_spool_add(struct mba_spool *spool, const char *server, mba_time captured,
                   enum mba_completeness completeness, const char *order, const struct mba_fragment *fragment,
                   uint32_t (*counts)[MBA_OUTCOME_COUNT], size_t rule_count, char **error)
{
    struct mba_spool_entry entry = {.captured = captured,
                                    .completeness = completeness,
                                    .offset = spool->end,
                                    .len = (uint32_t)fragment->text.len,
                                    .body_at = (uint32_t)fragment->body_at,
                                    .head = spool->end,
                                    .head_len = (uint32_t)fragment->body_at,
                                    .same_as = MBA_TIME_NONE,
                                    .aside = (uint32_t)fragment->aside.len,
                                    .counts_at = (uint32_t)fragment->counts_at,
                                    .findings_end = (uint32_t)fragment->findings_end,
                                    .gaps_end = (uint32_t)fragment->gaps_end,
                                    .facts_at = (uint32_t)fragment->facts_at,
                                    .facts_end = (uint32_t)fragment->facts_end,
                                    .rules = counts ? (uint32_t)rule_count : 0};
    entry.server = server_of(spool, server);
    entry.order = mba_arena_dup(spool->arena, order, strlen(order));
    if (!entry.server || !entry.order || !fits(fragment) ||
        !mba_grow(&spool->entries, &spool->cap, spool->count + 1, sizeof *spool->entries))
        return mba_fail(error, "no memory");
    if (!append_entry(spool, fragment, counts, entry.rules))
        return mba_fail(error, "%s: cannot write the temporary file: %s", spool->folder, strerror(errno));
    spool->entries[spool->count++] = entry;
    return true;
}

bool mba_spool_add_same(struct mba_spool *spool, const char *server, mba_time captured, const char *order,
                        const struct mba_fragment *fragment, size_t of, char **error)
{
    struct mba_spool_entry entry = spool->entries[of];
    entry.captured = captured;
    entry.dropped = false;
    entry.head = spool->end;
    entry.head_len = (uint32_t)fragment->body_at;
    entry.counts_at = (uint32_t)fragment->counts_at;
    entry.server = server_of(spool, server);
    entry.order = mba_arena_dup(spool->arena, order, strlen(order));
    if (!entry.server || !entry.order || !fits(fragment) ||
        !mba_grow(&spool->entries, &spool->cap, spool->count + 1, sizeof *spool->entries))
        return mba_fail(error, "no memory");
    if (!mba_spool_append(spool, fragment->text.data, fragment->body_at))
        return mba_fail(error, "%s: cannot write the temporary file: %s", spool->folder, strerror(errno));
    spool->entries[spool->count++] = entry;
    return true;
}

void mba_spool_drop(struct mba_spool *spool, size_t entry)
{
    spool->entries[entry].dropped = true;
}

/* ---- taking out --------------------------------------------------------------------------------- */

static int by_server_and_time(const void *a, const void *b)
{
    const struct mba_spool_entry *ea = *(struct mba_spool_entry *const *)a;
    const struct mba_spool_entry *eb = *(struct mba_spool_entry *const *)b;
    if (ea->server != eb->server)
        return mba_ascii_casecmp(ea->server->name, eb->server->name);
    if (ea->captured != eb->captured)
        return ea->captured < eb->captured ? -1 : 1;
    int order = strcmp(ea->order, eb->order);
    return order ? order : (ea->offset > eb->offset) - (ea->offset < eb->offset);
}

struct mba_spool_entry **mba_spool_sorted(const struct mba_spool *spool)
{
    struct mba_spool_entry **sorted = calloc(spool->count + 1, sizeof *sorted);
    for (size_t i = 0; sorted && i < spool->count; i++)
        sorted[i] = &spool->entries[i];
    if (sorted)
        qsort(sorted, spool->count, sizeof *sorted, by_server_and_time);
    return sorted;
}

bool mba_spool_read(const struct mba_spool *spool, void *bytes, size_t len, off_t offset, char **error)
{
    char *to = bytes;
    while (len) {
        ssize_t n = pread(spool->fd, to, len, offset);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return mba_fail(error, "%s: cannot read the temporary file: %s", spool->folder,
                            n < 0 ? strerror(errno) : "it is shorter than what was written");
        to += n;
        offset += n;
        len -= (size_t)n;
    }
    return true;
}
