/* table: open-addressing hash tables whose items are numbers; what a number stands for is the caller's. */
#ifndef MBAUDIT_METABASE_TABLE_H
#define MBAUDIT_METABASE_TABLE_H

#include "mbaudit/base.h"

struct mb_slot {
    uint32_t hash, item; /* item 0: free */
};
struct mb_table { /* starts as {0}; the slots live in the arena that mb_table_prepare gets */
    struct mb_slot *slots;
    size_t cap, count;
};

/* Exports come from strangers: with a seed they cannot know, they cannot make their keys collide. */
struct mb_seed {
    uint32_t a, b;
};
struct mb_seed mb_seed_random(void);
uint32_t mb_hash_number(struct mb_seed seed, uint32_t number);
uint32_t mb_hash_text(struct mb_seed seed, const char *s, size_t n); /* the same for upper and lower case */

struct mb_span {
    const char *s;
    size_t n;
};
bool mb_span_equal(struct mb_span a, const char *s, size_t n);
bool mb_span_equal_nocase(struct mb_span a, const char *s, size_t n);
bool mb_span_is(struct mb_span a, const char *text); /* without case; text ends with NUL */
int mb_span_compare_nocase(struct mb_span a, struct mb_span b);

/* Does this item stand for what is wanted? */
typedef bool mb_same(const void *context, uint32_t item, const void *wanted);

/* Room for one more item. False: no memory. */
bool mb_table_prepare(struct mb_table *table, struct mba_arena *arena);
/* The item found, or 0. */
uint32_t mb_table_find(const struct mb_table *table, uint32_t hash, mb_same *same, const void *context,
                       const void *wanted);
/* Adds an item that is not in the table; needs mb_table_prepare first. */
void mb_table_add(struct mb_table *table, uint32_t hash, uint32_t item);

#endif
