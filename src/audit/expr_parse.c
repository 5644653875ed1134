/* expr_parse: the text of an expression -> its tree. Whatever is not understood makes the whole not
 * understood. */
#include <string.h>

#include "audit/expr_tree.h"

enum {
    MAX_DEPTH = 32,
    MAX_NODES = 2000, /* a chain of operators is as deep a tree as it is long */
    MAX_NUMBER = 15
};

struct parse {
    struct mba_arena *arena;
    const struct mba_dictionary *dict;
    const char *at;
    unsigned depth, nodes;
    bool predicate; /* there is a node to look at */
};

static const struct expr *parse_or(struct parse *p);

/* ---- words ----------------------------------------------------------------------------------- */

static void skip_blanks(struct parse *p)
{
    while (*p->at == ' ' || *p->at == '\n' || *p->at == '\t' || *p->at == '\r')
        p->at++;
}

static bool take(struct parse *p, const char *token)
{
    skip_blanks(p);
    if (*p->at != *token || strncmp(p->at, token, strlen(token)) != 0)
        return false;
    p->at += strlen(token);
    return true;
}

static bool in_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

static size_t name_length(const char *s)
{
    size_t n = 0;
    while ((n > 0 && in_name(s[n])) ||
           (n == 0 && in_name(s[0]) && s[0] != '-' && s[0] != '.' && !(s[0] >= '0' && s[0] <= '9')))
        n++;
    return n;
}

/* An operator that is a word stands for itself only where an operator may stand, as here. */
static bool take_word(struct parse *p, const char *word)
{
    skip_blanks(p);
    size_t len = *p->at == *word ? strlen(word) : 0;
    if (!len || name_length(p->at) != len || memcmp(p->at, word, len) != 0)
        return false;
    p->at += len;
    return true;
}

/* ---- nodes of the tree ------------------------------------------------------------------------ */

static struct expr *node(struct parse *p, enum expr_op op, enum expr_known gives)
{
    struct expr *expr = p->nodes++ < MAX_NODES ? mba_arena_calloc(p->arena, 1, sizeof *expr) : NULL;
    if (expr) {
        expr->op = op;
        expr->gives = gives;
    }
    return expr;
}

static struct expr *pair(struct parse *p, enum expr_op op, enum expr_known gives, const struct expr *a,
                         const struct expr *b)
{
    struct expr *expr = a && b ? node(p, op, gives) : NULL;
    if (!expr)
        return NULL;
    expr->args[0] = a;
    expr->args[1] = b;
    expr->count = 2;
    return expr;
}

static const struct expr *constant(struct parse *p, struct expr_value value)
{
    struct expr *expr = node(p, EXPR_VALUE, (enum expr_known)value.type);
    if (expr)
        expr->value = value;
    return expr;
}

/* ---- what stands by itself -------------------------------------------------------------------- */

static const struct expr *parse_literal(struct parse *p)
{
    const char *start = p->at + 1, *end = strchr(start, *p->at);
    char *text = end ? mba_arena_dup(p->arena, start, (size_t)(end - start)) : NULL;
    if (!text)
        return NULL;
    p->at = end + 1;
    return constant(p, expr_string(text));
}

static const struct expr *parse_number(struct parse *p)
{
    size_t len = strspn(p->at, "0123456789");
    double number = 0;
    if (len > MAX_NUMBER || p->at[len] == '.' || in_name(p->at[len]))
        return NULL;
    for (; len > 0; len--)
        number = number * 10 + (*p->at++ - '0');
    return constant(p, expr_number(number));
}

static enum expr_known known_type(const struct mba_property *prop)
{
    if (prop->type == MBA_TYPE_MULTISZ || prop->type == MBA_TYPE_MIMEMAP)
        return EXPR_KNOWN_SET;
    if (prop->type == MBA_TYPE_DWORD)
        return EXPR_KNOWN_NUMBER;
    return prop->type == MBA_TYPE_BOOL ? EXPR_KNOWN_BOOLEAN : EXPR_KNOWN_STRING;
}

static const struct expr *parse_variable(struct parse *p)
{
    size_t len = name_length(++p->at);
    const struct mba_property *prop = len ? mba_property_by_name(p->dict, p->at, len) : NULL;
    struct expr *expr = prop ? node(p, EXPR_VARIABLE, known_type(prop)) : NULL;
    if (!expr)
        return NULL;
    expr->prop = prop;
    p->at += len;
    return expr;
}

static const struct expr *parse_attribute(struct parse *p)
{
    static const char *const names[] = {"path", "name", "class"};
    p->at++;
    for (unsigned i = 0; p->predicate && i < 3; i++)
        if (take_word(p, names[i]))
            return node(p, (enum expr_op)(EXPR_PATH + i), EXPR_KNOWN_SET);
    return NULL;
}

