/* definitions: what a server's own schema says beyond the dictionary, for one snapshot. */
#include "dictionary.h"
#include "model.h"

#include <string.h>

/* ---- finding --------------------------------------------------------------------------------- */

static bool same_id(const void *context, uint32_t item, const void *wanted)
{
    return ((const struct mba_metabase *)context)->definitions.items[item - 1].id ==
           *(const uint32_t *)wanted;
}

static bool same_name(const void *context, uint32_t item, const void *wanted)
{
    const char *name = ((const struct mba_metabase *)context)->definitions.items[item - 1].name;
    return mb_span_equal_nocase(*(const struct mb_span *)wanted, name, strlen(name));
}

const struct mba_property *mba_metabase_definition(const struct mba_metabase *mb, uint32_t id,
                                                   const char *name, size_t len)
{
    const struct mb_definitions *d = &mb->definitions;
    const struct mb_span wanted = {name, len};
    uint32_t item = 0;
    if (d->count == 0)
        return NULL;
    if (id)
        item = mba_table_find(&d->by_id, mba_hash_number(mb->seed, id), same_id, mb, &id);
    else if (len > 0)
        item = mba_table_find(&d->by_name, mba_hash_text(mb->seed, name, len), same_name, mb, &wanted);
    return item ? &d->items[item - 1] : NULL;
}

size_t mba_metabase_definition_count(const struct mba_metabase *mb)
{
    return mb->definitions.count + mb->definitions.class_count;
}

/* ---- classes --------------------------------------------------------------------------------- */

static bool lists_class(const struct mba_property *prop, struct mb_span name)
{
    for (const char *const *class = prop->classes; *class; class ++)
        if (mb_span_equal_nocase(name, *class, strlen(*class)))
            return true;
    return false;
}

bool mba_metabase_has_class(const struct mba_metabase *mb, const char *name, size_t len)
{
    const struct mb_span wanted = {name, len};
    for (size_t i = 0; i < mba_dictionary_count(mb->dict); i++)
        if (lists_class(mba_dictionary_at(mb->dict, i), wanted))
            return true;
    for (size_t i = 0; i < mb->definitions.class_count; i++)
        if (mb_span_equal_nocase(wanted, mb->definitions.classes[i], strlen(mb->definitions.classes[i])))
            return true;
    return false;
}

/* Room for one more in an array of the arena. */
static bool grow(struct mba_metabase *mb, void *array_ptr, size_t *cap, size_t count, size_t size)
{
    void *old;
    if (count < *cap)
        return true;
    size_t wider = *cap ? *cap * 2 : 16;
    void *items = mba_arena_calloc(mb->arena, wider, size);
    if (!items)
        return false;
    memcpy(&old, array_ptr, sizeof old);
    if (count > 0)
        memcpy(items, old, count * size);
    memcpy(array_ptr, &items, sizeof items);
    *cap = wider;
    return true;
}

bool mba_metabase_define_class(struct mba_metabase *mb, const char *name, size_t len)
{
    struct mb_definitions *d = &mb->definitions;
    if (mba_metabase_has_class(mb, name, len))
        return true;
    const char *copy = mba_arena_dup(mb->arena, name, len);
    if (!copy || !grow(mb, &d->classes, &d->class_cap, d->class_count, sizeof *d->classes))
        return false;
    d->classes[d->class_count++] = copy;
    return true;
}

/* ---- properties ------------------------------------------------------------------------------ */

static bool has_flag(const struct mba_property *prop, const struct mba_word *flag)
{
    for (size_t i = 0; i < prop->flag_count; i++)
        if (prop->flags[i].value == flag->value && mba_ascii_streq(prop->flags[i].name, flag->name))
            return true;
    return false;
}

/* False: the dictionary says as much already. */
static bool says_more(const struct mba_metabase *mb, const struct mba_property *def)
{
    const struct mba_property *known = mba_property_by_id(mb->dict, def->id);
    if (!known || !mba_ascii_streq(known->name, def->name) || known->type != def->type ||
        known->attributes != def->attributes || known->user_type != def->user_type)
        return true;
    for (size_t i = 0; i < def->flag_count; i++)
        if (!has_flag(known, &def->flags[i]))
            return true;
    return false;
}

