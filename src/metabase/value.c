/* value: numbers, flags and booleans as exports write them, and as people read them. */
#include "mbaudit/metabase.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void trim(const char **s, size_t *n)
{
    while (*n > 0 && is_blank(**s)) {
        (*s)++;
        (*n)--;
    }
    while (*n > 0 && is_blank((*s)[*n - 1]))
        (*n)--;
}

static bool flag_value(const struct mba_property *prop, const char *s, size_t n, uint32_t *out)
{
    for (size_t i = 0; prop && i < prop->flag_count; i++) {
        const char *name = prop->flags[i].name;
        if (strlen(name) == n && mba_ascii_ncasecmp(name, s, n) == 0) {
            *out = prop->flags[i].value;
            return true;
        }
    }
    return false;
}

bool mba_dword_value(const struct mba_property *prop, const char *text, size_t len, uint32_t *out)
{
    uint32_t total = 0;
    for (;;) {
        const char *bar = len ? memchr(text, '|', len) : NULL;
        const char *piece = text;
        size_t n = bar ? (size_t)(bar - text) : len;
        uint32_t value;
        trim(&piece, &n);
        if (!mba_parse_dword(piece, n, &value) && !flag_value(prop, piece, n, &value))
            return false;
        total |= value;
        if (!bar)
            break;
        len -= (size_t)(bar - text) + 1;
        text = bar + 1;
    }
    *out = total;
    return true;
}

static const char *value_name(const struct mba_property *prop, uint32_t value)
{
    for (size_t i = 0; i < prop->value_count; i++)
        if (prop->values[i].value == value)
            return prop->values[i].name;
    return value == 0 && prop->flag_count > 0 ? "none" : NULL;
}

/* Appends the flags that are set; returns the bits that have no name. */
static uint32_t add_flags(const struct mba_property *prop, uint32_t value, struct mba_buf *out)
{
    uint32_t left = value;
    const char *between = "";
    for (size_t i = 0; i < prop->flag_count; i++) {
        uint32_t flag = prop->flags[i].value;
        if (flag == 0 || (left & flag) != flag)
            continue;
        mba_buf_puts(out, between);
        mba_buf_puts(out, prop->flags[i].name);
        between = " | ";
        left &= ~flag;
    }
    return left;
}

bool mba_dword_meaning(const struct mba_property *prop, uint32_t value, struct mba_buf *out)
{
    const char *name = prop ? value_name(prop, value) : NULL;
    if (name)
        mba_buf_puts(out, name);
    if (name || !prop)
        return name != NULL;
    uint32_t left = add_flags(prop, value, out);
    if (left == value)
        return false;
    if (left != 0)
        mba_buf_printf(out, " | 0x%X", (unsigned)left);
    return true;
}

bool mba_bool_value(const char *text, size_t len, bool *out)
{
    static const struct {
        const char *word;
        bool value;
    } words[] = {{"TRUE", true}, {"FALSE", false}, {"1", true}, {"0", false}, {"-1", true}};
    trim(&text, &len);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strlen(words[i].word) == len && mba_ascii_ncasecmp(words[i].word, text, len) == 0) {
            *out = words[i].value;
            return true;
        }
    }
    return false;
}
