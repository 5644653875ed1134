#include <stdlib.h>
#include <string.h>

#include "fixture.h"

static const struct mba_property *named(const struct fixture *f, const char *name)
{
    return mba_property_by_name(f->dict, name, strlen(name));
}

UNIT_TEST(lookups_agree_with_each_other)
{
    struct fixture f;
    fixture_open(&f);
    CU_ASSERT_EQUAL(mba_dictionary_count(f.dict), 507);
    for (size_t i = 0; i < mba_dictionary_count(f.dict); i++) {
        const struct mba_property *prop = mba_dictionary_at(f.dict, i);
        CU_ASSERT_PTR_EQUAL(mba_property_by_id(f.dict, prop->id), prop);
        CU_ASSERT_PTR_EQUAL(named(&f, prop->name), prop);
    }
    CU_ASSERT_PTR_NULL(mba_dictionary_at(f.dict, 507));
    fixture_close(&f);
}

UNIT_TEST(names_have_a_case_ids_and_flags_a_property)
{
    struct fixture f;
    fixture_open(&f);
    CU_ASSERT_PTR_NULL(named(&f, "serverstate"));
    CU_ASSERT_PTR_EQUAL(mba_property_by_name_nocase(f.dict, "SERVERSTATE", 11),
                        mba_property_by_id(f.dict, 1016));
    CU_ASSERT_PTR_NULL(mba_property_by_name(f.dict, "ServerStateX", 12));
    CU_ASSERT_PTR_NOT_NULL(mba_property_by_name(f.dict, "ServerStateX", 11)); /* the length counts */
    CU_ASSERT_PTR_NULL(mba_property_by_name(f.dict, "", 0));
    CU_ASSERT_PTR_NULL(mba_property_by_id(f.dict, 9202));
    CU_ASSERT_PTR_EQUAL(mba_property_by_flag(f.dict, "AuthBasic", 9), named(&f, "AuthFlags"));
    CU_ASSERT_PTR_EQUAL(mba_property_by_flag(f.dict, "authbasic", 9), named(&f, "AuthFlags"));
    CU_ASSERT_PTR_EQUAL(mba_property_by_flag(f.dict, "8BITMIME", 8),
                        named(&f, "SmtpInboundCommandSupportOptions"));
    CU_ASSERT_PTR_NULL(mba_property_by_flag(f.dict, "AuthNothing", 11));
    CU_ASSERT_PTR_NULL(mba_property_by_flag(f.dict, "stopped", 7)); /* the name of a value is no flag */
    fixture_close(&f);
}

static bool has_class(const struct mba_property *prop, const char *name)
{
    for (const char *const *class = prop->classes; *class; class ++)
        if (strcmp(*class, name) == 0)
            return true;
    return false;
}

UNIT_TEST(properties_carry_what_the_schema_says)
{
    struct fixture f;
    fixture_open(&f);
    const struct mba_property *state = named(&f, "ServerState");
    CU_ASSERT_EQUAL(state->type, MBA_TYPE_DWORD);
    CU_ASSERT_EQUAL(state->user_type, 1);
    CU_ASSERT_EQUAL(state->attributes, MBA_ATTR_VOLATILE);
    CU_ASSERT_STRING_EQUAL(state->default_text, "4");
    CU_ASSERT_EQUAL(state->value_count, 7);
    CU_ASSERT_TRUE(has_class(state, "IIsSmtpServer"));
    CU_ASSERT_STRING_EQUAL(named(&f, "ServerBindings")->default_text, "");
    CU_ASSERT_PTR_NULL(named(&f, "AppPoolId")->default_text);
    CU_ASSERT_STRING_EQUAL(named(&f, "LogFileDirectory")->default_text, "%Windir%\\System32\\LogFiles");
    CU_ASSERT_STRING_EQUAL(named(&f, "LogCustomPropertyServicesString")->default_text,
                           "W3Svc\nMSFTPSvc\nSmtpSvc\nNNTPSvc");
    CU_ASSERT_EQUAL(named(&f, "AdminACL")->attributes,
                    MBA_ATTR_INHERIT | MBA_ATTR_SECURE | MBA_ATTR_REFERENCE);
    CU_ASSERT_EQUAL(named(&f, "AppFriendlyName")->user_type, 100);
    CU_ASSERT_TRUE(
        has_class(named(&f, "ListFile"), "IIsNntpServer")); /* written IIsNntpServer! in the table */
    CU_ASSERT_EQUAL(named(&f, "RouteAction")->flag_count, 23);
    fixture_close(&f);
}

