/* The findings by rule. They arrive by server; their markup goes into a file without a name and only
 * twenty bytes of each stay in memory, so that a million findings need no more than a shelf of numbers. */
#include <errno.h>
#include <libxml/hash.h>
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "private.h"
#include "report/node.h"

enum { SECTION_ROWS = 500, SECTION_BYTES = 1024 * 1024, PENDING = 256 * 1024 };
/* Of the main page: at most so many rows of a rule, and so much of all rules together. */
enum { BRIEF_ROWS = 10, BRIEF_BYTES = 512 * 1024, BRIEF_LEAST = 4096 };

struct mba_item {
    uint64_t offset;
    uint32_t len;
    uint32_t rule : 31, gone : 1;
};
struct rule {
    xmlNodePtr node, article;
    char *markup;                                        /* of the two */
    char *name;                                          /* of its page */
    size_t first[MBA_PART_COUNT], count[MBA_PART_COUNT]; /* in order[] */
    size_t
        before[MBA_PART_COUNT]; /* findings given before its first: of all parts before, then of this one */
};
struct mba_book {
    char *folder;
    int fd;
    uint64_t end;
    struct mba_buf pending; /* not yet in the file */
    xmlHashTablePtr by_id;  /* -> struct rule */
    struct rule *rules;     /* in the order of the head */
    size_t rule_count;
    struct mba_item *items;
    size_t count, cap;
    uint32_t *order; /* item numbers by rule */
    size_t brief_bytes;
};

/* ---- making ------------------------------------------------------------------------------------------ */

static struct rule *rule_of(const struct mba_book *book, xmlNodePtr node, const char *attribute)
{
    const char *id = mba_node_attr(node, attribute);
    return id ? xmlHashLookup(book->by_id, BAD_CAST id) : NULL;
}

xmlNodePtr mba_book_rule(const struct mba_book *book, const xmlChar *id, const char **name)
{
    const struct rule *rule = xmlHashLookup(book->by_id, id);
    if (rule && name)
        *name = rule->name;
    return rule ? rule->node : NULL;
}

static bool add_rule(struct mba_book *book, xmlNodePtr node)
{
    struct rule *rule = &book->rules[book->rule_count++];
    char name[MBA_NAME_SIZE];
    xmlChar *id = xmlGetNoNsProp(node, BAD_CAST "id");
    rule->node = node;
    mba_page_name("rule", id ? (const char *)id : "", name);
    rule->name = strdup(name);
    if (id)
        xmlHashAddEntry(book->by_id, id, rule); /* of two with one id the first counts */
    xmlFree(id);
    return rule->name;
}

static bool read_rules(struct mba_book *book, xmlNodePtr head)
{
    xmlNodePtr rules = mba_node_child(head, "rules"), articles = mba_node_child(head, "articles"), node;
    book->rules = calloc(rules ? xmlChildElementCount(rules) + 1 : 1, sizeof *book->rules);
    if (!book->rules)
        return false;
    for (node = rules ? xmlFirstElementChild(rules) : NULL; node; node = xmlNextElementSibling(node))
        if (!add_rule(book, node))
            return false;
    for (node = articles ? xmlFirstElementChild(articles) : NULL; node; node = xmlNextElementSibling(node)) {
        struct rule *rule = rule_of(book, node, "id");
        if (rule)
            rule->article = node;
    }
    return true;
}

static bool dump(xmlBufferPtr text, xmlNodePtr node)
{
    return !node || xmlNodeDump(text, node->doc, node, 0, 0) >= 0;
}

/* Once for all sections of a rule. */
static bool write_rules(struct mba_book *book)
{
    for (size_t i = 0; i < book->rule_count; i++) {
        struct rule *rule = &book->rules[i];
        xmlBufferPtr text = xmlBufferCreate();
        if (text && dump(text, rule->node) && dump(text, rule->article))
            rule->markup = strdup((const char *)xmlBufferContent(text));
        if (text)
            xmlBufferFree(text);
        if (!rule->markup)
            return false;
    }
    return true;
}

