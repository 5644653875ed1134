/* What rules of fleet scope read of a snapshot: into its fragment, and back from there - in a scan, too, so
 * that merged documents are judged by the same bytes.
 */
#include <string.h>

#include "private.h"

void mba_facts_write(struct mba_buf *out, const struct mba_kb *kb, const struct mba_outcomes *outcomes)
{
    for (size_t i = 0; i < outcomes->fact_count; i++) {
        const struct mba_fact *fact = &outcomes->facts[i];
        mba_buf_puts(out, "\n<fact");
        mba_xml_attr(out, "rule", mba_kb_at(kb, fact->rule)->id);
        mba_xml_attr(out, "path", fact->path);
        mba_xml_attr(out, "property", fact->property);
        mba_xml_attr(out, "group", fact->group);
        mba_xml_attr(out, "origin",
                     fact->origin == MBA_ORIGIN_NONE ? "not-set" : mba_origin_word(fact->origin));
        mba_xml_attr(out, "from", fact->from);
        mba_buf_putc(out, '>');
        mba_xml_text(out, fact->value, strlen(fact->value));
        mba_buf_puts(out, "</fact>");
    }
}

/* ---- and back --------------------------------------------------------------------------------------- */

struct line {
    const char *s;
    size_t n;
    size_t read; /* so much of it from its start was attributes that were asked for */
    struct mba_arena *arena;
};

#define ELEMENT "<fact"
#define CLOSE "</fact>"

/* Each is looked for first where the one before ended, for so they are written. */
static const char *attr(struct line *tag, const char *name)
{
    size_t len = strlen(name), left = tag->n - tag->read;
    bool next = left > len && memcmp(tag->s + tag->read, name, len) == 0;
    if (!left)
        return NULL;
    const char *at = next ? tag->s + tag->read : memmem(tag->s, tag->n, name, len);
    const char *close = at ? memchr(at + len, '"', (size_t)(tag->s + tag->n - at) - len) : NULL;
    if (next && close)
        tag->read = (size_t)(close - tag->s) + 1;
    return close ? mba_xml_plain(tag->arena, at + len, (size_t)(close - at) - len) : NULL;
}

/* The knowledge base is in order of id. */
static bool find_rule(const struct mba_kb *kb, const char *id, size_t *rule)
{
    size_t low = 0, high = mba_kb_count(kb);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(mba_kb_at(kb, middle)->id, id);
        *rule = middle;
        if (order == 0)
            return true;
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return false;
}

static const char *end_of_value(const struct line *line)
{
    const size_t len = sizeof CLOSE - 1;
    if (line->n >= len && memcmp(line->s + line->n - len, CLOSE, len) == 0)
        return line->s + line->n - len;
    return memmem(line->s, line->n, CLOSE, len);
}

static bool read_fact(const struct line *line, const struct mba_kb *kb, struct mba_fact *fact, bool *known)
{
    const char *close = memchr(line->s, '>', line->n);
    const char *end = end_of_value(line);
    if (!close || !end)
        return true;
    struct line tag = {line->s, (size_t)(close - line->s), 0, line->arena};
    if (tag.n >= sizeof ELEMENT - 1 && memcmp(tag.s, ELEMENT, sizeof ELEMENT - 1) == 0)
        tag.read = sizeof ELEMENT - 1;
    const char *rule = attr(&tag, " rule=\"");
    fact->path = attr(&tag, " path=\"");
    fact->property = attr(&tag, " property=\"");
    fact->group = attr(&tag, " group=\"");
    const char *origin = attr(&tag, " origin=\"");
    fact->from = attr(&tag, " from=\"");
    fact->value = mba_xml_plain(line->arena, close + 1, (size_t)(end - close) - 1);
    if (!rule || !origin || !fact->path || !fact->property || !fact->group || !fact->value)
        return false;
    fact->origin = strcmp(origin, "not-set") == 0    ? MBA_ORIGIN_NONE
                   : strcmp(origin, "explicit") == 0 ? MBA_ORIGIN_EXPLICIT
                                                     : MBA_ORIGIN_INHERITED;
    *known = find_rule(kb, rule, &fact->rule);
    return true;
}

bool mba_facts_read(const char *text, size_t len, const struct mba_kb *kb, struct mba_arena *arena,
                    struct mba_fact **facts, size_t *count)
{
    size_t lines = 0;
    const char *end = text + len;
    for (const char *lf = text; (lf = memchr(lf, '\n', (size_t)(end - lf))); lf++)
        lines++;
    *facts = mba_arena_calloc(arena, lines + 1, sizeof **facts);
    *count = 0;
    while (*facts && text < end) {
        const char *start = *text == '\n' ? text + 1 : text, *lf = memchr(start, '\n', (size_t)(end - start));
        struct line line = {start, (size_t)((lf ? lf : end) - start), 0, arena};
        bool known = false;
        if (!read_fact(&line, kb, &(*facts)[*count], &known))
            return false;
        *count += known;
        text = lf ? lf : end;
    }
    return *facts != NULL;
}
