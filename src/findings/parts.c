/* parts: a document read as the lines that this room writes - each element of a snapshot is one - for
 * merging. A line feed in a value is written as a reference, so that no line breaks within an element.
 */
#include <errno.h>
#include <fcntl.h>
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "private.h"

enum { CHUNK = 256 * 1024, LONGEST_LINE = 1 << 30 };

struct mba_parts {
    char *name; /* for messages */
    gzFile gz;
    struct mba_buf buf; /* bytes read; the line being looked at is in it */
    size_t at;          /* of the next line */
    unsigned long line;
    xmlDocPtr head;
    bool in_servers, in_server, ended;
    char *server;
    struct mba_shot part;
    struct mba_arena *arena; /* strings of the part */
    const struct mba_kb *kb;
};
static bool fail_damaged(const struct mba_parts *parts, const char *why, char **error)
{
    return mba_fail(error, "%s:%lu: is not as mbaudit wrote it: %s; make it again", parts->name, parts->line,
                    why);
}

/* ---- lines ------------------------------------------------------------------------------------------- */

static bool more_bytes(struct mba_parts *parts, bool *end, char **error)
{
    int code = Z_OK;
    if (parts->at > 0) {
        memmove(parts->buf.data, parts->buf.data + parts->at, parts->buf.len - parts->at);
        parts->buf.len -= parts->at;
        parts->at = 0;
    }
    if (parts->buf.len > LONGEST_LINE || !mba_buf_reserve(&parts->buf, CHUNK))
        return mba_fail(error, "no memory");
    int n = gzread(parts->gz, parts->buf.data + parts->buf.len, CHUNK), cause = errno;
    const char *text = gzerror(parts->gz, &code);
    if (n < 0 || (n == 0 && code != Z_OK && code != Z_STREAM_END))
        return mba_fail(error, "%s: cannot be read: %s", parts->name,
                        code == Z_ERRNO       ? strerror(cause)
                        : code == Z_BUF_ERROR ? "the compressed file is cut off; make it again"
                                              : text);
    parts->buf.len += (size_t)n;
    *end = n == 0;
    return true;
}

/* The next line without its line feed. False: the end of the file, or an error. */
static bool next_line(struct mba_parts *parts, struct mba_span *line, char **error)
{
    for (size_t seen = 0;;) {
        char *start = parts->buf.data ? parts->buf.data + parts->at : NULL;
        size_t left = parts->buf.len - parts->at;
        char *lf = left > seen ? memchr(start + seen, '\n', left - seen) : NULL;
        if (lf) {
            *line = (struct mba_span){start, (size_t)(lf - start)};
            parts->at += line->n + 1;
            parts->line++;
            return true;
        }
        bool end;
        seen = left;
        if (!more_bytes(parts, &end, error))
            return false;
        if (end)
            return fail_damaged(parts, "it is cut off", error);
    }
}

/* ---- attributes -------------------------------------------------------------------------------------- */

static const struct {
    const char *reference;
    char c;
} references[] = {{"&lt;", '<'},   {"&gt;", '>'},   {"&amp;", '&'},
                  {"&quot;", '"'}, {"&#10;", '\n'}, {"&#9;", '\t'}};

/* What was written, back: the references that mba_xml_text knows. */
char *mba_xml_plain(struct mba_arena *arena, const char *text, size_t len)
{
    char *copy = mba_arena_dup(arena, text, len), *to = copy;
    if (!memchr(text, '&', len))
        return copy;
    for (const char *from = copy; copy && *from;) {
        size_t i = 0, known = sizeof references / sizeof *references;
        while (*from == '&' && i < known &&
               strncmp(from, references[i].reference, strlen(references[i].reference)))
            i++;
        bool refers = *from == '&' && i < known;
        *to++ = refers ? references[i].c : *from;
        from += refers ? strlen(references[i].reference) : 1;
    }
    if (copy)
        *to = '\0';
    return copy;
}

