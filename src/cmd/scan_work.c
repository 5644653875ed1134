/* What a worker does: the members of one snapshot -> a fragment of the findings document. */
#include <stdlib.h>
#include <string.h>

#include "cmd/sandbox.h"
#include "cmd/scan.h"
#include "cmd/scan_same.h"

struct worker {
    struct mba_metabase *metabase;
    struct mba_judge *judge;
    struct mba_arena *arena;
};

static void worker_end(struct worker *w)
{
    if (!w)
        return;
    mba_judge_free(w->judge);
    mba_metabase_free(w->metabase);
    mba_arena_free(w->arena);
    free(w);
}

static struct worker *worker_make(const struct scan *scan, struct mba_problems *problems)
{
    struct worker *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    w->arena = mba_arena_new();
    w->metabase = mba_metabase_new(scan->dict, &scan->opt->limits);
    w->judge = mba_judge_new(scan->kb, scan->dict, problems);
    if (w->arena && w->metabase && w->judge)
        return w;
    worker_end(w);
    return NULL;
}

bool scan_first_worker(struct scan *scan, struct mba_problems *problems)
{
    struct worker *w = worker_make(scan, problems);
    atomic_store(&scan->spare, w);
    return w != NULL;
}

void scan_end_spare(struct scan *scan)
{
    worker_end(atomic_exchange(&scan->spare, NULL));
}

void *scan_worker_new(void *ctx)
{
    struct scan *scan = ctx;
    struct mba_problems problems = {0}; /* the first worker had them, or none: only memory can fail */
    struct worker *w = atomic_exchange(&scan->spare, NULL);
    if (!w)
        w = worker_make(scan, &problems);
    mba_problems_free(&problems);
    cmd_sandbox_thread(scan->opt);
    return w;
}

/* One is kept for the next pool. */
void scan_worker_free(void *ctx, void *worker)
{
    struct scan *scan = ctx;
    void *none = NULL;
    if (!atomic_compare_exchange_strong(&scan->spare, &none, worker))
        worker_end(worker);
}

void scan_item_free(struct scan_item *item)
{
    if (!item)
        return;
    for (size_t i = 0; i < item->count; i++)
        mba_member_free(&item->parts[i].member);
    free(item->parts);
    free(item);
}

/* Stands for the result for which there was no memory: a result is never NULL, and this one never freed. */
static const struct scan_result no_memory = {.failed = true};

void scan_result_free(struct scan_result *result)
{
    if (!result || result == &no_memory)
        return;
    free(result->found.server);
    free(result->found.account);
    free(result->found.pair);
    scan_schema_free(result->schema);
    scan_witness_free(result->witness);
    scan_seen_free(result->seen);
    mba_fragment_free(&result->fragment);
    mba_buf_free(&result->detail);
    free(result->counts);
    mba_problems_free(&result->problems);
    free(result);
}

/* What is being put together for one snapshot. */
struct reading {
    const struct scan *scan;
    struct worker *worker;
    const struct scan_item *item;
    struct scan_result *result;
    struct mba_identity identity;
    struct mba_export *failed; /* exports that could not be read; in the worker's arena */
    size_t failed_count;
    size_t place_from;                            /* the first export that is one of the item's parts */
    struct mba_export_at *places, *failed_places; /* of the exports that were read, and of those */
    enum mba_status worst;
    struct mba_limits limits; /* with a clock that began with this item */
};

static enum mba_status read_part(struct reading *r, const struct scan_part *part,
                                 struct mba_problems *problems)
{
    struct mba_import job = {.input = r->scan->inputs.items[part->input].name,
                             .member = part->member.path,
                             .mtime = part->member.mtime,
                             .format = part->format,
                             .data = part->member.data,
                             .len = part->member.len,
                             .metabase = r->worker->metabase,
                             .limits = &r->limits,
                             .problems = problems};
    return mba_import_read(&job);
}

static void note_failed(struct reading *r, const struct scan_part *part)
{
    const struct mba_format *format = part->format;
    r->failed[r->failed_count++] = (struct mba_export){
        .input = r->scan->inputs.items[part->input].name,
        .member = part->member.path,
        .format = format ? format->name : "",
        .runtime = format && format->runtime,
        .mtime = part->member.mtime,
    };
}

