/* location: one form for the many ways to write a key's place. */
#include "location.h"

#include "mbaudit/metabase.h"

#include <string.h>

static const char scheme[] = "IIS://";

/* "/LM" or "/LM/a/b": no empty part, no slash at the end. What exports write, so looked at first. */
bool mb_location_is_normal(const char *location, size_t n)
{
    if (n == 1)
        return *location == '/' || *location == '.';
    if (n < 3 || memcmp(location, "/LM", 3) != 0 || (n > 3 && location[3] != '/'))
        return false;
    const char *end = location + n;
    for (const char *slash = location; slash; slash = memchr(slash + 1, '/', (size_t)(end - slash) - 1))
        if (slash + 1 == end || slash[1] == '/')
            return false;
    return true;
}

/* Without the scheme and the host name. */
static struct mb_span skip_host(const char *location, size_t n)
{
    size_t len = sizeof scheme - 1;
    if (n < len || mba_ascii_ncasecmp(location, scheme, len) != 0)
        return (struct mb_span){location, n};
    location += len;
    n -= len;
    const char *slash = n > 0 ? memchr(location, '/', n) : NULL;
    return slash ? (struct mb_span){slash, n - (size_t)(slash - location)} : (struct mb_span){"", 0};
}

/* The next part of rest, without slashes; false at the end. */
static bool next_part(struct mb_span *rest, struct mb_span *part)
{
    while (rest->n > 0 && *rest->s == '/') {
        rest->s++;
        rest->n--;
    }
    const char *slash = rest->n > 0 ? memchr(rest->s, '/', rest->n) : NULL;
    *part = (struct mb_span){rest->s, slash ? (size_t)(slash - rest->s) : rest->n};
    rest->s += part->n;
    rest->n -= part->n;
    return part->n > 0;
}

char *mba_location_normalise(struct mba_arena *arena, const char *location, size_t len)
{
    if (mb_location_is_normal(location, len))
        return mba_arena_dup(arena, location, len);
    struct mb_span rest = skip_host(location, len), part;
    char *out = rest.n <= SIZE_MAX - 5 ? mba_arena_alloc(arena, rest.n + 5) : NULL;
    if (!out)
        return NULL;
    memcpy(out, "/LM", 3);
    size_t at = 3;
    bool first = true;
    for (; next_part(&rest, &part); first = false) {
        if (first && mb_span_equal_nocase(part, "LM", 2))
            continue;
        out[at++] = '/';
        memcpy(out + at, part.s, part.n);
        at += part.n;
    }
    out[at] = '\0';
    return out;
}

struct mb_span mb_location_part(const char *location, size_t index)
{
    struct mb_span rest = {location, strlen(location)}, part = {location, 0};
    for (size_t i = 0; i <= index; i++)
        if (!next_part(&rest, &part))
            break;
    return part;
}

bool mb_location_within(const char *above, const char *location)
{
    size_t n = strlen(above);
    if (strcmp(above, "/") == 0)
        return true;
    return mba_ascii_ncasecmp(above, location, n) == 0 && (location[n] == '\0' || location[n] == '/');
}

size_t mb_location_above(const char *location, size_t n)
{
    if (n <= 1)
        return 0;
    const char *slash = memrchr(location, '/', n);
    if (!slash)
        return 0;
    return slash == location ? 1 : (size_t)(slash - location); /* above "/LM" stands "/" */
}

static bool part_matches(struct mb_span pattern, struct mb_span part)
{
    return mb_span_equal(pattern, "*", 1) || mb_span_equal_nocase(pattern, part.s, part.n);
}

/* Like mba_glob, with parts for bytes: on a mismatch the last "**" takes one part more. */
bool mba_path_matches(const char *pattern, const char *location)
{
    if (!location)
        return false;
    struct mb_span want = {pattern, strlen(pattern)}, have = {location, strlen(location)};
    struct mb_span after_any = {NULL, 0}, resume = {NULL, 0}, wanted, part;
    for (;;) {
        struct mb_span next_want = want, next_have = have;
        bool more = next_part(&next_want, &wanted), left = next_part(&next_have, &part);
        if (more && mb_span_equal(wanted, "**", 2)) {
            after_any = want = next_want;
            resume = have;
        } else if (!more && !left) {
            return true;
        } else if (more && left && part_matches(wanted, part)) {
            want = next_want;
            have = next_have;
        } else if (after_any.s && next_part(&resume, &part)) {
            want = after_any;
            have = resume;
        } else {
            return false;
        }
    }
}
