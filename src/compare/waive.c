/* Waivers for findings, as text for a waivers file. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "private.h"

struct asked { /* what is known of a finding that is to be waived; rule NULL: not found */
    const char *rule, *server, *path;
    struct mba_accepted *values;
    size_t count;
};
struct waive {
    const struct mba_waive *ask;
    struct mba_arena *arena;
    struct asked *found; /* for each id */
    bool *usage;
    char **error;
};

/* ---- finding them -------------------------------------------------------------------------------------- */

static const char *keep(struct waive *w, const char *text)
{
    return text ? mba_arena_dup(w->arena, text, strlen(text)) : NULL;
}

static bool keep_values(struct waive *w, xmlNodePtr finding, struct asked *asked)
{
    asked->count = 0;
    asked->values = mba_arena_calloc(w->arena, xmlChildElementCount(finding) + 1, sizeof *asked->values);
    for (xmlNodePtr node = xmlFirstElementChild(finding); asked->values && node;
         node = xmlNextElementSibling(node)) {
        const char *value = mba_node_is(node, "evidence") ? mba_node_attr(node, "value") : NULL;
        const char *property = mba_node_attr(node, "property");
        if (!value || !property)
            continue;
        asked->values[asked->count].property = keep(w, property);
        asked->values[asked->count].value = keep(w, value);
        if (!asked->values[asked->count].property || !asked->values[asked->count].value)
            return false;
        asked->count++;
    }
    return asked->values;
}

static bool keep_finding(struct waive *w, xmlNodePtr finding, const char *server, struct asked *asked)
{
    asked->rule = keep(w, mba_node_attr(finding, "rule"));
    asked->path = keep(w, mba_node_attr(finding, "path"));
    asked->server = keep(w, server);
    return asked->rule && asked->path && asked->server && keep_values(w, finding, asked);
}

/* Of several snapshots the newest counts: it comes last. */
static bool look_through(struct waive *w, xmlDocPtr section)
{
    xmlNodePtr root = xmlDocGetRootElement(section);
    const char *server = mba_node_attr(root, "server");
    for (xmlNodePtr node = xmlFirstElementChild(xmlFirstElementChild(root)); node;
         node = xmlNextElementSibling(node)) {
        const char *id = mba_node_is(node, "finding") ? mba_node_attr(node, "id") : NULL;
        for (size_t i = 0; id && i < w->ask->count; i++)
            if (mba_ascii_streq(id, w->ask->ids[i]) && !keep_finding(w, node, server, &w->found[i]))
                return mba_fail(w->error, "no memory");
    }
    return true;
}

static bool find_all(struct waive *w, const char *document)
{
    struct mba_reader *reader = mba_reader_open(document, w->error);
    bool good = reader;
    for (xmlDocPtr section; good && (section = mba_reader_next(reader, w->error));) {
        good = look_through(w, section);
        xmlFreeDoc(section);
    }
    mba_reader_free(reader);
    for (size_t i = 0; good && !*w->error && i < w->ask->count; i++) {
        if (w->found[i].rule)
            continue;
        *w->usage = true;
        good = mba_fail(w->error, "%s: has no finding with the id %s; the ids stand in its reports", document,
                        w->ask->ids[i]);
    }
    return good && !*w->error;
}

/* ---- the file ------------------------------------------------------------------------------------------ */

static bool say_first(struct waive *w, const struct mba_problems *problems)
{
    struct mba_buf line = {0};
    *w->usage = true;
    mba_problem_line(&line, &problems->items[0]);
    mba_fail(w->error, "%s", line.data ? line.data : "is wrong");
    mba_buf_free(&line);
    return false;
}

static bool waives_already(struct waive *w, const struct mba_waivers *waivers)
{
    for (size_t i = 0; i < w->ask->count; i++) {
        for (size_t k = 0; k < waivers->count; k++) {
            const struct mba_waiver *waiver = &waivers->items[k];
            if (!mba_ascii_streq(waiver->id, w->ask->ids[i]))
                continue;
            *w->usage = true;
            mba_fail(w->error, "%s:%lu: waives the finding %s already; change that waiver", waiver->file,
                     waiver->line, waiver->id);
            return true;
        }
    }
    return false;
}

static xmlDocPtr new_file(void)
{
    xmlDocPtr doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNodePtr root = doc ? xmlNewDocNode(doc, NULL, BAD_CAST "waivers", NULL) : NULL;
    if (root)
        xmlDocSetRootElement(doc, root);
    xmlNsPtr ns = root ? xmlNewNs(root, BAD_CAST MBA_WAIVERS_NS, NULL) : NULL;
    if (ns) {
        xmlSetNs(root, ns);
        return doc;
    }
    xmlFreeDoc(doc);
    return NULL;
}

