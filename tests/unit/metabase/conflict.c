#include <string.h>

#include "fixture.h"

static struct mba_key *both(struct fixture *f, bool first_runtime, bool second_runtime, const char *name,
                            const char *first, const char *second)
{
    fixture_export(f, "SRV1/one.xml", first_runtime);
    struct mba_key *key = fixture_key(f, "/LM/SmtpSvc/1", "IIsSmtpServer");
    fixture_set(f, key, name, first);
    fixture_export(f, "SRV1/two.txt", second_runtime);
    fixture_set(f, key, name, second);
    fixture_finish(f);
    return key;
}

static void check(bool first_runtime, bool second_runtime, const char *name, const char *first,
                  const char *second, const char *kept, size_t conflicts)
{
    struct fixture f;
    fixture_open(&f);
    struct mba_key *key = both(&f, first_runtime, second_runtime, name, first, second);
    CU_ASSERT_EQUAL(key->count, 1);
    CU_ASSERT_STRING_EQUAL(key->records[0].text, kept);
    CU_ASSERT_EQUAL(f.problems.count, conflicts);
    fixture_close(&f);
}

UNIT_TEST(the_running_service_knows_what_is_volatile)
{
    check(false, true, "ServerState", "2", "4", "4", 0);
    check(true, false, "ServerState", "4", "2", "4", 0);
    check(true, true, "ServerState", "4", "2", "4", 1); /* two running services: a conflict */
    check(false, false, "ServerState", "4", "2", "4", 1);
}

UNIT_TEST(the_file_knows_what_is_set)
{
    check(false, true, "HopCount", "15", "30", "15", 1);
    check(true, false, "HopCount", "30", "15", "15", 1);
    check(false, false, "HopCount", "15", "30", "15", 1);
    check(true, true, "HopCount", "15", "30", "15", 1);
}

UNIT_TEST(the_same_value_written_otherwise_is_no_conflict)
{
    check(false, true, "HopCount", "15", "0xF", "15", 0);
    check(false, true, "AuthFlags", "AuthAnonymous | AuthBasic", "3", "AuthAnonymous | AuthBasic", 0);
    check(false, true, "MaxConnections", "4294967295", "-1", "4294967295", 0);
    check(false, true, "ServerAutoStart", "TRUE", "True", "TRUE", 0);
    check(false, true, "ServerAutoStart", "TRUE", "1", "TRUE", 0);
    check(false, true, "RelayForAuth", "1", "True", "1", 0);
    check(false, true, "ServerBindings", ":25:\n:2525:", ":25:\n:2525:\n", ":25:\n:2525:", 0);
    check(false, true, "SSLCertHash", "40da7e66", "40DA7E66", "40da7e66", 0);
}

UNIT_TEST(a_different_value_is_a_conflict_in_every_type)
{
    check(false, true, "AuthFlags", "AuthAnonymous", "AuthBasic", "AuthAnonymous", 1);
    check(false, true, "AuthFlags", "AuthAnonymous", "AuthNonsense", "AuthAnonymous", 1);
    check(false, true, "ServerAutoStart", "TRUE", "FALSE", "TRUE", 1);
    check(false, true, "ServerBindings", ":25:\n:2525:", ":25:", ":25:\n:2525:", 1);
    check(false, true, "ServerBindings", ":25:", ":26:", ":25:", 1);
    check(false, true, "SSLCertHash", "40da7e66", "40da7e67", "40da7e66", 1);
    check(false, true, "ServerComment", "mail", "Mail", "mail", 1);
    check(false, true, "ServerComment", "", "Mail", "", 1);
}

UNIT_TEST(a_conflict_names_key_property_values_and_members)
{
    struct fixture f;
    fixture_open(&f);
    both(&f, false, true, "ServerBindings", ":25:\n:2525:", "192.0.2.1:25:");
    CU_ASSERT_EQUAL_FATAL(f.problems.count, 1);
    const struct mba_problem *problem = &f.problems.items[0];
    CU_ASSERT_EQUAL(problem->grade, MBA_OK);
    CU_ASSERT_STRING_EQUAL(problem->input, "in.zip");
    CU_ASSERT_STRING_EQUAL(problem->member, "SRV1/two.txt");
    CU_ASSERT_EQUAL(problem->line, 9);
    CU_ASSERT_STRING_EQUAL(problem->text,
                           "/LM/SmtpSvc/1: ServerBindings is \"192.0.2.1:25:\" here and \":25:; :2525:\" in "
                           "SRV1/one.xml, which is used; check that both are of the same server and time");
    fixture_close(&f);
}

/* The other is of another server or another time: what it says would be missing unseen. */
UNIT_TEST(two_saved_exports_of_one_format_that_differ_are_a_warning)
{
    static const struct {
        bool first, second;
        enum mba_status grade;
    } cases[] = {
        {false, false, MBA_WARN}, {false, true, MBA_OK}, {true, false, MBA_OK}, {true, true, MBA_OK}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture f;
        fixture_open(&f);
        both(&f, cases[i].first, cases[i].second, "ServerAutoStart", "TRUE", "FALSE");
        CU_ASSERT_EQUAL_FATAL(f.problems.count, 1);
        CU_ASSERT_EQUAL(f.problems.items[0].grade, cases[i].grade);
        fixture_close(&f);
    }
}

UNIT_TEST(the_export_that_lost_is_the_one_complained_of)
{
    struct fixture f;
    fixture_open(&f);
    both(&f, true, false, "HopCount", "30", "15");
    CU_ASSERT_EQUAL_FATAL(f.problems.count, 1);
    CU_ASSERT_STRING_EQUAL(f.problems.items[0].member, "SRV1/one.xml");
    CU_ASSERT(strstr(f.problems.items[0].text, "HopCount is \"30\" here and \"15\" in SRV1/two.txt") != NULL);
    fixture_close(&f);
}

UNIT_TEST(long_values_are_cut_between_characters)
{
    /* 59 letters, then a character of two bytes: it would be cut in the middle */
    static const char text[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xC3\xA4nd more";
    struct fixture f;
    fixture_open(&f);
    both(&f, false, true, "ServerComment", "x", text);
    CU_ASSERT_EQUAL_FATAL(f.problems.count, 1);
    CU_ASSERT(strstr(f.problems.items[0].text, "aaa...\" here") != NULL);
    CU_ASSERT_PTR_NULL(strchr(f.problems.items[0].text, '\\'));
    fixture_close(&f);
}

UNIT_TEST(secrets_make_no_conflict)
{
    struct fixture f;
    fixture_open(&f);
    both(&f, false, true, "RoutePassword", "hunter2", "other");
    CU_ASSERT_EQUAL(f.problems.count, 0);
    fixture_close(&f);
}

UNIT_TEST(a_hundred_conflicts_are_listed_and_the_rest_counted)
{
    struct fixture f;
    fixture_open(&f);
    struct mba_key *key = fixture_key(&f, "/LM", NULL);
    for (int export = 0; export < 2; export ++) {
        fixture_export(&f, export ? "b" : "a", false);
        for (uint32_t i = 0; i < 130; i++)
            fixture_custom(&f, key, 70000 + i, "", export ? "new" : "old", 0);
    }
    fixture_finish(&f);
    CU_ASSERT_EQUAL_FATAL(f.problems.count, 101);
    CU_ASSERT(strstr(f.problems.items[0].text, "/LM: property 70000 is \"new\" here and \"old\" in a") !=
              NULL);
    CU_ASSERT(strncmp(f.problems.items[100].text, "30 more properties differ", 25) == 0);
    fixture_close(&f);
}
