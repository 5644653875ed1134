/* functions_nodes: the keys of the tree as nodes, for predicates. */
#include <string.h>

#include <libxml/parserInternals.h>
#include <libxml/xpathInternals.h>

#include "audit/functions.h"

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
    if (before)
        before->next = node;
    if (!attribute(judge, node, "class", key->class_name) ||
        !attribute(judge, node, "name", judge_last_part(key->location)) ||
        !attribute(judge, node, "path", key->location))
        return NULL;
    return node;
}

/* Adds the keys of one class. A key of unknown place is left out: its double with a place is in the export,
 * which covers them all. */
static void add_keys(struct mba_judge *judge, const char *class_name, const char *pattern, xmlNodeSetPtr set)
{
    const struct mba_key *key;
    size_t cursor = 0;
    while (set && !judge->no_memory && (key = judge_next_object(judge, class_name, pattern, &cursor))) {
        xmlNodePtr before = set->nodeNr ? set->nodeTab[set->nodeNr - 1] : NULL, node;
        if (!key->location)
            continue;
        node = key_node(judge, key, before, (size_t)set->nodeNr);
        judge->no_memory = !node || xmlXPathNodeSetAddUnique(set, node) < 0;
    }
}

static void fn_keys(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct judge_args args;
    if (!judge_take_args(ctxt, nargs, 1, &args))
        return;
    struct mba_judge *judge = args.judge;
    xmlXPathObjectPtr object = xmlXPathNewNodeSet(NULL);
    const char *pattern = args.count > 1 ? judge_resolve(judge, args.text[1]) : NULL, *word;
    size_t len;
    if (args.count > 1 && !pattern)
        judge_lack(judge, LACK_PLACE, mba_arena_dup(judge->arena, args.text[1], strlen(args.text[1])), NULL);
    judge->scratch_used = true;
    for (const char *s = args.text[0];
         object && (args.count < 2 || pattern) && judge_next_word(&s, &word, &len);) {
        const char *class_name = mba_arena_dup(judge->scratch, word, len);
        judge->no_memory = judge->no_memory || !class_name;
        if (class_name && judge_all_collected(judge, class_name, pattern))
            add_keys(judge, class_name, pattern, object->nodesetval);
    }
    if (object)
        judge_record_fact(
            judge, mba_arena_printf(judge->arena, "number of %s keys", args.text[0]),
            mba_arena_printf(judge->arena, "%d", object->nodesetval ? object->nodesetval->nodeNr : 0), true,
            pattern);
    judge_free_args(&args);
    valuePush(ctxt, object);
}

const struct judge_function judge_functions_nodes[] = {
    {"keys", "C?k", fn_keys},
    {0},
};
