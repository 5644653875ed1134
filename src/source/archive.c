/* archive: libarchive over a stream, and how much came out of it. */
#include "source/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- what libarchive calls ------------------------------------------------------------------- */

/* What the level reads from: the decompressed stream where there is one. */
static struct stream *level_stream(struct level *level)
{
    return level->unpacked ? level->unpacked : level->packed;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* The bytes are those of the input: of archives inside another they are counted there, too. */
enum mba_limit_id level_limit(const struct level *level)
{
    return !level->outer && level->inflated > level->limits->value[MBA_LIMIT_ARCHIVE_BYTES]
               ? MBA_LIMIT_ARCHIVE_BYTES
               : MBA_LIMIT_RATIO;
}

static bool is_over(const struct level *level)
{
    const uint64_t *limit = level->limits->value;
    uint64_t allowed;
    if (level_limit(level) == MBA_LIMIT_ARCHIVE_BYTES)
        return true;
    if (__builtin_mul_overflow(level->packed->size, limit[MBA_LIMIT_RATIO], &allowed))
        return false;
    return level->inflated > limit[MBA_LIMIT_RATIO_FLOOR] && level->inflated > allowed;
}

/* Adds to the level and those around it; false when one of them is over the ratio. */
static bool add_inflated(struct level *level, uint64_t bytes)
{
    bool fine = true;
    for (struct level *l = level; l; l = l->outer) {
        if (__builtin_add_overflow(l->inflated, bytes, &l->inflated))
            l->inflated = UINT64_MAX;
        l->over = l->over || is_over(l);
        fine = fine && !l->over;
    }
    return fine;
}

/* A member of a tar.gz is seen twice, in the stream and as a member; it counts once. */
static bool count(struct level *level, uint64_t *counter, uint64_t bytes)
{
    uint64_t before = larger(level->streamed, level->contents);
    if (__builtin_add_overflow(*counter, bytes, counter))
        *counter = UINT64_MAX; /* sizes that an archive declares may be anything */
    return add_inflated(level, larger(level->streamed, level->contents) - before);
}

bool level_count(struct level *level, uint64_t bytes)
{
    return count(level, &level->contents, bytes);
}

static la_ssize_t read_block(struct archive *archive, void *data, const void **bytes)
{
    struct level *level = data;
    struct stream *stream = level_stream(level);
    ssize_t got = stream->read(stream, bytes);
    if (got < 0)
        archive_set_error(archive, EIO, "%s", stream->error);
    if (got > 0 && level->unpacked && !count(level, &level->streamed, (uint64_t)got)) {
        archive_set_error(archive, EFBIG, "the limit on the ratio is passed");
        return -1;
    }
    return got;
}

static la_int64_t skip_bytes(struct archive *archive, void *data, la_int64_t request)
{
    (void)archive;
    struct stream *stream = level_stream(data);
    if (!stream->seekable || request < 0)
        return 0;
    uint64_t left = stream->size - stream->pos;
    uint64_t skip = (uint64_t)request < left ? (uint64_t)request : left;
    stream->pos += skip;
    return (la_int64_t)skip;
}

static la_int64_t seek_to(struct archive *archive, void *data, la_int64_t offset, int whence)
{
    (void)archive;
    struct stream *stream = level_stream(data);
    if (!stream->seekable)
        return ARCHIVE_FATAL;
    int64_t from = whence == SEEK_END ? (int64_t)stream->size : whence == SEEK_CUR ? (int64_t)stream->pos : 0;
    int64_t to;
    if (__builtin_add_overflow(from, offset, &to) || to < 0 || (uint64_t)to > stream->size)
        return ARCHIVE_FATAL;
    stream->pos = (uint64_t)to;
    return to;
}

/* ---- opening --------------------------------------------------------------------------------- */

typedef int enable_fn(struct archive *);

/* A compressed stream holds a tar or is one file. Everything else in it (a zip in a gzip) is a file,
 * and as such an archive in an archive, because those formats want to be read from the end. */
static enable_fn *const in_stream[] = {archive_read_support_format_tar, archive_read_support_format_raw,
                                       NULL};
/* What begins like an archive and is none is damaged; it is not a bare file. */
static enable_fn *const with_magic[] = {
    archive_read_support_format_zip_seekable,
    archive_read_support_format_7zip,
    archive_read_support_format_cab,
    archive_read_support_format_tar,
    NULL,
};
static enable_fn *const anything[] = {
    archive_read_support_format_zip_seekable, /* after a program that unpacks it */
    archive_read_support_format_7zip,         archive_read_support_format_tar, /* older than its magic */
    archive_read_support_format_raw,          NULL,
};
static enable_fn *const cut_zip[] = {archive_read_support_format_zip_streamable, NULL};

static bool enable_formats(struct level *level)
{
    enable_fn *const *formats = level->without_directory      ? cut_zip
                                : level->unpacked             ? in_stream
                                : level->packing == PACK_NONE ? anything
                                                              : with_magic;
    for (size_t i = 0; formats[i]; i++)
        if (formats[i](level->archive) != ARCHIVE_OK)
            return false;
    return true;
}

static bool sniff_level(struct level *level)
{
    struct stream *packed = level->packed;
    const void *head;
    ssize_t len = packed->read(packed, &head);
    packed->pos = 0;
    if (len < 0) {
        archive_set_error(level->archive, EIO, "%s", packed->error);
        return false;
    }
    level->packing = sniff_packing(head, (size_t)len);
    if (level->packing == PACK_GZIP)
        level->unpacked = stream_gunzip(packed);
    else if (level->packing > PACK_GZIP)
        level->unpacked = stream_unpack(packed, level->packing);
    if (level->unpacked || level->packing < PACK_GZIP)
        return true;
    archive_set_error(level->archive, ENOMEM, "not enough memory");
    return false;
}

bool level_open(struct level *level)
{
    level->archive = archive_read_new();
    if (!level->archive || !sniff_level(level) || !enable_formats(level))
        return false;
    struct archive *a = level->archive;
    /* What "cat a.tar b.tar" makes: the second would be missing from the report unseen. */
    archive_read_set_format_option(a, "tar", "read_concatenated_archives", "1");
    archive_clear_error(a); /* a zip has no such option */
    archive_read_set_read_callback(a, read_block);
    archive_read_set_skip_callback(a, skip_bytes);
    if (!level->unpacked)
        archive_read_set_seek_callback(a, seek_to);
    level->opened =
        archive_read_set_callback_data(a, level) == ARCHIVE_OK && archive_read_open1(a) >= ARCHIVE_WARN;
    return level->opened;
}

void level_close(struct level *level)
{
    archive_read_free(level->archive);
    if (level->unpacked)
        level->unpacked->close(level->unpacked);
    level->archive = NULL;
    level->unpacked = NULL;
    level->opened = false;
}

bool level_drain(struct level *level)
{
    const void *bytes;
    la_ssize_t got = 1;
    while (level->unpacked && got > 0)
        got = read_block(level->archive, level, &bytes);
    return got >= 0;
}

bool level_no_memory(const struct level *level)
{
    return !level->archive || archive_errno(level->archive) == ENOMEM;
}

const char *level_error(const struct level *level)
{
    /* What went wrong below says more than that libarchive then knew no format. */
    if (level->packed->error[0])
        return level->packed->error;
    if (level->unpacked && level->unpacked->error[0])
        return level->unpacked->error;
    if (!level->archive || level_no_memory(level))
        return "not enough memory for it";
    const char *why = archive_error_string(level->archive);
    return why ? why : "it ends too early";
}

enum mba_status level_lost(const struct level *level)
{
    return level->outer ? MBA_MEMBER_FAILED : MBA_ARCHIVE_FAILED;
}
