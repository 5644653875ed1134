/* What is too much is stopped before it does damage, and the message names the limit and its switch. */
#include "fixture.h"

#include <stdlib.h>

static const struct pack zip = {.format = ARCHIVE_FORMAT_ZIP};
static const struct pack zip_of_unknown_sizes = {.format = ARCHIVE_FORMAT_ZIP, .size_unknown = true};
static const struct pack tar_gz = {.format = ARCHIVE_FORMAT_TAR_USTAR, .filter = ARCHIVE_FILTER_GZIP};
static const struct pack seven = {.format = ARCHIVE_FORMAT_7ZIP};

static void read_limited(struct seen *seen, const struct pack *pack, const struct file *files, size_t count,
                         enum mba_limit_id id, uint64_t limit)
{
    struct mba_buf archive = pack_files(pack, files, count);
    seen_start(seen);
    seen->limits.value[MBA_LIMIT_RATIO_FLOOR] = 200000; /* more than one block of a stream */
    seen->limits.value[id] = limit;
    seen_read(seen, "a", archive.data, archive.len);
    mba_buf_free(&archive);
}

static void check_member_bytes(const struct pack *pack)
{
    char *text = noise(20001);
    struct file files[] = {{"fits", text, 20000}, {"not", text, 20001}, {"last", "EXPORT last", 0}};
    struct seen seen;
    read_limited(&seen, pack, FILES(files), MBA_LIMIT_MEMBER_BYTES, 20000);
    CU_ASSERT(counts_are(&seen, 2, 0, 1));
    CU_ASSERT_EQUAL(seen.members[0].len, 20000);
    CU_ASSERT(member_is(&seen, 1, "last", "EXPORT last"));
    CU_ASSERT_EQUAL(seen.problems.count, 1);
    CU_ASSERT(problem_is(&seen, 0, MBA_MEMBER_FAILED, "not", "more than 20000 bytes per member"));
    CU_ASSERT(problem_is(&seen, 0, MBA_MEMBER_FAILED, "not", "--max-member-bytes"));
    seen_free(&seen);
    free(text);
}

UNIT_TEST(a_member_over_its_limit_fails_alone)
{
    check_member_bytes(&zip);
    check_member_bytes(&zip_of_unknown_sizes);
    check_member_bytes(&tar_gz);
    check_member_bytes(&seven);
}

UNIT_TEST(a_limit_below_the_head_holds_too)
{
    struct seen seen;
    struct file files[] = {{"a", "EXPORT 8", 0}, {"b", "EXPORT9..", 0}};
    read_limited(&seen, &zip_of_unknown_sizes, FILES(files), MBA_LIMIT_MEMBER_BYTES, 8);
    CU_ASSERT(counts_are(&seen, 1, 0, 1));
    CU_ASSERT(member_is(&seen, 0, "a", "EXPORT 8"));
    seen_free(&seen);
}

UNIT_TEST(a_bare_export_over_the_limit_is_not_read)
{
    struct seen seen;
    char *text = noise(5001);
    seen_start(&seen);
    seen.limits.value[MBA_LIMIT_MEMBER_BYTES] = 5000;
    seen_read(&seen, "SRV1.xml", text, 5001);
    CU_ASSERT(counts_are(&seen, 0, 0, 1));
    CU_ASSERT(problem_is(&seen, 0, MBA_MEMBER_FAILED, "SRV1.xml", "--max-member-bytes"));
    seen_free(&seen);
    free(text);
}

/* A zip's local header may promise less than there is; the length at the end is another lie. */
UNIT_TEST(a_size_that_lies_changes_nothing)
{
    struct seen seen;
    char *text = noise(9000);
    struct file files[] = {{"a", text, 0}};
    struct mba_buf archive = pack_files(&zip, FILES(files));
    size_t directory = find_bytes(&archive, "PK\001\002");
    memcpy(archive.data + directory + 24, "\x0a\0\0\0", 4); /* 10 bytes, it says */
    seen_start(&seen);
    seen.limits.value[MBA_LIMIT_MEMBER_BYTES] = 100;
    seen_read(&seen, "a.zip", archive.data, archive.len);
    mba_buf_free(&archive);
    CU_ASSERT_EQUAL(seen.member_count, 0);
    CU_ASSERT_EQUAL(seen.input->failed, 1);
    seen_free(&seen);
    free(text);
}

static void check_members(const struct pack *pack, uint64_t limit, uint64_t delivered)
{
    static const struct file files[] = {{"a", "EXPORT a", 0}, {"b", "EXPORT b", 0}, {"c", "EXPORT c", 0}};
    struct seen seen;
    read_limited(&seen, pack, FILES(files), MBA_LIMIT_MEMBERS, limit);
    CU_ASSERT(counts_are(&seen, delivered, 0, 0));
    CU_ASSERT_EQUAL(seen.problems.count, delivered < 3);
    if (delivered < 3) {
        CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, NULL, "members of one archive"));
        CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, NULL, "--max-members"));
    }
    seen_free(&seen);
}

