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

/* Keeps what was read at the object, once for each property. What another key holds does not depend on the
 * object, as long as the way to that key did not: whoever finds a key from the object's place says so. */
static void observe(struct judge_eval *eval, const struct judge_observed *seen)
{
    struct judge_memo *observed = &eval->observed;
    unsigned i = 0;
    while (i < observed->count && observed->reads[i].prop != seen->prop)
        i++;
    if (i == MEMO_READS || seen->prop->id == 0) { /* records without a number are not watched for changes */
        eval->memorable = false;
        return;
    }
    bool again = i < observed->count;
    enum judge_part before = again ? observed->reads[i].part : seen->part;
    observed->reads[i] = *seen;
    observed->reads[i].part = before > seen->part ? before : seen->part;
    observed->count += !again;
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
        observe(&judge->eval, &(struct judge_observed){prop, *value, part});
}

void judge_effective(struct mba_judge *judge, const struct mba_key *key, const struct mba_property *prop,
                     struct mba_value *value)
{
    judge_part(judge, key, prop, PART_VALUE, value);
}

void judge_memo_clear(struct mba_judge *judge)
{
    for (size_t i = 0; i < judge->rule_count; i++) {
        judge->rules[i].memo_count = judge->rules[i].memo_next = 0;
        judge->rules[i].memo_misses = 0;
    }
    judge_turn_to(judge, NULL);
    judge->facts = (struct judge_facts){0};
}

static bool same_value(const struct mba_value *a, const struct mba_value *b, enum judge_part part)
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

static bool matches(struct mba_judge *judge, const struct judge_memo *memo, const struct mba_key *key)
{
    bool counted_by_class = memo->outcome == MBA_OUTCOME_NOT_EVALUATED;
    if (memo->key_complete != key->complete || (counted_by_class && memo->class_name != key->class_name))
        return false;
    for (unsigned i = 0; i < memo->count; i++)
        if (!same_value(value_here(judge, memo->reads[i].prop), &memo->reads[i].value, memo->reads[i].part))
            return false;
    return true;
}

const struct judge_memo *judge_memo_find(struct mba_judge *judge, struct judge_rule *rule,
                                         const struct mba_key *key)
{
    if (!key || rule->memo_misses > MEMO_PATIENCE)
        return NULL;
    if (key != judge->values.key)
        judge_turn_to(judge, key);
    for (size_t i = 0; i < rule->memo_count; i++) {
        if (matches(judge, &rule->memos[i], key)) {
            rule->memo_misses = 0;
            return &rule->memos[i];
        }
    }
    rule->memo_misses++;
    return NULL;
}

/* A finding has texts of its own, and so has a hint. */
static bool needs_text(const struct mba_rule *rule, enum mba_outcome outcome)
{
    return outcome == MBA_OUTCOME_FAIL || (outcome == MBA_OUTCOME_NOT_EVALUATED && rule->hint_count > 0);
}

const struct judge_memo *judge_memo_keep(struct judge_eval *eval, struct judge_rule *rule,
                                         enum mba_outcome outcome, size_t gap)
{
    if (needs_text(eval->rule, outcome) || !eval->memorable || !eval->key ||
        rule->memo_misses > MEMO_PATIENCE ||
        !mba_grow(&rule->memos, &rule->memo_cap, rule->memo_next + 1, sizeof *rule->memos))
        return NULL;
    struct judge_memo *memo = &rule->memos[rule->memo_next];
    eval->observed.outcome = outcome;
    eval->observed.gap = gap;
    eval->observed.key_complete = eval->key->complete;
    eval->observed.class_name = eval->key->class_name;
    *memo = eval->observed;
    rule->memo_next = (rule->memo_next + 1) % MEMO_WAYS;
    if (rule->memo_count < MEMO_WAYS)
        rule->memo_count++;
    return memo;
}
