/* node: walking an article's elements, and their text and attributes in the arena. */
#include <string.h>

#include "kb/parts.h"

#define SPACE " \t\r\n"

unsigned long kb_line(const xmlNode *node)
{
    long line = xmlGetLineNo(node);
    return line > 0 ? (unsigned long)line : 0;
}

bool kb_named(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && (!name || strcmp((const char *)node->name, name) == 0);
}

static xmlNodePtr from(xmlNodePtr node, const char *name)
{
    while (node && !kb_named(node, name))
        node = node->next;
    return node;
}

xmlNodePtr kb_first(const xmlNode *parent, const char *name)
{
    return parent ? from(parent->children, name) : NULL;
}

xmlNodePtr kb_next(const xmlNode *node, const char *name)
{
    return from(node->next, name);
}

size_t kb_child_count(const xmlNode *parent, const char *name)
{
    size_t n = 0;
    for (const xmlNode *child = kb_first(parent, name); child; child = kb_next(child, name))
        n++;
    return n;
}

static void *no_memory(struct kb_load *load)
{
    kb_no_memory(load);
    return NULL;
}

void *kb_array(struct kb_load *load, size_t count, size_t size)
{
    void *items = mba_arena_calloc(load->arena, count ? count : 1, size);
    return items ? items : no_memory(load);
}

static const char *trimmed(struct kb_load *load, const char *text)
{
    text += strspn(text, SPACE);
    size_t len = strlen(text);
    while (len && strchr(SPACE, text[len - 1]))
        len--;
    const char *copy = mba_arena_dup(load->arena, text, len);
    return copy ? copy : no_memory(load);
}

const char *kb_attribute(struct kb_load *load, const xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
    if (!value)
        return NULL;
    const char *copy = trimmed(load, (const char *)value);
    xmlFree(value);
    return copy;
}

const char *const *kb_words(struct kb_load *load, const char *text)
{
    size_t count = 0;
    for (const char *s = text; s && *(s += strspn(s, SPACE)); s += strcspn(s, SPACE))
        count++;
    const char **words = kb_array(load, count + 1, sizeof *words);
    if (!words)
        return NULL;
    count = 0;
    for (const char *s = text; s && *(s += strspn(s, SPACE)); s += strcspn(s, SPACE)) {
        words[count] = mba_arena_dup(load->arena, s, strcspn(s, SPACE));
        if (!words[count++])
            return no_memory(load);
    }
    return words;
}

const char *kb_verbatim(struct kb_load *load, const xmlNode *node)
{
    xmlChar *content = xmlNodeGetContent(node);
    const char *copy = content ? trimmed(load, (const char *)content) : no_memory(load);
    xmlFree(content);
    return copy;
}

bool kb_is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

size_t kb_collapse(char *text)
{
    char *to = text;
    for (const char *s = text; *s; s++) {
        if (!kb_is_space(*s))
            *to++ = *s;
        else if (to == text || to[-1] != ' ')
            *to++ = ' ';
    }
    *to = '\0';
    return (size_t)(to - text);
}

const char *kb_text(struct kb_load *load, const xmlNode *node)
{
    char *text = (char *)kb_verbatim(load, node);
    if (text)
        kb_collapse(text);
    return text;
}
