/* name_pattern: see name_pattern.h; the language is described in mbaudit/import.h and the man page. */
#include "import/name_pattern.h"
#include "mbaudit/import.h"

#include <string.h>

/* ---- dates and times ------------------------------------------------------------------------- */

enum { FIRST_YEAR = 1990, LAST_YEAR = 2199 }; /* other numbers of eight digits are no dates of exports */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Reads exactly `digits` digits at *p. */
static bool number(const char **p, const char *end, int digits, int *out)
{
    *out = 0;
    if (end - *p < digits)
        return false;
    for (int i = 0; i < digits; i++) {
        if (!is_digit((*p)[i]))
            return false;
        *out = *out * 10 + ((*p)[i] - '0');
    }
    *p += digits;
    return true;
}

/* Passes one of the characters; false when it is none of them. */
static bool one_of(const char **p, const char *end, const char *set)
{
    if (*p == end || **p == '\0' || !strchr(set, **p))
        return false;
    (*p)++;
    return true;
}

struct fields {
    int year, month, day, hour, minute, second;
};

static const char *read_date(const char *p, const char *end, struct fields *f)
{
    if (!number(&p, end, 4, &f->year))
        return NULL;
    bool dashed = one_of(&p, end, "-");
    if (!number(&p, end, 2, &f->month) || (dashed && !one_of(&p, end, "-")) || !number(&p, end, 2, &f->day))
        return NULL;
    return f->year >= FIRST_YEAR && f->year <= LAST_YEAR ? p : NULL;
}

/* 0200, 020000, 02:00, 02-00-00: one separator throughout, or none. */
static const char *read_time_of_day(const char *p, const char *end, struct fields *f)
{
    if (!number(&p, end, 2, &f->hour))
        return NULL;
    const char separator[2] = {p < end && strchr(":-.", *p) ? *p : '\0', '\0'};
    if ((separator[0] && !one_of(&p, end, separator)) || !number(&p, end, 2, &f->minute))
        return NULL;
    const char *seconds = p;
    if ((!separator[0] || one_of(&seconds, end, separator)) && number(&seconds, end, 2, &f->second))
        return seconds;
    f->second = 0;
    return p;
}

static size_t finish_time(const char *s, const char *p, const char *end, const struct fields *f,
                          mba_time *out)
{
    if (!p || (p < end && is_digit(*p)))
        return 0;
    if (!mba_time_make(f->year, f->month, f->day, f->hour, f->minute, f->second, out))
        return 0;
    return (size_t)(p - s);
}

size_t name_date(const char *s, size_t n, mba_time *out)
{
    struct fields f = {0};
    return finish_time(s, read_date(s, s + n, &f), s + n, &f, out);
}

size_t name_time(const char *s, size_t n, mba_time *out)
{
    struct fields f = {0};
    const char *end = s + n, *p = read_date(s, end, &f);
    if (!p)
        return 0;
    one_of(&p, end, "Tt_- ");
    p = read_time_of_day(p, end, &f);
    if (p)
        one_of(&p, end, "Zz");
    return finish_time(s, p, end, &f, out);
}

/* ---- the pattern language -------------------------------------------------------------------- */

enum element { LITERAL, ANY, SERVER, DATE, TIME, UNKNOWN };
static const struct {
    const char *text;
    enum element element;
} names[] = {{"{server}", SERVER}, {"{date}", DATE}, {"{time}", TIME}, {"*", ANY}};

/* The element at p, and how many bytes of the pattern it takes. */
static enum element element_at(const char *p, const char *end, size_t *len)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        *len = strlen(names[i].text);
        if ((size_t)(end - p) >= *len && mba_ascii_ncasecmp(p, names[i].text, *len) == 0)
            return names[i].element;
    }
    *len = 1;
    return *p == '{' || *p == '}' ? UNKNOWN : LITERAL;
}

struct matcher {
    const char *pattern_end, *text_end;
    struct name_match *out;
    unsigned steps; /* a pattern of many '*' must not take for ever */
};
enum { MATCH_STEPS = 100000 };

static bool match_here(struct matcher *m, const char *pattern, const char *text);

static bool match_any(struct matcher *m, const char *rest, const char *text)
{
    for (;; text++) {
        if (match_here(m, rest, text))
            return true;
        if (text == m->text_end)
            return false;
    }
}

/* As long as it can be, so that what follows takes only what it needs. */
static bool match_server(struct matcher *m, const char *rest, const char *text)
{
    for (const char *end = m->text_end; end > text; end--) {
        if (match_here(m, rest, end)) {
            m->out->server = text;
            m->out->server_len = (size_t)(end - text);
            return true;
        }
    }
    return false;
}

static bool match_when(struct matcher *m, const char *rest, const char *text, enum element element)
{
    mba_time t;
    size_t n = (size_t)(m->text_end - text);
    size_t len = element == DATE ? name_date(text, n, &t) : name_time(text, n, &t);
    if (len == 0 || !match_here(m, rest, text + len))
        return false;
    m->out->captured = t;
    m->out->date_only = element == DATE;
    return true;
}

static bool match_here(struct matcher *m, const char *pattern, const char *text)
{
    if (++m->steps > MATCH_STEPS)
        return false;
    if (pattern == m->pattern_end)
        return text == m->text_end;
    size_t len;
    enum element element = element_at(pattern, m->pattern_end, &len);
    switch (element) {
    case ANY:
        return match_any(m, pattern + len, text);
    case SERVER:
        return match_server(m, pattern + len, text);
    case DATE:
    case TIME:
        return match_when(m, pattern + len, text, element);
    default:
        return text < m->text_end && mba_ascii_ncasecmp(pattern, text, 1) == 0 &&
               match_here(m, pattern + 1, text + 1);
    }
}

bool name_pattern_match(const char *pattern, size_t pattern_len, const char *part, size_t part_len,
                        struct name_match *out)
{
    struct name_match found = {.captured = MBA_TIME_NONE};
    struct matcher m = {.pattern_end = pattern + pattern_len, .text_end = part + part_len, .out = &found};
    if (!match_here(&m, pattern, part))
        return false;
    *out = found;
    return true;
}

const char *mba_name_pattern_check(const char *pattern)
{
    size_t seen[UNKNOWN + 1] = {0}, len;
    const char *end = pattern + strlen(pattern);
    if (strlen(pattern) > 1000)
        return "it is longer than 1000 bytes";
    if (*pattern == '/' || pattern == end || end[-1] == '/' || strstr(pattern, "//"))
        return "a part between '/' is empty";
    for (const char *p = pattern; p < end; p += len)
        seen[element_at(p, end, &len)]++;
    if (seen[UNKNOWN])
        return "in braces there may be {server}, {date} and {time} only";
    if (seen[SERVER] > 1)
        return "{server} stands in it more than once";
    if (seen[DATE] + seen[TIME] > 1)
        return "{date} and {time} together stand in it more than once";
    if (seen[SERVER] + seen[DATE] + seen[TIME] == 0)
        return "it names none of {server}, {date} and {time}";
    return NULL;
}
