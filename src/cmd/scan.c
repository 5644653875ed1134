/* mbaudit scan: archives -> a findings document. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/deliver.h"
#include "cmd/scan.h"
#include "cmd/scan_same.h"
#include "cmd/shards.h"

/* ---- the reader's side ---------------------------------------------------------------------------- */

struct reader { /* reading one input for the first time */
    struct scan *scan;
    struct mba_pool *pool;
    size_t input;
    size_t left_out; /* members in a known format, by their path */
    size_t links;    /* second names of other members */
    char *first_link;
    bool failed;
};

static bool wanted(void *ctx, const char *path, uint64_t ordinal, const unsigned char *head, size_t len)
{
    struct reader *reader = ctx;
    (void)ordinal;
    if (!mba_format_find(head, len))
        return false;
    bool chosen = scan_wants_member(reader->scan->opt, path);
    reader->left_out += !chosen;
    return chosen;
}

static bool take_member(void *ctx, struct mba_member *member)
{
    struct reader *reader = ctx;
    const struct scan *scan = reader->scan;
    if (scan->shares && scan->shares[reader->input] == SCAN_SPLIT &&
        !shard_owns(scan, &scan->inputs.items[reader->input], member)) {
        mba_member_free(member);
        return true;
    }
    struct scan_item *item = calloc(1, sizeof *item);
    if (!item || !mba_grow(&item->parts, &item->cap, 1, sizeof *item->parts)) {
        mba_member_free(member);
        free(item);
        reader->failed = true;
        return false;
    }
    size_t bytes = member->len;
    const struct mba_format *format = mba_format_find(member->data, member->len);
    item->parts[item->count++] =
        (struct scan_part){.input = reader->input, .member = *member, .format = format};
    reader->failed = !mba_pool_put(reader->pool, item, bytes);
    return !reader->failed;
}

/* Names that promise a server's metabase: where nothing in a known format stands under one, that server must
 * not be missing from the report unseen. Only the name is known here; what the file holds is not claimed. */
static const struct {
    const char *pattern, *what;
} lost_names[] = {
    {"MetaBase.xml",
     "holds no metabase export in spite of its name: it is empty, cut off or something else; export "
     "it again"},
    {"MetaBase.bin",
     "by its name the binary metabase of IIS 5 or earlier, which is not read: run cscript //nologo "
     "adsutil.vbs ENUM_ALL on that server and give what it prints"},
    {"*.md?", NULL},
    {"*.md??", NULL},
    {"*.md???", NULL},
};
static const char backup_text[] = "by its name a backup of a metabase, but it holds no XML: copy "
                                  "MetaBase.xml itself, or run cscript //nologo "
                                  "adsutil.vbs ENUM_ALL on that server and give what it prints";

static bool is_backup_number(const char *name)
{
    const char *digits = strrchr(name, '.') + sizeof ".md" - 1;
    return mba_is_digits(digits, strlen(digits));
}

/* NULL: nothing is promised. What was given as a file and is nothing known is named by source. */
static const char *lost_export(const struct mba_input *input, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    bool given = !input->found && strcmp(input->kind, "file") == 0;
    for (size_t i = 0; i < sizeof lost_names / sizeof lost_names[0]; i++) {
        if (!mba_glob(lost_names[i].pattern, name))
            continue;
        if (lost_names[i].what)
            return given && i == 0 ? NULL : lost_names[i].what;
        if (is_backup_number(name))
            return backup_text;
    }
    return NULL;
}

static void skipped(void *ctx, const char *path)
{
    const struct reader *reader = ctx;
    struct scan *scan = reader->scan;
    const struct mba_input *input = &scan->inputs.items[reader->input];
    const char *lost;
    if (!scan_wants_member(scan->opt, path))
        cmd_detail(scan->opt, "%s: %s: left out", input->name, path);
    else if ((lost = lost_export(input, path)))
        mba_problems_add(&scan->reader_problems, MBA_MEMBER_FAILED, input->name, path, 0, "%s", lost);
    else
        cmd_detail(scan->opt, "%s: %s: skipped, in no known format", input->name, path);
}

