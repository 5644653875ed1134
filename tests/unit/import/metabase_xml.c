/* MetaBase.xml: keys, values, Custom elements, encodings, and what must be refused. */
#include "imported.h"
#include "unit.h"

#include <string.h>

enum { BINDINGS = 1023, COMMENT = 1015, AUTH = 6000, STATE = 1016, CERT = 5506 };

UNIT_TEST(keys_and_properties)
{
    struct imported im;
    imported_text(&im, "SRV1/MetaBase.xml",
                  "\xEF\xBB\xBF<?xml version =\"1.0\"?>\r\n"
                  "<configuration xmlns=\"urn:microsoft-catalog:XML_Metabase_V64_0\">\r\n"
                  "<MBProperty>\r\n"
                  "<IIS_Global Location =\".\"/><IIsComputer\tLocation =\"/LM\"\r\n\t>\r\n</IIsComputer>\r\n"
                  "<IIsSmtpServer\tLocation = \"/LM/SmtpSvc/1\"\r\n"
                  "\t\tServerBindings=\":25:\r\n\t\t\t10.0.0.1:2525: \r\n\t\t\t a b\"\r\n"
                  "\t\tServerComment=\"Caf\xC3\xA9 &amp; &lt;mail&gt; &quot;one&quot; &#x263A;\"\r\n"
                  "\t>\r\n</IIsSmtpServer>\r\n</MBProperty>\r\n</configuration>\r\n");
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_EQUAL(im.problems.count, 0);
    CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 3);
    const struct mba_key *key = mba_metabase_find(im.mb, "/LM/SMTPSVC/1");
    CU_ASSERT_PTR_NOT_NULL_FATAL(key);
    CU_ASSERT_STRING_EQUAL(key->location, "/LM/SmtpSvc/1");
    CU_ASSERT_STRING_EQUAL(key->class_name, "IIsSmtpServer");
    CU_ASSERT_EQUAL(key->line, 7);
    CU_ASSERT(key->complete);
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", BINDINGS), ":25:\n10.0.0.1:2525: \na b");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", COMMENT),
                           "Caf\xC3\xA9 & <mail> \"one\" \xE2\x98\xBA");
    CU_ASSERT_EQUAL(imported_record(&im, "/LM/SmtpSvc/1", BINDINGS)->line, 8);
    CU_ASSERT_EQUAL(imported_record(&im, "/LM/SmtpSvc/1", COMMENT)->line, 11);
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", STATE), "(none)");
    CU_ASSERT(mba_metabase_covers(im.mb, "/LM/SmtpSvc"));
    imported_close(&im);
}

/* One key with one attribute, whose value comes out as expected. */
static bool value_is(const char *attribute, uint32_t id, const char *expected)
{
    struct imported im;
    struct mba_buf keys = {0};
    mba_buf_printf(&keys, "<IIsSmtpServer Location='/LM/SmtpSvc/1' %s/>", attribute);
    imported_keys(&im, keys.data);
    const char *value = imported_value(&im, "/LM/SmtpSvc/1", id);
    bool right = im.status == MBA_OK && strcmp(value, expected) == 0;
    if (!right)
        fprintf(stderr, "    %s gave %s, status %d\n", attribute, value, (int)im.status);
    mba_buf_free(&keys);
    imported_close(&im);
    return right;
}

