/* The findings by rule. They arrive by server; their markup goes into a file without a name and only
 * twenty bytes of each stay in memory, so that a million findings need no more than a shelf of numbers. */
#include <errno.h>
#include <libxml/hash.h>
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "private.h"

enum { SECTION_ROWS = 500, SECTION_BYTES = 1024 * 1024, PENDING = 256 * 1024 };

struct item {
    uint64_t offset;
    uint32_t len;
    uint32_t rule;
};
struct rule {
    xmlNodePtr rule, article;
    size_t first, count; /* in order[] */
};
struct mba_book {
    char *folder;
    int fd;
    uint64_t end;
    struct mba_buf pending; /* not yet in the file */
    xmlHashTablePtr by_id;  /* -> struct rule */
    struct rule *rules;     /* in the order of the head */
    size_t rule_count;
    struct item *items;
    size_t count, cap;
    uint32_t *order; /* item numbers by rule */
    xmlBufferPtr text;
};

/* ---- making ------------------------------------------------------------------------------------------ */

static xmlNodePtr child(xmlNodePtr parent, const char *name)
{
    xmlNodePtr node = parent ? xmlFirstElementChild(parent) : NULL;
    while (node && strcmp((const char *)node->name, name) != 0)
        node = xmlNextElementSibling(node);
    return node;
}

static struct rule *rule_of(struct mba_book *book, xmlNodePtr node, const char *attribute)
{
    xmlChar *id = xmlGetNoNsProp(node, BAD_CAST attribute);
    struct rule *rule = id ? xmlHashLookup(book->by_id, id) : NULL;
    xmlFree(id);
    return rule;
}

xmlNodePtr mba_book_rule(const struct mba_book *book, const xmlChar *id)
{
    const struct rule *rule = xmlHashLookup(book->by_id, id);
    return rule ? rule->rule : NULL;
}

