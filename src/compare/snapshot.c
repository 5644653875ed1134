/* The snapshots of the compared document. */
#include <string.h>

#include "private.h"

static const char *const said_of_baseline[] = {"missing", NULL};

/* What an earlier comparison added gives way to this one. */
static bool of_an_earlier_baseline(xmlNodePtr node)
{
    return mba_node_is(node, "resolved") || mba_node_is(node, "not-comparable") ||
           mba_node_is(node, "change");
}

static void open_snapshot(struct mba_buf *out, xmlNodePtr snapshot, const char *missing,
                          const char *const *without)
{
    mba_buf_puts(out, "<snapshot");
    mba_xml_copy_attrs(out, snapshot, without);
    mba_xml_attr(out, "missing", missing);
    mba_buf_putc(out, '>');
}

static bool close_snapshot(struct mba_pass *pass, struct mba_buf *out)
{
    mba_buf_puts(out, "\n</snapshot>\n");
    return out->failed ? mba_fail(pass->error, "no memory") : true;
}

static void copy_child(struct mba_buf *out, xmlNodePtr node)
{
    mba_buf_putc(out, '\n');
    mba_xml_copy(out, node);
}

/* ---- older snapshots, and documents without a baseline ------------------------------------------------ */

/* Marks every finding gets. Accepted findings are counted where they stand in this document. */
static struct mba_marks marks_for(struct mba_pass *pass, const char *server, xmlNodePtr finding,
                                  const char *element)
{
    struct mba_marks marks = {
        .element = element, .compared = pass->job->before != NULL, .waivers = pass->job->waivers != NULL};
    if (!marks.waivers)
        return marks;
    const struct mba_waiver *waiver = mba_waivers_match(pass, server, finding, &marks.state);
    marks.waiver = waiver ? waiver->id : NULL;
    return marks;
}

static bool is_accepted(xmlNodePtr finding, const struct mba_marks *marks)
{
    if (marks->waivers)
        return marks->waiver && !marks->state;
    return !marks->of_the_baseline && mba_finding_accepted(finding);
}

/* Statuses of a comparison that is not this one are left out. */
static bool write_finding(struct mba_pass *pass, xmlNodePtr finding, struct mba_buf *out)
{
    if (!mba_finding_check(pass, &pass->after, finding))
        return false;
    struct mba_marks marks = marks_for(pass, pass->after.server, finding, "finding");
    pass->out->summary.waived[mba_finding_severity(finding)] += marks.waivers && is_accepted(finding, &marks);
    mba_finding_write(out, finding, &marks);
    return true;
}

/* What stands before <recorded>: kept, unless it is made anew. */
static void write_mismatches_of(xmlNodePtr snapshot, struct mba_buf *out)
{
    for (xmlNodePtr node = xmlFirstElementChild(snapshot); node; node = xmlNextElementSibling(node))
        if (mba_node_is(node, "mismatch"))
            copy_child(out, node);
}

static bool end_snapshot(struct mba_pass *pass, xmlNodePtr snapshot, const struct mba_view *view,
                         struct mba_buf *out)
{
    if (!pass->job->like)
        write_mismatches_of(snapshot, out);
    else if (view && !mba_like_hold(pass, pass->after.server, view, out))
        return false;
    xmlNodePtr recorded = mba_node_child(snapshot, "recorded");
    if (recorded)
        copy_child(out, recorded);
    return close_snapshot(pass, out);
}

/* Has its place at the end. */
static bool comes_last(xmlNodePtr node)
{
    return mba_node_is(node, "mismatch") || mba_node_is(node, "recorded");
}

bool mba_snapshot_plain(struct mba_pass *pass, xmlNodePtr snapshot, bool newest, struct mba_buf *out)
{
    struct mba_view view = {0};
    open_snapshot(out, snapshot, NULL, pass->job->before ? said_of_baseline : NULL);
    for (xmlNodePtr node = xmlFirstElementChild(snapshot); node; node = xmlNextElementSibling(node)) {
        if (mba_node_is(node, "finding")) {
            if (!write_finding(pass, node, out))
                return false;
        } else if (!comes_last(node) && (!pass->job->before || !of_an_earlier_baseline(node))) {
            copy_child(out, node);
        }
    }
    bool good = !newest || !pass->job->like || mba_view_make(pass, &pass->after, &view, snapshot);
    good = good && end_snapshot(pass, snapshot, newest ? &view : NULL, out);
    mba_view_free(&view);
    return good;
}

