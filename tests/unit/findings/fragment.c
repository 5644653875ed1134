#include <string.h>

#include "fixture.h"
#include "unit.h"

static const struct fixture_snapshot mail = {.server = "MAIL.example.com",
                                             .captured = "2006-05-16T02:00:00Z",
                                             .input = "a.zip",
                                             .member = "MAIL/smtp.txt",
                                             .state = "4",
                                             .alphas = 2,
                                             .gammas = 1,
                                             .beta_unknown = true};

static void fragment_of(const struct fixture_snapshot *s, struct mba_fragment *out)
{
    struct fixture f;
    uint32_t counts[RULES][MBA_OUTCOME_COUNT];
    if (fixture_open(&f))
        CU_ASSERT_TRUE(fixture_fragment(&f, s, out, counts));
    fixture_close(&f);
}

static bool has(const struct mba_fragment *fragment, const char *part)
{
    return fragment->text.data && strstr(fragment->text.data, part);
}

UNIT_TEST(a_snapshot_says_whence_and_how_much)
{
    struct mba_fragment out = {.counts_at = 0};
    fragment_of(&mail, &out);
    CU_ASSERT_TRUE(has(&out, "<snapshot captured=\"2006-05-16T02:00:00Z\" captured-from=\"member path\" "
                             "server-from=\"member path\" completeness=\"full\" keys=\"1\">"));
    CU_ASSERT_EQUAL(out.text.data[out.counts_at], '>');
    CU_ASSERT_TRUE(has(&out, "<export input=\"a.zip\" member=\"MAIL/smtp.txt\" format=\"adsutil\" keys=\"1\" "
                             "runtime=\"yes\" encoding=\"UTF-8\" partial=\"no\" ordinal=\"3\" bytes=\"1234\" "
                             "server=\"MAIL.example.com\" whole=\"yes\" top=\"77\" account=\"MAIL\"/>"));
    CU_ASSERT_EQUAL(out.tally.exports, 1);
    CU_ASSERT_EQUAL(out.tally.keys, 1);
    CU_ASSERT_EQUAL(out.tally.by_severity[MBA_SEVERITY_ERROR], 2);
    CU_ASSERT_EQUAL(out.tally.by_severity[MBA_SEVERITY_WARNING], 1);
    mba_fragment_free(&out);
}

UNIT_TEST(a_finding_carries_evidence_and_its_instance)
{
    struct mba_fragment out = {.counts_at = 0};
    fragment_of(&mail, &out);
    CU_ASSERT_TRUE(has(&out,
                       "rule=\"alpha\" severity=\"error\" path=\"/LM/SmtpSvc/1\" instance=\"/LM/SmtpSvc/1\">"
                       "<found>Found &lt;it&gt;.</found><evidence property=\"ServerState\" value=\"4\" "
                       "meaning=\"stopped\" expected=\"2 (started)\" origin=\"explicit\" export=\"1\" "
                       "line=\"7\"/><remedy>Start it &amp; look.</remedy></finding>"));
    CU_ASSERT_TRUE(has(&out, "path=\"/LM/SmtpSvc/1/Domain\" instance=\"/LM/SmtpSvc/1\">"));
    CU_ASSERT_TRUE(has(
        &out, "<not-evaluated rule=\"beta\" path=\"/LM/SmtpSvc/1\" objects=\"2\">"
              "<path>/LM/SmtpSvc/2</path><missing property=\"ServerState\"/><reason>Not collected.</reason>"
              "<hint>Look at it.</hint></not-evaluated>"));
    mba_fragment_free(&out);
}

UNIT_TEST(a_path_above_the_instances_has_none)
{
    struct fixture_snapshot s = mail;
    struct mba_fragment out = {.counts_at = 0};
    s.alphas = 3;
    fragment_of(&s, &out);
    CU_ASSERT_TRUE(has(&out, "path=\"/LM/SmtpSvc\"><found>"));
    mba_fragment_free(&out);
}

UNIT_TEST(instances_show_what_was_and_was_not_collected)
{
    struct fixture_snapshot s = mail;
    struct mba_fragment out = {.counts_at = 0};
    fragment_of(&s, &out);
    CU_ASSERT_TRUE(has(&out, "<instance path=\"/LM/SmtpSvc/1\" class=\"IIsSmtpServer\">"));
    CU_ASSERT_TRUE(
        has(&out, "<value property=\"ServerState\" origin=\"explicit\" meaning=\"stopped\">4</value>"));
    CU_ASSERT_TRUE(has(&out, "<value property=\"ServerBindings\" origin=\"explicit\"><item>:25:</item>"
                             "<item>192.0.2.1:587:</item></value>"));
    /* Its schema default is TRUE, but the export is of one key only. */
    CU_ASSERT_TRUE(has(&out, "<value property=\"ServerAutoStart\" origin=\"none\"></value>"));
    mba_buf_clear(&out.text);
    s.state = NULL;
    fragment_of(&s, &out);
    CU_ASSERT_TRUE(has(&out, "<value property=\"ServerState\" origin=\"none\"></value>"));
    mba_fragment_free(&out);
}

/* A secret's value is dropped at import; should one arrive all the same, it is not written. */
UNIT_TEST(a_secret_has_no_value)
{
    struct fixture f;
    struct mba_fragment out = {.counts_at = 0};
    uint32_t counts[RULES][MBA_OUTCOME_COUNT] = {{0}};
    struct mba_evidence evidence = {.property = "AnonymousUserPass",
                                    .value = "hunter2",
                                    .secret = true,
                                    .origin = MBA_ORIGIN_EXPLICIT,
                                    .export_index = -1};
    struct mba_finding finding = {
        .rule = ALPHA, .path = "/LM/W3SVC", .evidence = &evidence, .evidence_count = 1};
    struct mba_outcomes outcomes = {.findings = &finding, .finding_count = 1, .counts = counts};
    struct mba_snapshot snapshot = {
        .server = "S", .captured = MBA_TIME_NONE, .completeness = MBA_READ_PARTLY, .outcomes = &outcomes};
    if (fixture_open(&f))
        CU_ASSERT_TRUE(mba_fragment_write(&out, f.kb, &snapshot));
    CU_ASSERT_TRUE(
        has(&out, "<evidence property=\"AnonymousUserPass\" origin=\"explicit\" secret=\"yes\"/>"));
    CU_ASSERT_FALSE(has(&out, "hunter2"));
    mba_fragment_free(&out);
    fixture_close(&f);
}

UNIT_TEST(a_snapshot_of_which_nothing_was_read_names_what_failed)
{
    struct fixture f;
    struct mba_fragment out = {.counts_at = 0};
    struct mba_export failed = {.input = "b.zip", .member = "X\x1B/MetaBase.xml", .format = "MetaBase.xml"};
    struct mba_snapshot snapshot = {.server = "S",
                                    .captured = MBA_TIME_NONE,
                                    .completeness = MBA_READ_NONE,
                                    .failed = &failed,
                                    .failed_count = 1};
    if (fixture_open(&f))
        CU_ASSERT_TRUE(mba_fragment_write(&out, f.kb, &snapshot));
    CU_ASSERT_TRUE(has(&out, "<snapshot completeness=\"none\" keys=\"0\">"));
    CU_ASSERT_TRUE(has(&out, "<failed-export input=\"b.zip\" member=\"X\\x1B/MetaBase.xml\" "));
    CU_ASSERT_EQUAL(out.tally.exports, 1);
    mba_fragment_free(&out);
    fixture_close(&f);
}