/* ---- functions ------------------------------------------------------------------------------- */

static bool parse_args(struct parse *p, struct expr *call)
{
    if (take(p, ")"))
        return true;
    do {
        const struct expr *arg = call->count < EXPR_MAX_ARGS ? parse_or(p) : NULL;
        if (!arg)
            return false;
        call->args[call->count++] = arg;
    } while (take(p, ","));
    return take(p, ")");
}

static const struct expr *core_call(struct parse *p, struct expr *call, const char *name, size_t len)
{
    const struct expr_core *core = expr_core_find(name, len);
    if (!core || !parse_args(p, call) || call->count < core->least || call->count > core->most)
        return NULL;
    for (unsigned i = 0; i < call->count; i++)
        if (call->args[i]->any_order && !core->any_order)
            return NULL;
    if (core->needs_set && call->args[0]->gives != EXPR_KNOWN_SET)
        return NULL;
    call->op = EXPR_CORE;
    call->core = core;
    call->gives = (enum expr_known)core->gives;
    return call;
}

static enum expr_known given_type(const struct expr *call)
{
    if (call->function->gives != JUDGE_GIVES_VALUE)
        return (enum expr_known)call->function->gives;
    if (!call->prop)
        return EXPR_UNKNOWN;                       /* evidence */
    enum expr_known type = known_type(call->prop); /* of the value, or of what stands for it: mb:value-or */
    bool otherwise = strchr(call->function->args, 'x') != NULL;
    return otherwise && call->args[1]->gives != type ? EXPR_UNKNOWN : type;
}

/* A property that is named outright is looked up once. */
static bool settle_arguments(struct parse *p, struct expr *call)
{
    const char *args = call->function->args, *named = strchr(args, 'p');
    if (call->count < judge_least_args(call->function) || call->count > judge_most_args(call->function))
        return false;
    for (unsigned i = 0; i < call->count; i++)
        if (call->args[i]->any_order)
            return false;
    const struct expr *name = named ? call->args[named - args] : NULL;
    if (name && name->op == EXPR_VALUE && name->gives == EXPR_KNOWN_STRING)
        call->prop = mba_property_by_name(p->dict, name->value.text, name->value.len);
    if (name && !call->prop)
        return false;
    call->gives = given_type(call);
    return true;
}

static const struct expr *parse_call(struct parse *p)
{
    bool ours = strncmp(p->at, "mb:", 3) == 0;
    const char *name = p->at + (ours ? 3 : 0);
    size_t len = name_length(name);
    struct expr *call = len ? node(p, EXPR_FUNCTION, EXPR_UNKNOWN) : NULL;
    p->at = name + len;
    if (!call || !take(p, "("))
        return NULL;
    if (!ours)
        return core_call(p, call, name, len);
    call->function = judge_function_find(name, len);
    if (!call->function || !parse_args(p, call) || !settle_arguments(p, call))
        return NULL;
    return call;
}

/* ---- primaries and their predicates ----------------------------------------------------------- */

static const struct expr *parse_group(struct parse *p)
{
    p->at++;
    const struct expr *inner = parse_or(p);
    return inner && take(p, ")") ? inner : NULL;
}

static const struct expr *parse_primary(struct parse *p)
{
    skip_blanks(p);
    switch (*p->at) {
    case '(':
        return parse_group(p);
    case '\'':
    case '"':
        return parse_literal(p);
    case '$':
        return parse_variable(p);
    case '@':
        return parse_attribute(p);
    case '.':
        if (!p->predicate || p->at[1] == '.' || (p->at[1] >= '0' && p->at[1] <= '9'))
            return NULL;
        p->at++;
        return node(p, EXPR_ITEM, EXPR_KNOWN_SET);
    case '/': /* above the root there is nothing */
        return take(p, "/..") ? constant(p, (struct expr_value){.type = EXPR_SET}) : NULL;
    default:
        return *p->at >= '0' && *p->at <= '9' ? parse_number(p) : parse_call(p);
    }
}

static const struct expr *parse_predicate(struct parse *p, const struct expr *base)
{
    bool outer = p->predicate;
    p->predicate = true;
    const struct expr *test = parse_or(p);
    p->predicate = outer;
    if (!test || !take(p, "]") || base->gives != EXPR_KNOWN_SET)
        return NULL;
    bool number = test->op == EXPR_VALUE && test->gives == EXPR_KNOWN_NUMBER;
    if (number ? base->any_order : test->gives == EXPR_KNOWN_NUMBER || test->gives == EXPR_UNKNOWN)
        return NULL; /* may ask for a place in the set */
    struct expr *filter = pair(p, number ? EXPR_NTH : EXPR_FILTER, EXPR_KNOWN_SET, base, test);
    if (filter)
        filter->any_order = base->any_order;
    return filter;
}

