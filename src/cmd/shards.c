/* Which shard reads what. All shards are given the same inputs and make the same plan, wherever they run:
 * from the names as given and the sizes, nothing else.
 *
 * An input larger than twice a fair share is read by all shards, and each takes the servers in it that fall
 * to it. The others go whole, the largest first, to the shard that has least so far.
 */
#include "cmd/shards.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct planned {
    size_t input;
    uint64_t bytes;
    const char *name;
};

static uint64_t size_of(const struct mba_input *input)
{
    struct stat st;
    return input->path && stat(input->path, &st) == 0 && st.st_size > 0 ? (uint64_t)st.st_size : 0;
}

static int by_size(const void *a, const void *b)
{
    const struct planned *pa = a, *pb = b;
    if (pa->bytes != pb->bytes)
        return pa->bytes > pb->bytes ? -1 : 1;
    return strcmp(pa->name, pb->name);
}

static unsigned least_loaded(const uint64_t *load, unsigned count)
{
    unsigned least = 0;
    for (unsigned i = 1; i < count; i++)
        if (load[i] < load[least])
            least = i;
    return least;
}

static bool is_split(uint64_t bytes, uint64_t total, unsigned shards)
{
    return shards > 1 && bytes >= total / shards * 2 && bytes > 0;
}

/* Marks what this shard reads: scan.shares gets SCAN_WHOLE or SCAN_SPLIT for each input. */
static void assign(struct scan *scan, const struct planned *plan, uint64_t total, uint64_t *load)
{
    unsigned shards = scan->opt->shards;
    for (size_t i = 0; i < scan->inputs.count; i++) {
        if (is_split(plan[i].bytes, total, shards)) {
            scan->shares[plan[i].input] = SCAN_SPLIT;
            continue;
        }
        unsigned shard = least_loaded(load, shards);
        load[shard] += plan[i].bytes + 1; /* an empty one is work, too */
        if (shard + 1 == scan->opt->shard)
            scan->shares[plan[i].input] = SCAN_WHOLE;
    }
}

/* The inputs that all shards must have been given. */
static bool identify_inputs(struct scan *scan, const struct planned *plan)
{
    struct mba_buf text = {0};
    for (size_t i = 0; i < scan->inputs.count; i++)
        mba_buf_printf(&text, "%s\n%llu\n", plan[i].name, (unsigned long long)plan[i].bytes);
    mba_text_id(text.data ? text.data : "", text.len, scan->shard_inputs);
    bool good = !text.failed;
    mba_buf_free(&text);
    return good;
}

static bool said_of(const struct mba_problem *problem, const struct mba_input *input)
{
    return problem->input && strcmp(problem->input, input->name) == 0;
}

/* What was said of an input that another shard reads is said there. */
static void leave_out(struct scan *scan, size_t input)
{
    struct mba_problems kept = {0};
    struct mba_problems *all = &scan->problems;
    for (size_t i = 0; i < all->count; i++) {
        const struct mba_problem *p = &all->items[i];
        if (!said_of(p, &scan->inputs.items[input]))
            mba_problems_add(&kept, p->grade, p->input, p->member, p->line, "%s", p->text);
    }
    kept.failed |= all->failed;
    mba_problems_free(all);
    *all = kept;
}

static void keep_chosen(struct scan *scan)
{
    struct mba_inputs *inputs = &scan->inputs;
    size_t kept = 0;
    for (size_t i = 0; i < inputs->count; i++) {
        if (scan->shares[i] == SCAN_NOT_MINE) {
            if (inputs->items[i].status != MBA_OK)
                leave_out(scan, i);
            mba_input_clear(&inputs->items[i]);
            continue;
        }
        scan->shares[kept] = scan->shares[i];
        inputs->items[kept++] = inputs->items[i];
    }
    inputs->count = kept;
}

bool shard_choose(struct scan *scan)
{
    size_t count = scan->inputs.count;
    struct planned *plan = calloc(count + 1, sizeof *plan);
    uint64_t *load = calloc(scan->opt->shards + 1, sizeof *load), total = 0;
    scan->shares = calloc(count + 1, sizeof *scan->shares);
    bool good = plan && load && scan->shares;
    for (size_t i = 0; good && i < count; i++) {
        plan[i] = (struct planned){i, size_of(&scan->inputs.items[i]), scan->inputs.items[i].name};
        total += plan[i].bytes;
    }
    if (good) {
        qsort(plan, count, sizeof *plan, by_size);
        assign(scan, plan, total, load);
        good = identify_inputs(scan, plan);
        keep_chosen(scan);
    }
    free(plan);
    free(load);
    return good && !scan->problems.failed;
}

/* By server, where the path tells it: exports of one server are joined only where they are read. */
bool shard_owns(const struct scan *scan, const struct mba_input *input, const struct mba_member *member)
{
    struct mba_identity identity;
    const struct mba_format *format = mba_format_find(member->data, member->len);
    if (format && format->schema)
        return true; /* each may need it */
    mba_identify(scan->opt->name_pattern, input->name, member->path, member->mtime, NULL, &identity);
    bool told = identity.server[0] && strcmp(identity.server_from, "archive name") != 0;
    const char *by = told ? identity.server : member->path;
    return mba_ascii_casehash(by, strlen(by)) % scan->opt->shards + 1 == scan->opt->shard;
}

/* ---- how it is written down ---------------------------------------------------------------------------- */

static bool read_count(const char *text, unsigned *out)
{
    uint64_t count = 0;
    bool good =
        mba_is_digits(text, strlen(text)) && mba_parse_size(text, CMD_MAX_SHARDS, &count) && count > 0;
    *out = (unsigned)count;
    return good;
}

/* "3" or "3-5" at the beginning of text; returns what follows, or NULL. */
static const char *read_range(const char *text, struct shard_set *out)
{
    char *end;
    unsigned long first = strtoul(text, &end, 10), last = first;
    if (*end == '-')
        last = strtoul(end + 1, &end, 10);
    if (first < 1 || last < first || last > out->count)
        return NULL;
    for (unsigned long i = first; i <= last; i++)
        out->held[i - 1] = true;
    return end;
}

bool shard_set_read(const char *text, struct shard_set *out)
{
    const char *slash = strchr(text, '/');
    *out = (struct shard_set){0};
    if (!slash || !read_count(slash + 1, &out->count) || !(out->held = calloc(out->count, sizeof *out->held)))
        return false;
    while (text && text < slash) {
        text = mba_is_digits(text, 1) ? read_range(text, out) : NULL;
        if (text && *text == ' ')
            text++;
    }
    if (text == slash)
        return true;
    shard_set_free(out);
    return false;
}

void shard_set_write(const struct shard_set *set, bool held, struct mba_buf *out)
{
    bool any = false;
    for (unsigned i = 0, last; i < set->count; i = last + 1) {
        last = i;
        if (set->held[i] != held)
            continue;
        while (last + 1 < set->count && set->held[last + 1] == held)
            last++;
        mba_buf_printf(out, last > i ? "%s%u-%u" : "%s%u", any ? " " : "", i + 1, last + 1);
        any = true;
    }
}

void shard_set_free(struct shard_set *set)
{
    free(set->held);
    *set = (struct shard_set){0};
}
