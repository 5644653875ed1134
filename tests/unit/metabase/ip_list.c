/* The bytes of address lists: the published examples, those built from the layout, and damage to all of them.
 * Literals stand as the layout has them: words little-endian, one list a line. */
#include <stdlib.h>
#include <string.h>

#include "mbaudit/metabase.h"
#include "unit.h"

#define HEAD_GRANT                                                                                           \
    "18000080"                                                                                               \
    "20000080"                                                                                               \
    "3c000080"                                                                                               \
    "44000080"                                                                                               \
    "01000000"                                                                                               \
    "4c000000"
#define HEAD_DENY                                                                                            \
    "18000080"                                                                                               \
    "34000080"                                                                                               \
    "3c000080"                                                                                               \
    "44000080"                                                                                               \
    "00000000"                                                                                               \
    "4c000000"
#define NONE                                                                                                 \
    "00000000"                                                                                               \
    "00000000"
#define GROUP(items, offset)                                                                                 \
    "02000000" items "04000000"                                                                              \
    "00000000" offset

/* Only 127.0.0.1; in full, as the facts give it. */
static const char local_only[] = "18000080200000803c00008044000080010000004c000000000000000000000001000000010"
                                 "0000002000000020000000400000000"
                                 "0000004c00008000000000000000000000000000000000ffffffff7f000001";
static const char two_hosts[] = HEAD_GRANT NONE "01000000"
                                                "02000000" GROUP("03000000", "4c000080") NONE NONE "ffffffff"
                                                                                                   "0a000005"
                                                                                                   "0a000006";
static const char nobody_listed[] =
    HEAD_GRANT NONE "01000000"
                    "00000000" GROUP("01000000", "4c000080") NONE NONE "ffffffff";
static const char all_denied[] =
    HEAD_GRANT NONE "01000000"
                    "01000000" GROUP("02000000", "4c000080") NONE NONE "ffffffff"
                                                                       "00000000";
static const char all_but_two[] =
    HEAD_DENY "01000000"
              "02000000" GROUP("03000000", "4c000080") NONE NONE NONE "ffffffff"
                                                                      "c0a8ab01"
                                                                      "c0a8ab02";
/* Lists at 24, 32 (two groups: 48 bytes), 80 and 88, data at 96. */
static const char two_masks[] =
    "18000080"
    "20000080"
    "50000080"
    "58000080"
    "01000000"
    "60000000" NONE "02000000"
    "03000000" GROUP("02000000", "60000080") GROUP("03000000", "68000080") NONE NONE "ff000000"
                                                                                     "0a000000"
                                                                                     "ffffffff"
                                                                                     "c0000201"
                                                                                     "c0000202";
static const char with_names[] = HEAD_GRANT NONE "01000000"
                                                 "01000000" GROUP("02000000", "4c000080") NONE "01000000"
                                                                                               "01000000"
                                                                                               "ffffffff"
                                                                                               "7f000001";

static const char *const all[] = {local_only,  two_hosts, nobody_listed, all_denied,
                                  all_but_two, two_masks, with_names};
enum { ALL = sizeof all / sizeof *all };

static struct mba_arena *arena;

static struct mba_ip_list read_text(const char *text)
{
    struct mba_ip_list list = {0};
    if (!arena)
        arena = mba_arena_new();
    CU_ASSERT_FATAL(arena != NULL);
    CU_ASSERT(mba_ip_list_read(arena, text, strlen(text), &list));
    return list;
}

static void expect_entry(const struct mba_ip_list *list, size_t index, uint32_t address, uint32_t mask)
{
    CU_ASSERT_FATAL(index < list->count);
    CU_ASSERT_EQUAL(list->entries[index].address, address);
    CU_ASSERT_EQUAL(list->entries[index].mask, mask);
}

static void done(void)
{
    mba_arena_free(arena);
    arena = NULL;
}

UNIT_TEST(only_the_computer_itself)
{
    CU_ASSERT_EQUAL(strlen(local_only), 168);
    struct mba_ip_list list = read_text(local_only);
    CU_ASSERT_EQUAL(list.mode, MBA_IP_GRANT);
    CU_ASSERT_EQUAL(list.count, 1);
    CU_ASSERT_PTR_NULL(list.fault);
    expect_entry(&list, 0, 0x7F000001, 0xFFFFFFFF);
    done();
}

