/* time: the proleptic Gregorian calendar in UTC, without the C library's time zones. */
#include "mbaudit/base.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { YEAR_FIRST = 1601, YEAR_LAST = 9999 };
static const int64_t day_seconds = 86400;

static bool is_leap(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int64_t year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days from 1970-01-01 to the first day of the year. */
static int64_t year_start(int64_t year)
{
    int64_t before = year - 1;
    return before * 365 + before / 4 - before / 100 + before / 400 - 719162;
}

static bool in_range(int value, int low, int high)
{
    return value >= low && value <= high;
}

bool mba_time_make(int year, int month, int day, int hour, int minute, int second, mba_time *out)
{
    if (!in_range(year, YEAR_FIRST, YEAR_LAST) || !in_range(month, 1, 12) ||
        !in_range(day, 1, month_days(year, month)) || !in_range(hour, 0, 23) || !in_range(minute, 0, 59) ||
        !in_range(second, 0, 59))
        return false;
    int64_t days = year_start(year) + day - 1;
    for (int m = 1; m < month; m++)
        days += month_days(year, m);
    *out = days * day_seconds + hour * 3600 + minute * 60 + second;
    return true;
}

void mba_time_iso(mba_time t, char out[21])
{
    out[0] = '\0';
    if (t < year_start(YEAR_FIRST) * day_seconds || t >= year_start(YEAR_LAST + 1) * day_seconds)
        return;
    int64_t days = t / day_seconds - (t % day_seconds < 0);
    int64_t left = t - days * day_seconds;
    /* Never too late a year, and stepped up to the right one. */
    int64_t year = days < 0 ? 1969 + days / 365 : 1970 + days / 366;
    while (days >= year_start(year + 1))
        year++;
    int64_t day = days - year_start(year);
    int month = 1;
    for (; day >= month_days(year, month); month++)
        day -= month_days(year, month);
    snprintf(out, 21, "%04u-%02u-%02uT%02u:%02u:%02uZ", (unsigned)year % 10000, (unsigned)month % 100,
             (unsigned)(day + 1) % 100, (unsigned)(left / 3600) % 100, (unsigned)(left / 60 % 60),
             (unsigned)(left % 60));
}

/* Digits of s where the form has 'd', the same character elsewhere. */
static bool has_form(const char *s, const char *form)
{
    for (; *form; s++, form++)
        if (*form == 'd' ? !mba_is_digits(s, 1) : *s != *form)
            return false;
    return *s == '\0';
}

static int number(const char *s, size_t n)
{
    int value = 0;
    for (size_t i = 0; i < n; i++)
        value = value * 10 + (s[i] - '0');
    return value;
}

bool mba_time_parse_iso(const char *s, mba_time *out)
{
    bool whole = has_form(s, "dddd-dd-ddTdd:dd:ddZ");
    if (!whole && !has_form(s, "dddd-dd-dd"))
        return false;
    return mba_time_make(number(s, 4), number(s + 5, 2), number(s + 8, 2), whole ? number(s + 11, 2) : 0,
                         whole ? number(s + 14, 2) : 0, whole ? number(s + 17, 2) : 0, out);
}

#define FARTHEST_ZONE (14 * 60) /* minutes: no clock on earth is farther from UTC */

/* Minutes east of UTC: "Z", "+02:00", "+0200"; "+120" as WMI has it. False: no zone. */
static bool zone(const char *s, bool wmi, int64_t *minutes)
{
    *minutes = 0;
    if (*s == '\0' || strcmp(s, "Z") == 0)
        return true;
    if (*s != '+' && *s != '-')
        return false;
    if (wmi && has_form(s + 1, "ddd"))
        *minutes = number(s + 1, 3);
    else if (!wmi && has_form(s + 1, "dd:dd"))
        *minutes = number(s + 1, 2) * 60 + number(s + 4, 2);
    else if (!wmi && has_form(s + 1, "dddd"))
        *minutes = number(s + 1, 2) * 60 + number(s + 3, 2);
    else
        return false;
    if (*minutes > FARTHEST_ZONE || (!wmi && number(s + strlen(s) - 2, 2) > 59))
        return false;
    *minutes = *s == '-' ? -*minutes : *minutes;
    return true;
}

static const char *skip_fraction(const char *s)
{
    size_t digits = *s == '.' ? strspn(s + 1, "0123456789*") : 0;
    return digits > 0 ? s + 1 + digits : s;
}

static bool begins_with_form(const char *s, const char *form)
{
    char head[24];
    size_t n = strlen(form);
    if (strnlen(s, n) < n || n >= sizeof head)
        return false;
    memcpy(head, s, n);
    head[n] = '\0';
    return has_form(head, form);
}

bool mba_time_parse(const char *s, mba_time *out)
{
    static const struct {
        const char *form;
        bool wmi;
        int hour, minute, second; /* where their digits are; 0: none */
    } forms[] = {
        {"dddd-dd-ddTdd:dd:dd", false, 11, 14, 17}, {"dddd-dd-dd dd:dd:dd", false, 11, 14, 17},
        {"dddd-dd-ddTdd:dd", false, 11, 14, 0},     {"dddd-dd-dd dd:dd", false, 11, 14, 0},
        {"dddddddddddddd.", true, 8, 10, 12},       {"dddd-dd-dd", false, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        size_t n = strlen(forms[i].form) - forms[i].wmi;
        int day = forms[i].wmi ? 4 : 5, hour = forms[i].hour, minute = forms[i].minute,
            second = forms[i].second;
        int64_t east;
        if (!begins_with_form(s, forms[i].form))
            continue;
        if (!zone(skip_fraction(s + n), forms[i].wmi, &east) ||
            !mba_time_make(number(s, 4), number(s + day, 2), number(s + day + (forms[i].wmi ? 2 : 3), 2),
                           hour ? number(s + hour, 2) : 0, minute ? number(s + minute, 2) : 0,
                           second ? number(s + second, 2) : 0, out))
            return false;
        *out -= east * 60;
        return true;
    }
    return false;
}

bool mba_time_now(mba_time *out, const char **bad)
{
    const char *text = getenv("SOURCE_DATE_EPOCH");
    if (!text) {
        *out = time(NULL);
        return true;
    }
    uint64_t value;
    uint64_t last = (uint64_t)(year_start(YEAR_LAST + 1) * day_seconds - 1);
    if (!mba_is_digits(text, strlen(text)) || !mba_parse_size(text, last, &value)) {
        *bad = text;
        return false;
    }
    *out = (mba_time)value;
    return true;
}
