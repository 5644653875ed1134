/* span: texts by pointer and length. */
#ifndef MBAUDIT_METABASE_SPAN_H
#define MBAUDIT_METABASE_SPAN_H

#include "mbaudit/base.h"

struct mb_span {
    const char *s;
    size_t n;
};
bool mb_span_equal(struct mb_span a, const char *s, size_t n);
bool mb_span_equal_nocase(struct mb_span a, const char *s, size_t n);
bool mb_span_is(struct mb_span a, const char *text); /* without case; text ends with NUL */
int mb_span_compare_nocase(struct mb_span a, struct mb_span b);

#endif
