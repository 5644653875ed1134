/* expr_eval: the tree of an expression -> its value. What is evaluated, and in which order, is as in libxml2:
 * each value read is evidence. */
#include <math.h>
#include <string.h>

#include "audit/expr_tree.h"

static struct expr_value evaluate(struct mba_judge *judge, const struct expr *expr,
                                  const struct expr_item *at);

static bool is_true(struct mba_judge *judge, const struct expr *expr, const struct expr_item *at)
{
    struct expr_value value = evaluate(judge, expr, at);
    return expr_truth(&value);
}

static double number(struct mba_judge *judge, const struct expr *expr, const struct expr_item *at)
{
    struct expr_value value = evaluate(judge, expr, at);
    return expr_as_number(&value);
}

/* ---- sets ------------------------------------------------------------------------------------ */

static struct expr_item *new_items(struct mba_judge *judge, size_t count)
{
    struct expr_item *items = mba_arena_calloc(judge->scratch, count ? count : 1, sizeof *items);
    judge->scratch_used = true;
    judge->no_memory = judge->no_memory || !items;
    return items;
}

static struct expr_value single(struct mba_judge *judge, struct expr_item item)
{
    struct expr_item *items = new_items(judge, 1);
    if (items)
        *items = item;
    return (struct expr_value){.type = EXPR_SET, .items = items, .count = items != NULL};
}

static struct expr_value filter(struct mba_judge *judge, const struct expr *expr, const struct expr_item *at)
{
    struct expr_value base = evaluate(judge, expr->args[0], at), left = {.type = EXPR_SET};
    struct expr_item *items = base.count ? new_items(judge, base.count) : NULL;
    for (size_t i = 0; items && i < base.count; i++)
        if (is_true(judge, expr->args[1], &base.items[i]))
            items[left.count++] = base.items[i];
    left.items = items;
    return left;
}

static struct expr_value nth(struct mba_judge *judge, const struct expr *expr, const struct expr_item *at)
{
    struct expr_value base = evaluate(judge, expr->args[0], at);
    double wanted = expr->args[1]->value.number;
    if (!(wanted >= 1 && wanted <= (double)base.count))
        return (struct expr_value){.type = EXPR_SET};
    return (struct expr_value){.type = EXPR_SET, .items = &base.items[(size_t)wanted - 1], .count = 1};
}

/* Both sides are lists of their own: no node is in both. */
static struct expr_value unite(struct mba_judge *judge, const struct expr *expr, const struct expr_item *at)
{
    struct expr_value a = evaluate(judge, expr->args[0], at), b = evaluate(judge, expr->args[1], at);
    struct expr_item *items = new_items(judge, a.count + b.count);
    if (!items)
        return (struct expr_value){.type = EXPR_SET};
    if (a.count)
        memcpy(items, a.items, a.count * sizeof *items);
    if (b.count)
        memcpy(items + a.count, b.items, b.count * sizeof *items);
    return (struct expr_value){.type = EXPR_SET, .items = items, .count = a.count + b.count};
}

static struct expr_value attribute(struct mba_judge *judge, enum expr_op op, const struct expr_item *at)
{
    if (!at->key)
        return (struct expr_value){.type = EXPR_SET};
    const char *text = at->key->location;
    if (op == EXPR_NAME)
        text = judge_last_part(text);
    else if (op == EXPR_CLASS)
        text = at->key->class_name;
    return single(judge, (struct expr_item){.text = text, .len = strlen(text)});
}

/* ---- functions ------------------------------------------------------------------------------- */

static struct expr_value call_core(struct mba_judge *judge, const struct expr *expr,
                                   const struct expr_item *at)
{
    struct expr_value args[EXPR_MAX_ARGS];
    for (unsigned i = 0; i < expr->count; i++)
        args[i] = evaluate(judge, expr->args[i], at);
    return expr->core->call(judge, args, expr->count);
}

static struct expr_value call_function(struct mba_judge *judge, const struct expr *expr,
                                       const struct expr_item *at)
{
    struct judge_args args = {.judge = judge, .count = (int)expr->count, .prop = expr->prop};
    for (unsigned i = 0; i < expr->count; i++)
        args.value[i] = evaluate(judge, expr->args[i], at);
    judge_take_texts(&args);
    return expr->function->call(&args);
}

/* A property that is known to be absent, and with that the outcome: pass or not applicable. No evidence is
 * asked for, so nothing more is looked at. */
static bool is_decided(const struct mba_judge *judge)
{
    const struct mba_absent *answer = judge->eval.answer;
    return answer && (answer->outcome == MBA_OUTCOME_PASS || answer->outcome == MBA_OUTCOME_NOT_APPLICABLE);
}

/* ---- all of them ----------------------------------------------------------------------------- */

static struct expr_value relation(struct mba_judge *judge, const struct expr *expr,
                                  const struct expr_item *at)
{
    struct expr_value a = evaluate(judge, expr->args[0], at), b = evaluate(judge, expr->args[1], at);
    return expr_boolean(expr_compare(judge, expr->relation, &a, &b));
}

static struct expr_value calculate(struct mba_judge *judge, const struct expr *expr,
                                   const struct expr_item *at)
{
    double a = number(judge, expr->args[0], at), b = number(judge, expr->args[1], at);
    switch (expr->op) {
    case EXPR_ADD:
        return expr_number(a + b);
    case EXPR_SUBTRACT:
        return expr_number(a - b);
    case EXPR_MULTIPLY:
        return expr_number(a * b);
    case EXPR_DIVIDE:
        return expr_number(a / b);
    default:
        return expr_number(fmod(a, b));
    }
}

static struct expr_value evaluate(struct mba_judge *judge, const struct expr *expr,
                                  const struct expr_item *at)
{
    if (is_decided(judge))
        return expr_boolean(false);
    switch (expr->op) {
    case EXPR_OR:
        return expr_boolean(is_true(judge, expr->args[0], at) || is_true(judge, expr->args[1], at));
    case EXPR_AND:
        return expr_boolean(is_true(judge, expr->args[0], at) && is_true(judge, expr->args[1], at));
    case EXPR_RELATION:
        return relation(judge, expr, at);
    case EXPR_ADD:
    case EXPR_SUBTRACT:
    case EXPR_MULTIPLY:
    case EXPR_DIVIDE:
    case EXPR_REMAINDER:
        return calculate(judge, expr, at);
    case EXPR_NEGATE:
        return expr_number(-number(judge, expr->args[0], at));
    case EXPR_UNION:
        return unite(judge, expr, at);
    case EXPR_FILTER:
        return filter(judge, expr, at);
    case EXPR_NTH:
        return nth(judge, expr, at);
    case EXPR_ITEM:
        return (struct expr_value){.type = EXPR_SET, .items = at, .count = 1};
    case EXPR_PATH:
    case EXPR_NAME:
    case EXPR_CLASS:
        return attribute(judge, expr->op, at);
    case EXPR_VARIABLE:
        return judge_variable_value(judge, expr->prop);
    case EXPR_CORE:
        return call_core(judge, expr, at);
    case EXPR_FUNCTION:
        return call_function(judge, expr, at);
    default:
        return expr->value;
    }
}

bool expr_holds(struct mba_judge *judge, const struct expr *expr)
{
    return is_true(judge, expr, NULL);
}
