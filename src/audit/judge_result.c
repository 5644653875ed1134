/* judge_result: what an evaluation came to, with its evidence, in the lists of the snapshot. */
#include <stdlib.h>
#include <string.h>

#include "audit/judge.h"

/* ---- evidence -------------------------------------------------------------------------------- */

static const char *expected(const struct mba_rule *rule, const char *property)
{
    for (size_t i = 0; i < rule->expect_count; i++)
        if (strcmp(rule->expects[i].property, property) == 0)
            return rule->expects[i].text;
    return NULL;
}

static const char *meaning(struct mba_judge *judge, const struct mba_property *prop,
                           const struct mba_value *value)
{
    struct mba_buf words = {0};
    const char *copy = NULL;
    if (judge_meaning(judge, prop, value, &words) && words.data)
        copy = mba_arena_dup(judge->arena, words.data, words.len);
    judge->no_memory = judge->no_memory || words.failed || (words.len && !copy);
    mba_buf_free(&words);
    return copy;
}

static struct mba_evidence observed_evidence(struct mba_judge *judge, const struct judge_reading *reading)
{
    const struct mba_observation *told = reading->observation;
    return (struct mba_evidence){.property = reading->name,
                                 .value = reading->text,
                                 .expected = expected(judge->eval.rule, reading->name),
                                 .origin = told->text ? MBA_ORIGIN_EVIDENCE : MBA_ORIGIN_NONE,
                                 .path = reading->path,
                                 .kind = mba_evidence_kind_word(told->word->kind),
                                 .export_index = (int)told->export_index,
                                 .line = told->line};
}

static struct mba_evidence evidence_of(struct mba_judge *judge, const struct judge_reading *reading)
{
    const struct mba_value *value = &reading->value;
    struct mba_evidence evidence = {.origin = value->origin, .path = reading->path, .export_index = -1};
    if (reading->observation)
        return observed_evidence(judge, reading);
    if (!reading->prop) {
        evidence.property = reading->name;
        evidence.value = reading->text;
        return evidence;
    }
    evidence.property = reading->prop->name;
    evidence.value = value->text;
    evidence.meaning = meaning(judge, reading->prop, value);
    evidence.expected = expected(judge->eval.rule, reading->prop->name);
    if (value->from && value->from != reading->key)
        evidence.from = judge_place(value->from);
    if (value->record) {
        evidence.export_index = (int)value->record->export_index;
        evidence.line = value->record->line;
        evidence.secret = value->record->secret;
    }
    return evidence;
}

/* What the rule expects of a property that its test did not come to read belongs to the picture too. */
static void read_expected(struct mba_judge *judge)
{
    struct judge_eval *eval = &judge->eval;
    for (size_t i = 0; eval->key && i < eval->rule->expect_count; i++) {
        const char *name = eval->rule->expects[i].property;
        struct judge_reading reading = {.prop = mba_property_by_name(judge->dict, name, strlen(name)),
                                        .key = eval->key};
        if (!reading.prop)
            continue;
        mba_effective(judge->mb, eval->key, reading.prop, &reading.value);
        bool set =
            reading.value.origin == MBA_ORIGIN_EXPLICIT || reading.value.origin == MBA_ORIGIN_INHERITED;
        if (!set && !judge_known_absent(&reading.value))
            continue;
        if (!set)
            reading.value = (struct mba_value){.known_absent = true};
        judge_record(judge, &reading);
    }
}

static void add_evidence(struct mba_judge *judge, struct mba_finding *finding)
{
    read_expected(judge);
    const struct judge_eval *eval = &judge->eval;
    finding->evidence = mba_arena_calloc(judge->arena, eval->reading_count + 1, sizeof *finding->evidence);
    if (!finding->evidence) {
        judge->no_memory = true;
        return;
    }
    for (size_t i = 0; i < eval->reading_count; i++)
        finding->evidence[finding->evidence_count++] = evidence_of(judge, &eval->readings[i]);
}

/* ---- findings -------------------------------------------------------------------------------- */

static void add_commands(struct mba_judge *judge, const struct mba_article *article,
                         struct mba_finding *finding)
{
    finding->commands = mba_arena_calloc(judge->arena, article->command_count + 1, sizeof *finding->commands);
    if (!finding->commands) {
        judge->no_memory = true;
        return;
    }
    for (size_t i = 0; i < article->command_count; i++) {
        const struct mba_command *command = &article->commands[i];
        finding->commands[finding->command_count++] =
            (struct mba_bound_command){command->platform, judge_bind(judge, &article->rule, judge->eval.key,
                                                                     finding->path, command->text, true)};
    }
}

