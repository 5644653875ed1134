/* The command line -> struct cmd_options. What is said about a wrong one is in tests/cli. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/table.h"
#include "unit.h"

/* Parses "a b c" (no quoting), silently; the copy of the words lives until the next call. */
static int parse(struct cmd_options *opt, const char *line)
{
    static char text[512], *argv[64];
    int argc = 0;
    argv[argc++] = (char *)"mbaudit";
    snprintf(text, sizeof text, "%s", line);
    for (char *at = text; *at;) {
        argv[argc++] = at;
        at += strcspn(at, " ");
        if (*at)
            *at++ = '\0';
    }
    argv[argc] = NULL;
    int kept = dup(2), null = open("/dev/null", O_WRONLY);
    dup2(null, 2);
    int code = cmd_options_parse(opt, argc, argv);
    dup2(kept, 2);
    close(kept);
    close(null);
    return code;
}

static int parse_code(const char *line)
{
    struct cmd_options opt;
    int code = parse(&opt, line);
    cmd_options_free(&opt);
    return code;
}

static const char *parse_command(const char *line)
{
    struct cmd_options opt;
    const char *name = parse(&opt, line) == CMD_EXIT_OK ? opt.command->name : "wrong";
    cmd_options_free(&opt);
    return name;
}

UNIT_TEST(what_is_not_given_has_the_documented_default)
{
    struct cmd_options opt;
    CU_ASSERT_EQUAL_FATAL(parse(&opt, "x.zip"), CMD_EXIT_OK);
    CU_ASSERT_PTR_EQUAL(opt.command, &cmd_commands[CMD_RUN]);
    CU_ASSERT_PTR_NULL(opt.output);
    CU_ASSERT_EQUAL(opt.fail_on, MBA_SEVERITY_WARNING);
    CU_ASSERT(opt.jobs >= 1 && opt.jobs <= CMD_MAX_JOBS);
    CU_ASSERT_EQUAL_FATAL(opt.format_count, 2);
    CU_ASSERT_STRING_EQUAL(opt.formats[0]->name, "html");
    CU_ASSERT_STRING_EQUAL(opt.formats[1]->name, "csv");
    for (int i = 0; i < MBA_LIMIT_COUNT; i++)
        CU_ASSERT_EQUAL(opt.limits.value[i], mba_limit_table[i].value);
    CU_ASSERT_FALSE(opt.quiet || opt.verbose);
    CU_ASSERT_EQUAL(opt.kb_dir_count, 0);
    cmd_options_free(&opt);
}

UNIT_TEST(options_may_stand_anywhere_and_operands_keep_their_order)
{
    struct cmd_options opt;
    CU_ASSERT_EQUAL_FATAL(parse(&opt, "-q scan a -o out.xml.gz b -j3 - --kb k1 --kb=k2"), CMD_EXIT_OK);
    CU_ASSERT_PTR_EQUAL(opt.command, &cmd_commands[CMD_SCAN]);
    CU_ASSERT_EQUAL_FATAL(opt.operand_count, 3);
    CU_ASSERT_STRING_EQUAL(opt.operands[0], "a");
    CU_ASSERT_STRING_EQUAL(opt.operands[1], "b");
    CU_ASSERT_STRING_EQUAL(opt.operands[2], "-");
    CU_ASSERT_STRING_EQUAL(opt.output, "out.xml.gz");
    CU_ASSERT_EQUAL(opt.jobs, 3);
    CU_ASSERT_TRUE(opt.quiet);
    CU_ASSERT_FALSE(opt.progress);
    CU_ASSERT_EQUAL_FATAL(opt.kb_dir_count, 2);
    CU_ASSERT_STRING_EQUAL(opt.kb_dirs[0], "k1");
    CU_ASSERT_STRING_EQUAL(opt.kb_dirs[1], "k2");
    cmd_options_free(&opt);
}

UNIT_TEST(the_first_operand_names_the_command_or_is_an_input)
{
    CU_ASSERT_STRING_EQUAL(parse_command("run x"), "run");
    CU_ASSERT_STRING_EQUAL(parse_command("some.zip scan"), "run");
    CU_ASSERT_STRING_EQUAL(parse_command("report -o d f.xml"), "report");
    CU_ASSERT_STRING_EQUAL(parse_command("kb list"), "kb list");
    CU_ASSERT_STRING_EQUAL(parse_command("kb -q show some-id"), "kb show");
    CU_ASSERT_STRING_EQUAL(parse_command("-- scan"), "run"); /* after --, an input */
    CU_ASSERT_STRING_EQUAL(parse_command("kb"), "wrong");
    CU_ASSERT_STRING_EQUAL(parse_command("kb lst"), "wrong");
    CU_ASSERT_STRING_EQUAL(parse_command("kb -- list"), "wrong");
}

