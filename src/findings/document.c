/* The whole document: the head, then the fragments in order. */
#include <stdlib.h>

#include "private.h"

enum { CHUNK = 64 * 1024 };

/* The document being written. */
struct writing {
    const struct mba_target *to;
    const struct mba_spool *spool;
    uint32_t (*counts)[MBA_OUTCOME_COUNT]; /* of one entry */
};

/* Bytes in the spool. */
static bool copy(const struct writing *w, off_t offset, size_t from, size_t to, char **error)
{
    char chunk[CHUNK];
    for (size_t done = from; done < to;) {
        size_t part = to - done < CHUNK ? to - done : CHUNK;
        if (!mba_spool_read(w->spool, chunk, part, offset + (off_t)done, error) ||
            !mba_target_put(w->to, chunk, part, error))
            return false;
        done += part;
    }
    return true;
}

static bool put_buf(const struct writing *w, const struct mba_buf *text, char **error)
{
    return text->failed ? mba_fail(error, "no memory")
                        : mba_target_put(w->to, text->data ? text->data : "", text->len, error);
}

static void sum_up(const struct writing *w, const struct mba_spool_entry *entry, struct mba_buf *text)
{
    uint64_t sum[MBA_OUTCOME_COUNT] = {0};
    for (size_t rule = 0; rule < entry->rules; rule++)
        for (int i = 0; i < MBA_OUTCOME_COUNT; i++)
            sum[i] += w->counts[rule][i];
    mba_xml_time(text, "same-as", entry->same_as);
    mba_xml_outcomes(text, sum);
}

static bool put_body(const struct writing *w, const struct mba_spool_entry *entry,
                     const struct mba_buf *findings, char **error)
{
    static const char nothing_else[] = "\n</snapshot>\n";
    off_t at = entry->offset;
    if (entry->same_as != MBA_TIME_NONE)
        return mba_target_put(w->to, nothing_else, sizeof nothing_else - 1, error);
    return copy(w, at, entry->body_at, entry->findings_end, error) && put_buf(w, findings, error) &&
           copy(w, at, entry->findings_end, entry->gaps_end, error) &&
           (!entry->newest || copy(w, at, entry->len, entry->len + entry->aside, error)) &&
           copy(w, at, entry->gaps_end, entry->len, error);
}

/* The entry, with what depends on other snapshots put in where it belongs. */
static bool put_entry(const struct writing *w, const struct mba_spool_entry *entry, char **error)
{
    struct mba_tally tally;
    struct mba_buf counts = {0}, findings = {0};
    bool good = mba_spool_counts(w->spool, entry, &tally, w->counts, &findings, error);
    sum_up(w, entry, &counts);
    good = good && copy(w, entry->head, 0, entry->counts_at, error) && put_buf(w, &counts, error) &&
           copy(w, entry->head, entry->counts_at, entry->head_len, error) &&
           put_body(w, entry, &findings, error);
    mba_buf_free(&counts);
    mba_buf_free(&findings);
    return good;
}

static bool put_server(const struct mba_target *to, const char *name, char **error)
{
    struct mba_buf start = {0};
    mba_buf_puts(&start, "<server");
    mba_xml_attr(&start, "name", name);
    mba_buf_puts(&start, ">\n");
    bool good =
        start.failed ? mba_fail(error, "no memory") : mba_target_put(to, start.data, start.len, error);
    mba_buf_free(&start);
    return good;
}

static bool put_end(const struct writing *w, const struct mba_spool_server *server, char **error)
{
    static const char close_server[] = "</server>\n";
    return copy(w, server->episodes, 0, server->episodes_len, error) &&
           mba_target_put(w->to, close_server, sizeof close_server - 1, error);
}

static bool put_entries(const struct writing *w, char **error)
{
    struct mba_spool_entry *const *sorted = w->spool->sorted;
    size_t count = w->spool->count;
    bool good = true;
    for (size_t i = 0; good && i < count; i++) {
        if (i == 0 || sorted[i]->server != sorted[i - 1]->server)
            good = put_server(w->to, sorted[i]->server->name, error);
        good = good && put_entry(w, sorted[i], error);
        if (good && (i + 1 == count || sorted[i]->server != sorted[i + 1]->server))
            good = put_end(w, sorted[i]->server, error);
    }
    return good;
}

static bool put_servers(const struct mba_target *to, const struct mba_spool *spool, char **error)
{
    struct writing w = {to, spool, calloc(spool->rule_count + 1, sizeof *w.counts)};
    bool good = w.counts ? put_entries(&w, error) : mba_fail(error, "no memory");
    free(w.counts);
    return good;
}

static bool put_head(const struct mba_target *to, const struct mba_spool *spool,
                     const struct mba_document *doc, char **error)
{
    struct mba_buf head = {0};
    bool good = mba_head_write(&head, spool, doc) ? mba_target_put(to, head.data, head.len, error)
                                                  : mba_fail(error, "no memory");
    mba_buf_free(&head);
    return good;
}

bool mba_document_write(struct mba_spool *spool, const struct mba_document *doc, int fd, bool gzip,
                        char **error)
{
    static const char open_servers[] = "<servers>\n", close_all[] = "</servers>\n</findings>\n";
    struct mba_target to;
    if (!mba_target_open(&to, fd, gzip, error))
        return false;
    bool good = put_head(&to, spool, doc, error) &&
                mba_target_put(&to, open_servers, sizeof open_servers - 1, error) &&
                put_servers(&to, spool, error) && mba_target_put(&to, close_all, sizeof close_all - 1, error);
    return mba_target_close(&to, good, error);
}
