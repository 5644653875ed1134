/* Reading again together what belongs to one snapshot.
 *
 * Whose an export is and when it was made is known only once it has been parsed, so each is first judged
 * alone. Where several turn out to be of one server and time, or there is evidence of them, their members are
 * read a second time, in batches that bound memory, and the joined snapshot takes the place of the single
 * ones. Evidence is not read again: the little that there is of it was kept.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/scan.h"

/* Snapshots that --since and --until leave out; exports that could have been part of others were judged. */
static void drop_other_times(struct scan *scan)
{
    for (size_t i = 0; i < scan->exports.count; i++) {
        const struct scan_export *e = &scan->exports.items[i];
        struct scan_group *group = &scan->groups[e->group];
        group->wanted = scan_wants_time(scan->opt, group->moment.captured);
        if (group->wanted)
            continue;
        scan->left_out.by_time++;
        mba_spool_drop(scan->spool, e->spooled);
    }
}

/* Are the exports of the group those of one snapshot in the spool, and all of them? */
static bool is_made(const struct scan_export *exports, const struct scan_group *group)
{
    for (size_t i = 0; i < group->exports; i++)
        if (exports[i].spooled != exports->spooled || exports[i].shares != group->exports)
            return false;
    return group->evidence_count == 0 && !group->schema;
}

bool scan_join(struct scan *scan)
{
    struct scan_exports *exports = &scan->exports;
    if (!scan_group(scan) || !scan_assign_evidence(scan) || !scan_assign_schemas(scan))
        return false;
    if (exports->count == 0)
        return true;
    scan->joined = calloc(exports->count, sizeof *scan->joined);
    if (!scan->joined)
        return false;
    drop_other_times(scan);
    for (size_t from = 0, to; from < exports->count; from = to) {
        const struct scan_group *group = &scan->groups[exports->items[from].group];
        to = from + group->exports;
        for (size_t i = from; i < to && group->wanted && !is_made(&exports->items[from], group); i++)
            scan->joined[scan->joined_count++] = &exports->items[i];
    }
    return true;
}

/* ---- the second reading -------------------------------------------------------------------------- */

/* Whole groups that fit into memory together. */
struct batch {
    struct scan *scan;
    struct mba_pool *pool;
    struct scan_export **exports; /* by group */
    struct scan_export **places;  /* the same, by input and ordinal */
    size_t count;
    struct scan_item **items; /* one per group; scan_export.slot is its index */
    size_t groups;
    size_t input; /* being read */
    size_t left;  /* wanted members of this input not yet seen */
    bool stopped, failed;
};

bool scan_is_before(const struct scan_export *a, const struct scan_export *b)
{
    return a->input < b->input || (a->input == b->input && a->ordinal < b->ordinal);
}

static int by_place(const void *a, const void *b)
{
    const struct scan_export *ea = *(struct scan_export *const *)a, *eb = *(struct scan_export *const *)b;
    if (ea->input != eb->input)
        return ea->input < eb->input ? -1 : 1;
    return ea->ordinal < eb->ordinal ? -1 : ea->ordinal > eb->ordinal;
}

/* The export of this batch that is the current input's member `ordinal`, or NULL. */
static struct scan_export *wanted_export(const struct batch *batch, uint64_t ordinal)
{
    struct scan_export place = {.input = batch->input, .ordinal = ordinal}, *key = &place;
    struct scan_export **found = bsearch(&key, batch->places, batch->count, sizeof *batch->places, by_place);
    return found ? *found : NULL;
}

static bool wanted(void *ctx, const char *path, uint64_t ordinal, const unsigned char *head, size_t len)
{
    (void)path;
    (void)head;
    (void)len;
    return wanted_export(ctx, ordinal) != NULL;
}

static bool take_member(void *ctx, struct mba_member *member)
{
    struct batch *batch = ctx;
    const struct scan_export *e = wanted_export(batch, member->ordinal);
    struct scan_item *item = e ? batch->items[e->slot] : NULL;
    if (!item || !mba_grow(&item->parts, &item->cap, item->count + 1, sizeof *item->parts)) {
        mba_member_free(member);
        batch->failed = true;
        return false;
    }
    const struct mba_format *format = mba_format_find(member->data, member->len);
    item->parts[item->count++] =
        (struct scan_part){.input = batch->input, .member = *member, .format = format};
    return --batch->left > 0;
}

/* Takes back what came of the current input. */
static void drop_parts(struct batch *batch)
{
    for (size_t i = 0; i < batch->groups; i++) {
        struct scan_item *item = batch->items[i];
        size_t kept = 0;
        for (size_t p = 0; p < item->count; p++) {
            if (item->parts[p].input == batch->input)
                mba_member_free(&item->parts[p].member);
            else
                item->parts[kept++] = item->parts[p];
        }
        item->count = kept;
    }
}

