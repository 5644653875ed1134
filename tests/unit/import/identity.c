/* Whose export it is, and of when. */
#include "imported.h"
#include "unit.h"

#include <string.h>

static mba_time at(int year, int month, int day, int hour, int minute, int second)
{
    mba_time t = 0;
    CU_ASSERT(mba_time_make(year, month, day, hour, minute, second, &t));
    return t;
}

static bool is(const struct mba_identity *id, const char *server, const char *server_from, const char *when,
               const char *time_from)
{
    char iso[21];
    mba_time_iso(id->captured, iso);
    if (id->date_only)
        iso[10] = '\0';
    bool right = strcmp(id->server, server) == 0 && strcmp(id->server_from, server_from) == 0 &&
                 strcmp(iso, when) == 0 && strcmp(id->time_from, time_from) == 0;
    if (!right)
        fprintf(stderr, "    gave \"%s\" by %s, \"%s\" by %s\n", id->server, id->server_from, iso,
                id->time_from);
    return right;
}

struct path_case {
    const char *member, *server, *when; /* when: "" = not in the path */
};

static void check_paths(const struct path_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct mba_identity id;
        mba_identify(NULL, "/srv/in/fleet.zip", cases[i].member, MBA_TIME_NONE, NULL, &id);
        bool right =
            is(&id, cases[i].server, "member path", cases[i].when, cases[i].when[0] ? "member path" : "none");
        CU_ASSERT(right);
        if (!right)
            fprintf(stderr, "    for %s\n", cases[i].member);
    }
}

UNIT_TEST(servers_and_times_in_paths)
{
    static const struct path_case cases[] = {
        {"SRV1/MetaBase.xml", "SRV1", ""},
        {"SRV1.xml", "SRV1", ""},
        {"srv1.example.com.xml", "srv1.example.com", ""},
        {"SRV1.xml.gz", "SRV1", ""},
        {"exports/SRV1.xml", "SRV1", ""},
        {"./exports//SRV1/MetaBase.xml", "SRV1", ""},
        {"SRV1/C/WINDOWS/system32/inetsrv/MetaBase.xml", "SRV1", ""},
        {"SRV1/C$/winnt/System32/INETSRV/metabase.xml", "SRV1", ""},
        {"SRV1/c:/Windows/System32/inetsrv/History/MetaBase_0000000123_0000000000.xml", "SRV1", ""},
        {"SRV1/MetaBase_0000000123_0000000000.xml", "SRV1", ""},
        {"SRV1/MetaBase (2).xml", "SRV1", ""},
        {"SRV1/MBSchema.xml", "SRV1", ""},
        {"SRV1/adsutil.txt", "SRV1", ""},
        {"SRV1/enum_all.txt", "SRV1", ""},
        {"SRV1/smtpsvc_1.txt", "SRV1", ""},
        {"SRV1/w3svc-1-root.txt", "SRV1", ""},
        {"SRV1_smtpsvc_1.txt", "SRV1", ""},
        {"MetaBase_SRV1.xml", "SRV1", ""},
        {"SRV1-MetaBase.xml", "SRV1", ""},
        {"may.zip/SRV1/MetaBase.xml", "SRV1", ""},
        {"SRV1/may.zip/MetaBase.xml", "SRV1", ""},
        {"EU/SRV-MAIL_01/MetaBase.xml", "SRV-MAIL_01", ""},
        {"M\xC3\x9CNCHEN1/MetaBase.xml", "M\xC3\x9CNCHEN1", ""},
        {"SRV\x1B\xFF/MetaBase.xml", "SRV\\x1B\\xFF", ""},
        {"BACKUP-SRV1/MetaBase.xml", "BACKUP-SRV1", ""},
        {"SRV1_2006-05-16.xml", "SRV1", "2006-05-16"},
        {"SRV1-20060516.xml", "SRV1", "2006-05-16"},
        {"SRV1_20060516/MetaBase.xml", "SRV1", "2006-05-16"},
        {"SRV1-20060516T0200/MetaBase.xml", "SRV1", "2006-05-16T02:00:00Z"},
        {"SRV1-20060516T020030Z/MetaBase.xml", "SRV1", "2006-05-16T02:00:30Z"},
        {"SRV1_2006-05-16T02-00-30.xml", "SRV1", "2006-05-16T02:00:30Z"},
        {"SRV1_2006-05-16_0200.xml", "SRV1", "2006-05-16T02:00:00Z"},
        {"SRV1_20060516020030.xml", "SRV1", "2006-05-16T02:00:30Z"},
        {"SRV-MAIL-01-2006-05-16.xml", "SRV-MAIL-01", "2006-05-16"},
        {"2006-05-16/SRV1/MetaBase.xml", "SRV1", "2006-05-16"},
        {"SRV1/2006-05-16/MetaBase.xml", "SRV1", "2006-05-16"},
        {"20060516T0200/SRV1.xml", "SRV1", "2006-05-16T02:00:00Z"},
        {"2006-05-16_SRV1.xml", "SRV1", "2006-05-16"},
        {"SRV1/MetaBase_2006-05-16.xml", "SRV1", "2006-05-16"},
        {"MetaBase_2006-05-16_SRV1.xml", "SRV1", "2006-05-16"},
        {"SRV1_2006-05-16_MetaBase.xml", "SRV1", "2006-05-16"},
        {"2006-05-15/SRV1/2006-05-16/MetaBase.xml", "SRV1", "2006-05-16"}, /* the nearer one */
        {"exports-2006-05-16.zip/SRV1/MetaBase.xml", "SRV1", "2006-05-16"},
        {"SRV1_20240229.xml", "SRV1", "2024-02-29"},
        {"SRV1/2006-02-30/MetaBase.xml", "SRV1", ""},
        {"SRV1/20061301/MetaBase.xml", "SRV1", ""},
        {"SRV1/12345678/MetaBase.xml", "SRV1", ""},
        {"SRV1/200605161/MetaBase.xml", "SRV1", ""},
    };
    check_paths(cases, sizeof cases / sizeof cases[0]);
}

