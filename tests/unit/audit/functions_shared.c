/* What keys of a server have in common. */
#include <string.h>

#include "saying.h"
#include "unit.h"

static void grow(struct judging *j)
{
    judging_key(j, "/LM/SmtpSvc", "IIsSmtpService", "DropDirectory", "C:\\Drop", NULL);
    judging_key(j, "/LM/SmtpSvc/1", "IIsSmtpServer", "ServerBindings",
                ":25:\n:587:\n\n:587:", "QueueDirectory", "D:\\Queue", "BadMailDirectory", "", "HopCount",
                "30", NULL);
    judging_key(j, "/LM/SmtpSvc/2", "IIsSmtpServer", "ServerBindings", "192.0.2.1:25:\n\n", "QueueDirectory",
                "d:\\QUEUE", "BadMailDirectory", "", "HopCount", "15", NULL);
    judging_key(j, "/LM/SmtpSvc/3", "IIsSmtpServer", "ServerBindings", ":25:\n:2525:", "ServerAutoStart",
                "FALSE", "QueueDirectory", "D:\\Queue3", NULL);
    judging_key(j, "/LM/SmtpSvc/Info/Templates/T", "IIsSmtpServer", "ServerBindings", ":587:", NULL);
    judging_key(j, "/LM/NntpSvc/1", "IIsNntpServer", "ServerBindings", ":587:\n:119:", "ServerAutoStart",
                "TRUE", NULL);
    judging_key(j, "/LM/W3SVC", "IIsWebService", NULL);
    judging_key(j, "/LM/W3SVC/1", "IIsWebServer", "ServerBindings", ":80:a.example.com", NULL);
    judging_key(j, "/LM/W3SVC/2", "IIsWebServer", "ServerBindings",
                ":80:B.example.com\n192.0.2.1:80:c.example.com", NULL);
}

static const struct saying at = {"/LM/SmtpSvc/1", "IIsSmtpServer", grow, "/"};
static const struct saying partly = {"/LM/SmtpSvc/1", "IIsSmtpServer", grow, "/LM/SmtpSvc"};

UNIT_TEST(values_are_shared_without_case)
{
    TRUE_AT(at, "count(mb:shared('IIsSmtpServer', 'QueueDirectory')) = 1");
    TRUE_AT(at, "mb:shared('IIsSmtpServer', 'QueueDirectory') = 'D:\\Queue: /LM/SmtpSvc/1, /LM/SmtpSvc/2'");
    FALSE_AT(at, "mb:shared('IIsSmtpServer', 'BadMailDirectory')");
    FALSE_AT(at, "mb:shared('IIsSmtpServer', 'PickupDirectory')");
    FALSE_AT(at, "mb:shared('IIsSmtpServer', 'HopCount')");
    FALSE_AT(at, "mb:shared('IIsFtpServer', 'ServerBindings')");
}

UNIT_TEST(inherited_values_are_shared)
{
    TRUE_AT(at, "mb:shared('IIsSmtpServer', 'DropDirectory') = "
                "'C:\\Drop: /LM/SmtpSvc/1, /LM/SmtpSvc/2, /LM/SmtpSvc/3'");
}

UNIT_TEST(lists_are_shared_item_by_item)
{
    TRUE_AT(at, "mb:shared('IIsSmtpServer', 'ServerBindings') = ':25:: /LM/SmtpSvc/1, /LM/SmtpSvc/3'");
    TRUE_AT(at, "count(mb:shared('IIsSmtpServer', 'ServerBindings')) = 1");
    TRUE_AT(at, "mb:shared('IIsSmtpServer IIsNntpServer', 'ServerBindings') = "
                "':587:: /LM/SmtpSvc/1, /LM/NntpSvc/1'");
}

UNIT_TEST(bindings_of_servers_that_do_not_start_are_free)
{
    FALSE_AT(at, "mb:shared-bindings('IIsSmtpServer', 'ServerBindings')");
    TRUE_AT(at, "mb:shared-bindings('IIsSmtpServer IIsNntpServer', 'ServerBindings') = "
                "':587:: /LM/SmtpSvc/1, /LM/NntpSvc/1'");
    FALSE_AT(at, "mb:shared-bindings('IIsWebServer', 'ServerBindings')");
}

