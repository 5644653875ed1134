/* History: findings through the snapshots of their servers, and what was open over all servers at each
 * moment. Made from the fragments when a spool is sealed, so that merged documents give what one run gives.
 * Findings of fleet scope are of the newest snapshots only and have none.
 */
#include <libxml/hash.h>
#include <stdlib.h>
#include <string.h>

#include "history.h"

/* ---- one server through its snapshots
 * ----------------------------------------------------------------------- */

struct line_finding { /* a <finding> line; strings point into the fragment */
    struct mba_span id, rule, severity, path, class_name;
};

static bool read_finding(const struct mba_span *line, struct line_finding *out)
{
    struct mba_span tag = mba_line_tag(line), scope;
    *out = (struct line_finding){0};
    mba_line_attr(&tag, " class=\"", &out->class_name);
    return mba_line_attr(&tag, " id=\"", &out->id) && mba_line_attr(&tag, " rule=\"", &out->rule) &&
           mba_line_attr(&tag, " severity=\"", &out->severity) &&
           mba_line_attr(&tag, " path=\"", &out->path) && !mba_line_attr(&tag, " scope=\"", &scope);
}

static enum mba_severity severity_of(const struct mba_span *word)
{
    enum mba_severity severity = MBA_SEVERITY_INFORMATION;
    char text[16] = "";
    if (word->n < sizeof text) {
        memcpy(text, word->s, word->n);
        mba_severity_parse(text, &severity);
    }
    return severity;
}

static struct episode *episode_new(struct server_history *server, const struct line_finding *finding)
{
    struct mba_arena *arena = server->arena;
    struct episode *episode = mba_arena_calloc(arena, 1, sizeof *episode);
    if (!episode || !mba_grow(&server->episodes, &server->cap, server->count + 1, sizeof episode))
        return NULL;
    episode->id = mba_arena_dup(arena, finding->id.s, finding->id.n);
    episode->rule = mba_arena_dup(arena, finding->rule.s, finding->rule.n);
    episode->path = mba_arena_dup(arena, finding->path.s, finding->path.n);
    episode->class_name =
        mba_arena_dup(arena, finding->class_name.s ? finding->class_name.s : "", finding->class_name.n);
    if (!episode->id || !episode->rule || !episode->path || !episode->class_name ||
        xmlHashAddEntry(server->by_id, BAD_CAST episode->id, episode) != 0)
        return NULL;
    server->episodes[server->count++] = episode;
    return episode;
}

static struct episode *episode_of(struct server_history *server, const struct line_finding *finding)
{
    char id[24] = "";
    if (finding->id.n >= sizeof id)
        return NULL;
    memcpy(id, finding->id.s, finding->id.n);
    struct episode *episode = xmlHashLookup(server->by_id, BAD_CAST id);
    return episode ? episode : episode_new(server, finding);
}

static bool see(struct server_history *server, const struct line_finding *finding)
{
    struct episode *episode = episode_of(server, finding);
    if (!episode)
        return false;
    if (episode->seen == 0)
        episode->first = server->now;
    if (episode->state != EPISODE_OPEN && episode->state != EPISODE_UNKNOWN)
        episode->times++; /* after a gap of which nothing is known it is still the same time */
    episode->severity = severity_of(&finding->severity);
    episode->state = EPISODE_OPEN;
    episode->last = server->now;
    episode->resolved = MBA_TIME_NONE;
    episode->seen++;
    episode->snapshot = server->snapshot;
    return true;
}

/* ---- what was not evaluated
 * ------------------------------------------------------------------------------------ */

static bool same_text(const struct mba_span *a, const char *b)
{
    return a->n == strlen(b) && mba_ascii_ncasecmp(a->s, b, a->n) == 0;
}

/* The paths that a <not-evaluated> names besides its first: is this one of them, and how many are there? */
static bool names_path(const struct mba_span *line, const char *path, uint64_t *named)
{
    static const char open[] = "<path>";
    const char *at = line->s, *end = line->s + line->n;
    while ((at = memmem(at, (size_t)(end - at), open, sizeof open - 1)) != NULL) {
        at += sizeof open - 1;
        const char *close = memchr(at, '<', (size_t)(end - at));
        struct mba_span text = {at, close ? (size_t)(close - at) : 0};
        if (same_text(&text, path))
            return true;
        ++*named;
    }
    return false;
}

