/* judge_read: the values that expressions ask for, what was read, and why a value cannot be used. */
#include <stdio.h>
#include <string.h>

#include "audit/judge.h"

const char *judge_place(const struct mba_key *key)
{
    if (!key)
        return "";
    return key->location ? key->location : key->label ? key->label : "";
}

bool judge_known_absent(const struct mba_value *value)
{
    return value->known_absent && (value->origin == MBA_ORIGIN_NONE || value->origin == MBA_ORIGIN_DEFAULT);
}

/* ---- what was read and what was lacking, each once ------------------------------------------------ */

enum { FEW = 16 }; /* so many are looked through; of more, a table is kept */

static bool same_lack(const void *context, uint32_t item, const void *wanted)
{
    const struct judge_eval *eval = context;
    return item < eval->lack_count && strcmp(eval->lacks[item - 1].what, wanted) == 0;
}

static bool same_reading(const void *context, uint32_t item, const void *wanted)
{
    const struct judge_eval *eval = context;
    const struct judge_reading *a = &eval->readings[item - 1], *b = wanted;
    if (item >= eval->reading_count || a->prop != b->prop || a->key != b->key)
        return false;
    bool same_path = a->path == b->path || (a->path && b->path && mba_ascii_streq(a->path, b->path));
    return same_path && (a->prop || strcmp(a->name, b->name) == 0);
}

static uint32_t lack_hash(const struct mba_judge *judge, uint32_t item)
{
    const char *what = judge->eval.lacks[item - 1].what;
    return mba_hash_text(judge->seed, what, strlen(what));
}

static uint32_t reading_hash(const struct mba_judge *judge, uint32_t item)
{
    const struct judge_reading *reading = &judge->eval.readings[item - 1];
    const char *place = judge_place(reading->key),
               *name = reading->prop ? reading->prop->name : reading->name;
    uint32_t hash = mba_hash_text(judge->seed, name, strlen(name));
    return hash * 31 + mba_hash_text(judge->seed, place, strlen(place));
}

/* Whether the last of so many items, just put there, stands before it already. An item that was taken back
 * may still be in the table: it is then the place of another. */
static bool is_again(struct mba_judge *judge, struct judge_places *places, uint32_t count, mba_same *same,
                     const void *last, uint32_t (*hash_of)(const struct mba_judge *, uint32_t))
{
    if (count <= FEW) {
        for (uint32_t i = 1; i < count; i++)
            if (same(&judge->eval, i, last))
                return true;
        return false;
    }
    if (places->count >= count)
        places->count = count - 1;
    while (places->count < count) {
        uint32_t hash = hash_of(judge, places->count + 1);
        bool is_last = places->count + 1 == count;
        if (is_last && mba_table_find(&places->table, hash, same, &judge->eval, last))
            return true;
        if (!mba_table_prepare(&places->table, judge->places)) {
            judge->no_memory = true;
            return false;
        }
        mba_table_add(&places->table, hash, ++places->count);
    }
    return false;
}

void judge_lack(struct mba_judge *judge, enum judge_lack_kind kind, const char *what, const char *path)
{
    struct judge_eval *eval = &judge->eval;
    if (eval->answer) /* the outcome stands already */
        return;
    if (what && path)
        what = mba_arena_printf(judge->arena, "%s at %s", what, path);
    if (!what || !mba_grow(&eval->lacks, &eval->lack_cap, eval->lack_count + 1, sizeof *eval->lacks)) {
        judge->no_memory = true;
        return;
    }
    eval->lacks[eval->lack_count++] = (struct judge_lack){kind, what};
    eval->lack_count -=
        is_again(judge, &eval->lack_places, (uint32_t)eval->lack_count, same_lack, what, lack_hash);
}

void judge_record(struct mba_judge *judge, const struct judge_reading *reading)
{
    struct judge_eval *eval = &judge->eval;
    if (!mba_grow(&eval->readings, &eval->reading_cap, eval->reading_count + 1, sizeof *eval->readings)) {
        judge->no_memory = true;
        return;
    }
    eval->readings[eval->reading_count++] = *reading;
    eval->reading_count -= is_again(judge, &eval->reading_places, (uint32_t)eval->reading_count, same_reading,
                                    reading, reading_hash);
}

/* A property that the export shows to be set nowhere. */
static bool read_absent(struct mba_judge *judge, const struct judge_reading *reading, const char *path)
{
    struct judge_eval *eval = &judge->eval;
    const struct mba_property *prop = reading->prop;
    for (size_t i = 0; i < eval->rule->absent_count; i++) {
        const struct mba_absent *absent = &eval->rule->absents[i];
        if (strcmp(absent->property, prop->name) != 0)
            continue;
        struct judge_reading nothing = *reading;
        nothing.value = (struct mba_value){.known_absent = true};
        judge_record(judge, &nothing);
        if (!eval->answer && !eval->lack_count)
            eval->answer = absent;
        return false;
    }
    if (reading->value.origin == MBA_ORIGIN_DEFAULT && eval->rule->defaults_decide) {
        judge_record(judge, reading);
        return true;
    }
    judge_lack(judge, reading->value.origin == MBA_ORIGIN_DEFAULT ? LACK_DEFAULT : LACK_UNSET, prop->name,
               path);
    return false;
}

