#include <string.h>

#include "fixture.h"

static void is_value(const struct fixture *f, const char *location, const char *name, enum mba_origin origin,
                     const char *text, const char *from)
{
    struct mba_value value = fixture_value(f, location, name);
    CU_ASSERT_EQUAL(value.origin, origin);
    CU_ASSERT_EQUAL(value.text != NULL, text != NULL);
    if (text && value.text)
        CU_ASSERT_STRING_EQUAL(value.text, text);
    CU_ASSERT_EQUAL(value.len, text ? strlen(text) : 0);
    CU_ASSERT_EQUAL(value.from != NULL, from != NULL);
    CU_ASSERT_EQUAL(value.record != NULL, from != NULL);
    if (from && value.from)
        CU_ASSERT_STRING_EQUAL(value.from->location, from);
}

UNIT_TEST(a_value_comes_from_the_nearest_key_that_passes_it_down)
{
    struct fixture f;
    fixture_open(&f);
    fixture_set(&f, fixture_key(&f, "/LM", NULL), "ConnectionTimeout", "100");
    fixture_set(&f, fixture_key(&f, "/LM/W3SVC", NULL), "ConnectionTimeout", "200");
    fixture_key(&f, "/LM/W3SVC/1", NULL);
    fixture_key(&f, "/LM/W3SVC/1/ROOT/a/b", NULL); /* keys in between are missing */
    fixture_key(&f, "/LM/W3SVC/10", NULL);         /* no child of .../1 */
    fixture_set(&f, fixture_key(&f, "/LM/W3SVC/2", NULL), "ConnectionTimeout", "300");
    fixture_key(&f, "/LM/SmtpSvc", NULL);
    fixture_finish(&f);
    is_value(&f, "/LM/W3SVC", "ConnectionTimeout", MBA_ORIGIN_EXPLICIT, "200", "/LM/W3SVC");
    is_value(&f, "/LM/W3SVC/1", "ConnectionTimeout", MBA_ORIGIN_INHERITED, "200", "/LM/W3SVC");
    is_value(&f, "/LM/W3SVC/1/ROOT/a/b", "ConnectionTimeout", MBA_ORIGIN_INHERITED, "200", "/LM/W3SVC");
    is_value(&f, "/LM/W3SVC/10", "ConnectionTimeout", MBA_ORIGIN_INHERITED, "200", "/LM/W3SVC");
    is_value(&f, "/LM/W3SVC/2", "ConnectionTimeout", MBA_ORIGIN_EXPLICIT, "300", "/LM/W3SVC/2");
    is_value(&f, "/LM/SmtpSvc", "ConnectionTimeout", MBA_ORIGIN_INHERITED, "100", "/LM");
    fixture_close(&f);
}

UNIT_TEST(values_come_down_from_the_root_but_not_from_the_global_key)
{
    struct fixture f;
    fixture_open(&f);
    fixture_set(&f, fixture_key(&f, ".", NULL), "MaxConnections", "5");
    fixture_set(&f, fixture_key(&f, "/", NULL), "ConnectionTimeout", "90");
    fixture_key(&f, "/LM", NULL);
    fixture_key(&f, "/LM/W3SVC/1", NULL);
    fixture_finish(&f);
    is_value(&f, "/LM", "ConnectionTimeout", MBA_ORIGIN_INHERITED, "90", "/");
    is_value(&f, "/LM/W3SVC/1", "ConnectionTimeout", MBA_ORIGIN_INHERITED, "90", "/");
    is_value(&f, "/", "ConnectionTimeout", MBA_ORIGIN_EXPLICIT, "90", "/");
    is_value(&f, "/LM/W3SVC/1", "MaxConnections", MBA_ORIGIN_DEFAULT, "0", NULL);
    fixture_close(&f);
}

/* The second server has the same keys at the same addresses, and other values. */
UNIT_TEST(what_comes_down_is_remembered_for_one_server_only)
{
    static const char *const timeouts[] = {"100", "200", NULL};
    struct fixture f;
    fixture_open(&f);
    for (size_t i = 0; i < sizeof timeouts / sizeof *timeouts; i++) {
        mba_metabase_reset(f.mb);
        struct mba_export info = {.input = "a.zip", .member = "m", .format = "test"};
        CU_ASSERT(mba_metabase_begin_export(f.mb, &info) == 0);
        struct mba_key *service = fixture_key(&f, "/LM/W3SVC", NULL);
        if (timeouts[i])
            fixture_set(&f, service, "ConnectionTimeout", timeouts[i]);
        fixture_key(&f, "/LM/W3SVC/1", NULL);
        fixture_key(&f, "/LM/W3SVC/2", NULL);
        fixture_finish(&f);
        for (int again = 0; again < 2; again++)
            is_value(&f, "/LM/W3SVC/2", "ConnectionTimeout",
                     timeouts[i] ? MBA_ORIGIN_INHERITED : MBA_ORIGIN_DEFAULT,
                     timeouts[i] ? timeouts[i] : "120", timeouts[i] ? "/LM/W3SVC" : NULL);
    }
    fixture_close(&f);
}