UNIT_TEST(separators_of_lists)
{
    CU_ASSERT(value_is("ServerBindings=''", BINDINGS, ""));
    CU_ASSERT(value_is("ServerBindings=':25:'", BINDINGS, ":25:"));
    CU_ASSERT(value_is("ServerBindings='a\n\t\t\tb'", BINDINGS, "a\nb"));
    CU_ASSERT(value_is("ServerBindings='a\r\n\t\t\tb\rc'", BINDINGS, "a\nb\nc"));
    CU_ASSERT(value_is("ServerBindings='a&#10;b&#xA;\t c'", BINDINGS, "a\nb\nc"));
    CU_ASSERT(value_is("ServerBindings='a&#13;&#10;b'", BINDINGS, "a\nb"));
    CU_ASSERT(value_is("ServerBindings='a&#10;\n\t\tb'", BINDINGS, "a\nb"));
    CU_ASSERT(value_is("ServerBindings='\n\t\ta\n\n\tb\n\t'", BINDINGS, "a\nb"));
    CU_ASSERT(value_is("ServerBindings='a  b , c ; d  \n\t\t\te'", BINDINGS, "a  b , c ; d  \ne"));
    CU_ASSERT(value_is("ServerBindings='a\tb\n\t\t\tc'", BINDINGS, "a\tb\nc"));
    CU_ASSERT(value_is("ServerBindings='a\n\t\tb' ServerComment='\x7F'", BINDINGS, "a\nb"));
    CU_ASSERT(value_is("ServerBindings='a\n\t\tb' ServerComment='&#127;'", COMMENT, "\x7F"));
}

UNIT_TEST(wrapped_values_that_are_no_lists)
{
    CU_ASSERT(value_is("AuthFlags='AuthBasic | \t\n\t\tAuthNTLM |\n\t\tAuthAnonymous'", AUTH,
                       "AuthBasic | \t AuthNTLM | AuthAnonymous"));
    CU_ASSERT(value_is("ServerComment='mail\n\t\tgateway\n\t\t'", COMMENT, "mail gateway"));
    CU_ASSERT(value_is("ServerComment='mail&#10;gateway'", COMMENT, "mail\ngateway"));
    CU_ASSERT(value_is("SSLCertHash='40da\n\t\t\t7e66'", CERT, "40da7e66"));
}

UNIT_TEST(wrapped_flags_are_read)
{
    struct imported im;
    uint32_t flags = 0;
    imported_keys(&im, "<IIsSmtpServer Location='/LM/SmtpSvc/1' AuthFlags='AuthBasic | \t\n\t\tAuthNTLM'/>");
    const struct mba_record *auth = imported_record(&im, "/LM/SmtpSvc/1", AUTH);
    CU_ASSERT_PTR_NOT_NULL_FATAL(auth);
    CU_ASSERT(mba_dword_value(auth->prop, auth->text, auth->len, &flags));
    CU_ASSERT_EQUAL(flags, 6);
    imported_close(&im);
}

UNIT_TEST(any_namespace_or_prefix)
{
    static const char *const texts[] = {
        "<configuration><MBProperty><IIsSmtpServer Location='/LM/SmtpSvc/1' "
        "ServerComment='x'/></MBProperty></configuration>",
        "<c:configuration xmlns:c='urn:a'><c:MBProperty><c:IIsSmtpServer Location='/LM/SmtpSvc/1' "
        "ServerComment='x'></c:IIsSmtpServer></c:MBProperty></c:configuration>",
        "<configuration xmlns='urn:a'><MBProperty xmlns='urn:b'><IIsSmtpServer xmlns='urn:c' "
        "Location='/LM/SmtpSvc/1' "
        "ServerComment='x' xmlns:d='urn:d' d:ServerComment='y'/></MBProperty></configuration>",
        "<MBProperty><IIsSmtpServer Location='LM/SmtpSvc/1/' ServerComment='x'/></MBProperty>",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct imported im;
        imported_text(&im, "MetaBase.xml", texts[i]);
        CU_ASSERT_EQUAL(im.status, MBA_OK);
        CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", COMMENT), "x");
        CU_ASSERT_EQUAL(mba_metabase_find(im.mb, "/LM/SmtpSvc/1")->count, 1);
        imported_close(&im);
    }
}

/* ---- Custom ---------------------------------------------------------------------------------- */

