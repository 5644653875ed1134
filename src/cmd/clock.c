/* When this run is: the clock, or SOURCE_DATE_EPOCH. */
#include "cmd/cmd.h"

int cmd_now(const struct cmd_options *opt, mba_time *now)
{
    const char *bad = NULL;
    if (mba_time_now(now, &bad))
        return CMD_EXIT_OK;
    return cmd_usage(opt, "SOURCE_DATE_EPOCH is '%s'; it must be a number of seconds since 1970", bad);
}
