/* Lines of a document as this room writes them: each element of a snapshot is one, and a line feed in a value
 * is written as a reference. */
#include <string.h>

#include "private.h"

bool mba_line_begins(const struct mba_span *line, const char *text)
{
    size_t len = strlen(text);
    return line->n >= len && memcmp(line->s, text, len) == 0;
}

bool mba_line_is(const struct mba_span *line, const char *text)
{
    return line->n == strlen(text) && mba_line_begins(line, text);
}

struct mba_span mba_line_tag(const struct mba_span *line)
{
    const char *close = memchr(line->s, '>', line->n);
    return (struct mba_span){line->s, close ? (size_t)(close - line->s) : line->n};
}

bool mba_line_attr(const struct mba_span *tag, const char *name, struct mba_span *value)
{
    size_t len = strlen(name);
    const char *at = memmem(tag->s, tag->n, name, len);
    if (!at)
        return false;
    at += len;
    const char *close = memchr(at, '"', (size_t)(tag->s + tag->n - at));
    if (close)
        *value = (struct mba_span){at, (size_t)(close - at)};
    return close != NULL;
}

bool mba_line_next(struct mba_span *rest, struct mba_span *line)
{
    if (rest->n == 0)
        return false;
    const char *feed = memchr(rest->s, '\n', rest->n);
    *line = (struct mba_span){rest->s, feed ? (size_t)(feed - rest->s) : rest->n};
    size_t used = line->n + (feed != NULL);
    rest->s += used;
    rest->n -= used;
    return true;
}
