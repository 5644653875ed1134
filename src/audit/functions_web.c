/* functions_web: what the Web service of this server runs - drives, script maps and their prohibition,
 * Exchange. */
#include <string.h>

#include <libxml/xpathInternals.h>

#include "audit/functions.h"

static const char web_service[] = "/LM/W3SVC";

static const struct mba_property *named(const struct mba_judge *judge, const char *name)
{
    return mba_property_by_name(judge->dict, name, strlen(name));
}

static bool ends_with(const char *text, size_t len, const char *end)
{
    size_t n = strlen(end);
    return n <= len && mba_ascii_ncasecmp(text + len - n, end, n) == 0;
}

static bool contains(const char *text, const char *part)
{
    size_t n = strlen(part);
    for (; strlen(text) >= n; text++)
        if (mba_ascii_ncasecmp(text, part, n) == 0)
            return true;
    return false;
}

/* The next line of a list; false at the end. */
static bool next_item(const char **rest, const char **item, size_t *len)
{
    if (!**rest)
        return false;
    *item = *rest;
    *len = strcspn(*rest, "\n");
    *rest += *len + ((*rest)[*len] == '\n');
    return true;
}

/* A field of "field,field,field". */
static bool field(const char *item, size_t len, int index, const char **text, size_t *n)
{
    for (; index > 0; index--) {
        const char *comma = memchr(item, ',', len);
        if (!comma)
            return false;
        len -= (size_t)(comma - item) + 1;
        item = comma + 1;
    }
    const char *comma = len ? memchr(item, ',', len) : NULL;
    *text = item;
    *n = comma ? (size_t)(comma - item) : len;
    return true;
}

/* ---- drives ---------------------------------------------------------------------------------- */

static char drive_letter(const char *path, size_t len)
{
    char c = len > 1 && path[1] == ':' ? path[0] : '\0';
    if (c >= 'A' && c <= 'Z')
        c = (char)(c - 'A' + 'a');
    return c >= 'a' && c <= 'z' ? c : '\0';
}

/* The drive in a list of script maps or extensions that names IIS's own folder. */
static char drive_in_list(const char *list)
{
    static const char folder[] = "\\system32\\inetsrv\\";
    const char *item;
    size_t len;
    while (next_item(&list, &item, &len))
        for (size_t i = 0; i + sizeof folder - 1 <= len; i++)
            if (mba_ascii_ncasecmp(item + i, folder, sizeof folder - 1) == 0) {
                const char *comma = memrchr(item, ',', i), *path = comma ? comma + 1 : item;
                return drive_letter(path, len - (size_t)(path - item));
            }
    return '\0';
}

/* Looks at every key, for the handlers of one directory tell as much as those of another. */
static void find_drive(struct mba_judge *judge, struct judge_facts *facts)
{
    const struct mba_property *lists[] = {named(judge, "ScriptMaps"), named(judge, "InProcessIsapiApps")};
    facts->drive_known = true;
    for (size_t i = 0; !facts->drive && i < mba_metabase_count(judge->mb); i++) {
        facts->drive_at = mba_metabase_at(judge->mb, i);
        for (size_t n = 0; !facts->drive && n < sizeof lists / sizeof *lists; n++) {
            const struct mba_record *record = lists[n] ? mba_key_record(facts->drive_at, lists[n]->id) : NULL;
            facts->drive = record && record->text ? drive_in_list(record->text) : '\0';
        }
    }
}

static char windows_drive(struct mba_judge *judge)
{
    struct judge_facts *facts = &judge->facts;
    if (!facts->drive_known)
        find_drive(judge, facts);
    if (facts->drive)
        judge_record_fact(judge, "drive of Windows", mba_arena_printf(judge->arena, "%c:", facts->drive),
                          true, judge_place(facts->drive_at));
    else
        judge_record_fact(judge, "drive of Windows", "c: (assumed; the export names no folder of Windows)",
                          true, NULL);
    return facts->drive ? facts->drive : 'c';
}

static void return_drive(xmlXPathParserContextPtr ctxt, char letter)
{
    const char drive[] = {letter, ':', '\0'};
    xmlXPathReturnString(ctxt, xmlStrdup((const xmlChar *)(letter ? drive : "")));
}

static void fn_windows_drive(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct judge_args args;
    if (judge_take_args(ctxt, nargs, 0, &args)) {
        judge_free_args(&args);
        return_drive(ctxt, windows_drive(args.judge));
    }
}

