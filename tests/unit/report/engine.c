#include <libxml/parser.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"
#include "report/private.h"
#include "unit.h"

/* ---- many findings ----------------------------------------------------------------------------------------
 */

static char *document_with(size_t findings)
{
    struct mba_buf text = {0};
    mba_buf_puts(&text, "<findings xmlns='urn:mbaudit:findings:1' schema='1'><head><totals findings='1002' "
                        "snapshots='1'/><rules>"
                        "<rule id='a' title='A' severity='error' servers='1'/>"
                        "<rule id='b' title='B' severity='error' servers='1'/></rules>"
                        "<articles/></head><servers><server name='S'><snapshot completeness='full'>");
    for (size_t i = 0; i < findings; i++)
        mba_buf_printf(&text,
                       "<finding rule='%s' severity='error' path='/%zu'><found/><evidence property='P' "
                       "value='%zu' origin='explicit'/><remedy/></finding>",
                       i == 700 ? "b" : "a", i, i);
    mba_buf_puts(&text, "</snapshot></server></servers></findings>");
    return text.data;
}

/* 1,001 findings of rule a in parts of 500, then the one of rule b. */
static const struct mba_report_options plain; /* nothing asked for */

UNIT_TEST(a_rule_with_many_findings_comes_in_parts)
{
    struct made made;
    char *text = document_with(1002);
    make_reports_of(&made, text);
    CU_ASSERT_EQUAL(made.status, MBA_OK);
    CU_ASSERT_EQUAL(occurrences(&made.csv, "\r\n"), 1003);
    const char *last = strstr(made.csv.data, "/1001,"), *other = strstr(made.csv.data, "/700,");
    CU_ASSERT_TRUE(last && other && last < other);
    CU_ASSERT_EQUAL(occurrences(&made.html, "id=\"rule-a\""), 1);
    CU_ASSERT_EQUAL(occurrences(&made.html, "Continued: <span>A</span>"), 2);
    CU_ASSERT_EQUAL(occurrences(&made.html, "<tbody data-severity="), 1002);
    made_free(&made);
    free(text);
}

UNIT_TEST(a_finding_of_an_unknown_rule_is_an_error)
{
    struct made made;
    char *text = example_with("rule=\"smtp-banner\" severity", "rule=\"gone\" severity");
    make_reports_of(&made, text);
    CU_ASSERT_EQUAL(made.status, MBA_RUN_FAILED);
    CU_ASSERT_TRUE(made.error && strstr(made.error, "a rule that its head does not name"));
    CU_ASSERT_EQUAL(made.fault, MBA_REPORT_FAULT_DOCUMENT);
    CU_ASSERT_EQUAL(files_in(made.folder), 0);
    made_free(&made);
    free(text);
}

/* ---- all or nothing
 * ------------------------------------------------------------------------------------------ */

UNIT_TEST(a_failure_leaves_the_old_reports)
{
    struct made made;
    make_reports(&made, EXAMPLE);
    size_t before = made.html.len;
    make_again(&made, "tests/unit/report/fixture.c");
    CU_ASSERT_EQUAL(made.status, MBA_RUN_FAILED);
    CU_ASSERT_TRUE(made.error && strstr(made.error, "is not a findings document"));
    CU_ASSERT_EQUAL(made.html.len, before);
    CU_ASSERT_EQUAL(files_in(made.folder), 4);
    made_free(&made);
}

UNIT_TEST(a_full_disk_leaves_the_old_reports)
{
    struct made made;
    struct rlimit old, small;
    make_reports(&made, EXAMPLE);
    size_t before = made.html.len;
    CU_ASSERT_EQUAL(getrlimit(RLIMIT_FSIZE, &old), 0);
    small = old;
    small.rlim_cur = 2000;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    make_again(&made, EXAMPLE);
    setrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, handler);
    CU_ASSERT_EQUAL(made.status, MBA_RUN_FAILED);
    CU_ASSERT_TRUE(made.error && strstr(made.error, "File too large"));
    CU_ASSERT_EQUAL(made.html.len, before);
    CU_ASSERT_EQUAL(files_in(made.folder), 4);
    made_free(&made);
}