static void linked(void *ctx, const char *path)
{
    struct reader *reader = ctx;
    if (!scan_wants_member(reader->scan->opt, path)) {
        skipped(ctx, path);
        return;
    }
    if (reader->links++ == 0)
        reader->first_link = strdup(path); /* without memory the problem stands without it */
}

/* The bytes stand under one of the names alone: what the others say of server and time is lost. */
static void tell_links(struct reader *reader)
{
    if (reader->links == 1)
        mba_problems_add(&reader->scan->reader_problems, MBA_WARN,
                         reader->scan->inputs.items[reader->input].name, reader->first_link, 0,
                         "is a hard link to another member, which is read under that name alone; pack it "
                         "without links (tar --hard-dereference), or leave it out with --exclude");
    else if (reader->links > 1)
        mba_problems_add(&reader->scan->reader_problems, MBA_WARN,
                         reader->scan->inputs.items[reader->input].name, reader->first_link, 0,
                         "and %zu more members are hard links to others, which are read under those names "
                         "alone; pack them without links (tar --hard-dereference), or leave them out with "
                         "--exclude",
                         reader->links - 1);
    free(reader->first_link);
}

static enum mba_status read_inputs(void *ctx, struct mba_pool *pool)
{
    struct scan *scan = ctx;
    for (size_t i = 0; i < scan->inputs.count; i++) {
        struct reader reader = {.scan = scan, .pool = pool, .input = i};
        const struct mba_sink sink = {
            .ctx = &reader, .wanted = wanted, .member = take_member, .skipped = skipped, .linked = linked};
        if (scan->inputs.items[i].status != MBA_OK)
            continue; /* could not be opened: said when it was added */
        enum mba_status status =
            mba_source_read(&scan->inputs.items[i], &scan->opt->limits, &sink, &scan->reader_problems);
        tell_links(&reader);
        scan->left_out.members += reader.left_out; /* this thread's until the pool has ended */
        if (reader.failed || status == MBA_RUN_FAILED || scan->reader_problems.failed)
            return MBA_RUN_FAILED;
    }
    return MBA_OK;
}

static enum mba_status read_joined(void *ctx, struct mba_pool *pool)
{
    struct scan *scan = ctx;
    enum mba_status status = scan_read_joined(scan, pool);
    return scan->reader_problems.failed ? MBA_RUN_FAILED : status;
}

/* ---- the collector's side ------------------------------------------------------------------------- */

static bool add_export(struct scan *scan, struct scan_result *result)
{
    struct scan_exports *exports = &scan->exports;
    if (!mba_grow(&exports->items, &exports->cap, exports->count + 1, sizeof *exports->items))
        return false;
    exports->items[exports->count] = result->found;
    exports->items[exports->count].shares = 1;
    exports->items[exports->count++].spooled = mba_spool_count(scan->spool);
    result->found.server = result->found.account = result->found.pair = NULL;
    return true;
}

static bool add_witness(struct scan *scan, struct scan_result *result)
{
    if (!mba_grow(&scan->witnesses, &scan->witness_cap, scan->witness_count + 1, sizeof *scan->witnesses))
        return false;
    scan->witnesses[scan->witness_count++] = result->witness;
    result->witness = NULL;
    return true;
}

static bool add_schema(struct scan *scan, struct scan_result *result)
{
    if (!result->schema)
        return true;
    if (!mba_grow(&scan->schemas, &scan->schema_cap, scan->schema_count + 1, sizeof *scan->schemas))
        return false;
    scan->schemas[scan->schema_count++] = result->schema;
    result->schema = NULL;
    return true;
}

void scan_order(const char *input, uint64_t ordinal, struct mba_buf *out)
{
    mba_buf_printf(out, "%s/%020llu", input, (unsigned long long)ordinal);
}

