/* customMetadata of applicationHost.config. */
#include "imported.h"
#include "unit.h"

#include <string.h>

static void read_section(struct imported *im, const char *section)
{
    struct mba_buf text = {0};
    mba_buf_printf(&text,
                   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<configuration><configSections>"
                   "<sectionGroup name=\"system.applicationHost\"><section name=\"customMetadata\" />"
                   "</sectionGroup></configSections><system.applicationHost>%s<sites><site name=\"a\">"
                   "<key path=\"LM/W3SVC/9\"><property id=\"1015\" dataType=\"String\" value=\"no\" /></key>"
                   "</site></sites></system.applicationHost></configuration>",
                   section);
    imported_text(im, "SRV1/applicationHost.config", text.data);
    mba_buf_free(&text);
}

UNIT_TEST(properties_have_numbers_only)
{
    struct imported im;
    read_section(
        &im,
        "<customMetadata>"
        "<key path=\"LM/W3SVC/1/ROOT/owa\">\r\n"
        "<property id=\"1002\" dataType=\"String\" userType=\"1\" attributes=\"None\" "
        "value=\"IIsWebVirtualDir\" />"
        "<property id=\"2102\" dataType=\"String\" userType=\"100\" attributes=\"Inherit\" value=\"owa\" />"
        "<property id=\"2238\" dataType=\"MultiSZ\" userType=\"1\" attributes=\"None\" "
        "value=\"htm&#xA;a, b;c&#xA;\" />"
        "<property id=\"5506\" dataType=\"Binary\" userType=\"1\" attributes=\"None\" value=\"AQL/\" />"
        "<property id=\"1099\" dataType=\"DWord\" userType=\"1\" attributes=\"Inherit\" value=\"0\" />"
        "<property id=\"6021\" dataType=\"String\" userType=\"2\" attributes=\"Inherit, Secure\" "
        "value=\"[enc:AesProvider:x:enc]\" />"
        "<property id=\"99999\" dataType=\"MultiSZ\" userType=\"1\" attributes=\"None\" value=\"\" />"
        "</key></customMetadata>");
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_EQUAL(im.problems.count, 0);
    CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 1); /* what stands outside of the section is none of it */
    const struct mba_key *key = mba_metabase_find(im.mb, "/LM/W3SVC/1/ROOT/owa");
    CU_ASSERT_PTR_NOT_NULL_FATAL(key);
    CU_ASSERT_STRING_EQUAL(key->class_name, "IIsWebVirtualDir");
    CU_ASSERT_FALSE(key->complete);
    CU_ASSERT_FALSE(mba_metabase_covers(im.mb, "/LM"));
    static const struct {
        uint32_t id;
        const char *value;
        uint32_t attributes;
    } values[] = {
        {2102, "owa", MBA_ATTR_INHERIT},
        {2238, "htm\na, b;c", 0},
        {5506, "0102ff", 0},
        {1099, "0", MBA_ATTR_INHERIT},
        {99999, "", 0},
        {6021, "(secret)", MBA_ATTR_INHERIT | MBA_ATTR_SECURE},
    };
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        CU_ASSERT_STRING_EQUAL(imported_value(&im, key->location, values[i].id), values[i].value);
        CU_ASSERT_EQUAL(imported_record(&im, key->location, values[i].id)->attributes, values[i].attributes);
    }
    CU_ASSERT_EQUAL(imported_record(&im, key->location, 2102)->user_type, 100);
    CU_ASSERT_EQUAL(imported_record(&im, key->location, 2102)->line, 3);
    CU_ASSERT_FALSE(mba_metabase_export(im.mb, 0)->runtime);
    imported_close(&im);
}

UNIT_TEST(without_keys_it_is_no_loss)
{
    static const char *const sections[] = {"", "<customMetadata />", "<customMetadata>\n</customMetadata>"};
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        struct imported im;
        read_section(&im, sections[i]);
        CU_ASSERT_EQUAL(im.status, MBA_OK);
        CU_ASSERT(imported_says(&im, MBA_OK, 0, "no key in customMetadata"));
        CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 0);
        imported_close(&im);
    }
}

UNIT_TEST(damaged_properties_are_named_and_skipped)
{
    static const struct {
        const char *property, *words;
    } cases[] = {
        {"<property dataType=\"String\" value=\"a\" />", "no id"},
        {"<property id=\"x\" dataType=\"String\" value=\"a\" />", "no id"},
        {"<property id=\"1015\" dataType=\"String\" />", "no value"},
        {"<property id=\"5506\" dataType=\"Binary\" value=\"!\" />", "base64"},
        {"<property id=\"1014\" dataType=\"DWord\" value=\"many\" />", "number"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct imported im;
        char section[400];
        snprintf(section, sizeof section,
                 "<customMetadata><key path=\"LM/W3SVC\">%s<property id=\"2036\" dataType=\"String\" "
                 "value=\"b\" />"
                 "</key><key /></customMetadata>",
                 cases[i].property);
        read_section(&im, section);
        CU_ASSERT_EQUAL(im.status, MBA_WARN);
        CU_ASSERT(imported_says(&im, MBA_WARN, 2, cases[i].words));
        CU_ASSERT(imported_says(&im, MBA_WARN, 2, "no path"));
        CU_ASSERT(mba_metabase_export(im.mb, 0)->partial);
        CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/W3SVC", 2036), "b");
        CU_ASSERT_EQUAL(mba_metabase_find(im.mb, "/LM/W3SVC")->count, 1);
        imported_close(&im);
    }
}

UNIT_TEST(cut_off_inside_of_the_section)
{
    struct imported im;
    imported_text(
        &im, "a.config",
        "<configuration><customMetadata><key path=\"LM/W3SVC/1\">"
        "<property id=\"1015\" dataType=\"String\" attributes=\"Inherit\" value=\"a\" /><property id=\"10");
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT(imported_says(&im, MBA_WARN, 1, "cut off"));
    CU_ASSERT(mba_metabase_export(im.mb, 0)->partial);
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/W3SVC/1", 1015), "a");
    imported_close(&im);
}
