/* Reading a findings document forward, one snapshot in memory at a time. The bytes come from zlib only,
 * so libxml2 opens nothing and inflates nothing by itself. */
#include <errno.h>
#include <fcntl.h>
#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "private.h"

enum { CHUNK = 32 * 1024 };

struct mba_reader {
    char *name; /* for messages */
    gzFile gz;
    xmlTextReaderPtr xml;
    xmlDocPtr head;
    xmlChar *server;  /* of the snapshot that comes next */
    bool at_snapshot; /* standing on one */
    bool missing;     /* it stands for one that is missing here */
    bool first;       /* it is the first of its server */
    bool keep_recorded;
    bool skimming; /* the head has been read, and what is recorded is not wanted */
    struct mba_skim skim;
    char chunk[CHUNK + MBA_SKIM_HELD]; /* as read and skimmed; given away up to chunk_at */
    size_t chunk_at, chunk_len;
    char *io_error;
    char *xml_error;
    unsigned long line; /* of xml_error */
    /* Until the first snapshot is asked for: all that the parser was given, and where <servers> stood. */
    bool opening;
    struct mba_buf seen;
    unsigned long servers_line;
    /* Snapshots as this room writes them need no parser; from a strange one on it has the rest. */
    bool by_own;
    struct mba_own own;
    struct mba_buf given; /* for the parser, before the file's own bytes */
    size_t given_at;
};

/* ---- bytes ------------------------------------------------------------------------------------------ */

static bool note_io_error(struct mba_reader *reader, int cause)
{
    int code = Z_OK;
    const char *text = gzerror(reader->gz, &code);
    if (code == Z_OK || code == Z_STREAM_END)
        return false;
    if (reader->own.cause)
        cause = reader->own.cause;
    if (!reader->io_error)
        mba_fail(&reader->io_error, "%s",
                 code == Z_ERRNO       ? strerror(cause)
                 : code == Z_BUF_ERROR ? "the compressed file is cut off"
                                       : text);
    return true;
}

static int give(struct mba_reader *reader, char *bytes, size_t len)
{
    size_t left = reader->given.len - reader->given_at, n = left < len ? left : len;
    memcpy(bytes, reader->given.data + reader->given_at, n);
    reader->given_at += n;
    return (int)n;
}

/* The next bytes that are wanted; none at the end. */
static bool fill(struct mba_reader *reader)
{
    int n;
    reader->chunk_at = reader->chunk_len = 0;
    do {
        n = gzread(reader->gz, reader->chunk, CHUNK);
        if (n <= 0 && note_io_error(reader, errno))
            return false;
        if (n > 0)
            reader->chunk_len = (size_t)n;
        if (reader->skimming)
            reader->chunk_len = n > 0 ? mba_skim(&reader->skim, reader->chunk, (size_t)n)
                                      : mba_skim_end(&reader->skim, reader->chunk);
    } while (n > 0 && reader->chunk_len == 0);
    return true;
}

static int read_bytes(void *ctx, char *bytes, int len)
{
    struct mba_reader *reader = ctx;
    if (reader->given_at < reader->given.len)
        return give(reader, bytes, (size_t)len);
    if (reader->chunk_at == reader->chunk_len && !fill(reader))
        return -1;
    size_t left = reader->chunk_len - reader->chunk_at, n = left < (size_t)len ? left : (size_t)len;
    memcpy(bytes, reader->chunk + reader->chunk_at, n);
    reader->chunk_at += n;
    if (reader->opening)
        mba_buf_add(&reader->seen, bytes, n);
    return (int)n;
}

static int keep_open(void *ctx)
{
    (void)ctx;
    return 0;
}

static void note_error(void *ctx, xmlErrorPtr e)
{
    struct mba_reader *reader = ctx;
    if (reader->xml_error || e->level < XML_ERR_ERROR || !e->message)
        return;
    mba_fail(&reader->xml_error, "%.*s", (int)strcspn(e->message, "\n"), e->message);
    reader->line = e->line > 0 ? (unsigned long)e->line : 0;
}