UNIT_TEST(customs_are_merged_by_id)
{
    struct imported im;
    imported_keys(&im,
                  "<IIsSmtpService Location='/LM/SmtpSvc' ServerComment='a'>"
                  "<Custom Name='AuthFlags' ID='6000' Value='AuthBasic | AuthNTLM' Type='DWORD' "
                  "UserType='IIS_MD_UT_SERVER' Attributes='INHERIT'/>"
                  "<Custom Name='Renamed' ID='1015' Value='b' Type='STRING' UserType='2' Attributes='0'/>"
                  "<Custom Name='UnknownName_61537' ID='61537' Value='7' Type='DWORD'"
                  " UserType='IIS_MD_UT_SERVER' Attributes='NO_ATTRIBUTES'/>"
                  "</IIsSmtpService>");
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_EQUAL(mba_metabase_find(im.mb, "/LM/SmtpSvc")->count, 3);
    const struct mba_record *auth = imported_record(&im, "/LM/SmtpSvc", AUTH);
    const struct mba_record *comment = imported_record(&im, "/LM/SmtpSvc", COMMENT);
    const struct mba_record *unknown = imported_record(&im, "/LM/SmtpSvc", 61537);
    CU_ASSERT_FATAL(auth && comment && unknown);
    CU_ASSERT(auth->custom);
    CU_ASSERT_EQUAL(auth->user_type, 1); /* the schema says 2 */
    CU_ASSERT_STRING_EQUAL(comment->text, "b");
    CU_ASSERT_EQUAL(comment->user_type, 2);
    CU_ASSERT_EQUAL(comment->attributes, 0); /* the schema says INHERIT */
    CU_ASSERT_STRING_EQUAL(unknown->name, "UnknownName_61537");
    CU_ASSERT_PTR_NULL(unknown->prop);
    CU_ASSERT_STRING_EQUAL(unknown->text, "7");
    imported_close(&im);
}

UNIT_TEST(a_custom_needs_little)
{
    struct imported im;
    imported_keys(&im, "<IIsSmtpService Location='/LM/SmtpSvc'>"
                       "<Custom Name='' ID='6000' Value='6'/>"
                       "<Custom ID='1023' Value='a\n\t\tb'/>"
                       "<Custom Name='ServerState' Value='4' ID=' 1016 '/>"
                       "<Custom Name='ServerComment' Value='by name'/>"
                       "<Custom Name='SmartHost' ID='36906'/>"
                       "<Custom Name='X' ID='70000' Value='a\n\t\tb' Type='MULTISZ'/>"
                       "</IIsSmtpService>");
    const struct mba_record *auth = imported_record(&im, "/LM/SmtpSvc", AUTH);
    CU_ASSERT_PTR_NOT_NULL_FATAL(auth);
    CU_ASSERT_STRING_EQUAL(auth->text, "6");
    CU_ASSERT_STRING_EQUAL(auth->name, "AuthFlags");
    CU_ASSERT_EQUAL(auth->type, MBA_TYPE_DWORD);
    CU_ASSERT_EQUAL(auth->user_type, 2);
    CU_ASSERT_EQUAL(auth->attributes, MBA_ATTR_INHERIT);
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc", BINDINGS), "a\nb");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc", COMMENT), "by name");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc", 36906), "");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc", 70000), "a\nb");
    imported_close(&im);
}

