/* Damaged archives: what can be read is, the rest is named, and nothing doubtful is handed over. */
#include "fixture.h"

#include <stdlib.h>

static struct pack zip_stored = {.format = ARCHIVE_FORMAT_ZIP, .options = "zip:compression=store"};
static struct pack zip_deflated = {.format = ARCHIVE_FORMAT_ZIP};

static const struct file three[] = {
    {"one.xml", "EXPORT one, which stays", 0},
    {"two.xml", "EXPORT two, which suffers", 0},
    {"three.xml", "EXPORT three, which stays", 0},
};

UNIT_TEST(a_wrong_crc_costs_that_member)
{
    struct seen seen;
    struct mba_buf zip = pack_files(&zip_stored, FILES(three));
    zip.data[find_bytes(&zip, "which suffers")] ^= 1;
    seen_only(&seen, "a.zip", zip);
    CU_ASSERT(counts_are(&seen, 2, 0, 1));
    CU_ASSERT(member_is(&seen, 0, "one.xml", three[0].text));
    CU_ASSERT(member_is(&seen, 1, "three.xml", three[2].text));
    CU_ASSERT_EQUAL(seen.problems.count, 1);
    CU_ASSERT(problem_is(&seen, 0, MBA_MEMBER_FAILED, "two.xml", "bad CRC"));
    CU_ASSERT(problem_is(&seen, 0, MBA_MEMBER_FAILED, "two.xml", "export it again"));
    CU_ASSERT_EQUAL(seen.input->status, MBA_MEMBER_FAILED);
    seen_free(&seen);
}

/* The checksum of a long member is looked at when all of it was read, not with its head. */
UNIT_TEST(a_wrong_crc_at_the_end_of_a_long_member_is_seen)
{
    struct seen seen;
    char *big = noise(200000);
    struct file files[] = {{"big.xml", big, 0}, {"one.xml", "EXPORT one", 0}};
    struct mba_buf zip = pack_files(&zip_stored, FILES(files));
    zip.data[150000] ^= 1;
    seen_only(&seen, "a.zip", zip);
    CU_ASSERT(counts_are(&seen, 1, 0, 1));
    CU_ASSERT(problem_is(&seen, 0, MBA_MEMBER_FAILED, "big.xml", "bad CRC"));
    free(big);
    seen_free(&seen);
}

UNIT_TEST(broken_deflate_data_costs_that_member)
{
    struct seen seen;
    char *big = noise(200000);
    struct file files[] = {{"big.xml", big, 0}, {"one.xml", "EXPORT one", 0}};
    struct mba_buf zip = pack_files(&zip_deflated, FILES(files));
    memset(zip.data + 60000, 0xff, 5000);
    seen_only(&seen, "a.zip", zip);
    CU_ASSERT(counts_are(&seen, 1, 0, 1));
    CU_ASSERT(member_is(&seen, 0, "one.xml", "EXPORT one"));
    CU_ASSERT(problem_is(&seen, 0, MBA_MEMBER_FAILED, "big.xml", "is damaged"));
    free(big);
    seen_free(&seen);
}

UNIT_TEST(a_truncated_zip_gives_what_stands_before_the_cut)
{
    struct seen seen;
    struct mba_buf zip = pack_files(&zip_stored, FILES(three));
    zip.len = find_bytes(&zip, "which suffers");
    seen_only(&seen, "a.zip", zip);
    CU_ASSERT(counts_are(&seen, 1, 0, 1));
    CU_ASSERT(member_is(&seen, 0, "one.xml", three[0].text));
    CU_ASSERT(problem_is(&seen, 0, MBA_MEMBER_FAILED, "two.xml", "is damaged"));
    CU_ASSERT_EQUAL(seen.input->status, MBA_ARCHIVE_FAILED);
    seen_free(&seen);
}

/* All members are there, the directory at the end is not. */
UNIT_TEST(a_zip_without_its_directory_is_not_taken_for_whole)
{
    struct seen seen;
    struct mba_buf zip = pack_files(&zip_stored, FILES(three));
    zip.len -= 30;
    seen_only(&seen, "a.zip", zip);
    CU_ASSERT(counts_are(&seen, 3, 0, 0));
    CU_ASSERT_EQUAL(seen.problems.count, 1);
    CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, NULL, "directory at its end"));
    seen_free(&seen);
}

