/* Looking things up in the tables of options.c, and putting them into words. */
#include <string.h>

#include "cmd/table.h"

const struct cmd_command *cmd_command_find(const char *first, const char *second)
{
    size_t len = strlen(first);
    for (const struct cmd_command *c = cmd_commands; c < cmd_commands + CMD_COUNT; c++) {
        if (strncmp(c->name, first, len) != 0)
            continue;
        if (!c->name[len] || (c->name[len] == ' ' && second && strcmp(c->name + len + 1, second) == 0))
            return c;
    }
    return NULL;
}

void cmd_size_text(uint64_t value, struct mba_buf *out)
{
    static const char units[] = {'G', 'M', 'K'};
    for (unsigned i = 0; i < sizeof units; i++) {
        uint64_t unit = (uint64_t)1 << (30 - 10 * i);
        if (value && value % unit == 0) {
            mba_buf_printf(out, "%llu%c", (unsigned long long)(value / unit), units[i]);
            return;
        }
    }
    mba_buf_printf(out, "%llu", (unsigned long long)value);
}

void cmd_option_help(const struct cmd_option *option, struct mba_buf *out)
{
    const char *words = strstr(option->help, "{words}");
    if (words) {
        mba_buf_add(out, option->help, (size_t)(words - option->help));
        option->words(out);
        mba_buf_puts(out, words + strlen("{words}"));
    } else {
        mba_buf_puts(out, option->help);
    }
    if (option->group == CMD_GROUP_LIMITS) {
        mba_buf_puts(out, " (default: ");
        cmd_size_text(mba_limit_table[option->at].value, out);
        mba_buf_putc(out, ')');
    }
}

void cmd_command_names(unsigned commands, struct mba_buf *out)
{
    const char *separator = "";
    for (unsigned i = 0; i < CMD_COUNT; i++) {
        if (commands & CMD_BIT(i)) {
            mba_buf_printf(out, "%s%s", separator, cmd_commands[i].name);
            separator = ", ";
        }
    }
}
