/* xml_stream: see xml_stream.h. */
#include "import/xml_stream.h"
#include "import/import_room.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>

enum { ELEMENTS_A_LOOK = 1024 }; /* the time is looked at each time that so many were read */

struct stream {
    struct mba_import *job;
    const struct xml_handlers *handlers;
    void *ctx;
    xmlParserCtxtPtr parser;
    const char *next; /* of the text, what the parser has not taken yet */
    size_t left;
    struct mba_buf text;
    struct xml_attribute *attributes;
    size_t cap;
    unsigned depth;
    uint64_t elements;
    bool closed; /* the root element has ended */
    bool no_memory, stopped;
    enum mba_status status;
    struct xml_end *end;
};

static void stop(struct stream *s, enum mba_status status)
{
    if (s->stopped)
        return;
    s->stopped = true;
    s->status = status;
    xmlStopParser(s->parser);
}

static unsigned long line_of(const struct stream *s)
{
    return s->parser->input && s->parser->input->line > 0 ? (unsigned long)s->parser->input->line : 0;
}

static void over_limit(struct stream *s, enum mba_limit_id id)
{
    if (!s->stopped)
        stop(s, import_over_limit(s->job, line_of(s), id));
}

/* ---- SAX ------------------------------------------------------------------------------------- */

static bool list_attributes(struct stream *s, const xmlChar **list, size_t count)
{
    if (count > s->job->limits->value[MBA_LIMIT_ATTRIBUTES]) {
        over_limit(s, MBA_LIMIT_ATTRIBUTES);
        return false;
    }
    if (!mba_grow(&s->attributes, &s->cap, count, sizeof *s->attributes)) {
        stop(s, MBA_RUN_FAILED);
        return false;
    }
    for (size_t i = 0; i < count; i++, list += 5) {
        s->attributes[i] =
            (struct xml_attribute){(const char *)list[0], (const char *)list[3], (size_t)(list[4] - list[3])};
        if (s->attributes[i].len > s->job->limits->value[MBA_LIMIT_VALUE_BYTES]) {
            over_limit(s, MBA_LIMIT_VALUE_BYTES);
            return false;
        }
    }
    return true;
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespaces, const xmlChar **namespace_list, int count, int defaulted,
                     const xmlChar **list)
{
    struct stream *s = ctx;
    (void)prefix, (void)uri, (void)namespaces, (void)namespace_list, (void)defaulted;
    if (s->stopped)
        return;
    if (++s->elements % ELEMENTS_A_LOOK == 0 && mba_limits_late(s->job->limits)) {
        over_limit(s, MBA_LIMIT_MEMBER_SECONDS);
        return;
    }
    if (++s->depth > s->job->limits->value[MBA_LIMIT_DEPTH]) {
        over_limit(s, MBA_LIMIT_DEPTH);
        return;
    }
    mba_buf_clear(&s->text);
    if (!list_attributes(s, list, (size_t)count))
        return;
    const struct xml_element element = {.name = (const char *)name,
                                        .attributes = s->attributes,
                                        .count = (size_t)count,
                                        .depth = s->depth,
                                        .line = line_of(s)};
    enum mba_status status = MBA_RUN_FAILED;
    if (s->handlers->start && !s->handlers->start(s->ctx, &element, &status))
        stop(s, status);
}

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct stream *s = ctx;
    (void)prefix, (void)uri;
    if (s->stopped)
        return;
    if (s->text.failed) {
        stop(s, MBA_RUN_FAILED);
        return;
    }
    enum mba_status status = MBA_RUN_FAILED;
    const char *text = s->text.data ? s->text.data : "";
    if (s->handlers->end &&
        !s->handlers->end(s->ctx, (const char *)name, s->depth, text, s->text.len, &status))
        stop(s, status);
    mba_buf_clear(&s->text);
    s->closed = --s->depth == 0;
}

static void on_text(void *ctx, const xmlChar *text, int len)
{
    struct stream *s = ctx;
    if (s->stopped)
        return;
    mba_buf_add(&s->text, text, (size_t)len);
    if (s->text.len > s->job->limits->value[MBA_LIMIT_VALUE_BYTES])
        over_limit(s, MBA_LIMIT_VALUE_BYTES);
}

static void on_doctype(void *ctx, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
    struct stream *s = ctx;
    (void)name, (void)public_id, (void)system_id;
    mba_problems_add(s->job->problems, MBA_MEMBER_FAILED, s->job->input, s->job->member, line_of(s),
                     "a DOCTYPE declaration, which no metabase export holds; such a file is not parsed");
    stop(s, MBA_MEMBER_FAILED);
}

#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error;
#else
typedef xmlErrorPtr xml_error;
#endif

static void on_error(void *ctx, xml_error error)
{
    struct stream *s = ctx;
    if (error->code == XML_ERR_NO_MEMORY)
        s->no_memory = true;
    if (s->stopped || error->level < XML_ERR_FATAL || s->end->cut)
        return;
    struct xml_end *end = s->end;
    end->cut = true;
    end->line = error->line > 0 ? (unsigned long)error->line : 0;
    snprintf(end->reason, sizeof end->reason, "not well-formed XML: %s",
             error->message ? error->message : "unknown error");
    for (char *p = end->reason; (p = strchr(p, '\n'));)
        *p = p[1] ? ' ' : '\0';
}