/* Only the first paths are named, the rest is counted: then any object of the class may be meant. */
static bool covers(const struct mba_span *line, const struct episode *episode)
{
    struct mba_span tag = mba_line_tag(line), rule, path, class_name = {0}, objects;
    uint64_t count = 1, named = 1;
    char digits[24] = "";
    if (!mba_line_attr(&tag, " rule=\"", &rule) || !same_text(&rule, episode->rule))
        return false;
    if (!mba_line_attr(&tag, " path=\"", &path) || same_text(&path, episode->path) ||
        names_path(line, episode->path, &named))
        return true;
    if (mba_line_attr(&tag, " objects=\"", &objects) && objects.n < sizeof digits)
        memcpy(digits, objects.s, objects.n);
    if (!mba_parse_size(digits, UINT64_MAX, &count))
        return true;
    bool known = mba_line_attr(&tag, " class=\"", &class_name) && *episode->class_name;
    return count > named && (!known || same_text(&class_name, episode->class_name));
}

static struct mba_span part_of(const struct server_history *server, size_t from, size_t to)
{
    return (struct mba_span){server->text.data + from, to - from};
}

static bool is_damaged(const struct server_history *server, const struct mba_spool_entry *entry)
{
    struct mba_span rest = part_of(server, 0, entry->body_at), line, value;
    while (mba_line_next(&rest, &line))
        if (mba_line_begins(&line, "<failed-export ") || mba_line_attr(&line, " partial=\"yes", &value))
            return true;
    return false;
}

/* Does the snapshot name this object at all? */
static bool is_there(const struct server_history *server, const struct mba_spool_entry *entry,
                     const char *path)
{
    struct mba_span rest = part_of(server, entry->body_at, entry->len), line, named;
    while (mba_line_next(&rest, &line)) {
        struct mba_span tag = mba_line_tag(&line);
        bool names = mba_line_begins(&line, "<instance ") || mba_line_begins(&line, "<finding ") ||
                     mba_line_begins(&line, "<object ");
        if (names && mba_line_attr(&tag, " path=\"", &named) && same_text(&named, path))
            return true;
    }
    return false;
}

/* Strict, as comparing is: what was not surely looked at was not looked at. */
static bool surely_judged(const struct server_history *server, const struct mba_spool_entry *entry,
                          const struct episode *episode)
{
    if (entry->rules == 0 || entry->completeness == MBA_READ_NONE || is_damaged(server, entry))
        return false;
    struct mba_span rest = part_of(server, entry->findings_end, entry->gaps_end), line;
    while (mba_line_next(&rest, &line))
        if (mba_line_begins(&line, "<not-evaluated ") && covers(&line, episode))
            return false;
    return entry->completeness == MBA_READ_FULL || is_there(server, entry, episode->path);
}

static void miss(struct server_history *server, const struct mba_spool_entry *entry, struct episode *episode)
{
    if (episode->snapshot == server->snapshot || episode->state == EPISODE_RESOLVED)
        return;
    if (!surely_judged(server, entry, episode)) {
        episode->state = EPISODE_UNKNOWN;
        return;
    }
    episode->state = EPISODE_RESOLVED;
    episode->resolved = server->now;
}

/* ---- a snapshot
 * ------------------------------------------------------------------------------------------------- */

static bool load(struct server_history *server, const struct mba_spool_entry *entry, char **error)
{
    mba_buf_clear(&server->text);
    if (!mba_buf_reserve(&server->text, entry->len))
        return mba_fail(error, "no memory");
    server->text.len = entry->len;
    return mba_spool_read(server->spool, server->text.data, entry->len, entry->offset, error);
}

/* Nothing is different from the snapshot before. */
static void repeat(struct server_history *server)
{
    for (size_t i = 0; i < server->count; i++) {
        struct episode *episode = server->episodes[i];
        if (episode->state == EPISODE_OPEN && episode->snapshot + 1 == server->snapshot) {
            episode->snapshot = server->snapshot;
            episode->last = server->now;
            episode->seen++;
        }
    }
}

static bool take_snapshot(struct server_history *server, const struct mba_spool_entry *entry, char **error)
{
    struct mba_span rest, line;
    struct line_finding finding;
    server->snapshot++;
    server->now = entry->captured;
    if (entry->same_as != MBA_TIME_NONE) {
        repeat(server);
        return true;
    }
    if (entry->rules > 0 && !load(server, entry, error))
        return false;
    rest = (struct mba_span){server->text.data ? server->text.data + entry->body_at : "",
                             entry->rules > 0 ? entry->findings_end - entry->body_at : 0};
    while (mba_line_next(&rest, &line))
        if (mba_line_begins(&line, "<finding ") && read_finding(&line, &finding) && !see(server, &finding))
            return mba_fail(error, "no memory");
    for (size_t i = 0; i < server->count; i++)
        miss(server, entry, server->episodes[i]);
    return true;
}

