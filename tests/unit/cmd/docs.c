/* Help, man page and completion say the same as the tables. */
#include <stdlib.h>
#include <string.h>

#include "cmd/table.h"
#include "unit.h"

/* The committed file, from the top of the tree; free() it. */
static char *text_of(const char *path)
{
    size_t len;
    char *error = NULL, *text = (char *)mba_file_read(path, 1 << 20, &len, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    free(error);
    text = realloc(text, len + 1);
    text[len] = '\0';
    return text;
}

static bool is_name(char c)
{
    return c == '-' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Does word stand in text as a word of its own ("--kb", not the beginning of "--kb-x")? */
static bool mentions(const char *text, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
        if (!is_name(at[len]) && (at == text || !is_name(at[-1])))
            return true;
    return false;
}

UNIT_TEST(every_option_is_in_help_man_page_and_completion)
{
    struct mba_buf help = {0};
    char *man = text_of("src/mbaudit.1"), *completion = text_of("share/completions/mbaudit.bash"),
         *plain = man;
    for (const char *c = man; *c; c++) /* \- is how roff writes a dash */
        if (*c != '\\')
            *plain++ = *c;
    *plain = '\0';
    cmd_help_text(CMD_COUNT, 80, &help);
    for (size_t i = 0; i < cmd_option_count(); i++) {
        struct cmd_option option = cmd_option_at(i);
        char name[64], man_name[64];
        snprintf(name, sizeof name, "--%s", option.name);
        snprintf(man_name, sizeof man_name, "fB--%sfR", option.name);
        CU_ASSERT_TRUE(mentions(help.data, name));
        CU_ASSERT_PTR_NOT_NULL(strstr(man, man_name));
        CU_ASSERT_TRUE(mentions(completion, name));
    }
    mba_buf_free(&help);
    free(man);
    free(completion);
}

UNIT_TEST(help_on_a_command_has_its_options_and_no_others)
{
    for (int id = 0; id < CMD_COUNT; id++) {
        struct mba_buf help = {0};
        cmd_help_text((enum cmd_id)id, 80, &help);
        for (size_t i = 0; i < cmd_option_count(); i++) {
            struct cmd_option option = cmd_option_at(i);
            char entry[64];
            snprintf(entry, sizeof entry, "%c --%s%s", option.letter ? ',' : ' ', option.name,
                     option.value ? " " : "");
            CU_ASSERT_EQUAL(strstr(help.data, entry) != NULL, (option.commands & CMD_BIT(id)) != 0);
        }
        mba_buf_free(&help);
    }
}

UNIT_TEST(help_fits_the_width)
{
    static const int widths[] = {60, 80, 100};
    for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++) {
        struct mba_buf help = {0};
        cmd_help_text(CMD_COUNT, widths[w], &help);
        for (const char *line = help.data; *line; line += strcspn(line, "\n") + 1) {
            bool heading = line[0] != ' ';
            CU_ASSERT(heading || strcspn(line, "\n") <= (size_t)widths[w]);
        }
        mba_buf_free(&help);
    }
}

UNIT_TEST(option_names_and_letters_are_unique)
{
    for (size_t i = 0; i < cmd_option_count(); i++) {
        struct cmd_option a = cmd_option_at(i);
        for (size_t j = 0; j < i; j++) {
            struct cmd_option b = cmd_option_at(j);
            CU_ASSERT_STRING_NOT_EQUAL(a.name, b.name);
            CU_ASSERT(!a.letter || a.letter != b.letter);
        }
        CU_ASSERT(a.commands != 0);
    }
}

UNIT_TEST(a_template_line_that_no_table_fills_is_named)
{
    struct mba_buf out = {0};
    unsigned long bad = 0;
    const char *good = "a\n@ not alone\nb@\n", *wrong = "a\n@NONSENSE@\n";
    CU_ASSERT_TRUE(cmd_docs_fill(good, strlen(good), &out, &bad));
    CU_ASSERT_STRING_EQUAL(out.data, good);
    CU_ASSERT_EQUAL(bad, 0);
    CU_ASSERT_FALSE(cmd_docs_fill(wrong, strlen(wrong), &out, &bad));
    CU_ASSERT_EQUAL(bad, 2);
    mba_buf_free(&out);
}

UNIT_TEST(sizes_are_written_as_they_are_typed)
{
    static const struct {
        uint64_t value;
        const char *text;
    } cases[] = {{0, "0"},       {1, "1"},        {1023, "1023"}, {1024, "1K"},
                 {1536, "1536"}, {3 << 20, "3M"}, {1 << 30, "1G"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mba_buf out = {0};
        cmd_size_text(cases[i].value, &out);
        CU_ASSERT_STRING_EQUAL(out.data, cases[i].text);
        mba_buf_free(&out);
    }
}
