/* file: a whole regular file into memory. */
#include "mbaudit/base.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void set_error(char **error, const char *path, const char *why)
{
    mba_fail(error, "%s: %s", path, why);
}

static bool check_file(int fd, const char *path, size_t max, size_t *size, char **error)
{
    struct stat st;
    if (fstat(fd, &st) != 0) {
        set_error(error, path, strerror(errno));
    } else if (!S_ISREG(st.st_mode)) {
        set_error(error, path, S_ISDIR(st.st_mode) ? "is a folder, not a file" : "is not a regular file");
    } else if ((uintmax_t)st.st_size > max) {
        set_error(error, path, "is larger than this kind of file may be");
    } else {
        *size = (size_t)st.st_size;
        return true;
    }
    return false;
}

/* Up to want bytes; a file that shrank meanwhile gives fewer, one that grew is read to its old end. */
static bool read_all(int fd, unsigned char *data, size_t want, size_t *len)
{
    *len = 0;
    while (*len < want) {
        ssize_t got = read(fd, data + *len, want - *len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0)
            break;
        *len += (size_t)got;
    }
    return true;
}

static unsigned char *read_open(int fd, const char *path, size_t max, size_t *len, char **error)
{
    size_t size;
    if (!check_file(fd, path, max, &size, error))
        return NULL;
    unsigned char *data = size < SIZE_MAX ? malloc(size + 1) : NULL;
    if (!data) {
        set_error(error, path, strerror(ENOMEM));
        return NULL;
    }
    if (!read_all(fd, data, size, len)) {
        set_error(error, path, strerror(errno));
        free(data);
        return NULL;
    }
    data[*len] = '\0';
    return data;
}

unsigned char *mba_file_read(const char *path, size_t max, size_t *len, char **error)
{
    /* O_NONBLOCK: a FIFO must not make the program wait before it is refused. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        set_error(error, path, strerror(errno));
        return NULL;
    }
    unsigned char *data = read_open(fd, path, max, len, error);
    close(fd);
    return data;
}