UNIT_TEST(too_many_members_stop_the_archive)
{
    check_members(&zip, 2, 2);
    check_members(&zip, 3, 3);
    check_members(&tar_gz, 1, 1);
    check_members(&tar_gz, 0, 0);
}

static void check_bomb(const struct pack *pack, const char *text, uint64_t delivered)
{
    struct file files[] = {{"first", "EXPORT first", 0}, {"bomb", text, 0}, {"last", "EXPORT last", 0}};
    struct seen seen;
    read_limited(&seen, pack, FILES(files), MBA_LIMIT_RATIO, 20);
    CU_ASSERT(counts_are(&seen, delivered, 0, seen.input->failed));
    CU_ASSERT(member_is(&seen, 0, "first", "EXPORT first"));
    CU_ASSERT_EQUAL(seen.problems.count, 1);
    CU_ASSERT(
        problem_is(&seen, 0, MBA_ARCHIVE_FAILED, NULL, "more than 20 decompressed bytes per compressed"));
    CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, NULL, "--max-ratio"));
    seen_free(&seen);
}

UNIT_TEST(a_bomb_stops_the_archive)
{
    char *text = filled(400000);
    check_bomb(&zip, text, 1);
    check_bomb(&tar_gz, text, 1);
    check_bomb(&seven, text, 1);
    free(text);
}

/* Nobody asks for the bomb, yet a stream has to be decompressed to come to what follows it. */
UNIT_TEST(a_bomb_that_is_skipped_stops_a_stream)
{
    char *text = filled(400000);
    memcpy(text, "OTHERS", 6);
    struct file files[] = {{"bomb", text, 0}, {"last", "EXPORT last", 0}};
    static const struct pack *const packs[] = {&tar_gz, &seven};
    for (size_t i = 0; i < 2; i++) {
        struct seen seen;
        read_limited(&seen, packs[i], FILES(files), MBA_LIMIT_RATIO, 20);
        CU_ASSERT(counts_are(&seen, 0, 1, 0));
        CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, NULL, "--max-ratio"));
        seen_free(&seen);
    }
    free(text);
}

UNIT_TEST(a_bomb_that_is_skipped_costs_a_zip_nothing)
{
    char *text = filled(400000);
    memcpy(text, "OTHERS", 6);
    struct file files[] = {{"bomb", text, 0}, {"last", "EXPORT last", 0}};
    struct seen seen;
    read_limited(&seen, &zip, FILES(files), MBA_LIMIT_RATIO, 20);
    CU_ASSERT(counts_are(&seen, 1, 1, 0));
    CU_ASSERT_EQUAL(seen.input->status, MBA_OK);
    seen_free(&seen);
    free(text);
}

/* Exactly the ratio is allowed; the floor lets small archives be what they like. */
UNIT_TEST(the_ratio_and_its_floor_are_exact)
{
    struct seen seen;
    char *text = filled(9000);
    struct file files[] = {{"a", text, 0}};
    struct mba_buf archive = pack_files(&(struct pack){.format = ARCHIVE_FORMAT_ZIP}, FILES(files));
    seen_start(&seen);
    seen.limits.value[MBA_LIMIT_RATIO] = 1;
    seen.limits.value[MBA_LIMIT_RATIO_FLOOR] = 9000;
    seen_read(&seen, "a.zip", archive.data, archive.len);
    CU_ASSERT(counts_are(&seen, 1, 0, 0));
    seen.limits.value[MBA_LIMIT_RATIO_FLOOR] = 8999;
    seen_again(&seen);
    CU_ASSERT(counts_are(&seen, 0, 0, 1));
    seen_free(&seen);
    seen_start(&seen);
    seen.limits.value[MBA_LIMIT_RATIO] = 1;
    seen.limits.value[MBA_LIMIT_RATIO_FLOOR] = 0;
    seen_read(&seen, "bare", text, 9000); /* 1 to 1 */
    CU_ASSERT(counts_are(&seen, 1, 0, 0));
    seen_free(&seen);
    mba_buf_free(&archive);
    free(text);
}

/* The archive inside is small and so is the one around it; together they are a bomb. */
UNIT_TEST(a_bomb_in_an_archive_in_an_archive_counts_for_both)
{
    struct seen seen;
    char *text = filled(300000);
    struct file files[] = {{"bomb", text, 0}};
    struct mba_buf inner = pack_files(&zip, FILES(files));
    struct file outer[] = {{"in.zip", inner.data, inner.len}, {"last", "EXPORT last", 0}};
    read_limited(&seen, &zip, FILES(outer), MBA_LIMIT_RATIO, 50);
    CU_ASSERT(counts_are(&seen, 0, 0, 1));
    CU_ASSERT_EQUAL(seen.problems.count, 2);
    CU_ASSERT(problem_is(&seen, 0, MBA_MEMBER_FAILED, "in.zip", "--max-ratio"));
    CU_ASSERT(problem_is(&seen, 1, MBA_ARCHIVE_FAILED, NULL, "--max-ratio"));
    seen_free(&seen);
    mba_buf_free(&inner);
    free(text);
}
