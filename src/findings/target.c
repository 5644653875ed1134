/* Where a document goes: a plain file, or one that zlib compresses. */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "private.h"

enum { CHUNK = 64 * 1024 };

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

bool mba_target_put(const struct mba_target *to, const char *bytes, size_t len, char **error)
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
bool mba_target_open(struct mba_target *to, int fd, bool gzip, char **error)
{
    *to = (struct mba_target){.fd = fd};
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

bool mba_target_close(struct mba_target *to, bool good, char **error)
{
    if (!to->gz)
        return good;
    errno = 0;
    if (gzclose(to->gz) != Z_OK && good)
        good = fail_write(error, errno ? strerror(errno) : "compression failed");
    return good;
}
