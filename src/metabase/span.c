/* span: see span.h. */
#include "span.h"

#include <string.h>

bool mb_span_equal(struct mb_span a, const char *s, size_t n)
{
    return a.n == n && memcmp(a.s, s, n) == 0;
}

bool mb_span_equal_nocase(struct mb_span a, const char *s, size_t n)
{
    return a.n == n && (memcmp(a.s, s, n) == 0 || mba_ascii_ncasecmp(a.s, s, n) == 0);
}

bool mb_span_is(struct mb_span a, const char *text)
{
    return (strncmp(text, a.s, a.n) == 0 || mba_ascii_ncasecmp(text, a.s, a.n) == 0) && text[a.n] == '\0';
}

int mb_span_compare_nocase(struct mb_span a, struct mb_span b)
{
    size_t n = a.n < b.n ? a.n : b.n, same = 0;
    uint64_t x, y;
    for (; n - same >= sizeof x; same += sizeof x) {
        memcpy(&x, a.s + same, sizeof x);
        memcpy(&y, b.s + same, sizeof y);
        if (x != y)
            break;
    }
    int difference = mba_ascii_ncasecmp(a.s + same, b.s + same, n - same);
    return difference ? difference : (a.n > b.n) - (a.n < b.n);
}
