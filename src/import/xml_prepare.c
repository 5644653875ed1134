/* xml_prepare: one pass over a document before libxml2 parses it; see xml_prepare.h.
 *
 * Speed matters here: every byte of every MetaBase.xml goes through. Values and names are looked at eight
 * bytes at a time, and nothing is copied before the first change.
 */
#include "import/xml_prepare.h"

#include <stdlib.h>
#include <string.h>

#define ONES UINT64_C(0x0101010101010101)
#define HIGH (ONES << 7)
#define DEL 0x7F

enum { TAGS_A_LOOK = 1024 }; /* the time is looked at each time that so many were read */

struct scan {
    struct xml_prepared *doc;
    const struct mba_limits *limits;
    const char *p, *end;
    const char *copied;      /* everything before it is in doc->copy, once there is a copy, */
    unsigned long owed;      /* but for so many line breaks of attributes that were taken out */
    struct xml_known *known; /* NULL: nothing is taken out */
    bool keep;               /* leave the attributes of this start tag to libxml2 */
    bool repeated;           /* an attribute that was taken out stands in its tag again */
    size_t tag;
    unsigned long line;
    uint64_t depth;
    enum mba_status status;
    bool malformed; /* libxml2 will say why; nothing after this is changed */
};

static bool refuse(struct scan *s, unsigned long line, const char *why)
{
    s->status = MBA_MEMBER_FAILED;
    s->doc->fault_line = line;
    snprintf(s->doc->fault, sizeof s->doc->fault, "%s", why);
    return false;
}

static bool over_limit(struct scan *s, unsigned long line, enum mba_limit_id id)
{
    s->status = MBA_MEMBER_FAILED;
    s->doc->fault_line = line;
    mba_limit_message(s->limits, id, s->doc->fault, sizeof s->doc->fault);
    return false;
}

static bool out_of_memory(struct scan *s)
{
    s->status = MBA_RUN_FAILED;
    return false;
}

static bool malformed(struct scan *s)
{
    s->malformed = true;
    return false;
}

/* ---- finding bytes --------------------------------------------------------------------------- */

/* Not zero when one of the eight bytes is below `below` (at most 0x80), or is c. */
static inline uint64_t any_stop(uint64_t word, unsigned below, unsigned char c)
{
    uint64_t other = word ^ (ONES * c);
    return (((word - ONES * below) & ~word) | ((other - ONES) & ~other)) & HIGH;
}

/* The first byte that is below `below` or is one of both; end when there is none. */
static inline const char *find_stop(const char *p, const char *end, unsigned below, char a, char b)
{
    uint64_t word;
    for (; (size_t)(end - p) >= sizeof word; p += sizeof word) {
        memcpy(&word, p, sizeof word);
        if (any_stop(word, below, (unsigned char)a) || (a != b && any_stop(word, below, (unsigned char)b)))
            break;
    }
    while (p < end && (unsigned char)*p >= below && *p != a && *p != b)
        p++;
    return p;
}

