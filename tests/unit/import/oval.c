/* metabase_item elements of OVAL system characteristics. */
#include "imported.h"
#include "unit.h"

#include <string.h>

static void read_items(struct imported *im, const char *items)
{
    struct mba_buf text = {0};
    mba_buf_printf(
        &text,
        "<oval_system_characteristics xmlns=\"http://oval.mitre.org/XMLSchema/"
        "oval-system-characteristics-5\" xmlns:oval=\"http://oval.mitre.org/XMLSchema/oval-common-5\">\n"
        "<generator><oval:timestamp>2011-02-16T19:18:55Z</oval:timestamp></generator>\n"
        "<system_info><os_name>Windows</os_name><primary_host_name>SRV1</primary_host_name>"
        "</system_info>\n<system_data>\n"
        "<registry_item id=\"9\"><key>SOFTWARE</key><name>1014</name><data>1</data></registry_item>%s"
        "</system_data></oval_system_characteristics>",
        items);
    imported_text(im, "sc.xml", text.data);
    mba_buf_free(&text);
}

#define ITEM(key, id, type, data)                                                                            \
    "<metabase_item xmlns=\"http://oval.mitre.org/XMLSchema/oval-system-characteristics-5#windows\" "        \
    "id=\"1\"><key>" key "</key><id datatype=\"int\">" id                                                    \
    "</id><name/><user_type>IIS_MD_UT_SERVER</user_type><data_type>" type "_METADATA</data_type>" data       \
    "</metabase_item>"

UNIT_TEST(one_item_a_property)
{
    struct imported im;
    read_items(
        &im, ITEM("/LM/SmtpSvc/1/", "1014", "DWORD", "<data>1005</data>")
                 ITEM("/LM/SmtpSvc/1", "1016", "DWORD", "<data datatype=\"int\">4</data>")
                     ITEM("/LM/SmtpSvc/1/", "1023", "MULTISZ", "<data>:25:</data><data>:26:a &amp; b</data>")
                         ITEM("/LM/SmtpSvc/1/", "6021", "STRING", "<data>secret</data>")
                             ITEM("/LM/SmtpSvc/1/", "36970", "BINARY", "<data>18000080</data>")
                                 ITEM("/LM/W3SVC/", "1002", "STRING", "<data>IIsWebService</data>"));
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_EQUAL(im.problems.count, 0);
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", 1014), "1005");
    CU_ASSERT_EQUAL(imported_record(&im, "/LM/SmtpSvc/1", 1014)->attributes, MBA_ATTR_INHERIT);
    CU_ASSERT_EQUAL(imported_record(&im, "/LM/SmtpSvc/1", 1014)->user_type, 1);
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", 1016), "4");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", 1023), ":25:\n:26:a & b");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", 6021), "(secret)");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", 36970), "18000080");
    CU_ASSERT_STRING_EQUAL(mba_metabase_find(im.mb, "/LM/W3SVC")->class_name, "IIsWebService");
    CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 2);
    const struct mba_export *export = mba_metabase_export(im.mb, 0);
    char made[21];
    mba_time_iso(export->made, made);
    CU_ASSERT_STRING_EQUAL(made, "2011-02-16T19:18:55Z");
    CU_ASSERT_STRING_EQUAL(export->server, "SRV1");
    CU_ASSERT_EQUAL(export->keys, 2);
    struct mba_identity id;
    mba_identify(NULL, "scan.zip", "sc.xml", MBA_TIME_NONE, im.mb, &id);
    CU_ASSERT_STRING_EQUAL(id.server, "SRV1");
    CU_ASSERT_STRING_EQUAL(id.time_from, "export");
    imported_close(&im);
}

static void expect_absent(const struct imported *im, const char *name, bool absent)
{
    const struct mba_property *prop = mba_property_by_name(im->dict, name, strlen(name));
    struct mba_value value;
    mba_effective(im->mb, mba_metabase_find(im->mb, "/LM/SmtpSvc/1"), prop, &value);
    CU_ASSERT_PTR_NULL(value.record);
    CU_ASSERT_EQUAL(value.known_absent, absent);
}

UNIT_TEST(what_does_not_exist_is_known_to_be_absent)
{
    static const char gone[] =
        "<metabase_item id=\"2\" status=\"does not exist\"><key>/LM/SmtpSvc/1/</key><id "
        "datatype=\"int\">36906</id>"
        "</metabase_item>"
        "<metabase_item id=\"3\"><key>/LM/SmtpSvc/1/</key><id>36908</id><data status=\"does not exist\"/>"
        "</metabase_item>"
        "<metabase_item id=\"4\" status=\"does not "
        "exist\"><key>/LM/SmtpSvc/1/</key><id>1016</id></metabase_item>"
        "<metabase_item id=\"5\" status=\"error\"><key>/LM/SmtpSvc/1/</key><id>36909</id></metabase_item>"
        "<metabase_item id=\"6\" status=\"does not "
        "exist\"><key>/LM/SmtpSvc/2/</key><id>1014</id></metabase_item>";
    struct imported im;
    struct mba_buf items = {0};
    mba_buf_puts(&items, gone);
    mba_buf_puts(&items, ITEM("/LM/SmtpSvc/1/", "1014", "DWORD", "<data>1005</data>"));
    read_items(&im, items.data);
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT(imported_says(&im, MBA_OK, 0, "could not collect 1"));
    expect_absent(&im, "SmartHost", true);
    expect_absent(&im, "DefaultDomain", true);
    expect_absent(&im, "ServerState", false);      /* volatile: that it is not there says nothing */
    expect_absent(&im, "BadMailDirectory", false); /* an error */
    expect_absent(&im, "HopCount", false);         /* not asked for */
    CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 1); /* no key is made of what is not there */
    mba_buf_free(&items);
    imported_close(&im);
}

UNIT_TEST(items_that_cannot_be_read)
{
    static const char *const items[] = {
        ITEM("/LM/SmtpSvc/1/", "1014", "DWORD", "<data>many</data>"),
        ITEM("/LM/SmtpSvc/1/", "1014", "DWORD", ""),
        ITEM("/LM/SmtpSvc/1/", "1014", "DWORD", "<data>1</data><data>2</data>"),
        ITEM("/LM/SmtpSvc/1/", "36970", "BINARY", "<data>not hex</data>"),
        ITEM("", "1014", "DWORD", "<data>1</data>"),
        ITEM("/LM/SmtpSvc/1/", "", "DWORD", "<data>1</data>"),
    };
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        struct imported im;
        read_items(&im, items[i]);
        CU_ASSERT_EQUAL(im.status, MBA_WARN);
        CU_ASSERT(imported_says(&im, MBA_WARN, 5, "1 metabase items could not be read"));
        CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 0);
        imported_close(&im);
    }
    struct imported im;
    read_items(&im, "");
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT(imported_says(&im, MBA_OK, 0, "no metabase_item"));
    imported_close(&im);
}
