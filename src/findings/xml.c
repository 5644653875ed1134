/* Markup into a buffer. Writing is on the path of every worker, so text that needs nothing done to it
 * costs one look and one copy. */
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

/* A line feed or tab as a reference survives the normalisation of attributes. */
static const char *reference(char c)
{
    switch (c) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\n':
        return "&#10;";
    case '\t':
        return "&#9;";
    default:
        return NULL;
    }
}

/* Printable ASCII without markup: most texts hold nothing else. A bit for each byte. */
static bool is_plain(char c)
{
    static const uint64_t plain[4] = {UINT64_C(0xafffffbb00000000), UINT64_C(0x7fffffffffffffff), 0, 0};
    unsigned char byte = (unsigned char)c;
    return plain[byte >> 6] >> (byte & 63) & 1;
}

/* Has a byte of the word the value 0? (The top bit of that byte stays, and maybe those of bytes above it.) */
static uint64_t zero_bytes(uint64_t word)
{
    return (word - UINT64_C(0x0101010101010101)) & ~word & UINT64_C(0x8080808080808080);
}

/* is_plain for eight bytes at once. '"' and '&' differ in one bit, and so do '<' and '>'. */
static bool all_plain(const char *text)
{
    const uint64_t each = UINT64_C(0x0101010101010101);
    uint64_t w;
    memcpy(&w, text, sizeof w);
    uint64_t not_ascii = w & (each * 0x80), control = (w - each * 0x20) & ~w & (each * 0x80);
    uint64_t markup = zero_bytes((w | each * 0x04) ^ each * '&') | zero_bytes((w | each * 0x02) ^ each * '>');
    return !(not_ascii | control | markup | zero_bytes(w ^ each * 0x7f));
}

size_t mba_xml_plain_length(const char *text, size_t len)
{
    size_t i = 0;
    while (len - i >= 8 && all_plain(text + i))
        i += 8;
    while (i < len && is_plain(text[i]))
        i++;
    return i;
}

bool mba_xml_is_plain(const char *text, size_t len)
{
    return mba_xml_plain_length(text, len) == len;
}

bool mba_xml_visible_already(const char *text, size_t len)
{
    for (size_t i = 0; (i += mba_xml_plain_length(text + i, len - i)) < len; i++)
        if (!reference(text[i]))
            return false;
    return true;
}

/* Text whose every byte is plain or has a reference. */
static void escape(struct mba_buf *out, const char *text, size_t len)
{
    for (size_t done = 0; done < len;) {
        size_t plain = mba_xml_plain_length(text + done, len - done);
        mba_buf_add(out, text + done, plain);
        done += plain;
        const char *ref = done < len ? reference(text[done]) : NULL;
        if (ref)
            mba_buf_puts(out, ref);
        else if (done < len)
            mba_buf_putc(out, text[done]); /* a character beyond ASCII that is visible */
        done += done < len;
    }
}

/* Where a cut may stand: not inside a character. */
static size_t cut_at(const char *text, size_t most)
{
    while (most > 0 && ((unsigned char)text[most] & 0xc0) == 0x80)
        most--;
    return most;
}

void mba_xml_cut(struct mba_buf *out, const char *text, size_t len, uint64_t most)
{
    enum { HASH_SHOWN = 8 };
    if (most == 0 || len <= most) {
        mba_xml_text(out, text, len);
        return;
    }
    struct sha256_ctx hash;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&hash);
    sha256_update(&hash, len, (const uint8_t *)text);
    sha256_digest(&hash, sizeof digest, digest);
    mba_xml_text(out, text, cut_at(text, (size_t)most));
    mba_buf_printf(out, " ... (cut: %zu bytes, SHA-256 ", len);
    for (size_t i = 0; i < HASH_SHOWN; i++)
        mba_buf_printf(out, "%02x", digest[i]);
    mba_buf_puts(out, "...)");
}

void mba_xml_text(struct mba_buf *out, const char *text, size_t len)
{
    size_t plain = mba_xml_plain_length(text, len);
    mba_buf_add(out, text, plain);
    if (plain == len)
        return;
    text += plain;
    len -= plain;
    if (mba_xml_visible_already(text, len)) {
        escape(out, text, len);
        return;
    }
    struct mba_buf visible = {0};
    mba_text_visible(&visible, text, len, true);
    if (visible.failed)
        out->failed = true;
    else if (visible.data)
        escape(out, visible.data, visible.len);
    mba_buf_free(&visible);
}

void mba_xml_items(struct mba_buf *out, const char *text, size_t len)
{
    const char *end = text + len;
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        if (!stop)
            stop = end;
        mba_buf_add(out, "<item>", 6);
        mba_xml_text(out, text, (size_t)(stop - text));
        mba_buf_add(out, "</item>", 7);
        text = stop + 1;
    }
}

void mba_xml_open_attr(struct mba_buf *out, const char *name)
{
    size_t len = strlen(name);
    if (!mba_buf_reserve(out, len + 3)) /* once: there are many thousands */
        return;
    char *to = out->data + out->len;
    *to++ = ' ';
    memcpy(to, name, len);
    memcpy(to + len, "=\"", 3);
    out->len += len + 3;
}

void mba_xml_attr(struct mba_buf *out, const char *name, const char *value)
{
    if (!value)
        return;
    mba_xml_open_attr(out, name);
    mba_xml_text(out, value, strlen(value));
    mba_buf_putc(out, '"');
}

void mba_xml_number(struct mba_buf *out, const char *name, uint64_t value)
{
    char text[24];
    size_t at = sizeof text;
    text[--at] = '"';
    do
        text[--at] = (char)('0' + value % 10);
    while (value /= 10);
    mba_xml_open_attr(out, name);
    mba_buf_add(out, text + at, sizeof text - at);
}

void mba_xml_time(struct mba_buf *out, const char *name, mba_time value)
{
    char iso[21];
    mba_time_iso(value, iso);
    mba_xml_attr(out, name, iso[0] ? iso : NULL);
}

void mba_xml_element(struct mba_buf *out, const char *name, const char *text)
{
    if (!text)
        return;
    mba_buf_putc(out, '<');
    mba_buf_puts(out, name);
    mba_buf_putc(out, '>');
    mba_xml_text(out, text, strlen(text));
    mba_buf_add(out, "</", 2);
    mba_buf_puts(out, name);
    mba_buf_putc(out, '>');
}

void mba_xml_outcomes(struct mba_buf *out, const uint64_t counts[MBA_OUTCOME_COUNT])
{
    for (int i = 0; i < MBA_OUTCOME_COUNT; i++)
        mba_xml_number(out, mba_outcome_word((enum mba_outcome)i), counts[i]);
}