/* ---- against the baseline ---------------------------------------------------------------------------- */

struct pair { /* both sides of one server */
    struct mba_pass *pass;
    struct mba_view before, after;
    struct mba_buf *out;
    struct mba_buf why;
};

static void alarm_at(struct mba_pass *pass, xmlNodePtr finding, const struct mba_marks *marks)
{
    if (!is_accepted(finding, marks))
        pass->out->alarming[mba_finding_severity(finding)]++;
}

static struct mba_index_item *partner(struct pair *pair, xmlNodePtr finding)
{
    const char *id = mba_node_attr(finding, "id");
    struct mba_index_item *item = mba_index_find(&pair->before.findings, id);
    while (mba_index_more(&pair->before.findings, item, id) && item->taken)
        item++;
    return mba_index_more(&pair->before.findings, item, id) ? item : NULL;
}

static void write_known(struct pair *pair, xmlNodePtr finding, xmlNodePtr before, struct mba_marks *marks)
{
    if (mba_finding_same(finding, before)) {
        marks->status = "open";
        pair->pass->out->open++;
    } else {
        marks->status = "changed";
        marks->before = before;
        pair->pass->out->changed++;
    }
    if (mba_finding_severity(finding) < mba_finding_severity(before))
        alarm_at(pair->pass, finding, marks);
}

static void write_unknown(struct pair *pair, xmlNodePtr finding, struct mba_marks *marks)
{
    mba_scratch_clear(&pair->why);
    if (mba_view_judged(pair->pass, &pair->pass->before, &pair->before, finding, &pair->why)) {
        marks->status = "new";
        pair->pass->out->fresh++;
    } else {
        marks->status = "not-comparable";
        marks->why = pair->why.data;
        pair->pass->out->not_comparable++;
    }
    alarm_at(pair->pass, finding, marks);
}

static void write_compared(struct pair *pair, xmlNodePtr finding)
{
    struct mba_pass *pass = pair->pass;
    struct mba_index_item *before = partner(pair, finding);
    struct mba_marks marks = marks_for(pass, pass->after.server, finding, "finding");
    pass->out->summary.waived[mba_finding_severity(finding)] += marks.waivers && is_accepted(finding, &marks);
    if (before) {
        before->taken = true;
        write_known(pair, finding, before->node, &marks);
    } else {
        write_unknown(pair, finding, &marks);
    }
    mba_finding_write(pair->out, finding, &marks);
}

/* Nothing can be said of the baseline's finding. */
static void write_lost(struct pair *pair, xmlNodePtr finding, struct mba_buf *out)
{
    struct mba_pass *pass = pair->pass;
    struct mba_marks marks = marks_for(pass, pass->before.server, finding, "not-comparable");
    marks.of_the_baseline = true;
    marks.status = marks.element;
    marks.why = pair->why.data;
    pass->out->not_comparable++;
    alarm_at(pass, finding, &marks);
    mba_finding_write(out, finding, &marks);
}

static void write_resolved(struct pair *pair, xmlNodePtr finding, struct mba_buf *out)
{
    const struct mba_marks marks = {
        .element = "resolved", .status = "resolved", .of_the_baseline = true, .compared = true};
    pair->pass->out->resolved++;
    mba_finding_write(out, finding, &marks);
}

/* The baseline's finding is not here: gone, or nothing can be said of it. */
static void write_gone(struct pair *pair, xmlNodePtr finding, bool resolved, struct mba_buf *out)
{
    struct mba_pass *pass = pair->pass;
    mba_scratch_clear(&pair->why);
    if (mba_view_judged(pass, &pass->after, &pair->after, finding, &pair->why) != resolved)
        return;
    if (resolved)
        write_resolved(pair, finding, out);
    else
        write_lost(pair, finding, out);
    struct mba_index_item *rule = mba_index_find(&pass->before.rules, mba_node_attr(finding, "rule"));
    if (rule)
        rule->taken = true;
}