/* ---- the server
 * ---------------------------------------------------------------------------------------------------- */

static int by_path_and_rule(const void *a, const void *b)
{
    const struct episode *ea = *(struct episode *const *)a, *eb = *(struct episode *const *)b;
    int order = mba_ascii_casecmp(ea->path, eb->path);
    return order ? order : strcmp(ea->rule, eb->rule);
}

/* Rule and path are markup already. */
static void write_episode(struct mba_buf *out, const struct episode *episode)
{
    static const char *const states[] = {"open", "open", "resolved", "unknown"};
    mba_buf_printf(out, "<episode id=\"%s\" rule=\"%s\"", episode->id, episode->rule);
    mba_xml_attr(out, "severity", mba_severity_word(episode->severity));
    mba_buf_printf(out, " path=\"%s\"", episode->path);
    mba_xml_time(out, "first", episode->first);
    mba_xml_time(out, "last", episode->last);
    mba_xml_time(out, "resolved", episode->resolved);
    mba_xml_number(out, "seen", episode->seen);
    mba_xml_number(out, "times", episode->times);
    mba_xml_attr(out, "state", states[episode->state]);
    mba_buf_puts(out, "/>\n");
}

static bool write_episodes(struct server_history *server, struct mba_spool *spool,
                           struct mba_spool_server *of, char **error)
{
    struct mba_buf out = {0};
    if (server->count)
        qsort(server->episodes, server->count, sizeof *server->episodes, by_path_and_rule);
    for (size_t i = 0; i < server->count; i++)
        write_episode(&out, server->episodes[i]);
    of->episodes = spool->end;
    of->episodes_len = (uint32_t)out.len;
    bool good = out.failed || out.len > UINT32_MAX ? mba_fail(error, "no memory") : true;
    if (good && !mba_spool_append(spool, out.data ? out.data : "", out.len))
        good = mba_fail(error, "cannot write the temporary file");
    mba_buf_free(&out);
    return good;
}

static bool take_server(struct server_history *server, struct mba_spool *spool, size_t from, size_t to,
                        char **error)
{
    struct tallied before = {0};
    for (size_t i = from; i < to; i++) {
        const struct mba_spool_entry *entry = spool->sorted[i];
        if (entry->captured == MBA_TIME_NONE)
            continue; /* it has no place among the others */
        if (!take_snapshot(server, entry, error))
            return false;
        if (!mba_points_add(&spool->history->points, server, &before))
            return mba_fail(error, "no memory");
    }
    return write_episodes(server, spool, spool->sorted[from]->server, error);
}

static bool one_server(struct mba_spool *spool, size_t from, size_t to, char **error)
{
    struct server_history server = {.spool = spool, .arena = mba_arena_new(), .by_id = xmlHashCreate(64)};
    bool good = server.arena && server.by_id ? take_server(&server, spool, from, to, error)
                                             : mba_fail(error, "no memory");
    if (server.by_id)
        xmlHashFree(server.by_id, NULL);
    mba_arena_free(server.arena);
    mba_buf_free(&server.text);
    free(server.episodes);
    return good;
}

/* ---- all servers
 * --------------------------------------------------------------------------------------------------- */

static bool has_several(const struct mba_spool *spool)
{
    for (size_t i = 1; i < spool->count; i++)
        if (spool->sorted[i]->server == spool->sorted[i - 1]->server &&
            spool->sorted[i - 1]->captured != MBA_TIME_NONE &&
            spool->sorted[i]->captured != spool->sorted[i - 1]->captured)
            return true;
    return false;
}

bool mba_history_make(struct mba_spool *spool, char **error)
{
    if (!has_several(spool))
        return true;
    spool->history = calloc(1, sizeof *spool->history);
    if (!spool->history)
        return mba_fail(error, "no memory");
    for (size_t from = 0, to; from < spool->count; from = to) {
        for (to = from + 1; to < spool->count; to++)
            if (spool->sorted[to]->server != spool->sorted[from]->server)
                break;
        if (!one_server(spool, from, to, error))
            return false;
    }
    return mba_points_finish(&spool->history->points) ? true : mba_fail(error, "no memory");
}

void mba_history_free(struct mba_history *history)
{
    if (!history)
        return;
    mba_points_free(&history->points);
    free(history);
}

void mba_history_head(struct mba_buf *out, const struct mba_spool *spool)
{
    if (spool->history)
        mba_points_write(out, &spool->history->points);
}
