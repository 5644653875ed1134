/* functions_keys: the keys of the tree - which there are, how many, and where. */
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

static struct expr_value fn_exists(const struct judge_args *args)
{
    const char *location;
    const struct mba_key *key;
    bool known = judge_key_at(args->judge, args->text[0], &key, &location);
    bool exists = known && key;
    if (known)
        judge_record_fact(args->judge,
                          mba_arena_printf(args->judge->arena, "key %s", location ? location : args->text[0]),
                          exists ? "is there" : "is not there", exists, NULL);
    return expr_boolean(exists);
}

/* The keys of a class that a pattern (NULL: none) fits. A rule on forty application pools asks forty times
 * for the same, so the lists are kept with the snapshot. */
struct judge_keys {
    const char *class_name, *pattern;
    const struct mba_key **items;
    size_t count;
    struct judge_keys *next;
};

static bool is_asked_for(const struct judge_keys *keys, const char *class_name, const char *pattern)
{
    if (!keys->pattern != !pattern || (pattern && strcmp(keys->pattern, pattern) != 0))
        return false;
    return strcmp(keys->class_name, class_name) == 0;
}

/* With NULL for items they are only counted. */
static size_t list_keys(struct mba_judge *judge, const char *class_name, const char *pattern,
                        const struct mba_key **items)
{
    const struct judge_path path = pattern ? judge_path(pattern) : (struct judge_path){0};
    const struct mba_key *key;
    size_t cursor = 0, count = 0;
    while ((key = mba_metabase_next_of_class(judge->mb, class_name, &cursor))) {
        if (pattern && (!key->location || !judge_path_fits(&path, key->location, strlen(key->location))))
            continue;
        if (!judge_is_object(key))
            continue;
        if (items)
            items[count] = key;
        count++;
    }
    return count;
}

static struct judge_keys *new_keys(struct mba_judge *judge, const char *class_name, const char *pattern)
{
    struct judge_keys *keys = mba_arena_calloc(judge->arena, 1, sizeof *keys);
    if (!keys)
        return NULL;
    keys->class_name = mba_arena_dup(judge->arena, class_name, strlen(class_name));
    keys->pattern = pattern ? mba_arena_dup(judge->arena, pattern, strlen(pattern)) : NULL;
    keys->count = list_keys(judge, class_name, pattern, NULL);
    keys->items = mba_arena_calloc(judge->arena, keys->count + 1, sizeof *keys->items);
    if (!keys->class_name || (pattern && !keys->pattern) || !keys->items)
        return NULL;
    list_keys(judge, class_name, pattern, keys->items);
    return keys;
}

/* Looks at the last few only: patterns that lead from an object are asked for once. */
static const struct judge_keys *find_keys(struct mba_judge *judge, const char *class_name,
                                          const char *pattern)
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
    const struct judge_keys *keys = find_keys(judge, class_name, pattern);
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

static struct expr_value fn_count(const struct judge_args *args)
{
    size_t cursor = 0;
    double count = 0;
    struct mba_judge *judge = args->judge;
    const char *pattern = args->count > 1 ? judge_resolve(judge, args->text[1]) : NULL;
    if (args->count > 1 && !pattern) {
        judge_lack(judge, LACK_PLACE, mba_arena_dup(judge->arena, args->text[1], strlen(args->text[1])),
                   NULL);
    } else if (judge_all_collected(judge, args->text[0], pattern)) {
        while (judge_next_object(judge, args->text[0], pattern, &cursor))
            count++;
        judge_record_fact(judge, mba_arena_printf(judge->arena, "number of %s keys", args->text[0]),
                          mba_arena_printf(judge->arena, "%.0f", count), true, pattern);
    }
    return expr_number(count);
}

static bool equals(struct mba_judge *judge, const struct mba_property *prop, const struct mba_value *value,
                   const struct expr_value *wanted, const char *path)
{
    struct expr_value found = judge_object(judge, prop, value, path);
    size_t len;
    if (prop->type == MBA_TYPE_DWORD)
        return expr_as_number(&found) == expr_as_number(wanted);
    if (prop->type == MBA_TYPE_BOOL)
        return expr_truth(&found) == expr_truth(wanted);
    return mba_ascii_streq(expr_as_text(judge, &found, &len), expr_as_text(judge, wanted, &len));
}

static struct expr_value fn_count_where(const struct judge_args *args)
{
    size_t cursor = 0;
    double count = 0;
    const struct mba_key *key;
    const struct mba_property *prop = judge_argument_property(args, 1);
    bool known = prop && judge_all_collected(args->judge, args->text[0], NULL);
    while (known && (key = judge_next_object(args->judge, args->text[0], NULL, &cursor))) {
        struct mba_value value;
        if (judge_read(args->judge, key, judge_place(key), prop, &value))
            count += equals(args->judge, prop, &value, &args->value[2], judge_place(key));
    }
    return expr_number(count);
}

/* Counts keys at a pattern whose property is a text, without case; not to have it is another value. */
static struct expr_value fn_count_with(const struct judge_args *args)
{
    const struct mba_key *key;
    size_t cursor = 0;
    double count = 0;
    struct mba_judge *judge = args->judge;
    const struct mba_property *prop = judge_argument_property(args, 1);
    const char *pattern = judge_resolve(judge, args->text[3]);
    if (!pattern)
        judge_lack(judge, LACK_PLACE, mba_arena_dup(judge->arena, args->text[3], strlen(args->text[3])),
                   NULL);
    bool known = prop && pattern && judge_all_collected(judge, args->text[0], pattern);
    while (known && (key = judge_next_object(judge, args->text[0], pattern, &cursor))) {
        struct judge_reading reading = {.prop = prop, .key = key, .path = judge_place(key)};
        if (!judge_known(judge, key, reading.path, prop, &reading.value) || !reading.value.text ||
            !mba_ascii_streq(reading.value.text, args->text[2]))
            continue;
        judge_record(judge, &reading);
        count++;
    }
    return expr_number(count);
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
    {"count", "c?k", fn_count, EXPR_NUMBER},
    {"count-where", "cpx", fn_count_where, EXPR_NUMBER},
    {"count-with", "cpxk", fn_count_with, EXPR_NUMBER},
    {"path", "", fn_path, EXPR_STRING},
    {"name", "", fn_name, EXPR_STRING},
    {"site", "", fn_site, EXPR_STRING},
    {0},
};
