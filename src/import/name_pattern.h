/* name_pattern: the language of --name-pattern, and dates and times in names. */
#ifndef MBAUDIT_NAME_PATTERN_H
#define MBAUDIT_NAME_PATTERN_H

#include "mbaudit/base.h"

/* What the named parts of a pattern matched. */
struct name_match {
    const char *server; /* points into the text; NULL = no such part */
    size_t server_len;
    mba_time captured; /* MBA_TIME_NONE = no such part */
    bool date_only;
};
/* One pattern without '/' against the whole of one part. */
bool name_pattern_match(const char *pattern, size_t pattern_len, const char *part, size_t part_len,
                        struct name_match *out);

/* A date, or a date with a time of day, at the start of s: its length, or 0. */
size_t name_date(const char *s, size_t n, mba_time *out);
size_t name_time(const char *s, size_t n, mba_time *out);

#endif
