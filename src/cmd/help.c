/* mbaudit --help, mbaudit help [COMMAND], mbaudit --version. */
#include <string.h>

#include "cmd/table.h"
#include "mbaudit/import.h"

#define COLUMN 26 /* where explanations begin */

/* Words of text from column indent on, broken before width; *at is the column reached. */
static void wrap(struct mba_buf *out, const char *text, size_t *at, size_t indent, size_t width)
{
    while (*text) {
        size_t len = strcspn(text, " ");
        if (*at > indent && *at + 1 + len > width) {
            mba_buf_putc(out, '\n');
            *at = 0;
        } else if (*at > indent) {
            mba_buf_putc(out, ' ');
            ++*at;
        }
        for (; *at < indent; ++*at)
            mba_buf_putc(out, ' ');
        mba_buf_add(out, text, len);
        *at += len;
        text += len + (text[len] == ' ');
    }
}

static void paragraph(struct mba_buf *out, const char *text, int width)
{
    size_t at = 0;
    wrap(out, text, &at, 0, (size_t)width);
    mba_buf_puts(out, "\n");
}

/* "  name        explanation", the explanation on lines of its own when the name is long. */
static void entry(struct mba_buf *out, const char *name, const char *text, int width)
{
    size_t at = strlen(name) + 2;
    mba_buf_printf(out, "  %s", name);
    if (at + 2 > COLUMN) {
        mba_buf_putc(out, '\n');
        at = 0;
    }
    wrap(out, text, &at, COLUMN, (size_t)width);
    mba_buf_putc(out, '\n');
}

static void usage_line(struct mba_buf *out, const char *lead, const struct cmd_command *command)
{
    bool is_default = command == &cmd_commands[CMD_RUN];
    mba_buf_printf(out, "%s mbaudit %s%s%s [OPTION]...%s%s\n", lead, is_default ? "[" : "", command->name,
                   is_default ? "]" : "", *command->operands ? " " : "", command->operands);
}

static void option_entry(struct mba_buf *out, const struct cmd_option *option, bool name_commands, int width)
{
    char name[80];
    struct mba_buf text = {0};
    snprintf(name, sizeof name, "%c%c%s --%s%s%s", option->letter ? '-' : ' ',
             option->letter ? option->letter : ' ', option->letter ? "," : " ", option->name,
             option->value ? " " : "", option->value ? option->value : "");
    cmd_option_help(option, &text);
    if (name_commands && option->commands != CMD_ALL) {
        mba_buf_puts(&text, " [");
        cmd_command_names(option->commands, &text);
        mba_buf_putc(&text, ']');
    }
    entry(out, name, text.data ? text.data : "", width);
    out->failed = out->failed || text.failed;
    mba_buf_free(&text);
}

static void option_group(struct mba_buf *out, enum cmd_group group, unsigned commands, int width)
{
    bool titled = false;
    for (size_t i = 0; i < cmd_option_count(); i++) {
        struct cmd_option option = cmd_option_at(i);
        if (option.group != group || !(option.commands & commands))
            continue;
        if (!titled)
            mba_buf_printf(out, "\n%s:\n", cmd_group_titles[group]);
        titled = true;
        option_entry(out, &option, commands == CMD_ALL, width);
    }
}

static void option_groups(struct mba_buf *out, unsigned commands, int width)
{
    for (int group = 0; group < CMD_GROUP_COUNT; group++)
        option_group(out, (enum cmd_group)group, commands, width);
}

static void formats(struct mba_buf *out, int width)
{
    mba_buf_puts(out, "\nReads, alone or in zip, tar (gzip, bzip2, xz, zstd), 7z, cab and gzip archives:\n");
    for (const struct mba_format *const *f = mba_formats; *f; f++)
        entry(out, (*f)->name, (*f)->help, width);
    mba_buf_puts(out, "\nWrites:\n");
    for (const struct mba_report_format *f = mba_report_formats; f->name; f++)
        entry(out, f->name, f->help, width);
}

static void exit_codes(struct mba_buf *out, int width)
{
    mba_buf_puts(out, "\nExit status, the highest that applies:\n");
    for (size_t i = 0; i < sizeof cmd_exits / sizeof cmd_exits[0]; i++) {
        char code[8];
        snprintf(code, sizeof code, "%d", cmd_exits[i].code);
        entry(out, code, cmd_exits[i].meaning, width);
    }
}

static void help_all(int width, struct mba_buf *out)
{
    usage_line(out, "Usage:", &cmd_commands[CMD_RUN]);
    mba_buf_puts(out, "   or: mbaudit COMMAND [OPTION]... [OPERAND]...\n\n");
    paragraph(
        out,
        "Audits exports of Microsoft IIS metabases offline: what is wrong on each server, why it matters "
        "and how to put it right.",
        width);
    mba_buf_puts(out, "\nCommands:\n");
    for (size_t i = 0; i < CMD_COUNT; i++)
        entry(out, cmd_commands[i].name, cmd_commands[i].summary, width);
    option_groups(out, CMD_ALL, width);
    formats(out, width);
    exit_codes(out, width);
}

void cmd_help_text(enum cmd_id id, int width, struct mba_buf *out)
{
    if (id == CMD_COUNT) {
        help_all(width, out);
        return;
    }
    usage_line(out, "Usage:", &cmd_commands[id]);
    mba_buf_putc(out, '\n');
    paragraph(out, cmd_commands[id].text, width);
    option_groups(out, CMD_BIT(id), width);
}

/* ---- the commands ----------------------------------------------------------------------------------------
 */

static int print(const struct cmd_options *opt, struct mba_buf *text)
{
    int code = CMD_EXIT_OK;
    if (text->failed) {
        cmd_error(opt, "out of memory");
        code = CMD_EXIT_FAILED;
    } else {
        fwrite(text->data, 1, text->len, stdout);
    }
    mba_buf_free(text);
    return code;
}

/* "kb" alone: each of its commands. */
static bool help_family(const char *first, int width, struct mba_buf *out)
{
    size_t len = strlen(first);
    for (int i = 0; i < CMD_COUNT; i++) {
        if (strncmp(cmd_commands[i].name, first, len) != 0 || cmd_commands[i].name[len] != ' ')
            continue;
        if (out->len)
            mba_buf_putc(out, '\n');
        cmd_help_text((enum cmd_id)i, width, out);
    }
    return out->len > 0;
}

int cmd_help(const struct cmd_options *opt)
{
    struct mba_buf text = {0};
    const char *first = opt->operand_count > 0 ? opt->operands[0] : NULL;
    const char *second = opt->operand_count > 1 ? opt->operands[1] : NULL;
    const struct cmd_command *command = first ? cmd_command_find(first, second) : NULL;
    if (!first)
        cmd_help_text(CMD_COUNT, opt->width, &text);
    else if (command)
        cmd_help_text((enum cmd_id)(command - cmd_commands), opt->width, &text);
    else if (second || !help_family(first, opt->width, &text))
        return cmd_usage(opt, "no command '%s%s%s'", first, second ? " " : "", second ? second : "");
    return print(opt, &text);
}

int cmd_version(const struct cmd_options *opt)
{
    (void)opt;
    puts("mbaudit " MBA_VERSION);
    return CMD_EXIT_OK;
}