void judge_fail(struct mba_judge *judge, size_t rule, const char *path, enum mba_severity severity)
{
    const struct mba_article *article = judge->rules[rule].article;
    const struct mba_key *key = judge->eval.key;
    struct mba_finding finding = {.rule = rule, .severity = severity, .path = path};
    finding.key = article->rule.scope == MBA_SCOPE_OBJECT ? key : NULL;
    finding.found = judge_bind(judge, &article->rule, key, path, article->found, false);
    finding.remedy = judge_bind(judge, &article->rule, key, path, article->remedy, false);
    add_evidence(judge, &finding);
    add_commands(judge, article, &finding);
    if (judge->no_memory ||
        !mba_grow(&judge->findings, &judge->finding_cap, judge->finding_count + 1, sizeof *judge->findings)) {
        judge->no_memory = true;
        return;
    }
    judge->findings[judge->finding_count] = (struct judge_result){finding, judge->finding_count};
    judge->finding_count++;
    judge->counts[rule][MBA_OUTCOME_FAIL]++;
}

/* ---- not evaluated --------------------------------------------------------------------------- */

static const char *const lack_text[] = {
    [LACK_NOT_COLLECTED] = "%s was not collected",
    [LACK_VOLATILE] = "%s exists only while the service runs, and the export does not carry it",
    [LACK_UNSET] = "%s is not set, and the rule does not say what that means",
    [LACK_DEFAULT] = "%s is not set, and its schema default may not decide",
    [LACK_SECRET] = "%s is a secret, whose value is never kept",
    [LACK_UNREADABLE] = "the value of %s could not be understood",
    [LACK_KEYS] = "the export does not cover %s",
    [LACK_PLACE] = "the place of the key is not known, and without it %s cannot be found",
    [LACK_EVIDENCE] = "this was not collected, from outside the metabase: %s",
    [LACK_EVIDENCE_ABSENT] = "this is known not to be set, and the rule does not say what that means: %s",
};

static const char *reason_of(struct mba_judge *judge)
{
    const struct judge_eval *eval = &judge->eval;
    struct mba_buf text = {0};
    for (size_t i = 0; i < eval->lack_count; i++) {
        const char *form = lack_text[eval->lacks[i].kind], *at = strstr(form, "%s");
        mba_buf_puts(&text, i ? "; " : "");
        mba_buf_add(&text, form, (size_t)(at - form));
        mba_buf_puts(&text, eval->lacks[i].what);
        mba_buf_puts(&text, at + 2);
    }
    if (!eval->lack_count)
        mba_buf_printf(&text, "the expression could not be evaluated: %s", eval->error);
    const char *copy = text.failed ? NULL : mba_arena_dup(judge->arena, text.data, text.len);
    mba_buf_free(&text);
    return copy;
}

/* Gaps that say the same of the same rule and class are one (what is missing follows from the reason). */
static bool same_gap(const void *context, uint32_t item, const void *wanted)
{
    const struct mba_unevaluated *a = &((const struct mba_judge *)context)->gaps[item - 1].gap, *b = wanted;
    const char *a_class = a->key ? a->key->class_name : NULL, *b_class = b->key ? b->key->class_name : NULL;
    return a->rule == b->rule && a_class == b_class && !a->hint == !b->hint &&
           (!a->hint || strcmp(a->hint, b->hint) == 0) && strcmp(a->reason, b->reason) == 0;
}

static uint32_t gap_hash(const struct mba_judge *judge, const struct mba_unevaluated *gap)
{
    uint32_t hash = mba_hash_number(judge->seed, (uint32_t)gap->rule);
    hash = hash * 31 + mba_hash_text(judge->seed, gap->reason, strlen(gap->reason));
    return gap->hint ? hash * 31 + mba_hash_text(judge->seed, gap->hint, strlen(gap->hint)) : hash;
}

static void add_other_path(struct mba_unevaluated *gap, const char *path)
{
    if (gap->other_path_count < MBA_OTHER_PATHS)
        gap->other_paths[gap->other_path_count++] = path;
}

void judge_gap_again(struct mba_judge *judge, size_t place, const struct mba_key *const *objects,
                     size_t count)
{
    struct mba_unevaluated *gap = &judge->gaps[place].gap;
    for (size_t i = 0; i < count && gap->other_path_count < MBA_OTHER_PATHS; i++)
        add_other_path(gap, judge_place(objects[i]));
    gap->objects += (uint32_t)count;
    judge->counts[gap->rule][MBA_OUTCOME_NOT_EVALUATED] += (uint32_t)count;
}

