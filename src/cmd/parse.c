/* argv -> struct cmd_options: first what was typed, then which command it is, then the values. */
#include <getopt.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/table.h"

struct given {
    struct cmd_option row;
    const char *value;
};
struct parse {
    struct cmd_options *opt;
    struct given *given; /* in the order typed */
    size_t given_count;
    size_t named; /* leading operands that may name a command: those before "--" */
};

enum { FIRST_LONG = 256 }; /* getopt's value of a row is its index from here on */

/* ---- what was typed --------------------------------------------------------------------------------------
 */

static int takes(const struct cmd_option *row)
{
    return row->value ? required_argument : no_argument;
}

/* letters: room for 3 per option; longs: for CMD_MAX_OPTIONS + 1. A leading '-' hands operands over in
 * order, a ':' tells a missing value from an unknown option. */
static void make_getopt_tables(char *letters, struct option *longs)
{
    size_t count = cmd_option_count();
    *letters++ = '-';
    *letters++ = ':';
    for (size_t i = 0; i < count; i++) {
        struct cmd_option row = cmd_option_at(i);
        longs[i] = (struct option){row.name, takes(&row), NULL, FIRST_LONG + (int)i};
        if (!row.letter)
            continue;
        *letters++ = row.letter;
        if (row.value)
            *letters++ = ':';
    }
    *letters = '\0';
    memset(&longs[count], 0, sizeof longs[count]);
}

static bool find_row(int code, struct cmd_option *row)
{
    if (code >= FIRST_LONG) {
        *row = cmd_option_at((size_t)(code - FIRST_LONG));
        return true;
    }
    for (size_t i = 0; i < cmd_option_count(); i++) {
        *row = cmd_option_at(i);
        if (row->letter == code)
            return true;
    }
    return false;
}

/* "--nam" begins several names, or none: say which. */
static int unknown_long(const struct parse *p, const char *typed)
{
    struct cmd_suggest near = {0};
    struct mba_buf list = {0};
    char name[64];
    size_t len = strcspn(typed, "="), hits = 0;
    snprintf(name, sizeof name, "%.*s", (int)(len < sizeof name ? len : sizeof name - 1), typed);
    near.typed = name;
    for (size_t i = 0; i < cmd_option_count(); i++) {
        struct cmd_option row = cmd_option_at(i);
        cmd_suggest_offer(&near, row.name);
        if (len && strncmp(row.name, typed, len) == 0)
            mba_buf_printf(&list, "%s--%s", hits++ ? ", " : "", row.name);
    }
    int code;
    if (hits > 1)
        code = cmd_usage(p->opt, "--%s could be %s", name, list.data ? list.data : "");
    else if (near.best)
        code = cmd_usage(p->opt, "unknown option --%s; did you mean --%s?", name, near.best);
    else
        code = cmd_usage(p->opt, "unknown option --%s", name);
    mba_buf_free(&list);
    return code;
}

static int wrong_option(const struct parse *p, int code, const char *word)
{
    struct cmd_option row;
    if (!optopt)
        return unknown_long(p, word + 2);
    if (!find_row(optopt, &row))
        return cmd_usage(p->opt, "unknown option -%c", optopt);
    if (code == ':')
        return cmd_usage(p->opt, "--%s needs a value: %s", row.name, row.value);
    return cmd_usage(p->opt, "--%s takes no value", row.name);
}

static bool take_option(struct parse *p, int code)
{
    struct given *given = &p->given[p->given_count];
    if (!find_row(code, &given->row))
        return false;
    given->value = given->row.value ? optarg : NULL;
    if (given->value && !*given->value) {
        cmd_usage(p->opt, "--%s needs a value: %s", given->row.name, given->row.value);
        return false;
    }
    p->given_count++;
    return true;
}

static void take_operand(struct parse *p, const char *operand)
{
    p->opt->operands[p->opt->operand_count++] = operand;
}

