/* Every built-in article, and the one in corpus/README.md, does what its own examples say. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mbaudit/audit.h"
#include "unit.h"

static void print_problems(const struct mba_problems *problems)
{
    struct mba_buf line = {0};
    for (size_t i = 0; i < problems->count; i++) {
        mba_buf_clear(&line);
        mba_problem_line(&line, &problems->items[i]);
        fprintf(stderr, "%s\n", line.data);
    }
    mba_buf_free(&line);
}

/* Runs the examples of every article; returns how many there were, or -1. */
static long run_all(const struct mba_kb *kb, struct mba_problems *problems)
{
    char *error = NULL;
    struct mba_dictionary *dict = mba_dictionary_builtin(&error);
    struct mba_judge *judge = dict ? mba_judge_new(kb, dict, problems) : NULL;
    long total = judge ? 0 : -1;
    for (size_t i = 0; judge && i < mba_kb_count(kb); i++) {
        size_t count = 0;
        if (!mba_examples_run(judge, i, problems, &count))
            total = -1;
        total += total < 0 ? 0 : (long)count;
    }
    mba_judge_free(judge);
    mba_dictionary_free(dict);
    free(error);
    return total;
}

UNIT_TEST(built_in_articles_pass_their_examples)
{
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    CU_ASSERT_FATAL(mba_kb_load_builtin(kb, true, &problems));
    CU_ASSERT(mba_kb_count(kb) >= 12);
    CU_ASSERT(run_all(kb, &problems) >= (long)mba_kb_count(kb) * 3);
    CU_ASSERT_EQUAL(problems.count, 0);
    print_problems(&problems);
    mba_problems_free(&problems);
    mba_kb_free(kb);
}

/* The worked example of corpus/README.md, between its fences; free() it. */
static char *worked_example(void)
{
    size_t len;
    char *error = NULL;
    char *page = (char *)mba_file_read("corpus/README.md", 1 << 20, &len, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(page);
    char *text = malloc(len + 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    memcpy(text, page, len);
    text[len] = '\0';
    char *begin = strstr(text, "```xml\n"), *end = begin ? strstr(begin + 7, "```\n") : NULL;
    CU_ASSERT_PTR_NOT_NULL_FATAL(end);
    *end = '\0';
    memmove(text, begin + 7, strlen(begin + 7) + 1);
    free(page);
    return text;
}

UNIT_TEST(the_worked_example_of_the_manual_passes_its_examples)
{
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    char *text = worked_example();
    CU_ASSERT_FATAL(mba_kb_load_memory(kb, "corpus/README.md", text, strlen(text), "manual", &problems));
    CU_ASSERT_EQUAL(run_all(kb, &problems), 4);
    CU_ASSERT_EQUAL(problems.count, 0);
    print_problems(&problems);
    free(text);
    mba_problems_free(&problems);
    mba_kb_free(kb);
}

/* ---- examples that are wrong -------------------------------------------------------------------- */

static void example_says(const char *example, const char *expected)
{
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    struct mba_buf text = {0};
    mba_buf_printf(
        &text,
        "<article xmlns=\"urn:mbaudit:kb:1\" id=\"r\" service=\"SMTP\" source=\"t\"><title>T</title>"
        "<rule severity=\"warning\" class=\"IIsSmtpServer\" test=\"$ServerState = 4\"/><found>F</found>"
        "<meaning><p>M</p></meaning><remedy>R</remedy><fix platform=\"any\" way=\"console\"><step>S</step>"
        "</fix><examples>\n%s</examples></article>",
        example);
    CU_ASSERT_FATAL(mba_kb_load_memory(kb, "r.xml", text.data, text.len, "t", &problems));
    CU_ASSERT_EQUAL(run_all(kb, &problems), *expected ? -1 : 1);
    if (*expected) {
        CU_ASSERT_FATAL(problems.count > 0);
        CU_ASSERT_STRING_EQUAL(problems.items[0].text, expected);
        CU_ASSERT_STRING_EQUAL(problems.items[0].input, "r.xml");
        CU_ASSERT_EQUAL(problems.items[0].line, 2);
    } else {
        CU_ASSERT_EQUAL(problems.count, 0);
    }
    mba_buf_free(&text);
    mba_problems_free(&problems);
    mba_kb_free(kb);
}

#define STATE(value)                                                                                         \
    "<key path=\"/LM/SmtpSvc/1\" class=\"IIsSmtpServer\"><property name=\"ServerState\" value=\"" value      \
    "\"/></key>"

UNIT_TEST(an_example_that_does_not_hold_is_a_problem)
{
    example_says("<example outcome=\"fail\">" STATE("4") "</example>", "");
    example_says("<example outcome=\"pass\">" STATE("4") "</example>",
                 "the example gives fail instead of pass; correct the test or the example");
    example_says("<example outcome=\"fail\">" STATE("2") "</example>",
                 "the example gives pass instead of fail; correct the test or the example");
    example_says("<example outcome=\"fail\" severity=\"error\">" STATE("4") "</example>",
                 "the example fails with severity warning instead of error");
    example_says("<example outcome=\"pass\"><key path=\"/LM/SmtpSvc/1\" class=\"IIsSmtpServer\"/></example>",
                 "the example gives not-evaluated instead of pass: ServerState exists only while the service "
                 "runs, and "
                 "the export does not carry it; correct the test or the example");
    example_says("<example outcome=\"not-applicable\"/>", "");
    example_says("<example outcome=\"fail\"><key path=\"/LM/SmtpSvc/1\" class=\"IIsSmtpServer\">"
                 "<property name=\"Nothing\" value=\"1\"/></key></example>",
                 "the example sets Nothing, which the metabase schema does not have");
}
