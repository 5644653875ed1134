#include <string.h>

#include "fixture.h"

UNIT_TEST(keys_are_found_without_case_and_made_once)
{
    struct fixture f;
    fixture_open(&f);
    struct mba_key *key = fixture_key(&f, "/LM/W3SVC/1/ROOT", "IIsWebVirtualDir");
    CU_ASSERT_PTR_EQUAL(fixture_key(&f, "/lm/w3svc/1/root", NULL), key);
    CU_ASSERT_PTR_EQUAL(fixture_key(&f, "w3svc/1/Root/", NULL), key);
    CU_ASSERT_EQUAL(mba_metabase_count(f.mb), 1);
    CU_ASSERT_STRING_EQUAL(key->location, "/LM/W3SVC/1/ROOT"); /* letters as first written */
    CU_ASSERT_EQUAL(key->line, 7);
    fixture_finish(&f);
    CU_ASSERT_PTR_EQUAL(mba_metabase_find(f.mb, "/lm/w3svc/1/rOOt"), key);
    CU_ASSERT_PTR_NULL(mba_metabase_find(f.mb, "/LM/W3SVC/1/ROO"));
    CU_ASSERT_PTR_NULL(mba_metabase_find(f.mb, "/LM/W3SVC/1/ROOT/x"));
    CU_ASSERT_PTR_NULL(mba_metabase_at(f.mb, 1));
    fixture_close(&f);
}

UNIT_TEST(keys_are_sorted_without_case_and_unknown_places_come_last)
{
    static const char *const order[] = {".",         "/",          "/LM", "/LM/smtpsvc", "/LM/SmtpSvc/1",
                                        "/LM/W3SVC", "/LM/w3svc/2"};
    struct fixture f;
    fixture_open(&f);
    struct mba_key *lost = fixture_key(&f, NULL, "IIsSmtpServer");
    for (int i = 6; i >= 0; i--)
        fixture_key(&f, order[(i * 3) % 7], NULL);
    struct mba_key *second = fixture_key(&f, NULL, "IIsSmtpServer");
    fixture_finish(&f);
    CU_ASSERT_EQUAL_FATAL(mba_metabase_count(f.mb), 9);
    for (size_t i = 0; i < 7; i++) {
        CU_ASSERT_STRING_EQUAL(mba_metabase_at(f.mb, i)->location, order[i]);
        CU_ASSERT_STRING_EQUAL(mba_metabase_at(f.mb, i)->label, order[i]);
        CU_ASSERT_PTR_EQUAL(mba_metabase_find(f.mb, order[i]),
                            mba_metabase_at(f.mb, i)); /* found after sorting, too */
    }
    CU_ASSERT_PTR_EQUAL(mba_metabase_at(f.mb, 7), lost);
    CU_ASSERT_PTR_EQUAL(mba_metabase_at(f.mb, 8), second);
    CU_ASSERT_PTR_NULL(lost->location);
    CU_ASSERT_STRING_EQUAL(lost->label, "(place unknown) IIsSmtpServer");
    CU_ASSERT_STRING_EQUAL(second->label, "(place unknown) IIsSmtpServer (2)");
    CU_ASSERT_FALSE(lost->instance);
    fixture_close(&f);
}

UNIT_TEST(thousands_of_keys_keep_their_places)
{
    struct fixture f;
    char location[64];
    fixture_open(&f);
    for (int i = 0; i < 5000; i++) {
        snprintf(location, sizeof location, "/LM/W3SVC/%d/ROOT", (i * 7919) % 5000);
        fixture_key(&f, location, "IIsWebVirtualDir");
    }
    fixture_finish(&f);
    CU_ASSERT_EQUAL(mba_metabase_count(f.mb), 5000);
    for (size_t i = 1; i < 5000; i++)
        CU_ASSERT_FATAL(mba_ascii_casecmp(mba_metabase_at(f.mb, i - 1)->location,
                                          mba_metabase_at(f.mb, i)->location) < 0);
    const struct mba_key *key = mba_metabase_find(f.mb, "/LM/W3SVC/4711/root");
    CU_ASSERT(key && strcmp(key->location, "/LM/W3SVC/4711/ROOT") == 0);
    fixture_close(&f);
}

