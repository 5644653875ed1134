/* Snapshots of a server that came to the same as the one before: what they have in common is written once. */
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

enum { CHUNK = 64 * 1024 };
struct digest {
    uint8_t bytes[SHA256_DIGEST_SIZE];
};

/* Of all that does not name time or place: the body, what stands aside, the tally and the counts, which lie
 * behind one another in the spool. */
static bool digest_of(const struct mba_spool *spool, const struct mba_spool_entry *entry, struct digest *out,
                      char **error)
{
    struct sha256_ctx sha;
    uint8_t chunk[CHUNK];
    size_t left = (size_t)entry->len - entry->body_at + entry->aside + sizeof(struct mba_tally) +
                  entry->rules * sizeof(uint32_t[MBA_OUTCOME_COUNT]);
    off_t at = entry->offset + (off_t)entry->body_at;
    sha256_init(&sha);
    while (left > 0) {
        size_t part = left < CHUNK ? left : CHUNK;
        if (!mba_spool_read(spool, chunk, part, at, error))
            return false;
        sha256_update(&sha, part, chunk);
        at += (off_t)part;
        left -= part;
    }
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
    if (*same || before->len - before->body_at != entry->len - entry->body_at ||
        before->aside != entry->aside)
        return true;
    if (!digest_of(spool, before, &a, error) || !digest_of(spool, entry, &b, error))
        return false;
    *same = memcmp(&a, &b, sizeof a) == 0;
    return true;
}

bool mba_spool_mark_same(struct mba_spool *spool, char **error)
{
    for (size_t i = 1; i < spool->count; i++) {
        const struct mba_spool_entry *before = spool->sorted[i - 1];
        struct mba_spool_entry *entry = spool->sorted[i];
        bool same = false;
        if (!may_be_same(before, entry))
            continue;
        if (!is_same(spool, before, entry, &same, error))
            return false;
        if (same)
            entry->same_as = before->same_as != MBA_TIME_NONE ? before->same_as : before->captured;
    }
    return true;
}
