/* floor: the least that reading an archive of exports can cost. Every member goes through libarchive and
 * libxml2's SAX2 parser with handlers that do nothing, in one thread.
 *
 *   floor ARCHIVE
 */
#include <archive.h>
#include <archive_entry.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>

struct bytes {
    char *data;
    size_t len, cap;
};

static void start_element(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                          int ns_count, const xmlChar **ns, int count, int defaulted,
                          const xmlChar **attributes)
{
    (void)ctx, (void)name, (void)prefix, (void)uri, (void)ns_count, (void)ns, (void)count, (void)defaulted;
    (void)attributes;
}

static void end_element(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)ctx, (void)name, (void)prefix, (void)uri;
}

static void characters(void *ctx, const xmlChar *text, int len)
{
    (void)ctx, (void)text, (void)len;
}

static int read_member(struct archive *a, struct bytes *b)
{
    b->len = 0;
    for (;;) {
        if (b->cap - b->len < 65536) {
            char *more = realloc(b->data, b->cap + (1 << 20));
            if (!more)
                return 1;
            b->data = more;
            b->cap += 1 << 20;
        }
        la_ssize_t n = archive_read_data(a, b->data + b->len, b->cap - b->len);
        if (n <= 0)
            return n < 0;
        b->len += (size_t)n;
    }
}

static int parse(const struct bytes *b)
{
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = start_element,
                         .endElementNs = end_element,
                         .characters = characters};
    return xmlSAXUserParseMemory(&sax, NULL, b->data, (int)b->len);
}

int main(int argc, char **argv)
{
    struct archive *a = archive_read_new();
    if (argc != 2 || !a)
        return 2;
    archive_read_support_format_all(a);
    archive_read_support_filter_all(a);
    int rc = archive_read_open_filename(a, argv[1], 65536) != ARCHIVE_OK;
    struct archive_entry *entry;
    struct bytes member = {0};
    while (rc == 0 && archive_read_next_header(a, &entry) == ARCHIVE_OK)
        if (archive_entry_filetype(entry) == AE_IFREG)
            rc = read_member(a, &member) || parse(&member);
    if (rc != 0)
        fprintf(stderr, "floor: %s cannot be read\n", argv[1]);
    free(member.data);
    archive_read_free(a);
    xmlCleanupParser();
    return rc;
}
