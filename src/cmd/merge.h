/* merge: the heads of the documents that are merged, and whether they belong together. */
#ifndef MBAUDIT_CMD_MERGE_H
#define MBAUDIT_CMD_MERGE_H

#include <libxml/hash.h>

#include "cmd/shards.h"

struct merge_heads {
    const char *name;           /* of the document being read */
    const char *first;          /* of the first one: the others must agree with it */
    const char *knowledge_base; /* as the first one has it, in a line */
    mba_time created;           /* of the latest */
    struct mba_setting *settings;
    size_t setting_count, setting_cap;
    struct shard_set set;
    const char *shard_inputs;
    const char **holders;   /* [shard]: the document that holds it */
    xmlHashTablePtr inputs; /* name -> its place in scan.inputs + 1 */
    xmlHashTablePtr words;
    struct mba_summary totals; /* of the document being read */
    struct mba_arena *arena;   /* all the strings */
};
void merge_heads_free(struct merge_heads *heads);
/* Takes in the head of a document. False: it does not belong to the others, or no memory (*error NULL). */
bool merge_head(struct merge_heads *heads, xmlDocPtr doc, const char *path, struct scan *scan, char **error);
/* What the settings of the documents say, into options. */
bool merge_options(struct merge_heads *heads, struct cmd_options *opt); /* false: no memory */
bool merge_check_kb(const struct merge_heads *heads, const struct mba_kb *kb, char **error);
/* Does the document hold as much as its head says? */
bool merge_check_totals(const struct merge_heads *heads, const struct mba_summary *found, char **error);
/* Are all shards there? The settings are then those of the whole. */
bool merge_complete(struct merge_heads *heads, bool partial, char **error);

bool merge_input(const struct merge_heads *heads, const char *name, size_t *place);
/* Sorts the inputs; the new place of each. free() it; NULL: no memory. */
size_t *merge_input_places(struct mba_inputs *inputs);
const char *merge_keep_word(struct merge_heads *heads, const char *word); /* NULL: no memory */

#endif
