/* adsutil output: values, lists, flags, places, and text that is not output at all. */
#include "imported.h"
#include "unit.h"

#include <string.h>

enum {
    BINDINGS = 1023,
    COMMENT = 1015,
    AUTH = 6000,
    STATE = 1016,
    AUTO_START = 1017,
    MAX_CONNECTIONS = 1014
};

static const struct mba_export *export_of(const struct imported *im)
{
    return mba_metabase_export(im->mb, 0);
}

UNIT_TEST(an_enum_from_a_console)
{
    struct imported im;
    imported_text(&im, "SRV1/smtp.txt",
                  "Microsoft (R) Windows Script Host Version 5.6\r\n"
                  "Copyright (C) Microsoft Corporation 1996-2001. All rights reserved.\r\n\r\n"
                  "C:\\Inetpub\\AdminScripts>cscript //nologo adsutil.vbs ENUM /SmtpSvc/1\r\n"
                  "KeyType                         : (STRING) \"IIsSmtpServer\"\r\n"
                  "ServerState                     : (INTEGER) 4\r\n"
                  "ServerAutoStart                 : (BOOLEAN) False\r\n"
                  "ServerComment                   : (STRING) \"Default \"mail\" : (LIST) server\"\r\n"
                  "MaxConnections                  : (INTEGER) -1\r\n"
                  "ServerBindings                  : (LIST)  (2 Items)\r\n"
                  "  \":25:\"\r\n"
                  "  \"10.0.0.1:2525: \"\r\n"
                  "\r\n"
                  "[/SmtpSvc/1/Domain]\r\n"
                  "[/SmtpSvc/1/Sessions]\r\n"
                  "C:\\Inetpub\\AdminScripts>\r\n");
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_EQUAL(im.problems.count, 0);
    CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 1);
    const struct mba_key *key = mba_metabase_find(im.mb, "/LM/SmtpSvc/1");
    CU_ASSERT_PTR_NOT_NULL_FATAL(key);
    CU_ASSERT_STRING_EQUAL(key->class_name, "IIsSmtpServer");
    CU_ASSERT(key->instance);
    CU_ASSERT(key->complete);
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", STATE), "4");
    CU_ASSERT_EQUAL(imported_record(&im, "/LM/SmtpSvc/1", STATE)->line, 6);
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", AUTO_START), "FALSE");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", COMMENT), "Default \"mail\" : (LIST) server");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", MAX_CONNECTIONS), "4294967295");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", BINDINGS), ":25:\n10.0.0.1:2525: ");
    CU_ASSERT_EQUAL(imported_record(&im, "/LM/SmtpSvc/1", BINDINGS)->line, 10);
    CU_ASSERT(export_of(&im)->runtime);
    CU_ASSERT_FALSE(export_of(&im)->partial);
    CU_ASSERT_EQUAL(export_of(&im)->keys, 1);
    CU_ASSERT_STRING_EQUAL(export_of(&im)->place, "command line");
    CU_ASSERT_FALSE(mba_metabase_covers(im.mb, "/LM/SmtpSvc/1"));
    imported_close(&im);
}

UNIT_TEST(an_enum_all_heads_its_keys)
{
    struct imported im;
    imported_text(&im, "SRV1/all.txt",
                  "cscript adsutil ENUM_ALL SmtpSvc\n"
                  "KeyType : (STRING) \"IIsSmtpService\"\n"
                  "[/SmtpSvc/1]\n"
                  "KeyType : (STRING) \"IIsSmtpServer\"\nServerState : (INTEGER) 2\n"
                  "[/SmtpSvc/2]\n"
                  "\n"
                  "KeyType : (STRING) \"IIsSmtpServer\"\nServerState : (INTEGER) 4\n"
                  "[/SmtpSvc/2/Empty]\n");
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 3);
    CU_ASSERT_PTR_NOT_NULL(mba_metabase_find(im.mb, "/LM/SmtpSvc"));
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", STATE), "2");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/2", STATE), "4");
    imported_close(&im);
}

