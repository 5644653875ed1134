/* Archives inside archives. */
#include "fixture.h"

#include <stdlib.h>

static const struct pack zip = {.format = ARCHIVE_FORMAT_ZIP};
static const struct pack tar_gz = {.format = ARCHIVE_FORMAT_TAR_USTAR, .filter = ARCHIVE_FILTER_GZIP};
static const struct file leaf[] = {{"SRV1/MetaBase.xml", "EXPORT leaf", 0}, {"note.txt", "text", 0}};

/* first, then the archive of leaf as name, then last. */
static struct mba_buf around(const struct pack *outer, const char *name, struct mba_buf inner)
{
    struct file files[] = {
        {"first.xml", "EXPORT first", 0}, {name, inner.data, inner.len}, {"last.xml", "EXPORT last", 0}};
    struct mba_buf out = pack_files(outer, FILES(files));
    mba_buf_free(&inner);
    return out;
}

UNIT_TEST(members_of_nested_archives_stand_below_its_path)
{
    static const struct {
        struct pack pack;
        const char *name;
    } inner[] = {
        {{.format = ARCHIVE_FORMAT_ZIP}, "may.zip"},
        {{.format = ARCHIVE_FORMAT_7ZIP}, "may.7z"},
        {{.format = ARCHIVE_FORMAT_TAR_USTAR}, "may.tar"},
        {{.format = ARCHIVE_FORMAT_TAR_USTAR, .filter = ARCHIVE_FILTER_GZIP}, "may.tgz"},
        {{.format = ARCHIVE_FORMAT_TAR_USTAR, .filter = ARCHIVE_FILTER_XZ}, "may.txz"},
        {{.format = ARCHIVE_FORMAT_TAR_USTAR, .filter = ARCHIVE_FILTER_BZIP2}, "may.tbz"},
        {{.format = ARCHIVE_FORMAT_TAR_USTAR, .filter = ARCHIVE_FILTER_ZSTD}, "may.tzst"},
        {{.format = ARCHIVE_FORMAT_TAR_USTAR, .filter = ARCHIVE_FILTER_LZ4}, "may.tlz4"},
    };
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++) {
        struct seen seen;
        char path[64];
        seen_only(&seen, "a",
                  around(i % 2 ? &zip : &tar_gz, inner[i].name, pack_files(&inner[i].pack, FILES(leaf))));
        CU_ASSERT(counts_are(&seen, 3, 1, 0));
        CU_ASSERT(member_is(&seen, 0, "first.xml", "EXPORT first"));
        snprintf(path, sizeof path, "%s/SRV1/MetaBase.xml", inner[i].name);
        CU_ASSERT(member_is(&seen, 1, path, "EXPORT leaf"));
        snprintf(path, sizeof path, "%s/note.txt", inner[i].name);
        CU_ASSERT(skipped_is(&seen, 0, path));
        CU_ASSERT(member_is(&seen, 2, "last.xml", "EXPORT last"));
        CU_ASSERT_STRING_EQUAL(seen.input->kind, i % 2 ? "zip" : "tar.gz");
        CU_ASSERT_EQUAL(seen.input->status, MBA_OK);
        seen_free(&seen);
    }
}

/* The archive inside takes a position too, so that asking for one by ordinal cannot hit it. */
UNIT_TEST(ordinals_run_through_nested_archives)
{
    struct seen seen;
    seen_only(&seen, "a.zip", around(&zip, "may.zip", pack_files(&zip, FILES(leaf))));
    CU_ASSERT_EQUAL(seen.members[0].ordinal, 0);
    CU_ASSERT_EQUAL(seen.members[1].ordinal, 2);
    CU_ASSERT_EQUAL(seen.members[2].ordinal, 4);
    CU_ASSERT_EQUAL(seen.asked, 4);
    seen.only = 2;
    seen_again(&seen);
    CU_ASSERT(counts_are(&seen, 1, 3, 0));
    CU_ASSERT(member_is(&seen, 0, "may.zip/SRV1/MetaBase.xml", "EXPORT leaf"));
    seen_free(&seen);
}

UNIT_TEST(a_gzipped_export_in_an_archive_keeps_its_folder)
{
    struct seen seen;
    struct pack raw_gz = {.format = ARCHIVE_FORMAT_RAW, .filter = ARCHIVE_FILTER_GZIP};
    struct mba_buf gz = pack_files(&raw_gz, leaf, 1);
    seen_only(&seen, "a.zip", around(&zip, "SRV7/MetaBase.xml.gz", gz));
    CU_ASSERT(counts_are(&seen, 3, 0, 0));
    CU_ASSERT(member_is(&seen, 1, "SRV7/MetaBase.xml", "EXPORT leaf"));
    seen_free(&seen);
}

static struct mba_buf three_deep(void)
{
    struct mba_buf one = around(&zip, "three.zip", pack_files(&zip, FILES(leaf)));
    return around(&tar_gz, "one.tar.gz", around(&zip, "two.zip", one));
}

