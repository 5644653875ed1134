/* The waivers file: read strictly. One without reason, owner or end is no waiver. */
#include <libxml/parser.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

enum { MOST_BYTES = 64 << 20 };

/* ---- parsing ---------------------------------------------------------------------------------------- */

static void refuse_doctype(void *ctx, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    xmlParserCtxtPtr parser = ctx;
    *(bool *)parser->_private = true;
    xmlStopParser(parser);
}

static void say_unreadable(xmlParserCtxtPtr parser, const char *path, struct mba_problems *problems)
{
    const xmlError *error = xmlCtxtGetLastError(parser);
    const char *why = error && error->message ? error->message : "unreadable";
    mba_problems_add(problems, MBA_RUN_FAILED, path, NULL,
                     error && error->line > 0 ? (unsigned long)error->line : 0,
                     "is not well-formed XML: %.*s", (int)strcspn(why, "\r\n"), why);
}

static xmlDocPtr parse_bytes(const char *path, const unsigned char *data, size_t len,
                             struct mba_problems *problems, char **error)
{
    bool doctype = false;
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    if (!parser) {
        mba_fail(error, "no memory");
        return NULL;
    }
    parser->_private = &doctype;
    parser->sax->internalSubset = refuse_doctype;
    xmlDocPtr doc =
        xmlCtxtReadMemory(parser, (const char *)data, (int)len, NULL, NULL,
                          XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_BIG_LINES);
    if (doctype)
        mba_problems_add(problems, MBA_RUN_FAILED, path, NULL, 0, "has a DOCTYPE; remove it");
    else if (!doc)
        say_unreadable(parser, path, problems);
    if (doctype) {
        xmlFreeDoc(doc);
        doc = NULL;
    }
    xmlFreeParserCtxt(parser);
    return doc;
}

xmlDocPtr mba_waivers_parse(const char *path, struct mba_problems *problems, char **error)
{
    size_t len;
    unsigned char *data = mba_file_read(path, MOST_BYTES, &len, error);
    if (!data)
        return NULL;
    xmlDocPtr doc = parse_bytes(path, data, len, problems, error);
    free(data);
    return doc;
}

/* ---- checking --------------------------------------------------------------------------------------- */

struct reading {
    struct mba_waivers *waivers;
    const char *path;
    struct mba_problems *problems;
    size_t place; /* of the waiver in the file, from 1 */
    bool no_memory;
};

MBA_PRINTF(3, 4)
static bool wrong(struct reading *r, xmlNodePtr node, const char *fmt, ...)
{
    va_list args;
    char *text;
    va_start(args, fmt);
    int len = vasprintf(&text, fmt, args);
    va_end(args);
    if (len < 0) {
        r->no_memory = true;
        return false;
    }
    mba_problems_add(r->problems, MBA_RUN_FAILED, r->path, NULL, (unsigned long)xmlGetLineNo(node), "%s",
                     text);
    free(text);
    return false;
}

static const char *keep(struct reading *r, const char *text, size_t len)
{
    static const char blank[] = " \t\r\n";
    while (len && strchr(blank, *text)) {
        text++;
        len--;
    }
    while (len && strchr(blank, text[len - 1]))
        len--;
    const char *copy = mba_arena_dup(r->waivers->arena, text, len);
    r->no_memory |= !copy;
    return copy ? copy : "";
}

static const char *content_of(struct reading *r, xmlNodePtr node)
{
    xmlChar *text = xmlNodeGetContent(node);
    const char *copy = text ? keep(r, (const char *)text, strlen((const char *)text)) : "";
    r->no_memory |= !text;
    xmlFree(text);
    return copy;
}

static bool known(const char *name, const char *const *names)
{
    while (*names && strcmp(*names, name) != 0)
        names++;
    return *names;
}

static bool only_known(struct reading *r, xmlNodePtr node, const char *const *names)
{
    for (xmlAttrPtr attr = node->properties; attr; attr = attr->next)
        if (!known((const char *)attr->name, names))
            return wrong(r, node, "<%s> has an attribute '%s', which is not known", (const char *)node->name,
                         (const char *)attr->name);
    return true;
}

static const char *attr_of(struct reading *r, xmlNodePtr node, const char *name, const char *fallback)
{
    const char *value = mba_node_attr(node, name);
    return value ? keep(r, value, strlen(value)) : fallback;
}

/* What is missing is said in the order in which one would write it. */
static bool all_there(struct reading *r, xmlNodePtr node, const struct mba_waiver *w)
{
    const struct {
        const char *value, *what;
    } needed[] = {
        {w->rule, "says no rule"},
        {w->server, "says no server; server=\"*\" is all of them"},
        {w->path, "says no path; path=\"*\" is every object"},
        {w->owner, "has no owner: somebody must answer for it"},
        {w->expires, "has no end (expires=\"YYYY-MM-DD\"): nothing is accepted for ever"},
        {w->reason, "has no reason"},
    };
    bool good = true;
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!needed[i].value || !*needed[i].value)
            good = wrong(r, node, "the waiver %s", needed[i].what);
    return good;
}

