/* What was read, written again. The reader has made it visible, which doing twice does not change. */
#include <string.h>

#include "private.h"

bool mba_node_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

xmlNodePtr mba_node_child(xmlNodePtr parent, const char *name)
{
    xmlNodePtr node = parent ? xmlFirstElementChild(parent) : NULL;
    while (node && !mba_node_is(node, name))
        node = xmlNextElementSibling(node);
    return node;
}

/* The reader resolves references and refuses entities, so a value is one text. */
static const char *attr_text(const xmlAttr *attr)
{
    return attr->children && attr->children->content ? (const char *)attr->children->content : "";
}

const char *mba_node_attr(const xmlNode *element, const char *name)
{
    for (const xmlAttr *attr = element ? element->properties : NULL; attr; attr = attr->next)
        if (!attr->ns && strcmp((const char *)attr->name, name) == 0)
            return attr_text(attr);
    return NULL;
}

bool mba_finding_accepted(const xmlNode *finding)
{
    return mba_node_attr(finding, "waiver") && !mba_node_attr(finding, "waiver-state");
}

static bool listed(const char *const *names, const char *name)
{
    for (; names && *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

void mba_xml_copy_attrs(struct mba_buf *out, xmlNodePtr element, const char *const *without)
{
    for (xmlAttrPtr attr = element->properties; attr; attr = attr->next)
        if (!listed(without, (const char *)attr->name))
            mba_xml_attr(out, (const char *)attr->name, attr_text(attr));
}

/* White space between elements only lays them out. */
void mba_xml_copy_content(struct mba_buf *out, xmlNodePtr element)
{
    bool elements = xmlFirstElementChild(element);
    for (xmlNodePtr node = element->children; node; node = node->next) {
        if (node->type == XML_ELEMENT_NODE)
            mba_xml_copy(out, node);
        else if (node->content && !elements)
            mba_xml_text(out, (const char *)node->content, strlen((const char *)node->content));
    }
}

void mba_xml_copy(struct mba_buf *out, xmlNodePtr element)
{
    const char *name = (const char *)element->name;
    mba_buf_putc(out, '<');
    mba_buf_puts(out, name);
    mba_xml_copy_attrs(out, element, NULL);
    if (!element->children) {
        mba_buf_puts(out, "/>");
        return;
    }
    mba_buf_putc(out, '>');
    mba_xml_copy_content(out, element);
    mba_buf_puts(out, "</");
    mba_buf_puts(out, name);
    mba_buf_putc(out, '>');
}
