/* Short lists for the top of a report: servers that were not read fully, what changed since the baseline, and
 * which findings are open longest or come and go. Only so many of each are kept, the gravest first; the rest
 * is counted. */
#include <stdlib.h>
#include <string.h>

#include "mbaudit/kb.h"
#include "private.h"
#include "report/node.h"

enum { SHOWN = 25 };

enum list {
    NONE,
    PARTLY,
    MISSING,
    NEW,
    CHANGED,
    RESOLVED,
    NOT_COMPARABLE,
    SETTING,
    LONGEST,
    FLAPPING,
    LIST_COUNT
};
static const char *const list_names[LIST_COUNT] = {[NONE] = "none",
                                                   [PARTLY] = "partly",
                                                   [MISSING] = "missing",
                                                   [NEW] = "new",
                                                   [CHANGED] = "changed",
                                                   [RESOLVED] = "resolved",
                                                   [NOT_COMPARABLE] = "not-comparable",
                                                   [SETTING] = "setting",
                                                   [LONGEST] = "longest-open",
                                                   [FLAPPING] = "flapping"};

struct bucket { /* of one list, those of one severity */
    xmlNodePtr items[SHOWN];
    size_t kept, seen;
};
struct mba_overview {
    xmlNodePtr head;
    xmlDocPtr doc; /* owns the items */
    struct bucket lists[LIST_COUNT][MBA_SEVERITY_COUNT];
};

struct mba_overview *mba_overview_new(xmlDocPtr head)
{
    struct mba_overview *overview = calloc(1, sizeof *overview);
    if (overview && !(overview->doc = mba_section_new("kept"))) {
        free(overview);
        return NULL;
    }
    if (overview)
        overview->head = mba_node_child(xmlDocGetRootElement(head), "head");
    return overview;
}

void mba_overview_free(struct mba_overview *overview)
{
    if (overview)
        xmlFreeDoc(overview->doc);
    free(overview);
}

/* ---- taking in --------------------------------------------------------------------------------------- */

/* What an item takes along of what is below: the sentence, a setting's values, exports that were lost. */
static bool goes_along(const xmlNode *from, const xmlNode *node)
{
    return mba_node_is(from, "change") || mba_node_is(node, "found") || mba_node_is(node, "failed-export");
}

static xmlNodePtr copy_item(xmlDocPtr doc, xmlNodePtr from, xmlNodePtr root)
{
    xmlNodePtr item = xmlDocCopyNode(from, doc, 2);
    xmlNodePtr parent = xmlDocGetRootElement(doc);
    if (!item || !xmlAddChild(parent, item)) {
        xmlFreeNode(item);
        return NULL;
    }
    bool good = mba_node_set(item, "server", mba_node_attr(root, "server")) &&
                mba_node_set(item, "n", mba_node_attr(root, "n")) &&
                mba_node_set(item, "server-href", mba_node_attr(root, "server-href"));
    for (xmlNodePtr node = xmlFirstElementChild(from); good && node; node = xmlNextElementSibling(node))
        if (goes_along(from, node))
            good = mba_node_add_copy(item, node);
    return good ? item : NULL;
}

static bool keep(struct mba_overview *overview, enum list list, int severity, xmlNodePtr node,
                 xmlNodePtr root)
{
    struct bucket *bucket = &overview->lists[list][severity];
    bucket->seen++;
    if (bucket->kept == SHOWN)
        return true;
    xmlNodePtr item = copy_item(overview->doc, node, root);
    if (!item)
        return false;
    bucket->items[bucket->kept++] = item;
    return true;
}

/* Which list an element below a snapshot goes to; LIST_COUNT: none. */
static enum list list_of(const xmlNode *node)
{
    const char *status = mba_node_attr(node, "status");
    if (mba_node_is(node, "resolved"))
        return RESOLVED;
    if (mba_node_is(node, "not-comparable"))
        return NOT_COMPARABLE;
    if (mba_node_is(node, "change"))
        return SETTING;
    if (!mba_node_is(node, "finding") || !status || mba_finding_accepted(node))
        return LIST_COUNT;
    for (enum list list = NEW; list <= NOT_COMPARABLE; list++)
        if (strcmp(status, list_names[list]) == 0)
            return list;
    return LIST_COUNT;
}

static int severity_of(const xmlNode *node)
{
    enum mba_severity severity;
    const char *word = mba_node_attr(node, "severity");
    return word && mba_severity_parse(word, &severity) ? (int)severity : 0;
}

/* The one that is open longer, or came more often. */
static bool ahead(enum list list, const xmlNode *a, const xmlNode *b)
{
    const char *name = list == LONGEST ? "first" : "times";
    const char *of_a = mba_node_attr(a, name), *of_b = mba_node_attr(b, name);
    if (!of_a || !of_b)
        return false;
    return list == LONGEST ? strcmp(of_a, of_b) < 0 : strtoull(of_a, NULL, 10) > strtoull(of_b, NULL, 10);
}