/* Counts and hash of the input stay as the first reading found them: the report must not say of one file
 * what came from another that has taken its name since. */
static void read_input_again(struct batch *batch)
{
    const struct mba_sink sink = {.ctx = batch, .wanted = wanted, .member = take_member};
    const struct mba_input *first = &batch->scan->inputs.items[batch->input];
    struct mba_input again = *first;
    struct mba_problems known = {0}; /* said by the first reading */
    if (mba_source_read(&again, &batch->scan->opt->limits, &sink, &known) == MBA_RUN_FAILED)
        batch->failed = true;
    else if (strcmp(again.sha256, first->sha256) != 0)
        drop_parts(batch);
    mba_problems_free(&known);
}

static void read_inputs_again(struct batch *batch)
{
    for (size_t first = 0, end; first < batch->count && !batch->failed; first = end) {
        batch->input = batch->places[first]->input;
        for (end = first; end < batch->count && batch->places[end]->input == batch->input; end++)
            ;
        batch->left = end - first;
        read_input_again(batch);
    }
}

/* Only a group whose members all came again replaces the single snapshots: an input that changed in the
 * meantime must not cost what had been read of it. */
static bool is_whole(struct batch *batch, const struct scan_item *item)
{
    if (item->count == item->export_count)
        return true;
    const struct scan_export *e = item->exports[0];
    if (batch->scan->must_join) {
        batch->failed = true;
        cmd_error(
            batch->scan->opt,
            "%s: exports of server %s that belong to one snapshot are in different documents, and cannot be "
            "read again to be joined; merge where the archives can be read under the names that the "
            "documents give, as they were",
            batch->scan->inputs.items[e->input].name, e->server);
        return false;
    }
    mba_problems_add(&batch->scan->reader_problems, MBA_MEMBER_FAILED,
                     batch->scan->inputs.items[e->input].name, NULL, 0,
                     "exports of server %s could not be read again to be joined and are reported one by one; "
                     "do not change archives while they are audited",
                     e->server);
    return false;
}

static void put_items(struct batch *batch)
{
    for (size_t i = 0; i < batch->groups && !batch->stopped && !batch->failed; i++) {
        struct scan_item *item = batch->items[i];
        if (!is_whole(batch, item))
            continue;
        size_t bytes = 0;
        for (size_t p = 0; p < item->count; p++)
            bytes += item->parts[p].member.len;
        batch->items[i] = NULL;
        batch->stopped = !mba_pool_put(batch->pool, item, bytes);
    }
}

static bool make_items(struct batch *batch)
{
    batch->items = calloc(batch->count, sizeof *batch->items);
    batch->places = calloc(batch->count, sizeof *batch->places);
    if (!batch->items || !batch->places)
        return false;
    memcpy(batch->places, batch->exports, batch->count * sizeof *batch->places);
    qsort(batch->places, batch->count, sizeof *batch->places, by_place);
    for (size_t i = 0; i < batch->count; i++) {
        if (i == 0 || batch->exports[i]->group != batch->exports[i - 1]->group) {
            struct scan_item *item = calloc(1, sizeof *item);
            if (!item)
                return false;
            const struct scan_group *group = &batch->scan->groups[batch->exports[i]->group];
            item->exports = &batch->exports[i];
            item->evidence = group->evidence;
            item->evidence_count = group->evidence_count;
            item->schema = group->schema;
            batch->items[batch->groups++] = item;
        }
        batch->exports[i]->slot = batch->groups - 1;
        batch->items[batch->groups - 1]->export_count++;
    }
    return true;
}

static bool run_batch(struct batch *batch)
{
    bool ok = make_items(batch);
    if (ok) {
        read_inputs_again(batch);
        put_items(batch);
    }
    for (size_t i = 0; batch->items && i < batch->groups; i++)
        scan_item_free(batch->items[i]);
    free(batch->items);
    free(batch->places);
    return ok && !batch->failed && !batch->stopped;
}

/* How many of the joined exports from `first` on go into one batch: whole groups, at least one. */
static size_t batch_size(const struct scan *scan, size_t first)
{
    size_t bytes = 0, end = first, whole = first;
    while (end < scan->joined_count) {
        bytes += scan->joined[end]->bytes;
        end++;
        if (end < scan->joined_count && scan->joined[end]->group == scan->joined[end - 1]->group)
            continue;
        if (bytes > SCAN_JOIN_BYTES && whole > first)
            break;
        whole = end;
    }
    return whole - first;
}

enum mba_status scan_read_joined(struct scan *scan, struct mba_pool *pool)
{
    for (size_t first = 0, count; first < scan->joined_count; first += count) {
        count = batch_size(scan, first);
        struct batch batch = {.scan = scan, .pool = pool, .exports = &scan->joined[first], .count = count};
        if (!run_batch(&batch))
            return MBA_RUN_FAILED;
    }
    return MBA_OK;
}