UNIT_TEST(published_lists)
{
    struct imported im;
    imported_text(&im, "x.txt", "HcFileExtensions : (LIST)  (3 Items)\n\"htm\"\n\"html\"\n\"txt\"");
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_EQUAL_FATAL(mba_metabase_count(im.mb), 1);
    const struct mba_key *key = mba_metabase_at(im.mb, 0);
    CU_ASSERT_PTR_NULL(key->location);
    CU_ASSERT_EQUAL_FATAL(key->count, 1);
    CU_ASSERT_STRING_EQUAL(key->records[0].text, "htm\nhtml\ntxt");
    CU_ASSERT_FALSE(key->complete); /* one property was asked for */
    CU_ASSERT_PTR_NULL(export_of(&im)->place);
    imported_close(&im);
}

/* ---- values ---------------------------------------------------------------------------------- */

/* One line (or more) below a command line gives this value. */
static bool value_is(const char *lines, uint32_t id, const char *expected, unsigned long bad_lines)
{
    struct imported im;
    struct mba_buf text = {0};
    char words[40];
    mba_buf_printf(&text, "adsutil.vbs ENUM SmtpSvc/1\nKeyType : (STRING) \"IIsSmtpServer\"\n%s", lines);
    imported_text(&im, "x.txt", text.data);
    const char *value = imported_value(&im, "/LM/SmtpSvc/1", id);
    bool right = strcmp(value, expected) == 0 && im.status == (bad_lines ? MBA_WARN : MBA_OK);
    snprintf(words, sizeof words, "%lu lines could not", bad_lines);
    right = right && (bad_lines == 0 || imported_says(&im, MBA_WARN, 0, words)) &&
            export_of(&im)->partial == (bad_lines > 0) &&
            mba_metabase_find(im.mb, "/LM/SmtpSvc/1")->complete == (bad_lines == 0);
    if (!right)
        fprintf(stderr, "    %s\n    gave %s, status %d\n", lines, value, (int)im.status);
    mba_buf_free(&text);
    imported_close(&im);
    return right;
}

UNIT_TEST(values_by_type)
{
    CU_ASSERT(value_is("ServerState:(INTEGER)2", STATE, "2", 0));
    CU_ASSERT(value_is("  serverstate\t: (integer)   2  ", STATE, "2", 0));
    CU_ASSERT(value_is("ServerState : (INTEGER) 0x4", STATE, "4", 0));
    CU_ASSERT(value_is("MaxConnections : (INTEGER) -2147483646", MAX_CONNECTIONS, "2147483650", 0));
    CU_ASSERT(value_is("MaxConnections : (INTEGER) -2147483649", MAX_CONNECTIONS, "(none)", 1));
    CU_ASSERT(value_is("ServerState : (INTEGER) four", STATE, "(none)", 1));
    CU_ASSERT(value_is("ServerState : (INTEGER)", STATE, "(none)", 1));
    CU_ASSERT(value_is("ServerAutoStart : (BOOLEAN) True", AUTO_START, "TRUE", 0));
    CU_ASSERT(value_is("ServerAutoStart : (BOOLEAN) maybe", AUTO_START, "(none)", 1));
    CU_ASSERT(value_is("ServerComment : (STRING) \"\"", COMMENT, "", 0));
    CU_ASSERT(value_is("ServerComment : (STRING) plain", COMMENT, "plain", 0));
    CU_ASSERT(value_is("ServerComment : (STRING) \"  kept  \"", COMMENT, "  kept  ", 0));
    CU_ASSERT(value_is("ServerComment : (STRING) \"two\nlines\"", COMMENT, "(none)", 2));
    CU_ASSERT(value_is("ServerComment : (EXPANDSZ) \"%windir%\"", COMMENT, "%windir%", 0));
    CU_ASSERT(value_is("SSLCertHash : (BINARY) 40da7e66", 5506, "40da7e66", 0));
    CU_ASSERT(value_is("ServerComment : (SOMETHING) 1", COMMENT, "(none)", 1));
    CU_ASSERT(value_is("RoutePassword : (STRING) \"clear\"", 36949, "(secret)", 0));
}