/* What this file writes list by list is what the source has in one string. */
UNIT_TEST(the_lines_of_this_file_are_the_published_bytes)
{
    CU_ASSERT_STRING_EQUAL(
        two_hosts, "18000080200000803c00008044000080010000004c000000000000000000000001000000020000000200"
                   "0000030000000400000000000000"
                   "4c00008000000000000000000000000000000000ffffffff0a0000050a000006");
}

UNIT_TEST(two_computers_of_one_mask)
{
    struct mba_ip_list list = read_text(two_hosts);
    CU_ASSERT_EQUAL(list.mode, MBA_IP_GRANT);
    CU_ASSERT_EQUAL(list.count, 2);
    expect_entry(&list, 0, 0x0A000005, 0xFFFFFFFF);
    expect_entry(&list, 1, 0x0A000006, 0xFFFFFFFF);
    done();
}

UNIT_TEST(upper_case_is_read_too)
{
    struct mba_ip_list list = read_text("18000080200000803C00008044000080010000004C00000000000000000000000100"
                                        "0000010000000200000002000000040000000"
                                        "00000004C00008000000000000000000000000000000000FFFFFFFF7F000001");
    CU_ASSERT_EQUAL(list.mode, MBA_IP_GRANT);
    expect_entry(&list, 0, 0x7F000001, 0xFFFFFFFF);
    done();
}

UNIT_TEST(a_grant_that_grants_nobody)
{
    struct mba_ip_list list = read_text(nobody_listed);
    CU_ASSERT_EQUAL(list.mode, MBA_IP_GRANT);
    CU_ASSERT_EQUAL(list.count, 0);
    list = read_text(all_denied);
    CU_ASSERT_EQUAL(list.mode, MBA_IP_GRANT);
    CU_ASSERT_EQUAL(list.count, 1);
    expect_entry(&list, 0, 0, 0xFFFFFFFF);
    done();
}

UNIT_TEST(all_except_those_listed)
{
    struct mba_ip_list list = read_text(all_but_two);
    CU_ASSERT_EQUAL(list.mode, MBA_IP_DENY);
    CU_ASSERT_EQUAL(list.count, 2);
    expect_entry(&list, 0, 0xC0A8AB01, 0xFFFFFFFF);
    expect_entry(&list, 1, 0xC0A8AB02, 0xFFFFFFFF);
    done();
}

UNIT_TEST(zero_length_is_all_except_nobody)
{
    struct mba_ip_list list = read_text("");
    CU_ASSERT_EQUAL(list.mode, MBA_IP_EMPTY);
    CU_ASSERT_EQUAL(list.count, 0);
    CU_ASSERT_PTR_NULL(list.fault);
    done();
}

UNIT_TEST(several_masks_are_read_by_the_layout)
{
    struct mba_ip_list list = read_text(two_masks);
    CU_ASSERT_EQUAL(list.mode, MBA_IP_GRANT);
    CU_ASSERT_EQUAL(list.count, 3);
    expect_entry(&list, 0, 0x0A000000, 0xFF000000);
    expect_entry(&list, 1, 0xC0000201, 0xFFFFFFFF);
    expect_entry(&list, 2, 0xC0000202, 0xFFFFFFFF);
    done();
}

UNIT_TEST(names_are_not_guessed_at)
{
    struct mba_ip_list list = read_text(with_names);
    CU_ASSERT_EQUAL(list.mode, MBA_IP_UNDECODED);
    CU_ASSERT_EQUAL(list.count, 0);
    CU_ASSERT_STRING_EQUAL(list.fault, "it names domains, and how these are stored is not known");
    done();
}

static void expect_fault(const char *text, const char *fault)
{
    struct mba_ip_list list = read_text(text);
    CU_ASSERT_EQUAL(list.mode, MBA_IP_DAMAGED);
    CU_ASSERT_EQUAL(list.count, 0);
    CU_ASSERT_STRING_EQUAL(list.fault ? list.fault : "", fault);
}