size_t judge_gap_add(struct mba_judge *judge, const struct mba_unevaluated *gap)
{
    if (!gap->reason || !gap->missing || judge->gap_count >= UINT32_MAX - 1 ||
        !mba_table_prepare(&judge->gap_places, judge->arena) ||
        !mba_grow(&judge->gaps, &judge->gap_cap, judge->gap_count + 1, sizeof *judge->gaps)) {
        judge->no_memory = true;
        return 0;
    }
    uint32_t hash = gap_hash(judge, gap);
    uint32_t place = mba_table_find(&judge->gap_places, hash, same_gap, judge, gap);
    if (place) {
        add_other_path(&judge->gaps[place - 1].gap, gap->path);
        judge->gaps[place - 1].gap.objects++;
    } else {
        judge->gaps[judge->gap_count] = (struct judge_gap){*gap, judge->gap_count};
        judge->gaps[judge->gap_count].gap.objects = 1;
        place = (uint32_t)++judge->gap_count;
        mba_table_add(&judge->gap_places, hash, place);
    }
    judge->counts[gap->rule][MBA_OUTCOME_NOT_EVALUATED]++;
    return place - 1;
}

struct mba_unevaluated judge_gap(struct mba_judge *judge, size_t rule, const char *path)
{
    const struct judge_eval *eval = &judge->eval;
    const char **missing = mba_arena_calloc(judge->arena, eval->lack_count + 1, sizeof *missing);
    for (size_t i = 0; missing && i < eval->lack_count; i++)
        missing[i] = eval->lacks[i].what;
    bool object = judge->rules[rule].article->rule.scope == MBA_SCOPE_OBJECT;
    return (struct mba_unevaluated){.rule = rule,
                                    .key = object ? eval->key : NULL,
                                    .path = path,
                                    .missing = missing,
                                    .missing_count = eval->lack_count,
                                    .reason = reason_of(judge)};
}

/* No object could be looked for: missing and reason stand in the arena already. */
void judge_gap_whole(struct mba_judge *judge, size_t rule, const char *path, const char *missing,
                     const char *reason)
{
    const char **list = mba_arena_calloc(judge->arena, 2, sizeof *list);
    if (!list || !missing) {
        judge->no_memory = true;
        return;
    }
    list[0] = missing;
    struct mba_unevaluated gap = {
        .rule = rule, .path = path, .missing = list, .missing_count = 1, .reason = reason};
    judge_gap_add(judge, &gap);
}

/* ---- in order -------------------------------------------------------------------------------- */

/* By path without case, unknown places last, then by rule, then as they came. */
static int compare(const char *path_a, size_t rule_a, size_t sequence_a, const char *path_b, size_t rule_b,
                   size_t sequence_b)
{
    bool known_a = *path_a == '/', known_b = *path_b == '/';
    if (known_a != known_b)
        return known_a ? -1 : 1;
    int order = mba_ascii_casecmp(path_a, path_b);
    if (order == 0)
        order = (rule_a > rule_b) - (rule_a < rule_b);
    return order ? order : (sequence_a > sequence_b) - (sequence_a < sequence_b);
}

static int compare_findings(const void *a, const void *b)
{
    const struct judge_result *x = a, *y = b;
    return compare(x->finding.path, x->finding.rule, x->sequence, y->finding.path, y->finding.rule,
                   y->sequence);
}

static int compare_gaps(const void *a, const void *b)
{
    const struct judge_gap *x = a, *y = b;
    return compare(x->gap.path, x->gap.rule, x->sequence, y->gap.path, y->gap.rule, y->sequence);
}

bool judge_finish(struct mba_judge *judge, struct mba_outcomes *out)
{
    out->findings = mba_arena_calloc(judge->arena, judge->finding_count + 1, sizeof *out->findings);
    out->unevaluated = mba_arena_calloc(judge->arena, judge->gap_count + 1, sizeof *out->unevaluated);
    if (!out->findings || !out->unevaluated)
        return false;
    if (judge->finding_count)
        qsort(judge->findings, judge->finding_count, sizeof *judge->findings, compare_findings);
    if (judge->gap_count)
        qsort(judge->gaps, judge->gap_count, sizeof *judge->gaps, compare_gaps);
    for (size_t i = 0; i < judge->finding_count; i++)
        out->findings[i] = judge->findings[i].finding;
    for (size_t i = 0; i < judge->gap_count; i++)
        out->unevaluated[i] = judge->gaps[i].gap;
    out->finding_count = judge->finding_count;
    out->unevaluated_count = judge->gap_count;
    out->facts = judge->facts_found;
    out->fact_count = judge->fact_count;
    out->counts = judge->counts;
    return true;
}
