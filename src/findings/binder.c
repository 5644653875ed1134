/* A document from sections that come in order. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "private.h"

enum { CHUNK = 64 * 1024 };
static const char close_server[] = "</server>\n";

struct mba_binder {
    char *folder;
    FILE *file;
    char *server; /* of the last section; NULL: there was none */
};

struct mba_binder *mba_binder_new(const char *folder, char **error)
{
    struct mba_binder *binder = calloc(1, sizeof *binder);
    if (!binder || !(binder->folder = strdup(folder))) {
        mba_binder_free(binder);
        mba_fail(error, "no memory");
        return NULL;
    }
    int fd = mba_nameless_file(folder, error);
    if (fd >= 0 && !(binder->file = fdopen(fd, "w+"))) {
        close(fd);
        mba_fail(error, "no memory");
    }
    if (binder->file)
        return binder;
    mba_binder_free(binder);
    return NULL;
}

void mba_binder_free(struct mba_binder *binder)
{
    if (!binder)
        return;
    if (binder->file)
        fclose(binder->file);
    free(binder->folder);
    free(binder->server);
    free(binder);
}

static bool put(struct mba_binder *binder, const char *bytes, size_t len, char **error)
{
    if (!len || fwrite(bytes, len, 1, binder->file) == 1)
        return true;
    return mba_fail(error, "%s: cannot write the temporary file: %s", binder->folder, strerror(errno));
}

static bool put_server(struct mba_binder *binder, const char *server, char **error)
{
    struct mba_buf start = {0};
    char *copy = strdup(server);
    if (binder->server)
        mba_buf_puts(&start, close_server);
    mba_buf_puts(&start, "<server");
    mba_xml_attr(&start, "name", server);
    mba_buf_puts(&start, ">\n");
    bool good =
        start.failed || !copy ? mba_fail(error, "no memory") : put(binder, start.data, start.len, error);
    mba_buf_free(&start);
    free(binder->server);
    binder->server = copy;
    return good;
}

bool mba_binder_add(struct mba_binder *binder, const char *server, const struct mba_buf *snapshot,
                    char **error)
{
    if (snapshot->failed)
        return mba_fail(error, "no memory");
    if ((!binder->server || strcmp(binder->server, server) != 0) && !put_server(binder, server, error))
        return false;
    return put(binder, snapshot->data, snapshot->len, error);
}

static bool copy_sections(struct mba_binder *binder, const struct mba_target *to, char **error)
{
    char chunk[CHUNK];
    size_t n;
    if (binder->server && !put(binder, close_server, sizeof close_server - 1, error))
        return false;
    if (fflush(binder->file) != 0 || fseeko(binder->file, 0, SEEK_SET) != 0)
        return mba_fail(error, "%s: cannot write the temporary file: %s", binder->folder, strerror(errno));
    while ((n = fread(chunk, 1, sizeof chunk, binder->file)) > 0)
        if (!mba_target_put(to, chunk, n, error))
            return false;
    return ferror(binder->file)
               ? mba_fail(error, "%s: cannot read the temporary file: %s", binder->folder, strerror(errno))
               : true;
}

bool mba_binder_write(struct mba_binder *binder, const struct mba_buf *head, int fd, bool gzip, char **error)
{
    static const char open_servers[] = "<servers>\n", close_all[] = "</servers>\n</findings>\n";
    struct mba_target to;
    if (head->failed)
        return mba_fail(error, "no memory");
    if (!mba_target_open(&to, fd, gzip, error))
        return false;
    bool good = mba_target_put(&to, head->data, head->len, error) &&
                mba_target_put(&to, open_servers, sizeof open_servers - 1, error) &&
                copy_sections(binder, &to, error) &&
                mba_target_put(&to, close_all, sizeof close_all - 1, error);
    return mba_target_close(&to, good, error);
}
