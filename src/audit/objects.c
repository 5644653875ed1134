/* objects: the rules on each class of keys, from one object to the next.
 *
 * Most objects differ from the one before in a property or two. A rule whose outcome came from properties
 * that are the same again has the same outcome: it is not even looked at. How many objects an outcome holds
 * for is counted when it ends, so that a thousand directories cost a rule that is happy with them nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "audit/judge.h"

enum { WORD_BITS = 64, KEPT_OBJECTS = 65536 };

/* ---- classes --------------------------------------------------------------------------------- */

static struct judge_class *find_class(const struct mba_judge *judge, const char *name)
{
    uint32_t hash = mba_ascii_casehash(name, strlen(name));
    for (size_t i = 0; i < judge->class_count; i++)
        if (judge->classes[i].hash == hash && mba_ascii_streq(judge->classes[i].name, name))
            return &judge->classes[i];
    return NULL;
}

static struct judge_class *class_of(struct mba_judge *judge, const char *name)
{
    struct judge_class *class = find_class(judge, name);
    if (class)
        return class;
    if (!mba_grow(&judge->classes, &judge->class_cap, judge->class_count + 1, sizeof *judge->classes))
        return NULL;
    judge->classes[judge->class_count] =
        (struct judge_class){.name = name,
                             .hash = mba_ascii_casehash(name, strlen(name)),
                             .virtual_server = judge_class_is_virtual_server(name),
                             .watch = calloc(mba_dictionary_room(judge->dict) + 1, sizeof(struct mba_watch))};
    return &judge->classes[judge->class_count++];
}

static void note_tails(struct judge_class *class, const struct judge_rule *rule)
{
    for (const struct judge_path *path = rule->paths; path->pattern; path++) {
        uint32_t hash = path->tail ? mba_ascii_casehash(path->tail, path->tail_len) : 0;
        class->any_tail = class->any_tail || !path->tail;
        class->tails[hash / WORD_BITS % JUDGE_TAIL_WORDS] |= UINT64_C(1) << hash % WORD_BITS;
    }
}

static bool add_member(struct judge_members *members, size_t rule)
{
    if (members->count && members->items[members->count - 1].rule == rule)
        return true; /* named twice: judged once */
    if (!mba_grow(&members->items, &members->cap, members->count + 1, sizeof *members->items))
        return false;
    members->items[members->count++] = (struct judge_member){.rule = rule};
    return true;
}

bool judge_index_rule(struct mba_judge *judge, size_t index)
{
    const struct judge_rule *rule = &judge->rules[index];
    const struct mba_rule *r = &rule->article->rule;
    for (const char *const *name = r->classes; r->scope != MBA_SCOPE_SERVER && *name; name++) {
        struct judge_class *class = class_of(judge, *name);
        bool placed = rule->paths[0].pattern != NULL;
        if (!class || !add_member(placed ? &class->placed : &class->anywhere, index))
            return false;
        if (placed)
            note_tails(class, rule);
    }
    return true;
}

bool judge_index_done(struct mba_judge *judge)
{
    for (size_t i = 0; i < judge->class_count; i++) {
        struct judge_class *class = &judge->classes[i];
        class->words = class->anywhere.count / WORD_BITS + 1;
        class->due = calloc(class->words, sizeof *class->due);
        class->readers = calloc(class->words * WORD_BITS, sizeof *class->readers);
        class->seen = calloc(WORD_BITS, sizeof *class->seen);
        if (!class->watch || !class->due || !class->readers || !class->seen)
            return false;
    }
    return true;
}

void judge_classes_free(struct mba_judge *judge)
{
    for (size_t i = 0; i < judge->class_count; i++) {
        struct judge_class *class = &judge->classes[i];
        free(class->anywhere.items);
        free(class->placed.items);
        free(class->watch);
        free(class->due);
        free(class->readers);
        free(class->seen);
        free(class->objects);
    }
    free(judge->classes);
}

/* ---- what an outcome came from --------------------------------------------------------------- */

/* The bit of what was read; what came too late for one of its own shares the last. */
static uint64_t watch(struct judge_class *class, const struct judge_read *read)
{
    struct mba_watch *watch = &class->watch[read->index];
    uint8_t *number = read->part == PART_ORIGIN ? &watch->origin : &watch->value;
    if (*number == 0)
        *number = (uint8_t)(class->watched < WORD_BITS ? ++class->watched : WORD_BITS);
    return UINT64_C(1) << (*number - 1);
}

/* The outcome at the objects that follow may be taken over from this one; memo NULL: it may not. */
static void settle(struct judge_class *class, struct judge_member *member, const struct judge_memo *memo)
{
    member->settled = memo != NULL;
    member->since = class->object_count;
    if (!memo)
        return;
    member->outcome = memo->outcome;
    member->gap = memo->gap;
    member->reads = 0;
    for (unsigned i = 0; i < memo->shape->count; i++)
        member->reads |= watch(class, &memo->shape->reads[i]);
}

/* Counts the objects since the outcome was found, up to the one numbered end. */
static void count_up(struct mba_judge *judge, const struct judge_class *class, struct judge_member *member,
                     size_t end)
{
    size_t count = member->settled ? end - member->since : 0;
    if (count && member->outcome == MBA_OUTCOME_NOT_EVALUATED)
        judge_gap_again(judge, member->gap, &class->objects[member->since], count);
    else if (count)
        judge->counts[member->rule][member->outcome] += (uint32_t)count;
    member->since = end;
}

