/* own: a findings document as this room writes it, snapshot by snapshot, without a parser. Whatever is not so
 * is strange: the reader gives it, from the snapshot at hand on, to the parser, which decides what becomes of
 * it and says what is wrong. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "private.h"

enum { CHUNK = 256 * 1024, MOST_HELD = 64 * 1024 * 1024 };
static const char opening[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                              "<findings xmlns=\"" MBA_FINDINGS_NS "\" schema=\"1\">\n";

/* ---- bytes ------------------------------------------------------------------------------------------------
 */

static unsigned long count_lines(const char *at, size_t len)
{
    unsigned long count = 0;
    for (const char *end = at + len; (at = memchr(at, '\n', (size_t)(end - at))); at++)
        count++;
    return count;
}

static bool more(struct mba_own *own)
{
    if (!own->gz)
        return false;
    if (own->start > 0) {
        own->line += count_lines(own->buf.data, own->start);
        memmove(own->buf.data, own->buf.data + own->start, own->buf.len - own->start);
        own->buf.len -= own->start;
        own->at -= own->start;
        own->start = 0;
    }
    if (own->buf.len > MOST_HELD || !mba_buf_reserve(&own->buf, CHUNK))
        return false;
    int n = gzread(own->gz, own->buf.data + own->buf.len, CHUNK);
    if (n < 0)
        own->cause = errno;
    own->buf.len += n > 0 ? (size_t)n : 0;
    return n > 0;
}

/* From `at` up to and with this text; read further if need be. */
static bool find(struct mba_own *own, const char *text, struct mba_span *found)
{
    size_t len = strlen(text);
    for (size_t seen = 0;;) {
        const char *from = own->buf.data + own->at;
        size_t left = own->buf.len - own->at;
        const char *stop = left >= seen + len ? memmem(from + seen, left - seen, text, len) : NULL;
        if (stop) {
            *found = (struct mba_span){from, (size_t)(stop + len - from)};
            return true;
        }
        seen = left >= len ? left - len + 1 : 0;
        if (!more(own))
            return false;
    }
}

unsigned long mba_own_line(const struct mba_own *own, size_t at)
{
    return own->line + count_lines(own->buf.data, at);
}

/* The line at `at`, without its line feed; it is taken by own->at. */
static bool next_line(struct mba_own *own, struct mba_span *line)
{
    if (!find(own, "\n", line))
        return false;
    own->at += line->n;
    line->n--;
    return true;
}

static bool at_end(struct mba_own *own)
{
    struct mba_span line;
    int code = Z_OK;
    if (!next_line(own, &line) || !mba_line_is(&line, "</findings>") || own->at < own->buf.len || more(own))
        return false;
    gzerror(own->gz, &code);
    return code == Z_OK || code == Z_STREAM_END;
}

/* ---- between snapshots ------------------------------------------------------------------------------------
 */

struct next {           /* what comes after the snapshot at hand */
    const char *server; /* NULL: the same one; in the arena */
    unsigned long server_line;
    size_t start;
    bool left, at_snapshot, missing, in_server;
};

static bool is_tag(struct mba_tree *tree, const struct mba_span *line, xmlNodePtr *tag)
{
    tree->at = line->s;
    tree->end = line->s + line->n;
    *tag = mba_tree_tag(tree, tree->root);
    if (!*tag)
        return false;
    tree->root->last = (*tag)->prev; /* it was only looked at */
    *(tree->root->last ? &tree->root->last->next : &tree->root->children) = NULL;
    return tree->at == tree->end;
}

static bool enter_server(const struct mba_own *own, struct mba_tree *tree, const struct mba_span *line,
                         struct next *next)
{
    xmlNodePtr tag;
    if (next->in_server || !is_tag(tree, line, &tag))
        return false;
    next->server = mba_node_attr(tag, "name");
    next->server_line = mba_own_line(own, own->at) - 1;
    next->in_server = next->left = true;
    return next->server;
}

static bool meet_snapshot(struct mba_own *own, struct mba_tree *tree, const struct mba_span *line,
                          struct next *next)
{
    xmlNodePtr tag;
    if (!next->in_server || !is_tag(tree, line, &tag))
        return false;
    const char *missing = mba_node_attr(tag, "missing");
    next->missing = missing && strcmp(missing, "after") == 0;
    next->at_snapshot = true;
    next->start = own->at - line->n - 1;
    return true;
}

