/* Both documents side by side, server by server. */
#include <stdlib.h>
#include <string.h>

#include "private.h"

bool mba_pass_fail(struct mba_pass *pass, const struct mba_side *side, const char *why)
{
    *pass->fault = side->fault;
    return mba_fail(pass->error, "%s: is not a sound findings document (%s); mbaudit scan makes one",
                    side->name, why);
}

/* Reading it failed: was it the document? */
static void blame(struct mba_pass *pass, const struct mba_side *side)
{
    char *error = NULL;
    if (!mba_reader_check(side->path, side->name, &error))
        *pass->fault = side->fault;
    free(error);
}

/* ---- opening ---------------------------------------------------------------------------------------- */

static bool index_rules(struct mba_side *side)
{
    xmlNodePtr rules = mba_node_child(side->head, "rules");
    for (xmlNodePtr node = rules ? xmlFirstElementChild(rules) : NULL; node;
         node = xmlNextElementSibling(node)) {
        const char *id = mba_node_attr(node, "id");
        if (id && !mba_index_add(&side->rules, id, node))
            return false;
    }
    mba_index_sort(&side->rules);
    return true;
}

static bool open_side(struct mba_pass *pass, struct mba_side *side)
{
    if (!side->path)
        return true;
    side->reader = mba_reader_open_as(side->path, side->name, pass->error);
    if (!side->reader) {
        blame(pass, side);
        return false;
    }
    mba_reader_keep_recorded(side->reader);
    side->head = mba_node_child(xmlDocGetRootElement(mba_reader_head(side->reader)), "head");
    if (!mba_reader_summary(side->reader, &side->summary) || !mba_node_child(side->head, "created") ||
        !mba_node_attr(mba_node_child(side->head, "knowledge-base"), "version"))
        return mba_pass_fail(pass, side, "its head is not complete");
    return index_rules(side) ? true : mba_fail(pass->error, "no memory");
}

static void close_side(struct mba_side *side)
{
    mba_reader_free(side->reader);
    mba_index_free(&side->rules);
    mba_buf_free(&side->episodes);
    free(side->server);
}

/* ---- one server --------------------------------------------------------------------------------------- */

static bool is_last(xmlDocPtr section)
{
    const char *last = mba_node_attr(xmlDocGetRootElement(section), "last");
    return !last || strcmp(last, "yes") == 0;
}

static xmlNodePtr snapshot_of(xmlDocPtr section)
{
    return section ? xmlFirstElementChild(xmlDocGetRootElement(section)) : NULL;
}

static const char *captured_of(xmlDocPtr section)
{
    return section ? mba_node_attr(snapshot_of(section), "captured") : NULL;
}

/* The name is kept: it is needed when the reader has gone on. */
static bool begin_server(struct mba_pass *pass, struct mba_side *side)
{
    const char *name = mba_reader_server(side->reader);
    if (side->server && mba_ascii_casecmp(side->server, name) >= 0)
        return mba_pass_fail(pass, side, "its servers are not sorted by name");
    free(side->server);
    side->server = strdup(name);
    return side->server ? true : mba_fail(pass->error, "no memory");
}

/* What is done with a snapshot when a newer one of its server has come; NULL: nothing. */
typedef bool (*older_fn)(struct mba_pass *pass, xmlDocPtr section, struct mba_buf *tail);

/* The last section of a server carries its episodes. */
static void copy_episodes(xmlDocPtr section, struct mba_buf *out)
{
    xmlNodePtr node = xmlFirstElementChild(xmlDocGetRootElement(section));
    for (; node; node = xmlNextElementSibling(node)) {
        if (!mba_node_is(node, "episode"))
            continue;
        mba_xml_copy(out, node);
        mba_buf_putc(out, '\n');
    }
}

/* The newest snapshot that was judged, or *newest NULL when the server is only named as missing. Those behind
 * it are the same as it (same-as) and go into the tail. */
