/* <xsl:include> among the built-in stylesheets. */
#include <string.h>

#include "private.h"

#define XSLT_NS "http://www.w3.org/1999/XSL/Transform"

static bool is_include(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE && node->ns && strcmp((const char *)node->name, "include") == 0 &&
           strcmp((const char *)node->ns->href, XSLT_NS) == 0;
}

static xmlDocPtr open_included(xmlNodePtr include, char **error)
{
    xmlChar *href = xmlGetNoNsProp(include, BAD_CAST "href");
    char path[256];
    snprintf(path, sizeof path, "xsl/%s", href ? (const char *)href : "");
    xmlFree(href);
    const struct mba_asset *asset = mba_asset_find(path);
    xmlDocPtr doc =
        asset ? xmlReadMemory((const char *)asset->data, (int)asset->len, path, NULL, XML_PARSE_NONET) : NULL;
    if (!doc || !xmlDocGetRootElement(doc)) {
        xmlFreeDoc(doc);
        mba_fail(error, "%s:%ld: %s cannot be included: only stylesheets in xsl/ can", include->doc->URL,
                 xmlGetLineNo(include), path);
        return NULL;
    }
    return doc;
}

static bool take_children(xmlNodePtr include, xmlDocPtr from)
{
    for (xmlNodePtr node = xmlDocGetRootElement(from)->children; node; node = node->next) {
        xmlNodePtr copy = xmlDocCopyNode(node, include->doc, 1);
        if (!copy || !xmlAddPrevSibling(include, copy)) {
            xmlFreeNode(copy);
            return false;
        }
    }
    return true;
}

bool mba_sheet_include(xmlDocPtr doc, char **error)
{
    xmlNodePtr next;
    for (xmlNodePtr node = xmlDocGetRootElement(doc)->children; node; node = next) {
        next = node->next;
        if (!is_include(node))
            continue;
        xmlDocPtr from = open_included(node, error);
        if (!from)
            return false;
        bool good = take_children(node, from) ? true : mba_fail(error, "no memory");
        xmlFreeDoc(from);
        xmlUnlinkNode(node);
        xmlFreeNode(node);
        if (!good)
            return false;
    }
    return true;
}
