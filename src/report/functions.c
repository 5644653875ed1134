/* What stylesheets call for escaping, by row of a table: {urn:mbaudit:report:1}json and so on. */
#include <libxml/xpathInternals.h>
#include <libxslt/extensions.h>
#include <string.h>

#include "private.h"
#include "report/node.h"

static const struct mba_tools *tools_of(xmlXPathParserContextPtr ctxt)
{
    xsltTransformContextPtr transform = xsltXPathGetTransformContext(ctxt);
    return transform ? transform->_private : NULL;
}

static void push(xmlXPathParserContextPtr ctxt, struct mba_buf *text, bool good)
{
    if (!good || text->failed)
        xmlXPathErr(ctxt, XPATH_MEMORY_ERROR);
    else
        valuePush(ctxt, xmlXPathNewString(BAD_CAST(text->data ? text->data : "")));
    mba_buf_free(text);
}

/* ---- of one text ----------------------------------------------------------------------------------------
 */

static void csv_guarded(struct mba_buf *out, const char *text)
{
    mba_csv_field(out, text, false);
}

static void csv_raw(struct mba_buf *out, const char *text)
{
    mba_csv_field(out, text, true);
}

typedef void escape(struct mba_buf *out, const char *text);

static void apply_escape(xmlXPathParserContextPtr ctxt, int nargs, escape *function)
{
    struct mba_buf out = {0};
    if (nargs != 1) {
        xmlXPathSetArityError(ctxt);
        return;
    }
    xmlChar *text = xmlXPathPopString(ctxt);
    if (text)
        function(&out, (const char *)text);
    push(ctxt, &out, text != NULL);
    xmlFree(text);
}

static void csv_field(xmlXPathParserContextPtr ctxt, int nargs)
{
    const struct mba_tools *tools = tools_of(ctxt);
    apply_escape(ctxt, nargs, tools && tools->csv_raw ? csv_raw : csv_guarded);
}

#define ESCAPE(name, function)                                                                               \
    static void name(xmlXPathParserContextPtr ctxt, int nargs)                                               \
    {                                                                                                        \
        apply_escape(ctxt, nargs, function);                                                                 \
    }
ESCAPE(json, mba_json_string)
ESCAPE(uri, mba_uri_path)
ESCAPE(label, mba_prometheus_label)
ESCAPE(epoch, mba_epoch_seconds)
ESCAPE(md, mba_markdown_text)
ESCAPE(md_block, mba_markdown_block)

/* ---- of many ---------------------------------------------------------------------------------------------
 */

enum { ARGS_MAX = 64 };

/* Takes nargs values off the stack, in the order in which they were given. False: there are too many or too
 * few. */
static bool pop_all(xmlXPathParserContextPtr ctxt, xmlXPathObjectPtr *args, int nargs)
{
    bool good = nargs <= ARGS_MAX;
    if (!good)
        xmlXPathSetArityError(ctxt);
    for (int i = nargs - 1; good && i >= 0; i--)
        good = (args[i] = valuePop(ctxt)) != NULL;
    return good;
}

static void free_all(xmlXPathObjectPtr *args, int nargs)
{
    for (int i = 0; i < nargs && i < ARGS_MAX; i++)
        xmlXPathFreeObject(args[i]);
}

/* The value as text: of an attribute as it stands in the tree, else a copy, which *copy owns. NULL: no
 * memory. */
static const char *text_of(xmlXPathObjectPtr value, xmlChar **copy)
{
    *copy = NULL;
    if (value->type == XPATH_STRING)
        return value->stringval ? (const char *)value->stringval : "";
    if (value->type == XPATH_NODESET && (!value->nodesetval || value->nodesetval->nodeNr == 0))
        return "";
    const xmlNode *node = value->type == XPATH_NODESET ? value->nodesetval->nodeTab[0] : NULL;
    if (node && node->type == XML_ATTRIBUTE_NODE && node->children && !node->children->next &&
        node->children->content)
        return (const char *)node->children->content;
    *copy = xmlXPathCastToString(value);
    return (const char *)*copy;
}