static bool spool_result(struct scan *scan, const struct scan_result *result)
{
    const struct scan_export *identity =
        result->exports ? result->exports[0] : &scan->exports.items[scan->exports.count - 1];
    struct mba_buf order = {0};
    const struct scan_export *first = identity;
    for (size_t i = 1; i < result->export_count; i++)
        if (scan_is_before(result->exports[i], first))
            first = result->exports[i];
    scan_order(scan->inputs.items[first->input].name, first->ordinal, &order);
    bool ok = !order.failed;
    if (ok && result->same)
        ok = mba_spool_add_same(scan->spool, identity->server, identity->captured, order.data,
                                &result->fragment, result->same->entry, &scan->error);
    else if (ok)
        ok = mba_spool_add(scan->spool, identity->server, identity->captured, result->completeness,
                           order.data, &result->fragment, result->counts, mba_kb_count(scan->kb),
                           &scan->error);
    mba_buf_free(&order);
    return ok;
}

/* A joined snapshot takes the place of the single ones. */
static void drop_singles(struct scan *scan, const struct scan_result *result)
{
    for (size_t i = 0; i < result->export_count; i++)
        mba_spool_drop(scan->spool, result->exports[i]->spooled);
}

static bool leave_out(struct scan *scan, enum scan_unwanted why)
{
    scan->left_out.by_server += why == SCAN_OTHER_SERVER;
    scan->left_out.by_time += why == SCAN_OTHER_TIME;
    scan->left_out.untimed += why == SCAN_NO_TIME;
    return true;
}

/* It may tell of servers of every shard, and merging does not hear it yet. */
static bool tell_unused(struct scan *scan, const struct scan_witness *witness)
{
    mba_problems_add(
        &scan->problems, MBA_WARN, scan->inputs.items[witness->input].name, witness->member, 0,
        "holds evidence beside the metabase, which an audit in shards does not use; scan without "
        "--shard to have the rules that need it judged");
    return !scan->problems.failed;
}

static bool keep_result(struct scan *scan, struct scan_result *result)
{
    if (result->unwanted != SCAN_WANTED)
        return leave_out(scan, result->unwanted);
    if (result->witness && scan->opt->shards)
        return tell_unused(scan, result->witness);
    if (result->witness)
        return add_witness(scan, result);
    if (result->is_schema)
        return add_schema(scan, result);
    if (result->exports)
        drop_singles(scan, result);
    else if (!add_export(scan, result))
        return false;
    if (!spool_result(scan, result))
        return false;
    if (result->seen && scan->same) {
        scan_same_note(scan->same, scan->exports.items[scan->exports.count - 1].server, result->seen,
                       mba_spool_count(scan->spool) - 1);
        result->seen = NULL;
    }
    return true;
}

static enum mba_status collect(void *ctx, void *collected)
{
    struct scan *scan = ctx;
    struct scan_result *result = collected;
    bool ok = !result->failed && keep_result(scan, result);
    if (ok && result->detail.data)
        cmd_detail(scan->opt, "%s", result->detail.data);
    if (ok)
        mba_problems_move(&scan->problems, &result->problems);
    scan_result_free(result);
    if (!ok || scan->problems.failed)
        return MBA_RUN_FAILED;
    cmd_progress(scan->opt, "%zu exports read", scan->exports.count);
    return MBA_OK;
}

static void drop(void *ctx, void *item)
{
    (void)ctx;
    scan_item_free(item);
}

static void drop_result(void *ctx, void *result)
{
    (void)ctx;
    scan_result_free(result);
}

static bool run_pool(struct scan *scan, enum mba_status (*produce)(void *, struct mba_pool *))
{
    const struct mba_pool_calls calls = {.ctx = scan,
                                         .produce = produce,
                                         .worker_new = scan_worker_new,
                                         .worker_free = scan_worker_free,
                                         .work = scan_work,
                                         .collect = collect,
                                         .drop = drop,
                                         .drop_result = drop_result};
    return mba_pool_run(scan->opt->jobs, SCAN_QUEUE_BYTES, &calls) != MBA_RUN_FAILED;
}

bool scan_joined(struct scan *scan)
{
    bool ok = scan->joined_count == 0 || run_pool(scan, read_joined);
    mba_problems_move(&scan->problems, &scan->reader_problems);
    return ok && !scan->problems.failed;
}

