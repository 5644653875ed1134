/* judge_run: every rule on every object of a snapshot. */
#include <string.h>

#include "audit/judge.h"

/* ---- one expression -------------------------------------------------------------------------- */

/* Nothing was read, and nothing is lacking. */
static void clear_readings(struct mba_judge *judge)
{
    struct judge_eval *eval = &judge->eval;
    eval->reading_count = 0;
    eval->lack_count = 0;
    eval->answer = NULL;
    eval->error = NULL;
    if (eval->reading_places.count || eval->lack_places.count) {
        eval->reading_places = eval->lack_places = (struct judge_places){0};
        mba_arena_reset(judge->places);
    }
}

void judge_begin(struct mba_judge *judge, const struct mba_rule *rule, const struct mba_key *key)
{
    struct judge_eval *eval = &judge->eval;
    clear_readings(judge);
    eval->rule = rule;
    eval->key = key;
    eval->shape.count = 0;
    eval->memorable = true;
    eval->own_text = false;
}

bool judge_holds(struct mba_judge *judge, const struct judge_expression *expression)
{
    if (judge->scratch_used) {
        mba_arena_reset(judge->scratch);
        judge->scratch_used = false;
    }
    if (expression->expr)
        return expr_holds(judge, expression->expr);
    judge->xpath->node = (xmlNodePtr)judge->doc;
    judge->xpath->depth = 0;
    return xmlXPathCompiledEvalToBoolean(expression->compiled, judge->xpath) == 1;
}

static bool has_expression(const struct judge_expression *expression)
{
    return expression->expr || expression->compiled;
}

/* Did the last expression come to a result at all? */
static bool undecided(const struct judge_eval *eval)
{
    return eval->lack_count || eval->answer || eval->error;
}

/* A side expression: it holds, or it does not, or it cannot be told, which counts as not. What it read is
 * evidence only if it holds. */
static bool surely_holds(struct mba_judge *judge, const struct judge_expression *expression)
{
    size_t readings = judge->eval.reading_count;
    bool result = judge_holds(judge, expression) && !undecided(&judge->eval);
    if (!result)
        judge->eval.reading_count = readings;
    judge->eval.lack_count = 0;
    judge->eval.answer = NULL;
    judge->eval.error = NULL;
    return result;
}

/* ---- one rule on one object ------------------------------------------------------------------- */

static enum mba_severity severity_of(struct mba_judge *judge, const struct judge_rule *rule)
{
    const struct mba_rule *r = &rule->article->rule;
    for (size_t i = 0; i < r->grade_count; i++)
        if (surely_holds(judge, &rule->grades[i]))
            return r->grades[i].severity;
    return r->severity;
}

/* Which hint it is, or that there is none, comes from values as the outcome does: what they read goes on in
 * the same shape. One without placeholders says the same of every object. */
static const char *hint_of(struct mba_judge *judge, const struct judge_rule *rule, const char *path)
{
    const struct mba_rule *r = &rule->article->rule;
    clear_readings(judge);
    for (size_t i = 0; i < r->hint_count; i++) {
        if (!surely_holds(judge, &rule->hints[i]))
            continue;
        judge->eval.own_text = strpbrk(r->hints[i].text, "{}") != NULL;
        return judge_bind(judge, r, judge->eval.key, path, r->hints[i].text, false);
    }
    return NULL;
}

static size_t not_evaluated(struct mba_judge *judge, size_t index, const char *path)
{
    const struct judge_rule *rule = &judge->rules[index];
    struct mba_unevaluated gap = judge_gap(judge, index, path);
    if (rule->article->rule.hint_count > 0)
        gap.hint = hint_of(judge, rule, path);
    return judge_gap_add(judge, &gap);
}

static enum mba_outcome outcome_of(struct mba_judge *judge, const struct judge_rule *rule)
{
    const struct judge_eval *eval = &judge->eval;
    bool applies = !has_expression(&rule->applies) || judge_holds(judge, &rule->applies);
    bool fails = applies && !undecided(eval) && judge_holds(judge, &rule->test);
    if (eval->answer)
        return eval->answer->outcome;
    if (undecided(eval))
        return MBA_OUTCOME_NOT_EVALUATED;
    return !applies ? MBA_OUTCOME_NOT_APPLICABLE : fails ? MBA_OUTCOME_FAIL : MBA_OUTCOME_PASS;
}

