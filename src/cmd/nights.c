/* A folder that keeps the results of many runs. */
#include "cmd/nights.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOMENT = 16, MANY = 100 }; /* letters of "2006-05-16T0200Z"; results of one minute */

#define LATEST "latest"
#define FRESH ".latest.tmp" /* what becomes latest */

static char *path_of(const struct nights *nights, const char *fmt, ...) MBA_PRINTF(2, 3);
static char *path_of(const struct nights *nights, const char *fmt, ...)
{
    struct mba_buf path = {0};
    va_list args;
    char *name = NULL;
    va_start(args, fmt);
    int len = vasprintf(&name, fmt, args);
    va_end(args);
    if (len >= 0)
        mba_buf_printf(&path, "%s/%s", nights->folder, name);
    if (len >= 0)
        free(name);
    if (!path.failed)
        return path.data;
    mba_buf_free(&path);
    return NULL;
}

static bool fail_at(const struct nights *nights, const char *what, char **error)
{
    return mba_fail(error, "%s/%s: %s", nights->folder, what, strerror(errno));
}

/* ---- what is there ------------------------------------------------------------------------------------- */

/* "2006-05-16T0200Z", and "2006-05-16T0200Z-01" for a second result of that minute. */
static bool is_result(const char *name)
{
    static const char shape[] = "0000-00-00T0000Z";
    size_t len = strlen(name);
    if (len != MOMENT && len != MOMENT + 3)
        return false;
    for (size_t i = 0; i < MOMENT; i++)
        if (shape[i] == '0' ? !mba_is_digits(name + i, 1) : name[i] != shape[i])
            return false;
    return len == MOMENT || (name[MOMENT] == '-' && mba_is_digits(name + MOMENT + 1, 2));
}

static bool is_left_over(const char *name)
{
    size_t len = strlen(name);
    char inner[MOMENT + 4];
    if (len < 6 || len - 5 >= sizeof inner || name[0] != '.' || strcmp(name + len - 4, ".tmp") != 0)
        return false;
    memcpy(inner, name + 1, len - 5);
    inner[len - 5] = '\0';
    return is_result(inner);
}

static bool has_document(const struct nights *nights, const char *name)
{
    struct stat st;
    char *path = path_of(nights, "%s/findings.xml", name);
    bool there = path && stat(path, &st) == 0 && S_ISREG(st.st_mode);
    free(path);
    return there;
}

static bool remove_tree(const struct nights *nights, const char *name)
{
    char *path = path_of(nights, "%s", name);
    bool good = path && mba_folder_remove(path);
    free(path);
    return good;
}

static bool note_name(struct nights *nights, const char *name)
{
    if (!has_document(nights, name))
        return true;
    char *copy = strdup(name);
    if (!copy || !mba_grow(&nights->names, &nights->cap, nights->count + 1, sizeof *nights->names)) {
        free(copy);
        errno = ENOMEM;
        return false;
    }
    nights->names[nights->count++] = copy;
    return true;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* One run works here at a time, so whatever is unfinished is nobody's. */
static bool look(struct nights *nights, char **error)
{
    DIR *dir = opendir(nights->folder);
    const struct dirent *entry;
    bool good = dir != NULL;
    while (good && (errno = 0, entry = readdir(dir)))
        good = is_left_over(entry->d_name) ? remove_tree(nights, entry->d_name)
               : is_result(entry->d_name)  ? note_name(nights, entry->d_name)
                                           : true;
    good = good && errno == 0;
    if (!good)
        fail_at(nights, "", error);
    if (dir)
        closedir(dir);
    if (nights->count)
        qsort(nights->names, nights->count, sizeof *nights->names, by_name);
    return good;
}

/* The result that a link of this folder leads to, or NULL. */
static char *result_at(const struct nights *nights, const char *link)
{
    char target[MOMENT + 8], *path = path_of(nights, "%s", link);
    ssize_t len = path ? readlink(path, target, sizeof target - 1) : -1;
    free(path);
    target[len > 0 ? len : 0] = '\0';
    for (size_t i = 0; i < nights->count; i++)
        if (strcmp(nights->names[i], target) == 0)
            return nights->names[i];
    return NULL;
}

/* What stands under the name of the link and is none is not ours to replace. Said before the work. */
static bool is_free_for_link(const char *latest)
{
    struct stat st;
    return lstat(latest, &st) != 0 || S_ISLNK(st.st_mode);
}

/* A run that died after its result had its name left the link to it ready. */
static bool read_latest(struct nights *nights, char **error)
{
    char *latest = path_of(nights, LATEST), *fresh = path_of(nights, FRESH);
    if (latest && !is_free_for_link(latest)) {
        mba_fail(error,
                 "%s: is not the link that --keep makes there; move it away, or give another folder with -o",
                 latest);
        free(latest);
        free(fresh);
        return false;
    }
    bool good = latest && fresh &&
                ((result_at(nights, FRESH) ? rename(fresh, latest) : unlink(fresh)) == 0 || errno == ENOENT);
    nights->latest = result_at(nights, LATEST);
    free(latest);
    free(fresh);
    return good || fail_at(nights, LATEST, error);
}

/* ---- opening and closing ---------------------------------------------------------------------------------
 */

static bool take_lock(struct nights *nights, bool *busy, char **error)
{
    char *path = path_of(nights, ".lock");
    nights->lock = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666) : -1;
    free(path);
    if (nights->lock >= 0 && flock(nights->lock, LOCK_EX | LOCK_NB) == 0)
        return true;
    *busy = nights->lock >= 0 && errno == EWOULDBLOCK;
    return *busy ? mba_fail(error,
                            "%s: another run is at work in this folder; wait until it has ended, or give "
                            "another folder with -o",
                            nights->folder)
                 : fail_at(nights, ".lock", error);
}