UNIT_TEST(a_zip_with_a_damaged_directory_is_read_from_its_beginning)
{
    struct seen seen;
    struct mba_buf zip = pack_files(&zip_stored, FILES(three));
    zip.data[find_bytes(&zip, "PK\001\002")] ^= 1;
    seen_only(&seen, "a.zip", zip);
    CU_ASSERT(counts_are(&seen, 3, 0, 0));
    CU_ASSERT(member_is(&seen, 2, "three.xml", three[2].text));
    CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, NULL, "members may be missing"));
    seen_free(&seen);
}

static void check_cut_tar(int filter, size_t numerator)
{
    struct seen seen;
    char *big = noise(400000);
    struct file files[] = {{"one.xml", big, 100000}, {"two.xml", big, 0}, {"three.xml", big, 100000}};
    struct pack pack = {.format = ARCHIVE_FORMAT_TAR_USTAR, .filter = filter};
    struct mba_buf tar = pack_files(&pack, FILES(files));
    tar.len = tar.len / 10 * numerator; /* in the middle of two.xml */
    seen_only(&seen, "a.tar.gz", tar);
    CU_ASSERT(counts_are(&seen, 1, 0, 1));
    CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, "two.xml", "what follows it in the archive"));
    CU_ASSERT_EQUAL(seen.problems.count, 1);
    CU_ASSERT_EQUAL(seen.input->status, MBA_ARCHIVE_FAILED);
    free(big);
    seen_free(&seen);
}

UNIT_TEST(a_truncated_tar_gives_what_stands_before_the_cut)
{
    static const int filters[] = {0, ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_ZSTD};
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
        check_cut_tar(filters[i], 6);
}

/* These pack in large blocks, and a block that is cut gives nothing. */
UNIT_TEST(a_truncated_stream_of_large_blocks_is_a_failure)
{
    static const int filters[] = {ARCHIVE_FILTER_BZIP2, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_LZ4};
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        struct seen seen;
        struct pack pack = {.format = ARCHIVE_FORMAT_TAR_USTAR, .filter = filters[i]};
        struct mba_buf tar = pack_files(&pack, FILES(three));
        tar.len /= 2;
        seen_only(&seen, "a.tar.xz", tar);
        CU_ASSERT_EQUAL(seen.input->status, MBA_ARCHIVE_FAILED);
        CU_ASSERT_EQUAL(seen.problems.count, 1);
        seen_free(&seen);
    }
}

/* Only the last bytes, after the end of the tar, tell that something is wrong. */
static void check_tail(int filter, size_t from_end, bool cut)
{
    struct seen seen;
    struct pack pack = {.format = ARCHIVE_FORMAT_TAR_USTAR, .filter = filter};
    struct mba_buf tar = pack_files(&pack, FILES(three));
    if (cut)
        tar.len -= from_end;
    else
        tar.data[tar.len - from_end] ^= 1;
    seen_only(&seen, "a.tar.gz", tar);
    CU_ASSERT(counts_are(&seen, 3, 0, 0));
    CU_ASSERT_EQUAL(seen.problems.count, 1);
    CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, NULL, "what was read from it may be wrong"));
    seen_free(&seen);
}

UNIT_TEST(a_wrong_checksum_after_the_tar_is_seen)
{
    check_tail(ARCHIVE_FILTER_GZIP, 8, false); /* CRC */
    check_tail(ARCHIVE_FILTER_GZIP, 4, false); /* length */
    check_tail(ARCHIVE_FILTER_GZIP, 1, true);
}

UNIT_TEST(a_gzipped_export_with_a_wrong_checksum_is_not_handed_over)
{
    /* "EXPORT packed", stored, and the right CRC and length less one bit */
    static const unsigned char bytes[] = "\x1f\x8b\x08\0\0\0\0\0\0\x03\x01\x0d\0\xf2\xff"
                                         "EXPORT packed"
                                         "\0\0\0\0\x0d\0\0\0";
    struct seen seen;
    seen_start(&seen);
    seen_read(&seen, "SRV1.xml.gz", bytes, sizeof bytes - 1);
    CU_ASSERT(counts_are(&seen, 0, 0, 0));
    CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, NULL, "incorrect data check"));
    seen_free(&seen);
}

