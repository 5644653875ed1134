/* mb:evidence and its like: what was not collected never decides. */
#include <string.h>

#include "judging.h"
#include "unit.h"

static void tell(struct judging *j, const char *object, const char *property, const char *text)
{
    const struct mba_evidence_word *near;
    struct mba_observation told = {
        .word = mba_evidence_find(object, property, &near), .object = object, .text = text, .line = 3};
    CU_ASSERT_PTR_NOT_NULL_FATAL(told.word);
    CU_ASSERT(mba_metabase_observe(j->mb, &told));
}

static void start(struct judging *j, const char *test)
{
    struct mba_buf rule = {0};
    mba_buf_printf(&rule, "<rule severity=\"error\" class=\"IIsSmtpServer\" test=\"%s\"/>", test);
    judging_start(j, rule.data, NULL, NULL);
    judging_key(j, "/LM/SmtpSvc/1", "IIsSmtpServer", "HopCount", "30", NULL);
    mba_buf_free(&rule);
}

/* One observation, or none (object NULL). */
static enum mba_outcome says(const char *test, const char *object, const char *property, const char *text)
{
    struct judging j;
    enum mba_outcome outcome = MBA_OUTCOME_COUNT;
    start(&j, test);
    if (object)
        tell(&j, object, property, text);
    judging_run(&j, "/");
    for (int i = 0; i < MBA_OUTCOME_COUNT; i++)
        if (judging_count(&j, (enum mba_outcome)i) == 1)
            outcome = (enum mba_outcome)i;
    judging_end(&j);
    return outcome;
}

UNIT_TEST(a_number_is_compared_as_a_number)
{
    static const char test[] = "$HopCount != mb:evidence('active-directory', 'msExchSmtpMaxHopCount')";
    CU_ASSERT_EQUAL(says(test, NULL, NULL, NULL), MBA_OUTCOME_NOT_EVALUATED);
    CU_ASSERT_EQUAL(says(test, "/LM/SmtpSvc/1", "msExchSmtpMaxHopCount", "30"), MBA_OUTCOME_PASS);
    CU_ASSERT_EQUAL(says(test, "/lm/smtpsvc/1", "msExchSmtpMaxHopCount", "15"), MBA_OUTCOME_FAIL);
    CU_ASSERT_EQUAL(says(test, "/LM/SmtpSvc/1", "msExchSmtpMaxHopCount", NULL), MBA_OUTCOME_NOT_EVALUATED);
    CU_ASSERT_EQUAL(says(test, "/LM/SmtpSvc/2", "msExchSmtpMaxHopCount", "15"), MBA_OUTCOME_NOT_EVALUATED);
}

UNIT_TEST(an_object_may_be_named)
{
    static const char test[] = "not(mb:evidence('services', 'Started', 'service:SMTPSVC'))";
    CU_ASSERT_EQUAL(says(test, "service:SMTPSVC", "Started", "TRUE"), MBA_OUTCOME_PASS);
    CU_ASSERT_EQUAL(says(test, "service:SMTPSVC", "Started", "FALSE"), MBA_OUTCOME_FAIL);
    CU_ASSERT_EQUAL(says(test, "service:W3SVC", "Started", "FALSE"), MBA_OUTCOME_NOT_EVALUATED);
}

UNIT_TEST(absence_is_an_answer_only_when_it_is_known)
{
    static const char test[] = "mb:evidence-present('active-directory', 'msExchAlternateServer')";
    CU_ASSERT_EQUAL(says(test, "/LM/SmtpSvc/1", "msExchAlternateServer", "a"), MBA_OUTCOME_FAIL);
    CU_ASSERT_EQUAL(says(test, "/LM/SmtpSvc/1", "msExchAlternateServer", NULL), MBA_OUTCOME_PASS);
    CU_ASSERT_EQUAL(says(test, NULL, NULL, NULL), MBA_OUTCOME_NOT_EVALUATED);
}

UNIT_TEST(what_is_missing_is_named_with_its_object_where_that_is_no_matter_of_course)
{
    struct judging j;
    start(&j, "mb:evidence('active-directory', 'msExchSmtpMaxHopCount') = 1 or "
              "mb:evidence('services', 'State', 'service:SMTPSVC') = 'a' or "
              "mb:evidence('dns', 'DnsName') = 'a'");
    judging_run(&j, "/");
    CU_ASSERT_EQUAL_FATAL(j.out.unevaluated_count, 1);
    CU_ASSERT_EQUAL_FATAL(j.out.unevaluated[0].missing_count, 3);
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[0].missing[0], "active-directory: msExchSmtpMaxHopCount");
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[0].missing[1], "services: State of service:SMTPSVC");
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[0].missing[2], "dns: DnsName");
    judging_end(&j);
}

