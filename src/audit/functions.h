/* functions: what the files of the mb: functions share. */
#ifndef MBAUDIT_AUDIT_FUNCTIONS_H
#define MBAUDIT_AUDIT_FUNCTIONS_H

#include "audit/judge.h"

enum { JUDGE_MAX_ARGS = 4 };

/* The arguments of a call, in the order in which they were written. */
struct judge_args {
    struct mba_judge *judge;
    int count;
    struct expr_value value[JUDGE_MAX_ARGS];
    const char *text[JUDGE_MAX_ARGS]; /* each as a string */
    const struct mba_property *prop;  /* the property that one of them names; NULL: not looked up yet */
};
void judge_take_texts(struct judge_args *args);
size_t judge_least_args(const struct judge_function *function);
size_t judge_most_args(const struct judge_function *function);
const struct mba_property *judge_argument_property(const struct judge_args *args, int index);
/* The key that argument number index names, or the object when there are not so many. False: it cannot be
 * known, which has been noted. */
bool judge_argument_key(const struct judge_args *args, int index, const struct mba_key **key,
                        const char **location);

const struct mba_property *judge_named(const struct mba_judge *judge, const char *name);
/* The next line of a list; false at the end. */
bool judge_next_line(const char **rest, const char **line, size_t *len);
/* The next of words separated by spaces; false at the end. */
bool judge_next_word(const char **rest, const char **word, size_t *len);

/* functions_value.c */
bool judge_is_set(const struct mba_value *value); /* explicit or inherited */
/* The value at a key if it is set; an absence that is known is an answer, too, whatever the rule says of it.
 * False: it is not known whether it is set, which has been noted. key NULL: known not to be there. */
bool judge_known(struct mba_judge *judge, const struct mba_key *key, const char *location,
                 const struct mba_property *prop, struct mba_value *value);
/* The same, and what was read is evidence. */
bool judge_standing(struct mba_judge *judge, const struct mba_key *key, const char *location,
                    const struct mba_property *prop, struct mba_value *value);

/* functions_keys.c */
/* The object's location; "" and noted when its place is not known. */
const char *judge_location_or_lack(struct mba_judge *judge);
const char *judge_last_part(const char *location);
/* Something read that is no property. */
void judge_record_fact(struct mba_judge *judge, const char *name, const char *text, bool there,
                       const char *path);
/* The keys of a class that a pattern (NULL: none) fits and a rule could judge. A rule on forty application
 * pools asks forty times for the same, so the lists are kept with the snapshot. */
struct judge_tally;
struct judge_keys {
    const char *class_name, *pattern;
    const struct mba_key **items;
    size_t count, cap;
    struct judge_tally *tallies; /* functions_count.c */
    struct judge_keys *next;
};
struct judge_keys *judge_keys_of(struct mba_judge *judge, const char *class_name, const char *pattern);
/* The same, one after the other. */
const struct mba_key *judge_next_object(struct mba_judge *judge, const char *class_name, const char *pattern,
                                        size_t *cursor);
/* Is every key of this class (and at this pattern) in the export? Notes it if not. */
bool judge_all_collected(struct mba_judge *judge, const char *class_name, const char *pattern);

/* The tables, each ended by a row without a name. */
extern const struct judge_function judge_functions_value[], judge_functions_keys[], judge_functions_count[],
    judge_functions_text[], judge_functions_web[], judge_functions_extensions[], judge_functions_nodes[],
    judge_functions_ip[], judge_functions_shared[], judge_functions_evidence[];

#endif