/* Its damaged part may have held a nearer value. */
UNIT_TEST(nothing_is_inherited_through_a_key_that_was_not_read_whole)
{
    struct fixture f;
    fixture_open(&f);
    fixture_set(&f, fixture_key(&f, "/LM/W3SVC", NULL), "ConnectionTimeout", "200");
    struct mba_key *site = fixture_key(&f, "/LM/W3SVC/1", NULL);
    site->complete = false;
    fixture_set(&f, site, "CacheISAPI", "TRUE");
    fixture_key(&f, "/LM/W3SVC/1/ROOT", NULL);
    fixture_key(&f, "/LM/W3SVC/2/ROOT", NULL);
    mba_metabase_set_complete(f.mb, NULL);
    fixture_finish(&f);
    is_value(&f, "/LM/W3SVC/1", "ConnectionTimeout", MBA_ORIGIN_DEFAULT, "120", NULL);
    is_value(&f, "/LM/W3SVC/1/ROOT", "ConnectionTimeout", MBA_ORIGIN_DEFAULT, "120", NULL);
    CU_ASSERT_FALSE(fixture_value(&f, "/LM/W3SVC/1/ROOT", "ConnectionTimeout").known_absent);
    is_value(&f, "/LM/W3SVC/2/ROOT", "ConnectionTimeout", MBA_ORIGIN_INHERITED, "200", "/LM/W3SVC");
    is_value(&f, "/LM/W3SVC/1", "CacheISAPI", MBA_ORIGIN_EXPLICIT, "TRUE", "/LM/W3SVC/1"); /* what was read */
    is_value(&f, "/LM/W3SVC/1/ROOT", "CacheISAPI", MBA_ORIGIN_INHERITED, "TRUE", "/LM/W3SVC/1");
    fixture_close(&f);
}

UNIT_TEST(what_is_not_inheritable_stays_put)
{
    struct fixture f;
    fixture_open(&f);
    struct mba_key *service = fixture_key(&f, "/LM/SmtpSvc", NULL);
    fixture_set(&f, service, "ServerBindings", ":25:");
    fixture_set(&f, service, "ServerState", "4");
    fixture_set(&f, service, "ServerAutoStart", "FALSE");
    fixture_key(&f, "/LM/SmtpSvc/1", NULL);
    fixture_finish(&f);
    is_value(&f, "/LM/SmtpSvc/1", "ServerBindings", MBA_ORIGIN_DEFAULT, "", NULL);
    is_value(&f, "/LM/SmtpSvc/1", "ServerAutoStart", MBA_ORIGIN_DEFAULT, "TRUE", NULL);
    is_value(&f, "/LM/SmtpSvc/1", "ServerState", MBA_ORIGIN_NONE, NULL, NULL);
    is_value(&f, "/LM/SmtpSvc", "ServerState", MBA_ORIGIN_EXPLICIT, "4", "/LM/SmtpSvc");
    fixture_close(&f);
}

UNIT_TEST(the_record_decides_whether_it_is_passed_down)
{
    struct fixture f;
    fixture_open(&f);
    fixture_set(&f, fixture_key(&f, "/LM", NULL), "HopCount", "10");
    struct mba_key *service = fixture_key(&f, "/LM/SmtpSvc", NULL);
    fixture_custom(&f, service, 36886, "HopCount", "20", 0); /* INHERIT in the schema */
    fixture_custom(&f, service, 1023, "ServerBindings", ":2525:", MBA_ATTR_INHERIT); /* not in the schema */
    fixture_custom(&f, service, 1099, "Win32Error", "5", MBA_ATTR_INHERIT); /* volatile in the schema */
    fixture_key(&f, "/LM/SmtpSvc/1", NULL);
    fixture_finish(&f);
    is_value(&f, "/LM/SmtpSvc/1", "HopCount", MBA_ORIGIN_INHERITED, "10",
             "/LM"); /* the nearer one does not stop it */
    is_value(&f, "/LM/SmtpSvc/1", "ServerBindings", MBA_ORIGIN_INHERITED, ":2525:", "/LM/SmtpSvc");
    is_value(&f, "/LM/SmtpSvc/1", "Win32Error", MBA_ORIGIN_INHERITED, "5", "/LM/SmtpSvc");
    fixture_close(&f);
}