static bool fail_read(const struct mba_reader *reader, char **error)
{
    if (reader->io_error)
        return mba_fail(error, "%s: cannot be read: %s", reader->name, reader->io_error);
    return mba_fail(error, "%s:%lu: is damaged or cut off: %s; make it again with mbaudit scan", reader->name,
                    reader->line, reader->xml_error ? reader->xml_error : "the document ends too early");
}

static bool fail_kind(const struct mba_reader *reader, const char *why, char **error)
{
    return mba_fail(error, "%s: is not a findings document (%s); mbaudit scan makes one", reader->name, why);
}

/* ---- opening ---------------------------------------------------------------------------------------- */

static bool open_xml(struct mba_reader *reader, char **error)
{
    reader->xml = xmlReaderForIO(read_bytes, keep_open, reader, NULL, NULL, XML_PARSE_NONET);
    if (!reader->xml)
        return reader->io_error ? fail_read(reader, error) : mba_fail(error, "no memory");
    xmlTextReaderSetStructuredErrorHandler(reader->xml, note_error, reader);
    return true;
}

static bool open_bytes(struct mba_reader *reader, const char *path, char **error)
{
    int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return mba_fail(error, "%s: cannot be opened: %s", reader->name, strerror(errno));
    reader->gz = gzdopen(fd, "rb");
    if (!reader->gz) {
        close(fd);
        return mba_fail(error, "no memory");
    }
    gzbuffer(reader->gz, 128 * 1024);
    reader->opening = true;
    return open_xml(reader, error);
}

/* Steps to the next element or end tag, or past the current element when skip. 0: the end; -1: an error. */
static int step(struct mba_reader *reader, bool skip)
{
    int got = skip ? xmlTextReaderNext(reader->xml) : xmlTextReaderRead(reader->xml);
    while (got == 1) {
        int type = xmlTextReaderNodeType(reader->xml);
        if (type == XML_READER_TYPE_ELEMENT || type == XML_READER_TYPE_END_ELEMENT ||
            type == XML_READER_TYPE_DOCUMENT_TYPE)
            return 1;
        got = xmlTextReaderRead(reader->xml);
    }
    return got;
}

static bool standing_on(const struct mba_reader *reader, int depth, const char *name)
{
    const xmlChar *ns = xmlTextReaderConstNamespaceUri(reader->xml);
    return xmlTextReaderNodeType(reader->xml) == XML_READER_TYPE_ELEMENT &&
           xmlTextReaderDepth(reader->xml) == depth && ns && strcmp((const char *)ns, MBA_FINDINGS_NS) == 0 &&
           strcmp((const char *)xmlTextReaderConstLocalName(reader->xml), name) == 0;
}

static bool check_schema(const struct mba_reader *reader, char **error)
{
    xmlChar *schema = xmlTextReaderGetAttribute(reader->xml, BAD_CAST "schema");
    bool good = schema && strcmp((const char *)schema, "1") == 0;
    if (!schema)
        fail_kind(reader, "no schema number", error);
    else if (!good)
        mba_fail(error,
                 "%s: follows schema %.20s of findings documents; this program reads schema 1: use the "
                 "mbaudit that made it, or a newer one",
                 reader->name, (const char *)schema);
    xmlFree(schema);
    return good;
}

static bool check_root(struct mba_reader *reader, char **error)
{
    int got = step(reader, false);
    if (got == 1 && xmlTextReaderNodeType(reader->xml) == XML_READER_TYPE_DOCUMENT_TYPE)
        return fail_kind(reader, "it has a DOCTYPE", error);
    if (got != 1 && reader->io_error)
        return fail_read(reader, error);
    if (got != 1)
        return fail_kind(reader, reader->xml_error ? reader->xml_error : "it is empty", error);
    if (!standing_on(reader, 0, "findings"))
        return fail_kind(reader, "its root is not <findings> of " MBA_FINDINGS_NS, error);
    return check_schema(reader, error);
}

