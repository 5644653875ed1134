/* unpack: a bzip2, xz, zstd or lz4 stream decompressed by libarchive, apart from the archive in it, so
 * that it can be read to its very end, where the checksums are. */
#include "source/source.h"

#include <errno.h>
#include <stdlib.h>

struct unpack_stream {
    struct stream base;
    struct stream *packed;
    struct archive *archive;
    bool opened, done;
};

static int (*const filters[])(struct archive *) = {
    [PACK_BZIP2] = archive_read_support_filter_bzip2,
    [PACK_XZ] = archive_read_support_filter_xz,
    [PACK_ZSTD] = archive_read_support_filter_zstd,
    [PACK_LZ4] = archive_read_support_filter_lz4,
};

static la_ssize_t read_packed(struct archive *archive, void *data, const void **bytes)
{
    struct stream *packed = data;
    ssize_t got = packed->read(packed, bytes);
    if (got < 0)
        archive_set_error(archive, EIO, "%s", packed->error);
    return got;
}

static ssize_t fail(struct unpack_stream *s)
{
    const char *why = archive_error_string(s->archive);
    snprintf(s->base.error, sizeof s->base.error, "%s", why ? why : "the compressed data ends too early");
    s->done = true;
    return -1;
}

/* What libarchive then does not take for compressed data would come out as it is. */
static bool open_packed(struct unpack_stream *s)
{
    struct archive_entry *entry;
    s->opened = true;
    archive_read_set_read_callback(s->archive, read_packed);
    if (archive_read_set_callback_data(s->archive, s->packed) != ARCHIVE_OK ||
        archive_read_open1(s->archive) != ARCHIVE_OK ||
        archive_read_next_header(s->archive, &entry) < ARCHIVE_WARN)
        return false;
    return archive_filter_code(s->archive, 0) != ARCHIVE_FILTER_NONE;
}

static ssize_t unpack_read(struct stream *stream, const void **bytes)
{
    struct unpack_stream *s = (struct unpack_stream *)stream;
    if (s->done)
        return s->base.error[0] ? -1 : 0;
    if (!s->opened && !open_packed(s))
        return fail(s);
    size_t len = 0;
    la_int64_t offset;
    int r = archive_read_data_block(s->archive, bytes, &len, &offset);
    s->done = r == ARCHIVE_EOF;
    return r < ARCHIVE_OK ? fail(s) : (ssize_t)len;
}

static void unpack_close(struct stream *stream)
{
    archive_read_free(((struct unpack_stream *)stream)->archive);
    free(stream);
}

struct stream *stream_unpack(struct stream *packed, enum packing packing)
{
    struct unpack_stream *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->base = (struct stream){.read = unpack_read, .close = unpack_close, .mtime = MBA_TIME_NONE};
    s->packed = packed;
    s->archive = archive_read_new();
    if (s->archive && filters[packing](s->archive) == ARCHIVE_OK &&
        archive_read_support_format_raw(s->archive) == ARCHIVE_OK)
        return &s->base;
    unpack_close(&s->base);
    return NULL;
}
