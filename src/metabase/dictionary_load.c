/* dictionary_load: from the two tables of corpus/schema to a dictionary. */
#include "dictionary.h"
#include "tsv.h"

#include <stdlib.h>
#include <string.h>

enum {
    COL_NAME,
    COL_ID,
    COL_TYPE,
    COL_USER_TYPE,
    COL_ATTRIBUTES,
    COL_DEFAULT,
    COL_FLAGS,
    COL_CLASSES,
    PROPERTY_COLS
};
enum { COL_PROPERTY, COL_KIND, COL_NUMBER, COL_WORD, COL_SOURCE, MEANING_COLS };

/* A word on its way in, before the words of a property stand side by side. */
struct raw_word {
    uint32_t property;
    bool value; /* the name of a value, not of a flag */
    struct mba_word word;
};

struct loader {
    struct mba_dictionary *dict;
    struct raw_word *words;
    size_t count, cap;
    struct mb_tsv rows;
    const char *file; /* what the rows are called in messages */
    const char *why;  /* what is wrong with the row last read; NULL: no memory */
};

static bool refuse(struct loader *loader, const char *why)
{
    loader->why = why;
    return false;
}

static bool add_word(struct loader *loader, uint32_t property, bool value, struct mb_span name,
                     struct mb_span number)
{
    struct raw_word raw = {.property = property, .value = value};
    if (name.n == 0 || !mba_parse_dword(number.s, number.n, &raw.word.value))
        return refuse(loader, "a word needs a name and a decimal number");
    raw.word.name = mba_arena_dup(loader->dict->arena, name.s, name.n);
    if (!raw.word.name || !mba_grow(&loader->words, &loader->cap, loader->count + 1, sizeof raw))
        return false;
    loader->words[loader->count++] = raw;
    return true;
}

/* ---- properties.tsv -------------------------------------------------------------------------- */

static bool read_flags(struct loader *loader, uint32_t property, struct mb_span flags)
{
    struct mb_span word;
    while (mb_next_word(&flags, &word)) {
        const char *equals = memchr(word.s, '=', word.n);
        if (!equals)
            return refuse(loader, "a flag is not written Word=number");
        size_t n = (size_t)(equals - word.s);
        struct mb_span name = {word.s, n}, number = {equals + 1, word.n - n - 1};
        if (!add_word(loader, property, false, name, number))
            return false;
    }
    return true;
}

static bool read_classes(struct loader *loader, struct mba_property *prop, struct mb_span classes)
{
    struct mb_span word, rest = classes;
    size_t count = 0;
    while (mb_next_word(&rest, &word))
        count++;
    const char **list = mba_arena_calloc(loader->dict->arena, count + 1, sizeof *list);
    if (!list)
        return false;
    prop->classes = list;
    for (; mb_next_word(&classes, &word); list++) {
        if (word.s[word.n - 1] == '!') /* mandatory for this class: README.md */
            word.n--;
        *list = mba_arena_dup(loader->dict->arena, word.s, word.n);
        if (!*list)
            return false;
    }
    return true;
}

static bool read_numbers(struct loader *loader, struct mba_property *prop, const struct mb_span *columns)
{
    if (columns[COL_NAME].n == 0)
        return refuse(loader, "the name is empty");
    if (!mba_parse_dword(columns[COL_ID].s, columns[COL_ID].n, &prop->id))
        return refuse(loader, "the id is not a number");
    prop->type = mba_type_parse(columns[COL_TYPE].s, columns[COL_TYPE].n);
    if (prop->type == MBA_TYPE_UNKNOWN)
        return refuse(loader, "the type is none of the words in README.md");
    prop->user_type = mba_user_type_parse(columns[COL_USER_TYPE].s, columns[COL_USER_TYPE].n);
    prop->attributes = mba_attributes_parse(columns[COL_ATTRIBUTES].s, columns[COL_ATTRIBUTES].n);
    return true;
}

