/* zoned_time: see zoned_time.h. */
#include "import/zoned_time.h"

#include <string.h>

/* Digits at *p; false when there are fewer. */
static bool digits(const char **p, int count, int *out)
{
    int value = 0;
    for (; count > 0; count--, (*p)++) {
        if (**p < '0' || **p > '9')
            return false;
        value = value * 10 + (**p - '0');
    }
    *out = value;
    return true;
}

static bool skip(const char **p, char c)
{
    bool there = **p == c;
    *p += there;
    return there;
}

static void skip_fraction(const char **p)
{
    if (skip(p, '.'))
        *p += strspn(*p, "0123456789*");
}

/* "2006-05-16T02:00:00.0000000" and "+02:00", "Z" or nothing. */
static bool read_date_time(const char *p, int part[6], int *offset, bool *zoned)
{
    int hours, minutes;
    if (!digits(&p, 4, &part[0]) || !skip(&p, '-') || !digits(&p, 2, &part[1]) || !skip(&p, '-') ||
        !digits(&p, 2, &part[2]) || !skip(&p, 'T') || !digits(&p, 2, &part[3]) || !skip(&p, ':') ||
        !digits(&p, 2, &part[4]) || !skip(&p, ':') || !digits(&p, 2, &part[5]))
        return false;
    skip_fraction(&p);
    *zoned = skip(&p, 'Z');
    if (*zoned || *p == '\0')
        return *p == '\0';
    int sign = *p == '-' ? -1 : 1;
    if ((*p != '+' && *p != '-') || (p++, !digits(&p, 2, &hours)) || !skip(&p, ':') ||
        !digits(&p, 2, &minutes))
        return false;
    *offset = sign * (hours * 60 + minutes);
    *zoned = true;
    return *p == '\0';
}

/* "20060516020000.000000+120": the offset is in minutes. */
static bool read_wmi_time(const char *p, int part[6], int *offset, bool *zoned)
{
    if (!digits(&p, 4, &part[0]))
        return false;
    for (int i = 1; i < 6; i++)
        if (!digits(&p, 2, &part[i]))
            return false;
    skip_fraction(&p);
    int sign = *p == '-' ? -1 : 1;
    *zoned = *p == '+' || *p == '-';
    if (!*zoned)
        return *p == '\0';
    p++;
    if (!digits(&p, 3, offset))
        return false;
    *offset *= sign;
    return *p == '\0';
}

bool zoned_time_parse(const char *text, mba_time *out, bool *zoned)
{
    int part[6], offset = 0;
    *zoned = false;
    if (!read_date_time(text, part, &offset, zoned)) {
        offset = 0;
        if (!read_wmi_time(text, part, &offset, zoned))
            return false;
    }
    if (!mba_time_make(part[0], part[1], part[2], part[3], part[4], part[5], out))
        return false;
    *out -= (mba_time)offset * 60;
    return true;
}