UNIT_TEST(damaged_customs_are_skipped)
{
    struct imported im;
    imported_keys(&im, "\n<IIsSmtpService Location='/LM/SmtpSvc' ServerComment='kept'>\n"
                       "<Custom Name='' Value='1'/>\n"
                       "<Custom Name='Nobody' Value='1'/>\n"
                       "<Custom Name='AuthFlags' ID='six' Value='1'/>\n"
                       "<Custom Name='AuthFlags' ID='' Value='1'/>\n"
                       "<Custom Name='ServerState' ID='1016'/>\n"
                       "<Custom Name='MaxConnections' ID='1014' Value='9'/>\n"
                       "</IIsSmtpService><IIsSmtpServer Location='/LM/SmtpSvc/1'/>");
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT_EQUAL(im.problems.count, 5);
    CU_ASSERT(imported_says(&im, MBA_WARN, 3, "no ID"));
    CU_ASSERT(imported_says(&im, MBA_WARN, 4, "no ID"));
    CU_ASSERT(imported_says(&im, MBA_WARN, 5, "no number"));
    CU_ASSERT(imported_says(&im, MBA_WARN, 6, "no number"));
    CU_ASSERT(imported_says(&im, MBA_WARN, 7, "no Value"));
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc", COMMENT), "kept");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc", 1014), "9");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc", AUTH), "(none)");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc", STATE), "(none)");
    CU_ASSERT_FALSE(mba_metabase_find(im.mb, "/LM/SmtpSvc")->complete);
    CU_ASSERT(mba_metabase_find(im.mb, "/LM/SmtpSvc/1")->complete);
    CU_ASSERT(mba_metabase_export(im.mb, 0)->partial);
    imported_close(&im);
}

UNIT_TEST(many_damaged_customs_are_counted)
{
    struct imported im;
    struct mba_buf keys = {0};
    mba_buf_puts(&keys, "<IIsSmtpService Location='/LM/SmtpSvc'>");
    for (int i = 0; i < 50; i++)
        mba_buf_puts(&keys, "<Custom/>");
    mba_buf_puts(&keys, "</IIsSmtpService>");
    imported_keys(&im, keys.data);
    CU_ASSERT_EQUAL(im.problems.count, 21);
    CU_ASSERT(imported_says(&im, MBA_WARN, 0, "30 more problems"));
    mba_buf_free(&keys);
    imported_close(&im);
}

/* ---- oddities -------------------------------------------------------------------------------- */

UNIT_TEST(keys_without_or_with_the_same_location)
{
    struct imported im;
    imported_keys(&im, "<IIS_ROOT Location='/'/>\n<IIsSmtpServer ServerComment='lost'/>\n"
                       "<IIsSmtpServer Location='' ServerComment='lost'/>\n"
                       "<IIsSmtpServer Location='/LM/SmtpSvc/1' ServerComment='a' MaxConnections='1'/>\n"
                       "<IIsSmtpServer Location='/lm/smtpsvc/1/' ServerComment='b'/>");
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT_EQUAL(im.problems.count, 3);
    CU_ASSERT(imported_says(&im, MBA_WARN, 2, "Location"));
    CU_ASSERT(imported_says(&im, MBA_WARN, 3, "Location"));
    CU_ASSERT(imported_says(&im, MBA_WARN, 5, "more than once (first in line 4)"));
    CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 2);
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", COMMENT), "b");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", 1014), "1");
    CU_ASSERT_FALSE(mba_metabase_covers(im.mb, "/LM/SmtpSvc")); /* a key is missing somewhere */
    imported_close(&im);
}

UNIT_TEST(names_and_elements_that_nobody_expects)
{
    struct imported im;
    imported_keys(&im, "<IIsSmtpServer Location='/LM/SmtpSvc/1'\nBrandNew='1'\nNewer='2'>\n"
                       "<Extra><Custom ID='1' Value='1'/></Extra></IIsSmtpServer>"
                       "<IIsSmtpServer Location='/LM/SmtpSvc/2' serverstate='4'/>");
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT_EQUAL(im.problems.count, 2);
    CU_ASSERT(imported_says(&im, MBA_OK, 2, "3 attributes"));
    CU_ASSERT(imported_says(&im, MBA_OK, 2, "BrandNew"));
    CU_ASSERT(imported_says(&im, MBA_WARN, 4, "2 elements"));
    CU_ASSERT(imported_says(&im, MBA_WARN, 4, "<Extra>"));
    CU_ASSERT_EQUAL(mba_metabase_find(im.mb, "/LM/SmtpSvc/1")->count, 2); /* both unknown names, apart */
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/2", STATE),
                           "(none)"); /* names are case-sensitive */
    imported_close(&im);
}