UNIT_TEST(the_keys_limit_is_told_from_no_memory)
{
    struct fixture f;
    struct mba_limits limits;
    fixture_open(&f);
    mba_limits_default(&limits);
    limits.value[MBA_LIMIT_KEYS] = 2;
    struct mba_metabase *mb = mba_metabase_new(f.dict, &limits);
    bool hit = true;
    CU_ASSERT_PTR_NOT_NULL(mba_metabase_key(mb, "/LM", 3, NULL, 0, 1, &hit));
    CU_ASSERT_FALSE(hit);
    CU_ASSERT_PTR_NOT_NULL(mba_metabase_key(mb, NULL, 0, NULL, 0, 2, &hit));
    CU_ASSERT_PTR_NOT_NULL(mba_metabase_key(mb, "/lm", 3, NULL, 0, 3, &hit)); /* is there already */
    CU_ASSERT_PTR_NULL(mba_metabase_key(mb, "/LM/W3SVC", 9, NULL, 0, 4, &hit));
    CU_ASSERT_TRUE(hit);
    mba_metabase_free(mb);
    mba_metabase_free(NULL);
    fixture_close(&f);
}

/* ---- classes --------------------------------------------------------------------------------- */

UNIT_TEST(classes_come_from_the_element_or_from_keytype)
{
    struct fixture f;
    fixture_open(&f);
    struct mba_key *plain = fixture_key(&f, "/LM/a", NULL);
    CU_ASSERT_STRING_EQUAL(plain->class_name, "IIsConfigObject");
    struct mba_key *named = fixture_key(&f, "/LM/b", "IIsFilters");
    struct mba_key *typed = fixture_key(&f, "/LM/c", "IIsConfigObject");
    fixture_set(&f, typed, "KeyType", "IIsFilter");
    CU_ASSERT_STRING_EQUAL(typed->class_name, "IIsFilter");
    fixture_key(&f, "/LM/b", "IIsConfigObject"); /* says nothing new */
    fixture_key(&f, "/LM/a", "IIsMimeMap");      /* a second export knows more */
    fixture_set(&f, named, "KeyType", "");
    fixture_finish(&f);
    CU_ASSERT_STRING_EQUAL(plain->class_name, "IIsMimeMap");
    CU_ASSERT_STRING_EQUAL(named->class_name, "IIsFilters");
    CU_ASSERT_STRING_EQUAL(typed->class_name, "IIsFilter");
    fixture_close(&f);
}

UNIT_TEST(instances_get_the_class_of_their_service)
{
    static const struct {
        const char *location, *class_name;
        bool instance;
    } rows[] = {{"/LM/SmtpSvc/1", "IIsSmtpServer", true},     {"/LM/W3SVC/1962875481", "IIsWebServer", true},
                {"/LM/MSFTPSVC/1", "IIsFtpServer", true},     {"/LM/NNTPSVC/1", "IIsNntpServer", true},
                {"/LM/Pop3Svc/1", "IIsPop3Server", true},     {"/LM/IMAP4SVC/1", "IIsImapServer", true},
                {"/LM/SmtpSvc/1a", "IIsConfigObject", false}, {"/LM/SmtpSvc/1/1", "IIsConfigObject", false},
                {"/LM/DS2MB/1", "IIsConfigObject", false},    {"/LM/1", "IIsConfigObject", false},
                {"/LM/SmtpSvc", "IIsConfigObject", false}};
    struct fixture f;
    fixture_open(&f);
    struct mba_key *keys[11];
    for (size_t i = 0; i < 11; i++)
        keys[i] = fixture_key(&f, rows[i].location, NULL);
    struct mba_key *own = fixture_key(&f, "/LM/SmtpSvc/2", "IIsOther");
    fixture_finish(&f);
    for (size_t i = 0; i < 11; i++) {
        CU_ASSERT_STRING_EQUAL(keys[i]->class_name, rows[i].class_name);
        CU_ASSERT_EQUAL(keys[i]->instance, rows[i].instance);
    }
    CU_ASSERT_STRING_EQUAL(own->class_name, "IIsOther");
    CU_ASSERT_TRUE(own->instance);
    fixture_close(&f);
}

UNIT_TEST(templates_are_marked)
{
    struct fixture f;
    fixture_open(&f);
    struct mba_key *site = fixture_key(&f, "/LM/W3SVC/INFO/Templates/Public Web Site", "IIsWebServer");
    struct mba_key *root =
        fixture_key(&f, "/LM/W3SVC/Info/templates/Public Web Site/Root", "IIsWebVirtualDir");
    struct mba_key *folder = fixture_key(&f, "/LM/W3SVC/Info/Templates", NULL);
    struct mba_key *users = fixture_key(&f, "/LM/W3SVC/1/ROOT/Info/Templates/x", "IIsWebDirectory");
    fixture_finish(&f);
    CU_ASSERT_TRUE(site->template_key);
    CU_ASSERT_TRUE(root->template_key);
    CU_ASSERT_FALSE(site->instance);
    CU_ASSERT_FALSE(folder->template_key);
    CU_ASSERT_FALSE(users->template_key); /* a folder of that name in a site */
    fixture_close(&f);
}

