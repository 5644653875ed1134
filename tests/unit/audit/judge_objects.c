/* Which keys a rule judges, and what is said when there is none. */
#include <string.h>

#include "judging.h"
#include "unit.h"

#define ANYWHERE "<rule severity=\"error\" class=\"IIsSmtpServer\" test=\"$HopCount = 1\"/>"
#define IN_PLACE                                                                                             \
    "<rule severity=\"error\" class=\"IIsSmtpServer\" path=\"/LM/SmtpSvc/*\" test=\"$HopCount = 1\"/>"

UNIT_TEST(templates_and_keys_that_are_no_virtual_servers_are_not_judged)
{
    struct judging j;
    judging_start(&j, "<rule severity=\"error\" class=\"IIsWebServer\" test=\"$ConnectionTimeout = 1\"/>",
                  NULL, NULL);
    judging_key(&j, "/LM/W3SVC/Info/Templates/Public Web Site", "IIsWebServer", "ConnectionTimeout", "1",
                NULL);
    judging_key(&j, "/LM/W3SVC/1", "IIsWebServer", "ConnectionTimeout", "1", NULL);
    judging_key(&j, "/LM/W3SVC/name", "IIsWebServer", "ConnectionTimeout", "1", NULL);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL(j.out.finding_count, 1);
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].path, "/LM/W3SVC/1");
    judging_end(&j);
}

UNIT_TEST(what_is_below_a_template_is_not_judged)
{
    struct judging j;
    judging_start(&j, "<rule severity=\"error\" class=\"IIsWebVirtualDir\" test=\"$ConnectionTimeout = 1\"/>",
                  NULL, NULL);
    judging_key(&j, "/LM/W3SVC/Info/Templates/Public Web Site/Root", "IIsWebVirtualDir", "ConnectionTimeout",
                "1", NULL);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL(j.out.finding_count, 0);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_NOT_APPLICABLE), 1);
    judging_end(&j);
}

UNIT_TEST(classes_compare_without_case_and_others_are_left_alone)
{
    struct judging j;
    judging_start(&j, ANYWHERE, NULL, NULL);
    judging_key(&j, "/LM/SmtpSvc/1", "IISSMTPSERVER", "HopCount", "1", NULL);
    judging_key(&j, "/LM/NntpSvc/1", "IIsNntpServer", NULL);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_FAIL), 1);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_NOT_EVALUATED), 0);
    judging_end(&j);
}

UNIT_TEST(a_key_of_unknown_place_is_judged_by_rules_without_a_path)
{
    struct judging j;
    judging_start(&j, ANYWHERE, "{path} {instance}", NULL);
    judging_key(&j, NULL, "IIsSmtpServer", "HopCount", "1", NULL);
    judging_run(&j, NULL);
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 1);
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].path, "(place unknown) IIsSmtpServer");
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].found, "(place unknown) IIsSmtpServer (number unknown)");
    judging_end(&j);
}

UNIT_TEST(a_key_of_unknown_place_is_not_judged_by_rules_with_a_path)
{
    struct judging j;
    judging_start(&j, IN_PLACE, NULL, NULL);
    judging_key(&j, NULL, "IIsSmtpServer", "HopCount", "1", NULL);
    judging_run(&j, NULL);
    CU_ASSERT_EQUAL(j.out.finding_count, 0);
    CU_ASSERT_EQUAL_FATAL(j.out.unevaluated_count, 1);
    CU_ASSERT_PTR_NULL(j.out.unevaluated[0].key);
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[0].path, "/LM/SmtpSvc");
    CU_ASSERT_STRING_EQUAL(
        j.out.unevaluated[0].reason,
        "the export holds no key of class IIsSmtpServer at /LM/SmtpSvc/*; collect a whole export");
    judging_end(&j);
}

UNIT_TEST(no_object_in_a_whole_export_is_not_applicable)
{
    struct judging j;
    judging_start(&j, IN_PLACE, NULL, NULL);
    judging_key(&j, "/LM/W3SVC/1", "IIsWebServer", NULL);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_NOT_APPLICABLE), 1);
    CU_ASSERT_EQUAL(j.out.unevaluated_count, 0);
    judging_end(&j);
}

UNIT_TEST(the_service_of_the_class_is_enough_to_know_that_there_is_none)
{
    struct judging j;
    judging_start(&j, ANYWHERE, NULL, NULL);
    judging_key(&j, "/LM/SmtpSvc", "IIsSmtpService", NULL);
    judging_run(&j, "/LM/SmtpSvc");
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_NOT_APPLICABLE), 1);
    judging_end(&j);
    judging_start(&j, ANYWHERE, NULL, NULL);
    judging_key(&j, "/LM/W3SVC", "IIsWebService", NULL);
    judging_run(&j, "/LM/W3SVC");
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_NOT_EVALUATED), 1);
    judging_end(&j);
}

