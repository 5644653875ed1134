/* output: files that appear whole or not at all. */
#include "mbaudit/base.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PENDING_MAX = 16, NAME_TRIES = 100 };
enum { SLOT_FREE, SLOT_CLAIMED, SLOT_PENDING };

/* A signal handler gets no argument, so the temporary files that exist are known here: the only state of the
 * process as a whole. A name is written while its slot is claimed and read only while it is pending. */
static struct slot {
    atomic_int state;
    char path[PATH_MAX];
} slots[PENDING_MAX];

struct mba_output {
    FILE *stream;
    char *path;        /* where it goes; links followed */
    struct slot *slot; /* holds the temporary name; NULL: written in place (a device or a pipe) */
};

static struct slot *claim_slot(void)
{
    for (size_t i = 0; i < PENDING_MAX; i++) {
        int expected = SLOT_FREE;
        if (atomic_compare_exchange_strong(&slots[i].state, &expected, SLOT_CLAIMED))
            return &slots[i];
    }
    errno = EMFILE;
    return NULL;
}

static void release_slot(struct slot *slot)
{
    if (slot)
        atomic_store(&slot->state, SLOT_FREE);
}

static bool temporary_name(struct slot *slot, const char *path, int attempt)
{
    const char *slash = strrchr(path, '/');
    int folder = slash ? (int)(slash - path) + 1 : 0;
    int len = snprintf(slot->path, sizeof slot->path, "%.*s.%s.%ld-%d.tmp", folder, path, path + folder,
                       (long)getpid(), attempt);
    if (len > 0 && (size_t)len < sizeof slot->path)
        return true;
    errno = ENAMETOOLONG;
    return false;
}

/* The name counts as pending before the file exists: a signal in between finds nothing to remove, the other
 * way round it would leave the file behind. */
static int open_temporary(struct slot *slot, const char *path)
{
    for (int attempt = 0; attempt < NAME_TRIES; attempt++) {
        if (!temporary_name(slot, path, attempt))
            return -1;
        atomic_store(&slot->state, SLOT_PENDING);
        int fd = open(slot->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST)
            return fd;
        atomic_store(&slot->state, SLOT_CLAIMED);
    }
    return -1;
}

/* A device or a pipe cannot be replaced by a file: it is written to as it is. */
static bool is_in_place(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

static int open_target(struct mba_output *out)
{
    if (is_in_place(out->path))
        return open(out->path, O_WRONLY | O_CLOEXEC);
    out->slot = claim_slot();
    return out->slot ? open_temporary(out->slot, out->path) : -1;
}

static void output_free(struct mba_output *out)
{
    release_slot(out->slot);
    free(out->path);
    free(out);
}

static void remove_temporary(const struct mba_output *out)
{
    if (out->slot)
        unlink(out->slot->path);
}

static bool output_start(struct mba_output *out, const char *path)
{
    out->path = realpath(path, NULL); /* a link stays a link, its target is replaced */
    if (!out->path)
        out->path = strdup(path);
    int fd = out->path ? open_target(out) : -1;
    if (fd < 0)
        return false;
    out->stream = fdopen(fd, out->slot ? "w+" : "w");
    if (out->stream)
        return true;
    close(fd);
    remove_temporary(out);
    return false;
}

struct mba_output *mba_output_open(const char *path, char **error)
{
    struct mba_output *out = calloc(1, sizeof *out);
    if (out && output_start(out, path))
        return out;
    mba_fail(error, "%s: cannot be written: %s", path, strerror(out ? errno : ENOMEM));
    if (out)
        output_free(out);
    return NULL;
}

FILE *mba_output_stream(struct mba_output *out)
{
    return out->stream;
}

int mba_output_fd(struct mba_output *out)
{
    return fileno(out->stream);
}

bool mba_output_sync(struct mba_output *out, char **error)
{
    if (fflush(out->stream) == 0 && !ferror(out->stream) && (!out->slot || fsync(fileno(out->stream)) == 0))
        return true;
    return mba_fail(error, "%s: cannot be written: %s", out->path, strerror(errno));
}

/* Everything to the disk and the stream closed, whatever happens; errno says what went wrong. */
static bool close_synced(struct mba_output *out)
{
    bool good = !ferror(out->stream);
    int code = good ? 0 : EIO;
    if (fflush(out->stream) != 0 || (out->slot && fsync(fileno(out->stream)) != 0)) {
        good = false;
        code = errno;
    }
    if (fclose(out->stream) != 0 && good) {
        good = false;
        code = errno;
    }
    errno = code;
    return good;
}

/* The new name reaches the disk with its folder. Some file systems cannot do this: EINVAL is no failure. */
static bool sync_folder(const char *path)
{
    char *copy = strdup(path);
    if (!copy)
        return false;
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(copy);
    if (fd < 0)
        return errno == EACCES; /* a folder that may be written but not read cannot be opened to sync it */
    bool good = fsync(fd) == 0 || errno == EINVAL;
    int code = errno;
    close(fd);
    errno = code;
    return good;
}

bool mba_output_commit(struct mba_output *out, char **error)
{
    bool good = close_synced(out);
    if (good && out->slot)
        good = rename(out->slot->path, out->path) == 0 && sync_folder(out->path);
    if (!good) {
        mba_fail(error, "%s: cannot be written: %s", out->path, strerror(errno));
        remove_temporary(out);
    }
    output_free(out);
    return good;
}

void mba_output_discard(struct mba_output *out)
{
    if (!out)
        return;
    fclose(out->stream);
    remove_temporary(out);
    output_free(out);
}

/* ---- scratch folders ---------------------------------------------------------------------------------- */

struct mba_scratch {
    struct slot slot; /* only ever the address of one of slots[] */
};

struct mba_scratch *mba_scratch_folder(const char *path, char **error)
{
    struct slot *slot = claim_slot();
    int len = slot ? snprintf(slot->path, sizeof slot->path, "%s", path) : 0;
    if (slot && (size_t)len >= sizeof slot->path)
        errno = ENAMETOOLONG;
    /* Not pending before it is there: what already has this name is somebody else's. */
    if (slot && (size_t)len < sizeof slot->path && mkdir(path, 0777) == 0) {
        atomic_store(&slot->state, SLOT_PENDING);
        return (struct mba_scratch *)slot;
    }
    mba_fail(error, "%s: cannot be made: %s", path, strerror(errno));
    release_slot(slot);
    return NULL;
}

void mba_scratch_end(struct mba_scratch *scratch)
{
    if (scratch)
        release_slot(&scratch->slot);
}

/* In a signal handler readdir is not allowed, the system call below it is. */
static void remove_folder(const char *path)
{
    _Alignas(struct dirent64) char entries[4096];
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return;
    bool removed = true;
    while (removed) { /* from the start again: what was removed has moved the rest */
        long len = lseek(fd, 0, SEEK_SET) == 0 ? syscall(SYS_getdents64, fd, entries, sizeof entries) : -1;
        removed = false;
        for (long at = 0; at < len;) {
            const struct dirent64 *entry = (const struct dirent64 *)(entries + at);
            removed |= unlinkat(fd, entry->d_name, 0) == 0;
            at += entry->d_reclen;
        }
    }
    close(fd);
    rmdir(path);
}

void mba_output_cleanup_signal(void)
{
    for (size_t i = 0; i < PENDING_MAX; i++)
        if (atomic_load(&slots[i].state) == SLOT_PENDING && unlink(slots[i].path) != 0)
            remove_folder(slots[i].path);
}