/* What is there must be sound before something is added to it. */
static xmlDocPtr open_file(struct waive *w, const char *path)
{
    struct mba_problems problems = {0};
    struct mba_waivers *waivers = mba_waivers_new();
    xmlDocPtr doc = NULL;
    if (!waivers)
        mba_fail(w->error, "no memory");
    else if (mba_waivers_read(waivers, path, &problems, w->error) && !waives_already(w, waivers))
        doc = mba_waivers_parse(path, &problems, w->error);
    if (!doc && !*w->error && problems.count)
        say_first(w, &problems);
    mba_waivers_free(waivers);
    mba_problems_free(&problems);
    return doc;
}

/* ---- adding -------------------------------------------------------------------------------------------- */

static bool add_space(xmlNodePtr parent, const char *text)
{
    return xmlAddChild(parent, xmlNewDocText(parent->doc, BAD_CAST text));
}

static xmlNodePtr add_element(xmlNodePtr parent, const char *name, const char *text)
{
    return add_space(parent, "\n    ") ? xmlNewTextChild(parent, parent->ns, BAD_CAST name, BAD_CAST text)
                                       : NULL;
}

static bool add_values(xmlNodePtr waiver, const struct asked *asked)
{
    for (size_t i = 0; i < asked->count; i++) {
        xmlNodePtr node = add_element(waiver, "accepted", asked->values[i].value);
        if (!node || !xmlNewProp(node, BAD_CAST "property", BAD_CAST asked->values[i].property))
            return false;
    }
    return true;
}

static bool add_waiver(const struct waive *w, xmlNodePtr root, size_t index)
{
    const struct asked *asked = &w->found[index];
    const struct {
        const char *name, *value;
    } attrs[] = {{"id", w->ask->ids[index]}, {"rule", asked->rule},    {"server", asked->server},
                 {"path", asked->path},      {"owner", w->ask->owner}, {"expires", w->ask->expires}};
    const xmlNode *last = root->last;
    bool on_new_line = last && last->type == XML_TEXT_NODE;
    xmlNodePtr node = add_space(root, on_new_line ? "  " : "\n  ")
                          ? xmlNewChild(root, root->ns, BAD_CAST "waiver", NULL)
                          : NULL;
    bool good = node;
    for (size_t i = 0; good && i < sizeof attrs / sizeof *attrs; i++)
        good = xmlNewProp(node, BAD_CAST attrs[i].name, BAD_CAST attrs[i].value);
    return good && add_element(node, "reason", w->ask->reason) &&
           (!w->ask->accept_value || add_values(node, asked)) && add_space(node, "\n  ") &&
           add_space(root, "\n");
}

static bool print(xmlDocPtr doc, struct mba_buf *out)
{
    xmlChar *text = NULL;
    int len = 0;
    xmlDocDumpMemoryEnc(doc, &text, &len, doc->encoding ? (const char *)doc->encoding : "UTF-8");
    if (text)
        mba_buf_add(out, text, (size_t)len);
    xmlFree(text);
    return text && !out->failed;
}

static bool add_all(struct waive *w, const char *file, struct mba_buf *out)
{
    bool there = file && access(file, F_OK) == 0;
    xmlDocPtr doc = there ? open_file(w, file) : new_file();
    if (!doc)
        return *w->error ? false : mba_fail(w->error, "no memory");
    bool good = true;
    for (size_t i = 0; good && i < w->ask->count; i++)
        good = add_waiver(w, xmlDocGetRootElement(doc), i);
    good = good && print(doc, out);
    xmlFreeDoc(doc);
    return good ? true : mba_fail(w->error, "no memory");
}

bool mba_waive(const struct mba_waive *ask, const char *document, const char *file, struct mba_buf *out,
               bool *usage, char **error)
{
    struct waive w = {.ask = ask, .arena = mba_arena_new(), .usage = usage, .error = error};
    *usage = false;
    *error = NULL;
    if (w.arena)
        w.found = mba_arena_calloc(w.arena, ask->count + 1, sizeof *w.found);
    bool good = w.found ? find_all(&w, document) && add_all(&w, file, out) : mba_fail(error, "no memory");
    if (w.arena)
        mba_arena_free(w.arena);
    return good;
}
