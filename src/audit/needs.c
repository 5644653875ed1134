/* needs: what a rule reads, from its own expressions. */
#include "audit/functions.h"

#include <string.h>

/* Functions that read evidence by themselves. */
static const struct {
    const char *function, *words;
} readers[] = {
    {"events", "Since Until Event"},
    {"small-business", "Caption OSProductSuite"},
};

struct set {
    const struct mba_evidence_word **evidence;
    size_t *evidence_count;
    const struct mba_property **runtime; /* NULL: not asked */
    size_t *runtime_count;
};

static void add_property(void *ctx, const struct mba_property *prop)
{
    struct set *set = ctx;
    if (!set->runtime || !(prop->attributes & MBA_ATTR_VOLATILE))
        return;
    for (size_t i = 0; i < *set->runtime_count; i++)
        if (set->runtime[i] == prop)
            return;
    set->runtime[(*set->runtime_count)++] = prop;
}

/* Kept in the order of the vocabulary. */
static void add_evidence(void *ctx, const struct mba_evidence_word *word)
{
    struct set *set = ctx;
    size_t at = *set->evidence_count;
    for (size_t i = 0; i < at; i++)
        if (set->evidence[i] == word)
            return;
    for (; at > 0 && set->evidence[at - 1] > word; at--)
        set->evidence[at] = set->evidence[at - 1];
    set->evidence[at] = word;
    (*set->evidence_count)++;
}

static void add_function(void *ctx, const char *name)
{
    const char *words = "", *word;
    size_t len;
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
        if (strcmp(readers[i].function, name) == 0)
            words = readers[i].words;
    while (judge_next_word(&words, &word, &len))
        for (const struct mba_evidence_word *row = mba_evidence_words; row->property; row++)
            if (strlen(row->property) == len && memcmp(row->property, word, len) == 0)
                add_evidence(ctx, row);
}

static size_t vocabulary(void)
{
    size_t count = 0;
    while (mba_evidence_words[count].property)
        count++;
    return count;
}

static void look(struct judge_check *check, const char *expression)
{
    if (expression)
        judge_check_names(check, expression);
}

bool mba_rule_needs(const struct mba_rule *rule, const struct mba_dictionary *dict, struct mba_arena *arena,
                    struct mba_needs *out)
{
    struct mba_problems unsaid = {0}; /* the expressions were checked when the rule was compiled */
    *out = (struct mba_needs){0};
    out->evidence = mba_arena_calloc(arena, vocabulary() + 1, sizeof *out->evidence);
    out->refining = mba_arena_calloc(arena, vocabulary() + 1, sizeof *out->refining);
    out->runtime = mba_arena_calloc(arena, mba_dictionary_room(dict) + 1, sizeof *out->runtime);
    if (!out->evidence || !out->refining || !out->runtime)
        return false;
    struct set decides = {out->evidence, &out->evidence_count, out->runtime, &out->runtime_count};
    struct set refines = {out->refining, &out->refining_count, NULL, NULL};
    struct judge_check check = {.dict = dict,
                                .problems = &unsaid,
                                .file = "",
                                .what = "",
                                .good = true,
                                .on_property = add_property,
                                .on_evidence = add_evidence,
                                .on_function = add_function,
                                .ctx = &decides};
    look(&check, rule->applies);
    look(&check, rule->test);
    check.ctx = &refines;
    for (size_t i = 0; i < rule->grade_count; i++)
        look(&check, rule->grades[i].test);
    mba_problems_free(&unsaid);
    return true;
}
