/* Outcomes: what fails, passes, does not apply, and what cannot be said. */
#include <string.h>

#include "judging.h"
#include "unit.h"

#define RULE(attributes, children)                                                                           \
    "<rule severity=\"warning\" class=\"IIsSmtpServer\" " attributes ">" children "</rule>"

/* One instance below a service, the whole tree exported; the one outcome that it has. */
static enum mba_outcome one(struct judging *j, const char *rule, const char *name, const char *value)
{
    judging_start(j, rule, NULL, NULL);
    judging_key(j, "/LM/SmtpSvc", "IIsSmtpService", NULL);
    judging_key(j, "/LM/SmtpSvc/1", "IIsSmtpServer", name, value, NULL);
    judging_run(j, "/");
    for (int i = 0; i < MBA_OUTCOME_COUNT; i++)
        if (judging_count(j, (enum mba_outcome)i))
            return (enum mba_outcome)i;
    return MBA_OUTCOME_COUNT;
}

static enum mba_outcome outcome(const char *rule, const char *name, const char *value)
{
    struct judging j;
    enum mba_outcome result = one(&j, rule, name, value);
    judging_end(&j);
    return result;
}

UNIT_TEST(a_true_test_fails_and_a_false_one_passes)
{
    CU_ASSERT_EQUAL(outcome(RULE("test=\"$ServerState = 4\"", ""), "ServerState", "4"), MBA_OUTCOME_FAIL);
    CU_ASSERT_EQUAL(outcome(RULE("test=\"$ServerState = 4\"", ""), "ServerState", "2"), MBA_OUTCOME_PASS);
}

UNIT_TEST(applies_is_asked_first)
{
    const char *rule = RULE("applies=\"$SmartHostType > 0\" test=\"$HopCount = 1\"", "");
    CU_ASSERT_EQUAL(outcome(rule, "SmartHostType", "0"), MBA_OUTCOME_NOT_APPLICABLE);
    CU_ASSERT_EQUAL(outcome(rule, "SmartHostType", "1"), MBA_OUTCOME_NOT_EVALUATED);
    struct judging j;
    CU_ASSERT_EQUAL(one(&j, rule, NULL, NULL), MBA_OUTCOME_NOT_EVALUATED);
    CU_ASSERT_EQUAL_FATAL(j.out.unevaluated[0].missing_count, 1); /* the test was not even asked */
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[0].missing[0], "SmartHostType");
    judging_end(&j);
}

UNIT_TEST(a_schema_default_decides_only_where_the_rule_says_so)
{
    CU_ASSERT_EQUAL(outcome(RULE("test=\"$HopCount = 10\"", ""), NULL, NULL), MBA_OUTCOME_NOT_EVALUATED);
    CU_ASSERT_EQUAL(outcome(RULE("test=\"$HopCount = 10\" defaults=\"decide\"", ""), NULL, NULL),
                    MBA_OUTCOME_FAIL);
}

UNIT_TEST(the_default_of_a_volatile_property_never_decides)
{
    const char *rule = RULE("test=\"$ServerState = 4\" defaults=\"decide\"",
                            "<absent property=\"ServerState\" outcome=\"fail\"/>");
    CU_ASSERT_EQUAL(outcome(rule, NULL, NULL), MBA_OUTCOME_NOT_EVALUATED);
}

UNIT_TEST(a_default_does_not_decide_when_the_value_may_stand_elsewhere)
{
    struct judging j;
    judging_start(&j, RULE("test=\"$HopCount = 10\" defaults=\"decide\"", ""), NULL, NULL);
    judging_key(&j, "/LM/SmtpSvc/1", "IIsSmtpServer", NULL);
    judging_run(&j, NULL);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_NOT_EVALUATED), 1);
    judging_end(&j);
}

UNIT_TEST(known_absence_is_the_answer_where_the_rule_gives_one)
{
    CU_ASSERT_EQUAL(
        outcome(RULE("test=\"$SmartHost != ''\"", "<absent property=\"SmartHost\" outcome=\"pass\"/>"), NULL,
                NULL),
        MBA_OUTCOME_PASS);
    CU_ASSERT_EQUAL(
        outcome(RULE("test=\"$SmartHost = 'x'\"", "<absent property=\"SmartHost\" outcome=\"fail\"/>"), NULL,
                NULL),
        MBA_OUTCOME_FAIL);
    CU_ASSERT_EQUAL(outcome(RULE("test=\"$SmartHost = 'x'\"",
                                 "<absent property=\"SmartHost\" outcome=\"not-applicable\"/>"),
                            NULL, NULL),
                    MBA_OUTCOME_NOT_APPLICABLE);
}

UNIT_TEST(absence_that_is_not_known_is_no_answer)
{
    struct judging j;
    judging_start(&j, RULE("test=\"$SmartHost != ''\"", "<absent property=\"SmartHost\" outcome=\"pass\"/>"),
                  NULL, NULL);
    judging_key(&j, "/LM/SmtpSvc/1", "IIsSmtpServer", NULL);
    judging_run(&j, NULL);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_NOT_EVALUATED), 1);
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[0].reason, "SmartHost was not collected");
    judging_end(&j);
}

