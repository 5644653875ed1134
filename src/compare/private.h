/* What the files of this room share. */
#ifndef MBAUDIT_COMPARE_PRIVATE_H
#define MBAUDIT_COMPARE_PRIVATE_H

#include "mbaudit/compare.h"

/* ---- index.c: elements by a text, compared without case ---------------------------------------------- */

struct mba_index_item {
    const char *key; /* borrowed */
    xmlNodePtr node;
    size_t order; /* in which they came: the first of equal ones is found first */
    bool taken;
};
struct mba_index {
    struct mba_index_item *items;
    size_t count, cap;
};
bool mba_index_add(struct mba_index *index, const char *key, xmlNodePtr node); /* false: no memory */
void mba_index_sort(struct mba_index *index);                                  /* before the first look-up */
/* The first of this key, or NULL; those with the same key follow it. */
struct mba_index_item *mba_index_find(const struct mba_index *index, const char *key);
bool mba_index_more(const struct mba_index *index, const struct mba_index_item *item, const char *key);
void mba_index_free(struct mba_index *index);

/* A buffer for the next use; that memory ran out before is not forgotten. */
void mba_scratch_clear(struct mba_buf *scratch);

/* Names for a sentence: the first few, and how many there are. */
struct mba_names {
    struct mba_buf text;
    size_t count;
};
void mba_names_add(struct mba_names *names, const char *name);
const char *mba_names_list(struct mba_names *names); /* "A, B and 3 more" */
bool mba_names_whole(const struct mba_names *names); /* false: memory ran out */
void mba_names_free(struct mba_names *names);

struct mba_waiver;

/* ---- the two documents ------------------------------------------------------------------------------- */

struct mba_side {
    const char *path, *name;
    enum mba_fault fault;
    struct mba_reader *reader;
    xmlNodePtr head;        /* the reader's */
    struct mba_index rules; /* of the head, by id; of the baseline's, those that <resolved> and the like name
                               are taken */
    struct mba_summary summary;
    char *server;            /* the last one read: they must come in order */
    struct mba_buf episodes; /* of that server */
};

/* One side of a server. */
struct mba_view {
    xmlNodePtr snapshot;          /* NULL: the server is not there */
    struct mba_index findings;    /* by id */
    struct mba_index unevaluated; /* by rule */
    struct mba_index paths;       /* objects that were surely read; only of a snapshot that was read partly */
    struct mba_index
        objects;          /* those recorded, by path; the virtual servers alone when nothing was recorded */
    const char *recorded; /* how much: "objects", "all"; NULL: nothing */
    bool nothing, partly, damaged;
};
bool mba_view_whole(const struct mba_view *view); /* all of it was read: what is not there is not there */

struct mba_reference {
    xmlDocPtr section; /* its newest snapshot */
    struct mba_view view;
};

struct mba_lone_server { /* one that only one side has */
    char *name;
    char settings[17]; /* a hash of them */
    bool missing_here;
};

struct mba_pass {
    const struct mba_compare *job;
    struct mba_side before, after;
    struct mba_dictionary *dict;
    struct mba_waiver_use *uses;       /* of each waiver */
    const struct mba_waiver **by_rule; /* the waivers, sorted by rule */
    struct mba_reference like;
    mba_time today; /* the day of the document: whatever expires is held against it */
    struct mba_binder *binder;
    struct mba_buf fragment;
    struct mba_comparison *out;
    struct mba_lone_server *lone;
    size_t lone_count, lone_cap;
    int fleet; /* can findings of fleet scope be compared: 1, 0, or -1 when nobody asked yet */
    struct mba_names missing_after, missing_before, several, backwards, same_second;
    struct mba_names unrecorded; /* servers whose settings cannot all be compared */
    enum mba_fault *fault;
    char **error;
};
bool mba_pass_fail(struct mba_pass *pass, const struct mba_side *side, const char *why);

/* view.c. False: no memory, or (said) the document is at fault. */
bool mba_view_make(struct mba_pass *pass, const struct mba_side *side, struct mba_view *view,
                   xmlNodePtr snapshot);
void mba_view_free(struct mba_view *view);
/* Has this finding all that comparing needs of it? False: said. */
bool mba_finding_check(struct mba_pass *pass, const struct mba_side *side, xmlNodePtr finding);
/* Was the rule of this finding, which this side does not have, surely judged there on its object? If not, a
 * sentence is appended to why. */
bool mba_view_judged(struct mba_pass *pass, const struct mba_side *side, const struct mba_view *view,
                     xmlNodePtr finding, struct mba_buf *why);

/* fleet.c: 1 when both documents have the same servers, all of them read; 0; -1 without memory. */
int mba_fleet_comparable(struct mba_pass *pass);

/* renamed.c. Notes a server that only one side has; those that look like one another. False: no memory. */
bool mba_renamed_note(struct mba_pass *pass, const struct mba_view *view, const char *name,
                      bool missing_here);
bool mba_renamed_list(struct mba_pass *pass, struct mba_names *names);
void mba_renamed_free(struct mba_pass *pass);

