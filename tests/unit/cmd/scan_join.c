/* Which exports become one snapshot: server, time, and how well the time is known. */
#include <stdlib.h>
#include <string.h>

#include "cmd/scan.h"
#include "unit.h"

#define DAY INT64_C(1147737600) /* 2006-05-16T00:00:00Z */
#define HOUR 3600

#define FROM_PATH "member path"
#define FROM_MTIME "member modification time"

enum { SAVED = 1, RUNTIME = 2 }; /* format bits */

struct one { /* an export, and the group it must end in */
    const char *server;
    mba_time captured;
    const char *time_from;
    bool date_only;
    uint32_t format;
    char group;
};

static void fill(struct scan *scan, const struct one *ones, size_t count, bool backwards)
{
    scan->exports.items = calloc(count, sizeof *scan->exports.items);
    CU_ASSERT_PTR_NOT_NULL_FATAL(scan->exports.items);
    for (size_t i = 0; i < count; i++) {
        const struct one *one = &ones[backwards ? count - 1 - i : i];
        scan->exports.items[i] = (struct scan_export){.ordinal = (uint64_t)(one - ones),
                                                      .server = strdup(one->server),
                                                      .captured = one->captured,
                                                      .date_only = one->date_only,
                                                      .runtime = one->format == RUNTIME,
                                                      .format_bit = one->format,
                                                      .time_from = one->time_from};
        scan->exports.count++;
    }
}

/* Two exports share a group exactly when their letters are the same. */
static void check_groups(const struct scan *scan, const struct one *ones)
{
    for (size_t a = 0; a < scan->exports.count; a++) {
        for (size_t b = a + 1; b < scan->exports.count; b++) {
            const struct scan_export *ea = &scan->exports.items[a], *eb = &scan->exports.items[b];
            CU_ASSERT_EQUAL(ones[ea->ordinal].group == ones[eb->ordinal].group, ea->group == eb->group);
        }
    }
}

static void expect_groups(const struct one *ones, size_t count, size_t joined)
{
    for (int backwards = 0; backwards < 2; backwards++) {
        struct scan scan = {0};
        fill(&scan, ones, count, backwards);
        CU_ASSERT_TRUE(scan_join(&scan));
        CU_ASSERT_EQUAL(scan.joined_count, joined);
        check_groups(&scan, ones);
        for (size_t i = 0; i < count; i++)
            free(scan.exports.items[i].server);
        free(scan.exports.items);
        free(scan.joined);
    }
}
#define EXPECT_GROUPS(joined, ...)                                                                           \
    do {                                                                                                     \
        static const struct one ones[] = {__VA_ARGS__};                                                      \
        expect_groups(ones, sizeof ones / sizeof *ones, joined);                                             \
    } while (0)

UNIT_TEST(a_saved_and_a_running_configuration_of_one_moment_are_one_snapshot)
{
    EXPECT_GROUPS(2, {"MAIL01", DAY + 2 * HOUR, FROM_PATH, false, SAVED, 'a'},
                  {"mail01", DAY + 2 * HOUR, FROM_PATH, false, RUNTIME, 'a'},
                  {"MAIL02", DAY + 2 * HOUR, FROM_PATH, false, RUNTIME, 'b'});
}

UNIT_TEST(two_known_moments_are_two_snapshots)
{
    EXPECT_GROUPS(0, {"MAIL01", DAY + 2 * HOUR, FROM_PATH, false, SAVED, 'a'},
                  {"MAIL01", DAY + 2 * HOUR + 1, FROM_PATH, false, RUNTIME, 'b'},
                  {"MAIL01", DAY + 26 * HOUR, FROM_PATH, false, SAVED, 'c'});
}

UNIT_TEST(a_bare_date_joins_the_first_moment_of_its_day)
{
    EXPECT_GROUPS(2, {"MAIL01", DAY, FROM_PATH, true, RUNTIME, 'a'},
                  {"MAIL01", DAY + 14 * HOUR, FROM_PATH, false, SAVED, 'b'},
                  {"MAIL01", DAY + 2 * HOUR, FROM_PATH, false, SAVED, 'a'});
}

UNIT_TEST(captures_of_one_day_are_parts_of_one_snapshot)
{
    EXPECT_GROUPS(4, {"MAIL01", DAY + 100, FROM_MTIME, false, SAVED, 'a'},
                  {"MAIL01", DAY + 160, FROM_MTIME, false, RUNTIME, 'a'},
                  {"MAIL01", DAY + 220, FROM_MTIME, false, RUNTIME, 'a'},
                  {"MAIL01", DAY + 100 + 24 * HOUR, FROM_MTIME, false, SAVED, 'b'},
                  {"MAIL01", DAY + 280, FROM_MTIME, false, RUNTIME, 'a'});
}

UNIT_TEST(saved_configurations_written_at_two_times_of_a_day_stay_apart)
{
    EXPECT_GROUPS(0, {"MAIL01", DAY + 1 * HOUR, FROM_MTIME, false, SAVED, 'a'},
                  {"MAIL01", DAY + 9 * HOUR, FROM_MTIME, false, SAVED, 'b'});
    EXPECT_GROUPS(2, {"MAIL01", DAY, FROM_PATH, true, SAVED, 'a'},
                  {"MAIL01", DAY, FROM_PATH, true, SAVED, 'a'});
}

UNIT_TEST(exports_without_any_time_go_by_the_server)
{
    EXPECT_GROUPS(2, {"MAIL01", MBA_TIME_NONE, "none", false, SAVED, 'a'},
                  {"MAIL01", MBA_TIME_NONE, "none", false, RUNTIME, 'a'},
                  {"MAIL01", DAY, FROM_PATH, true, SAVED, 'b'});
}
