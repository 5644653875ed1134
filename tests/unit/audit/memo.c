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
        "mb:name() = 'b' or $CacheISAPI",
        "mb:path() = '/LM/W3SVC/1/ROOT/b' or $CacheISAPI",
        "mb:exists('./below') or $CacheISAPI",
        "mb:at('./below', 'CacheISAPI') or $CacheISAPI",
        "mb:count('IIsWebDirectory', './*') = 1 or $CacheISAPI",
        "mb:keys('IIsWebDirectory')[starts-with(@path, mb:path())] or $CacheISAPI",
        "mb:keys('IIsWebDirectory', './*') or $CacheISAPI",
        "mb:value-or('CacheISAPI', $CacheISAPI, './below') or $CacheISAPI"};
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

/* Objects of one class for which the same was not collected are one entry, with the first few of them named.
 */
UNIT_TEST(what_could_not_be_evaluated_is_said_once_for_all_objects)
{
    struct judging j;
    static const char *const paths[] = {"/LM/W3SVC/1/ROOT/a", "/LM/W3SVC/1/ROOT/b", "/LM/W3SVC/1/ROOT/c",
                                        "/LM/W3SVC/1/ROOT/d", "/LM/W3SVC/1/ROOT/e", "/LM/W3SVC/1/ROOT/f",
                                        "/LM/W3SVC/1/ROOT/g"};
    judging_start(&j, "<rule severity=\"error\" class=\"IIsWebVirtualDir\" test=\"$CacheISAPI\"/>", NULL,
                  NULL);
    judging_key(&j, "/LM/W3SVC", "IIsWebService", NULL);
    for (size_t i = 0; i < 7; i++)
        judging_key(&j, paths[i], VDIR, i == 3 ? "CacheISAPI" : NULL, "odd", NULL);
    judging_run(&j, NULL);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_NOT_EVALUATED), 7);
    CU_ASSERT_EQUAL_FATAL(j.out.unevaluated_count, 2); /* an unreadable value is another reason */
    const struct mba_unevaluated *gap = &j.out.unevaluated[0];
    CU_ASSERT_STRING_EQUAL(gap->reason, "CacheISAPI was not collected");
    CU_ASSERT_EQUAL(gap->objects, 6);
    CU_ASSERT_STRING_EQUAL(gap->path, paths[0]);
    CU_ASSERT_EQUAL_FATAL(gap->other_path_count, 4);
    CU_ASSERT_STRING_EQUAL(gap->other_paths[0], paths[1]);
    CU_ASSERT_STRING_EQUAL(gap->other_paths[2], paths[4]); /* not the unreadable one */
    CU_ASSERT_STRING_EQUAL(gap->other_paths[3], paths[5]);
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[1].path, paths[3]);
    CU_ASSERT_EQUAL(j.out.unevaluated[1].objects, 1);
    judging_end(&j);
}

UNIT_TEST(objects_of_two_classes_are_two_entries)
{
    struct judging j;
    judging_start(
        &j, "<rule severity=\"error\" class=\"IIsWebVirtualDir IIsWebDirectory\" test=\"$CacheISAPI\"/>",
        NULL, NULL);
    judging_key(&j, "/LM/W3SVC/1/ROOT/a", VDIR, NULL);
    judging_key(&j, "/LM/W3SVC/1/ROOT/b", "IIsWebDirectory", NULL);
    judging_key(&j, "/LM/W3SVC/1/ROOT/c", VDIR, NULL);
    judging_run(&j, NULL);
    CU_ASSERT_EQUAL_FATAL(j.out.unevaluated_count, 2);
    CU_ASSERT_EQUAL(j.out.unevaluated[0].objects, 2);
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[1].path, "/LM/W3SVC/1/ROOT/b");
    judging_end(&j);
}

/* Objects of the same values: each is named in its own hint, and one hint that names none is for all. */
UNIT_TEST(a_hint_that_names_its_object_is_not_shared)
{
    static const char *const hints[] = {"set at {path}", "set"};
    for (size_t i = 0; i < 2; i++) {
        struct judging j;
        char rule[300];
        snprintf(rule, sizeof rule,
                 "<rule severity=\"error\" class=\"IIsSmtpServer\" test=\"$ServerState = 4\">"
                 "<hint property=\"ServerAutoStart\" test=\"$ServerAutoStart\">%s</hint></rule>",
                 hints[i]);
        judging_start(&j, rule, NULL, NULL);
        judging_key(&j, "/LM/SmtpSvc/1", "IIsSmtpServer", "ServerAutoStart", "TRUE", NULL);
        judging_key(&j, "/LM/SmtpSvc/2", "IIsSmtpServer", "ServerAutoStart", "TRUE", NULL);
        judging_key(&j, "/LM/SmtpSvc/3", "IIsSmtpServer", "ServerAutoStart", "TRUE", NULL);
        judging_run(&j, NULL);
        CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_NOT_EVALUATED), 3);
        CU_ASSERT_EQUAL_FATAL(j.out.unevaluated_count, i == 0 ? 3 : 1);
        CU_ASSERT_EQUAL(j.out.unevaluated[0].objects, i == 0 ? 1 : 3);
        CU_ASSERT_STRING_EQUAL(j.out.unevaluated[0].hint, i == 0 ? "set at /LM/SmtpSvc/1" : "set");
        if (i == 0)
            CU_ASSERT_STRING_EQUAL(j.out.unevaluated[2].hint, "set at /LM/SmtpSvc/3");
        judging_end(&j);
    }
}

