/* What stands on top of a comparison: why not everything can be compared, and what is odd about the two. */
#include <string.h>

#include "private.h"

#define SAY(pass, ...) mba_problems_add(&(pass)->out->differences, MBA_OK, NULL, NULL, 0, __VA_ARGS__)

static const char *version_of(const struct mba_side *side)
{
    return mba_node_attr(mba_node_child(side->head, "knowledge-base"), "version");
}

/* Rules that only one of them has. */
static void compare_rules(struct mba_pass *pass, const struct mba_side *has, const struct mba_side *lacks,
                          const char *where)
{
    struct mba_names names = {0};
    for (size_t i = 0; i < has->rules.count; i++)
        if (!mba_index_find(&lacks->rules, has->rules.items[i].key))
            mba_names_add(&names, has->rules.items[i].key);
    if (names.count)
        SAY(pass, "Rules judged only %s: %s. What they found cannot be compared.", where,
            mba_names_list(&names));
    mba_names_free(&names);
}

static xmlNodePtr setting_of(const struct mba_side *side, const char *name)
{
    xmlNodePtr settings = mba_node_child(side->head, "settings");
    xmlNodePtr node = settings ? xmlFirstElementChild(settings) : NULL;
    while (node && (!mba_node_attr(node, "name") || strcmp(mba_node_attr(node, "name"), name) != 0))
        node = xmlNextElementSibling(node);
    return node;
}

static void compare_setting(struct mba_pass *pass, const char *name)
{
    xmlNodePtr before = setting_of(&pass->before, name), after = setting_of(&pass->after, name);
    const char *then = mba_node_attr(before, "value"), *now = mba_node_attr(after, "value");
    if (strcmp(name, "fail-on") == 0 || (then && now && strcmp(then, now) == 0))
        return;
    SAY(pass, "The option %s was %s for the baseline and is %s here.", name, then ? then : "not set",
        now ? now : "not set");
}

static void compare_settings(struct mba_pass *pass)
{
    xmlNodePtr now = mba_node_child(pass->after.head, "settings");
    xmlNodePtr then = mba_node_child(pass->before.head, "settings");
    for (xmlNodePtr node = now ? xmlFirstElementChild(now) : NULL; node; node = xmlNextElementSibling(node))
        if (mba_node_attr(node, "name"))
            compare_setting(pass, mba_node_attr(node, "name"));
    for (xmlNodePtr node = then ? xmlFirstElementChild(then) : NULL; node; node = xmlNextElementSibling(node))
        if (mba_node_attr(node, "name") && !setting_of(&pass->after, mba_node_attr(node, "name")))
            compare_setting(pass, mba_node_attr(node, "name"));
}

static const char *created_of(const struct mba_side *side)
{
    const xmlNode *created = mba_node_child(side->head, "created");
    return created->children && created->children->content ? (const char *)created->children->content : "";
}

static void compare_heads(struct mba_pass *pass)
{
    if (strcmp(version_of(&pass->before), version_of(&pass->after)) != 0)
        SAY(pass, "The baseline was judged with version %s of the knowledge base, this with version %s.",
            version_of(&pass->before), version_of(&pass->after));
    compare_rules(pass, &pass->before, &pass->after, "for the baseline");
    compare_rules(pass, &pass->after, &pass->before, "this time");
    compare_settings(pass);
    if (strcmp(created_of(&pass->before), created_of(&pass->after)) > 0)
        SAY(pass, "The baseline was made at %s, later than this (%s): is it the right one?",
            created_of(&pass->before), created_of(&pass->after));
    if (pass->before.summary.worst >= MBA_WARN)
        SAY(pass, "Some input of the baseline could not be read; what was in it cannot be compared.");
}

static void say_names(struct mba_pass *pass, struct mba_names *names, const char *fmt_one, const char *rest)
{
    if (names->count)
        SAY(pass, "%s %s%s", fmt_one, mba_names_list(names), rest);
}

bool mba_differences(struct mba_pass *pass)
{
    struct mba_names renamed = {0};
    bool good = mba_renamed_list(pass, &renamed);
    if (pass->job->before) {
        compare_heads(pass);
        say_names(pass, &pass->missing_after,
                  "Missing here, but in the baseline:", ". What was found there is not resolved.");
        say_names(pass, &pass->missing_before, "Not in the baseline:", ". Nothing can be compared.");
        say_names(pass, &renamed,
                  "The same settings under another name:", ". Was the server renamed? It is not compared.");
        say_names(pass, &pass->unrecorded, "Settings were not recorded alike on both sides of",
                  "; of the objects, those that came or went are not all known (--record).");
        say_names(pass, &pass->several,
                  "Several snapshots of one server:", ". The newest of each side is compared.");
        say_names(pass, &pass->backwards, "Captured before the snapshot of the baseline:",
                  ". A clock went backwards, or the two sides are the wrong way round.");
        say_names(pass, &pass->same_second, "Different snapshots of the same second:",
                  ". Which of them is the newer cannot be told; the last in order is compared.");
    }
    pass->out->missing_after = pass->missing_after.count;
    pass->out->missing_before = pass->missing_before.count;
    good = good && mba_names_whole(&renamed) && mba_names_whole(&pass->missing_after) &&
           mba_names_whole(&pass->missing_before) && mba_names_whole(&pass->unrecorded) &&
           mba_names_whole(&pass->several) && mba_names_whole(&pass->backwards) &&
           mba_names_whole(&pass->same_second);
    mba_names_free(&renamed);
    return !good || pass->out->differences.failed ? mba_fail(pass->error, "no memory") : true;
}
