/* xpath: libxml2's XPath, for expressions that are not understood here: values and functions for it. */
#include <string.h>

#include <libxml/parserInternals.h>
#include <libxml/xpathInternals.h>

#include "audit/functions.h"

/* ---- nodes ----------------------------------------------------------------------------------- */

/* A text node in the scratch arena. It never joins the document; the parent only gives it a place. */
static xmlNodePtr item_node(struct mba_judge *judge, xmlNodePtr before, const char *text, size_t len)
{
    xmlNodePtr node = mba_arena_calloc(judge->scratch, 1, sizeof *node);
    char *content = mba_arena_dup(judge->scratch, text, len);
    if (!node || !content)
        return NULL;
    node->type = XML_TEXT_NODE;
    node->name = xmlStringText;
    node->content = (xmlChar *)content;
    node->doc = judge->doc;
    node->parent = judge->doc->children;
    node->prev = before;
    if (before)
        before->next = node;
    return node;
}

/* libxml2 sorts a set before it applies a predicate, and to place a text it walks back to the element before
 * it. Without one that is a walk over the whole list for each item. An element has no content: libxml2 keeps
 * its place in the document there, negative. */
static xmlNodePtr milestone(struct mba_judge *judge, xmlNodePtr before, int number)
{
    xmlNodePtr node = mba_arena_calloc(judge->scratch, 1, sizeof *node);
    if (!node)
        return NULL;
    node->type = XML_ELEMENT_NODE;
    node->name = xmlStringText;
    node->content = (xmlChar *)(intptr_t)(-(intptr_t)number - 1);
    node->doc = judge->doc;
    node->parent = judge->doc->children;
    node->prev = before;
    return node;
}

static const xmlChar key_name[] = "key";

/* Nodes in the scratch arena, as far as XPath looks at them. NULL: no memory. */
static xmlAttrPtr attribute(struct mba_judge *judge, xmlNodePtr element, const char *name, const char *text)
{
    xmlAttrPtr attr = mba_arena_calloc(judge->scratch, 1, sizeof *attr);
    xmlNodePtr value = mba_arena_calloc(judge->scratch, 1, sizeof *value);
    if (!attr || !value)
        return NULL;
    *value = (xmlNode){.type = XML_TEXT_NODE,
                       .name = xmlStringText,
                       .content = (xmlChar *)text,
                       .parent = (xmlNodePtr)attr,
                       .doc = judge->doc};
    *attr = (xmlAttr){.type = XML_ATTRIBUTE_NODE,
                      .name = (const xmlChar *)name,
                      .children = value,
                      .last = value,
                      .parent = element,
                      .doc = judge->doc,
                      .next = element->properties};
    if (attr->next)
        attr->next->prev = attr;
    element->properties = attr;
    return attr;
}

static xmlNodePtr key_node(struct mba_judge *judge, const struct mba_key *key, xmlNodePtr before,
                           size_t index)
{
    xmlNodePtr node = mba_arena_calloc(judge->scratch, 1, sizeof *node);
    if (!node)
        return NULL;
    /* An element has no content: libxml2 keeps its place in the document there, negative, to sort quickly. */
    *node = (xmlNode){.type = XML_ELEMENT_NODE,
                      .name = key_name,
                      .parent = judge->doc->children,
                      .prev = before,
                      .doc = judge->doc,
                      .content = (xmlChar *)(intptr_t)(-(intptr_t)index - 1)};
    node->_private = (void *)(uintptr_t)key;
    if (before)
        before->next = node;
    if (!attribute(judge, node, "class", key->class_name) ||
        !attribute(judge, node, "name", judge_last_part(key->location)) ||
        !attribute(judge, node, "path", key->location))
        return NULL;
    return node;
}

static xmlNodePtr node_of(struct mba_judge *judge, const struct expr_item *item, xmlNodePtr before,
                          size_t index)
{
    enum { EVERY = 16 };
    if (item->key)
        return key_node(judge, item->key, before, index);
    if (index % EVERY == 0 && !(before = milestone(judge, before, (int)index)))
        return NULL;
    return item_node(judge, before, item->text, item->len);
}

