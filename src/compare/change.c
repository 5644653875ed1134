/* Settings that changed between the two snapshots of a server, whatever the rules say of them. Only what was
 * surely read on both sides is said to have come or gone. */
#include <string.h>

#include "private.h"

struct changes {
    struct mba_pass *pass;
    const struct mba_view *before, *after;
    struct mba_buf *out;
    struct mba_buf then, now; /* values of lists */
};

static void open_change(struct changes *c, xmlNodePtr object, const char *kind)
{
    c->pass->out->changes++;
    mba_buf_puts(c->out, "\n<change");
    mba_xml_attr(c->out, "path", mba_node_attr(object, "path"));
    mba_xml_attr(c->out, "class", mba_node_attr(object, "class"));
    mba_xml_attr(c->out, "kind", kind);
}

/* Either may be NULL: not set. */
static void write_change(struct changes *c, xmlNodePtr object, const struct mba_recorded_setting *before,
                         const struct mba_recorded_setting *after)
{
    bool secret = (before && before->secret) || (after && after->secret);
    open_change(c, object, !before ? "added" : !after ? "removed" : "changed");
    mba_xml_attr(c->out, "property", after ? after->name : before->name);
    mba_xml_attr(c->out, "secret", secret ? "yes" : NULL);
    mba_buf_putc(c->out, '>');
    if (before && !secret)
        mba_setting_write(c->out, "before", before);
    if (after && !secret)
        mba_setting_write(c->out, "after", after);
    mba_buf_puts(c->out, "</change>");
}

/* The class has its own place, and only some formats repeat it as a setting. */
static bool is_the_class(const char *name)
{
    return mba_ascii_streq(name, "KeyType");
}

static bool is_complete(xmlNodePtr object)
{
    return !mba_node_attr(object, "complete");
}

static void compare_set(struct changes *c, xmlNodePtr object, xmlNodePtr before, xmlNodePtr after)
{
    struct mba_recorded_setting then, now;
    mba_setting_read(c->pass->dict, before, &c->then, &then);
    mba_setting_read(c->pass->dict, after, &c->now, &now);
    if (!mba_setting_same(&then, &now))
        write_change(c, object, &then, &now);
}

/* A state of the running service that is not there was only not collected. */
static void lone_set(struct changes *c, xmlNodePtr object, xmlNodePtr set, bool added)
{
    struct mba_recorded_setting setting;
    mba_setting_read(c->pass->dict, set, &c->now, &setting);
    if (!setting.is_volatile && !is_the_class(setting.name))
        write_change(c, object, added ? NULL : &setting, added ? &setting : NULL);
}

static void compare_class(struct changes *c, xmlNodePtr before, xmlNodePtr after)
{
    const char *then = mba_node_attr(before, "class"), *now = mba_node_attr(after, "class");
    if (!then || !now || mba_ascii_streq(then, now))
        return;
    open_change(c, after, "changed");
    mba_buf_puts(c->out, " property=\"KeyType\">");
    mba_xml_element(c->out, "before", then);
    mba_xml_element(c->out, "after", now);
    mba_buf_puts(c->out, "</change>");
}

static void compare_object(struct changes *c, xmlNodePtr before, xmlNodePtr after)
{
    xmlNodePtr next = NULL, node, other;
    bool complete = is_complete(before) && is_complete(after);
    compare_class(c, before, after);
    for (node = xmlFirstElementChild(after); node; node = xmlNextElementSibling(node)) {
        const char *name = mba_node_attr(node, "property");
        if (!name)
            continue;
        if ((other = mba_setting_find(before, name, &next))) {
            if (!is_the_class(name))
                compare_set(c, after, other, node);
        } else if (complete) {
            lone_set(c, after, node, true);
        }
    }
    next = NULL;
    for (node = xmlFirstElementChild(before); complete && node; node = xmlNextElementSibling(node)) {
        const char *name = mba_node_attr(node, "property");
        if (name && !mba_setting_find(after, name, &next))
            lone_set(c, after, node, false);
    }
}

/* An object that came or went takes along what is below it: only the topmost is named. */
bool mba_goes_with_another(const struct mba_index *has, const struct mba_index *lacks, const char *path,
                           struct mba_buf *scratch)
{
    mba_scratch_clear(scratch);
    mba_buf_puts(scratch, path);
    while (!scratch->failed && scratch->len > 1) {
        char *slash = strrchr(scratch->data, '/');
        if (!slash || slash == scratch->data)
            return false;
        *slash = '\0';
        scratch->len = (size_t)(slash - scratch->data);
        if (mba_index_find(has, scratch->data) && !mba_index_find(lacks, scratch->data))
            return true;
    }
    return false;
}

static void lone_object(struct changes *c, const struct mba_index_item *item, bool added)
{
    const struct mba_view *has = added ? c->after : c->before, *lacks = added ? c->before : c->after;
    if (!mba_view_whole(lacks) || !mba_same_recording(c->before, c->after) ||
        mba_goes_with_another(&has->objects, &lacks->objects, item->key, &c->then))
        return;
    open_change(c, item->node, added ? "added" : "removed");
    mba_buf_puts(c->out, "/>");
}

bool mba_same_recording(const struct mba_view *a, const struct mba_view *b)
{
    return a->recorded && b->recorded ? strcmp(a->recorded, b->recorded) == 0 : a->recorded == b->recorded;
}

/* Both lists are sorted by path. */
bool mba_changes_write(struct mba_pass *pass, const struct mba_view *before, const struct mba_view *after,
                       struct mba_buf *out)
{
    struct changes c = {.pass = pass, .before = before, .after = after, .out = out};
    const struct mba_index *then = &before->objects, *now = &after->objects;
    for (size_t b = 0, a = 0; b < then->count || a < now->count;) {
        int order = b == then->count  ? 1
                    : a == now->count ? -1
                                      : mba_ascii_casecmp(then->items[b].key, now->items[a].key);
        if (order < 0)
            lone_object(&c, &then->items[b++], false);
        else if (order > 0)
            lone_object(&c, &now->items[a++], true);
        else
            compare_object(&c, then->items[b++].node, now->items[a++].node);
    }
    bool good = !c.then.failed && !c.now.failed && !out->failed;
    mba_buf_free(&c.then);
    mba_buf_free(&c.now);
    return good ? true : mba_fail(pass->error, "no memory");
}