static bool collect(struct parse *p, int argc, char **argv)
{
    struct option longs[CMD_MAX_OPTIONS + 1];
    char letters[2 * CMD_MAX_OPTIONS + 3];
    int code;
    make_getopt_tables(letters, longs);
    opterr = 0;
    optind = 0; /* glibc: start afresh */
    while ((code = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
        if (code == 1) {
            take_operand(p, optarg);
        } else if (code == '?' || code == ':') {
            wrong_option(p, code, argv[optind - 1]);
            return false;
        } else if (!take_option(p, code)) {
            return false;
        }
    }
    p->named = p->opt->operand_count;
    while (optind < argc)
        take_operand(p, argv[optind++]);
    return true;
}

/* ---- which command it is ---------------------------------------------------------------------------------
 */

static void drop_operands(struct cmd_options *opt, size_t count)
{
    opt->operand_count -= count;
    memmove(opt->operands, opt->operands + count, opt->operand_count * sizeof *opt->operands);
}

/* "kb" and a second word that is not one of its commands. */
static bool wrong_second(const struct parse *p, const char *first, const char *second)
{
    struct mba_buf list = {0};
    size_t len = strlen(first);
    for (size_t i = 0; i < CMD_COUNT; i++) {
        const char *name = cmd_commands[i].name;
        if (strncmp(name, first, len) == 0 && name[len] == ' ')
            mba_buf_printf(&list, "%s%s", list.len ? ", " : "", name + len + 1);
    }
    if (list.len && second)
        cmd_usage(p->opt, "%s has no command '%s'; it has %s", first, second, list.data);
    else if (list.len)
        cmd_usage(p->opt, "%s needs a command: %s", first, list.data);
    bool is_wrong = list.len > 0;
    mba_buf_free(&list);
    return is_wrong;
}

/* A file that is not there, but nearly the name of a command. */
static bool mistyped(const struct parse *p, const char *word)
{
    struct cmd_suggest near = {.typed = word};
    for (size_t i = 0; i < CMD_COUNT; i++)
        cmd_suggest_offer(&near, cmd_commands[i].name);
    if (!near.best || access(word, F_OK) == 0)
        return false;
    cmd_usage(p->opt, "no command and no file '%s'; did you mean '%s'?", word, near.best);
    return true;
}

static bool has_given(const struct parse *p, char letter)
{
    for (size_t i = 0; i < p->given_count; i++)
        if (p->given[i].row.letter == letter)
            return true;
    return false;
}

static bool resolve(struct parse *p)
{
    struct cmd_options *opt = p->opt;
    const char *first = p->named > 0 ? opt->operands[0] : NULL;
    const char *second = p->named > 1 ? opt->operands[1] : NULL;
    opt->command = first ? cmd_command_find(first, second) : NULL;
    if (opt->command) {
        drop_operands(opt, strchr(opt->command->name, ' ') ? 2 : 1);
        return true;
    }
    opt->command = &cmd_commands[CMD_RUN];
    return !first || !(wrong_second(p, first, second) || mistyped(p, first));
}

/* --help and --version win over whatever else is typed. */
static bool asks_for_help(struct parse *p)
{
    static const struct cmd_command version = {.name = "version", .run = cmd_version};
    struct cmd_options *opt = p->opt;
    if (has_given(p, 'h')) {
        bool is_command =
            p->named > 0 && (strcmp(opt->operands[0], "kb") == 0 ||
                             cmd_command_find(opt->operands[0], p->named > 1 ? opt->operands[1] : NULL));
        opt->operand_count = !is_command ? 0 : p->named > 1 ? 2 : 1;
        opt->command = &cmd_commands[CMD_HELP];
        return true;
    }
    if (has_given(p, 'V')) {
        opt->command = &version;
        return true;
    }
    return false;
}

/* ---- the values ------------------------------------------------------------------------------------------
 */

static bool belongs(const struct parse *p, const struct cmd_option *row)
{
    struct mba_buf list = {0};
    if (row->commands & CMD_BIT(p->opt->command - cmd_commands))
        return true;
    cmd_command_names(row->commands, &list);
    cmd_usage(p->opt, "%s has no option --%s (it belongs to %s)", p->opt->command->name, row->name,
              list.data ? list.data : "others");
    mba_buf_free(&list);
    return false;
}

static bool in_order(const struct cmd_options *opt)
{
    bool open = opt->since == MBA_TIME_NONE || opt->until == MBA_TIME_NONE;
    if (open || opt->since <= opt->until)
        return true;
    cmd_usage(opt, "--since is later than --until: no snapshot can be between them");
    return false;
}

static bool apply(struct parse *p)
{
    p->opt->paths = calloc(p->given_count + 1, sizeof *p->opt->paths);
    if (!p->opt->paths) {
        cmd_error(p->opt, "out of memory");
        return false;
    }
    for (size_t i = 0; i < p->given_count; i++) {
        const struct given *given = &p->given[i];
        struct mba_buf why = {0};
        if (!belongs(p, &given->row))
            return false;
        bool good = given->row.set(p->opt, &given->row, given->value, &why);
        if (given->row.complete == CMD_COMPLETE_FILE || given->row.complete == CMD_COMPLETE_FOLDER)
            p->opt->paths[p->opt->path_count++] = given->value;
        if (!good)
            cmd_usage(p->opt, "--%s: %s", given->row.name, why.data ? why.data : "wrong value");
        mba_buf_free(&why);
        if (!good)
            return false;
    }
    if (p->opt->quiet)
        p->opt->progress = false;
    if (p->opt->param_count && !p->opt->report.sheet) {
        cmd_usage(p->opt, "--param is for the stylesheet of --xsl, and there is none");
        return false;
    }
    if (p->opt->report.sheet && !p->opt->formats_given)
        p->opt->format_count = 0;
    return in_order(p->opt);
}

static bool right_operands(const struct parse *p)
{
    static const struct cmd_command formats = {.name = "formats", .run = cmd_formats};
    const struct cmd_command *command = p->opt->command;
    if (p->opt->list_formats) {
        p->opt->command = &formats;
        return true;
    }
    size_t count = p->opt->operand_count;
    if (count < command->min) {
        cmd_usage(p->opt, "%s needs %s", command->name, command->operands);
        return false;
    }
    if (count > command->max) {
        cmd_usage(p->opt, "%s: '%s' is one operand too many", command->name, p->opt->operands[command->max]);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!*p->opt->operands[i]) {
            cmd_usage(p->opt, "%s: an operand is empty", command->name);
            return false;
        }
    }
    return true;
}