UNIT_TEST(a_damaged_tar_header_is_told_and_the_next_one_found)
{
    struct seen seen;
    struct pack pack = {.format = ARCHIVE_FORMAT_TAR_USTAR};
    struct mba_buf tar = pack_files(&pack, FILES(three));
    tar.data[find_bytes(&tar, "two.xml") + 100] ^= 1; /* its mode: the checksum is wrong */
    seen_only(&seen, "a.tar", tar);
    CU_ASSERT(counts_are(&seen, 2, 0, 1));
    CU_ASSERT(member_is(&seen, 1, "three.xml", three[2].text));
    CU_ASSERT(problem_is(&seen, 0, MBA_MEMBER_FAILED, NULL, "members may be missing"));
    seen_free(&seen);
}

UNIT_TEST(a_damaged_7z_is_a_failure)
{
    struct pack pack = {.format = ARCHIVE_FORMAT_7ZIP, .options = "7zip:compression=store"};
    struct seen seen;
    struct mba_buf archive = pack_files(&pack, FILES(three));
    archive.data[find_bytes(&archive, "which suffers")] ^= 1;
    seen_only(&seen, "a.7z", archive);
    CU_ASSERT(counts_are(&seen, 2, 0, 1));
    CU_ASSERT(problem_is(&seen, 0, MBA_MEMBER_FAILED, "two.xml", "bad CRC"));
    seen_free(&seen);
    archive = pack_files(&pack, FILES(three));
    archive.len -= 20;
    seen_only(&seen, "a.7z", archive);
    CU_ASSERT(counts_are(&seen, 0, 0, 0));
    CU_ASSERT_EQUAL(seen.input->status, MBA_ARCHIVE_FAILED);
    CU_ASSERT_EQUAL(seen.problems.count, 1);
    seen_free(&seen);
}

UNIT_TEST(an_encrypted_member_is_named_as_such)
{
    static const char *const options[] = {"zip:encryption=zipcrypt", "zip:encryption=aes256"};
    for (size_t i = 0; i < 2; i++) {
        struct seen seen;
        struct pack pack = {.format = ARCHIVE_FORMAT_ZIP, .options = options[i], .password = "example"};
        struct mba_buf zip = pack_files(&pack, three, 1);
        seen_only(&seen, "a.zip", zip);
        CU_ASSERT(counts_are(&seen, 0, 0, 1));
        CU_ASSERT_EQUAL(seen.problems.count, 1);
        CU_ASSERT(problem_is(&seen, 0, MBA_MEMBER_FAILED, "one.xml", "is encrypted"));
        CU_ASSERT(problem_is(&seen, 0, MBA_MEMBER_FAILED, "one.xml", "without a password"));
        seen_free(&seen);
    }
}

/* What is cut or flipped anywhere must end: no crash, no member with wrong bytes out of a zip. */
static void check_any_flip(const struct pack *pack)
{
    struct mba_buf whole = pack_files(pack, FILES(three));
    for (size_t at = 0; at < whole.len; at++) {
        struct mba_buf copy = {0};
        struct seen seen;
        mba_buf_add(&copy, whole.data, whole.len);
        copy.data[at] ^= 0x10;
        seen_only(&seen, "a", copy);
        for (size_t i = 0; i < seen.member_count; i++)
            CU_ASSERT(seen.members[i].len >= 6 && memcmp(seen.members[i].data, "EXPORT", 6) == 0);
        CU_ASSERT_EQUAL(seen.input->members,
                        seen.input->delivered + seen.input->skipped + seen.input->failed);
        seen_free(&seen);
    }
    mba_buf_free(&whole);
}

