#include "fixture.h"

#include <stdlib.h>
#include <string.h>

void fixture_open(struct fixture *f)
{
    char *error = NULL;
    struct mba_limits limits;
    mba_limits_default(&limits);
    *f = (struct fixture){.dict = mba_dictionary_builtin(&error)};
    if (error)
        puts(error);
    free(error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(f->dict);
    f->mb = mba_metabase_new(f->dict, &limits);
    CU_ASSERT_PTR_NOT_NULL_FATAL(f->mb);
}

void fixture_close(struct fixture *f)
{
    mba_problems_free(&f->problems);
    mba_metabase_free(f->mb);
    mba_dictionary_free(f->dict);
}

void fixture_export(struct fixture *f, const char *member, bool runtime)
{
    struct mba_export info = {.input = "in.zip", .member = member, .format = "test", .runtime = runtime};
    CU_ASSERT(mba_metabase_begin_export(f->mb, &info) >= 0);
}

struct mba_key *fixture_key(struct fixture *f, const char *location, const char *class_name)
{
    bool limit_hit = true;
    struct mba_key *key = mba_metabase_key(f->mb, location, location ? strlen(location) : 0, class_name,
                                           class_name ? strlen(class_name) : 0, 7, &limit_hit);
    CU_ASSERT_PTR_NOT_NULL_FATAL(key);
    CU_ASSERT_FALSE(limit_hit);
    key->complete = true;
    return key;
}

void fixture_set(struct fixture *f, struct mba_key *key, const char *name, const char *text)
{
    const struct mba_property *prop = mba_property_by_name(f->dict, name, strlen(name));
    CU_ASSERT_PTR_NOT_NULL_FATAL(prop);
    struct mba_record record = {.prop = prop,
                                .id = prop->id,
                                .name = name,
                                .type = prop->type,
                                .attributes = prop->attributes,
                                .text = text,
                                .len = strlen(text),
                                .line = 9};
    CU_ASSERT_TRUE(mba_metabase_set(f->mb, key, &record));
}

void fixture_custom(struct fixture *f, struct mba_key *key, uint32_t id, const char *name, const char *text,
                    uint32_t attributes)
{
    struct mba_record record = {.id = id,
                                .name = name,
                                .type = MBA_TYPE_STRING,
                                .attributes = attributes,
                                .text = text,
                                .len = strlen(text),
                                .custom = true};
    CU_ASSERT_TRUE(mba_metabase_set(f->mb, key, &record));
}

void fixture_finish(struct fixture *f)
{
    CU_ASSERT_TRUE(mba_metabase_finish(f->mb, &f->problems));
}

struct mba_value fixture_value(const struct fixture *f, const char *location, const char *name)
{
    struct mba_value value = {0};
    const struct mba_key *key = mba_metabase_find(f->mb, location);
    const struct mba_property *prop = mba_property_by_name(f->dict, name, strlen(name));
    CU_ASSERT_PTR_NOT_NULL_FATAL(key);
    CU_ASSERT_PTR_NOT_NULL_FATAL(prop);
    mba_effective(f->mb, key, prop, &value);
    return value;
}

const struct mba_record *fixture_record(const struct fixture *f, const char *location, uint32_t id)
{
    const struct mba_key *key = mba_metabase_find(f->mb, location);
    CU_ASSERT_PTR_NOT_NULL_FATAL(key);
    return mba_key_record(key, id);
}
