/* Which format a text is in, and two exports in one snapshot. */
#include "imported.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static const char *format_of(const void *data, size_t len)
{
    unsigned char *copy = malloc(len ? len : 1); /* exact, for the sanitizer */
    memcpy(copy, data, len);
    const struct mba_format *format = mba_format_find(copy, len);
    free(copy);
    return format ? format->name : "none";
}

UNIT_TEST(formats_by_content)
{
    static const struct {
        const char *text, *format;
    } cases[] = {
        {"<?xml version =\"1.0\"?>\n<configuration xmlns=\"urn:x\">\n<MBProperty>\n", "MetaBase.xml"},
        {"\xEF\xBB\xBF \r\n<configuration><MBProperty/></configuration>", "MetaBase.xml"},
        {"<a:configuration xmlns:a='urn:x'><a:MBProperty>", "MetaBase.xml"},
        {"<?xml version='1.0'?><!-- long --><configuration><MBProperty", "MetaBase.xml"},
        {"<!DOCTYPE x><MBProperty>", "MetaBase.xml"}, /* recognised, then refused */
        {"<configuration><MBProperties>", "none"},
        {"<configuration xmlns='x-urn:microsoft-catalog:MetaData_V7'><DatabaseMeta>", "none"},
        {"<configuration><system.applicationHost/></configuration>", "none"},
        {"text about <MBProperty>", "none"},
        {"ServerState                     : (INTEGER) 4\r\n", "adsutil"},
        {"HcFileExtensions : (LIST)  (3 Items)\n\"htm\"\n\"html\"\n\"txt\"", "adsutil"},
        {"\xEF\xBB\xBFKeyType : (STRING) \"IIsSmtpServer\"\nSome error text\n", "adsutil"},
        {"Microsoft (R) Windows Script Host Version 5.6\nCopyright (C) Microsoft Corporation 1996-2001. All "
         "rights "
         "reserved.\n\nKeyType : (STRING) \"x\"\n",
         "adsutil"},
        {"<Objs Version=\"1.1.0.1\"><Obj RefId=\"0\"><TN "
         "RefId=\"0\"><T>System.Management.ManagementObject#root"
         "\\cimv2\\Win32_Service</T>",
         "CLIXML evidence"},
        {"server,captured,object,property,value\r\n", "evidence table"},
        {"\"Server\",\"Captured\",\"Object\",\"Property\",\"Value\"\n", "evidence table"},
        {"#TYPE System.Object\nserver,captured,object,property,value", "evidence table"},
        {"server;captured;object;property;value\n", "evidence table"}, /* recognised, then refused */
        {"server,captured,size\n", "none"},
        {"server\n", "none"},
        {"dn: CN=1,CN=SMTP\nchangetype: add\n", "LDIF"},
        {"# exported\nversion: 1\n\nDN:: Q049MSxDTj1TTVRQ\n", "LDIF"},
        {"dn: none of a directory\n", "none"},
        {"dnsHostName: CN=1\n", "none"},
        {"2006-05-16 02:00:00 W3SVC1 SRV1 10.0.0.1 GET /default.htm - 80 - 10.0.0.2 200 0 0\n", "none"},
        {"INFO : (main) started\nError : (STRING) bad\nWARN : (x) y\nmore text\n", "none"},
        {"Name : value\nState : 4\n", "none"},
        {"Microsoft (R) Windows Script Host Version 5.6\n", "none"},
        {"[settings]\nname=value\n", "none"},
        {"", "none"},
        {"\n", "none"},
        {"<", "none"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *format = format_of(cases[i].text, strlen(cases[i].text));
        CU_ASSERT_STRING_EQUAL(format, cases[i].format);
        if (strcmp(format, cases[i].format) != 0)
            fprintf(stderr, "    %s\n", cases[i].text);
    }
}

UNIT_TEST(only_the_first_bytes_count)
{
    /* "<MBProperty" ends with byte 4096, or one byte later. */
    for (int late = 0; late < 2; late++) {
        struct mba_buf text = {0};
        mba_buf_printf(&text, "<x>%*s<MBProperty>", 4096 - 3 - 11 + late, "");
        CU_ASSERT_STRING_EQUAL(format_of(text.data, text.len), late ? "none" : "MetaBase.xml");
        mba_buf_free(&text);
    }
}

UNIT_TEST(a_head_cut_anywhere_is_safe)
{
    static const char xml[] = "\xEF\xBB\xBF<?xml version='1.0'?><MBProperty><a/></MBProperty>";
    static const char text[] =
        "C:\\> cscript adsutil.vbs ENUM \"/SmtpSvc/1\"\r\nServerState : (INTEGER) 4\r\n[/x]\r\n";
    for (size_t len = 0; len < sizeof xml; len++)
        format_of(xml, len);
    for (size_t len = 0; len < sizeof text; len++)
        format_of(text, len);
    CU_ASSERT_STRING_EQUAL(format_of(text, sizeof text - 1), "adsutil");
}

UNIT_TEST(utf16_heads)
{
    static const char text[] = "S\0e\0r\0v\0e\0r\0S\0t\0a\0t\0e\0 \0:\0 \0(\0I\0N\0T\0E\0G\0E\0R\0)\0 \0"
                               "4\0\r\0\n\0";
    CU_ASSERT_STRING_EQUAL(format_of(text, sizeof text - 1), "adsutil");
    static const char xml[] = "\xFE\xFF\0<\0M\0B\0P\0r\0o\0p\0e\0r\0t\0y\0>";
    CU_ASSERT_STRING_EQUAL(format_of(xml, sizeof xml - 1), "MetaBase.xml");
}

UNIT_TEST(an_unknown_format_fails)
{
    struct imported im;
    imported_text(&im, "notes.txt", "nothing of interest\n");
    CU_ASSERT_EQUAL(im.status, MBA_MEMBER_FAILED);
    CU_ASSERT(imported_says(&im, MBA_MEMBER_FAILED, 0, "no format"));
    CU_ASSERT_EQUAL(mba_metabase_export_count(im.mb), 0);
    imported_close(&im);
}

/* ---- two exports of one snapshot ------------------------------------------------------------- */

static const char saved[] = "<MBProperty><IIsSmtpServer Location='/LM/SmtpSvc/1' ServerAutoStart='TRUE' "
                            "ServerComment='a'/></MBProperty>";

static void read_both(struct imported *im, const char *second)
{
    imported_open(im);
    imported_read(im, "SRV1/MetaBase.xml", saved, strlen(saved));
    CU_ASSERT_EQUAL(im->status, MBA_OK);
    imported_read(im, "SRV1/smtpsvc_1.txt", second, strlen(second));
}

UNIT_TEST(the_second_export_adds_what_is_running)
{
    struct imported im;
    read_both(&im, "ServerState : (INTEGER) 4\n");
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    imported_finish(&im);
    CU_ASSERT_EQUAL(im.problems.count, 0);
    CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 1);
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", 1016), "4");
    CU_ASSERT_EQUAL(imported_record(&im, "/LM/SmtpSvc/1", 1016)->export_index, 1);
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", 1015), "a");
    CU_ASSERT(mba_metabase_find(im.mb, "/LM/SmtpSvc/1")->complete);
    imported_close(&im);
}

