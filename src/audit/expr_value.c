/* expr_value: see expr.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <libxml/xpath.h>

#include "audit/judge.h"

struct expr_value expr_boolean(bool truth)
{
    return (struct expr_value){.type = EXPR_BOOLEAN, .truth = truth};
}

struct expr_value expr_number(double number)
{
    return (struct expr_value){.type = EXPR_NUMBER, .number = number};
}

static struct expr_value string_of(const char *text, size_t len)
{
    return (struct expr_value){.type = EXPR_STRING, .text = text, .len = len};
}

struct expr_value expr_string(const char *text)
{
    return string_of(text, strlen(text));
}

static char *copy(struct mba_judge *judge, const char *text, size_t len)
{
    char *own = mba_arena_dup(judge->scratch, text, len);
    judge->scratch_used = true;
    judge->no_memory = judge->no_memory || !own;
    return own;
}

struct expr_value expr_span(struct mba_judge *judge, const char *text, size_t len)
{
    const char *own = copy(judge, text, len);
    return own ? string_of(own, len) : string_of("", 0);
}

static size_t count_lines(const char *text, size_t len)
{
    size_t count = 0;
    for (const char *s = text, *end = text + len; s < end; count++) {
        const char *line = memchr(s, '\n', (size_t)(end - s));
        s = line ? line + 1 : end;
    }
    return count;
}

struct expr_value expr_lines(struct mba_judge *judge, const char *text, size_t len)
{
    struct expr_value set = {.type = EXPR_SET};
    size_t count = count_lines(text, len);
    char *own = count ? copy(judge, text, len) : NULL;
    struct expr_item *items = own ? mba_arena_calloc(judge->scratch, count, sizeof *items) : NULL;
    if (!items) {
        judge->no_memory = judge->no_memory || count;
        return set;
    }
    for (char *s = own, *end = own + len; s < end; set.count++) {
        char *line = memchr(s, '\n', (size_t)(end - s));
        size_t n = (size_t)((line ? line : end) - s);
        s[n] = '\0';
        items[set.count] = (struct expr_item){.text = s, .len = n};
        s += n + (line != NULL);
    }
    set.items = items;
    return set;
}

/* ---- as another type ------------------------------------------------------------------------- */

bool expr_truth(const struct expr_value *value)
{
    switch (value->type) {
    case EXPR_BOOLEAN:
        return value->truth;
    case EXPR_NUMBER:
        return value->number != 0 && !isnan(value->number);
    case EXPR_STRING:
        return value->len > 0;
    default:
        return value->count > 0;
    }
}

static double number_of(const char *text, size_t len)
{
    enum { EXACT = 15 }; /* so many digits fit a double */
    double number = 0;
    if (len > EXACT || !mba_is_digits(text, len))
        return xmlXPathCastStringToNumber((const xmlChar *)text);
    for (size_t i = 0; i < len; i++)
        number = number * 10 + (text[i] - '0');
    return number;
}

double expr_as_number(const struct expr_value *value)
{
    switch (value->type) {
    case EXPR_BOOLEAN:
        return value->truth ? 1 : 0;
    case EXPR_NUMBER:
        return value->number;
    case EXPR_STRING:
        return number_of(value->text, value->len);
    default:
        return value->count ? number_of(value->items[0].text, value->items[0].len) : NAN;
    }
}

static const char *number_text(struct mba_judge *judge, double number)
{
    xmlChar *text = xmlXPathCastNumberToString(number);
    const char *own = text ? copy(judge, (const char *)text, strlen((const char *)text)) : NULL;
    judge->no_memory = judge->no_memory || !own;
    xmlFree(text);
    return own ? own : "";
}

const char *expr_as_text(struct mba_judge *judge, const struct expr_value *value, size_t *len)
{
    const char *text;
    switch (value->type) {
    case EXPR_STRING:
        *len = value->len;
        return value->text;
    case EXPR_SET:
        *len = value->count ? value->items[0].len : 0;
        return value->count ? value->items[0].text : "";
    case EXPR_BOOLEAN:
        text = value->truth ? "true" : "false";
        break;
    default:
        text = number_text(judge, value->number);
    }
    *len = strlen(text);
    return text;
}

/* ---- comparing ------------------------------------------------------------------------------- */

static bool compare_numbers(enum expr_relation relation, double a, double b)
{
    switch (relation) {
    case EXPR_EQ:
        return a == b;
    case EXPR_NE:
        return a != b;
    case EXPR_LT:
        return a < b;
    case EXPR_LE:
        return a <= b;
    case EXPR_GT:
        return a > b;
    default:
        return a >= b;
    }
}

static bool is_equality(enum expr_relation relation)
{
    return relation == EXPR_EQ || relation == EXPR_NE;
}

static bool compare_single(struct mba_judge *judge, enum expr_relation relation, const struct expr_value *a,
                           const struct expr_value *b)
{
    if (is_equality(relation) && (a->type == EXPR_BOOLEAN || b->type == EXPR_BOOLEAN))
        return (expr_truth(a) == expr_truth(b)) == (relation == EXPR_EQ);
    if (!is_equality(relation) || a->type == EXPR_NUMBER || b->type == EXPR_NUMBER)
        return compare_numbers(relation, expr_as_number(a), expr_as_number(b));
    size_t a_len, b_len;
    const char *x = expr_as_text(judge, a, &a_len), *y = expr_as_text(judge, b, &b_len);
    return (a_len == b_len && memcmp(x, y, a_len) == 0) == (relation == EXPR_EQ);
}

/* A set is as any of its nodes is; against a boolean it is one. */
bool expr_compare(struct mba_judge *judge, enum expr_relation relation, const struct expr_value *a,
                  const struct expr_value *b)
{
    const struct expr_value *set = a->type == EXPR_SET ? a : b, *other = set == a ? b : a;
    if (set->type != EXPR_SET)
        return compare_single(judge, relation, a, b);
    if (other->type == EXPR_BOOLEAN) {
        struct expr_value truth = expr_boolean(expr_truth(set));
        return set == a ? compare_single(judge, relation, &truth, b)
                        : compare_single(judge, relation, a, &truth);
    }
    for (size_t i = 0; i < set->count; i++) {
        struct expr_value item = string_of(set->items[i].text, set->items[i].len);
        if (set == a ? expr_compare(judge, relation, &item, b) : expr_compare(judge, relation, a, &item))
            return true;
    }
    return false;
}