static const struct expr *parse_filter(struct parse *p)
{
    const struct expr *expr = parse_primary(p);
    while (expr && take(p, "["))
        expr = parse_predicate(p, expr);
    skip_blanks(p);
    return *p->at == '/' ? NULL : expr;
}

/* ---- operators ------------------------------------------------------------------------------- */

static const struct expr *parse_union(struct parse *p)
{
    const struct expr *expr = parse_filter(p);
    while (expr && take(p, "|")) {
        const struct expr *more = parse_filter(p);
        if (!more || expr->gives != EXPR_KNOWN_SET || more->gives != EXPR_KNOWN_SET)
            return NULL;
        struct expr *both = pair(p, EXPR_UNION, EXPR_KNOWN_SET, expr, more);
        if (both)
            both->any_order = true;
        expr = both;
    }
    return expr;
}

static const struct expr *parse_unary(struct parse *p)
{
    if (!take(p, "-"))
        return parse_union(p);
    if (++p->depth > MAX_DEPTH)
        return NULL;
    const struct expr *inner = parse_unary(p);
    p->depth--;
    if (!inner || inner->any_order)
        return NULL;
    return pair(p, EXPR_NEGATE, EXPR_KNOWN_NUMBER, inner, inner);
}

static const struct expr *calculation(struct parse *p, enum expr_op op, const struct expr *a,
                                      const struct expr *b)
{
    if (!a || !b || a->any_order || b->any_order)
        return NULL;
    return pair(p, op, EXPR_KNOWN_NUMBER, a, b);
}

static const struct expr *parse_product(struct parse *p)
{
    const struct expr *expr = parse_unary(p);
    for (bool more = expr != NULL; expr && more;) {
        if (take(p, "*"))
            expr = calculation(p, EXPR_MULTIPLY, expr, parse_unary(p));
        else if (take_word(p, "div"))
            expr = calculation(p, EXPR_DIVIDE, expr, parse_unary(p));
        else if (take_word(p, "mod"))
            expr = calculation(p, EXPR_REMAINDER, expr, parse_unary(p));
        else
            more = false;
    }
    return expr;
}

static const struct expr *parse_sum(struct parse *p)
{
    const struct expr *expr = parse_product(p);
    for (bool more = expr != NULL; expr && more;) {
        if (take(p, "+"))
            expr = calculation(p, EXPR_ADD, expr, parse_product(p));
        else if (take(p, "-"))
            expr = calculation(p, EXPR_SUBTRACT, expr, parse_product(p));
        else
            more = false;
    }
    return expr;
}

struct operator
{
    const char *text;
    enum expr_relation relation;
};

static const struct expr *parse_relations(struct parse *p, const struct operator* operators, size_t count,
                                          const struct expr *(*operand)(struct parse *))
{
    const struct expr *expr = operand(p);
    for (size_t i = 0; expr && i < count;) {
        if (!take(p, operators[i].text)) {
            i++;
            continue;
        }
        struct expr *both = pair(p, EXPR_RELATION, EXPR_KNOWN_BOOLEAN, expr, operand(p));
        if (both)
            both->relation = operators[i].relation;
        expr = both;
        i = 0;
    }
    return expr;
}

static const struct expr *parse_order(struct parse *p)
{
    static const struct operator operators[] = {
        {"<=", EXPR_LE}, {">=", EXPR_GE}, {"<", EXPR_LT}, {">", EXPR_GT}};
    return parse_relations(p, operators, sizeof operators / sizeof *operators, parse_sum);
}

static const struct expr *parse_equality(struct parse *p)
{
    static const struct operator operators[] = {{"=", EXPR_EQ}, {"!=", EXPR_NE}};
    return parse_relations(p, operators, sizeof operators / sizeof *operators, parse_order);
}

static const struct expr *parse_and(struct parse *p)
{
    const struct expr *expr = parse_equality(p);
    while (expr && take_word(p, "and"))
        expr = pair(p, EXPR_AND, EXPR_KNOWN_BOOLEAN, expr, parse_equality(p));
    return expr;
}

static const struct expr *parse_or(struct parse *p)
{
    if (++p->depth > MAX_DEPTH)
        return NULL;
    const struct expr *expr = parse_and(p);
    while (expr && take_word(p, "or"))
        expr = pair(p, EXPR_OR, EXPR_KNOWN_BOOLEAN, expr, parse_and(p));
    p->depth--;
    return expr;
}

const struct expr *expr_parse(struct mba_arena *arena, const struct mba_dictionary *dict, const char *text)
{
    struct parse parse = {.arena = arena, .dict = dict, .at = text};
    const struct expr *expr = parse_or(&parse);
    skip_blanks(&parse);
    return expr && !*parse.at ? expr : NULL;
}
