/* expr_tree: an expression between its parser and its evaluation. */
#ifndef MBAUDIT_AUDIT_EXPR_TREE_H
#define MBAUDIT_AUDIT_EXPR_TREE_H

#include "audit/functions.h"

enum { EXPR_MAX_ARGS = 8 };

enum expr_op {
    EXPR_OR,
    EXPR_AND,
    EXPR_RELATION,
    EXPR_ADD,
    EXPR_SUBTRACT,
    EXPR_MULTIPLY,
    EXPR_DIVIDE,
    EXPR_REMAINDER,
    EXPR_NEGATE,
    EXPR_UNION,
    EXPR_FILTER,   /* a with the predicate b */
    EXPR_NTH,      /* the node of a whose number stands in value */
    EXPR_ITEM,     /* the node that a predicate looks at */
    EXPR_PATH,     /* @path of it */
    EXPR_NAME,     /* @name */
    EXPR_CLASS,    /* @class */
    EXPR_VALUE,    /* a literal, or the empty set */
    EXPR_VARIABLE, /* a property of the object */
    EXPR_CORE,
    EXPR_FUNCTION
};
/* What an expression gives is known before it is evaluated, save for the few that give what they find. */
enum expr_known { EXPR_KNOWN_BOOLEAN, EXPR_KNOWN_NUMBER, EXPR_KNOWN_STRING, EXPR_KNOWN_SET, EXPR_UNKNOWN };
struct expr {
    enum expr_op op;
    enum expr_known gives;
    bool any_order; /* a set whose order is not that of XPath: only whether and how many may be asked */
    enum expr_relation relation;
    const struct expr *args[EXPR_MAX_ARGS]; /* a and b, or those of a function */
    unsigned count;
    struct expr_value value;
    const struct mba_property
        *prop; /* of a variable; of a function, that which its first quoted name means */
    const struct expr_core *core;
    const struct judge_function *function;
};

#endif
