/* Drives, script maps with their prohibition, and the signs of Exchange. */
#include "saying.h"
#include "unit.h"

#define INETSRV "D:\\WINNT\\system32\\inetsrv\\"

/* IIS 6: .asp allowed, .shtml prohibited, .idc under %windir% prohibited, .htr not listed, .ida to 404.dll.
 */
static void iis6(struct judging *j)
{
    judging_key(j, "/LM/W3SVC", "IIsWebService", "ScriptMaps",
                ".asp," INETSRV "asp.dll,5,GET,HEAD\n.shtml," INETSRV "ssinc.dll,5,GET\n"
                ".idc,%windir%\\system32\\inetsrv\\httpodbc.dll,5\n.htr," INETSRV "ism.dll,5\n"
                ".ida,C:\\lockdown\\404.dll,1\n.pl,E:\\perl\\perl.exe %s %s,1\n.x,,1",
                "WebSvcExtRestrictionList",
                "0,*.dll\n1,*.exe\n1," INETSRV "ASP.DLL,0,ASP,Active Server Pages\n0," INETSRV
                "ssinc.dll,0,SSINC,SSI\n1," INETSRV "httpodbc.dll,0,HTTPODBC,IDC",
                NULL);
    judging_key(j, "/LM/W3SVC/1", "IIsWebServer", NULL);
    judging_key(j, "/LM/W3SVC/1/ROOT", "IIsWebVirtualDir", "Path", "d:\\Inetpub", NULL);
    judging_key(j, "/LM/W3SVC/1/ROOT/App", "IIsWebDirectory", "ScriptMaps", ".htr," INETSRV "asp.dll,5",
                NULL);
}

static void iis5(struct judging *j)
{
    judging_key(j, "/LM/W3SVC", "IIsWebService", "ScriptMaps",
                ".htr,C:\\WINNT\\system32\\inetsrv\\ism.dll,1\n.ida,C:\\lockdown\\404.dll,1\n.x,,1", NULL);
    judging_key(j, "/LM/W3SVC/1/ROOT", "IIsWebVirtualDir", NULL);
}

static void nothing(struct judging *j)
{
    judging_key(j, "/LM/W3SVC/1/ROOT", "IIsWebVirtualDir", "Path", "E:\\web", NULL);
}

static const struct saying on_iis6 = {"/LM/W3SVC/1/ROOT", "IIsWebVirtualDir", iis6, "/"};
static const struct saying in_app = {"/LM/W3SVC/1/ROOT/App", "IIsWebDirectory", iis6, "/"};
static const struct saying on_iis5 = {"/LM/W3SVC/1/ROOT", "IIsWebVirtualDir", iis5, "/"};
static const struct saying bare = {"/LM/W3SVC/1/ROOT", "IIsWebVirtualDir", nothing, "/"};
static const struct saying unknown = {"/LM/W3SVC/1/ROOT", "IIsWebVirtualDir", nothing, NULL};

UNIT_TEST(drives_are_letters_or_nothing)
{
    TRUE_AT(on_iis6, "mb:drive('D:\\x') = 'd:'");
    TRUE_AT(on_iis6, "mb:drive('z:') = 'z:'");
    TRUE_AT(on_iis6, "mb:drive('\\\\server\\share') = ''");
    TRUE_AT(on_iis6, "mb:drive('Mailroot\\Queue') = ''");
    TRUE_AT(on_iis6, "mb:drive('') = ''");
    TRUE_AT(on_iis6, "mb:drive('1:x') = ''");
    TRUE_AT(on_iis6, "mb:drive('%ProgramFiles%\\x') = ''");
    TRUE_AT(on_iis6, "mb:drive('%WINDIR%\\x') = 'd:' and mb:drive('%SystemRoot%\\x') = 'd:'");
    TRUE_AT(on_iis6, "mb:drive('%SystemDrive%\\x') = 'd:'");
}