/* The attribute's text, or that of fallback when there is none. */
static const char *text_attr(struct mba_parts *parts, const struct mba_span *tag, const char *name,
                             const char *fallback)
{
    struct mba_span value;
    return mba_line_attr(tag, name, &value) ? mba_xml_plain(parts->arena, value.s, value.n) : fallback;
}

static bool number_attr(const struct mba_span *tag, const char *name, uint64_t *out)
{
    struct mba_span value;
    char digits[24];
    if (!mba_line_attr(tag, name, &value) || value.n >= sizeof digits)
        return false;
    memcpy(digits, value.s, value.n);
    digits[value.n] = '\0';
    return mba_is_digits(digits, value.n) && mba_parse_size(digits, UINT64_MAX, out);
}

static bool time_attr(const struct mba_span *tag, const char *name, mba_time fallback, mba_time *out)
{
    struct mba_span value;
    char iso[24];
    *out = fallback;
    if (!mba_line_attr(tag, name, &value))
        return true;
    *out = MBA_TIME_NONE;
    if (value.n >= sizeof iso)
        return false;
    memcpy(iso, value.s, value.n);
    iso[value.n] = '\0';
    return value.n == 0 || mba_time_parse_iso(iso, out);
}

/* ---- one snapshot ------------------------------------------------------------------------------------ */

struct snapshot_start { /* what exports take over from their snapshot */
    const char *captured_from, *server_from;
};

static void add_line(struct mba_buf *to, const struct mba_span *line)
{
    mba_buf_putc(to, '\n');
    mba_buf_add(to, line->s, line->n);
}

static bool read_start(struct mba_parts *parts, const struct mba_span *line, struct snapshot_start *start,
                       char **error)
{
    static const char *const words[] = {"full", "partly", "none"};
    struct mba_shot *part = &parts->part;
    struct mba_span tag = mba_line_tag(line), value;
    const char *counts = memmem(tag.s, tag.n, " fail=\"", 7);
    uint64_t keys;
    if (memmem(tag.s, tag.n, " missing=\"", 10))
        return fail_damaged(parts, "a comparison cannot be merged; merge first, then compare", error);
    if (!counts || tag.n + 1 != line->n || !number_attr(&tag, " keys=\"", &keys) || keys > UINT32_MAX ||
        !time_attr(&tag, " captured=\"", MBA_TIME_NONE, &part->captured) ||
        !time_attr(&tag, " same-as=\"", MBA_TIME_NONE, &part->same_as) ||
        !mba_line_attr(&tag, " completeness=\"", &value))
        return fail_damaged(parts, "a <snapshot> without what it must say", error);
    part->completeness = MBA_READ_FULL;
    while (part->completeness < MBA_READ_NONE && !mba_line_is(&value, words[part->completeness]))
        part->completeness++;
    part->fragment.tally = (struct mba_tally){.keys = (uint32_t)keys};
    part->server = parts->server;
    start->captured_from = text_attr(parts, &tag, " captured-from=\"", "");
    start->server_from = text_attr(parts, &tag, " server-from=\"", "");
    const char *same = memmem(tag.s, tag.n, " same-as=\"", 10);
    part->fragment.counts_at = (size_t)((same ? same : counts) - line->s);
    mba_buf_add(&part->fragment.text, line->s, part->fragment.counts_at);
    mba_buf_putc(&part->fragment.text, '>');
    return start->captured_from && start->server_from;
}

