#include <string.h>

#include "mbaudit/base.h"
#include "unit.h"

UNIT_TEST(case_is_folded_for_ascii_letters_only)
{
    CU_ASSERT_EQUAL(mba_ascii_casecmp("SmtpSvc", "SMTPSVC"), 0);
    CU_ASSERT(mba_ascii_casecmp("a", "b") < 0);
    CU_ASSERT(mba_ascii_casecmp("B", "a") > 0);
    CU_ASSERT(mba_ascii_casecmp("ab", "abc") < 0);
    CU_ASSERT(mba_ascii_casecmp("[", "{") != 0); /* 0x5B and 0x7B differ by the bit that letters differ by */
    CU_ASSERT(mba_ascii_casecmp("\xC3\x84", "\xC3\xA4") < 0); /* capital and small a umlaut stay different */
    CU_ASSERT(mba_ascii_casecmp("\xFF", "a") > 0);
    CU_ASSERT_EQUAL(mba_ascii_ncasecmp("LMxx", "lmyy", 2), 0);
    CU_ASSERT(mba_ascii_ncasecmp("LMxx", "lmyy", 3) < 0);
    CU_ASSERT_EQUAL(mba_ascii_ncasecmp("a", "A", 5), 0);
    CU_ASSERT_EQUAL(mba_ascii_ncasecmp("a", "b", 0), 0);
    CU_ASSERT_TRUE(mba_ascii_streq("Root", "ROOT"));
    CU_ASSERT_FALSE(mba_ascii_streq("Root", "Roo"));
    CU_ASSERT_FALSE(mba_ascii_streq(NULL, ""));
    CU_ASSERT_TRUE(mba_ascii_streq(NULL, NULL));
}

UNIT_TEST(hashes_are_fnv_1a_of_folded_bytes)
{
    CU_ASSERT_EQUAL(mba_ascii_casehash("", 0), 0x811C9DC5);
    CU_ASSERT_EQUAL(mba_ascii_casehash("a", 1), 0xE40C292C); /* published test vectors */
    CU_ASSERT_EQUAL(mba_ascii_casehash("foobar", 6), 0xBF9CF968);
    CU_ASSERT_EQUAL(mba_ascii_casehash("FooBAR", 6), 0xBF9CF968);
}

UNIT_TEST(patterns_match_without_case)
{
    CU_ASSERT_TRUE(mba_glob("*.xml", "MetaBase.XML"));
    CU_ASSERT_TRUE(mba_glob("*", ""));
    CU_ASSERT_TRUE(mba_glob("", ""));
    CU_ASSERT_FALSE(mba_glob("", "a"));
    CU_ASSERT_TRUE(mba_glob("srv?", "SRV1"));
    CU_ASSERT_FALSE(mba_glob("srv?", "srv"));
    CU_ASSERT_FALSE(mba_glob("srv?", "srv12"));
    CU_ASSERT_TRUE(mba_glob("a*b*c", "a1b2b3c"));
    CU_ASSERT_FALSE(mba_glob("a*b*c", "a1b2b3"));
    CU_ASSERT_TRUE(mba_glob("*ab", "aab"));
    CU_ASSERT_TRUE(mba_glob("a**", "a"));
    /* The kind that makes recursive matchers take for ever. */
    CU_ASSERT_FALSE(
        mba_glob("*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
}

static bool dword(const char *text, uint32_t *value)
{
    return mba_parse_dword(text, strlen(text), value);
}

UNIT_TEST(dwords_are_read_in_every_spelling)
{
    uint32_t value = 0;
    CU_ASSERT(dword("0", &value) && value == 0);
    CU_ASSERT(dword("4294967295", &value) && value == 4294967295u);
    CU_ASSERT(dword("-1", &value) && value == 4294967295u);
    CU_ASSERT(dword("-2147483648", &value) && value == 2147483648u);
    CU_ASSERT(dword("0x1f", &value) && value == 31);
    CU_ASSERT(dword("0XFFFFFFFF", &value) && value == 4294967295u);
    CU_ASSERT(dword("&HFFFFFFFF", &value) && value == 4294967295u);
    CU_ASSERT(dword("&h10", &value) && value == 16);
    CU_ASSERT(dword("007", &value) && value == 7);
}

UNIT_TEST(what_is_no_dword_is_refused)
{
    static const char *const bad[] = {"",   "-",   "-0",  "4294967296", "-2147483649", "99999999999999999999",
                                      "1 ", " 1",  "1a",  "0x",         "&H",          "0x1G",
                                      "+1", "1.0", "--1", "0x100000000"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        uint32_t value = 77;
        CU_ASSERT_FALSE(dword(bad[i], &value));
        CU_ASSERT_EQUAL(value, 77);
    }
    uint32_t value;
    CU_ASSERT_TRUE(mba_parse_dword("123", 2, &value)); /* the length counts */
    CU_ASSERT_EQUAL(value, 12);
}

UNIT_TEST(sizes_take_suffixes_and_a_maximum)
{
    uint64_t value = 0;
    CU_ASSERT(mba_parse_size("0", 0, &value) && value == 0);
    CU_ASSERT(mba_parse_size("512", 512, &value) && value == 512);
    CU_ASSERT_FALSE(mba_parse_size("513", 512, &value));
    CU_ASSERT(mba_parse_size("2K", 2048, &value) && value == 2048);
    CU_ASSERT_FALSE(mba_parse_size("2K", 2047, &value));
    CU_ASSERT(mba_parse_size("3m", UINT64_MAX, &value) && value == 3145728);
    CU_ASSERT(mba_parse_size("1G", UINT64_MAX, &value) && value == 1073741824);
    CU_ASSERT(mba_parse_size("18446744073709551615", UINT64_MAX, &value) && value == UINT64_MAX);
    CU_ASSERT_FALSE(mba_parse_size("18446744073709551616", UINT64_MAX, &value));
    CU_ASSERT_FALSE(mba_parse_size("18446744073709551615K", UINT64_MAX, &value));
    CU_ASSERT_FALSE(mba_parse_size("K", UINT64_MAX, &value));
    CU_ASSERT_FALSE(mba_parse_size("", UINT64_MAX, &value));
    CU_ASSERT_FALSE(mba_parse_size("-1", UINT64_MAX, &value));
    CU_ASSERT_FALSE(mba_parse_size("1KB", UINT64_MAX, &value));
}

UNIT_TEST(digits_are_digits)
{
    CU_ASSERT_TRUE(mba_is_digits("0123456789", 10));
    CU_ASSERT_FALSE(mba_is_digits("", 0));
    CU_ASSERT_FALSE(mba_is_digits("12a", 3));
    CU_ASSERT_TRUE(mba_is_digits("12a", 2));
}