UNIT_TEST(the_drive_of_windows_comes_from_any_handler)
{
    TRUE_AT(on_iis6, "mb:windows-drive() = 'd:' and mb:drive($Path) = mb:windows-drive()");
    TRUE_AT(on_iis5, "mb:windows-drive() = 'c:'");
    TRUE_AT(unknown, "mb:windows-drive() = 'c:' and mb:drive('%windir%') = 'c:'");
}

UNIT_TEST(script_maps_count_where_their_handler_may_run)
{
    TRUE_AT(on_iis6, "count(mb:script-maps('.asp')) = 1");
    TRUE_AT(on_iis6, "starts-with(mb:script-maps('.ASP'), '.asp,D:')");
    FALSE_AT(on_iis6, "mb:script-maps('.shtml')");
    FALSE_AT(on_iis6, "mb:script-maps('.sht .s .htm')");
    FALSE_AT(on_iis6, "mb:script-maps('.aspx')");
    TRUE_AT(on_iis6, "mb:script-maps('.idc')");
    FALSE_AT(on_iis6, "mb:script-maps('.htr')");
    FALSE_AT(on_iis6, "mb:script-maps('.ida .x')");
    TRUE_AT(on_iis6, "count(mb:script-maps('.shtml .idc .asp .htr')) = 2");
    TRUE_AT(in_app, "mb:script-maps('.htr')");
    FALSE_AT(in_app, "mb:script-maps('.asp')");
}

UNIT_TEST(without_a_list_of_prohibitions_every_map_runs)
{
    TRUE_AT(on_iis5, "mb:script-maps('.htr')");
    FALSE_AT(on_iis5, "mb:script-maps('.ida .x')");
    FALSE_AT(bare, "mb:script-maps('.htr')");
    NOT_KNOWN_AT(unknown, "mb:script-maps('.htr')");
}

/* Maps without the list that would prohibit them: nobody knows whether they run. */
static void maps_alone(struct judging *j)
{
    judging_key(j, "/LM/W3SVC/1/ROOT", "IIsWebVirtualDir", "ScriptMaps", ".htr,C:\\x\\ism.dll,1", NULL);
}

UNIT_TEST(maps_without_the_list_are_not_judged)
{
    static const struct saying at = {"/LM/W3SVC/1/ROOT", "IIsWebVirtualDir", maps_alone, NULL};
    NOT_KNOWN_AT(at, "mb:script-maps('.htr')");
    FALSE_AT(at, "mb:script-maps('.ida')");
}

/* What is not listed at all is not allowed. */
static void short_list(struct judging *j)
{
    judging_key(j, "/LM/W3SVC", "IIsWebService", "ScriptMaps", ".htr," INETSRV "ism.dll,5",
                "WebSvcExtRestrictionList", "1," INETSRV "asp.dll", NULL);
}

UNIT_TEST(what_the_list_does_not_allow_is_prohibited)
{
    static const struct saying at = {"/LM/W3SVC", "IIsWebService", short_list, "/"};
    FALSE_AT(at, "mb:script-maps('.htr')");
}

UNIT_TEST(extensions_are_allowed_by_file_name)
{
    TRUE_AT(on_iis6, "mb:extension-allowed('asp.dll')");
    TRUE_AT(on_iis6, "mb:extension-allowed('HTTPODBC.dll')");
    TRUE_AT(on_iis6, "mb:extension-allowed('*.exe')");
    FALSE_AT(on_iis6, "mb:extension-allowed('*.dll')");
    FALSE_AT(on_iis6, "mb:extension-allowed('ssinc.dll')");
    FALSE_AT(on_iis6, "mb:extension-allowed('sp.dll')");
    NOT_KNOWN_AT(on_iis5, "mb:extension-allowed('asp.dll')");
    NOT_KNOWN_AT(unknown, "mb:extension-allowed('asp.dll')");
}