static size_t place_in_table(const struct mba_format *format)
{
    size_t i = 0;
    while (mba_formats[i] && mba_formats[i] != format)
        i++;
    return i;
}

/* Saved configuration first, so that it stands where a running service only repeats it; and what saves all
 * before what saves leftovers, as the table of formats has them. */
static int by_weight(const void *a, const void *b)
{
    const struct scan_part *pa = a, *pb = b;
    bool ra = pa->format && pa->format->runtime, rb = pb->format && pb->format->runtime;
    size_t fa = place_in_table(pa->format), fb = place_in_table(pb->format);
    if (ra != rb)
        return ra - rb;
    if (fa != fb)
        return fa < fb ? -1 : 1;
    if (pa->input != pb->input)
        return pa->input < pb->input ? -1 : 1;
    return pa->member.ordinal < pb->member.ordinal ? -1 : pa->member.ordinal > pb->member.ordinal;
}

/* What was told of this snapshot, each witness as an export of its own. */
static bool observe(struct reading *r)
{
    struct mba_metabase *mb = r->worker->metabase;
    const struct scan_witness *before = NULL;
    for (size_t i = 0; i < r->item->evidence_count; i++) {
        const struct scan_witness *witness = r->item->evidence[i].witness;
        const struct mba_export info = {.input = r->scan->inputs.items[witness->input].name,
                                        .member = witness->member,
                                        .format = witness->format->name,
                                        .mtime = witness->mtime,
                                        .encoding = witness->testimony.encoding,
                                        .partial = witness->testimony.partial};
        if (witness != before && mba_metabase_begin_export(mb, &info) < 0)
            return false;
        struct mba_observation told = r->item->evidence[i].told->what;
        told.export_index = (unsigned)mba_metabase_export_count(mb) - 1;
        if (!mba_metabase_observe(mb, &told))
            return false;
        before = witness;
    }
    return true;
}

/* A hash of where the first key stands: two captures with the same are of the same part. */
static uint32_t first_place(const struct mba_metabase *mb)
{
    const struct mba_key *key = mba_metabase_count(mb) > 0 ? mba_metabase_at(mb, 0) : NULL;
    return key && key->location ? mba_ascii_casehash(key->location, strlen(key->location)) : 0;
}

/* The computer that IIS was installed on, by the account that it made for the whole service then; sites may
 * have accounts of their own. */
static bool find_account(struct reading *r, const char **account)
{
    enum { ID_ANONYMOUS_USER = 6020 };
    const struct mba_key *service = mba_metabase_find(r->worker->metabase, "/LM/W3SVC");
    const struct mba_record *record = service ? mba_key_record(service, ID_ANONYMOUS_USER) : NULL;
    if (!record || !record->text)
        return true;
    const char *backslash = strrchr(record->text, '\\'), *name = backslash ? backslash + 1 : record->text;
    if (mba_ascii_ncasecmp(name, "IUSR_", 5) != 0 || !name[5])
        return true;
    *account = mba_arena_dup(r->worker->arena, name + 5, strlen(name + 5));
    return *account != NULL;
}

/* What the first reading found out about the export that is this part of a joined snapshot. */
static const struct scan_export *export_of(const struct scan_item *item, const struct scan_part *part)
{
    size_t i = 0;
    while (item->exports[i]->input != part->input || item->exports[i]->ordinal != part->member.ordinal)
        i++;
    return item->exports[i];
}

static struct mba_export_at place_of(const struct scan_item *item, const struct scan_part *part)
{
    struct mba_export_at at = {.ordinal = part->member.ordinal, .bytes = part->member.len};
    if (!item->exports)
        return at; /* the worker finds the rest out */
    const struct scan_export *found = export_of(item, part);
    at.server = found->server;
    at.server_from = found->server_from;
    at.captured = found->captured;
    at.captured_from = found->time_from;
    at.date_only = found->date_only;
    at.full = found->full;
    at.top = found->top;
    at.account = found->account;
    return at;
}

