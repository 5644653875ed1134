/* functions_keys: the keys of the tree - which there are, and where. */
#include <string.h>

#include "audit/functions.h"

const char *judge_last_part(const char *location)
{
    const char *slash = strrchr(location, '/');
    return slash ? slash + 1 : location;
}

void judge_record_fact(struct mba_judge *judge, const char *name, const char *text, bool there,
                       const char *path)
{
    struct judge_reading reading = {.name = name, .text = text, .path = path};
    reading.value.origin = there ? MBA_ORIGIN_EXPLICIT : MBA_ORIGIN_NONE;
    if (name && text)
        judge_record(judge, &reading);
    else
        judge->no_memory = true;
}

/* "key /LM/W3SVC": asked for so often that printf would show. NULL: no memory. */
static const char *name_of_key(struct mba_judge *judge, const char *location)
{
    static const char word[] = "key ";
    size_t len = strlen(location) + 1;
    char *name = mba_arena_alloc(judge->arena, sizeof word - 1 + len);
    if (!name)
        return NULL;
    memcpy(name, word, sizeof word - 1);
    memcpy(name + sizeof word - 1, location, len);
    return name;
}

static struct expr_value fn_exists(const struct judge_args *args)
{
    const char *location;
    const struct mba_key *key;
    bool known = judge_key_at(args->judge, args->text[0], &key, &location);
    bool exists = known && key;
    if (known)
        judge_record_fact(args->judge, name_of_key(args->judge, location ? location : args->text[0]),
                          exists ? "is there" : "is not there", exists, NULL);
    return expr_boolean(exists);
}

static bool is_asked_for(const struct judge_keys *keys, const char *class_name, const char *pattern)
{
    if (!keys->pattern != !pattern || (pattern && strcmp(keys->pattern, pattern) != 0))
        return false;
    return strcmp(keys->class_name, class_name) == 0;
}

static bool add_key(struct mba_judge *judge, struct judge_keys *keys, const struct mba_key *key)
{
    if (keys->count == keys->cap) {
        size_t wider = keys->cap ? keys->cap * 2 : 8;
        const struct mba_key **items = mba_arena_calloc(judge->arena, wider, sizeof *items);
        if (!items)
            return false;
        if (keys->count)
            memcpy(items, keys->items, keys->count * sizeof *items);
        keys->items = items;
        keys->cap = wider;
    }
    keys->items[keys->count++] = key;
    return true;
}

static bool add_keys_of_class(struct mba_judge *judge, struct judge_keys *keys, const struct judge_path *path)
{
    const struct mba_key *key;
    size_t cursor = 0;
    while ((key = mba_metabase_next_of_class(judge->mb, keys->class_name, &cursor))) {
        bool fits =
            !path->pattern || (key->location && judge_path_fits(path, key->location, key->location_len));
        if (fits && judge_is_object(key) && !add_key(judge, keys, key))
            return false;
    }
    return true;
}

/* A pattern that begins with a key of an instance is looked for below it: with a thousand instances that each
 * ask for their own, not all keys of the class can be looked at each time. */
static bool add_keys_below(struct mba_judge *judge, struct judge_keys *keys, const struct judge_path *path,
                           const char *area)
{
    size_t len = strlen(area);
    for (size_t i = mba_metabase_first_below(judge->mb, area); i < mba_metabase_count(judge->mb); i++) {
        const struct mba_key *key = mba_metabase_at(judge->mb, i);
        if (key->location_len <= len || mba_ascii_ncasecmp(key->location, area, len) != 0 ||
            key->location[len] != '/')
            break;
        if (mba_ascii_streq(key->class_name, keys->class_name) &&
            judge_path_fits(path, key->location, key->location_len) && judge_is_object(key) &&
            !add_key(judge, keys, key))
            return false;
    }
    return true;
}

