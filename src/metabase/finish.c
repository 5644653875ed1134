/* finish: after the last export - order, parents, classes, instances, templates. */
#include "location.h"
#include "model.h"

#include <stdlib.h>
#include <string.h>

/* ---- order ----------------------------------------------------------------------------------- */

static int compare_nodes(const struct mb_node *a, const struct mb_node *b)
{
    if (a->key.location && b->key.location)
        return mba_ascii_casecmp(a->key.location, b->key.location);
    if (a->key.location || b->key.location)
        return a->key.location ? -1 : 1;
    return a->order < b->order ? -1 : 1;
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
        struct mb_slot *slot = &mb->by_location.slots[i];
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
    node->ids = (struct mb_table){0}; /* its indexes are those of before */
}

/* ---- parents --------------------------------------------------------------------------------- */

static struct mb_node *nearest_above(const struct mba_metabase *mb, const char *location)
{
    struct mb_node *found = NULL;
    size_t n = mb_location_above(location, strlen(location));
    for (; n > 0 && !found; n = mb_location_above(location, n))
        found = mb_node_find(mb, location, n);
    return found;
}

/* In a sorted tree the key before is the parent or, mostly, a sibling: looking it up is seldom needed. */
static struct mb_node *find_parent(const struct mba_metabase *mb, struct mb_node *before,
                                   const char *location)
{
    size_t above = mb_location_above(location, strlen(location));
    if (before && above > 1) {
        const char *other = before->key.location;
        bool shared = mba_ascii_ncasecmp(other, location, above) == 0;
        if (shared && other[above] == '\0')
            return before;
        if (shared && other[above] == '/' && !strchr(other + above + 1, '/'))
            return before->parent;
    }
    return nearest_above(mb, location);
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

/* The service of "/LM/<service>/<digits>"; n is 0 for every other key. */
static struct mb_span service_of_instance(const char *location)
{
    struct mb_span none = {location, 0}, last = mb_location_part(location, 2);
    if (!mba_is_digits(last.s, last.n) || last.s[last.n] != '\0')
        return none;
    return mb_location_part(location, 1);
}

/* Below "/LM/<service>/Info/Templates": what the console offers for new sites. */
static bool is_template(const char *location)
{
    struct mb_span info = mb_location_part(location, 2), templates = mb_location_part(location, 3);
    return mb_span_equal_nocase(info, "Info", 4) && mb_span_equal_nocase(templates, "Templates", 9) &&
           templates.s[templates.n] == '/';
}

static bool settle_kind(struct mba_metabase *mb, struct mb_node *node)
{
    const char *location = node->key.location;
    if (!location)
        return true;
    const char *class_name = class_of_instances(service_of_instance(location));
    node->key.instance = class_name != NULL;
    node->key.template_key = is_template(location);
    if (!class_name || node->has_class)
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
    struct mb_class *class = mb_class_get(mb, node->key.class_name, strlen(node->key.class_name));
    if (!class || !label_unplaced(mb, node, class))
        return false;
    if (class->last)
        mb->nodes[class->last - 1]->next_of_class = index + 1;
    else
        class->first = index + 1;
    class->last = index + 1;
    return true;
}

bool mba_metabase_finish(struct mba_metabase *mb, struct mba_problems *problems)
{
    if (!sort_nodes(mb))
        return false;
    struct mb_node *before = NULL;
    for (size_t i = 0; i < mb->node_count; i++) {
        struct mb_node *node = mb->nodes[i];
        sort_records(node);
        if (!settle_kind(mb, node) || !chain_class(mb, i))
            return false;
        if (node->key.location) {
            node->parent = find_parent(mb, before, node->key.location);
            before = node;
        }
    }
    mb_conflicts_report(mb, problems);
    return !problems->failed;
}
