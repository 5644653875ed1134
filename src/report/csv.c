/* CSV fields. A spreadsheet takes a field that begins like a formula for one, quotes or not, so such a
 * field gets an apostrophe in front. */
#include <string.h>

#include "private.h"

/* The last four are the full-width forms of the first, which some spreadsheets treat alike. */
static const char *const formula_starts[] = {
    "=", "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};

static bool like_a_formula(const char *text)
{
    text += strspn(text, " ");
    for (size_t i = 0; i < sizeof formula_starts / sizeof *formula_starts; i++)
        if (strncmp(text, formula_starts[i], strlen(formula_starts[i])) == 0)
            return true;
    return false;
}

/* Beyond what RFC 4180 asks for, a semicolon or tab is quoted too: some locales split there. */
static bool needs_quotes(const char *text, size_t len)
{
    return len && (text[0] == ' ' || text[len - 1] == ' ' || strpbrk(text, "\",;\t\r\n"));
}

static void add_doubled(struct mba_buf *out, const char *text)
{
    for (const char *quote; (quote = strchr(text, '"')); text = quote + 1) {
        mba_buf_add(out, text, (size_t)(quote - text));
        mba_buf_add(out, "\"\"", 2);
    }
    mba_buf_puts(out, text);
}

void mba_csv_field(struct mba_buf *out, const char *text, bool raw)
{
    bool quotes = needs_quotes(text, strlen(text));
    if (quotes)
        mba_buf_putc(out, '"');
    if (!raw && like_a_formula(text))
        mba_buf_putc(out, '\'');
    add_doubled(out, text);
    if (quotes)
        mba_buf_putc(out, '"');
}
