/* judge: what the files of the judge share. Nothing here is for other rooms. */
#ifndef MBAUDIT_AUDIT_JUDGE_H
#define MBAUDIT_AUDIT_JUDGE_H

#include <libxml/xpath.h>

#include "audit/expr.h"
#include "mbaudit/audit.h"

#define JUDGE_FUNCTIONS_NS "urn:mbaudit:functions:1"

/* Each part holds what those before it do. */
enum judge_part { PART_ORIGIN, PART_DRIVE, PART_VALUE };
/* An outcome and all that it came from, see memo.c. */
enum {
    MEMO_READS = 6,
    MEMO_SHAPES = 4,
    MEMO_WAYS = 128 /* more than a large server has application pools; a power of two below 256 */
};
struct judge_shape { /* the properties that were read, in order, and how much of each mattered */
    unsigned count;
    struct judge_read {
        const struct mba_property *prop;
        size_t index; /* of the property */
        enum judge_part part;
    } reads[MEMO_READS];
};
struct judge_seen {
    const char *text;
    size_t len;
    uint32_t hash; /* of the text, once hashed */
    bool hashed, known_absent;
    enum mba_origin origin;
};
struct judge_memo {
    const struct judge_shape *shape;
    struct judge_seen seen[MEMO_READS];
    bool key_complete;
    const char *class_name; /* one pointer each; gaps of two classes are not counted together */
    enum mba_outcome outcome;
    size_t gap; /* not evaluated: its place in the judge's gaps */
};
enum { JUDGE_TAIL_WORDS = 4 };

struct judge_expression { /* one of both, or none: there is no such expression */
    const struct expr *expr;
    xmlXPathCompExprPtr compiled; /* for libxml2 */
};
struct judge_rule {
    const struct mba_article *article;
    struct judge_expression applies, test, *grades, *hints;
    struct judge_path {
        const char *pattern;
        const char *tail; /* its last part, unless that is a wildcard */
        size_t tail_len;
    } * paths; /* ends with a NULL pattern */
    /* of the snapshot being judged: */
    struct judge_memo *memos;
    size_t memo_count, memo_cap;
    uint8_t slots[MEMO_WAYS]; /* a place in memos + 1, by the hash of the values */
    struct judge_shape shapes[MEMO_SHAPES];
    unsigned shape_count;
};
/* A rule on a class, and what it came to last. */
struct judge_member {
    size_t rule;
    bool settled;   /* the outcome holds as long as nothing changes of what it came from: */
    uint64_t reads; /* bits of the class's watch */
    enum mba_outcome outcome;
    size_t gap;
    size_t since; /* the number of the first object for which it was not counted yet */
};
struct judge_members {
    struct judge_member *items;
    size_t count, cap;
};
/* The rules that judge keys of one class, in order. */
struct judge_class {
    const char *name;
    uint32_t hash;
    bool virtual_server;                   /* only virtual servers of it are objects */
    struct judge_members anywhere, placed; /* placed: rules with paths */
    uint64_t tails[JUDGE_TAIL_WORDS];      /* a bit for the hash of each name that such a path ends in */
    bool any_tail;                         /* one ends in a wildcard */
    struct mba_watch *watch;               /* by property, see mba_effective_changes */
    unsigned watched;
    struct judge_seen *seen; /* by bit of watch: what the object has */
    uint64_t fresh;          /* the bits for which that is so, also if it was another object that was asked */
    size_t words;            /* of a set of the rules in anywhere: */
    uint64_t *due;           /* those to be judged at each object */
    uint64_t *readers;       /* for each bit of watch, a set of those that read it */
    const struct mba_key **objects; /* so far, in this snapshot */
    size_t object_count, object_cap;
};

