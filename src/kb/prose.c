/* prose: tidies white space and turns {placeholders} into <var name=""/>, so that a stylesheet can
 * show them as what they are. */
#include <string.h>

#include "kb/parts.h"

#define SPACE " \t\r\n"

/* Names that the judge itself fills in; any other name is a property and begins with a capital. */
static const char *const builtin[] = {"server",   "path",  "instance", "class",    "adsutil",
                                      "property", "value", "majority", "settings", "others", /* fleet scope */
                                      NULL};

static bool name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static size_t name_length(const char *s)
{
    size_t n = 0;
    while (name_char(s[n]))
        n++;
    return n;
}

/* What stands after '{': a name, perhaps ":meaning", and '}'. */
static int placeholder(const char **cursor, struct mba_piece *piece)
{
    const char *s = *cursor + 1;
    size_t len = name_length(s);
    const char *end = s + len;
    bool meaning = strncmp(end, ":meaning", 8) == 0;
    end += meaning ? 8 : 0;
    bool known = kb_word_index(builtin, s, len) >= 0;
    if (!len || *end != '}' || (known ? meaning : !(*s >= 'A' && *s <= 'Z')))
        return -1;
    *piece = (struct mba_piece){s, len, true, meaning};
    *cursor = end + 1;
    return 1;
}

int mba_piece_next(const char **cursor, struct mba_piece *piece)
{
    const char *s = *cursor;
    if (!*s)
        return 0;
    if (*s == '{' && s[1] != '{')
        return placeholder(cursor, piece);
    if (*s == '{' || *s == '}') {
        if (s[1] != *s)
            return -1;
        *piece = (struct mba_piece){s, 1, false, false};
        *cursor = s + 2;
        return 1;
    }
    *piece = (struct mba_piece){s, strcspn(s, "{}"), false, false};
    *cursor = s + piece->len;
    return 1;
}

/* ---- placeholders in the tree ---------------------------------------------------------------- */

static xmlNodePtr var_node(xmlNodePtr before, const struct mba_piece *piece)
{
    char name[128];
    if (piece->len >= sizeof name)
        return NULL;
    memcpy(name, piece->text, piece->len);
    name[piece->len] = '\0';
    xmlNodePtr var = xmlNewDocNode(before->doc, before->parent->ns, (const xmlChar *)"var", NULL);
    if (var && (!xmlSetProp(var, (const xmlChar *)"name", (const xmlChar *)name) ||
                (piece->meaning && !xmlSetProp(var, (const xmlChar *)"meaning", (const xmlChar *)"yes")))) {
        xmlFreeNode(var);
        var = NULL;
    }
    return var;
}

static void bad_placeholder(struct kb_load *load, const xmlNode *text, const char *at)
{
    size_t len = 1 + (*at == '{' ? strcspn(at + 1, "{}" SPACE) : 0);
    len += *at == '{' && at[len] == '}';
    kb_error(
        load, kb_line(text->parent),
        "\"%.*s\" is no placeholder; use {server}, {path}, {instance}, {class}, {adsutil}, {PropertyName} or "
        "{PropertyName:meaning}, and {{ or }} for a brace itself",
        (int)len, at);
}

/* xmlAddPrevSibling would join text with its neighbour. */
static void insert_before(xmlNodePtr at, xmlNodePtr node)
{
    node->parent = at->parent;
    node->prev = at->prev;
    node->next = at;
    if (at->prev)
        at->prev->next = node;
    else
        at->parent->children = node;
    at->prev = node;
}

/* Puts the pieces of a text node in front of it and removes it. False: no memory. */
static bool split_text(struct kb_load *load, xmlNodePtr text)
{
    const char *cursor = (const char *)text->content;
    struct mba_piece piece;
    int got;
    while ((got = mba_piece_next(&cursor, &piece)) > 0) {
        xmlNodePtr node = piece.placeholder
                              ? var_node(text, &piece)
                              : xmlNewDocTextLen(text->doc, (const xmlChar *)piece.text, (int)piece.len);
        if (!node)
            return false;
        insert_before(text, node);
    }
    if (got < 0)
        bad_placeholder(load, text, cursor);
    xmlUnlinkNode(text);
    xmlFreeNode(text);
    return true;
}

/* ---- white space ----------------------------------------------------------------------------- */

static void collapse(char *text, bool at_start, bool at_end)
{
    size_t len = kb_collapse(text);
    if (at_end && len && text[len - 1] == ' ')
        text[--len] = '\0';
    if (at_start && *text == ' ')
        memmove(text, text + 1, len);
}

static void trim(char *text)
{
    size_t lead = strspn(text, SPACE), len = strlen(text);
    while (len > lead && kb_is_space(text[len - 1]))
        len--;
    memmove(text, text + lead, len - lead);
    text[len - lead] = '\0';
}

/* What the text in an element is. */
enum text_kind {
    TEXT_PROSE,
    TEXT_VERBATIM,
    TEXT_NONE /* a container: only white space between its elements */
};
static const char *const prose[] = {"p",    "item",    "step",   "found",     "remedy", "note",
                                    "hint", "collect", "expect", "reference", "title",  NULL};
static const char *const verbatim[] = {"code", "command", NULL};
/* Where placeholders may stand, in the text of the element itself and below it. */
static const char *const with_placeholders[] = {"found",  "meaning", "cause", "intended", "verify",
                                                "remedy", "fix",     "check", "hint",     NULL};

static bool is_one_of(const char *const *names, const xmlNode *node)
{
    for (; *names; names++)
        if (strcmp(*names, (const char *)node->name) == 0)
            return true;
    return false;
}

static enum text_kind text_kind(const xmlNode *node)
{
    return is_one_of(prose, node) ? TEXT_PROSE : is_one_of(verbatim, node) ? TEXT_VERBATIM : TEXT_NONE;
}

static void tidy_text(xmlNodePtr text, enum text_kind kind)
{
    char *content = (char *)text->content;
    if (kind == TEXT_PROSE)
        collapse(content, text->prev == NULL, text->next == NULL);
    else if (kind == TEXT_VERBATIM)
        trim(content);
    else
        content[0] = '\0'; /* text elsewhere was reported with the structure */
    if (!*content) {
        xmlUnlinkNode(text);
        xmlFreeNode(text);
    }
}

static void split_texts(struct kb_load *load, xmlNodePtr node)
{
    for (xmlNodePtr child = node->children, next; child; child = next) {
        next = child->next;
        if (child->type == XML_TEXT_NODE && strpbrk((const char *)child->content, "{}") &&
            !split_text(load, child))
            kb_no_memory(load);
    }
}

static void tidy(struct kb_load *load, xmlNodePtr node, bool placeholders)
{
    enum text_kind kind = text_kind(node);
    for (xmlNodePtr child = node->children, next; child; child = next) {
        next = child->next;
        if (child->type == XML_ELEMENT_NODE)
            tidy(load, child, placeholders || is_one_of(with_placeholders, child));
        else if (child->type == XML_TEXT_NODE)
            tidy_text(child, kind);
    }
    if (placeholders)
        split_texts(load, node);
}

void kb_tidy_prose(struct kb_load *load, xmlNodePtr article)
{
    tidy(load, article, false);
}