/* What is recorded for comparing is most of a snapshot, and nothing to a report. */
static void drop_recorded(xmlNodePtr snapshot)
{
    xmlNodePtr last = snapshot->last;
    while (last && last->type != XML_ELEMENT_NODE)
        last = last->prev;
    if (!last || strcmp((const char *)last->name, "recorded") != 0)
        return;
    xmlUnlinkNode(last);
    xmlFreeNode(last);
}

/* A document whose root <section kind="..."> holds a copy of the element the reader stands on. */
static xmlDocPtr copy_section(struct mba_reader *reader, const char *kind)
{
    xmlNodePtr node = xmlTextReaderExpand(reader->xml);
    if (node && !reader->keep_recorded)
        drop_recorded(node);
    xmlDocPtr doc = node ? xmlNewDoc(BAD_CAST "1.0") : NULL;
    xmlNodePtr root = doc ? xmlNewDocNode(doc, NULL, BAD_CAST "section", NULL) : NULL;
    if (root)
        xmlDocSetRootElement(doc, root);
    xmlNsPtr ns = root ? xmlNewNs(root, BAD_CAST MBA_FINDINGS_NS, NULL) : NULL;
    xmlNodePtr copy = ns ? xmlDocCopyNode(node, doc, 1) : NULL;
    if (copy) {
        xmlSetNs(root, ns);
        xmlAddChild(root, copy);
        if (mba_xml_make_visible(copy) && xmlNewProp(root, BAD_CAST "kind", BAD_CAST kind))
            return doc;
    }
    xmlFreeDoc(doc);
    return NULL;
}

/* Appends a copy of the element the reader stands on. */
static bool take_along(struct mba_reader *reader, xmlDocPtr doc)
{
    xmlNodePtr node = xmlTextReaderExpand(reader->xml);
    xmlNodePtr copy = node ? xmlDocCopyNode(node, doc, 1) : NULL;
    return copy && xmlAddChild(xmlDocGetRootElement(doc), copy) && mba_xml_make_visible(copy);
}

/* To the next <snapshot> or the end; *left: the server of the one before has no more. Its episodes, which
 * follow its last snapshot, are put into doc unless that is NULL. */
static bool seek_snapshot(struct mba_reader *reader, xmlDocPtr doc, bool *left, char **error)
{
    int got;
    bool skip = true;
    reader->at_snapshot = false;
    *left = false;
    while ((got = step(reader, skip)) == 1) {
        skip = standing_on(reader, 3, "episode");
        if (skip && doc && !take_along(reader, doc))
            return reader->xml_error || reader->io_error ? fail_read(reader, error)
                                                         : mba_fail(error, "no memory");
        if (reader->opening && standing_on(reader, 1, "servers"))
            reader->servers_line = (unsigned long)xmlGetLineNo(xmlTextReaderCurrentNode(reader->xml));
        if (standing_on(reader, 2, "server")) {
            xmlFree(reader->server);
            reader->server = xmlTextReaderGetAttribute(reader->xml, BAD_CAST "name");
            *left = reader->first = true;
        } else if (standing_on(reader, 3, "snapshot")) {
            xmlChar *missing = xmlTextReaderGetAttribute(reader->xml, BAD_CAST "missing");
            reader->missing = missing && strcmp((const char *)missing, "after") == 0;
            xmlFree(missing);
            reader->at_snapshot = true;
            return reader->server ? true : fail_kind(reader, "a server without a name", error);
        }
    }
    *left = true;
    return got == 0 ? true : fail_read(reader, error);
}

static bool read_head(struct mba_reader *reader, char **error)
{
    bool left;
    int got = step(reader, false);
    if (got != 1)
        return fail_read(reader, error);
    if (!standing_on(reader, 1, "head"))
        return fail_kind(reader, "it does not begin with its head", error);
    reader->head = copy_section(reader, "page");
    if (!reader->head)
        return reader->xml_error || reader->io_error ? fail_read(reader, error)
                                                     : mba_fail(error, "no memory");
    return seek_snapshot(reader, NULL, &left, error);
}

