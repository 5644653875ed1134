/* scan_same: which exports were judged already (scan_same.c). */
#ifndef MBAUDIT_CMD_SCAN_SAME_H
#define MBAUDIT_CMD_SCAN_SAME_H

#include "cmd/scan.h"

/* What is known of an export from its bytes alone. Strings are owned, words are constants. */
struct scan_seen {
    char digest[65]; /* SHA-256, hexadecimal */
    size_t entry;    /* of its snapshot in the spool */
    const struct mba_format *format;
    const char *server_from;
    enum mba_completeness completeness;
    uint64_t keys;          /* of the export */
    uint32_t snapshot_keys; /* those named twice once */
    bool full, partial;
    uint32_t top;
    char *account, *encoding, *place; /* NULL: none */
};
void scan_seen_free(struct scan_seen *seen);

struct scan_same *scan_same_new(void); /* NULL: no memory */
void scan_same_free(struct scan_same *same);
/* Was an export of this server and length seen before? Then digest gets that of the member. Safe from any
 * thread, as is the next. */
bool scan_same_digest(struct scan_same *same, const char *server, const struct mba_member *member,
                      char digest[65]);
/* The export of this server with these bytes, or NULL. It lives as long as same. */
const struct scan_seen *scan_same_find(struct scan_same *same, const char *server, const char *digest);
/* For the collector, when the snapshot has its place in the spool. Takes seen over. */
void scan_same_note(struct scan_same *same, const char *server, struct scan_seen *seen, size_t entry);

#endif
