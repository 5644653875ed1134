/* secret: what must never be kept. */
#include "mbaudit/metabase.h"

#include <string.h>

/* Properties that hold a password, a key or an encrypted list, by number: so they are known even in an export
 * that gives no names and no attributes. In ascending order. */
static const uint32_t secret_ids[] = {
    3003,  /* UNCPassword */
    4010,  /* LogOdbcPassword */
    5015,  /* ADConnectionsPassword */
    6021,  /* AnonymousUserPass */
    6027,  /* AdminACL */
    6286,  /* AdminACLBin */
    7502,  /* WAMUserPass */
    9999,  /* SessionKey */
    36949, /* RoutePassword */
    36958, /* SmtpDsPassword */
    41191, /* Pop3DsPassword */
    45462, /* FeedPassword */
    49384, /* ImapDsPassword */
};

static const char *const secret_names[] = {"UNCPassword",       "LogOdbcPassword", "ADConnectionsPassword",
                                           "AnonymousUserPass", "AdminACL",        "AdminACLBin",
                                           "WAMUserPass",       "SessionKey",      "RoutePassword",
                                           "SmtpDsPassword",    "FeedPassword",    "Pop3DsPassword",
                                           "ImapDsPassword"};

static bool is_secret_id(uint32_t id)
{
    size_t low = 0, high = sizeof secret_ids / sizeof secret_ids[0];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (secret_ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sizeof secret_ids / sizeof secret_ids[0] && secret_ids[low] == id;
}

/* A name that is not the dictionary's, of any product: it decides, rather too often than once too seldom. */
static bool is_secret_name(const char *name)
{
    for (size_t i = 0; i < sizeof secret_names / sizeof secret_names[0]; i++)
        if (mba_ascii_streq(name, secret_names[i]))
            return true;
    return mba_glob("*pass*", name) || mba_glob("*pwd*", name);
}

/* "IcDb" and "IcKb" in hexadecimal: how every encrypted value and every session key begins. */
static bool is_encrypted(const char *text, size_t n)
{
    while (n > 0 && (*text == ' ' || *text == '\t' || *text == '\n' || *text == '\r')) {
        text++;
        n--;
    }
    if (n < 8 || *text != '4') /* nearly always */
        return false;
    return mba_ascii_ncasecmp(text, "49634462", 8) == 0 || mba_ascii_ncasecmp(text, "49634b62", 8) == 0;
}

bool mba_record_is_secret(const struct mba_record *rec)
{
    uint32_t attributes = rec->attributes | (rec->prop ? rec->prop->attributes : 0);
    if ((attributes & MBA_ATTR_SECURE) || is_secret_id(rec->id))
        return true;
    bool own_name = rec->name && !(rec->prop && (strcmp(rec->name, rec->prop->name) == 0 ||
                                                 mba_ascii_streq(rec->name, rec->prop->name)));
    if (own_name && is_secret_name(rec->name))
        return true;
    return rec->text && is_encrypted(rec->text, rec->len);
}

/* ---- passwords within a value ---------------------------------------------------------------------------
 */

static const char hidden[] = "***";

/* Puts the stars in the place of [from, to), which what follows moves up to; where there is no room for
 * three, fewer. Returns where the rest begins. */
static size_t hide(char *text, size_t *len, size_t from, size_t to)
{
    size_t stars = to - from < sizeof hidden - 1 ? to - from : sizeof hidden - 1;
    memcpy(text + from, hidden, stars);
    memmove(text + from + stars, text + to, *len - to + 1); /* with its NUL */
    *len -= to - from - stars;
    return from + stars;
}

static bool ends_word(char c)
{
    return c == '\0' || c == ';' || c == '\n' || c == '"' || c == '\'';
}

/* "Provider=...;Password=x;" and "PWD = x": of whoever connects to a database. */
static size_t hide_setting(char *text, size_t *len, size_t equals)
{
    size_t name = equals, from = equals + 1, to;
    while (name > 0 && (text[name - 1] == ' ' || text[name - 1] == '\t'))
        name--;
    bool password = (name >= 8 && mba_ascii_ncasecmp(text + name - 8, "password", 8) == 0) ||
                    (name >= 3 && mba_ascii_ncasecmp(text + name - 3, "pwd", 3) == 0);
    if (!password)
        return from;
    char quote = text[from] == '"' || text[from] == '\'' ? text[from++] : '\0';
    for (to = from; quote ? text[to] && text[to] != quote : !ends_word(text[to]);)
        to++;
    return hide(text, len, from, to);
}

/* "http://user:x@host/": the user stays. slashes: where "://" stands. */
static size_t hide_user_info(char *text, size_t *len, size_t slashes)
{
    size_t start = slashes + 3, end = start + strcspn(text + start, "/\\?# \t\r\n\"'<>"), at = end, colon;
    while (at > start && text[at - 1] != '@')
        at--;
    for (colon = start; colon < at && text[colon] != ':';)
        colon++;
    return at > start && colon < at ? hide(text, len, colon + 1, at - 1) : start;
}

size_t mba_hide_passwords(char *text, size_t len)
{
    bool address = memchr(text, ':', len) && memmem(text, len, "://", 3);
    if (!address && !memchr(text, '=', len)) /* nearly always */
        return len;
    for (size_t i = 0; i < len;) {
        if (text[i] == '=')
            i = hide_setting(text, &len, i);
        else if (text[i] == ':' && text[i + 1] == '/' && text[i + 2] == '/')
            i = hide_user_info(text, &len, i);
        else
            i++;
    }
    return len;
}
