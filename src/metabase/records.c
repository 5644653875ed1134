/* records: properties into keys. Here secrets are dropped, and here two exports of one snapshot meet. */
#include "model.h"

#include <stdlib.h>
#include <string.h>

enum {
    FIRST_RECORDS = 4,
    SCAN_MAX = 32 /* keys with more records than this get an index */
};

/* ---- finding --------------------------------------------------------------------------------- */

/* What an identifier of 0 stands for: the schema's own MD_0, or, where an export gives no number, the name.
 */
static const char *name_of(const struct mba_record *record)
{
    return record->prop ? record->prop->name : record->name;
}

/* The number is the property, whatever its name. */
static bool is_same_property(const struct mba_record *a, const struct mba_record *b)
{
    return a->id == b->id && (a->id != 0 || mba_ascii_streq(name_of(a), name_of(b)));
}

static uint32_t record_hash(struct mba_seed seed, const struct mba_record *record)
{
    const char *name = name_of(record);
    return record->id ? mba_hash_number(seed, record->id) : mba_hash_text(seed, name, strlen(name));
}

static bool same_record(const void *context, uint32_t item, const void *wanted)
{
    const struct mb_node *node = context;
    return is_same_property(&node->key.records[item - 1], wanted);
}

static struct mba_record *find_record(const struct mba_metabase *mb, const struct mb_node *node,
                                      const struct mba_record *wanted)
{
    if (node->ids.cap > 0) {
        uint32_t item = mba_table_find(&node->ids, record_hash(mb->seed, wanted), same_record, node, wanted);
        return item ? &node->key.records[item - 1] : NULL;
    }
    for (size_t i = 0; i < node->key.count; i++)
        if (is_same_property(&node->key.records[i], wanted))
            return &node->key.records[i];
    return NULL;
}

