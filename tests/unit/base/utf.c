#include <string.h>

#include "mbaudit/base.h"
#include "unit.h"

static bool valid(const char *s)
{
    return mba_utf8_valid(s, strlen(s));
}

UNIT_TEST(utf8_is_told_from_what_is_not)
{
    CU_ASSERT_TRUE(valid(""));
    CU_ASSERT_TRUE(valid("plain ASCII, longer than eight bytes"));
    CU_ASSERT_TRUE(valid("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"));
    CU_ASSERT_TRUE(valid("\xF4\x8F\xBF\xBF"));  /* U+10FFFF */
    CU_ASSERT_FALSE(valid("\xF4\x90\x80\x80")); /* beyond */
    CU_ASSERT_FALSE(valid("\xED\xA0\x80"));     /* a surrogate */
    CU_ASSERT_FALSE(valid("\xC0\xAF"));         /* '/' in two bytes */
    CU_ASSERT_FALSE(valid("\xE0\x80\xAF"));     /* in three */
    CU_ASSERT_FALSE(valid("\xF0\x80\x80\xAF")); /* in four */
    CU_ASSERT_FALSE(valid("\x80"));
    CU_ASSERT_FALSE(valid("12345678\xE2\x82")); /* cut off */
    CU_ASSERT_FALSE(valid("\xE2\x28\xA1"));
    CU_ASSERT_FALSE(valid("\xFF"));
}

struct decoded {
    struct mba_buf scratch;
    const char *text, *encoding;
    size_t len;
    bool damaged, good;
};

static struct decoded decode(const char *bytes, size_t n)
{
    struct decoded d = {0};
    d.good = mba_text_to_utf8((const unsigned char *)bytes, n, &d.scratch, &d.text, &d.len, &d.encoding,
                              &d.damaged);
    return d;
}

static void expect(const char *bytes, size_t n, const char *encoding, const char *text, size_t len,
                   bool damaged)
{
    struct decoded d = decode(bytes, n);
    CU_ASSERT_TRUE(d.good);
    CU_ASSERT_STRING_EQUAL(d.encoding, encoding);
    CU_ASSERT_EQUAL(d.len, len);
    CU_ASSERT(d.len == len && memcmp(d.text, text, len) == 0);
    CU_ASSERT_EQUAL(d.damaged, damaged);
    mba_buf_free(&d.scratch);
}

UNIT_TEST(utf16_is_found_by_bom_and_by_its_nuls)
{
    expect("\xFF\xFE<\0a\0", 6, "UTF-16LE", "<a", 2, false);
    expect("\xFE\xFF\0<\0a", 6, "UTF-16BE", "<a", 2, false);
    expect("<\0a\0", 4, "UTF-16LE", "<a", 2, false);
    expect("\0<\0a", 4, "UTF-16BE", "<a", 2, false);
    expect("<\0", 2, "UTF-16LE", "<", 1, false);
    expect("\xFF\xFE", 2, "UTF-16LE", "", 0, false);
    expect("\xFF\xFE\xE4\0\xAC\x20\x3D\xD8\x00\xDE", 10, "UTF-16LE", "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80",
           9, false);
}

UNIT_TEST(ill_formed_utf16_is_replaced_and_reported)
{
    expect("\xFF\xFE\x3D\xD8x\0", 6, "UTF-16LE", "\xEF\xBF\xBDx", 4, true); /* high surrogate alone */
    expect("\xFF\xFE\x00\xDEx\0", 6, "UTF-16LE", "\xEF\xBF\xBDx", 4, true); /* low one alone */
    expect("\xFF\xFE\x3D\xD8", 4, "UTF-16LE", "\xEF\xBF\xBD", 3, true);     /* at the end */
    expect("\xFF\xFEx\0y", 5, "UTF-16LE", "x\xEF\xBF\xBD", 4, true);        /* half a unit */
}

UNIT_TEST(utf8_is_handed_through_uncopied)
{
    const char bytes[] = "\xEF\xBB\xBFtext";
    struct decoded d = decode(bytes, 7);
    CU_ASSERT_PTR_EQUAL(d.text, bytes + 3);
    CU_ASSERT_EQUAL(d.len, 4);
    CU_ASSERT_STRING_EQUAL(d.encoding, "UTF-8");
    d = decode(bytes + 3, 4);
    CU_ASSERT_PTR_EQUAL(d.text, bytes + 3);
    d = decode(NULL, 0);
    CU_ASSERT_EQUAL(d.len, 0);
    CU_ASSERT_PTR_NOT_NULL(d.text);
    CU_ASSERT_PTR_NULL(d.scratch.data);
}

UNIT_TEST(repair_replaces_each_bad_byte)
{
    struct mba_buf out = {0};
    CU_ASSERT_EQUAL(mba_utf8_repair("a\xFF\xC3\xA4\xE2\x82", 6, &out), 3);
    CU_ASSERT_STRING_EQUAL(out.data, "a\xEF\xBF\xBD\xC3\xA4\xEF\xBF\xBD\xEF\xBF\xBD");
    mba_buf_clear(&out);
    CU_ASSERT_EQUAL(mba_utf8_repair("fine", 4, &out), 0);
    CU_ASSERT_STRING_EQUAL(out.data, "fine");
    mba_buf_free(&out);
}

static void shows(const char *bytes, size_t n, bool keep_lines, const char *wanted)
{
    struct mba_buf out = {0};
    mba_buf_puts(&out, "");
    mba_text_visible(&out, bytes, n, keep_lines);
    CU_ASSERT_STRING_EQUAL(out.data, wanted);
    mba_buf_free(&out);
}

UNIT_TEST(what_could_deceive_is_made_visible)
{
    shows("plain ~ text", 12, false, "plain ~ text");
    shows("", 0, false, "");
    shows("\x1B[31m", 5, false, "\\x1B[31m");
    shows("a\0b", 3, false, "a\\x00b");
    shows("\x7F", 1, false, "\\x7F");
    shows("\xC2\x9B", 2, false, "\\u{9B}"); /* C1: an escape sequence in one character */
    shows("x\xE2\x80\xAEy", 5, false, "x\\u{202E}y");
    shows("\xE2\x81\xA6", 3, false, "\\u{2066}");
    shows("\xE2\x80\x8B", 3, false, "\\u{200B}");
    shows("\xEF\xBB\xBF", 3, false, "\\u{FEFF}");
    shows("\xEF\xBF\xBE", 3, false, "\\u{FFFE}");
    shows("\xF3\xA0\x81\x81", 4, false, "\\u{E0041}");
    shows("\xC3\xA4 \xE6\x97\xA5", 6, false, "\xC3\xA4 \xE6\x97\xA5");
    shows("a\xFF\xE2\x82", 4, false, "a\\xFF\\xE2\\x82");
    shows("a\tb\nc\r", 6, true, "a\tb\nc\\x0D");
    shows("a\tb\nc", 5, false, "a\\x09b\\x0Ac");
}
