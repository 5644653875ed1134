/* Hash tables whose items are numbers, and the hashes that go with them. */
#include <string.h>
#include <sys/random.h>

#include "mbaudit/base.h"

enum { TABLE_FIRST = 16 };

struct mba_seed mba_seed_random(void)
{
    struct mba_seed seed = {0x9E3779B9u, 0x85EBCA6Bu}; /* where the system has no random numbers yet */
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed)
        seed = (struct mba_seed){0x9E3779B9u, 0x85EBCA6Bu};
    return seed;
}

/* One step of the NH hash: a product of two secret-shifted halves. */
static uint64_t mix(struct mba_seed seed, uint64_t x)
{
    uint32_t low = (uint32_t)x + seed.a, high = (uint32_t)(x >> 32) + seed.b;
    return (uint64_t)low * high;
}

uint32_t mba_hash_number(struct mba_seed seed, uint32_t number)
{
    uint64_t h = mix(seed, number);
    return (uint32_t)(h ^ h >> 32);
}

static uint64_t load_folded(const char *s)
{
    uint64_t word;
    memcpy(&word, s, sizeof word);
    return word | UINT64_C(0x2020202020202020); /* makes letters of both cases equal */
}

/* Eight bytes at a time; the last eight may overlap those before. */
uint32_t mba_hash_text(struct mba_seed seed, const char *s, size_t n)
{
    uint64_t h = n, word = 0;
    if (n < sizeof word) {
        char padded[sizeof word] = {0};
        for (size_t i = 0; i < n; i++)
            padded[i] = s[i];
        word = load_folded(padded);
    } else {
        for (size_t i = 0; i + sizeof word < n; i += sizeof word)
            h = mix(seed, h ^ load_folded(s + i));
        word = load_folded(s + n - sizeof word);
    }
    h = mix(seed, h ^ word);
    return (uint32_t)(h ^ h >> 32);
}

uint32_t mba_table_find(const struct mba_table *table, uint32_t hash, mba_same *same, const void *context,
                        const void *wanted)
{
    if (table->cap == 0)
        return 0;
    for (size_t at = hash;; at++) {
        const struct mba_slot *slot = &table->slots[at & (table->cap - 1)];
        if (slot->item == 0 || (slot->hash == hash && same(context, slot->item, wanted)))
            return slot->item;
    }
}

void mba_table_add(struct mba_table *table, uint32_t hash, uint32_t item)
{
    size_t at = hash & (table->cap - 1);
    while (table->slots[at].item != 0)
        at = (at + 1) & (table->cap - 1);
    table->slots[at] = (struct mba_slot){hash, item};
    table->count++;
}

bool mba_table_prepare(struct mba_table *table, struct mba_arena *arena)
{
    if (table->count < table->cap / 2)
        return true;
    struct mba_table wider = {.cap = table->cap ? table->cap * 2 : TABLE_FIRST};
    wider.slots = mba_arena_calloc(arena, wider.cap, sizeof *wider.slots);
    if (!wider.slots)
        return false;
    for (size_t i = 0; i < table->cap; i++)
        if (table->slots[i].item != 0)
            mba_table_add(&wider, table->slots[i].hash, table->slots[i].item);
    *table = wider;
    return true;
}
