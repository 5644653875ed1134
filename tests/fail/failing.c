/* failing.so: goes between a program and the C library (LD_PRELOAD) and makes one call fail.
 *
 *   FAIL_KIND   which calls count: alloc, open, read, write, sync, rename, close, stat, folder, thread,
 *               unlink, io (all of them but alloc)
 *   FAIL_AT     the number of the call that fails, from 1; 0 or nothing: none
 *   FAIL_HOW    once (default); on: this one and all after it; INT, TERM, HUP, PIPE, KILL: the signal that
 *               is raised there instead; every: FAIL_AT is a period; short: nothing fails, but reads and
 *               writes are cut to FAIL_AT bytes
 *   FAIL_ERRNO  the number of the error (default: ENOMEM for alloc, EIO for others)
 *   FAIL_LIST   a file that gets, for each call site (a chain of callers) in the order in which they come,
 *               the number of the first call from there; then the number of all calls
 *   FAIL_TRACE  1: the callers of what fails go to standard error
 *   FAIL_CLOCK  seconds by which time() and clock_gettime() jump at each call, to and fro
 *   FAIL_CPU    seconds that the CPU clock of a thread goes on at each look
 *   FAIL_PATH   only calls on files whose name holds that text count (open, rename, unlink, stat) */
#undef _FILE_OFFSET_BITS /* both names of each function are made here */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum kind { ALLOC, OPEN, READ, WRITE, SYNC, RENAME, CLOSE, STAT, FOLDER, THREAD, UNLINK, KINDS };
static const char *const kind_names[KINDS] = {"alloc", "open", "read",   "write",  "sync",  "rename",
                                              "close", "stat", "folder", "thread", "unlink"};
enum { SITES = 1 << 16, FRAMES = 9, SKIPPED = 2 };

static struct {
    bool ready, kinds[KINDS], on, every, cut, trace;
    int signal, error, list;
    unsigned long at;
    long clock, cpu;
    const char *path;
} setting = {.list = -1};
static atomic_ulong calls;
static uint64_t sites[SITES]; /* hashes of call chains seen; used by counting runs, which have one thread */
static __thread bool inside;  /* this library's own calls do not count */

static uint64_t hash_chain(void)
{
    void *frames[FRAMES];
    int count = backtrace(frames, FRAMES);
    uint64_t hash = 14695981039346656037u;
    for (int i = SKIPPED; i < count; i++)
        hash = (hash ^ (uintptr_t)frames[i]) * 1099511628211u;
    return hash ? hash : 1;
}

static bool is_new_site(void)
{
    uint64_t hash = hash_chain();
    size_t slot = hash % SITES;
    while (sites[slot] && sites[slot] != hash)
        slot = (slot + 1) % SITES;
    bool fresh = !sites[slot];
    sites[slot] = hash;
    return fresh;
}

static void list_number(unsigned long number)
{
    char text[24];
    int len = snprintf(text, sizeof text, "%lu\n", number);
    if (len > 0 && write(setting.list, text, (size_t)len) < 0)
        abort();
}

/* libseccomp 2.5 crashes without memory, when nothing of an input has been read yet (src/SECURITY.md): what
 * it asks for itself does not fail. Looked at only when something is to fail. */
static bool is_excused(void)
{
    void *frames[16];
    Dl_info info;
    inside = true;
    int count = backtrace(frames, 16);
    bool excused = false;
    for (int i = 0; i < count && !excused; i++)
        excused = dladdr(frames[i], &info) && info.dli_fname && strstr(info.dli_fname, "libseccomp");
    inside = false;
    return excused;
}

/* Is it this one's turn? */
static bool turn(enum kind kind)
{
    if (!setting.ready || inside || !setting.kinds[kind] || setting.cut)
        return false;
    unsigned long number = atomic_fetch_add(&calls, 1) + 1;
    inside = true;
    if (setting.list >= 0 && is_new_site())
        list_number(number);
    inside = false;
    bool now = setting.at > 0 && (setting.every ? number % setting.at == 0
                                  : setting.on  ? number >= setting.at
                                                : number == setting.at);
    if (now && kind == ALLOC && is_excused())
        return false;
    if (now && setting.trace) {
        void *frames[24];
        inside = true;
        backtrace_symbols_fd(frames, backtrace(frames, 24), STDERR_FILENO);
        inside = false;
    }
    if (now && setting.signal) {
        raise(setting.signal);
        return false;
    }
    if (now)
        errno = setting.error ? setting.error : kind == ALLOC ? ENOMEM : EIO;
    return now;
}

