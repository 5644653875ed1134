/* fleet: makes the exports of many servers, the same bytes for the same arguments. Each is a MetaBase.xml of
 * about 300 KB with about 1,300 keys, as an Exchange 2003 or web server of some age has it.
 *
 *   fleet SERVERS SEED OUT.zip OUT.tar.gz [FIRST]
 *
 * FIRST: the number of the first server (1), so that several archives hold different ones.
 */
#include <archive.h>
#include <archive_entry.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CAPTURED 1147744800 /* 2006-05-16T02:00:00Z */
#define INSTANCES 4
#define DOMAINS 20
#define SITES 40
#define FOLDERS 27

struct server {
    FILE *out;
    uint64_t random;
    int number;
};

/* xorshift64*: the same everywhere. */
static uint32_t pick(struct server *s, uint32_t below)
{
    s->random ^= s->random >> 12;
    s->random ^= s->random << 25;
    s->random ^= s->random >> 27;
    return (uint32_t)((s->random * 2685821657736338717ULL) >> 33) % below;
}

/* Names as people give them, so that the text is no easier to compress than a real export. In order, so that
 * the keys named after them are. */
static const char *const words[] = {
    "archive", "budget", "catalog", "contact", "customer", "delivery", "desk",    "export",
    "finance", "help",   "images",  "import",  "Intranet", "lab",      "legal",   "library",
    "map",     "news",   "old",     "orders",  "parts",    "payroll",  "phone",   "plant",
    "portal",  "print",  "project", "quality", "Reports",  "research", "scripts", "service",
    "Shop",    "stock",  "tax",     "team",    "test",     "training", "travel",  "Web"};
#define WORDS (sizeof words / sizeof *words)

static const char *word(struct server *s)
{
    return words[pick(s, WORDS)];
}

static void blob(struct server *s, const char *name, const char *header, int bytes)
{
    fprintf(s->out, "\t\t%s=\"%s", name, header);
    for (int i = 0; i < bytes; i++)
        fprintf(s->out, "%02x", (unsigned)pick(s, 256));
    fputs("\"\r\n", s->out);
}

static void acl(struct server *s)
{
    blob(s, "AdminACL", "49634462a00000005800000040000000", 152);
}

static void custom(struct server *s, unsigned id, const char *name, const char *value)
{
    fprintf(s->out,
            "\t<Custom\r\n\t\tName=\"%s\"\r\n\t\tID=\"%u\"\r\n\t\tValue=\"%s\"\r\n\t\tType=\"DWORD\"\r\n"
            "\t\tUserType=\"IIS_MD_UT_SERVER\"\r\n\t\tAttributes=\"INHERIT\"\r\n\t/>\r\n",
            name, id, value);
}

static void top(struct server *s)
{
    fputs("\357\273\277<?xml version =\"1.0\"?>\r\n"
          "<configuration xmlns=\"urn:microsoft-catalog:XML_Metabase_V64_0\">\r\n<MBProperty>\r\n"
          "<IIS_Global\tLocation =\".\"\r\n\t\tBINSchemaTimeStamp=\"00a8d9f2c8f0c201\"\r\n",
          s->out);
    fprintf(s->out, "\t\tChangeNumber=\"%u\"\r\n", 500 + pick(s, 5000));
    blob(s, "SessionKey", "49634b62980000004c00000040000000", 144);
    fputs("\t>\r\n</IIS_Global>\r\n<IIS_ROOT\tLocation =\"/\"\r\n", s->out);
    acl(s);
    fputs("\t>\r\n</IIS_ROOT>\r\n<IIsComputer\tLocation =\"/LM\"\r\n\t\tEnableHistory=\"1\"\r\n"
          "\t\tMaxBandwidth=\"4294967295\"\r\n\t\tMaxHistoryFiles=\"10\"\r\n\t>\r\n</IIsComputer>\r\n",
          s->out);
}

static void mime_map(struct server *s)
{
    fputs("<IIsMimeMap\tLocation =\"/LM/MimeMap\"\r\n\t\tMimeMap=\".000,application/octet-stream", s->out);
    for (int i = 1; i < 300; i++)
        fprintf(s->out, "\r\n\t\t\t.%03d,application/x-type-%d", i, i);
    fputs("\"\r\n\t>\r\n</IIsMimeMap>\r\n", s->out);
}

