/* audit: a snapshot and the rules -> outcomes.
 *
 * Ownership: outcomes live in the arena given; strings in them borrow from the snapshot, the knowledge
 * base and that arena. Threads: one judge per thread (it holds the compiled expressions); the knowledge
 * base and the dictionary are shared read-only.
 */
#ifndef MBAUDIT_AUDIT_H
#define MBAUDIT_AUDIT_H

#include "mbaudit/kb.h"
#include "mbaudit/metabase.h"

/* One variable that a test read. */
struct mba_evidence {
    const char *property;
    const char *value;      /* as text; NULL for a secret (only that it is set) or when nothing is there */
    const char *meaning;    /* "stopped", "AuthAnonymous | AuthBasic"; NULL if it has none */
    const char *expected;   /* from <expect>; NULL */
    enum mba_origin origin; /* NONE: known not to be set */
    const char *from;       /* location of the key that holds it, when not the object itself; NULL */
    const char *path;       /* location it was read at, when not the object (mb:at); NULL */
    const char *kind;       /* of evidence beside the metabase: "active-directory"; NULL */
    int export_index;       /* -1 for a default or an absent value */
    unsigned long line;     /* in that export; 0 */
    bool secret;
};
struct mba_bound_command {
    const char *platform, *text;
};
struct mba_finding {
    size_t rule;                /* index into the knowledge base */
    enum mba_severity severity; /* after <when> */
    const struct mba_key *key;  /* NULL for server scope */
    const char *path;           /* location, label of an unknown place, or the server scope's path */
    const char *found, *remedy; /* placeholders filled in */
    struct mba_evidence *evidence;
    size_t evidence_count;
    struct mba_bound_command *commands;
    size_t command_count;
};
/* A rule that could not be evaluated, on all the objects of one class for which the reason is the same: a
 * server has a thousand directories, and what was not collected of one was not collected of any. */
enum { MBA_OTHER_PATHS = 4 };
struct mba_unevaluated {
    size_t rule;
    const struct mba_key *key; /* the first; NULL: no object could be looked for, or server scope */
    const char *path;          /* the first; the next few are named, too, the rest only counted */
    const char *other_paths[MBA_OTHER_PATHS];
    size_t other_path_count;
    uint32_t objects;
    const char *const *missing;
    size_t missing_count; /* property names or what else was not collected */
    const char *reason;   /* one sentence */
    const char *hint;     /* of all of them: text of the <hint> that holds, placeholders filled in; NULL */
};
/* What a rule of fleet scope reads of an object, to be held against other servers. */
struct mba_fact {
    size_t rule;
    const char *path, *property; /* of several as one: their names with + between */
    const char *value;           /* "" when it is not set */
    enum mba_origin origin;      /* NONE: known not to be set */
    const char *from;            /* the key that holds it, when not the object itself; NULL */
    const char *group;           /* objects with the same one are comparable */
};
struct mba_outcomes {
    struct mba_fact *facts; /* an object's together, in the order of the objects */
    size_t fact_count;
    struct mba_finding *findings;
    size_t finding_count; /* by path without case, then rule id */
    struct mba_unevaluated *unevaluated;
    size_t unevaluated_count;              /* same order, by the first path */
    uint32_t (*counts)[MBA_OUTCOME_COUNT]; /* [rule][outcome] */
};

struct mba_judge;
/* Compiles every expression. NULL: no memory, or an expression does not compile (problems say which
 * file and line). */
struct mba_judge *mba_judge_new(const struct mba_kb *kb, const struct mba_dictionary *dict,
                                struct mba_problems *problems);
void mba_judge_free(struct mba_judge *judge);
/* server: for the {server} placeholder. MBA_RUN_FAILED: no memory. MBA_MEMBER_FAILED: a limit of the metabase
 * is passed (mba_judge_over), and there are no outcomes. An expression that fails while it
 * is evaluated makes its outcome not-evaluated with the reason. */
enum mba_status mba_judge_snapshot(struct mba_judge *judge, const struct mba_metabase *mb, const char *server,
                                   struct mba_arena *arena, struct mba_outcomes *out);
enum mba_limit_id mba_judge_over(const struct mba_judge *judge);

/* What a rule reads to come to an outcome. */
struct mba_needs {
    const struct mba_evidence_word **evidence; /* from outside the metabase, in the order of the vocabulary */
    size_t evidence_count;
    const struct mba_evidence_word **refining; /* the same, for the severity alone */
    size_t refining_count;
    const struct mba_property **runtime; /* properties that only a run-time export carries */
    size_t runtime_count;
};
/* From the rule's own expressions, which compile. Lives in the arena. False: no memory. */
bool mba_rule_needs(const struct mba_rule *rule, const struct mba_dictionary *dict, struct mba_arena *arena,
                    struct mba_needs *out);

/* Judges the examples of one article (its index in the knowledge base) and counts them. False: at least one
 * comes to something else than it says, which is a problem with file and line. */
bool mba_examples_run(struct mba_judge *judge, size_t rule, struct mba_problems *problems, size_t *count);

/* ---- across servers ------------------------------------------------------------------------------ */

/* Rules of fleet scope. First all facts of all servers are counted in, one server after the other; then each
 * object is judged by its facts. Nothing of a fact is kept but what it says and, of a few servers, the name.
 * One thread. */
struct mba_fleet;
struct mba_fleet *mba_fleet_new(const struct mba_kb *kb);
void mba_fleet_free(struct mba_fleet *fleet);
bool mba_fleet_count(struct mba_fleet *fleet, size_t server, const char *name, const struct mba_fact *fact);
/* The facts of one object: fail, pass, or not-applicable when there are too few to compare with. A failure
 * becomes *finding (may be NULL) in the arena. False: no memory. */
bool mba_fleet_judge(struct mba_fleet *fleet, const char *server, const struct mba_fact *facts, size_t count,
                     struct mba_arena *arena, enum mba_outcome *outcome, struct mba_finding *finding);
/* What is wrong with the test of a rule of fleet scope; NULL: nothing. free() it. */
char *mba_fleet_check(const char *test);

/* ---- the worker threads -------------------------------------------------------------------------- */

/* Items are produced by one reader, worked on by jobs workers, and collected in the order in which
 * they were produced, so that nothing depends on the number of threads. jobs = 1 runs all three in the
 * calling thread. At most jobs * 2 + 2 items, or one item and max_bytes, wait at any time. */
struct mba_pool;
struct mba_pool_calls {
    void *ctx;
    /* Runs in the reader: calls mba_pool_put for each item. */
    enum mba_status (*produce)(void *ctx, struct mba_pool *pool);
    void *(*worker_new)(void *ctx); /* one per worker; NULL: no memory */
    void (*worker_free)(void *ctx, void *worker);
    void *(*work)(void *ctx, void *worker, void *item); /* takes the item over; gives a result (never NULL) */
    enum mba_status (*collect)(void *ctx, void *result); /* in order, in the calling thread; takes it over */
    void (*drop)(void *ctx, void *item); /* frees an item that no worker took, after a failure */
    void (*drop_result)(void *ctx, void *result);
};
enum mba_status mba_pool_run(unsigned jobs, size_t max_bytes, const struct mba_pool_calls *calls);
/* false: the run is over (a failure elsewhere); the item was dropped. bytes: its weight in the queue. */
bool mba_pool_put(struct mba_pool *pool, void *item, size_t bytes);

#endif
