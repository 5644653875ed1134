/* testimony: what exports tell from outside the metabase, as a list. */
#include "import/testimony.h"

#include <stdlib.h>
#include <string.h>

void mba_testimony_free(struct mba_testimony *testimony)
{
    mba_arena_free(testimony->arena);
    free(testimony->items);
    *testimony = (struct mba_testimony){0};
}

static bool over_limit(const struct mba_import *job)
{
    return job->testimony->count >= job->limits->value[MBA_LIMIT_EVIDENCE];
}

enum testimony_result testimony_tell(struct mba_import *job, const struct testimony_item *item)
{
    struct mba_testimony *to = job->testimony;
    struct mba_told told = {.what = {.word = item->word, .line = item->line}, .captured = item->captured};
    if (over_limit(job))
        return TESTIMONY_LIMIT;
    if (!to->arena && !(to->arena = mba_arena_new()))
        return TESTIMONY_NO_MEMORY;
    if (item->text && !mba_observation_value(to->arena, item->word, item->text, item->len, &told.what.text))
        return TESTIMONY_NO_VALUE;
    told.what.object = mba_observation_object(to->arena, item->object, item->object_len);
    told.server = mba_arena_dup(to->arena, item->server, strlen(item->server));
    if (!told.what.object || !told.server || !mba_grow(&to->items, &to->cap, to->count + 1, sizeof told))
        return TESTIMONY_NO_MEMORY;
    to->items[to->count++] = told;
    return TESTIMONY_TAKEN;
}

enum mba_status testimony_stop(struct mba_import *job, enum testimony_result result, unsigned long line)
{
    return result == TESTIMONY_LIMIT ? import_over_limit(job, line, MBA_LIMIT_EVIDENCE) : MBA_RUN_FAILED;
}

bool testimony_next_line(struct testimony_text *rest, struct testimony_text *line, bool *ended)
{
    if (rest->n == 0)
        return false;
    const char *feed = memchr(rest->s, '\n', rest->n);
    size_t n = feed ? (size_t)(feed - rest->s) : rest->n;
    *line = (struct testimony_text){rest->s, n};
    *ended = feed != NULL;
    if (line->n > 0 && line->s[line->n - 1] == '\r')
        line->n--;
    rest->s += n + *ended;
    rest->n -= n + *ended;
    return true;
}

bool testimony_text(struct mba_import *job, struct mba_buf *scratch, struct testimony_text *text)
{
    bool damaged;
    return mba_text_to_utf8(job->data, job->len, scratch, &text->s, &text->n, &job->testimony->encoding,
                            &damaged);
}