UNIT_TEST(absent_values_have_a_stand_in)
{
    TRUE_AT(on_iis6, "mb:value-or('Path', 'x') = 'd:\\Inetpub'");
    TRUE_AT(on_iis6, "mb:value-or('HttpRedirect', 'x') = 'x'");
    TRUE_AT(on_iis6, "mb:value-or('MaxConnections', 5, '..') = 5");
    TRUE_AT(on_iis6, "mb:value-or('Path', 'x', '/LM/Nothing') = 'x'");
    TRUE_AT(on_iis6, "count(mb:value-or('HttpErrors', $ScriptMaps)) = 7");
    NOT_KNOWN_AT(unknown, "mb:value-or('HttpRedirect', 'x') = 'x'");
    NOT_KNOWN_AT(unknown, "mb:value-or('Path', 'x', '/LM/Nothing') = 'x'");
    NOT_KNOWN_AT(on_iis6, "mb:value-or('ServerState', 2, '..') = 2");
}

UNIT_TEST(the_site_is_the_virtual_server_above)
{
    static const struct saying site = {"/LM/W3SVC/1", "IIsWebServer", iis6, "/"};
    static const struct saying service = {"/LM/W3SVC", "IIsWebService", iis6, "/"};
    TRUE_AT(on_iis6, "mb:site() = '/LM/W3SVC/1'");
    TRUE_AT(in_app, "mb:site() = '/LM/W3SVC/1'");
    TRUE_AT(site, "mb:site() = mb:path()");
    TRUE_AT(service, "mb:site() = ''");
}

static void ds2mb(struct judging *j)
{
    judging_key(j, "/LM/DS2MB", "IIsConfigObject", NULL);
    nothing(j);
}

static void store(struct judging *j)
{
    judging_key(j, "/LM/W3SVC/1/ROOT/exchange", "IIsWebVirtualDir", "Path",
                "\\\\.\\backofficestorage\\example.com\\MBX", NULL);
    nothing(j);
}

static void folder(struct judging *j)
{
    judging_key(j, "/LM/W3SVC/1/ROOT/Exchange", "IIsWebVirtualDir", "Path", "D:\\stocks", NULL);
    judging_key(j, "/LM/W3SVC/AppPools/MyExchange", "IIsApplicationPool", NULL);
    nothing(j);
}

static void pool(struct judging *j)
{
    judging_key(j, "/LM/W3SVC/AppPools/MSExchangeOWAAppPool", "IIsApplicationPool", NULL);
    nothing(j);
}

static void owa(struct judging *j)
{
    judging_key(j, "/LM/W3SVC/1/ROOT/owa", "IIsWebVirtualDir", NULL);
    nothing(j);
}

static void ews(struct judging *j)
{
    judging_key(j, "/LM/W3SVC/1/ROOT/ews", "IIsWebVirtualDir", NULL);
    nothing(j);
}

static void template(struct judging *j)
{
    judging_key(j, "/LM/W3SVC/Info/Templates/T/ROOT/owa", "IIsWebVirtualDir", NULL);
    nothing(j);
}

UNIT_TEST(exchange_shows_in_its_keys)
{
    static const char class_name[] = "IIsWebVirtualDir", path[] = "/LM/W3SVC/1/ROOT";
    static const struct saying with_ds2mb = {path, class_name, ds2mb, NULL},
                               with_store = {path, class_name, store, NULL},
                               with_folder = {path, class_name, folder, "/"},
                               with_pool = {path, class_name, pool, NULL},
                               with_owa = {path, class_name, owa, NULL},
                               with_ews = {path, class_name, ews, NULL},
                               with_template = {path, class_name, template, "/"};
    TRUE_AT(with_ews, "mb:exchange()");
    FALSE_AT(with_template, "mb:exchange()");
    TRUE_AT(with_ds2mb, "mb:exchange()");
    TRUE_AT(with_store, "mb:exchange()");
    TRUE_AT(with_pool, "mb:exchange()");
    TRUE_AT(with_owa, "mb:exchange()");
    FALSE_AT(with_folder, "mb:exchange()");
    FALSE_AT(bare, "mb:exchange()");
    NOT_KNOWN_AT(unknown, "mb:exchange()");
}
