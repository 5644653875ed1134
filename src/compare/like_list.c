/* What must differ from server to server: corpus/schema/like-ignore.tsv, and a file of the user's. */
#include <stdlib.h>
#include <string.h>

#include "private.h"

enum { COLUMNS = 4, MOST_BYTES = 1 << 20 };

struct mba_like_list *mba_like_list_new(void)
{
    struct mba_like_list *list = calloc(1, sizeof *list);
    if (list && !(list->arena = mba_arena_new())) {
        free(list);
        return NULL;
    }
    return list;
}

void mba_like_list_free(struct mba_like_list *list)
{
    if (!list)
        return;
    mba_arena_free(list->arena);
    free(list->items);
    free(list);
}

static bool split(char *line, char *columns[COLUMNS])
{
    for (int i = 0; i < COLUMNS; i++) {
        columns[i] = line;
        char *tab = line ? strchr(line, '\t') : NULL;
        if (tab && i + 1 < COLUMNS)
            *tab = '\0';
        line = tab ? tab + 1 : NULL;
        if (!columns[i] && i < COLUMNS - 1)
            return false;
    }
    return true;
}

/* NULL: fine, or no memory (*no_memory). */
static const char *add_line(struct mba_like_list *list, char *line, bool *no_memory)
{
    char *columns[COLUMNS];
    if (!*line || *line == '#')
        return NULL;
    if (!split(line, columns) || !*columns[0] || !*columns[1])
        return "has not the columns property, path and how, separated by tabs";
    bool address = strcmp(columns[2], "address") == 0;
    if (!address && strcmp(columns[2], "all") != 0)
        return "has something else than all or address in its third column";
    if (!mba_grow(&list->items, &list->cap, list->count + 1, sizeof *list->items))
        *no_memory = true;
    else
        list->items[list->count++] = (struct mba_like_ignored){columns[0], columns[1], address};
    return NULL;
}

static bool add_text(struct mba_like_list *list, const char *name, const char *text, size_t len, char **error)
{
    char *line = mba_arena_dup(list->arena, text, len);
    bool no_memory = !line;
    for (unsigned long number = 1; line && !no_memory; number++) {
        char *end = strchr(line, '\n');
        if (end)
            *end = '\0';
        size_t line_len = strlen(line);
        if (line_len && line[line_len - 1] == '\r')
            line[line_len - 1] = '\0';
        const char *wrong = add_line(list, line, &no_memory);
        if (wrong)
            return mba_fail(error, "%s:%lu: %s (corpus/schema/like-ignore.tsv)", name, number, wrong);
        line = end ? end + 1 : NULL;
    }
    return no_memory ? mba_fail(error, "no memory") : true;
}

bool mba_like_list_builtin(struct mba_like_list *list, char **error)
{
    static const char path[] = "corpus/schema/like-ignore.tsv";
    const struct mba_asset *asset = mba_asset_find(path);
    if (!asset)
        return mba_fail(error, "%s: is missing in this program", path);
    return add_text(list, path, (const char *)asset->data, asset->len, error);
}

bool mba_like_list_read(struct mba_like_list *list, const char *path, char **error)
{
    size_t len;
    unsigned char *data = mba_file_read(path, MOST_BYTES, &len, error);
    bool good = data && add_text(list, path, (const char *)data, len, error);
    free(data);
    return good;
}

const struct mba_like_ignored *mba_like_find(const struct mba_like_list *list, const char *property,
                                             const char *path)
{
    const struct mba_like_ignored *found = NULL;
    for (size_t i = 0; i < list->count; i++) {
        const struct mba_like_ignored *item = &list->items[i];
        if (mba_glob(item->property, property) && mba_glob(item->path, path) && (!found || !item->address))
            found = item;
    }
    return found;
}

bool mba_like_ignores_object(const struct mba_like_list *list, const char *path)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].property, "*") == 0 && !list->items[i].address &&
            mba_glob(list->items[i].path, path))
            return true;
    return false;
}
