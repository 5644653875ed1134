/* Which server fails which rule: the servers that have most to do against the gravest rules. Only so many of
 * either are kept, whatever the size of the fleet. */
#include <stdlib.h>
#include <string.h>

#include "mbaudit/kb.h"
#include "private.h"
#include "report/node.h"

enum { ROWS = 30, COLUMNS = 24 };

struct cell {
    uint32_t findings;
    enum mba_severity worst;
};
struct row { /* the newest snapshot of a server that is no repetition of the one before it */
    char *server, *captured, *number, *completeness, *page;
    uint32_t by_severity[MBA_SEVERITY_COUNT];
    struct cell cells[COLUMNS];
};
struct mba_matrix {
    xmlNodePtr rules[COLUMNS]; /* the head's */
    size_t columns, failing;   /* failing: how many rules there would be */
    struct row rows[ROWS];     /* the most to do first */
    size_t count, servers;     /* servers: how many rows there would be */
    struct row newest;         /* of the server that is being taken in; without a name: nothing to do */
};

struct mba_matrix *mba_matrix_new(xmlDocPtr head)
{
    struct mba_matrix *matrix = calloc(1, sizeof *matrix);
    xmlNodePtr rules = mba_node_child(mba_node_child(xmlDocGetRootElement(head), "head"), "rules");
    xmlNodePtr rule = rules ? xmlFirstElementChild(rules) : NULL;
    for (; matrix && rule; rule = xmlNextElementSibling(rule)) {
        const char *fail = mba_node_attr(rule, "fail");
        if (!fail || strcmp(fail, "0") == 0)
            continue;
        matrix->failing++;
        if (matrix->columns < COLUMNS)
            matrix->rules[matrix->columns++] = rule;
    }
    return matrix;
}

static void free_row(struct row *row)
{
    free(row->server);
    free(row->captured);
    free(row->number);
    free(row->completeness);
    free(row->page);
}

void mba_matrix_free(struct mba_matrix *matrix)
{
    for (size_t i = 0; matrix && i < matrix->count; i++)
        free_row(&matrix->rows[i]);
    if (matrix)
        free_row(&matrix->newest);
    free(matrix);
}

/* ---- taking in --------------------------------------------------------------------------------------- */

static void count_cell(const struct mba_matrix *matrix, struct row *row, const char *rule,
                       enum mba_severity severity)
{
    for (size_t i = 0; rule && i < matrix->columns; i++) {
        const char *id = mba_node_attr(matrix->rules[i], "id");
        struct cell *cell = &row->cells[i];
        if (!id || strcmp(id, rule) != 0)
            continue;
        if (!cell->findings++ || severity < cell->worst)
            cell->worst = severity;
        return;
    }
}

/* False: there is nothing to do. */
static bool count_row(const struct mba_matrix *matrix, xmlNodePtr snapshot, struct row *row)
{
    bool any = false;
    *row = (struct row){0};
    for (xmlNodePtr node = xmlFirstElementChild(snapshot); node; node = xmlNextElementSibling(node)) {
        enum mba_severity severity;
        const char *word = mba_node_is(node, "finding") ? mba_node_attr(node, "severity") : NULL;
        if (!word || mba_finding_accepted(node) || !mba_severity_parse(word, &severity))
            continue;
        row->by_severity[severity]++;
        count_cell(matrix, row, mba_node_attr(node, "rule"), severity);
        any = true;
    }
    return any;
}

static bool graver(const struct row *a, const struct row *b)
{
    for (int i = 0; i < MBA_SEVERITY_COUNT; i++)
        if (a->by_severity[i] != b->by_severity[i])
            return a->by_severity[i] > b->by_severity[i];
    return false;
}

static char *copy_of(const char *text)
{
    return strdup(text ? text : "");
}

static bool name_row(struct row *row, xmlNodePtr root, xmlNodePtr snapshot)
{
    row->server = copy_of(mba_node_attr(root, "server"));
    row->number = copy_of(mba_node_attr(root, "n"));
    row->captured = copy_of(mba_node_attr(snapshot, "captured"));
    row->completeness = copy_of(mba_node_attr(snapshot, "completeness"));
    row->page = copy_of(mba_node_attr(root, "server-href"));
    if (row->server && row->number && row->captured && row->completeness && row->page)
        return true;
    return false;
}

