/* Did you mean ...: the nearest of the words that would have been right. */
#include <string.h>

#include "cmd/table.h"

#define LONGEST 64

static size_t least(size_t a, size_t b, size_t c)
{
    size_t m = a < b ? a : b;
    return m < c ? m : c;
}

/* Levenshtein's distance; words longer than LONGEST are as far apart as can be. */
static size_t distance(const char *a, const char *b)
{
    size_t row[LONGEST + 1], la = strlen(a), lb = strlen(b);
    if (la > LONGEST || lb > LONGEST)
        return SIZE_MAX;
    for (size_t j = 0; j <= lb; j++)
        row[j] = j;
    for (size_t i = 1; i <= la; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= lb; j++) {
            size_t above = row[j];
            row[j] = least(row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[lb];
}

void cmd_suggest_offer(struct cmd_suggest *suggest, const char *candidate)
{
    size_t away = distance(suggest->typed, candidate);
    size_t near = strlen(candidate) / 3; /* a third of the letters wrong is another word */
    if (away > near || (suggest->best && away >= suggest->distance))
        return;
    suggest->best = candidate;
    suggest->distance = away;
}
