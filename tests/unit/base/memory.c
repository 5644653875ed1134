/* Every allocation of these rounds fails once: nothing crashes, nothing leaks, the failure is told. */
#include <stdlib.h>
#include <string.h>

#include "fail_alloc.h"
#include "mbaudit/base.h"
#include "unit.h"

static bool fill_buffer(void)
{
    struct mba_buf buf = {0};
    for (int i = 0; i < 500; i++)
        mba_buf_printf(&buf, "%d,", i);
    bool good = !buf.failed && buf.len == 1890; /* 10 * 2 + 90 * 3 + 400 * 4 */
    mba_buf_free(&buf);
    return good;
}

static bool fill_problems(void)
{
    struct mba_problems list = {0}, more = {0};
    for (int i = 0; i < 10; i++)
        mba_problems_add(i % 2 ? &list : &more, MBA_WARN, "a", "b", 1, "text %d", i);
    mba_problems_move(&list, &more);
    bool good = !list.failed && list.count == 10;
    mba_problems_free(&list);
    return good;
}

static bool fill_arena(void)
{
    struct mba_arena *arena = mba_arena_new();
    bool good = arena != NULL;
    for (int i = 0; good && i < 100; i++)
        good = mba_arena_printf(arena, "%01000d", i) != NULL;
    mba_arena_free(arena);
    return good;
}

static bool convert_text(void)
{
    struct mba_buf scratch = {0};
    const char *text, *encoding;
    size_t len;
    bool damaged;
    bool good =
        mba_text_to_utf8((const unsigned char *)"a\0b\0", 4, &scratch, &text, &len, &encoding, &damaged);
    mba_buf_free(&scratch);
    return good;
}

UNIT_TEST(failing_allocations_are_noticed)
{
    if (!fail_alloc_works) {
        puts("  skipped: this build cannot let allocations fail");
        return;
    }
    CU_ASSERT(fail_alloc_loop(fill_buffer) > 2);
    CU_ASSERT(fail_alloc_loop(fill_problems) > 20);
    CU_ASSERT(fail_alloc_loop(fill_arena) > 2);
    CU_ASSERT(fail_alloc_loop(convert_text) == 1);
}