struct mba_reader *mba_reader_open(const char *path, char **error)
{
    return mba_reader_open_as(path, strcmp(path, "-") == 0 ? "standard input" : path, error);
}

struct mba_reader *mba_reader_open_as(const char *path, const char *name, char **error)
{
    struct mba_reader *reader = calloc(1, sizeof *reader);
    *error = NULL;
    if (!reader || !(reader->name = strdup(name)))
        mba_fail(error, "no memory");
    else if (open_bytes(reader, path, error) && check_root(reader, error) && read_head(reader, error))
        return reader;
    mba_reader_free(reader);
    return NULL;
}

void mba_reader_free(struct mba_reader *reader)
{
    if (!reader)
        return;
    xmlFreeTextReader(reader->xml);
    if (reader->gz)
        gzclose(reader->gz);
    xmlFreeDoc(reader->head);
    xmlFree(reader->server);
    mba_own_free(&reader->own);
    mba_buf_free(&reader->seen);
    mba_buf_free(&reader->given);
    free(reader->io_error);
    free(reader->xml_error);
    free(reader->name);
    free(reader);
}

/* ---- with and without the parser ---------------------------------------------------------------------- */

static void end_opening(struct mba_reader *reader)
{
    reader->opening = false;
    mba_buf_free(&reader->seen);
}

static void take_place(struct mba_reader *reader)
{
    reader->at_snapshot = reader->own.at_snapshot;
    reader->missing = reader->own.missing;
    reader->first = reader->own.first;
}

/* Only from a document in which nothing was found wrong yet. */
static void leave_parser(struct mba_reader *reader)
{
    if (!reader->opening || !reader->at_snapshot || reader->xml_error || reader->io_error)
        return;
    mba_buf_add(&reader->seen, reader->chunk + reader->chunk_at, reader->chunk_len - reader->chunk_at);
    reader->by_own = mba_own_begin(&reader->own, reader->gz, &reader->seen, reader->servers_line) &&
                     strcmp(reader->own.server, (const char *)reader->server) == 0 &&
                     reader->own.missing == reader->missing && reader->own.first == reader->first;
    if (reader->by_own)
        reader->chunk_at = reader->chunk_len = 0;
    else
        mba_own_free(&reader->own);
}

/* An element now and then: the parser refuses a text of ten million characters. */
static void add_lines(struct mba_buf *out, unsigned long count)
{
    for (unsigned long i = 1; i <= count; i++)
        mba_buf_puts(out, i % 65536 == 0 ? "<head/>\n" : "\n");
}

/* A parser for the rest, from the snapshot at hand on. It is given what stands around that, on the lines
 * where it stood, because its messages name them. */
static bool back_to_parser(struct mba_reader *reader, char **error)
{
    struct mba_own *own = &reader->own;
    struct mba_buf *given = &reader->given;
    bool first = reader->first, left;
    reader->by_own = false;
    mba_buf_puts(given, "\n<findings xmlns=\"" MBA_FINDINGS_NS "\" schema=\"1\">");
    add_lines(given, reader->servers_line - 2);
    mba_buf_puts(given, "<servers>");
    add_lines(given, own->server_line - reader->servers_line);
    mba_buf_puts(given, "<server");
    mba_xml_attr(given, "name", own->server);
    mba_buf_putc(given, '>');
    add_lines(given, mba_own_line(own, own->start) - own->server_line);
    mba_buf_add(given, own->buf.data + own->start, own->buf.len - own->start);
    mba_buf_free(&own->buf);
    xmlFreeTextReader(reader->xml);
    reader->xml = NULL;
    if (given->failed)
        return mba_fail(error, "no memory");
    if (!open_xml(reader, error) || !seek_snapshot(reader, NULL, &left, error))
        return false;
    reader->first = first;
    return reader->at_snapshot ? true : fail_read(reader, error);
}

/* ---- sections ----------------------------------------------------------------------------------------- */

