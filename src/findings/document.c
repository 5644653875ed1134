/* The whole document: the head, then the fragments in order, to a plain file or through zlib. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "private.h"

enum { CHUNK = 64 * 1024 };

struct target {
    int fd;
    gzFile gz; /* NULL: plain */
};

static bool fail_write(char **error, const char *why)
{
    return mba_fail(error, "cannot write the findings document: %s", why);
}

static bool fail_gz(gzFile gz, char **error)
{
    int code, cause = errno;
    const char *text = gzerror(gz, &code);
    return fail_write(error, code == Z_ERRNO ? strerror(cause) : text);
}

static bool target_put(const struct target *to, const char *bytes, size_t len, char **error)
{
    while (len) {
        size_t part = len < CHUNK ? len : CHUNK;
        ssize_t n = to->gz ? gzwrite(to->gz, bytes, (unsigned)part) : write(to->fd, bytes, part);
        if (n < 0 && !to->gz && errno == EINTR)
            continue;
        if (n <= 0)
            return to->gz ? fail_gz(to->gz, error) : fail_write(error, strerror(errno));
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

/* gzdopen writes a header without name and time. The copy of fd is closed with it, fd stays open. */
static bool target_open(struct target *to, int fd, bool gzip, char **error)
{
    *to = (struct target){.fd = fd};
    if (!gzip)
        return true;
    int copy = dup(fd);
    if (copy < 0)
        return fail_write(error, strerror(errno));
    to->gz = gzdopen(copy, "wb4");
    if (to->gz)
        return true;
    close(copy);
    return mba_fail(error, "no memory");
}

static bool target_close(struct target *to, bool good, char **error)
{
    if (!to->gz)
        return good;
    errno = 0;
    if (gzclose(to->gz) != Z_OK && good)
        good = fail_write(error, errno ? strerror(errno) : "compression failed");
    return good;
}

static bool copy_fragment(const struct target *to, const struct mba_spool *spool,
                          const struct mba_spool_entry *entry, char **error)
{
    char chunk[CHUNK];
    for (size_t done = 0; done < entry->len;) {
        size_t part = entry->len - done < CHUNK ? entry->len - done : CHUNK;
        if (!mba_spool_read(spool, chunk, part, entry->offset + (off_t)done, error) ||
            !target_put(to, chunk, part, error))
            return false;
        done += part;
    }
    return true;
}

static bool put_server(const struct target *to, const char *name, char **error)
{
    struct mba_buf start = {0};
    mba_buf_puts(&start, "<server");
    mba_xml_attr(&start, "name", name);
    mba_buf_puts(&start, ">\n");
    bool good = start.failed ? mba_fail(error, "no memory") : target_put(to, start.data, start.len, error);
    mba_buf_free(&start);
    return good;
}

static bool put_servers(const struct target *to, const struct mba_spool *spool, char **error)
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
            good = target_put(to, close_server, sizeof close_server - 1, error);
    }
    free(sorted);
    return good;
}

static bool put_head(const struct target *to, const struct mba_spool *spool, const struct mba_document *doc,
                     char **error)
{
    struct mba_buf head = {0};
    bool good = mba_head_write(&head, spool, doc) ? target_put(to, head.data, head.len, error)
                                                  : mba_fail(error, "no memory");
    mba_buf_free(&head);
    return good;
}

bool mba_document_write(struct mba_spool *spool, const struct mba_document *doc, int fd, bool gzip,
                        char **error)
{
    static const char open_servers[] = "<servers>\n", close_all[] = "</servers>\n</findings>\n";
    struct target to;
    if (!target_open(&to, fd, gzip, error))
        return false;
    bool good = put_head(&to, spool, doc, error) &&
                target_put(&to, open_servers, sizeof open_servers - 1, error) &&
                put_servers(&to, spool, error) && target_put(&to, close_all, sizeof close_all - 1, error);
    return target_close(&to, good, error);
}