static bool read_export(struct mba_parts *parts, const struct mba_span *line,
                        const struct snapshot_start *start, char **error)
{
    struct mba_shot *part = &parts->part;
    struct mba_span tag = mba_line_tag(line), value;
    uint64_t top = 0;
    struct mba_shot_export e = {
        .input = text_attr(parts, &tag, " input=\"", NULL),
        .member = text_attr(parts, &tag, " member=\"", NULL),
        .format = text_attr(parts, &tag, " format=\"", NULL),
        .at = {.server = text_attr(parts, &tag, " server=\"", NULL),
               .server_from = text_attr(parts, &tag, " server-from=\"", start->server_from),
               .captured_from = text_attr(parts, &tag, " captured-from=\"", start->captured_from),
               .date_only = mba_line_attr(&tag, " date-only=\"yes", &value)}};
    e.located = mba_line_attr(&tag, " ordinal=\"", &value);
    e.at.full = mba_line_attr(&tag, " whole=\"yes", &value);
    e.at.account = text_attr(parts, &tag, " account=\"", NULL);
    e.runtime = mba_line_attr(&tag, " runtime=\"", &value) && mba_line_is(&value, "yes");
    bool placed = e.at.server && number_attr(&tag, " ordinal=\"", &e.at.ordinal) &&
                  number_attr(&tag, " bytes=\"", &e.at.bytes) && number_attr(&tag, " top=\"", &top) &&
                  top <= UINT32_MAX && time_attr(&tag, " captured=\"", part->captured, &e.at.captured);
    if (!e.input || !e.member || !e.format || (e.located && !placed))
        return fail_damaged(parts, "an <export> without what it must say", error);
    e.at.top = (uint32_t)top;
    if (!mba_grow(&part->exports, &part->export_cap, part->export_count + 1, sizeof e))
        return mba_fail(error, "no memory");
    part->exports[part->export_count++] = e;
    part->fragment.tally.exports++;
    add_line(&part->fragment.text, line);
    return true;
}

static bool read_finding(struct mba_parts *parts, const struct mba_span *line, char **error)
{
    struct mba_shot *part = &parts->part;
    struct mba_span tag = mba_line_tag(line), value;
    enum mba_severity severity;
    char word[16];
    part->findings++;
    if (mba_line_attr(&tag, " status=\"", &value) || mba_line_attr(&tag, " waiver=\"", &value))
        return fail_damaged(parts, "it was compared or waived; merge first, then compare", error);
    if (mba_line_attr(&tag, " scope=\"", &value))
        return true; /* of fleet scope: judged anew */
    if (!mba_line_attr(&tag, " severity=\"", &value) || value.n >= sizeof word)
        return fail_damaged(parts, "a <finding> without a severity", error);
    memcpy(word, value.s, value.n);
    word[value.n] = '\0';
    if (!mba_severity_parse(word, &severity))
        return fail_damaged(parts, "a <finding> of an unknown severity", error);
    part->fragment.tally.by_severity[severity]++;
    add_line(&part->fragment.text, line);
    return true;
}

static bool read_gap(struct mba_parts *parts, const struct mba_span *line, char **error)
{
    struct mba_span tag = mba_line_tag(line);
    const char *rule = text_attr(parts, &tag, " rule=\"", NULL);
    const struct mba_article *article = rule ? mba_kb_find(parts->kb, rule) : NULL;
    if (!article)
        return fail_damaged(parts, "a <not-evaluated> of an unknown rule", error);
    bool fleet = article->rule.scope == MBA_SCOPE_FLEET;
    add_line(fleet ? &parts->part.fragment.aside : &parts->part.fragment.text, line);
    return true;
}

static bool read_counts(struct mba_parts *parts, const struct mba_span *line, char **error)
{
    static const char close[] = "</outcomes>";
    struct mba_shot *part = &parts->part;
    size_t rules = mba_kb_count(parts->kb), head = strlen("<outcomes>"), tail = sizeof close - 1;
    part->counts = mba_arena_calloc(parts->arena, rules + 1, sizeof *part->counts);
    if (!part->counts)
        return mba_fail(error, "no memory");
    if (line->n < head + tail || memcmp(line->s + line->n - tail, close, tail) != 0 ||
        !mba_counts_read(line->s + head, line->n - head - tail, part->counts, rules))
        return fail_damaged(parts, "<outcomes> that are not one for each rule", error);
    add_line(&part->fragment.text, line);
    return true;
}