/* The outcome of another object counts for this one, too. */
static void count_again(struct mba_judge *judge, size_t rule, enum mba_outcome outcome, size_t gap,
                        const struct mba_key *key)
{
    if (outcome == MBA_OUTCOME_NOT_EVALUATED)
        judge_gap_again(judge, gap, &key, 1);
    else
        judge->counts[rule][outcome]++;
}

bool judge_applies(struct mba_judge *judge, size_t index, const char *path)
{
    const struct judge_rule *rule = &judge->rules[index];
    if (!has_expression(&rule->applies))
        return true;
    bool applies = judge_holds(judge, &rule->applies);
    if (undecided(&judge->eval))
        not_evaluated(judge, index, path);
    else if (!applies)
        judge->counts[index][MBA_OUTCOME_NOT_APPLICABLE]++;
    return applies && !undecided(&judge->eval);
}

void judge_lacking(struct mba_judge *judge, size_t index, const char *path)
{
    not_evaluated(judge, index, path);
}

const struct judge_memo *judge_one(struct mba_judge *judge, size_t index, const struct mba_key *key,
                                   const char *path)
{
    struct judge_rule *rule = &judge->rules[index];
    if (rule->article->rule.scope == MBA_SCOPE_FLEET) {
        judge_facts(judge, index, key, path);
        return NULL;
    }
    const struct judge_memo *memo = judge_memo_find(judge, rule, key);
    if (memo) {
        count_again(judge, index, memo->outcome, memo->gap, key);
        return memo;
    }
    judge_begin(judge, &rule->article->rule, key);
    enum mba_outcome outcome = outcome_of(judge, rule);
    size_t gap = 0;
    judge->eval.answer = NULL;
    if (outcome == MBA_OUTCOME_FAIL)
        judge_fail(judge, index, path, severity_of(judge, rule));
    else if (outcome == MBA_OUTCOME_NOT_EVALUATED)
        gap = not_evaluated(judge, index, path);
    else
        judge->counts[index][outcome]++;
    return judge->no_memory ? NULL : judge_memo_keep(judge, rule, outcome, gap);
}

/* ---- the whole snapshot ----------------------------------------------------------------------- */

/* The first part of the tree where the rule's objects could be, and which was not exported. NULL: all was. */
static const char *uncovered(struct mba_judge *judge, const struct mba_rule *rule)
{
    const char *area = NULL;
    for (size_t i = 0; rule->paths[i]; i++) {
        area = judge_static_prefix(judge->arena, rule->paths[i]);
        judge->no_memory = judge->no_memory || !area;
        if (!area || !mba_metabase_covers(judge->mb, area))
            return area;
    }
    for (size_t i = 0; !rule->paths[0] && rule->classes[i]; i++) {
        area = judge_class_home(rule->classes[i]);
        if (!mba_metabase_covers(judge->mb, area))
            return area;
    }
    return NULL;
}

static const char *join_words(struct mba_judge *judge, const char *const *words)
{
    const char *text = words[0] ? words[0] : "";
    for (size_t i = 1; words[0] && words[i] && text; i++)
        text = mba_arena_printf(judge->arena, "%s or %s", text, words[i]);
    judge->no_memory = judge->no_memory || !text;
    return text ? text : "";
}

static void judge_without_object(struct mba_judge *judge, size_t index)
{
    const struct mba_rule *rule = &judge->rules[index].article->rule;
    const char *area = uncovered(judge, rule);
    if (!area) {
        judge->counts[index][MBA_OUTCOME_NOT_APPLICABLE]++;
        return;
    }
    const char *classes = join_words(judge, rule->classes);
    judge_gap_whole(judge, index, area, mba_arena_printf(judge->arena, "keys of class %s", classes),
                    mba_arena_printf(judge->arena,
                                     "the export holds no key of class %s%s%s; collect a whole export",
                                     classes, rule->paths[0] ? " at " : "", join_words(judge, rule->paths)));
}

