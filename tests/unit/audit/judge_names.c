/* Slips of the pen in expressions are found when the judge is made. */
#include <string.h>

#include "judging.h"
#include "unit.h"

/* The first problem with a test, or "" when it is accepted. */
static void refused(const char *test, const char *expected)
{
    struct judging j;
    struct mba_buf rule = {0};
    mba_buf_printf(&rule, "<rule severity=\"error\" class=\"IIsSmtpServer\" test=\"%s\"/>", test);
    judging_start(&j, rule.data, NULL, NULL);
    CU_ASSERT_STRING_EQUAL(judging_problem(&j, 0), expected);
    CU_ASSERT_EQUAL(j.judge == NULL, *expected != '\0');
    if (j.problems.count) {
        CU_ASSERT_STRING_EQUAL(j.problems.items[0].input, "test-rule.xml");
        CU_ASSERT_EQUAL(j.problems.items[0].line, 3);
    }
    judging_end(&j);
    mba_buf_free(&rule);
}

UNIT_TEST(unknown_properties_are_refused)
{
    refused("$ServerSate = 4",
            "the test expression names the property ServerSate, which the metabase schema does not have");
    refused("$serverstate = 4",
            "the test expression names the property serverstate; it is written ServerState");
    refused("mb:present('Nothing')",
            "the test expression names the property Nothing, which the metabase schema does not have");
    refused("mb:at('..', 'Nothing')",
            "the test expression names the property Nothing, which the metabase schema does not have");
    refused("'$Nothing' = &quot;mb:none()&quot;", "");
}

UNIT_TEST(bare_names_are_refused)
{
    refused("ServerState = 4",
            "the test expression has the bare name ServerState; write $ServerState for a property");
    refused("$ServerState = 4 and $HopCount = 3 or $HopCount mod 2 = 1 div 1", "");
    refused("$HopCount - $MaxRecipients > 1", "");
}

UNIT_TEST(unknown_functions_and_flags_are_refused)
{
    refused("contain($SmartHost, 'x')",
            "the test expression calls contain(), which is no function here; corpus/README.md lists them");
    refused("mb:none()",
            "the test expression calls mb:none(), which is no function here; corpus/README.md lists them");
    refused("mb:flag('AuthFlags', 'AuthBsic')",
            "the test expression names the flag AuthBsic, which AuthFlags does not have; it has "
            "AuthAnonymous, AuthBasic, AuthNTLM, AuthMD5, AuthPassport");
    refused("mb:evidence('eventlog', 'x')",
            "the test expression names an unknown kind of evidence, eventlog; corpus/README.md lists them");
    refused("mb:evidence('services', 'Startd', 'service:x')",
            "the test expression names Startd, which is no evidence of the kind services; it has Started, "
            "State, StartMode");
    refused("mb:count('IIsSmtpSever') = 1",
            "the test expression names the class IIsSmtpSever, which the metabase schema does not have");
}

UNIT_TEST(arguments_are_counted_and_quoted)
{
    refused("mb:present()", "the test expression gives mb:present 0 arguments; it takes 1 or one more");
    refused("mb:present('HopCount', '..', 'x')",
            "the test expression gives mb:present 3 arguments; it takes 1 or one more");
    refused("mb:bit($HopCount)", "the test expression gives mb:bit 1 argument; it takes 2");
    refused("mb:present($SmartHost)", "the test expression needs a quoted name as argument 1 of mb:present");
    refused("mb:present(concat('a', 'b'))",
            "the test expression needs a quoted name as argument 1 of mb:present");
    refused("mb:bit(($HopCount + 1) * 2, 4)", "");
    refused("not(mb:present( 'HopCount' , '..' ))", "");
}

UNIT_TEST(deep_nesting_is_refused)
{
    struct mba_buf test = {0};
    for (int i = 0; i < 40; i++)
        mba_buf_puts(&test, "(");
    mba_buf_puts(&test, "$HopCount");
    for (int i = 0; i < 40; i++)
        mba_buf_puts(&test, ")");
    refused(test.data, "the test expression is nested too deeply; make it simpler");
    mba_buf_free(&test);
}

UNIT_TEST(names_elsewhere_in_the_article_are_checked)
{
    struct judging j;
    judging_start(&j,
                  "<rule severity=\"error\" class=\"IIsSmtpSerer\" test=\"true()\">"
                  "<absent property=\"A1\" outcome=\"pass\"/><expect property=\"E1\">x</expect>"
                  "<hint property=\"H1\" test=\"true()\">{V1}</hint></rule>",
                  "{V2}", "<step>{V3:meaning}</step>");
    CU_ASSERT_PTR_NULL(j.judge);
    CU_ASSERT_EQUAL(j.problems.count, 7);
    CU_ASSERT_STRING_EQUAL(judging_problem(&j, 0),
                           "the rule names the class IIsSmtpSerer, which the metabase schema does not have");
    CU_ASSERT_STRING_EQUAL(judging_problem(&j, 6),
                           "the text names the property V3, which the metabase schema does not have");
    judging_end(&j);
}