/* ---- all of it -------------------------------------------------------------------------------------------
 */

static unsigned cores(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return count < 1 ? 1 : count > CMD_MAX_JOBS ? CMD_MAX_JOBS : (unsigned)count;
}

static void add_default_formats(struct cmd_options *opt)
{
    static const char *const names[] = {"html", "csv"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct mba_report_format *format = mba_report_format_find(names[i]);
        if (format)
            opt->formats[opt->format_count++] = format;
    }
}

static bool set_defaults(struct cmd_options *opt, size_t argc)
{
    size_t formats = 1;
    for (const struct mba_report_format *f = mba_report_formats; f->name; f++)
        formats++;
    memset(opt, 0, sizeof *opt);
    opt->operands = calloc(argc + 1, sizeof *opt->operands);
    opt->kb_dirs = calloc(argc + 1, sizeof *opt->kb_dirs);
    opt->rules = calloc(argc + 1, sizeof *opt->rules);
    opt->waivers = calloc(argc + 1, sizeof *opt->waivers);
    opt->include.items = calloc(argc + 1, sizeof *opt->include.items);
    opt->exclude.items = calloc(argc + 1, sizeof *opt->exclude.items);
    opt->servers.items = calloc(argc + 1, sizeof *opt->servers.items);
    opt->join_window = CMD_DEFAULT_JOIN_WINDOW;
    opt->since = opt->until = MBA_TIME_NONE;
    opt->formats = calloc(formats, sizeof *opt->formats);
    opt->params = calloc(2 * argc + 1, sizeof *opt->params); /* ends with NULL */
    opt->report.params = opt->params;
    opt->fail_on = MBA_SEVERITY_WARNING;
    opt->jobs = opt->report.jobs = cores();
    mba_limits_default(&opt->limits);
    cmd_look_at_terminal(opt);
    if (!opt->operands || !opt->kb_dirs || !opt->rules || !opt->waivers || !opt->formats ||
        !opt->params || !opt->include.items || !opt->exclude.items || !opt->servers.items)
        return false;
    add_default_formats(opt);
    return true;
}

int cmd_options_parse(struct cmd_options *opt, int argc, char **argv)
{
    struct parse p = {.opt = opt};
    p.given = calloc((size_t)argc + 1, sizeof *p.given);
    if (!set_defaults(opt, (size_t)argc) || !p.given) {
        free(p.given);
        cmd_error(opt, "out of memory");
        return CMD_EXIT_FAILED;
    }
    bool good =
        collect(&p, argc, argv) && (asks_for_help(&p) || (resolve(&p) && apply(&p) && right_operands(&p)));
    free(p.given);
    return good ? CMD_EXIT_OK : CMD_EXIT_USAGE;
}

void cmd_options_free(struct cmd_options *opt)
{
    free(opt->operands);
    free(opt->paths);
    free(opt->kb_dirs);
    free(opt->rules);
    free(opt->waivers);
    free(opt->include.items);
    free(opt->exclude.items);
    free(opt->servers.items);
    free(opt->formats);
    for (size_t i = 0; opt->params && i < opt->param_count; i += 2)
        free((char *)opt->params[i]);
    free(opt->params);
    memset(opt, 0, sizeof *opt);
}