static bool anything_below(const struct mba_judge *judge, const char *area)
{
    size_t len = strlen(area);
    for (size_t i = 0; i < mba_metabase_count(judge->mb); i++) {
        const char *location = mba_metabase_at(judge->mb, i)->location;
        if (location && mba_ascii_ncasecmp(location, area, len) == 0 &&
            (location[len] == '/' || !location[len]))
            return true;
    }
    return false;
}

static void judge_server(struct mba_judge *judge, size_t index)
{
    const struct mba_rule *rule = &judge->rules[index].article->rule;
    const char *area = uncovered(judge, rule);
    if (area) {
        judge_gap_whole(
            judge, index, area, area,
            mba_arena_printf(judge->arena, "the export does not cover %s; collect a whole export", area));
        return;
    }
    area = judge_static_prefix(judge->arena, rule->paths[0]);
    if (!area)
        judge->no_memory = true;
    else if (anything_below(judge, area))
        judge_one(judge, index, mba_metabase_find(judge->mb, area), area);
    else
        judge->counts[index][MBA_OUTCOME_NOT_APPLICABLE]++;
}

/* The time is looked at each time that so many keys were judged. */
enum { KEYS_A_LOOK = 64 };

/* Looked at for each key: one has no more findings than there are rules. */
static bool within_limits(struct mba_judge *judge, size_t key)
{
    const struct mba_limits *limits = mba_metabase_limits(judge->mb);
    if (judge->finding_count > limits->value[MBA_LIMIT_FINDINGS])
        judge->over = MBA_LIMIT_FINDINGS;
    else if (key % KEYS_A_LOOK == KEYS_A_LOOK - 1 && mba_limits_late(limits))
        judge->over = MBA_LIMIT_MEMBER_SECONDS;
    return judge->over == MBA_LIMIT_COUNT;
}

enum mba_limit_id mba_judge_over(const struct mba_judge *judge)
{
    return judge->over;
}

static void judge_all(struct mba_judge *judge)
{
    for (size_t i = 0; i < mba_metabase_count(judge->mb) && !judge->no_memory && within_limits(judge, i); i++)
        judge_key(judge, mba_metabase_at(judge->mb, i));
    judge_objects_end(judge);
    for (size_t i = 0; i < judge->rule_count && !judge->no_memory; i++) {
        enum mba_scope scope = judge->rules[i].article->rule.scope;
        if (scope == MBA_SCOPE_SERVER)
            judge_server(judge, i);
        else if (!judge->seen[i])
            judge_without_object(judge, i);
    }
}

enum mba_status mba_judge_snapshot(struct mba_judge *judge, const struct mba_metabase *mb, const char *server,
                                   struct mba_arena *arena, struct mba_outcomes *out)
{
    *out = (struct mba_outcomes){0};
    judge->mb = mb;
    judge->server = server ? server : "";
    judge->arena = arena;
    judge->no_memory = false;
    judge->over = MBA_LIMIT_COUNT;
    judge_objects_begin(judge);
    judge_memo_clear(judge);
    judge->finding_count = judge->gap_count = judge->fact_count = 0;
    judge->gap_places = (struct mba_table){0};
    memset(judge->seen, 0, judge->rule_count * sizeof *judge->seen);
    judge->counts = mba_arena_calloc(arena, judge->rule_count + 1, sizeof *judge->counts);
    if (!judge->counts)
        return MBA_RUN_FAILED;
    xmlResetLastError();
    judge_all(judge);
    /* Where libxml2 has no memory for a value, it goes on without it: that is no outcome. */
    const xmlError *error = xmlGetLastError();
    judge->no_memory = judge->no_memory || (error && error->code == XML_ERR_NO_MEMORY);
    if (!judge->no_memory && !within_limits(judge, 0))
        return MBA_MEMBER_FAILED;
    bool good = !judge->no_memory && judge_finish(judge, out);
    return good ? MBA_OK : MBA_RUN_FAILED;
}
