/* metabase: making a snapshot - its exports, keys and classes. */
#include "location.h"
#include "model.h"

#include <stdlib.h>
#include <string.h>

static const char fallback_class[] = "IIsConfigObject";
/* Arrays that one huge snapshot made longer than this are given back by a reset. */
enum { KEPT_ITEMS = 65536 };
/* The time is looked at each time that so many keys were made. */
enum { KEYS_A_LOOK = 256 };

struct mba_metabase *mba_metabase_new(const struct mba_dictionary *dict, const struct mba_limits *limits)
{
    struct mba_metabase *mb = calloc(1, sizeof *mb);
    if (!mb)
        return NULL;
    mb->dict = dict;
    mb->limits = *limits;
    mb->captured = MBA_TIME_NONE;
    mb->seed = mba_seed_random();
    mb->arena = mba_arena_new();
    mb->above = calloc(MB_ABOVE, sizeof *mb->above);
    if (mb->arena && mb->above)
        return mb;
    mba_arena_free(mb->arena);
    free(mb->above);
    free(mb);
    return NULL;
}

void mba_metabase_limit(struct mba_metabase *mb, const struct mba_limits *limits)
{
    mb->limits = *limits;
}

const struct mba_limits *mba_metabase_limits(const struct mba_metabase *mb)
{
    return &mb->limits;
}

static void free_arrays(struct mba_metabase *mb)
{
    free(mb->exports);
    free(mb->nodes);
    free(mb->classes);
    free(mb->conflicts);
    free(mb->complete);
    free(mb->observations);
}

void mba_metabase_free(struct mba_metabase *mb)
{
    if (!mb)
        return;
    free_arrays(mb);
    free(mb->above);
    mba_arena_free(mb->arena);
    free(mb);
}

void mba_metabase_reset(struct mba_metabase *mb)
{
    struct mba_metabase empty = {.dict = mb->dict,
                                 .limits = mb->limits,
                                 .seed = mb->seed,
                                 .above = mb->above,
                                 .generation = mb->generation,
                                 .arena = mb->arena,
                                 .captured = MBA_TIME_NONE};
    mba_arena_reset(mb->arena);
    if (mb->node_cap > KEPT_ITEMS || mb->class_cap > KEPT_ITEMS || mb->observation_cap > KEPT_ITEMS) {
        free_arrays(mb);
    } else {
        empty.exports = mb->exports;
        empty.export_cap = mb->export_cap;
        empty.nodes = mb->nodes;
        empty.node_cap = mb->node_cap;
        empty.classes = mb->classes;
        empty.class_cap = mb->class_cap;
        empty.conflicts = mb->conflicts;
        empty.conflict_cap = mb->conflict_cap;
        empty.complete = mb->complete;
        empty.complete_cap = mb->complete_cap;
        empty.observations = mb->observations;
        empty.observation_cap = mb->observation_cap;
    }
    *mb = empty;
}

const struct mba_dictionary *mba_metabase_dictionary(const struct mba_metabase *mb)
{
    return mb->dict;
}

/* ---- exports --------------------------------------------------------------------------------- */

static bool copy_text(struct mba_metabase *mb, const char **text)
{
    if (*text)
        *text = mba_arena_dup(mb->arena, *text, strlen(*text));
    return *text != NULL;
}

int mba_metabase_begin_export(struct mba_metabase *mb, const struct mba_export *info)
{
    struct mba_export export = *info;
    if ((info->input && !copy_text(mb, &export.input)) || (info->member && !copy_text(mb, &export.member)) ||
        (info->format && !copy_text(mb, &export.format)) || (info->place && !copy_text(mb, &export.place)) ||
        (info->encoding && !copy_text(mb, &export.encoding)) ||
        (info->server && !copy_text(mb, &export.server)) ||
        !mba_grow(&mb->exports, &mb->export_cap, mb->export_count + 1, sizeof export))
        return -1;
    mb->exports[mb->export_count] = export;
    return (int)mb->export_count++;
}

struct mba_export *mba_metabase_export(struct mba_metabase *mb, size_t index)
{
    return index < mb->export_count ? &mb->exports[index] : NULL;
}

size_t mba_metabase_export_count(const struct mba_metabase *mb)
{
    return mb->export_count;
}

bool mba_metabase_name_server(struct mba_metabase *mb, const char *server)
{
    return mb->export_count > 0 && copy_text(mb, &server) &&
           (mb->exports[mb->export_count - 1].server = server);
}

/* ---- classes --------------------------------------------------------------------------------- */

static bool same_class(const void *context, uint32_t item, const void *wanted)
{
    const struct mb_class *class = &((const struct mba_metabase *)context)->classes[item - 1];
    return mb_span_equal_nocase(*(const struct mb_span *)wanted, class->name, class->len);
}

static uint32_t find_class(const struct mba_metabase *mb, const char *name, size_t len, uint32_t *hash)
{
    struct mb_span wanted = {name, len};
    *hash = mba_hash_text(mb->seed, name, len);
    return mba_table_find(&mb->by_class, *hash, same_class, mb, &wanted);
}

