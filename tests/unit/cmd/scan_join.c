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
    uint32_t top;        /* of its first key */
    const char *account; /* of IUSR_; NULL */
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
                                                      .full = one->format == SAVED,
                                                      .top = one->top,
                                                      .account = one->account ? strdup(one->account) : NULL,
                                                      .spooled = i,
                                                      .shares = 1,
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

static void free_scan(struct scan *scan)
{
    for (size_t i = 0; i < scan->exports.count; i++) {
        free(scan->exports.items[i].server);
        free(scan->exports.items[i].account);
    }
    free(scan->exports.items);
    free(scan->groups);
    free(scan->evidence);
    free(scan->joined);
}

static void expect_groups(const struct one *ones, size_t count, size_t joined, int64_t window)
{
    const struct cmd_options opt = {.join_window = window, .since = MBA_TIME_NONE, .until = MBA_TIME_NONE};
    struct mba_input input = {.name = (char *)"a.zip"};
    for (int backwards = 0; backwards < 2; backwards++) {
        struct scan scan = {.opt = &opt, .inputs = {&input, 1, 1}};
        fill(&scan, ones, count, backwards);
        CU_ASSERT_TRUE(scan_join(&scan));
        CU_ASSERT_EQUAL(scan.joined_count, joined);
        check_groups(&scan, ones);
        free_scan(&scan);
        mba_problems_free(&scan.problems);
    }
}
#define EXPECT_WITHIN(window, joined, ...)                                                                   \
    do {                                                                                                     \
        static const struct one ones[] = {__VA_ARGS__};                                                      \
        expect_groups(ones, sizeof ones / sizeof *ones, joined, window);                                     \
    } while (0)
#define EXPECT_GROUPS(joined, ...) EXPECT_WITHIN(24 * HOUR, joined, __VA_ARGS__)

UNIT_TEST(a_saved_and_a_running_configuration_of_one_moment_are_one_snapshot)
{
    EXPECT_GROUPS(2, {"MAIL01", DAY + 2 * HOUR, FROM_PATH, false, SAVED, 'a', 0, NULL},
                  {"mail01", DAY + 2 * HOUR, FROM_PATH, false, RUNTIME, 'a', 0, NULL},
                  {"MAIL02", DAY + 2 * HOUR, FROM_PATH, false, RUNTIME, 'b', 0, NULL});
}

UNIT_TEST(two_whole_saves_of_two_moments_are_two_snapshots)
{
    EXPECT_GROUPS(0, {"MAIL01", DAY + 2 * HOUR, FROM_PATH, false, SAVED, 'a', 0, NULL},
                  {"MAIL01", DAY + 2 * HOUR + 1, FROM_PATH, false, SAVED, 'b', 0, NULL},
                  {"MAIL01", DAY + 26 * HOUR, FROM_PATH, false, SAVED, 'c', 0, NULL});
}

UNIT_TEST(what_a_running_service_told_joins_the_nearest_save)
{
    EXPECT_GROUPS(4, {"MAIL01", DAY + 2 * HOUR, FROM_PATH, false, SAVED, 'a', 0, NULL},
                  {"MAIL01", DAY + 2 * HOUR + 1, FROM_PATH, false, RUNTIME, 'a', 0, NULL},
                  {"MAIL01", DAY + 25 * HOUR, FROM_PATH, false, RUNTIME, 'b', 0, NULL},
                  {"MAIL01", DAY + 26 * HOUR, FROM_PATH, false, SAVED, 'b', 0, NULL});
    EXPECT_GROUPS(2, {"MAIL01", DAY, FROM_PATH, false, SAVED, 'a', 0, NULL}, /* in the middle: the earlier */
                  {"MAIL01", DAY + 2 * HOUR, FROM_PATH, false, RUNTIME, 'a', 0, NULL},
                  {"MAIL01", DAY + 4 * HOUR, FROM_PATH, false, SAVED, 'b', 0, NULL});
}

UNIT_TEST(the_window_is_a_bound)
{
    EXPECT_WITHIN(HOUR, 2, {"MAIL01", DAY, FROM_PATH, false, SAVED, 'a', 0, NULL},
                  {"MAIL01", DAY + HOUR, FROM_PATH, false, RUNTIME, 'a', 0, NULL});
    EXPECT_WITHIN(HOUR, 0, {"MAIL01", DAY, FROM_PATH, false, SAVED, 'a', 0, NULL},
                  {"MAIL01", DAY + HOUR + 1, FROM_PATH, false, RUNTIME, 'b', 0, NULL});
    EXPECT_WITHIN(0, 2, {"MAIL01", DAY + 1, FROM_PATH, false, SAVED, 'a', 0, NULL},
                  {"MAIL01", DAY + 1, FROM_PATH, false, RUNTIME, 'a', 0, NULL},
                  {"MAIL01", DAY + 2, FROM_PATH, false, RUNTIME, 'b', 0, NULL});
    EXPECT_WITHIN(72 * HOUR, 2, {"MAIL01", DAY, FROM_PATH, false, SAVED, 'a', 0, NULL},
                  {"MAIL01", DAY + 71 * HOUR, FROM_PATH, false, RUNTIME, 'a', 0, NULL});
}

