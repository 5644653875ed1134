/* The parts of the page that only some documents have, and the bounded lists at its top. What is expected
 * was read off everything.xml by hand. */
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "unit.h"

#define EVERYTHING "tests/unit/report/everything.xml"

/* The parts in this order, each behind the one before. */
static void check_order(const struct mba_buf *html, const char *const *parts, size_t count)
{
    const char *at = html->data;
    for (size_t i = 0; at && i < count; i++) {
        const char *next = strstr(at, parts[i]);
        if (!next)
            printf("\n    not there, or not in its place: %s\n", parts[i]);
        at = next ? next + strlen(parts[i]) : NULL;
    }
    CU_ASSERT_PTR_NOT_NULL(at);
}
#define CHECK_ORDER(html, ...)                                                                               \
    check_order(html, (const char *const[]){__VA_ARGS__},                                                    \
                sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

UNIT_TEST(what_changed_stands_behind_completeness)
{
    struct made made;
    make_reports(&made, EVERYTHING);
    CU_ASSERT_EQUAL(made.status, MBA_OK);
    CHECK_ORDER(&made.html, "Since the baseline: 1 new, 1 changed, 1 resolved.",
                "How much was looked at</h2>", "What changed</h2>",
                "Compared with <strong>february.xml.gz</strong>", "6 findings on 3 servers",
                "Not everything can be compared.",
                "The export of MAIL02.example.com in the baseline lacks the web service.",
                "<span class=\"figure\">1</span><a href=\"#findings\" data-filter=\"status=new\">",
                "<span class=\"figure\">3</span><span>settings changed</span>", "1 server is missing</h3>",
                "<a href=\"#s4\">OLD03.example.com</a>", "1 new finding</h3>",
                "SMTP virtual server 1 is stopped.", "<a href=\"#s2\">MAIL01.example.com</a>",
                "1 finding with another value</h3>", "2 findings that cannot be compared</h3>",
                "The server is missing in this audit.", "3 settings changed</h3>", "ServerAutoStart",
                "<code class=\"value\">TRUE</code>", "<code class=\"value\">FALSE</code>",
                "set; a secret, its value was not kept", "the whole object", "What was found</h2>");
    made_free(&made);
}

UNIT_TEST(a_document_without_a_baseline_says_nothing_of_changes)
{
    struct made made;
    make_reports(&made, EXAMPLE);
    CU_ASSERT_FALSE(has(&made.html, "What changed"));
    CU_ASSERT_FALSE(has(&made.html, "name=\"status\""));
    CU_ASSERT_FALSE(has(&made.html, "id=\"waivers\""));
    CU_ASSERT_FALSE(has(&made.html, "id=\"history\""));
    made_free(&made);
}

UNIT_TEST(accepted_findings_stay_in_sight_and_do_not_count)
{
    struct made made;
    make_reports(&made, EVERYTHING);
    CU_ASSERT_TRUE(has(&made.html, "<h1>4 errors on 2 servers, 2 warnings</h1>"));
    CU_ASSERT_TRUE(has(&made.html, "1 of them accepted"));
    CU_ASSERT_EQUAL(occurrences(&made.html, "data-status=\"accepted\">"), 2); /* by rule, by server */
    CU_ASSERT_EQUAL(occurrences(&made.html, "accepted (W-1)</span>"), 2);
    CU_ASSERT_EQUAL(occurrences(&made.html, "acceptance expired (W-2)</span>"), 2);
    CU_ASSERT_EQUAL(occurrences(&made.html, "accepted with another value (W-3)</span>"), 2);
    CHECK_ORDER(&made.html, "Accepted findings</h2>", "<tbody>", "W-2", "expired: its findings count again",
                "W-3", "DirBrowseFlags=1073741886", "about to expire", "1 with another value", "W-1",
                "The directory is meant to be browsed.", "Web team", "2026-12-31", "active", "W-4",
                "unused: no finding fits it", "</tbody>");
    made_free(&made);
}

UNIT_TEST(the_matrix_has_the_newest_snapshots_and_what_counts)
{
    struct made made;
    make_reports(&made, EVERYTHING);
    const char *matrix = strstr(made.html.data, "id=\"matrix\""),
               *end = matrix ? strstr(matrix, "</table>") : NULL;
    CU_ASSERT_PTR_NOT_NULL_FATAL(end);
    struct mba_buf text = {0};
    mba_buf_add(&text, matrix, (size_t)(end - matrix));
    /* MAIL01 of March 8: stopped and relay; browsing is accepted. MAIL02: stopped and browsing. */
    CHECK_ORDER(&text, "#rule-smtp-instance-stopped", "#rule-smtp-relay-open", "#rule-web-directory-browsing",
                "<a href=\"#s2\">MAIL01.example.com</a>", "<td class=\"n\">2</td>", "#m-error", "#m-error",
                "<td></td></tr>", "<a href=\"#s3\">MAIL02.example.com</a>", "<td class=\"n\">2</td>",
                "#m-error", "<td></td>", "#m-warning");
    CU_ASSERT_EQUAL(occurrences(&text, "<use "), 4);
    CU_ASSERT_FALSE(has(&text, "OLD03"));
    mba_buf_free(&text);
    made_free(&made);
}

UNIT_TEST(history_and_episodes_are_drawn_and_written)
{
    struct made made;
    make_reports(&made, EVERYTHING);
    /* Three moments: of 2, 3 and 5 errors and warnings. The highest bar has 3 errors of 5: 60 of 100. */
    CHECK_ORDER(&made.html, "Over time</h2>", "class=\"error\" x=\"1\" width=\"10\" y=\"80\" height=\"20\"",
                "class=\"error\" x=\"25\" width=\"10\" y=\"40\" height=\"60\"",
                "class=\"warning\" x=\"25\" width=\"10\" y=\"0\" height=\"40\"", "highest bar: 5",
                "The 3 figures</h3>", "2 findings are still open, of each severity the longest first</h3>",
                "#rule-smtp-relay-open", "2026-03-01 02:00 UTC", "#rule-smtp-instance-stopped",
                "1 finding came and went</h3>", "#rule-smtp-instance-stopped", "came 2 times", "</ul>");
    CHECK_ORDER(&made.html, "3 findings over time</h4>", "SMTP relay is open", "still open", "in 2 snapshots",
                "x=\"0\" width=\"101\"", "still open", "in 1 snapshot, came 2 times", "resolved");
    made_free(&made);
}

UNIT_TEST(a_server_shows_what_changed_and_what_differs)
{
    struct made made;
    make_reports(&made, EVERYTHING);
    CHECK_ORDER(&made.html, "id=\"s2\"", "4 of 4 checks evaluated (100 %)", "What to do</h4>",
                "Start SMTP virtual server 1.", "START_SERVER SmtpSvc/1", "Close the relay",
                "1 finding of the baseline is gone", "The banner was changed.", "3 settings changed</h4>",
                "3 settings differ from the reference server</h4>", "MaxConnections", "1000", "not set",
                "HopCount", "15", "30", "the object is missing here", "id=\"s3\"",
                "3 of 4 checks evaluated (75 %)", "id=\"s4\"", "missing in this audit",
                "The baseline has this server, this audit has not.");
    CHECK_ORDER(&made.html, "id=\"rule-smtp-relay-open\"", "changed</span>",
                "Before:", "all except 192.0.2.7</code>");
    made_free(&made);
}

/* ---- bounded --------------------------------------------------------------------------------------------
 */

/* So many servers, each with one finding of either rule; every other could not be read in full. */
static char *fleet(size_t servers)
{
    struct mba_buf text = {0};
    mba_buf_printf(
        &text,
        "<findings xmlns='urn:mbaudit:findings:1' schema='1'><head><generator name='mbaudit' version='0'/>"
        "<created>2026-03-09T06:00:00Z</created><settings/><knowledge-base version='v' rules='2'/>"
        "<totals servers='%zu' snapshots='%zu' exports='1' keys='1' findings='%zu' inputs='0' "
        "inputs-failed='0' problems='0' status='ok'><completeness full='1' partly='1' none='0'/>"
        "<severity name='error' findings='%zu' servers='1'/><severity name='warning' findings='%zu' "
        "servers='1'/><outcomes fail='1' pass='1' not-applicable='0' not-evaluated='0'/></totals><inputs/>"
        "<problems/><rules><rule id='a' title='A' severity='error' service='SMTP' fail='%zu' pass='0' "
        "not-applicable='0' not-evaluated='0' servers='%zu'/><rule id='b' title='B' severity='warning' "
        "service='SMTP' fail='%zu' pass='0' not-applicable='0' not-evaluated='0' servers='%zu'/></rules>"
        "<articles/></head><servers>",
        servers, servers, 2 * servers, servers, servers, servers, servers, servers, servers);
    for (size_t i = 0; i < servers; i++) {
        mba_buf_printf(&text,
                       "<server name='S%03zu'><snapshot completeness='%s' keys='1' fail='2' pass='0' "
                       "not-applicable='0' not-evaluated='0'><finding id='0000000000000001' rule='a' "
                       "severity='error' path='/LM'><found>A</found><remedy>r</remedy></finding>",
                       i, i % 2 ? "full" : "partly");
        /* The last one has two errors, so it comes first. */
        mba_buf_printf(&text,
                       "<finding id='0000000000000002' rule='b' severity='%s' path='/LM'><found>B</found>"
                       "<remedy>r</remedy></finding></snapshot></server>",
                       i + 1 == servers ? "error" : "warning");
    }
    mba_buf_puts(&text, "</servers></findings>");
    return text.data;
}

UNIT_TEST(what_has_no_room_at_the_top_is_counted)
{
    struct made made;
    char *text = fleet(60);
    make_reports_of(&made, text);
    CU_ASSERT_EQUAL(made.status, MBA_OK);
    const char *matrix = strstr(made.html.data, "id=\"matrix\"");
    CU_ASSERT_PTR_NOT_NULL_FATAL(matrix);
    struct mba_buf part = {0};
    mba_buf_add(&part, matrix, (size_t)(strstr(matrix, "</table>") - matrix));
    CU_ASSERT_EQUAL(occurrences(&part, "<th scope=\"row\">"), 30);
    CHECK_ORDER(&part, "30 more servers have findings.", "S059</a>", "S000</a>", "S001</a>", "S028</a>");
    mba_buf_free(&part);
    /* 30 were read in part: 25 are named. */
    CHECK_ORDER(&made.html, "Servers that were not read fully", "S000</a>", "S048</a>", "and 5 more</p>",
                "What was found</h2>");
    made_free(&made);
    free(text);
}
