/* ldif_dn: distinguished names (RFC 4514), as far as they tell whose virtual server an object is. */
#include "import/ldif_dn.h"

#include <string.h>

enum { PARTS = 6 }; /* as many as decide, from the left */

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* The value of one part "CN=value", escapes undone; *dn goes behind its comma. NULL: not of the form. */
static char *next_value(struct mba_arena *arena, const char **dn)
{
    const char *s = *dn + strspn(*dn, " ");
    if (mba_ascii_ncasecmp(s, "CN=", 3) != 0)
        return NULL;
    char *value = mba_arena_alloc(arena, strlen(s) + 1);
    size_t n = 0;
    for (s += 3; value && *s && *s != ','; s++) {
        if (*s == '\\' && hex(s[1]) >= 0 && hex(s[2]) >= 0) {
            value[n++] = (char)(hex(s[1]) * 16 + hex(s[2]));
            s += 2;
        } else {
            s += *s == '\\' && s[1] != '\0';
            value[n++] = *s;
        }
    }
    if (!value)
        return NULL;
    value[n] = '\0';
    *dn = *s ? s + 1 : s;
    return value;
}

/* Do the parts from `first` on lead to a server, whose name is the one between? */
static const char *server_of(char *const parts[], size_t first, size_t count, const char *protocol)
{
    bool fits = first + 4 <= count && mba_ascii_streq(parts[first], protocol) &&
                mba_ascii_streq(parts[first + 1], "Protocols") &&
                mba_ascii_streq(parts[first + 3], "Servers");
    return fits ? parts[first + 2] : NULL;
}

bool ldif_place(struct mba_arena *arena, const char *dn, struct ldif_place *out)
{
    char *parts[PARTS];
    size_t count = 0;
    while (count < PARTS && (parts[count] = next_value(arena, &dn)))
        count++;
    *out = (struct ldif_place){0};
    if ((out->server = server_of(parts, 1, count, "SMTP")) && mba_is_digits(parts[0], strlen(parts[0])))
        out->object = mba_arena_printf(arena, "/LM/SmtpSvc/%s", parts[0]);
    else if ((out->server = server_of(parts, 2, count, "HTTP")) &&
             mba_is_digits(parts[1], strlen(parts[1])) && *parts[0] && !strchr(parts[0], '/'))
        out->object = mba_arena_printf(arena, "/LM/W3SVC/%s/ROOT/%s", parts[1], parts[0]);
    return out->server && *out->server && out->object;
}
