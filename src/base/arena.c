/* arena: a bump allocator. Blocks form one list; `current` is the block being filled, blocks after it are
 * empty ones kept by a reset. */
#include "mbaudit/base.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum {
    ARENA_ALIGN = alignof(max_align_t),
    ARENA_FIRST_BLOCK = 16 * 1024,
    ARENA_LARGEST_STEP = 1024 * 1024,
    /* What a reset keeps: enough for the usual export, so that one huge one does not stay in memory. */
    ARENA_KEPT = 4 * 1024 * 1024
};

struct block {
    struct block *next;
    size_t size;
    alignas(max_align_t) char data[];
};

struct mba_arena {
    char *at, *end; /* the free part of current */
    struct block *first, *current;
    size_t bytes;
};

struct mba_arena *mba_arena_new(void)
{
    return calloc(1, sizeof(struct mba_arena));
}

static void free_blocks(struct block *block)
{
    while (block) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
}

void mba_arena_free(struct mba_arena *arena)
{
    if (!arena)
        return;
    free_blocks(arena->first);
    free(arena);
}

static void fill_from(struct mba_arena *arena, struct block *block)
{
    arena->current = block;
    arena->at = block ? block->data : NULL;
    arena->end = block ? block->data + block->size : NULL;
}

void mba_arena_reset(struct mba_arena *arena)
{
    size_t kept = 0;
    struct block **link = &arena->first;
    while (*link && kept + (*link)->size <= ARENA_KEPT) {
        kept += (*link)->size;
        link = &(*link)->next;
    }
    free_blocks(*link);
    *link = NULL;
    arena->bytes = kept;
    fill_from(arena, arena->first);
}

/* Each block is twice the one before, so that small arenas stay small and large ones have few blocks. */
static size_t next_block_size(const struct mba_arena *arena, size_t size)
{
    size_t step = arena->current ? arena->current->size * 2 : ARENA_FIRST_BLOCK;
    if (step > ARENA_LARGEST_STEP)
        step = ARENA_LARGEST_STEP;
    return size > step ? size : step;
}

static bool add_block(struct mba_arena *arena, size_t size)
{
    size_t block_size = next_block_size(arena, size);
    struct block *block = malloc(sizeof *block + block_size);
    if (!block)
        return false;
    block->size = block_size;
    struct block **link = arena->current ? &arena->current->next : &arena->first;
    block->next = *link;
    *link = block;
    arena->bytes += block_size;
    fill_from(arena, block);
    return true;
}

void *mba_arena_alloc(struct mba_arena *arena, size_t size)
{
    if (size > PTRDIFF_MAX - ARENA_ALIGN - sizeof(struct block)) /* no object is larger */
        return NULL;
    size = (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    if (size > (size_t)(arena->end - arena->at) || !arena->at) {
        struct block *kept = arena->current ? arena->current->next : NULL;
        if (kept && kept->size >= size)
            fill_from(arena, kept);
        else if (!add_block(arena, size))
            return NULL;
    }
    void *taken = arena->at;
    arena->at += size;
    return taken;
}

void *mba_arena_calloc(struct mba_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    void *taken = mba_arena_alloc(arena, count * size);
    return taken ? memset(taken, 0, count * size) : NULL;
}

char *mba_arena_dup(struct mba_arena *arena, const char *bytes, size_t len)
{
    char *copy = len < SIZE_MAX ? mba_arena_alloc(arena, len + 1) : NULL;
    if (!copy)
        return NULL;
    if (len > 0)
        memcpy(copy, bytes, len);
    copy[len] = '\0';
    return copy;
}

char *mba_arena_printf(struct mba_arena *arena, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, args);
    char *text = len >= 0 ? mba_arena_alloc(arena, (size_t)len + 1) : NULL;
    if (text)
        vsnprintf(text, (size_t)len + 1, fmt, again);
    va_end(again);
    va_end(args);
    return text;
}

size_t mba_arena_bytes(const struct mba_arena *arena)
{
    return arena->bytes;
}