UNIT_TEST(what_makes_an_export_complete)
{
    static const struct {
        const char *keys;
        bool complete;
    } cases[] = {
        {"<IIS_Global Location='.'/><IIS_ROOT Location='/'/><IIsComputer Location='/LM'/>"
         "<IIsSmtpService Location='/LM/SmtpSvc'/>",
         true},
        {"<IIS_Global Location='.'/><IIsComputer Location='/LM/'/><IIsWebService Location='/LM/W3SVC'/>",
         true},
        {"<IIsSmtpService Location='/LM/SmtpSvc'/><IIsSmtpServer Location='/LM/SmtpSvc/1'/>", false},
        {"<IIS_Global Location='.'/><IIsSmtpService Location='/LM/SmtpSvc'/>", false},
        /* made with iiscnfg: without what belongs to the computer */
        {"<IIS_ROOT Location='/'/><IIsComputer Location='/LM'/><IIsSmtpService Location='/LM/SmtpSvc'/>",
         false},
        /* keys without what is below them */
        {"<IIS_Global Location='.'/><IIS_ROOT Location='/'/><IIsComputer Location='/LM'/>", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct imported im;
        imported_keys(&im, cases[i].keys);
        CU_ASSERT_EQUAL(im.status, MBA_OK);
        CU_ASSERT_EQUAL(mba_metabase_covers(im.mb, "/LM/SmtpSvc"), cases[i].complete);
        imported_close(&im);
    }
}

UNIT_TEST(secrets_are_dropped)
{
    struct imported im;
    imported_keys(
        &im, "<IIsSmtpServer Location='/LM/SmtpSvc/1' RoutePassword='clear' AdminACL='4963\n\t\t4462f0'>"
             "<Custom Name='X' ID='70001' Value='49634462f0000000' Type='BINARY'/>"
             "<Custom Name='Y' ID='70002' Value='s3cret' Type='STRING' Attributes='INHERIT | SECURE'/>"
             "<Custom Name='RoutePassword' ID='36907' Value='s3cret' Type='STRING'/>" /* not its number */
             "</IIsSmtpServer>");
    static const uint32_t ids[] = {36949, 6027, 70001, 70002, 36907};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
        CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", ids[i]), "(secret)");
    imported_close(&im);
}

/* ---- failing --------------------------------------------------------------------------------- */

UNIT_TEST(documents_that_fail)
{
    static const struct {
        const char *text;
        unsigned long line;
        const char *words;
    } cases[] = {
        {"<MBProperty>\n\n</b>\n</MBProperty>", 3, "not well-formed XML: "},
        {"<MBProperty>\n\n", 3, "cut off"},
        {"<MBProperty>\n<a Location='/LM' x=1/></MBProperty>", 2, "not well-formed"},
        {"<MBProperty>\n<a Location='/LM' x='\n\n'\ny='&nbsp;'/></MBProperty>", 5, "nbsp"},
        {"<MBProperty><a Location='/LM' x='1' x='2'/></MBProperty>", 1, "redefined"},
        {"<MBProperty><a Location='/LM' x='\x01'/></MBProperty>", 1, "not well-formed"},
        {"<MBProperty><a Location='/LM' x='\xE9'/></MBProperty>", 1, "UTF-8"},
        {"<!DOCTYPE MBProperty [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>\n<MBProperty><a Location='/LM' "
         "x='&e;'/></MBProperty>",
         1, "DOCTYPE"},
        {"<MBProperty></MBProperty>", 0, "no key"},
        {"<x><MBProperty2 a='MBProperty'/><!-- <MBProperty> --></x>", 0, "no key"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct imported im;
        imported_text(&im, "SRV1/MetaBase.xml", cases[i].text);
        CU_ASSERT_EQUAL(im.status, MBA_MEMBER_FAILED);
        CU_ASSERT_EQUAL(im.problems.count, 1);
        CU_ASSERT(imported_says(&im, MBA_MEMBER_FAILED, cases[i].line, cases[i].words));
        CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 0);
        CU_ASSERT_EQUAL(mba_metabase_export_count(im.mb), 0);
        imported_close(&im);
    }
}

UNIT_TEST(limits_fail_the_member)
{
    static const struct {
        enum mba_limit_id id;
        uint64_t value;
        const char *words;
    } cases[] = {{MBA_LIMIT_KEYS, 2, "--max-keys"},
                 {MBA_LIMIT_LIST_ITEMS, 2, "--max-list-items"},
                 {MBA_LIMIT_VALUE_BYTES, 12, "--max-value-bytes"},
                 {MBA_LIMIT_DEPTH, 3, "--max-depth"},
                 {MBA_LIMIT_ATTRIBUTES, 2, "--max-attributes"}};
    static const char text[] =
        "<configuration><MBProperty><a Location='/LM/1'/><a Location='/LM/2'/>\n"
        "<a Location='/LM/3' ServerBindings='a\n\tb\n\tc' ServerComment='1234567890123'>"
        "<Custom ID='1'/></a></MBProperty></configuration>";
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct imported im;
        imported_open(&im);
        im.limits.value[cases[i].id] = cases[i].value;
        imported_read(&im, "MetaBase.xml", text, strlen(text));
        CU_ASSERT_EQUAL(im.status, MBA_MEMBER_FAILED);
        CU_ASSERT(imported_says(&im, MBA_MEMBER_FAILED, 0, cases[i].words));
        CU_ASSERT_EQUAL(im.problems.count, 1);
        CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 0);
        imported_close(&im);
    }
}