static bool turn_named(enum kind kind, const char *path)
{
    if (setting.path && path && !strstr(path, setting.path))
        return false;
    return turn(kind);
}

/* ---- set-up ---------------------------------------------------------------------------------------- */

static int signal_named(const char *name)
{
    static const struct {
        const char *name;
        int number;
    } known[] = {{"INT", SIGINT}, {"TERM", SIGTERM}, {"HUP", SIGHUP}, {"PIPE", SIGPIPE}, {"KILL", SIGKILL}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, name) == 0)
            return known[i].number;
    return 0;
}

static void read_kinds(const char *name)
{
    for (int kind = 0; kind < KINDS; kind++)
        setting.kinds[kind] =
            strcmp(name, kind_names[kind]) == 0 || (kind != ALLOC && strcmp(name, "io") == 0);
}

__attribute__((constructor)) static void set_up(void)
{
    const char *kind = getenv("FAIL_KIND"), *at = getenv("FAIL_AT"), *how = getenv("FAIL_HOW");
    const char *error = getenv("FAIL_ERRNO"), *list = getenv("FAIL_LIST"), *jump = getenv("FAIL_CLOCK");
    void *warm[2];
    inside = true;
    backtrace(warm, 2); /* loads libgcc now, which allocates */
    if (how) {
        setting.on = strcmp(how, "on") == 0;
        setting.every = strcmp(how, "every") == 0;
        setting.cut = strcmp(how, "short") == 0;
        setting.signal = signal_named(how);
    }
    setting.error = error ? (int)strtol(error, NULL, 10) : 0;
    setting.at = at ? strtoul(at, NULL, 10) : 0;
    setting.clock = jump ? strtol(jump, NULL, 10) : 0;
    setting.path = getenv("FAIL_PATH");
    const char *cpu = getenv("FAIL_CPU");
    setting.cpu = cpu ? strtol(cpu, NULL, 10) : 0;
    setting.trace = getenv("FAIL_TRACE") != NULL;
    if (list)
        setting.list = open(list, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (kind)
        read_kinds(kind);
    inside = false;
    setting.ready = true;
}

__attribute__((destructor)) static void end(void)
{
    setting.ready = false;
    if (setting.list >= 0)
        list_number(atomic_load(&calls));
}

/* The function of this name that would have been called. dlsym itself allocates. */
static void *next(void *_Atomic *known, const char *name)
{
    void *function = atomic_load(known);
    if (function)
        return function;
    bool was = inside;
    inside = true;
    function = dlsym(RTLD_NEXT, name);
    inside = was;
    atomic_store(known, function);
    return function;
}
#define NEXT(type, name, ...)                                                                                \
    static void *_Atomic known;                                                                              \
    type (*real)(__VA_ARGS__) = (type(*)(__VA_ARGS__))next(&known, name)

/* ---- memory ---------------------------------------------------------------------------------------- */

/* What is asked for while dlsym looks for the real functions comes from here and is never given back. */
static char early[65536];
static size_t early_used;
static __thread bool looking;

static void *from_early(size_t size)
{
    size = (size + 15) & ~(size_t)15;
    if (size > sizeof early - early_used)
        abort();
    void *taken = early + early_used;
    early_used += size;
    return taken;
}

static bool is_early(const void *p)
{
    return (const char *)p >= early && (const char *)p < early + sizeof early;
}

static struct {
    void *(*malloc)(size_t);
    void *(*calloc)(size_t, size_t);
    void *(*realloc)(void *, size_t);
    void (*free)(void *);
    int (*posix_memalign)(void **, size_t, size_t);
    void *(*aligned_alloc)(size_t, size_t);
} real_memory;

static bool find_memory(void)
{
    if (real_memory.free)
        return true;
    if (looking)
        return false;
    looking = true;
    real_memory.malloc = (void *(*)(size_t))dlsym(RTLD_NEXT, "malloc");
    real_memory.calloc = (void *(*)(size_t, size_t))dlsym(RTLD_NEXT, "calloc");
    real_memory.realloc = (void *(*)(void *, size_t))dlsym(RTLD_NEXT, "realloc");
    real_memory.posix_memalign = (int (*)(void **, size_t, size_t))dlsym(RTLD_NEXT, "posix_memalign");
    real_memory.aligned_alloc = (void *(*)(size_t, size_t))dlsym(RTLD_NEXT, "aligned_alloc");
    real_memory.free = (void (*)(void *))dlsym(RTLD_NEXT, "free");
    looking = false;
    return true;
}

void *malloc(size_t size)
{
    if (!find_memory())
        return from_early(size);
    return turn(ALLOC) ? NULL : real_memory.malloc(size);
}

void *calloc(size_t count, size_t size)
{
    if (!find_memory())
        return from_early(count * size);
    return turn(ALLOC) ? NULL : real_memory.calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    if (!find_memory())
        return from_early(size);
    if (is_early(old)) {
        void *moved = real_memory.malloc(size);
        size_t there = (size_t)(early + sizeof early - (char *)old);
        return moved ? memcpy(moved, old, size < there ? size : there) : NULL;
    }
    return turn(ALLOC) ? NULL : real_memory.realloc(old, size);
}

void free(void *p)
{
    if (p && !is_early(p) && find_memory())
        real_memory.free(p);
}

int posix_memalign(void **to, size_t align, size_t size)
{
    find_memory();
    return turn(ALLOC) ? ENOMEM : real_memory.posix_memalign(to, align, size);
}

void *aligned_alloc(size_t align, size_t size)
{
    find_memory();
    return turn(ALLOC) ? NULL : real_memory.aligned_alloc(align, size);
}

/* ---- files ------------------------------------------------------------------------------------------ */

#define MODE_OF(flags, last)                                                                                 \
    mode_t mode = 0;                                                                                         \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                                                                   \
        va_list args;                                                                                        \
        va_start(args, last);                                                                                \
        mode = va_arg(args, mode_t);                                                                         \
        va_end(args);                                                                                        \
    }