static bool read_texts(struct loader *loader, struct mba_property *prop, const struct mb_span *columns)
{
    struct mba_arena *arena = loader->dict->arena;
    prop->name = mba_arena_dup(arena, columns[COL_NAME].s, columns[COL_NAME].n);
    bool none = mb_span_equal(columns[COL_DEFAULT], "-", 1);
    prop->default_text = none ? NULL : mb_tsv_text(arena, columns[COL_DEFAULT]);
    return prop->name && (none || prop->default_text);
}

static bool index_property(struct loader *loader, const struct mba_property *prop, uint32_t item)
{
    struct mba_dictionary *dict = loader->dict;
    size_t len = strlen(prop->name);
    if (mb_dictionary_find_name(dict, prop->name, len) || mb_dictionary_find_id(dict, prop->id))
        return refuse(loader, "this name or id stands in an earlier row");
    if (!mba_table_prepare(&dict->by_name, dict->arena) || !mba_table_prepare(&dict->by_id, dict->arena))
        return false;
    mba_table_add(&dict->by_name, mba_hash_text(mb_dictionary_seed, prop->name, len), item);
    mba_table_add(&dict->by_id, mba_hash_number(mb_dictionary_seed, prop->id), item);
    return true;
}

static bool read_property(struct loader *loader, const struct mb_span *columns)
{
    struct mba_dictionary *dict = loader->dict;
    struct mba_property prop = {0};
    if (!read_numbers(loader, &prop, columns) || !read_texts(loader, &prop, columns) ||
        !read_flags(loader, (uint32_t)dict->count, columns[COL_FLAGS]) ||
        !read_classes(loader, &prop, columns[COL_CLASSES]) ||
        !mba_grow(&dict->properties, &dict->cap, dict->count + 1, sizeof prop) ||
        !index_property(loader, &prop, (uint32_t)dict->count + 1))
        return false;
    dict->properties[dict->count++] = prop;
    return true;
}

/* ---- meanings.tsv ---------------------------------------------------------------------------- */

static bool read_meaning(struct loader *loader, const struct mb_span *columns)
{
    bool value = mb_span_equal(columns[COL_KIND], "value", 5);
    uint32_t property =
        mb_dictionary_find_name(loader->dict, columns[COL_PROPERTY].s, columns[COL_PROPERTY].n);
    if (!property)
        return refuse(loader, "no such property in properties.tsv");
    if (!value && !mb_span_equal(columns[COL_KIND], "flag", 4))
        return refuse(loader, "the kind is neither value nor flag");
    if (columns[COL_SOURCE].n == 0)
        return refuse(loader, "the source is missing");
    return add_word(loader, property - 1, value, columns[COL_WORD], columns[COL_NUMBER]);
}

/* ---- words ----------------------------------------------------------------------------------- */

/* By property, flags before values, by number: so that a mixed value is always worded in one order. */
static int compare_words(const void *a, const void *b)
{
    const struct raw_word *x = a, *y = b;
    if (x->property != y->property)
        return x->property < y->property ? -1 : 1;
    if (x->value != y->value)
        return x->value ? 1 : -1;
    if (x->word.value != y->word.value)
        return x->word.value < y->word.value ? -1 : 1;
    return strcmp(x->word.name, y->word.name);
}

static void give_word(struct mba_property *prop, bool value, const struct mba_word *word)
{
    const struct mba_word **first = value ? &prop->values : &prop->flags;
    size_t *count = value ? &prop->value_count : &prop->flag_count;
    if (*count == 0)
        *first = word;
    ++*count;
}

static bool index_flag(struct mba_dictionary *dict, uint32_t index)
{
    const char *name = dict->words[index].name;
    size_t len = strlen(name);
    if (mba_property_by_flag(dict, name, len))
        return true; /* two properties may share a word: the first one is found by it */
    if (!mba_table_prepare(&dict->by_flag, dict->arena))
        return false;
    mba_table_add(&dict->by_flag, mba_hash_text(mb_dictionary_seed, name, len), index + 1);
    return true;
}

