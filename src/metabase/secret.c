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
    static const char *const patterns[] = {"*pass*", "*pwd*", "*secret*", "*apikey*", "*api?key*", "*token*"};
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++)
        if (mba_glob(patterns[i], name))
            return true;
    return false;
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

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool ends_with(const char *text, size_t len, const char *word)
{
    size_t n = strlen(word);
    return len >= n && mba_ascii_ncasecmp(text + len - n, word, n) == 0;
}

/* The end of a value that a quote or a brace opened: a closing one that is doubled belongs to it. */
static size_t quoted_end(const char *text, size_t from, char close)
{
    while (text[from] && (text[from] != close || text[from + 1] == close))
        from += text[from] == close ? 2 : 1;
    return from;
}

/* "Provider=...;Password=x;", "PWD = {x}" and "passwd: x": of whoever connects to a database, or notes it. */
static size_t hide_setting(char *text, size_t *len, size_t sign)
{
    static const char *const words[] = {"password", "passwd", "pwd", "passphrase", "pass"};
    size_t name = sign, from = sign + 1, to;
    bool password = false;
    while (name > 0 && is_blank(text[name - 1]))
        name--;
    for (size_t i = 0; i < sizeof words / sizeof words[0] && !password; i++)
        password = ends_with(text, name, words[i]);
    if (!password)
        return from;
    while (is_blank(text[from]))
        from++;
    char open = text[from];
    if (open == '"' || open == '\'' || open == '{') {
        to = quoted_end(text, ++from, open == '{' ? '}' : open);
        return hide(text, len, from, to);
    }
    for (to = from; !ends_word(text[to]);)
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
    if (!memchr(text, '=', len) && !memchr(text, ':', len)) /* nearly always */
        return len;
    for (size_t i = 0; i < len;) {
        if (text[i] == ':' && text[i + 1] == '/' && text[i + 2] == '/')
            i = hide_user_info(text, &len, i);
        else if (text[i] == '=' || text[i] == ':')
            i = hide_setting(text, &len, i);
        else
            i++;
    }
    return len;
}
