#include <nettle/base64.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "unit.h"

/* What stands between two marks, the first time. */
static bool between(const struct mba_buf *text, const char *from, const char *to, const char **start,
                    size_t *len)
{
    const char *at = text->data ? strstr(text->data, from) : NULL;
    const char *end = at ? strstr(at + strlen(from), to) : NULL;
    if (!end)
        return false;
    *start = at + strlen(from);
    *len = (size_t)(end - *start);
    return true;
}

static bool policy_allows(const struct mba_buf *html, const char *directive, const char *from, const char *to)
{
    const char *text, *end = "'";
    size_t len;
    struct sha256_ctx hash;
    uint8_t digest[SHA256_DIGEST_SIZE];
    char base64[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE) + 1] = "", wanted[128];
    if (!between(html, from, to, &text, &len))
        return false;
    sha256_init(&hash);
    sha256_update(&hash, len, (const uint8_t *)text);
    sha256_digest(&hash, sizeof digest, digest);
    base64_encode_raw(base64, sizeof digest, digest);
    snprintf(wanted, sizeof wanted, "%s 'sha256-%s%s", directive, base64, end);
    return has(html, wanted);
}

UNIT_TEST(the_page_is_complete_in_itself)
{
    struct made made;
    make_reports(&made, EXAMPLE);
    CU_ASSERT_EQUAL(made.status, MBA_OK);
    CU_ASSERT_EQUAL(strncmp(made.html.data, "<!DOCTYPE html", 14), 0);
    CU_ASSERT_TRUE(has(&made.html, "<html lang=\"en\">"));
    CU_ASSERT_TRUE(has(&made.html, "content=\"default-src 'none'; style-src 'sha256-"));
    CU_ASSERT_TRUE(policy_allows(&made.html, "style-src", "<style>", "</style>"));
    CU_ASSERT_TRUE(policy_allows(&made.html, "script-src", "<script>", "</script>"));
    CU_ASSERT_EQUAL(occurrences(&made.html, "<script"), 1);
    CU_ASSERT_EQUAL(occurrences(&made.html, "<style"), 1);
    CU_ASSERT_FALSE(has(&made.html, " src="));
    CU_ASSERT_EQUAL(occurrences(&made.html, "<link"), 1); /* the icon, which is in the page */
    CU_ASSERT_TRUE(has(&made.html, "<link rel=\"icon\" type=\"image/svg+xml\" href=\"data:image/svg+xml,"));
    CU_ASSERT_FALSE(has(&made.html, "<img"));
    CU_ASSERT_FALSE(has(&made.html, " style="));
    CU_ASSERT_FALSE(has(&made.html, " onclick="));
    CU_ASSERT_FALSE(has(&made.html, "javascript:"));
    made_free(&made);
}

UNIT_TEST(only_https_becomes_a_link)
{
    struct made made;
    make_reports(&made, EXAMPLE);
    CU_ASSERT_TRUE(
        has(&made.html, "<a href=\"https://example.com/a?b=1&amp;c=2\" rel=\"noreferrer\">A page</a>"));
    CU_ASSERT_TRUE(has(&made.html, "Not a safe link"));
    size_t links = occurrences(&made.html, "href=\"");
    CU_ASSERT_EQUAL(links, occurrences(&made.html, "href=\"#") + occurrences(&made.html, "href=\"https://") +
                               occurrences(&made.html, "href=\"data:image/svg+xml,"));
    made_free(&made);
}

UNIT_TEST(text_from_exports_stays_text)
{
    struct made made;
    make_reports(&made, EXAMPLE);
    CU_ASSERT_TRUE(has(&made.html, "The banner is &lt;script&gt;alert(1)&lt;/script&gt;."));
    CU_ASSERT_TRUE(has(&made.html, "Default &lt;SMTP&gt;"));
    CU_ASSERT_TRUE(has(&made.html, "&lt;b&gt;make it again"));
    made_free(&made);
}

/* The example has a member and a problem that look like marks. */
UNIT_TEST(marks_cannot_be_forged)
{
    struct made made;
    make_reports(&made, EXAMPLE);
    CU_ASSERT_FALSE(has(&made.html, "<?mbaudit"));
    CU_ASSERT_FALSE(has(&made.html, "\x01"));
    CU_ASSERT_TRUE(has(&made.html, "odd name &lt;?mbaudit rules&gt;"));
    CU_ASSERT_EQUAL(occurrences(&made.html, "id=\"rule-smtp-stopped\""), 1);
    CU_ASSERT_EQUAL(occurrences(&made.html, "id=\"s1\""), 1);
    made_free(&made);
}

UNIT_TEST(completeness_comes_first_then_rules_then_servers)
{
    struct made made;
    make_reports(&made, EXAMPLE);
    static const char *const order[] = {
        "<h1>2 errors on 2 servers, 1 warning</h1>",
        "3 snapshots: 1 read fully, 1 in part, 1 not at all. 90 % of the checks",
        "How much was looked at</h2>",
        "1 read fully",
        "1 read in part",
        "1 could not be read",
        "<strong>9 of 10 checks could be evaluated (90 %).</strong>",
        "<strong>Not everything could be read.</strong>",
        "Servers that were not read fully</caption>",
        "<a href=\"#s3\">gamma.example.com</a>",
        "broken.zip › gamma/MetaBase.xml",
        "<a href=\"#s2\">beta.example.com</a>",
        "1 rule could not be evaluated everywhere: what to collect</h3>",
        "Take a run-time export.",
        "2 problems while reading</h3>",
        "What was found</h2>",
        "Rules that failed</h3>",
        "Servers by rules</h3>",
        "By service</h3>",
        "<form id=\"filter\"",
        "Findings by rule</h2>",
        "id=\"rule-smtp-stopped\"",
        "id=\"rule-smtp-relay\"",
        "id=\"rule-smtp-banner\"",
        "By server</h2>",
        "id=\"s1\"",
        "id=\"s2\"",
        "ServerAutoStart is FALSE.",
        "id=\"s3\"",
        "Nothing of this server could be read",
        "What this rests on</h2>",
        "SHA-256 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"};
    const char *at = made.html.data;
    for (size_t i = 0; at && i < sizeof order / sizeof *order; i++) {
        at = strstr(at, order[i]);
        if (!at)
            printf("\n    not there, or not in its place: %s\n", order[i]);
    }
    CU_ASSERT_PTR_NOT_NULL(at);
    CU_ASSERT_FALSE(has(&made.html, "id=\"rule-quiet\""));
    made_free(&made);
}

