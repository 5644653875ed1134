/* model: the inside of struct mba_metabase, shared by the files that fill, finish and ask it. */
#ifndef MBAUDIT_METABASE_MODEL_H
#define MBAUDIT_METABASE_MODEL_H

#include "mbaudit/metabase.h"
#include "span.h"

enum { MB_ID_KEYTYPE = 1002 };

struct mb_absent { /* a property that an export says is not there */
    uint32_t id;
    const struct mb_absent *next;
};

/* A key as handed out, with what only this room needs. The key comes first: its address is the node's. */
struct mb_node {
    struct mba_key key;
    struct mb_node *parent; /* nearest key above that was exported; set by finish */
    struct mba_table ids;   /* records by id, for keys that have many; items: index + 1 */
    size_t order;           /* of reading */
    uint32_t class_item;    /* index + 1 in classes; 0: not looked up yet */
    size_t next_of_class;   /* position + 1 in the sorted keys; 0: the last one */
    const struct mb_absent *absent;
};

struct mb_class {
    const char *name;
    size_t len;
    size_t first, last; /* position + 1 of its keys in the sorted keys; 0: none */
    size_t unplaced;    /* keys of it whose place is unknown */
};

/* Two exports of one snapshot differ. The texts are those of the records at that time. */
struct mb_conflict {
    const struct mb_node *node;
    struct mba_record kept, lost;
};

struct mb_complete {
    const char *location;
    size_t export_index; /* SIZE_MAX: said before any export began */
};

struct mb_observation {
    struct mba_observation told;
    size_t order; /* of telling */
};

/* What a property comes to at and above a key, as far as it reaches down. */
enum { MB_ABOVE = 1024 };
struct mb_above {
    uint64_t generation; /* that of the metabase: else what stands here is of another snapshot */
    const struct mb_node *parent;
    const struct mba_property *prop;
    const struct mba_record *record; /* NULL: nothing reaches down */
    const struct mb_node *from;
    bool all_known; /* no record, and nothing was left unread that could be one */
};

/* See mba_metabase_define. */
struct mb_definitions {
    struct mba_property *items; /* in the arena, as all that they point to */
    size_t count, cap;
    struct mba_table by_id, by_name; /* items: index + 1 */
    const char **classes;
    size_t class_count, class_cap;
};

struct mba_metabase {
    const struct mba_dictionary *dict;
    struct mba_limits limits;
    struct mba_seed seed;
    struct mba_arena *arena; /* keys, records, texts, tables: all that a reset forgets */
    struct mba_export *exports;
    size_t export_count, export_cap;
    struct mb_node **nodes; /* in order of reading; sorted by finish */
    size_t node_count, node_cap;
    struct mba_table by_location; /* items: order of reading + 1; position + 1 after finish */
    struct mb_class *classes;
    size_t class_count, class_cap;
    struct mba_table by_class; /* items: index + 1 */
    struct mb_conflict *conflicts;
    size_t conflict_count, conflict_cap;
    size_t conflicts_unlisted;
    enum mba_status conflicts_unlisted_grade;
    struct mb_above *above; /* MB_ABOVE of them */
    uint64_t generation;
    struct mb_complete *complete;
    size_t complete_count, complete_cap;
    struct mb_definitions definitions;
    struct mb_observation *observations; /* by word and object after finish */
    size_t observation_count, observation_cap;
    mba_time captured;
    bool day_only; /* the time of day is not known */
};

struct mb_node *mb_node_find(const struct mba_metabase *mb, const char *location, size_t len);
/* Names the node's class, whatever it was before. False: no memory. */
bool mb_node_set_class(struct mba_metabase *mb, struct mb_node *node, const char *name, size_t len);
/* The class of that name, made when it is new: index + 1. 0: no memory. */
uint32_t mb_class_get(struct mba_metabase *mb, const char *name, size_t len);

/* definitions.c: what a definition adds to a record. False: no memory. */
bool mb_define_record(struct mba_metabase *mb, struct mba_record *record);

/* conflict.c */
bool mb_record_is_volatile(const struct mba_record *record);
bool mb_records_differ(const struct mba_record *a, const struct mba_record *b);
bool mb_conflict_note(struct mba_metabase *mb, const struct mb_node *node, const struct mba_record *kept,
                      const struct mba_record *lost);
void mb_conflicts_report(const struct mba_metabase *mb, struct mba_problems *problems);

/* observations.c */
void mb_observations_finish(struct mba_metabase *mb, struct mba_problems *problems);

#endif
