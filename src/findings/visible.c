/* visible: a findings document may come from anybody. What is read from one is as harmless to a terminal and
 * to a page as if this program had written it. */
#include <string.h>

#include "private.h"

static bool clean_text(xmlNodePtr text)
{
    struct mba_buf visible = {0};
    size_t len = text->content ? strlen((const char *)text->content) : 0;
    if (mba_xml_visible_already((const char *)text->content, len))
        return true;
    mba_text_visible(&visible, (const char *)text->content, len, true);
    bool good = !visible.failed;
    if (good)
        xmlNodeSetContent(text, BAD_CAST visible.data);
    mba_buf_free(&visible);
    return good;
}

static bool clean_children(xmlNodePtr first)
{
    bool good = true;
    for (xmlNodePtr node = first; node && good; node = node->next) {
        if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
            good = clean_text(node);
        else if (node->type == XML_ELEMENT_NODE)
            good = mba_xml_make_visible(node);
    }
    return good;
}

bool mba_xml_make_visible(xmlNodePtr element)
{
    bool good = clean_children(element->children);
    for (xmlAttrPtr attr = element->properties; attr && good; attr = attr->next)
        good = clean_children(attr->children);
    return good;
}
