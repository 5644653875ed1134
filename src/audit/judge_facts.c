/* judge_facts: what rules of fleet scope read of one server. Whether it is a fault shows only when all
 * servers are known. */
#include <string.h>

#include "audit/judge.h"

/* Numbers and booleans are written in many ways. */
static const char *plain_value(struct mba_judge *judge, const struct mba_property *prop,
                               const struct mba_value *value)
{
    uint32_t number;
    bool yes;
    if (prop->type == MBA_TYPE_DWORD && mba_dword_value(prop, value->text, value->len, &number))
        return mba_arena_printf(judge->arena, "%u", (unsigned)number);
    if (prop->type == MBA_TYPE_BOOL && mba_bool_value(value->text, value->len, &yes))
        return yes ? "TRUE" : "FALSE";
    return value->text;
}

/* False: it was not collected, which is in the judge's lacks. */
static bool read_fact(struct mba_judge *judge, const struct mba_key *key, const char *name,
                      struct mba_fact *fact)
{
    const struct mba_property *prop = mba_property_by_name(judge->dict, name, strlen(name));
    struct mba_value value;
    judge_effective(judge, key, prop, &value);
    bool set = value.origin == MBA_ORIGIN_EXPLICIT || value.origin == MBA_ORIGIN_INHERITED;
    fact->property = prop->name;
    if (set && !value.text) {
        judge_lack(judge, LACK_SECRET, prop->name, NULL);
        return false;
    }
    if (!set && !judge_known_absent(&value)) {
        judge_lack(judge, prop->attributes & MBA_ATTR_VOLATILE ? LACK_VOLATILE : LACK_NOT_COLLECTED,
                   prop->name, NULL);
        return false;
    }
    fact->value = set ? plain_value(judge, prop, &value) : "";
    fact->origin = set ? value.origin : MBA_ORIGIN_NONE;
    fact->from = set && value.from && value.from != key ? judge_place(value.from) : NULL;
    judge->no_memory = judge->no_memory || !fact->value;
    return true;
}

/* What two objects must have in common to be comparable, besides the class. */
static const char *group_of(struct mba_judge *judge, const struct mba_rule *rule, const struct mba_key *key)
{
    const char *group = key->class_name;
    for (const char *const *word = rule->comparable; word && *word && group; word++) {
        const char *slash = key->location ? strrchr(key->location, '/') : NULL,
                   *what = slash ? slash + 1 : "";
        if (strcmp(*word, "exchange") == 0)
            what = judge_shows_exchange(judge)             ? "with Exchange"
                   : mba_metabase_covers(judge->mb, "/LM") ? "without Exchange"
                                                           : "with or without Exchange";
        group = mba_arena_printf(judge->arena, "%s, %s", group, what);
    }
    judge->no_memory = judge->no_memory || !group;
    return group;
}

static void add_fact(struct mba_judge *judge, const struct mba_fact *fact)
{
    if (!mba_grow(&judge->facts_found, &judge->fact_cap, judge->fact_count + 1, sizeof *fact))
        judge->no_memory = true;
    else
        judge->facts_found[judge->fact_count++] = *fact;
}

/* Several facts as one, if all are set. */
static bool put_together(struct mba_judge *judge, size_t first)
{
    struct mba_fact *facts = judge->facts_found;
    for (size_t i = first; i < judge->fact_count; i++)
        if (facts[i].origin == MBA_ORIGIN_NONE || !*facts[i].value)
            return false;
    for (size_t i = first + 1; i < judge->fact_count; i++) {
        facts[first].property =
            mba_arena_printf(judge->arena, "%s+%s", facts[first].property, facts[i].property);
        facts[first].value = mba_arena_printf(judge->arena, "%s + %s", facts[first].value, facts[i].value);
        judge->no_memory = judge->no_memory || !facts[first].property || !facts[first].value;
    }
    judge->fact_count = first + 1;
    return true;
}

void judge_facts(struct mba_judge *judge, size_t index, const struct mba_key *key, const char *path)
{
    const struct mba_rule *rule = &judge->rules[index].article->rule;
    size_t first = judge->fact_count;
    judge_begin(judge, rule, key);
    if (!judge_applies(judge, index, path))
        return;
    const char *group = group_of(judge, rule, key);
    for (const char *const *name = rule->compares; *name && !judge->no_memory; name++) {
        struct mba_fact fact = {.rule = index, .path = path, .group = group};
        if (read_fact(judge, key, *name, &fact))
            add_fact(judge, &fact);
    }
    if (judge->eval.lack_count > 0) {
        judge->fact_count = first;
        judge_lacking(judge, index, path);
    } else if (rule->together && !judge->no_memory && !put_together(judge, first)) {
        judge->fact_count = first;
        judge->counts[index][MBA_OUTCOME_NOT_APPLICABLE]++;
    }
}