static const xmlSAXHandler sax = {
    .initialized = XML_SAX2_MAGIC,
    .internalSubset = on_doctype,
    .startElementNs = on_start,
    .endElementNs = on_end,
    .characters = on_text,
    .ignorableWhitespace = on_text,
    .cdataBlock = on_text,
    .serror = on_error,
};

static int give_bytes(void *ctx, char *buffer, int len)
{
    struct stream *s = ctx;
    size_t n = s->left < (size_t)len ? s->left : (size_t)len;
    memcpy(buffer, s->next, n);
    s->next += n;
    s->left -= n;
    return (int)n;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static unsigned long count_breaks(const char *p, const char *end)
{
    unsigned long n = 0;
    for (; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        n++;
    return n;
}

/* A text ends where the first NUL stands: libxml2 would say so less clearly. */
static size_t text_before_nul(const char *text, size_t len, struct xml_end *end)
{
    const char *nul = len ? memchr(text, '\0', len) : NULL;
    if (!nul)
        return len;
    end->cut = true;
    end->line = 1 + count_breaks(text, nul);
    snprintf(end->reason, sizeof end->reason, "a NUL byte: the file is damaged");
    return (size_t)(nul - text);
}

static enum mba_status parse(struct stream *s)
{
    s->parser = xmlCreateIOParserCtxt(NULL, s, give_bytes, NULL, s, XML_CHAR_ENCODING_UTF8);
    if (!s->parser)
        return MBA_RUN_FAILED;
    *s->parser->sax = sax;
    s->parser->userData = s;
    /* NOENT: without it "&amp;" in an attribute arrives as "&#38;". Only the five standard entities are left.
     */
    xmlCtxtUseOptions(s->parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOENT);
    xmlParseDocument(s->parser);
    bool well_formed = s->parser->wellFormed;
    xmlFreeParserCtxt(s->parser);
    if (s->stopped)
        return s->status;
    /* Without memory for its input libxml2 may stop as if all were well. */
    if (s->no_memory || (well_formed && !s->closed))
        return MBA_RUN_FAILED;
    if (!well_formed && !s->end->cut) {
        s->end->cut = true;
        snprintf(s->end->reason, sizeof s->end->reason, "not well-formed XML");
    }
    return MBA_OK;
}

enum mba_status xml_stream(struct mba_import *job, const char *text, size_t len,
                           const struct xml_handlers *handlers, void *ctx, struct xml_end *end)
{
    struct stream s = {.job = job, .handlers = handlers, .ctx = ctx, .next = text, .end = end};
    *end = (struct xml_end){0};
    s.left = text_before_nul(text, len, end);
    if (s.left == 0) {
        if (!end->cut)
            snprintf(end->reason, sizeof end->reason, "an empty document");
        end->cut = true;
        return MBA_OK;
    }
    enum mba_status status = parse(&s);
    mba_buf_free(&s.text);
    free(s.attributes);
    return status;
}

enum mba_status xml_tell_cut(struct mba_import *job, struct mba_export *export, const struct xml_end *end)
{
    if (export)
        export->partial = true;
    mba_problems_add(job->problems, MBA_WARN, job->input, job->member, end->line,
                     "%s; read only up to here, the file seems to be cut off or damaged: export it again",
                     end->reason);
    return MBA_WARN;
}

const struct xml_attribute *xml_attribute_of(const struct xml_element *element, const char *name)
{
    for (size_t i = 0; i < element->count; i++)
        if (strcmp(element->attributes[i].name, name) == 0)
            return &element->attributes[i];
    return NULL;
}

/* ---- bids ------------------------------------------------------------------------------------ */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Past white space, comments and processing instructions; NULL when head ends first. */
static const char *first_element(const char *p, const char *end)
{
    for (;;) {
        while (p < end && is_space(*p))
            p++;
        if (end - p < 2 || *p != '<')
            return NULL;
        bool comment = end - p >= 4 && memcmp(p, "<!--", 4) == 0;
        if (p[1] != '?' && !comment)
            return p + 1;
        const char *close = comment ? "-->" : "?>";
        size_t n = strlen(close);
        const char *at = memmem(p + 2, (size_t)(end - p) - 2, close, n);
        if (!at)
            return NULL;
        p = at + n;
    }
}

bool xml_root_is(const char *head, size_t len, const char *name)
{
    const char *end = head + len, *p = first_element(head, end);
    if (!p)
        return false;
    size_t n = 0, wanted = strlen(name);
    while (p + n < end && !is_space(p[n]) && p[n] != '>' && p[n] != '/')
        n++;
    const char *colon = memchr(p, ':', n);
    if (colon) {
        n -= (size_t)(colon + 1 - p);
        p = colon + 1;
    }
    return n == wanted && memcmp(p, name, n) == 0;
}

bool xml_head_has(const char *head, size_t len, const char *words)
{
    size_t n = strlen(words);
    char first = (char)(words[0] | 0x20); /* words begin with a letter */
    for (size_t i = 0; i + n <= len; i++)
        if ((head[i] | 0x20) == first && mba_ascii_ncasecmp(head + i, words, n) == 0)
            return true;
    return false;
}
