/* skim: bytes of a document without its <recorded> elements, which are most of it and nothing to a report.
 *
 * Parsing them only to throw the nodes away takes a third of a report's time. In text and attributes no
 * '<' stands for itself, so the two tags can be looked for in the bytes. Comments and CDATA could hold them;
 * a document of ours has neither behind its head, and one of others is at worst said to be cut off. Line
 * feeds stay, so that errors name the right line.
 */
#include <string.h>

#include "private.h"

static const char open_tag[] = "<recorded", close_tag[] = "</recorded>";

/* How many bytes at the end may be the beginning of the tag. */
static size_t beginning(const char *bytes, size_t len, const char *tag, size_t tag_len)
{
    size_t most = len < tag_len - 1 ? len : tag_len - 1;
    while (most > 0 && memcmp(bytes + len - most, tag, most) != 0)
        most--;
    return most;
}

static size_t keep_lines(char *to, const char *bytes, size_t len)
{
    size_t lines = 0;
    const char *end = bytes + len;
    for (const char *lf = bytes; (lf = memchr(lf, '\n', (size_t)(end - lf))) && lf < end; lf++)
        to[lines++] = '\n';
    return lines;
}

static void hold(struct mba_skim *skim, const char *bytes, size_t len)
{
    memcpy(skim->held, bytes, len);
    skim->held_len = len;
}

/* Each takes from *at what it can, and gives how many bytes it wrote. */
static size_t outside(struct mba_skim *skim, char *to, const char **at, const char *end)
{
    size_t left = (size_t)(end - *at), kept;
    const char *tag = memmem(*at, left, open_tag, sizeof open_tag - 1);
    if (tag) {
        kept = (size_t)(tag - *at);
        skim->state = MBA_SKIM_TAG;
        skim->before = '\0';
    } else {
        size_t held = beginning(*at, left, open_tag, sizeof open_tag - 1);
        kept = left - held;
        hold(skim, end - held, held);
    }
    memmove(to, *at, kept);
    *at = tag ? tag + sizeof open_tag - 1 : end;
    return kept;
}

static size_t inside_tag(struct mba_skim *skim, const char **at, const char *end)
{
    const char *close = memchr(*at, '>', (size_t)(end - *at));
    const char *stop = close ? close : end;
    if (stop > *at)
        skim->before = stop[-1];
    if (close)
        skim->state = skim->before == '/' ? MBA_SKIM_OUTSIDE : MBA_SKIM_INSIDE;
    *at = close ? close + 1 : end;
    return 0;
}

static size_t inside(struct mba_skim *skim, char *to, const char **at, const char *end)
{
    size_t left = (size_t)(end - *at);
    const char *from = *at, *tag = memmem(from, left, close_tag, sizeof close_tag - 1);
    size_t held = tag ? 0 : beginning(from, left, close_tag, sizeof close_tag - 1);
    const char *stop = tag ? tag : end - held;
    if (tag)
        skim->state = MBA_SKIM_OUTSIDE;
    *at = tag ? tag + sizeof close_tag - 1 : end;
    hold(skim, stop, held);
    return keep_lines(to, from, (size_t)(stop - from));
}

size_t mba_skim(struct mba_skim *skim, char *bytes, size_t len)
{
    size_t kept = 0;
    memmove(bytes + skim->held_len, bytes, len);
    memcpy(bytes, skim->held, skim->held_len);
    const char *at = bytes, *end = bytes + skim->held_len + len;
    skim->held_len = 0;
    while (at < end) {
        if (skim->state == MBA_SKIM_OUTSIDE)
            kept += outside(skim, bytes + kept, &at, end);
        else if (skim->state == MBA_SKIM_TAG)
            kept += inside_tag(skim, &at, end);
        else
            kept += inside(skim, bytes + kept, &at, end);
    }
    return kept;
}

size_t mba_skim_end(struct mba_skim *skim, char *bytes)
{
    size_t len = skim->state == MBA_SKIM_OUTSIDE ? skim->held_len : 0;
    memcpy(bytes, skim->held, len);
    skim->held_len = 0;
    return len;
}