/* Where the parts of the text end: each of them may be missing. */
static void note_places(struct mba_fragment *fragment, const struct mba_span *line)
{
    size_t at = fragment->text.len;
    bool finding = mba_line_begins(line, "<finding "), gap = mba_line_begins(line, "<not-evaluated ");
    bool export = mba_line_begins(line, "<export ") || mba_line_begins(line, "<failed-export ");
    bool before = export || mba_line_begins(line, "<instance ");
    if (!export && !fragment->body_at)
        fragment->body_at = at;
    if (before || finding)
        fragment->findings_end = 0;
    else if (!fragment->findings_end)
        fragment->findings_end = at;
    if (before || finding || gap)
        fragment->gaps_end = 0;
    else if (!fragment->gaps_end)
        fragment->gaps_end = at;
    if (mba_line_begins(line, "<fact ") ? !fragment->facts_at
                                        : mba_line_is(line, "</recorded>") && !fragment->facts_at)
        fragment->facts_at = at;
    if (mba_line_is(line, "</recorded>"))
        fragment->facts_end = at;
}

static bool read_line(struct mba_parts *parts, const struct mba_span *line,
                      const struct snapshot_start *start, char **error)
{
    struct mba_fragment *fragment = &parts->part.fragment;
    note_places(fragment, line);
    if (mba_line_begins(line, "<export ") || mba_line_begins(line, "<failed-export "))
        return read_export(parts, line, start, error);
    if (mba_line_begins(line, "<finding "))
        return read_finding(parts, line, error);
    if (mba_line_begins(line, "<not-evaluated "))
        return read_gap(parts, line, error);
    if (mba_line_begins(line, "<outcomes>"))
        return read_counts(parts, line, error);
    if (!mba_line_begins(line, "<instance ") && !mba_line_begins(line, "<recorded ") &&
        !mba_line_begins(line, "<object ") && !mba_line_begins(line, "<fact ") &&
        !mba_line_is(line, "</recorded>"))
        return fail_damaged(parts, "a line that no audit writes", error);
    add_line(&fragment->text, line);
    return true;
}

static bool read_snapshot(struct mba_parts *parts, const struct mba_span *first, char **error)
{
    struct mba_shot *part = &parts->part;
    struct snapshot_start start = {0};
    struct mba_span line;
    mba_arena_reset(parts->arena);
    mba_buf_clear(&part->fragment.text);
    mba_buf_clear(&part->fragment.aside);
    part->fragment.body_at = part->fragment.findings_end = part->fragment.gaps_end = 0;
    part->fragment.facts_at = part->fragment.facts_end = 0;
    part->counts = NULL;
    part->export_count = part->findings = 0;
    if (!read_start(parts, first, &start, error))
        return *error ? false : mba_fail(error, "no memory");
    for (;;) {
        if (!next_line(parts, &line, error))
            return false;
        if (mba_line_is(&line, "</snapshot>"))
            break;
        if (!read_line(parts, &line, &start, error))
            return false;
    }
    note_places(&part->fragment, &line);
    add_line(&part->fragment.text, &line);
    mba_buf_putc(&part->fragment.text, '\n');
    bool failed = part->fragment.text.failed || part->fragment.aside.failed;
    return failed ? mba_fail(error, "no memory") : true;
}

/* ---- the document ------------------------------------------------------------------------------------ */

static bool enter_server(struct mba_parts *parts, const struct mba_span *line, char **error)
{
    struct mba_span tag = mba_line_tag(line), value;
    if (parts->in_server || !mba_line_attr(&tag, " name=\"", &value))
        return fail_damaged(parts, "a <server> out of place", error);
    mba_arena_reset(parts->arena);
    char *name = mba_xml_plain(parts->arena, value.s, value.n);
    free(parts->server);
    parts->server = name ? strdup(name) : NULL;
    parts->in_server = true;
    return parts->server ? true : mba_fail(error, "no memory");
}

static bool at_end(struct mba_parts *parts, char **error)
{
    struct mba_span line;
    bool end;
    if (!next_line(parts, &line, error))
        return false;
    if (!mba_line_is(&line, "</findings>"))
        return fail_damaged(parts, "the end is missing", error);
    parts->ended = true;
    if (parts->at == parts->buf.len && !more_bytes(parts, &end, error))
        return false;
    return parts->at == parts->buf.len ? true : fail_damaged(parts, "something follows its end", error);
}

