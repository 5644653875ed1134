/* functions_nodes: the keys of the tree as nodes, for predicates. */
#include <stdlib.h>
#include <string.h>

#include "audit/functions.h"

struct nodes {
    struct mba_judge *judge;
    struct expr_item *items;
    size_t count, cap;
};

/* Adds the keys of one class. A key of unknown place is left out: its double with a place is in the export,
 * which covers them all. */
static void add_keys(struct nodes *nodes, const char *class_name, const char *pattern)
{
    const struct mba_key *key;
    size_t cursor = 0;
    while ((key = judge_next_object(nodes->judge, class_name, pattern, &cursor))) {
        if (!key->location)
            continue;
        if (!mba_grow(&nodes->items, &nodes->cap, nodes->count + 1, sizeof *nodes->items)) {
            nodes->judge->no_memory = true;
            return;
        }
        nodes->items[nodes->count++] = (struct expr_item){.text = "", .key = key};
    }
}

static struct expr_value as_set(const struct nodes *nodes)
{
    struct expr_value set = {.type = EXPR_SET};
    struct expr_item *items = mba_arena_calloc(nodes->judge->scratch, nodes->count + 1, sizeof *items);
    nodes->judge->scratch_used = true;
    if (!items) {
        nodes->judge->no_memory = true;
        return set;
    }
    if (nodes->count)
        memcpy(items, nodes->items, nodes->count * sizeof *items);
    set.items = items;
    set.count = nodes->count;
    return set;
}

static struct expr_value fn_keys(const struct judge_args *args)
{
    struct mba_judge *judge = args->judge;
    struct nodes nodes = {.judge = judge};
    const char *pattern = args->count > 1 ? judge_resolve(judge, args->text[1]) : NULL, *word;
    size_t len;
    if (args->count > 1 && !pattern)
        judge_lack(judge, LACK_PLACE, mba_arena_dup(judge->arena, args->text[1], strlen(args->text[1])),
                   NULL);
    for (const char *s = args->text[0]; (args->count < 2 || pattern) && judge_next_word(&s, &word, &len);) {
        const char *class_name = mba_arena_dup(judge->scratch, word, len);
        judge->no_memory = judge->no_memory || !class_name;
        judge->scratch_used = true;
        if (class_name && judge_all_collected(judge, class_name, pattern))
            add_keys(&nodes, class_name, pattern);
    }
    struct expr_value set = as_set(&nodes);
    free(nodes.items);
    judge_record_fact(judge, mba_arena_printf(judge->arena, "number of %s keys", args->text[0]),
                      mba_arena_printf(judge->arena, "%zu", set.count), true, pattern);
    return set;
}

const struct judge_function judge_functions_nodes[] = {
    {"keys", "C?k", fn_keys, EXPR_SET},
    {0},
};
