/* gunzip: a gzip stream decompressed, its checksums and its end looked at. */
#define ZLIB_CONST /* next_in points at bytes that are not ours to change */

#include "source/source.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

struct gunzip_stream {
    struct stream base;
    struct stream *packed;
    z_stream z;
    gz_header header;    /* of the first member */
    bool at_start, done; /* between two members of the gzip file; after the last */
    unsigned char out[SOURCE_BLOCK];
};

static bool fail(struct gunzip_stream *s, const char *why)
{
    snprintf(s->base.error, sizeof s->base.error, "%s", why);
    return false;
}

/* Gives zlib more to read; nothing at the end. */
static bool refill(struct gunzip_stream *s)
{
    const void *bytes;
    ssize_t got = s->packed->read(s->packed, &bytes);
    if (got < 0)
        return fail(s, s->packed->error);
    s->z.next_in = bytes;
    s->z.avail_in = (uInt)got;
    return true;
}

/* A gzip file may hold several members, and zeros as padding. What else follows is not ours: it is
 * noted and left alone. One byte is enough to choose: a damaged second header must be an error. */
static bool next_part(struct gunzip_stream *s)
{
    for (;;) {
        if (s->z.avail_in == 0 && !refill(s))
            return false;
        if (s->z.avail_in == 0 || *s->z.next_in != 0)
            break;
        s->z.next_in++;
        s->z.avail_in--;
    }
    s->at_start = false;
    s->done = s->z.avail_in == 0 || *s->z.next_in != 0x1f;
    s->base.trailing = s->z.avail_in > 0 && s->done;
    return s->done || inflateReset(&s->z) == Z_OK;
}

static bool inflate_step(struct gunzip_stream *s)
{
    if (s->at_start)
        return next_part(s);
    if (s->z.avail_in == 0 && !refill(s))
        return false;
    bool at_end = s->z.avail_in == 0;
    int r = inflate(&s->z, Z_NO_FLUSH);
    if (r == Z_STREAM_END)
        s->at_start = true;
    else if (r == Z_DATA_ERROR)
        return fail(s, s->z.msg ? s->z.msg : "invalid gzip data");
    else if (r == Z_MEM_ERROR)
        return fail(s, "not enough memory");
    else if (at_end && s->z.avail_out > 0)
        return fail(s, "the gzip data ends too early");
    return true;
}

static ssize_t gunzip_read(struct stream *stream, const void **bytes)
{
    struct gunzip_stream *s = (struct gunzip_stream *)stream;
    s->z.next_out = s->out;
    s->z.avail_out = sizeof s->out;
    while (!s->done && s->z.avail_out > 0)
        if (!inflate_step(s)) {
            s->done = true;
            break;
        }
    if (s->header.done == 1 && s->header.time != 0)
        s->base.mtime = (mba_time)s->header.time;
    *bytes = s->out;
    size_t got = sizeof s->out - s->z.avail_out;
    return got == 0 && s->base.error[0] ? -1 : (ssize_t)got;
}

static void gunzip_close(struct stream *stream)
{
    inflateEnd(&((struct gunzip_stream *)stream)->z);
    free(stream);
}

struct stream *stream_gunzip(struct stream *packed)
{
    struct gunzip_stream *s = malloc(sizeof *s);
    if (!s)
        return NULL;
    memset(&s->z, 0, sizeof s->z);
    memset(&s->header, 0, sizeof s->header);
    s->base = (struct stream){.read = gunzip_read, .close = gunzip_close, .mtime = MBA_TIME_NONE};
    s->packed = packed;
    s->at_start = s->done = false;
    if (inflateInit2(&s->z, MAX_WBITS + 16) == Z_OK) {
        inflateGetHeader(&s->z, &s->header);
        return &s->base;
    }
    free(s);
    return NULL;
}
