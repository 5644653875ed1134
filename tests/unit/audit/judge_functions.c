/* What variables are in an expression, and the mb: functions. */
#include <string.h>

#include "judging.h"
#include "unit.h"

/* An Exchange-like tree, all of it exported but for volatile values. */
static void tree(struct judging *j, const char *test)
{
    struct mba_buf rule = {0};
    mba_buf_printf(
        &rule, "<rule severity=\"error\" class=\"IIsSmtpServer\" path=\"/LM/SmtpSvc/1\" test=\"%s\"/>", test);
    judging_start(j, rule.data, NULL, NULL);
    mba_buf_free(&rule);
    judging_key(j, "/LM/SmtpSvc", "IIsSmtpService", "HopCount", "30", "AuthFlags", "7", NULL);
    judging_key(j, "/LM/SmtpSvc/1", "IIsSmtpServer", "ServerBindings", "192.0.2.1:25:\n:587:mail.example.com",
                "SmartHost", "Relay.Example.COM", "RouteAction", "264", "ServerAutoStart", "TRUE",
                "AccessSSLFlags", "AccessSSL | AccessSSL128", "ServerComment", "", NULL);
    judging_key(j, "/LM/SmtpSvc/1/RoutingSources", "IIsSmtpRoutingSource", "SmtpDsUseCat", "0", NULL);
    judging_key(j, "/LM/SmtpSvc/2", "IIsSmtpServer", "ServerBindings", ":25:", NULL);
    judging_run(j, "/");
}

static enum mba_outcome says(const char *test)
{
    struct judging j;
    tree(&j, test);
    enum mba_outcome outcome = MBA_OUTCOME_COUNT;
    for (int i = 0; i < MBA_OUTCOME_COUNT; i++)
        if (judging_count(&j, (enum mba_outcome)i) == 1)
            outcome = (enum mba_outcome)i;
    judging_end(&j);
    return outcome;
}

#define TRUE_OF_IT(test) CU_ASSERT_EQUAL(says(test), MBA_OUTCOME_FAIL)
#define FALSE_OF_IT(test) CU_ASSERT_EQUAL(says(test), MBA_OUTCOME_PASS)
#define NOT_KNOWN(test) CU_ASSERT_EQUAL(says(test), MBA_OUTCOME_NOT_EVALUATED)

UNIT_TEST(variables_have_the_type_of_their_property)
{
    TRUE_OF_IT("$RouteAction + 1 = 265");
    TRUE_OF_IT("$ServerAutoStart = true()");
    TRUE_OF_IT("string-length($SmartHost) = 17");
    TRUE_OF_IT("$HopCount = 30");
    TRUE_OF_IT("$ServerComment = ''");
}

UNIT_TEST(lists_are_sets_of_items)
{
    TRUE_OF_IT("count($ServerBindings) = 2");
    TRUE_OF_IT("$ServerBindings[1] = '192.0.2.1:25:'");
    TRUE_OF_IT("$ServerBindings[last()] = ':587:mail.example.com'");
    TRUE_OF_IT("$ServerBindings = ':587:mail.example.com'");
    FALSE_OF_IT("$ServerBindings[. = ':25:']");
    TRUE_OF_IT("count($ServerBindings[starts-with(., ':')]) = 1");
    TRUE_OF_IT("count($ServerBindings | $ServerBindings) = 4");
}

/* ":1:" to ":60000:". Sorting such a list must not take time by the square of its length: that is half a
 * minute. */
UNIT_TEST(long_lists_keep_their_order)
{
    struct judging j;
    struct mba_buf list = {0};
    for (int i = 1; i <= 60000; i++)
        mba_buf_printf(&list, "%s:%d:", i > 1 ? "\n" : "", i);
    judging_start(&j,
                  "<rule severity=\"error\" class=\"IIsSmtpServer\" "
                  "test=\"count($ServerBindings) = 60000 and $ServerBindings[16] = ':16:' and "
                  "$ServerBindings[17] = ':17:' and $ServerBindings[59999] = ':59999:' and "
                  "$ServerBindings[mb:binding-port(.) &gt;= 1000][3] = ':1002:' and "
                  "$ServerBindings[last()] = ':60000:'\"/>",
                  NULL, NULL);
    judging_key(&j, "/LM/SmtpSvc/1", "IIsSmtpServer", "ServerBindings", list.data, NULL);
    judging_run(&j, NULL);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_FAIL), 1);
    judging_end(&j);
    mba_buf_free(&list);
}

