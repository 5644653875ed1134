/* Snapshots of a server that came to the same as the one before: what they have in common is written once. */
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

enum { CHUNK = 64 * 1024 };
struct digest {
    uint8_t bytes[SHA256_DIGEST_SIZE];
};

static bool digest_range(const struct mba_spool *spool, struct sha256_ctx *sha, off_t at, size_t left,
                         char **error)
{
    uint8_t chunk[CHUNK];
    while (left > 0) {
        size_t part = left < CHUNK ? left : CHUNK;
        if (!mba_spool_read(spool, chunk, part, at, error))
            return false;
        sha256_update(sha, part, chunk);
        at += (off_t)part;
        left -= part;
    }
    return true;
}

/* Of all that does not name time or place: the body, and behind it the tally and the counts. What stands
 * aside follows from these, and a document has it of the newest snapshot only. */
static bool digest_of(const struct mba_spool *spool, const struct mba_spool_entry *entry, struct digest *out,
                      char **error)
{
    struct sha256_ctx sha;
    off_t end = entry->offset + (off_t)entry->len;
    size_t counts = entry->rules * sizeof(uint32_t[MBA_OUTCOME_COUNT]);
    sha256_init(&sha);
    if (!digest_range(spool, &sha, entry->offset + (off_t)entry->body_at, entry->len - entry->body_at,
                      error) ||
        !digest_range(spool, &sha, end + (off_t)entry->aside, sizeof(struct mba_tally) + counts, error))
        return false;
    sha256_digest(&sha, sizeof out->bytes, out->bytes);
    return true;
}

/* A snapshot of unknown time cannot be named, nor one of two that bear the same. */
static bool may_be_same(const struct mba_spool_entry *before, const struct mba_spool_entry *entry)
{
    return before->server == entry->server && before->rules > 0 && entry->rules > 0 &&
           before->completeness == entry->completeness && before->captured != MBA_TIME_NONE &&
           entry->captured != MBA_TIME_NONE && before->captured != entry->captured;
}

static bool is_same(const struct mba_spool *spool, const struct mba_spool_entry *before,
                    const struct mba_spool_entry *entry, bool *same, char **error)
{
    struct digest a, b;
    *same = before->offset == entry->offset; /* recognised while reading */
    if (*same || before->len - before->body_at != entry->len - entry->body_at)
        return true;
    if (!digest_of(spool, before, &a, error) || !digest_of(spool, entry, &b, error))
        return false;
    *same = memcmp(&a, &b, sizeof a) == 0;
    return true;
}

/* The body with what stands aside serves all of them. */
static void take_body(struct mba_spool_entry *to, const struct mba_spool_entry *from)
{
    struct mba_spool_entry own = *to;
    *to = *from;
    to->server = own.server;
    to->captured = own.captured;
    to->order = own.order;
    to->head = own.head;
    to->head_len = own.head_len;
    to->counts_at = own.counts_at;
    to->same_as = own.same_as;
}

bool mba_spool_mark_same(struct mba_spool *spool, char **error)
{
    struct mba_spool_entry *first = NULL; /* of those that are the same */
    for (size_t i = 0; i < spool->count; i++) {
        struct mba_spool_entry *entry = spool->sorted[i];
        bool same = false;
        if (first && may_be_same(spool->sorted[i - 1], entry) &&
            !is_same(spool, spool->sorted[i - 1], entry, &same, error))
            return false;
        if (!same) {
            first = entry;
            continue;
        }
        entry->same_as = first->captured;
        if (!first->aside && entry->aside)
            take_body(first, entry);
    }
    return true;
}
