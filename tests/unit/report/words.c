#include "fixture.h"

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

struct asked {
    const char *ids[1024];
    size_t count;
};

static void collect_ids(const char *path, struct asked *ids)
{
    struct mba_buf text = {0};
    read_file(path, &text);
    const char *at = text.data;
    for (size_t len; at && (at = strstr(at, "<text id=\"")); at += len) {
        at += strlen("<text id=\"");
        len = strcspn(at, "\"");
        if (ids->count < sizeof ids->ids / sizeof *ids->ids)
            ids->ids[ids->count++] = strndup(at, len);
    }
    mba_buf_free(&text);
}

static bool holds(const struct asked *ids, const char *id)
{
    for (size_t i = 0; i < ids->count; i++)
        if (strcmp(ids->ids[i], id) == 0)
            return true;
    return false;
}

static void free_ids(struct asked *ids)
{
    for (size_t i = 0; i < ids->count; i++)
        free((char *)ids->ids[i]);
}

static void check_all_in(const struct asked *these, const struct asked *those, const char *what)
{
    for (size_t i = 0; i < these->count; i++) {
        bool there = holds(those, these->ids[i]);
        if (!there)
            printf("\n    %s: %s\n", what, these->ids[i]);
        CU_ASSERT_TRUE(there);
    }
}

UNIT_TEST(every_language_has_every_text)
{
    struct asked en = {0}, de = {0};
    collect_ids("xsl/words/en.xml", &en);
    collect_ids("xsl/words/de.xml", &de);
    CU_ASSERT_TRUE(en.count > 1);
    check_all_in(&en, &de, "not in de.xml");
    check_all_in(&de, &en, "not in en.xml");
    free_ids(&en);
    free_ids(&de);
}