/* snapshot.c: the <snapshot> elements. before: NULL when the server is not in the baseline. */
bool mba_snapshot_plain(struct mba_pass *pass, xmlNodePtr snapshot, bool newest, struct mba_buf *out);
bool mba_snapshot_compared(struct mba_pass *pass, xmlNodePtr before, xmlNodePtr after, struct mba_buf *out);
bool mba_snapshot_missing(struct mba_pass *pass, xmlNodePtr before, struct mba_buf *out);

/* like_list.c */
struct mba_like_ignored {
    const char *property, *path;
    bool address; /* only the address of a binding */
};
struct mba_like_list {
    struct mba_arena *arena;
    struct mba_like_ignored *items;
    size_t count, cap;
};
/* The row that says most of this property, or NULL. */
const struct mba_like_ignored *mba_like_find(const struct mba_like_list *list, const char *property,
                                             const char *path);
bool mba_like_ignores_object(const struct mba_like_list *list, const char *path);
/* like.c: the reference is looked for before the first server. */
bool mba_like_begin(struct mba_pass *pass);
void mba_like_end(struct mba_pass *pass);
bool mba_like_hold(struct mba_pass *pass, const char *server, const struct mba_view *mine,
                   struct mba_buf *out);                               /* the <mismatch> elements */
void mba_like_write(const struct mba_pass *pass, struct mba_buf *out); /* <reference> of the head */

/* ---- waivers ----------------------------------------------------------------------------------------- */

struct mba_accepted {
    const char *property, *value;
};
struct mba_waiver {
    const char *id, *file, *rule, *server, *path, *owner, *expires, *reason;
    unsigned long line;
    mba_time last_day;
    struct mba_accepted *accepted;
    size_t accepted_count;
};
struct mba_waivers {
    struct mba_arena *arena;
    struct mba_waiver *items;
    size_t count, cap;
};
/* waivers_read.c */
xmlDocPtr mba_waivers_parse(const char *path, struct mba_problems *problems, char **error);

enum { MBA_EXPIRING_DAYS = 30 };
struct mba_waiver_use {
    uint64_t findings, changed;
};
/* waivers_match.c. Before the first look-up; false: no memory. */
bool mba_waivers_prepare(struct mba_pass *pass);
/* The waiver that fits this finding best, with its state: NULL (it is accepted), "expired"
 * or "changed". NULL: none fits. Counts the use of all that fit. */
const struct mba_waiver *mba_waivers_match(struct mba_pass *pass, const char *server, xmlNodePtr finding,
                                           const char **state);
void mba_waivers_write(struct mba_pass *pass, struct mba_buf *out); /* <waivers> of the head */

/* ---- finding.c: how a finding is written ------------------------------------------------------------- */

struct mba_marks {
    const char *element;        /* "finding", "resolved", "not-comparable" */
    const char *status, *why;   /* NULL: none */
    xmlNodePtr before;          /* of a changed one: that of the baseline */
    bool of_the_baseline;       /* then it names no export of this snapshot */
    bool compared;              /* statuses that it has are of an earlier comparison */
    bool waivers;               /* the waiver that it has is of an earlier time */
    const char *waiver, *state; /* NULL */
};
void mba_finding_write(struct mba_buf *out, xmlNodePtr finding, const struct mba_marks *marks);
bool mba_finding_same(xmlNodePtr a, xmlNodePtr b); /* severity and evidence */
enum mba_severity mba_finding_severity(xmlNodePtr finding);

/* ---- settings ---------------------------------------------------------------------------------------- */

/* setting.c: a <set> of a recorded object. text borrows from the element, or from the scratch buffer. */
struct mba_recorded_setting {
    const char *name;
    const struct mba_property *prop; /* NULL: the dictionary does not know it */
    const char *text;                /* NULL: a secret */
    const char *sha256;              /* of the whole value when text is cut; NULL */
    bool secret, is_volatile;
};
void mba_setting_read(const struct mba_dictionary *dict, xmlNodePtr set, struct mba_buf *scratch,
                      struct mba_recorded_setting *out);
bool mba_setting_same(const struct mba_recorded_setting *a, const struct mba_recorded_setting *b);
/* <element meaning="">text</element>; not for a secret. */
void mba_setting_write(struct mba_buf *out, const char *element, const struct mba_recorded_setting *setting);
/* The setting of an object; *next: where to look first, for lists that are in much the same order. */
xmlNodePtr mba_setting_find(xmlNodePtr object, const char *name, xmlNodePtr *next);

/* change.c: the <change> elements. */
bool mba_changes_write(struct mba_pass *pass, const struct mba_view *before, const struct mba_view *after,
                       struct mba_buf *out);
/* Is one of the objects above path in the one and not in the other? */
bool mba_goes_with_another(const struct mba_index *has, const struct mba_index *lacks, const char *path,
                           struct mba_buf *scratch);
bool mba_same_recording(const struct mba_view *a, const struct mba_view *b); /* as much of both */

/* head.c */
bool mba_compared_head(struct mba_pass *pass, struct mba_buf *out);
/* differences.c: what stands on top. */
bool mba_differences(struct mba_pass *pass);

#endif