static bool settle_words(struct loader *loader)
{
    struct mba_dictionary *dict = loader->dict;
    if (loader->count > 0)
        qsort(loader->words, loader->count, sizeof *loader->words, compare_words);
    dict->words = mba_arena_calloc(dict->arena, loader->count, sizeof *dict->words);
    dict->word_property = mba_arena_calloc(dict->arena, loader->count, sizeof *dict->word_property);
    if (!dict->words || !dict->word_property)
        return false;
    for (size_t i = 0; i < loader->count; i++) {
        const struct raw_word *raw = &loader->words[i];
        dict->words[i] = raw->word;
        dict->word_property[i] = raw->property;
        dict->word_count = i + 1;
        give_word(&dict->properties[raw->property], raw->value, &dict->words[i]);
        if (!raw->value && !index_flag(dict, (uint32_t)i))
            return false;
    }
    return true;
}

/* ---- loading --------------------------------------------------------------------------------- */

typedef bool row_reader(struct loader *loader, const struct mb_span *columns);

static bool read_rows(struct loader *loader, const char *file, struct mb_span text, size_t wanted,
                      row_reader *read)
{
    struct mb_span columns[PROPERTY_COLS];
    size_t count;
    loader->file = file;
    loader->rows = (struct mb_tsv){text.s, text.s + text.n, 0};
    while ((count = mb_tsv_next(&loader->rows, columns, wanted)) > 0) {
        if (count != wanted)
            return refuse(loader, "the number of columns is wrong");
        if (!read(loader, columns))
            return false;
    }
    return true;
}

static void set_error(const struct loader *loader, char **error)
{
    if (!error)
        return;
    int made = loader->why
                   ? asprintf(error, "corpus/schema/%s:%lu: %s", loader->file, loader->rows.line, loader->why)
                   : asprintf(error, "no memory for the property dictionary");
    if (made < 0)
        *error = NULL;
}

static struct mba_dictionary *dictionary_new(void)
{
    struct mba_dictionary *dict = calloc(1, sizeof *dict);
    if (dict && (dict->arena = mba_arena_new()))
        return dict;
    free(dict);
    return NULL;
}

void mba_dictionary_free(struct mba_dictionary *dict)
{
    if (!dict)
        return;
    mba_arena_free(dict->arena);
    free(dict->properties);
    free(dict);
}

struct mba_dictionary *mba_dictionary_load(const char *properties, size_t properties_len,
                                           const char *meanings, size_t meanings_len, char **error)
{
    struct loader loader = {.dict = dictionary_new()};
    struct mb_span first = {properties ? properties : "", properties_len};
    struct mb_span second = {meanings ? meanings : "", meanings_len};
    bool good = loader.dict && read_rows(&loader, "properties.tsv", first, PROPERTY_COLS, read_property) &&
                read_rows(&loader, "meanings.tsv", second, MEANING_COLS, read_meaning) &&
                settle_words(&loader);
    free(loader.words);
    if (good)
        return loader.dict;
    set_error(&loader, error);
    mba_dictionary_free(loader.dict);
    return NULL;
}

struct mba_dictionary *mba_dictionary_builtin(char **error)
{
    const struct mba_asset *properties = mba_asset_find("corpus/schema/properties.tsv");
    const struct mba_asset *meanings = mba_asset_find("corpus/schema/meanings.tsv");
    const struct mba_asset *names = mba_asset_find("corpus/schema/names.tsv");
    if (!properties || !meanings || !names) {
        if (error)
            *error = strdup("the property tables are not built in: corpus/schema/properties.tsv, "
                            "meanings.tsv, names.tsv");
        return NULL;
    }
    struct mba_dictionary *dict = mba_dictionary_load((const char *)properties->data, properties->len,
                                                      (const char *)meanings->data, meanings->len, error);
    if (dict && mb_dictionary_add_names(dict, (const char *)names->data, names->len, error))
        return dict;
    mba_dictionary_free(dict);
    return NULL;
}