static bool is_in_namespace(xmlNodePtr node)
{
    return node->ns && strcmp((const char *)node->ns->href, MBA_WAIVERS_NS) == 0;
}

static bool read_accepted(struct reading *r, xmlNodePtr node, struct mba_waiver *w)
{
    static const char *const attrs[] = {"property", NULL};
    const char *property = attr_of(r, node, "property", "");
    if (!*property)
        return wrong(r, node, "<accepted> says no property");
    w->accepted[w->accepted_count++] = (struct mba_accepted){property, content_of(r, node)};
    return only_known(r, node, attrs);
}

static bool read_children(struct reading *r, xmlNodePtr node, struct mba_waiver *w)
{
    bool good = true;
    w->accepted = mba_arena_calloc(r->waivers->arena, xmlChildElementCount(node) + 1, sizeof *w->accepted);
    if (!w->accepted) {
        r->no_memory = true;
        return false;
    }
    for (xmlNodePtr child = xmlFirstElementChild(node); child; child = xmlNextElementSibling(child)) {
        if (is_in_namespace(child) && mba_node_is(child, "reason") && !w->reason)
            w->reason = content_of(r, child);
        else if (is_in_namespace(child) && mba_node_is(child, "accepted"))
            good = read_accepted(r, child, w) && good;
        else
            good = wrong(r, child, "<%s> has no place here", (const char *)child->name);
    }
    return good;
}

static bool check_id(struct reading *r, xmlNodePtr node, const struct mba_waiver *w)
{
    for (size_t i = 0; i < r->waivers->count; i++) {
        const struct mba_waiver *other = &r->waivers->items[i];
        if (strcmp(other->id, w->id) == 0)
            return wrong(r, node, "the waiver has the id '%s' of another, %s:%lu", w->id, other->file,
                         other->line);
    }
    return true;
}

static bool read_waiver(struct reading *r, xmlNodePtr node)
{
    static const char *const attrs[] = {"id", "rule", "server", "path", "owner", "expires", NULL};
    struct mba_arena *arena = r->waivers->arena;
    struct mba_waiver w = {.file = mba_arena_dup(arena, r->path, strlen(r->path)),
                           .line = (unsigned long)xmlGetLineNo(node)};
    w.id = attr_of(r, node, "id", mba_arena_printf(arena, "waiver-%zu", r->place));
    w.rule = attr_of(r, node, "rule", NULL);
    w.server = attr_of(r, node, "server", NULL);
    w.path = attr_of(r, node, "path", NULL);
    w.owner = attr_of(r, node, "owner", NULL);
    w.expires = attr_of(r, node, "expires", NULL);
    bool good = only_known(r, node, attrs);
    good = read_children(r, node, &w) && good;
    good = all_there(r, node, &w) && good;
    if (w.expires && *w.expires && (strlen(w.expires) != 10 || !mba_time_parse_iso(w.expires, &w.last_day)))
        good = wrong(r, node, "the waiver ends on '%s', which is no date like 2006-12-31", w.expires);
    if (!w.id || !w.file ||
        !mba_grow(&r->waivers->items, &r->waivers->cap, r->waivers->count + 1, sizeof *r->waivers->items))
        r->no_memory = true;
    if (r->no_memory || !good || !check_id(r, node, &w))
        return false;
    r->waivers->items[r->waivers->count++] = w;
    return true;
}

static bool read_all(struct reading *r, xmlNodePtr root)
{
    bool good = true;
    if (!is_in_namespace(root) || !mba_node_is(root, "waivers"))
        return wrong(r, root, "is no list of waivers: its root is not <waivers> of " MBA_WAIVERS_NS);
    for (xmlNodePtr node = xmlFirstElementChild(root); node; node = xmlNextElementSibling(node)) {
        r->place++;
        if (is_in_namespace(node) && mba_node_is(node, "waiver"))
            good = read_waiver(r, node) && good;
        else
            good = wrong(r, node, "<%s> has no place here", (const char *)node->name);
    }
    return good;
}

/* ---- the whole -------------------------------------------------------------------------------------- */

struct mba_waivers *mba_waivers_new(void)
{
    struct mba_waivers *waivers = calloc(1, sizeof *waivers);
    if (waivers && !(waivers->arena = mba_arena_new())) {
        free(waivers);
        return NULL;
    }
    return waivers;
}

void mba_waivers_free(struct mba_waivers *waivers)
{
    if (!waivers)
        return;
    mba_arena_free(waivers->arena);
    free(waivers->items);
    free(waivers);
}

size_t mba_waivers_count(const struct mba_waivers *waivers)
{
    return waivers->count;
}

bool mba_waivers_read(struct mba_waivers *waivers, const char *path, struct mba_problems *problems,
                      char **error)
{
    struct reading r = {.waivers = waivers, .path = path, .problems = problems};
    *error = NULL;
    xmlDocPtr doc = mba_waivers_parse(path, problems, error);
    if (!doc)
        return false;
    bool good = read_all(&r, xmlDocGetRootElement(doc));
    xmlFreeDoc(doc);
    return r.no_memory || problems->failed ? mba_fail(error, "no memory") : good;
}