/* A single export is of the server and the time of its snapshot. */
static bool complete_place(struct reading *r, struct mba_export_at *at)
{
    at->server = r->identity.server;
    at->server_from = r->identity.server_from;
    at->captured = r->identity.captured;
    at->captured_from = r->identity.time_from;
    at->date_only = r->identity.date_only;
    at->full = mba_metabase_covers(r->worker->metabase, "/LM");
    at->top = first_place(r->worker->metabase);
    return find_account(r, &at->account);
}

static bool make_room(struct reading *r)
{
    struct mba_arena *arena = r->worker->arena;
    r->failed = mba_arena_calloc(arena, r->item->count, sizeof *r->failed);
    r->places = mba_arena_calloc(arena, r->item->count, sizeof *r->places);
    r->failed_places = mba_arena_calloc(arena, r->item->count, sizeof *r->failed_places);
    return r->failed && r->places && r->failed_places;
}

static void note_place(struct reading *r, const struct scan_part *part, enum mba_status status)
{
    size_t exports = mba_metabase_export_count(r->worker->metabase);
    if (status >= MBA_MEMBER_FAILED)
        r->failed_places[r->failed_count - 1] = place_of(r->item, part);
    else if (exports > r->place_from)
        r->places[exports - r->place_from - 1] = place_of(r->item, part);
}

static bool read_parts(struct reading *r)
{
    mba_metabase_reset(r->worker->metabase);
    r->limits = r->scan->opt->limits;
    mba_limits_start(&r->limits);
    mba_metabase_limit(r->worker->metabase, &r->limits);
    if (!scan_use_schema(r->scan, r->item->schema, r->worker->metabase) || !make_room(r))
        return false;
    r->place_from = mba_metabase_export_count(r->worker->metabase);
    qsort(r->item->parts, r->item->count, sizeof *r->item->parts, by_weight);
    for (size_t i = 0; i < r->item->count; i++) {
        enum mba_status status = read_part(r, &r->item->parts[i], &r->result->problems);
        if (status == MBA_RUN_FAILED)
            return false;
        if (status >= MBA_MEMBER_FAILED)
            note_failed(r, &r->item->parts[i]);
        note_place(r, &r->item->parts[i], status);
        if (status > r->worst)
            r->worst = status;
    }
    return observe(r) && mba_metabase_finish(r->worker->metabase, &r->result->problems);
}

static bool identify(struct reading *r)
{
    const struct scan_export *joined = r->item->exports ? r->item->exports[0] : NULL;
    if (!joined) {
        const struct scan_part *part = &r->item->parts[0];
        mba_identify(r->scan->opt->name_pattern, r->scan->inputs.items[part->input].name, part->member.path,
                     part->member.mtime, r->worker->metabase, &r->identity);
        return complete_place(r, r->failed_count > 0 ? r->failed_places : r->places);
    }
    snprintf(r->identity.server, sizeof r->identity.server, "%s", joined->server);
    r->identity.captured = joined->captured;
    r->identity.date_only = joined->date_only;
    r->identity.server_from = joined->server_from;
    r->identity.time_from = joined->time_from;
    return true;
}

/* Full: every export was read without loss and one of them holds the whole tree. */
static enum mba_completeness completeness(const struct reading *r)
{
    struct mba_metabase *mb = r->worker->metabase;
    size_t exports = mba_metabase_export_count(mb);
    if (exports == 0 || mba_metabase_count(mb) == 0)
        return MBA_READ_NONE;
    bool partial = r->failed_count > 0 || !mba_metabase_covers(mb, "/LM");
    for (size_t i = 0; i < exports; i++)
        partial = partial || mba_metabase_export(mb, i)->partial;
    return partial ? MBA_READ_PARTLY : MBA_READ_FULL;
}

/* Half a judgement is none: the snapshot counts as not read, and what it came from as failed. */
static void give_up(struct reading *r, struct mba_snapshot *snapshot)
{
    char limit[200];
    const struct scan_part *part = &r->item->parts[0];
    mba_limit_message(&r->limits, mba_judge_over(r->worker->judge), limit, sizeof limit);
    mba_problems_add(&r->result->problems, MBA_MEMBER_FAILED, r->scan->inputs.items[part->input].name,
                     part->member.path, 0, "was not judged: %s", limit);
    r->failed_count = 0;
    for (size_t i = 0; i < r->item->count; i++)
        note_failed(r, &r->item->parts[i]);
    snapshot->failed_count = r->failed_count;
    snapshot->failed_places = NULL; /* of what was read in vain */
    r->result->completeness = snapshot->completeness = MBA_READ_NONE;
}