void mba_reader_keep_recorded(struct mba_reader *reader)
{
    reader->keep_recorded = true;
    leave_parser(reader);
    end_opening(reader);
}

xmlDocPtr mba_reader_head(struct mba_reader *reader)
{
    return reader->head;
}

static bool set_place(xmlDocPtr doc, const xmlChar *server, bool first, bool last)
{
    xmlNodePtr root = xmlDocGetRootElement(doc);
    return xmlNewProp(root, BAD_CAST "server", server) &&
           xmlNewProp(root, BAD_CAST "first", BAD_CAST(first ? "yes" : "no")) &&
           xmlNewProp(root, BAD_CAST "last", BAD_CAST(last ? "yes" : "no")) && mba_xml_make_visible(root);
}

/* Whether it is the last of its server shows only in what follows: the next one is looked for at once. */
static xmlDocPtr next_parsed(struct mba_reader *reader, char **error)
{
    bool left, first = reader->first;
    reader->skimming = !reader->keep_recorded;
    xmlDocPtr doc = copy_section(reader, "snapshot");
    xmlChar *server = xmlStrdup(reader->server);
    reader->first = false;
    bool good = false;
    if (!doc && (reader->xml_error || reader->io_error))
        fail_read(reader, error);
    else if (!doc || !server)
        mba_fail(error, "no memory");
    else if (seek_snapshot(reader, doc, &left, error))
        good = set_place(doc, server, first, left) ? true : mba_fail(error, "no memory");
    xmlFree(server);
    if (good)
        return doc;
    reader->at_snapshot = false;
    xmlFreeDoc(doc);
    return NULL;
}

xmlDocPtr mba_reader_next(struct mba_reader *reader, char **error)
{
    *error = NULL;
    end_opening(reader);
    if (!reader->at_snapshot)
        return NULL;
    xmlDocPtr doc = reader->by_own ? mba_own_next(&reader->own) : NULL;
    if (doc) {
        take_place(reader);
        return doc;
    }
    if (!reader->by_own || back_to_parser(reader, error))
        return next_parsed(reader, error);
    reader->at_snapshot = false;
    return NULL;
}

const char *mba_reader_server(const struct mba_reader *reader)
{
    const char *server = reader->by_own ? reader->own.server : (const char *)reader->server;
    return reader->at_snapshot ? server : NULL;
}

bool mba_reader_missing(const struct mba_reader *reader)
{
    return reader->at_snapshot && reader->missing;
}

bool mba_reader_skip(struct mba_reader *reader, char **error)
{
    bool left;
    *error = NULL;
    if (reader->by_own) {
        xmlDocPtr doc = mba_reader_next(reader, error);
        mba_section_free(doc);
        return doc || !*error;
    }
    end_opening(reader);
    reader->first = false;
    return !reader->at_snapshot || seek_snapshot(reader, NULL, &left, error);
}

bool mba_reader_check(const char *path, const char *name, char **error)
{
    struct mba_reader *reader = mba_reader_open_as(path, name, error);
    while (reader && mba_reader_server(reader) && mba_reader_skip(reader, error))
        ;
    mba_reader_free(reader);
    return !*error && reader;
}

/* Bytes that do not inflate are those of something else. */
static bool cannot_tell(gzFile gz)
{
    int code = Z_MEM_ERROR;
    if (gz)
        gzerror(gz, &code);
    return code == Z_ERRNO || code == Z_MEM_ERROR;
}

bool mba_reader_sniff(const char *path)
{
    char head[4096];
    struct stat info;
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        return false;
    gzFile gz = gzopen(path, "rbe");
    int len = gz ? gzread(gz, head, sizeof head) : -1;
    bool unknown = len < 0 && cannot_tell(gz);
    if (gz)
        gzclose(gz);
    const char *root = len > 0 ? memmem(head, (size_t)len, "<findings", 9) : NULL;
    return unknown ||
           (root && memmem(root, (size_t)(head + len - root), MBA_FINDINGS_NS, sizeof MBA_FINDINGS_NS - 1));
}
