/* examples: an article's own examples, judged. Each is a small export; the rule must come to the outcome
 * given. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "audit/judge.h"

struct runner {
    struct mba_judge *judge;
    const struct mba_article *article;
    struct mba_problems *problems;
    struct mba_metabase *mb;
    struct mba_arena *arena; /* outcomes of one example */
    unsigned long line;      /* of the example */
    bool good;
};

static char *attribute(const xmlNode *node, const char *name)
{
    return (char *)xmlGetNoNsProp(node, (const xmlChar *)name);
}

static bool attribute_is(const xmlNode *node, const char *name, const char *word)
{
    char *value = attribute(node, name);
    bool same = value && strcmp(value, word) == 0;
    xmlFree(value);
    return same;
}

static const xmlNode *element(const xmlNode *node)
{
    while (node && node->type != XML_ELEMENT_NODE)
        node = node->next;
    return node;
}

static void MBA_PRINTF(2, 3) complain(struct runner *run, const char *fmt, ...)
{
    char text[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    run->good = false;
    mba_problems_add(run->problems, MBA_RUN_FAILED, run->article->file, NULL, run->line, "%s", text);
}

/* ---- the example's export --------------------------------------------------------------------- */

static void add_items(const xmlNode *property, struct mba_buf *text)
{
    for (const xmlNode *item = element(property->children); item; item = element(item->next)) {
        xmlChar *content = xmlNodeGetContent(item);
        mba_buf_puts(text, text->len ? "\n" : "");
        mba_buf_puts(text, content ? (const char *)content : "");
        xmlFree(content);
    }
}

/* False: no memory. */
static bool add_property(struct runner *run, struct mba_key *key, const xmlNode *node)
{
    char *name = attribute(node, "name"), *value = attribute(node, "value");
    const struct mba_property *prop =
        name ? mba_property_by_name(run->judge->dict, name, strlen(name)) : NULL;
    struct mba_buf text = {0};
    bool good = true;
    if (!prop) {
        complain(run, "the example sets %s, which the metabase schema does not have",
                 name ? name : "a property");
    } else {
        if (value)
            mba_buf_puts(&text, value);
        else
            add_items(node, &text);
        struct mba_record record = {.prop = prop,
                                    .id = prop->id,
                                    .name = prop->name,
                                    .type = prop->type,
                                    .user_type = prop->user_type,
                                    .attributes = prop->attributes,
                                    .text = text.data,
                                    .len = text.len,
                                    .line = (unsigned long)xmlGetLineNo(node),
                                    .secret = attribute_is(node, "secret", "yes")};
        good = !text.failed && mba_metabase_set(run->mb, key, &record);
    }
    mba_buf_free(&text);
    xmlFree(name);
    xmlFree(value);
    return good;
}

static bool add_key(struct runner *run, const xmlNode *node, bool complete)
{
    bool limit = false;
    char *path = attribute(node, "path"), *class_name = attribute(node, "class");
    struct mba_key *key =
        mba_metabase_key(run->mb, path, path ? strlen(path) : 0, class_name,
                         class_name ? strlen(class_name) : 0, (unsigned long)xmlGetLineNo(node), &limit);
    xmlFree(path);
    xmlFree(class_name);
    if (!key)
        return false;
    key->complete = complete;
    for (const xmlNode *child = element(node->children); child; child = element(child->next))
        if (!add_property(run, key, child))
            return false;
    return true;
}

static bool observe(struct runner *run, const xmlNode *node, const char *object, const char *property,
                    const char *value)
{
    const struct mba_evidence_word *near, *word = mba_evidence_find(object, property, &near);
    struct mba_observation told = {.word = word, .line = (unsigned long)xmlGetLineNo(node)};
    if (!word) {
        complain(run, "the example knows %s of %s, which is no evidence; %s%s", property, object,
                 near ? "did you mean " : "share/collect/README.md lists what is",
                 near ? near->property : "");
        return true;
    }
    if (value && !mba_observation_value(run->arena, word, value, strlen(value), &told.text)) {
        complain(run, "the example has %s for %s, which is not %s", value, property, word->value);
        return true;
    }
    told.object = mba_observation_object(run->arena, object, strlen(object));
    return told.object && mba_metabase_observe(run->mb, &told);
}

/* False: no memory. */
static bool add_evidence(struct runner *run, const xmlNode *node)
{
    char *object = attribute(node, "object"), *property = attribute(node, "property");
    char *value = attribute(node, "value");
    bool good = observe(run, node, object ? object : "", property ? property : "", value);
    xmlFree(object);
    xmlFree(property);
    xmlFree(value);
    return good;
}

static void set_moment(struct runner *run, const xmlNode *example)
{
    char *text = attribute(example, "captured");
    mba_time captured = MBA_TIME_NONE;
    if (text && !mba_time_parse_iso(text, &captured))
        complain(run, "the example is captured at %s; write it like 2006-05-16T02:00:00Z", text);
    mba_metabase_set_moment(run->mb, captured, text && strlen(text) == sizeof "2006-05-16" - 1);
    xmlFree(text);
}

/* keys: the example, or one of its servers. */
static bool build(struct runner *run, const xmlNode *example, const xmlNode *keys)
{
    bool whole = !attribute_is(example, "complete", "no") && !attribute_is(example, "complete", "key");
    struct mba_export info = {.input = run->article->file,
                              .member = "example",
                              .format = "example",
                              .runtime = attribute_is(example, "runtime", "yes"),
                              .mtime = MBA_TIME_NONE};
    mba_metabase_reset(run->mb);
    if (mba_metabase_begin_export(run->mb, &info) < 0)
        return false;
    set_moment(run, example);
    for (const xmlNode *node = element(keys->children); node; node = element(node->next)) {
        if (strcmp((const char *)node->name, "server") == 0)
            continue;
        bool evidence = strcmp((const char *)node->name, "evidence") == 0;
        if (evidence ? !add_evidence(run, node)
                     : !add_key(run, node, !attribute_is(example, "complete", "no")))
            return false;
    }
    if (whole && !mba_metabase_set_complete(run->mb, NULL))
        return false;
    return mba_metabase_finish(run->mb, run->problems);
}

/* ---- what the rule says of it ------------------------------------------------------------------ */

static void check_severity(struct runner *run, const xmlNode *example, size_t rule,
                           const struct mba_outcomes *outcomes)
{
    enum mba_severity wanted;
    char *word = attribute(example, "severity");
    bool given = word && mba_severity_parse(word, &wanted);
    xmlFree(word);
    for (size_t i = 0; given && i < outcomes->finding_count; i++) {
        const struct mba_finding *finding = &outcomes->findings[i];
        if (finding->rule == rule && finding->severity != wanted)
            complain(run, "the example fails with severity %s instead of %s",
                     mba_severity_word(finding->severity), mba_severity_word(wanted));
    }
}

static const char *reason(const struct mba_outcomes *outcomes, size_t rule)
{
    for (size_t i = 0; i < outcomes->unevaluated_count; i++)
        if (outcomes->unevaluated[i].rule == rule)
            return outcomes->unevaluated[i].reason;
    return "";
}

static void check_outcome(struct runner *run, const xmlNode *example, size_t rule,
                          const struct mba_outcomes *outcomes)
{
    enum mba_outcome wanted = MBA_OUTCOME_FAIL;
    char *word = attribute(example, "outcome");
    mba_outcome_parse(word, &wanted);
    xmlFree(word);
    const uint32_t *counts = outcomes->counts[rule];
    for (int i = 0; i < MBA_OUTCOME_COUNT; i++) {
        const char *why = i == MBA_OUTCOME_NOT_EVALUATED ? reason(outcomes, rule) : "";
        if (counts[i] && (enum mba_outcome)i != wanted)
            complain(run, "the example gives %s instead of %s%s%s; correct the test or the example",
                     mba_outcome_word((enum mba_outcome)i), mba_outcome_word(wanted), *why ? ": " : "", why);
    }
    if (!counts[wanted])
        complain(run, "no object of the example comes to %s; correct the test or the example",
                 mba_outcome_word(wanted));
}

/* ---- across servers ---------------------------------------------------------------------------- */

#define FIRST_SERVER "server.example.com"

static bool judge_keys(struct runner *run, const xmlNode *example, const xmlNode *keys,
                       struct mba_outcomes *outcomes)
{
    return build(run, example, keys) &&
           mba_judge_snapshot(run->judge, run->mb, FIRST_SERVER, run->arena, outcomes) == MBA_OK;
}

static bool count_facts(struct mba_fleet *fleet, size_t server, const char *name, size_t rule,
                        const struct mba_outcomes *outcomes)
{
    for (size_t i = 0; i < outcomes->fact_count; i++)
        if (outcomes->facts[i].rule == rule && !mba_fleet_count(fleet, server, name, &outcomes->facts[i]))
            return false;
    return true;
}

static bool count_servers(struct runner *run, const xmlNode *example, size_t rule, struct mba_fleet *fleet)
{
    size_t servers = 0;
    for (const xmlNode *node = element(example->children); node; node = element(node->next)) {
        struct mba_outcomes outcomes;
        if (strcmp((const char *)node->name, "server") != 0)
            continue;
        char *name = attribute(node, "name"), *more = attribute(node, "more");
        uint64_t copies = 0;
        bool good = name && (!more || mba_parse_size(more, 1000, &copies)) &&
                    judge_keys(run, example, node, &outcomes);
        for (copies++; good && copies > 0; copies--)
            good = count_facts(fleet, ++servers, name, rule, &outcomes);
        xmlFree(name);
        xmlFree(more);
        if (!good)
            return false;
    }
    return true;
}

static bool judge_first(struct runner *run, size_t rule, struct mba_fleet *fleet,
                        struct mba_outcomes *outcomes)
{
    outcomes->findings = mba_arena_calloc(run->arena, outcomes->fact_count + 1, sizeof *outcomes->findings);
    for (size_t i = 0, n; outcomes->findings && i < outcomes->fact_count; i += n) {
        const struct mba_fact *facts = &outcomes->facts[i];
        enum mba_outcome outcome;
        for (n = 1; i + n < outcomes->fact_count; n++)
            if (facts[n].rule != facts->rule || strcmp(facts[n].path, facts->path) != 0)
                break;
        if (facts->rule != rule)
            continue;
        if (!mba_fleet_judge(fleet, FIRST_SERVER, facts, n, run->arena, &outcome,
                             &outcomes->findings[outcomes->finding_count]))
            return false;
        outcomes->counts[rule][outcome]++;
        outcomes->finding_count += outcome == MBA_OUTCOME_FAIL;
    }
    return outcomes->findings != NULL;
}

/* The outcome is that of the example's own keys, among its servers. */
static bool judge_fleet(struct runner *run, const xmlNode *example, size_t rule,
                        struct mba_outcomes *outcomes)
{
    struct mba_fleet *fleet = mba_fleet_new(run->judge->kb);
    bool good = fleet && count_servers(run, example, rule, fleet) &&
                judge_keys(run, example, example, outcomes) &&
                count_facts(fleet, 0, FIRST_SERVER, rule, outcomes);
    if (good) {
        outcomes->finding_count = 0;
        good = judge_first(run, rule, fleet, outcomes);
    }
    mba_fleet_free(fleet);
    return good;
}

static void run_example(struct runner *run, const xmlNode *example, size_t rule)
{
    struct mba_outcomes outcomes;
    long line = xmlGetLineNo(example);
    run->line = line > 0 ? (unsigned long)line : 0;
    mba_arena_reset(run->arena);
    bool fleet = run->article->rule.scope == MBA_SCOPE_FLEET;
    if (!(fleet ? judge_fleet(run, example, rule, &outcomes)
                : judge_keys(run, example, example, &outcomes))) {
        complain(run, "the example could not be run: no memory");
        return;
    }
    check_outcome(run, example, rule, &outcomes);
    check_severity(run, example, rule, &outcomes);
}

bool mba_examples_run(struct mba_judge *judge, size_t rule, struct mba_problems *problems, size_t *count)
{
    struct mba_limits limits;
    mba_limits_default(&limits);
    struct runner run = {.judge = judge,
                         .article = mba_kb_at(judge->kb, rule),
                         .problems = problems,
                         .mb = mba_metabase_new(judge->dict, &limits),
                         .arena = mba_arena_new(),
                         .good = true};
    *count = 0;
    if (!run.mb || !run.arena) {
        complain(&run, "the examples could not be run: no memory");
    } else if (run.article->examples) {
        const xmlNode *example = element(run.article->examples->children);
        for (; example; example = element(example->next), ++*count)
            run_example(&run, example, rule);
    }
    mba_metabase_free(run.mb);
    mba_arena_free(run.arena);
    return run.good;
}