UNIT_TEST(what_is_missing_is_named_with_the_reason)
{
    struct judging j;
    CU_ASSERT_EQUAL(one(&j, RULE("test=\"$ServerState = 4\"", ""), NULL, NULL), MBA_OUTCOME_NOT_EVALUATED);
    CU_ASSERT_EQUAL_FATAL(j.out.unevaluated_count, 1);
    const struct mba_unevaluated *gap = &j.out.unevaluated[0];
    CU_ASSERT_EQUAL_FATAL(gap->missing_count, 1);
    CU_ASSERT_STRING_EQUAL(gap->missing[0], "ServerState");
    CU_ASSERT_STRING_EQUAL(
        gap->reason, "ServerState exists only while the service runs, and the export does not carry it");
    CU_ASSERT_STRING_EQUAL(gap->path, "/LM/SmtpSvc/1");
    CU_ASSERT_PTR_NULL(gap->hint);
    judging_end(&j);
}

UNIT_TEST(the_first_hint_that_holds_is_given)
{
    struct judging j;
    const char *rule =
        RULE("test=\"$ServerState = 4\"",
             "<hint property=\"HopCount\" test=\"$HopCount = 1\">never: not collected</hint>"
             "<hint property=\"ServerAutoStart\" test=\"$ServerAutoStart\">on</hint>"
             "<hint property=\"ServerAutoStart\" test=\"not($ServerAutoStart)\">off at {path}</hint>");
    one(&j, rule, "ServerAutoStart", "FALSE");
    CU_ASSERT_EQUAL_FATAL(j.out.unevaluated_count, 1);
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[0].hint, "off at /LM/SmtpSvc/1");
    judging_end(&j);
}

UNIT_TEST(a_secret_is_set_but_has_no_value)
{
    CU_ASSERT_EQUAL(outcome(RULE("test=\"mb:present('RoutePassword')\"", ""), "RoutePassword", "hunter2"),
                    MBA_OUTCOME_FAIL);
    struct judging j;
    CU_ASSERT_EQUAL(one(&j, RULE("test=\"$RoutePassword = 'hunter2'\"", ""), "RoutePassword", "hunter2"),
                    MBA_OUTCOME_NOT_EVALUATED);
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[0].reason,
                           "RoutePassword is a secret, whose value is never kept");
    judging_end(&j);
}

UNIT_TEST(a_value_that_cannot_be_read_decides_nothing)
{
    struct judging j;
    CU_ASSERT_EQUAL(one(&j, RULE("test=\"$HopCount = 1\"", ""), "HopCount", "many"),
                    MBA_OUTCOME_NOT_EVALUATED);
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[0].reason, "the value of HopCount could not be understood");
    judging_end(&j);
    CU_ASSERT_EQUAL(outcome(RULE("test=\"$ServerAutoStart\"", ""), "ServerAutoStart", "perhaps"),
                    MBA_OUTCOME_NOT_EVALUATED);
    CU_ASSERT_EQUAL(
        outcome(RULE("test=\"mb:flag('AuthFlags','AuthBasic')\"", ""), "AuthFlags", "AuthBasic | Nonsense"),
        MBA_OUTCOME_NOT_EVALUATED);
}

UNIT_TEST(an_expression_that_goes_wrong_decides_nothing)
{
    struct judging j;
    CU_ASSERT_EQUAL(one(&j, RULE("test=\"count($HopCount) = 1\"", ""), "HopCount", "1"),
                    MBA_OUTCOME_NOT_EVALUATED);
    CU_ASSERT_PTR_NOT_NULL(strstr(j.out.unevaluated[0].reason, "the expression could not be evaluated: "));
    judging_end(&j);
}

UNIT_TEST(when_replaces_the_severity_by_the_first_that_holds)
{
    struct judging j;
    const char *rule =
        RULE("test=\"$HopCount > 0\"", "<when severity=\"information\" test=\"$MaxRecipients = 1\"/>"
                                       "<when severity=\"non-default\" test=\"$HopCount = 2\"/>"
                                       "<when severity=\"error\" test=\"$HopCount = 2\"/>");
    one(&j, rule, "HopCount", "2");
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 1);
    CU_ASSERT_EQUAL(j.out.findings[0].severity, MBA_SEVERITY_NON_DEFAULT);
    CU_ASSERT_EQUAL(j.out.findings[0].evidence_count, 1); /* MaxRecipients decided nothing */
    judging_end(&j);
    one(&j, rule, "HopCount", "1");
    CU_ASSERT_EQUAL(j.out.findings[0].severity, MBA_SEVERITY_WARNING);
    judging_end(&j);
}

UNIT_TEST(a_judge_can_be_used_again)
{
    struct judging j;
    struct mba_outcomes again;
    one(&j, RULE("test=\"$ServerState = 4\"", ""), "ServerState", "4");
    for (int i = 0; i < 3; i++) {
        CU_ASSERT_EQUAL(mba_judge_snapshot(j.judge, j.mb, "s", j.arena, &again), MBA_OK);
        CU_ASSERT_EQUAL(again.finding_count, 1);
        CU_ASSERT_EQUAL(again.unevaluated_count, 0);
        CU_ASSERT_EQUAL(again.counts[0][MBA_OUTCOME_FAIL], 1);
    }
    judging_end(&j);
}
