/* effective: the value that counts at a key, where it comes from, and whether its absence is known. */
#include "location.h"
#include "model.h"

#include <string.h>

/* ---- what was exported ------------------------------------------------------------------------ */

bool mba_metabase_set_complete(struct mba_metabase *mb, const char *subtree_location)
{
    const char *given = subtree_location ? subtree_location : "/";
    struct mb_complete whole = {.location = mba_location_normalise(mb->arena, given, strlen(given)),
                                .export_index = mb->export_count - 1}; /* wraps to SIZE_MAX */
    if (!whole.location || !mba_grow(&mb->complete, &mb->complete_cap, mb->complete_count + 1, sizeof whole))
        return false;
    mb->complete[mb->complete_count++] = whole;
    return true;
}

/* An export that turned out to be cut off proves nothing about what is not in it. */
static bool counts(const struct mba_metabase *mb, const struct mb_complete *whole)
{
    return whole->export_index >= mb->export_count || !mb->exports[whole->export_index].partial;
}

bool mba_metabase_covers(const struct mba_metabase *mb, const char *location)
{
    for (size_t i = 0; location && i < mb->complete_count; i++)
        if (counts(mb, &mb->complete[i]) && mb_location_within(mb->complete[i].location, location))
            return true;
    return false;
}

/* The service of a key, or the key itself when it stands above the services. */
static bool covers_service(struct mba_metabase const *mb, const char *location)
{
    for (size_t i = 0; i < mb->complete_count; i++) {
        const char *whole = mb->complete[i].location;
        bool high_enough = mb_location_part(whole, 2).n == 0; /* "/", "/LM" or "/LM/<service>" */
        if (high_enough && counts(mb, &mb->complete[i]) && mb_location_within(whole, location))
            return true;
    }
    return false;
}

static bool all_complete(const struct mb_node *node)
{
    for (; node; node = node->parent)
        if (!node->key.complete)
            return false;
    return true;
}

static bool is_said_absent(const struct mb_node *node, uint32_t id)
{
    for (const struct mb_absent *at = node->absent; at; at = at->next)
        if (at->id == id)
            return true;
    return false;
}

/* ---- values ---------------------------------------------------------------------------------- */

/* Whatever number the export gives it. */
static const struct mba_record *record_named(const struct mba_key *key, const struct mba_property *prop)
{
    for (size_t i = 0; i < key->count; i++) {
        const struct mba_record *record = &key->records[i];
        if (record->prop == prop || (!record->prop && mba_ascii_streq(record->name, prop->name)))
            return record;
    }
    return NULL;
}

/* The property is compared, too: several may share the identifier 0. */
static const struct mba_record *record_of(const struct mba_key *key, const struct mba_property *prop,
                                          uint32_t id)
{
    if (prop && prop->id == 0)
        return record_named(key, prop);
    const struct mba_record *record = mba_key_record(key, id);
    return record && record->prop == prop ? record : NULL;
}

/* An export may write down what a key inherits, and say so: then a key above sets it, which need not be in
 * the export. */
static const struct mba_key *setter(const struct mb_node *at, const struct mba_property *prop, uint32_t id)
{
    for (; at; at = at->parent) {
        const struct mba_record *record = record_of(&at->key, prop, id);
        if (record && !(record->attributes & MBA_ATTR_ISINHERITED))
            return &at->key;
    }
    return NULL;
}

static void use_record(const struct mb_node *at, const struct mba_record *record,
                       const struct mba_property *prop, struct mba_value *out)
{
    bool copied = record->attributes & MBA_ATTR_ISINHERITED;
    if (copied)
        out->origin = MBA_ORIGIN_INHERITED;
    out->record = record;
    out->from = copied ? setter(at, prop, record->id) : &at->key;
    out->text = record->text;
    out->len = record->len;
}

/* Upwards from a key: the nearest record that reaches down. Nothing is taken from above a key that was not
 * read whole: what could not be read of it may have been the value that counts. */
