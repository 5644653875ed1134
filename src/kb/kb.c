/* kb: the knowledge base itself - articles in order of id, one for each id. */
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <nettle/sha2.h>

#include "kb/parts.h"

struct mba_kb *mba_kb_new(void)
{
    xmlInitParser();
    struct mba_kb *kb = calloc(1, sizeof *kb);
    if (!kb)
        return NULL;
    kb->arena = mba_arena_new();
    kb->xpath = kb_xpath_new();
    if (!kb->arena || !kb->xpath) {
        mba_kb_free(kb);
        return NULL;
    }
    kb_update_version(kb);
    return kb;
}

void kb_entry_free(struct kb_entry *entry)
{
    if (!entry)
        return;
    xmlFreeNode(entry->article.examples);
    xmlFreeDoc(entry->doc);
    free(entry);
}

void mba_kb_free(struct mba_kb *kb)
{
    if (!kb)
        return;
    for (size_t i = 0; i < kb->count; i++)
        kb_entry_free(kb->entries[i]);
    free(kb->entries);
    xmlXPathFreeContext(kb->xpath);
    mba_arena_free(kb->arena);
    free(kb);
}

/* Where id stands, or where it would have to be put. */
static size_t position(const struct mba_kb *kb, const char *id, bool *found)
{
    size_t low = 0, high = kb->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(kb->entries[middle]->article.id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *found = low < kb->count && strcmp(kb->entries[low]->article.id, id) == 0;
    return low;
}

/* A later folder replaces an article; one folder must not hold an id twice. */
static bool replace(struct kb_load *load, struct kb_entry **slot, struct kb_entry *entry)
{
    const struct mba_article *old = &(*slot)->article;
    if (strcmp(old->origin, entry->article.origin) == 0) {
        kb_error(load, 1, "has the id %s, which %s has too; give one of them another id", old->id, old->file);
        return false;
    }
    entry->article.overrides = true;
    kb_entry_free(*slot);
    *slot = entry;
    return true;
}

bool kb_insert(struct mba_kb *kb, struct kb_load *load, struct kb_entry *entry)
{
    bool found;
    size_t at = position(kb, entry->article.id, &found);
    if (found)
        return replace(load, &kb->entries[at], entry);
    if (!mba_grow(&kb->entries, &kb->cap, kb->count + 1, sizeof *kb->entries)) {
        kb_no_memory(load);
        return false;
    }
    memmove(&kb->entries[at + 1], &kb->entries[at], (kb->count - at) * sizeof *kb->entries);
    kb->entries[at] = entry;
    kb->count++;
    return true;
}

void kb_update_version(struct mba_kb *kb)
{
    struct sha256_ctx sha;
    unsigned char digest[SHA256_DIGEST_SIZE];
    sha256_init(&sha);
    for (size_t i = 0; i < kb->count; i++)
        sha256_update(&sha, sizeof kb->entries[i]->digest, kb->entries[i]->digest);
    sha256_digest(&sha, sizeof digest, digest);
    for (size_t i = 0; i < 6; i++)
        snprintf(kb->version + 2 * i, 3, "%02x", digest[i]);
}

static bool any_matches(const char *const *patterns, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (mba_glob(patterns[i], id))
            return true;
    return false;
}

const char *mba_kb_select(struct mba_kb *kb, const char *const *patterns, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        while (at < kb->count && !mba_glob(patterns[i], kb->entries[at]->article.id))
            at++;
        if (at == kb->count)
            return patterns[i];
    }
    size_t kept = 0;
    for (size_t i = 0; i < kb->count; i++) {
        if (any_matches(patterns, count, kb->entries[i]->article.id))
            kb->entries[kept++] = kb->entries[i];
        else
            kb_entry_free(kb->entries[i]);
    }
    kb->count = kept;
    kb_update_version(kb);
    return NULL;
}

size_t mba_kb_count(const struct mba_kb *kb)
{
    return kb->count;
}

const struct mba_article *mba_kb_at(const struct mba_kb *kb, size_t index)
{
    return index < kb->count ? &kb->entries[index]->article : NULL;
}

const struct mba_article *mba_kb_find(const struct mba_kb *kb, const char *id)
{
    bool found;
    size_t at = position(kb, id, &found);
    return found ? &kb->entries[at]->article : NULL;
}

const char *mba_kb_version(const struct mba_kb *kb)
{
    return kb->version;
}
