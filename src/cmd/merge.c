/* mbaudit merge: findings documents of parts of an audit -> the document of the whole.
 *
 * The first reading of a scan was done elsewhere: its snapshots come from the documents instead. From there
 * on it is a scan - exports of one server and time are joined, which reads those again whose parts went to
 * different shards; fleet rules are judged; everything is added up and written.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/deliver.h"
#include "cmd/merge.h"

struct merged {
    struct mba_comparison result;
    int fail_on;
};
struct merging {
    struct scan scan;
    struct cmd_options opt; /* as the documents' settings say */
    struct merge_heads heads;
    const char *last_server; /* of the last snapshot that stood there whole, */
    mba_time last_captured;  /* its time, */
    size_t last_entry;       /* and its entry in the spool */
    struct merged *result;
};

static int refuse(struct merging *m)
{
    cmd_error(m->scan.opt, "%s", m->scan.error ? m->scan.error : "out of memory");
    return m->scan.error ? CMD_EXIT_USAGE : CMD_EXIT_FAILED;
}

/* ---- snapshots ----------------------------------------------------------------------------------------- */

static uint32_t format_bit(const char *name)
{
    uint32_t bit = 1;
    for (size_t i = 0; mba_formats[i] && strcmp(mba_formats[i]->name, name) != 0; i++)
        bit <<= 1;
    return bit;
}

/* The others are a schema or evidence. */
static size_t located(const struct mba_shot *part)
{
    size_t count = 0;
    for (size_t i = 0; i < part->export_count; i++)
        count += part->exports[i].located;
    return count;
}

static bool is_evidence(const char *format)
{
    for (size_t i = 0; mba_formats[i]; i++)
        if (strcmp(mba_formats[i]->name, format) == 0)
            return mba_formats[i]->evidence;
    return false;
}

static bool add_export(struct merging *m, const struct mba_shot *part, const struct mba_shot_export *e)
{
    struct scan_exports *exports = &m->scan.exports;
    size_t input;
    if (!merge_input(&m->heads, e->input, &input))
        return mba_fail(&m->scan.error,
                        "%s: names an export of %s, which is none of its inputs; make it again",
                        m->heads.name, e->input);
    if (!mba_grow(&exports->items, &exports->cap, exports->count + 1, sizeof *exports->items))
        return false;
    struct scan_export *to = &exports->items[exports->count++];
    *to = (struct scan_export){.input = input,
                               .ordinal = e->at.ordinal,
                               .bytes = e->at.bytes,
                               .server = strdup(e->at.server),
                               .captured = e->at.captured,
                               .date_only = e->at.date_only,
                               .runtime = e->runtime,
                               .format_bit = format_bit(e->format),
                               .server_from = merge_keep_word(&m->heads, e->at.server_from),
                               .time_from = merge_keep_word(&m->heads, e->at.captured_from),
                               .spooled = mba_spool_count(m->scan.spool),
                               .full = e->at.full,
                               .top = e->at.top,
                               .account = e->at.account ? strdup(e->at.account) : NULL,
                               .shares = located(part),
                               .aided = located(part) < part->export_count,
                               .member = mba_ascii_casehash(e->member, strlen(e->member))};
    return (to->account || !e->at.account) && to->server && to->server_from && to->time_from;
}

static const struct mba_shot_export *first_export(const struct mba_shot *part)
{
    const struct mba_shot_export *first = NULL;
    for (size_t i = 0; i < part->export_count; i++) {
        const struct mba_shot_export *e = &part->exports[i];
        int order = first && e->located ? strcmp(e->input, first->input) : 0;
        if (e->located && (!first || order < 0 || (order == 0 && e->at.ordinal < first->at.ordinal)))
            first = e;
    }
    return first;
}

static bool add_exports(struct merging *m, const struct mba_shot *part)
{
    for (size_t i = 0; i < part->export_count; i++) {
        const struct mba_shot_export *e = &part->exports[i];
        if (is_evidence(e->format))
            return mba_fail(
                &m->scan.error,
                "%s: was judged with evidence beside the metabase (%s), which may tell of servers in "
                "other documents; scan all of it together",
                m->heads.name, e->member);
        if (e->located && !add_export(m, part, e))
            return false;
    }
    return true;
}

/* One that came to the same as a snapshot before it in its document, which is its server's last with a body.
 */