UNIT_TEST(all_addresses_and_a_single_one_overlap)
{
    TRUE_AT(at, "mb:shared-bindings('IIsSmtpServer', 'ServerBindings', 'overlap') = "
                "':25: and 192.0.2.1:25:: /LM/SmtpSvc/1, /LM/SmtpSvc/2'");
    TRUE_AT(at, "count(mb:shared-bindings('IIsSmtpServer IIsNntpServer', 'ServerBindings', 'overlap')) = 1");
    FALSE_AT(at, "mb:shared-bindings('IIsWebServer', 'ServerBindings', 'overlap')");
}

/* One server on both is no overlap, nor are two single addresses. */
static void alone(struct judging *j)
{
    judging_key(j, "/LM/SmtpSvc/1", "IIsSmtpServer", "ServerBindings", ":25:\n192.0.2.1:25:", NULL);
    judging_key(j, "/LM/SmtpSvc/2", "IIsSmtpServer", "ServerBindings", "192.0.2.2:26:\n192.0.2.3:26:", NULL);
    judging_key(j, "/LM/SmtpSvc/3", "IIsSmtpServer", "ServerBindings", "192.0.2.4:26:", NULL);
}

UNIT_TEST(one_server_does_not_overlap_itself)
{
    static const struct saying lone = {"/LM/SmtpSvc/1", "IIsSmtpServer", alone, "/"};
    FALSE_AT(lone, "mb:shared-bindings('IIsSmtpServer', 'ServerBindings', 'overlap')");
    FALSE_AT(lone, "mb:shared-bindings('IIsSmtpServer', 'ServerBindings')");
}

UNIT_TEST(keys_that_were_not_exported_may_share)
{
    NOT_KNOWN_AT(partly, "mb:shared('IIsSmtpServer IIsNntpServer', 'ServerBindings')");
    NOT_KNOWN_AT(partly, "mb:shared-bindings('IIsFtpServer', 'ServerBindings')");
    FALSE_AT(partly, "mb:shared-bindings('IIsSmtpServer', 'ServerBindings')");
}

static void cut(struct judging *j)
{
    judging_key(j, "/LM/SmtpSvc/1", "IIsSmtpServer", "ServerBindings", ":25:", NULL);
    judging_key(j, "/LM/SmtpSvc/2", "IIsSmtpServer", NULL)->complete = false;
}

static void odd(struct judging *j)
{
    judging_key(j, "/LM/SmtpSvc/1", "IIsSmtpServer", "ServerBindings", ":25:", NULL);
    judging_key(j, "/LM/SmtpSvc/2", "IIsSmtpServer", "ServerBindings", ":26:", "ServerAutoStart", "maybe",
                NULL);
}

UNIT_TEST(values_that_are_not_known_may_be_shared)
{
    static const struct saying half = {"/LM/SmtpSvc/1", "IIsSmtpServer", cut, "/"},
                               unreadable = {"/LM/SmtpSvc/1", "IIsSmtpServer", odd, "/"};
    NOT_KNOWN_AT(half, "mb:shared('IIsSmtpServer', 'ServerBindings')");
    NOT_KNOWN_AT(unreadable, "mb:shared-bindings('IIsSmtpServer', 'ServerBindings')");
    FALSE_AT(unreadable, "mb:shared('IIsSmtpServer', 'ServerBindings')");
}

UNIT_TEST(who_shares_is_evidence)
{
    struct judging j;
    judging_start(&j,
                  "<rule severity=\"error\" scope=\"server\" path=\"/LM/SmtpSvc\" "
                  "test=\"mb:shared('IIsSmtpServer', 'QueueDirectory')\"/>",
                  NULL, NULL);
    grow(&j);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 1);
    CU_ASSERT_EQUAL_FATAL(j.out.findings[0].evidence_count, 2);
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].evidence[0].path, "/LM/SmtpSvc/1");
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].evidence[0].value, "D:\\Queue");
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].evidence[1].path, "/LM/SmtpSvc/2");
    judging_end(&j);
}

UNIT_TEST(only_overlap_can_be_asked_for)
{
    struct judging j;
    judging_start(&j,
                  "<rule severity=\"error\" class=\"IIsSmtpServer\" "
                  "test=\"mb:shared-bindings('IIsSmtpServer', 'ServerBindings', 'overlaps')\"/>",
                  NULL, NULL);
    CU_ASSERT_STRING_EQUAL(
        judging_problem(&j, 0),
        "the test expression asks mb:shared-bindings for overlaps; it can be asked for 'overlap'");
    judging_end(&j);
}
