/* Exports of a server that have the very bytes of one that was judged already: nights on which nothing
 * changed. They are not read, let alone judged; their snapshot has the same body.
 *
 * Whether an export is recognised may depend on what other threads have done by then, the document does not:
 * what comes to the same is written once either way (findings/same.c). Bytes are hashed only where an export
 * of that server and length was seen before, so that an audit of one night pays nothing.
 */
#include <libxml/hash.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/scan_same.h"

struct scan_same {
    pthread_mutex_t lock;
    xmlHashTablePtr lengths; /* server and length: was seen */
    xmlHashTablePtr known;   /* server and digest -> struct scan_seen */
};

void scan_seen_free(struct scan_seen *seen)
{
    if (!seen)
        return;
    free(seen->account);
    free(seen->encoding);
    free(seen->place);
    free(seen);
}

static void free_seen(void *seen, const xmlChar *name)
{
    (void)name;
    scan_seen_free(seen);
}

struct scan_same *scan_same_new(void)
{
    struct scan_same *same = calloc(1, sizeof *same);
    if (!same || pthread_mutex_init(&same->lock, NULL) != 0) {
        free(same);
        return NULL;
    }
    same->lengths = xmlHashCreate(64);
    same->known = xmlHashCreate(64);
    if (same->lengths && same->known)
        return same;
    scan_same_free(same);
    return NULL;
}

void scan_same_free(struct scan_same *same)
{
    if (!same)
        return;
    if (same->lengths)
        xmlHashFree(same->lengths, NULL);
    if (same->known)
        xmlHashFree(same->known, free_seen);
    pthread_mutex_destroy(&same->lock);
    free(same);
}

bool scan_same_digest(struct scan_same *same, const char *server, const struct mba_member *member,
                      char digest[65])
{
    char length[24];
    snprintf(length, sizeof length, "%zu", member->len);
    pthread_mutex_lock(&same->lock);
    bool seen = xmlHashLookup2(same->lengths, BAD_CAST server, BAD_CAST length) != NULL;
    if (!seen) /* without memory it is not seen the next time either */
        xmlHashAddEntry2(same->lengths, BAD_CAST server, BAD_CAST length, same);
    pthread_mutex_unlock(&same->lock);
    if (seen)
        mba_bytes_sha256(member->data, member->len, digest);
    return seen;
}

const struct scan_seen *scan_same_find(struct scan_same *same, const char *server, const char *digest)
{
    pthread_mutex_lock(&same->lock);
    const struct scan_seen *seen = xmlHashLookup2(same->known, BAD_CAST server, BAD_CAST digest);
    pthread_mutex_unlock(&same->lock);
    return seen;
}

void scan_same_note(struct scan_same *same, const char *server, struct scan_seen *seen, size_t entry)
{
    seen->entry = entry;
    pthread_mutex_lock(&same->lock);
    int failed = xmlHashAddEntry2(same->known, BAD_CAST server, BAD_CAST seen->digest, seen);
    pthread_mutex_unlock(&same->lock);
    if (failed) /* another thread was as far, or no memory */
        scan_seen_free(seen);
}
