/* scan: archives -> a findings document. scan.c puts the stages together, scan_work.c is what a worker
 * does with one snapshot, scan_join.c finds the exports that belong to one snapshot.
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
    size_t spooled;                      /* its entry in the spool */
    size_t group, slot;                  /* scan_join.c */
};
struct scan_exports {
    struct scan_export *items;
    size_t count, cap;
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
    struct scan_export *const *exports; /* of a joined snapshot, the first says whose and when; NULL = a */
    size_t export_count;                /* single export, and the worker finds it out */
};
void scan_item_free(struct scan_item *item);

/* What a worker gives back. */
struct scan_result {
    struct scan_export found;           /* of a single export; server owned until moved on */
    struct scan_export *const *exports; /* as in the item */
    size_t export_count;
    enum mba_completeness completeness;
    struct mba_buf fragment;
    struct mba_tally tally;
    uint32_t (*counts)[MBA_OUTCOME_COUNT];
    struct mba_problems problems;
    struct mba_buf detail; /* for -v: whose export, from when, and how that was found */
    bool failed;           /* no memory */
};
void scan_result_free(struct scan_result *result);

struct scan {
    const struct cmd_options *opt;
    mba_time created;
    struct mba_dictionary *dict;
    struct mba_kb *kb;
    struct mba_inputs inputs;
    struct mba_problems problems;        /* collected, in the calling thread */
    struct mba_problems reader_problems; /* of the reader's thread, until it has ended */
    struct mba_spool *spool;
    struct scan_exports exports;
    struct scan_export **joined; /* those that share a snapshot, by group */
    size_t joined_count;
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

/* scan_join.c: exports of one server and time -> one snapshot. scan_join sorts the exports and fills
 * scan.joined (false: no memory); scan_read_joined reads those again and puts each group into the pool. */
bool scan_join(struct scan *scan);
enum mba_status scan_read_joined(struct scan *scan, struct mba_pool *pool);

/* scan.c */
/* Audits the operands into a document on fd. CMD_EXIT_OK when the document was written (then summary says
 * what is in it); otherwise the exit code, and what went wrong was said. */
int scan_document(const struct cmd_options *opt, const char *spool_folder, int fd, bool gzip,
                  struct mba_summary *summary);
/* The exit code that a summary stands for, with the threshold of --fail-on. */
int scan_exit_code(const struct cmd_options *opt, const struct mba_summary *summary);

#endif