static enum mba_status judge(struct reading *r, struct mba_snapshot *snapshot, struct mba_outcomes *outcomes)
{
    enum mba_status status = mba_judge_snapshot(r->worker->judge, r->worker->metabase, r->identity.server,
                                                r->worker->arena, outcomes);
    if (status == MBA_MEMBER_FAILED)
        give_up(r, snapshot);
    return status;
}

static bool judge_and_write(struct reading *r)
{
    struct scan_result *result = r->result;
    struct mba_outcomes outcomes = {0};
    enum mba_status judged = MBA_MEMBER_FAILED;
    struct mba_snapshot snapshot = {.server = r->identity.server,
                                    .server_from = r->identity.server_from,
                                    .captured = r->identity.captured,
                                    .captured_from = r->identity.time_from,
                                    .completeness = completeness(r),
                                    .failed = r->failed,
                                    .failed_count = r->failed_count,
                                    .places = r->places,
                                    .place_from = r->place_from,
                                    .place_count = r->item->count - r->failed_count,
                                    .failed_places = r->failed_places,
                                    .record = r->scan->opt->record,
                                    .shown = r->limits.value[MBA_LIMIT_SHOWN_BYTES]};
    result->completeness = snapshot.completeness;
    mba_metabase_set_moment(r->worker->metabase, r->identity.captured, r->identity.date_only);
    if (snapshot.completeness != MBA_READ_NONE)
        judged = judge(r, &snapshot, &outcomes);
    if (judged == MBA_RUN_FAILED)
        return false;
    if (judged < MBA_MEMBER_FAILED) {
        snapshot.metabase = r->worker->metabase;
        snapshot.outcomes = &outcomes;
        size_t rules = mba_kb_count(r->scan->kb);
        result->counts = calloc(rules ? rules : 1, sizeof *result->counts);
        if (!result->counts)
            return false;
        memcpy(result->counts, outcomes.counts, rules * sizeof *result->counts);
    }
    return mba_fragment_write(&result->fragment, r->scan->kb, &snapshot);
}

static void describe(struct reading *r)
{
    const struct scan_part *part = &r->item->parts[0];
    char captured[21];
    mba_time_iso(r->identity.captured, captured);
    mba_buf_printf(&r->result->detail, "%s: %s: %s of server %s (%s), captured %s (%s)",
                   r->scan->inputs.items[part->input].name, part->member.path,
                   part->format ? part->format->name : "export", r->identity.server, r->identity.server_from,
                   captured[0] ? captured : "at an unknown time", r->identity.time_from);
}

static uint32_t format_bit(const struct mba_format *format)
{
    return UINT32_C(1) << place_in_table(format);
}

/* What the first reading has to remember of a single export. */
static bool remember(struct reading *r)
{
    const struct scan_part *part = &r->item->parts[0];
    const struct mba_format *format = part->format;
    const struct mba_export_at *at = r->failed_count > 0 ? r->failed_places : r->places;
    r->result->found = (struct scan_export){.input = part->input,
                                            .ordinal = part->member.ordinal,
                                            .bytes = part->member.len,
                                            .server = strdup(r->identity.server),
                                            .captured = r->identity.captured,
                                            .date_only = r->identity.date_only,
                                            .runtime = format && format->runtime,
                                            .format_bit = format_bit(format),
                                            .server_from = r->identity.server_from,
                                            .time_from = r->identity.time_from,
                                            .full = at->full,
                                            .top = at->top,
                                            .account = at->account ? strdup(at->account) : NULL};
    return r->result->found.server && (r->result->found.account || !at->account) &&
           scan_pair_key(r->scan->inputs.items[part->input].name, part->member.path, &r->result->found.pair);
}

