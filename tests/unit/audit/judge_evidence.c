/* Evidence of a finding, and its texts and commands with this object's values. */
#include <string.h>

#include "judging.h"
#include "unit.h"

#define SERVER(attributes, children)                                                                         \
    "<rule severity=\"error\" class=\"IIsSmtpServer\" " attributes ">" children "</rule>"

UNIT_TEST(evidence_is_what_was_read_in_that_order_each_once)
{
    struct judging j;
    judging_start(
        &j,
        SERVER(
            "applies=\"$ServerAutoStart\" test=\"$ServerState = 4 and $ServerState != 2 and $HopCount = 30\"",
            "<expect property=\"ServerState\">2 (started)</expect>"),
        NULL, NULL);
    judging_key(&j, "/LM/SmtpSvc", "IIsSmtpService", "HopCount", "30", NULL);
    judging_key(&j, "/LM/SmtpSvc/1", "IIsSmtpServer", "ServerState", "4", "ServerAutoStart", "TRUE", NULL);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 1);
    const struct mba_finding *finding = &j.out.findings[0];
    CU_ASSERT_EQUAL_FATAL(finding->evidence_count, 3);
    const struct mba_evidence *evidence = finding->evidence;
    CU_ASSERT_STRING_EQUAL(evidence[0].property, "ServerAutoStart");
    CU_ASSERT_STRING_EQUAL(evidence[0].value, "TRUE");
    CU_ASSERT_PTR_NULL(evidence[0].expected);
    CU_ASSERT_STRING_EQUAL(evidence[1].property, "ServerState");
    CU_ASSERT_STRING_EQUAL(evidence[1].value, "4");
    CU_ASSERT_STRING_EQUAL(evidence[1].meaning, "stopped");
    CU_ASSERT_STRING_EQUAL(evidence[1].expected, "2 (started)");
    CU_ASSERT_EQUAL(evidence[1].origin, MBA_ORIGIN_EXPLICIT);
    CU_ASSERT_EQUAL(evidence[1].export_index, 0);
    CU_ASSERT_EQUAL(evidence[1].line, 12);
    CU_ASSERT_PTR_NULL(evidence[1].from);
    CU_ASSERT_PTR_NULL(evidence[1].path);
    CU_ASSERT_STRING_EQUAL(evidence[2].property, "HopCount");
    CU_ASSERT_EQUAL(evidence[2].origin, MBA_ORIGIN_INHERITED);
    CU_ASSERT_STRING_EQUAL(evidence[2].from, "/LM/SmtpSvc");
    judging_end(&j);
}

UNIT_TEST(what_is_expected_but_was_not_read_is_added)
{
    struct judging j;
    judging_start(&j,
                  SERVER("test=\"$HopCount = 1\"", "<expect property=\"SmartHost\">none</expect>"
                                                   "<expect property=\"MaxRecipients\">100</expect>"
                                                   "<expect property=\"ServerState\">2</expect>"),
                  NULL, NULL);
    judging_key(&j, "/LM/SmtpSvc", "IIsSmtpService", NULL);
    judging_key(&j, "/LM/SmtpSvc/1", "IIsSmtpServer", "HopCount", "1", "SmartHost", "a", NULL);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 1);
    const struct mba_finding *finding = &j.out.findings[0];
    CU_ASSERT_EQUAL_FATAL(finding->evidence_count, 3); /* ServerState: not known, so nothing is said of it */
    CU_ASSERT_STRING_EQUAL(finding->evidence[1].property, "SmartHost");
    CU_ASSERT_STRING_EQUAL(finding->evidence[1].expected, "none");
    CU_ASSERT_STRING_EQUAL(finding->evidence[2].property, "MaxRecipients");
    CU_ASSERT_PTR_NULL(finding->evidence[2].value); /* known not to be set; its schema default is not shown */
    CU_ASSERT_EQUAL(finding->evidence[2].origin, MBA_ORIGIN_NONE);
    CU_ASSERT_EQUAL(finding->evidence[2].export_index, -1);
    judging_end(&j);
}

UNIT_TEST(a_secret_is_evidence_without_a_value)
{
    struct judging j;
    judging_start(&j, SERVER("test=\"mb:present('RoutePassword')\"", ""), "{RoutePassword}", NULL);
    judging_key(&j, "/LM/SmtpSvc/1", "IIsSmtpServer", "RoutePassword", "hunter2", NULL);
    judging_run(&j, NULL);
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 1);
    CU_ASSERT_EQUAL_FATAL(j.out.findings[0].evidence_count, 1);
    CU_ASSERT_PTR_NULL(j.out.findings[0].evidence[0].value);
    CU_ASSERT(j.out.findings[0].evidence[0].secret);
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].found, "(secret)");
    judging_end(&j);
}