static bool copy_flags(struct mba_metabase *mb, struct mba_property *def)
{
    struct mba_word *flags = mba_arena_calloc(mb->arena, def->flag_count + 1, sizeof *flags);
    for (size_t i = 0; flags && i < def->flag_count; i++) {
        const char *name = def->flags[i].name;
        flags[i].value = def->flags[i].value;
        flags[i].name = mba_arena_dup(mb->arena, name, strlen(name));
        if (!flags[i].name)
            return false;
    }
    def->flags = flags;
    return flags != NULL;
}

static bool copy(struct mba_metabase *mb, struct mba_property *def)
{
    static const char *const no_class = NULL;
    def->name = mba_arena_dup(mb->arena, def->name, strlen(def->name));
    def->default_text = NULL; /* no rule may rest on it */
    def->values = NULL;
    def->value_count = 0;
    def->classes = &no_class;
    return def->name && copy_flags(mb, def);
}

bool mba_metabase_define(struct mba_metabase *mb, const struct mba_property *definition)
{
    struct mb_definitions *d = &mb->definitions;
    struct mba_property def = *definition;
    size_t len = strlen(def.name);
    if (def.id == 0 || len == 0 || !says_more(mb, &def) ||
        mba_metabase_definition(mb, def.id, "", 0)) /* the first one stands */
        return true;
    if (!copy(mb, &def) || !grow(mb, &d->items, &d->cap, d->count, sizeof *d->items) ||
        !mba_table_prepare(&d->by_id, mb->arena) || !mba_table_prepare(&d->by_name, mb->arena))
        return false;
    bool named = mba_metabase_definition(mb, 0, def.name, len) != NULL;
    d->items[d->count++] = def;
    mba_table_add(&d->by_id, mba_hash_number(mb->seed, def.id), (uint32_t)d->count);
    if (!named)
        mba_table_add(&d->by_name, mba_hash_text(mb->seed, def.name, len), (uint32_t)d->count);
    return true;
}

bool mba_metabase_define_like(struct mba_metabase *mb, const struct mba_metabase *other)
{
    const struct mb_definitions *d = &other->definitions;
    bool good = true;
    for (size_t i = 0; good && i < d->count; i++)
        good = mba_metabase_define(mb, &d->items[i]);
    for (size_t i = 0; good && i < d->class_count; i++)
        good = mba_metabase_define_class(mb, d->classes[i], strlen(d->classes[i]));
    return good;
}

/* ---- records --------------------------------------------------------------------------------- */

/* A value with flag words that the dictionary lacks becomes a number, which everybody can read. */
static bool number_flags(struct mba_metabase *mb, const struct mba_property *def, struct mba_record *record)
{
    uint32_t value;
    if (def->flag_count == 0 || !record->text ||
        mba_dword_value(record->prop, record->text, record->len, &value) ||
        !mba_dword_value(def, record->text, record->len, &value))
        return true;
    const char *text = mba_arena_printf(mb->arena, "%lu", (unsigned long)value);
    if (!text)
        return false;
    record->text = text;
    record->len = strlen(text);
    return true;
}

bool mb_define_record(struct mba_metabase *mb, struct mba_record *record)
{
    const char *name = record->name ? record->name : "";
    const struct mba_property *def =
        mb->definitions.count == 0 ? NULL : mba_metabase_definition(mb, record->id, name, strlen(name));
    if (!def)
        return true;
    if (record->id == 0) {
        record->id = def->id;
        record->prop = mba_property_by_id(mb->dict, def->id);
    }
    if (!record->prop && name[0] == '\0')
        record->name = def->name;
    if (record->type == MBA_TYPE_UNKNOWN)
        record->type = def->type;
    if (!record->custom) { /* a <Custom> has its own */
        record->attributes = def->attributes;
        record->user_type = def->user_type;
    }
    return record->type != MBA_TYPE_DWORD || number_flags(mb, def, record);
}