UNIT_TEST(lists_end_where_they_should)
{
    CU_ASSERT(value_is("ServerBindings : (LIST) (1 Items)\n   \":25:\"\nServerState : (INTEGER) 2", BINDINGS,
                       ":25:", 0));
    CU_ASSERT(value_is("ServerBindings : (LIST) (0 Items)\nServerState : (INTEGER) 2", BINDINGS, "", 0));
    CU_ASSERT(value_is("ServerBindings : (LIST)  (2 Items)\n\"a\"\n\"b\"\n\n", BINDINGS, "a\nb", 0));
    CU_ASSERT(
        value_is("ServerBindings : (LIST)\n\"a\"\n\"b\"\nServerState : (INTEGER) 2", BINDINGS, "a\nb", 0));
    CU_ASSERT(value_is("ServerBindings : (LIST)\n\"a\"\n\n\"b\"\n", BINDINGS, "a", 1));
    CU_ASSERT(value_is("ServerBindings : (LIST) (1 Items)\n\"a\"\n\"b\"\n", BINDINGS, "a", 1));
    CU_ASSERT(value_is("ServerBindings : (LIST) (3 Items)\n\"a\"\n\"b\"\n\n", BINDINGS, "(none)", 1));
    CU_ASSERT(value_is("ServerBindings : (LIST) (3 Items)\n\"a\"\nServerState : (INTEGER) 2", BINDINGS,
                       "(none)", 1));
    CU_ASSERT(value_is("ServerBindings : (LIST) (3 Items)\n\"a\"", BINDINGS, "(none)", 1));
    CU_ASSERT(value_is("ServerBindings : (LIST) (two)\n\"a\"", BINDINGS, "a", 1));
    CU_ASSERT(
        value_is("MimeMap : (MimeMapList) (2 Items)\n\".a,b/c\"\n\".d,e/f\"\n", 6015, ".a,b/c\n.d,e/f", 0));
}

UNIT_TEST(flag_words_are_not_properties)
{
    CU_ASSERT(value_is("AuthFlags : (INTEGER) 6\nAuthBasic : (BOOLEAN) False", AUTH, "6", 0));
    CU_ASSERT(value_is("AuthBasic : (BOOLEAN) False\nAuthFlags : (INTEGER) 6", AUTH, "6", 0));
    CU_ASSERT(
        value_is("AuthAnonymous : (BOOLEAN) True\nAuthBasic : (BOOLEAN) False\nAuthNTLM : (BOOLEAN) True\n"
                 "AuthMD5 : (BOOLEAN) False\nAuthPassport : (BOOLEAN) True",
                 AUTH, "69", 0));
    CU_ASSERT(
        value_is("AuthAnonymous : (BOOLEAN) True\nAuthBasic : (BOOLEAN) False\nAuthNTLM : (BOOLEAN) True\n"
                 "AuthMD5 : (BOOLEAN) False\nAuthBasic : (BOOLEAN) True",
                 AUTH, "(none)", 0));
    CU_ASSERT(
        value_is("AuthFlags : (INTEGER) 6\nAuthAnonymous : (BOOLEAN) True\nAuthBasic : (BOOLEAN) False\n"
                 "AuthNTLM : (BOOLEAN) True\nAuthMD5 : (BOOLEAN) False\nAuthPassport : (BOOLEAN) True",
                 AUTH, "6", 0));
    CU_ASSERT(value_is("AuthBasic : (BOOLEAN) True", 6219, "(none)", 0));
}

