#include <string.h>

#include "fixture.h"
#include "unit.h"

struct recording {
    struct fixture f;
    struct mba_metabase *mb;
    struct mba_fragment out;
};

static void recording_open(struct recording *r)
{
    struct mba_limits limits;
    const struct mba_export export = {.input = "a.zip", .member = "m", .format = "adsutil"};
    mba_limits_default(&limits);
    *r = (struct recording){.mb = NULL};
    CU_ASSERT_FATAL(fixture_open(&r->f));
    r->mb = mba_metabase_new(r->f.dict, &limits);
    CU_ASSERT_FATAL(r->mb && mba_metabase_begin_export(r->mb, &export) == 0);
}

static void recording_close(struct recording *r)
{
    mba_fragment_free(&r->out);
    mba_metabase_free(r->mb);
    fixture_close(&r->f);
}

static struct mba_key *key(struct recording *r, const char *location, const char *class_name)
{
    bool limit_hit = false;
    struct mba_key *key = mba_metabase_key(r->mb, location, location ? strlen(location) : 0, class_name,
                                           strlen(class_name), 1, &limit_hit);
    CU_ASSERT_FATAL(key && !limit_hit);
    key->complete = true;
    return key;
}

static void set_len(struct recording *r, struct mba_key *key, const char *name, const char *text, size_t len)
{
    const struct mba_property *prop = mba_property_by_name(r->f.dict, name, strlen(name));
    struct mba_record rec = {.name = name, .id = 88888, .type = MBA_TYPE_STRING, .text = text, .len = len};
    if (prop)
        rec = (struct mba_record){.prop = prop,
                                  .id = prop->id,
                                  .name = name,
                                  .type = prop->type,
                                  .attributes = prop->attributes,
                                  .text = text,
                                  .len = len};
    CU_ASSERT_TRUE(mba_metabase_set(r->mb, key, &rec));
}

static void set(struct recording *r, struct mba_key *key, const char *name, const char *text)
{
    set_len(r, key, name, text, strlen(text));
}

/* The <recorded> element, or nothing. */
static const char *recorded(struct recording *r, enum mba_recording what)
{
    struct mba_snapshot snapshot = {
        .server = "S", .captured = MBA_TIME_NONE, .metabase = r->mb, .record = what};
    mba_buf_clear(&r->out.text);
    CU_ASSERT_TRUE(mba_metabase_finish(r->mb, &r->f.problems));
    CU_ASSERT_TRUE(mba_fragment_write(&r->out, r->f.kb, &snapshot));
    const char *found = strstr(r->out.text.data, "<recorded");
    return found ? found : "";
}

static void make_server(struct recording *r)
{
    key(r, "/LM/W3SVC", "IIsWebService");
    set(r, key(r, "/LM/W3SVC/1", "IIsWebServer"), "ServerComment", "Shop & more");
    set(r, key(r, "/LM/W3SVC/1/ROOT", "IIsWebVirtualDir"), "Path", "D:\\shop");
    set(r, key(r, "/LM/W3SVC/1/ROOT/pics", "IIsWebVirtualDir"), "Path", "D:\\pics");
    set(r, key(r, "/LM/W3SVC/1/ROOT/pics/old", "IIsWebVirtualDir"), "Path", "D:\\old");
    set(r, key(r, "/LM/W3SVC/1/ROOT/doc", "IIsWebDirectory"), "AccessFlags", "1");
    key(r, "/LM/W3SVC/Info/Templates/T", "IIsWebServer");
}

UNIT_TEST(objects_are_services_virtual_servers_and_their_first_directories)
{
    struct recording r;
    recording_open(&r);
    make_server(&r);
    CU_ASSERT_STRING_EQUAL(
        recorded(&r, MBA_RECORD_OBJECTS),
        "<recorded keys=\"objects\">\n"
        "<object path=\"/LM/W3SVC\" class=\"IIsWebService\"></object>\n"
        "<object path=\"/LM/W3SVC/1\" class=\"IIsWebServer\"><set property=\"ServerComment\">Shop &amp; "
        "more</set></object>\n"
        "<object path=\"/LM/W3SVC/1/ROOT\" class=\"IIsWebVirtualDir\"><set property=\"Path\">D:\\shop</set>"
        "</object>\n"
        "<object path=\"/LM/W3SVC/1/ROOT/pics\" class=\"IIsWebVirtualDir\"><set property=\"Path\">"
        "D:\\pics</set></object>\n</recorded>\n</snapshot>\n");
    recording_close(&r);
}

