#include <stdlib.h>
#include <string.h>

#include "mbaudit/base.h"
#include "unit.h"

UNIT_TEST(text_is_appended_and_terminated)
{
    struct mba_buf buf = {0};
    mba_buf_puts(&buf, "one");
    mba_buf_putc(&buf, ',');
    mba_buf_add(&buf, "two!", 3);
    mba_buf_printf(&buf, "-%03d", 5);
    CU_ASSERT_STRING_EQUAL(buf.data, "one,two-005");
    CU_ASSERT_EQUAL(buf.len, 11);
    mba_buf_clear(&buf);
    CU_ASSERT_STRING_EQUAL(buf.data, "");
    CU_ASSERT_EQUAL(buf.len, 0);
    mba_buf_free(&buf);
    CU_ASSERT_PTR_NULL(buf.data);
}

UNIT_TEST(long_texts_keep_what_came_before)
{
    struct mba_buf buf = {0};
    for (int i = 0; i < 100000; i++)
        mba_buf_putc(&buf, (char)('a' + i % 26));
    CU_ASSERT_EQUAL(buf.len, 100000);
    CU_ASSERT_EQUAL(buf.data[26], 'a');
    CU_ASSERT_EQUAL(buf.data[99999], 'a' + 99999 % 26);
    CU_ASSERT_EQUAL(buf.data[100000], '\0');
    mba_buf_free(&buf);
}

UNIT_TEST(an_error_sticks_until_cleared)
{
    struct mba_buf buf = {0};
    mba_buf_puts(&buf, "kept");
    CU_ASSERT_FALSE(mba_buf_reserve(&buf, SIZE_MAX - 2));
    CU_ASSERT_TRUE(buf.failed);
    mba_buf_puts(&buf, "lost");
    CU_ASSERT_STRING_EQUAL(buf.data, "kept");
    mba_buf_clear(&buf);
    CU_ASSERT_FALSE(buf.failed);
    mba_buf_puts(&buf, "again");
    CU_ASSERT_STRING_EQUAL(buf.data, "again");
    mba_buf_free(&buf);
}

UNIT_TEST(nothing_is_added_as_nothing)
{
    struct mba_buf buf = {0};
    mba_buf_add(&buf, NULL, 0);
    CU_ASSERT_EQUAL(buf.len, 0);
    CU_ASSERT_FALSE(buf.failed);
    mba_buf_free(&buf);
}

UNIT_TEST(arrays_grow_and_stay_when_they_cannot)
{
    long *numbers = NULL;
    size_t cap = 0;
    CU_ASSERT_TRUE(mba_grow(&numbers, &cap, 1, sizeof *numbers));
    CU_ASSERT(cap >= 1);
    numbers[0] = 42;
    CU_ASSERT_TRUE(mba_grow(&numbers, &cap, 1000, sizeof *numbers));
    CU_ASSERT(cap >= 1000);
    CU_ASSERT_EQUAL(numbers[0], 42);
    size_t before = cap;
    CU_ASSERT_FALSE(mba_grow(&numbers, &cap, SIZE_MAX / sizeof *numbers, sizeof *numbers));
    CU_ASSERT_FALSE(mba_grow(&numbers, &cap, SIZE_MAX, sizeof *numbers));
    CU_ASSERT_EQUAL(cap, before);
    CU_ASSERT_EQUAL(numbers[0], 42);
    CU_ASSERT_TRUE(mba_grow(&numbers, &cap, 10, sizeof *numbers));
    CU_ASSERT_EQUAL(cap, before);
    free(numbers);
}
