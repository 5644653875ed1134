/* mbaudit: finds the command and runs it; everything else is in the rooms. */
#include <errno.h>
#include <fcntl.h>
#include <libxml/parser.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cmd/sandbox.h"
#include "cmd/table.h"

/* What was printed must have arrived: a full disk is a failed run, whatever the command said. A run that
 * failed has said why. */
static int close_output(const struct cmd_options *opt, int code)
{
    if (code == CMD_EXIT_FAILED || (fflush(stdout) == 0 && !ferror(stdout)))
        return code;
    cmd_error(opt, "standard output: %s", strerror(errno));
    return CMD_EXIT_FAILED;
}

/* A standard stream that came closed would be the next file opened, and messages would land in a report. It
 * is kept taken, open in the wrong direction, so that using it fails as it should. */
static void keep_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
            _exit(CMD_EXIT_FAILED);
}

/* What belongs to the process and must stand before there are threads. libarchive turns the zone-less times
 * of zip and cab with mktime: they mean the same everywhere only if the zone is fixed. Buffers as large as
 * an export are kept for the next one instead of being given back to the kernel each time. */
static void prepare_process(void)
{
    setenv("TZ", "UTC0", 1);
    tzset();
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 32 << 20);
    cmd_drop_privileges();
    cmd_prepare_memory();
    xmlInitParser();
}

int main(int argc, char **argv)
{
    struct cmd_options opt;
    keep_standard_streams();
    prepare_process();
    int code = cmd_options_parse(&opt, argc, argv);
    if (code == CMD_EXIT_OK) {
        cmd_catch_signals();
        cmd_limit_memory(&opt);
        code = close_output(&opt, opt.command->run(&opt));
    }
    cmd_options_free(&opt);
    cmd_end();
    return code;
}
