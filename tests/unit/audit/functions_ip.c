/* The mb: functions on address lists; the bytes themselves are tested in tests/unit/metabase/ip_list.c. */
#include "saying.h"
#include "unit.h"

#define HEAD_GRANT "18000080200000803c00008044000080010000004c000000"
#define HEAD_DENY "18000080340000803c00008044000080010000004c000000"
#define NONE "0000000000000000"

/* 1: only 127.0.0.1; 2: all except 192.168.171.1 and .2; 3: zero length; 4: only names; 5: cut off;
 * 6: inherits the service's two masks; 7: a grant of nobody; 8: a grant of everybody. */
static void grow(struct judging *j)
{
    judging_key(j, "/LM/SmtpSvc", "IIsSmtpService", "RelayIpList",
                "18000080200000805000008058000080010000006000000000000000000000000200000003000000"
                "0200000002000000040000000000000060000080"
                "0200000003000000040000000000000068000080" NONE NONE
                "ff0000000a000000ffffffffc0000201c0000202",
                NULL);
    judging_key(j, "/LM/SmtpSvc/1", "IIsSmtpServer", "RelayIpList",
                HEAD_GRANT NONE "01000000010000000200000002000000040000000000000"
                                "04c000080" NONE NONE "ffffffff7f000001",
                NULL);
    judging_key(j, "/LM/SmtpSvc/2", "IIsSmtpServer", "RelayIpList",
                HEAD_DENY "0100000002000000020000000300000004000000000000004c000080" NONE NONE NONE
                          "ffffffffc0a8ab01c0a8ab02",
                NULL);
    judging_key(j, "/LM/SmtpSvc/3", "IIsSmtpServer", "RelayIpList", "", NULL);
    judging_key(j, "/LM/SmtpSvc/4", "IIsSmtpServer", "RelayIpList",
                "180000802000008028000080300000800100000038000000" NONE NONE NONE "0100000001000000", NULL);
    judging_key(j, "/LM/SmtpSvc/5", "IIsSmtpServer", "RelayIpList", HEAD_GRANT NONE, NULL);
    judging_key(j, "/LM/SmtpSvc/6", "IIsSmtpServer", NULL);
    judging_key(j, "/LM/SmtpSvc/7", "IIsSmtpServer", "RelayIpList",
                HEAD_GRANT NONE "0100000000000000020000000100000004000000000000004c000080" NONE NONE
                                "ffffffff",
                NULL);
    judging_key(j, "/LM/SmtpSvc/8", "IIsSmtpServer", "RelayIpList",
                HEAD_GRANT NONE "0100000001000000020000000200000004000000000000004c000080" NONE NONE
                                "0000000000000000",
                NULL);
}

static const struct saying at = {"/LM/SmtpSvc/1", "IIsSmtpServer", grow, "/"};
static const struct saying partly = {"/LM/SmtpSvc/1", "IIsSmtpServer", grow, NULL};

UNIT_TEST(a_list_has_a_mode)
{
    TRUE_AT(at, "mb:ip-mode('RelayIpList') = 'grant'");
    TRUE_AT(at, "mb:ip-mode('RelayIpList', '../2') = 'deny'");
    TRUE_AT(at, "mb:ip-mode('RelayIpList', '../3') = 'empty'");
    TRUE_AT(at, "mb:ip-mode('RelayIpList', '../6') = 'grant'");
    TRUE_AT(at, "mb:ip-mode('IPSecurity') = 'absent'");
    TRUE_AT(at, "mb:ip-mode('IPSecurity', '/LM/W3SVC') = 'absent'");
}

UNIT_TEST(a_list_that_cannot_be_read_does_not_pass)
{
    NOT_KNOWN_AT(at, "mb:ip-mode('RelayIpList', '../4') = 'deny'");
    NOT_KNOWN_AT(at, "mb:ip-mode('RelayIpList', '../5') = 'deny'");
    NOT_KNOWN_AT(at, "mb:ip-entries('RelayIpList', '../5')");
    NOT_KNOWN_AT(at, "mb:ip-shortest-mask('RelayIpList', '../4') = 0");
    TRUE_AT(at, "mb:ip-damaged('RelayIpList', '../5')");
    NOT_KNOWN_AT(at, "mb:ip-damaged('RelayIpList', '../4')");
    FALSE_AT(at, "mb:ip-damaged('RelayIpList')");
    FALSE_AT(at, "mb:ip-damaged('RelayIpList', '../3')");
    FALSE_AT(at, "mb:ip-damaged('IPSecurity')");
}

