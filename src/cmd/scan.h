/* scan: archives -> a findings document. scan.c puts the stages together, scan_work.c is what a worker
 * does with one snapshot, scan_group.c finds the exports that belong to one snapshot, scan_evidence.c the
 * evidence that does, scan_schema.c the schema, and scan_join.c reads them again together; scan_same.c
 * recognises exports that were judged already.
 */
#ifndef MBAUDIT_CMD_SCAN_H
#define MBAUDIT_CMD_SCAN_H

#include <stdatomic.h>

#include "cmd/cmd.h"
#include "mbaudit/findings.h"
#include "mbaudit/import.h"
#include "mbaudit/source.h"

/* Bytes of members that may wait for a worker; and, on the second reading, for the rest of their snapshot. */
#define SCAN_QUEUE_BYTES ((size_t)8 << 20)
#define SCAN_JOIN_BYTES ((size_t)24 << 20)

/* One export as the first reading found it: enough to find it again and to know where it belongs. */
struct scan_export {
    size_t input; /* index into scan.inputs */
    uint64_t ordinal;
    size_t bytes;
    char *server; /* owned */
    mba_time captured;
    bool date_only;
    bool runtime;
    uint32_t format_bit;                 /* 1 << its place in the format table */
    const char *server_from, *time_from; /* constants of mba_identify */
    bool full;                           /* holds the whole tree */
    uint32_t top;                        /* a hash of where its first key stands */
    char *account;                       /* <computer> of IUSR_<computer>; owned; NULL */
    char *pair;                          /* scan_pair_key; owned; NULL */
    size_t spooled;                      /* its entry in the spool */
    size_t shares;                       /* how many exports that snapshot has */
    uint32_t member;                     /* merging only: hash of its path */
    bool aided;                          /* the same: its snapshot was read with a schema of its own */
    size_t group, slot;                  /* scan_group.c, scan_join.c */
    size_t runtime_before;               /* the same: the runtime export before it in its group, + 1 */
};
struct scan_exports {
    struct scan_export *items;
    size_t count, cap;
};

/* How well the moment of an export or a snapshot is known. */
struct scan_moment {
    mba_time captured;
    bool exact; /* a time of day that can be relied on: not a bare date, not when a file happened to be
                   written */
};
struct scan_moment scan_moment_of(mba_time captured, bool date_only, const char *time_from);
/* Seconds between them; 0 on the same day where one of them is not exact. Both times must be known. */
int64_t scan_distance(struct scan_moment a, struct scan_moment b);

/* The exports of one server and time: a snapshot. In order of server. */
struct scan_group {
    const char *server; /* of its first export */
    struct scan_moment moment;
    uint32_t saved;      /* format bits of the saved configurations in it */
    bool full;           /* one of them holds the whole tree */
    const char *account; /* NULL: not known */
    size_t last_runtime; /* the last runtime export in it, + 1 */
    size_t exports;
    bool wanted;                    /* by --since and --until */
    struct scan_evidence *evidence; /* of scan.evidence */
    size_t evidence_count;
    const struct scan_schema *schema; /* NULL: the dictionary says all that there is to say */
};

/* A MBSchema.xml that says more than the dictionary. */
struct scan_schema {
    size_t input;
    char *member, *pair; /* owned */
    const struct mba_format *format;
    mba_time mtime;
    struct mba_metabase *definitions; /* owned; holds no keys */
};

/* A member that told evidence, and what its path says of whose it is and from when. */
struct scan_witness {
    size_t input;
    uint64_t ordinal;
    char *member, *server; /* owned */
    const struct mba_format *format;
    mba_time mtime;
    struct scan_moment moment;
    struct mba_testimony testimony;
};
/* One thing told, of the group to which it belongs. */
struct scan_evidence {
    const struct scan_witness *witness;
    const struct mba_told *told;
    size_t group;
    int64_t distance;
};

/* What a worker gets: the members of one snapshot. */
struct scan_part {
    size_t input;
    struct mba_member member;
    const struct mba_format *format;
};
struct scan_item {
    struct scan_part *parts;
    size_t count, cap;
    struct scan_export *const *exports;   /* of a joined snapshot, the first says whose and when; NULL = a */
    size_t export_count;                  /* single export, and the worker finds it out */
    const struct scan_evidence *evidence; /* of a joined snapshot */
    size_t evidence_count;
    const struct scan_schema *schema; /* the same; NULL */
};
void scan_item_free(struct scan_item *item);
struct scan_seen; /* scan_same.h */

/* What a worker gives back. */
struct scan_result {
    struct scan_export found;           /* of a single export; server and account owned until moved on */
    struct scan_witness *witness;       /* of a member that told evidence, and then nothing else; owned until
                                           moved on; NULL */
    struct scan_schema *schema;         /* of a schema that says more than the dictionary; the same */
    bool is_schema;                     /* any schema: there is nothing to judge */
    struct scan_export *const *exports; /* as in the item */
    size_t export_count;
    enum mba_completeness completeness;
    const struct scan_seen *same; /* the export with the same bytes that was judged: the fragment is only a
                                     head; NULL */
    struct scan_seen *seen;       /* what later ones can be recognised by; owned until moved on; NULL */
    struct mba_fragment fragment;
    uint32_t (*counts)[MBA_OUTCOME_COUNT];
    struct mba_problems problems;
    enum scan_unwanted { SCAN_WANTED, SCAN_OTHER_SERVER, SCAN_OTHER_TIME, SCAN_NO_TIME } unwanted;
    struct mba_buf detail; /* for -v: whose export, from when, and how that was found */
    bool failed;           /* no memory */
};
void scan_result_free(struct scan_result *result);