UNIT_TEST(after_two_dashes_everything_is_an_operand)
{
    struct cmd_options opt;
    CU_ASSERT_EQUAL_FATAL(parse(&opt, "scan a -- -q --help"), CMD_EXIT_OK);
    CU_ASSERT_EQUAL_FATAL(opt.operand_count, 3);
    CU_ASSERT_STRING_EQUAL(opt.operands[1], "-q");
    CU_ASSERT_STRING_EQUAL(opt.operands[2], "--help");
    CU_ASSERT_FALSE(opt.quiet);
    cmd_options_free(&opt);
}

UNIT_TEST(help_and_version_win_over_what_else_is_typed)
{
    CU_ASSERT_STRING_EQUAL(parse_command("--help"), "help");
    CU_ASSERT_STRING_EQUAL(parse_command("scan -f html --help"), "help");
    CU_ASSERT_STRING_EQUAL(parse_command("-h kb"), "help");
    CU_ASSERT_STRING_EQUAL(parse_command("--version -j 0"), "version");
}

UNIT_TEST(fail_on_takes_each_severity_and_none)
{
    static const struct {
        const char *line;
        int fail_on;
    } cases[] = {{"--fail-on error x", 0},       {"--fail-on warning x", 1},
                 {"--fail-on non-default x", 2}, {"--fail-on best-practice x", 3},
                 {"--fail-on information x", 4}, {"--fail-on none x", -1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct cmd_options opt;
        CU_ASSERT_EQUAL(parse(&opt, cases[i].line), CMD_EXIT_OK);
        CU_ASSERT_EQUAL(opt.fail_on, cases[i].fail_on);
        cmd_options_free(&opt);
    }
    CU_ASSERT_EQUAL(parse_code("--fail-on bad x"), CMD_EXIT_USAGE);
    CU_ASSERT_EQUAL(parse_code("--fail-on= x"), CMD_EXIT_USAGE);
}

UNIT_TEST(jobs_are_1_to_256)
{
    CU_ASSERT_EQUAL(parse_code("-j 1 x"), CMD_EXIT_OK);
    CU_ASSERT_EQUAL(parse_code("-j 256 x"), CMD_EXIT_OK);
    CU_ASSERT_EQUAL(parse_code("-j 0 x"), CMD_EXIT_USAGE);
    CU_ASSERT_EQUAL(parse_code("-j 257 x"), CMD_EXIT_USAGE);
    CU_ASSERT_EQUAL(parse_code("-j -1 x"), CMD_EXIT_USAGE);
    CU_ASSERT_EQUAL(parse_code("-j 0x2 x"), CMD_EXIT_USAGE);
    CU_ASSERT_EQUAL(parse_code("-j 1K x"), CMD_EXIT_USAGE);
    CU_ASSERT_EQUAL(parse_code("-j 99999999999999999999 x"), CMD_EXIT_USAGE);
}

UNIT_TEST(formats_are_a_list_each_once_and_the_last_list_counts)
{
    struct cmd_options opt;
    CU_ASSERT_EQUAL_FATAL(parse(&opt, "-f html -f csv,html,CSV x"), CMD_EXIT_OK);
    CU_ASSERT_EQUAL_FATAL(opt.format_count, 2);
    CU_ASSERT_STRING_EQUAL(opt.formats[0]->name, "csv");
    CU_ASSERT_STRING_EQUAL(opt.formats[1]->name, "html");
    cmd_options_free(&opt);
    CU_ASSERT_EQUAL(parse_code("-f html,nonsense x"), CMD_EXIT_USAGE);
    CU_ASSERT_EQUAL(parse_code("-f html, x"), CMD_EXIT_USAGE);
    CU_ASSERT_EQUAL(parse_code("-f ,html x"), CMD_EXIT_USAGE);
    CU_ASSERT_EQUAL(parse_code("-f htm x"), CMD_EXIT_USAGE);
}

UNIT_TEST(every_limit_has_its_option_up_to_its_ceiling)
{
    for (int i = 0; i < MBA_LIMIT_COUNT; i++) {
        const struct mba_limit_info *info = &mba_limit_table[i];
        struct cmd_options opt;
        char line[128];
        snprintf(line, sizeof line, "x --%s %llu", info->option, (unsigned long long)info->ceiling);
        CU_ASSERT_EQUAL(parse(&opt, line), CMD_EXIT_OK);
        for (int j = 0; j < MBA_LIMIT_COUNT; j++)
            CU_ASSERT_EQUAL(opt.limits.value[j], j == i ? info->ceiling : mba_limit_table[j].value);
        cmd_options_free(&opt);
        snprintf(line, sizeof line, "x --%s %llu", info->option, (unsigned long long)info->ceiling + 1);
        CU_ASSERT_EQUAL(parse_code(line), CMD_EXIT_USAGE);
    }
}

UNIT_TEST(no_nested_is_nesting_zero_and_the_last_word_counts)
{
    struct cmd_options opt;
    CU_ASSERT_EQUAL(parse(&opt, "--max-nesting 2 --no-nested x"), CMD_EXIT_OK);
    CU_ASSERT_EQUAL(opt.limits.value[MBA_LIMIT_NESTING], 0);
    cmd_options_free(&opt);
    CU_ASSERT_EQUAL(parse(&opt, "--no-nested --max-nesting 2 x"), CMD_EXIT_OK);
    CU_ASSERT_EQUAL(opt.limits.value[MBA_LIMIT_NESTING], 2);
    cmd_options_free(&opt);
}

UNIT_TEST(an_option_of_another_command_is_wrong)
{
    for (size_t i = 0; i < cmd_option_count(); i++) {
        struct cmd_option option = cmd_option_at(i);
        char line[128];
        if (option.commands & CMD_BIT(CMD_KB_CHECK))
            continue;
        snprintf(line, sizeof line, "kb check dir --%s %s", option.name, option.value ? "1" : "");
        CU_ASSERT_EQUAL(parse_code(line), CMD_EXIT_USAGE);
    }
}

UNIT_TEST(operands_are_counted)
{
    CU_ASSERT_EQUAL(parse_code(""), CMD_EXIT_USAGE);
    CU_ASSERT_EQUAL(parse_code("scan"), CMD_EXIT_USAGE);
    CU_ASSERT_EQUAL(parse_code("report -o d"), CMD_EXIT_USAGE);
    CU_ASSERT_EQUAL(parse_code("report -o d a b"), CMD_EXIT_USAGE);
    CU_ASSERT_EQUAL(parse_code("kb list x"), CMD_EXIT_USAGE);
    CU_ASSERT_EQUAL(parse_code("kb show"), CMD_EXIT_USAGE);
    CU_ASSERT_EQUAL(parse_code("kb test"), CMD_EXIT_OK);
    CU_ASSERT_EQUAL(parse_code("kb test d"), CMD_EXIT_OK);
    CU_ASSERT_EQUAL(parse_code("kb test d e"), CMD_EXIT_USAGE);
}

UNIT_TEST(long_options_may_be_shortened_while_unique)
{
    struct cmd_options opt;
    CU_ASSERT_EQUAL(parse(&opt, "--job 5 x"), CMD_EXIT_OK);
    CU_ASSERT_EQUAL(opt.jobs, 5);
    cmd_options_free(&opt);
    CU_ASSERT_EQUAL(parse_code("--max-m 5 x"), CMD_EXIT_USAGE); /* --max-members or --max-member-bytes */
}

UNIT_TEST(the_later_of_quiet_and_verbose_counts)
{
    struct cmd_options opt;
    CU_ASSERT_EQUAL(parse(&opt, "-v -q x"), CMD_EXIT_OK);
    CU_ASSERT(opt.quiet && !opt.verbose);
    cmd_options_free(&opt);
    CU_ASSERT_EQUAL(parse(&opt, "-qv x"), CMD_EXIT_OK);
    CU_ASSERT(opt.verbose && !opt.quiet);
    cmd_options_free(&opt);
}

UNIT_TEST(color_follows_no_color_unless_asked_for)
{
    struct cmd_options opt;
    setenv("NO_COLOR", "1", 1);
    CU_ASSERT_EQUAL(parse(&opt, "x"), CMD_EXIT_OK);
    CU_ASSERT_FALSE(opt.color_out);
    cmd_options_free(&opt);
    CU_ASSERT_EQUAL(parse(&opt, "--color always x"), CMD_EXIT_OK);
    CU_ASSERT_TRUE(opt.color_out);
    cmd_options_free(&opt);
    CU_ASSERT_EQUAL(parse(&opt, "--color always --color auto x"), CMD_EXIT_OK);
    CU_ASSERT_FALSE(opt.color_out);
    cmd_options_free(&opt);
    unsetenv("NO_COLOR");
}