UNIT_TEST(flags_and_lists_are_inherited_whole_and_by_number)
{
    struct fixture f;
    fixture_open(&f);
    struct mba_key *service = fixture_key(&f, "/LM/W3SVC", NULL);
    fixture_set(&f, service, "AuthFlags", "AuthAnonymous | AuthNTLM");
    fixture_set(&f, service, "HttpErrors", "400,*\n401,*");
    struct mba_key *site = fixture_key(&f, "/LM/W3SVC/1", NULL);
    fixture_custom(&f, site, 6000, "AnyName", "AuthBasic", MBA_ATTR_INHERIT);
    fixture_key(&f, "/LM/W3SVC/1/ROOT", NULL);
    fixture_finish(&f);
    is_value(&f, "/LM/W3SVC/1/ROOT", "AuthFlags", MBA_ORIGIN_INHERITED, "AuthBasic", "/LM/W3SVC/1");
    is_value(&f, "/LM/W3SVC/1/ROOT", "HttpErrors", MBA_ORIGIN_INHERITED, "400,*\n401,*", "/LM/W3SVC");
    fixture_close(&f);
}

UNIT_TEST(defaults_are_marked_and_never_stand_in_for_a_state)
{
    struct fixture f;
    fixture_open(&f);
    fixture_key(&f, "/LM/SmtpSvc/1", "IIsSmtpServer");
    fixture_finish(&f);
    is_value(&f, "/LM/SmtpSvc/1", "HopCount", MBA_ORIGIN_DEFAULT, "10", NULL);
    is_value(&f, "/LM/SmtpSvc/1", "SmartHost", MBA_ORIGIN_DEFAULT, "", NULL);
    is_value(&f, "/LM/SmtpSvc/1", "AppPoolId", MBA_ORIGIN_NONE, NULL, NULL);   /* has none */
    is_value(&f, "/LM/SmtpSvc/1", "ServerState", MBA_ORIGIN_NONE, NULL, NULL); /* has 4, and is volatile */
    is_value(&f, "/LM/SmtpSvc/1", "Win32Error", MBA_ORIGIN_NONE, NULL, NULL);
    fixture_close(&f);
}

UNIT_TEST(numbers_the_dictionary_does_not_know)
{
    struct fixture f;
    struct mba_value value;
    fixture_open(&f);
    fixture_custom(&f, fixture_key(&f, "/LM/SmtpSvc", NULL), 61491, "", "routing", MBA_ATTR_INHERIT);
    struct mba_key *key = fixture_key(&f, "/LM/SmtpSvc/1", NULL);
    mba_metabase_set_complete(f.mb, NULL);
    fixture_finish(&f);
    mba_effective_id(f.mb, key, 61491, &value);
    CU_ASSERT_EQUAL(value.origin, MBA_ORIGIN_INHERITED);
    CU_ASSERT_STRING_EQUAL(value.text, "routing");
    mba_effective_id(f.mb, key, 61492, &value);
    CU_ASSERT_EQUAL(value.origin, MBA_ORIGIN_NONE);
    CU_ASSERT_FALSE(value.known_absent); /* it might be volatile */
    mba_effective_id(f.mb, key, 36886, &value);
    CU_ASSERT_EQUAL(value.origin, MBA_ORIGIN_DEFAULT);
    CU_ASSERT_TRUE(value.known_absent);
    fixture_close(&f);
}

UNIT_TEST(a_key_of_unknown_place_inherits_nothing)
{
    struct fixture f;
    struct mba_value value;
    fixture_open(&f);
    fixture_set(&f, fixture_key(&f, "/LM", NULL), "HopCount", "10");
    struct mba_key *key = fixture_key(&f, NULL, "IIsSmtpServer");
    fixture_set(&f, key, "ServerState", "4");
    mba_metabase_set_complete(f.mb, NULL);
    fixture_finish(&f);
    mba_effective_id(f.mb, key, 1016, &value);
    CU_ASSERT_EQUAL(value.origin, MBA_ORIGIN_EXPLICIT);
    mba_effective_id(f.mb, key, 36886, &value);
    CU_ASSERT_EQUAL(value.origin, MBA_ORIGIN_DEFAULT);
    CU_ASSERT_FALSE(value.known_absent);
    mba_effective_id(f.mb, key, 1023, &value);
    CU_ASSERT_TRUE(value.known_absent); /* not inheritable: the key alone would have it */
    fixture_close(&f);
}

