/* clixml_value: asking what an object of CLIXML says; see clixml.h. */
#include "import/clixml.h"
#include "import/zoned_time.h"

#include <string.h>

const struct clixml_value *clixml_property(const struct clixml_value *object, const char *name)
{
    const struct clixml_value *at = object->properties;
    while (at && !mba_ascii_streq(at->name, name))
        at = at->next;
    return at;
}

const char *clixml_text(const struct clixml_value *object, const char *name)
{
    const struct clixml_value *value = clixml_property(object, name);
    return value ? value->text : NULL;
}

/* ---- class and server ------------------------------------------------------------------------ */

static const char *last_slash(const char *text)
{
    const char *found = NULL;
    for (; *text; text++)
        if (*text == '\\' || *text == '/')
            found = text;
    return found;
}

/* The first name with a '#' is that of the class itself, the others those of its ancestors. */
const char *clixml_wmi_class(const struct clixml_value *object, const char **space, size_t *space_len)
{
    const char *hash = NULL;
    for (size_t i = 0; i < object->type_count && !hash; i++)
        hash = strchr(object->types[i], '#');
    if (!hash)
        return NULL;
    const char *slash = last_slash(hash + 1);
    if (space) {
        *space = hash + 1;
        *space_len = slash ? (size_t)(slash - hash) - 1 : 0;
    }
    return slash ? slash + 1 : hash + 1;
}

static bool take_server(const char *name, size_t len, char *out, size_t size)
{
    static const char *const nobody[] = {"localhost", ".", "?", "127.0.0.1", "::1"};
    if (len == 0 || len >= size)
        return false;
    memcpy(out, name, len);
    out[len] = '\0';
    for (size_t i = 0; i < sizeof nobody / sizeof nobody[0]; i++)
        if (mba_ascii_streq(out, nobody[i]))
            return false;
    const char *dot = strchr(out, '.');
    if (dot && dot > out && strspn(out, "0123456789.") < len) /* not an address */
        out[dot - out] = '\0';
    return true;
}

static bool from_path(const char *path, char *out, size_t size)
{
    if (!path || strncmp(path, "\\\\", 2) != 0)
        return false;
    return take_server(path + 2, strcspn(path + 2, "\\/"), out, size);
}

bool clixml_server(const struct clixml_value *object, char *out, size_t size)
{
    static const char *const names[] = {"__SERVER", "PSComputerName"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *text = clixml_text(object, names[i]);
        if (text && take_server(text, strlen(text), out, size))
            return true;
    }
    if (from_path(clixml_text(object, "__PATH"), out, size) || from_path(object->to_string, out, size))
        return true;
    out[0] = '\0';
    return false;
}

bool clixml_time(const struct clixml_value *value, mba_time *out, bool *zoned)
{
    return value && value->text && zoned_time_parse(value->text, out, zoned);
}

/* ---- escapes --------------------------------------------------------------------------------- */

/* "_x000A_" at p: its unit; false when it is none. */
static bool escape_at(const char *p, const char *end, uint32_t *unit)
{
    uint32_t value = 0;
    if (end - p < 7 || p[0] != '_' || (p[1] != 'x' && p[1] != 'X') || p[6] != '_')
        return false;
    for (int i = 2; i < 6; i++) {
        char c = (char)(p[i] | 0x20);
        if (p[i] >= '0' && p[i] <= '9')
            value = value << 4 | (uint32_t)(p[i] - '0');
        else if (c >= 'a' && c <= 'f')
            value = value << 4 | (uint32_t)(c - 'a' + 10);
        else
            return false;
    }
    *unit = value;
    return true;
}

void clixml_unescape(const char *text, size_t len, struct mba_buf *out)
{
    const char *p = text, *end = text + len;
    while (p < end) {
        uint32_t unit, low;
        const char *next = memchr(p, '_', (size_t)(end - p));
        next = next ? next : end;
        mba_buf_add(out, p, (size_t)(next - p));
        p = next;
        if (p == end)
            return;
        if (!escape_at(p, end, &unit)) {
            mba_buf_putc(out, *p++);
            continue;
        }
        p += 7;
        if (unit >= 0xD800 && unit <= 0xDBFF && escape_at(p, end, &low) && low >= 0xDC00 && low <= 0xDFFF) {
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
            p += 7;
        }
        mba_utf8_add(out, unit == 0 || (unit >= 0xD800 && unit <= 0xDFFF) ? 0xFFFD : unit);
    }
}