UNIT_TEST(the_frame_is_checked)
{
    expect_fault("not bytes", "it is not hexadecimal");
    expect_fault("1800008", "it is not hexadecimal");
    /* 55 bytes: one fewer than four empty lists take */
    expect_fault(
        "18000080200000802800008030000080000000003700000000000000000000000000000000000000000000000000"
        "000000000000000000",
        "it is too short");
    expect_fault("18000080", "it is too short");
    expect_fault("19000080"
                 "20000080"
                 "28000080"
                 "30000080"
                 "00000000"
                 "38000000" NONE NONE NONE NONE,
                 "it does not begin with 18000080");
    expect_fault("18000080"
                 "20000000"
                 "28000080"
                 "30000080"
                 "00000000"
                 "38000000" NONE NONE NONE NONE,
                 "an offset lacks its mark");
    expect_fault("18000080"
                 "1f000080"
                 "28000080"
                 "30000080"
                 "00000000"
                 "38000000" NONE NONE NONE NONE,
                 "its lists are not in order");
    expect_fault("18000080"
                 "20000080"
                 "ffffffff"
                 "30000080"
                 "00000000"
                 "38000000" NONE NONE NONE NONE,
                 "its lists are not in order");
    expect_fault("18000080"
                 "20000080"
                 "28000080"
                 "30000080"
                 "00000000"
                 "39000000" NONE NONE NONE NONE,
                 "its data lie outside of it");
    expect_fault("18000080"
                 "20000080"
                 "28000080"
                 "30000080"
                 "00000000"
                 "37000000" NONE NONE NONE NONE,
                 "its data lie outside of it");
    expect_fault("18000080"
                 "20000080"
                 "28000080"
                 "30000080"
                 "00000000"
                 "38000000" NONE NONE NONE NONE,
                 "it neither grants nor denies");
    done();
}

UNIT_TEST(a_list_cannot_both_grant_and_deny)
{
    /* deny at 24, grant at 52, names at 80 and 88, data at 96 */
    expect_fault("18000080"
                 "34000080"
                 "50000080"
                 "58000080"
                 "00000000"
                 "60000000"
                 "01000000"
                 "01000000" GROUP("02000000", "60000080") "01000000"
                                                          "01000000" GROUP("02000000", "68000080") NONE NONE
                 "ffffffff"
                 "7f000001"
                 "ffffffff"
                 "7f000002",
                 "it both grants and denies");
    done();
}

#define GRANTING(groups, total, family, items, size, offset)                                                 \
    HEAD_GRANT NONE groups total family items size "00000000" offset NONE NONE "ffffffff"                    \
                                                   "7f000001"

UNIT_TEST(groups_are_checked)
{
    expect_fault(GRANTING("02000000", "01000000", "02000000", "02000000", "04000000", "4c000080"),
                 "a list has more groups than there are");
    expect_fault(GRANTING("ffffffff", "01000000", "02000000", "02000000", "04000000", "4c000080"),
                 "a list has more groups than there are");
    expect_fault(GRANTING("01000000", "02000000", "02000000", "02000000", "04000000", "4c000080"),
                 "a list counts its addresses wrongly");
    expect_fault(GRANTING("00000000", "01000000", "02000000", "02000000", "04000000", "4c000080"),
                 "a list counts its addresses wrongly");
    expect_fault(GRANTING("01000000", "01000000", "17000000", "02000000", "04000000", "4c000080"),
                 "it holds addresses of another kind than IPv4");
    expect_fault(GRANTING("01000000", "01000000", "02000000", "02000000", "10000000", "4c000080"),
                 "it holds addresses of another kind than IPv4");
    expect_fault(GRANTING("01000000", "01000000", "02000000", "02000000", "04000000", "4c000000"),
                 "the addresses of a group lie outside of it");
    expect_fault(GRANTING("01000000", "01000000", "02000000", "02000000", "04000000", "48000080"),
                 "the addresses of a group lie outside of it");
    expect_fault(GRANTING("01000000", "01000000", "02000000", "02000000", "04000000", "ffffffff"),
                 "the addresses of a group lie outside of it");
    expect_fault(GRANTING("01000000", "01000000", "02000000", "03000000", "04000000", "4c000080"),
                 "a group has more addresses than there are");
    expect_fault(GRANTING("01000000", "01000000", "02000000", "ffffffff", "04000000", "4c000080"),
                 "a group has more addresses than there are");
    expect_fault(GRANTING("01000000", "ffffffff", "02000000", "00000000", "04000000", "4c000080"),
                 "a group has more addresses than there are");
    expect_fault(GRANTING("01000000", "00000000", "02000000", "01000000", "04000000", "4c000080"),
                 "it holds data that belong to no group");
    done();
}

/* Enough addresses in all, but not from where this group begins. */
UNIT_TEST(a_group_ends_where_the_list_ends)
{
    expect_fault(GRANTING("01000000", "01000000", "02000000", "02000000", "04000000", "50000080"),
                 "a group has more addresses than there are");
    done();
}

