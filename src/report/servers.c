/* One line for each server: where its page is and how it does. */
#include <libxml/hash.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"
#include "report/node.h"

struct mba_servers {
    struct mba_server_line **lines;
    size_t count, cap;
    xmlHashTablePtr pages; /* the names of pages that are taken */
};

static const char *const completeness_words[] = {"full", "partly", "none"};

struct mba_servers *mba_servers_new(void)
{
    struct mba_servers *servers = calloc(1, sizeof *servers);
    if (servers && !(servers->pages = xmlHashCreate(1024))) {
        free(servers);
        return NULL;
    }
    return servers;
}

static void line_free(struct mba_server_line *line)
{
    if (!line)
        return;
    free(line->name);
    free(line->page);
    free(line);
}

void mba_servers_free(struct mba_servers *servers)
{
    if (!servers)
        return;
    for (size_t i = 0; i < servers->count; i++)
        line_free(servers->lines[i]);
    free(servers->lines);
    xmlHashFree(servers->pages, NULL);
    free(servers);
}

/* A document that names a server twice, which none of ours does, costs no page. */
static char *free_page(struct mba_servers *servers, const char *name)
{
    char page[MBA_NAME_SIZE];
    mba_page_name("server", name, page);
    size_t len = strlen(page);
    for (size_t n = 2; xmlHashLookup(servers->pages, BAD_CAST page); n++)
        snprintf(page + len, sizeof page - len, "-again-%zu", n);
    return xmlHashAddEntry(servers->pages, BAD_CAST page, servers) == 0 ? strdup(page) : NULL;
}

struct mba_server_line *mba_servers_add(struct mba_servers *servers, const char *name)
{
    struct mba_server_line *line = calloc(1, sizeof *line);
    if (line) {
        line->name = strdup(name);
        line->page = free_page(servers, name);
    }
    if (!line || !line->name || !line->page ||
        !mba_grow(&servers->lines, &servers->cap, servers->count + 1, sizeof(struct mba_server_line *))) {
        line_free(line);
        return NULL;
    }
    servers->lines[servers->count++] = line;
    return line;
}

size_t mba_servers_count(const struct mba_servers *servers)
{
    return servers->count;
}

/* ---- adding up ---------------------------------------------------------------------------------------- */

static const char *attribute(xmlNodePtr node, const char *name)
{
    const char *text = node ? mba_node_attr(node, name) : NULL;
    return text ? text : "";
}

static uint64_t number(xmlNodePtr node, const char *name)
{
    return strtoull(attribute(node, name), NULL, 10);
}

void mba_server_tally(xmlDocPtr section, struct mba_server_line *out)
{
    xmlNodePtr snapshot = xmlFirstElementChild(xmlDocGetRootElement(section));
    *out = (struct mba_server_line){.snapshots = 1, .keys = number(snapshot, "keys")};
    snprintf(out->captured, sizeof out->captured, "%s", attribute(snapshot, "captured"));
    out->completeness = MBA_READ_NONE;
    for (unsigned i = 0; i < MBA_READ_NONE; i++)
        if (strcmp(attribute(snapshot, "completeness"), completeness_words[i]) == 0)
            out->completeness = i;
    bool repeats = snapshot && mba_node_attr(snapshot, "same-as"); /* counted where it first came to this */
    for (int i = 0; i < MBA_OUTCOME_COUNT && !repeats; i++)
        out->by_outcome[i] = number(snapshot, mba_outcome_word((enum mba_outcome)i));
    for (xmlNodePtr node = snapshot ? xmlFirstElementChild(snapshot) : NULL; node;
         node = xmlNextElementSibling(node)) {
        enum mba_severity severity;
        if (!mba_node_is(node, "finding"))
            continue;
        if (mba_finding_accepted(node))
            out->waived++;
        else if (mba_severity_parse(attribute(node, "severity"), &severity))
            out->by_severity[severity]++;
    }
}

