/* classes: what the names of key classes say - which are virtual servers, and where each is at home. */
#include <string.h>

#include "audit/judge.h"

static const char *const virtual_servers[] = {"IIsWebServer",  "IIsFtpServer",  "IIsSmtpServer",
                                              "IIsNntpServer", "IIsPop3Server", "IIsImapServer"};

/* A class begins with one of these: all its keys are at or below the home. The first that fits counts. */
static const struct {
    const char *prefix, *home;
} homes[] = {
    {"IIsSmtp", "/LM/SmtpSvc"}, {"IIsNntp", "/LM/NntpSvc"},
    {"IIsPop3", "/LM/POP3SVC"}, {"IIsImap", "/LM/IMAP4SVC"},
    {"IIsFtp", "/LM/MSFTPSVC"}, {"IIsApplicationPool", "/LM/W3SVC/AppPools"},
    {"IIsWeb", "/LM/W3SVC"},    {"", "/LM"},
};

bool judge_class_is_virtual_server(const char *name)
{
    for (size_t i = 0; i < sizeof virtual_servers / sizeof *virtual_servers; i++)
        if (mba_ascii_streq(virtual_servers[i], name))
            return true;
    return false;
}

const char *judge_class_home(const char *name)
{
    size_t i = 0;
    while (mba_ascii_ncasecmp(homes[i].prefix, name, strlen(homes[i].prefix)) != 0)
        i++;
    return homes[i].home;
}

bool judge_class_known(const struct mba_dictionary *dict, const char *name)
{
    if (mba_ascii_streq(name, "IIsConfigObject"))
        return true;
    for (size_t i = 0; i < mba_dictionary_count(dict); i++)
        for (const char *const *c = mba_dictionary_at(dict, i)->classes; c && *c; c++)
            if (mba_ascii_streq(*c, name))
                return true;
    return false;
}

char *judge_static_prefix(struct mba_arena *arena, const char *pattern)
{
    size_t len = strcspn(pattern, "*?");
    if (pattern[len])
        while (len && pattern[len - 1] != '/')
            len--;
    while (len > 1 && pattern[len - 1] == '/')
        len--;
    return len > 1 ? mba_arena_dup(arena, pattern, len) : mba_arena_dup(arena, "/LM", 3);
}

/* A path that ends with a name is compared with few locations: most end with another one. */
struct judge_path judge_path(const char *pattern)
{
    struct judge_path path = {.pattern = pattern};
    const char *slash = strrchr(pattern, '/');
    if (slash && slash[1] && slash[1] != '*') {
        path.tail = slash + 1;
        path.tail_len = strlen(slash + 1);
    }
    return path;
}

bool judge_path_fits(const struct judge_path *path, const char *location, size_t len)
{
    size_t n = path->tail_len;
    if (path->tail && (len <= n || location[len - n - 1] != '/' ||
                       mba_ascii_ncasecmp(location + len - n, path->tail, n) != 0))
        return false;
    return mba_path_matches(path->pattern, location);
}

bool judge_is_object(const struct mba_key *key)
{
    if (key->template_key)
        return false;
    return !key->location || key->instance || !judge_class_is_virtual_server(key->class_name);
}
