/* An article on a terminal. */
#include <stdlib.h>
#include <string.h>

#include "article.h"
#include "unit.h"

static const char page[] = "A title\n"
                           "  a-rule, SMTP, warning, confidence B,\n"
                           "  follows exbpa test\n"
                           "  Judges keys of class IIsSmtpServer\n"
                           "  IIsSmtpService at /LM/SmtpSvc/*; fails\n"
                           "  when $ServerState = 4, and looks only\n"
                           "  where $HopCount > 1\n"
                           "  Severity: error when $HopCount = 2\n"
                           "  Expected: ServerState 2 (started)\n"
                           "\n"
                           "What was found\n"
                           "  Found {ServerState:meaning} at {path}.\n"
                           "\n"
                           "What it means\n"
                           "  Means a b this.\n"
                           "    - One\n"
                           "    - Two\n"
                           "\n"
                           "How it comes about\n"
                           "  Cause.\n"
                           "\n"
                           "When it may be intended\n"
                           "  Note: Perhaps.\n"
                           "\n"
                           "How to verify\n"
                           "   1. Look.\n"
                           "\n"
                           "In one sentence\n"
                           "  Repair {path}.\n"
                           "\n"
                           "How to fix it: Exchange 2000, Exchange 2003, console\n"
                           "   1. Click.\n"
                           "\n"
                           "How to fix it: any platform, command\n"
                           "   1. Do\n"
                           "          one {adsutil}\n"
                           "            two\n"
                           "      and\n"
                           "          three\n"
                           "\n"
                           "How to check the fix\n"
                           "   1. Look again.\n"
                           "\n"
                           "References\n"
                           "    - kb 1: First http://example.com/1\n";

static void print(const char *text, int width, bool color, struct mba_buf *out)
{
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    CU_ASSERT_FATAL(mba_kb_load_memory(kb, "a.xml", text, strlen(text), "here", &problems));
    mba_article_print(mba_kb_at(kb, 0), width, color, out);
    CU_ASSERT_FATAL(!out->failed && out->data);
    mba_problems_free(&problems);
    mba_kb_free(kb);
}

UNIT_TEST(a_page_has_the_sections_in_order)
{
    struct mba_buf out = {0};
    print(small_article, 40, false, &out);
    CU_ASSERT_STRING_EQUAL(out.data, page);
    mba_buf_free(&out);
}

UNIT_TEST(lines_keep_to_the_width_except_commands)
{
    struct mba_buf out = {0};
    print(small_article, 30, false, &out);
    CU_ASSERT_PTR_NOT_NULL(strstr(out.data, "\n  Found {ServerState:meaning}\n  at {path}.\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(out.data, "\n    - kb 1: First\n      http://example.com/1\n"));
    mba_buf_free(&out);
    print(small_article, -5, false, &out); /* too narrow to read: at least 30 */
    CU_ASSERT_PTR_NOT_NULL(strstr(out.data, "\n  Found {ServerState:meaning}\n  at {path}.\n"));
    mba_buf_free(&out);
}

UNIT_TEST(color_marks_the_headings_only)
{
    struct mba_buf out = {0};
    print(small_article, 40, true, &out);
    CU_ASSERT_PTR_NOT_NULL(strstr(out.data, "\n\x1b[1mWhat was found\x1b[0m\n  Found"));
    CU_ASSERT_EQUAL(strncmp(out.data, "\x1b[1mA title\x1b[0m\n", 16), 0);
    mba_buf_free(&out);
}

UNIT_TEST(letters_count_and_not_bytes)
{
    struct mba_buf out = {0};
    char *text =
        article_with("Repair {path}.", "\u00E4\u00E4\u00E4\u00E4\u00E4\u00E4\u00E4\u00E4\u00E4\u00E4 "
                                       "\u00E4\u00E4\u00E4\u00E4\u00E4\u00E4\u00E4\u00E4\u00E4\u00E4 abcdef");
    print(text, 30, false, &out);
    CU_ASSERT_PTR_NOT_NULL(strstr(out.data, "\u00E4 abcdef\n")); /* 2 + 10 + 1 + 10 + 1 + 6 = 30 */
    mba_buf_free(&out);
    free(text);
}

UNIT_TEST(what_would_act_on_the_terminal_is_made_visible)
{
    struct mba_buf out = {0};
    char *text = article_with("Repair {path}.", "a\u202Ez\xC2\x9Bz");
    print(text, 60, false, &out);
    CU_ASSERT_PTR_NULL(strstr(out.data, "\u202E"));
    CU_ASSERT_PTR_NULL(strstr(out.data, "\xC2\x9B"));
    mba_buf_free(&out);
    free(text);
}