UNIT_TEST(all_is_every_key_and_none_is_nothing)
{
    struct recording r;
    recording_open(&r);
    make_server(&r);
    const char *all = recorded(&r, MBA_RECORD_ALL);
    CU_ASSERT_PTR_NOT_NULL(strstr(all, "<recorded keys=\"all\">"));
    CU_ASSERT_PTR_NOT_NULL(strstr(all, "\"/LM/W3SVC/1/ROOT/pics/old\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(all, "\"/LM/W3SVC/1/ROOT/doc\""));
    CU_ASSERT_PTR_NULL(strstr(all, "Templates"));
    CU_ASSERT_STRING_EQUAL(recorded(&r, MBA_RECORD_NONE),
                           "<recorded keys=\"none\">\n</recorded>\n</snapshot>\n");
    recording_close(&r);
}

UNIT_TEST(a_key_without_a_place_is_not_recorded)
{
    struct recording r;
    recording_open(&r);
    set(&r, key(&r, NULL, "IIsSmtpServer"), "ServerComment", "lost");
    CU_ASSERT_PTR_NULL(strstr(recorded(&r, MBA_RECORD_ALL), "lost"));
    recording_close(&r);
}

UNIT_TEST(settings_say_what_they_are)
{
    struct recording r;
    recording_open(&r);
    struct mba_key *smtp = key(&r, "/LM/SmtpSvc/1", "IIsSmtpServer");
    set(&r, smtp, "ServerBindings", ":25:\n192.0.2.1:587:");
    set(&r, smtp, "ServerState", "4");
    set(&r, smtp, "SmartHost", "a\x1B<b>");
    set(&r, smtp, "RoutePassword", "hunter2");
    set(&r, smtp, "", "no name");
    smtp->complete = false;
    const char *text = recorded(&r, MBA_RECORD_OBJECTS);
    static const char *const expected[] = {
        "<object path=\"/LM/SmtpSvc/1\" class=\"IIsSmtpServer\" complete=\"no\">",
        "<set property=\"ServerBindings\"><item>:25:</item><item>192.0.2.1:587:</item></set>",
        "<set property=\"ServerState\" volatile=\"yes\">4</set>",
        "<set property=\"SmartHost\">a\\x1B&lt;b&gt;</set>",
        "<set property=\"RoutePassword\" secret=\"yes\"/>",
        "<set property=\"MD_88888\">no name</set>",
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        CU_ASSERT_PTR_NOT_NULL(strstr(text, expected[i]));
    CU_ASSERT_PTR_NULL(strstr(text, "hunter2"));
    recording_close(&r);
}

/* 4,096 bytes stay whole; of more the hash is of all: echo's of 4,097 times 'x' by sha256sum. */
UNIT_TEST(a_long_value_is_cut_and_has_a_hash)
{
    struct recording r;
    char text[4098];
    memset(text, 'x', sizeof text);
    recording_open(&r);
    struct mba_key *web = key(&r, "/LM/W3SVC/1", "IIsWebServer");
    set_len(&r, web, "ServerComment", text, 4096);
    CU_ASSERT_PTR_NULL(strstr(recorded(&r, MBA_RECORD_OBJECTS), "sha256"));
    set_len(&r, key(&r, "/LM/W3SVC/2", "IIsWebServer"), "ServerComment", text, 4097);
    memcpy(text + 4095, "\xC3\xA9", 2);
    set_len(&r, key(&r, "/LM/W3SVC/3", "IIsWebServer"), "ServerComment", text, 4097);
    memcpy(text + 4000, "\n", 1);
    set_len(&r, key(&r, "/LM/W3SVC/4", "IIsWebServer"), "ServerBindings", text, 4097);
    const char *out = recorded(&r, MBA_RECORD_OBJECTS);
    const char *second = strstr(out, "\"/LM/W3SVC/2\""), *third = strstr(out, "\"/LM/W3SVC/3\"");
    const char *fourth = strstr(out, "\"/LM/W3SVC/4\"");
    CU_ASSERT_FATAL(second && third && fourth);
    CU_ASSERT_PTR_NOT_NULL(strstr(second, "<set property=\"ServerComment\" bytes=\"4097\" sha256=\""
                                          "3e97197f4b8d46a893067c94ab15e195e3d97fb5f24eede5ef047b571240d92b"
                                          "\">"));
    CU_ASSERT_EQUAL(strspn(strstr(second, "\">x") + 2, "x"), 4096);
    CU_ASSERT_EQUAL(strspn(strstr(third, "\">x") + 2, "x"), 4095);     /* no half of a letter */
    CU_ASSERT_EQUAL(strspn(strstr(fourth, "<item>x") + 6, "x"), 4000); /* no half of an item */
    CU_ASSERT_PTR_NOT_NULL(strstr(fourth, "x</item></set></object>"));
    recording_close(&r);
}