struct mba_book *mba_book_new(xmlDocPtr head, const char *folder, char **error)
{
    struct mba_book *book = calloc(1, sizeof *book);
    *error = NULL;
    if (!book) {
        mba_fail(error, "no memory");
        return NULL;
    }
    book->fd = -1;
    book->folder = strdup(folder);
    book->by_id = xmlHashCreate(256);
    if (!book->folder || !book->by_id ||
        !read_rules(book, mba_node_child(xmlDocGetRootElement(head), "head")) || !write_rules(book))
        mba_fail(error, "no memory");
    else
        book->fd = mba_nameless_file(folder, error);
    if (book->fd >= 0)
        return book;
    mba_book_free(book);
    return NULL;
}

void mba_book_free(struct mba_book *book)
{
    if (!book)
        return;
    if (book->fd >= 0)
        close(book->fd);
    if (book->by_id)
        xmlHashFree(book->by_id, NULL);
    for (size_t i = 0; i < book->rule_count; i++) {
        free(book->rules[i].markup);
        free(book->rules[i].name);
    }
    mba_buf_free(&book->pending);
    free(book->folder);
    free(book->rules);
    free(book->items);
    free(book->order);
    free(book);
}

/* ---- taking in --------------------------------------------------------------------------------------- */

static bool flush_pending(struct mba_book *book, char **error)
{
    size_t done = 0;
    while (done < book->pending.len) {
        ssize_t n = write(book->fd, book->pending.data + done, book->pending.len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return mba_fail(error, "%s: cannot write the temporary file: %s", book->folder, strerror(errno));
        done += (size_t)n;
    }
    mba_buf_clear(&book->pending);
    return true;
}

/* The finding's markup with its place put in right after the name of the element. */
static bool add_markup(struct mba_gathered *out, xmlBufferPtr text, struct mba_place *place,
                       xmlNodePtr finding)
{
    const size_t skip = 1 + strlen((const char *)finding->name);
    xmlBufferEmpty(text);
    int len = xmlNodeDump(text, finding->doc, finding, 0, 0);
    if (len < (int)skip)
        return false;
    mba_buf_add(&out->markup, xmlBufferContent(text), skip);
    mba_place_write(place, finding, &out->markup);
    mba_buf_add(&out->markup, xmlBufferContent(text) + skip, (size_t)len - skip);
    return !out->markup.failed;
}

static bool add_finding(const struct mba_book *book, struct mba_gathered *out, xmlBufferPtr text,
                        struct mba_place *place, xmlNodePtr finding, bool gone)
{
    size_t before = out->markup.len;
    struct rule *rule = rule_of(book, finding, "rule");
    if (!mba_grow(&out->items, &out->cap, out->count + 1, sizeof *out->items) ||
        !add_markup(out, text, place, finding) || out->markup.len - before > UINT32_MAX)
        return false;
    out->items[out->count++] = (struct mba_item){.offset = before,
                                                 .len = (uint32_t)(out->markup.len - before),
                                                 .rule = (uint32_t)(rule - book->rules),
                                                 .gone = gone};
    return true;
}

static bool gather(const struct mba_book *book, struct mba_place *place, struct mba_gathered *out,
                   bool *document, char **error)
{
    xmlBufferPtr text = xmlBufferCreate();
    bool good = text != NULL;
    xmlNodePtr node = place->snapshot ? xmlFirstElementChild(place->snapshot) : NULL;
    for (; good && node; node = xmlNextElementSibling(node)) {
        const char *name = (const char *)node->name;
        bool gone = strcmp(name, "resolved") == 0 || strcmp(name, "not-comparable") == 0;
        if (!gone && strcmp(name, "finding") != 0)
            continue;
        *document = !rule_of(book, node, "rule");
        if (*document)
            mba_fail(error, "the findings document holds a finding of a rule that its head does not "
                            "name; make it again with mbaudit scan");
        good = !*document && add_finding(book, out, text, place, node, gone);
    }
    if (text)
        xmlBufferFree(text);
    return good || *error ? good : mba_fail(error, "no memory");
}

bool mba_book_gather(const struct mba_book *book, xmlDocPtr section, struct mba_gathered *out, bool *document,
                     char **error)
{
    struct mba_place place;
    *document = false;
    bool good = mba_place_begin(&place, section) ? gather(book, &place, out, document, error)
                                                 : mba_fail(error, "no memory");
    mba_place_end(&place);
    return good;
}

void mba_gathered_free(struct mba_gathered *gathered)
{
    mba_buf_free(&gathered->markup);
    free(gathered->items);
    *gathered = (struct mba_gathered){0};
}

bool mba_book_take(struct mba_book *book, const struct mba_gathered *gathered, char **error)
{
    if (gathered->count > UINT32_MAX - book->count ||
        !mba_grow(&book->items, &book->cap, book->count + gathered->count, sizeof *book->items))
        return mba_fail(error, "no memory");
    for (size_t i = 0; i < gathered->count; i++) {
        struct mba_item item = gathered->items[i];
        item.offset += book->end;
        book->items[book->count++] = item;
        book->rules[item.rule].count[item.gone]++;
    }
    book->end += gathered->markup.len;
    mba_buf_add(&book->pending, gathered->markup.data, gathered->markup.len);
    if (book->pending.failed)
        return mba_fail(error, "no memory");
    return book->pending.len < PENDING || flush_pending(book, error);
}

/* And sets the counts to zero. */
static void count_before(struct mba_book *book)
{
    size_t before = 0;
    for (int part = 0; part < MBA_PART_COUNT; part++)
        for (size_t i = 0; i < book->rule_count; i++) {
            book->rules[i].before[part] = before;
            before += book->rules[i].count[part];
            book->rules[i].count[part] = 0;
        }
}

/* By counting: within a rule the order in which they came stays. */
bool mba_book_sort(struct mba_book *book, char **error)
{
    size_t first = 0, failing = 0;
    book->order = calloc(book->count + 1, sizeof *book->order);
    if (!book->order)
        return mba_fail(error, "no memory");
    for (size_t i = 0; i < book->rule_count; i++) {
        failing += book->rules[i].count[MBA_PART_FINDINGS] > 0;
        for (int part = 0; part < MBA_PART_COUNT; part++) {
            book->rules[i].first[part] = first;
            first += book->rules[i].count[part];
        }
    }
    count_before(book);
    for (size_t i = 0; i < book->count; i++) {
        struct rule *rule = &book->rules[book->items[i].rule];
        int part = book->items[i].gone;
        book->order[rule->first[part] + rule->count[part]++] = (uint32_t)i;
    }
    book->brief_bytes = BRIEF_BYTES / (failing + 1);
    if (book->brief_bytes < BRIEF_LEAST)
        book->brief_bytes = BRIEF_LEAST;
    return flush_pending(book, error);
}

/* ---- giving out -------------------------------------------------------------------------------------- */

static const struct mba_item *item_at(const struct mba_book *book, const struct mba_chunk *chunk, size_t row)
{
    return &book->items[book->order[book->rules[chunk->rule].first[chunk->part] + row]];
}

size_t mba_book_rows(const struct mba_book *book, const struct mba_chunk *chunk)
{
    return book->rules[chunk->rule].count[chunk->part];
}

/* How many rows from this one on a section takes: at least one, whatever its size. */
static size_t rows_that_fit(const struct mba_book *book, const struct mba_chunk *chunk, size_t row)
{
    size_t rows = 0, bytes = 0, all = mba_book_rows(book, chunk);
    while (row + rows < all && rows < SECTION_ROWS && bytes < SECTION_BYTES)
        bytes += item_at(book, chunk, row + rows++)->len;
    return rows;
}

static void count_parts(const struct mba_book *book, struct mba_chunk *chunk)
{
    chunk->of = 0;
    for (size_t row = 0; row < mba_book_rows(book, chunk); row += rows_that_fit(book, chunk, row))
        chunk->of++;
}

bool mba_book_next(const struct mba_book *book, struct mba_chunk *chunk)
{
    chunk->row += chunk->rows;
    chunk->number++;
    if (chunk->rows && chunk->row >= mba_book_rows(book, chunk)) {
        chunk->rule++;
        chunk->row = chunk->rows = 0;
    }
    while (chunk->rule < book->rule_count && mba_book_rows(book, chunk) == 0)
        chunk->rule++;
    if (chunk->rule == book->rule_count)
        return false;
    if (chunk->row == 0) {
        chunk->number = 1;
        count_parts(book, chunk);
    }
    chunk->rows = rows_that_fit(book, chunk, chunk->row);
    return true;
}

struct mba_chunk mba_book_brief(const struct mba_book *book, const struct mba_chunk *chunk)
{
    struct mba_chunk brief = {.rule = chunk->rule, .part = chunk->part, .number = 1, .of = 1};
    size_t bytes = 0, all = mba_book_rows(book, chunk);
    while (brief.rows < all && brief.rows < BRIEF_ROWS) {
        bytes += item_at(book, chunk, brief.rows)->len;
        if (bytes > book->brief_bytes)
            break;
        brief.rows++;
    }
    return brief;
}

const char *mba_book_rule_markup(const struct mba_book *book, size_t rule)
{
    return book->rules[rule].markup;
}

const char *mba_book_rule_name(const struct mba_book *book, size_t rule)
{
    return book->rules[rule].name;
}

static bool read_item(const struct mba_book *book, const struct mba_item *item, struct mba_buf *out,
                      char **error)
{
    if (!mba_buf_reserve(out, item->len))
        return mba_fail(error, "no memory");
    for (size_t done = 0; done < item->len;) {
        char *to = out->data + out->len;
        ssize_t n = pread(book->fd, to, item->len - done, (off_t)(item->offset + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return mba_fail(error, "%s: cannot read the temporary file: %s", book->folder,
                            n < 0 ? strerror(errno) : "it is shorter than what was written");
        out->len += (size_t)n;
        done += (size_t)n;
    }
    return true;
}

static bool write_section(const struct mba_book *book, const struct mba_chunk *chunk, const char *attributes,
                          struct mba_buf *out, char **error)
{
    static const char *const kinds[] = {"rule", "gone"};
    mba_buf_printf(
        out, "<section xmlns=\"%s\" kind=\"%s\" n=\"%zu\" part=\"%s\" rows=\"%zu\" before=\"%zu\"%s>",
        MBA_FINDINGS_NS, kinds[chunk->part], chunk->rule + 1, chunk->row ? "more" : "first",
        mba_book_rows(book, chunk), book->rules[chunk->rule].before[chunk->part] + chunk->row, attributes);
    mba_buf_puts(out, book->rules[chunk->rule].markup);
    for (size_t i = 0; i < chunk->rows; i++)
        if (!read_item(book, item_at(book, chunk, chunk->row + i), out, error))
            return false;
    mba_buf_puts(out, "</section>");
    return out->failed ? mba_fail(error, "no memory") : true;
}

xmlDocPtr mba_book_section(const struct mba_book *book, const struct mba_chunk *chunk, const char *attributes,
                           char **error)
{
    struct mba_buf text = {0};
    xmlDocPtr doc = NULL;
    if (write_section(book, chunk, attributes, &text, error)) {
        doc = xmlReadMemory(text.data, (int)text.len, NULL, "UTF-8",
                            XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
        if (!doc)
            mba_fail(error, "no memory");
    }
    mba_buf_free(&text);
    return doc;
}