static bool add_keys(struct mba_judge *judge, struct judge_keys *keys)
{
    enum { DEEP = 3 }; /* parts: "/LM/SmtpSvc/1" */
    const struct judge_path path = keys->pattern ? judge_path(keys->pattern) : (struct judge_path){0};
    const char *area = keys->pattern ? judge_static_prefix(judge->arena, keys->pattern) : "";
    int parts = 0;
    for (const char *s = area; s && *s; s++)
        parts += *s == '/';
    if (!area)
        return false;
    bool itself = keys->pattern && strcmp(area, keys->pattern) == 0;
    return parts >= DEEP && !itself ? add_keys_below(judge, keys, &path, area)
                                    : add_keys_of_class(judge, keys, &path);
}

static struct judge_keys *new_keys(struct mba_judge *judge, const char *class_name, const char *pattern)
{
    struct judge_keys *keys = mba_arena_calloc(judge->arena, 1, sizeof *keys);
    if (!keys)
        return NULL;
    keys->class_name = mba_arena_dup(judge->arena, class_name, strlen(class_name));
    keys->pattern = pattern ? mba_arena_dup(judge->arena, pattern, strlen(pattern)) : NULL;
    bool copied = keys->class_name && (!pattern || keys->pattern);
    return copied && add_keys(judge, keys) ? keys : NULL;
}

/* Looks at the last few only: patterns that lead from an object are asked for once. */
struct judge_keys *judge_keys_of(struct mba_judge *judge, const char *class_name, const char *pattern)
{
    enum { LOOKED_AT = 16 };
    struct judge_keys **first = &judge->facts.keys, **link = first, *keys;
    for (int i = 0; i < LOOKED_AT && *link && !is_asked_for(*link, class_name, pattern); i++)
        link = &(*link)->next;
    keys = *link;
    if (keys && is_asked_for(keys, class_name, pattern)) {
        *link = keys->next;
    } else if (!(keys = new_keys(judge, class_name, pattern))) {
        judge->no_memory = true;
        return NULL;
    }
    keys->next = *first;
    return *first = keys;
}

const struct mba_key *judge_next_object(struct mba_judge *judge, const char *class_name, const char *pattern,
                                        size_t *cursor)
{
    const struct judge_keys *keys = judge_keys_of(judge, class_name, pattern);
    return keys && *cursor < keys->count ? keys->items[(*cursor)++] : NULL;
}

bool judge_all_collected(struct mba_judge *judge, const char *class_name, const char *pattern)
{
    const char *area = pattern ? judge_static_prefix(judge->arena, pattern) : judge_class_home(class_name);
    if (!area)
        judge->no_memory = true;
    else if (mba_metabase_covers(judge->mb, area))
        return true;
    else
        judge_lack(judge, LACK_KEYS, area, NULL);
    return false;
}

const char *judge_location_or_lack(struct mba_judge *judge)
{
    const struct mba_key *key = judge->eval.key;
    judge_looks_around(judge);
    if (key && key->location)
        return key->location;
    judge_lack(judge, LACK_PLACE, "the place of the key", NULL);
    return "";
}

static struct expr_value fn_path(const struct judge_args *args)
{
    return expr_string(judge_location_or_lack(args->judge));
}

static struct expr_value fn_name(const struct judge_args *args)
{
    return expr_string(judge_last_part(judge_location_or_lack(args->judge)));
}

/* How much of a location is the virtual server that it is in: "/LM/W3SVC/1" of "/LM/W3SVC/1/ROOT". 0: none.
 */
static size_t virtual_server_length(const char *location)
{
    size_t service = 4 + strcspn(location + 4, "/");
    size_t start = service + (location[service] == '/');
    size_t len = strcspn(location + start, "/");
    return mba_is_digits(location + start, len) ? start + len : 0;
}

static struct expr_value fn_site(const struct judge_args *args)
{
    const char *location = judge_location_or_lack(args->judge);
    bool deep = strlen(location) > 4; /* below /LM */
    return expr_span(args->judge, location, deep ? virtual_server_length(location) : 0);
}

const struct judge_function judge_functions_keys[] = {
    {"exists", "k", fn_exists, EXPR_BOOLEAN},
    {"path", "", fn_path, EXPR_STRING},
    {"name", "", fn_name, EXPR_STRING},
    {"site", "", fn_site, EXPR_STRING},
    {0},
};
