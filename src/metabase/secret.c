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
    bool own_name = rec->name && !(rec->prop && mba_ascii_streq(rec->name, rec->prop->name));
    if (own_name && is_secret_name(rec->name))
        return true;
    return rec->text && is_encrypted(rec->text, rec->len);
}
