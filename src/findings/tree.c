/* tree: elements as this room writes them made into a tree, without a parser and without an allocation for
 * each of them. It knows a small part of XML: elements, attributes in double quotes, text, and the references
 * that mba_xml_text writes. */
#include <libxml/parserInternals.h> /* xmlStringText */
#include <string.h>

#include "private.h"

enum {
    DEEPEST = 8,
    LONGEST_NAME = 48,
    LONGEST_VALUE = 1000 * 1000
}; /* libxml2's own limits are above these */

/* ---- names and values ------------------------------------------------------------------------------------
 */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t name_length(const char *at, const char *end)
{
    const char *p = at;
    if (p == end || !is_letter(*p))
        return 0;
    while (p < end && (is_letter(*p) || *p == '-' || (*p >= '0' && *p <= '9')))
        p++;
    size_t len = (size_t)(p - at);
    return len > LONGEST_NAME || mba_ascii_ncasecmp(at, "xml", len < 3 ? len : 3) == 0 ? 0 : len;
}

/* The same few names come again and again. */
static const char *take_name(struct mba_tree *tree)
{
    size_t len = name_length(tree->at, tree->end);
    if (len == 0)
        return NULL;
    size_t hash =
        (len * 31 + (size_t)tree->at[0] * 7 + (size_t)tree->at[len - 1] * 3 + (size_t)tree->at[len / 2]) %
        MBA_TREE_NAMES;
    const char *known = tree->names[hash];
    if (!known || strncmp(known, tree->at, len) != 0 || known[len] != '\0')
        known = tree->names[hash] = mba_arena_dup(tree->arena, tree->at, len);
    tree->at += len;
    return known;
}

static bool take(struct mba_tree *tree, const char *text)
{
    size_t len = strlen(text);
    bool there = (size_t)(tree->end - tree->at) >= len && memcmp(tree->at, text, len) == 0;
    tree->at += there ? len : 0;
    return there;
}

/* What mba_text_visible does not change, no parser refuses. */
static bool is_harmless(const char *text)
{
    struct mba_buf visible = {0};
    size_t len = strlen(text);
    mba_text_visible(&visible, text, len, true);
    bool same = !visible.failed && visible.len == len && memcmp(visible.data, text, len) == 0;
    mba_buf_free(&visible);
    return same;
}

static bool take_reference(struct mba_tree *tree)
{
    return take(tree, "&lt;") || take(tree, "&gt;") || take(tree, "&amp;") || take(tree, "&quot;") ||
           take(tree, "&#10;") || take(tree, "&#9;");
}

/* Up to this character. In an attribute, white space other than blanks would be made blanks. */
static const char *take_value(struct mba_tree *tree, char stop)
{
    const char *from = tree->at;
    bool referred = false, beyond_ascii = false;
    for (;;) {
        tree->at += mba_xml_plain_length(tree->at, (size_t)(tree->end - tree->at));
        if (tree->at == tree->end || tree->at - from > LONGEST_VALUE)
            return NULL;
        if (*tree->at == stop)
            break;
        if (*tree->at == '&') {
            referred = true;
            if (!take_reference(tree))
                return NULL;
        } else if ((unsigned char)*tree->at >= 0x80) {
            beyond_ascii = true;
            tree->at++;
        } else if (stop == '<' && (*tree->at == '\n' || *tree->at == '\t')) {
            tree->at++;
        } else {
            return NULL;
        }
    }
    size_t len = (size_t)(tree->at - from);
    const char *value =
        referred ? mba_xml_plain(tree->arena, from, len) : mba_arena_dup(tree->arena, from, len);
    return value && beyond_ascii && !is_harmless(value) ? NULL : value;
}

/* ---- nodes -----------------------------------------------------------------------------------------------
 */

static xmlNodePtr new_node(struct mba_tree *tree, xmlElementType type, const xmlChar *name, xmlNodePtr parent)
{
    xmlNodePtr node = mba_arena_alloc(tree->arena, sizeof *node);
    if (node)
        *node = (xmlNode){.type = type, .name = name, .parent = parent, .doc = tree->doc};
    return node;
}

static void append(xmlNodePtr parent, xmlNodePtr node)
{
    node->prev = parent->last;
    if (parent->last)
        parent->last->next = node;
    else
        parent->children = node;
    parent->last = node;
}

static xmlNodePtr add_element(struct mba_tree *tree, xmlNodePtr parent, const char *name)
{
    xmlNodePtr node = new_node(tree, XML_ELEMENT_NODE, BAD_CAST name, parent);
    if (!node)
        return NULL;
    node->ns = parent->ns;
    append(parent, node);
    return node;
}

static bool add_text(struct mba_tree *tree, xmlNodePtr parent, const char *text)
{
    xmlNodePtr node = text ? new_node(tree, XML_TEXT_NODE, xmlStringText, parent) : NULL;
    if (!node)
        return false;
    node->content = (xmlChar *)text;
    append(parent, node);
    return true;
}