/* ---- absence --------------------------------------------------------------------------------- */

UNIT_TEST(coverage_is_by_subtree)
{
    struct fixture f;
    fixture_open(&f);
    CU_ASSERT_FALSE(mba_metabase_covers(f.mb, "/LM"));
    mba_metabase_set_complete(f.mb, "SmtpSvc");
    CU_ASSERT_TRUE(mba_metabase_covers(f.mb, "/LM/smtpsvc"));
    CU_ASSERT_TRUE(mba_metabase_covers(f.mb, "/LM/SmtpSvc/1/Domain"));
    CU_ASSERT_FALSE(mba_metabase_covers(f.mb, "/LM/SmtpSvc2"));
    CU_ASSERT_FALSE(mba_metabase_covers(f.mb, "/LM"));
    CU_ASSERT_FALSE(mba_metabase_covers(f.mb, NULL));
    mba_metabase_set_complete(f.mb, NULL);
    CU_ASSERT_TRUE(mba_metabase_covers(f.mb, "/LM"));
    CU_ASSERT_TRUE(mba_metabase_covers(f.mb, "/"));
    CU_ASSERT_TRUE(mba_metabase_covers(f.mb, "."));
    fixture_close(&f);
}

static bool known_absent(const char *complete, bool key_complete, bool above_complete, bool partial,
                         const char *name)
{
    struct fixture f;
    fixture_open(&f);
    fixture_export(&f, "a", false);
    fixture_key(&f, "/LM/SmtpSvc", NULL)->complete = above_complete;
    fixture_key(&f, "/LM/SmtpSvc/1", NULL)->complete = key_complete;
    if (complete)
        mba_metabase_set_complete(f.mb, complete);
    mba_metabase_export(f.mb, 0)->partial = partial;
    fixture_finish(&f);
    bool known = fixture_value(&f, "/LM/SmtpSvc/1", name).known_absent;
    fixture_close(&f);
    return known;
}

UNIT_TEST(absence_is_known_only_when_all_that_could_set_it_was_read)
{
    /* inheritable: the key, what is above it, and a whole subtree from the service or higher */
    CU_ASSERT_TRUE(known_absent("/", true, true, false, "SmartHost"));
    CU_ASSERT_TRUE(known_absent("/LM", true, true, false, "SmartHost"));
    CU_ASSERT_TRUE(known_absent("/LM/SmtpSvc", true, true, false, "SmartHost"));
    CU_ASSERT_FALSE(known_absent("/LM/SmtpSvc/1", true, true, false, "SmartHost"));
    CU_ASSERT_FALSE(known_absent("/LM/W3SVC", true, true, false, "SmartHost"));
    CU_ASSERT_FALSE(known_absent(NULL, true, true, false, "SmartHost"));
    CU_ASSERT_FALSE(known_absent("/", false, true, false, "SmartHost"));
    CU_ASSERT_FALSE(known_absent("/", true, false, false, "SmartHost"));
    CU_ASSERT_FALSE(known_absent("/", true, true, true, "SmartHost")); /* the export was cut off */
    /* not inheritable: the key alone */
    CU_ASSERT_TRUE(known_absent(NULL, true, false, false, "ServerBindings"));
    CU_ASSERT_FALSE(known_absent("/", false, true, false, "ServerBindings"));
    /* volatile: never */
    CU_ASSERT_FALSE(known_absent("/", true, true, false, "ServerState"));
    CU_ASSERT_FALSE(known_absent("/", true, true, false, "Win32Error"));
}

UNIT_TEST(what_is_set_is_not_absent)
{
    struct fixture f;
    fixture_open(&f);
    fixture_set(&f, fixture_key(&f, "/LM/SmtpSvc", NULL), "SmartHost", "");
    fixture_key(&f, "/LM/SmtpSvc/1", NULL);
    mba_metabase_set_complete(f.mb, NULL);
    fixture_finish(&f);
    CU_ASSERT_FALSE(fixture_value(&f, "/LM/SmtpSvc/1", "SmartHost").known_absent);
    CU_ASSERT_TRUE(fixture_value(&f, "/LM/SmtpSvc/1", "HopCount").known_absent);
    fixture_close(&f);
}