/* What may be different for the rules of the class since the object before. */
static uint64_t changes_to(struct mba_judge *judge, struct judge_class *class, const struct mba_key *key)
{
    if (class->object_count > 1)
        return mba_effective_changes(judge->mb, class->objects[class->object_count - 2], key, class->watch);
    memset(class->due, 0xFF, class->words * sizeof *class->due);
    for (size_t i = 0; i < class->anywhere.count; i++) /* the outcomes are those of another snapshot */
        class->anywhere.items[i].settled = false;
    for (size_t i = 0; i < class->placed.count; i++)
        class->placed.items[i].settled = false;
    return UINT64_MAX;
}

/* ---- one object ------------------------------------------------------------------------------ */

static void judge_member(struct mba_judge *judge, struct judge_class *class, struct judge_member *member,
                         const struct mba_key *key)
{
    judge->seen[member->rule] = true;
    settle(class, member, judge_one(judge, member->rule, key, judge_place(key)));
}

/* The rules that may come to something else than at the object before: those without a settled outcome, and
 * those that read what is different. Bits of readers are never taken back, so a rule may be in vain here. */
static uint64_t due(const struct judge_class *class, size_t word, uint64_t changes)
{
    uint64_t due = class->due[word];
    for (uint64_t rest = changes; rest; rest &= rest - 1)
        due |= class->readers[(size_t)__builtin_ctzll(rest) * class->words + word];
    return due;
}

static void judge_anywhere(struct mba_judge *judge, struct judge_class *class, const struct mba_key *key,
                           uint64_t changes)
{
    for (size_t word = 0; word * WORD_BITS < class->anywhere.count; word++) {
        for (uint64_t rest = due(class, word, changes); rest; rest &= rest - 1) {
            size_t index = word * WORD_BITS + (size_t)__builtin_ctzll(rest);
            uint64_t bit = rest & -rest;
            if (index >= class->anywhere.count)
                break;
            struct judge_member *member = &class->anywhere.items[index];
            if (member->settled && !(member->reads & changes))
                continue;
            count_up(judge, class, member, class->object_count - 1);
            judge_member(judge, class, member, key);
            class->due[word] = member->settled ? class->due[word] & ~bit : class->due[word] | bit;
            for (uint64_t reads = member->settled ? member->reads : 0; reads; reads &= reads - 1)
                class->readers[(size_t)__builtin_ctzll(reads) * class->words + word] |= bit;
        }
    }
}

static bool in_place(const struct judge_rule *rule, const char *location, size_t len)
{
    for (const struct judge_path *path = rule->paths; path->pattern; path++)
        if (judge_path_fits(path, location, len))
            return true;
    return false;
}

/* Could a pattern of the class fit? Most end in a name that few keys have. */
static bool may_be_placed(const struct judge_class *class, const char *location, size_t len)
{
    if (!location || !class->placed.count)
        return false;
    const char *slash = memrchr(location, '/', len), *name = slash ? slash + 1 : location;
    uint32_t hash = mba_ascii_casehash(name, len - (size_t)(name - location));
    return class->any_tail ||
           (class->tails[hash / WORD_BITS % JUDGE_TAIL_WORDS] & UINT64_C(1) << hash % WORD_BITS);
}

/* An outcome holds on only if the object before was in place, too. */
static void judge_placed(struct mba_judge *judge, struct judge_class *class, const struct mba_key *key,
                         uint64_t changes)
{
    size_t len = key->location_len, now = class->object_count - 1;
    if (!may_be_placed(class, key->location, len))
        return;
    for (size_t i = 0; i < class->placed.count; i++) {
        struct judge_member *member = &class->placed.items[i];
        if (!in_place(&judge->rules[member->rule], key->location, len))
            continue;
        if (member->settled && member->since == now && !(member->reads & changes))
            count_up(judge, class, member, now + 1);
        else
            judge_member(judge, class, member, key);
    }
}

void judge_key(struct mba_judge *judge, const struct mba_key *key)
{
    if (key->class_name != judge->class_name) { /* most keys have the class of the one before */
        judge->class_name = key->class_name;
        judge->class_rules = find_class(judge, key->class_name);
    }
    struct judge_class *class = judge->class_rules;
    if (!class || key->template_key || (class->virtual_server && key->location && !key->instance))
        return;
    if (!mba_grow(&class->objects, &class->object_cap, class->object_count + 1, sizeof *class->objects)) {
        judge->no_memory = true;
        return;
    }
    class->objects[class->object_count++] = key;
    uint64_t changes = changes_to(judge, class, key);
    class->fresh &= ~changes;
    judge->class_judged = class;
    judge_turn_to(judge, key);
    judge_anywhere(judge, class, key, changes);
    judge_placed(judge, class, key, changes);
    judge->class_judged = NULL;
}

void judge_objects_begin(struct mba_judge *judge)
{
    judge->class_name = NULL;
    for (size_t i = 0; i < judge->class_count; i++) {
        struct judge_class *class = &judge->classes[i];
        class->object_count = 0;
        if (class->object_cap > KEPT_OBJECTS) { /* one huge snapshot made it so long */
            free(class->objects);
            class->objects = NULL;
            class->object_cap = 0;
        }
    }
}

void judge_objects_end(struct mba_judge *judge)
{
    for (size_t i = 0; i < judge->class_count; i++) {
        struct judge_class *class = &judge->classes[i];
        for (size_t n = 0; class->object_count && n < class->anywhere.count; n++)
            count_up(judge, class, &class->anywhere.items[n], class->object_count);
    }
}
