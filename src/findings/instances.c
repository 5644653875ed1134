/* The virtual servers of a snapshot, whatever the rules say of them: what a reader wants to see first. */
#include <string.h>

#include "private.h"

static const char *const shown[] = {"ServerComment", "ServerState", "ServerAutoStart", "ServerBindings"};

/* A schema default that the export does not bear out is no value: the property may simply not be in it. */
static bool collected(const struct mba_value *value)
{
    return value->origin != MBA_ORIGIN_NONE && (value->origin != MBA_ORIGIN_DEFAULT || value->known_absent);
}

/* "none" is not collected; "not-set" is known not to be there. */
static const char *origin_of(const struct mba_value *value)
{
    if (collected(value))
        return mba_origin_word(value->origin);
    return value->known_absent ? "not-set" : "none";
}

static void write_meaning(struct mba_buf *out, const struct mba_property *prop, const struct mba_value *value)
{
    uint32_t number;
    struct mba_buf meaning = {0};
    if (prop->type == MBA_TYPE_DWORD && mba_dword_value(prop, value->text, value->len, &number) &&
        mba_dword_meaning(prop, number, &meaning))
        mba_xml_attr(out, "meaning", meaning.data);
    out->failed |= meaning.failed;
    mba_buf_free(&meaning);
}

/* A list is cut between two items. */
static void write_items(struct mba_buf *out, const struct mba_value *value, uint64_t most)
{
    size_t len = value->len;
    if (most && len > most)
        for (len = (size_t)most; len > 0 && value->text[len] != '\n';)
            len--;
    mba_xml_items(out, value->text, len);
    if (len < value->len)
        mba_buf_printf(out, "<item>... (cut: %zu bytes)</item>", value->len);
}

static void write_value(struct mba_buf *out, const struct mba_property *prop, const struct mba_value *value,
                        uint64_t most)
{
    mba_buf_puts(out, "<value");
    mba_xml_attr(out, "property", prop->name);
    mba_xml_attr(out, "origin", origin_of(value));
    if (value->origin == MBA_ORIGIN_INHERITED && value->from)
        mba_xml_attr(out, "from", value->from->location);
    if (value->text)
        write_meaning(out, prop, value);
    mba_buf_putc(out, '>');
    if (value->text && prop->type == MBA_TYPE_MULTISZ)
        write_items(out, value, most);
    else if (value->text)
        mba_xml_cut(out, value->text, value->len, most);
    mba_buf_puts(out, "</value>");
}

static void write_instance(struct mba_buf *out, const struct mba_metabase *mb, const struct mba_key *key,
                           uint64_t most)
{
    mba_buf_puts(out, "\n<instance");
    mba_xml_attr(out, "path", key->location ? key->location : key->label);
    mba_xml_attr(out, "class", key->class_name);
    mba_buf_putc(out, '>');
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        struct mba_value value;
        const struct mba_property *prop =
            mba_property_by_name(mba_metabase_dictionary(mb), shown[i], strlen(shown[i]));
        if (!prop)
            continue;
        mba_effective(mb, key, prop, &value);
        if (!collected(&value))
            value.text = NULL;
        write_value(out, prop, &value, most);
    }
    mba_buf_puts(out, "</instance>");
}

void mba_instances_write(struct mba_buf *out, const struct mba_metabase *mb, uint64_t most)
{
    for (size_t i = 0; i < mba_metabase_count(mb); i++) {
        const struct mba_key *key = mba_metabase_at(mb, i);
        if (key->instance && !key->template_key)
            write_instance(out, mb, key, most);
    }
}