static uint64_t changes(const struct fixture *f, const char *a, const char *b)
{
    static const struct {
        const char *name;
        struct mba_watch bits;
    } watched[] = {{"ConnectionTimeout", {1, 0}}, {"CacheISAPI", {2, 3}}, {"Path", {64, 4}}};
    struct mba_watch watch[4096] = {{0}};
    CU_ASSERT_FATAL(mba_dictionary_room(f->dict) <= sizeof watch / sizeof *watch);
    for (size_t i = 0; i < 3; i++)
        watch[mba_dictionary_index(f->dict, mba_property_by_name(f->dict, watched[i].name,
                                                                 strlen(watched[i].name)))] = watched[i].bits;
    return mba_effective_changes(f->mb, mba_metabase_find(f->mb, a), mba_metabase_find(f->mb, b), watch);
}

UNIT_TEST(what_may_differ_between_two_keys)
{
    const uint64_t timeout = 1, isapi = 2 + 4, text = UINT64_C(1) << 63, path = text + 8;
    struct fixture f;
    fixture_open(&f);
    fixture_key(&f, "/LM", NULL);
    fixture_key(&f, "/LM/W3SVC", NULL);
    fixture_set(&f, fixture_key(&f, "/LM/W3SVC/1", NULL), "ConnectionTimeout", "200");
    struct mba_key *key = fixture_key(&f, "/LM/W3SVC/1/a", NULL);
    fixture_set(&f, key, "Path", "c:\\a");
    fixture_set(&f, key, "CacheISAPI", "TRUE");
    fixture_set(&f, key, "AppRoot", "not watched");
    key = fixture_key(&f, "/LM/W3SVC/1/b", NULL);
    fixture_set(&f, key, "Path", "c:\\b");
    fixture_set(&f, key, "CacheISAPI", "TRUE");
    fixture_key(&f, "/LM/W3SVC/1/c", NULL);
    fixture_key(&f, "/LM/W3SVC/2", NULL);
    fixture_key(&f, "/LM/W3SVC/2/c", NULL);
    fixture_key(&f, "/LM/W3SVC/3", NULL)->complete = false;
    fixture_key(&f, "/LM/W3SVC/3/c", NULL);
    fixture_key(&f, "/LM/SmtpSvc", NULL);
    fixture_finish(&f);
    CU_ASSERT_EQUAL(changes(&f, "/LM/W3SVC/1/a", "/LM/W3SVC/1/a"), 0);
    CU_ASSERT_EQUAL(changes(&f, "/LM/W3SVC/1/a", "/LM/W3SVC/1/b"), text); /* set at both */
    CU_ASSERT_EQUAL(changes(&f, "/LM/W3SVC/1/b", "/LM/W3SVC/1/c"), path | isapi);
    CU_ASSERT_EQUAL(changes(&f, "/LM/W3SVC/1/c", "/LM/W3SVC/1/a"), path | isapi);
    CU_ASSERT_EQUAL(changes(&f, "/LM/W3SVC/1/c", "/LM/W3SVC/2/c"), timeout);
    CU_ASSERT_EQUAL(changes(&f, "/LM/W3SVC/2/c", "/LM/W3SVC/3/c"), UINT64_MAX); /* not read whole */
    CU_ASSERT_EQUAL(changes(&f, "/LM/W3SVC/2", "/LM/W3SVC/2/c"), 0);
    CU_ASSERT_EQUAL(changes(&f, "/LM/W3SVC/1/a", "/LM/W3SVC/1"), timeout | path | isapi);
    CU_ASSERT_EQUAL(changes(&f, "/LM/W3SVC/2", "/LM/W3SVC/1/b"), timeout | path | isapi);
    CU_ASSERT_EQUAL(changes(&f, "/LM/W3SVC/2", "/LM/W3SVC/3/c"), UINT64_MAX); /* not read whole in between */
    CU_ASSERT_EQUAL(changes(&f, "/LM/W3SVC/3", "/LM/W3SVC/3/c"), UINT64_MAX);
    CU_ASSERT_EQUAL(changes(&f, "/LM/W3SVC", "/LM/SmtpSvc"), UINT64_MAX); /* not of one service */
    fixture_close(&f);
}