UNIT_TEST(a_finding_shows_the_evidence_with_its_source)
{
    struct judging j;
    start(&j, "$HopCount != mb:evidence('active-directory', 'msExchSmtpMaxHopCount') and "
              "mb:evidence('services', 'Started', 'service:SMTPSVC') and "
              "not(mb:evidence-present('active-directory', 'msExchAlternateServer'))");
    tell(&j, "/LM/SmtpSvc/1", "msExchSmtpMaxHopCount", "15");
    tell(&j, "service:SMTPSVC", "Started", "TRUE");
    tell(&j, "/LM/SmtpSvc/1", "msExchAlternateServer", NULL);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 1);
    CU_ASSERT_EQUAL_FATAL(j.out.findings[0].evidence_count, 4);
    const struct mba_evidence *evidence = j.out.findings[0].evidence;
    CU_ASSERT_PTR_NULL(evidence[0].kind);
    CU_ASSERT_STRING_EQUAL(evidence[1].property, "msExchSmtpMaxHopCount");
    CU_ASSERT_STRING_EQUAL(evidence[1].value, "15");
    CU_ASSERT_STRING_EQUAL(evidence[1].kind, "active-directory");
    CU_ASSERT_EQUAL(evidence[1].origin, MBA_ORIGIN_EVIDENCE);
    CU_ASSERT_PTR_NULL(evidence[1].path);
    CU_ASSERT_EQUAL(evidence[1].export_index, 0);
    CU_ASSERT_EQUAL(evidence[1].line, 3);
    CU_ASSERT_STRING_EQUAL(evidence[2].path, "service:SMTPSVC");
    CU_ASSERT_PTR_NULL(evidence[3].value);
    CU_ASSERT_EQUAL(evidence[3].origin, MBA_ORIGIN_NONE);
    judging_end(&j);
}

/* ---- events ---------------------------------------------------------------------------------- */

static enum mba_outcome events(mba_time captured, bool day_only, const char *since, const char *until,
                               const char *event)
{
    struct judging j;
    start(&j, "mb:events('System', 'smtpsvc', 429, 24) > 0");
    mba_metabase_set_moment(j.mb, captured, day_only);
    if (since)
        tell(&j, "log:System", "Since", since);
    if (until)
        tell(&j, "log:System", "Until", until);
    if (event)
        tell(&j, "log:System", "Event", event);
    judging_run(&j, "/");
    enum mba_outcome outcome = judging_count(&j, MBA_OUTCOME_FAIL)   ? MBA_OUTCOME_FAIL
                               : judging_count(&j, MBA_OUTCOME_PASS) ? MBA_OUTCOME_PASS
                                                                     : MBA_OUTCOME_NOT_EVALUATED;
    judging_end(&j);
    return outcome;
}