UNIT_TEST(the_folder_is_made)
{
    char base[] = "/tmp/mbaudit-unit-XXXXXX", folder[64], path[128];
    const struct mba_report_format *csv = mba_report_format_find("csv");
    char *error = NULL;
    enum mba_report_fault fault;
    struct stat st;
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(base));
    snprintf(folder, sizeof folder, "%s/a/b", base);
    CU_ASSERT_EQUAL(mba_report_write(EXAMPLE, folder, &csv, 1, &plain, &error, &fault), MBA_OK);
    snprintf(path, sizeof path, "%s/findings.csv", folder);
    CU_ASSERT_EQUAL(stat(path, &st), 0);
    CU_ASSERT_EQUAL(files_in(folder), 3);
    unlink(path);
    snprintf(path, sizeof path, "%s/servers.csv", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/coverage.csv", folder);
    unlink(path);
    rmdir(folder);
    *strrchr(folder, '/') = '\0';
    rmdir(folder);
    CU_ASSERT_EQUAL(rmdir(base), 0);
}

UNIT_TEST(a_folder_that_cannot_be_made_is_said)
{
    const struct mba_report_format *csv = mba_report_format_find("csv");
    char *error = NULL;
    enum mba_report_fault fault;
    CU_ASSERT_EQUAL(mba_report_write(EXAMPLE, "/dev/null/x", &csv, 1, &plain, &error, &fault),
                    MBA_RUN_FAILED);
    CU_ASSERT_TRUE(error && strstr(error, "/dev/null/x: cannot be made: Not a directory"));
    free(error);
    CU_ASSERT_EQUAL(mba_report_write(EXAMPLE, "", &csv, 1, &plain, &error, &fault), MBA_RUN_FAILED);
    free(error);
}

UNIT_TEST(every_stylesheet_that_is_built_in_compiles)
{
    for (const struct mba_report_format *format = mba_report_formats; format->name; format++)
        for (const struct mba_report_file *file = format->files; file->name; file++) {
            char *error = NULL;
            xsltStylesheetPtr sheet = mba_sheet_load(file->stylesheet, &error);
            CU_ASSERT_PTR_NOT_NULL(sheet);
            CU_ASSERT_PTR_NULL(error);
            xsltFreeStylesheet(sheet);
            free(error);
        }
}

UNIT_TEST(a_stylesheet_of_the_user_can_be_checked_before_there_is_anything_to_report)
{
    const struct mba_report_options good = {.sheet = "xsl/json.xsl"},
                                    bad = {.sheet = "corpus/articles/smtp-instance-stopped.xml"};
    char *error = NULL;
    CU_ASSERT_TRUE(mba_report_check(&plain, &error));
    CU_ASSERT_PTR_NULL(error);
    CU_ASSERT_TRUE(mba_report_check(&good, &error));
    CU_ASSERT_PTR_NULL(error);
    CU_ASSERT_FALSE(mba_report_check(&bad, &error));
    CU_ASSERT_TRUE(error && strstr(error, "corpus/articles/smtp-instance-stopped.xml"));
    free(error);
}

UNIT_TEST(formats_are_found_by_name)
{
    CU_ASSERT_STRING_EQUAL(mba_report_format_find("csv")->files[0].name, "findings.csv");
    CU_ASSERT_PTR_NULL(mba_report_format_find("CSV"));
    CU_ASSERT_PTR_NULL(mba_report_format_find(""));
}

/* ---- stylesheets with bad intentions
 * ------------------------------------------------------------------------- */

#define SHEET(body)                                                                                          \
    "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' "                        \
    "xmlns:exsl='http://exslt.org/common' xmlns:mb='urn:mbaudit:report:1' "                                  \
    "extension-element-prefixes='exsl'>"                                                                     \
    "<xsl:output method='text'/>" body "</xsl:stylesheet>"

