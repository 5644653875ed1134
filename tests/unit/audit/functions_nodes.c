/* mb:keys(): keys as nodes with attributes, in predicates. */
#include <string.h>

#include "saying.h"
#include "unit.h"

static void grow(struct judging *j)
{
    judging_key(j, "/LM/SmtpSvc", "IIsSmtpService", "HopCount", "30", NULL);
    judging_key(j, "/LM/SmtpSvc/1", "IIsSmtpServer", "HopCount", "15", "SmartHost", "a", NULL);
    judging_key(j, "/LM/SmtpSvc/10", "IIsSmtpServer", "SmartHost", "b", NULL);
    judging_key(j, "/LM/SmtpSvc/2", "IIsSmtpServer", NULL);
    judging_key(j, "/LM/SmtpSvc/1/Domain/example.com", "IIsSmtpDomain", "RouteAction", "4096", NULL);
    judging_key(j, "/LM/SmtpSvc/Info/Templates/Secure", "IIsSmtpServer", "HopCount", "1", NULL);
    judging_key(j, "/LM/SmtpSvc/Unit", "IIsSmtpServer", NULL);
    judging_key(j, NULL, "IIsSmtpServer", NULL);
}

static const struct saying at = {"/LM/SmtpSvc/1", "IIsSmtpServer", grow, "/"};
static const struct saying partly = {"/LM/SmtpSvc/1", "IIsSmtpServer", grow, "/LM/SmtpSvc/1"};

UNIT_TEST(keys_are_nodes_with_attributes)
{
    TRUE_AT(at, "count(mb:keys('IIsSmtpServer')) = 3");
    TRUE_AT(at, "count(mb:keys('IIsSmtpServer IIsSmtpDomain')) = 4");
    TRUE_AT(at, "count(mb:keys('IIsFtpServer')) = 0");
    TRUE_AT(at, "mb:keys('IIsSmtpDomain')/@path = '/LM/SmtpSvc/1/Domain/example.com'");
    TRUE_AT(at, "mb:keys('IIsSmtpDomain')/@name = 'example.com'");
    TRUE_AT(at, "mb:keys('IIsSmtpDomain')/@class = 'IIsSmtpDomain'");
    TRUE_AT(at, "count(mb:keys('IIsSmtpServer')[@name != 2]) = 2");
    TRUE_AT(at, "mb:keys('IIsSmtpServer')[last()]/@name = '2'");
    TRUE_AT(at, "mb:keys('IIsSmtpDomain', './**') and not(mb:keys('IIsSmtpDomain', '../2/**'))");
    TRUE_AT(at, "count(mb:keys('IIsSmtpServer')/@path) = 3");
    TRUE_AT(at, "mb:keys('IIsSmtpServer')[@path = mb:path()]");
}

UNIT_TEST(keys_are_read_in_predicates)
{
    TRUE_AT(at, "count(mb:keys('IIsSmtpServer')[mb:at(@path, 'HopCount') = 30]) = 2");
    TRUE_AT(at, "mb:keys('IIsSmtpServer')[mb:at(@path, 'HopCount') = 15]/@name = 1");
    TRUE_AT(at, "count(mb:keys('IIsSmtpServer')[mb:value-or('SmartHost', '', @path) != '']) = 2");
    TRUE_AT(at, "mb:keys('IIsSmtpDomain')[mb:bit(mb:at(@path, 'RouteAction'), 4096)]");
    NOT_KNOWN_AT(at, "mb:keys('IIsSmtpServer')[mb:at(@path, 'SmartHost') = 'a']");
}

UNIT_TEST(keys_that_were_not_exported_are_not_none)
{
    NOT_KNOWN_AT(partly, "mb:keys('IIsSmtpServer')");
    NOT_KNOWN_AT(partly, "not(mb:keys('IIsFtpServer'))");
    TRUE_AT(partly, "mb:keys('IIsSmtpDomain', './**')");
    NOT_KNOWN_AT(partly, "mb:keys('IIsSmtpDomain', '../../../..')");
}

/* What a check of the knowledge base says of an expression; "" when it takes it. */
static void check(const char *test, const char *wanted)
{
    struct judging j;
    struct mba_buf rule = {0};
    mba_buf_printf(&rule, "<rule severity=\"error\" class=\"IIsSmtpServer\" test=\"%s\"/>", test);
    judging_start(&j, rule.data, NULL, NULL);
    CU_ASSERT_STRING_EQUAL(judging_problem(&j, 0), wanted);
    judging_end(&j);
    mba_buf_free(&rule);
}

UNIT_TEST(names_in_expressions_on_keys_are_checked)
{
    check("mb:keys('IIsSmtpServer')[@name = 1]", "");
    check("mb:keys(' IIsSmtpServer  IIsWebServer ')", "");
    check("mb:present('HopCount', concat(@path, '/x'))", "");
    check("mb:keys('IIsSmtpServer IIsNothing')",
          "the test expression names the class IIsNothing, which the metabase schema does not have");
    check("mb:keys(' ')", "the test expression names no class; write them with spaces between");
    check("mb:keys($SmartHost)", "the test expression needs a quoted name as argument 1 of mb:keys");
    check("mb:keys('IIsSmtpServer')[@pfad]",
          "the test expression reads @pfad; a key of mb:keys() has @path, @name and @class");
}
