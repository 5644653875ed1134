/* Recorded settings: what is known of one, and whether two are the same. */
#include <string.h>

#include "private.h"

/* A list has its items separated by line feeds, as evidence has. */
static const char *text_of(xmlNodePtr set, struct mba_buf *scratch)
{
    xmlNodePtr item = xmlFirstElementChild(set);
    if (!item)
        return set->children && set->children->content ? (const char *)set->children->content : "";
    mba_buf_clear(scratch);
    for (; item; item = xmlNextElementSibling(item)) {
        if (scratch->len)
            mba_buf_putc(scratch, '\n');
        if (item->children && item->children->content)
            mba_buf_puts(scratch, (const char *)item->children->content);
    }
    return scratch->data ? scratch->data : "";
}

void mba_setting_read(const struct mba_dictionary *dict, xmlNodePtr set, struct mba_buf *scratch,
                      struct mba_recorded_setting *out)
{
    *out = (struct mba_recorded_setting){.name = mba_node_attr(set, "property")};
    if (!out->name)
        out->name = "";
    out->prop = mba_property_by_name(dict, out->name, strlen(out->name));
    out->secret = mba_node_attr(set, "secret");
    out->is_volatile = mba_node_attr(set, "volatile");
    out->sha256 = mba_node_attr(set, "sha256");
    out->text = out->secret ? NULL : text_of(set, scratch);
}

/* Formats write the same flags as words or as a number, the same truth as TRUE or 1. */
static bool same_by_type(const struct mba_property *prop, const char *a, const char *b)
{
    uint32_t na, nb;
    bool ba, bb;
    switch (prop ? prop->type : MBA_TYPE_UNKNOWN) {
    case MBA_TYPE_DWORD:
        return mba_dword_value(prop, a, strlen(a), &na) && mba_dword_value(prop, b, strlen(b), &nb) &&
               na == nb;
    case MBA_TYPE_BOOL:
        return mba_bool_value(a, strlen(a), &ba) && mba_bool_value(b, strlen(b), &bb) && ba == bb;
    default:
        return false;
    }
}

bool mba_setting_same(const struct mba_recorded_setting *a, const struct mba_recorded_setting *b)
{
    if (a->secret || b->secret)
        return a->secret && b->secret; /* that it is set is all that is known */
    if (a->sha256 || b->sha256)
        return a->sha256 && b->sha256 && strcmp(a->sha256, b->sha256) == 0;
    return strcmp(a->text, b->text) == 0 || same_by_type(a->prop, a->text, b->text);
}

void mba_setting_write(struct mba_buf *out, const char *element, const struct mba_recorded_setting *setting,
                       bool with_meaning)
{
    uint32_t number;
    struct mba_buf meaning = {0};
    const struct mba_property *prop = setting->prop;
    if (!setting->text)
        return;
    mba_buf_printf(out, "<%s", element);
    if (with_meaning && prop && prop->type == MBA_TYPE_DWORD &&
        mba_dword_value(prop, setting->text, strlen(setting->text), &number) &&
        mba_dword_meaning(prop, number, &meaning))
        mba_xml_attr(out, "meaning", meaning.data);
    mba_buf_putc(out, '>');
    mba_xml_text(out, setting->text, strlen(setting->text));
    mba_buf_printf(out, "</%s>", element);
    out->failed |= meaning.failed;
    mba_buf_free(&meaning);
}

xmlNodePtr mba_setting_find(xmlNodePtr object, const char *name, xmlNodePtr *next)
{
    xmlNodePtr from = *next ? *next : xmlFirstElementChild(object), node = from;
    while (node && !mba_ascii_streq(mba_node_attr(node, "property"), name))
        node = xmlNextElementSibling(node);
    if (!node && from != xmlFirstElementChild(object))
        for (node = xmlFirstElementChild(object); node && node != from; node = xmlNextElementSibling(node))
            if (mba_ascii_streq(mba_node_attr(node, "property"), name))
                break;
    if (node == from && !mba_ascii_streq(mba_node_attr(from, "property"), name))
        return NULL; /* once around */
    if (node)
        *next = xmlNextElementSibling(node);
    return node;
}
