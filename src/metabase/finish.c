/* finish: after the last export - order, parents, classes, instances, templates. */
#include "location.h"
#include "model.h"

#include <stdlib.h>
#include <string.h>

/* ---- order ----------------------------------------------------------------------------------- */

static int compare_nodes(const struct mb_node *a, const struct mb_node *b)
{
    if (a->key.location && b->key.location)
        return mb_span_compare_nocase((struct mb_span){a->key.location, a->key.location_len},
                                      (struct mb_span){b->key.location, b->key.location_len});
    if (a->key.location || b->key.location)
        return a->key.location ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

/* Keys below a location begin with it and a slash, which keys that only begin with the same letters do not.
 */
size_t mba_metabase_first_below(const struct mba_metabase *mb, const char *location)
{
    size_t low = 0, high = mb->node_count, len = strlen(location);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct mba_key *key = &mb->nodes[middle]->key;
        struct mb_span have = {key->location, key->location_len}, start = {key->location, len};
        int order = key->location ? 0 : 1;
        if (key->location && have.n <= len)
            order = mb_span_compare_nocase(have, (struct mb_span){location, len}) > 0 ? 1 : -1;
        else if (key->location &&
                 (order = mb_span_compare_nocase(start, (struct mb_span){location, len})) == 0)
            order = key->location[len] < '/' ? -1 : 1;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int compare_node_pointers(const void *a, const void *b)
{
    return compare_nodes(*(struct mb_node *const *)a, *(struct mb_node *const *)b);
}

static bool is_sorted(const struct mba_metabase *mb)
{
    for (size_t i = 1; i < mb->node_count; i++)
        if (compare_nodes(mb->nodes[i - 1], mb->nodes[i]) > 0)
            return false;
    return true;
}

/* The table knows keys by their order of reading: after sorting, by their position. */
static bool renumber(struct mba_metabase *mb)
{
    uint32_t *position = mba_arena_alloc(mb->arena, mb->node_count * sizeof *position);
    if (!position)
        return false;
    for (size_t i = 0; i < mb->node_count; i++)
        position[mb->nodes[i]->order] = (uint32_t)i + 1;
    for (size_t i = 0; i < mb->by_location.cap; i++) {
        struct mba_slot *slot = &mb->by_location.slots[i];
        if (slot->item != 0)
            slot->item = position[slot->item - 1];
    }
    return true;
}

static bool sort_nodes(struct mba_metabase *mb)
{
    if (is_sorted(mb)) /* as servers write them */
        return true;
    qsort(mb->nodes, mb->node_count, sizeof(struct mb_node *), compare_node_pointers);
    return renumber(mb);
}

static int compare_records(const void *a, const void *b)
{
    const struct mba_record *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    if (!x->prop != !y->prop) /* both 0: the schema's own before those that have only a name */
        return x->prop ? -1 : 1;
    return mba_ascii_casecmp(x->name, y->name);
}

static void insertion_sort(struct mba_record *records, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct mba_record moving = records[i];
        size_t at = i;
        for (; at > 0 && compare_records(&records[at - 1], &moving) > 0; at--)
            records[at] = records[at - 1];
        records[at] = moving;
    }
}

static void sort_records(struct mb_node *node)
{
    enum { FEW = 16 }; /* most keys: quicker than a general sort */
    if (node->key.count <= FEW)
        insertion_sort(node->key.records, node->key.count);
    else
        qsort(node->key.records, node->key.count, sizeof *node->key.records, compare_records);
    node->ids = (struct mba_table){0}; /* its indexes are those of before */
}

/* ---- parents --------------------------------------------------------------------------------- */

static struct mb_node *nearest_above(const struct mba_metabase *mb, const char *location, size_t n)
{
    struct mb_node *found = NULL;
    for (n = mb_location_above(location, n); n > 0 && !found; n = mb_location_above(location, n))
        found = mb_node_find(mb, location, n);
    return found;
}

/* In a sorted tree the key before is the parent or, mostly, a sibling: looking it up is seldom needed. */
static struct mb_node *find_parent(const struct mba_metabase *mb, struct mb_node *before,
                                   const struct mb_node *node)
{
    const char *location = node->key.location;
    size_t n = mb_location_above(location, node->key.location_len);
    struct mb_span above = {location, n};
    if (before && n > 1) {
        if (mb_span_equal_nocase(above, before->key.location, before->key.location_len))
            return before;
        if (mb_location_above(before->key.location, before->key.location_len) == n &&
            mb_span_equal_nocase(above, before->key.location, n))
            return before->parent;
    }
    return nearest_above(mb, location, node->key.location_len);
}

/* ---- what a key is --------------------------------------------------------------------------- */

static const struct {
    const char *service, *instance_class;
} services[] = {{"W3SVC", "IIsWebServer"},    {"MSFTPSVC", "IIsFtpServer"}, {"SMTPSVC", "IIsSmtpServer"},
                {"NNTPSVC", "IIsNntpServer"}, {"POP3SVC", "IIsPop3Server"}, {"IMAP4SVC", "IIsImapServer"}};

/* The class of the virtual servers of a service, or NULL. */
static const char *class_of_instances(struct mb_span service)
{
    for (size_t i = 0; i < sizeof services / sizeof services[0]; i++)
        if (mb_span_equal_nocase(service, services[i].service, strlen(services[i].service)))
            return services[i].instance_class;
    return NULL;
}

/* "/LM/SmtpSvc/1" -> "SmtpSvc" and "1"; false for the services themselves and what stands above them. */
static bool split_location(const struct mb_node *node, struct mb_span *service, struct mb_span *rest)
{
    static const size_t root = sizeof "/LM/" - 1;
    if (node->key.location_len <= root)
        return false;
    const char *name = node->key.location + root, *end = node->key.location + node->key.location_len;
    const char *slash = memchr(name, '/', node->key.location_len - root);
    if (!slash)
        return false;
    *service = (struct mb_span){name, (size_t)(slash - name)};
    *rest = (struct mb_span){slash + 1, (size_t)(end - slash) - 1};
    return true;
}

/* Marks virtual servers, gives them a class, and marks what the console offers for new sites. */
static bool settle_kind(struct mba_metabase *mb, struct mb_node *node)
{
    static const char templates[] = "Info/Templates/";
    static const size_t n = sizeof templates - 1;
    struct mb_span service, rest;
    if (!split_location(node, &service, &rest))
        return true;
    node->key.template_key = rest.n > n && mba_ascii_ncasecmp(rest.s, templates, n) == 0;
    const char *class_name = mba_is_digits(rest.s, rest.n) ? class_of_instances(service) : NULL;
    node->key.instance = class_name != NULL;
    if (!class_name || node->class_item)
        return true;
    return mb_node_set_class(mb, node, class_name, strlen(class_name));
}

static bool label_unplaced(struct mba_metabase *mb, struct mb_node *node, struct mb_class *class)
{
    if (node->key.location)
        return true;
    class->unplaced++;
    node->key.label = class->unplaced == 1 ? mba_arena_printf(mb->arena, "(place unknown) %s", class->name)
                                           : mba_arena_printf(mb->arena, "(place unknown) %s (%zu)",
                                                              class->name, class->unplaced);
    return node->key.label != NULL;
}

/* ---- class index ----------------------------------------------------------------------------- */

static bool chain_class(struct mba_metabase *mb, size_t index)
{
    struct mb_node *node = mb->nodes[index];
    if (!node->class_item && !mb_node_set_class(mb, node, node->key.class_name, strlen(node->key.class_name)))
        return false;
    struct mb_class *class = &mb->classes[node->class_item - 1];
    if (class->last)
        mb->nodes[class->last - 1]->next_of_class = index + 1;
    else
        class->first = index + 1;
    class->last = index + 1;
    return label_unplaced(mb, node, class);
}

bool mba_metabase_finish(struct mba_metabase *mb, struct mba_problems *problems)
{
    if (!sort_nodes(mb))
        return false;
    struct mb_node *before = NULL;
    mb->generation++; /* what was remembered is of before */
    for (size_t i = 0; i < mb->node_count; i++) {
        struct mb_node *node = mb->nodes[i];
        sort_records(node);
        if (!settle_kind(mb, node) || !chain_class(mb, i))
            return false;
        if (node->key.location) {
            node->parent = find_parent(mb, before, node);
            before = node;
        }
    }
    mb_conflicts_report(mb, problems);
    mb_observations_finish(mb, problems);
    return !problems->failed;
}
