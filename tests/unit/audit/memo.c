/* Objects that look the same to a rule share a judgement, and only those. */
#include <string.h>

#include "judging.h"
#include "unit.h"

#define VDIR "IIsWebVirtualDir"

UNIT_TEST(each_object_counts_though_few_are_evaluated)
{
    struct judging j;
    judging_start(&j, "<rule severity=\"error\" class=\"IIsWebVirtualDir\" test=\"not($CacheISAPI)\"/>", NULL,
                  NULL);
    judging_key(&j, "/LM/W3SVC", "IIsWebService", "CacheISAPI", "TRUE", NULL);
    judging_key(&j, "/LM/W3SVC/1/ROOT/a", VDIR, NULL);
    judging_key(&j, "/LM/W3SVC/1/ROOT/b", VDIR, NULL);
    judging_key(&j, "/LM/W3SVC/1/ROOT/c", VDIR, "CacheISAPI", "FALSE", NULL);
    judging_key(&j, "/LM/W3SVC/1/ROOT/d", VDIR, "CacheISAPI", "TRUE", NULL);
    judging_key(&j, "/LM/W3SVC/1/ROOT/e", VDIR, NULL);
    judging_key(&j, "/LM/W3SVC/1/ROOT/f", VDIR, "CacheISAPI", "FALSE", NULL);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_PASS), 4);
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 2);
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].path, "/LM/W3SVC/1/ROOT/c");
    CU_ASSERT_STRING_EQUAL(j.out.findings[1].path, "/LM/W3SVC/1/ROOT/f");
    judging_end(&j);
}

UNIT_TEST(origin_and_absence_are_part_of_how_an_object_looks)
{
    struct judging j;
    judging_start(&j,
                  "<rule severity=\"error\" class=\"IIsWebVirtualDir\" test=\"mb:explicit('CacheISAPI')\"/>",
                  NULL, NULL);
    judging_key(&j, "/LM/W3SVC", "IIsWebService", "CacheISAPI", "TRUE", NULL);
    judging_key(&j, "/LM/W3SVC/1/ROOT/a", VDIR, NULL);
    judging_key(&j, "/LM/W3SVC/1/ROOT/b", VDIR, "CacheISAPI", "TRUE", NULL);
    struct mba_key *unread = judging_key(&j, "/LM/W3SVC/1/ROOT/c", VDIR, NULL);
    unread->complete = false; /* whether it is set there is not known */
    judging_key(&j, "/LM/W3SVC/1/ROOT/d", VDIR, NULL);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_PASS), 2);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_FAIL), 1);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_NOT_EVALUATED), 1);
    judging_end(&j);
}

UNIT_TEST(what_depends_on_the_place_or_on_other_keys_is_evaluated_each_time)
{
    static const char *const tests[] = {
        "mb:name() = 'b' or $CacheISAPI", "mb:path() = '/LM/W3SVC/1/ROOT/b' or $CacheISAPI",
        "mb:exists('./below') or $CacheISAPI", "mb:at('./below', 'CacheISAPI') or $CacheISAPI"};
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        struct judging j;
        char rule[200];
        snprintf(rule, sizeof rule, "<rule severity=\"error\" class=\"IIsWebVirtualDir\" test=\"%s\"/>",
                 tests[i]);
        judging_start(&j, rule, NULL, NULL);
        judging_key(&j, "/LM/W3SVC/1/ROOT/a", VDIR, "CacheISAPI", "FALSE", NULL);
        judging_key(&j, "/LM/W3SVC/1/ROOT/b", VDIR, "CacheISAPI", "FALSE", NULL);
        judging_key(&j, "/LM/W3SVC/1/ROOT/b/below", "IIsWebDirectory", "CacheISAPI", "TRUE", NULL);
        judging_run(&j, "/");
        CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 1);
        CU_ASSERT_STRING_EQUAL(j.out.findings[0].path, "/LM/W3SVC/1/ROOT/b");
        judging_end(&j);
    }
}

UNIT_TEST(a_judge_forgets_with_the_snapshot)
{
    struct judging j;
    struct mba_limits limits;
    mba_limits_default(&limits);
    judging_start(&j, "<rule severity=\"error\" class=\"IIsWebVirtualDir\" test=\"not($CacheISAPI)\"/>", NULL,
                  NULL);
    judging_key(&j, "/LM/W3SVC/1/ROOT/a", VDIR, "CacheISAPI", "TRUE", NULL);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_PASS), 1);
    mba_metabase_reset(j.mb);
    struct mba_export info = {.input = "a.zip", .member = "m", .format = "test", .mtime = MBA_TIME_NONE};
    CU_ASSERT(mba_metabase_begin_export(j.mb, &info) == 0);
    judging_key(&j, "/LM/W3SVC/1/ROOT/a", VDIR, "CacheISAPI", "FALSE", NULL);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_PASS), 0);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_FAIL), 1);
    judging_end(&j);
}
