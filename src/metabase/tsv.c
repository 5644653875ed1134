/* tsv: see tsv.h. */
#include "tsv.h"

#include <string.h>

static struct mb_span next_line(struct mb_tsv *tsv)
{
    size_t left = (size_t)(tsv->end - tsv->at);
    const char *lf = memchr(tsv->at, '\n', left);
    struct mb_span line = {tsv->at, lf ? (size_t)(lf - tsv->at) : left};
    tsv->at = lf ? lf + 1 : tsv->end;
    tsv->line++;
    if (line.n > 0 && line.s[line.n - 1] == '\r')
        line.n--;
    return line;
}

static size_t split(struct mb_span line, struct mb_span *columns, size_t max)
{
    for (size_t count = 0;; count++) {
        const char *tab = memchr(line.s, '\t', line.n);
        size_t n = tab ? (size_t)(tab - line.s) : line.n;
        if (count == max)
            return max + 1;
        columns[count] = (struct mb_span){line.s, n};
        if (!tab)
            return count + 1;
        line = (struct mb_span){tab + 1, line.n - n - 1};
    }
}

size_t mb_tsv_next(struct mb_tsv *tsv, struct mb_span *columns, size_t max)
{
    while (tsv->at < tsv->end) {
        struct mb_span line = next_line(tsv);
        if (line.n > 0 && line.s[0] != '#')
            return split(line, columns, max);
    }
    return 0;
}

bool mb_next_word(struct mb_span *rest, struct mb_span *word)
{
    while (rest->n > 0 && *rest->s == ' ') {
        rest->s++;
        rest->n--;
    }
    const char *space = rest->n > 0 ? memchr(rest->s, ' ', rest->n) : NULL;
    *word = (struct mb_span){rest->s, space ? (size_t)(space - rest->s) : rest->n};
    rest->s += word->n;
    rest->n -= word->n;
    return word->n > 0;
}

char *mb_tsv_text(struct mba_arena *arena, struct mb_span column)
{
    char *text = mba_arena_alloc(arena, column.n + 1);
    if (!text)
        return NULL;
    size_t len = 0;
    for (size_t i = 0; i < column.n; i++) {
        char c = column.s[i];
        if (c == '\\' && i + 1 < column.n) {
            char escaped = column.s[++i];
            c = escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped;
        }
        text[len++] = c;
    }
    text[len] = '\0';
    return text;
}