static bool read_server(struct mba_pass *pass, struct mba_side *side, older_fn older, xmlDocPtr *newest,
                        struct mba_buf *tail)
{
    bool last = false, same_second = false;
    size_t count = 0;
    if (!begin_server(pass, side))
        return false;
    while (!last) {
        bool missing = mba_reader_missing(side->reader);
        xmlDocPtr section = mba_reader_next(side->reader, pass->error);
        if (!section) {
            if (*pass->error)
                blame(pass, side);
            return false;
        }
        last = is_last(section);
        copy_episodes(section, &side->episodes);
        if (missing) {
            mba_section_free(section);
            continue;
        }
        const char *captured = captured_of(section), *before = captured_of(*newest);
        same_second = same_second || (captured && before && strcmp(captured, before) == 0);
        count++;
        if (*newest && mba_node_attr(snapshot_of(section), "same-as")) {
            bool good = !older || mba_snapshot_plain(pass, snapshot_of(section), false, tail);
            mba_section_free(section);
            if (!good)
                return false;
            continue;
        }
        bool good = !*newest || !older || older(pass, *newest, tail);
        mba_section_free(*newest);
        *newest = section;
        if (!good)
            return false;
    }
    if (count > 1)
        mba_names_add(&pass->several, side->server);
    if (same_second)
        mba_names_add(&pass->same_second, side->server);
    return true;
}

static bool bind_fragment(struct mba_pass *pass, const char *server)
{
    bool good = mba_binder_add(pass->binder, server, &pass->fragment, pass->error);
    mba_buf_clear(&pass->fragment);
    return good;
}

static bool write_older(struct mba_pass *pass, xmlDocPtr section, struct mba_buf *tail)
{
    bool good = mba_snapshot_plain(pass, snapshot_of(section), false, &pass->fragment) &&
                bind_fragment(pass, pass->after.server);
    if (good && (tail->len || tail->failed))
        good = mba_binder_add(pass->binder, pass->after.server, tail, pass->error);
    mba_buf_clear(tail);
    return good;
}

static void note_times(struct mba_pass *pass, xmlDocPtr before, xmlDocPtr after, uint64_t different)
{
    const char *then = captured_of(before), *now = captured_of(after);
    int order = then && now ? strcmp(now, then) : 1;
    if (order < 0)
        mba_names_add(&pass->backwards, pass->after.server);
    else if (order == 0 && different)
        mba_names_add(&pass->same_second, pass->after.server);
}

static uint64_t differences_so_far(const struct mba_comparison *out)
{
    return out->fresh + out->changed + out->resolved + out->changes;
}

/* The newest snapshot of this document: marked, when it is to be compared with nothing. */
static bool write_newest(struct mba_pass *pass, xmlDocPtr before, xmlDocPtr after)
{
    xmlNodePtr then = snapshot_of(before), now = snapshot_of(after);
    if (!pass->job->before)
        return mba_snapshot_plain(pass, now, true, &pass->fragment) &&
               bind_fragment(pass, pass->after.server);
    if (!now) {
        const char *name = pass->before.server;
        mba_names_add(&pass->missing_after, name);
        return mba_snapshot_missing(pass, then, &pass->fragment) && bind_fragment(pass, name);
    }
    if (!then)
        mba_names_add(&pass->missing_before, pass->after.server);
    uint64_t known = differences_so_far(pass->out);
    if (!mba_snapshot_compared(pass, then, now, &pass->fragment))
        return false;
    if (then)
        note_times(pass, before, after, differences_so_far(pass->out) - known);
    return bind_fragment(pass, pass->after.server);
}

