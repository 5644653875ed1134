#include <string.h>

#include "mbaudit/base.h"
#include "unit.h"

static void line_is(const struct mba_problem *problem, const char *wanted)
{
    struct mba_buf out = {0};
    mba_problem_line(&out, problem);
    CU_ASSERT_STRING_EQUAL(out.data, wanted);
    mba_buf_free(&out);
}

UNIT_TEST(lines_name_what_is_known)
{
    struct mba_problems list = {0};
    mba_problems_add(&list, MBA_WARN, "a.zip", "SRV1/MetaBase.xml", 12, "no %s", "value");
    mba_problems_add(&list, MBA_WARN, "a.zip", "SRV1/MetaBase.xml", 0, "empty");
    mba_problems_add(&list, MBA_WARN, "a.xml", NULL, 3, "cut off");
    mba_problems_add(&list, MBA_WARN, "a.xml", NULL, 0, "unreadable");
    mba_problems_add(&list, MBA_WARN, NULL, NULL, 0, "no memory");
    CU_ASSERT_EQUAL_FATAL(list.count, 5);
    line_is(&list.items[0], "a.zip: SRV1/MetaBase.xml:12: no value");
    line_is(&list.items[1], "a.zip: SRV1/MetaBase.xml: empty");
    line_is(&list.items[2], "a.xml:3: cut off");
    line_is(&list.items[3], "a.xml: unreadable");
    line_is(&list.items[4], "no memory");
    mba_problems_free(&list);
    CU_ASSERT_EQUAL(list.count, 0);
    CU_ASSERT_PTR_NULL(list.items);
}

UNIT_TEST(names_and_texts_cannot_drive_a_terminal)
{
    struct mba_problems list = {0};
    mba_problems_add(&list, MBA_WARN, "a\x1B.zip", "b\nc", 0, "value %s", "\x07");
    CU_ASSERT_STRING_EQUAL(list.items[0].text, "value \\x07");
    line_is(&list.items[0], "a\\x1B.zip: b\\x0Ac: value \\x07");
    mba_problems_free(&list);
}

UNIT_TEST(the_worst_counts)
{
    struct mba_problems list = {0};
    CU_ASSERT_EQUAL(mba_problems_worst(&list), MBA_OK);
    mba_problems_add(&list, MBA_WARN, NULL, NULL, 0, "a");
    mba_problems_add(&list, MBA_ARCHIVE_FAILED, NULL, NULL, 0, "b");
    mba_problems_add(&list, MBA_MEMBER_FAILED, NULL, NULL, 0, "c");
    CU_ASSERT_EQUAL(mba_problems_worst(&list), MBA_ARCHIVE_FAILED);
    mba_problems_free(&list);
}

UNIT_TEST(moving_keeps_the_order)
{
    struct mba_problems to = {0}, from = {0};
    mba_problems_add(&to, MBA_WARN, NULL, NULL, 0, "first");
    for (int i = 0; i < 20; i++)
        mba_problems_add(&from, MBA_WARN, NULL, NULL, 0, "moved %d", i);
    mba_problems_move(&to, &from);
    CU_ASSERT_EQUAL(from.count, 0);
    CU_ASSERT_EQUAL_FATAL(to.count, 21);
    CU_ASSERT_STRING_EQUAL(to.items[0].text, "first");
    CU_ASSERT_STRING_EQUAL(to.items[20].text, "moved 19");
    from.failed = true;
    mba_problems_move(&to, &from);
    CU_ASSERT_TRUE(to.failed);
    CU_ASSERT_FALSE(from.failed);
    mba_problems_free(&to);
}

UNIT_TEST(every_status_has_its_word)
{
    CU_ASSERT_STRING_EQUAL(mba_status_word(MBA_OK), "ok");
    CU_ASSERT_STRING_EQUAL(mba_status_word(MBA_WARN), "warning");
    CU_ASSERT_STRING_EQUAL(mba_status_word(MBA_MEMBER_FAILED), "member-failed");
    CU_ASSERT_STRING_EQUAL(mba_status_word(MBA_ARCHIVE_FAILED), "archive-failed");
    CU_ASSERT_STRING_EQUAL(mba_status_word(MBA_RUN_FAILED), "run-failed");
}