/* In the baseline's order, the resolved ones first. */
static void write_all_gone(struct pair *pair, struct mba_buf *out)
{
    for (int resolved = 1; resolved >= 0; resolved--) {
        for (xmlNodePtr node = xmlFirstElementChild(pair->before.snapshot); node;
             node = xmlNextElementSibling(node)) {
            if (!mba_node_is(node, "finding"))
                continue;
            const char *id = mba_node_attr(node, "id");
            struct mba_index_item *item = mba_index_find(&pair->before.findings, id);
            while (item->node != node)
                item++;
            if (!item->taken)
                write_gone(pair, node, resolved, out);
        }
    }
}

/* Of the settings, too, only what both sides recorded can be compared. */
static bool write_changes(struct pair *pair)
{
    if (!mba_same_recording(&pair->before, &pair->after) || !pair->after.recorded)
        mba_names_add(&pair->pass->unrecorded, pair->pass->after.server);
    return mba_changes_write(pair->pass, &pair->before, &pair->after, pair->out);
}

static bool write_pair(struct pair *pair)
{
    struct mba_buf *out = pair->out;
    xmlNodePtr snapshot = pair->after.snapshot;
    open_snapshot(out, snapshot, pair->before.snapshot ? NULL : "before", said_of_baseline);
    for (xmlNodePtr node = xmlFirstElementChild(snapshot); node; node = xmlNextElementSibling(node)) {
        if (mba_node_is(node, "finding"))
            write_compared(pair, node);
        else if (!comes_last(node) && !of_an_earlier_baseline(node))
            copy_child(out, node);
    }
    if (!pair->before.snapshot) {
        if (!mba_renamed_note(pair->pass, &pair->after, pair->pass->after.server, false))
            return false;
    } else {
        write_all_gone(pair, out);
        if (!write_changes(pair))
            return false;
    }
    return end_snapshot(pair->pass, snapshot, &pair->after, out);
}

static void pair_free(struct pair *pair)
{
    mba_view_free(&pair->before);
    mba_view_free(&pair->after);
    mba_buf_free(&pair->why);
}

bool mba_snapshot_compared(struct mba_pass *pass, xmlNodePtr before, xmlNodePtr after, struct mba_buf *out)
{
    struct pair pair = {.pass = pass, .out = out};
    bool good = mba_view_make(pass, &pass->before, &pair.before, before) &&
                mba_view_make(pass, &pass->after, &pair.after, after) && write_pair(&pair);
    if (good && pair.why.failed)
        good = mba_fail(pass->error, "no memory");
    pair_free(&pair);
    return good;
}

/* It stands for the baseline's snapshot: when it was made is all that is known of the server. */
static void open_missing(struct mba_buf *out, xmlNodePtr before)
{
    static const uint64_t none[MBA_OUTCOME_COUNT] = {0};
    mba_buf_puts(out, "<snapshot");
    mba_xml_attr(out, "captured", mba_node_attr(before, "captured"));
    mba_xml_attr(out, "completeness", "none");
    mba_xml_number(out, "keys", 0);
    mba_xml_attr(out, "missing", "after");
    for (int i = 0; i < MBA_OUTCOME_COUNT; i++)
        mba_xml_number(out, mba_outcome_word((enum mba_outcome)i), none[i]);
    mba_buf_putc(out, '>');
}

bool mba_snapshot_missing(struct mba_pass *pass, xmlNodePtr before, struct mba_buf *out)
{
    struct pair pair = {.pass = pass, .out = out};
    open_missing(out, before);
    bool good = mba_view_make(pass, &pass->before, &pair.before, before) &&
                mba_renamed_note(pass, &pair.before, pass->before.server, true);
    if (good)
        write_all_gone(&pair, out);
    if (good && pair.why.failed)
        good = mba_fail(pass->error, "no memory");
    pair_free(&pair);
    return good && close_snapshot(pass, out);
}