/* What --include, --exclude, --server, --since and --until left out. */
struct scan_left_out {
    size_t members;   /* in a known format, by their path */
    size_t by_server; /* exports, and members that told evidence */
    size_t by_time;   /* exports */
    size_t untimed;   /* the same, of which no time is known */
};

/* Of an input: another shard reads it, this one does, or each takes some of its members. */
enum scan_share { SCAN_NOT_MINE = 0, SCAN_WHOLE, SCAN_SPLIT };

struct scan_same;
struct scan {
    const struct cmd_options *opt;
    mba_time created;
    struct mba_dictionary *dict;
    struct mba_kb *kb;
    struct mba_inputs inputs;
    enum scan_share *shares;             /* [input], with --shard only */
    char shard_inputs[17];               /* the same for all shards that were given the same inputs */
    struct mba_problems problems;        /* collected, in the calling thread */
    struct mba_problems reader_problems; /* of the reader's thread, until it has ended */
    struct mba_spool *spool;
    struct scan_exports exports;
    struct scan_group *groups;
    size_t group_count;
    struct scan_witness **witnesses; /* owned */
    size_t witness_count, witness_cap;
    struct scan_schema **schemas; /* owned */
    size_t schema_count, schema_cap;
    struct scan_evidence *evidence; /* that found its snapshot, by group */
    size_t evidence_count;
    struct scan_export **joined; /* those that share a snapshot or have evidence, by group */
    size_t joined_count;
    struct scan_left_out left_out;
    struct scan_same *same; /* NULL: nothing is recognised */
    bool must_join;      /* what cannot be read again is an error, not a notice */
    void *_Atomic spare; /* a worker that no pool has, since compiling all rules takes time; NULL */
    char *error;         /* why the run failed; owned */
};

/* scan_work.c: the worker's side of the pool. ctx is the struct scan. The first worker compiles every
 * expression before any input is read: false when one is at fault, which is then in problems, or without
 * memory. */
bool scan_first_worker(struct scan *scan, struct mba_problems *problems);
void scan_end_spare(struct scan *scan);
void *scan_worker_new(void *ctx);
void scan_worker_free(void *ctx, void *worker);
void *scan_work(void *ctx, void *worker, void *item);

/* scan_choose.c: what the user wants to see. */
bool scan_wants_member(const struct cmd_options *opt, const char *path);
bool scan_wants_server(const struct cmd_options *opt, const char *server);
bool scan_wants_time(const struct cmd_options *opt, mba_time captured);
/* A snapshot that an export of this time is in can be one that is wanted. */
bool scan_may_want_time(const struct cmd_options *opt, mba_time captured);
void scan_tell_left_out(struct scan *scan);

/* scan_settings.c: writes the document of what was spooled. An enum cmd_exit. */
int scan_write_document(struct scan *scan, int fd, bool gzip, struct mba_summary *summary);

/* scan_group.c: sorts the exports, gives each its group, and fills scan.groups. False: no memory. */
bool scan_group(struct scan *scan);
/* scan_evidence.c: fills scan.evidence; what found no snapshot is told. False: no memory. */
bool scan_assign_evidence(struct scan *scan);
void scan_witness_free(struct scan_witness *witness);

/* scan_schema.c: reads a schema, and keeps it when it says more than the dictionary. False: no memory. */
bool scan_learn(const struct scan *scan, const struct scan_part *part, struct scan_result *result);
/* Tells a snapshot about to be read of its schema, which counts as an export of it. False: no memory. */
bool scan_use_schema(const struct scan *scan, const struct scan_schema *schema, struct mba_metabase *mb);
/* Gives each schema to the snapshot of the export beside it. False: no memory. */
bool scan_assign_schemas(struct scan *scan);
void scan_schema_free(struct scan_schema *schema);
/* What the names of a MetaBase.xml and of its MBSchema.xml have in common, folder included; NULL for other
 * names. *key is the caller's to free. False: no memory. */
bool scan_pair_key(const char *input, const char *member, char **key);

/* scan_join.c: exports of one server and time -> one snapshot. scan_join groups all and fills scan.joined
 * (false: no memory); scan_read_joined reads those again and puts each group into the pool. */
bool scan_join(struct scan *scan);
bool scan_is_before(const struct scan_export *a, const struct scan_export *b); /* by input and place in it */
enum mba_status scan_read_joined(struct scan *scan, struct mba_pool *pool);

/* scan.c */
/* Audits the operands into a document on fd. CMD_EXIT_OK when the document was written (then summary says
 * what is in it); otherwise the exit code, and what went wrong was said. */
int scan_document(const struct cmd_options *opt, const char *spool_folder, int fd, bool gzip,
                  struct mba_summary *summary);
/* Its parts, for merge.c, which takes up where the first reading ends. */
int scan_check_rules(struct scan *scan); /* an exit code */
void scan_note_pattern(struct scan *scan);
bool scan_joined(struct scan *scan);                  /* reads again and judges what belongs together */
int scan_nothing_recognised(const struct scan *scan); /* says so */
void scan_order(const char *input, uint64_t ordinal, struct mba_buf *out); /* see mba_spool_add */
void scan_free(struct scan *scan);
/* The exit code that a summary stands for, with the threshold of --fail-on. */
int scan_exit_code(const struct cmd_options *opt, const struct mba_summary *summary);

#endif
