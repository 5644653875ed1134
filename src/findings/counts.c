/* The outcomes of each rule on one snapshot, in a line of text: what merging needs to take a snapshot out of
 * the totals again, and comparing to know what was looked at at all.
 *
 * A word for each rule, in the order of their ids: a number and a letter for each outcome that occurred, the
 * number left out when it is 1: "p" passed once, "2f14p" failed twice and passed 14 times, "." never looked
 * at. A word that stands for several rules in a row has their number behind it: "ax17".
 */
#include <string.h>

#include "private.h"

static const char letters[MBA_OUTCOME_COUNT] = {'f', 'p', 'a', 'e'};

static void write_word(struct mba_buf *out, const uint32_t counts[MBA_OUTCOME_COUNT])
{
    bool any = false;
    for (int i = 0; i < MBA_OUTCOME_COUNT; i++) {
        if (!counts[i])
            continue;
        any = true;
        if (counts[i] > 1)
            mba_buf_printf(out, "%u", (unsigned)counts[i]);
        mba_buf_putc(out, letters[i]);
    }
    if (!any)
        mba_buf_putc(out, '.');
}

void mba_counts_write(struct mba_buf *out, uint32_t (*counts)[MBA_OUTCOME_COUNT], size_t rules)
{
    mba_buf_puts(out, "\n<outcomes>");
    for (size_t rule = 0, same; rule < rules; rule += same) {
        for (same = 1; rule + same < rules; same++)
            if (memcmp(counts[rule], counts[rule + same], sizeof counts[rule]) != 0)
                break;
        if (rule > 0)
            mba_buf_putc(out, ' ');
        write_word(out, counts[rule]);
        if (same > 1)
            mba_buf_printf(out, "x%zu", same);
    }
    mba_buf_puts(out, "</outcomes>");
}

/* ---- and back ------------------------------------------------------------------------------------- */

static size_t read_number(const char *text, size_t len, uint32_t *out)
{
    uint64_t number = 0;
    size_t n = 0;
    while (n < len && n < 9 && mba_is_digits(text + n, 1))
        number = number * 10 + (uint64_t)(text[n++] - '0');
    *out = n ? (uint32_t)number : 1;
    return n;
}

/* Returns the length of the word, or 0. */
static size_t read_word(const char *text, size_t len, uint32_t counts[MBA_OUTCOME_COUNT], uint32_t *times)
{
    size_t at = 0;
    memset(counts, 0, MBA_OUTCOME_COUNT * sizeof *counts);
    *times = 1;
    if (len > 0 && text[0] == '.')
        at = 1;
    while (at < len && text[at] != ' ') {
        uint32_t number = 1;
        if (text[at] == 'x' && at > 0) {
            size_t digits = read_number(text + at + 1, len - at - 1, times);
            return digits ? at + 1 + digits : 0;
        }
        at += read_number(text + at, len - at, &number);
        const char *letter = at < len ? memchr(letters, text[at], sizeof letters) : NULL;
        if (!letter)
            return 0;
        counts[letter - letters] = number;
        at++;
    }
    return at;
}

bool mba_counts_read(const char *text, size_t len, uint32_t (*counts)[MBA_OUTCOME_COUNT], size_t rules)
{
    size_t rule = 0;
    while (len > 0 && rule < rules) {
        uint32_t times, word[MBA_OUTCOME_COUNT];
        size_t n = read_word(text, len, word, &times);
        if (n == 0 || times > rules - rule)
            return false;
        for (; times > 0; times--)
            memcpy(counts[rule++], word, sizeof word);
        n += n < len && text[n] == ' ';
        text += n;
        len -= n;
    }
    return len == 0 && rule == rules;
}
