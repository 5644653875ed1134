/* utf: UTF-8 and UTF-16 as found in files, and text made safe to show. */
#include "mbaudit/base.h"

#include <string.h>

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */

/* Length of the well-formed sequence at s (Unicode table 3-7), or 0. */
static size_t utf8_sequence(const unsigned char *s, size_t n, uint32_t *code)
{
    static const uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t len = s[0] < 0x80 ? 1 : s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : s[0] < 0xF5 ? 4 : 0;
    if (len == 0 || len > n)
        return 0;
    uint32_t value = len == 1 ? s[0] : s[0] & (0xFFu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (s[i] & 0x3Fu);
    }
    if (value < smallest[len] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *code = value;
    return len;
}

/* Length of the run at s of plain ASCII bytes. */
static size_t ascii_run(const unsigned char *s, size_t n)
{
    size_t i = 0;
    uint64_t word;
    for (; n - i >= sizeof word; i += sizeof word) {
        memcpy(&word, s + i, sizeof word);
        if (word & 0x8080808080808080u)
            break;
    }
    while (i < n && s[i] < 0x80)
        i++;
    return i;
}

bool mba_utf8_valid(const char *s, size_t n)
{
    const unsigned char *bytes = (const unsigned char *)s;
    uint32_t code;
    for (size_t i = 0; i < n;) {
        i += ascii_run(bytes + i, n - i);
        if (i == n)
            break;
        size_t len = utf8_sequence(bytes + i, n - i, &code);
        if (len == 0)
            return false;
        i += len;
    }
    return true;
}

size_t mba_utf8_repair(const char *s, size_t n, struct mba_buf *out)
{
    const unsigned char *bytes = (const unsigned char *)s;
    size_t bad = 0;
    uint32_t code;
    for (size_t i = 0; i < n;) {
        size_t len = utf8_sequence(bytes + i, n - i, &code);
        if (len == 0) {
            mba_buf_add(out, replacement, 3);
            bad++;
            i++;
        } else {
            mba_buf_add(out, s + i, len);
            i += len;
        }
    }
    return bad;
}

/* ---- UTF-16 ---------------------------------------------------------------------------------- */

void mba_utf8_add(struct mba_buf *out, uint32_t code)
{
    char bytes[4];
    if (code < 0x80) {
        mba_buf_putc(out, (char)code);
    } else if (code < 0x800) {
        bytes[0] = (char)(0xC0 | code >> 6);
        bytes[1] = (char)(0x80 | (code & 0x3F));
        mba_buf_add(out, bytes, 2);
    } else if (code < 0x10000) {
        bytes[0] = (char)(0xE0 | code >> 12);
        bytes[1] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[2] = (char)(0x80 | (code & 0x3F));
        mba_buf_add(out, bytes, 3);
    } else {
        bytes[0] = (char)(0xF0 | code >> 18);
        bytes[1] = (char)(0x80 | (code >> 12 & 0x3F));
        bytes[2] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[3] = (char)(0x80 | (code & 0x3F));
        mba_buf_add(out, bytes, 4);
    }
}

static uint32_t utf16_unit(const unsigned char *s, bool big_endian)
{
    return big_endian ? (uint32_t)s[0] << 8 | s[1] : (uint32_t)s[1] << 8 | s[0];
}

static bool is_high(uint32_t unit)
{
    return unit >= 0xD800 && unit <= 0xDBFF;
}

static bool is_low(uint32_t unit)
{
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

/* True when the text was well formed. */
static bool utf16_to_utf8(const unsigned char *s, size_t n, bool big_endian, struct mba_buf *out)
{
    bool good = n % 2 == 0;
    size_t i = 0;
    for (; i + 1 < n; i += 2) {
        uint32_t unit = utf16_unit(s + i, big_endian);
        uint32_t next = i + 3 < n ? utf16_unit(s + i + 2, big_endian) : 0;
        if (is_high(unit) && is_low(next)) {
            mba_utf8_add(out, 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00));
            i += 2;
        } else if (is_high(unit) || is_low(unit)) {
            mba_buf_add(out, replacement, 3);
            good = false;
        } else {
            mba_utf8_add(out, unit);
        }
    }
    if (i < n)
        mba_buf_add(out, replacement, 3);
    return good;
}

enum form { FORM_UTF8, FORM_UTF16LE, FORM_UTF16BE };

/* Without a BOM: every form starts with ASCII, whose UTF-16 has a NUL in each pair. */
static enum form form_by_nul(const unsigned char *s, size_t n)
{
    bool second = n >= 4;
    if (n >= 2 && s[0] && !s[1] && (!second || (s[2] && !s[3])))
        return FORM_UTF16LE;
    if (n >= 2 && !s[0] && s[1] && (!second || (!s[2] && s[3])))
        return FORM_UTF16BE;
    return FORM_UTF8;
}

static enum form find_form(const unsigned char *s, size_t n, size_t *bom)
{
    *bom = 2;
    if (n >= 2 && s[0] == 0xFF && s[1] == 0xFE)
        return FORM_UTF16LE;
    if (n >= 2 && s[0] == 0xFE && s[1] == 0xFF)
        return FORM_UTF16BE;
    *bom = n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    return *bom ? FORM_UTF8 : form_by_nul(s, n);
}

bool mba_text_to_utf8(const unsigned char *bytes, size_t n, struct mba_buf *scratch, const char **text,
                      size_t *len, const char **encoding, bool *damaged)
{
    static const char *const names[] = {"UTF-8", "UTF-16LE", "UTF-16BE"};
    size_t bom;
    enum form form = find_form(bytes, n, &bom);
    *encoding = names[form];
    *damaged = false;
    if (form == FORM_UTF8) {
        *text = n ? (const char *)bytes + bom : "";
        *len = n - bom;
        return true;
    }
    mba_buf_clear(scratch);
    if (!mba_buf_reserve(scratch, n / 2))
        return false;
    *damaged = !utf16_to_utf8(bytes + bom, n - bom, form == FORM_UTF16BE, scratch);
    *text = scratch->data;
    *len = scratch->len;
    return !scratch->failed;
}

/* ---- text for people ------------------------------------------------------------------------- */

/* Code points without a shape of their own that change how text around them reads: C1 controls, bidirectional
 * controls, zero-width and format characters, fillers, tags, and what XML does not allow. */
static const struct {
    uint32_t first, last;
} hidden[] = {{0x80, 0x9F},     {0xAD, 0xAD},     {0x34F, 0x34F},   {0x61C, 0x61C},
              {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x200B, 0x200F},
              {0x2028, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164}, {0xFEFF, 0xFEFF},
              {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0xFFFE, 0xFFFF}, {0xE0000, 0xE0FFF}};

static bool is_hidden(uint32_t code)
{
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
        if (code >= hidden[i].first && code <= hidden[i].last)
            return true;
    return false;
}

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7F;
}

/* Appends what stands at s when it is not printable ASCII; returns its length. */
static size_t add_visible(struct mba_buf *out, const unsigned char *s, size_t n, bool keep_lines)
{
    uint32_t code = 0;
    size_t len = utf8_sequence(s, n, &code);
    if (keep_lines && (s[0] == '\n' || s[0] == '\t'))
        mba_buf_add(out, s, 1);
    else if (len < 2)
        mba_buf_printf(out, "\\x%02X", s[0]);
    else if (is_hidden(code))
        mba_buf_printf(out, "\\u{%X}", (unsigned)code);
    else
        mba_buf_add(out, s, len);
    return len ? len : 1;
}

void mba_text_visible(struct mba_buf *out, const char *s, size_t n, bool keep_lines)
{
    const unsigned char *bytes = (const unsigned char *)s;
    for (size_t i = 0; i < n;) {
        size_t run = i;
        while (run < n && is_plain(bytes[run]))
            run++;
        if (run > i)
            mba_buf_add(out, s + i, run - i);
        i = run;
        if (i < n)
            i += add_visible(out, bytes + i, n - i, keep_lines);
    }
}