UNIT_TEST(nightly_captures_of_the_same_part_stay_apart)
{
    EXPECT_GROUPS(0, {"MAIL01", DAY + 2 * HOUR, FROM_PATH, false, RUNTIME, 'a', 1, NULL},
                  {"MAIL01", DAY + 26 * HOUR, FROM_PATH, false, RUNTIME, 'b', 1, NULL});
    EXPECT_GROUPS(2, {"MAIL01", DAY + 2 * HOUR, FROM_PATH, false, RUNTIME, 'a', 1, NULL},
                  {"MAIL01", DAY + 2 * HOUR + 5, FROM_PATH, false, RUNTIME, 'a', 2, NULL});
    EXPECT_GROUPS(2, {"MAIL01", DAY + 2 * HOUR, FROM_PATH, false, SAVED, 'a', 0, NULL},
                  {"MAIL01", DAY + 3 * HOUR, FROM_PATH, false, RUNTIME, 'a', 1, NULL},
                  {"MAIL01", DAY + 4 * HOUR, FROM_PATH, false, RUNTIME, 'b', 1, NULL});
}

UNIT_TEST(two_computers_of_one_name_are_not_joined)
{
    EXPECT_GROUPS(0, {"MAIL01", DAY, FROM_PATH, true, SAVED, 'a', 0, "MAIL01"},
                  {"MAIL01", DAY, FROM_PATH, true, SAVED, 'b', 0, "MAIL02"});
    EXPECT_GROUPS(2, {"MAIL01", DAY, FROM_PATH, true, SAVED, 'a', 0, "MAIL01"},
                  {"MAIL01", DAY, FROM_PATH, true, SAVED, 'a', 0, "mail01"});
}

UNIT_TEST(a_bare_date_joins_the_first_moment_of_its_day)
{
    EXPECT_GROUPS(2, {"MAIL01", DAY, FROM_PATH, true, RUNTIME, 'a', 0, NULL},
                  {"MAIL01", DAY + 14 * HOUR, FROM_PATH, false, SAVED, 'b', 0, NULL},
                  {"MAIL01", DAY + 2 * HOUR, FROM_PATH, false, SAVED, 'a', 0, NULL});
}

UNIT_TEST(captures_of_one_day_are_parts_of_one_snapshot)
{
    EXPECT_GROUPS(4, {"MAIL01", DAY + 100, FROM_MTIME, false, SAVED, 'a', 0, NULL},
                  {"MAIL01", DAY + 160, FROM_MTIME, false, RUNTIME, 'a', 0, NULL},
                  {"MAIL01", DAY + 220, FROM_MTIME, false, RUNTIME, 'a', 0, NULL},
                  {"MAIL01", DAY + 100 + 24 * HOUR, FROM_MTIME, false, SAVED, 'b', 0, NULL},
                  {"MAIL01", DAY + 280, FROM_MTIME, false, RUNTIME, 'a', 0, NULL});
}

UNIT_TEST(saved_configurations_written_at_two_times_of_a_day_stay_apart)
{
    EXPECT_GROUPS(0, {"MAIL01", DAY + 1 * HOUR, FROM_MTIME, false, SAVED, 'a', 0, NULL},
                  {"MAIL01", DAY + 9 * HOUR, FROM_MTIME, false, SAVED, 'b', 0, NULL});
    EXPECT_GROUPS(2, {"MAIL01", DAY, FROM_PATH, true, SAVED, 'a', 0, NULL},
                  {"MAIL01", DAY, FROM_PATH, true, SAVED, 'a', 0, NULL});
}

UNIT_TEST(exports_without_any_time_go_by_the_server)
{
    EXPECT_GROUPS(2, {"MAIL01", MBA_TIME_NONE, "none", false, SAVED, 'a', 0, NULL},
                  {"MAIL01", MBA_TIME_NONE, "none", false, RUNTIME, 'a', 0, NULL},
                  {"MAIL01", DAY, FROM_PATH, true, SAVED, 'b', 0, NULL});
    EXPECT_GROUPS(0, {"MAIL01", MBA_TIME_NONE, "none", false, SAVED, 'a', 0, NULL},
                  {"MAIL01", MBA_TIME_NONE, "none", false, SAVED, 'b', 0, NULL});
}