/* What a sheet makes of a small section; *error is the message otherwise. */
static bool run_sheet(const char *text, struct mba_buf *out, char **error)
{
    xsltFreeStylesheet(mba_sheet_load("xsl/csv.xsl", error)); /* as in a run: the doors are shut by now */
    struct mba_catch caught;
    mba_catch_begin(&caught, true);
    xsltStylesheetPtr sheet =
        xsltParseStylesheetDoc(xmlReadMemory(text, (int)strlen(text), "bad.xsl", NULL, 0));
    mba_catch_end(&caught);
    xmlDocPtr section = xmlReadMemory("<section/>", 10, "section", NULL, 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(sheet);
    bool good = mba_sheet_apply(sheet, section, NULL, NULL, true, out, error);
    xmlFreeDoc(section);
    xsltFreeStylesheet(sheet);
    return good;
}

UNIT_TEST(a_stylesheet_reads_nothing)
{
    struct mba_buf out = {0};
    char *error = NULL;
    bool good = run_sheet(SHEET("<xsl:template match='/'>[<xsl:value-of select=\"document('" EXAMPLE "')\"/>]"
                                "</xsl:template>"),
                          &out, &error);
    CU_ASSERT_TRUE(!good || strcmp(out.data, "[]") == 0);
    CU_ASSERT_FALSE(has(&out, "mbaudit"));
    free(error);
    mba_buf_free(&out);
}

UNIT_TEST(a_stylesheet_writes_nothing)
{
    struct mba_buf out = {0};
    char *error = NULL;
    bool good = run_sheet(SHEET("<xsl:template match='/'><exsl:document href='/tmp/mbaudit-unit-written'>x"
                                "</exsl:document></xsl:template>"),
                          &out, &error);
    CU_ASSERT_FALSE(good);
    CU_ASSERT_NOT_EQUAL(access("/tmp/mbaudit-unit-written", F_OK), 0);
    CU_ASSERT_TRUE(error && strncmp(error, "bad.xsl: failed: ", 17) == 0 && !strchr(error, '\n'));
    free(error);
    mba_buf_free(&out);
}

UNIT_TEST(a_stylesheet_that_stops_is_an_error)
{
    struct mba_buf out = {0};
    char *error = NULL;
    CU_ASSERT_FALSE(
        run_sheet(SHEET("<xsl:template match='/'><xsl:message terminate='yes'>no more</xsl:message>"
                        "</xsl:template>"),
                  &out, &error));
    CU_ASSERT_TRUE(error && strstr(error, "no more"));
    free(error);
    error = NULL;
    CU_ASSERT_FALSE(run_sheet(SHEET("<xsl:template match='/'><xsl:value-of select='mb:csv-field(1, 2)'/>"
                                    "</xsl:template>"),
                              &out, &error));
    free(error);
    mba_buf_free(&out);
}

UNIT_TEST(a_stylesheet_that_is_not_there_is_named)
{
    char *error = NULL;
    CU_ASSERT_PTR_NULL(mba_sheet_load("xsl/none.xsl", &error));
    CU_ASSERT_TRUE(error && strncmp(error, "xsl/none.xsl: ", 14) == 0);
    free(error);
}

UNIT_TEST(a_text_page_has_marks_too)
{
    struct mba_buf out = {0};
    char *error = NULL;
    CU_ASSERT_TRUE(
        run_sheet(SHEET("<xsl:template match='/'>a&lt;?mbaudit rules?&gt;"
                        "<xsl:processing-instruction name='mbaudit'>rules</xsl:processing-instruction>b"
                        "</xsl:template>"),
                  &out, &error));
    struct mba_frame frame = {.bytes = out};
    mba_frame_find_marks(&frame);
    CU_ASSERT_TRUE(mba_frame_has(&frame, MBA_MARK_RULES));
    CU_ASSERT_FALSE(mba_frame_has(&frame, MBA_MARK_SNAPSHOTS));
    CU_ASSERT_EQUAL(frame.at[MBA_MARK_RULES], strlen("a<?mbaudit rules?>"));
    CU_ASSERT_STRING_EQUAL(out.data + frame.after[MBA_MARK_RULES], "b");
    mba_buf_free(&out);
    free(error);
}
