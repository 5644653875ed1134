/* All of it: an input of any kind is unpacked, imported, judged with the built-in rules and written, and what
 * is written is well-formed. */
#include "archive.h"
#include "mbaudit/audit.h"
#include "mbaudit/findings.h"

#include <libxml/parser.h>

static struct {
    struct mba_kb *kb;
    struct mba_judge *judge;
    struct mba_arena *arena;
    struct mba_limits limits;
} shop;

static void set_up(void)
{
    struct mba_problems problems = {0};
    shop.kb = mba_kb_new();
    if (!mba_kb_load_builtin(shop.kb, false, &problems))
        abort();
    shop.judge = mba_judge_new(shop.kb, fuzz_dictionary(), &problems);
    shop.arena = mba_arena_new();
    fuzz_limits(&shop.limits);
    mba_problems_free(&problems);
}

static void write_and_read(const struct mba_snapshot *snapshot)
{
    struct mba_buf text = {0};
    struct mba_tally tally;
    if (!mba_fragment_write(&text, shop.kb, snapshot, &tally))
        abort();
    xmlDocPtr doc =
        xmlReadMemory(text.data, (int)text.len, "fragment", NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
    if (!doc)
        abort();
    xmlFreeDoc(doc);
    mba_buf_free(&text);
}

static bool wanted(void *ctx, const char *path, uint64_t ordinal, const unsigned char *head, size_t len)
{
    (void)ctx, (void)path, (void)ordinal;
    return mba_format_find(head, len) != NULL;
}

static bool take(void *ctx, struct mba_member *member)
{
    struct mba_problems *problems = ctx;
    struct mba_metabase *mb = mba_metabase_new(fuzz_dictionary(), &shop.limits);
    struct mba_testimony told = {0};
    struct mba_import job = {.input = "in",
                             .member = member->path,
                             .mtime = member->mtime,
                             .data = member->data,
                             .len = member->len,
                             .metabase = mb,
                             .testimony = &told,
                             .limits = &shop.limits,
                             .problems = problems};
    struct mba_outcomes outcomes = {0};
    if (mba_import_read(&job) <= MBA_WARN && mba_metabase_finish(mb, problems)) {
        mba_arena_reset(shop.arena);
        if (mba_judge_snapshot(shop.judge, mb, "SRV1", shop.arena, &outcomes) == MBA_RUN_FAILED)
            abort();
        const struct mba_snapshot snapshot = {.server = "SRV1",
                                              .server_from = "none",
                                              .captured = MBA_TIME_NONE,
                                              .captured_from = "none",
                                              .metabase = mb,
                                              .outcomes = outcomes.counts ? &outcomes : NULL,
                                              .shown = 200};
        write_and_read(&snapshot);
    }
    mba_metabase_free(mb);
    mba_testimony_free(&told);
    mba_member_free(member);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mba_problems problems = {0};
    const struct mba_sink sink = {.ctx = &problems, .wanted = wanted, .member = take};
    if (!shop.kb)
        set_up();
    fuzz_read(data, size, &sink, &problems);
    mba_problems_free(&problems);
    return 0;
}
