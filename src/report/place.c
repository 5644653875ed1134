/* A finding in a rule section stands apart from its snapshot: it takes along where it came from. The
 * attributes are made once for a snapshot and an export, not for each finding. */
#include <stdlib.h>
#include <string.h>

#include "private.h"
#include "report/node.h"

/* ---- on the section -------------------------------------------------------------------------------- */

bool mba_section_number(xmlDocPtr section, size_t number, const char *page)
{
    xmlNodePtr root = xmlDocGetRootElement(section);
    char file[MBA_NAME_SIZE];
    if (page)
        mba_page_file(page, 1, file);
    return mba_node_set_number(root, "n", number) && mba_node_set(root, "server-href", page ? file : NULL);
}

/* Only a rule that failed somewhere has a page. */
static bool set_title(xmlNodePtr node, const struct mba_book *book, bool pages)
{
    const char *name = NULL, *id = mba_node_attr(node, "rule");
    char file[MBA_NAME_SIZE];
    xmlNodePtr rule = id ? mba_book_rule(book, BAD_CAST id, &name) : NULL;
    if (!rule)
        return true;
    bool linked = pages && mba_node_attr(rule, "href");
    if (linked)
        mba_page_file(name, 1, file);
    return mba_node_set(node, "title", mba_node_attr(rule, "title")) &&
           mba_node_set(node, "rule-href", linked ? file : NULL);
}

static bool has_title(const xmlNode *node)
{
    static const char *const names[] = {"finding", "not-evaluated", "resolved", "not-comparable", "episode"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (mba_node_is(node, names[i]))
            return true;
    return false;
}

static bool set_titles(xmlNodePtr first, const struct mba_book *book, bool pages)
{
    for (xmlNodePtr node = first; node; node = xmlNextElementSibling(node))
        if (has_title(node) && !set_title(node, book, pages))
            return false;
    return true;
}

bool mba_section_titles(xmlDocPtr section, const struct mba_book *book, bool pages)
{
    xmlNodePtr snapshot = xmlFirstElementChild(xmlDocGetRootElement(section));
    return !snapshot ||
           (set_titles(xmlFirstElementChild(snapshot), book, pages) &&
            set_titles(snapshot, book, pages)); /* episodes */
}

/* ---- on the findings -------------------------------------------------------------------------------- */

static void add_attribute(xmlBufferPtr text, xmlNodePtr from, const char *name)
{
    xmlChar *value = from ? xmlGetNoNsProp(from, BAD_CAST name) : NULL;
    if (!value)
        return;
    xmlBufferWriteChar(text, " ");
    xmlBufferWriteChar(text, name);
    xmlBufferWriteChar(text, "=\"");
    xmlAttrSerializeTxtContent(text, from->doc, NULL, value);
    xmlBufferWriteChar(text, "\"");
    xmlFree(value);
}

bool mba_place_begin(struct mba_place *place, xmlDocPtr section)
{
    xmlNodePtr root = xmlDocGetRootElement(section);
    *place = (struct mba_place){
        .snapshot = xmlFirstElementChild(root), .common = xmlBufferCreate(), .source = xmlBufferCreate()};
    if (!place->common || !place->source)
        return false;
    xmlChar *number = xmlGetNoNsProp(root, BAD_CAST "n");
    add_attribute(place->common, root, "server");
    add_attribute(place->common, place->snapshot, "captured");
    add_attribute(place->common, root, "server-href");
    xmlBufferWriteChar(place->common, " snapshot=\"");
    xmlBufferCat(place->common, number);
    xmlBufferWriteChar(place->common, "\"");
    xmlFree(number);
    return true;
}

void mba_place_end(struct mba_place *place)
{
    if (place->common)
        xmlBufferFree(place->common);
    if (place->source)
        xmlBufferFree(place->source);
}

/* The <export> with this number, counted from 1; the first when there is no such. */
static xmlNodePtr find_export(xmlNodePtr snapshot, unsigned long number)
{
    xmlNodePtr first = NULL;
    for (xmlNodePtr node = xmlFirstElementChild(snapshot); node; node = xmlNextElementSibling(node)) {
        if (!mba_node_is(node, "export"))
            continue;
        if (number <= 1)
            return node;
        first = first ? first : node;
        number--;
    }
    return first;
}

/* The export that the first evidence with a source came from. */
static unsigned long export_of(xmlNodePtr finding)
{
    unsigned long number = 0;
    for (xmlNodePtr node = xmlFirstElementChild(finding); node && !number;
         node = xmlNextElementSibling(node)) {
        xmlChar *text = mba_node_is(node, "evidence") ? xmlGetNoNsProp(node, BAD_CAST "export") : NULL;
        if (text)
            number = strtoul((const char *)text, NULL, 10);
        xmlFree(text);
    }
    return number ? number : 1;
}

void mba_place_write(struct mba_place *place, xmlNodePtr finding, struct mba_buf *out)
{
    unsigned long number = export_of(finding);
    if (number != place->export) {
        xmlNodePtr export = find_export(place->snapshot, number);
        xmlBufferEmpty(place->source);
        add_attribute(place->source, export, "input");
        add_attribute(place->source, export, "member");
        place->export = number;
    }
    mba_buf_add(out, xmlBufferContent(place->common), (size_t)xmlBufferLength(place->common));
    mba_buf_add(out, xmlBufferContent(place->source), (size_t)xmlBufferLength(place->source));
}
