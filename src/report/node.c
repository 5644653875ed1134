/* Small things done with nodes of a section. */
#include "report/node.h"

#include <stdio.h>

bool mba_node_set(xmlNodePtr node, const char *name, const char *value)
{
    return !value || xmlSetProp(node, BAD_CAST name, BAD_CAST value);
}

bool mba_node_set_number(xmlNodePtr node, const char *name, uint64_t value)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)value);
    return mba_node_set(node, name, digits);
}

xmlNodePtr mba_node_add(xmlNodePtr parent, const char *name)
{
    return xmlNewChild(parent, parent->ns, BAD_CAST name, NULL);
}

bool mba_node_add_copy(xmlNodePtr parent, xmlNodePtr node)
{
    xmlNodePtr copy = xmlDocCopyNode(node, parent->doc, 1);
    if (copy && xmlAddChild(parent, copy))
        return true;
    xmlFreeNode(copy);
    return false;
}

xmlDocPtr mba_section_new(const char *kind)
{
    xmlDocPtr doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNodePtr root = doc ? xmlNewDocNode(doc, NULL, BAD_CAST "section", NULL) : NULL;
    if (root)
        xmlDocSetRootElement(doc, root);
    xmlNsPtr ns = root ? xmlNewNs(root, BAD_CAST MBA_FINDINGS_NS, NULL) : NULL;
    if (ns && mba_node_set(root, "kind", kind)) {
        xmlSetNs(root, ns);
        return doc;
    }
    xmlFreeDoc(doc);
    return NULL;
}
