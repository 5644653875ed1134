/* judge: the rules of a knowledge base, compiled for one thread. */
#include <stdlib.h>
#include <string.h>

#include <libxml/xpathInternals.h>

#include "audit/judge.h"

/* ---- expressions ----------------------------------------------------------------------------- */

static void keep_error(void *data, xmlErrorPtr error)
{
    struct mba_judge *judge = data;
    if (error->code == XML_ERR_NO_MEMORY || error->code == XML_XPATH_MEMORY_ERROR)
        judge->no_memory = true;
    if (!judge->eval.error)
        judge->eval.error = mba_xpath_error(error->code);
}

static bool compile(struct mba_judge *judge, struct judge_check *check, const char *expression,
                    struct judge_expression *out)
{
    judge->eval.error = NULL;
    out->expr = expr_parse(judge->trees, judge->dict, expression);
    if (!out->expr)
        out->compiled = xmlXPathCtxtCompile(judge->xpath, (const xmlChar *)expression);
    if (!out->expr && !out->compiled) {
        mba_problems_add(check->problems, MBA_RUN_FAILED, check->file, NULL, check->line,
                         "the %s does not compile: %s", check->what,
                         judge->eval.error ? judge->eval.error : mba_xpath_error(0));
        check->good = false;
        return false;
    }
    judge_check_names(check, expression);
    return true;
}

static bool compile_at(struct mba_judge *judge, struct judge_check *check, const char *what,
                       unsigned long line, const char *expression, struct judge_expression *out)
{
    check->what = what;
    check->line = line;
    return compile(judge, check, expression, out);
}

static struct judge_path *split_paths(const struct mba_rule *rule)
{
    size_t count = 0;
    while (rule->paths[count])
        count++;
    struct judge_path *paths = calloc(count + 1, sizeof *paths);
    for (size_t i = 0; paths && i < count; i++)
        paths[i] = judge_path(rule->paths[i]);
    return paths;
}

static bool compile_rule(struct mba_judge *judge, struct judge_check *check, struct judge_rule *compiled)
{
    const struct mba_rule *rule = &compiled->article->rule;
    check->file = compiled->article->file;
    compiled->grades = calloc(rule->grade_count + 1, sizeof *compiled->grades);
    compiled->hints = calloc(rule->hint_count + 1, sizeof *compiled->hints);
    compiled->paths = split_paths(rule);
    if (!compiled->grades || !compiled->hints || !compiled->paths)
        return false;
    if (rule->applies)
        compile_at(judge, check, "applies expression", rule->applies_line, rule->applies, &compiled->applies);
    if (rule->scope == MBA_SCOPE_FLEET)
        judge_check_fleet(check, rule);
    else
        compile_at(judge, check, "test expression", rule->test_line, rule->test, &compiled->test);
    for (size_t i = 0; i < rule->grade_count; i++)
        compile_at(judge, check, "when expression", rule->grades[i].line, rule->grades[i].test,
                   &compiled->grades[i]);
    for (size_t i = 0; i < rule->hint_count; i++)
        compile_at(judge, check, "hint expression", rule->hints[i].line, rule->hints[i].test,
                   &compiled->hints[i]);
    judge_check_article(check, compiled->article);
    return true;
}

static void free_rule(struct judge_rule *rule)
{
    if (!rule->article)
        return;
    xmlXPathFreeCompExpr(rule->applies.compiled);
    xmlXPathFreeCompExpr(rule->test.compiled);
    for (size_t i = 0; rule->grades && i < rule->article->rule.grade_count; i++)
        xmlXPathFreeCompExpr(rule->grades[i].compiled);
    for (size_t i = 0; rule->hints && i < rule->article->rule.hint_count; i++)
        xmlXPathFreeCompExpr(rule->hints[i].compiled);
    free(rule->grades);
    free(rule->hints);
    free(rule->memos);
    free(rule->paths);
}

/* ---- the judge ------------------------------------------------------------------------------- */

static bool set_up_xpath(struct mba_judge *judge)
{
    judge->doc = xmlNewDoc((const xmlChar *)"1.0");
    xmlNodePtr root = judge->doc ? xmlNewDocNode(judge->doc, NULL, (const xmlChar *)"items", NULL) : NULL;
    if (!root)
        return false;
    xmlDocSetRootElement(judge->doc, root);
    judge->xpath = xmlXPathNewContext(judge->doc);
    if (!judge->xpath || !judge_functions_register(judge->xpath))
        return false;
    judge->xpath->error = keep_error;
    judge->xpath->userData = judge;
    xmlXPathRegisterVariableLookup(judge->xpath, judge_variable, judge);
    return xmlXPathContextSetCache(judge->xpath, 1, -1, 0) == 0;
}

static bool set_up_rules(struct mba_judge *judge, struct judge_check *check)
{
    judge->rules = calloc(judge->rule_count + 1, sizeof *judge->rules);
    for (size_t i = 0; judge->rules && i < judge->rule_count; i++) {
        judge->rules[i].article = mba_kb_at(judge->kb, i);
        if (!compile_rule(judge, check, &judge->rules[i]) || !judge_index_rule(judge, i))
            return false;
    }
    return judge->rules && judge_index_done(judge);
}

struct mba_judge *mba_judge_new(const struct mba_kb *kb, const struct mba_dictionary *dict,
                                struct mba_problems *problems)
{
    struct mba_judge *judge = calloc(1, sizeof *judge);
    struct judge_check check = {.dict = dict, .problems = problems, .good = true};
    if (!judge)
        return NULL;
    judge->kb = kb;
    judge->dict = dict;
    judge->rule_count = mba_kb_count(kb);
    judge->seed = mba_seed_random();
    judge->trees = mba_arena_new();
    judge->scratch = mba_arena_new();
    judge->places = mba_arena_new();
    judge->seen = calloc(judge->rule_count + 1, sizeof *judge->seen);
    judge->values.items = calloc(mba_dictionary_room(dict) + 1, sizeof *judge->values.items);
    if (!judge->trees || !judge->scratch || !judge->places || !judge->seen || !judge->values.items ||
        !set_up_xpath(judge) || !set_up_rules(judge, &check) || !check.good) {
        mba_judge_free(judge);
        return NULL;
    }
    return judge;
}

void mba_judge_free(struct mba_judge *judge)
{
    if (!judge)
        return;
    for (size_t i = 0; judge->rules && i < judge->rule_count; i++)
        free_rule(&judge->rules[i]);
    judge_classes_free(judge);
    xmlXPathFreeContext(judge->xpath);
    xmlFreeDoc(judge->doc);
    mba_arena_free(judge->trees);
    mba_arena_free(judge->scratch);
    mba_arena_free(judge->places);
    free(judge->rules);
    free(judge->seen);
    free(judge->values.items);
    free(judge->eval.readings);
    free(judge->eval.lacks);
    free(judge->findings);
    free(judge->gaps);
    free(judge->facts_found);
    free(judge);
}
