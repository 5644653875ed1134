/* Tables of numbers, and the hashes that go with them. */
#include <stdio.h>
#include <string.h>

#include "mbaudit/base.h"
#include "unit.h"

struct words {
    char text[300][8];
};

static bool same(const void *context, uint32_t item, const void *wanted)
{
    return strcmp(((const struct words *)context)->text[item - 1], wanted) == 0;
}

UNIT_TEST(a_table_finds_each_of_its_items_and_no_other)
{
    struct mba_arena *arena = mba_arena_new();
    struct mba_seed seed = mba_seed_random();
    struct mba_table table = {0};
    static struct words words;
    CU_ASSERT_EQUAL(mba_table_find(&table, 1, same, &words, "w0"), 0); /* empty, without slots */
    for (uint32_t i = 0; i < 300; i++) {
        int len = snprintf(words.text[i], sizeof words.text[i], "w%u", i);
        CU_ASSERT_TRUE_FATAL(mba_table_prepare(&table, arena));
        mba_table_add(&table, mba_hash_text(seed, words.text[i], (size_t)len), i + 1);
    }
    for (uint32_t i = 0; i < 300; i++) {
        const char *text = words.text[i];
        CU_ASSERT_EQUAL(mba_table_find(&table, mba_hash_text(seed, text, strlen(text)), same, &words, text),
                        i + 1);
    }
    CU_ASSERT_EQUAL(mba_table_find(&table, mba_hash_text(seed, "w300", 4), same, &words, "w300"), 0);
    CU_ASSERT_EQUAL(table.count, 300);
    mba_arena_free(arena);
}

UNIT_TEST(hashes_tell_neither_case_nor_more_than_is_there)
{
    struct mba_seed seed = {1, 2};
    CU_ASSERT_EQUAL(mba_hash_text(seed, "/LM/W3SVC/1", 11), mba_hash_text(seed, "/lm/w3svc/1", 11));
    CU_ASSERT_EQUAL(mba_hash_text(seed, "abX", 2), mba_hash_text(seed, "abY", 2));
    CU_ASSERT_NOT_EQUAL(mba_hash_text(seed, "/LM/W3SVC/1", 11), mba_hash_text(seed, "/LM/W3SVC/2", 11));
    CU_ASSERT_NOT_EQUAL(mba_hash_text(seed, "a", 1), mba_hash_text((struct mba_seed){3, 4}, "a", 1));
    CU_ASSERT_NOT_EQUAL(mba_hash_number(seed, 1), mba_hash_number(seed, 2));
}
