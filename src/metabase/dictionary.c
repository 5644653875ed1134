/* dictionary: looking up properties. */
#include "dictionary.h"

#include <string.h>

/* The tables come with the program, so their hash needs no secret. */
const struct mba_seed mb_dictionary_seed = {0x9E3779B9u, 0x85EBCA6Bu};

static bool same_name(const void *context, uint32_t item, const void *wanted)
{
    const struct mba_dictionary *dict = context;
    return mb_span_is(*(const struct mb_span *)wanted, dict->properties[item - 1].name);
}

static bool same_id(const void *context, uint32_t item, const void *wanted)
{
    const struct mba_dictionary *dict = context;
    return dict->properties[item - 1].id == *(const uint32_t *)wanted;
}

static bool same_flag(const void *context, uint32_t item, const void *wanted)
{
    const struct mba_dictionary *dict = context;
    return mb_span_is(*(const struct mb_span *)wanted, dict->words[item - 1].name);
}

uint32_t mb_dictionary_find_name(const struct mba_dictionary *dict, const char *name, size_t len)
{
    struct mb_span wanted = {name, len};
    return mba_table_find(&dict->by_name, mba_hash_text(mb_dictionary_seed, name, len), same_name, dict,
                          &wanted);
}

uint32_t mb_dictionary_find_id(const struct mba_dictionary *dict, uint32_t id)
{
    return mba_table_find(&dict->by_id, mba_hash_number(mb_dictionary_seed, id), same_id, dict, &id);
}

static const struct mba_property *property_of(const struct mba_dictionary *dict, uint32_t item)
{
    return item ? &dict->properties[item - 1] : NULL;
}

size_t mba_dictionary_count(const struct mba_dictionary *dict)
{
    return dict->count;
}

const struct mba_property *mba_dictionary_at(const struct mba_dictionary *dict, size_t index)
{
    return index < dict->count ? &dict->properties[index] : NULL;
}

size_t mba_dictionary_index(const struct mba_dictionary *dict, const struct mba_property *prop)
{
    return (size_t)(prop - dict->properties);
}

size_t mba_dictionary_room(const struct mba_dictionary *dict)
{
    return dict->cap;
}

/* No two names differ in case only (the loader sees to it), so one table serves both kinds of lookup. */
const struct mba_property *mba_property_by_name(const struct mba_dictionary *dict, const char *name,
                                                size_t len)
{
    const struct mba_property *prop = mba_property_by_name_nocase(dict, name, len);
    return prop && memcmp(prop->name, name, len) == 0 ? prop : NULL;
}

const struct mba_property *mba_property_by_name_nocase(const struct mba_dictionary *dict, const char *name,
                                                       size_t len)
{
    return property_of(dict, mb_dictionary_find_name(dict, name, len));
}

const struct mba_property *mba_property_by_id(const struct mba_dictionary *dict, uint32_t id)
{
    return property_of(dict, mb_dictionary_find_id(dict, id));
}

const struct mba_property *mba_property_by_flag(const struct mba_dictionary *dict, const char *word,
                                                size_t len)
{
    struct mb_span wanted = {word, len};
    uint32_t hash = mba_hash_text(mb_dictionary_seed, word, len);
    uint32_t item = mba_table_find(&dict->by_flag, hash, same_flag, dict, &wanted);
    return item ? &dict->properties[dict->word_property[item - 1]] : NULL;
}
