/* memo: one judgement for all objects that look the same to a rule.
 *
 * A server has hundreds of directories, and a rule that reads two settings sees the same two in nearly all of
 * them. While an expression is evaluated, each value that it reads at the object is noted. An object with the
 * same values, read in the same order, comes to the same outcome without evaluating anything. This holds only
 * for outcomes that need no text of their own, and only while nothing else was looked at that differs from
 * object to object: its place, and the keys around it. A key named outright, and all keys of a class, are the
 * same for every object of a snapshot.
 */
#include <string.h>

#include "audit/judge.h"

void judge_looks_around(struct mba_judge *judge)
{
    judge->eval.memorable = false;
}

static struct judge_seen seen_of(const struct mba_value *value)
{
    return (struct judge_seen){
        .text = value->text, .len = value->len, .origin = value->origin, .known_absent = value->known_absent};
}

/* Keeps what was read at the object, once for each property. What another key holds does not depend on the
 * object, as long as the way to that key did not: whoever finds a key from the object's place says so. */
static void observe(struct mba_judge *judge, const struct mba_property *prop, enum judge_part part,
                    const struct mba_value *value)
{
    struct judge_eval *eval = &judge->eval;
    struct judge_shape *shape = &eval->shape;
    unsigned i = 0;
    while (i < shape->count && shape->reads[i].prop != prop)
        i++;
    if (i == MEMO_READS || prop->id == 0) { /* records without a number are not watched for changes */
        eval->memorable = false;
    } else if (i < shape->count) {
        if (shape->reads[i].part < part)
            shape->reads[i].part = part;
    } else {
        shape->reads[i] = (struct judge_read){prop, mba_dictionary_index(judge->dict, prop), part};
        eval->observed.seen[i] = seen_of(value);
        shape->count++;
    }
}

/* The effective value at the key being judged. */
static const struct mba_value *value_here(struct mba_judge *judge, const struct mba_property *prop)
{
    struct judge_values *values = &judge->values;
    struct judge_value *known = &values->items[mba_dictionary_index(judge->dict, prop)];
    if (known->turn != values->turn) {
        mba_effective(judge->mb, values->key, prop, &known->value);
        known->turn = values->turn;
    }
    return &known->value;
}

void judge_turn_to(struct mba_judge *judge, const struct mba_key *key)
{
    judge->values.key = key;
    if (++judge->values.turn != 0)
        return;
    memset(judge->values.items, 0, mba_dictionary_room(judge->dict) * sizeof *judge->values.items);
    judge->values.turn = 1;
}

void judge_part(struct mba_judge *judge, const struct mba_key *key, const struct mba_property *prop,
                enum judge_part part, struct mba_value *value)
{
    if (key == judge->values.key)
        *value = *value_here(judge, prop);
    else
        mba_effective(judge->mb, key, prop, value);
    if (key == judge->eval.key)
        observe(judge, prop, part, value);
}

void judge_effective(struct mba_judge *judge, const struct mba_key *key, const struct mba_property *prop,
                     struct mba_value *value)
{
    judge_part(judge, key, prop, PART_VALUE, value);
}

void judge_memo_clear(struct mba_judge *judge)
{
    for (size_t i = 0; i < judge->rule_count; i++) {
        struct judge_rule *rule = &judge->rules[i];
        rule->memo_count = 0;
        rule->shape_count = 0;
        memset(rule->slots, 0, sizeof rule->slots);
    }
    judge_turn_to(judge, NULL);
    judge->facts = (struct judge_facts){0};
}

/* ---- finding one ------------------------------------------------------------------------------ */

/* What the object has of it. Where nothing of it changed since an object before, what that had is as good: no
 * value is looked for. The last bit may stand for several properties. */
static inline struct judge_seen *seen_here(struct mba_judge *judge, const struct judge_read *read,
                                           struct judge_seen *room)
{
    enum { SHARED = 64 };
    struct judge_class *class = judge->class_judged;
    if (!class) {
        *room = seen_of(value_here(judge, read->prop));
        return room;
    }
    const struct mba_watch *watch = &class->watch[read->index];
    unsigned number = read->part == PART_ORIGIN ? watch->origin : watch->value;
    uint64_t bit = number && number < SHARED ? UINT64_C(1) << (number - 1) : 0;
    struct judge_seen *seen = bit ? &class->seen[number - 1] : room;
    if (!(class->fresh & bit))
        *seen = seen_of(value_here(judge, read->prop));
    class->fresh |= bit;
    return seen;
}

static uint32_t hash_of(struct mba_judge *judge, struct judge_seen *seen, enum judge_part part)
{
    uint32_t origin = (uint32_t)seen->origin * 2 + seen->known_absent;
    if (part == PART_ORIGIN || !seen->text)
        return origin;
    if (part == PART_DRIVE)
        return origin + (uint32_t)judge_drive(seen->text) * 8;
    if (!seen->hashed)
        seen->hash = mba_hash_text(judge->seed, seen->text, seen->len);
    seen->hashed = true;
    return origin + seen->hash;
}

/* An object as a rule sees it that reads what is in a shape. */
struct look {
    struct judge_seen *seen[MEMO_READS], room[MEMO_READS];
};

