/* functions_shared: what two or more keys of a server have in common and should not. */
#include <stdlib.h>
#include <string.h>

#include "audit/functions.h"

struct span {
    const char *text;
    size_t len;
};
/* One item of one key's value. */
struct holder {
    const struct mba_key *key;
    struct span item;
    struct span part[3]; /* of a binding: address, port, host */
    size_t order;
};
struct sharing {
    struct mba_judge *judge;
    const struct mba_property *prop,
        *auto_start; /* auto_start NULL: whether a server starts does not matter */
    struct holder *holders;
    size_t count, cap;
    struct mba_buf lines;
};

/* ---- who holds what --------------------------------------------------------------------------- */

static void split_binding(struct holder *holder)
{
    struct span rest = holder->item;
    for (int i = 0; i < 3; i++) {
        const char *colon = i < 2 && rest.len ? memchr(rest.text, ':', rest.len) : NULL;
        size_t n = colon ? (size_t)(colon - rest.text) : rest.len;
        holder->part[i] = (struct span){rest.text, n};
        n += colon != NULL;
        rest = (struct span){rest.text + n, rest.len - n};
    }
}

static void add_item(struct sharing *sharing, const struct mba_key *key, struct span item)
{
    if (item.len == 0)
        return;
    if (!mba_grow(&sharing->holders, &sharing->cap, sharing->count + 1, sizeof *sharing->holders)) {
        sharing->judge->no_memory = true;
        return;
    }
    struct holder *holder = &sharing->holders[sharing->count];
    *holder = (struct holder){.key = key, .item = item, .order = sharing->count};
    split_binding(holder);
    sharing->count++;
}

/* Will this server claim its bindings? Absent is as good as TRUE: only FALSE keeps one from starting. */
static bool starts(struct sharing *sharing, const struct mba_key *key)
{
    struct mba_value value;
    bool on = true;
    if (!sharing->auto_start)
        return true;
    if (judge_known(sharing->judge, key, judge_place(key), sharing->auto_start, &value) && value.text &&
        !mba_bool_value(value.text, value.len, &on))
        judge_lack(sharing->judge, LACK_UNREADABLE, sharing->auto_start->name, judge_place(key));
    return on;
}

static void add_key(struct sharing *sharing, const struct mba_key *key)
{
    struct mba_value value;
    if (!judge_known(sharing->judge, key, judge_place(key), sharing->prop, &value) || !judge_is_set(&value) ||
        !starts(sharing, key))
        return;
    if (!value.text) {
        judge_lack(sharing->judge, LACK_SECRET, sharing->prop->name, judge_place(key));
        return;
    }
    bool list = sharing->prop->type == MBA_TYPE_MULTISZ || sharing->prop->type == MBA_TYPE_MIMEMAP;
    for (const char *s = value.text, *end = s + value.len; s < end;) {
        const char *line = list ? memchr(s, '\n', (size_t)(end - s)) : NULL;
        size_t n = (size_t)((line ? line : end) - s);
        add_item(sharing, key, (struct span){s, n});
        s += n + (line != NULL);
    }
}

static void add_class(struct sharing *sharing, const char *class_name)
{
    struct mba_judge *judge = sharing->judge;
    const struct mba_key *key;
    size_t cursor = 0;
    if (!judge_all_collected(judge, class_name, NULL))
        return;
    while (!judge->no_memory && (key = judge_next_object(judge, class_name, NULL, &cursor)))
        if (key->location)
            add_key(sharing, key);
}

/* ---- order ------------------------------------------------------------------------------------ */

static int compare_spans(struct span a, struct span b)
{
    int order = mba_ascii_ncasecmp(a.text, b.text, a.len < b.len ? a.len : b.len);
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int by_order(const struct holder *a, const struct holder *b)
{
    return (a->order > b->order) - (a->order < b->order);
}

static int by_item(const void *a, const void *b)
{
    const struct holder *x = a, *y = b;
    int order = compare_spans(x->item, y->item);
    return order ? order : by_order(x, y);
}

/* Port and host first; then "all addresses", which is empty, stands before each single one. */
static int by_port(const void *a, const void *b)
{
    static const int parts[] = {1, 2, 0};
    const struct holder *x = a, *y = b;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        int order = compare_spans(x->part[parts[i]], y->part[parts[i]]);
        if (order)
            return order;
    }
    return by_order(x, y);
}

static bool same_port(const struct holder *a, const struct holder *b)
{
    return compare_spans(a->part[1], b->part[1]) == 0 && compare_spans(a->part[2], b->part[2]) == 0;
}

