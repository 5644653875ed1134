/* dictionary: the inside of struct mba_dictionary, shared by loading and looking up. */
#ifndef MBAUDIT_METABASE_DICTIONARY_H
#define MBAUDIT_METABASE_DICTIONARY_H

#include "mbaudit/metabase.h"
#include "span.h"

struct mba_dictionary {
    struct mba_arena *arena;
    struct mba_property *properties; /* in the order of the table; then those of names.tsv */
    size_t count, name_count, cap;
    struct mba_word *words;  /* of all properties, each one's flags and values side by side */
    uint32_t *word_property; /* which property a word belongs to */
    size_t word_count;
    struct mba_table by_name, by_id, by_flag; /* items: index + 1 */
};

extern const struct mba_seed mb_dictionary_seed;
/* Index + 1, or 0. */
uint32_t mb_dictionary_find_name(const struct mba_dictionary *dict, const char *name, size_t len);
uint32_t mb_dictionary_find_id(const struct mba_dictionary *dict, uint32_t id);

/* Rows of names.tsv, after mba_dictionary_load. False and *error (free() it): which line; the dictionary is
 * then good for nothing. */
bool mb_dictionary_add_names(struct mba_dictionary *dict, const char *text, size_t len, char **error);

#endif