uint32_t mb_class_get(struct mba_metabase *mb, const char *name, size_t len)
{
    uint32_t hash, item = find_class(mb, name, len, &hash);
    if (item)
        return item;
    struct mb_class class = {.name = mba_arena_dup(mb->arena, name, len), .len = len};
    if (!class.name || !mba_table_prepare(&mb->by_class, mb->arena) ||
        !mba_grow(&mb->classes, &mb->class_cap, mb->class_count + 1, sizeof class))
        return 0;
    mb->classes[mb->class_count++] = class;
    mba_table_add(&mb->by_class, hash, (uint32_t)mb->class_count);
    return (uint32_t)mb->class_count;
}

bool mb_node_set_class(struct mba_metabase *mb, struct mb_node *node, const char *name, size_t len)
{
    uint32_t item = mb_class_get(mb, name, len);
    if (!item)
        return false;
    node->class_item = item;
    node->key.class_name = mb->classes[item - 1].name;
    return true;
}

/* An element named IIsConfigObject says that its key has no KeyType: a better name may still come. */
static bool offer_class(struct mba_metabase *mb, struct mb_node *node, const char *name, size_t len)
{
    struct mb_span given = {name, len};
    if (node->class_item || len == 0 ||
        mb_span_equal_nocase(given, fallback_class, sizeof fallback_class - 1))
        return true;
    return mb_node_set_class(mb, node, name, len);
}

/* ---- keys ------------------------------------------------------------------------------------ */

static bool same_location(const void *context, uint32_t item, const void *wanted)
{
    const struct mb_node *node = ((const struct mba_metabase *)context)->nodes[item - 1];
    return mb_span_equal_nocase(*(const struct mb_span *)wanted, node->key.location, node->key.location_len);
}

struct mb_node *mb_node_find(const struct mba_metabase *mb, const char *location, size_t len)
{
    struct mb_span wanted = {location, len};
    uint32_t hash = mba_hash_text(mb->seed, location, len);
    uint32_t item = mba_table_find(&mb->by_location, hash, same_location, mb, &wanted);
    return item ? mb->nodes[item - 1] : NULL;
}

const struct mba_key *mba_metabase_find(const struct mba_metabase *mb, const char *location)
{
    const struct mb_node *node = mb_node_find(mb, location, strlen(location));
    return node ? &node->key : NULL;
}

static struct mb_node *new_node(struct mba_metabase *mb, const char *location, size_t len, unsigned long line)
{
    struct mb_node *node = mba_arena_calloc(mb->arena, 1, sizeof *node);
    if (!node || !mba_grow(&mb->nodes, &mb->node_cap, mb->node_count + 1, sizeof node))
        return NULL;
    node->key.location = location;
    node->key.label = location ? location : "(place unknown)";
    node->key.class_name = fallback_class;
    node->key.export_index = mb->export_count ? (unsigned)mb->export_count - 1 : 0;
    node->key.line = line;
    node->key.location_len = len;
    node->order = mb->node_count;
    mb->nodes[mb->node_count++] = node;
    return node;
}

static struct mb_node *add_node(struct mba_metabase *mb, const char *location, size_t len, unsigned long line,
                                bool *limit_hit)
{
    if (mb->node_count >= mb->limits.value[MBA_LIMIT_KEYS] || mb->node_count >= UINT32_MAX - 1 ||
        (mb->node_count % KEYS_A_LOOK == 0 && mba_limits_late(&mb->limits))) {
        *limit_hit = true;
        return NULL;
    }
    if (!location)
        return new_node(mb, NULL, 0, line);
    char *copy = mba_arena_dup(mb->arena, location, len);
    if (!copy || !mba_table_prepare(&mb->by_location, mb->arena))
        return NULL;
    struct mb_node *node = new_node(mb, copy, len, line);
    if (node)
        mba_table_add(&mb->by_location, mba_hash_text(mb->seed, copy, len), (uint32_t)mb->node_count);
    return node;
}

struct mba_key *mba_metabase_key(struct mba_metabase *mb, const char *location, size_t location_len,
                                 const char *class_name, size_t class_len, unsigned long line,
                                 bool *limit_hit)
{
    *limit_hit = false;
    if (location && !mb_location_is_normal(location, location_len)) {
        location = mba_location_normalise(mb->arena, location, location_len);
        if (!location)
            return NULL;
        location_len = strlen(location);
    }
    struct mb_node *node = location ? mb_node_find(mb, location, location_len) : NULL;
    if (!node)
        node = add_node(mb, location, location_len, line, limit_hit);
    if (!node || (class_name && !offer_class(mb, node, class_name, class_len)))
        return NULL;
    return &node->key;
}

/* ---- asking ---------------------------------------------------------------------------------- */

size_t mba_metabase_count(const struct mba_metabase *mb)
{
    return mb->node_count;
}

const struct mba_key *mba_metabase_at(const struct mba_metabase *mb, size_t index)
{
    return index < mb->node_count ? &mb->nodes[index]->key : NULL;
}

const struct mba_key *mba_metabase_next_of_class(const struct mba_metabase *mb, const char *class_name,
                                                 size_t *cursor)
{
    size_t next;
    if (*cursor == 0) {
        uint32_t hash, item = find_class(mb, class_name, strlen(class_name), &hash);
        next = item ? mb->classes[item - 1].first : 0;
    } else {
        next = *cursor <= mb->node_count ? mb->nodes[*cursor - 1]->next_of_class : 0;
    }
    if (next == 0) {
        *cursor = SIZE_MAX; /* asking again after the end ends again */
        return NULL;
    }
    *cursor = next;
    return &mb->nodes[next - 1]->key;
}