UNIT_TEST(what_was_not_collected_is_not_absent)
{
    NOT_KNOWN_AT(partly, "mb:ip-mode('IPSecurity') = 'absent'");
    NOT_KNOWN_AT(partly, "mb:ip-damaged('IPSecurity')");
    NOT_KNOWN_AT(partly, "mb:ip-entries('IPSecurity')");
    NOT_KNOWN_AT(partly, "mb:ip-shortest-mask('IPSecurity') = -1");
    NOT_KNOWN_AT(partly, "mb:ip-mode('RelayIpList', '../9') = 'absent'");
    TRUE_AT(partly, "mb:ip-mode('RelayIpList') = 'grant'");
}

UNIT_TEST(entries_are_items)
{
    TRUE_AT(at, "count(mb:ip-entries('RelayIpList')) = 1 and mb:ip-entries('RelayIpList') = '127.0.0.1'");
    TRUE_AT(at, "mb:ip-entries('RelayIpList', '../2')[2] = '192.168.171.2'");
    TRUE_AT(at, "mb:ip-entries('RelayIpList', '../6')[1] = '10.0.0.0/255.0.0.0'");
    TRUE_AT(at, "count(mb:ip-entries('RelayIpList', '../6')) = 3");
    TRUE_AT(at, "mb:ip-entries('RelayIpList', '../8') = '0.0.0.0/0.0.0.0'");
    FALSE_AT(at, "mb:ip-entries('RelayIpList', '../3') or mb:ip-entries('RelayIpList', '../7') or "
                 "mb:ip-entries('IPSecurity')");
}

UNIT_TEST(the_shortest_mask_is_in_bits)
{
    TRUE_AT(at, "mb:ip-shortest-mask('RelayIpList') = 32");
    TRUE_AT(at, "mb:ip-shortest-mask('RelayIpList', '../6') = 8");
    TRUE_AT(at, "mb:ip-shortest-mask('RelayIpList', '../7') = -1");
    TRUE_AT(at, "mb:ip-shortest-mask('RelayIpList', '../3') = -1");
    TRUE_AT(at, "mb:ip-shortest-mask('RelayIpList', '../8') = 0");
    TRUE_AT(at, "mb:ip-shortest-mask('IPSecurity') = -1");
}

UNIT_TEST(findings_say_who_is_on_a_list)
{
    struct judging j;
    judging_start(&j,
                  "<rule severity=\"error\" class=\"IIsSmtpServer\" path=\"/LM/SmtpSvc/2\" "
                  "test=\"mb:ip-mode('RelayIpList') = 'deny'\"/>",
                  "{RelayIpList:meaning}", NULL);
    grow(&j);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 1);
    const struct mba_finding *finding = &j.out.findings[0];
    CU_ASSERT_STRING_EQUAL(finding->found, "all except 192.168.171.1, 192.168.171.2");
    CU_ASSERT_EQUAL_FATAL(finding->evidence_count, 1);
    CU_ASSERT_STRING_EQUAL(finding->evidence[0].meaning, "all except 192.168.171.1, 192.168.171.2");
    judging_end(&j);
}

UNIT_TEST(an_empty_list_means_something_too)
{
    struct judging j;
    judging_start(&j,
                  "<rule severity=\"error\" class=\"IIsSmtpServer\" path=\"/LM/SmtpSvc/3\" "
                  "test=\"mb:ip-mode('RelayIpList') = 'empty'\"/>",
                  "{RelayIpList:meaning} {RelayIpList}", NULL);
    grow(&j);
    judging_run(&j, "/");
    CU_ASSERT_EQUAL_FATAL(j.out.finding_count, 1);
    CU_ASSERT_STRING_EQUAL(j.out.findings[0].found, "all except the list, which is empty (empty)");
    judging_end(&j);
}
