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
    struct mba_arena *arena;
};

static const char *attr(const struct line *tag, const char *name)
{
    size_t len = strlen(name);
    const char *at = memmem(tag->s, tag->n, name, len);
    const char *close = at ? memchr(at + len, '"', (size_t)(tag->s + tag->n - at) - len) : NULL;
    return close ? mba_xml_plain(tag->arena, at + len, (size_t)(close - at) - len) : NULL;
}

static bool find_rule(const struct mba_kb *kb, const char *id, size_t *rule)
{
    for (*rule = 0; *rule < mba_kb_count(kb); ++*rule)
        if (strcmp(mba_kb_at(kb, *rule)->id, id) == 0)
            return true;
    return false;
}

static bool read_fact(const struct line *line, const struct mba_kb *kb, struct mba_fact *fact, bool *known)
{
    const char *close = memchr(line->s, '>', line->n);
    const char *end = memmem(line->s, line->n, "</fact>", 7);
    if (!close || !end)
        return true;
    struct line tag = {line->s, (size_t)(close - line->s), line->arena};
    const char *rule = attr(&tag, " rule=\""), *origin = attr(&tag, " origin=\"");
    fact->path = attr(&tag, " path=\"");
    fact->property = attr(&tag, " property=\"");
    fact->group = attr(&tag, " group=\"");
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
        struct line line = {start, (size_t)((lf ? lf : end) - start), arena};
        bool known = false;
        if (!read_fact(&line, kb, &(*facts)[*count], &known))
            return false;
        *count += known;
        text = lf ? lf : end;
    }
    return *facts != NULL;
}