/* mb:csv-row(a, b, ...): the fields of a row, and its end. */
static void csv_row(xmlXPathParserContextPtr ctxt, int nargs)
{
    xmlXPathObjectPtr args[ARGS_MAX] = {NULL};
    const struct mba_tools *tools = tools_of(ctxt);
    struct mba_buf out = {0};
    bool good = pop_all(ctxt, args, nargs);
    for (int i = 0; good && i < nargs; i++) {
        xmlChar *copy;
        const char *text = text_of(args[i], &copy);
        good = text;
        if (i)
            mba_buf_putc(&out, ',');
        if (text)
            mba_csv_field(&out, text, tools && tools->csv_raw);
        xmlFree(copy);
    }
    mba_buf_puts(&out, "\r\n");
    free_all(args, nargs);
    push(ctxt, &out, good);
}

/* mb:json-members('name', value, ...): of an object, without its braces. What is an empty set is left out;
 * numbers and truths stay what they are. */
static void json_members(xmlXPathParserContextPtr ctxt, int nargs)
{
    xmlXPathObjectPtr args[ARGS_MAX] = {NULL};
    struct mba_buf out = {0};
    bool good = pop_all(ctxt, args, nargs);
    for (int i = 0; good && i + 1 < nargs; i += 2) {
        xmlXPathObjectPtr value = args[i + 1];
        xmlChar *name_copy, *copy;
        if (value->type == XPATH_NODESET && (!value->nodesetval || value->nodesetval->nodeNr == 0))
            continue;
        const char *name = text_of(args[i], &name_copy), *text = text_of(value, &copy);
        good = name && text;
        if (out.len)
            mba_buf_putc(&out, ',');
        if (good)
            mba_json_string(&out, name);
        mba_buf_putc(&out, ':');
        if (good && (value->type == XPATH_NUMBER || value->type == XPATH_BOOLEAN))
            mba_buf_puts(&out, text);
        else if (good)
            mba_json_string(&out, text);
        xmlFree(name_copy);
        xmlFree(copy);
    }
    free_all(args, nargs);
    push(ctxt, &out, good);
}

static void join_attribute(struct mba_buf *out, const xmlNodeSet *nodes, const char *name,
                           const char *between)
{
    bool any = false;
    for (int i = 0; nodes && i < nodes->nodeNr; i++)
        any |= mba_node_attr(nodes->nodeTab[i], name) != NULL;
    for (int i = 0; any && i < nodes->nodeNr; i++) {
        const char *text = mba_node_attr(nodes->nodeTab[i], name);
        if (i)
            mba_buf_puts(out, between);
        if (text)
            mba_buf_puts(out, text);
    }
}

/* mb:join(elements, 'attribute', '; '): its values, empty where there is none; nothing when none has it. */
static void join(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct mba_buf out = {0};
    if (nargs != 3) {
        xmlXPathSetArityError(ctxt);
        return;
    }
    xmlChar *between = xmlXPathPopString(ctxt), *name = xmlXPathPopString(ctxt);
    xmlNodeSetPtr nodes = xmlXPathPopNodeSet(ctxt);
    bool good = between && name;
    for (int i = 0; nodes && i < nodes->nodeNr; i++)
        good &= nodes->nodeTab[i]->type == XML_ELEMENT_NODE;
    if (good)
        join_attribute(&out, nodes, (const char *)name, (const char *)between);
    xmlXPathFreeNodeSet(nodes);
    xmlFree(between);
    xmlFree(name);
    push(ctxt, &out, good);
}

bool mba_functions_register(xsltTransformContextPtr ctxt)
{
    static const struct {
        const char *name;
        xmlXPathFunction function;
    } functions[] = {{"csv-field", csv_field},
                     {"csv-row", csv_row},
                     {"json", json},
                     {"json-members", json_members},
                     {"join", join},
                     {"uri", uri},
                     {"label", label},
                     {"epoch", epoch},
                     {"md", md},
                     {"md-block", md_block}};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (xsltRegisterExtFunction(ctxt, BAD_CAST functions[i].name, BAD_CAST MBA_REPORT_NS,
                                    functions[i].function) != 0)
            return false;
    return true;
}
