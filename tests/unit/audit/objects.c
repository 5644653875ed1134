/* A rule that has nothing new to look at is not looked at, and still counts every object. */
#include <stdio.h>
#include <string.h>

#include "judging.h"
#include "unit.h"

#define VDIR "IIsWebVirtualDir"

UNIT_TEST(an_outcome_holds_until_something_it_came_from_changes)
{
    struct judging j;
    char path[64];
    judging_start(&j, "<rule severity=\"error\" class=\"IIsWebVirtualDir\" test=\"not($CacheISAPI)\"/>", NULL,
                  NULL);
    judging_key(&j, "/LM/W3SVC", "IIsWebService", "CacheISAPI", "TRUE", NULL);
    for (int i = 0; i < 40; i++) { /* all have another path */
        snprintf(path, sizeof path, "/LM/W3SVC/1/ROOT/d%02d", i);
        if (i % 20 == 10)
            judging_key(&j, path, VDIR, "Path", path, "CacheISAPI", "FALSE", NULL);
        else
            judging_key(&j, path, VDIR, "Path", path, NULL);
    }
    judging_run(&j, "/");
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_PASS), 38);
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 2);
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].path, "/LM/W3SVC/1/ROOT/d10");
    CU_ASSERT_STRING_EQUAL(j.out.findings[1].path, "/LM/W3SVC/1/ROOT/d30");
    judging_end(&j);
}

/* 1 to 3 lack a value, 4 has it, 5 to 9 lack it again: one entry with eight objects, of which five are named.
 */
UNIT_TEST(what_is_lacking_is_counted_for_all_and_named_for_the_first)
{
    struct judging j;
    char path[64];
    judging_start(&j, "<rule severity=\"error\" class=\"IIsWebVirtualDir\" test=\"not($CacheISAPI)\"/>", NULL,
                  NULL);
    for (int i = 1; i <= 9; i++) {
        snprintf(path, sizeof path, "/LM/W3SVC/1/ROOT/d%d", i);
        if (i == 4)
            judging_key(&j, path, VDIR, "CacheISAPI", "TRUE", NULL);
        else
            judging_key(&j, path, VDIR, "Path", path, NULL);
    }
    judging_run(&j, NULL);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_PASS), 1);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_NOT_EVALUATED), 8);
    CU_ASSERT_EQUAL_FATAL(j.out.unevaluated_count, 1);
    CU_ASSERT_EQUAL(j.out.unevaluated[0].objects, 8);
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[0].path, "/LM/W3SVC/1/ROOT/d1");
    static const char *const others[] = {"d2", "d3", "d5", "d6"};
    CU_ASSERT_EQUAL_FATAL(j.out.unevaluated[0].other_path_count, 4);
    for (size_t i = 0; i < 4; i++)
        CU_ASSERT_STRING_EQUAL(j.out.unevaluated[0].other_paths[i] + sizeof "/LM/W3SVC/1/ROOT/" - 1,
                               others[i]);
    judging_end(&j);
}

/* What lies between two objects of a rule with a path is not counted, and ends what was settled. */
UNIT_TEST(a_rule_with_a_path_counts_the_keys_at_it_alone)
{
    static const char *const patterns[] = {"/LM/W3SVC/*/ROOT/Exchange", "/LM/W3SVC/*/ROOT/*"};
    static const unsigned passes[] = {3, 4}, fails[] = {1, 2};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        struct judging j;
        char rule[256];
        snprintf(
            rule, sizeof rule,
            "<rule severity=\"error\" class=\"IIsWebVirtualDir\" path=\"%s\" test=\"not($CacheISAPI)\"/>",
            patterns[i]);
        judging_start(&j, rule, NULL, NULL);
        judging_key(&j, "/LM/W3SVC", "IIsWebService", NULL);
        judging_key(&j, "/LM/W3SVC/1/ROOT/Exchange", VDIR, "CacheISAPI", "TRUE", NULL);
        judging_key(&j, "/LM/W3SVC/1/ROOT/Other", VDIR, "CacheISAPI", "FALSE", NULL);
        judging_key(&j, "/LM/W3SVC/1/ROOT/Public", VDIR, "CacheISAPI", "TRUE", NULL);
        judging_key(&j, "/LM/W3SVC/2/ROOT/exchange", VDIR, "CacheISAPI", "TRUE", NULL);
        judging_key(&j, "/LM/W3SVC/3/ROOT/EXCHANGE", VDIR, "CacheISAPI", "TRUE", NULL);
        judging_key(&j, "/LM/W3SVC/4/ROOT/Exchange", VDIR, "CacheISAPI", "FALSE", NULL);
        judging_run(&j, NULL);
        CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_PASS), passes[i]);
        CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_FAIL), fails[i]);
        judging_end(&j);
    }
}

/* A side expression that reads more than is looked through one by one, and does not hold, leaves nothing
 * behind; each thing read is there once. */
UNIT_TEST(what_was_read_is_evidence_once_however_much_it_is)
{
    enum { SITES = 40 };
    struct judging j;
    char path[64];
    judging_start(&j,
                  "<rule severity=\"error\" class=\"IIsWebService\" test=\"mb:keys('IIsWebServer')"
                  "[mb:value-or('ServerAutoStart', false(), @path)]\">"
                  "<when severity=\"warning\" test=\"mb:keys('IIsWebServer')[mb:value-or('AuthFlags', 0, "
                  "@path) = 7]\"/>"
                  "<when severity=\"information\" "
                  "test=\"mb:keys('IIsWebServer')[mb:value-or('ServerAutoStart', false(), "
                  "@path)] and mb:keys('IIsWebServer')[mb:value-or('AuthFlags', 0, @path) = 1]\"/></rule>",
                  NULL, NULL);
    judging_key(&j, "/LM/W3SVC", "IIsWebService", NULL);
    for (int i = 1; i <= SITES; i++) {
        snprintf(path, sizeof path, "/LM/W3SVC/%d", i);
        judging_key(&j, path, "IIsWebServer", "ServerAutoStart", "TRUE", "AuthFlags", "1", NULL);
    }
    judging_run(&j, "/");
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 1);
    CU_ASSERT_EQUAL(j.out.findings[0].severity, MBA_SEVERITY_INFORMATION);
    CU_ASSERT_EQUAL(j.out.findings[0].evidence_count, 1 + 2 * SITES); /* and the number of keys */
    judging_end(&j);
}

UNIT_TEST(keys_below_an_instance_are_found_between_others_that_begin_alike)
{
    static const char *const paths[] = {
        "/LM/SmtpSvc/1",           "/LM/SmtpSvc/1 x",         "/LM/SmtpSvc/1 x/Domain/no",
        "/LM/SmtpSvc/1/Domain",    "/LM/SmtpSvc/1/a/b",       "/LM/SMTPSVC/1/Domain/one",
        "/LM/SmtpSvc/10",          "/LM/SmtpSvc/10/Domain/x", "/LM/SmtpSvc/1/domain/TWO",
        "/LM/SmtpSvc/1!/Domain/no"};
    struct judging j;
    judging_start(&j,
                  "<rule severity=\"error\" class=\"IIsSmtpServer\" test=\"mb:count('IIsSmtpDomain', "
                  "'./Domain/*') = 2\"/>",
                  NULL, NULL);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        judging_key(&j, paths[i], strstr(paths[i], "omain/") ? "IIsSmtpDomain" : "IIsSmtpServer", NULL);
    judging_key(&j, NULL, "IIsSmtpDomain", NULL);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 1);
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].path, "/LM/SmtpSvc/1");
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].evidence[0].value, "2");
    judging_end(&j);
}