static bool add_same(struct merging *m, const struct mba_shot *part, const char *order)
{
    if (!m->last_server || strcmp(m->last_server, part->server) != 0 || m->last_captured != part->same_as)
        return mba_fail(
            &m->scan.error,
            "%s: has a snapshot of %s that is the same as one that is not there; make the document again",
            m->heads.name, part->server);
    return mba_spool_add_same(m->scan.spool, part->server, part->captured, order, &part->fragment,
                              m->last_entry, &m->scan.error);
}

static bool add_whole(struct merging *m, const struct mba_shot *part, const char *order)
{
    m->last_entry = mba_spool_count(m->scan.spool);
    m->last_captured = part->captured;
    m->last_server = merge_keep_word(&m->heads, part->server);
    return m->last_server &&
           mba_spool_add(m->scan.spool, part->server, part->captured, part->completeness, order,
                         &part->fragment, part->counts, mba_kb_count(m->scan.kb), &m->scan.error);
}

static bool add_snapshot(struct merging *m, const struct mba_shot *part)
{
    struct mba_buf order = {0};
    if (located(part) == 0)
        return mba_fail(&m->scan.error, "%s: has a snapshot without exports; make it again", m->heads.name);
    if (!add_exports(m, part))
        return false;
    const struct mba_shot_export *first = first_export(part);
    scan_order(first->input, first->at.ordinal, &order);
    bool good = !order.failed && (part->same_as != MBA_TIME_NONE ? add_same(m, part, order.data)
                                                                 : add_whole(m, part, order.data));
    mba_buf_free(&order);
    return good;
}

static bool add_snapshots(struct merging *m, struct mba_parts *parts)
{
    struct mba_shot *part;
    struct mba_summary sum = {0};
    m->last_server = NULL;
    while ((part = mba_parts_next(parts, m->scan.kb, &m->scan.error))) {
        sum.snapshots++;
        sum.exports += part->export_count;
        sum.findings += part->findings;
        if (!add_snapshot(m, part))
            return false;
    }
    return !m->scan.error && merge_check_totals(&m->heads, &sum, &m->scan.error);
}

/* ---- one document -------------------------------------------------------------------------------------- */

/* With the first document comes what the others must agree with. */
static int start(struct merging *m)
{
    int code = CMD_EXIT_OK;
    if (!merge_options(&m->heads, &m->opt))
        return refuse(m);
    m->scan.kb = cmd_load_kb(&m->opt, &code);
    if (m->scan.kb && !merge_check_kb(&m->heads, m->scan.kb, &m->scan.error))
        return refuse(m);
    return code;
}

static int add_document(struct merging *m, const char *path)
{
    struct mba_parts *parts = mba_parts_open(path, &m->scan.error);
    int code = CMD_EXIT_OK;
    bool good = parts && merge_head(&m->heads, mba_parts_head(parts), path, &m->scan, &m->scan.error);
    if (good && !m->scan.kb)
        code = start(m);
    if (!good || (code == CMD_EXIT_OK && !add_snapshots(m, parts)))
        code = refuse(m);
    mba_parts_free(parts);
    return code;
}

/* ---- putting together ---------------------------------------------------------------------------------- */

/* Inputs stand in the order of their names, as in a scan. */
static bool sort_inputs(struct merging *m)
{
    struct scan *scan = &m->scan;
    size_t *places = merge_input_places(&scan->inputs);
    for (size_t i = 0; places && i < scan->exports.count; i++)
        scan->exports.items[i].input = places[scan->exports.items[i].input];
    free(places);
    return places != NULL;
}

/* What a part of a snapshot gave rise to is said anew where the snapshot is made. */
static bool is_made_anew(const struct scan *scan, const struct mba_problem *problem)
{
    for (size_t i = 0; problem->member && i < scan->joined_count; i++) {
        const struct scan_export *e = scan->joined[i];
        if (e->shares > 1 && e->member == mba_ascii_casehash(problem->member, strlen(problem->member)) &&
            strcmp(problem->input, scan->inputs.items[e->input].name) == 0)
            return true;
    }
    return false;
}

static void forget_joined(struct scan *scan)
{
    struct mba_problems kept = {0}, *all = &scan->problems;
    for (size_t i = 0; i < all->count; i++) {
        const struct mba_problem *p = &all->items[i];
        if (p->grade != MBA_OK || !is_made_anew(scan, p))
            mba_problems_add(&kept, p->grade, p->input, p->member, p->line, "%s", p->text);
    }
    kept.failed |= all->failed;
    mba_problems_free(all);
    *all = kept;
}

