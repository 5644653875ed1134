#include "fixture.h"

#include <glob.h>
#include <libxslt/transform.h>
#include <stdlib.h>
#include <string.h>

#include "report/private.h"
#include "unit.h"

static struct mba_words *load(const char *lang)
{
    char *error = NULL;
    struct mba_words *words = mba_words_load(lang, &error);
    CU_ASSERT_PTR_NULL(error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(words);
    return words;
}

static void check_number(const struct mba_words *words, double n, const char *wanted)
{
    struct mba_buf out = {0};
    mba_words_number(words, n, &out);
    CU_ASSERT_STRING_EQUAL(out.data, wanted);
    mba_buf_free(&out);
}

UNIT_TEST(numbers_are_written_as_the_language_does)
{
    struct mba_words *en = load("en"), *de = load("de");
    check_number(en, 0, "0");
    check_number(en, 999, "999");
    check_number(en, 1000, "1,000");
    check_number(en, 12345678, "12,345,678");
    check_number(en, -1234, "-1,234");
    check_number(de, 1000, "1.000");
    mba_words_free(en);
    mba_words_free(de);
}

UNIT_TEST(languages_are_the_files_there_are)
{
    struct mba_buf list = {0};
    char *error = NULL;
    mba_report_langs(&list);
    CU_ASSERT_STRING_EQUAL(list.data, "de, en");
    mba_buf_free(&list);
    CU_ASSERT_TRUE(mba_report_lang_known("en"));
    CU_ASSERT_FALSE(mba_report_lang_known("xx"));
    CU_ASSERT_FALSE(mba_report_lang_known(""));
    CU_ASSERT_FALSE(mba_report_lang_known("../words/en"));
    CU_ASSERT_PTR_NULL(mba_words_load("xx", &error));
    CU_ASSERT_STRING_EQUAL(error, "xx: there is no such language");
    free(error);
}

UNIT_TEST(a_text_that_is_not_there_is_not_made_up)
{
    struct mba_words *en = load("en");
    struct mba_buf out = {0};
    CU_ASSERT_FALSE(mba_words_fill(en, "no-such-text", false, NULL, 0, &out));
    CU_ASSERT_EQUAL(out.len, 0);
    mba_buf_free(&out);
    mba_words_free(en);
}

/* ---- each language has the same texts, and they are what the stylesheets ask for -------------------------
 */

struct ids {
    char *list[1024];
    size_t count;
};

static bool holds(const struct ids *ids, const char *id)
{
    for (size_t i = 0; i < ids->count; i++)
        if (strcmp(ids->list[i], id) == 0)
            return true;
    return false;
}

/* What stands between before and the quote, each time. */
static void collect(const struct mba_buf *text, const char *before, struct ids *ids)
{
    const char *at = text->data;
    for (size_t len; at && (at = strstr(at, before)); at += len) {
        at += strlen(before);
        len = strcspn(at, "'\"");
        char *id = strndup(at, len);
        if (ids->count < sizeof ids->list / sizeof *ids->list && id && !holds(ids, id))
            ids->list[ids->count++] = id;
        else
            free(id);
    }
}

static void texts_of(const char *lang, struct ids *ids)
{
    struct mba_buf text = {0};
    char path[64];
    snprintf(path, sizeof path, "xsl/words/%s.xml", lang);
    read_file(path, &text);
    collect(&text, "<text id=\"", ids);
    mba_buf_free(&text);
}

static void free_ids(struct ids *ids)
{
    for (size_t i = 0; i < ids->count; i++)
        free(ids->list[i]);
}

static void check_all_in(const struct ids *these, const struct ids *those, const char *what)
{
    for (size_t i = 0; i < these->count; i++) {
        bool there = holds(those, these->list[i]);
        if (!there)
            printf("\n    %s: %s\n", what, these->list[i]);
        CU_ASSERT_TRUE(there);
    }
}

UNIT_TEST(every_language_has_every_text)
{
    struct ids en = {0}, de = {0};
    texts_of("en", &en);
    texts_of("de", &de);
    CU_ASSERT_TRUE(en.count > 100);
    check_all_in(&en, &de, "not in de.xml");
    check_all_in(&de, &en, "not in en.xml");
    free_ids(&en);
    free_ids(&de);
}

/* Ids that are put together: mb:text(concat('origin.', @origin)), with every value that the schema allows. */
static const char *const made_ids[] = {"severity.error",
                                       "severity.warning",
                                       "severity.non-default",
                                       "severity.best-practice",
                                       "severity.information",
                                       "read.full",
                                       "read.partly",
                                       "read.none",
                                       "status.new",
                                       "status.open",
                                       "status.changed",
                                       "status.resolved",
                                       "status.not-comparable",
                                       "waiver-state.expired",
                                       "waiver-state.changed",
                                       "origin.explicit",
                                       "origin.inherited",
                                       "origin.default",
                                       "origin.not-set",
                                       "origin.none",
                                       "origin.evidence",
                                       "kind.added",
                                       "kind.removed",
                                       "kind.changed",
                                       "reach.notice",
                                       "reach.warning",
                                       "reach.member-failed",
                                       "reach.archive-failed",
                                       "changes.new",
                                       "changes.changed",
                                       "changes.open",
                                       "changes.resolved",
                                       "changes.not-comparable",
                                       "changes.setting",
                                       "list.missing",
                                       "list.new",
                                       "list.changed",
                                       "list.not-comparable",
                                       "list.setting",
                                       "list.longest-open",
                                       "list.flapping",
                                       "episode.open",
                                       "episode.unknown",
                                       "episode.resolved",
                                       "mismatch.missing",
                                       "mismatch.added",
                                       "waiver.active",
                                       "waiver.expiring",
                                       "waiver.expired",
                                       "waiver.unused",
                                       "input.ok",
                                       "input.warning",
                                       "input.member-failed",
                                       "input.archive-failed",
                                       "input.run-failed"};

static void collect_asked(struct ids *asked)
{
    glob_t sheets;
    CU_ASSERT_EQUAL_FATAL(glob("xsl/*.xsl", 0, NULL, &sheets), 0);
    for (size_t i = 0; i < sheets.gl_pathc; i++) {
        struct mba_buf text = {0};
        read_file(sheets.gl_pathv[i], &text);
        collect(&text, "mb:text('", asked);
        collect(&text, "mb:count('", asked);
        collect(&text, "name=\"what\" select=\"'", asked);
        mba_buf_free(&text);
    }
    globfree(&sheets);
    for (size_t i = 0; i < sizeof made_ids / sizeof *made_ids; i++)
        if (!holds(asked, made_ids[i]))
            asked->list[asked->count++] = strdup(made_ids[i]);
}

UNIT_TEST(what_stylesheets_ask_for_is_there_and_the_other_way_round)
{
    struct ids texts = {0}, asked = {0};
    texts_of("en", &texts);
    collect_asked(&asked);
    CU_ASSERT_TRUE(asked.count > 100);
    check_all_in(&asked, &texts, "asked for, not there");
    check_all_in(&texts, &asked, "there, not asked for");
    free_ids(&texts);
    free_ids(&asked);
}

/* ---- from a stylesheet
 * -------------------------------------------------------------------------------------- */

static bool run(const char *select, struct mba_buf *out, char **error)
{
    struct mba_buf sheet = {0};
    struct mba_words *en = load("en");
    mba_buf_printf(&sheet,
                   "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' "
                   "xmlns:mb='urn:mbaudit:report:1'><xsl:output method='text'/><xsl:template match='/'>"
                   "<xsl:value-of select=\"%s\"/></xsl:template></xsl:stylesheet>",
                   select);
    xsltStylesheetPtr style =
        xsltParseStylesheetDoc(xmlReadMemory(sheet.data, (int)sheet.len, "words.xsl", NULL, 0));
    xmlDocPtr section = xmlReadMemory("<section n='2'/>", 16, "section", NULL, 0);
    bool good = mba_sheet_apply(style, section, &(struct mba_tools){.words = en}, NULL, true, out, error);
    xmlFreeDoc(section);
    xsltFreeStylesheet(style);
    mba_words_free(en);
    mba_buf_free(&sheet);
    return good;
}

static void check_run(const char *select, const char *wanted)
{
    struct mba_buf out = {0};
    char *error = NULL;
    CU_ASSERT_TRUE(run(select, &out, &error));
    CU_ASSERT_STRING_EQUAL(out.data ? out.data : "", wanted);
    free(error);
    mba_buf_free(&out);
}

UNIT_TEST(stylesheets_get_texts_with_their_gaps_filled)
{
    check_run("mb:text('made-by', 'x {1} &amp;')", "Made by x {1} &.");
    check_run("mb:text('judged-of', 1, 2)", "1 of 2 checks");
    check_run("mb:text('judged-of')", "{1} of {2} checks");
    check_run("mb:count('n-errors', 1)", "1 error");
    check_run("mb:count('n-errors', 0)", "0 errors");
    check_run("mb:count('n-errors', 1234)", "1,234 errors");
    check_run("mb:count('n-errors', /section/@n)", "2 errors");
    check_run("mb:number(1234567)", "1,234,567");
}

UNIT_TEST(a_text_that_no_language_has_stops_the_report)
{
    static const char *const wrong[] = {"mb:text('no-such')", "mb:count('no-such', 1)", "mb:text()",
                                        "mb:count('n-errors')", "mb:number()"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct mba_buf out = {0};
        char *error = NULL;
        CU_ASSERT_FALSE(run(wrong[i], &out, &error));
        CU_ASSERT_TRUE(error && strstr(error, i < 2 ? "no text 'no-such' in xsl/words/en.xml" : "words.xsl"));
        free(error);
        mba_buf_free(&out);
    }
}