/* ---- evidence ------------------------------------------------------------------------------------ */

static bool find_moment(struct reading *r, struct scan_witness *witness, const struct scan_part *part)
{
    const char *input = r->scan->inputs.items[part->input].name;
    mba_identify(r->scan->opt->name_pattern, input, part->member.path, part->member.mtime, NULL,
                 &r->identity);
    witness->member = strdup(part->member.path);
    witness->server = strdup(r->identity.server);
    witness->moment = scan_moment_of(r->identity.captured, r->identity.date_only, r->identity.time_from);
    return witness->member && witness->server;
}

/* Tells of any number of servers: the collector gives each what is its own. */
static bool hear(struct reading *r)
{
    struct scan_part *part = &r->item->parts[0];
    struct scan_witness *witness = r->result->witness = calloc(1, sizeof *witness);
    if (!witness)
        return false;
    witness->input = part->input;
    witness->ordinal = part->member.ordinal;
    witness->format = part->format;
    witness->mtime = part->member.mtime;
    struct mba_import job = {.input = r->scan->inputs.items[part->input].name,
                             .member = part->member.path,
                             .mtime = part->member.mtime,
                             .format = part->format,
                             .data = part->member.data,
                             .len = part->member.len,
                             .metabase = r->worker->metabase,
                             .testimony = &witness->testimony,
                             .limits = &r->scan->opt->limits,
                             .problems = &r->result->problems};
    if (mba_import_read(&job) == MBA_RUN_FAILED || !find_moment(r, witness, part))
        return false;
    if (r->scan->opt->verbose)
        mba_buf_printf(&r->result->detail, "%s: %s: %s, %zu items of evidence", job.input, job.member,
                       part->format->name, witness->testimony.count);
    return true;
}

/* What cannot be in a snapshot that is wanted is not judged. */
static bool is_wanted(struct reading *r)
{
    const struct cmd_options *opt = r->scan->opt;
    if (!scan_wants_server(opt, r->identity.server))
        r->result->unwanted = SCAN_OTHER_SERVER;
    else if (!r->item->exports && !scan_may_want_time(opt, r->identity.captured))
        r->result->unwanted = r->identity.captured == MBA_TIME_NONE ? SCAN_NO_TIME : SCAN_OTHER_TIME;
    return r->result->unwanted == SCAN_WANTED;
}

/* ---- what was judged already ---------------------------------------------------------------------- */

/* Does the server's name come from the path alone, whatever the export says? */
static bool named_by_path(const char *server_from)
{
    return strcmp(server_from, "member path") == 0 || strcmp(server_from, "name pattern") == 0 ||
           strcmp(server_from, "input name") == 0;
}

/* What can be recognised again: an export that gave rise to no message, which would be lost, and that says
 * nothing itself of whose and from when it is. */
static bool keep_in_mind(struct reading *r, const char *digest)
{
    struct mba_metabase *mb = r->worker->metabase;
    const struct mba_export *export = mba_metabase_export(mb, 0);
    if (!*digest || r->result->problems.count > 0 || r->result->completeness == MBA_READ_NONE ||
        mba_metabase_export_count(mb) != 1 || export->server || export->made ||
        !named_by_path(r->identity.server_from))
        return true;
    struct scan_seen *seen = r->result->seen = calloc(1, sizeof *seen);
    if (!seen)
        return false;
    snprintf(seen->digest, sizeof seen->digest, "%s", digest);
    seen->format = r->item->parts[0].format;
    seen->server_from = r->identity.server_from;
    seen->completeness = r->result->completeness;
    seen->keys = export->keys;
    seen->snapshot_keys = (uint32_t)mba_metabase_count(mb);
    seen->partial = export->partial;
    seen->full = r->places->full;
    seen->top = r->places->top;
    seen->account = r->places->account ? strdup(r->places->account) : NULL;
    seen->encoding = export->encoding ? strdup(export->encoding) : NULL;
    seen->place = export->place ? strdup(export->place) : NULL;
    return (seen->account || !r->places->account) && (seen->encoding || !export->encoding) &&
           (seen->place || !export->place);
}