static xmlXPathObjectPtr set_of(struct mba_judge *judge, const struct expr_value *value)
{
    xmlXPathObjectPtr object = xmlXPathNewNodeSet(NULL);
    xmlNodePtr node = NULL;
    judge->scratch_used = true;
    for (size_t i = 0; object && i < value->count; i++) {
        node = node_of(judge, &value->items[i], node, i);
        if (!node || xmlXPathNodeSetAddUnique(object->nodesetval, node) < 0) {
            judge->no_memory = true;
            return object;
        }
    }
    return object;
}

/* ---- values ---------------------------------------------------------------------------------- */

static xmlXPathObjectPtr object_of(struct mba_judge *judge, const struct expr_value *value)
{
    switch (value->type) {
    case EXPR_BOOLEAN:
        return xmlXPathNewBoolean(value->truth);
    case EXPR_NUMBER:
        return xmlXPathNewFloat(value->number);
    case EXPR_STRING:
        return xmlXPathNewCString(value->text);
    default:
        return set_of(judge, value);
    }
}

static struct expr_value items_of(struct mba_judge *judge, xmlNodeSetPtr set)
{
    struct expr_value value = {.type = EXPR_SET};
    size_t count = set ? (size_t)set->nodeNr : 0;
    struct expr_item *items = mba_arena_calloc(judge->scratch, count + 1, sizeof *items);
    judge->scratch_used = true;
    if (!items) {
        judge->no_memory = true;
        return value;
    }
    if (set)
        xmlXPathNodeSetSort(set);
    for (; value.count < count; value.count++) {
        xmlNodePtr node = set->nodeTab[value.count];
        xmlChar *text = xmlXPathCastNodeToString(node);
        struct expr_value copy =
            expr_span(judge, text ? (const char *)text : "", text ? strlen((char *)text) : 0);
        bool is_key = node->type == XML_ELEMENT_NODE;
        items[value.count] = (struct expr_item){copy.text, copy.len, is_key ? node->_private : NULL};
        xmlFree(text);
    }
    value.items = items;
    return value;
}

static struct expr_value value_of(struct mba_judge *judge, xmlXPathObjectPtr object)
{
    switch (object->type) {
    case XPATH_BOOLEAN:
        return expr_boolean(object->boolval);
    case XPATH_NUMBER:
        return expr_number(object->floatval);
    case XPATH_NODESET:
        return items_of(judge, object->nodesetval);
    default: /* a rule makes no other */
        return expr_span(judge, object->stringval ? (const char *)object->stringval : "",
                         object->stringval ? strlen((const char *)object->stringval) : 0);
    }
}

/* ---- what libxml2 calls ----------------------------------------------------------------------- */

void judge_call_native(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct mba_judge *judge = ctxt->context->userData;
    const char *name = (const char *)ctxt->context->function;
    const struct judge_function *function = judge_function_find(name, strlen(name));
    struct judge_args args = {.judge = judge, .count = nargs};
    if (!function || nargs > (int)judge_most_args(function) || nargs < (int)judge_least_args(function)) {
        xmlXPathSetArityError(ctxt); /* the number was checked when the judge was made */
        return;
    }
    for (int i = nargs; i-- > 0;) {
        xmlXPathObjectPtr object = valuePop(ctxt);
        if (!object) {
            xmlXPathSetError(ctxt, XPATH_INVALID_OPERAND);
            return;
        }
        args.value[i] = value_of(judge, object);
        xmlXPathFreeObject(object);
    }
    judge_take_texts(&args);
    struct expr_value result = function->call(&args);
    valuePush(ctxt, object_of(judge, &result));
}

xmlXPathObjectPtr judge_variable(void *data, const xmlChar *name, const xmlChar *ns)
{
    struct mba_judge *judge = data;
    (void)ns;
    const struct mba_property *prop =
        mba_property_by_name(judge->dict, (const char *)name, strlen((const char *)name));
    if (!prop)
        return NULL; /* names were checked when the judge was made */
    struct expr_value value = judge_variable_value(judge, prop);
    return object_of(judge, &value);
}