UNIT_TEST(events_count_back_from_the_moment_of_the_snapshot)
{
    mba_time moment, day;
    CU_ASSERT(mba_time_make(2006, 5, 16, 2, 0, 0, &moment));
    CU_ASSERT(mba_time_make(2006, 5, 16, 0, 0, 0, &day));
    const char *from = "2006-05-15T02:00:00Z", *to = "2006-05-16T02:00:00Z";
    CU_ASSERT_EQUAL(events(moment, false, NULL, NULL, "2006-05-16T02:00:00Z 429 SMTPSVC"), MBA_OUTCOME_FAIL);
    CU_ASSERT_EQUAL(events(moment, false, from, to, "2006-05-16T02:00:01Z 429 SMTPSVC"), MBA_OUTCOME_PASS);
    CU_ASSERT_EQUAL(events(moment, false, from, to, "2006-05-15T01:59:59Z 429 SMTPSVC"), MBA_OUTCOME_PASS);
    CU_ASSERT_EQUAL(events(moment, false, from, to, "2006-05-16T02:00:00Z 4290 SMTPSVC"), MBA_OUTCOME_PASS);
    CU_ASSERT_EQUAL(events(moment, false, from, to, "2006-05-16T02:00:00Z 429 Other"), MBA_OUTCOME_PASS);
    CU_ASSERT_EQUAL(events(moment, false, from, NULL, NULL), MBA_OUTCOME_NOT_EVALUATED);
    CU_ASSERT_EQUAL(events(moment, false, NULL, to, NULL), MBA_OUTCOME_NOT_EVALUATED);
    CU_ASSERT_EQUAL(events(moment, false, "2006-05-15T02:00:01Z", to, NULL), MBA_OUTCOME_NOT_EVALUATED);
    CU_ASSERT_EQUAL(events(moment, false, from, "2006-05-16T01:45:00Z", NULL), MBA_OUTCOME_PASS);
    CU_ASSERT_EQUAL(events(moment, false, from, "2006-05-16T01:44:59Z", NULL), MBA_OUTCOME_NOT_EVALUATED);
    /* the day alone is known: from the end of the log on, or of the day */
    CU_ASSERT_EQUAL(events(day, true, NULL, "2006-05-16T12:00:00Z", "2006-05-15T12:00:00Z 429 SMTPSVC"),
                    MBA_OUTCOME_FAIL);
    CU_ASSERT_EQUAL(events(day, true, from, "2006-05-16T12:00:00Z", "2006-05-15T11:59:59Z 429 SMTPSVC"),
                    MBA_OUTCOME_PASS);
    CU_ASSERT_EQUAL(events(day, true, from, "2006-05-18T00:00:00Z", "2006-05-17T00:00:00Z 429 SMTPSVC"),
                    MBA_OUTCOME_PASS);
    CU_ASSERT_EQUAL(events(MBA_TIME_NONE, false, NULL, to, "2006-05-15T02:00:00Z 429 SMTPSVC"),
                    MBA_OUTCOME_FAIL);
    CU_ASSERT_EQUAL(events(MBA_TIME_NONE, false, NULL, NULL, "2006-05-15T02:00:00Z 429 SMTPSVC"),
                    MBA_OUTCOME_NOT_EVALUATED);
}

/* ---- Windows --------------------------------------------------------------------------------- */

UNIT_TEST(small_business_server_is_told_by_its_name_or_its_suites)
{
    static const char test[] = "mb:small-business()";
    CU_ASSERT_EQUAL(says(test, "server", "Caption", "Windows Server 2003 for Small Business Server"),
                    MBA_OUTCOME_FAIL);
    CU_ASSERT_EQUAL(says(test, "server", "Caption", "Windows Server 2003"), MBA_OUTCOME_NOT_EVALUATED);
    CU_ASSERT_EQUAL(says(test, "server", "OSProductSuite", "33"), MBA_OUTCOME_FAIL);
    CU_ASSERT_EQUAL(says(test, "server", "OSProductSuite", "32"), MBA_OUTCOME_FAIL);
    CU_ASSERT_EQUAL(says(test, "server", "OSProductSuite", "272"), MBA_OUTCOME_PASS);
    CU_ASSERT_EQUAL(says(test, "server", "OSProductSuite", "273"), MBA_OUTCOME_NOT_EVALUATED);
    CU_ASSERT_EQUAL(says(test, NULL, NULL, NULL), MBA_OUTCOME_NOT_EVALUATED);
}

UNIT_TEST(the_drive_of_windows_comes_from_its_folder_where_that_is_known)
{
    static const char test[] = "mb:windows-drive() = 'd:'";
    CU_ASSERT_EQUAL(says(test, "server", "WindowsDirectory", "D:\\WINDOWS"), MBA_OUTCOME_FAIL);
    CU_ASSERT_EQUAL(says(test, "server", "WindowsDirectory", NULL), MBA_OUTCOME_PASS); /* c: is assumed */
    CU_ASSERT_EQUAL(says(test, NULL, NULL, NULL), MBA_OUTCOME_PASS);
}

/* Judgements are shared between objects that look alike; what is known from outside is not in their looks. */
UNIT_TEST(two_virtual_servers_alike_are_judged_by_their_own_evidence)
{
    struct judging j;
    start(&j, "$HopCount != mb:evidence('active-directory', 'msExchSmtpMaxHopCount')");
    judging_key(&j, "/LM/SmtpSvc/2", "IIsSmtpServer", "HopCount", "30", NULL);
    judging_key(&j, "/LM/SmtpSvc/3", "IIsSmtpServer", "HopCount", "30", NULL);
    tell(&j, "/LM/SmtpSvc/1", "msExchSmtpMaxHopCount", "30");
    tell(&j, "/LM/SmtpSvc/2", "msExchSmtpMaxHopCount", "15");
    judging_run(&j, "/");
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_PASS), 1);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_FAIL), 1);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_NOT_EVALUATED), 1);
    judging_end(&j);
}