int open(const char *path, int flags, ...)
{
    NEXT(int, "open", const char *, int, ...);
    MODE_OF(flags, flags)
    return turn_named(OPEN, path) ? -1 : real(path, flags, mode);
}
int open64(const char *path, int flags, ...)
{
    NEXT(int, "open64", const char *, int, ...);
    MODE_OF(flags, flags)
    return turn_named(OPEN, path) ? -1 : real(path, flags, mode);
}
int openat(int folder, const char *path, int flags, ...)
{
    NEXT(int, "openat", int, const char *, int, ...);
    MODE_OF(flags, flags)
    return turn_named(OPEN, path) ? -1 : real(folder, path, flags, mode);
}
int openat64(int folder, const char *path, int flags, ...)
{
    NEXT(int, "openat64", int, const char *, int, ...);
    MODE_OF(flags, flags)
    return turn_named(OPEN, path) ? -1 : real(folder, path, flags, mode);
}
FILE *fopen(const char *path, const char *mode)
{
    NEXT(FILE *, "fopen", const char *, const char *);
    return turn_named(OPEN, path) ? NULL : real(path, mode);
}
FILE *fdopen(int fd, const char *mode)
{
    NEXT(FILE *, "fdopen", int, const char *);
    return turn(OPEN) ? NULL : real(fd, mode);
}
int dup(int fd)
{
    NEXT(int, "dup", int);
    return turn(OPEN) ? -1 : real(fd);
}

/* A transfer cut to FAIL_AT bytes. */
static size_t cut(size_t len)
{
    return setting.cut && setting.at > 0 && len > setting.at ? setting.at : len;
}

