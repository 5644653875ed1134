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
    CU_ASSERT_FATAL(mba_kb_load_builtin(kb, &problems));
    CU_ASSERT(mba_kb_count(kb) >= 12);
    CU_ASSERT(run_all(kb, &problems) >= (long)mba_kb_count(kb) * 3);
    CU_ASSERT_EQUAL(problems.count, 0);
    print_problems(&problems);
    mba_problems_free(&problems);
    mba_kb_free(kb);
}
