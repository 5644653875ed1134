/* One side of a server, and what can be said of a finding that it does not have. Strict: what was not surely
 * looked at was not looked at. */
#include <string.h>

#include "private.h"

/* ---- making ---------------------------------------------------------------------------------------- */

static bool is_whole(xmlNodePtr finding)
{
    enum mba_severity severity;
    const char *word = mba_node_attr(finding, "severity");
    return mba_node_attr(finding, "id") && mba_node_attr(finding, "rule") && mba_node_attr(finding, "path") &&
           word && mba_severity_parse(word, &severity);
}

bool mba_finding_check(struct mba_pass *pass, const struct mba_side *side, xmlNodePtr finding)
{
    return is_whole(finding) ||
           mba_pass_fail(pass, side, "it holds a finding without its id, rule, path or severity");
}

static bool add_path(struct mba_view *view, xmlNodePtr node)
{
    const char *path = mba_node_attr(node, "path");
    return !view->partly || !path || mba_index_add(&view->paths, path, node);
}

static bool add_object(struct mba_view *view, xmlNodePtr node)
{
    const char *path = mba_node_attr(node, "path");
    return !path || mba_index_add(&view->objects, path, node);
}

static bool add_recorded(struct mba_view *view, xmlNodePtr recorded)
{
    const char *keys = mba_node_attr(recorded, "keys");
    if (!keys || strcmp(keys, "none") == 0)
        return true;
    view->recorded = keys;
    view->objects.count = 0; /* they are more than the virtual servers */
    for (xmlNodePtr node = xmlFirstElementChild(recorded); node; node = xmlNextElementSibling(node))
        if (mba_node_is(node, "object") && (!add_path(view, node) || !add_object(view, node)))
            return false;
    return true;
}

static bool add_child(struct mba_view *view, xmlNodePtr node)
{
    const char *partial = mba_node_attr(node, "partial"), *rule = mba_node_attr(node, "rule");
    if (mba_node_is(node, "failed-export") || (partial && strcmp(partial, "yes") == 0))
        view->damaged = true;
    if (mba_node_is(node, "finding"))
        return mba_index_add(&view->findings, mba_node_attr(node, "id"), node) && add_path(view, node);
    if (mba_node_is(node, "instance"))
        return add_path(view, node) && add_object(view, node);
    if (mba_node_is(node, "not-evaluated"))
        return !rule || mba_index_add(&view->unevaluated, rule, node);
    return !mba_node_is(node, "recorded") || add_recorded(view, node);
}

bool mba_view_make(struct mba_pass *pass, const struct mba_side *side, struct mba_view *view,
                   xmlNodePtr snapshot)
{
    *view = (struct mba_view){.snapshot = snapshot};
    if (!snapshot)
        return true;
    const char *completeness = mba_node_attr(snapshot, "completeness");
    view->nothing = !completeness || strcmp(completeness, "none") == 0;
    view->partly = !view->nothing && strcmp(completeness, "full") != 0;
    for (xmlNodePtr node = xmlFirstElementChild(snapshot); node; node = xmlNextElementSibling(node)) {
        if (mba_node_is(node, "finding") && !mba_finding_check(pass, side, node))
            return false;
        if (!add_child(view, node))
            return mba_fail(pass->error, "no memory");
    }
    mba_index_sort(&view->findings);
    mba_index_sort(&view->unevaluated);
    mba_index_sort(&view->paths);
    mba_index_sort(&view->objects);
    return true;
}

void mba_view_free(struct mba_view *view)
{
    mba_index_free(&view->findings);
    mba_index_free(&view->unevaluated);
    mba_index_free(&view->paths);
    mba_index_free(&view->objects);
}

bool mba_view_whole(const struct mba_view *view)
{
    return view->snapshot && !view->nothing && !view->partly && !view->damaged;
}

/* ---- asking ---------------------------------------------------------------------------------------- */