/* Where a judgement on an object with these values has its place: here, or in the slot beside it. */
static unsigned slot_of(struct mba_judge *judge, const struct judge_rule *rule,
                        const struct judge_shape *shape, struct look *look)
{
    uint32_t hash = (uint32_t)(shape - rule->shapes);
    for (unsigned i = 0; i < shape->count; i++) {
        look->seen[i] = seen_here(judge, &shape->reads[i], &look->room[i]);
        hash = hash * 31 + hash_of(judge, look->seen[i], shape->reads[i].part);
    }
    return (hash ^ hash >> 16) % MEMO_WAYS;
}

static bool same_value(const struct judge_seen *a, const struct judge_seen *b, enum judge_part part)
{
    if (a->origin != b->origin || a->known_absent != b->known_absent)
        return false;
    if (part == PART_ORIGIN || a->text == b->text)
        return true;
    if (!a->text || !b->text)
        return false;
    if (part == PART_DRIVE)
        return judge_drive(a->text) == judge_drive(b->text);
    return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

static bool matches(const struct judge_memo *memo, const struct mba_key *key, const struct look *look)
{
    bool counted_by_class = memo->outcome == MBA_OUTCOME_NOT_EVALUATED;
    if (memo->key_complete != key->complete || (counted_by_class && memo->class_name != key->class_name))
        return false;
    for (unsigned i = 0; i < memo->shape->count; i++)
        if (!same_value(look->seen[i], &memo->seen[i], memo->shape->reads[i].part))
            return false;
    return true;
}

static const struct judge_memo *find_in_shape(struct mba_judge *judge, const struct judge_rule *rule,
                                              const struct judge_shape *shape, const struct mba_key *key)
{
    struct look look;
    unsigned slot = slot_of(judge, rule, shape, &look);
    for (unsigned beside = 0; beside < 2; beside++) {
        uint8_t place = rule->slots[slot ^ beside];
        const struct judge_memo *memo = place ? &rule->memos[place - 1] : NULL;
        if (memo && memo->shape == shape && matches(memo, key, &look))
            return memo;
    }
    return NULL;
}

const struct judge_memo *judge_memo_find(struct mba_judge *judge, struct judge_rule *rule,
                                         const struct mba_key *key)
{
    const struct judge_memo *memo = NULL;
    if (!key || !rule->memo_count)
        return NULL;
    if (key != judge->values.key)
        judge_turn_to(judge, key);
    for (unsigned i = 0; !memo && i < rule->shape_count; i++)
        memo = find_in_shape(judge, rule, &rule->shapes[i], key);
    return memo;
}

/* ---- keeping one ------------------------------------------------------------------------------ */

/* A finding has texts of its own, and so has a hint that speaks of the object. */
static bool needs_text(const struct judge_eval *eval, enum mba_outcome outcome)
{
    return outcome == MBA_OUTCOME_FAIL || (outcome == MBA_OUTCOME_NOT_EVALUATED && eval->own_text);
}

static bool same_shape(const struct judge_shape *a, const struct judge_shape *b)
{
    bool same = a->count == b->count;
    for (unsigned i = 0; same && i < a->count; i++)
        same = a->reads[i].prop == b->reads[i].prop && a->reads[i].part == b->reads[i].part;
    return same;
}

/* The rule's own copy of a shape. NULL: it has too many already. */
static const struct judge_shape *keep_shape(struct judge_rule *rule, const struct judge_shape *shape)
{
    for (unsigned i = 0; i < rule->shape_count; i++)
        if (same_shape(&rule->shapes[i], shape))
            return &rule->shapes[i];
    if (rule->shape_count == MEMO_SHAPES)
        return NULL;
    rule->shapes[rule->shape_count] = *shape;
    return &rule->shapes[rule->shape_count++];
}

/* Into its place, or the one beside it if that is free; else over the judgement that stands there. */
static void keep(struct mba_judge *judge, struct judge_rule *rule, const struct judge_memo *memo)
{
    const struct judge_shape *shape = keep_shape(rule, memo->shape);
    struct look look;
    unsigned slot = shape ? slot_of(judge, rule, shape, &look) : 0;
    if (!shape || !mba_grow(&rule->memos, &rule->memo_cap, rule->memo_count + 1, sizeof *rule->memos))
        return; /* without memory it is found again the next time */
    if (rule->slots[slot] && !rule->slots[slot ^ 1])
        slot ^= 1;
    if (!rule->slots[slot])
        rule->slots[slot] = (uint8_t)++rule->memo_count;
    struct judge_memo *kept = &rule->memos[rule->slots[slot] - 1];
    *kept = *memo;
    kept->shape = shape;
}

const struct judge_memo *judge_memo_keep(struct mba_judge *judge, struct judge_rule *rule,
                                         enum mba_outcome outcome, size_t gap)
{
    struct judge_eval *eval = &judge->eval;
    if (needs_text(eval, outcome) || !eval->memorable || !eval->key)
        return NULL;
    struct judge_memo *memo = &eval->observed;
    memo->shape = &eval->shape;
    memo->outcome = outcome;
    memo->gap = gap;
    memo->key_complete = eval->key->complete;
    memo->class_name = eval->key->class_name;
    if (eval->key == judge->values.key)
        keep(judge, rule, memo);
    return memo;
}