/* Its schema would have to be found again, too. */
static int refuse_aided(struct merging *m, const struct scan_export *e)
{
    cmd_error(m->scan.opt,
              "%s: exports of server %s that belong to one snapshot are in different documents, and one has "
              "a schema "
              "of its own; scan them together",
              m->scan.inputs.items[e->input].name, e->server);
    return CMD_EXIT_USAGE;
}

static int join(struct merging *m)
{
    struct scan *scan = &m->scan;
    if (!sort_inputs(m) || !scan_join(scan))
        return refuse(m);
    scan_note_pattern(scan);
    if (scan->joined_count == 0)
        return CMD_EXIT_OK;
    for (size_t i = 0; i < scan->joined_count; i++)
        if (scan->joined[i]->aided)
            return refuse_aided(m, scan->joined[i]);
    forget_joined(scan);
    scan->dict = mba_dictionary_builtin(&scan->error);
    int code = scan->dict ? scan_check_rules(scan) : CMD_EXIT_FAILED;
    if (code != CMD_EXIT_OK)
        return code;
    scan->must_join = true;
    if (scan_joined(scan))
        return CMD_EXIT_OK;
    return scan->error ? refuse(m) : CMD_EXIT_FAILED; /* what could not be read was said */
}

static int write_merged(struct merging *m, int fd, bool gzip)
{
    struct scan *scan = &m->scan;
    struct mba_document doc = {.created = m->heads.created,
                               .kb = scan->kb,
                               .inputs = scan->inputs.items,
                               .input_count = scan->inputs.count,
                               .problems = scan->problems.items,
                               .problem_count = scan->problems.count,
                               .settings = m->heads.settings,
                               .setting_count = m->heads.setting_count};
    mba_spool_summary(scan->spool, &doc, &m->result->result.summary);
    m->result->fail_on = m->opt.fail_on;
    return mba_document_write(scan->spool, &doc, fd, gzip, &scan->error) ? CMD_EXIT_OK : CMD_EXIT_FAILED;
}

static int merge_into(struct merging *m, int fd, bool gzip)
{
    struct scan *scan = &m->scan;
    int code = CMD_EXIT_OK;
    for (size_t i = 0; code == CMD_EXIT_OK && i < m->opt.operand_count; i++)
        code = add_document(m, m->opt.operands[i]);
    if (code == CMD_EXIT_OK && !merge_complete(&m->heads, m->opt.partial, &scan->error))
        return refuse(m);
    if (code == CMD_EXIT_OK)
        code = join(m);
    if (code != CMD_EXIT_OK)
        return code;
    if (!mba_spool_seal(scan->spool, scan->kb, &scan->error))
        return refuse(m);
    mba_problems_sort(&scan->problems);
    if (mba_spool_count(scan->spool) == 0 && !m->heads.set.count)
        return scan_nothing_recognised(scan);
    code = write_merged(m, fd, gzip);
    return code == CMD_EXIT_OK ? code : refuse(m);
}

/* ---- the command --------------------------------------------------------------------------------------- */

static int make_document(void *ctx, const struct cmd_options *opt, const char *folder, int fd, bool gzip)
{
    struct merging m = {.opt = *opt, .result = ctx};
    m.scan.opt = &m.opt;
    m.scan.spool = mba_spool_new(folder, &m.scan.error);
    int code = CMD_EXIT_FAILED;
    if (m.scan.spool)
        code = merge_into(&m, fd, gzip);
    else
        cmd_error(opt, "%s", m.scan.error ? m.scan.error : "out of memory");
    merge_heads_free(&m.heads);
    scan_free(&m.scan);
    return code;
}

int cmd_merge(const struct cmd_options *opt)
{
    struct merged merged = {.fail_on = opt->fail_on};
    bool to_stdout = !opt->output || strcmp(opt->output, "-") == 0;
    int code = to_stdout ? make_document(&merged, opt, cmd_temporary_folder(), STDOUT_FILENO, false)
                         : cmd_deliver_file(opt, opt->output, make_document, &merged);
    if (code == CMD_EXIT_OK) {
        struct cmd_options threshold = *opt; /* that of the documents */
        threshold.fail_on = merged.fail_on;
        code = scan_exit_code(&threshold, &merged.result.summary);
        cmd_print_result(&threshold, stderr, &merged.result, code, to_stdout ? NULL : opt->output);
    }
    return code;
}