/* Only the first paths are named, the rest is counted: then any object of the class may be meant. */
static bool covers(xmlNodePtr unevaluated, xmlNodePtr finding)
{
    const char *path = mba_node_attr(finding, "path"), *first = mba_node_attr(unevaluated, "path");
    const char *class_name = mba_node_attr(finding, "class"), *others = mba_node_attr(unevaluated, "class");
    const char *objects = mba_node_attr(unevaluated, "objects");
    uint64_t count = 1, named = 1;
    if (!first || mba_ascii_streq(first, path))
        return true;
    for (xmlNodePtr node = xmlFirstElementChild(unevaluated); node; node = xmlNextElementSibling(node)) {
        if (!mba_node_is(node, "path"))
            continue;
        xmlNodePtr text = node->children;
        if (text && text->content && mba_ascii_streq((const char *)text->content, path))
            return true;
        named++;
    }
    if (objects && !mba_parse_size(objects, UINT64_MAX, &count))
        return true;
    return count > named && (!class_name || !others || mba_ascii_streq(class_name, others));
}

static xmlNodePtr find_unevaluated(const struct mba_view *view, xmlNodePtr finding)
{
    const char *rule = mba_node_attr(finding, "rule");
    struct mba_index_item *item = mba_index_find(&view->unevaluated, rule);
    for (; mba_index_more(&view->unevaluated, item, rule); item++)
        if (covers(item->node, finding))
            return item->node;
    return NULL;
}

static const char *when(const struct mba_side *side)
{
    return side->fault == MBA_FAULT_BEFORE ? "in the baseline" : "this time";
}

static bool not_judged(const struct mba_side *side, xmlNodePtr unevaluated, struct mba_buf *why)
{
    xmlNodePtr reason = mba_node_child(unevaluated, "reason");
    const xmlNode *text = reason ? reason->children : NULL;
    mba_buf_printf(why, "The rule could not be evaluated %s.", when(side));
    if (text && text->content && *text->content)
        mba_buf_printf(why, " %s", (const char *)text->content);
    return false;
}

static bool fleet_judged(struct mba_pass *pass, const struct mba_side *side, xmlNodePtr finding,
                         struct mba_buf *why)
{
    const struct mba_index_item *rule = mba_index_find(&side->rules, mba_node_attr(finding, "rule"));
    const char *unevaluated = rule ? mba_node_attr(rule->node, "not-evaluated") : NULL;
    int comparable = mba_fleet_comparable(pass);
    if (comparable > 0 && unevaluated && strcmp(unevaluated, "0") == 0)
        return true;
    mba_buf_printf(why, "The rule is judged across servers, and %s.",
                   comparable > 0 ? "not every one of them could be judged"
                                  : "the two sides do not hold the same servers, all of them read fully");
    return false;
}

bool mba_view_judged(struct mba_pass *pass, const struct mba_side *side, const struct mba_view *view,
                     xmlNodePtr finding, struct mba_buf *why)
{
    const char *scope = mba_node_attr(finding, "scope");
    xmlNodePtr unevaluated = find_unevaluated(view, finding);
    if (!view->snapshot)
        mba_buf_printf(why, "The server is missing %s.", when(side));
    else if (!mba_index_find(&side->rules, mba_node_attr(finding, "rule")))
        mba_buf_printf(why, "The rule was not judged %s.", when(side));
    else if (view->nothing)
        mba_buf_printf(why, "Nothing of the server could be read %s.", when(side));
    else if (view->damaged)
        mba_buf_printf(why, "An export of the server is damaged or incomplete %s.", when(side));
    else if (unevaluated)
        return not_judged(side, unevaluated, why);
    else if (scope && strcmp(scope, "fleet") == 0)
        return fleet_judged(pass, side, finding, why);
    else if (!view->partly || mba_index_find(&view->paths, mba_node_attr(finding, "path")))
        return true;
    else
        mba_buf_printf(why, "The server was read only partly %s, and the object is not in that part.",
                       when(side));
    return false;
}