static bool on_windows_drive(const char *path)
{
    static const char *const variables[] = {"%windir%", "%systemroot%", "%systemdrive%"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        if (mba_ascii_ncasecmp(path, variables[i], strlen(variables[i])) == 0)
            return true;
    return false;
}

static void fn_drive(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct judge_args args;
    if (!judge_take_args(ctxt, nargs, 1, &args))
        return;
    const char *path = args.text[0];
    char drive = on_windows_drive(path) ? windows_drive(args.judge) : drive_letter(path, strlen(path));
    judge_free_args(&args);
    return_drive(ctxt, drive);
}

/* ---- extensions that are prohibited ----------------------------------------------------------- */

/* How much of a path names the folder of Windows. */
static size_t windows_folder(const char *path, size_t len)
{
    static const char *const variables[] = {"%windir%\\", "%systemroot%\\"};
    static const char *const folders[] = {":\\windows\\", ":\\winnt\\"};
    for (size_t i = 0; i < 2; i++) {
        size_t n = strlen(variables[i]), m = strlen(folders[i]);
        if (len >= n && mba_ascii_ncasecmp(path, variables[i], n) == 0)
            return n;
        if (len > m && mba_ascii_ncasecmp(path + 1, folders[i], m) == 0)
            return m + 1;
    }
    return 0;
}

/* Without case; one list may write %windir% where the other has the folder itself. */
static bool same_file(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t a_skip = windows_folder(a, a_len), b_skip = windows_folder(b, b_len);
    bool variable = (a_skip && *a == '%') || (b_skip && *b == '%');
    if (variable && a_skip && b_skip)
        return same_file(a + a_skip, a_len - a_skip, b + b_skip, b_len - b_skip);
    return a_len == b_len && mba_ascii_ncasecmp(a, b, a_len) == 0;
}

/* The flag of the item "flag,path,..." that is this path; '\0' when there is none. */
static char restriction(const char *list, const char *path, size_t path_len)
{
    const char *item, *text;
    size_t len, n;
    while (next_item(&list, &item, &len))
        if (field(item, len, 1, &text, &n) && same_file(text, n, path, path_len))
            return *item;
    return '\0';
}

/* An item of its own decides, else the one for all that are not listed; what no item allows is prohibited. */
static bool is_allowed(const char *list, const char *path, size_t len)
{
    char flag = restriction(list, path, len);
    if (!flag)
        flag = ends_with(path, len, ".exe") ? restriction(list, "*.exe", 5) : restriction(list, "*.dll", 5);
    return flag == '1';
}

/* An item with flag 1 for a file of this name. */
static bool allows_file(const char *list, const char *file)
{
    const char *item, *path;
    size_t len, n, wanted = strlen(file);
    while (next_item(&list, &item, &len))
        if (*item == '1' && field(item, len, 1, &path, &n) && ends_with(path, n, file) &&
            (n == wanted || path[n - wanted - 1] == '\\' || path[n - wanted - 1] == '/'))
            return true;
    return false;
}

static void fn_extension_allowed(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct judge_args args;
    struct mba_value value;
    const char *location;
    const struct mba_key *key;
    if (!judge_take_args(ctxt, nargs, 1, &args))
        return;
    const struct mba_property *prop = named(args.judge, "WebSvcExtRestrictionList");
    bool allowed = prop && judge_key_at(args.judge, web_service, &key, &location) &&
                   judge_read(args.judge, key, location, prop, &value) &&
                   allows_file(value.text, args.text[0]);
    judge_free_args(&args);
    xmlXPathReturnBoolean(ctxt, allowed);
}

/* ---- script maps ------------------------------------------------------------------------------ */

static bool has_extension(const char *item, size_t len, const char *extensions)
{
    const char *text;
    size_t n;
    if (!field(item, len, 0, &text, &n))
        return false;
    for (const char *s = extensions; *(s += strspn(s, " ")); s += strcspn(s, " "))
        if (strcspn(s, " ") == n && mba_ascii_ncasecmp(s, text, n) == 0)
            return true;
    return false;
}

/* restrictions NULL: this server has no such list (IIS 5), and whatever is mapped runs. */
static bool is_live(const char *item, size_t len, const char *restrictions)
{
    const char *handler;
    size_t n;
    if (!field(item, len, 1, &handler, &n) || n == 0 || ends_with(handler, n, "404.dll"))
        return false;
    return !restrictions || is_allowed(restrictions, handler, n);
}

static bool list_at(struct mba_judge *judge, const struct mba_key *key, const char *location,
                    const char *name, struct mba_value *value)
{
    const struct mba_property *prop = named(judge, name);
    return prop && judge_standing(judge, key, location, prop, value);
}

/* The maps into a list; without memory the list says so. */
static void live_maps(struct mba_judge *judge, const char *extensions, struct mba_buf *live)
{
    const struct mba_key *service;
    struct mba_value maps, restrictions;
    const char *location, *item;
    size_t len;
    if (!list_at(judge, judge->eval.key, NULL, "ScriptMaps", &maps) || !maps.text)
        return;
    struct mba_buf named_maps = {0};
    for (const char *rest = maps.text; next_item(&rest, &item, &len);)
        if (has_extension(item, len, extensions))
            mba_buf_printf(&named_maps, "%.*s\n", (int)len, item);
    if (named_maps.len && judge_key_at(judge, web_service, &service, &location) &&
        list_at(judge, service, location, "WebSvcExtRestrictionList", &restrictions))
        for (const char *rest = named_maps.data; next_item(&rest, &item, &len);)
            if (is_live(item, len, restrictions.text))
                mba_buf_printf(live, "%s%.*s", live->len ? "\n" : "", (int)len, item);
    live->failed = live->failed || named_maps.failed;
    mba_buf_free(&named_maps);
}

static void fn_script_maps(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct judge_args args;
    struct mba_buf live = {0};
    if (!judge_take_args(ctxt, nargs, 1, &args))
        return;
    live_maps(args.judge, args.text[0], &live);
    args.judge->no_memory = args.judge->no_memory || live.failed;
    judge_free_args(&args);
    valuePush(ctxt, judge_list(args.judge, live.data ? live.data : "", live.len));
    mba_buf_free(&live);
}

/* ---- Exchange --------------------------------------------------------------------------------- */

/* A directory that Exchange's setup makes: /Exchange into the store, or those of Exchange 2007. */
static bool is_exchange_directory(const struct mba_judge *judge, const struct mba_key *key)
{
    const char *name = judge_last_part(key->location);
    const struct mba_property *path = named(judge, "Path");
    const struct mba_record *record = path ? mba_key_record(key, path->id) : NULL;
    if (mba_ascii_streq(name, "owa") || mba_ascii_streq(name, "EWS"))
        return true;
    return mba_ascii_streq(name, "Exchange") && record && record->text &&
           contains(record->text, "BackOfficeStorage");
}

static bool shows_exchange(const struct mba_judge *judge, const struct mba_key *key)
{
    if (!key->location || key->template_key)
        return false;
    if (mba_ascii_streq(key->class_name, "IIsWebVirtualDir"))
        return is_exchange_directory(judge, key);
    if (mba_ascii_streq(key->class_name, "IIsApplicationPool"))
        return mba_glob("MSExchange*", judge_last_part(key->location)) ||
               mba_glob("Exchange*", judge_last_part(key->location));
    return mba_ascii_streq(key->location, "/LM/DS2MB");
}

static const struct mba_key *find_exchange(struct mba_judge *judge)
{
    struct judge_facts *facts = &judge->facts;
    for (size_t i = 0; !facts->exchange_known && i < mba_metabase_count(judge->mb); i++) {
        const struct mba_key *key = mba_metabase_at(judge->mb, i);
        facts->exchange_known = shows_exchange(judge, key);
        facts->exchange_at = facts->exchange_known ? key : NULL;
    }
    facts->exchange_known = true;
    return facts->exchange_at;
}

static void fn_exchange(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct judge_args args;
    if (!judge_take_args(ctxt, nargs, 0, &args))
        return;
    struct mba_judge *judge = args.judge;
    judge_free_args(&args);
    const struct mba_key *key = find_exchange(judge);
    if (key)
        judge_record_fact(judge, "Exchange", mba_arena_printf(judge->arena, "shown by %s", key->location),
                          true, NULL);
    else if (mba_metabase_covers(judge->mb, "/LM"))
        judge_record_fact(judge, "Exchange", "nothing of it in the export", false, NULL);
    else
        judge_lack(judge, LACK_KEYS, "/LM", NULL);
    xmlXPathReturnBoolean(ctxt, key != NULL);
}

const struct judge_function judge_functions_web[] = {
    {"windows-drive", "", fn_windows_drive}, {"drive", "x", fn_drive},
    {"script-maps", "x", fn_script_maps},    {"extension-allowed", "x", fn_extension_allowed},
    {"exchange", "", fn_exchange},           {0},
};