static const struct mba_record *inheritable(const struct mb_node *node, const struct mba_property *prop,
                                            uint32_t id, const struct mb_node **from)
{
    for (; node; node = node->parent) {
        const struct mba_record *record = record_of(&node->key, prop, id);
        if (record && (record->attributes & MBA_ATTR_INHERIT)) {
            *from = node;
            return record;
        }
        if (!node->key.complete)
            return NULL;
    }
    return NULL;
}

/* Whether all that could hand something down from this key and above is known, as far as the key's own
 * service goes.
 */
static bool all_known(const struct mba_metabase *mb, const struct mb_node *node)
{
    return node->key.location && all_complete(node) && covers_service(mb, node->key.location);
}

/* What comes down to the children of a key, remembered: a thousand directories have few parents and ask them
 * for the same. Only finish sets parents, and after it keys do not change. NULL: not remembered. */
static const struct mb_above *above(const struct mba_metabase *mb, const struct mb_node *parent,
                                    const struct mba_property *prop)
{
    static const size_t service = sizeof "/LM/" - 1; /* children of higher keys are of different services */
    if (!parent || !prop || parent->key.location_len <= service)
        return NULL;
    uintptr_t mixed = (uintptr_t)parent / sizeof *parent * 31 + (uintptr_t)prop / sizeof *prop;
    struct mb_above *known = &mb->above[mixed % MB_ABOVE];
    if (known->generation != mb->generation || known->parent != parent || known->prop != prop) {
        *known = (struct mb_above){.generation = mb->generation, .parent = parent, .prop = prop};
        known->record = inheritable(parent, prop, prop->id, &known->from);
        known->all_known = !known->record && all_known(mb, parent);
    }
    return known;
}

static bool find_set(const struct mba_metabase *mb, const struct mb_node *node,
                     const struct mba_property *prop, uint32_t id, struct mba_value *out)
{
    const struct mb_node *from = node;
    out->origin = MBA_ORIGIN_EXPLICIT;
    out->record = record_of(&node->key, prop, id);
    if (!out->record && node->key.complete) {
        out->origin = MBA_ORIGIN_INHERITED;
        const struct mb_above *known = above(mb, node->parent, prop);
        out->record = known ? known->record : inheritable(node->parent, prop, id, &from);
        from = known ? known->from : from;
    }
    if (out->record)
        use_record(from, out->record, prop, out);
    return out->record != NULL;
}

/* A property that is not there is known to be unset only when an export says so, or when everything that
 * could set it was read. */
static bool is_known_absent(const struct mba_metabase *mb, const struct mb_node *node,
                            const struct mba_property *prop)
{
    if (!prop || (prop->attributes & MBA_ATTR_VOLATILE))
        return false;
    if (is_said_absent(node, prop->id))
        return true;
    if (!node->key.complete)
        return false;
    if (!(prop->attributes & MBA_ATTR_INHERIT))
        return true;
    const struct mb_above *known = above(mb, node->parent, prop);
    return known ? known->all_known : all_known(mb, node);
}

/* The schema default of a state is not a state: volatile properties have none. */
static void use_default(const struct mba_property *prop, struct mba_value *out)
{
    out->origin = MBA_ORIGIN_NONE;
    if (!prop || !prop->default_text || (prop->attributes & MBA_ATTR_VOLATILE))
        return;
    out->origin = MBA_ORIGIN_DEFAULT;
    out->text = prop->default_text;
    out->len = strlen(prop->default_text);
}

static void effective(const struct mba_metabase *mb, const struct mba_key *key,
                      const struct mba_property *prop, uint32_t id, struct mba_value *out)
{
    const struct mb_node *node = (const struct mb_node *)key;
    *out = (struct mba_value){0};
    if (find_set(mb, node, prop, id, out))
        return;
    use_default(prop, out);
    out->known_absent = is_known_absent(mb, node, prop);
}

void mba_effective(const struct mba_metabase *mb, const struct mba_key *key, const struct mba_property *prop,
                   struct mba_value *out)
{
    effective(mb, key, prop, prop->id, out);
}