static bool by_pattern(const struct scan_export *e)
{
    static const char pattern[] = "name pattern";
    return strcmp(e->server_from, pattern) == 0 || strcmp(e->time_from, pattern) == 0;
}

/* A pattern that does not fit makes one server of all in an archive: that must not pass unseen. */
void scan_note_pattern(struct scan *scan)
{
    size_t fit = 0, count = scan->exports.count;
    for (size_t i = 0; i < count; i++)
        fit += by_pattern(&scan->exports.items[i]);
    if (scan->opt->name_pattern && fit < count)
        mba_problems_add(&scan->problems, MBA_OK, NULL, NULL, 0,
                         "--name-pattern fits the paths of %zu of %zu exports; server and time of the others "
                         "were found in other ways: -v says which",
                         fit, count);
}

static bool scan_inputs(struct scan *scan)
{
    bool ok = run_pool(scan, read_inputs) && scan_join(scan);
    scan_note_pattern(scan);
    scan_tell_left_out(scan);
    mba_problems_move(&scan->problems, &scan->reader_problems);
    ok = ok && scan_joined(scan);
    cmd_progress(scan->opt, "%s", "");
    return ok && !scan->problems.failed;
}

/* ---- from the options to a document ---------------------------------------------------------------- */

/* Every expression is compiled once here, so that a fault in a rule is said before any input is read. */
int scan_check_rules(struct scan *scan)
{
    struct mba_problems problems = {0};
    bool ok = scan_first_worker(scan, &problems);
    cmd_problems(scan->opt, &problems);
    bool at_fault = problems.count > 0;
    mba_problems_free(&problems);
    if (!ok && !at_fault)
        cmd_error(scan->opt, "out of memory");
    return ok ? CMD_EXIT_OK : at_fault ? CMD_EXIT_USAGE : CMD_EXIT_FAILED;
}

static int load(struct scan *scan)
{
    int code = cmd_now(scan->opt, &scan->created);
    if (code != CMD_EXIT_OK)
        return code;
    scan->dict = mba_dictionary_builtin(&scan->error);
    if (!scan->dict) {
        if (!scan->error)
            cmd_error(scan->opt, "out of memory");
        return CMD_EXIT_FAILED;
    }
    scan->kb = cmd_load_kb(scan->opt, &code);
    return scan->kb ? scan_check_rules(scan) : code;
}

static bool add_inputs(struct scan *scan)
{
    for (size_t i = 0; i < scan->opt->operand_count; i++)
        if (mba_inputs_add(&scan->inputs, scan->opt->operands[i], &scan->problems) == MBA_RUN_FAILED)
            return false;
    mba_inputs_sort(&scan->inputs, &scan->problems);
    return (!scan->opt->shards || shard_choose(scan)) && !scan->problems.failed;
}

/* Never an empty report: where nothing at all was recognised, that is the message. */
int scan_nothing_recognised(const struct scan *scan)
{
    struct mba_buf names = {0};
    for (size_t i = 0; mba_formats[i]; i++)
        mba_buf_printf(&names, "%s%s", i ? "; " : "", mba_formats[i]->help);
    cmd_error(
        scan->opt,
        "no metabase export was found in any input, so there is nothing to report; what can be read: %s",
        names.data ? names.data : "");
    mba_buf_free(&names);
    return CMD_EXIT_INPUT;
}

static bool left_out_anything(const struct scan *scan)
{
    const struct scan_left_out *left = &scan->left_out;
    return left->members + left->by_server + left->by_time + left->untimed > 0;
}

static int nothing_left(const struct scan *scan)
{
    cmd_error(scan->opt, "nothing was left to audit by --include, --exclude, --server, --since and --until");
    return CMD_EXIT_INPUT;
}