UNIT_TEST(keys_of_a_class_in_order)
{
    struct fixture f;
    size_t cursor = 0;
    fixture_open(&f);
    fixture_key(&f, "/LM/SmtpSvc/3", "IIsSmtpServer");
    fixture_key(&f, "/LM/SmtpSvc", "IIsSmtpService");
    fixture_key(&f, "/LM/SmtpSvc/1", NULL); /* by its service */
    fixture_key(&f, "/LM/SmtpSvc/2", "iissmtpserver");
    fixture_finish(&f);
    CU_ASSERT_STRING_EQUAL(mba_metabase_next_of_class(f.mb, "IISSMTPSERVER", &cursor)->location,
                           "/LM/SmtpSvc/1");
    CU_ASSERT_STRING_EQUAL(mba_metabase_next_of_class(f.mb, "IIsSmtpServer", &cursor)->location,
                           "/LM/SmtpSvc/2");
    CU_ASSERT_STRING_EQUAL(mba_metabase_next_of_class(f.mb, "IIsSmtpServer", &cursor)->location,
                           "/LM/SmtpSvc/3");
    CU_ASSERT_PTR_NULL(mba_metabase_next_of_class(f.mb, "IIsSmtpServer", &cursor));
    CU_ASSERT_PTR_NULL(mba_metabase_next_of_class(f.mb, "IIsSmtpServer", &cursor));
    cursor = 0;
    CU_ASSERT_PTR_NULL(mba_metabase_next_of_class(f.mb, "IIsNothing", &cursor));
    fixture_close(&f);
}

/* ---- exports and reset ----------------------------------------------------------------------- */

UNIT_TEST(exports_are_copied_and_can_be_completed)
{
    struct fixture f;
    char member[] = "SRV1/MetaBase.xml";
    fixture_open(&f);
    fixture_export(&f, member, false);
    memset(member, 'x', 4);
    mba_metabase_export(f.mb, 0)->keys = 57;
    fixture_export(&f, "SRV1/adsutil.txt", true);
    CU_ASSERT_EQUAL(mba_metabase_export_count(f.mb), 2);
    CU_ASSERT_STRING_EQUAL(mba_metabase_export(f.mb, 0)->member, "SRV1/MetaBase.xml");
    CU_ASSERT_EQUAL(mba_metabase_export(f.mb, 0)->keys, 57);
    CU_ASSERT_TRUE(mba_metabase_export(f.mb, 1)->runtime);
    CU_ASSERT_PTR_NULL(mba_metabase_export(f.mb, 2));
    CU_ASSERT_EQUAL(fixture_key(&f, "/LM", NULL)->export_index, 1);
    fixture_close(&f);
}

UNIT_TEST(a_reset_metabase_remembers_nothing)
{
    struct fixture f;
    fixture_open(&f);
    for (int round = 0; round < 3; round++) {
        fixture_export(&f, "a", false);
        mba_metabase_set_complete(f.mb, NULL);
        fixture_set(&f, fixture_key(&f, "/LM/SmtpSvc/1", "IIsSmtpServer"), "HopCount", "15");
        fixture_export(&f, "b", false);
        fixture_set(&f, fixture_key(&f, "/LM/SmtpSvc/1", NULL), "HopCount", "30");
        fixture_finish(&f);
        CU_ASSERT_EQUAL(f.problems.count, 1);
        mba_problems_free(&f.problems);
        mba_metabase_reset(f.mb);
        size_t cursor = 0;
        CU_ASSERT_EQUAL(mba_metabase_count(f.mb), 0);
        CU_ASSERT_EQUAL(mba_metabase_export_count(f.mb), 0);
        CU_ASSERT_PTR_NULL(mba_metabase_find(f.mb, "/LM/SmtpSvc/1"));
        CU_ASSERT_PTR_NULL(mba_metabase_next_of_class(f.mb, "IIsSmtpServer", &cursor));
        CU_ASSERT_FALSE(mba_metabase_covers(f.mb, "/LM"));
        fixture_finish(&f);
        CU_ASSERT_EQUAL(f.problems.count, 0);
        mba_metabase_reset(f.mb);
    }
    CU_ASSERT_PTR_EQUAL(mba_metabase_dictionary(f.mb), f.dict);
    fixture_close(&f);
}
