/* The folder of pages. A set of pages has a folder of its own, named after what it was made from. It is
 * filled under another name, moved to its place whole, and only then the report is replaced, whose links name
 * it: whenever a run is killed, the report that stands there links to pages that are all there. Sets to which
 * no report links are removed by the next run. A folder that is being filled is locked, so that no other run
 * takes it for a rest. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "private.h"

#define FILLING ".filling-"
enum { NAME_TRIES = 100 };

struct mba_pages {
    char *path; /* of the folder of all sets, for messages */
    int all;    /* that folder */
    int dir;    /* the set */
    struct mba_scratch *scratch;
    char filling[48]; /* the name of the set while it is filled */
    char id[17];
    bool settled;
};

static bool fail_here(const char *path, const char *name, const char *what, char **error)
{
    return mba_fail(error, "%s%s%s: %s: %s", path, name ? "/" : "", name ? name : "", what, strerror(errno));
}

/* ---- clearing away ----------------------------------------------------------------------------------- */

static bool is_set(const char *name)
{
    return strlen(name) == 16 && strspn(name, "0123456789abcdef") == 16;
}

static bool is_filling(const char *name)
{
    return strncmp(name, FILLING, strlen(FILLING)) == 0;
}

/* A set holds files alone. Something else in it is not ours: then it stays. */
static void remove_set(int all, const char *name)
{
    int fd = openat(all, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (fd >= 0 && !dir)
        close(fd);
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        unlinkat(fd, entry->d_name, 0);
    if (dir)
        closedir(dir);
    unlinkat(all, name, AT_REMOVEDIR);
}

static bool in_use(int all, const char *name)
{
    int fd = openat(all, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    bool locked = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0;
    if (fd >= 0)
        close(fd);
    return locked;
}

/* All sets but the one named (NULL: all of them), and what killed runs left. */
static void remove_others(int all, const char *keep)
{
    int fd = openat(all, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (fd >= 0 && !dir)
        close(fd);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        bool old = is_set(entry->d_name) && !(keep && strcmp(entry->d_name, keep) == 0);
        if (old || (is_filling(entry->d_name) && !in_use(all, entry->d_name)))
            remove_set(all, entry->d_name);
    }
    if (dir)
        closedir(dir);
}

/* ---- filling ------------------------------------------------------------------------------------------ */

static bool make_all(struct mba_pages *pages, const char *folder, char **error)
{
    struct mba_buf path = {0};
    mba_buf_printf(&path, "%s/" MBA_PAGES_FOLDER, folder);
    pages->path = path.data;
    if (path.failed)
        return mba_fail(error, "no memory");
    if (!mba_folder_make(path.data, NULL))
        return fail_here(path.data, NULL, "cannot be made", error);
    pages->all = open(path.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return pages->all >= 0 ? true : fail_here(path.data, NULL, "cannot be opened", error);
}

static bool make_filling(struct mba_pages *pages, char **error)
{
    for (int attempt = 0; !pages->scratch && attempt < NAME_TRIES; attempt++) {
        struct mba_buf path = {0};
        snprintf(pages->filling, sizeof pages->filling, FILLING "%ld-%d", (long)getpid(), attempt);
        mba_buf_printf(&path, "%s/%s", pages->path, pages->filling);
        free(*error);
        *error = NULL;
        pages->scratch = path.failed ? NULL : mba_scratch_folder(path.data, error);
        bool taken = errno == EEXIST;
        mba_buf_free(&path);
        if (!pages->scratch && !taken)
            return *error ? false : mba_fail(error, "no memory");
    }
    if (!pages->scratch)
        return false;
    pages->dir = openat(pages->all, pages->filling, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (pages->dir < 0 || flock(pages->dir, LOCK_EX) != 0)
        return fail_here(pages->path, pages->filling, "cannot be opened", error);
    return true;
}

struct mba_pages *mba_pages_begin(const char *folder, const char *id, char **error)
{
    struct mba_pages *pages = calloc(1, sizeof *pages);
    if (!pages) {
        mba_fail(error, "no memory");
        return NULL;
    }
    pages->all = pages->dir = -1;
    snprintf(pages->id, sizeof pages->id, "%s", id);
    if (make_all(pages, folder, error) && make_filling(pages, error))
        return pages;
    mba_pages_discard(pages);
    return NULL;
}

static bool write_parts(int fd, struct iovec *parts, int count)
{
    while (count) {
        ssize_t n = writev(fd, parts, count);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        for (; count && (size_t)n >= parts->iov_len; parts++, count--)
            n -= (ssize_t)parts->iov_len;
        if (count) {
            parts->iov_base = (char *)parts->iov_base + n;
            parts->iov_len -= (size_t)n;
        }
    }
    return true;
}

bool mba_pages_put(const struct mba_pages *pages, const char *name, struct iovec *parts, int count,
                   char **error)
{
    int fd = openat(pages->dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0)
        return fail_here(pages->path, name, "cannot be written", error);
    bool good = write_parts(fd, parts, count);
    int code = errno;
    if (close(fd) != 0 && good) {
        good = false;
        code = errno;
    }
    errno = code;
    return good ? true : fail_here(pages->path, name, "cannot be written", error);
}

/* ---- settling ------------------------------------------------------------------------------------------ */

/* A set of this id that is there already is from the same document: the new one takes its place in one step.
 */
static bool take_place(const struct mba_pages *pages)
{
    if (renameat2(pages->all, pages->filling, pages->all, pages->id, RENAME_NOREPLACE) == 0)
        return true;
    if (errno == EINVAL && renameat(pages->all, pages->filling, pages->all, pages->id) == 0)
        return true; /* a file system that does not know the flag; it was not there */
    if (errno == EINVAL || errno == ENOTEMPTY) {
        remove_set(pages->all, pages->id);
        return renameat(pages->all, pages->filling, pages->all, pages->id) == 0;
    }
    return errno == EEXIST &&
           renameat2(pages->all, pages->filling, pages->all, pages->id, RENAME_EXCHANGE) == 0;
}

bool mba_pages_settle(struct mba_pages *pages, char **error)
{
    if (syncfs(pages->dir) != 0) /* one for all: thousands of fsync take minutes */
        return fail_here(pages->path, pages->filling, "cannot be written", error);
    if (flock(pages->all, LOCK_EX) != 0) /* until the report links to it no other run clears away */
        return fail_here(pages->path, NULL, "cannot be locked", error);
    if (!take_place(pages))
        return fail_here(pages->path, pages->id, "cannot be replaced", error);
    pages->settled = true;
    return fsync(pages->all) == 0 || errno == EINVAL
               ? true
               : fail_here(pages->path, NULL, "cannot be written", error);
}

static void pages_free(struct mba_pages *pages)
{
    mba_scratch_end(pages->scratch);
    if (pages->dir >= 0)
        close(pages->dir);
    if (pages->all >= 0)
        close(pages->all);
    free(pages->path);
    free(pages);
}

void mba_pages_end(struct mba_pages *pages)
{
    close(pages->dir); /* the lock goes with it: what is now under the other name may be removed */
    pages->dir = -1;
    remove_others(pages->all, pages->id);
    pages_free(pages);
}

void mba_pages_discard(struct mba_pages *pages)
{
    if (!pages)
        return;
    if (pages->scratch)
        remove_set(pages->all, pages->filling);
    if (pages->path && !pages->settled)
        rmdir(pages->path); /* unless there is another set */
    pages_free(pages);
}

void mba_pages_forget(const char *folder)
{
    struct mba_buf path = {0};
    mba_buf_printf(&path, "%s/" MBA_PAGES_FOLDER, folder);
    int all = path.failed ? -1 : open(path.data, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (all >= 0 && flock(all, LOCK_EX) == 0)
        remove_others(all, NULL);
    if (all >= 0) {
        close(all);
        rmdir(path.data);
    }
    mba_buf_free(&path);
}