UNIT_TEST(a_document_cut_anywhere_keeps_what_came_before)
{
    static const char text[] =
        "<?xml version ='1.0'?><configuration xmlns='urn:x'>\n<MBProperty>\n<a Location='.'/>"
        "<b Location='/LM' ServerComment='whole'/>\n<a\tLocation ='/LM/SmtpSvc'\n"
        "\t\tServerBindings='a\n\t\t\tb'\n\t>\n\t<Custom\n\t\tID='5'\n\t\tValue='1'/>\n<!-- x --></a>"
        "<![CDATA[x]]></MBProperty></configuration>";
    const size_t first = (size_t)(strstr(text, "<b ") - text), second = (size_t)(strstr(text, "<a\t") - text);
    const size_t open = (size_t)(strstr(text, "<Custom") - text) - 2;
    const size_t closed = (size_t)(strstr(text, "</a>") - text) + 4;
    for (size_t len = strlen(text) - 1; len > 52; len--) {
        struct imported im;
        imported_open(&im);
        imported_read(&im, "MetaBase.xml", text, len);
        if (mba_metabase_count(im.mb) > 0)
            imported_finish(&im);
        /* A tag whose attributes are whole may count without its end; its key is not complete then. */
        size_t count = mba_metabase_count(im.mb);
        size_t sure = (size_t)(len >= first) + (len >= second - 1) + (len >= open);
        CU_ASSERT_EQUAL(im.status, count ? MBA_WARN : MBA_MEMBER_FAILED);
        CU_ASSERT(count == sure || count == sure + 1);
        CU_ASSERT_FALSE(mba_metabase_covers(im.mb, "/LM")); /* no absence is certain */
        const struct mba_key *last = mba_metabase_find(im.mb, "/LM/SmtpSvc");
        CU_ASSERT(last || len < open);
        CU_ASSERT(!last || last->complete == (len >= closed));
        if (len >= second)
            CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM", COMMENT), "whole");
        if (len >= open)
            CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc", BINDINGS), "a\nb");
        if (im.status == MBA_WARN) {
            CU_ASSERT(mba_metabase_export(im.mb, 0)->partial);
            CU_ASSERT(imported_says(&im, MBA_WARN, 0, "keys before it were read"));
        }
        imported_close(&im);
    }
}