const struct mba_record *mba_key_record(const struct mba_key *key, uint32_t id)
{
    size_t low = 0, high = key->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (key->records[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < key->count && key->records[low].id == id ? &key->records[low] : NULL;
}

/* ---- adding ---------------------------------------------------------------------------------- */

static bool grow_records(struct mba_metabase *mb, struct mba_key *key)
{
    if (key->count < key->cap)
        return true;
    size_t cap = key->cap ? key->cap * 2 : FIRST_RECORDS;
    if (cap > SIZE_MAX / sizeof *key->records)
        return false;
    struct mba_record *wider = mba_arena_alloc(mb->arena, cap * sizeof *wider);
    if (!wider)
        return false;
    if (key->count > 0)
        memcpy(wider, key->records, key->count * sizeof *wider);
    key->records = wider;
    key->cap = cap;
    return true;
}

/* Room in the index for one record more; built when the key gets too long to look at each record.
 * False: no memory; an index begun is dropped, for it would hide records. */
static bool prepare_index(struct mba_metabase *mb, struct mb_node *node)
{
    for (size_t i = node->ids.count; i < node->key.count; i++) {
        if (!mba_table_prepare(&node->ids, mb->arena)) {
            node->ids = (struct mba_table){0};
            return false;
        }
        mba_table_add(&node->ids, record_hash(mb->seed, &node->key.records[i]), (uint32_t)i + 1);
    }
    return mba_table_prepare(&node->ids, mb->arena);
}

static bool add_record(struct mba_metabase *mb, struct mb_node *node, const struct mba_record *record)
{
    bool indexed = node->key.count >= SCAN_MAX;
    if (node->key.count >= UINT32_MAX - 1 || !grow_records(mb, &node->key) ||
        (indexed && !prepare_index(mb, node)))
        return false;
    node->key.records[node->key.count++] = *record;
    if (indexed)
        mba_table_add(&node->ids, record_hash(mb->seed, record), (uint32_t)node->key.count);
    return true;
}

/* ---- taking in ------------------------------------------------------------------------------- */

/* What the export left out comes from the dictionary. */
static void complete_record(const struct mba_metabase *mb, struct mba_record *record)
{
    if (!record->name)
        record->name = "";
    if (record->id == 0 && record->prop)
        record->id = record->prop->id;
    if (!record->prop || record->prop->id != record->id)
        record->prop = record->id ? mba_property_by_id(mb->dict, record->id) : NULL;
    if (record->prop && record->type == MBA_TYPE_UNKNOWN)
        record->type = record->prop->type;
    if (record->prop && record->user_type == 0)
        record->user_type = record->prop->user_type;
    record->export_index = mb->export_count ? (unsigned)mb->export_count - 1 : 0;
}

static void redact(struct mba_record *record)
{
    record->secret = true;
    record->text = NULL;
    record->len = 0;
}

static bool keep_text(struct mba_metabase *mb, struct mba_record *record)
{
    char *copy = mba_arena_dup(mb->arena, record->text ? record->text : "", record->text ? record->len : 0);
    if (!copy)
        return false;
    record->len = mba_hide_passwords(copy, record->text ? record->len : 0);
    record->text = copy;
    return true;
}

/* The record's own copies of its texts. */
static bool keep_texts(struct mba_metabase *mb, struct mba_record *record)
{
    if (record->prop && strcmp(record->name, record->prop->name) == 0)
        record->name = record->prop->name;
    else if (record->name[0] != '\0')
        record->name = mba_arena_dup(mb->arena, record->name, strlen(record->name));
    else
        record->name = "";
    if (!record->secret && !keep_text(mb, record))
        return false;
    if (!record->text)
        record->len = 0;
    return record->name && (record->secret || record->text);
}

/* One export shows as a secret what another shows in clear: the clear text goes, too. */
static void wipe(struct mba_record *record)
{
    if (record->text)
        explicit_bzero((char *)record->text, record->len); /* our own copy, in the arena */
    redact(record);
}

static bool is_runtime(const struct mba_metabase *mb, const struct mba_record *record)
{
    return record->export_index < mb->export_count && mb->exports[record->export_index].runtime;
}

/* Two exports: the running service knows best what is volatile, the file what is set; else the first stands.
 */
static bool takes_over(const struct mba_metabase *mb, const struct mba_record *old,
                       const struct mba_record *fresh)
{
    bool old_runtime = is_runtime(mb, old), fresh_runtime = is_runtime(mb, fresh);
    if (mb_record_is_volatile(old) || mb_record_is_volatile(fresh))
        return fresh_runtime && !old_runtime;
    return old_runtime && !fresh_runtime;
}

/* A volatile value in a file is a left-over: that the running service says otherwise is no conflict. */
static bool is_expected(const struct mba_metabase *mb, const struct mba_record *old,
                        const struct mba_record *fresh)
{
    return (mb_record_is_volatile(old) || mb_record_is_volatile(fresh)) &&
           is_runtime(mb, old) != is_runtime(mb, fresh);
}

static bool merge_record(struct mba_metabase *mb, const struct mb_node *node, struct mba_record *old,
                         const struct mba_record *fresh)
{
    bool replace = fresh->export_index == old->export_index || takes_over(mb, old, fresh);
    if (old->secret || fresh->secret) {
        wipe(old);
        return true;
    }
    if (fresh->export_index != old->export_index && !is_expected(mb, old, fresh) &&
        mb_records_differ(old, fresh) &&
        !mb_conflict_note(mb, node, replace ? fresh : old, replace ? old : fresh))
        return false;
    if (replace)
        *old = *fresh;
    return true;
}

static bool note_keytype(struct mba_metabase *mb, struct mb_node *node, const struct mba_record *record)
{
    if (record->id != MB_ID_KEYTYPE || record->len == 0)
        return true;
    return mb_node_set_class(mb, node, record->text, record->len);
}

static bool make_room(struct mba_metabase *mb, struct mba_key *key, size_t count)
{
    if (key->records || count > UINT32_MAX)
        return key->count < key->cap || grow_records(mb, key);
    key->records = mba_arena_alloc(mb->arena, count * sizeof *key->records);
    key->cap = key->records ? count : 0;
    return key->records != NULL;
}

bool mba_metabase_append(struct mba_metabase *mb, struct mba_key *key, const struct mba_property *prop,
                         const char *text, size_t len, unsigned long line, size_t count_hint)
{
    struct mb_node *node = (struct mb_node *)key;
    if (!make_room(mb, key, count_hint ? count_hint : 1))
        return false;
    struct mba_record *record = &key->records[key->count];
    *record = (struct mba_record){.prop = prop,
                                  .id = prop->id,
                                  .name = prop->name,
                                  .type = prop->type,
                                  .user_type = prop->user_type,
                                  .attributes = prop->attributes,
                                  .text = text,
                                  .len = len,
                                  .line = line,
                                  .export_index = mb->export_count ? (unsigned)mb->export_count - 1 : 0};
    if (!mb_define_record(mb, record))
        return false;
    if (mba_record_is_secret(record))
        redact(record);
    else if (!keep_text(mb, record))
        return false;
    key->count++;
    return note_keytype(mb, node, record);
}

bool mba_metabase_set(struct mba_metabase *mb, struct mba_key *key, const struct mba_record *rec)
{
    struct mb_node *node = (struct mb_node *)key;
    struct mba_record fresh = *rec;
    complete_record(mb, &fresh);
    if (!mb_define_record(mb, &fresh))
        return false;
    if (rec->secret || mba_record_is_secret(&fresh))
        redact(&fresh);
    if (!keep_texts(mb, &fresh))
        return false;
    struct mba_record *stored = find_record(mb, node, &fresh);
    if (!stored) {
        if (!add_record(mb, node, &fresh))
            return false;
        stored = &key->records[key->count - 1];
    } else if (!merge_record(mb, node, stored, &fresh)) {
        return false;
    }
    return note_keytype(mb, node, stored);
}

bool mba_metabase_set_absent(struct mba_metabase *mb, struct mba_key *key, uint32_t id)
{
    struct mb_node *node = (struct mb_node *)key;
    struct mb_absent *absent = mba_arena_alloc(mb->arena, sizeof *absent);
    if (!absent)
        return false;
    *absent = (struct mb_absent){id, node->absent};
    node->absent = absent;
    return true;
}
