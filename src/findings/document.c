/* The whole document: the head, then the fragments in order. */
#include <stdlib.h>

#include "private.h"

enum { CHUNK = 64 * 1024 };

static bool copy_fragment(const struct mba_target *to, const struct mba_spool *spool,
                          const struct mba_spool_entry *entry, char **error)
{
    char chunk[CHUNK];
    for (size_t done = 0; done < entry->len;) {
        size_t part = entry->len - done < CHUNK ? entry->len - done : CHUNK;
        if (!mba_spool_read(spool, chunk, part, entry->offset + (off_t)done, error) ||
            !mba_target_put(to, chunk, part, error))
            return false;
        done += part;
    }
    return true;
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

static bool put_servers(const struct mba_target *to, const struct mba_spool *spool, char **error)
{
    static const char close_server[] = "</server>\n";
    const struct mba_spool_entry **sorted = mba_spool_sorted(spool);
    if (!sorted)
        return mba_fail(error, "no memory");
    bool good = true;
    for (size_t i = 0; good && i < spool->count; i++) {
        if (i == 0 || sorted[i]->server != sorted[i - 1]->server)
            good = put_server(to, sorted[i]->server->name, error);
        good = good && copy_fragment(to, spool, sorted[i], error);
        if (good && (i + 1 == spool->count || sorted[i]->server != sorted[i + 1]->server))
            good = mba_target_put(to, close_server, sizeof close_server - 1, error);
    }
    free(sorted);
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
