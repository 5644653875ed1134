/* Did you mean ...: the nearest of the words that would have been right. */
#include <string.h>

#include "cmd/table.h"

void cmd_suggest_offer(struct cmd_suggest *suggest, const char *candidate)
{
    size_t away = mba_text_distance(suggest->typed, candidate);
    size_t near = strlen(candidate) / 3; /* a third of the letters wrong is another word */
    if (away > near || (suggest->best && away >= suggest->distance))
        return;
    suggest->best = candidate;
    suggest->distance = away;
}