static void check_any_cut(const struct pack *pack)
{
    struct mba_buf whole = pack_files(pack, FILES(three));
    for (size_t len = 1; len < whole.len; len++) {
        struct seen seen;
        struct mba_buf copy = {0};
        mba_buf_add(&copy, whole.data, len);
        seen_only(&seen, "a", copy);
        for (size_t i = 0; i < seen.member_count; i++)
            CU_ASSERT_EQUAL(seen.members[i].len, strlen(three[i].text));
        CU_ASSERT(seen.input->status >= MBA_MEMBER_FAILED);
        seen_free(&seen);
    }
    mba_buf_free(&whole);
}

UNIT_TEST(any_flipped_byte_is_survived)
{
    static const struct pack packs[] = {{.format = ARCHIVE_FORMAT_ZIP},
                                        {.format = ARCHIVE_FORMAT_7ZIP},
                                        {.format = ARCHIVE_FORMAT_TAR_USTAR, .filter = ARCHIVE_FILTER_GZIP},
                                        {.format = ARCHIVE_FORMAT_TAR_USTAR, .filter = ARCHIVE_FILTER_XZ}};
    for (size_t i = 0; i < sizeof packs / sizeof *packs; i++)
        check_any_flip(&packs[i]);
}

UNIT_TEST(any_cut_is_noticed)
{
    static const struct pack packs[] = {{.format = ARCHIVE_FORMAT_ZIP},
                                        {.format = ARCHIVE_FORMAT_7ZIP},
                                        {.format = ARCHIVE_FORMAT_TAR_USTAR, .filter = ARCHIVE_FILTER_GZIP},
                                        {.format = ARCHIVE_FORMAT_TAR_USTAR, .filter = ARCHIVE_FILTER_XZ}};
    for (size_t i = 0; i < sizeof packs / sizeof *packs; i++)
        check_any_cut(&packs[i]);
}

/* A single file that is long enough to be told from an archive before the damage. */
UNIT_TEST(a_long_gzipped_export_with_a_wrong_checksum_is_not_handed_over)
{
    struct seen seen;
    char *big = noise(400000);
    struct file files[] = {{"x", big, 0}};
    struct pack pack = {.format = ARCHIVE_FORMAT_RAW, .filter = ARCHIVE_FILTER_GZIP};
    struct mba_buf gz = pack_files(&pack, FILES(files));
    gz.data[gz.len - 8] ^= 1;
    seen_only(&seen, "SRV1.xml.gz", gz);
    CU_ASSERT(counts_are(&seen, 0, 0, 1));
    CU_ASSERT_EQUAL(seen.problems.count, 1);
    CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, "SRV1.xml", "(incorrect data check); copy"));
    seen_free(&seen);
    free(big);
}

static void check_joined_tars(int filter)
{
    static const struct file first[] = {{"one.xml", "EXPORT one", 0}},
                             second[] = {{"two.xml", "EXPORT two", 0}};
    struct seen seen;
    struct pack pack = {.format = ARCHIVE_FORMAT_TAR_USTAR, .filter = filter};
    struct mba_buf both = pack_files(&pack, FILES(first)), more = pack_files(&pack, FILES(second));
    mba_buf_add(&both, more.data, more.len);
    mba_buf_free(&more);
    seen_only(&seen, "a.tar.gz", both);
    CU_ASSERT(counts_are(&seen, 2, 0, 0));
    CU_ASSERT(member_is(&seen, 1, "two.xml", "EXPORT two"));
    CU_ASSERT_EQUAL(seen.problems.count, 0);
    seen_free(&seen);
}

UNIT_TEST(a_tar_that_follows_a_tar_is_read)
{
    check_joined_tars(0);
    check_joined_tars(ARCHIVE_FILTER_GZIP);
}

UNIT_TEST(what_follows_a_tar_and_is_none_is_told)
{
    struct seen seen;
    struct pack pack = {.format = ARCHIVE_FORMAT_TAR_USTAR};
    struct mba_buf tar = pack_files(&pack, FILES(three));
    char *rest = noise(2048);
    mba_buf_add(&tar, rest, 2048);
    free(rest);
    seen_only(&seen, "a.tar", tar);
    CU_ASSERT(member_is(&seen, 2, "three.xml", three[2].text));
    CU_ASSERT_EQUAL(seen.problems.count, 1);
    CU_ASSERT(seen.input->status > MBA_OK);
    seen_free(&seen);
}