static void smtp_service(struct server *s)
{
    fputs("<IIsSmtpService\tLocation =\"/LM/SmtpSvc\"\r\n", s->out);
    acl(s);
    fprintf(
        s->out,
        "\t\tBadMailDirectory=\"C:\\Inetpub\\mailroot\\BadMail\"\r\n\t\tConnectionTimeout=\"600\"\r\n"
        "\t\tDefaultDomain=\"fleet%05d.example.com\"\r\n\t\tDomainRouting=\"\"\r\n"
        "\t\tEnableReverseDnsLookup=\"FALSE\"\r\n\t\tFullyQualifiedDomainName=\"fleet%05d.example.com\"\r\n"
        "\t\tHopCount=\"%d\"\r\n\t\tMaxRecipients=\"%d\"\r\n\t\tQueueDirectory=\"C:"
        "\\Inetpub\\mailroot\\Queue\"\r\n"
        "\t\tSmtpRemoteProgressiveRetry=\"15,30,60,240\"\r\n\t>\r\n",
        s->number, s->number, pick(s, 10) == 0 ? 20 : 30, pick(s, 10) == 0 ? 100 : 64000);
    custom(s, 6000, "AuthFlags", "AuthBasic | AuthAnonymous | AuthNTLM");
    custom(s, 61537, "UnknownName_61537", "0");
    fputs("</IIsSmtpService>\r\n", s->out);
}

static void smtp_domains(struct server *s, int instance)
{
    fprintf(s->out, "<IIsConfigObject\tLocation =\"/LM/SmtpSvc/%d/Domain\"\r\n\t>\r\n</IIsConfigObject>\r\n",
            instance);
    for (int i = 0; i < DOMAINS; i++)
        fprintf(s->out,
                "<IIsSmtpDomain\tLocation =\"/LM/SmtpSvc/%d/Domain/d%03d.example.com\"\r\n"
                "\t\tRelayIpList=\"\"\r\n\t\tRouteAction=\"%u\"\r\n"
                "\t\tRouteActionString=\"[192.0.2.%u]\"\r\n\t>\r\n</IIsSmtpDomain>\r\n",
                instance, i, pick(s, 2) ? 16U : 4U, pick(s, 254) + 1);
}

static void smtp_instance(struct server *s, int instance)
{
    fprintf(s->out, "<IIsSmtpServer\tLocation =\"/LM/SmtpSvc/%d\"\r\n", instance);
    fprintf(s->out, "\t\tServerAutoStart=\"%s\"\r\n", pick(s, 20) ? "TRUE" : "FALSE");
    fprintf(s->out, "\t\tServerBindings=\"192.0.2.%d:25:", instance);
    if (pick(s, 8) == 0)
        fprintf(s->out, "\r\n\t\t\t192.0.2.%d:587:submit.example.com", instance);
    fprintf(s->out, "\"\r\n\t\tServerComment=\"SMTP %d &amp; queue\"\r\n", instance);
    if (pick(s, 5) == 0)
        fprintf(s->out, "\t\tSmartHost=\"relay%02u.example.com\"\r\n\t\tSmartHostType=\"2\"\r\n", pick(s, 9));
    fputs("\t>\r\n</IIsSmtpServer>\r\n", s->out);
    smtp_domains(s, instance);
    fprintf(s->out,
            "<IIsSmtpRoutingSource\tLocation =\"/LM/SmtpSvc/%d/RoutingSources\"\r\n%s"
            "\t\tSmtpRoutingTableType=\"LDAP\"\r\n\t>\r\n</IIsSmtpRoutingSource>\r\n",
            instance, pick(s, 25) ? "" : "\t\tSmtpDsUseCat=\"0\"\r\n");
}

static void list(struct server *s, const char *name, const char *const *items, size_t count)
{
    fprintf(s->out, "\t\t%s=\"", name);
    for (size_t i = 0; i < count; i++)
        fprintf(s->out, "%s%s", i ? "\r\n\t\t\t" : "", items[i]);
    fputs("\"\r\n", s->out);
}

