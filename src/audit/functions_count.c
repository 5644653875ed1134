/* functions_count: how many keys there are, with this value or that. */
#include <string.h>

#include "audit/functions.h"

static struct expr_value fn_count(const struct judge_args *args)
{
    struct mba_judge *judge = args->judge;
    const char *pattern = args->count > 1 ? judge_resolve(judge, args->text[1]) : NULL;
    size_t count = 0;
    if (args->count > 1 && !pattern) {
        judge_lack(judge, LACK_PLACE, mba_arena_dup(judge->arena, args->text[1], strlen(args->text[1])),
                   NULL);
    } else if (judge_all_collected(judge, args->text[0], pattern)) {
        const struct judge_keys *keys = judge_keys_of(judge, args->text[0], pattern);
        count = keys ? keys->count : 0;
        judge_record_fact(judge, mba_arena_printf(judge->arena, "number of %s keys", args->text[0]),
                          mba_arena_printf(judge->arena, "%zu", count), true, pattern);
    }
    return expr_number((double)count);
}

static bool equals(struct mba_judge *judge, const struct mba_property *prop, const struct mba_value *value,
                   const struct expr_value *wanted, const char *path)
{
    struct expr_value found = judge_object(judge, prop, value, path);
    size_t len;
    if (prop->type == MBA_TYPE_DWORD)
        return expr_as_number(&found) == expr_as_number(wanted);
    if (prop->type == MBA_TYPE_BOOL)
        return expr_truth(&found) == expr_truth(wanted);
    return mba_ascii_streq(expr_as_text(judge, &found, &len), expr_as_text(judge, wanted, &len));
}

static struct expr_value fn_count_where(const struct judge_args *args)
{
    size_t cursor = 0;
    double count = 0;
    const struct mba_key *key;
    const struct mba_property *prop = judge_argument_property(args, 1);
    bool known = prop && judge_all_collected(args->judge, args->text[0], NULL);
    while (known && (key = judge_next_object(args->judge, args->text[0], NULL, &cursor))) {
        struct mba_value value;
        if (judge_read(args->judge, key, judge_place(key), prop, &value))
            count += equals(args->judge, prop, &value, &args->value[2], judge_place(key));
    }
    return expr_number(count);
}

/* ---- keys by the value of a property ----------------------------------------------------------- */

/* The keys of a list that have the same text, without case, in a chain: each of a thousand pools asks for its
 * own, and cannot look at a thousand sites each time. */
struct judge_tally {
    const struct mba_property *prop;
    const struct judge_keys *keys;
    const char **texts; /* of each key; NULL: it has none, or what it has is not known */
    uint32_t *next,
        *last;         /* in the chain of a key: the number + 1 of the next; of its first key, of the last */
    uint32_t *unknown; /* numbers of the keys for which it is not known */
    size_t unknown_count;
    struct mba_table first; /* items: number + 1 of the first key with a text */
    struct judge_tally *other;
};

static bool same_text(const void *context, uint32_t item, const void *wanted)
{
    return mba_ascii_streq(((const struct judge_tally *)context)->texts[item - 1], wanted);
}

static uint32_t first_with(const struct mba_judge *judge, const struct judge_tally *tally, const char *text)
{
    return mba_table_find(&tally->first, mba_hash_text(judge->seed, text, strlen(text)), same_text, tally,
                          text);
}

static bool add_to_chain(struct mba_judge *judge, struct judge_tally *tally, uint32_t number,
                         const char *text)
{
    uint32_t first = first_with(judge, tally, text);
    tally->texts[number] = text;
    if (first) {
        tally->next[tally->last[first - 1]] = number + 1;
        tally->last[first - 1] = number;
        return true;
    }
    tally->last[number] = number;
    if (!mba_table_prepare(&tally->first, judge->arena))
        return false;
    mba_table_add(&tally->first, mba_hash_text(judge->seed, text, strlen(text)), number + 1);
    return true;
}

static bool fill(struct mba_judge *judge, struct judge_tally *tally)
{
    size_t count = tally->keys->count;
    tally->texts = mba_arena_calloc(judge->arena, count + 1, sizeof *tally->texts);
    tally->next = mba_arena_calloc(judge->arena, count + 1, sizeof *tally->next);
    tally->last = mba_arena_calloc(judge->arena, count + 1, sizeof *tally->last);
    tally->unknown = mba_arena_calloc(judge->arena, count + 1, sizeof *tally->unknown);
    bool good = tally->texts && tally->next && tally->last && tally->unknown && count < UINT32_MAX;
    for (uint32_t i = 0; good && i < count; i++) {
        struct mba_value value;
        mba_effective(judge->mb, tally->keys->items[i], tally->prop, &value);
        if (!judge_is_set(&value) && !judge_known_absent(&value))
            tally->unknown[tally->unknown_count++] = i;
        else if (judge_is_set(&value) && value.text)
            good = add_to_chain(judge, tally, i, value.text);
    }
    return good;
}

static const struct judge_tally *tally_of(struct mba_judge *judge, struct judge_keys *keys,
                                          const struct mba_property *prop)
{
    struct judge_tally *tally = keys->tallies;
    while (tally && tally->prop != prop)
        tally = tally->other;
    if (tally)
        return tally;
    tally = mba_arena_calloc(judge->arena, 1, sizeof *tally);
    if (tally)
        *tally = (struct judge_tally){.prop = prop, .keys = keys, .other = keys->tallies};
    if (!tally || !fill(judge, tally)) {
        judge->no_memory = true;
        return NULL;
    }
    return keys->tallies = tally;
}

static void note_unknown(struct mba_judge *judge, const struct judge_tally *tally)
{
    struct mba_value value;
    for (size_t i = 0; i < tally->unknown_count; i++) {
        const struct mba_key *key = tally->keys->items[tally->unknown[i]];
        judge_known(judge, key, judge_place(key), tally->prop, &value);
    }
}

static size_t record_all(struct mba_judge *judge, const struct judge_tally *tally, const char *text)
{
    size_t count = 0;
    for (uint32_t at = first_with(judge, tally, text); at; at = tally->next[at - 1], count++) {
        const struct mba_key *key = tally->keys->items[at - 1];
        struct judge_reading reading = {.prop = tally->prop, .key = key, .path = judge_place(key)};
        mba_effective(judge->mb, key, tally->prop, &reading.value);
        judge_record(judge, &reading);
    }
    return count;
}

/* Counts keys at a pattern whose property is a text, without case; not to have it is another value. */
static struct expr_value fn_count_with(const struct judge_args *args)
{
    struct mba_judge *judge = args->judge;
    const struct mba_property *prop = judge_argument_property(args, 1);
    const char *pattern = judge_resolve(judge, args->text[3]);
    if (!pattern)
        judge_lack(judge, LACK_PLACE, mba_arena_dup(judge->arena, args->text[3], strlen(args->text[3])),
                   NULL);
    if (!prop || !pattern || !judge_all_collected(judge, args->text[0], pattern))
        return expr_number(0);
    struct judge_keys *keys = judge_keys_of(judge, args->text[0], pattern);
    const struct judge_tally *tally = keys ? tally_of(judge, keys, prop) : NULL;
    if (!tally)
        return expr_number(0);
    note_unknown(judge, tally);
    return expr_number((double)record_all(judge, tally, args->text[2]));
}

const struct judge_function judge_functions_count[] = {
    {"count", "c?k", fn_count, EXPR_NUMBER},
    {"count-where", "cpx", fn_count_where, EXPR_NUMBER},
    {"count-with", "cpxk", fn_count_with, EXPR_NUMBER},
    {0},
};
