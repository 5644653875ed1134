/* Settings that differ from those of a reference server. */
#include <stdlib.h>
#include <string.h>

#include "private.h"

/* ---- the reference ------------------------------------------------------------------------------------- */

static xmlNodePtr snapshot_of(xmlDocPtr section)
{
    return xmlFirstElementChild(xmlDocGetRootElement(section));
}

static bool skip_server(struct mba_reader *reader, char **error)
{
    char *name = strdup(mba_reader_server(reader));
    bool good = name ? true : mba_fail(error, "no memory");
    while (good && mba_reader_server(reader) && mba_ascii_streq(mba_reader_server(reader), name))
        good = mba_reader_skip(reader, error);
    free(name);
    return good;
}

/* The newest snapshot of that server that was judged. */
static bool find_reference(struct mba_pass *pass, struct mba_reader *reader, struct mba_names *others)
{
    while (mba_reader_server(reader)) {
        const char *name = mba_reader_server(reader);
        if (!mba_ascii_streq(name, pass->job->like)) {
            mba_names_add(others, name);
            if (!skip_server(reader, pass->error))
                return false;
            continue;
        }
        bool missing = mba_reader_missing(reader);
        xmlDocPtr section = mba_reader_next(reader, pass->error);
        if (!section)
            return false;
        if (missing || (pass->like.section && mba_node_attr(snapshot_of(section), "same-as"))) {
            mba_section_free(section);
            continue;
        }
        mba_section_free(pass->like.section);
        pass->like.section = section;
    }
    return true;
}

static bool no_reference(struct mba_pass *pass, struct mba_names *others)
{
    *pass->fault = MBA_FAULT_REQUEST;
    return mba_fail(pass->error, "--like %s: there is no such server; there are %s", pass->job->like,
                    mba_names_list(others));
}

bool mba_like_begin(struct mba_pass *pass)
{
    struct mba_names others = {0};
    if (!pass->job->like)
        return true;
    struct mba_reader *reader = mba_reader_open_as(pass->after.path, pass->after.name, pass->error);
    if (reader)
        mba_reader_keep_recorded(reader);
    bool good = reader && find_reference(pass, reader, &others);
    mba_reader_free(reader);
    if (good && !pass->like.section)
        good = no_reference(pass, &others);
    good = good && mba_view_make(pass, &pass->after, &pass->like.view, snapshot_of(pass->like.section));
    if (good && !pass->like.view.recorded) {
        *pass->fault = MBA_FAULT_REQUEST;
        good = mba_fail(pass->error,
                        "--like %s: its settings are not in the findings document; make that with "
                        "--record objects or all",
                        pass->job->like);
    }
    mba_names_free(&others);
    return good;
}

void mba_like_end(struct mba_pass *pass)
{
    mba_view_free(&pass->like.view);
    mba_section_free(pass->like.section);
}

static const char *reference_name(const struct mba_pass *pass)
{
    return mba_node_attr(xmlDocGetRootElement(pass->like.section), "server");
}

void mba_like_write(const struct mba_pass *pass, struct mba_buf *out)
{
    mba_buf_puts(out, "<reference");
    mba_xml_attr(out, "server", reference_name(pass));
    mba_xml_attr(out, "captured", mba_node_attr(pass->like.view.snapshot, "captured"));
    mba_xml_number(out, "mismatches", pass->out->mismatches);
    mba_xml_number(out, "servers", pass->out->mismatched_servers);
    mba_buf_puts(out, "/>\n");
}

/* ---- holding a server against it ------------------------------------------------------------------------
 */

struct held {
    struct mba_pass *pass;
    const char *server;
    const struct mba_view *mine;
    struct mba_buf *out;
    struct mba_buf here, there; /* values of lists */
    uint64_t count;
};

static bool starts_with(const char *text, const char *name)
{
    size_t len = strlen(name);
    return len > 0 && mba_ascii_ncasecmp(text, name, len) == 0;
}

/* Equal where each may have its own server's name. */
static bool same_but_names(const char *a, size_t a_len, const char *name_a, const char *b, size_t b_len,
                           const char *name_b)
{
    const char *a_end = a + a_len, *b_end = b + b_len;
    while (a < a_end && b < b_end) {
        size_t la = strlen(name_a), lb = strlen(name_b);
        if (starts_with(a, name_a) && starts_with(b, name_b) && la <= (size_t)(a_end - a) &&
            lb <= (size_t)(b_end - b)) {
            a += la;
            b += lb;
        } else if (*a++ != *b++) {
            return false;
        }
    }
    return a == a_end && b == b_end;
}

static size_t skip_address(const char **item, size_t len, bool address)
{
    const char *colon = address ? memchr(*item, ':', len) : NULL;
    size_t skipped = colon ? (size_t)(colon - *item) : 0;
    *item += skipped;
    return len - skipped;
}

