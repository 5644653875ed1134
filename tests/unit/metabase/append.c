/* Appending must come to the same as setting, whatever comes after it. */
#include <string.h>

#include "mbaudit/metabase.h"
#include "unit.h"

static struct mba_dictionary *dict;
static struct mba_metabase *mb;
static struct mba_key *key;

static void start(void)
{
    struct mba_limits limits;
    char *error = NULL;
    bool limit;
    mba_limits_default(&limits);
    dict = mba_dictionary_builtin(&error);
    mb = mba_metabase_new(dict, &limits);
    CU_ASSERT_FATAL(dict && mb);
    const struct mba_export info = {.input = "a.zip", .member = "m", .format = "test"};
    CU_ASSERT(mba_metabase_begin_export(mb, &info) == 0);
    key = mba_metabase_key(mb, "/LM/SmtpSvc/1", 13, NULL, 0, 7, &limit);
    CU_ASSERT_FATAL(key != NULL);
}

static void end(void)
{
    mba_metabase_free(mb);
    mba_dictionary_free(dict);
}

static bool append(const char *name, const char *value, size_t hint)
{
    const struct mba_property *prop = mba_property_by_name(dict, name, strlen(name));
    CU_ASSERT_FATAL(prop != NULL);
    return mba_metabase_append(mb, key, prop, value, strlen(value), 9, hint);
}

UNIT_TEST(an_appended_property_is_whole)
{
    start();
    CU_ASSERT(append("SmartHost", "relay.example.com", 2));
    CU_ASSERT(append("HopCount", "30", 2));
    CU_ASSERT(append("MaxRecipients", "100", 2)); /* one more than was announced */
    struct mba_problems problems = {0};
    CU_ASSERT(mba_metabase_finish(mb, &problems));
    const struct mba_record *hops = mba_key_record(key, 36886);
    CU_ASSERT_PTR_NOT_NULL_FATAL(hops);
    CU_ASSERT_STRING_EQUAL(hops->text, "30");
    CU_ASSERT_STRING_EQUAL(hops->name, "HopCount");
    CU_ASSERT_EQUAL(hops->line, 9);
    CU_ASSERT_EQUAL(hops->attributes, MBA_ATTR_INHERIT);
    CU_ASSERT_EQUAL(hops->type, MBA_TYPE_DWORD);
    CU_ASSERT_EQUAL(key->count, 3);
    end();
}

UNIT_TEST(an_appended_secret_is_dropped)
{
    start();
    CU_ASSERT(append("RoutePassword", "open sesame", 2));
    CU_ASSERT(append("SmartHost", "49634462f0000000", 2)); /* an encrypted value, wherever it stands */
    for (size_t i = 0; i < 2; i++) {
        CU_ASSERT(key->records[i].secret);
        CU_ASSERT_PTR_NULL(key->records[i].text);
    }
    end();
}

UNIT_TEST(a_property_set_after_it_was_appended_replaces_it)
{
    start();
    CU_ASSERT(append("HopCount", "30", 1));
    const struct mba_property *hops = mba_property_by_id(dict, 36886);
    const struct mba_record custom = {.prop = hops, .id = 36886, .name = "HopCount", .text = "15", .len = 2};
    CU_ASSERT(mba_metabase_set(mb, key, &custom));
    CU_ASSERT_EQUAL(key->count, 1);
    CU_ASSERT_STRING_EQUAL(key->records[0].text, "15");
    end();
}

UNIT_TEST(an_appended_key_type_names_the_class)
{
    start();
    CU_ASSERT(append("KeyType", "IIsSmtpServer", 1));
    CU_ASSERT_STRING_EQUAL(key->class_name, "IIsSmtpServer");
    end();
}