/* Both the attribute and its text, which are made together. */
static bool add_attr(struct mba_tree *tree, xmlNodePtr element, xmlAttrPtr last, const char *name,
                     const char *value)
{
    struct {
        xmlAttr attr;
        xmlNode text;
    } *made = name && value ? mba_arena_alloc(tree->arena, sizeof *made) : NULL;
    if (!made)
        return false;
    made->attr = (xmlAttr){.type = XML_ATTRIBUTE_NODE,
                           .name = BAD_CAST name,
                           .children = &made->text,
                           .last = &made->text,
                           .parent = element,
                           .prev = last,
                           .doc = tree->doc};
    made->text = (xmlNode){.type = XML_TEXT_NODE,
                           .name = xmlStringText,
                           .parent = (xmlNodePtr)&made->attr,
                           .doc = tree->doc,
                           .content = (xmlChar *)value};
    if (last)
        last->next = &made->attr;
    else
        element->properties = &made->attr;
    return true;
}

bool mba_tree_attr(struct mba_tree *tree, xmlNodePtr element, const char *name, const char *value)
{
    xmlAttrPtr last = element->properties;
    while (last && last->next)
        last = last->next;
    const char *kept = mba_arena_dup(tree->arena, value, strlen(value));
    return add_attr(tree, element, last, name, kept);
}

/* ---- elements --------------------------------------------------------------------------------------------
 */

static bool has_attr(const xmlNode *element, const char *name)
{
    for (const xmlAttr *attr = element->properties; attr; attr = attr->next)
        if (attr->name[0] == (xmlChar)name[0] && strcmp((const char *)attr->name, name) == 0)
            return true;
    return false;
}

/* <name attr="..." ... up to its end, which is left. */
static xmlNodePtr open_tag(struct mba_tree *tree, xmlNodePtr parent)
{
    enum { MOST_ATTRS = 40 };
    const char *name = take(tree, "<") ? take_name(tree) : NULL;
    xmlNodePtr node = name ? add_element(tree, parent, name) : NULL;
    xmlAttrPtr last = NULL;
    for (int i = 0; node && take(tree, " "); i++) {
        const char *attr = take_name(tree);
        if (!attr || i == MOST_ATTRS || has_attr(node, attr) || !take(tree, "=\""))
            return NULL;
        if (!add_attr(tree, node, last, attr, take_value(tree, '"')) || !take(tree, "\""))
            return NULL;
        last = last ? last->next : node->properties;
    }
    return node;
}

xmlNodePtr mba_tree_tag(struct mba_tree *tree, xmlNodePtr parent)
{
    xmlNodePtr node = open_tag(tree, parent);
    return node && take(tree, ">") ? node : NULL;
}

static xmlNodePtr read_element(struct mba_tree *tree, xmlNodePtr parent, int depth)
{
    xmlNodePtr node = depth < DEEPEST ? open_tag(tree, parent) : NULL;
    if (!node || take(tree, "/>"))
        return node;
    if (!take(tree, ">"))
        return NULL;
    while (!take(tree, "</")) {
        if (tree->at == tree->end)
            return NULL;
        if (*tree->at == '<' ? !read_element(tree, node, depth + 1)
                             : !add_text(tree, node, take_value(tree, '<')))
            return NULL;
    }
    return take(tree, (const char *)node->name) && take(tree, ">") ? node : NULL;
}

xmlNodePtr mba_tree_element(struct mba_tree *tree, xmlNodePtr parent)
{
    return read_element(tree, parent, 0);
}

/* ---- sections --------------------------------------------------------------------------------------------
 */

bool mba_tree_begin(struct mba_tree *tree, const char *kind)
{
    *tree = (struct mba_tree){.arena = mba_arena_new()};
    tree->doc = tree->arena ? mba_arena_calloc(tree->arena, 1, sizeof *tree->doc) : NULL;
    xmlNsPtr ns = tree->doc ? mba_arena_calloc(tree->arena, 1, sizeof *ns) : NULL;
    tree->root = ns ? new_node(tree, XML_ELEMENT_NODE, BAD_CAST "section", (xmlNodePtr)tree->doc) : NULL;
    if (!tree->root || !mba_tree_attr(tree, tree->root, "kind", kind)) {
        mba_tree_drop(tree);
        return false;
    }
    *ns = (xmlNs){.type = XML_NAMESPACE_DECL, .href = BAD_CAST MBA_FINDINGS_NS, .context = tree->doc};
    *tree->doc = (xmlDoc){._private = tree->arena, /* mba_section_free looks for it */
                          .type = XML_DOCUMENT_NODE,
                          .children = tree->root,
                          .last = tree->root,
                          .doc = tree->doc,
                          .standalone = -1,
                          .charset = XML_CHAR_ENCODING_UTF8};
    tree->root->ns = tree->root->nsDef = ns;
    return true;
}

void mba_tree_drop(struct mba_tree *tree)
{
    mba_arena_free(tree->arena);
    *tree = (struct mba_tree){0};
}

void mba_section_free(xmlDocPtr section)
{
    if (section && section->_private)
        mba_arena_free(section->_private);
    else
        xmlFreeDoc(section);
}
