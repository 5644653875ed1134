#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "private.h"

/* Not every file system knows O_TMPFILE; there a file is made and unlinked at once. */
static int open_nameless(const char *folder)
{
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return fd;
    char path[PATH_MAX];
    int len = snprintf(path, sizeof path, "%s/.mbaudit-XXXXXX", folder);
    if (len < 0 || (size_t)len >= sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        unlink(path);
    return fd;
}

int mba_nameless_file(const char *folder, char **error)
{
    int fd = open_nameless(folder);
    if (fd < 0)
        mba_fail(error, "%s: cannot make a temporary file: %s", folder, strerror(errno));
    return fd;
}
