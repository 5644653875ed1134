/* Recorded settings: what is known of one, and whether two are the same. */
#include <string.h>

#include "private.h"

/* A list has its items separated by line feeds, as evidence has. */
static const char *text_of(xmlNodePtr set, struct mba_buf *scratch)
{
    xmlNodePtr item = xmlFirstElementChild(set);
    if (!item)
        return set->children && set->children->content ? (const char *)set->children->content : "";
    mba_scratch_clear(scratch);
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

static bool ip_meaning(const char *text, struct mba_buf *meaning)
{
    struct mba_arena *arena = mba_arena_new();
    struct mba_ip_list list;
    bool good = arena && mba_ip_list_read(arena, text, strlen(text), &list);
    if (good)
        mba_ip_list_meaning(&list, meaning);
    if (arena)
        mba_arena_free(arena);
    meaning->failed |= !good;
    return meaning->len > 0;
}

/* In words for people: "stopped", "only 127.0.0.1". False: there are none. */
static bool meaning_of(const struct mba_recorded_setting *setting, struct mba_buf *meaning)
{
    uint32_t number;
    const char *text = setting->text;
    switch (setting->prop && !setting->sha256 ? setting->prop->type : MBA_TYPE_UNKNOWN) {
    case MBA_TYPE_DWORD:
        return mba_dword_value(setting->prop, text, strlen(text), &number) &&
               mba_dword_meaning(setting->prop, number, meaning) && meaning->data &&
               strcmp(meaning->data, text) != 0;
    case MBA_TYPE_IPSECLIST:
        return ip_meaning(text, meaning);
    default:
        return false;
    }
}

void mba_setting_write(struct mba_buf *out, const char *element, const struct mba_recorded_setting *setting)
{
    struct mba_buf meaning = {0};
    mba_buf_printf(out, "<%s", element);
    if (meaning_of(setting, &meaning))
        mba_xml_attr(out, "meaning", meaning.data);
    mba_buf_putc(out, '>');
    mba_xml_text(out, setting->text, strlen(setting->text));
    mba_buf_printf(out, "</%s>", element);
    out->failed |= meaning.failed;
    mba_buf_free(&meaning);
}

static xmlNodePtr find_between(xmlNodePtr node, const xmlNode *end, const char *name)
{
    while (node && node != end && !mba_ascii_streq(mba_node_attr(node, "property"), name))
        node = xmlNextElementSibling(node);
    return node == end ? NULL : node;
}

xmlNodePtr mba_setting_find(xmlNodePtr object, const char *name, xmlNodePtr *next)
{
    xmlNodePtr first = xmlFirstElementChild(object), from = *next ? *next : first;
    xmlNodePtr found = find_between(from, NULL, name);
    if (!found)
        found = find_between(first, from, name);
    if (found)
        *next = xmlNextElementSibling(found);
    return found;
}