UNIT_TEST(what_is_nested_too_deep_is_told_and_not_opened)
{
    struct seen seen;
    seen_only(&seen, "a", three_deep());
    /* first and last of three levels; three.zip is one too deep */
    CU_ASSERT(counts_are(&seen, 6, 1, 0));
    CU_ASSERT(member_is(&seen, 2, "one.tar.gz/two.zip/first.xml", "EXPORT first"));
    CU_ASSERT(skipped_is(&seen, 0, "one.tar.gz/two.zip/three.zip"));
    CU_ASSERT_EQUAL(seen.problems.count, 1);
    CU_ASSERT(
        problem_is(&seen, 0, MBA_WARN, "one.tar.gz/two.zip/three.zip", "more than 2 levels of archives"));
    CU_ASSERT(problem_is(&seen, 0, MBA_WARN, "one.tar.gz/two.zip/three.zip", "--max-nesting"));
    CU_ASSERT_EQUAL(seen.input->status, MBA_WARN);
    seen.limits.value[MBA_LIMIT_NESTING] = 3;
    seen_again(&seen);
    CU_ASSERT(counts_are(&seen, 7, 1, 0));
    CU_ASSERT_EQUAL(seen.input->status, MBA_OK);
    seen_free(&seen);
}

UNIT_TEST(nesting_that_is_switched_off_is_no_problem)
{
    struct seen seen;
    struct mba_buf archive = three_deep();
    seen_start(&seen);
    seen.limits.value[MBA_LIMIT_NESTING] = 0;
    seen_read(&seen, "a", archive.data, archive.len);
    mba_buf_free(&archive);
    CU_ASSERT(counts_are(&seen, 2, 1, 0));
    CU_ASSERT(skipped_is(&seen, 0, "one.tar.gz"));
    CU_ASSERT_EQUAL(seen.problems.count, 0);
    seen_free(&seen);
}

UNIT_TEST(a_damaged_nested_archive_costs_a_member)
{
    struct seen seen;
    struct mba_buf inner = pack_files(&(struct pack){.format = ARCHIVE_FORMAT_7ZIP}, FILES(leaf));
    inner.len -= 10;
    seen_only(&seen, "a.zip", around(&zip, "may.7z", inner));
    CU_ASSERT(counts_are(&seen, 2, 0, 1));
    CU_ASSERT_EQUAL(seen.problems.count, 1);
    CU_ASSERT(problem_is(&seen, 0, MBA_MEMBER_FAILED, "may.7z", "cannot be read"));
    CU_ASSERT_EQUAL(seen.input->status, MBA_MEMBER_FAILED);
    seen_free(&seen);
}

UNIT_TEST(a_nested_archive_over_the_size_of_a_member_fails)
{
    struct seen seen;
    char *text = noise(20000);
    struct file big[] = {{"big", text, 0}};
    struct mba_buf archive = around(&tar_gz, "may.zip", pack_files(&zip, FILES(big)));
    seen_start(&seen);
    seen.limits.value[MBA_LIMIT_MEMBER_BYTES] = 10000;
    seen_read(&seen, "a", archive.data, archive.len);
    mba_buf_free(&archive);
    free(text);
    CU_ASSERT(counts_are(&seen, 2, 0, 1));
    CU_ASSERT(problem_is(&seen, 0, MBA_MEMBER_FAILED, "may.zip", "--max-member-bytes"));
    seen_free(&seen);
}

UNIT_TEST(members_of_nested_archives_count_against_the_limit)
{
    struct seen seen;
    struct mba_buf archive = around(&zip, "may.zip", pack_files(&zip, FILES(leaf)));
    seen_start(&seen);
    seen.limits.value[MBA_LIMIT_MEMBERS] = 3; /* first, may.zip, its first */
    seen_read(&seen, "a", archive.data, archive.len);
    mba_buf_free(&archive);
    CU_ASSERT(counts_are(&seen, 2, 0, 0));
    CU_ASSERT_EQUAL(seen.problems.count, 1);
    CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, "may.zip", "--max-members"));
    seen_free(&seen);
}

/* libarchive reads a zip in a gzip as a stream only; here it becomes an archive in an archive. */
UNIT_TEST(a_zip_in_a_gzip_is_nested)
{
    struct seen seen;
    struct mba_buf inner = pack_files(&zip, FILES(leaf));
    struct file files[] = {{"x", inner.data, inner.len}};
    struct pack raw_gz = {.format = ARCHIVE_FORMAT_RAW, .filter = ARCHIVE_FILTER_GZIP};
    seen_only(&seen, "may.zip.gz", pack_files(&raw_gz, FILES(files)));
    mba_buf_free(&inner);
    CU_ASSERT(counts_are(&seen, 1, 1, 0));
    CU_ASSERT(member_is(&seen, 0, "may.zip/SRV1/MetaBase.xml", "EXPORT leaf"));
    CU_ASSERT_STRING_EQUAL(seen.input->kind, "gzip");
    seen_free(&seen);
}