/* Why a value could not be used. */
enum judge_lack_kind {
    LACK_NOT_COLLECTED,
    LACK_VOLATILE,
    LACK_UNSET,   /* known not to be set, and the rule does not say what that means */
    LACK_DEFAULT, /* not set, and its schema default may not decide */
    LACK_SECRET,
    LACK_UNREADABLE,
    LACK_KEYS,           /* a part of the tree that was not exported */
    LACK_PLACE,          /* the key's place is not known, so no other key can be found from it */
    LACK_EVIDENCE,       /* not from the metabase at all */
    LACK_EVIDENCE_ABSENT /* the same: known not to be there, and the rule does not say what that means */
};
struct judge_lack {
    enum judge_lack_kind kind;
    const char *what;
};
/* Something that a test read. */
struct judge_reading {
    const struct mba_property *prop; /* NULL: not a property but a count or a key */
    const struct mba_key *key;       /* where it was read; may be NULL when the key is not there */
    struct mba_value value;
    const char *path;                          /* where, if not at the object */
    const char *name;                          /* prop NULL: what it is */
    const char *text;                          /* prop NULL: the value */
    const struct mba_observation *observation; /* evidence beside the metabase; NULL */
};
struct judge_places { /* of many readings or lacks */
    struct mba_table table;
    uint32_t count; /* of them in the table */
};
struct judge_eval {
    const struct mba_rule *rule;
    const struct mba_key *key; /* the object; NULL in server scope when there is no such key */
    struct judge_reading *readings;
    size_t reading_count, reading_cap;
    struct judge_lack *lacks;
    size_t lack_count, lack_cap;
    struct judge_places reading_places, lack_places;
    const struct mba_absent *answer; /* a property known to be absent, for which the rule has an outcome */
    const char *error;               /* what went wrong in the expression; NULL */
    struct judge_shape shape;        /* what the outcome came from, as long as that is the object alone */
    struct judge_memo observed;
    bool memorable;
    bool own_text; /* not evaluated: a hint says something of this object alone */
};

/* What holds for the whole snapshot and takes a look at all of it: found once. */
struct judge_facts {
    bool drive_known, exchange_known;
    char drive;                                   /* of Windows; '\0': the export does not tell */
    const struct mba_key *drive_at, *exchange_at; /* what shows it; NULL: nothing does */
    struct judge_keys *keys;                      /* lists asked for, the latest first; functions_keys.c */
};

/* The effective values of the object, each found once for all rules. */
struct judge_values {
    const struct mba_key *key;
    uint32_t turn; /* counts objects */
    struct judge_value {
        uint32_t turn; /* that of the object: the value is known */
        struct mba_value value;
    } * items; /* by property */
};

struct mba_judge {
    const struct mba_kb *kb;
    const struct mba_dictionary *dict;
    struct judge_rule *rules;
    size_t rule_count;
    struct judge_class *classes;
    size_t class_count, class_cap;
    xmlXPathContextPtr xpath;
    xmlDocPtr doc;             /* one empty element, the parent of list items */
    struct mba_arena *trees;   /* of expressions */
    struct mba_arena *scratch; /* texts and sets of the evaluation */
    bool scratch_used;
    struct mba_arena *places; /* the tables of the evaluation */
    bool no_memory;
    enum mba_limit_id over; /* the limit that was passed; MBA_LIMIT_COUNT: none */
    struct judge_eval eval;
    struct judge_values values;
    /* the snapshot being judged */
    const struct mba_metabase *mb;
    struct judge_facts facts;
    const char *server;
    struct mba_arena *arena;
    bool *seen;             /* [rule]: an object was found */
    const char *class_name; /* of the key before, and its rules */
    struct judge_class *class_rules;
    struct judge_class *class_judged; /* of the object; NULL: server scope */
    uint32_t (*counts)[MBA_OUTCOME_COUNT];
    struct judge_result {
        struct mba_finding finding;
        size_t sequence;
    } * findings;
    size_t finding_count, finding_cap;
    struct judge_gap {
        struct mba_unevaluated gap;
        size_t sequence;
    } * gaps;
    size_t gap_count, gap_cap;
    struct mba_fact *facts_found; /* of rules of fleet scope */
    size_t fact_count, fact_cap;
    struct mba_table gap_places; /* by what a gap says; items: its place + 1 */
    struct mba_seed seed;
};