UNIT_TEST(a_second_export_that_fails_leaves_the_first_alone)
{
    struct imported im;
    static const char second[] =
        "<MBProperty><IIsSmtpServer Location='/LM/SmtpSvc/1' ServerComment='b' MaxConnections='1'/>"
        "<IIsSmtpServer Location='/LM/SmtpSvc/2'/><a Location='/LM/x' ServerBindings='a\n\tb'/></MBProperty>";
    imported_open(&im);
    im.limits.value[MBA_LIMIT_LIST_ITEMS] = 1;
    imported_read(&im, "SRV1/MetaBase.xml", saved, strlen(saved));
    imported_read(&im, "SRV1/smtpsvc_1.txt", second, strlen(second));
    CU_ASSERT_EQUAL(im.status, MBA_MEMBER_FAILED);
    CU_ASSERT_EQUAL(im.problems.count, 1);
    CU_ASSERT_EQUAL(mba_metabase_export_count(im.mb), 1);
    imported_finish(&im);
    CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 1);
    CU_ASSERT_EQUAL(mba_metabase_find(im.mb, "/LM/SmtpSvc/1")->count, 2);
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", 1015), "a");
    imported_close(&im);
}

UNIT_TEST(problems_of_a_second_export_are_told_once)
{
    struct imported im;
    read_both(&im, "Some error\nServerState : (INTEGER) 4\nServerComment : (STRING) \"a\"\n");
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT_EQUAL(im.problems.count, 1);
    CU_ASSERT(mba_metabase_export(im.mb, 1)->partial);
    imported_close(&im);
}

UNIT_TEST(too_many_keys_together)
{
    struct imported im;
    static const char second[] =
        "[/SmtpSvc/1]\nServerState : (INTEGER) 4\n[/SmtpSvc/2]\nServerState : (INTEGER) 4\n";
    static const char third[] =
        "<MBProperty><a Location='/LM/x'/><a Location='/LM/y'/><a Location='/LM/z'/></MBProperty>";
    imported_open(&im);
    im.limits.value[MBA_LIMIT_KEYS] = 3; /* blocks of the text count too */
    imported_read(&im, "SRV1/MetaBase.xml", saved, strlen(saved));
    imported_read(&im, "a.xml", third, strlen(third));
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT(imported_says(&im, MBA_WARN, 0, "--max-keys"));
    CU_ASSERT(mba_metabase_export(im.mb, 1)->partial);
    CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 3);
    imported_read(&im, "b.txt", second, strlen(second));
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    imported_close(&im);
}

UNIT_TEST(a_failed_first_export_leaves_room_for_the_next)
{
    struct imported im;
    static const char first[] =
        "<MBProperty><a Location='/LM/x'/><a Location='/LM/y' DomainRouting='a\n\tb'/>";
    imported_open(&im);
    im.limits.value[MBA_LIMIT_LIST_ITEMS] = 1;
    imported_read(&im, "a/MetaBase.xml", first, strlen(first));
    CU_ASSERT_EQUAL(im.status, MBA_MEMBER_FAILED);
    imported_read(&im, "b/MetaBase.xml", saved, strlen(saved));
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 1);
    CU_ASSERT_EQUAL(mba_metabase_export_count(im.mb), 1);
    imported_close(&im);
}

UNIT_TEST(two_formats_may_claim_a_member)
{
    static const struct {
        const char *text, *best, *rival;
    } cases[] = {
        /* "customMetadata" is longer than "MBProperty": the more that stands there, the better the bid */
        {"<configuration><MBProperty><customMetadata>", "applicationHost.config", "MetaBase.xml"},
        {"<configuration><MBProperty>", "MetaBase.xml", NULL},
        {"<Objs><Obj><TN><T>x#root\\MicrosoftIISv2\\y</T></TN>", "CLIXML", NULL},
        {"notes", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct mba_format *rival,
            *best = mba_format_choose((const unsigned char *)cases[i].text, strlen(cases[i].text), &rival);
        CU_ASSERT_STRING_EQUAL(best ? best->name : "", cases[i].best ? cases[i].best : "");
        CU_ASSERT_STRING_EQUAL(rival ? rival->name : "", cases[i].rival ? cases[i].rival : "");
    }
}