static int scan_with_spool(struct scan *scan, int fd, bool gzip, struct mba_summary *summary)
{
    if (!add_inputs(scan) || !scan_inputs(scan) || !mba_spool_seal(scan->spool, scan->kb, &scan->error))
        return CMD_EXIT_FAILED;
    mba_problems_sort(&scan->problems);
    cmd_problems(scan->opt, &scan->problems);
    if (mba_spool_count(scan->spool) == 0 && !scan->opt->shards)
        return left_out_anything(scan) ? nothing_left(scan) : scan_nothing_recognised(scan);
    return scan_write_document(scan, fd, gzip, summary);
}

void scan_free(struct scan *scan)
{
    scan_end_spare(scan);
    scan_same_free(scan->same);
    mba_spool_free(scan->spool);
    mba_kb_free(scan->kb);
    mba_dictionary_free(scan->dict);
    mba_inputs_free(&scan->inputs);
    mba_problems_free(&scan->problems);
    mba_problems_free(&scan->reader_problems);
    for (size_t i = 0; i < scan->exports.count; i++) {
        free(scan->exports.items[i].server);
        free(scan->exports.items[i].account);
        free(scan->exports.items[i].pair);
    }
    for (size_t i = 0; i < scan->witness_count; i++)
        scan_witness_free(scan->witnesses[i]);
    free(scan->witnesses);
    for (size_t i = 0; i < scan->schema_count; i++)
        scan_schema_free(scan->schemas[i]);
    free(scan->schemas);
    free(scan->evidence);
    free(scan->groups);
    free(scan->exports.items);
    free(scan->joined);
    free(scan->shares);
    free(scan->error);
}

int scan_document(const struct cmd_options *opt, const char *spool_folder, int fd, bool gzip,
                  struct mba_summary *summary)
{
    struct scan scan = {.opt = opt};
    int code = load(&scan);
    bool said = code != CMD_EXIT_OK && !scan.error;
    if (code == CMD_EXIT_OK) {
        scan.spool = mba_spool_new(spool_folder, &scan.error);
        scan.same = scan_same_new();
        code = scan.spool && scan.same ? scan_with_spool(&scan, fd, gzip, summary) : CMD_EXIT_FAILED;
    }
    if (code == CMD_EXIT_FAILED && !said)
        cmd_error(opt, "%s", scan.error ? scan.error : "out of memory");
    scan_free(&scan);
    return code;
}

/* ---- the command ----------------------------------------------------------------------------------- */

static int make_document(void *ctx, const struct cmd_options *opt, const char *folder, int fd, bool gzip)
{
    return cmd_scan_document(opt, folder, fd, gzip, ctx);
}

/* A shard is a part: what needs the whole comes after merging. */
static int check_shard(const struct cmd_options *opt)
{
    for (size_t i = 0; i < opt->operand_count; i++)
        if (strcmp(opt->operands[i], "-") == 0)
            return cmd_usage(opt, "--shard needs files, which all shards can read; '-' is not one");
    if (opt->include.count || opt->exclude.count || opt->servers.count || opt->since != MBA_TIME_NONE ||
        opt->until != MBA_TIME_NONE)
        return cmd_usage(opt, "--shard audits all of its inputs: leave out --include, --exclude, --server, "
                              "--since and --until");
    if (opt->baseline || opt->like || opt->waiver_count)
        return cmd_usage(opt, "--shard goes without --baseline, --waivers and --like: merge first, then "
                              "compare or report with them");
    return CMD_EXIT_OK;
}

int cmd_scan(const struct cmd_options *opt)
{
    struct mba_comparison result = {0};
    if (opt->shards && check_shard(opt) != CMD_EXIT_OK)
        return CMD_EXIT_USAGE;
    bool to_stdout = !opt->output || strcmp(opt->output, "-") == 0;
    int code = to_stdout ? cmd_deliver_stdout(opt, make_document, &result)
                         : cmd_deliver_file(opt, opt->output, make_document, &result);
    if (code == CMD_EXIT_OK) {
        code = scan_exit_code(opt, &result.summary);
        cmd_print_result(opt, stderr, &result, code, to_stdout ? NULL : opt->output);
    }
    mba_problems_free(&result.differences);
    return code;
}