/* ---- what is shared --------------------------------------------------------------------------- */

static void record(struct sharing *sharing, const struct mba_key *key)
{
    struct judge_reading reading = {.prop = sharing->prop, .key = key, .path = key->location};
    judge_effective(sharing->judge, key, sharing->prop, &reading.value);
    judge_record(sharing->judge, &reading);
}

static void begin_line(struct sharing *sharing)
{
    mba_buf_puts(&sharing->lines, sharing->lines.len ? "\n" : "");
}

static void add_span(struct sharing *sharing, struct span span)
{
    mba_buf_add(&sharing->lines, span.text, span.len);
}

/* Holders of one and the same item; a key may hold it twice. */
static void same_items(struct sharing *sharing, const struct holder *first, size_t count)
{
    size_t keys = 1;
    for (size_t i = 1; i < count; i++)
        keys += first[i].key != first[i - 1].key;
    if (keys < 2)
        return;
    begin_line(sharing);
    add_span(sharing, first->item);
    for (size_t i = 0; i < count; i++) {
        if (i && first[i].key == first[i - 1].key)
            continue;
        mba_buf_puts(&sharing->lines, i ? ", " : ": ");
        mba_buf_puts(&sharing->lines, first[i].key->location);
        record(sharing, first[i].key);
    }
}

/* Holders of one port: each single address against a key that has the port on all. */
static void overlaps(struct sharing *sharing, const struct holder *first, size_t count)
{
    size_t wide = 0;
    while (wide < count && first[wide].part[0].len == 0)
        wide++;
    for (size_t i = wide; wide && i < count; i++) {
        size_t other = 0;
        while (other < wide && first[other].key == first[i].key)
            other++;
        if (other == wide)
            continue;
        begin_line(sharing);
        add_span(sharing, first[other].item);
        mba_buf_puts(&sharing->lines, " and ");
        add_span(sharing, first[i].item);
        mba_buf_printf(&sharing->lines, ": %s, %s", first[other].key->location, first[i].key->location);
        record(sharing, first[other].key);
        record(sharing, first[i].key);
    }
}

static void find_same(struct sharing *sharing)
{
    size_t n = 1;
    qsort(sharing->holders, sharing->count, sizeof *sharing->holders, by_item);
    for (const struct holder *h = sharing->holders, *end = h + sharing->count; h < end; h += n) {
        for (n = 1; h + n < end && compare_spans(h[n].item, h->item) == 0;)
            n++;
        same_items(sharing, h, n);
    }
}

static void find_overlaps(struct sharing *sharing)
{
    size_t n = 1;
    qsort(sharing->holders, sharing->count, sizeof *sharing->holders, by_port);
    for (const struct holder *h = sharing->holders, *end = h + sharing->count; h < end; h += n) {
        for (n = 1; h + n < end && same_port(h, h + n);)
            n++;
        overlaps(sharing, h, n);
    }
}

/* Every key of the classes named first, its property named second. */
static struct expr_value shared(const struct judge_args *args, bool bindings)
{
    struct mba_judge *judge = args->judge;
    struct sharing sharing = {.judge = judge, .prop = judge_argument_property(args, 1)};
    const char *word;
    size_t len;
    if (bindings)
        sharing.auto_start = judge_named(judge, "ServerAutoStart");
    for (const char *s = args->text[0]; sharing.prop && judge_next_word(&s, &word, &len);) {
        const char *class_name = mba_arena_dup(judge->arena, word, len);
        if (class_name)
            add_class(&sharing, class_name);
        else
            judge->no_memory = true;
    }
    if (sharing.count && args->count > 2 && strcmp(args->text[2], "overlap") == 0)
        find_overlaps(&sharing);
    else if (sharing.count)
        find_same(&sharing);
    judge->no_memory = judge->no_memory || sharing.lines.failed;
    struct expr_value lines =
        expr_lines(judge, sharing.lines.data ? sharing.lines.data : "", sharing.lines.len);
    mba_buf_free(&sharing.lines);
    free(sharing.holders);
    return lines;
}

static struct expr_value fn_shared(const struct judge_args *args)
{
    return shared(args, false);
}

static struct expr_value fn_shared_bindings(const struct judge_args *args)
{
    return shared(args, true);
}

const struct judge_function judge_functions_shared[] = {
    {"shared", "Cp", fn_shared, EXPR_SET},
    {"shared-bindings", "Cp?o", fn_shared_bindings, EXPR_SET},
    {0},
};