void mba_effective_id(const struct mba_metabase *mb, const struct mba_key *key, uint32_t id,
                      struct mba_value *out)
{
    effective(mb, key, mba_property_by_id(mb->dict, id), id, out);
}

/* ---- from one key to the next ----------------------------------------------------------------- */

struct watching {
    const struct mba_dictionary *dict;
    const struct mba_watch *watch;
    uint64_t bits;
};

static uint64_t bit(unsigned number)
{
    return number ? UINT64_C(1) << (number - 1) : 0;
}

static void note_change(struct watching *w, const struct mba_record *record, bool origin)
{
    if (!record->prop)
        return;
    const struct mba_watch *watch = &w->watch[mba_dictionary_index(w->dict, record->prop)];
    w->bits |= bit(watch->value) | (origin ? bit(watch->origin) : 0);
}

static bool same_text(const struct mba_record *a, const struct mba_record *b)
{
    return a->text == b->text ||
           (a->text && b->text && a->len == b->len && memcmp(a->text, b->text, a->len) == 0);
}

/* Two records of one ID. */
static void compare_records(struct watching *w, const struct mba_record *a, const struct mba_record *b)
{
    bool origin = a->prop != b->prop || a->attributes != b->attributes;
    if (!origin && same_text(a, b))
        return;
    note_change(w, a, origin);
    note_change(w, b, origin);
}

/* Both lists are sorted by ID. */
static void compare_keys(struct watching *w, const struct mba_key *a, const struct mba_key *b)
{
    size_t i = 0, j = 0;
    while (i < a->count && j < b->count) {
        const struct mba_record *x = &a->records[i], *y = &b->records[j];
        if (x->id == y->id)
            compare_records(w, x, y);
        else
            note_change(w, x->id < y->id ? x : y, true);
        bool both = x->id == y->id;
        i += both || x->id < y->id;
        j += both || y->id < x->id;
    }
    for (; i < a->count; i++)
        note_change(w, &a->records[i], true);
    for (; j < b->count; j++)
        note_change(w, &b->records[j], true);
}

static void note_all(struct watching *w, const struct mba_key *key)
{
    for (size_t i = 0; i < key->count; i++)
        note_change(w, &key->records[i], true);
}

static size_t depth_of(const struct mb_node *node)
{
    size_t depth = 0;
    for (; node; node = node->parent)
        depth++;
    return depth;
}

/* Up by so many keys, which stand only in the way of one of both. False: one was not read whole. */
static bool climb(struct watching *w, const struct mb_node **node, size_t levels)
{
    for (; levels > 0; levels--, *node = (*node)->parent) {
        if (!(*node)->key.complete)
            return false;
        note_all(w, &(*node)->key);
    }
    return true;
}

/* Up from both keys to where their ways meet: what stands above is the same for both. That must be in one
 * service, for what is known to be absent depends on it. */
uint64_t mba_effective_changes(const struct mba_metabase *mb, const struct mba_key *a,
                               const struct mba_key *b, const struct mba_watch *watch)
{
    static const size_t service = sizeof "/LM/" - 1;
    struct watching w = {mb->dict, watch, 0};
    const struct mb_node *x = (const struct mb_node *)a, *y = (const struct mb_node *)b;
    size_t x_depth = depth_of(x), y_depth = depth_of(y);
    if (x_depth != y_depth) { /* what was explicit may be inherited now */
        note_all(&w, a);
        note_all(&w, b);
    }
    if (x->absent || y->absent || a->complete != b->complete ||
        !climb(&w, &x, x_depth > y_depth ? x_depth - y_depth : 0) ||
        !climb(&w, &y, y_depth > x_depth ? y_depth - x_depth : 0))
        return UINT64_MAX;
    for (; x != y; x = x->parent, y = y->parent) {
        if (!x || !y || x->key.complete != y->key.complete)
            return UINT64_MAX;
        compare_keys(&w, &x->key, &y->key);
    }
    return x && x->key.location_len > service ? w.bits : UINT64_MAX;
}
