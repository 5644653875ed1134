/* Markup into a buffer. Writing is on the path of every worker, so text that needs nothing done to it
 * costs one look and one copy. */
#include <inttypes.h>
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

static void escape(struct mba_buf *out, const char *text, size_t len)
{
    size_t start = 0;
    for (size_t i = 0; i < len; i++) {
        const char *ref = reference(text[i]);
        if (!ref)
            continue;
        mba_buf_add(out, text + start, i - start);
        mba_buf_puts(out, ref);
        start = i + 1;
    }
    mba_buf_add(out, text + start, len - start);
}

bool mba_xml_visible_already(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x7f || (c < 0x20 && c != '\n' && c != '\t'))
            return false;
    }
    return true;
}

void mba_xml_text(struct mba_buf *out, const char *text, size_t len)
{
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

static void open_attr(struct mba_buf *out, const char *name)
{
    mba_buf_putc(out, ' ');
    mba_buf_puts(out, name);
    mba_buf_add(out, "=\"", 2);
}

void mba_xml_attr(struct mba_buf *out, const char *name, const char *value)
{
    if (!value)
        return;
    open_attr(out, name);
    mba_xml_text(out, value, strlen(value));
    mba_buf_putc(out, '"');
}

void mba_xml_number(struct mba_buf *out, const char *name, uint64_t value)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRIu64, value);
    open_attr(out, name);
    mba_buf_add(out, digits, (size_t)len);
    mba_buf_putc(out, '"');
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