static bool exists(const struct nights *nights, const char *name)
{
    struct stat st;
    char *path = path_of(nights, "%s", name);
    bool there = !path || lstat(path, &st) == 0;
    free(path);
    return there;
}

static bool choose_name(struct nights *nights, mba_time now, char **error)
{
    char iso[21], name[MOMENT + 16];
    mba_time_iso(now, iso);
    snprintf(name, sizeof name, "%.13s%.2sZ", iso, iso + 14);
    for (unsigned i = 1; exists(nights, name); i++) {
        if (i == MANY)
            return mba_fail(error, "%s: holds a hundred results of one minute; remove some", nights->folder);
        snprintf(name, sizeof name, "%.13s%.2sZ-%02u", iso, iso + 14, i);
    }
    nights->name = strdup(name);
    nights->work = path_of(nights, ".%s.tmp", name);
    return (nights->name && nights->work) || mba_fail(error, "no memory");
}

struct nights *nights_open(const char *folder, mba_time now, bool *busy, char **error)
{
    struct nights *nights = calloc(1, sizeof *nights);
    *busy = false;
    if (!nights) {
        mba_fail(error, "no memory");
        return NULL;
    }
    *nights = (struct nights){.folder = folder, .lock = -1};
    bool good =
        mba_folder_make(folder, NULL) ||
        mba_fail(error, "%s: cannot be made: %s; give another folder with -o", folder, strerror(errno));
    good = good && take_lock(nights, busy, error) && look(nights, error) && read_latest(nights, error) &&
           choose_name(nights, now, error);
    if (good)
        return nights;
    nights_close(nights);
    return NULL;
}

void nights_close(struct nights *nights)
{
    if (!nights)
        return;
    if (nights->work)
        mba_folder_remove(nights->work);
    if (nights->lock >= 0)
        close(nights->lock);
    for (size_t i = 0; i < nights->count; i++)
        free(nights->names[i]);
    free(nights->names);
    free(nights->name);
    free(nights->work);
    free(nights);
}

/* The last run is where latest leads, also when the clock went backwards since; then comes what is older by
 * its name. */
char *nights_before(const struct nights *nights, size_t step)
{
    size_t skip = nights->latest ? 1 : 0;
    if (step < skip)
        return path_of(nights, "%s/findings.xml", nights->latest);
    for (size_t i = nights->count; i-- > 0;)
        if (nights->names[i] != nights->latest && step-- == skip)
            return path_of(nights, "%s/findings.xml", nights->names[i]);
    return NULL;
}

/* ---- publishing ------------------------------------------------------------------------------------- */

static bool sync_folder(const struct nights *nights)
{
    int fd = open(nights->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);
    if (fd >= 0)
        close(fd);
    return good;
}

/* The link is made first: what dies between the two is finished by the next run. */
static bool name_result(const struct nights *nights, char **error)
{
    char *path = path_of(nights, "%s", nights->name), *fresh = path_of(nights, FRESH);
    bool good = path && fresh && symlink(nights->name, fresh) == 0 && rename(nights->work, path) == 0 &&
                sync_folder(nights);
    free(path);
    free(fresh);
    return good || fail_at(nights, nights->name, error);
}

static bool lead_latest(const struct nights *nights, char **error)
{
    char *latest = path_of(nights, LATEST), *fresh = path_of(nights, FRESH);
    bool good = latest && fresh && rename(fresh, latest) == 0 && sync_folder(nights);
    free(latest);
    free(fresh);
    return good || fail_at(nights, LATEST, error);
}

/* Under another name first, so that nobody sees half of it. */
static bool remove_result(const struct nights *nights, const char *name)
{
    char *path = path_of(nights, "%s", name), *hidden = path_of(nights, ".%s.tmp", name);
    bool good = path && hidden && rename(path, hidden) == 0 && mba_folder_remove(hidden);
    free(path);
    free(hidden);
    return good;
}

static bool prune(const struct nights *nights, uint64_t keep, char **error)
{
    for (size_t i = 0; nights->count - i >= keep && i < nights->count; i++)
        if (!remove_result(nights, nights->names[i]))
            return fail_at(nights, nights->names[i], error);
    return true;
}

bool nights_publish(struct nights *nights, uint64_t keep, char **error)
{
    return name_result(nights, error) && lead_latest(nights, error) && prune(nights, keep, error);
}
