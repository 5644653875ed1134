/* A result tree as HTML. libxml2 writes each piece through several buffers; a big report is millions of
 * pieces. What it does beyond this for whole pages (document type, encoding) is left to it: only sections are
 * written here. */
#include <libxml/parserInternals.h>
#include <libxml/uri.h>
#include <string.h>

#include "private.h"
#include "report/node.h"

static bool is_one_of(const xmlNode *node, const char *const *names)
{
    for (; *names; names++)
        if (mba_node_is(node, *names))
            return true;
    return false;
}

static bool is_void(const xmlNode *node)
{
    static const char *const names[] = {"br",   "hr",   "img", "input", "col",    "area",  "base",
                                        "link", "meta", "wbr", "embed", "source", "track", NULL};
    return is_one_of(node, names);
}

/* Its text is no markup to a browser, so it cannot be escaped. */
static bool is_raw(const xmlNode *node)
{
    static const char *const names[] = {"script", "style", NULL};
    return node && node->type == XML_ELEMENT_NODE && is_one_of(node, names);
}

static void write_escaped(struct mba_buf *out, const char *text, const char *special)
{
    for (;;) {
        size_t len = strcspn(text, special);
        mba_buf_add(out, text, len);
        text += len;
        if (!*text)
            return;
        mba_buf_puts(out, *text == '<' ? "&lt;" : *text == '>' ? "&gt;" : *text == '&' ? "&amp;" : "&quot;");
        text++;
    }
}

static void write_text(struct mba_buf *out, const xmlNode *text)
{
    const char *content = text->content ? (const char *)text->content : "";
    if (is_raw(text->parent) || text->name == xmlStringTextNoenc)
        mba_buf_puts(out, content);
    else
        write_escaped(out, content, "<>&");
}

static void write_name(struct mba_buf *out, const xmlNs *ns, const xmlChar *name)
{
    if (ns && ns->prefix) {
        mba_buf_puts(out, (const char *)ns->prefix);
        mba_buf_putc(out, ':');
    }
    mba_buf_puts(out, (const char *)name);
}

static bool is_address(const xmlAttr *attr)
{
    return !attr->ns &&
           (strcmp((const char *)attr->name, "href") == 0 || strcmp((const char *)attr->name, "src") == 0);
}

static void write_value(struct mba_buf *out, const xmlAttr *attr, const char *value)
{
    xmlChar *escaped =
        is_address(attr) ? xmlURIEscapeStr(BAD_CAST value, BAD_CAST "\"#$%&+,/:;<=>?@[\\]^`{|}") : NULL;
    write_escaped(out, escaped ? (const char *)escaped : value, "<>&\"");
    xmlFree(escaped);
}

/* The result of a transformation has one text node in an attribute, or none. */
static void write_attributes(struct mba_buf *out, const xmlNode *node)
{
    for (const xmlNs *ns = node->nsDef; ns; ns = ns->next) {
        mba_buf_puts(out, ns->prefix ? " xmlns:" : " xmlns");
        mba_buf_puts(out, ns->prefix ? (const char *)ns->prefix : "");
        mba_buf_puts(out, "=\"");
        write_escaped(out, ns->href ? (const char *)ns->href : "", "<>&\"");
        mba_buf_putc(out, '"');
    }
    for (const xmlAttr *attr = node->properties; attr; attr = attr->next) {
        mba_buf_putc(out, ' ');
        write_name(out, attr->ns, attr->name);
        mba_buf_add(out, "=\"", 2);
        for (const xmlNode *text = attr->children; text; text = text->next)
            if (text->content)
                write_value(out, attr, (const char *)text->content);
        mba_buf_putc(out, '"');
    }
}

static void write_start(struct mba_buf *out, const xmlNode *node)
{
    if (node->type == XML_ELEMENT_NODE) {
        mba_buf_putc(out, '<');
        write_name(out, node->ns, node->name);
        write_attributes(out, node);
        mba_buf_putc(out, '>');
    } else if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
        write_text(out, node);
    } else if (node->type == XML_COMMENT_NODE) {
        mba_buf_printf(out, "<!--%s-->", node->content ? (const char *)node->content : "");
    } else if (node->type == XML_PI_NODE) {
        mba_buf_printf(out, "<?%s %s>", (const char *)node->name,
                       node->content ? (const char *)node->content : "");
    }
}

static void write_end(struct mba_buf *out, const xmlNode *node)
{
    if (node->type != XML_ELEMENT_NODE || is_void(node))
        return;
    mba_buf_add(out, "</", 2);
    write_name(out, node->ns, node->name);
    mba_buf_putc(out, '>');
}

static void write_all(struct mba_buf *out, const xmlNode *node)
{
    while (node) {
        write_start(out, node);
        if (node->type == XML_ELEMENT_NODE && node->children) {
            node = node->children;
            continue;
        }
        write_end(out, node);
        while (!node->next) {
            node = node->parent;
            if (!node || node->type != XML_ELEMENT_NODE)
                return;
            write_end(out, node);
        }
        node = node->next;
    }
}

void mba_html_write(struct mba_buf *out, const xmlDoc *doc)
{
    write_all(out, doc->children);
    if (doc->children)
        mba_buf_putc(out, '\n');
}