/* judge_names.c: checks the names in an expression against the dictionary and the functions. */
struct judge_check {
    const struct mba_dictionary *dict;
    struct mba_problems *problems;
    const char *file, *what; /* what: "test" */
    unsigned long line;
    bool good;
    /* Told of each property, word of evidence and function that an expression names; NULL: nobody asks. */
    void (*on_property)(void *ctx, const struct mba_property *prop);
    void (*on_evidence)(void *ctx, const struct mba_evidence_word *word);
    void (*on_function)(void *ctx, const char *name);
    void *ctx;
    bool fleet; /* the article's rule is of fleet scope */
};
void judge_check_names(struct judge_check *check, const char *expression);
void judge_check_fleet(struct judge_check *check, const struct mba_rule *rule);
void judge_check_article(struct judge_check *check, const struct mba_article *article);

/* judge_read.c: values, and why there is none. */
const char *judge_place(const struct mba_key *key); /* location, or the label of an unknown place */
const char *judge_resolve(struct mba_judge *judge, const char *path);
bool judge_key_at(struct mba_judge *judge, const char *path, const struct mba_key **key,
                  const char **location);
bool judge_read(struct mba_judge *judge, const struct mba_key *key, const char *path,
                const struct mba_property *prop, struct mba_value *value);
bool judge_read_part(struct mba_judge *judge, const struct mba_key *key, const char *path,
                     const struct mba_property *prop, enum judge_part part, struct mba_value *value);
void judge_lack(struct mba_judge *judge, enum judge_lack_kind kind, const char *what, const char *path);
void judge_record(struct mba_judge *judge, const struct judge_reading *reading);
bool judge_known_absent(const struct mba_value *value);

/* memo.c: one judgement for all objects that look the same to a rule. */
void judge_effective(struct mba_judge *judge, const struct mba_key *key, const struct mba_property *prop,
                     struct mba_value *value); /* every value is read through it */
/* The same when only a part of the value matters. */
void judge_part(struct mba_judge *judge, const struct mba_key *key, const struct mba_property *prop,
                enum judge_part part, struct mba_value *value);
void judge_looks_around(struct mba_judge *judge); /* the outcome depends on more than the object */
void judge_memo_clear(struct mba_judge *judge);
void judge_turn_to(struct mba_judge *judge, const struct mba_key *key); /* the object to be judged next */
/* NULL: no object looked like this one. */
const struct judge_memo *judge_memo_find(struct mba_judge *judge, struct judge_rule *rule,
                                         const struct mba_key *key);
/* NULL: the outcome may not be shared. */
const struct judge_memo *judge_memo_keep(struct mba_judge *judge, struct judge_rule *rule,
                                         enum mba_outcome outcome, size_t gap);

/* objects.c: the rules of each class, from one object to the next. */
bool judge_index_rule(struct mba_judge *judge, size_t rule); /* adds a rule to the classes it names */
bool judge_index_done(struct mba_judge *judge);              /* after the last. False: no memory */
void judge_classes_free(struct mba_judge *judge);
void judge_objects_begin(struct mba_judge *judge); /* a snapshot begins */
void judge_key(struct mba_judge *judge, const struct mba_key *key);
void judge_objects_end(struct mba_judge *judge); /* counts what has not been counted yet */

/* judge_run.c: one expression, after judge_begin for its rule and object. */
void judge_begin(struct mba_judge *judge, const struct mba_rule *rule, const struct mba_key *key);
bool judge_holds(struct mba_judge *judge, const struct judge_expression *expression);
/* One rule on one object. Gives the memo of the outcome, where one may be shared. */
const struct judge_memo *judge_one(struct mba_judge *judge, size_t rule, const struct mba_key *key,
                                   const char *path);

/* judge_value.c: property values as those of expressions. */
struct expr_value judge_object(struct mba_judge *judge, const struct mba_property *prop,
                               const struct mba_value *value, const char *path);
