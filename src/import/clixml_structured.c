/* clixml_structured: see clixml_structured.h.
 *
 * Sources: IIS 6.0 SDK, WMI classes derived from IIsStructuredDataClass: ServerBinding (ms525731),
 * SecureBinding (ms525948), ScriptMap (ms524316), HttpError (ms524466), MimeMap (ms525204). Others
 * (IPSecurity, HttpCustomHeader, CustomErrorDescription) are left out: how their fields stand in the
 * metabase's text is not confirmed, and what is left out counts as not collected.
 */
#include "import/clixml_structured.h"

#include <string.h>

enum { FIELDS = 4 };
static const struct structured {
    const char *property;
    const char *fields[FIELDS];
    char between;
    bool needed[FIELDS];
} structures[] = {
    {"ServerBindings", {"IP", "Port", "Hostname"}, ':', {false, true, false}},
    {"SecureBindings", {"IP", "Port", "Hostname"}, ':', {false, true, false}},
    {"ScriptMaps", {"Extensions", "ScriptProcessor", "Flags", "IncludedVerbs"}, ',', {true, true}},
    {"MimeMap", {"Extension", "MimeType"}, ',', {true, true}},
    {"HttpErrors",
     {"HttpErrorCode", "HttpErrorSubcode", "HandlerType", "HandlerLocation"},
     ',',
     {true, true, true, true}},
};

static const struct structured *structure_of(const struct mba_property *prop)
{
    for (size_t i = 0; i < sizeof structures / sizeof structures[0]; i++)
        if (strcmp(structures[i].property, prop->name) == 0)
            return &structures[i];
    return NULL;
}

/* A port may be written with the colon that follows it. */
static size_t field_length(const struct structured *s, const char *text)
{
    size_t n = strlen(text);
    while (s->between == ':' && n > 0 && text[n - 1] == ':')
        n--;
    return n;
}

static bool add_object(const struct structured *s, const struct clixml_value *object, struct mba_buf *out)
{
    for (size_t i = 0; i < FIELDS && s->fields[i]; i++) {
        const char *text = clixml_text(object, s->fields[i]);
        if (s->needed[i] && (!text || !text[0]))
            return false;
        /* Verbs that are not there are no fourth field: all verbs. */
        bool last = i + 1 == FIELDS || !s->fields[i + 1];
        if (i > 0 && !(last && s->between == ',' && (!text || !text[0])))
            mba_buf_putc(out, s->between);
        if (text)
            mba_buf_add(out, text, field_length(s, text));
    }
    return true;
}

bool clixml_is_type_name(const char *text)
{
    return mba_glob("system.management.*", text) || mba_glob("microsoft.management.*", text) ||
           mba_glob("deserialized.*", text);
}

static bool add_item(const struct structured *s, const struct clixml_value *item, struct mba_buf *out)
{
    if (item->kind == CLIXML_OBJECT && item->properties)
        return s && item->whole && add_object(s, item, out);
    if (item->kind != CLIXML_STRING || !item->text || clixml_is_type_name(item->text) ||
        strchr(item->text, '\n'))
        return false;
    mba_buf_add(out, item->text, item->len);
    return true;
}

bool clixml_list_text(const struct mba_property *prop, const struct clixml_value *list, struct mba_buf *out,
                      uint64_t *items)
{
    const struct structured *s = structure_of(prop);
    *items = 0;
    mba_buf_clear(out);
    for (const struct clixml_value *item = list->items; item; item = item->next) {
        if ((*items)++ > 0)
            mba_buf_putc(out, '\n');
        if (!add_item(s, item, out))
            return false;
    }
    return list->whole;
}

bool clixml_list_bytes(const struct clixml_value *list, struct mba_buf *out)
{
    mba_buf_clear(out);
    for (const struct clixml_value *item = list->items; item; item = item->next) {
        bool negative = item->text && item->text[0] == '-';
        uint32_t value;
        if (item->kind != CLIXML_NUMBER || !item->text ||
            !mba_parse_dword(item->text + negative, item->len - negative, &value) ||
            value > (negative ? 128u : 255u))
            return false;
        mba_buf_printf(out, "%02x", (negative ? 0u - value : value) & 0xFFu);
    }
    return list->whole;
}
