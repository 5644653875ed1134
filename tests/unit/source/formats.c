/* Every kind of archive gives the same members. */
#include "fixture.h"

#include <stdlib.h>
#include <zlib.h>

static const struct file three[] = {
    {"SRV1/MetaBase.xml", "EXPORT one", 0},
    {"SRV1/readme.txt", "nothing of ours", 0},
    {"SRV2/MetaBase.xml", "EXPORT two, a little longer", 0},
};

static void check_three(const struct pack *pack, const char *kind)
{
    struct seen seen;
    struct mba_buf archive = pack_files(pack, FILES(three));
    uint64_t size = archive.len;
    seen_only(&seen, "a.bin", archive);
    CU_ASSERT_STRING_EQUAL(seen.input->kind, kind);
    CU_ASSERT_EQUAL(seen.input->bytes, size);
    CU_ASSERT_EQUAL(seen.input->status, MBA_OK);
    CU_ASSERT(counts_are(&seen, 2, 1, 0));
    CU_ASSERT(member_is(&seen, 0, "SRV1/MetaBase.xml", "EXPORT one"));
    CU_ASSERT(member_is(&seen, 1, "SRV2/MetaBase.xml", "EXPORT two, a little longer"));
    CU_ASSERT(skipped_is(&seen, 0, "SRV1/readme.txt"));
    CU_ASSERT_EQUAL(seen.members[0].ordinal, 0);
    CU_ASSERT_EQUAL(seen.members[1].ordinal, 2);
    CU_ASSERT_EQUAL(seen.members[1].mtime, 1147744800);
    seen_free(&seen);
}

