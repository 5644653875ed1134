/* memo: one judgement for all objects that look the same to a rule.
 *
 * A server has hundreds of directories, and a rule that reads two settings sees the same two in nearly all of
 * them. While an expression is evaluated, each value that it reads at the object is noted. An object with the
 * same values, read in the same order, comes to the same outcome without evaluating anything. This holds only
 * for outcomes that need no text of their own (pass, not applicable), and only while nothing but the object's
 * own properties was looked at.
 */
#include <string.h>

#include "audit/judge.h"

void judge_looks_around(struct mba_judge *judge)
{
    judge->eval.memorable = false;
}

void judge_effective(struct mba_judge *judge, const struct mba_key *key, const struct mba_property *prop,
                     struct mba_value *value)
{
    struct judge_eval *eval = &judge->eval;
    mba_effective(judge->mb, key, prop, value);
    if (key != eval->key || eval->observed.count == MEMO_READS)
        eval->memorable = false;
    if (eval->memorable)
        eval->observed.reads[eval->observed.count++] = (struct judge_observed){prop, *value};
}

void judge_memo_clear(struct mba_judge *judge)
{
    for (size_t i = 0; i < judge->rule_count; i++)
        judge->rules[i].memo_count = judge->rules[i].memo_next = 0;
}

static bool same_value(const struct mba_value *a, const struct mba_value *b)
{
    if (a->origin != b->origin || a->known_absent != b->known_absent)
        return false;
    if (a->text == b->text)
        return true;
    return a->text && b->text && a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

static bool matches(const struct mba_judge *judge, const struct judge_memo *memo, const struct mba_key *key)
{
    if (memo->key_complete != key->complete)
        return false;
    for (unsigned i = 0; i < memo->count; i++) {
        struct mba_value value;
        mba_effective(judge->mb, key, memo->reads[i].prop, &value);
        if (!same_value(&value, &memo->reads[i].value))
            return false;
    }
    return true;
}

bool judge_memo_find(struct mba_judge *judge, const struct judge_rule *rule, const struct mba_key *key,
                     enum mba_outcome *outcome)
{
    for (unsigned i = 0; key && i < rule->memo_count; i++) {
        if (matches(judge, &rule->memos[i], key)) {
            *outcome = rule->memos[i].outcome;
            return true;
        }
    }
    return false;
}

void judge_memo_keep(struct judge_eval *eval, struct judge_rule *rule, enum mba_outcome outcome)
{
    bool needs_text = outcome != MBA_OUTCOME_PASS && outcome != MBA_OUTCOME_NOT_APPLICABLE;
    if (needs_text || !eval->memorable || !eval->key || !rule->memos)
        return;
    eval->observed.outcome = outcome;
    eval->observed.key_complete = eval->key->complete;
    rule->memos[rule->memo_next] = eval->observed;
    rule->memo_next = (rule->memo_next + 1) % MEMO_WAYS;
    if (rule->memo_count < MEMO_WAYS)
        rule->memo_count++;
}
