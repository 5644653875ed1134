/* text: ASCII comparison, patterns and numbers, the same under every locale. */
#include "mbaudit/base.h"

#include <string.h>

static unsigned char fold(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

int mba_ascii_casecmp(const char *a, const char *b)
{
    while (*a && (*a == *b || fold(*a) == fold(*b))) {
        a++;
        b++;
    }
    return fold(*a) - fold(*b);
}

int mba_ascii_ncasecmp(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int difference = a[i] == b[i] ? 0 : fold(a[i]) - fold(b[i]);
        if (difference != 0 || a[i] == '\0')
            return difference;
    }
    return 0;
}

bool mba_ascii_streq(const char *a, const char *b)
{
    if (!a || !b)
        return a == b;
    return mba_ascii_casecmp(a, b) == 0;
}

uint32_t mba_ascii_casehash(const char *s, size_t n)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ fold(s[i])) * 16777619u;
    return hash;
}

bool mba_is_digits(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] < '0' || s[i] > '9')
            return false;
    return n > 0;
}

/* On a mismatch only the last '*' needs to be tried again one byte further on: no recursion, no blow-up. */
bool mba_glob(const char *pattern, const char *text)
{
    const char *star = NULL, *resume = NULL;
    while (*text) {
        if (*pattern == '*') {
            star = ++pattern;
            resume = text;
        } else if (*pattern == '?' || (*pattern && fold(*pattern) == fold(*text))) {
            pattern++;
            text++;
        } else if (star) {
            pattern = star;
            text = ++resume;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    unsigned char lower = fold(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 16;
}

static bool parse_digits(const char *s, size_t n, unsigned base, uint64_t max, uint64_t *out)
{
    uint64_t value = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned digit = (unsigned)digit_value(s[i]);
        if (digit >= base || digit > max || value > (max - digit) / base)
            return false;
        value = value * base + digit;
    }
    *out = value;
    return n > 0;
}

/* Interfaces that show a DWORD as a signed number write the upper half as -2147483648 to -1. */
static bool parse_negative(const char *s, size_t n, uint32_t *out)
{
    uint64_t value;
    if (!parse_digits(s, n, 10, 2147483648u, &value) || value == 0)
        return false;
    *out = (uint32_t)(4294967296u - value);
    return true;
}

bool mba_parse_dword(const char *s, size_t n, uint32_t *out)
{
    if (n > 1 && s[0] == '-')
        return parse_negative(s + 1, n - 1, out);
    bool hex = n > 2 && (mba_ascii_ncasecmp(s, "0x", 2) == 0 || mba_ascii_ncasecmp(s, "&h", 2) == 0);
    uint64_t value;
    if (!parse_digits(hex ? s + 2 : s, hex ? n - 2 : n, hex ? 16 : 10, UINT32_MAX, &value))
        return false;
    *out = (uint32_t)value;
    return true;
}

static unsigned suffix_shift(char c)
{
    switch (fold(c)) {
    case 'k':
        return 10;
    case 'm':
        return 20;
    case 'g':
        return 30;
    default:
        return 0;
    }
}

bool mba_parse_size(const char *s, uint64_t max, uint64_t *out)
{
    size_t n = strlen(s);
    unsigned shift = n > 1 ? suffix_shift(s[n - 1]) : 0;
    uint64_t value;
    if (!parse_digits(s, shift ? n - 1 : n, 10, UINT64_MAX, &value) || value > max >> shift)
        return false;
    *out = value << shift;
    return true;
}