static bool write_head(struct reading *r, const struct scan_seen *seen)
{
    const struct scan_part *part = &r->item->parts[0];
    struct mba_export_at at = place_of(r->item, part);
    at.server = r->identity.server;
    at.server_from = r->identity.server_from;
    at.captured = r->identity.captured;
    at.captured_from = r->identity.time_from;
    at.date_only = r->identity.date_only;
    at.full = seen->full;
    at.top = seen->top;
    at.account = seen->account;
    const struct mba_snapshot snapshot = {.server = r->identity.server,
                                          .server_from = r->identity.server_from,
                                          .captured = r->identity.captured,
                                          .captured_from = r->identity.time_from,
                                          .completeness = seen->completeness};
    const struct mba_export export = {.input = r->scan->inputs.items[part->input].name,
                                      .member = part->member.path,
                                      .format = part->format->name,
                                      .runtime = part->format->runtime,
                                      .keys = seen->keys,
                                      .encoding = seen->encoding,
                                      .partial = seen->partial,
                                      .place = seen->place};
    r->places = mba_arena_alloc(r->worker->arena, sizeof *r->places);
    if (!r->places)
        return false;
    *r->places = at;
    return mba_fragment_head(&r->result->fragment, &snapshot, &export, &at, seen->snapshot_keys);
}

/* *digest: empty unless an export of this server and length was seen before. */
static bool recognise(struct reading *r, char digest[65])
{
    const struct scan_part *part = &r->item->parts[0];
    const struct scan_seen *seen = NULL;
    digest[0] = '\0';
    if (r->item->exports || !r->scan->same)
        return false;
    mba_identify(r->scan->opt->name_pattern, r->scan->inputs.items[part->input].name, part->member.path,
                 part->member.mtime, NULL, &r->identity);
    if (named_by_path(r->identity.server_from) &&
        scan_same_digest(r->scan->same, r->identity.server, &part->member, digest))
        seen = scan_same_find(r->scan->same, r->identity.server, digest);
    if (!seen || seen->format != part->format || strcmp(seen->server_from, r->identity.server_from) != 0)
        return false;
    r->result->same = seen;
    r->result->completeness = seen->completeness;
    return true;
}

static bool repeat(struct reading *r)
{
    if (r->scan->opt->verbose) {
        describe(r);
        mba_buf_puts(&r->result->detail, "; the same bytes as before, not judged again");
    }
    return !is_wanted(r) || (write_head(r, r->result->same) && remember(r));
}

static bool judge_item(struct reading *r)
{
    char digest[65];
    if (recognise(r, digest))
        return repeat(r);
    if (!read_parts(r) || !identify(r))
        return false;
    if (r->scan->opt->verbose && !r->item->exports)
        describe(r);
    if (!is_wanted(r))
        return true;
    return judge_and_write(r) && (r->item->exports || (remember(r) && keep_in_mind(r, digest)));
}

/* For -v: where two formats claimed the member, the one that lost. */
static void describe_rival(struct reading *r)
{
    const struct scan_part *part = &r->item->parts[0];
    const struct mba_format *rival;
    if (r->result->detail.len == 0)
        return;
    mba_format_choose(part->member.data, part->member.len, &rival);
    if (rival)
        mba_buf_printf(&r->result->detail, "; %s claimed it, too, with less to show for it", rival->name);
}

void *scan_work(void *ctx, void *worker, void *item)
{
    struct reading r = {.scan = ctx, .worker = worker, .item = item};
    r.result = calloc(1, sizeof *r.result);
    if (r.result) {
        r.result->exports = r.item->exports;
        r.result->export_count = r.item->export_count;
        mba_arena_reset(r.worker->arena);
        const struct mba_format *format = r.item->exports ? NULL : r.item->parts[0].format;
        bool ok = format && format->schema     ? scan_learn(ctx, &r.item->parts[0], r.result)
                  : format && format->evidence ? hear(&r)
                                               : judge_item(&r);
        describe_rival(&r);
        r.result->failed =
            !ok || r.result->problems.failed || r.result->fragment.text.failed || r.result->detail.failed;
    }
    scan_item_free(item);
    return r.result ? r.result : (void *)(uintptr_t)&no_memory;
}