struct expr_value
judge_nothing(const struct mba_property *prop); /* of its type, for a value that is not there */
struct expr_value judge_variable_value(struct mba_judge *judge, const struct mba_property *prop);
/* A value in words for people: "stopped", "only 127.0.0.1"; false when it has none, or out has failed. */
bool judge_meaning(struct mba_judge *judge, const struct mba_property *prop, const struct mba_value *value,
                   struct mba_buf *out);

/* xpath.c: what libxml2 calls for expressions that expr.h leaves to it. */
void judge_call_native(xmlXPathParserContextPtr ctxt, int nargs);
xmlXPathObjectPtr judge_variable(void *judge, const xmlChar *name, const xmlChar *ns);

/* functions.c and functions_*.c: the mb: functions. Each letter of args is an argument: p property, f flag of
 * that property, c class, C classes, e kind of evidence, v what of that kind, o the word overlap (these
 * quoted), k key, x any expression; what follows a ? may be left out. */
struct judge_args;
enum { JUDGE_GIVES_VALUE = 4 }; /* the type of the property, or of what stands for it */
struct judge_function {
    const char *name, *args;
    struct expr_value (*call)(const struct judge_args *args);
    int gives; /* enum expr_type, or JUDGE_GIVES_VALUE */
};
const struct judge_function *judge_function_find(const char *name, size_t len);
bool judge_functions_register(xmlXPathContextPtr xpath);

/* classes.c */
bool judge_class_is_virtual_server(const char *name);
const char *judge_class_home(const char *name);
bool judge_class_known(const struct mba_dictionary *dict, const char *name);
/* The part of a pattern before its first wildcard: "/LM/SmtpSvc". NULL: no memory. */
char *judge_static_prefix(struct mba_arena *arena, const char *pattern);
struct judge_path judge_path(const char *pattern);
bool judge_path_fits(const struct judge_path *path, const char *location, size_t len);
/* Is this key a thing that a rule on its class judges: no template, and a virtual server if its class says
 * so? */
bool judge_is_object(const struct mba_key *key);

/* functions_web.c: the letter of a path's drive, in lower case; '%': that of Windows, by a variable; '\0':
 * none. */
char judge_drive(const char *path);

bool judge_safe_in_command(const char *text, size_t len);
/* bind.c: fills in placeholders. command: values that could change the command are left out. NULL: no memory.
 */
const char *judge_bind(struct mba_judge *judge, const struct mba_rule *rule, const struct mba_key *key,
                       const char *path, const char *text, bool command);

/* judge_facts.c: a rule of fleet scope at an object. */
void judge_facts(struct mba_judge *judge, size_t index, const struct mba_key *key, const char *path);
bool judge_shows_exchange(struct mba_judge *judge);                          /* functions_web.c */
void judge_lacking(struct mba_judge *judge, size_t index, const char *path); /* the same: not evaluated */
bool judge_applies(struct mba_judge *judge, size_t index,
                   const char *path); /* judge_run.c; false: it was counted */

/* judge_result.c: outcomes into the judge's lists, and from there, sorted, into the arena. Without memory
 * they set no_memory. */
void judge_fail(struct mba_judge *judge, size_t rule, const char *path, enum mba_severity severity);
/* Not evaluated, from what was lacking; judge_gap_add joins it with the same of other objects and counts it.
 */
struct mba_unevaluated judge_gap(struct mba_judge *judge, size_t rule, const char *path);
size_t judge_gap_add(struct mba_judge *judge, const struct mba_unevaluated *gap); /* its place */
/* So many objects more for which the same is lacking. */
void judge_gap_again(struct mba_judge *judge, size_t place, const struct mba_key *const *objects,
                     size_t count);
void judge_gap_whole(struct mba_judge *judge, size_t rule, const char *path, const char *missing,
                     const char *reason);
bool judge_finish(struct mba_judge *judge, struct mba_outcomes *out);

#endif