static void web_service(struct server *s)
{
    static const char *const maps[] = {".asp,C:\\WINDOWS\\system32\\inetsrv\\asp.dll,5,GET,HEAD,POST,TRACE",
                                       ".asa,C:\\WINDOWS\\system32\\inetsrv\\asp.dll,5,GET,HEAD,POST,TRACE",
                                       ".idc,C:\\WINDOWS\\system32\\inetsrv\\httpodbc.dll,5,GET,POST",
                                       ".shtml,C:\\WINDOWS\\system32\\inetsrv\\ssinc.dll,5,GET,POST"};
    fprintf(s->out, "<IIsWebService\tLocation =\"/LM/W3SVC\"\r\n\t\tAnonymousUserName=\"IUSR_FLEET%05d\"\r\n",
            s->number);
    blob(s, "AnonymousUserPass", "49634462700000002200000040000000", 104);
    fputs(
        "\t\tAppPoolId=\"Intranet pool\"\r\n\t\tAuthFlags=\"AuthAnonymous\"\r\n\t\tCacheISAPI=\"TRUE\"\r\n"
        "\t\tConnectionTimeout=\"120\"\r\n\t\tDefaultDoc=\"Default.htm,Default.asp,index.htm\"\r\n"
        "\t\tLogExtFileFlags=\"LogExtFileDate | LogExtFileTime | LogExtFileClientIp | LogExtFileMethod\"\r\n",
        s->out);
    list(s, "ScriptMaps", maps, sizeof maps / sizeof *maps);
    fputs("\t>\r\n", s->out);
    custom(s, 2166, "UnknownName_2166", "1");
    fputs("</IIsWebService>\r\n", s->out);
}

static void web_application(struct server *s, const char *path, const char *name)
{
    fprintf(s->out,
            "\t\tAppFriendlyName=\"%s %s %u\"\r\n\t\tAppIsolated=\"2\"\r\n\t\tAppPoolId=\"%s pool\"\r\n"
            "\t\tAppRoot=\"%s\"\r\n",
            word(s), name, pick(s, 100), word(s), path);
}

static void web_folder(struct server *s, unsigned site, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "/LM/W3SVC/%u/ROOT/%.63s", site, name);
    bool directory = pick(s, 4) == 0;
    const char *class = directory ? "IIsWebDirectory" : "IIsWebVirtualDir";
    fprintf(s->out, "<%s\tLocation =\"%s\"\r\n\t\tAccessFlags=\"AccessRead%s\"\r\n", class, path,
            pick(s, 3) ? " | AccessScript" : "");
    if (pick(s, 3) == 0)
        web_application(s, path, name);
    if (pick(s, 200) == 0)
        fputs("\t\tCacheISAPI=\"FALSE\"\r\n", s->out);
    if (!directory)
        fprintf(s->out, "\t\tPath=\"%c:\\%s\\%s\\%s\"\r\n", (int)(pick(s, 50) ? 'd' + pick(s, 3) : 'c'),
                word(s), word(s), name);
    fprintf(s->out, "\t>\r\n</%s>\r\n", class);
}

static void http_errors(struct server *s)
{
    static const char *const errors[] = {"400,*", "401,1", "401,2",  "401,3",  "401,4",  "401,5",
                                         "403,1", "403,2", "403,3",  "403,4",  "403,5",  "404,*",
                                         "405,*", "406,*", "500,12", "500,13", "500,15", "500,16"};
    fputs("\t\tHttpErrors=\"", s->out);
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        fprintf(s->out, "%s%s,FILE,D:\\%s\\errors\\%s.htm", i ? "\r\n\t\t\t" : "", errors[i], word(s),
                errors[i]);
    fputs("\"\r\n", s->out);
}

static void web_root(struct server *s, unsigned site)
{
    fprintf(s->out,
            "<IIsWebVirtualDir\tLocation =\"/LM/W3SVC/%u/ROOT\"\r\n\t\tAccessFlags=\"AccessRead | "
            "AccessScript\"\r\n"
            "\t\tAppFriendlyName=\"Default Application\"\r\n\t\tAppRoot=\"/LM/W3SVC/%u/ROOT\"\r\n",
            site, site);
    if (pick(s, 3) == 0)
        http_errors(s);
    fprintf(s->out, "\t\tPath=\"d:\\%s\\%u\"\r\n\t>\r\n</IIsWebVirtualDir>\r\n", word(s), site);
}

typedef char folder_name[64];

static int by_name(const void *a, const void *b)
{
    return strcasecmp(a, b);
}

/* In the order in which a server writes its keys: by location, without case. */
static void web_folders(struct server *s, unsigned site)
{
    folder_name names[FOLDERS];
    for (int i = 0; i < FOLDERS; i++)
        snprintf(names[i], sizeof names[i], "%s%s%d", word(s), word(s), i);
    qsort(names, FOLDERS, sizeof *names, by_name);
    for (int i = 0; i < FOLDERS; i++)
        web_folder(s, site, names[i]);
}

