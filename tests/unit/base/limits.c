#include <string.h>

#include "mbaudit/base.h"
#include "unit.h"

UNIT_TEST(each_row_stands_at_its_number_and_is_whole)
{
    for (size_t i = 0; i < MBA_LIMIT_COUNT; i++) {
        const struct mba_limit_info *info = &mba_limit_table[i];
        CU_ASSERT_EQUAL(info->id, i);
        CU_ASSERT(info->name && *info->name && info->help && *info->help);
        CU_ASSERT(info->value <= info->ceiling);
        CU_ASSERT(strncmp(info->option, "--", 2) != 0);
        for (size_t j = 0; j < i; j++)
            CU_ASSERT(strcmp(info->option, mba_limit_table[j].option) != 0);
    }
}

UNIT_TEST(values_stay_below_what_libxml2_takes)
{
    CU_ASSERT(mba_limit_table[MBA_LIMIT_VALUE_BYTES].ceiling < 10000000);
    CU_ASSERT_EQUAL(mba_limit_table[MBA_LIMIT_VALUE_BYTES].value, 8388608);
    CU_ASSERT(mba_limit_table[MBA_LIMIT_RATIO].value > 1032); /* the most that deflate can do */
}

UNIT_TEST(the_message_names_the_value_and_the_switch)
{
    struct mba_limits limits;
    char text[200];
    mba_limits_default(&limits);
    CU_ASSERT_EQUAL(limits.value[MBA_LIMIT_NESTING], 2);
    limits.value[MBA_LIMIT_KEYS] = 10;
    mba_limit_message(&limits, MBA_LIMIT_KEYS, text, sizeof text);
    CU_ASSERT_STRING_EQUAL(text, "more than 10 keys of one snapshot; raise it with --max-keys");
    mba_limit_message(&limits, MBA_LIMIT_KEYS, text, 10);
    CU_ASSERT_STRING_EQUAL(text, "more than");
}