static bool keep_ranked(struct mba_overview *overview, enum list list, xmlNodePtr node, xmlNodePtr root)
{
    struct bucket *bucket = &overview->lists[list][severity_of(node)];
    size_t at = bucket->kept;
    bucket->seen++;
    while (at > 0 && ahead(list, node, bucket->items[at - 1]))
        at--;
    if (at == SHOWN)
        return true;
    xmlNodePtr item = copy_item(overview->doc, node, root);
    if (!item)
        return false;
    if (bucket->kept == SHOWN) {
        xmlUnlinkNode(bucket->items[--bucket->kept]);
        xmlFreeNode(bucket->items[bucket->kept]);
    }
    memmove(&bucket->items[at + 1], &bucket->items[at], (bucket->kept - at) * sizeof item);
    bucket->items[at] = item;
    bucket->kept++;
    return true;
}

static bool keep_episode(struct mba_overview *overview, xmlNodePtr episode, xmlNodePtr root)
{
    const char *state = mba_node_attr(episode, "state"), *times = mba_node_attr(episode, "times");
    bool open = state && strcmp(state, "open") == 0, flaps = times && strtoull(times, NULL, 10) > 1;
    return (!open || keep_ranked(overview, LONGEST, episode, root)) &&
           (!flaps || keep_ranked(overview, FLAPPING, episode, root));
}

static bool keep_snapshot(struct mba_overview *overview, xmlNodePtr snapshot, xmlNodePtr root)
{
    const char *missing = mba_node_attr(snapshot, "missing");
    const char *completeness = mba_node_attr(snapshot, "completeness");
    if (missing && strcmp(missing, "after") == 0)
        return keep(overview, MISSING, 0, snapshot, root);
    if (!completeness || strcmp(completeness, "full") == 0 || mba_node_attr(snapshot, "same-as"))
        return true; /* the same as one that stands in the list */
    return keep(overview, strcmp(completeness, "none") == 0 ? NONE : PARTLY, 0, snapshot, root);
}

bool mba_overview_add(struct mba_overview *overview, xmlDocPtr section)
{
    xmlNodePtr root = xmlDocGetRootElement(section), snapshot = mba_node_child(root, "snapshot");
    if (!snapshot)
        return true;
    bool good = keep_snapshot(overview, snapshot, root);
    for (xmlNodePtr node = xmlFirstElementChild(snapshot); good && node; node = xmlNextElementSibling(node)) {
        enum list list = list_of(node);
        good = list == LIST_COUNT || keep(overview, list, severity_of(node), node, root);
    }
    for (xmlNodePtr node = xmlNextElementSibling(snapshot); good && node; node = xmlNextElementSibling(node))
        good = !mba_node_is(node, "episode") || keep_episode(overview, node, root);
    return good;
}

/* ---- giving out -------------------------------------------------------------------------------------- */

static bool add_list(const struct mba_overview *overview, enum list list, xmlNodePtr root)
{
    xmlNodePtr node = mba_node_add(root, "list");
    size_t shown = 0, seen = 0;
    bool good = node && mba_node_set(node, "name", list_names[list]);
    for (int i = 0; good && i < MBA_SEVERITY_COUNT; i++) {
        const struct bucket *bucket = &overview->lists[list][i];
        seen += bucket->seen;
        for (size_t j = 0; good && j < bucket->kept && shown < SHOWN; j++, shown++)
            good = mba_node_add_copy(node, bucket->items[j]);
    }
    return good && mba_node_set_number(node, "count", seen) &&
           mba_node_set_number(node, "more", seen - shown);
}

static xmlDocPtr section_of(const struct mba_overview *overview, const char *kind, enum list first,
                            enum list last)
{
    xmlDocPtr doc = mba_section_new(kind);
    bool good = doc;
    for (enum list list = first; good && list <= last; list++)
        good = add_list(overview, list, xmlDocGetRootElement(doc));
    if (good)
        return doc;
    xmlFreeDoc(doc);
    return NULL;
}

xmlDocPtr mba_overview_incomplete(const struct mba_overview *overview)
{
    return section_of(overview, "incomplete", NONE, PARTLY);
}

xmlDocPtr mba_overview_history(const struct mba_overview *overview)
{
    return section_of(overview, "history", LONGEST, FLAPPING);
}

xmlDocPtr mba_overview_changed(const struct mba_overview *overview)
{
    xmlDocPtr doc = section_of(overview, "changed", MISSING, SETTING);
    xmlNodePtr baseline = mba_node_child(overview->head, "baseline");
    xmlNodePtr comparison = mba_node_child(mba_node_child(overview->head, "totals"), "comparison");
    if (!doc || ((!baseline || mba_node_add_copy(xmlDocGetRootElement(doc), baseline)) &&
                 (!comparison || mba_node_add_copy(xmlDocGetRootElement(doc), comparison))))
        return doc;
    xmlFreeDoc(doc);
    return NULL;
}