static void web_site(struct server *s, int index)
{
    unsigned site = index == 0 ? 1 : 10000000U + (unsigned)index * 2000000U + pick(s, 2000000);
    const char *host = word(s);
    fprintf(s->out,
            "<IIsWebServer\tLocation =\"/LM/W3SVC/%u\"\r\n\t\tServerAutoStart=\"TRUE\"\r\n"
            "\t\tServerBindings=\":80:%s%02d.example.com\r\n\t\t\t:80:%s.%s.example.com\"\r\n"
            "\t\tServerComment=\"%s %s\"\r\n\t>\r\n</IIsWebServer>\r\n"
            "<IIsFilters\tLocation =\"/LM/W3SVC/%u/filters\"\r\n",
            site, host, index, host, word(s), host, word(s), site);
    acl(s);
    fputs("\t>\r\n</IIsFilters>\r\n", s->out);
    web_root(s, site);
    web_folders(s, site);
}

static void app_pools(struct server *s)
{
    fputs("<IIsApplicationPools\tLocation =\"/LM/W3SVC/AppPools\"\r\n\t\tAppPoolIdentityType=\"2\"\r\n"
          "\t\tIdleTimeout=\"20\"\r\n\t\tPeriodicRestartTime=\"1740\"\r\n\t\tPingingEnabled=\"TRUE\"\r\n"
          "\t\tRapidFailProtection=\"TRUE\"\r\n\t>\r\n</IIsApplicationPools>\r\n",
          s->out);
    for (size_t i = 0; i < WORDS; i++)
        fprintf(s->out,
                "<IIsApplicationPool\tLocation =\"/LM/W3SVC/AppPools/%s "
                "pool\"\r\n\t\tAppPoolAutoStart=\"TRUE\"\r\n"
                "\t>\r\n</IIsApplicationPool>\r\n",
                words[i]);
}

static void write_export(struct server *s)
{
    top(s);
    mime_map(s);
    smtp_service(s);
    for (int i = 1; i <= INSTANCES; i++)
        smtp_instance(s, i);
    web_service(s);
    for (int i = 0; i < SITES; i++)
        web_site(s, i);
    app_pools(s);
    fputs("</MBProperty>\r\n</configuration>\r\n", s->out);
}

static struct archive *open_archive(const char *format, bool gzip, const char *path)
{
    struct archive *a = archive_write_new();
    bool ok = a && archive_write_set_format_by_name(a, format) == ARCHIVE_OK;
    if (ok && gzip)
        ok = archive_write_add_filter_gzip(a) == ARCHIVE_OK &&
             archive_write_set_filter_option(a, "gzip", "timestamp", NULL) == ARCHIVE_OK;
    if (ok && archive_write_open_filename(a, path) == ARCHIVE_OK)
        return a;
    fprintf(stderr, "fleet: %s: cannot be written\n", path);
    exit(1);
}

static void add(struct archive *a, struct archive_entry *entry, const char *text, size_t len)
{
    if (archive_write_header(a, entry) == ARCHIVE_OK && archive_write_data(a, text, len) == (la_ssize_t)len)
        return;
    fprintf(stderr, "fleet: %s\n", archive_error_string(a));
    exit(1);
}

static void add_server(struct archive *zip, struct archive *tar, int number, uint64_t seed)
{
    char name[64], *text = NULL;
    size_t len = 0;
    struct server s = {.number = number,
                       .random = (seed + 1) * 0x9E3779B97F4A7C15ULL + (uint64_t)number * 7919 + 1};
    s.out = open_memstream(&text, &len);
    struct archive_entry *entry = archive_entry_new();
    if (!s.out || !entry)
        exit(1);
    write_export(&s);
    fclose(s.out);
    snprintf(name, sizeof name, "FLEET%05d/MetaBase.xml", number);
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_mtime(entry, CAPTURED, 0);
    archive_entry_set_size(entry, (la_int64_t)len);
    add(zip, entry, text, len);
    add(tar, entry, text, len);
    archive_entry_free(entry);
    free(text);
}

int main(int argc, char **argv)
{
    if (argc != 5 && argc != 6) {
        fprintf(stderr, "usage: fleet SERVERS SEED OUT.zip OUT.tar.gz [FIRST]\n");
        return 2;
    }
    int servers = (int)strtol(argv[1], NULL, 10);
    uint64_t seed = strtoull(argv[2], NULL, 10);
    int first = argc == 6 ? (int)strtol(argv[5], NULL, 10) : 1;
    struct archive *zip = open_archive("zip", false, argv[3]);
    struct archive *tar = open_archive("ustar", true, argv[4]);
    for (int i = 0; i < servers; i++)
        add_server(zip, tar, first + i, seed);
    int failed = archive_write_close(zip) != ARCHIVE_OK || archive_write_close(tar) != ARCHIVE_OK;
    archive_write_free(zip);
    archive_write_free(tar);
    return failed;
}