UNIT_TEST(flag_words_of_one_key_do_not_reach_the_next)
{
    struct imported im;
    imported_text(&im, "x.txt",
                  "[/SmtpSvc/1]\nAuthAnonymous : (BOOLEAN) True\nAuthBasic : (BOOLEAN) False\n"
                  "[/SmtpSvc/2]\nAuthNTLM : (BOOLEAN) True\nAuthMD5 : (BOOLEAN) False\n"
                  "AuthPassport : (BOOLEAN) True\n");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", AUTH), "(none)");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/2", AUTH), "(none)");
    imported_close(&im);
}

UNIT_TEST(error_text_in_the_middle)
{
    struct imported im;
    imported_text(&im, "x.txt",
                  "[/SmtpSvc/1]\nKeyType : (STRING) \"IIsSmtpServer\"\n"
                  "Error Trying To GET the Object (GetObject Failed): SmtpSvc/1\n"
                  "ErrNumber: -2147463155 (0x8000500D)\n"
                  "ServerState : (INTEGER) 4\n"
                  "[/SmtpSvc/2]\nKeyType : (STRING) \"IIsSmtpServer\"\nServerState : (INTEGER) 2\n");
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT_EQUAL(im.problems.count, 1);
    CU_ASSERT(imported_says(&im, MBA_WARN, 3, "2 lines could not be understood"));
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", STATE), "4");
    CU_ASSERT_FALSE(mba_metabase_find(im.mb, "/LM/SmtpSvc/1")->complete);
    CU_ASSERT(mba_metabase_find(im.mb, "/LM/SmtpSvc/2")->complete);
    CU_ASSERT(export_of(&im)->partial);
    imported_close(&im);
}

/* ---- places ---------------------------------------------------------------------------------- */

UNIT_TEST(where_a_plain_enum_gets_its_place_from)
{
    static const char lines[] = "KeyType : (STRING) \"IIsSmtpServer\"\nServerState : (INTEGER) 4\n";
    static const struct {
        const char *before, *after, *member, *location, *place;
    } cases[] = {
        {"C:\\> cscript adsutil.vbs ENUM /SmtpSvc/1\n", "[/SmtpSvc/9/Domain]\n", "smtpsvc_7.txt",
         "/LM/SmtpSvc/1", "command line"},
        {"PS C:\\x> cscript.exe //nologo \"C:\\Inetpub\\AdminScripts\\adsutil.vbs\" enum \"SmtpSvc/1\" > "
         "a.txt\n",
         "", "x.txt", "/LM/SmtpSvc/1", "command line"},
        {"adsutil ENUM_ALL -s:SRV1 SmtpSvc/1\n", "", "x.txt", "/LM/SmtpSvc/1", "command line"},
        {"adsutil GET SmtpSvc/1/ServerState\n", "", "x.txt", "/LM/SmtpSvc/1", "command line"},
        {"", "[/SmtpSvc/1/Domain]\n[/SmtpSvc/1/Sessions]\n", "smtpsvc_7.txt", "/LM/SmtpSvc/1", "child list"},
        {"", "\n[/SmtpSvc/1/Domain]\n", "x.txt", "/LM/SmtpSvc/1", "child list"},
        {"", "[/LM/SmtpSvc/1/Domain/a]\n[SmtpSvc]\n", "x.txt", "/LM", "child list"},
        {"", "", "smtpsvc-1.txt", "/LM/SmtpSvc/1", "member name"},
        {"", "", "SRV1/SmtpSvc_1.txt", "/LM/SmtpSvc/1", "member name"},
        {"", "", "SRV1_smtpsvc1_20060516T0200.log", "/LM/SmtpSvc/1", "member name"},
        {"", "", "w3svc_1_root.txt", "/LM/W3SVC/1/root", "member name"},
        {"", "", "enum_w3svc.txt", "/LM/W3SVC", "member name"},
        {"", "", "smtpsvc_1962875481.txt", "/LM/SmtpSvc/1962875481", "member name"},
        {"", "", "smtpsvc_2006051612.txt", "/LM/SmtpSvc/2006051612", "member name"},
        {"", "", "smtpsvc_2006-05-16.txt", "/LM/SmtpSvc", "member name"},
        {"", "", "smtpsvc_20060516.txt", "/LM/SmtpSvc", "member name"},
        {"", "", "smtpsvc_1_somewhere.txt", NULL, NULL},
        {"", "", "smtpsvc/x.txt", NULL, NULL},
        {"", "", "notsmtpsvc_1.txt", NULL, NULL},
        {"", "", "adsutil.txt", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct imported im;
        struct mba_buf text = {0};
        mba_buf_printf(&text, "%s%s%s", cases[i].before, lines, cases[i].after);
        imported_text(&im, cases[i].member, text.data);
        CU_ASSERT_EQUAL(im.status, MBA_OK);
        CU_ASSERT_EQUAL_FATAL(mba_metabase_count(im.mb), 1);
        const struct mba_key *key = mba_metabase_at(im.mb, 0);
        bool right = mba_ascii_streq(key->location, cases[i].location) &&
                     mba_ascii_streq(export_of(&im)->place, cases[i].place);
        CU_ASSERT(right);
        if (!right)
            fprintf(stderr, "    %zu: %s by %s\n", i, key->location ? key->location : "unknown",
                    export_of(&im)->place ? export_of(&im)->place : "nothing");
        mba_buf_free(&text);
        imported_close(&im);
    }
}

UNIT_TEST(several_runs_in_one_capture)
{
    struct imported im;
    imported_text(
        &im, "SRV1/smtpsvc_1.txt",
        "C:\\>adsutil ENUM SmtpSvc/1\nKeyType : (STRING) \"IIsSmtpServer\"\nServerState : (INTEGER) 2\n"
        "[/SmtpSvc/1/Domain]\n"
        "C:\\>adsutil ENUM SmtpSvc/2\nKeyType : (STRING) \"IIsSmtpServer\"\nServerState : (INTEGER) 4\n"
        "C:\\>adsutil GET SmtpSvc/3/ServerState\nServerState : (INTEGER) 6\n");
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 3);
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", STATE), "2");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/2", STATE), "4");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/3", STATE), "6");
    CU_ASSERT(mba_metabase_find(im.mb, "/LM/SmtpSvc/2")->complete);
    CU_ASSERT_FALSE(mba_metabase_find(im.mb, "/LM/SmtpSvc/3")->complete);
    imported_close(&im);
}

