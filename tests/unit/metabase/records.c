#include <string.h>

#include "fixture.h"

UNIT_TEST(a_property_is_its_number)
{
    struct fixture f;
    fixture_open(&f);
    struct mba_key *key = fixture_key(&f, "/LM/SmtpSvc", "IIsSmtpService");
    fixture_set(&f, key, "AuthFlags", "AuthAnonymous");
    fixture_custom(&f, key, 6000, "SomeOtherName", "AuthBasic", MBA_ATTR_INHERIT); /* Exchange writes it so */
    fixture_finish(&f);
    CU_ASSERT_EQUAL(key->count, 1);
    const struct mba_record *record = fixture_record(&f, "/LM/SmtpSvc", 6000);
    CU_ASSERT_STRING_EQUAL(record->text, "AuthBasic");
    CU_ASSERT_STRING_EQUAL(record->name, "SomeOtherName");
    CU_ASSERT_PTR_EQUAL(record->prop, mba_property_by_id(f.dict, 6000));
    CU_ASSERT_TRUE(record->custom);
    CU_ASSERT_EQUAL(f.problems.count, 0); /* one export: no conflict */
    fixture_close(&f);
}

UNIT_TEST(what_the_export_left_out_comes_from_the_schema)
{
    struct fixture f;
    fixture_open(&f);
    struct mba_key *key = fixture_key(&f, "/LM", NULL);
    struct mba_record bare = {.id = 6000, .text = "2 and more", .len = 1};
    CU_ASSERT_TRUE(mba_metabase_set(f.mb, key, &bare));
    struct mba_record wrong = {.id = 4242, .prop = mba_property_by_id(f.dict, 6000), .name = "X"};
    CU_ASSERT_TRUE(mba_metabase_set(f.mb, key, &wrong));
    fixture_finish(&f);
    const struct mba_record *record = fixture_record(&f, "/LM", 6000);
    CU_ASSERT_EQUAL(record->type, MBA_TYPE_DWORD);
    CU_ASSERT_EQUAL(record->user_type, 2);
    CU_ASSERT_STRING_EQUAL(record->text, "2"); /* the length counts */
    CU_ASSERT_STRING_EQUAL(record->name, "");
    record = fixture_record(&f, "/LM", 4242);
    CU_ASSERT_PTR_NULL(record->prop);
    CU_ASSERT_STRING_EQUAL(record->text, "");
    fixture_close(&f);
}

UNIT_TEST(texts_are_copied)
{
    struct fixture f;
    char text[] = "a\nb", name[] = "Custom";
    fixture_open(&f);
    struct mba_key *key = fixture_key(&f, "/LM", NULL);
    fixture_custom(&f, key, 50001, name, text, 0);
    text[0] = name[0] = 'x';
    fixture_finish(&f);
    CU_ASSERT_STRING_EQUAL(fixture_record(&f, "/LM", 50001)->text, "a\nb");
    CU_ASSERT_STRING_EQUAL(fixture_record(&f, "/LM", 50001)->name, "Custom");
    fixture_close(&f);
}

UNIT_TEST(names_without_a_number_are_kept_apart)
{
    struct fixture f;
    fixture_open(&f);
    struct mba_key *key = fixture_key(&f, "/LM", NULL);
    fixture_custom(&f, key, 0, "Beta", "1", 0);
    fixture_custom(&f, key, 0, "Alpha", "2", 0);
    fixture_custom(&f, key, 0, "BETA", "3", 0);
    fixture_finish(&f);
    CU_ASSERT_EQUAL_FATAL(key->count, 2);
    CU_ASSERT_STRING_EQUAL(key->records[0].text, "2");
    CU_ASSERT_STRING_EQUAL(key->records[1].text, "3");
    CU_ASSERT_EQUAL(fixture_value(&f, "/LM", "MD_0").origin,
                    MBA_ORIGIN_NONE); /* 0 in the schema, and not these */
    fixture_set(&f, key, "MD_0", "4");
    fixture_finish(&f);
    CU_ASSERT_STRING_EQUAL(fixture_value(&f, "/LM", "MD_0").text, "4");
    fixture_close(&f);
}

UNIT_TEST(a_key_with_thousands_of_properties)
{
    enum { MANY = 20000 };
    struct fixture f;
    char text[32];
    fixture_open(&f);
    struct mba_key *key = fixture_key(&f, "/LM", NULL);
    for (int round = 0; round < 2; round++) {
        for (unsigned i = 0; i < MANY; i++) {
            snprintf(text, sizeof text, "%d-%u", round, i);
            fixture_custom(&f, key, 100000 + (i * 7) % MANY, "Many", text, 0);
        }
        CU_ASSERT_EQUAL(key->count, MANY);
    }
    fixture_finish(&f);
    for (unsigned i = 1; i < MANY; i++)
        CU_ASSERT_FATAL(key->records[i - 1].id < key->records[i].id);
    CU_ASSERT_STRING_EQUAL(fixture_record(&f, "/LM", 100007)->text, "1-1");
    CU_ASSERT_PTR_NULL(fixture_record(&f, "/LM", 99999));
    CU_ASSERT_PTR_NULL(fixture_record(&f, "/LM", 100000 + MANY));
    fixture_close(&f);
}

/* ---- secrets --------------------------------------------------------------------------------- */

static void is_dropped(const struct fixture *f, uint32_t id)
{
    const struct mba_record *record = fixture_record(f, "/LM", id);
    CU_ASSERT_PTR_NOT_NULL_FATAL(record); /* that it was there is known */
    CU_ASSERT_TRUE(record->secret);
    CU_ASSERT_PTR_NULL(record->text);
    CU_ASSERT_EQUAL(record->len, 0);
}

