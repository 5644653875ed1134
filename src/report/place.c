/* A finding in a rule section stands apart from its snapshot: it takes along where it came from. */
#include <stdlib.h>
#include <string.h>

#include "private.h"

static bool named(const xmlNode *node, const char *name)
{
    return strcmp((const char *)node->name, name) == 0;
}

static bool set(xmlNodePtr node, const char *name, const xmlChar *value)
{
    return !value || xmlSetProp(node, BAD_CAST name, value);
}

/* The <export> with this number, counted from 1; the first when there is no such. */
static xmlNodePtr find_export(xmlNodePtr snapshot, unsigned long number)
{
    xmlNodePtr first = NULL;
    for (xmlNodePtr node = xmlFirstElementChild(snapshot); node; node = xmlNextElementSibling(node)) {
        if (!named(node, "export"))
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
        xmlChar *text = named(node, "evidence") ? xmlGetNoNsProp(node, BAD_CAST "export") : NULL;
        if (text)
            number = strtoul((const char *)text, NULL, 10);
        xmlFree(text);
    }
    return number;
}

static bool set_source(xmlNodePtr finding, xmlNodePtr snapshot)
{
    static const char *const names[] = {"input", "member"};
    xmlNodePtr export = find_export(snapshot, export_of(finding));
    for (size_t i = 0; export && i < 2; i++) {
        xmlChar *value = xmlGetNoNsProp(export, BAD_CAST names[i]);
        bool good = set(finding, names[i], value);
        xmlFree(value);
        if (!good)
            return false;
    }
    return true;
}

static bool set_title(xmlNodePtr node, const struct mba_book *book)
{
    xmlChar *id = xmlGetNoNsProp(node, BAD_CAST "rule");
    xmlNodePtr rule = id ? mba_book_rule(book, id) : NULL;
    xmlChar *title = rule ? xmlGetNoNsProp(rule, BAD_CAST "title") : NULL;
    bool good = set(node, "title", title);
    xmlFree(id);
    xmlFree(title);
    return good;
}

bool mba_section_place(xmlDocPtr section, const struct mba_book *book, size_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%zu", number);
    xmlNodePtr root = xmlDocGetRootElement(section), snapshot = xmlFirstElementChild(root);
    xmlChar *server = xmlGetNoNsProp(root, BAD_CAST "server");
    xmlChar *captured = snapshot ? xmlGetNoNsProp(snapshot, BAD_CAST "captured") : NULL;
    bool good = snapshot && set(root, "n", BAD_CAST digits);
    xmlNodePtr node = snapshot ? xmlFirstElementChild(snapshot) : NULL;
    for (; good && node; node = xmlNextElementSibling(node)) {
        bool finding = named(node, "finding");
        if (finding || named(node, "not-evaluated"))
            good = set_title(node, book);
        if (finding && good)
            good = set(node, "server", server) && set(node, "captured", captured) &&
                   set(node, "snapshot", BAD_CAST digits) && set_source(node, snapshot);
    }
    xmlFree(server);
    xmlFree(captured);
    return good;
}
