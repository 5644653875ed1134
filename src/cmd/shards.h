/* shards: one audit in several parts. shards.c says which part reads what and how that is written down;
 * merge.c puts the documents of the parts together again.
 */
#ifndef MBAUDIT_CMD_SHARDS_H
#define MBAUDIT_CMD_SHARDS_H

#include "cmd/scan.h"

/* Leaves in scan.inputs what the shard of scan.opt reads, and drops what was said of the others. Inputs are
 * sorted. False: no memory. */
bool shard_choose(struct scan *scan);
/* Is this member of an input that several shards read for this one? */
bool shard_owns(const struct scan *scan, const struct mba_input *input, const struct mba_member *member);

/* Which shards a document holds: "3/8", and after merging some "1-3 5/8". */
struct shard_set {
    unsigned count; /* 0: it was not made with --shard */
    bool *held;     /* [count] */
};
bool shard_set_read(const char *text, struct shard_set *out); /* false: it is no such text, or no memory */
void shard_set_write(const struct shard_set *set, bool held, struct mba_buf *out); /* or those not held */
void shard_set_free(struct shard_set *set);

#endif