/* ---- refusing -------------------------------------------------------------------------------- */

static void refuses(const char *properties, const char *meanings, const char *message)
{
    char *error = NULL;
    struct mba_dictionary *dict =
        mba_dictionary_load(properties, strlen(properties), meanings, strlen(meanings), &error);
    CU_ASSERT_PTR_NULL(dict);
    CU_ASSERT_PTR_NOT_NULL_FATAL(error);
    CU_ASSERT_STRING_EQUAL(error, message);
    free(error);
    mba_dictionary_free(dict);
}

#define GOOD "One\t1\tDWORD\tIIS_MD_UT_SERVER\tINHERIT\t-\tA=1 B=2\tIIsX\n"

UNIT_TEST(bad_rows_are_named_by_file_and_line)
{
    refuses("# c\n\n" GOOD "Two\t2\tDWORD\n", "",
            "corpus/schema/properties.tsv:4: the number of columns is wrong");
    refuses(GOOD "Two\tx\tDWORD\tS\tINHERIT\t-\t\tIIsX\n", "",
            "corpus/schema/properties.tsv:2: the id is not a number");
    refuses("Two\t2\tWORD\tS\tINHERIT\t-\t\tIIsX", "",
            "corpus/schema/properties.tsv:1: the type is none of the words in README.md");
    refuses("\t2\tDWORD\tS\tINHERIT\t-\t\tIIsX", "", "corpus/schema/properties.tsv:1: the name is empty");
    refuses(GOOD "ONE\t2\tDWORD\tS\tINHERIT\t-\t\tIIsX", "",
            "corpus/schema/properties.tsv:2: this name or id stands in an earlier row");
    refuses(GOOD "Two\t1\tDWORD\tS\tINHERIT\t-\t\tIIsX", "",
            "corpus/schema/properties.tsv:2: this name or id stands in an earlier row");
    refuses("Two\t1\tDWORD\tS\tINHERIT\t-\tA\tIIsX", "",
            "corpus/schema/properties.tsv:1: a flag is not written Word=number");
    refuses("Two\t1\tDWORD\tS\tINHERIT\t-\tA=x\tIIsX", "",
            "corpus/schema/properties.tsv:1: a word needs a name and a decimal number");
    refuses(GOOD, "Two\tvalue\t1\tx\ty\n",
            "corpus/schema/meanings.tsv:1: no such property in properties.tsv");
    refuses(GOOD, "#\nOne\tbit\t1\tx\ty\n",
            "corpus/schema/meanings.tsv:2: the kind is neither value nor flag");
    refuses(GOOD, "One\tvalue\t1\tx\t\n", "corpus/schema/meanings.tsv:1: the source is missing");
    refuses(GOOD, "One\tvalue\t1\tx\ty\tz\n", "corpus/schema/meanings.tsv:1: the number of columns is wrong");
}

UNIT_TEST(line_ends_and_empty_tables_do_no_harm)
{
    const char *properties = "Two\t2\tDWORD\tIIS_MD_UT_SERVER\tINHERIT\t\\ta\\\\b\\n\t\tIIsX\r\n";
    struct mba_dictionary *dict = mba_dictionary_load(properties, strlen(properties), NULL, 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(dict);
    const struct mba_property *two = mba_property_by_id(dict, 2);
    CU_ASSERT_STRING_EQUAL(two->default_text, "\ta\\b\n");
    CU_ASSERT_STRING_EQUAL(two->classes[0], "IIsX");
    CU_ASSERT_PTR_NULL(two->classes[1]);
    CU_ASSERT_EQUAL(two->flag_count, 0);
    mba_dictionary_free(dict);
    dict = mba_dictionary_load("", 0, "", 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(dict);
    CU_ASSERT_EQUAL(mba_dictionary_count(dict), 0);
    CU_ASSERT_PTR_NULL(mba_property_by_id(dict, 1016));
    mba_dictionary_free(dict);
    mba_dictionary_free(NULL);
}