/* ---- placeholders ----------------------------------------------------------------------------- */

static void bound(struct judging *j, const char *found, const char *fix)
{
    judging_start(j, SERVER("test=\"$ServerState = 4\"", ""), found, fix);
    judging_key(j, "/LM/SmtpSvc", "IIsSmtpService", "HopCount", "30", NULL);
    judging_key(j, "/LM/SmtpSvc/7", "IIsSmtpServer", "ServerState", "4", "AuthFlags", "3", "ServerBindings",
                ":25:\n:587:", "ServerComment", "A & \"B\"", "SmartHost", "", "FullyQualifiedDomainName",
                "mail.example.com", NULL);
    judging_run(j, "/");
    CU_ASSERT_EQUAL_FATAL(j->out.finding_count, 1);
}

static void found_is(const char *found, const char *expected)
{
    struct judging j;
    bound(&j, found, NULL);
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].found, expected);
    judging_end(&j);
}

UNIT_TEST(placeholders_name_the_object)
{
    found_is("{server} {path} {adsutil} {instance} {class}",
             "mail.example.com /LM/SmtpSvc/7 SmtpSvc/7 7 IIsSmtpServer");
    struct judging j;
    bound(&j, NULL, NULL);
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].remedy, "Repair /LM/SmtpSvc/7.");
    judging_end(&j);
}

UNIT_TEST(placeholders_give_values_and_meanings)
{
    found_is("{ServerState} {ServerState:meaning}", "4 stopped");
    found_is("{AuthFlags:meaning}", "AuthAnonymous | AuthBasic");
    found_is("{HopCount} {HopCount:meaning}", "30 30");
    found_is("{ServerBindings}", ":25:, :587:");
    found_is("{ServerComment}", "A & \"B\"");
    found_is("{{7}}", "{7}");
}

UNIT_TEST(a_value_that_is_not_there_is_said_to_be_so)
{
    found_is("{SmartHost}", "(empty)");
    found_is("{MaxRecipients}", "(not set)");
    found_is("{Win32Error}", "(not collected)"); /* volatile */
}

UNIT_TEST(an_instance_is_known_from_below)
{
    struct judging j;
    judging_start(&j, "<rule severity=\"error\" class=\"IIsSmtpRoutingSource\" test=\"$SmtpDsUseCat = 0\"/>",
                  "{instance} {adsutil}", NULL);
    judging_key(&j, "/LM/SmtpSvc/12/RoutingSources", "IIsSmtpRoutingSource", "SmtpDsUseCat", "0", NULL);
    judging_run(&j, NULL);
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 1);
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].found, "12 SmtpSvc/12/RoutingSources");
    judging_end(&j);
}

UNIT_TEST(commands_carry_the_object_and_no_value_that_could_change_them)
{
    struct judging j;
    bound(&j, NULL,
          "<step>S <command>SET {adsutil}/X</command></step><note><command>echo "
          "{ServerComment}</command></note>"
          "<p><command>ping {FullyQualifiedDomainName} {SmartHost}</command></p>");
    const struct mba_finding *finding = &j.out.findings[0];
    CU_ASSERT_EQUAL_FATAL(finding->command_count, 3);
    CU_ASSERT_STRING_EQUAL(finding->commands[0].platform, "iis6");
    CU_ASSERT_STRING_EQUAL(finding->commands[0].text, "SET SmtpSvc/7/X");
    CU_ASSERT_STRING_EQUAL(finding->commands[1].text, "echo <ServerComment>");
    CU_ASSERT_STRING_EQUAL(finding->commands[2].text, "ping mail.example.com <SmartHost>");
    judging_end(&j);
}

static void command_with(const char *comment, const char *expected)
{
    struct judging j;
    judging_start(&j, SERVER("test=\"true()\"", ""), NULL,
                  "<step><command>x {ServerComment}</command></step>");
    judging_key(&j, "/LM/SmtpSvc/1", "IIsSmtpServer", "ServerComment", comment, NULL);
    judging_run(&j, NULL);
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 1);
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].commands[0].text, expected);
    judging_end(&j);
}

UNIT_TEST(shell_characters_stay_out_of_commands)
{
    static const char bad[] = "&|><^%\"'`;$!()\n\t\x7F";
    for (const char *c = bad; *c; c++) {
        char comment[] = {'a', *c, 'b', '\0'};
        command_with(comment, "x <ServerComment>");
    }
    command_with("a\u201Cb", "x <ServerComment>"); /* a quote to PowerShell */
    command_with("Default SMTP Virtual Server [1]", "x Default SMTP Virtual Server [1]");
    command_with("Au\u00DFenstelle", "x Au\u00DFenstelle");
}