bool mba_server_repeat(xmlNodePtr snapshot, const struct mba_server_line *of)
{
    bool good = mba_node_set_number(snapshot, "waived", of->waived);
    for (int i = 0; good && i < MBA_OUTCOME_COUNT; i++)
        good = mba_node_set_number(snapshot, mba_outcome_word((enum mba_outcome)i), of->by_outcome[i]);
    for (int i = 0; good && i < MBA_SEVERITY_COUNT; i++)
        good = mba_node_set_number(snapshot, mba_severity_word((enum mba_severity)i), of->by_severity[i]);
    return good;
}

/* Snapshots come by time: the last that is joined is the newest. */
void mba_server_join(struct mba_server_line *line, const struct mba_server_line *snapshot)
{
    memcpy(line->captured, snapshot->captured, sizeof line->captured);
    line->completeness = snapshot->completeness;
    line->keys = snapshot->keys;
    line->snapshots += snapshot->snapshots;
    line->waived += snapshot->waived;
    for (int i = 0; i < MBA_OUTCOME_COUNT; i++)
        line->by_outcome[i] += snapshot->by_outcome[i];
    for (int i = 0; i < MBA_SEVERITY_COUNT; i++)
        line->by_severity[i] += snapshot->by_severity[i];
}

/* ---- in order ----------------------------------------------------------------------------------------- */

static void put_attribute(struct mba_buf *out, const char *name, const char *text)
{
    xmlBufferPtr escaped = *text ? xmlBufferCreate() : NULL;
    if (!escaped) {
        out->failed |= *text != '\0';
        return;
    }
    xmlAttrSerializeTxtContent(escaped, NULL, NULL, BAD_CAST text);
    mba_buf_printf(out, " %s=\"%s\"", name, (const char *)xmlBufferContent(escaped));
    xmlBufferFree(escaped);
}

void mba_server_write(struct mba_buf *out, const struct mba_server_line *line)
{
    char file[MBA_NAME_SIZE];
    uint64_t findings = 0;
    mba_page_file(line->page, 1, file);
    mba_buf_puts(out, "<server");
    put_attribute(out, "name", line->name);
    put_attribute(out, "captured", line->captured);
    mba_buf_printf(out, " href=\"%s\" completeness=\"%s\" snapshots=\"%llu\" keys=\"%llu\"", file,
                   completeness_words[line->completeness], (unsigned long long)line->snapshots,
                   (unsigned long long)line->keys);
    for (int i = 0; i < MBA_SEVERITY_COUNT; i++) {
        findings += line->by_severity[i];
        mba_buf_printf(out, " %s=\"%llu\"", mba_severity_word((enum mba_severity)i),
                       (unsigned long long)line->by_severity[i]);
    }
    mba_buf_printf(out, " waived=\"%llu\" findings=\"%llu\"", (unsigned long long)line->waived,
                   (unsigned long long)(findings + line->waived));
    for (int i = 0; i < MBA_OUTCOME_COUNT; i++)
        mba_buf_printf(out, " %s=\"%llu\"", mba_outcome_word((enum mba_outcome)i),
                       (unsigned long long)line->by_outcome[i]);
    mba_buf_puts(out, "/>");
}

struct ranked {
    const struct mba_server_line *line;
    size_t at; /* in the document */
};

static int by_gravity(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    for (int i = 0; i < MBA_SEVERITY_COUNT; i++)
        if (x->line->by_severity[i] != y->line->by_severity[i])
            return x->line->by_severity[i] > y->line->by_severity[i] ? -1 : 1;
    if (x->line->completeness != y->line->completeness)
        return x->line->completeness > y->line->completeness ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

bool mba_servers_write(const struct mba_servers *servers, bool gravest, size_t first, size_t count,
                       struct mba_buf *out)
{
    struct ranked *ranked = calloc(servers->count + 1, sizeof *ranked);
    if (!ranked)
        return false;
    for (size_t i = 0; i < servers->count; i++)
        ranked[i] = (struct ranked){servers->lines[i], i};
    if (gravest)
        qsort(ranked, servers->count, sizeof *ranked, by_gravity);
    for (size_t i = first; i < servers->count && i - first < count; i++)
        mba_server_write(out, ranked[i].line);
    free(ranked);
    return !out->failed;
}
