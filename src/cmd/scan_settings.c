/* The document: what was spooled, under a head that says with which settings it was made. */
#include <stdlib.h>
#include <string.h>

#include "cmd/sandbox.h"
#include "cmd/scan.h"

#define MAX_SETTINGS (MBA_LIMIT_COUNT + 13)

/* What the result depends on. */
struct settings {
    struct mba_setting items[MAX_SETTINGS];
    size_t count;
    struct mba_arena *arena;
    bool failed; /* no memory */
};

static void add(struct settings *to, const char *name, const char *value)
{
    to->items[to->count++] = (struct mba_setting){name, value ? value : ""};
    to->failed = to->failed || !value;
}

/* Patterns with spaces between; what it means when there are none. */
static void add_list(struct settings *to, const char *name, const char *const *items, size_t count,
                     const char *none)
{
    const char *text = count > 0 ? items[0] : none;
    for (size_t i = 1; i < count && text; i++)
        text = mba_arena_printf(to->arena, "%s %s", text, items[i]);
    add(to, name, text);
}

static void add_number(struct settings *to, const char *name, uint64_t number)
{
    add(to, name, mba_arena_printf(to->arena, "%llu", (unsigned long long)number));
}

static void add_time(struct settings *to, const char *name, mba_time time)
{
    char iso[21];
    mba_time_iso(time, iso);
    add(to, name, iso[0] ? mba_arena_dup(to->arena, iso, strlen(iso)) : "any");
}

static void list_settings(struct settings *to, const struct cmd_options *opt)
{
    add_list(to, "rule", opt->rules, opt->rule_count, "all");
    add(to, "fail-on", opt->fail_on < 0 ? "none" : mba_severity_word((enum mba_severity)opt->fail_on));
    add(to, "name-pattern", opt->name_pattern ? opt->name_pattern : "built in");
    add(to, "sandbox", cmd_sandbox_word(opt));
    add(to, "record", mba_recording_word(opt->record));
    add(to, "join-window", mba_arena_printf(to->arena, "%llds", (long long)opt->join_window));
    add_list(to, "include", opt->include.items, opt->include.count, "all");
    add_list(to, "exclude", opt->exclude.items, opt->exclude.count, "none");
    add_list(to, "server", opt->servers.items, opt->servers.count, "all");
    add_time(to, "since", opt->since);
    add_time(to, "until", opt->until);
    for (size_t i = 0; i < MBA_LIMIT_COUNT; i++)
        add_number(to, mba_limit_table[i].option, opt->limits.value[i]);
}

/* A shard says which it is. */
static void list_shard(struct settings *to, const struct scan *scan)
{
    if (!scan->opt->shards)
        return;
    add(to, "shard", mba_arena_printf(to->arena, "%u/%u", scan->opt->shard, scan->opt->shards));
    add(to, "shard-inputs", scan->shard_inputs);
}

int scan_write_document(struct scan *scan, int fd, bool gzip, struct mba_summary *summary)
{
    struct settings settings = {.arena = mba_arena_new()};
    struct mba_document doc = {.created = scan->created,
                               .kb = scan->kb,
                               .inputs = scan->inputs.items,
                               .input_count = scan->inputs.count,
                               .problems = scan->problems.items,
                               .problem_count = scan->problems.count,
                               .settings = settings.items};
    if (!settings.arena)
        return CMD_EXIT_FAILED;
    list_settings(&settings, scan->opt);
    list_shard(&settings, scan);
    doc.setting_count = settings.count;
    mba_spool_summary(scan->spool, &doc, summary);
    bool ok = !settings.failed && mba_document_write(scan->spool, &doc, fd, gzip, &scan->error);
    mba_arena_free(settings.arena);
    return ok ? CMD_EXIT_OK : CMD_EXIT_FAILED;
}
