#include "judging.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

static const char article[] =
    "<article xmlns=\"urn:mbaudit:kb:1\" id=\"test-rule\" service=\"SMTP\" "
    "source=\"test\">\n<title>T</title>\n%s\n"
    "<found>%s</found>\n<meaning><p>M</p></meaning>\n<remedy>Repair {path}.</remedy>\n"
    "<fix platform=\"iis6\" way=\"command\">%s</fix>\n</article>\n";

void judging_start(struct judging *j, const char *rule, const char *found, const char *fix)
{
    struct mba_limits limits;
    struct mba_buf text = {0};
    char *error = NULL;
    *j = (struct judging){0};
    mba_limits_default(&limits);
    mba_buf_printf(&text, article, rule, found ? found : "F", fix ? fix : "<step>S</step>");
    j->kb = mba_kb_new();
    j->dict = mba_dictionary_builtin(&error);
    CU_ASSERT_FATAL(j->kb && j->dict && !text.failed);
    CU_ASSERT(mba_kb_load_memory(j->kb, "test-rule.xml", text.data, text.len, "test", &j->problems));
    j->judge = mba_judge_new(j->kb, j->dict, &j->problems);
    j->mb = mba_metabase_new(j->dict, &limits);
    j->arena = mba_arena_new();
    CU_ASSERT_FATAL(j->mb && j->arena);
    struct mba_export info = {.input = "a.zip", .member = "m", .format = "test", .mtime = MBA_TIME_NONE};
    CU_ASSERT(mba_metabase_begin_export(j->mb, &info) == 0);
    mba_buf_free(&text);
}

struct mba_key *judging_key(struct judging *j, const char *path, const char *class_name, ...)
{
    bool limit;
    struct mba_key *key =
        mba_metabase_key(j->mb, path, path ? strlen(path) : 0, class_name, strlen(class_name), 10, &limit);
    CU_ASSERT_FATAL(key != NULL);
    key->complete = true;
    va_list args;
    va_start(args, class_name);
    for (const char *name; (name = va_arg(args, const char *));) {
        const char *value = va_arg(args, const char *);
        const struct mba_property *prop = mba_property_by_name(j->dict, name, strlen(name));
        CU_ASSERT_FATAL(prop != NULL);
        struct mba_record record = {.prop = prop,
                                    .id = prop->id,
                                    .name = name,
                                    .type = prop->type,
                                    .attributes = prop->attributes,
                                    .text = value,
                                    .len = strlen(value),
                                    .line = 12};
        CU_ASSERT(mba_metabase_set(j->mb, key, &record));
    }
    va_end(args);
    return key;
}

void judging_run(struct judging *j, const char *complete)
{
    if (complete)
        mba_metabase_set_complete(j->mb, complete);
    CU_ASSERT(mba_metabase_finish(j->mb, &j->problems));
    CU_ASSERT_FATAL(j->judge != NULL);
    CU_ASSERT_EQUAL(mba_judge_snapshot(j->judge, j->mb, "mail.example.com", j->arena, &j->out), MBA_OK);
}

void judging_end(struct judging *j)
{
    mba_judge_free(j->judge);
    mba_metabase_free(j->mb);
    mba_arena_free(j->arena);
    mba_kb_free(j->kb);
    mba_dictionary_free(j->dict);
    mba_problems_free(&j->problems);
}

uint32_t judging_count(const struct judging *j, enum mba_outcome outcome)
{
    return j->out.counts ? j->out.counts[0][outcome] : 0;
}

const char *judging_problem(const struct judging *j, size_t index)
{
    return index < j->problems.count ? j->problems.items[index].text : "";
}