static inline bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static unsigned long count_breaks(const char *p, const char *end)
{
    unsigned long n = 0;
    for (; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        n++;
    return n;
}

static void skip_space(struct scan *s)
{
    for (; s->p < s->end && is_space(*s->p); s->p++)
        s->line += *s->p == '\n';
}

/* Moves behind the next occurrence of `close`, counting lines. */
static bool skip_past(struct scan *s, const char *close)
{
    size_t n = strlen(close);
    const char *at = memmem(s->p, (size_t)(s->end - s->p), close, n);
    if (!at)
        return malformed(s);
    s->line += count_breaks(s->p, at);
    s->p = at + n;
    return true;
}

static bool starts_with(const struct scan *s, const char *word)
{
    size_t n = strlen(word);
    return (size_t)(s->end - s->p) >= n && memcmp(s->p, word, n) == 0;
}

/* The document ends within the word. */
static bool ends_in(const struct scan *s, const char *word)
{
    size_t left = (size_t)(s->end - s->p);
    return left < strlen(word) && memcmp(s->p, word, left) == 0;
}

/* ---- changes --------------------------------------------------------------------------------- */

/* Copies everything before p. */
static bool copy_to(struct scan *s, const char *p)
{
    struct mba_buf *copy = &s->doc->copy;
    if (copy->len > s->limits->value[MBA_LIMIT_MEMBER_BYTES])
        return over_limit(s, s->line, MBA_LIMIT_MEMBER_BYTES);
    if (!copy->data)
        mba_buf_reserve(copy,
                        s->doc->len); /* marks are shorter than what they stand for: most often enough */
    for (; s->owed > 0; s->owed--)
        mba_buf_putc(copy, '\n');
    mba_buf_add(copy, s->copied, (size_t)(p - s->copied));
    s->copied = p;
    return copy->failed ? out_of_memory(s) : true;
}

/* Puts text in the place of the next n bytes. */
static bool replace(struct scan *s, size_t n, const char *text, size_t text_len)
{
    struct mba_buf *copy = &s->doc->copy;
    if (!copy_to(s, s->p))
        return false;
    mba_buf_add(copy, text, text_len);
    s->p += n;
    s->copied = s->p;
    return copy->failed ? out_of_memory(s) : true;
}

static bool note_place(struct scan *s, unsigned long line)
{
    struct xml_prepared *doc = s->doc;
    if (doc->place_count == doc->place_cap &&
        !mba_grow(&doc->places, &doc->place_cap, doc->place_count + 1, sizeof *doc->places))
        return out_of_memory(s);
    doc->places[doc->place_count++] = line < XML_PLACE_LINE ? (uint32_t)line : XML_PLACE_LINE;
    return true;
}

/* A line break in a value: the mark takes the place of it and of the white space after it. */
static bool mark_break(struct scan *s, unsigned long *breaks)
{
    const char *q = s->p;
    for (; q < s->end && is_space(*q); q++)
        *breaks += *q == '\n';
    bool reference = s->doc->mark == '\n';
    return replace(s, (size_t)(q - s->p), reference ? "&#10;" : &s->doc->mark, reference ? 5 : 1);
}

static bool give_back_breaks(struct scan *s, unsigned long breaks)
{
    s->line += breaks;
    if (!replace(s, 0, "\n", 1))
        return false;
    while (--breaks > 0)
        mba_buf_putc(&s->doc->copy, '\n');
    return !s->doc->copy.failed || out_of_memory(s);
}

/* ---- tags ------------------------------------------------------------------------------------ */

/* s->p is behind the opening quote. */
static bool value(struct scan *s, char quote, bool *wrapped)
{
    const char *start = s->p;
    unsigned long breaks = 0;
    *wrapped = false;
    while ((s->p = find_stop(s->p, s->end, 0x20, quote, quote)) < s->end && *s->p != quote) {
        char c = *s->p;
        bool is_break = c == '\n' || c == '\r';
        *wrapped |= is_break;
        if (is_break ? !mark_break(s, &breaks) : c == '\t' && !replace(s, 1, "&#9;", 4))
            return false;
        if (!is_break && c != '\t')
            s->p++; /* not allowed in XML: libxml2 says so */
        if ((uint64_t)(s->p - start) > s->limits->value[MBA_LIMIT_VALUE_BYTES])
            break;
    }
    if ((uint64_t)(s->p - start) > s->limits->value[MBA_LIMIT_VALUE_BYTES])
        return over_limit(s, s->line, MBA_LIMIT_VALUE_BYTES);
    if (s->p == s->end)
        return malformed(s);
    s->p++;
    return breaks == 0 || give_back_breaks(s, breaks);
}

static bool is_namespace(const char *name, size_t len)
{
    return len >= 5 && memcmp(name, "xmlns", 5) == 0 && (len == 5 || name[5] == ':');
}

/* ---- attributes that need no parser ----------------------------------------------------------- */

/* Behind a value: what libxml2 takes for the end of it. */
static bool stands_free(const char *p, const char *end)
{
    return p < end && (is_space(*p) || *p == '>' || (*p == '/' && end - p > 1 && p[1] == '>'));
}

/* The attribute at s->p, if it is such a one; *after: what comes behind it. It must stand free, for libxml2
 * will not see that it did. */
static bool find_plain(struct scan *s, struct xml_plain *plain, const char **after)
{
    enum { LONGEST_NAME = 64 };
    size_t left = (size_t)(s->end - s->p);
    const char *is = memchr(s->p, '=', left < LONGEST_NAME ? left : LONGEST_NAME);
    if (!is || s->end - is < 3 || (is[1] != '"' && is[1] != '\'') || !is_space(s->p[-1]))
        return false;
    const char *blank = is;
    while (blank > s->p && blank[-1] == ' ') /* servers write: Location ="/" */
        blank--;
    const struct xml_known_name *name = xml_known_find(s->known, s->p, (size_t)(blank - s->p));
    if (!name)
        return false;
    const char *value = is + 2, *close = memchr(value, is[1], (size_t)(s->end - value));
    if (!close || !stands_free(close + 1, s->end))
        return false;
    *plain = (struct xml_plain){.prop = name->prop,
                                .value = value,
                                .len = (size_t)(close - value),
                                .line = s->line < XML_PLACE_LINE ? (uint32_t)s->line : XML_PLACE_LINE,
                                .tag = s->tag};
    *after = close + 1;
    return plain->len <= s->limits->value[MBA_LIMIT_VALUE_BYTES] && xml_is_plain(value, plain->len);
}

/* Takes the attribute at s->p out, with the white space from `space` on. False: it stays, or (see s->status
 * and s->repeated) there is nothing more to do here. */
static bool take_out(struct scan *s, const char *space, unsigned long line_of_space)
{
    struct xml_prepared *doc = s->doc;
    struct xml_plain plain;
    const char *after;
    if (!s->known || s->keep || !find_plain(s, &plain, &after))
        return false;
    if (!xml_known_first(s->known, plain.prop, s->tag)) {
        s->repeated = true;
        return false;
    }
    if (doc->plain_count == doc->plain_cap &&
        !mba_grow(&doc->plain, &doc->plain_cap, doc->plain_count + 1, sizeof *doc->plain))
        return out_of_memory(s);
    if (s->copied < space && !copy_to(s, space))
        return false;
    doc->plain[doc->plain_count++] = plain;
    s->owed += s->line - line_of_space;
    s->p = s->copied = after;
    return true;
}

static bool attribute(struct scan *s)
{
    const char *name = s->p;
    unsigned long line = s->line;
    s->p = find_stop(s->p, s->end, 0x21, '=', '>');
    size_t len = (size_t)(s->p - name);
    skip_space(s);
    if (len == 0 || s->p == s->end || *s->p != '=')
        return malformed(s);
    s->p++;
    skip_space(s);
    if (s->p == s->end || (*s->p != '"' && *s->p != '\''))
        return malformed(s);
    char quote = *s->p++;
    bool noted = !is_namespace(name, len), wrapped;
    if ((noted && !note_place(s, line)) || !value(s, quote, &wrapped))
        return false;
    if (noted && wrapped)
        s->doc->places[s->doc->place_count - 1] |= XML_PLACE_WRAPPED;
    return true;
}

/* True at the end of a tag, which is then passed. */
static bool tag_end(struct scan *s)
{
    if (*s->p == '>') {
        s->p++;
        return true;
    }
    if (*s->p == '/' && s->end - s->p > 1 && s->p[1] == '>') {
        s->p += 2;
        s->depth--;
        return true;
    }
    return false;
}

static const char *name_end(const char *p, const char *end)
{
    while (p < end && !is_space(*p) && *p != '>' && *p != '/')
        p++;
    return p;
}

static bool is_letter(char c)
{
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || (c >= '0' && c <= '9');
}

/* After an odd name libxml2 may see attributes where there are none here. */
static void element_name(struct scan *s)
{
    const char *name = s->p + 1, *letters = name;
    s->p = name_end(name, s->end);
    while (letters < s->p && is_letter(*letters))
        letters++;
    s->keep = letters < s->p || (s->p - name == 6 && memcmp(name, "Custom", 6) == 0);
}

static bool start_tag(struct scan *s)
{
    unsigned long line = s->line;
    if (++s->depth > s->limits->value[MBA_LIMIT_DEPTH])
        return over_limit(s, line, MBA_LIMIT_DEPTH);
    if (s->tag % TAGS_A_LOOK == TAGS_A_LOOK - 1 && mba_limits_late(s->limits))
        return over_limit(s, line, MBA_LIMIT_MEMBER_SECONDS);
    if (!note_place(s, line))
        return false;
    s->tag++;
    element_name(s);
    for (uint64_t count = 1;; count++) {
        const char *space = s->p;
        unsigned long line_of_space = s->line;
        skip_space(s);
        if (s->p == s->end)
            return malformed(s);
        if (tag_end(s))
            return true;
        if (count > s->limits->value[MBA_LIMIT_ATTRIBUTES])
            return over_limit(s, line, MBA_LIMIT_ATTRIBUTES);
        if (!take_out(s, space, line_of_space) && (s->status != MBA_OK || s->repeated || !attribute(s)))
            return false;
    }
}

static bool end_tag(struct scan *s)
{
    if (s->depth == 0)
        return malformed(s);
    s->depth--;
    return skip_past(s, ">");
}

/* s->p is at a '<'. */
static bool markup(struct scan *s)
{
    if (s->end - s->p < 2)
        return malformed(s);
    switch (s->p[1]) {
    case '/':
        return end_tag(s);
    case '?':
        return skip_past(s, "?>");
    case '!':
        if (starts_with(s, "<!--"))
            return s->p += 4, skip_past(s, "-->");
        if (starts_with(s, "<![CDATA["))
            return skip_past(s, "]]>");
        if (ends_in(s, "<!--") || ends_in(s, "<![CDATA["))
            return malformed(s);
        return refuse(s, s->line,
                      "a DOCTYPE or other declaration, which no metabase export holds; "
                      "such a file is not parsed");
    default:
        return start_tag(s);
    }
}

static void scan_document(struct scan *s)
{
    while (s->p < s->end) {
        const char *next = memchr(s->p, '<', (size_t)(s->end - s->p));
        if (!next)
            return;
        s->line += count_breaks(s->p, next);
        s->p = next;
        if (!markup(s))
            return;
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* True when "&#" at p stands for DEL: then DEL cannot serve as the mark. */
static bool refers_to_del(const char *p, const char *end)
{
    char digits[16];
    size_t n = 0;
    for (p += 2; p < end && n + 1 < sizeof digits && *p != ';'; p++)
        if (*p != '0' || n > 0)
            digits[n++] = *p;
    digits[n] = '\0';
    const char *hex = digits[0] == 'x' ? digits + 1 + strspn(digits + 1, "0") : "";
    return strcmp(digits, "127") == 0 || strcmp(hex, "7f") == 0 || strcmp(hex, "7F") == 0;
}

/* DEL is one byte that libxml2 passes through quickly and that no metabase holds; should a document hold it
 * all the same, a reference to the line break itself does, and the two cannot be told apart afterwards. */
static void choose_mark(struct xml_prepared *doc, const char *text, size_t len)
{
    const char *end = text + len;
    doc->mark = len && memchr(text, DEL, len) ? '\n' : DEL;
    for (const char *p = text; p < end && (p = memchr(p, '&', (size_t)(end - p))); p++) {
        if (end - p < 2 || p[1] != '#')
            continue;
        doc->references = true;
        if (refers_to_del(p, end))
            doc->mark = '\n';
    }
}

static bool refuse_nul(struct scan *s, const char *text, size_t len)
{
    const char *nul = len ? memchr(text, '\0', len) : NULL;
    return !nul ||
           refuse(s, 1 + count_breaks(text, nul), "a NUL byte: this is not text, or the file is damaged");
}

static enum mba_status prepare(struct xml_prepared *doc, const char *text, size_t len,
                               const struct mba_limits *limits, struct xml_known *known, bool *repeated)
{
    struct scan s = {.doc = doc,
                     .limits = limits,
                     .known = known,
                     .p = text,
                     .end = text + len,
                     .copied = text,
                     .line = 1};
    *doc = (struct xml_prepared){.text = text, .len = len};
    if (!refuse_nul(&s, text, len))
        return s.status;
    choose_mark(doc, text, len);
    scan_document(&s);
    *repeated = s.repeated;
    if (s.status != MBA_OK || s.copied == text)
        return s.status;
    if (!copy_to(&s, s.end))
        return s.status;
    doc->text = doc->copy.data;
    doc->len = doc->copy.len;
    return MBA_OK;
}

enum mba_status xml_prepare(struct xml_prepared *doc, const char *text, size_t len,
                            const struct mba_limits *limits)
{
    bool repeated;
    return prepare(doc, text, len, limits, NULL, &repeated);
}

/* An attribute that stands twice in a tag is libxml2's to complain of, which needs both of them. */
enum mba_status xml_prepare_known(struct xml_prepared *doc, const char *text, size_t len,
                                  const struct mba_limits *limits, const struct mba_dictionary *dict)
{
    struct xml_known known;
    bool repeated = false;
    if (!xml_known_open(&known, dict)) {
        *doc = (struct xml_prepared){.text = text, .len = len};
        return MBA_RUN_FAILED;
    }
    enum mba_status status = prepare(doc, text, len, limits, &known, &repeated);
    xml_known_close(&known);
    if (!repeated)
        return status;
    xml_prepared_free(doc);
    return xml_prepare(doc, text, len, limits);
}

void xml_prepared_free(struct xml_prepared *doc)
{
    mba_buf_free(&doc->copy);
    free(doc->places);
    free(doc->plain);
    *doc = (struct xml_prepared){0};
}
