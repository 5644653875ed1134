/* mbaudit: finds the command and runs it; everything else is in the rooms. */
#include <errno.h>
#include <string.h>

#include "cmd/table.h"

/* What was printed must have arrived: a full disk is a failed run, whatever the command said. */
static int close_output(const struct cmd_options *opt, int code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    cmd_error(opt, "standard output: %s", strerror(errno));
    return CMD_EXIT_FAILED;
}

int main(int argc, char **argv)
{
    struct cmd_options opt;
    int code = cmd_options_parse(&opt, argc, argv);
    if (code == CMD_EXIT_OK) {
        cmd_catch_signals();
        code = close_output(&opt, opt.command->run(&opt));
    }
    cmd_options_free(&opt);
    return code;
}