UNIT_TEST(secrets_of_the_schema_are_dropped)
{
    static const char *const names[] = {
        "AdminACL",       "AdminACLBin",           "AnonymousUserPass", "LogOdbcPassword", "RoutePassword",
        "SmtpDsPassword", "Pop3DsPassword",        "ImapDsPassword",    "UNCPassword",     "WAMUserPass",
        "FeedPassword",   "ADConnectionsPassword", "SessionKey"};
    struct fixture f;
    fixture_open(&f);
    struct mba_key *key = fixture_key(&f, "/LM", NULL);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        fixture_set(&f, key, names[i], "hunter2");
    fixture_finish(&f);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        is_dropped(&f, mba_property_by_name(f.dict, names[i], strlen(names[i]))->id);
    struct mba_value value = fixture_value(&f, "/LM", "RoutePassword");
    CU_ASSERT_EQUAL(value.origin, MBA_ORIGIN_EXPLICIT);
    CU_ASSERT_PTR_NULL(value.text);
    fixture_close(&f);
}

UNIT_TEST(other_secrets_are_known_by_what_they_look_like)
{
    struct fixture f;
    fixture_open(&f);
    struct mba_key *key = fixture_key(&f, "/LM", NULL);
    fixture_custom(&f, key, 60001, "UnknownName_60001", "x", MBA_ATTR_SECURE);
    fixture_custom(&f, key, 60002, "ProxyPassword", "x", 0);
    fixture_custom(&f, key, 60003, "userPWD", "x", 0);
    fixture_custom(&f, key, 60004, "BindPass", "x", 0);
    fixture_custom(&f, key, 60005, "Blob", "49634462f0000000", 0);
    fixture_custom(&f, key, 60006, "Blob", "49634B62f0000000", 0);
    fixture_custom(&f, key, 60007, "Blob", "\n\t 49634B62", 0);
    fixture_custom(&f, key, 6021, "", "x", 0); /* no name, no attributes: the number is enough */
    fixture_custom(&f, key, 60008, "Blob", "4963446", 0);
    fixture_custom(&f, key, 60009, "Blob", "x49634462", 0);
    fixture_set(&f, key, "PasswordCacheTTL", "600"); /* known, and no password */
    fixture_set(&f, key, "ServerComment", "49634462 is in a comment");
    fixture_finish(&f);
    for (uint32_t id = 60001; id <= 60007; id++)
        is_dropped(&f, id);
    is_dropped(&f, 6021);
    is_dropped(&f, 1015); /* what looks encrypted goes, wherever it stands */
    CU_ASSERT_STRING_EQUAL(fixture_record(&f, "/LM", 60008)->text, "4963446");
    CU_ASSERT_STRING_EQUAL(fixture_record(&f, "/LM", 60009)->text, "x49634462");
    CU_ASSERT_STRING_EQUAL(fixture_record(&f, "/LM", 2064)->text, "600");
    fixture_close(&f);
}

UNIT_TEST(secrets_are_known_without_a_dictionary)
{
    struct mba_record record = {.id = 9999, .name = "", .text = "x", .len = 1};
    CU_ASSERT_TRUE(mba_record_is_secret(&record));
    record = (struct mba_record){.id = 49384, .name = ""};
    CU_ASSERT_TRUE(mba_record_is_secret(&record));
    record = (struct mba_record){.id = 3003};
    CU_ASSERT_TRUE(mba_record_is_secret(&record));
    record = (struct mba_record){.id = 3002, .name = "sessionkey"};
    CU_ASSERT_TRUE(mba_record_is_secret(&record));
    const struct mba_property other = {.id = 1015, .name = "ServerComment"};
    record = (struct mba_record){.id = 1015, .prop = &other, .name = "RoutePassword"};
    CU_ASSERT_TRUE(mba_record_is_secret(&record)); /* the number may be wrong */
    const struct mba_property known = {.id = 2064, .name = "PasswordCacheTTL"};
    record = (struct mba_record){.id = 2064, .prop = &known, .name = "passwordCacheTTL"};
    CU_ASSERT_FALSE(mba_record_is_secret(&record));
    record = (struct mba_record){.id = 49385, .name = "Path", .text = "c:\\", .len = 3};
    CU_ASSERT_FALSE(mba_record_is_secret(&record));
}

UNIT_TEST(a_secret_of_one_export_is_a_secret_of_all)
{
    struct fixture f;
    fixture_open(&f);
    struct mba_key *key = fixture_key(&f, "/LM", NULL);
    fixture_export(&f, "a", false);
    fixture_custom(&f, key, 60001, "One", "clear", 0);
    fixture_custom(&f, key, 60002, "Two", "", MBA_ATTR_SECURE);
    const char *kept = key->records[0].text;
    fixture_export(&f, "b", false);
    fixture_custom(&f, key, 60001, "One", "", MBA_ATTR_SECURE);
    fixture_custom(&f, key, 60002, "Two", "clear", 0);
    CU_ASSERT_EQUAL(memcmp(kept, "\0\0\0\0\0", 5), 0); /* gone from memory, too */
    fixture_finish(&f);
    is_dropped(&f, 60001);
    is_dropped(&f, 60002);
    CU_ASSERT_EQUAL(f.problems.count, 0); /* and nothing is said about values */
    fixture_close(&f);
}
