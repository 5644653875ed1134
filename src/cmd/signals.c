/* Interrupted: no half-written file stays behind, and the shell still learns which signal it was. */
#include <signal.h>
#include <string.h>

#include "cmd/cmd.h"

static void clean_up(int number)
{
    mba_output_cleanup_signal();
    raise(number); /* SA_RESETHAND: now with the default action, once this handler returns */
}

void cmd_catch_signals(void)
{
    static const int caught[] = {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGXCPU};
    struct sigaction action = {0}, before;
    action.sa_handler = clean_up;
    action.sa_flags = SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof caught / sizeof caught[0]; i++)
        if (sigaction(caught[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) /* nohup stays so */
            sigaction(caught[i], &action, NULL);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a failed write, which has a message */
}