/* Two groups that claim the same bytes would make more entries than there is room for. */
UNIT_TEST(groups_cannot_share_their_addresses)
{
    expect_fault("18000080"
                 "20000080"
                 "50000080"
                 "58000080"
                 "01000000"
                 "60000000" NONE "02000000"
                 "02000000" GROUP("02000000", "60000080") GROUP("02000000", "60000080") NONE NONE "ffffffff"
                                                                                                  "7f000001",
                 "a group has more addresses than there are");
    done();
}

/* ---- whatever the bytes are ------------------------------------------------------------------- */

/* Exactly as long as said, so that a look beyond the end is found. */
static void read_bytes(const char *text, size_t len)
{
    struct mba_ip_list list;
    char *copy = malloc(len ? len : 1);
    CU_ASSERT_FATAL(copy != NULL);
    memcpy(copy, text, len);
    mba_arena_reset(arena);
    CU_ASSERT(mba_ip_list_read(arena, copy, len, &list));
    free(copy);
    CU_ASSERT((list.mode == MBA_IP_DAMAGED || list.mode == MBA_IP_UNDECODED) == (list.fault != NULL));
    CU_ASSERT(list.count * 8 <= len);
}

UNIT_TEST(no_truncation_is_taken_for_a_list)
{
    struct mba_ip_list list;
    arena = mba_arena_new();
    for (size_t i = 0; i < ALL; i++) {
        for (size_t len = 1; len < strlen(all[i]); len++) {
            read_bytes(all[i], len);
            CU_ASSERT(mba_ip_list_read(arena, all[i], len, &list));
            CU_ASSERT(list.fault != NULL);
        }
    }
    done();
}

UNIT_TEST(no_change_of_a_byte_leads_outside)
{
    static const char digits[] = "0123456789abcdef";
    char text[512];
    arena = mba_arena_new();
    for (size_t i = 0; i < ALL; i++) {
        size_t len = strlen(all[i]);
        for (size_t at = 0; at + 1 < len; at += 2) {
            for (unsigned byte = 0; byte < 256; byte++) {
                memcpy(text, all[i], len);
                text[at] = digits[byte / 16];
                text[at + 1] = digits[byte % 16];
                read_bytes(text, len);
            }
        }
    }
    done();
}

UNIT_TEST(no_change_of_two_words_leads_outside)
{
    static const char *const words[] = {"00000000", "01000000", "4c000080",
                                        "ffffffff", "ffffff7f", "00000080"};
    enum { WORDS = sizeof words / sizeof *words };
    char text[512];
    arena = mba_arena_new();
    for (size_t i = 0; i < ALL; i++) {
        size_t len = strlen(all[i]);
        for (size_t a = 0; a + 8 <= len; a += 8)
            for (size_t b = a; b + 8 <= len; b += 8)
                for (size_t w = 0; w < WORDS * WORDS; w++) {
                    memcpy(text, all[i], len);
                    memcpy(text + a, words[w / WORDS], 8);
                    memcpy(text + b, words[w % WORDS], 8);
                    read_bytes(text, len);
                }
    }
    done();
}

/* ---- in words -------------------------------------------------------------------------------- */

static void expect_words(const char *text, const char *words)
{
    struct mba_ip_list list = read_text(text);
    struct mba_buf out = {0};
    mba_ip_list_meaning(&list, &out);
    CU_ASSERT_STRING_EQUAL(out.data, words);
    mba_buf_free(&out);
}

UNIT_TEST(lists_are_told_in_words)
{
    expect_words("", "all except the list, which is empty");
    expect_words(local_only, "only 127.0.0.1");
    expect_words(all_but_two, "all except 192.168.171.1, 192.168.171.2");
    expect_words(two_masks, "only 10.0.0.0/255.0.0.0, 192.0.2.1, 192.0.2.2");
    expect_words(nobody_listed, "only the list, which is empty");
    expect_words("00", "damaged: it is too short");
    expect_words(with_names, "not decoded: it names domains, and how these are stored is not known");
    /* nine computers: 76 + 4 * 10 bytes */
    expect_words(HEAD_GRANT NONE "01000000"
                                 "09000000" GROUP("0a000000", "4c000080") NONE NONE "ffffffff"
                                                                                    "01000000"
                                                                                    "02000000"
                                                                                    "03000000"
                                                                                    "04000000"
                                                                                    "05000000"
                                                                                    "06000000"
                                                                                    "07000000"
                                                                                    "08000000"
                                                                                    "09000000",
                 "only 1.0.0.0, 2.0.0.0, 3.0.0.0, 4.0.0.0, 5.0.0.0, 6.0.0.0, 7.0.0.0, 8.0.0.0 and 1 more");
    done();
}