struct mba_shot *mba_parts_next(struct mba_parts *parts, const struct mba_kb *kb, char **error)
{
    struct mba_span line;
    *error = NULL;
    parts->kb = kb;
    while (!parts->ended && next_line(parts, &line, error)) {
        bool good = true;
        if (mba_line_begins(&line, "<snapshot") && parts->in_server)
            return read_snapshot(parts, &line, error) ? &parts->part : NULL;
        if (mba_line_begins(&line, "<server "))
            good = enter_server(parts, &line, error);
        else if (mba_line_begins(&line, "<episode ") && parts->in_server)
            continue; /* told anew, of all documents together */
        else if (mba_line_is(&line, "</server>") && parts->in_server)
            parts->in_server = false;
        else if (mba_line_is(&line, "</servers>") && !parts->in_server)
            good = at_end(parts, error);
        else
            good = fail_damaged(parts, "a line that no audit writes", error);
        if (!good)
            break;
    }
    return NULL;
}

static void ignore(void *ctx, xmlErrorPtr error)
{
    (void)ctx, (void)error;
}

static bool parse_head(struct mba_parts *parts, struct mba_buf *text, char **error)
{
    mba_buf_puts(text, "</findings>");
    xmlParserCtxtPtr parser = text->failed ? NULL : xmlNewParserCtxt();
    if (!parser)
        return mba_fail(error, "no memory");
    parser->sax->serror = ignore;
    parts->head =
        xmlCtxtReadMemory(parser, text->data, (int)text->len, NULL, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
    xmlFreeParserCtxt(parser);
    xmlNodePtr root = parts->head ? xmlDocGetRootElement(parts->head) : NULL;
    if (!root || parts->head->intSubset || !mba_node_is(root, "findings") || !mba_node_child(root, "head"))
        return mba_fail(error, "%s: is not a findings document as mbaudit scan writes it", parts->name);
    return true;
}

static bool read_head(struct mba_parts *parts, char **error)
{
    struct mba_buf text = {0};
    struct mba_span line;
    bool good = true;
    while ((good = next_line(parts, &line, error)) && !mba_line_is(&line, "<servers>") &&
           text.len < INT32_MAX / 2) {
        mba_buf_add(&text, line.s, line.n);
        mba_buf_putc(&text, '\n');
        if (parts->line == 2 &&
            !mba_line_begins(&line, "<findings xmlns=\"" MBA_FINDINGS_NS "\" schema=\"1\"")) {
            good = mba_fail(error, "%s: is not a findings document as mbaudit scan writes it", parts->name);
            break;
        }
    }
    good = good && parse_head(parts, &text, error);
    mba_buf_free(&text);
    return good;
}

struct mba_parts *mba_parts_open(const char *path, char **error)
{
    struct mba_parts *parts = calloc(1, sizeof *parts);
    bool is_stdin = strcmp(path, "-") == 0;
    *error = NULL;
    if (!parts || !(parts->name = strdup(is_stdin ? "standard input" : path)) ||
        !(parts->arena = mba_arena_new())) {
        mba_fail(error, "no memory");
        mba_parts_free(parts);
        return NULL;
    }
    int fd = is_stdin ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        mba_fail(error, "%s: cannot be opened: %s", parts->name, strerror(errno));
    else if (!(parts->gz = gzdopen(fd, "rb"))) {
        close(fd);
        mba_fail(error, "no memory");
    } else if (gzbuffer(parts->gz, 128 * 1024) == 0 && read_head(parts, error)) {
        return parts;
    }
    mba_parts_free(parts);
    return NULL;
}

void mba_parts_free(struct mba_parts *parts)
{
    if (!parts)
        return;
    if (parts->gz)
        gzclose(parts->gz);
    xmlFreeDoc(parts->head);
    mba_arena_free(parts->arena);
    mba_buf_free(&parts->buf);
    mba_fragment_free(&parts->part.fragment);
    free(parts->part.exports);
    free(parts->server);
    free(parts->name);
    free(parts);
}

xmlDocPtr mba_parts_head(struct mba_parts *parts)
{
    return parts->head;
}