/* What the hint read is not all that the outcome came from. */
UNIT_TEST(an_object_that_only_looks_the_same_to_a_hint_is_evaluated)
{
    struct judging j;
    judging_start(&j,
                  "<rule severity=\"error\" class=\"IIsSmtpServer\" test=\"$HopCount = 4\">"
                  "<hint property=\"ServerAutoStart\" test=\"$ServerAutoStart\">set</hint></rule>",
                  NULL, NULL);
    judging_key(&j, "/LM/SmtpSvc/1", "IIsSmtpServer", "ServerAutoStart", "TRUE", NULL);
    judging_key(&j, "/LM/SmtpSvc/2", "IIsSmtpServer", "ServerAutoStart", "TRUE", "HopCount", "4", NULL);
    judging_key(&j, "/LM/SmtpSvc/3", "IIsSmtpServer", "ServerAutoStart", "TRUE", NULL);
    judging_run(&j, NULL);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_NOT_EVALUATED), 2);
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 1);
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].path, "/LM/SmtpSvc/2");
    judging_end(&j);
}

/* Which hint holds is asked at the object's place: another object of the same values has another answer. */
UNIT_TEST(a_hint_that_looks_at_the_place_is_not_shared)
{
    struct judging j;
    judging_start(&j,
                  "<rule severity=\"error\" class=\"IIsSmtpServer\" test=\"$ServerState = 4\">"
                  "<hint property=\"ServerAutoStart\" test=\"mb:name() = '2'\">the second</hint></rule>",
                  NULL, NULL);
    judging_key(&j, "/LM/SmtpSvc/1", "IIsSmtpServer", NULL);
    judging_key(&j, "/LM/SmtpSvc/2", "IIsSmtpServer", NULL);
    judging_key(&j, "/LM/SmtpSvc/3", "IIsSmtpServer", NULL);
    judging_run(&j, NULL);
    CU_ASSERT_EQUAL_FATAL(j.out.unevaluated_count, 2);
    CU_ASSERT_PTR_NULL(j.out.unevaluated[0].hint);
    CU_ASSERT_EQUAL(j.out.unevaluated[0].objects, 2);
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[1].path, "/LM/SmtpSvc/2");
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[1].hint, "the second");
    judging_end(&j);
}

/* The hint is about one object, unless it says the same of another. */
UNIT_TEST(hints_that_differ_are_kept_apart)
{
    struct judging j;
    judging_start(&j,
                  "<rule severity=\"error\" class=\"IIsSmtpServer\" test=\"$ServerState = 4\">"
                  "<hint property=\"ServerAutoStart\" test=\"not($ServerAutoStart)\">it does not start by "
                  "itself</hint></rule>",
                  NULL, NULL);
    judging_key(&j, "/LM/SmtpSvc/1", "IIsSmtpServer", "ServerAutoStart", "FALSE", NULL);
    judging_key(&j, "/LM/SmtpSvc/2", "IIsSmtpServer", "ServerAutoStart", "TRUE", NULL);
    judging_key(&j, "/LM/SmtpSvc/3", "IIsSmtpServer", "ServerAutoStart", "FALSE", NULL);
    judging_run(&j, NULL);
    CU_ASSERT_EQUAL_FATAL(j.out.unevaluated_count, 2);
    CU_ASSERT_EQUAL(j.out.unevaluated[0].objects, 2);
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[0].other_paths[0], "/LM/SmtpSvc/3");
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[0].hint, "it does not start by itself");
    CU_ASSERT_PTR_NULL(j.out.unevaluated[1].hint);
    judging_end(&j);
}

