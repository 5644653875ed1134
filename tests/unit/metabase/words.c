#include <string.h>

#include "fixture.h"

static uint32_t attributes(const char *words)
{
    return mba_attributes_parse(words, strlen(words));
}

UNIT_TEST(attribute_words_in_any_spelling)
{
    CU_ASSERT_EQUAL(attributes("NO_ATTRIBUTES"), 0);
    CU_ASSERT_EQUAL(attributes("None"), 0);
    CU_ASSERT_EQUAL(attributes("INHERIT"), 1);
    CU_ASSERT_EQUAL(attributes("INHERIT | SECURE | REFERENCE"), 1 | 4 | 8);
    CU_ASSERT_EQUAL(attributes(" inherit|\n\t VOLATILE "), 1 | 16);
    CU_ASSERT_EQUAL(attributes("Inherit, PartialPath, InsertPath"), 1 | 2 | 64);
    CU_ASSERT_EQUAL(attributes("PARTIAL_PATH | ISINHERITED | INSERT_PATH"), 2 | 32 | 64);
    CU_ASSERT_EQUAL(attributes("5"), 5);
    CU_ASSERT_EQUAL(attributes("INHERIT | 4"), 5);
    CU_ASSERT_EQUAL(attributes("INHERITED"), 0);
    CU_ASSERT_EQUAL(attributes(""), 0);
}

UNIT_TEST(types_and_user_types)
{
    for (int type = MBA_TYPE_DWORD; type <= MBA_TYPE_NTACL; type++) {
        const char *word = mba_type_word((enum mba_type)type);
        CU_ASSERT_EQUAL(mba_type_parse(word, strlen(word)), (enum mba_type)type);
    }
    CU_ASSERT_EQUAL(mba_type_parse("MultiSZ", 7), MBA_TYPE_MULTISZ);
    CU_ASSERT_EQUAL(mba_type_parse("MULTISZX", 8), MBA_TYPE_UNKNOWN);
    CU_ASSERT_EQUAL(mba_type_parse("UNKNOWN", 7), MBA_TYPE_UNKNOWN);
    CU_ASSERT_EQUAL(mba_type_parse("", 0), MBA_TYPE_UNKNOWN);
    CU_ASSERT_EQUAL(mba_user_type_parse("IIS_MD_UT_SERVER", 16), 1);
    CU_ASSERT_EQUAL(mba_user_type_parse("IIS_MD_UT_FILE", 14), 2);
    CU_ASSERT_EQUAL(mba_user_type_parse("IIS_MD_UT_WAM", 13), 100);
    CU_ASSERT_EQUAL(mba_user_type_parse("ASP_MD_UT_APP", 13), 101);
    CU_ASSERT_EQUAL(mba_user_type_parse("7", 1), 7);
    CU_ASSERT_EQUAL(mba_user_type_parse("UNKNOWN_UserType", 16), 0);
}

UNIT_TEST(origins_have_words)
{
    CU_ASSERT_STRING_EQUAL(mba_origin_word(MBA_ORIGIN_NONE), "");
    CU_ASSERT_STRING_EQUAL(mba_origin_word(MBA_ORIGIN_EXPLICIT), "explicit");
    CU_ASSERT_STRING_EQUAL(mba_origin_word(MBA_ORIGIN_INHERITED), "inherited");
    CU_ASSERT_STRING_EQUAL(mba_origin_word(MBA_ORIGIN_DEFAULT), "default");
}

/* ---- values ---------------------------------------------------------------------------------- */

static bool dword(const struct fixture *f, const char *name, const char *text, uint32_t *value)
{
    const struct mba_property *prop = mba_property_by_name(f->dict, name, strlen(name));
    return mba_dword_value(prop, text, strlen(text), value);
}