/* Reads a property at a key; path is where, if that is not the object. False: it has no value to go by, and
 * why not has been noted. */
bool judge_read_part(struct mba_judge *judge, const struct mba_key *key, const char *path,
                     const struct mba_property *prop, enum judge_part part, struct mba_value *value)
{
    *value = (struct mba_value){0};
    if (key)
        judge_part(judge, key, prop, part, value);
    else
        value->known_absent = true; /* the key is known not to be there */
    struct judge_reading reading = {.prop = prop, .key = key, .value = *value, .path = path};
    if (judge_known_absent(value))
        return read_absent(judge, &reading, path);
    if (value->origin == MBA_ORIGIN_NONE || value->origin == MBA_ORIGIN_DEFAULT) {
        bool is_volatile = (prop->attributes & MBA_ATTR_VOLATILE) != 0;
        judge_lack(judge, is_volatile ? LACK_VOLATILE : LACK_NOT_COLLECTED, prop->name, path);
        return false;
    }
    judge_record(judge, &reading);
    if (!value->text) {
        judge_lack(judge, LACK_SECRET, prop->name, path);
        return false;
    }
    return true;
}

bool judge_read(struct mba_judge *judge, const struct mba_key *key, const char *path,
                const struct mba_property *prop, struct mba_value *value)
{
    return judge_read_part(judge, key, path, prop, PART_VALUE, value);
}

/* ---- other keys ------------------------------------------------------------------------------ */

/* One step of a relative path from a location of *len bytes; false above the root. */
static bool step(char *location, size_t *len, const char *part, size_t n)
{
    if (n == 0 || (n == 1 && part[0] == '.'))
        return true;
    if (n == 2 && part[0] == '.' && part[1] == '.') {
        const char *slash = memrchr(location, '/', *len);
        *len = slash ? (size_t)(slash - location) : 0;
        return slash != NULL;
    }
    location[(*len)++] = '/';
    memcpy(location + *len, part, n);
    *len += n;
    return true;
}

/* A location already: from the root down, without empty parts, "." or "..". */
static bool is_plain(const char *path)
{
    for (const char *s = path; *s == '/';) {
        size_t dots = strspn(++s, "."), len = strcspn(s, "/");
        if (len == 0 || (dots == len && dots <= 2))
            return false;
        s += len;
        if (!*s)
            return true;
    }
    return false;
}

/* From a location (none: the root) along a path. NULL: the path leads out of the tree, or no memory. */
static const char *follow(struct mba_judge *judge, const char *from, size_t len, const char *path)
{
    char *location = mba_arena_alloc(judge->arena, len + strlen(path) + 2);
    if (!location) {
        judge->no_memory = true;
        return NULL;
    }
    if (len)
        memcpy(location, from, len);
    for (const char *s = path; *s;) {
        size_t n = strcspn(s, "/");
        if (!step(location, &len, s, n))
            return NULL;
        s += n + (s[n] != '\0');
    }
    if (len == 0)
        location[len++] = '/';
    location[len] = '\0';
    return location;
}

/* An absolute location from one that may be relative to the object. NULL: its place is not known, the path
 * leads out of the tree, or no memory. */
const char *judge_resolve(struct mba_judge *judge, const char *path)
{
    const struct mba_key *key = judge->eval.key;
    if (is_plain(path)) {
        const char *copy = mba_arena_dup(judge->arena, path, strlen(path));
        judge->no_memory = judge->no_memory || !copy;
        return copy;
    }
    if (*path == '/')
        return follow(judge, NULL, 0, path);
    judge_looks_around(judge);
    return key && key->location ? follow(judge, key->location, key->location_len, path) : NULL;
}

/* The key at a path, absolute or relative to the object, and its location (NULL when it is the object
 * itself). True with *key NULL: it is known not to be there. False: it cannot be known, which has been noted.
 */
bool judge_key_at(struct mba_judge *judge, const char *path, const struct mba_key **key,
                  const char **location)
{
    *key = judge->eval.key;
    *location = NULL;
    if (strcmp(path, ".") == 0)
        return true;
    *location = judge_resolve(judge, path);
    if (!*location) {
        judge_lack(judge, LACK_PLACE, mba_arena_dup(judge->arena, path, strlen(path)), NULL);
        return false;
    }
    *key = mba_metabase_find(judge->mb, *location);
    if (*key || mba_metabase_covers(judge->mb, *location))
        return true;
    judge_lack(judge, LACK_KEYS, *location, NULL);
    return false;
}
