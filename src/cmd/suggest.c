/* Did you mean ...: the nearest of the words that would have been right. */
#include <string.h>

#include "cmd/table.h"

#define LONGEST 40

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Letters missing, added, wrong or swapped with their neighbour; longer words are as far apart as can be. */
static size_t distance(const char *a, const char *b)
{
    size_t d[LONGEST + 1][LONGEST + 1], la = strlen(a), lb = strlen(b);
    if (la > LONGEST || lb > LONGEST)
        return SIZE_MAX;
    for (size_t i = 0; i <= la; i++)
        d[i][0] = i;
    for (size_t j = 0; j <= lb; j++)
        d[0][j] = j;
    for (size_t i = 1; i <= la; i++) {
        for (size_t j = 1; j <= lb; j++) {
            d[i][j] = least(d[i - 1][j - 1] + (a[i - 1] != b[j - 1]), least(d[i - 1][j], d[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[la][lb];
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