UNIT_TEST(each_format_gives_its_members)
{
    static const struct {
        struct pack pack;
        const char *kind;
    } cases[] = {
        {{ARCHIVE_FORMAT_ZIP, 0, NULL, NULL, false}, "zip"},
        {{ARCHIVE_FORMAT_ZIP, 0, "zip:compression=store", NULL, false}, "zip"},
        {{ARCHIVE_FORMAT_ZIP, 0, "zip:zip64", NULL, false}, "zip"},
        {{ARCHIVE_FORMAT_ZIP, 0, NULL, NULL, true}, "zip"},
        {{ARCHIVE_FORMAT_TAR_USTAR, 0, NULL, NULL, false}, "tar"},
        {{ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, 0, NULL, NULL, false}, "tar"},
        {{ARCHIVE_FORMAT_TAR_GNUTAR, 0, NULL, NULL, false}, "tar"},
        {{ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, NULL, NULL, false}, "tar.gz"},
        {{ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_BZIP2, NULL, NULL, false}, "tar.bz2"},
        {{ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_XZ, NULL, NULL, false}, "tar.xz"},
        {{ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD, NULL, NULL, false}, "tar.zst"},
        {{ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_LZ4, NULL, NULL, false}, "tar.lz4"},
        {{ARCHIVE_FORMAT_7ZIP, 0, NULL, NULL, false}, "7z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_three(&cases[i].pack, cases[i].kind);
}

static void add16(struct mba_buf *out, unsigned value)
{
    mba_buf_putc(out, (char)(value & 255));
    mba_buf_putc(out, (char)(value >> 8));
}

static void add32(struct mba_buf *out, unsigned value)
{
    add16(out, value & 0xffff);
    add16(out, value >> 16);
}

static void add_cab_file(struct mba_buf *cab, unsigned len, unsigned offset, const char *name)
{
    add32(cab, len);
    add32(cab, offset);
    add16(cab, 0);      /* folder */
    add16(cab, 0x34b0); /* 2006-05-16 */
    add16(cab, 0x1000); /* 02:00 */
    add16(cab, 0x20);
    mba_buf_add(cab, name, strlen(name) + 1);
}

/* A cabinet of one uncompressed folder with two files, as the format's description lays it out. */
static struct mba_buf make_cab(void)
{
    struct mba_buf cab = {0};
    static const char data[] = "EXPORT cabnot ours"; /* 10 and 8 bytes */
    unsigned files = 36 + 8, block = files + 2 * 16 + 13 + 6, total = block + 8 + 18;
    mba_buf_add(&cab, "MSCF\0\0\0\0", 8);
    add32(&cab, total);
    add32(&cab, 0);
    add32(&cab, files);
    add32(&cab, 0);
    add16(&cab, 0x0103);
    add16(&cab, 1); /* folders */
    add16(&cab, 2); /* files */
    add32(&cab, 0); /* flags, set */
    add16(&cab, 0);
    add32(&cab, block);
    add16(&cab, 1); /* blocks */
    add16(&cab, 0); /* not compressed */
    add_cab_file(&cab, 10, 0, "SRV1\\one.xml");
    add_cab_file(&cab, 8, 10, "b.txt");
    add32(&cab, 0); /* no checksum */
    add16(&cab, 18);
    add16(&cab, 18);
    mba_buf_add(&cab, data, 18);
    CU_ASSERT_EQUAL(cab.len, total);
    return cab;
}

UNIT_TEST(a_cabinet_is_read_and_its_backslashes_are_separators)
{
    struct seen seen;
    struct mba_buf cab = make_cab();
    setenv("TZ", "UTC0", 1);
    seen_only(&seen, "a.cab", cab);
    CU_ASSERT_STRING_EQUAL(seen.input->kind, "cab");
    CU_ASSERT_EQUAL(seen.members[0].mtime, 1147744800); /* 2006-05-16T02:00:00Z */
    CU_ASSERT(counts_are(&seen, 1, 1, 0));
    CU_ASSERT(member_is(&seen, 0, "SRV1/one.xml", "EXPORT cab"));
    CU_ASSERT(skipped_is(&seen, 0, "b.txt"));
    seen_free(&seen);
}

UNIT_TEST(a_truncated_cabinet_loses_its_members)
{
    struct seen seen;
    struct mba_buf cab = make_cab();
    cab.len -= 10;
    seen_only(&seen, "a.cab", cab);
    CU_ASSERT_EQUAL(seen.member_count, 0);
    CU_ASSERT(seen.input->status >= MBA_MEMBER_FAILED);
    CU_ASSERT(seen.input->failed >= 1);
    seen_free(&seen);
}

UNIT_TEST(a_bare_export_is_called_like_its_file)
{
    struct seen seen;
    seen_start(&seen);
    seen_read(&seen, "SRV1.xml", "EXPORT bare", 11);
    CU_ASSERT_STRING_EQUAL(seen.input->kind, "file");
    CU_ASSERT(counts_are(&seen, 1, 0, 0));
    CU_ASSERT(member_is(&seen, 0, "SRV1.xml", "EXPORT bare"));
    CU_ASSERT_EQUAL(seen.members[0].ordinal, 0);
    CU_ASSERT(seen.members[0].mtime > 1147744800); /* the file's own: it was written just now */
    seen_free(&seen);
}

/* gzip with the header's time set, without a name. */
static struct mba_buf gzip(const char *text, size_t len, uint32_t time)
{
    struct mba_buf out = {0};
    z_stream z = {0};
    gz_header header = {.time = time, .os = 3};
    CU_ASSERT_EQUAL(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    deflateSetHeader(&z, &header);
    CU_ASSERT(mba_buf_reserve(&out, len + 4096));
    z.next_in = (Bytef *)text;
    z.avail_in = (uInt)len;
    z.next_out = (Bytef *)out.data;
    z.avail_out = (uInt)len + 4096;
    CU_ASSERT_EQUAL(deflate(&z, Z_FINISH), Z_STREAM_END);
    out.len = z.total_out;
    deflateEnd(&z);
    return out;
}

UNIT_TEST(a_gzipped_export_loses_the_ending_of_its_name)
{
    struct seen seen;
    struct mba_buf gz = gzip("EXPORT packed", 13, 1000000000);
    seen_only(&seen, "SRV1.xml.GZ", gz);
    CU_ASSERT_STRING_EQUAL(seen.input->kind, "gzip");
    CU_ASSERT(member_is(&seen, 0, "SRV1.xml", "EXPORT packed"));
    CU_ASSERT_EQUAL(seen.members[0].mtime, 1000000000);
    CU_ASSERT_EQUAL(seen.input->status, MBA_OK);
    seen_free(&seen);
}

UNIT_TEST(gzip_parts_are_joined_and_padding_is_no_problem)
{
    struct seen seen;
    struct mba_buf gz = gzip("EXPORT first,", 13, 0), second = gzip("second", 6, 0);
    mba_buf_add(&gz, second.data, second.len);
    mba_buf_add(&gz, "\0\0\0\0", 4);
    mba_buf_free(&second);
    seen_only(&seen, "a.gz", gz);
    CU_ASSERT(member_is(&seen, 0, "a", "EXPORT first,second"));
    CU_ASSERT_EQUAL(seen.input->status, MBA_OK);
    seen_free(&seen);
}

UNIT_TEST(what_follows_the_gzip_data_is_a_warning)
{
    struct seen seen;
    struct mba_buf gz = gzip("EXPORT x", 8, 0);
    mba_buf_puts(&gz, "garbage");
    seen_only(&seen, "a.gz", gz);
    CU_ASSERT(counts_are(&seen, 1, 0, 0));
    CU_ASSERT_EQUAL(seen.problems.count, 1);
    CU_ASSERT(problem_is(&seen, 0, MBA_WARN, NULL, "not gzip data"));
    seen_free(&seen);
}

UNIT_TEST(large_members_come_whole_whatever_the_block)
{
    static const int filters[] = {0, ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_XZ};
    char *big = noise(1000003);
    struct file files[] = {{"a", big, 0}, {"b", "EXPORT small", 0}, {"c", big, 999999}};
    for (size_t i = 0; i < 3; i++) {
        struct seen seen;
        struct pack pack = {.format = ARCHIVE_FORMAT_TAR_USTAR, .filter = filters[i]};
        struct mba_buf archive = pack_files(&pack, FILES(files));
        seen_only(&seen, "a.tar", archive);
        CU_ASSERT(counts_are(&seen, 3, 0, 0));
        CU_ASSERT(member_is(&seen, 0, "a", big));
        CU_ASSERT_EQUAL(seen.members[2].len, 999999);
        seen_free(&seen);
    }
    free(big);
}

UNIT_TEST(the_hash_is_that_of_the_file)
{
    /* FIPS 180-2: SHA-256 of "abc" */
    struct seen seen;
    seen_start(&seen);
    seen_read(&seen, "abc", "abc", 3);
    CU_ASSERT_STRING_EQUAL(seen.input->sha256,
                           "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    seen_free(&seen);
}

UNIT_TEST(reading_again_gives_the_same_and_can_pick_one)
{
    struct seen seen;
    struct pack pack = {.format = ARCHIVE_FORMAT_TAR_USTAR, .filter = ARCHIVE_FILTER_GZIP};
    struct mba_buf archive = pack_files(&pack, FILES(three));
    seen_only(&seen, "a.tgz", archive);
    char sha256[65];
    memcpy(sha256, seen.input->sha256, sizeof sha256);
    seen_again(&seen);
    CU_ASSERT_STRING_EQUAL(seen.input->sha256, sha256);
    CU_ASSERT(counts_are(&seen, 2, 1, 0));
    CU_ASSERT_EQUAL(seen.members[1].ordinal, 2);
    seen.only = 2;
    seen_again(&seen);
    CU_ASSERT(counts_are(&seen, 1, 2, 0));
    CU_ASSERT(member_is(&seen, 0, "SRV2/MetaBase.xml", "EXPORT two, a little longer"));
    seen_free(&seen);
}

UNIT_TEST(a_sink_can_stop_the_reading)
{
    struct seen seen;
    struct pack pack = {.format = ARCHIVE_FORMAT_ZIP};
    struct mba_buf archive = pack_files(&pack, FILES(three));
    seen_start(&seen);
    seen.stop_after = 1;
    seen_read(&seen, "a.zip", archive.data, archive.len);
    mba_buf_free(&archive);
    CU_ASSERT(counts_are(&seen, 1, 0, 0));
    CU_ASSERT_EQUAL(seen.input->status, MBA_OK);
    seen_free(&seen);
}

UNIT_TEST(members_in_no_format_are_looked_at_and_not_read)
{
    struct seen seen;
    char *big = filled(300000);
    memcpy(big, "OTHERS", 6);
    struct file files[] = {{"a", big, 0}, {"empty", "x", 0}, {"b", "EXPORT small", 0}};
    struct pack pack = {.format = ARCHIVE_FORMAT_ZIP};
    struct mba_buf archive = pack_files(&pack, FILES(files));
    seen_start(&seen);
    seen.limits.value[MBA_LIMIT_MEMBER_BYTES] = 100000; /* would be passed if it were read */
    seen_read(&seen, "a.zip", archive.data, archive.len);
    mba_buf_free(&archive);
    CU_ASSERT(counts_are(&seen, 1, 2, 0));
    CU_ASSERT_EQUAL(seen.longest, MBA_SNIFF_BYTES);
    CU_ASSERT_EQUAL(seen.asked, 3);
    CU_ASSERT_EQUAL(seen.input->status, MBA_OK);
    free(big);
    seen_free(&seen);
}

/* Links and devices have no bytes of their own. */
static struct mba_buf special_tar(void)
{
    static const struct {
        const char *name;
        unsigned type;
    } entries[] = {
        {"folder/", AE_IFDIR}, {"link", AE_IFLNK}, {"hard", AE_IFREG}, {"tty", AE_IFCHR}, {"pipe", AE_IFIFO}};
    struct mba_buf out = {0};
    struct archive *archive = archive_write_new();
    archive_write_set_format_ustar(archive);
    archive_write_set_bytes_in_last_block(archive, 1);
    unsigned char *memory = calloc(1, 65536);
    size_t used = 0;
    archive_write_open_memory(archive, memory, 65536, &used);
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, entries[i].name);
        archive_entry_set_filetype(entry, entries[i].type);
        if (entries[i].type == AE_IFLNK)
            archive_entry_set_symlink(entry, "/etc/passwd");
        if (entries[i].type == AE_IFREG)
            archive_entry_set_hardlink(entry, "/etc/passwd");
        CU_ASSERT_EQUAL(archive_write_header(archive, entry), ARCHIVE_OK);
        archive_entry_free(entry);
    }
    archive_write_free(archive);
    mba_buf_add(&out, memory, used);
    free(memory);
    return out;
}

UNIT_TEST(links_and_devices_are_skipped_and_folders_are_no_members)
{
    struct seen seen;
    struct mba_buf tar = special_tar();
    seen_only(&seen, "a.tar", tar);
    CU_ASSERT(counts_are(&seen, 0, 4, 0));
    CU_ASSERT(skipped_is(&seen, 0, "link"));
    CU_ASSERT(skipped_is(&seen, 1, "hard"));
    CU_ASSERT_EQUAL(seen.asked, 0);
    CU_ASSERT_EQUAL(seen.input->status, MBA_OK);
    seen_free(&seen);
}