static bool take_episode(struct mba_tree *tree, const struct mba_span *line)
{
    tree->at = line->s;
    tree->end = line->s + line->n;
    return mba_tree_element(tree, tree->root) && tree->at == tree->end;
}

/* To the next snapshot or the end. False: something is strange. */
static bool look_ahead(struct mba_own *own, struct mba_tree *tree, struct next *next)
{
    struct mba_span line;
    *next = (struct next){.in_server = own->in_server};
    while (next_line(own, &line)) {
        bool good;
        if (mba_line_begins(&line, "<snapshot "))
            return meet_snapshot(own, tree, &line, next);
        if (mba_line_is(&line, "</servers>") && !next->in_server) {
            next->left = true;
            return at_end(own);
        }
        if (mba_line_begins(&line, "<episode "))
            good = next->in_server && take_episode(tree, &line);
        else if (mba_line_begins(&line, "<server "))
            good = enter_server(own, tree, &line, next);
        else if ((good = mba_line_is(&line, "</server>") && next->in_server))
            next->in_server = false;
        if (!good)
            return false;
    }
    return false;
}

/* False: no memory. */
static bool go_on(struct mba_own *own, const struct next *next)
{
    char *server = next->server ? strdup(next->server) : NULL;
    if (next->server && !server)
        return false;
    if (server) {
        free(own->server);
        own->server = server;
        own->server_line = next->server_line;
    }
    own->first = next->server;
    own->start = own->at = next->start;
    own->at_snapshot = next->at_snapshot;
    own->missing = next->missing;
    own->in_server = next->in_server;
    return true;
}

/* ---- from snapshot to snapshot ----------------------------------------------------------------------------
 */

/* more() may have moved what start and at point to, but never what comes after start. */
static bool read_section(struct mba_own *own, struct mba_tree *tree)
{
    struct mba_span text;
    struct next next;
    if (!find(own, "\n</snapshot>\n", &text))
        return false;
    tree->at = text.s;
    tree->end = text.s + text.n;
    if (!mba_tree_element(tree, tree->root) || tree->at + 1 != tree->end)
        return false;
    own->at += text.n;
    if (!look_ahead(own, tree, &next))
        return false;
    return mba_tree_attr(tree, tree->root, "server", own->server) &&
           mba_tree_attr(tree, tree->root, "first", own->first ? "yes" : "no") &&
           mba_tree_attr(tree, tree->root, "last", next.left ? "yes" : "no") && go_on(own, &next);
}

xmlDocPtr mba_own_next(struct mba_own *own)
{
    struct mba_tree tree;
    if (!mba_tree_begin(&tree, "snapshot"))
        return NULL;
    if (read_section(own, &tree))
        return tree.doc;
    mba_tree_drop(&tree);
    own->at = own->start;
    return NULL;
}

/* A line inside a comment or the like looks the same: the parser has to have seen an element end its start
 * tag on that very line. */
static const char *find_servers(const struct mba_buf *seen, unsigned long line)
{
    static const char servers[] = "\n<servers>\n";
    if (seen->failed || seen->len < sizeof opening || memcmp(seen->data, opening, sizeof opening - 1) != 0)
        return NULL;
    const char *at = memmem(seen->data, seen->len, servers, sizeof servers - 1);
    return at && count_lines(seen->data, (size_t)(at - seen->data)) + 2 == line ? at + sizeof servers - 1
                                                                                : NULL;
}

bool mba_own_begin(struct mba_own *own, struct gzFile_s *gz, const struct mba_buf *seen, unsigned long line)
{
    struct mba_tree tree;
    struct next next;
    const char *from = find_servers(seen, line);
    *own = (struct mba_own){.line = line + 1}; /* what is read from now on would be lost to the parser */
    if (!from || !mba_tree_begin(&tree, "snapshot"))
        return false;
    mba_buf_add(&own->buf, from, (size_t)(seen->data + seen->len - from));
    bool good = !own->buf.failed && own->buf.data && look_ahead(own, &tree, &next) && next.at_snapshot &&
                go_on(own, &next);
    mba_tree_drop(&tree);
    own->gz = gz;
    return good;
}

void mba_own_free(struct mba_own *own)
{
    mba_buf_free(&own->buf);
    free(own->server);
    own->server = NULL;
}
