#include <stdint.h>
#include <string.h>

#include "mbaudit/base.h"
#include "unit.h"

UNIT_TEST(blocks_are_aligned_and_apart)
{
    struct mba_arena *arena = mba_arena_new();
    char *before = NULL;
    for (size_t size = 0; size < 100; size++) {
        char *taken = mba_arena_alloc(arena, size);
        CU_ASSERT_PTR_NOT_NULL_FATAL(taken);
        CU_ASSERT_EQUAL((uintptr_t)taken % _Alignof(max_align_t), 0);
        memset(taken, (int)size, size);
        if (size > 1) {
            CU_ASSERT_EQUAL(before[0], (char)(size - 1));
            CU_ASSERT_EQUAL(before[size - 2], (char)(size - 1));
        }
        before = taken;
    }
    mba_arena_free(arena);
}

UNIT_TEST(large_pieces_get_blocks_of_their_own)
{
    struct mba_arena *arena = mba_arena_new();
    size_t large = 3 * 1024 * 1024;
    char *small = mba_arena_dup(arena, "small", 5);
    char *big = mba_arena_alloc(arena, large);
    CU_ASSERT_PTR_NOT_NULL_FATAL(big);
    memset(big, 'x', large);
    CU_ASSERT_STRING_EQUAL(small, "small");
    CU_ASSERT(mba_arena_bytes(arena) >= large);
    mba_arena_free(arena);
}

UNIT_TEST(reset_reuses_memory_and_gives_back_what_is_much)
{
    struct mba_arena *arena = mba_arena_new();
    void *first = mba_arena_alloc(arena, 100);
    for (int i = 0; i < 1000; i++)
        CU_ASSERT_PTR_NOT_NULL(mba_arena_alloc(arena, 1000));
    size_t held = mba_arena_bytes(arena);
    mba_arena_reset(arena);
    CU_ASSERT_PTR_EQUAL(mba_arena_alloc(arena, 100), first);
    for (int i = 0; i < 1000; i++)
        CU_ASSERT_PTR_NOT_NULL(mba_arena_alloc(arena, 1000));
    CU_ASSERT_EQUAL(mba_arena_bytes(arena), held); /* the same blocks again */
    CU_ASSERT_PTR_NOT_NULL(mba_arena_alloc(arena, 64 * 1024 * 1024));
    mba_arena_reset(arena);
    CU_ASSERT(mba_arena_bytes(arena) <= 4 * 1024 * 1024);
    mba_arena_free(arena);
}

UNIT_TEST(a_kept_block_that_is_too_small_is_passed_over)
{
    struct mba_arena *arena = mba_arena_new();
    CU_ASSERT_PTR_NOT_NULL(mba_arena_alloc(arena, 10000));
    CU_ASSERT_PTR_NOT_NULL(mba_arena_alloc(arena, 10000)); /* a second block */
    mba_arena_reset(arena);
    char *big = mba_arena_alloc(arena, 500000);
    CU_ASSERT_PTR_NOT_NULL_FATAL(big);
    memset(big, 1, 500000);
    CU_ASSERT_PTR_NOT_NULL(mba_arena_alloc(arena, 10000));
    mba_arena_free(arena);
}

UNIT_TEST(impossible_sizes_are_refused)
{
    struct mba_arena *arena = mba_arena_new();
    CU_ASSERT_PTR_NULL(mba_arena_alloc(arena, SIZE_MAX));
    CU_ASSERT_PTR_NULL(mba_arena_alloc(arena, SIZE_MAX / 2));
    CU_ASSERT_PTR_NULL(mba_arena_calloc(arena, SIZE_MAX / 2, 3));
    CU_ASSERT_PTR_NULL(mba_arena_dup(arena, "", SIZE_MAX));
    CU_ASSERT_PTR_NOT_NULL(mba_arena_alloc(arena, 1));
    mba_arena_free(arena);
    mba_arena_free(NULL);
}

UNIT_TEST(texts_are_copied_and_formatted)
{
    struct mba_arena *arena = mba_arena_new();
    char *copy = mba_arena_dup(arena, "a\0bc", 3);
    CU_ASSERT_EQUAL(memcmp(copy, "a\0b\0", 4), 0);
    CU_ASSERT_STRING_EQUAL(mba_arena_dup(arena, NULL, 0), "");
    CU_ASSERT_STRING_EQUAL(mba_arena_printf(arena, "%s/%d", "LM", 7), "LM/7");
    const int *zeros = mba_arena_calloc(arena, 3, sizeof *zeros);
    CU_ASSERT(zeros[0] == 0 && zeros[1] == 0 && zeros[2] == 0);
    mba_arena_free(arena);
}