/* ---- encodings ------------------------------------------------------------------------------- */

static void as_utf16(struct mba_buf *out, const char *text, bool big_endian, bool bom)
{
    if (bom)
        mba_buf_add(out, big_endian ? "\xFE\xFF" : "\xFF\xFE", 2);
    for (; *text; text++) {
        mba_buf_putc(out, big_endian ? '\0' : *text);
        mba_buf_putc(out, big_endian ? *text : '\0');
    }
}

UNIT_TEST(utf16_with_and_without_bom)
{
    for (int form = 0; form < 4; form++) {
        struct imported im;
        struct mba_buf bytes = {0};
        as_utf16(&bytes,
                 "<?xml version='1.0' encoding='UTF-16'?>\n<MBProperty><a Location='/LM/x' "
                 "ServerBindings='a\r\n\t\tb'/></MBProperty>",
                 form & 1, form & 2);
        imported_open(&im);
        imported_read(&im, "MetaBase.xml", bytes.data, bytes.len);
        imported_finish(&im);
        CU_ASSERT_EQUAL(im.status, MBA_OK);
        CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/x", BINDINGS), "a\nb");
        CU_ASSERT_STRING_EQUAL(mba_metabase_export(im.mb, 0)->encoding, form & 1 ? "UTF-16BE" : "UTF-16LE");
        mba_buf_free(&bytes);
        imported_close(&im);
    }
}

UNIT_TEST(declared_encodings)
{
    static const struct {
        const char *declaration, *comment, *expected, *encoding;
    } cases[] = {
        {"encoding='windows-1252'", "\x80 \xE9", "\xE2\x82\xAC \xC3\xA9", "windows-1252"},
        {"encoding = \"ISO-8859-1\" standalone='yes'", "\xE9", "\xC3\xA9", "ISO-8859-1"},
        {"encoding='windows-1252'", "\xC3\xA9", "\xC3\xA9", "UTF-8"}, /* it is UTF-8, whatever it says */
        {"encoding='utf-8'", "\xC3\xA9", "\xC3\xA9", "UTF-8"},
        {"encoding='UCS-4'", "e", "e", "UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct imported im;
        struct mba_buf text = {0};
        mba_buf_printf(
            &text,
            "<?xml version='1.0' %s?><MBProperty><a Location='/LM/x' ServerComment='%s'/></MBProperty>",
            cases[i].declaration, cases[i].comment);
        imported_text(&im, "MetaBase.xml", text.data);
        CU_ASSERT_EQUAL(im.status, MBA_OK);
        CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/x", COMMENT), cases[i].expected);
        CU_ASSERT_STRING_EQUAL(mba_metabase_export(im.mb, 0)->encoding, cases[i].encoding);
        mba_buf_free(&text);
        imported_close(&im);
    }
}

UNIT_TEST(encodings_that_fail)
{
    static const char *const names[] = {"UTF-7", "ISO-2022-CN-EXT", "macintosh", "nonsense", "us-ascii"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct imported im;
        struct mba_buf text = {0};
        mba_buf_printf(&text,
                       "<?xml version='1.0' encoding='%s'?><MBProperty><a Location='/LM/x' "
                       "ServerComment='\xE9'/></MBProperty>",
                       names[i]);
        imported_text(&im, "MetaBase.xml", text.data);
        CU_ASSERT_EQUAL(im.status, MBA_MEMBER_FAILED);
        CU_ASSERT(imported_says(&im, MBA_MEMBER_FAILED, 0, names[i]));
        CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 0);
        mba_buf_free(&text);
        imported_close(&im);
    }
}