UNIT_TEST(present_and_explicit_and_origin_tell_where_a_value_stands)
{
    TRUE_OF_IT("mb:present('HopCount')");
    FALSE_OF_IT("mb:explicit('HopCount')");
    TRUE_OF_IT("mb:explicit('SmartHost')");
    TRUE_OF_IT("mb:origin('HopCount') = 'inherited' and mb:origin('SmartHost') = 'explicit'");
    TRUE_OF_IT("mb:origin('MaxRecipients') = ''");
    FALSE_OF_IT("mb:present('MaxRecipients')");
    NOT_KNOWN("mb:present('ServerState')");
    NOT_KNOWN("mb:explicit('ServerState')");
    TRUE_OF_IT("mb:explicit('HopCount', '..')");
    TRUE_OF_IT("mb:present('SmtpDsUseCat', './RoutingSources')");
    FALSE_OF_IT("mb:present('SmtpDsUseCat', './Nothing')");
    FALSE_OF_IT("mb:explicit('SmtpDsUseCat', './Nothing')");
}

UNIT_TEST(explicit_needs_the_key_alone)
{
    struct judging j;
    judging_start(&j, "<rule severity=\"error\" class=\"IIsSmtpServer\" test=\"mb:explicit('HopCount')\"/>",
                  NULL, NULL);
    judging_key(&j, "/LM/SmtpSvc/1", "IIsSmtpServer", NULL);
    struct mba_key *partial = judging_key(&j, "/LM/SmtpSvc/2", "IIsSmtpServer", NULL);
    partial->complete = false;
    judging_run(&j, NULL);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_PASS), 1);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_NOT_EVALUATED), 1);
    judging_end(&j);
}

UNIT_TEST(flags_are_read_by_name)
{
    TRUE_OF_IT("mb:flag('AuthFlags', 'AuthNTLM')");
    FALSE_OF_IT("mb:flag('AuthFlags', 'AuthMD5')");
    TRUE_OF_IT("mb:flag('AccessSSLFlags', 'AccessSSL128')");
    FALSE_OF_IT("mb:flag('AccessSSLFlags', 'AccessSSLRequireCert')");
    TRUE_OF_IT("mb:flag('AuthFlags', 'AuthBasic', '../2')");
    NOT_KNOWN("mb:flag('AccessSSLFlags', 'AccessSSL', '../2')");
    NOT_KNOWN("mb:flag('AuthFlags', 'AuthBasic', '/LM/Nothing')");
}

UNIT_TEST(bits_are_all_or_nothing)
{
    TRUE_OF_IT("mb:bit($RouteAction, 8)");
    TRUE_OF_IT("mb:bit($RouteAction, 8 + 256)");
    FALSE_OF_IT("mb:bit($RouteAction, 4 + 8)");
    FALSE_OF_IT("mb:bit($RouteAction, 0)");
    FALSE_OF_IT("mb:bit(-1, 1)");
    FALSE_OF_IT("mb:bit(0 div 0, 1)");
    TRUE_OF_IT("mb:bit(4294967295, 2147483648)");
    FALSE_OF_IT("mb:bit(4294967296, 1)");
}

UNIT_TEST(other_keys_are_read_by_path)
{
    TRUE_OF_IT("mb:at('./RoutingSources', 'SmtpDsUseCat') = 0");
    TRUE_OF_IT("mb:at('/LM/SmtpSvc', 'HopCount') = 30");
    TRUE_OF_IT("mb:at('..', 'HopCount') = 30");
    TRUE_OF_IT("mb:at('.', 'RouteAction') = 264");
    TRUE_OF_IT("mb:at('../2', 'ServerBindings') = ':25:'");
    TRUE_OF_IT("mb:at('/lm/SMTPSVC/2', 'HopCount') = 30");
    NOT_KNOWN("mb:at('./Nothing', 'SmtpDsUseCat') = 0");
    NOT_KNOWN("mb:at('../../../..', 'HopCount') = 0");
    TRUE_OF_IT(
        "mb:exists('./RoutingSources') and not(mb:exists('./Nothing')) and not(mb:exists('/LM/DS2MB'))");
}

