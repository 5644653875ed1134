/* spool: standard input kept in a file without a name, so that it can be hashed, read from its end and
 * read again. */
#include "source/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static int unnamed_file(void)
{
    const char *folder = getenv("TMPDIR");
    int fd = open(folder && *folder ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    return fd >= 0 ? fd : memfd_create("mbaudit-stdin", MFD_CLOEXEC);
}

static bool write_all(int fd, const unsigned char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t done = write(fd, bytes, len);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        bytes += done;
        len -= (size_t)done;
    }
    return true;
}

static bool copy_all(int from, int to, unsigned char *block)
{
    for (;;) {
        ssize_t got = read(from, block, SOURCE_BLOCK);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0;
        if (!write_all(to, block, (size_t)got))
            return false;
    }
}

int spool_fd(int fd)
{
    unsigned char *block = malloc(SOURCE_BLOCK);
    int to = block ? unnamed_file() : -1;
    if (to >= 0 && !copy_all(fd, to, block)) {
        int why = errno;
        close(to);
        errno = why;
        to = -1;
    }
    free(block);
    return to;
}