UNIT_TEST(a_large_document_in_another_encoding)
{
    struct imported im;
    struct mba_buf text = {0};
    mba_buf_puts(
        &text,
        "<?xml version='1.0' encoding='windows-1252'?><MBProperty><a Location='/LM/x' ServerComment='");
    for (int i = 0; i < 10000; i++)
        mba_buf_putc(&text, '\x80');
    mba_buf_puts(&text, "'/></MBProperty>");
    imported_text(&im, "MetaBase.xml", text.data);
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_EQUAL(strlen(imported_value(&im, "/LM/x", COMMENT)), 30000);
    mba_buf_free(&text);
    imported_close(&im);
}

/* ---- what iiscnfg exports ----------------------------------------------------------------------- */

static void expect_origin(const struct imported *im, const char *location, enum mba_origin origin,
                          const char *from)
{
    const struct mba_property *prop = mba_property_by_id(im->dict, COMMENT);
    struct mba_value value;
    mba_effective(im->mb, mba_metabase_find(im->mb, location), prop, &value);
    CU_ASSERT_EQUAL(value.origin, origin);
    CU_ASSERT_STRING_EQUAL(value.text, "mail");
    CU_ASSERT_STRING_EQUAL(value.from ? value.from->location : "", from);
}

#define COPIED(attributes)                                                                                   \
    "<Custom Name='ServerComment' ID='1015' Value='mail' Type='STRING' UserType='IIS_MD_UT_SERVER' "         \
    "Attributes='" attributes "'/>"

UNIT_TEST(inherited_values_that_are_written_out_are_not_explicit)
{
    struct imported im;
    struct mba_buf keys = {0};
    mba_buf_puts(&keys, "<IIsSmtpService Location='/LM/SmtpSvc'>" COPIED("INHERIT") "</IIsSmtpService>");
    mba_buf_puts(&keys, "<IIsSmtpServer Location='/LM/SmtpSvc/1'>" COPIED("INHERIT | ISINHERITED"));
    mba_buf_puts(&keys, "</IIsSmtpServer><IIsSmtpServer Location='/LM/SmtpSvc/2'>" COPIED("INHERIT"));
    mba_buf_puts(&keys, "</IIsSmtpServer><IIsWebServer Location='/LM/W3SVC/1'>" COPIED("0x21"));
    mba_buf_puts(&keys, "</IIsWebServer><IIsWebVirtualDir Location='/LM/W3SVC/1/ROOT'/>");
    imported_keys(&im, keys.data);
    mba_buf_free(&keys);
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    expect_origin(&im, "/LM/SmtpSvc", MBA_ORIGIN_EXPLICIT, "/LM/SmtpSvc");
    expect_origin(&im, "/LM/SmtpSvc/1", MBA_ORIGIN_INHERITED, "/LM/SmtpSvc");
    expect_origin(&im, "/LM/SmtpSvc/2", MBA_ORIGIN_EXPLICIT, "/LM/SmtpSvc/2");
    expect_origin(&im, "/LM/W3SVC/1", MBA_ORIGIN_INHERITED, ""); /* the key above was not exported */
    expect_origin(&im, "/LM/W3SVC/1/ROOT", MBA_ORIGIN_INHERITED, "");
    imported_close(&im);
}

UNIT_TEST(a_node_alone_says_nothing_of_the_rest)
{
    struct imported im;
    imported_keys(&im, "<IIsSmtpServer Location='/LM/SmtpSvc/1' ServerAutoStart='TRUE'/>");
    const struct mba_key *key = mba_metabase_find(im.mb, "/LM/SmtpSvc/1");
    struct mba_value value;
    CU_ASSERT_FALSE(mba_metabase_covers(im.mb, "/LM/SmtpSvc/1"));
    mba_effective(im.mb, key, mba_property_by_id(im.dict, COMMENT), &value);
    CU_ASSERT_FALSE(value.known_absent); /* a key above may set it */
    mba_effective(im.mb, key, mba_property_by_id(im.dict, BINDINGS), &value);
    CU_ASSERT(value.known_absent); /* not inheritable, and all of the key was read */
    imported_close(&im);
}