UNIT_TEST(what_follows_a_list_of_children_is_not_a_child)
{
    struct imported im;
    imported_text(&im, "x.txt",
                  "adsutil ENUM SmtpSvc/1\nKeyType : (STRING) \"IIsSmtpServer\"\n[/SmtpSvc/1/Domain]\n"
                  "KeyType : (STRING) \"IIsSmtpServer\"\nServerState : (INTEGER) 4\n");
    CU_ASSERT_EQUAL_FATAL(mba_metabase_count(im.mb), 2);
    CU_ASSERT_STRING_EQUAL(mba_metabase_at(im.mb, 0)->location, "/LM/SmtpSvc/1");
    CU_ASSERT_PTR_NULL(mba_metabase_at(im.mb, 1)->location);
    imported_close(&im);
}

UNIT_TEST(getting_the_key_type_is_not_reading_the_key)
{
    struct imported im;
    imported_text(&im, "x.txt", "adsutil GET SmtpSvc/1/KeyType\nKeyType : (STRING) \"IIsSmtpServer\"\n");
    const struct mba_key *key = mba_metabase_find(im.mb, "/LM/SmtpSvc/1");
    CU_ASSERT_PTR_NOT_NULL_FATAL(key);
    CU_ASSERT_FALSE(key->complete);
    imported_close(&im);
}

