/* expr: expressions evaluated without libxml2's XPath, which spends most of its time on making and freeing
 * objects. What is not understood here - axes, position(), names of elements - is left to libxml2, and what
 * is understood gives the same: tests/unit/audit/expr.c holds both against each other. */
#ifndef MBAUDIT_AUDIT_EXPR_H
#define MBAUDIT_AUDIT_EXPR_H

#include "mbaudit/metabase.h"

struct mba_judge;

enum expr_type { EXPR_BOOLEAN, EXPR_NUMBER, EXPR_STRING, EXPR_SET };
/* A node, as far as rules see one: an item of a list, or a key of mb:keys(), which has no text. */
struct expr_item {
    const char *text;
    size_t len;
    const struct mba_key *key;
};
/* Texts end with NUL. What a value points to lives as long as the evaluation, or longer. */
struct expr_value {
    enum expr_type type;
    bool truth;
    double number;
    const char *text;
    size_t len;
    const struct expr_item *items;
    size_t count;
};

struct expr;
/* The expression in the arena. NULL: not understood, or no memory. */
const struct expr *expr_parse(struct mba_arena *arena, const struct mba_dictionary *dict, const char *text);
bool expr_holds(struct mba_judge *judge, const struct expr *expr);

/* expr_value.c: values, and XPath's rules for what one is as another type. Without memory they set the
 * judge's no_memory and give something empty. */
struct expr_value expr_boolean(bool truth);
struct expr_value expr_number(double number);
struct expr_value expr_string(const char *text); /* borrowed */
struct expr_value expr_span(struct mba_judge *judge, const char *text, size_t len);
struct expr_value expr_lines(struct mba_judge *judge, const char *text, size_t len); /* a set of its lines */
bool expr_truth(const struct expr_value *value);
double expr_as_number(const struct expr_value *value);
const char *expr_as_text(struct mba_judge *judge, const struct expr_value *value, size_t *len);

enum expr_relation { EXPR_EQ, EXPR_NE, EXPR_LT, EXPR_LE, EXPR_GT, EXPR_GE };
bool expr_compare(struct mba_judge *judge, enum expr_relation relation, const struct expr_value *a,
                  const struct expr_value *b);

/* expr_core.c: the functions of XPath itself. NULL: not one of those that are understood here. */
struct expr_core {
    const char *name;
    unsigned least, most;
    struct expr_value (*call)(struct mba_judge *judge, const struct expr_value *args, unsigned count);
    enum expr_type gives;
    bool any_order; /* of the set given, only how many there are matters */
    bool needs_set;
};
const struct expr_core *expr_core_find(const char *name, size_t len);

#endif