static bool read_rules(struct mba_book *book, xmlNodePtr head)
{
    xmlNodePtr rules = child(head, "rules"), articles = child(head, "articles"), node;
    book->rules = calloc(rules ? xmlChildElementCount(rules) + 1 : 1, sizeof *book->rules);
    if (!book->rules)
        return false;
    for (node = rules ? xmlFirstElementChild(rules) : NULL; node; node = xmlNextElementSibling(node)) {
        struct rule *rule = &book->rules[book->rule_count++];
        xmlChar *id = xmlGetNoNsProp(node, BAD_CAST "id");
        rule->rule = node;
        if (id)
            xmlHashAddEntry(book->by_id, id, rule); /* of two with one id the first counts */
        xmlFree(id);
    }
    for (node = articles ? xmlFirstElementChild(articles) : NULL; node; node = xmlNextElementSibling(node)) {
        struct rule *rule = rule_of(book, node, "id");
        if (rule)
            rule->article = node;
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
    book->text = xmlBufferCreate();
    if (!book->folder || !book->by_id || !book->text ||
        !read_rules(book, child(xmlDocGetRootElement(head), "head")))
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
    if (book->text)
        xmlBufferFree(book->text);
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
static bool add_markup(struct mba_book *book, struct mba_place *place, xmlNodePtr finding)
{
    static const char start[] = "<finding";
    const size_t skip = sizeof start - 1;
    xmlBufferEmpty(book->text);
    int len = xmlNodeDump(book->text, finding->doc, finding, 0, 0);
    if (len < (int)skip)
        return false;
    mba_buf_add(&book->pending, start, skip);
    mba_place_write(place, finding, &book->pending);
    mba_buf_add(&book->pending, xmlBufferContent(book->text) + skip, (size_t)len - skip);
    return !book->pending.failed;
}

static bool add_finding(struct mba_book *book, struct mba_place *place, xmlNodePtr finding, char **error)
{
    struct rule *rule = rule_of(book, finding, "rule");
    if (!rule)
        return mba_fail(error, "the findings document holds a finding of a rule that its head does not "
                               "name; make it again with mbaudit scan");
    size_t before = book->pending.len;
    if (book->count == UINT32_MAX ||
        !mba_grow(&book->items, &book->cap, book->count + 1, sizeof *book->items) ||
        !add_markup(book, place, finding))
        return mba_fail(error, "no memory");
    uint32_t len = (uint32_t)(book->pending.len - before);
    book->items[book->count++] = (struct item){book->end, len, (uint32_t)(rule - book->rules)};
    rule->count++;
    book->end += len;
    return book->pending.len < PENDING || flush_pending(book, error);
}

bool mba_book_add(struct mba_book *book, xmlDocPtr section, char **error)
{
    struct mba_place place;
    bool good = mba_place_begin(&place, section) ? true : mba_fail(error, "no memory");
    xmlNodePtr node = place.snapshot ? xmlFirstElementChild(place.snapshot) : NULL;
    for (; good && node; node = xmlNextElementSibling(node))
        if (strcmp((const char *)node->name, "finding") == 0)
            good = add_finding(book, &place, node, error);
    mba_place_end(&place);
    return good;
}

/* By counting: within a rule the order in which they came stays. */
bool mba_book_sort(struct mba_book *book, char **error)
{
    book->order = calloc(book->count + 1, sizeof *book->order);
    if (!book->order)
        return mba_fail(error, "no memory");
    size_t first = 0;
    for (size_t i = 0; i < book->rule_count; i++) {
        book->rules[i].first = first;
        first += book->rules[i].count;
        book->rules[i].count = 0;
    }
    for (size_t i = 0; i < book->count; i++) {
        struct rule *rule = &book->rules[book->items[i].rule];
        book->order[rule->first + rule->count++] = (uint32_t)i;
    }
    return flush_pending(book, error);
}

/* ---- giving out -------------------------------------------------------------------------------------- */

static bool read_item(struct mba_book *book, const struct item *item, struct mba_buf *out, char **error)
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

static void dump(struct mba_book *book, xmlNodePtr node, struct mba_buf *out)
{
    xmlBufferEmpty(book->text);
    if (!node)
        return;
    if (xmlNodeDump(book->text, node->doc, node, 0, 0) < 0)
        out->failed = true;
    else
        mba_buf_add(out, xmlBufferContent(book->text), (size_t)xmlBufferLength(book->text));
}

/* How many rows from this one on a section takes: at least one, whatever its size. */
static size_t rows_that_fit(const struct mba_book *book, const struct rule *rule, size_t row)
{
    size_t rows = 0, bytes = 0;
    while (row + rows < rule->count && rows < SECTION_ROWS && bytes < SECTION_BYTES)
        bytes += book->items[book->order[rule->first + row + rows++]].len;
    return rows;
}

static bool write_section(struct mba_book *book, const struct rule *rule, size_t row, size_t end,
                          struct mba_buf *out, char **error)
{
    mba_buf_printf(out, "<section xmlns=\"%s\" kind=\"rule\" n=\"%zu\" part=\"%s\" rows=\"%zu\">",
                   MBA_FINDINGS_NS, (size_t)(rule - book->rules) + 1, row ? "more" : "first", rule->count);
    dump(book, rule->rule, out);
    dump(book, rule->article, out);
    for (size_t i = row; i < end; i++)
        if (!read_item(book, &book->items[book->order[rule->first + i]], out, error))
            return false;
    mba_buf_puts(out, "</section>");
    return out->failed ? mba_fail(error, "no memory") : true;
}

xmlDocPtr mba_book_next(struct mba_book *book, struct mba_book_cursor *cursor, char **error)
{
    *error = NULL;
    while (cursor->rule < book->rule_count && cursor->row >= book->rules[cursor->rule].count)
        *cursor = (struct mba_book_cursor){cursor->rule + 1, 0};
    if (cursor->rule == book->rule_count)
        return NULL;
    const struct rule *rule = &book->rules[cursor->rule];
    size_t end = cursor->row + rows_that_fit(book, rule, cursor->row);
    struct mba_buf text = {0};
    xmlDocPtr doc = NULL;
    if (write_section(book, rule, cursor->row, end, &text, error)) {
        doc = xmlReadMemory(text.data, (int)text.len, NULL, "UTF-8",
                            XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
        if (!doc)
            mba_fail(error, "no memory");
    }
    cursor->row = end;
    mba_buf_free(&text);
    return doc;
}
