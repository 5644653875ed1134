/* dictionary_names: names.tsv, the properties that the schema lacks. Their numbers are not documented, so a
 * record is known by the name that the export gives it. */
#include "dictionary.h"
#include "tsv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COL_NAME, COL_TYPE, COL_SOURCE, COLS };

/* NULL: good; else what is wrong with the row. */
static const char *check_row(const struct mba_dictionary *dict, const struct mb_span *columns, size_t count)
{
    if (count != COLS)
        return "the number of columns is wrong";
    if (columns[COL_NAME].n == 0)
        return "the name is empty";
    if (mb_dictionary_find_name(dict, columns[COL_NAME].s, columns[COL_NAME].n))
        return "this name stands in an earlier row or in properties.tsv";
    if (mba_type_parse(columns[COL_TYPE].s, columns[COL_TYPE].n) == MBA_TYPE_UNKNOWN)
        return "the type is none of the words in README.md";
    return columns[COL_SOURCE].n == 0 ? "the source is missing" : NULL;
}

/* False: no memory. */
static bool add_name(struct mba_dictionary *dict, struct mb_span name, struct mb_span type)
{
    static const char *const no_class = NULL;
    size_t all = dict->count + dict->name_count;
    struct mba_property prop = {.name = mba_arena_dup(dict->arena, name.s, name.n),
                                .type = mba_type_parse(type.s, type.n),
                                .classes = &no_class};
    if (!prop.name || !mba_grow(&dict->properties, &dict->cap, all + 1, sizeof prop) ||
        !mba_table_prepare(&dict->by_name, dict->arena))
        return false;
    dict->properties[all] = prop;
    dict->name_count++;
    mba_table_add(&dict->by_name, mba_hash_text(mb_dictionary_seed, name.s, name.n), (uint32_t)all + 1);
    return true;
}

bool mb_dictionary_add_names(struct mba_dictionary *dict, const char *text, size_t len, char **error)
{
    struct mb_tsv rows = {text, text + len, 0};
    struct mb_span columns[COLS];
    const char *why = NULL;
    bool good = true;
    for (size_t count; good && (count = mb_tsv_next(&rows, columns, COLS)) > 0;) {
        why = check_row(dict, columns, count);
        good = !why && add_name(dict, columns[COL_NAME], columns[COL_TYPE]);
    }
    if (good || !error)
        return good;
    int made = why ? asprintf(error, "corpus/schema/names.tsv:%lu: %s", rows.line, why)
                   : asprintf(error, "no memory for the property dictionary");
    if (made < 0)
        *error = NULL;
    return false;
}