/* The object before must not lend its outcome when anything on the way up differs. */
UNIT_TEST(what_differs_above_the_object_counts)
{
    struct judging j;
    judging_start(&j, "<rule severity=\"error\" class=\"IIsWebVirtualDir\" test=\"not($CacheISAPI)\"/>", NULL,
                  NULL);
    judging_key(&j, "/LM/W3SVC", "IIsWebService", "CacheISAPI", "TRUE", NULL);
    judging_key(&j, "/LM/W3SVC/1", "IIsWebServer", NULL);
    judging_key(&j, "/LM/W3SVC/1/ROOT", VDIR, NULL);
    judging_key(&j, "/LM/W3SVC/2", "IIsWebServer", "CacheISAPI", "FALSE", NULL);
    judging_key(&j, "/LM/W3SVC/2/ROOT", VDIR, NULL);
    judging_key(&j, "/LM/W3SVC/3", "IIsWebServer", NULL);
    judging_key(&j, "/LM/W3SVC/3/ROOT", VDIR, NULL);
    judging_key(&j, "/LM/W3SVC/3/ROOT/a", VDIR, "CacheISAPI", "FALSE", NULL);
    judging_key(&j, "/LM/W3SVC/3/ROOT/a/b", VDIR, NULL);
    judging_key(&j, "/LM/W3SVC/3/ROOT/c", VDIR, NULL);
    struct mba_key *unread = judging_key(&j, "/LM/W3SVC/4", "IIsWebServer", NULL);
    unread->complete = false;
    judging_key(&j, "/LM/W3SVC/4/ROOT", VDIR, NULL);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_PASS), 3);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_NOT_EVALUATED), 1);
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 3);
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].path, "/LM/W3SVC/2/ROOT");
    CU_ASSERT_STRING_EQUAL(j.out.findings[1].path, "/LM/W3SVC/3/ROOT/a");
    CU_ASSERT_STRING_EQUAL(j.out.findings[2].path, "/LM/W3SVC/3/ROOT/a/b");
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[0].path, "/LM/W3SVC/4/ROOT");
    judging_end(&j);
}

/* A key named outright may be the object itself. */
UNIT_TEST(a_key_named_outright_is_the_same_for_all)
{
    struct judging j;
    judging_start(&j,
                  "<rule severity=\"error\" class=\"IIsWebVirtualDir\" "
                  "test=\"mb:at('/LM/W3SVC/1/ROOT/a', 'CacheISAPI') and not($CacheISAPI)\"/>",
                  NULL, NULL);
    judging_key(&j, "/LM/W3SVC", "IIsWebService", NULL);
    judging_key(&j, "/LM/W3SVC/1/ROOT/a", VDIR, "CacheISAPI", "TRUE", NULL);
    judging_key(&j, "/LM/W3SVC/1/ROOT/b", VDIR, "CacheISAPI", "FALSE", NULL);
    judging_key(&j, "/LM/W3SVC/1/ROOT/c", VDIR, "CacheISAPI", "TRUE", NULL);
    judging_key(&j, "/LM/W3SVC/1/ROOT/d", VDIR, "CacheISAPI", "FALSE", NULL);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_PASS), 2);
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 2);
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].path, "/LM/W3SVC/1/ROOT/b");
    CU_ASSERT_STRING_EQUAL(j.out.findings[1].path, "/LM/W3SVC/1/ROOT/d");
    judging_end(&j);
}

/* Records that only their name tells are not watched from one object to the next. */
UNIT_TEST(properties_without_a_number_are_read_each_time)
{
    struct judging j;
    judging_start(&j,
                  "<rule severity=\"error\" class=\"IIsConfigObject\" path=\"/LM/SmtpSvc/**\" "
                  "test=\"$DisplayName = 'b'\"/>",
                  NULL, NULL);
    judging_key(&j, "/LM/SmtpSvc", "IIsSmtpService", NULL);
    struct mba_key *keys[] = {judging_key(&j, "/LM/SmtpSvc/1/a", "IIsConfigObject", NULL),
                              judging_key(&j, "/LM/SmtpSvc/1/b", "IIsConfigObject", NULL),
                              judging_key(&j, "/LM/SmtpSvc/1/c", "IIsConfigObject", NULL)};
    for (size_t i = 0; i < 3; i++) {
        struct mba_record record = {.id = 61441,
                                    .name = "DisplayName",
                                    .type = MBA_TYPE_STRING,
                                    .text = i == 1 ? "b" : "a",
                                    .len = 1,
                                    .custom = true};
        CU_ASSERT(mba_metabase_set(j.mb, keys[i], &record));
    }
    judging_key(&j, "/LM/SmtpSvc/1/d", "IIsConfigObject", "DisplayName", "b", NULL);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_PASS), 2);
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 2);
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].path, "/LM/SmtpSvc/1/b");
    CU_ASSERT_STRING_EQUAL(j.out.findings[1].path, "/LM/SmtpSvc/1/d");
    judging_end(&j);
}

