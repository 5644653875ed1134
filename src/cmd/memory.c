/* The end of memory. libxml2 2.9 and libxslt do not survive it: what they could not allocate is then an
 * attribute or a text that is not there, a stylesheet that "does not compile", or a crash. A report made from
 * that would be wrong without anybody knowing, so their allocations either succeed or end the run, in the way
 * any failed run ends: one line, no half-written file, exit status 4. */
#include <libxml/parser.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <unistd.h>

#include "cmd/cmd.h"

/* What --max-memory says, as text for the line below; written once, before there are threads. */
static char limit_text[96];

/* The first thread to get here ends the process; others wait for that. Nothing here allocates. */
_Noreturn static void end_run(void)
{
    static const char line[] = "mbaudit: out of memory";
    static atomic_flag ending = ATOMIC_FLAG_INIT;
    while (atomic_flag_test_and_set(&ending))
        pause();
    mba_output_cleanup_signal();
    struct iovec parts[] = {
        {(void *)line, sizeof line - 1}, {limit_text, strlen(limit_text)}, {(char[]){'\n'}, 1}};
    ssize_t said = writev(STDERR_FILENO, parts, 3);
    (void)said; /* there is nobody else to tell */
    _exit(CMD_EXIT_FAILED);
}

static void *sure_malloc(size_t size)
{
    void *taken = malloc(size ? size : 1);
    if (!taken)
        end_run();
    return taken;
}

static void *sure_realloc(void *old, size_t size)
{
    void *taken = realloc(old, size ? size : 1);
    if (!taken)
        end_run();
    return taken;
}

static char *sure_strdup(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(sure_malloc(size), text, size);
}

/* libarchive calls exit when it has no memory for a name, which would leave temporary files and an exit
 * status that means something else. It has said why. */
static atomic_bool whole;

static void end_early(void)
{
    if (atomic_load(&whole))
        return;
    mba_output_cleanup_signal();
    _exit(CMD_EXIT_FAILED);
}

void cmd_prepare_memory(void)
{
    xmlMemSetup(free, sure_malloc, sure_realloc, sure_strdup);
    atexit(end_early);
}

void cmd_limit_memory(const struct cmd_options *opt)
{
    uint64_t bytes = opt->limits.value[MBA_LIMIT_MEMORY];
#ifndef MBA_NO_SANDBOX
    struct rlimit limit;
    if (bytes == 0 || getrlimit(RLIMIT_DATA, &limit) != 0)
        return;
    if (bytes < limit.rlim_cur)
        limit.rlim_cur = bytes;
    if (bytes < limit.rlim_max)
        limit.rlim_max = bytes;
    setrlimit(RLIMIT_DATA, &limit);
#endif
    snprintf(limit_text, sizeof limit_text, " (more than %llu bytes; raise it with --max-memory)",
             (unsigned long long)bytes);
}

void cmd_end(void)
{
    atomic_store(&whole, true);
}