UNIT_TEST(a_finding_shows_its_evidence_and_commands)
{
    struct made made;
    make_reports(&made, EXAMPLE);
    CU_ASSERT_TRUE(has(&made.html, "<code class=\"value\">4</code> (stopped)"));
    CU_ASSERT_TRUE(has(&made.html, "data-label=\"Expected\">2 (started)</td>"));
    CU_ASSERT_TRUE(has(&made.html, "inherited from <code>/LM/SmtpSvc</code>"));
    CU_ASSERT_TRUE(has(&made.html, "<code>UNCPassword</code> <span class=\"muted\">set; a secret,"));
    CU_ASSERT_TRUE(has(&made.html, "<code>RelayIpList</code> <span class=\"muted\">not set</span>"));
    CU_ASSERT_TRUE(has(&made.html, "<pre><code>adsutil START_SERVER SmtpSvc/1</code></pre>"));
    CU_ASSERT_TRUE(has(&made.html, "ALPHA/smtp, live.txt, line 3</td>"));
    CU_ASSERT_TRUE(has(&made.html, "<a href=\"#s1\">ALPHA.example.com</a>"));
    CU_ASSERT_TRUE(has(&made.html, "<time datetime=\"2006-05-16T02:00:00Z\">2006-05-16 02:00 UTC</time>"));
    made_free(&made);
}

UNIT_TEST(a_graver_finding_says_so_in_its_row)
{
    struct made made;
    const char *row;
    size_t len;
    make_reports(&made, EXAMPLE);
    CU_ASSERT_TRUE(between(&made.html, "id=\"rule-smtp-relay\"", "</table>", &row, &len));
    static const char group[] = "<tbody data-severity=\"error\"", badge[] = "</svg>Error</span>";
    CU_ASSERT_TRUE(memmem(row, len, group, strlen(group)) != NULL);
    CU_ASSERT_TRUE(memmem(row, len, badge, strlen(badge)) != NULL);
    made_free(&made);
}

UNIT_TEST(the_same_document_gives_the_same_bytes)
{
    struct made one, two;
    make_reports(&one, EXAMPLE);
    make_reports(&two, EXAMPLE);
    CU_ASSERT_STRING_EQUAL(one.html.data, two.html.data);
    made_free(&one);
    made_free(&two);
}

/* ---- little to say ---------------------------------------------------------------------------------------
 */

static void check_headline(const char *totals, const char *headline, const char *words)
{
    struct made made;
    struct mba_buf text = {0}, title = {0};
    mba_buf_printf(
        &text,
        "<findings xmlns='urn:mbaudit:findings:1' schema='1'><head><generator name='mbaudit' "
        "version='0'/><created>2006-05-18T06:00:00Z</created><settings/><knowledge-base version='v' "
        "rules='0'/>%s<inputs/><problems/><rules/><articles/></head><servers/></findings>",
        totals);
    make_reports_of(&made, text.data);
    mba_buf_printf(&title, "<h1>%s</h1>", headline);
    CU_ASSERT_EQUAL(made.status, MBA_OK);
    CU_ASSERT_TRUE(has(&made.html, title.data));
    CU_ASSERT_TRUE(has(&made.html, words));
    mba_buf_free(&title);
    mba_buf_free(&text);
    made_free(&made);
}

#define TOTALS(snapshots, full, partly, none, fail, pass, unknown)                                           \
    "<totals servers='" snapshots "' snapshots='" snapshots                                                  \
    "' exports='1' keys='1' findings='0' inputs='1' "                                                        \
    "inputs-failed='0' problems='0' status='ok'><completeness full='" full "' partly='" partly               \
    "' none='" none "'/><severity name='error' findings='0' servers='0'/><outcomes fail='" fail              \
    "' pass='" pass "' not-applicable='0' not-evaluated='" unknown "'/></totals>"

UNIT_TEST(nothing_found_is_not_nothing_seen)
{
    check_headline(TOTALS("0", "0", "0", "0", "0", "0", "0"), "Nothing was audited",
                   "This report says nothing about any server.");
    check_headline(TOTALS("2", "0", "0", "2", "0", "0", "0"), "No export could be read",
                   "nothing was found means only that nothing was seen");
    check_headline(TOTALS("2", "2", "0", "0", "0", "0", "7"), "No rule could be judged",
                   "What the rules need was not collected");
    check_headline(TOTALS("2", "2", "0", "0", "0", "1", "2"),
                   "No findings, but not everything could be judged",
                   "1 of 3 checks could be evaluated (33 %).");
    check_headline(TOTALS("2", "1", "1", "0", "0", "3", "0"),
                   "No findings, but not everything could be judged", "Not everything could be read.");
    check_headline(TOTALS("1", "1", "0", "0", "0", "3", "0"), "No findings on 1 server",
                   "</span>3 passed</li>");
}