/* order < 0: the server is in the baseline only; > 0: only here. */
static bool take_server(struct mba_pass *pass, int order)
{
    xmlDocPtr before = NULL, after = NULL;
    struct mba_buf tail = {0}, none = {0};
    bool good = (order > 0 || read_server(pass, &pass->before, NULL, &before, &none)) &&
                (order < 0 || read_server(pass, &pass->after, write_older, &after, &tail));
    if (good && (before || after))
        good = write_newest(pass, before, after);
    if (good && (tail.len || tail.failed))
        good = mba_binder_add(pass->binder, pass->after.server, &tail, pass->error);
    if (good && after && (pass->after.episodes.len || pass->after.episodes.failed))
        good = mba_binder_add(pass->binder, pass->after.server, &pass->after.episodes, pass->error);
    mba_buf_clear(&pass->before.episodes);
    mba_buf_clear(&pass->after.episodes);
    mba_section_free(before);
    mba_section_free(after);
    mba_buf_free(&tail);
    return good;
}

static bool take_servers(struct mba_pass *pass)
{
    for (;;) {
        const char *before = pass->before.reader ? mba_reader_server(pass->before.reader) : NULL;
        const char *after = mba_reader_server(pass->after.reader);
        if (!before && !after)
            return true;
        int order = !before ? 1 : !after ? -1 : mba_ascii_casecmp(before, after);
        if (!take_server(pass, order))
            return false;
    }
}

/* ---- waivers ------------------------------------------------------------------------------------------ */

/* Whatever expires is held against the day of the document, so that it says the same whenever it is made. */
static bool begin_waivers(struct mba_pass *pass)
{
    if (!pass->job->waivers)
        return true;
    const xmlNode *created = mba_node_child(pass->after.head, "created");
    const char *text = created->children ? (const char *)created->children->content : NULL;
    if (!text || !mba_time_parse_iso(text, &pass->today))
        return mba_pass_fail(pass, &pass->after, "it does not say when it was made");
    memset(pass->out->summary.waived, 0, sizeof pass->out->summary.waived);
    return mba_waivers_prepare(pass);
}

/* ---- the whole ---------------------------------------------------------------------------------------- */

static bool run(struct mba_pass *pass, const char *folder, int fd, bool gzip)
{
    struct mba_buf head = {0};
    if (!open_side(pass, &pass->after) || !open_side(pass, &pass->before))
        return false;
    pass->out->summary = pass->after.summary;
    pass->dict = mba_dictionary_builtin(pass->error);
    pass->binder = pass->dict ? mba_binder_new(folder, pass->error) : NULL;
    bool good = pass->binder && begin_waivers(pass) && mba_like_begin(pass) && take_servers(pass) &&
                mba_differences(pass) && mba_compared_head(pass, &head) &&
                mba_binder_write(pass->binder, &head, fd, gzip, pass->error);
    mba_buf_free(&head);
    return good;
}

static void release(struct mba_pass *pass)
{
    close_side(&pass->before);
    close_side(&pass->after);
    mba_like_end(pass);
    mba_renamed_free(pass);
    free(pass->uses);
    free(pass->by_rule);
    mba_binder_free(pass->binder);
    mba_dictionary_free(pass->dict);
    mba_buf_free(&pass->fragment);
    mba_names_free(&pass->missing_after);
    mba_names_free(&pass->missing_before);
    mba_names_free(&pass->several);
    mba_names_free(&pass->backwards);
    mba_names_free(&pass->same_second);
    mba_names_free(&pass->unrecorded);
}

bool mba_compare_write(const struct mba_compare *job, const char *folder, int fd, bool gzip,
                       struct mba_comparison *out, enum mba_fault *fault, char **error)
{
    struct mba_pass pass = {
        .job = job,
        .before = {.path = job->before, .name = job->before_name, .fault = MBA_FAULT_BEFORE},
        .after = {.path = job->after, .name = job->after_name, .fault = MBA_FAULT_AFTER},
        .out = out,
        .fleet = -1,
        .fault = fault,
        .error = error};
    *out = (struct mba_comparison){0};
    *fault = MBA_FAULT_RUN;
    *error = NULL;
    bool good = run(&pass, folder, fd, gzip);
    release(&pass);
    if (!good)
        mba_problems_free(&out->differences);
    return good;
}