UNIT_TEST(flags_numbers_and_both_mixed)
{
    struct fixture f;
    uint32_t value = 0;
    fixture_open(&f);
    CU_ASSERT(dword(&f, "AuthFlags", "AuthBasic | AuthNTLM | AuthMD5", &value) && value == 22);
    CU_ASSERT(dword(&f, "AuthFlags", "authbasic|AUTHNTLM", &value) && value == 6);
    CU_ASSERT(dword(&f, "AuthFlags", "AuthBasic |\n\t\t AuthNTLM\r\n", &value) && value == 6);
    CU_ASSERT(dword(&f, "AuthFlags", "0", &value) && value == 0);
    CU_ASSERT(dword(&f, "AuthFlags", "AuthBasic | 64 | 0x1", &value) && value == 67);
    CU_ASSERT(dword(&f, "MaxConnections", "4294967295", &value) && value == 4294967295u);
    CU_ASSERT(dword(&f, "MaxConnections", "-1", &value) && value == 4294967295u);
    CU_ASSERT(dword(&f, "MaxConnections", "&HFFFFFFFF", &value) && value == 4294967295u);
    CU_ASSERT(mba_dword_value(NULL, " 12 ", 4, &value) && value == 12);
    fixture_close(&f);
}

UNIT_TEST(an_unreadable_number_is_not_zero)
{
    static const char *const bad[] = {
        "",           " ",      "AuthWhatever", "AuthBasic | ", "| AuthBasic", "AuthBasic AuthNTLM",
        "4294967296", "stopped"};
    struct fixture f;
    fixture_open(&f);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        uint32_t value = 99;
        CU_ASSERT_FALSE(dword(&f, "AuthFlags", bad[i], &value));
        CU_ASSERT_EQUAL(value, 99);
    }
    uint32_t value;
    CU_ASSERT_FALSE(mba_dword_value(NULL, "AuthBasic", 9, &value));
    CU_ASSERT_FALSE(mba_dword_value(NULL, NULL, 0, &value));
    fixture_close(&f);
}

static void means(const struct fixture *f, const char *name, uint32_t value, const char *wanted)
{
    struct mba_buf out = {0};
    const struct mba_property *prop = mba_property_by_name(f->dict, name, strlen(name));
    bool has = mba_dword_meaning(prop, value, &out);
    CU_ASSERT_EQUAL(has, wanted != NULL);
    CU_ASSERT_STRING_EQUAL(out.data ? out.data : "", wanted ? wanted : "");
    mba_buf_free(&out);
}

UNIT_TEST(numbers_in_words)
{
    static const char *const states[] = {"starting", "started", "stopping",  "stopped",
                                         "pausing",  "paused",  "continuing"};
    struct fixture f;
    fixture_open(&f);
    for (uint32_t i = 0; i < 7; i++)
        means(&f, "ServerState", i + 1, states[i]);
    means(&f, "ServerState", 8, NULL);
    means(&f, "ServerState", 0, NULL);
    means(&f, "AuthFlags", 7, "AuthAnonymous | AuthBasic | AuthNTLM");
    means(&f, "AuthFlags", 0, "none");
    means(&f, "AuthFlags", 8, NULL);
    means(&f, "AuthFlags", 9, "AuthAnonymous | 0x8");
    means(&f, "SmtpDsUseCat", 0, "off");
    means(&f, "SmtpDsUseCat", 4294967295u, "on");
    means(&f, "SmtpDsUseCat", 1, NULL);
    means(&f, "SmartHostType", 2, "always");
    means(&f, "PasswordChangeFlags", 0, "change over SSL only");
    means(&f, "PasswordChangeFlags", 6, "AuthChangeDisable | AuthAdvNotifyDisable");
    means(&f, "RouteAction", 264, "SASL | AUTH_CLEARTEXT"); /* Basic without TLS */
    means(&f, "RouteAction", 268, "SSL | SASL | AUTH_CLEARTEXT");
    /* 0x7574C1: six bits without a confirmed verb stay a number */
    means(&f, "SmtpInboundCommandSupportOptions", 7697601,
          "DSN | ETRN | TURN | CHUNKING | BINARYMIME | 8BITMIME | 0x57001");
    means(&f, "HopCount", 30, NULL);
    struct mba_buf out = {0};
    CU_ASSERT_FALSE(mba_dword_meaning(NULL, 4, &out));
    fixture_close(&f);
}

UNIT_TEST(booleans)
{
    static const struct {
        const char *text;
        bool good, value;
    } rows[] = {{"TRUE", true, true},  {"False", true, false}, {" true\n", true, true}, {"1", true, true},
                {"0", true, false},    {"-1", true, true},     {"2", false, false},     {"", false, false},
                {"yes", false, false}, {"TRUEE", false, false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool value = false;
        CU_ASSERT_EQUAL(mba_bool_value(rows[i].text, strlen(rows[i].text), &value), rows[i].good);
        CU_ASSERT_EQUAL(value, rows[i].value);
    }
}
