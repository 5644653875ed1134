/* Text of an export in the languages of the formats: one function each, so that no stylesheet escapes by
 * itself. */
#include <string.h>

#include "private.h"

/* ---- JSON ---------------------------------------------------------------------------------------------- */

/* The two separators are line ends to JavaScript, though not to JSON. */
static size_t json_special(const char *text, const char **as)
{
    static const struct {
        const char *from, *to;
    } pairs[] = {{"\"", "\\\""},
                 {"\\", "\\\\"},
                 {"\n", "\\n"},
                 {"\t", "\\t"},
                 {"\r", "\\r"},
                 {"\xE2\x80\xA8", "\\u2028"},
                 {"\xE2\x80\xA9", "\\u2029"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        size_t len = strlen(pairs[i].from);
        if (strncmp(text, pairs[i].from, len) == 0) {
            *as = pairs[i].to;
            return len;
        }
    }
    return 0;
}

void mba_json_string(struct mba_buf *out, const char *text)
{
    const char *start = text, *as = NULL;
    mba_buf_putc(out, '"');
    while (*text) {
        unsigned char c = (unsigned char)*text;
        bool plain = c >= 0x20 && c != '"' && c != '\\' && c != 0x7F && c != 0xE2;
        size_t len = plain ? 0 : json_special(text, &as);
        bool control = !len && (c < 0x20 || c == 0x7F);
        if (!len && !control) {
            text++;
            continue;
        }
        mba_buf_add(out, start, (size_t)(text - start));
        if (len)
            mba_buf_puts(out, as);
        else
            mba_buf_printf(out, "\\u%04x", c);
        text += len ? len : 1;
        start = text;
    }
    mba_buf_add(out, start, (size_t)(text - start));
    mba_buf_putc(out, '"');
}

/* ---- URI, Prometheus -------------------------------------------------------------------------------------
 */

/* A relative reference: a colon in it would look like a scheme, two slashes at its start like a host. */
void mba_uri_path(struct mba_buf *out, const char *text)
{
    static const char kept[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    for (; *text == '/'; text++)
        mba_buf_puts(out, "%2F");
    for (; *text; text++) {
        if (strchr(kept, *text))
            mba_buf_putc(out, *text);
        else
            mba_buf_printf(out, "%%%02X", (unsigned)(unsigned char)*text);
    }
}

void mba_prometheus_label(struct mba_buf *out, const char *text)
{
    mba_buf_putc(out, '"');
    for (; *text; text++) {
        if (*text == '\n')
            mba_buf_puts(out, "\\n");
        else if (*text == '"' || *text == '\\')
            mba_buf_printf(out, "\\%c", *text);
        else
            mba_buf_putc(out, *text);
    }
    mba_buf_putc(out, '"');
}

void mba_epoch_seconds(struct mba_buf *out, const char *text)
{
    mba_time time;
    if (mba_time_parse_iso(text, &time))
        mba_buf_printf(out, "%lld", (long long)time);
}

/* ---- Markdown
 * ---------------------------------------------------------------------------------------------- */

/* On one line and plain text wherever it is pasted: no markup, no HTML, no link, nobody mentioned, no issue
 * referred to. Characters that a backslash does not disarm everywhere are written as references. */
void mba_markdown_text(struct mba_buf *out, const char *text)
{
    for (const char *at = text; *at; at++) {
        char c = *at;
        bool link = (c == ':' && strncmp(at + 1, "//", 2) == 0) ||
                    (c == '.' && at >= text + 3 && mba_ascii_ncasecmp(at - 3, "www", 3) == 0);
        if (c == '\n' || c == '\r' || c == '\t')
            mba_buf_putc(out, ' ');
        else if (link || strchr("<>&@#", c))
            mba_buf_printf(out, "&#%d;", c);
        else if (strchr("\\`*_{}[]()|~!^=$", c) || (at == text && strchr("+-", c)))
            mba_buf_printf(out, "\\%c", c);
        else if (at > text && c == '.' && at[-1] >= '0' && at[-1] <= '9' && at[1] == ' ')
            mba_buf_puts(out, "\\."); /* the number of a list */
        else
            mba_buf_putc(out, c);
    }
}

static size_t longest_run(const char *text, char c)
{
    size_t longest = 0, run = 0;
    for (; *text; text++) {
        run = *text == c ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

/* A fence that is longer than any in the text. */
void mba_markdown_block(struct mba_buf *out, const char *text)
{
    size_t fence = longest_run(text, '`') + 1;
    fence = fence < 3 ? 3 : fence;
    for (size_t i = 0; i < fence; i++)
        mba_buf_putc(out, '`');
    mba_buf_printf(out, "\n%s\n", text);
    for (size_t i = 0; i < fence; i++)
        mba_buf_putc(out, '`');
    mba_buf_putc(out, '\n');
}
