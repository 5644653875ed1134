/* What is said to the user, on standard error. Text from outside is made visible before it gets there. */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cmd/table.h"

#define WIPE "\r\033[K"

/* One fwrite a line, so that lines of two threads do not mix. */
static void say(const struct cmd_options *opt, const char *text, size_t len)
{
    struct mba_buf line = {0};
    if (opt->progress)
        mba_buf_puts(&line, WIPE);
    mba_buf_puts(&line, "mbaudit: ");
    mba_text_visible(&line, text, len, true);
    mba_buf_putc(&line, '\n');
    if (line.failed)
        fputs("mbaudit: out of memory for a message\n", stderr);
    else
        fwrite(line.data, 1, line.len, stderr);
    mba_buf_free(&line);
}

MBA_PRINTF(2, 0)
static void say_format(const struct cmd_options *opt, const char *fmt, va_list args)
{
    char *text;
    int len = vasprintf(&text, fmt, args);
    if (len < 0) {
        fputs("mbaudit: out of memory for a message\n", stderr);
        return;
    }
    say(opt, text, (size_t)len);
    free(text);
}

void cmd_error(const struct cmd_options *opt, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    say_format(opt, fmt, args);
    va_end(args);
}

void cmd_note(const struct cmd_options *opt, const char *fmt, ...)
{
    if (opt->quiet)
        return;
    va_list args;
    va_start(args, fmt);
    say_format(opt, fmt, args);
    va_end(args);
}

void cmd_detail(const struct cmd_options *opt, const char *fmt, ...)
{
    if (!opt->verbose)
        return;
    va_list args;
    va_start(args, fmt);
    say_format(opt, fmt, args);
    va_end(args);
}

int cmd_usage(const struct cmd_options *opt, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    say_format(opt, fmt, args);
    va_end(args);
    fputs("Try 'mbaudit --help'.\n", stderr);
    return CMD_EXIT_USAGE;
}

void cmd_progress(const struct cmd_options *opt, const char *fmt, ...)
{
    char text[256];
    struct mba_buf line = {0};
    if (!opt->progress)
        return;
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (len < 0)
        return;
    text[len < opt->width ? len : opt->width - 1] = '\0'; /* a line that wraps could not be wiped */
    mba_buf_puts(&line, WIPE);
    mba_text_visible(&line, text, strlen(text), false);
    if (!line.failed)
        fwrite(line.data, 1, line.len, stderr);
    fflush(stderr);
    mba_buf_free(&line);
}

void cmd_problems(const struct cmd_options *opt, const struct mba_problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        struct mba_buf line = {0};
        if (opt->quiet && problems->items[i].grade == MBA_OK)
            continue;
        mba_problem_line(&line, &problems->items[i]);
        if (!line.failed)
            say(opt, line.data ? line.data : "", line.len);
        mba_buf_free(&line);
    }
    if (problems->failed)
        cmd_error(opt, "out of memory to list every problem");
}

/* ---- the terminal ----------------------------------------------------------------------------------------
 */

static bool terminal(int fd)
{
    const char *term = getenv("TERM");
    return isatty(fd) && term && strcmp(term, "dumb") != 0;
}

bool cmd_color_wanted(void)
{
    const char *no = getenv("NO_COLOR");
    return terminal(STDOUT_FILENO) && !(no && *no);
}

static int columns(void)
{
    struct winsize size;
    int width = 80;
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        width = size.ws_col;
    return width < 40 ? 40 : width > 100 ? 100 : width;
}

void cmd_look_at_terminal(struct cmd_options *opt)
{
    opt->color_out = cmd_color_wanted();
    opt->progress = terminal(STDERR_FILENO);
    opt->width = columns();
}