ssize_t read(int fd, void *to, size_t len)
{
    NEXT(ssize_t, "read", int, void *, size_t);
    return turn(READ) ? -1 : real(fd, to, cut(len));
}
ssize_t pread(int fd, void *to, size_t len, off_t at)
{
    NEXT(ssize_t, "pread", int, void *, size_t, off_t);
    return turn(READ) ? -1 : real(fd, to, cut(len), at);
}
ssize_t pread64(int fd, void *to, size_t len, off64_t at)
{
    NEXT(ssize_t, "pread64", int, void *, size_t, off64_t);
    return turn(READ) ? -1 : real(fd, to, cut(len), at);
}
ssize_t write(int fd, const void *from, size_t len)
{
    NEXT(ssize_t, "write", int, const void *, size_t);
    return turn(WRITE) ? -1 : real(fd, from, cut(len));
}
ssize_t pwrite(int fd, const void *from, size_t len, off_t at)
{
    NEXT(ssize_t, "pwrite", int, const void *, size_t, off_t);
    return turn(WRITE) ? -1 : real(fd, from, cut(len), at);
}
ssize_t pwrite64(int fd, const void *from, size_t len, off64_t at)
{
    NEXT(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    return turn(WRITE) ? -1 : real(fd, from, cut(len), at);
}

/* The C library writes for streams by itself: a stream fails where it is used. Not standard error, on which
 * the program says what failed. */
static bool stream_turn(enum kind kind, FILE *stream)
{
    if (stream == stderr || !turn(kind))
        return false;
    stream->_flags |= _IO_ERR_SEEN; /* as ferror shows it */
    return true;
}
size_t fwrite(const void *from, size_t size, size_t count, FILE *to)
{
    NEXT(size_t, "fwrite", const void *, size_t, size_t, FILE *);
    return stream_turn(WRITE, to) ? 0 : real(from, size, count, to);
}
int fflush(FILE *to)
{
    NEXT(int, "fflush", FILE *);
    return to && stream_turn(WRITE, to) ? EOF : real(to);
}
size_t fread(void *to, size_t size, size_t count, FILE *from)
{
    NEXT(size_t, "fread", void *, size_t, size_t, FILE *);
    return stream_turn(READ, from) ? 0 : real(to, size, count, from);
}

int fsync(int fd)
{
    NEXT(int, "fsync", int);
    return turn(SYNC) ? -1 : real(fd);
}
int rename(const char *from, const char *to)
{
    NEXT(int, "rename", const char *, const char *);
    return turn_named(RENAME, to) ? -1 : real(from, to);
}
int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    NEXT(int, "renameat", int, const char *, int, const char *);
    return turn_named(RENAME, to) ? -1 : real(from_folder, from, to_folder, to);
}
int unlink(const char *path)
{
    NEXT(int, "unlink", const char *);
    return turn_named(UNLINK, path) ? -1 : real(path);
}
int mkdir(const char *path, mode_t mode)
{
    NEXT(int, "mkdir", const char *, mode_t);
    return turn_named(FOLDER, path) ? -1 : real(path, mode);
}

/* Closed all the same: what fails is what close had to say. */
int close(int fd)
{
    NEXT(int, "close", int);
    bool fails = turn(CLOSE);
    int why = errno, result = real(fd);
    errno = fails ? why : errno;
    return fails ? -1 : result;
}
int fclose(FILE *stream)
{
    NEXT(int, "fclose", FILE *);
    bool fails = turn(CLOSE);
    int why = errno, result = real(stream);
    errno = fails ? why : errno;
    return fails ? EOF : result;
}

int stat(const char *path, struct stat *st)
{
    NEXT(int, "stat", const char *, struct stat *);
    return turn_named(STAT, path) ? -1 : real(path, st);
}
int stat64(const char *path, struct stat64 *st)
{
    NEXT(int, "stat64", const char *, struct stat64 *);
    return turn_named(STAT, path) ? -1 : real(path, st);
}
int fstat(int fd, struct stat *st)
{
    NEXT(int, "fstat", int, struct stat *);
    return turn(STAT) ? -1 : real(fd, st);
}
int fstat64(int fd, struct stat64 *st)
{
    NEXT(int, "fstat64", int, struct stat64 *);
    return turn(STAT) ? -1 : real(fd, st);
}

/* ---- threads and clocks ------------------------------------------------------------------------------ */

int pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*start)(void *), void *arg)
{
    NEXT(int, "pthread_create", pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    return turn(THREAD) ? EAGAIN : real(thread, attr, start, arg);
}

static atomic_long jumps;
static long jump(void)
{
    return setting.clock && atomic_fetch_add(&jumps, 1) % 2 ? setting.clock : 0;
}
time_t time(time_t *out)
{
    NEXT(time_t, "time", time_t *);
    time_t now = real(NULL) + jump();
    if (out)
        *out = now;
    return now;
}
int clock_gettime(clockid_t clock, struct timespec *now)
{
    NEXT(int, "clock_gettime", clockid_t, struct timespec *);
    int result = real(clock, now);
    if (result == 0 && clock == CLOCK_REALTIME)
        now->tv_sec += jump();
    if (result == 0 && clock == CLOCK_THREAD_CPUTIME_ID)
        now->tv_sec += setting.cpu * (atomic_fetch_add(&jumps, 1) + 1);
    return result;
}
