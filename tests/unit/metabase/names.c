/* Properties of names.tsv: told by name, whatever number an export gives them. */
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "metabase/dictionary.h"

#define BINDING "/LM/SmtpSvc/1/EventManager/EventTypes/{A}/Bindings/{B}"

static void bind(struct fixture *f)
{
    fixture_open(f);
    fixture_export(f, "m", false);
    fixture_key(f, "/LM/SmtpSvc/1/EventManager/EventTypes/{A}/Bindings", NULL);
}

UNIT_TEST(the_schema_stays_as_it_is)
{
    struct fixture f;
    fixture_open(&f);
    const struct mba_property *name = mba_property_by_name(f.dict, "DisplayName", 11);
    CU_ASSERT_PTR_NOT_NULL_FATAL(name);
    CU_ASSERT_EQUAL(name->id, 0);
    CU_ASSERT_EQUAL(name->type, MBA_TYPE_STRING);
    CU_ASSERT_PTR_EQUAL(mba_property_by_name_nocase(f.dict, "displayname", 11), name);
    CU_ASSERT_EQUAL(mba_dictionary_count(f.dict), 507);
    CU_ASSERT_PTR_EQUAL(mba_property_by_id(f.dict, 0), mba_property_by_name(f.dict, "MD_0", 4));
    fixture_close(&f);
}

UNIT_TEST(a_number_that_the_schema_lacks_does_not_matter)
{
    struct fixture f;
    bind(&f);
    struct mba_key *key = fixture_key(&f, BINDING, NULL);
    fixture_custom(&f, key, 61441, "DisplayName", "Exchange Router", 0);
    fixture_custom(&f, key, 61442, "SINKCLASS", "Exchange.Router", 0);
    fixture_custom(&f, key, 1016, "Enabled", "4", 0); /* this number is ServerState */
    fixture_finish(&f);
    struct mba_value value = fixture_value(&f, BINDING, "DisplayName");
    CU_ASSERT_EQUAL(value.origin, MBA_ORIGIN_EXPLICIT);
    CU_ASSERT_STRING_EQUAL(value.text, "Exchange Router");
    CU_ASSERT_EQUAL(value.record->id, 61441);
    CU_ASSERT_STRING_EQUAL(fixture_value(&f, BINDING, "SinkClass").text, "Exchange.Router");
    value = fixture_value(&f, BINDING, "Enabled");
    CU_ASSERT_EQUAL(value.origin, MBA_ORIGIN_NONE);
    CU_ASSERT_TRUE(value.known_absent);
    fixture_close(&f);
}

UNIT_TEST(names_without_a_number_are_kept_apart)
{
    struct fixture f;
    bind(&f);
    struct mba_key *key = fixture_key(&f, BINDING, NULL);
    fixture_set(&f, key, "SinkClass", "Exchange.Router");
    fixture_set(&f, key, "DisplayName", "Exchange Router");
    fixture_set(&f, key, "Enabled", "0");
    fixture_set(&f, key, "MD_0", "x");
    fixture_finish(&f);
    CU_ASSERT_EQUAL(key->count, 4);
    CU_ASSERT_STRING_EQUAL(fixture_value(&f, BINDING, "DisplayName").text, "Exchange Router");
    CU_ASSERT_STRING_EQUAL(fixture_value(&f, BINDING, "SinkClass").text, "Exchange.Router");
    CU_ASSERT_STRING_EQUAL(fixture_value(&f, BINDING, "Enabled").text, "0");
    CU_ASSERT_STRING_EQUAL(fixture_value(&f, BINDING, "MD_0").text, "x");
    fixture_close(&f);
}

UNIT_TEST(names_are_absent_or_not_collected_like_others)
{
    struct fixture f;
    bind(&f);
    fixture_key(&f, BINDING, NULL);
    fixture_key(&f, BINDING "/Part", NULL)->complete = false;
    fixture_finish(&f);
    CU_ASSERT_TRUE(fixture_value(&f, BINDING, "Enabled").known_absent);
    CU_ASSERT_FALSE(fixture_value(&f, BINDING "/Part", "Enabled").known_absent);
    fixture_close(&f);
}

UNIT_TEST(names_come_down_only_if_the_export_says_so)
{
    struct fixture f;
    bind(&f);
    struct mba_key *key = fixture_key(&f, BINDING, NULL);
    fixture_custom(&f, key, 61441, "DisplayName", "A", 0);
    fixture_custom(&f, key, 61442, "Rule", "mail from=*", MBA_ATTR_INHERIT);
    fixture_key(&f, BINDING "/SourceProperties", NULL);
    fixture_finish(&f);
    CU_ASSERT_EQUAL(fixture_value(&f, BINDING "/SourceProperties", "DisplayName").origin, MBA_ORIGIN_NONE);
    CU_ASSERT_EQUAL(fixture_value(&f, BINDING "/SourceProperties", "Rule").origin, MBA_ORIGIN_INHERITED);
    fixture_close(&f);
}

static void refuses(const char *names, const char *message)
{
    static const char schema[] = "One\t1\tDWORD\tIIS_MD_UT_SERVER\tINHERIT\t-\t\tIIsX\n";
    char *error = NULL;
    struct mba_dictionary *dict = mba_dictionary_load(schema, strlen(schema), "", 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(dict);
    CU_ASSERT_EQUAL(mb_dictionary_add_names(dict, names, strlen(names), &error), message == NULL);
    CU_ASSERT_STRING_EQUAL(error ? error : "", message ? message : "");
    free(error);
    mba_dictionary_free(dict);
}

UNIT_TEST(bad_names_are_told_by_line)
{
    refuses("", NULL);
    refuses("# c\nTwo\tSTRING\tms1\n", NULL);
    refuses("Two\tSTRING\n", "corpus/schema/names.tsv:1: the number of columns is wrong");
    refuses("#\nTwo\tWORD\tms1\n", "corpus/schema/names.tsv:2: the type is none of the words in README.md");
    refuses("\tSTRING\tms1\n", "corpus/schema/names.tsv:1: the name is empty");
    refuses("Two\tSTRING\t\n", "corpus/schema/names.tsv:1: the source is missing");
    refuses("one\tSTRING\tms1\n",
            "corpus/schema/names.tsv:1: this name stands in an earlier row or in properties.tsv");
    refuses("Two\tSTRING\tms1\nTWO\tSTRING\tms1\n",
            "corpus/schema/names.tsv:2: this name stands in an earlier row or in properties.tsv");
}