/* ---- the second reading -------------------------------------------------------------------------- */

struct rereading {
    struct scan scan;
    struct cmd_options opt;
    size_t items, parts; /* that came out of it */
};

static void *no_worker(void *ctx)
{
    return ctx;
}

static void keep_worker(void *ctx, void *worker)
{
    (void)ctx, (void)worker;
}

static void *count_item(void *ctx, void *worker, void *item)
{
    struct rereading *r = ctx;
    (void)worker;
    r->items++;
    r->parts += ((struct scan_item *)item)->count;
    scan_item_free(item);
    return r;
}

static enum mba_status accept_result(void *ctx, void *result)
{
    (void)ctx, (void)result;
    return MBA_OK;
}

static void drop_item(void *ctx, void *item)
{
    (void)ctx;
    scan_item_free(item);
}

static enum mba_status produce(void *ctx, struct mba_pool *pool)
{
    return scan_read_joined(&((struct rereading *)ctx)->scan, pool);
}

static bool take_nothing(void *ctx, const char *path, uint64_t ordinal, const unsigned char *head, size_t len)
{
    (void)ctx, (void)path, (void)ordinal, (void)head, (void)len;
    return false;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs(text, file);
    fclose(file);
}

/* Adds the file as an input that was read once, with an export of MAIL01 in it. */
static void add_read_once(struct rereading *r, const char *path, uint32_t format)
{
    const struct mba_sink sink = {.wanted = take_nothing};
    struct scan_exports *exports = &r->scan.exports;
    CU_ASSERT_EQUAL(mba_inputs_add(&r->scan.inputs, path, &r->scan.problems), MBA_OK);
    size_t input = r->scan.inputs.count - 1;
    mba_source_read(&r->scan.inputs.items[input], &r->opt.limits, &sink, &r->scan.problems);
    CU_ASSERT_FATAL(mba_grow(&exports->items, &exports->cap, exports->count + 1, sizeof *exports->items));
    exports->items[exports->count++] = (struct scan_export){.input = input,
                                                            .server = strdup("MAIL01"),
                                                            .captured = DAY,
                                                            .runtime = format == RUNTIME,
                                                            .format_bit = format,
                                                            .time_from = FROM_PATH};
}

static void read_again(struct rereading *r)
{
    const struct mba_pool_calls calls = {.ctx = r,
                                         .produce = produce,
                                         .worker_new = no_worker,
                                         .worker_free = keep_worker,
                                         .work = count_item,
                                         .collect = accept_result,
                                         .drop = drop_item,
                                         .drop_result = keep_worker};
    CU_ASSERT_TRUE(scan_join(&r->scan));
    CU_ASSERT_EQUAL(r->scan.joined_count, 2);
    CU_ASSERT_EQUAL(mba_pool_run(1, SCAN_QUEUE_BYTES, &calls), MBA_OK);
}

static void free_rereading(struct rereading *r)
{
    free_scan(&r->scan);
    mba_inputs_free(&r->scan.inputs);
    mba_problems_free(&r->scan.problems);
    mba_problems_free(&r->scan.reader_problems);
}

/* Two exports of one server are read, perhaps one is changed, and both are read again. */
static void reread(struct rereading *r, const char *changed)
{
    char folder[] = "/tmp/mbaudit-join-XXXXXX", saved[64], running[64];
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    snprintf(saved, sizeof saved, "%s/saved", folder);
    snprintf(running, sizeof running, "%s/running", folder);
    write_file(saved, "saved configuration");
    write_file(running, "running service");
    *r = (struct rereading){.scan.opt = &r->opt};
    mba_limits_default(&r->opt.limits);
    r->opt.join_window = CMD_DEFAULT_JOIN_WINDOW;
    r->opt.since = r->opt.until = MBA_TIME_NONE;
    add_read_once(r, saved, SAVED);
    add_read_once(r, running, RUNTIME);
    if (changed)
        write_file(saved, changed);
    read_again(r);
    remove(saved);
    remove(running);
    remove(folder);
}

UNIT_TEST(what_belongs_together_is_read_again_together)
{
    struct rereading r;
    reread(&r, NULL);
    CU_ASSERT_EQUAL(r.items, 1);
    CU_ASSERT_EQUAL(r.parts, 2);
    CU_ASSERT_EQUAL(r.scan.reader_problems.count, 0);
    free_rereading(&r);
}

UNIT_TEST(an_archive_that_changed_since_joins_nothing)
{
    struct rereading r;
    reread(&r, "another configuration");
    CU_ASSERT_EQUAL(r.items, 0);
    CU_ASSERT_EQUAL(r.scan.reader_problems.count, 1);
    free_rereading(&r);
}