/* Item by item, one for a value that is no list. */
static bool same_items(const struct held *held, const char *here, const char *there, bool address)
{
    const char *reference = reference_name(held->pass);
    for (;;) {
        size_t a = strcspn(here, "\n"), b = strcspn(there, "\n");
        const char *one = here, *other = there;
        size_t one_len = skip_address(&one, a, address), other_len = skip_address(&other, b, address);
        if (!same_but_names(one, one_len, held->server, other, other_len, reference))
            return false;
        here += a;
        there += b;
        if (!*here || !*there)
            return !*here && !*there;
        here++;
        there++;
    }
}

static void open_mismatch(struct held *held, const char *path)
{
    held->count++;
    mba_buf_puts(held->out, "\n<mismatch");
    mba_xml_attr(held->out, "path", path);
}

/* Either may be NULL: not set. */
static void hold(struct held *held, const char *path, const struct mba_recorded_setting *here,
                 const struct mba_recorded_setting *there)
{
    const struct mba_recorded_setting *any = here ? here : there;
    const struct mba_like_ignored *ignored = mba_like_find(held->pass->job->like_list, any->name, path);
    bool secret = (here && here->secret) || (there && there->secret);
    if (any->is_volatile || mba_ascii_streq(any->name, "KeyType") || (ignored && !ignored->address))
        return;
    if (here && there &&
        (mba_setting_same(here, there) ||
         (here->text && there->text && same_items(held, here->text, there->text, ignored))))
        return;
    open_mismatch(held, path);
    mba_xml_attr(held->out, "property", any->name);
    mba_xml_attr(held->out, "secret", secret ? "yes" : NULL);
    mba_buf_putc(held->out, '>');
    if (here && !secret)
        mba_setting_write(held->out, "value", here);
    if (there && !secret)
        mba_setting_write(held->out, "reference", there);
    mba_buf_puts(held->out, "</mismatch>");
}

static void hold_object(struct held *held, const char *path, xmlNodePtr here, xmlNodePtr there)
{
    struct mba_recorded_setting mine, theirs;
    const struct mba_dictionary *dict = held->pass->dict;
    bool complete = !mba_node_attr(here, "complete") && !mba_node_attr(there, "complete");
    xmlNodePtr next = NULL, node, other;
    for (node = xmlFirstElementChild(here); node; node = xmlNextElementSibling(node)) {
        const char *name = mba_node_attr(node, "property");
        other = name ? mba_setting_find(there, name, &next) : NULL;
        if (!name || (!other && !complete))
            continue;
        mba_setting_read(dict, node, &held->here, &mine);
        if (other)
            mba_setting_read(dict, other, &held->there, &theirs);
        hold(held, path, &mine, other ? &theirs : NULL);
    }
    next = NULL;
    for (node = xmlFirstElementChild(there); complete && node; node = xmlNextElementSibling(node)) {
        const char *name = mba_node_attr(node, "property");
        if (!name || mba_setting_find(here, name, &next))
            continue;
        mba_setting_read(dict, node, &held->there, &theirs);
        hold(held, path, NULL, &theirs);
    }
}

/* A whole object that only one of them has; of those below it nothing is said. */
static void hold_lone(struct held *held, const struct mba_index_item *item, bool added)
{
    const struct mba_view *has = added ? held->mine : &held->pass->like.view;
    const struct mba_view *lacks = added ? &held->pass->like.view : held->mine;
    if (!mba_view_whole(lacks) || !mba_same_recording(has, lacks) ||
        mba_goes_with_another(&has->objects, &lacks->objects, item->key, &held->here) ||
        mba_like_ignores_object(held->pass->job->like_list, item->key))
        return;
    open_mismatch(held, item->key);
    mba_xml_attr(held->out, "object", added ? "added" : "missing");
    mba_buf_puts(held->out, "/>");
}

bool mba_like_hold(struct mba_pass *pass, const char *server, const struct mba_view *mine,
                   struct mba_buf *out)
{
    struct held held = {.pass = pass, .server = server, .mine = mine, .out = out};
    const struct mba_index *here = &mine->objects, *there = &pass->like.view.objects;
    if (!mine->recorded || mba_ascii_streq(server, reference_name(pass)))
        return true;
    for (size_t a = 0, b = 0; a < here->count || b < there->count;) {
        int order = a == here->count    ? 1
                    : b == there->count ? -1
                                        : mba_ascii_casecmp(here->items[a].key, there->items[b].key);
        if (order < 0) {
            hold_lone(&held, &here->items[a++], true);
        } else if (order > 0) {
            hold_lone(&held, &there->items[b++], false);
        } else {
            hold_object(&held, here->items[a].key, here->items[a].node, there->items[b].node);
            a++, b++;
        }
    }
    pass->out->mismatches += held.count;
    pass->out->mismatched_servers += held.count > 0;
    bool good = !held.here.failed && !held.there.failed && !out->failed;
    mba_buf_free(&held.here);
    mba_buf_free(&held.there);
    return good ? true : mba_fail(pass->error, "no memory");
}