UNIT_TEST(runs_that_do_not_say_where_stay_apart)
{
    struct imported im;
    static const char text[] = "Microsoft (R) Windows Script Host Version 5.6\n"
                               "KeyType : (STRING) \"IIsSmtpServer\"\nServerState : (INTEGER) 2\n"
                               "KeyType : (STRING) \"IIsSmtpServer\"\nServerState : (INTEGER) 4\n"
                               "Microsoft (R) Windows Script Host Version 5.6\n"
                               "ServerComment : (STRING) \"x\"\n";
    imported_text(&im, "SRV1/smtpsvc_1.txt", text);
    CU_ASSERT_EQUAL_FATAL(mba_metabase_count(im.mb), 3);
    for (size_t i = 0; i < 3; i++)
        CU_ASSERT_PTR_NULL(
            mba_metabase_at(im.mb, i)->location); /* whose the member's name is cannot be told */
    imported_close(&im);
}

/* ---- encodings and limits -------------------------------------------------------------------- */

UNIT_TEST(oem_bytes_are_replaced)
{
    struct imported im;
    imported_text(&im, "smtpsvc_1.txt",
                  "ServerComment : (STRING) \"M\x81ller\"\nServerState : (INTEGER) 4\n");
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT_EQUAL(im.problems.count, 1);
    CU_ASSERT(imported_says(&im, MBA_WARN, 0, "1 bytes are not UTF-8"));
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", COMMENT), "M\xEF\xBF\xBDller");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", STATE), "4");
    imported_close(&im);
}

UNIT_TEST(utf16_output)
{
    static const char text[] = "ServerState : (INTEGER) 4\r\nServerComment : (STRING) \"x\"\r\n";
    struct imported im;
    struct mba_buf bytes = {0};
    mba_buf_add(&bytes, "\xFF\xFE", 2);
    for (const char *p = text; *p; p++) {
        mba_buf_putc(&bytes, *p);
        mba_buf_putc(&bytes, '\0');
    }
    imported_open(&im);
    imported_read(&im, "smtpsvc_1.txt", bytes.data, bytes.len);
    imported_finish(&im);
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_STRING_EQUAL(export_of(&im)->encoding, "UTF-16LE");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", STATE), "4");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", COMMENT), "x");
    imported_close(&im);
    bytes.len--; /* an odd byte at the end */
    imported_open(&im);
    imported_read(&im, "smtpsvc_1.txt", bytes.data, bytes.len);
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT(export_of(&im)->partial);
    imported_close(&im);
    mba_buf_free(&bytes);
}

UNIT_TEST(adsutil_limits)
{
    static const char text[] = "[/SmtpSvc/1]\nServerBindings : (LIST) (3 Items)\n\"a\"\n\"b\"\n\"c\"\n"
                               "[/SmtpSvc/2]\nServerState : (INTEGER) 2\n"
                               "ServerComment : (STRING) \"1234567890123456789012345678901234567890\"\n";
    static const struct {
        enum mba_limit_id id;
        uint64_t value;
        const char *words;
    } cases[] = {{MBA_LIMIT_LIST_ITEMS, 2, "--max-list-items"},
                 {MBA_LIMIT_VALUE_BYTES, 60, "--max-value-bytes"},
                 {MBA_LIMIT_KEYS, 1, "--max-keys"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct imported im;
        imported_open(&im);
        im.limits.value[cases[i].id] = cases[i].value;
        imported_read(&im, "x.txt", text, strlen(text));
        CU_ASSERT_EQUAL(im.status, MBA_MEMBER_FAILED);
        CU_ASSERT(imported_says(&im, MBA_MEMBER_FAILED, 0, cases[i].words));
        CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 0);
        imported_close(&im);
    }
}

UNIT_TEST(a_nul_byte_fails_the_member)
{
    static const char text[] = "[/SmtpSvc/1]\nServerComment : (STRING) \"a\0b\"\n";
    struct imported im;
    imported_open(&im);
    imported_read(&im, "x.txt", text, sizeof text - 1);
    CU_ASSERT_EQUAL(im.status, MBA_MEMBER_FAILED);
    CU_ASSERT(imported_says(&im, MBA_MEMBER_FAILED, 0, "NUL"));
    imported_close(&im);
}