UNIT_TEST(without_a_server_in_the_path)
{
    static const struct {
        const char *input, *member, *server, *from, *when, *time_from;
    } cases[] = {
        {"/srv/SRV1.zip", "MetaBase.xml", "SRV1", "archive name", "", "none"},
        {"SRV1.tar.gz", "inetsrv/MetaBase.xml", "SRV1", "archive name", "", "none"},
        {"SRV1_2006-05-16.zip", "adsutil.txt", "SRV1", "archive name", "2006-05-16", "archive name"},
        {"fleet.zip", "SRV1.zip/MetaBase.xml", "SRV1", "archive name", "", "none"},
        {"fleet.zip", "SRV1.tar.gz/MetaBase.xml", "SRV1", "archive name", "", "none"},
        {"fleet.zip", "2006-05-16/MetaBase.xml", "fleet", "archive name", "2006-05-16", "member path"},
        {"exports.7z", "MetaBase.xml", "exports", "archive name", "", "none"}, /* better than nothing */
        {"2006-05-16.zip", "MetaBase.xml", "2006-05-16", "archive name", "2006-05-16", "archive name"},
        {"-", "MetaBase.xml", "", "none", "", "none"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mba_identity id;
        mba_identify(NULL, cases[i].input, cases[i].member, MBA_TIME_NONE, NULL, &id);
        CU_ASSERT(is(&id, cases[i].server, cases[i].from, cases[i].when, cases[i].time_from));
    }
}

UNIT_TEST(bare_exports_are_named_by_their_input)
{
    static const struct {
        const char *input, *member, *server, *from, *when;
    } cases[] = {
        {"SRV1.xml", "SRV1.xml", "SRV1", "input name", ""},
        {"SRV1.xml.gz", "SRV1.xml", "SRV1", "input name", ""},
        {"exports/2006-05-16/SRV1/MetaBase.xml", "MetaBase.xml", "SRV1", "input name", "2006-05-16"},
        {"/home/jane/MetaBase.xml", "MetaBase.xml", "", "none", ""},
        {"/home/jane/SRV1/MetaBase.xml", "MetaBase.xml", "SRV1", "input name", ""},
        {"/mnt/c/Users/jane/Desktop/MetaBase.xml", "MetaBase.xml", "", "none", ""},
        {"../samples/MetaBase.xml", "MetaBase.xml", "", "none", ""},
        {"MetaBase.xml", "MetaBase.xml", "", "none", ""},
        {"-", "-", "", "none", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mba_identity id;
        mba_identify(NULL, cases[i].input, cases[i].member, MBA_TIME_NONE, NULL, &id);
        CU_ASSERT(is(&id, cases[i].server, cases[i].from, cases[i].when,
                     cases[i].when[0] ? "member path" : "none"));
    }
}

UNIT_TEST(the_account_names_the_computer)
{
    static const struct {
        const char *account, *member, *server, *from;
    } cases[] = {
        {"IUSR_SRV9", "MetaBase.xml", "SRV9", "IUSR account"},
        {"iusr_srv9", "MetaBase.xml", "srv9", "IUSR account"},
        {"CORP\\IUSR_SRV9", "MetaBase.xml", "SRV9", "IUSR account"},
        {"IUSR_SRV9", "SRV1/MetaBase.xml", "SRV1", "member path"},
        {"IUSR", "MetaBase.xml", "fleet", "archive name"},
        {"IUSR_", "MetaBase.xml", "fleet", "archive name"},
        {"web", "MetaBase.xml", "fleet", "archive name"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct imported im;
        struct mba_identity id;
        struct mba_buf keys = {0};
        mba_buf_printf(&keys, "<IIsWebService Location='/LM/W3SVC' AnonymousUserName='%s'/>",
                       cases[i].account);
        imported_keys(&im, keys.data);
        mba_identify(NULL, "fleet.zip", cases[i].member, MBA_TIME_NONE, im.mb, &id);
        CU_ASSERT(is(&id, cases[i].server, cases[i].from, "", "none"));
        mba_buf_free(&keys);
        imported_close(&im);
    }
}

UNIT_TEST(the_time_falls_back_on_the_member)
{
    struct mba_identity id;
    mba_time mtime = at(2006, 5, 17, 1, 2, 3);
    mba_identify(NULL, "a.zip", "SRV1/MetaBase.xml", mtime, NULL, &id);
    CU_ASSERT(is(&id, "SRV1", "member path", "2006-05-17T01:02:03Z", "member modification time"));
    CU_ASSERT_FALSE(id.date_only);
    mba_identify(NULL, "a.zip", "SRV1/2006-05-16/MetaBase.xml", mtime, NULL, &id);
    CU_ASSERT(is(&id, "SRV1", "member path", "2006-05-16", "member path"));
    CU_ASSERT(id.date_only);
}

UNIT_TEST(a_name_that_is_too_long_is_none)
{
    struct mba_identity id;
    char path[400];
    memset(path, 'a', sizeof path);
    memcpy(path + 255, "/MetaBase.xml", sizeof "/MetaBase.xml");
    mba_identify(NULL, "-", path, MBA_TIME_NONE, NULL, &id);
    CU_ASSERT_EQUAL(strlen(id.server), 255);
    memset(path, 'a', sizeof path);
    memcpy(path + 256, "/MetaBase.xml", sizeof "/MetaBase.xml");
    mba_identify(NULL, "-", path, MBA_TIME_NONE, NULL, &id);
    CU_ASSERT_STRING_EQUAL(id.server, "");
}

/* ---- --name-pattern -------------------------------------------------------------------------- */

UNIT_TEST(patterns)
{
    static const struct {
        const char *pattern, *input, *member, *server, *when;
    } cases[] = {
        {"{server}/{date}/MetaBase.xml", "a.zip", "SRV1/2006-05-16/MetaBase.xml", "SRV1", "2006-05-16"},
        {"{server}/{date}/metabase.XML", "a.zip", "x/y/SRV1/20060516/MetaBase.xml", "SRV1", "2006-05-16"},
        {"{time}_{server}.*", "a.zip", "x/20060516T0200_SRV1.xml", "SRV1", "2006-05-16T02:00:00Z"},
        {"{server}-{time}/*", "a.zip", "SRV-1-2006-05-16T020000Z/x.txt", "SRV-1", "2006-05-16T02:00:00Z"},
        {"{server}/*/*/MetaBase.xml", "a.zip", "exports/a/b/MetaBase.xml", "exports", ""}, /* as asked for */
        {"mb-{server}-*.xml", "a.zip", "mb-SRV-1-old.xml", "SRV-1", ""},
        {"*_{server}.xml", "a.zip", "a_b_SRV1.xml", "b_SRV1", ""}, /* '*' takes as little as it can */
        {"{SERVER}.xml", "a.zip", "SRV1.xml", "SRV1", ""},
        {"{server}.xml", "a.zip", "A.xml", "A", ""},
        {"{server}.zip/MetaBase.xml", "/in/SRV1.zip", "MetaBase.xml", "SRV1", ""},
        {"{server}/{date}.xml", "in/SRV1/2006-05-16.xml", "2006-05-16.xml", "SRV1", "2006-05-16"},
        {"{date}/*", "a.zip", "2006-05-16/SRV1.xml", NULL, "2006-05-16"},
        {"{server}/{date}/*", "a.zip", "SRV1/2006-02-30/x.xml", NULL, ""},
        {"{server}/a/b/c/d", "a.zip", "c/d", NULL, ""},
        {"{server}.xml", "a.zip", ".xml", NULL, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mba_identity id;
        CU_ASSERT_PTR_NULL(mba_name_pattern_check(cases[i].pattern));
        mba_identify(cases[i].pattern, cases[i].input, cases[i].member, MBA_TIME_NONE, NULL, &id);
        bool named = cases[i].server != NULL;
        bool right = is(&id, named ? cases[i].server : "a", named ? "name pattern" : "archive name",
                        cases[i].when, cases[i].when[0] ? "name pattern" : "none");
        CU_ASSERT(right);
        if (!right)
            fprintf(stderr, "    for %s on %s\n", cases[i].pattern, cases[i].member);
    }
}

UNIT_TEST(patterns_that_are_wrong)
{
    static const struct {
        const char *pattern, *words;
    } cases[] = {
        {"", "empty"},
        {"/{server}", "empty"},
        {"{server}//x", "empty"},
        {"{server}/", "empty"},
        {"{host}/x", "{server}"},
        {"{server", "{server}"},
        {"server}/x", "{server}"},
        {"{server}/{server}", "more than once"},
        {"{date}/{time}{server}", "more than once"},
        {"MetaBase.xml", "none of"},
        {"*", "none of"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *fault = mba_name_pattern_check(cases[i].pattern);
        CU_ASSERT_PTR_NOT_NULL_FATAL(fault);
        CU_ASSERT_PTR_NOT_NULL(strstr(fault, cases[i].words));
    }
}

UNIT_TEST(a_pattern_of_many_stars_ends)
{
    struct mba_identity id;
    char path[600];
    memset(path, 'a', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    mba_identify("*a*a*a*a*a*a*a*a*a*a*{server}b", "-", path, MBA_TIME_NONE, NULL, &id);
    CU_ASSERT_STRING_EQUAL(id.server, "");
}

/* ---- what the export says itself --------------------------------------------------------------- */

UNIT_TEST(an_export_that_names_its_computer_is_believed)
{
    static const struct {
        const char *pattern, *input, *member, *server, *from;
    } cases[] = {
        {NULL, "a.zip", "smtp-objects.xml", "SRV1", "export"},
        {NULL, "a.zip", "OTHER/smtp.xml", "SRV1", "export"},
        {NULL, "a.zip", "srv1/smtp-objects.xml", "srv1", "export"}, /* as the folder has it */
        {NULL, "a.zip", "srv1.example.com/x/smtp.xml", "srv1.example.com", "export"},
        {NULL, "SRV1_2006-05-16.zip", "smtp.xml", "SRV1", "export"},
        {NULL, "a.zip", "SRV10/smtp.xml", "SRV1", "export"},
        {"{server}/*", "a.zip", "OTHER/smtp.xml", "OTHER", "name pattern"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct imported im;
        struct mba_identity id;
        imported_text(
            &im, cases[i].member,
            "<Objs><Obj RefId=\"0\"><TN RefId=\"0\"><T>x#root\\MicrosoftIISv2\\IIsSmtpServer</T></TN>"
            "<Props><S N=\"__SERVER\">SRV1</S><S N=\"Name\">SmtpSvc/1</S></Props></Obj></Objs>");
        mba_identify(cases[i].pattern, cases[i].input, cases[i].member, MBA_TIME_NONE, im.mb, &id);
        CU_ASSERT_STRING_EQUAL(id.server, cases[i].server);
        CU_ASSERT_STRING_EQUAL(id.server_from, cases[i].from);
        imported_close(&im);
    }
}

UNIT_TEST(history_copies_and_backups_are_no_servers)
{
    static const struct {
        const char *member, *server, *from;
    } cases[] = {
        {"SRV1/History/MetaBase_0000000123_0000000000.xml", "SRV1", "member path"},
        {"SRV1/MetaBack/before the change.md0", "SRV1", "member path"},
        {"SRV1/MetaBack/Initial Backup 1.MD999", "SRV1", "member path"},
        {"MetaBase_0000000123_0000000000.xml", "a", "archive name"},
        {"nightly.md1", "a", "archive name"},
        {"SRV1/x.mdx", "x.mdx", "member path"}, /* no number: no backup */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mba_identity id;
        mba_identify(NULL, "a.zip", cases[i].member, MBA_TIME_NONE, NULL, &id);
        CU_ASSERT(is(&id, cases[i].server, cases[i].from, "", "none"));
    }
}

/* Evidence lies beside the exports of its server: what it is called names nobody. */
UNIT_TEST(names_of_evidence_are_no_servers)
{
    static const struct path_case cases[] = {
        {"MAIL01-20060516T0200/evidence.csv", "MAIL01", "2006-05-16T02:00:00Z"},
        {"MAIL01-20060516T0200/evidence-queues.csv", "MAIL01", "2006-05-16T02:00:00Z"},
        {"MAIL01-20060516T0200/windows.xml", "MAIL01", "2006-05-16T02:00:00Z"},
        {"MAIL01-20060516T0200/services.clixml", "MAIL01", "2006-05-16T02:00:00Z"},
        {"MAIL01-20060516T0200/ad.ldf", "MAIL01", "2006-05-16T02:00:00Z"},
        {"MAIL01/2006-05-16/ad.ldif", "MAIL01", "2006-05-16"},
    };
    check_paths(cases, sizeof cases / sizeof cases[0]);
}