UNIT_TEST(facts_of_the_server_are_forgotten_with_the_snapshot)
{
    struct judging j;
    judging_start(&j,
                  "<rule severity=\"error\" class=\"IIsWebVirtualDir\" "
                  "test=\"mb:exchange() and mb:windows-drive() = 'd:'\"/>",
                  NULL, NULL);
    judging_key(&j, "/LM/DS2MB", "IIsConfigObject", NULL);
    judging_key(&j, "/LM/W3SVC/1/ROOT", VDIR, "ScriptMaps", ".asp,D:\\WINNT\\system32\\inetsrv\\asp.dll,5",
                NULL);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_FAIL), 1);
    mba_metabase_reset(j.mb);
    struct mba_export info = {.input = "a.zip", .member = "m", .format = "test", .mtime = MBA_TIME_NONE};
    CU_ASSERT(mba_metabase_begin_export(j.mb, &info) == 0);
    judging_key(&j, "/LM/W3SVC/1/ROOT", VDIR, NULL);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_PASS), 1);
    judging_end(&j);
}

/* What is on the same drive looks the same, wherever it is there; what is on another does not. */
UNIT_TEST(a_drive_is_a_part_of_a_path)
{
    static const char *const paths[] = {"c:\\a",        "C:\\b", "d:\\a", "%windir%\\x",
                                        "\\\\share\\a", "d:\\b", "c:\\c"};
    struct judging j;
    char location[] = "/LM/W3SVC/1/ROOT/a";
    judging_start(&j,
                  "<rule severity=\"error\" class=\"IIsWebVirtualDir\" test=\"mb:drive-of('Path') = 'd:'\"/>",
                  NULL, NULL);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        location[sizeof location - 2] = (char)('a' + i);
        judging_key(&j, location, VDIR, "Path", paths[i], NULL);
    }
    judging_key(&j, "/LM/W3SVC/1/ROOT/z", VDIR, NULL);
    judging_run(&j, NULL);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_PASS), 5);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_NOT_EVALUATED), 1);
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 2);
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].path, "/LM/W3SVC/1/ROOT/c");
    CU_ASSERT_STRING_EQUAL(j.out.findings[1].path, "/LM/W3SVC/1/ROOT/f");
    judging_end(&j);
}

/* More values than are kept, and each of them again. */
UNIT_TEST(judgements_that_were_forgotten_are_made_again)
{
    enum { VALUES = 100, ROUNDS = 5 };
    struct judging j;
    judging_start(&j, "<rule severity=\"error\" class=\"IIsWebVirtualDir\" test=\"$Path = 'c:\\7'\"/>", NULL,
                  NULL);
    for (int i = 0; i < VALUES * ROUNDS; i++) {
        char location[64], path[16];
        snprintf(location, sizeof location, "/LM/W3SVC/1/ROOT/%04d", i);
        snprintf(path, sizeof path, "c:\\%d", i % VALUES);
        judging_key(&j, location, VDIR, "Path", path, NULL);
    }
    judging_run(&j, NULL);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_FAIL), ROUNDS);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_PASS), (VALUES - 1) * ROUNDS);
    judging_end(&j);
}

UNIT_TEST(keys_with_a_text_are_counted_at_a_pattern)
{
    struct judging j;
    judging_start(
        &j,
        "<rule severity=\"error\" class=\"IIsApplicationPool\" test=\"mb:count-with('IIsWebVirtualDir', "
        "'AppPoolId', mb:name(), '/LM/W3SVC/*/ROOT') = 2\"/>",
        NULL, NULL);
    judging_key(&j, "/LM/W3SVC", "IIsWebService", NULL);
    judging_key(&j, "/LM/W3SVC/1/ROOT", VDIR, "AppPoolId", "one", NULL);
    judging_key(&j, "/LM/W3SVC/2/ROOT", VDIR, "AppPoolId", "ONE", NULL);
    judging_key(&j, "/LM/W3SVC/2/ROOT/a", VDIR, "AppPoolId", "two", NULL); /* not at the pattern */
    judging_key(&j, "/LM/W3SVC/3/ROOT", VDIR, "AppPoolId", "two", NULL);
    judging_key(&j, "/LM/W3SVC/4/ROOT", VDIR, NULL); /* has none */
    judging_key(&j, "/LM/W3SVC/AppPools/One", "IIsApplicationPool", NULL);
    judging_key(&j, "/LM/W3SVC/AppPools/Two", "IIsApplicationPool", NULL);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_PASS), 1);
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 1);
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].path, "/LM/W3SVC/AppPools/One");
    CU_ASSERT_EQUAL(j.out.findings[0].evidence_count, 2);
    judging_end(&j);
}