UNIT_TEST(findings_come_by_path_without_case_and_unknown_places_last)
{
    struct judging j;
    judging_start(&j, ANYWHERE, NULL, NULL);
    judging_key(&j, NULL, "IIsSmtpServer", "HopCount", "1", NULL);
    judging_key(&j, "/LM/smtpsvc/2", "IIsSmtpServer", "HopCount", "1", NULL);
    judging_key(&j, "/LM/SmtpSvc/1", "IIsSmtpServer", "HopCount", "1", NULL);
    judging_run(&j, NULL);
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 3);
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].path, "/LM/SmtpSvc/1");
    CU_ASSERT_STRING_EQUAL(j.out.findings[1].path, "/LM/smtpsvc/2");
    CU_ASSERT_PTR_NULL(j.out.findings[2].key->location);
    judging_end(&j);
}

/* ---- server scope ----------------------------------------------------------------------------- */

#define NONE_STARTED                                                                                         \
    "<rule severity=\"warning\" scope=\"server\" path=\"/LM/SmtpSvc\" "                                      \
    "applies=\"mb:count('IIsSmtpServer') > 0\" test=\"mb:count-where('IIsSmtpServer', 'ServerState', 2) = "  \
    "0\"/>"

static void servers(struct judging *j, const char *first, const char *second)
{
    judging_start(j, NONE_STARTED, NULL, NULL);
    judging_key(j, "/LM/SmtpSvc", "IIsSmtpService", NULL);
    judging_key(j, "/LM/SmtpSvc/1", "IIsSmtpServer", "ServerState", first, NULL);
    judging_key(j, "/LM/SmtpSvc/2", "IIsSmtpServer", "ServerState", second, NULL);
    judging_run(j, "/LM/SmtpSvc");
}

UNIT_TEST(a_rule_of_server_scope_looks_at_all_keys_at_once)
{
    struct judging j;
    servers(&j, "4", "4");
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 1);
    const struct mba_finding *finding = &j.out.findings[0];
    CU_ASSERT_PTR_NULL(finding->key);
    CU_ASSERT_STRING_EQUAL(finding->path, "/LM/SmtpSvc");
    CU_ASSERT_EQUAL_FATAL(finding->evidence_count, 3);
    CU_ASSERT_STRING_EQUAL(finding->evidence[0].property, "number of IIsSmtpServer keys");
    CU_ASSERT_STRING_EQUAL(finding->evidence[0].value, "2");
    CU_ASSERT_STRING_EQUAL(finding->evidence[2].property, "ServerState");
    CU_ASSERT_STRING_EQUAL(finding->evidence[2].path, "/LM/SmtpSvc/2");
    CU_ASSERT_STRING_EQUAL(finding->evidence[2].meaning, "stopped");
    judging_end(&j);
    servers(&j, "4", "2");
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_PASS), 1);
    judging_end(&j);
}

UNIT_TEST(a_rule_of_server_scope_needs_its_part_of_the_tree)
{
    struct judging j;
    judging_start(&j, NONE_STARTED, NULL, NULL);
    judging_key(&j, "/LM/SmtpSvc/1", "IIsSmtpServer", "ServerState", "4", NULL);
    judging_run(&j, NULL);
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_NOT_EVALUATED), 1);
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[0].reason,
                           "the export does not cover /LM/SmtpSvc; collect a whole export");
    judging_end(&j);
    judging_start(&j, NONE_STARTED, NULL, NULL);
    judging_key(&j, "/LM/W3SVC/1", "IIsWebServer", NULL);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_NOT_APPLICABLE), 1);
    judging_end(&j);
}

UNIT_TEST(one_unknown_state_leaves_the_count_open)
{
    struct judging j;
    judging_start(&j, NONE_STARTED, NULL, NULL);
    judging_key(&j, "/LM/SmtpSvc/1", "IIsSmtpServer", "ServerState", "4", NULL);
    judging_key(&j, "/LM/SmtpSvc/2", "IIsSmtpServer", NULL);
    judging_run(&j, "/LM/SmtpSvc");
    CU_ASSERT_EQUAL_FATAL(j.out.unevaluated_count, 1);
    CU_ASSERT_EQUAL(j.out.unevaluated[0].missing_count, 1);
    CU_ASSERT_STRING_EQUAL(j.out.unevaluated[0].missing[0], "ServerState at /LM/SmtpSvc/2");
    judging_end(&j);
}
