/* Every allocation of loading a dictionary and of taking in a snapshot fails once. */
#include <stdlib.h>
#include <string.h>

#include "fail_alloc.h"
#include "fixture.h"

static const char properties[] = "One\t1\tDWORD\tIIS_MD_UT_SERVER\tINHERIT\t-\tA=1 B=2\tIIsX IIsY\n"
                                 "KeyType\t1002\tSTRING\tIIS_MD_UT_SERVER\tNO_ATTRIBUTES\t\t\tIIsX\n";
static const char meanings[] = "One\tvalue\t3\tthree\tsource\n";

static struct mba_dictionary *load(void)
{
    char *error = NULL;
    struct mba_dictionary *dict =
        mba_dictionary_load(properties, sizeof properties - 1, meanings, sizeof meanings - 1, &error);
    free(error);
    return dict;
}

static bool load_and_free(void)
{
    struct mba_dictionary *dict = load();
    mba_dictionary_free(dict);
    return dict != NULL;
}

static bool take_in_key(struct mba_metabase *mb, int export, int number)
{
    char location[64], text[32];
    bool limit_hit;
    int n = snprintf(location, sizeof location, "w3svc/%d/ROOT/", (number * 7) % 50);
    struct mba_key *key = mba_metabase_key(mb, location, (size_t)n, "IIsX", 4, 1, &limit_hit);
    for (uint32_t id = 1; key && id < 50; id++) {
        n = snprintf(text, sizeof text, "%d/%u", export, (unsigned)id);
        struct mba_record record = {
            .id = id == 40 ? 1002 : id, .name = "Name", .text = text, .len = (size_t)n};
        if (!mba_metabase_set(mb, key, &record))
            return false;
    }
    return key != NULL;
}

static bool take_in(struct mba_metabase *mb)
{
    struct mba_export info = {.input = "in.zip", .member = "member", .format = "test"};
    for (int export = 0; export < 2; export ++) {
        if (mba_metabase_begin_export(mb, &info) < 0)
            return false;
        for (int i = 0; i < 50; i++)
            if (!take_in_key(mb, export, i))
                return false;
    }
    struct mba_problems problems = {0};
    bool good = mba_metabase_finish(mb, &problems) && problems.count == 101;
    mba_problems_free(&problems);
    return good;
}

static struct mba_dictionary *shared; /* loaded before allocations fail */

static bool take_in_and_free(void)
{
    struct mba_limits limits;
    mba_limits_default(&limits);
    struct mba_metabase *mb = mba_metabase_new(shared, &limits);
    bool good = mb && take_in(mb);
    if (mb) {
        mba_metabase_reset(mb);
        mba_metabase_free(mb);
    }
    return good;
}

UNIT_TEST(failing_allocations_are_noticed)
{
    if (!fail_alloc_works) {
        puts("  skipped: this build cannot let allocations fail");
        return;
    }
    CU_ASSERT(fail_alloc_loop(load_and_free) >= 5);
    shared = load();
    CU_ASSERT_PTR_NOT_NULL_FATAL(shared);
    CU_ASSERT(fail_alloc_loop(take_in_and_free) > 100);
    mba_dictionary_free(shared);
}
