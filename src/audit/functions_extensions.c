/* functions_extensions: which script maps and extensions of the Web service run, and which are prohibited. */
#include <string.h>

#include "audit/functions.h"

static const char web_service[] = "/LM/W3SVC";

static bool ends_with(const char *text, size_t len, const char *end)
{
    size_t n = strlen(end);
    return n <= len && mba_ascii_ncasecmp(text + len - n, end, n) == 0;
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

/* ---- prohibition ------------------------------------------------------------------------------ */

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

static bool equal(const char *a, size_t a_len, const char *b, size_t b_len)
{
    return a_len == b_len && mba_ascii_ncasecmp(a, b, a_len) == 0;
}

/* Without case; one list may write %windir% where the other has the folder itself. */
static bool same_file(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t a_skip = windows_folder(a, a_len), b_skip = windows_folder(b, b_len);
    bool variable = (a_skip && *a == '%') || (b_skip && *b == '%');
    if (!variable || !a_skip || !b_skip)
        a_skip = b_skip = 0;
    return equal(a + a_skip, a_len - a_skip, b + b_skip, b_len - b_skip);
}

/* The flag of the item "flag,path,..." that is this path; '\0' when there is none. */
static char restriction(const char *list, const char *path, size_t path_len)
{
    const char *item, *text;
    size_t len, n;
    while (judge_next_line(&list, &item, &len))
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
    while (judge_next_line(&list, &item, &len))
        if (*item == '1' && field(item, len, 1, &path, &n) && ends_with(path, n, file) &&
            (n == wanted || path[n - wanted - 1] == '\\' || path[n - wanted - 1] == '/'))
            return true;
    return false;
}

static struct expr_value fn_extension_allowed(const struct judge_args *args)
{
    struct mba_value value;
    const char *location;
    const struct mba_key *key;
    const struct mba_property *prop = judge_named(args->judge, "WebSvcExtRestrictionList");
    bool allowed = prop && judge_key_at(args->judge, web_service, &key, &location) &&
                   judge_read(args->judge, key, location, prop, &value) &&
                   allows_file(value.text, args->text[0]);
    return expr_boolean(allowed);
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
    const struct mba_property *prop = judge_named(judge, name);
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
    for (const char *rest = maps.text; judge_next_line(&rest, &item, &len);)
        if (has_extension(item, len, extensions))
            mba_buf_printf(&named_maps, "%.*s\n", (int)len, item);
    if (named_maps.len && judge_key_at(judge, web_service, &service, &location) &&
        list_at(judge, service, location, "WebSvcExtRestrictionList", &restrictions))
        for (const char *rest = named_maps.data; judge_next_line(&rest, &item, &len);)
            if (is_live(item, len, restrictions.text))
                mba_buf_printf(live, "%s%.*s", live->len ? "\n" : "", (int)len, item);
    live->failed = live->failed || named_maps.failed;
    mba_buf_free(&named_maps);
}

static struct expr_value fn_script_maps(const struct judge_args *args)
{
    struct mba_buf live = {0};
    live_maps(args->judge, args->text[0], &live);
    args->judge->no_memory = args->judge->no_memory || live.failed;
    struct expr_value lines = expr_lines(args->judge, live.data ? live.data : "", live.len);
    mba_buf_free(&live);
    return lines;
}

const struct judge_function judge_functions_extensions[] = {
    {"script-maps", "x", fn_script_maps, EXPR_SET},
    {"extension-allowed", "x", fn_extension_allowed, EXPR_BOOLEAN},
    {0},
};