UNIT_TEST(keys_are_counted_by_class_and_pattern)
{
    TRUE_OF_IT("mb:count('IIsSmtpServer') = 2");
    TRUE_OF_IT("mb:count('IIsSmtpServer', '/LM/SmtpSvc/2') = 1");
    TRUE_OF_IT("mb:count('IIsSmtpRoutingSource', './**') = 1");
    TRUE_OF_IT("mb:count('IIsSmtpRoutingSource', '../2/**') = 0");
    TRUE_OF_IT("mb:count('IIsFtpServer') = 0");
    TRUE_OF_IT("mb:count-where('IIsSmtpServer', 'HopCount', 30) = 2");
    TRUE_OF_IT("mb:count-where('IIsSmtpServer', 'HopCount', '30') = 2");
    TRUE_OF_IT("mb:count-where('IIsSmtpRoutingSource', 'SmtpDsUseCat', 0) = 1");
    NOT_KNOWN("mb:count-where('IIsSmtpServer', 'SmartHost', 'relay.example.com') = 1");
    TRUE_OF_IT("mb:count-where('IIsSmtpService', 'HopCount', 29 + 1) = 1");
}

UNIT_TEST(keys_cannot_be_counted_in_a_part_of_the_tree)
{
    struct judging j;
    judging_start(&j,
                  "<rule severity=\"error\" class=\"IIsSmtpServer\" test=\"mb:count('IIsSmtpServer') = 1\"/>",
                  NULL, NULL);
    judging_key(&j, "/LM/SmtpSvc/1", "IIsSmtpServer", NULL);
    judging_run(&j, "/LM/SmtpSvc/1");
    CU_ASSERT_EQUAL_FATAL(j.out.unevaluated_count, 1);
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[0].reason, "the export does not cover /LM/SmtpSvc");
    judging_end(&j);
}

UNIT_TEST(text_is_compared_without_case)
{
    TRUE_OF_IT("mb:lower($SmartHost) = 'relay.example.com'");
    TRUE_OF_IT("mb:like($SmartHost, '*.EXAMPLE.com')");
    FALSE_OF_IT("mb:like($SmartHost, '*.example')");
    TRUE_OF_IT("mb:like('a', '?')");
    TRUE_OF_IT("mb:path() = '/LM/SmtpSvc/1' and mb:name() = '1'");
}

UNIT_TEST(bindings_come_apart)
{
    TRUE_OF_IT("mb:binding-ip($ServerBindings[1]) = '192.0.2.1'");
    TRUE_OF_IT("mb:binding-port($ServerBindings[1]) = 25");
    TRUE_OF_IT("mb:binding-host($ServerBindings[1]) = ''");
    TRUE_OF_IT("mb:binding-ip($ServerBindings[2]) = ''");
    TRUE_OF_IT("mb:binding-port($ServerBindings[2]) = 587");
    TRUE_OF_IT("mb:binding-host($ServerBindings[2]) = 'mail.example.com'");
    TRUE_OF_IT("$ServerBindings[mb:binding-port(.) != 25]");
    TRUE_OF_IT("mb:binding-port(':65535:') = 65535");
    TRUE_OF_IT("string(mb:binding-port(':65536:')) = 'NaN'");
    TRUE_OF_IT("string(mb:binding-port('25')) = 'NaN'");
    TRUE_OF_IT("string(mb:binding-port('')) = 'NaN'");
}

UNIT_TEST(other_keys_cannot_be_found_from_an_unknown_place)
{
    struct judging j;
    judging_start(&j,
                  "<rule severity=\"error\" class=\"IIsSmtpServer\" test=\"mb:at('..', 'HopCount') = 1\"/>",
                  NULL, NULL);
    judging_key(&j, NULL, "IIsSmtpServer", NULL);
    judging_run(&j, NULL);
    CU_ASSERT_EQUAL_FATAL(j.out.unevaluated_count, 1);
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[0].reason,
                           "the place of the key is not known, and without it .. cannot be found");
    judging_end(&j);
}
