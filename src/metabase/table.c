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

static uint64_t load_folded(const char *s)
{
    uint64_t word;
    memcpy(&word, s, sizeof word);
    return word | UINT64_C(0x2020202020202020); /* makes letters of both cases equal */
}

/* Eight bytes at a time; the last eight may overlap those before. */
uint32_t mb_hash_text(struct mb_seed seed, const char *s, size_t n)
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

bool mb_span_equal(struct mb_span a, const char *s, size_t n)
{
    return a.n == n && memcmp(a.s, s, n) == 0;
}

bool mb_span_equal_nocase(struct mb_span a, const char *s, size_t n)
{
    return a.n == n && (memcmp(a.s, s, n) == 0 || mba_ascii_ncasecmp(a.s, s, n) == 0);
}

bool mb_span_is(struct mb_span a, const char *text)
{
    return (strncmp(text, a.s, a.n) == 0 || mba_ascii_ncasecmp(text, a.s, a.n) == 0) && text[a.n] == '\0';
}

int mb_span_compare_nocase(struct mb_span a, struct mb_span b)
{
    size_t n = a.n < b.n ? a.n : b.n, same = 0;
    uint64_t x, y;
    for (; n - same >= sizeof x; same += sizeof x) {
        memcpy(&x, a.s + same, sizeof x);
        memcpy(&y, b.s + same, sizeof y);
        if (x != y)
            break;
    }
    int difference = mba_ascii_ncasecmp(a.s + same, b.s + same, n - same);
    return difference ? difference : (a.n > b.n) - (a.n < b.n);
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
