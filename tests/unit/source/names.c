/* Names of members: UTF-8 whatever they were, and never more than a label. */
#include "fixture.h"

#include <stdlib.h>

static const struct pack zip = {.format = ARCHIVE_FORMAT_ZIP};
static const struct pack tar = {.format = ARCHIVE_FORMAT_TAR_USTAR};

static void check_name(const struct pack *pack, const char *stored, const char *expected)
{
    struct seen seen;
    struct file files[] = {{stored, "EXPORT x", 0}};
    seen_only(&seen, "a", pack_files(pack, FILES(files)));
    CU_ASSERT(counts_are(&seen, 1, 0, 0));
    CU_ASSERT(member_is(&seen, 0, expected, "EXPORT x"));
    CU_ASSERT_EQUAL(seen.input->status, MBA_OK);
    seen_free(&seen);
}

UNIT_TEST(utf8_names_are_kept)
{
    check_name(&tar, "M\303\274nchen/\346\227\245.xml", "M\303\274nchen/\346\227\245.xml");
    check_name(&zip, "M\303\274nchen/\346\227\245.xml", "M\303\274nchen/\346\227\245.xml");
}

/* The flag that says UTF-8 makes libarchive convert, which it cannot do in the C locale. */
UNIT_TEST(a_zip_that_says_utf8_is_believed)
{
    struct seen seen;
    struct file files[] = {{"M\303\274nchen.xml", "EXPORT x", 0}};
    struct mba_buf archive = pack_files(&zip, FILES(files));
    size_t local = find_bytes(&archive, "PK\003\004"), directory = find_bytes(&archive, "PK\001\002");
    archive.data[local + 7] |= 8; /* bit 11 of the flags */
    archive.data[directory + 9] |= 8;
    seen_only(&seen, "a.zip", archive);
    CU_ASSERT(member_is(&seen, 0, "M\303\274nchen.xml", "EXPORT x"));
    CU_ASSERT_EQUAL(seen.input->status, MBA_OK);
    seen_free(&seen);
}

UNIT_TEST(a_pax_header_is_believed)
{
    struct seen seen;
    struct mba_buf archive = {0};
    struct pack pax = {.format = ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE};
    char *name = filled(200); /* longer than a header holds, so that there is a pax record */
    struct file files[] = {{name, "EXPORT x", 0}};
    memcpy(name + 150, "M\303\274nchen", 8);
    memcpy(name + 100, "/", 1);
    archive = pack_files(&pax, FILES(files));
    seen_only(&seen, "a.tar", archive);
    CU_ASSERT(member_is(&seen, 0, name, "EXPORT x"));
    free(name);
    seen_free(&seen);
}

UNIT_TEST(names_in_code_page_437_are_converted)
{
    check_name(&zip, "M\201nchen/\201\341.xml",
               "M\303\274nchen/\303\274\303\237.xml");                /* u umlaut, sharp s */
    check_name(&zip, "\377\200\262", "\302\240\303\207\342\226\223"); /* both ends, a block */
}

UNIT_TEST(other_bytes_in_a_tar_become_the_replacement_character)
{
    check_name(&tar, "M\374nchen.xml", "M\357\277\275nchen.xml");
}

UNIT_TEST(windows_separators_become_slashes_except_in_a_tar)
{
    check_name(&zip, "SRV1\\MetaBase.xml", "SRV1/MetaBase.xml");
    check_name(&zip, "may/SRV1\\MetaBase.xml", "may/SRV1/MetaBase.xml");
    check_name(&tar, "SRV1\\MetaBase.xml", "SRV1\\MetaBase.xml");
}

UNIT_TEST(hostile_names_are_labels)
{
    check_name(&tar, "../../../etc/passwd", "../../../etc/passwd");
    check_name(&zip, "/etc/passwd", "/etc/passwd");
    check_name(&tar, "a\033[2Jb\nc", "a\033[2Jb\nc"); /* shown by mba_text_visible, kept here */
}

UNIT_TEST(problems_show_hostile_names_escaped)
{
    struct seen seen;
    struct pack stored = {.format = ARCHIVE_FORMAT_ZIP, .options = "zip:compression=store"};
    struct file files[] = {{"a\033[2Jb", "EXPORT damaged", 0}};
    struct mba_buf archive = pack_files(&stored, FILES(files)), line = {0};
    archive.data[find_bytes(&archive, "damaged")] ^= 1;
    seen_only(&seen, "a.zip", archive);
    CU_ASSERT_EQUAL_FATAL(seen.problems.count, 1);
    mba_problem_line(&line, &seen.problems.items[0]);
    CU_ASSERT_PTR_NOT_NULL(strstr(line.data, ": a\\x1B[2Jb: is damaged"));
    CU_ASSERT_PTR_NULL(strchr(line.data, '\033'));
    mba_buf_free(&line);
    seen_free(&seen);
}

UNIT_TEST(the_dot_that_tar_puts_in_front_is_dropped)
{
    check_name(&tar, "./SRV1/MetaBase.xml", "SRV1/MetaBase.xml");
    check_name(&tar, "././x", "x");
    check_name(&tar, ".x", ".x");
}
