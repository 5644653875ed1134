/* The man page and the completion, made from the tables: a template's @NAME@ lines are filled in. Linked
 * into src/mkdocs.c and the tests, not into the program. */
#include <string.h>

#include "cmd/table.h"
#include "mbaudit/import.h"

/* ---- man page --------------------------------------------------------------------------------------------
 */

/* Text for roff: a dash is a dash, a backslash itself, and no line begins with a control character. */
static void roff(struct mba_buf *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        mba_buf_puts(out, "\\&");
    for (; *text; text++) {
        if (*text == '-')
            mba_buf_puts(out, "\\-");
        else if (*text == '\\')
            mba_buf_puts(out, "\\e");
        else
            mba_buf_putc(out, *text);
    }
}

static void man_term(struct mba_buf *out, const char *name, const char *text)
{
    mba_buf_puts(out, ".TP\n.B ");
    roff(out, name);
    mba_buf_putc(out, '\n');
    roff(out, text);
    mba_buf_putc(out, '\n');
}

static void man_title(struct mba_buf *out)
{
    mba_buf_puts(out, ".TH MBAUDIT 1 \"\" \"mbaudit " MBA_VERSION "\" \"User Commands\"\n");
}

static void man_synopsis(struct mba_buf *out)
{
    for (const struct cmd_command *c = cmd_commands; c < cmd_commands + CMD_COUNT; c++) {
        bool is_default = c == &cmd_commands[CMD_RUN];
        mba_buf_printf(out, "%s.B mbaudit %s%s%s\n[\\fIOPTION\\fR]...", is_default ? "" : ".br\n",
                       is_default ? "[" : "", c->name, is_default ? "]" : "");
        if (*c->operands)
            mba_buf_printf(out, " \\fI%s\\fR", c->operands);
        mba_buf_putc(out, '\n');
    }
}

static void man_commands(struct mba_buf *out)
{
    for (const struct cmd_command *c = cmd_commands; c < cmd_commands + CMD_COUNT; c++) {
        mba_buf_printf(out, ".TP\n.B %s \\fI%s\\fR\n", c->name, c->operands);
        roff(out, c->text);
        mba_buf_putc(out, '\n');
    }
}

static void man_option(struct mba_buf *out, const struct cmd_option *option)
{
    struct mba_buf help = {0};
    mba_buf_puts(out, ".TP\n");
    if (option->letter)
        mba_buf_printf(out, "\\fB\\-%c\\fR, ", option->letter);
    mba_buf_puts(out, "\\fB\\-\\-");
    roff(out, option->name);
    mba_buf_puts(out, "\\fR");
    if (option->value)
        mba_buf_printf(out, " \\fI%s\\fR", option->value);
    cmd_option_help(option, &help);
    mba_buf_putc(out, '\n');
    roff(out, help.data ? help.data : "");
    if (option->commands != CMD_ALL) {
        mba_buf_puts(out, "\n[");
        cmd_command_names(option->commands, out);
        mba_buf_putc(out, ']');
    }
    mba_buf_putc(out, '\n');
    out->failed = out->failed || help.failed;
    mba_buf_free(&help);
}

static void man_options(struct mba_buf *out)
{
    for (int group = 0; group < CMD_GROUP_COUNT; group++) {
        mba_buf_printf(out, ".SS %s\n", cmd_group_titles[group]);
        for (size_t i = 0; i < cmd_option_count(); i++) {
            struct cmd_option option = cmd_option_at(i);
            if ((int)option.group == group)
                man_option(out, &option);
        }
    }
}

static void man_reads(struct mba_buf *out)
{
    for (const struct mba_format *const *f = mba_formats; *f; f++)
        man_term(out, (*f)->name, (*f)->help);
}

static void man_writes(struct mba_buf *out)
{
    for (const struct mba_report_format *f = mba_report_formats; f->name; f++) {
        mba_buf_printf(out, ".TP\n.B %s \\fR(%s)\n", f->name, f->files[0].name);
        roff(out, f->help);
        mba_buf_putc(out, '\n');
    }
}

/* What is limited, from where on, by which option, and what is said then. */
static void man_limits(struct mba_buf *out)
{
    struct mba_limits limits;
    mba_limits_default(&limits);
    mba_buf_puts(out, ".TS\nlb lb lb\nl r l.\nLimit\tDefault\tOption\n");
    for (size_t i = 0; i < MBA_LIMIT_COUNT; i++) {
        const struct mba_limit_info *info = &mba_limit_table[i];
        mba_buf_printf(out, "%s\t", info->name);
        cmd_size_text(info->value, out);
        mba_buf_puts(out, "\t\\-\\-");
        roff(out, info->option);
        mba_buf_putc(out, '\n');
    }
    char message[256];
    mba_limit_message(&limits, MBA_LIMIT_KEYS, message, sizeof message);
    mba_buf_puts(out, ".TE\n.PP\nThe message names limit and option:\n");
    roff(out, message);
    mba_buf_puts(out, ".\n");
}

