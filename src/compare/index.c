/* Elements by a text, and lists of names. */
#include <stdlib.h>
#include <string.h>

#include "private.h"

enum { NAMES_SHOWN = 8 };

bool mba_index_add(struct mba_index *index, const char *key, xmlNodePtr node)
{
    if (!mba_grow(&index->items, &index->cap, index->count + 1, sizeof *index->items))
        return false;
    index->items[index->count] = (struct mba_index_item){.key = key, .node = node, .order = index->count};
    index->count++;
    return true;
}

static int by_key(const void *a, const void *b)
{
    const struct mba_index_item *ia = a, *ib = b;
    int order = mba_ascii_casecmp(ia->key, ib->key);
    return order ? order : (ia->order > ib->order) - (ia->order < ib->order);
}

void mba_index_sort(struct mba_index *index)
{
    if (index->count)
        qsort(index->items, index->count, sizeof *index->items, by_key);
}

struct mba_index_item *mba_index_find(const struct mba_index *index, const char *key)
{
    size_t low = 0, high = index->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (mba_ascii_casecmp(index->items[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < index->count && mba_ascii_streq(index->items[low].key, key) ? &index->items[low] : NULL;
}

bool mba_index_more(const struct mba_index *index, const struct mba_index_item *item, const char *key)
{
    return item && item < index->items + index->count && mba_ascii_streq(item->key, key);
}

void mba_index_free(struct mba_index *index)
{
    free(index->items);
    *index = (struct mba_index){0};
}

void mba_scratch_clear(struct mba_buf *scratch)
{
    bool failed = scratch->failed;
    mba_buf_clear(scratch);
    scratch->failed = failed;
}

void mba_names_add(struct mba_names *names, const char *name)
{
    if (names->count++ >= NAMES_SHOWN)
        return;
    mba_buf_printf(&names->text, "%s%s", names->count > 1 ? ", " : "", name);
}

const char *mba_names_list(struct mba_names *names)
{
    if (names->count > NAMES_SHOWN)
        mba_buf_printf(&names->text, " and %zu more", names->count - NAMES_SHOWN);
    return names->text.data ? names->text.data : "";
}

bool mba_names_whole(const struct mba_names *names)
{
    return !names->text.failed;
}

void mba_names_free(struct mba_names *names)
{
    mba_buf_free(&names->text);
}
