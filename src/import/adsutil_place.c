/* adsutil_place: see adsutil_place.h. */
#include "import/adsutil_place.h"
#include "import/name_pattern.h"

#include <string.h>

/* ---- children -------------------------------------------------------------------------------- */

static struct adsutil_text parent_of(struct adsutil_text path)
{
    while (path.n > 0 && path.s[path.n - 1] == '/')
        path.n--;
    while (path.n > 0 && path.s[path.n - 1] != '/')
        path.n--;
    while (path.n > 0 && path.s[path.n - 1] == '/')
        path.n--;
    return path;
}

void adsutil_place_child(struct adsutil_text *parent, struct adsutil_text child)
{
    struct adsutil_text other = parent_of(child);
    if (!parent->s) {
        *parent = other;
        return;
    }
    size_t n = 0, whole = 0; /* whole: as far as both agree on whole parts */
    for (; n < parent->n && n < other.n && mba_ascii_ncasecmp(parent->s + n, other.s + n, 1) == 0; n++)
        if (parent->s[n] == '/')
            whole = n;
    bool parent_ends = n == parent->n, other_ends = n == other.n;
    if ((parent_ends || parent->s[n] == '/') && (other_ends || other.s[n] == '/'))
        whole = n;
    parent->n = whole;
}

/* ---- the member's name ----------------------------------------------------------------------- */

static const char *const services[] = {"SmtpSvc", "W3SVC", "NntpSvc", "MSFTPSVC", "Pop3Svc", "Imap4Svc"};
/* Parts of places that file names spell out, and words that say nothing about the place. */
static const char *const place_words[] = {"root",           "domain", "info", "filters", "sessions",
                                          "routingsources", "alias",  "user", "dl"};
static const char *const generic_words[] = {"enum", "all", "adsutil", "export", "state",
                                            "txt",  "log", "out",     "xml"};
static const char separators[] = "_-. +";

static bool in_table(const char *const *table, size_t count, struct adsutil_text word)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(table[i]) == word.n && mba_ascii_ncasecmp(table[i], word.s, word.n) == 0)
            return true;
    return false;
}
#define IN_TABLE(table, word) in_table(table, sizeof(table) / sizeof(table)[0], word)

/* The service whose name stands at a word's start in base; *after points behind it. */
static const char *find_service(const char *base, const char **after)
{
    for (const char *p = base; *p; p++) {
        if (p > base && !strchr(separators, p[-1]))
            continue;
        for (size_t i = 0; i < sizeof services / sizeof services[0]; i++) {
            size_t n = strlen(services[i]);
            bool ends = mba_ascii_ncasecmp(p, services[i], n) == 0 &&
                        (p[n] == '\0' || strchr(separators, p[n]) || (p[n] >= '0' && p[n] <= '9'));
            if (ends) {
                *after = p + n;
                return services[i];
            }
        }
    }
    return NULL;
}

static bool append(char *out, size_t size, struct adsutil_text part)
{
    size_t len = strlen(out);
    if (part.n + 2 > size - len)
        return false;
    out[len] = '/';
    memcpy(out + len + 1, part.s, part.n);
    out[len + 1 + part.n] = '\0';
    return true;
}

static size_t date_length(const char *p)
{
    mba_time t;
    size_t n = name_time(p, strlen(p), &t);
    return n ? n : name_date(p, strlen(p), &t);
}

/* One part of the rest of the name; false when it is none that is known. */
static bool take_word(const char **p, unsigned *depth, char *out, size_t size)
{
    size_t date = date_length(*p);
    if (date) {
        *p += date;
        return true;
    }
    struct adsutil_text word = {*p, strcspn(*p, separators)};
    *p += word.n;
    if (IN_TABLE(generic_words, word))
        return true;
    bool instance = *depth == 0 && word.n <= 10 && mba_is_digits(word.s, word.n);
    if (!instance && (*depth == 0 || !IN_TABLE(place_words, word)))
        return false;
    ++*depth;
    return append(out, size, word);
}

bool adsutil_place_from_member(const char *member, char *out, size_t size)
{
    const char *slash = strrchr(member, '/'), *p;
    const char *service = find_service(slash ? slash + 1 : member, &p);
    unsigned depth = 0;
    if (!service || strlen(service) >= size)
        return false;
    memcpy(out, service, strlen(service) + 1);
    for (p += strspn(p, separators); *p; p += strspn(p, separators))
        if (!take_word(&p, &depth, out, size))
            return false;
    return true;
}
