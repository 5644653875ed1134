/* table: see table.h. */
#include "table.h"

#include <string.h>
#include <sys/random.h>

enum { TABLE_FIRST = 16 };

struct mb_seed mb_seed_random(void)
{
    struct mb_seed seed = {0x9E3779B9u, 0x85EBCA6Bu}; /* where the system has no random numbers yet */
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed)
        seed = (struct mb_seed){0x9E3779B9u, 0x85EBCA6Bu};
    return seed;
}

/* One step of the NH hash: a product of two secret-shifted halves. */
static uint64_t mix(struct mb_seed seed, uint64_t x)
{
    uint32_t low = (uint32_t)x + seed.a, high = (uint32_t)(x >> 32) + seed.b;
    return (uint64_t)low * high;
}

uint32_t mb_hash_number(struct mb_seed seed, uint32_t number)
{
    uint64_t h = mix(seed, number);
    return (uint32_t)(h ^ h >> 32);
}

uint32_t mb_hash_text(struct mb_seed seed, const char *s, size_t n)
{
    const uint64_t fold = UINT64_C(0x2020202020202020); /* makes letters of both cases equal */
    uint64_t h = n, word;
    for (; n >= sizeof word; n -= sizeof word, s += sizeof word) {
        memcpy(&word, s, sizeof word);
        h = mix(seed, h ^ (word | fold));
    }
    word = 0;
    while (n > 0)
        word = word << 8 | (unsigned char)s[--n];
    h = mix(seed, h ^ (word | fold));
    return (uint32_t)(h ^ h >> 32);
}

bool mb_span_equal(struct mb_span a, const char *s, size_t n)
{
    return a.n == n && memcmp(a.s, s, n) == 0;
}

bool mb_span_equal_nocase(struct mb_span a, const char *s, size_t n)
{
    return a.n == n && (memcmp(a.s, s, n) == 0 || mba_ascii_ncasecmp(a.s, s, n) == 0);
}

uint32_t mb_table_find(const struct mb_table *table, uint32_t hash, mb_same *same, const void *context,
                       const void *wanted)
{
    if (table->cap == 0)
        return 0;
    for (size_t at = hash;; at++) {
        const struct mb_slot *slot = &table->slots[at & (table->cap - 1)];
        if (slot->item == 0 || (slot->hash == hash && same(context, slot->item, wanted)))
            return slot->item;
    }
}

void mb_table_add(struct mb_table *table, uint32_t hash, uint32_t item)
{
    size_t at = hash & (table->cap - 1);
    while (table->slots[at].item != 0)
        at = (at + 1) & (table->cap - 1);
    table->slots[at] = (struct mb_slot){hash, item};
    table->count++;
}

bool mb_table_prepare(struct mb_table *table, struct mba_arena *arena)
{
    if (table->count < table->cap / 2)
        return true;
    struct mb_table wider = {.cap = table->cap ? table->cap * 2 : TABLE_FIRST};
    wider.slots = mba_arena_calloc(arena, wider.cap, sizeof *wider.slots);
    if (!wider.slots)
        return false;
    for (size_t i = 0; i < table->cap; i++)
        if (table->slots[i].item != 0)
            mb_table_add(&wider, table->slots[i].hash, table->slots[i].item);
    *table = wider;
    return true;
}
