/* judge_value: property values as XPath objects. */
#include <string.h>

#include <libxml/parserInternals.h>
#include <libxml/xpathInternals.h>

#include "audit/judge.h"

static bool is_list(enum mba_type type)
{
    return type == MBA_TYPE_MULTISZ || type == MBA_TYPE_MIMEMAP;
}

xmlXPathObjectPtr judge_nothing(const struct mba_property *prop)
{
    if (prop && is_list(prop->type))
        return xmlXPathNewNodeSet(NULL);
    if (prop && prop->type == MBA_TYPE_DWORD)
        return xmlXPathNewFloat(xmlXPathNAN);
    if (prop && prop->type == MBA_TYPE_BOOL)
        return xmlXPathNewBoolean(0);
    return xmlXPathNewCString("");
}

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

xmlXPathObjectPtr judge_list(struct mba_judge *judge, const char *text, size_t len)
{
    enum { EVERY = 16 };
    xmlXPathObjectPtr object = xmlXPathNewNodeSet(NULL);
    xmlNodePtr node = NULL;
    int count = 0;
    judge->scratch_used = true;
    for (const char *s = text, *end = text + len; object && s < end;) {
        const char *line = memchr(s, '\n', (size_t)(end - s));
        size_t n = (size_t)((line ? line : end) - s);
        if (count % EVERY == 0)
            node = milestone(judge, node, count);
        node = node ? item_node(judge, node, s, n) : NULL;
        count++;
        if (!node || xmlXPathNodeSetAddUnique(object->nodesetval, node) < 0) {
            judge->no_memory = true;
            return object;
        }
        s += n + (line != NULL);
    }
    return object;
}

/* The value as an XPath object. One that cannot be read is noted, and gives nothing of its type. */
xmlXPathObjectPtr judge_object(struct mba_judge *judge, const struct mba_property *prop,
                               const struct mba_value *value, const char *path)
{
    uint32_t number = 0;
    bool truth = false;
    if (is_list(prop->type))
        return judge_list(judge, value->text, value->len);
    if (prop->type == MBA_TYPE_DWORD && mba_dword_value(prop, value->text, value->len, &number))
        return xmlXPathNewFloat(number);
    if (prop->type == MBA_TYPE_BOOL && mba_bool_value(value->text, value->len, &truth))
        return xmlXPathNewBoolean(truth);
    if (prop->type == MBA_TYPE_DWORD || prop->type == MBA_TYPE_BOOL) {
        judge_lack(judge, LACK_UNREADABLE, prop->name, path);
        return judge_nothing(prop);
    }
    return xmlXPathNewCString(value->text);
}

bool judge_meaning(struct mba_judge *judge, const struct mba_property *prop, const struct mba_value *value,
                   struct mba_buf *out)
{
    uint32_t number;
    struct mba_ip_list list;
    if (!value->text)
        return false;
    if (prop->type == MBA_TYPE_DWORD)
        return mba_dword_value(prop, value->text, value->len, &number) &&
               mba_dword_meaning(prop, number, out);
    if (prop->type != MBA_TYPE_IPSECLIST)
        return false;
    if (mba_ip_list_read(judge->arena, value->text, value->len, &list))
        mba_ip_list_meaning(&list, out);
    else
        out->failed = true;
    return !out->failed;
}

xmlXPathObjectPtr judge_variable(void *data, const xmlChar *name, const xmlChar *ns)
{
    struct mba_judge *judge = data;
    (void)ns;
    const struct mba_property *prop =
        mba_property_by_name(judge->dict, (const char *)name, strlen((const char *)name));
    if (!prop)
        return NULL; /* names were checked when the judge was made */
    struct mba_value value;
    if (!judge_read(judge, judge->eval.key, NULL, prop, &value))
        return judge_nothing(prop);
    return judge_object(judge, prop, &value, NULL);
}