/* Among the others, when it has more to do than one of them. */
static void place(struct mba_matrix *matrix, struct row *row)
{
    matrix->servers++;
    size_t at = matrix->count;
    while (at > 0 && graver(row, &matrix->rows[at - 1]))
        at--;
    if (at == ROWS) {
        free_row(row);
        return;
    }
    if (matrix->count == ROWS)
        free_row(&matrix->rows[--matrix->count]);
    memmove(&matrix->rows[at + 1], &matrix->rows[at], (matrix->count - at) * sizeof *row);
    matrix->rows[at] = *row;
    matrix->count++;
}

static bool take_newest(struct mba_matrix *matrix, xmlNodePtr root, xmlNodePtr snapshot)
{
    if (mba_node_attr(snapshot, "same-as"))
        return true;
    free_row(&matrix->newest);
    return !count_row(matrix, snapshot, &matrix->newest) || name_row(&matrix->newest, root, snapshot);
}

bool mba_matrix_add(struct mba_matrix *matrix, xmlDocPtr section)
{
    xmlNodePtr root = xmlDocGetRootElement(section), snapshot = mba_node_child(root, "snapshot");
    const char *last = mba_node_attr(root, "last");
    if (!snapshot)
        return true;
    if (!take_newest(matrix, root, snapshot))
        return false;
    if (last && strcmp(last, "yes") != 0)
        return true;
    if (matrix->newest.server)
        place(matrix, &matrix->newest);
    matrix->newest = (struct row){0};
    return true;
}

/* ---- giving out -------------------------------------------------------------------------------------- */

static bool column_used(const struct mba_matrix *matrix, size_t column)
{
    for (size_t i = 0; i < matrix->count; i++)
        if (matrix->rows[i].cells[column].findings)
            return true;
    return false;
}

static bool add_cell(xmlNodePtr parent, const struct cell *cell)
{
    xmlNodePtr node = mba_node_add(parent, "cell");
    return node && mba_node_set_number(node, "findings", cell->findings) &&
           (!cell->findings || mba_node_set(node, "severity", mba_severity_word(cell->worst)));
}

static bool add_row(const struct mba_matrix *matrix, xmlNodePtr parent, const struct row *row)
{
    xmlNodePtr node = mba_node_add(parent, "row");
    bool good = node && mba_node_set(node, "server", row->server) && mba_node_set(node, "n", row->number) &&
                mba_node_set(node, "completeness", row->completeness) &&
                (!*row->captured || mba_node_set(node, "captured", row->captured)) &&
                (!*row->page || mba_node_set(node, "server-href", row->page));
    for (int i = 0; good && i < MBA_SEVERITY_COUNT; i++)
        good = mba_node_set_number(node, mba_severity_word((enum mba_severity)i), row->by_severity[i]);
    for (size_t i = 0; good && i < matrix->columns; i++)
        good = !column_used(matrix, i) || add_cell(node, &row->cells[i]);
    return good;
}

xmlDocPtr mba_matrix_section(const struct mba_matrix *matrix)
{
    xmlDocPtr doc = mba_section_new("matrix");
    xmlNodePtr root = doc ? xmlDocGetRootElement(doc) : NULL;
    size_t used = 0;
    bool good = root;
    for (size_t i = 0; good && i < matrix->columns; i++) {
        if (!column_used(matrix, i))
            continue;
        good = mba_node_add_copy(root, matrix->rules[i]);
        used++;
    }
    good = good && mba_node_set_number(root, "more-servers", matrix->servers - matrix->count) &&
           mba_node_set_number(root, "more-rules", matrix->failing - used);
    for (size_t i = 0; good && i < matrix->count; i++)
        good = add_row(matrix, root, &matrix->rows[i]);
    if (good)
        return doc;
    xmlFreeDoc(doc);
    return NULL;
}