static void man_exits(struct mba_buf *out)
{
    for (size_t i = 0; i < sizeof cmd_exits / sizeof cmd_exits[0]; i++) {
        mba_buf_printf(out, ".TP\n.B %d\n", cmd_exits[i].code);
        roff(out, cmd_exits[i].meaning);
        mba_buf_putc(out, '\n');
    }
}

/* ---- bash completion: each table becomes lines of shell -------------------------------------------------
 */

static const char *const offers[] = {
    [CMD_COMPLETE_NOTHING] = "nothing", [CMD_COMPLETE_FILE] = "file",       [CMD_COMPLETE_FOLDER] = "folder",
    [CMD_COMPLETE_ARTICLE] = "article", [CMD_COMPLETE_COMMAND] = "command", [CMD_COMPLETE_WORDS] = "words",
};

/* "'kb list') known='-o --output ...'; operand=file ;;" */
static void bash_command(struct mba_buf *out, int id)
{
    mba_buf_printf(out, "    '%s')\n        operand='%s' known='", cmd_commands[id].name,
                   offers[cmd_commands[id].complete]);
    const char *separator = "";
    for (size_t i = 0; i < cmd_option_count(); i++) {
        struct cmd_option option = cmd_option_at(i);
        if (!(option.commands & CMD_BIT(id)))
            continue;
        if (option.letter)
            mba_buf_printf(out, "%s-%c", separator, option.letter);
        mba_buf_printf(out, "%s--%s", option.letter ? " " : separator, option.name);
        separator = " ";
    }
    mba_buf_puts(out, "' ;;\n");
}

static void bash_commands(struct mba_buf *out)
{
    for (int id = 0; id < CMD_COUNT; id++)
        bash_command(out, id);
}

/* One pattern of a case: "    -f | --format) offer=words words='html csv' ;;" */
static void bash_values(struct mba_buf *out)
{
    for (size_t i = 0; i < cmd_option_count(); i++) {
        struct cmd_option option = cmd_option_at(i);
        struct mba_buf words = {0};
        if (!option.value)
            continue;
        mba_buf_puts(out, "    ");
        if (option.letter)
            mba_buf_printf(out, "-%c | ", option.letter);
        mba_buf_printf(out, "--%s) offer='%s'", option.name, offers[option.complete]);
        if (option.words) {
            option.words(&words);
            mba_buf_printf(out, " words='%s'", words.data ? words.data : "");
        }
        mba_buf_puts(out, " ;;\n");
        out->failed = out->failed || words.failed;
        mba_buf_free(&words);
    }
}

/* First words, and for families their second words: "kb) words='list show check test' ;;" */
static void bash_first_words(struct mba_buf *out)
{
    const char *family = "";
    mba_buf_puts(out, "    local first='");
    for (int id = 0; id < CMD_COUNT; id++) {
        const char *name = cmd_commands[id].name;
        size_t len = strcspn(name, " ");
        if (strncmp(family, name, len) == 0 && family[len] == ' ')
            continue;
        mba_buf_printf(out, "%s%.*s", id ? " " : "", (int)len, name);
        family = name;
    }
    mba_buf_puts(out, "'\n");
}

static void bash_second_words(struct mba_buf *out)
{
    mba_buf_puts(out, "    local second='");
    const char *separator = "";
    for (int id = 0; id < CMD_COUNT; id++) {
        if (!strchr(cmd_commands[id].name, ' '))
            continue;
        mba_buf_printf(out, "%s%s", separator, strchr(cmd_commands[id].name, ' ') + 1);
        separator = " ";
    }
    mba_buf_puts(out, "'\n");
}

/* ---- templates
 * --------------------------------------------------------------------------------------------- */

static const struct mark {
    const char *name;
    void (*fill)(struct mba_buf *out);
} marks[] = {
    {"@TITLE@", man_title},
    {"@SYNOPSIS@", man_synopsis},
    {"@COMMANDS@", man_commands},
    {"@OPTIONS@", man_options},
    {"@READS@", man_reads},
    {"@WRITES@", man_writes},
    {"@EXITS@", man_exits},
    {"@LIMITS@", man_limits},
    {"@BASH_COMMANDS@", bash_commands},
    {"@BASH_VALUES@", bash_values},
    {"@BASH_FIRST@", bash_first_words},
    {"@BASH_SECOND@", bash_second_words},
};

static bool fill_line(struct mba_buf *out, const char *line, size_t len)
{
    if (len < 2 || line[0] != '@' || line[len - 1] != '@') {
        mba_buf_add(out, line, len);
        mba_buf_putc(out, '\n');
        return true;
    }
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (strlen(marks[i].name) == len && memcmp(marks[i].name, line, len) == 0) {
            marks[i].fill(out);
            return true;
        }
    }
    return false;
}

bool cmd_docs_fill(const char *tmpl, size_t len, struct mba_buf *out, unsigned long *bad)
{
    for (*bad = 1; len > 0; ++*bad) {
        const char *end = memchr(tmpl, '\n', len);
        size_t line = end ? (size_t)(end - tmpl) : len;
        if (!fill_line(out, tmpl, line))
            return false;
        line += end ? 1 : 0;
        tmpl += line;
        len -= line;
    }
    *bad = 0;
    return true;
}
