/* stream: the bytes of a file or of a block of memory. */
#include "source/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fd_stream {
    struct stream base;
    int fd;
    unsigned char block[SOURCE_BLOCK];
};

/* Whole blocks, however little the kernel hands out at a time: what an archive is is seen in its first block.
 */
static ssize_t fd_read(struct stream *stream, const void **bytes)
{
    struct fd_stream *s = (struct fd_stream *)stream;
    uint64_t left = stream->size - stream->pos;
    size_t want = left < sizeof s->block ? (size_t)left : sizeof s->block, len = 0;
    while (len < want) {
        ssize_t got = pread(s->fd, s->block + len, want - len, (off_t)(stream->pos + len));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            snprintf(stream->error, sizeof stream->error, "%s", strerrordesc_np(errno));
            return -1;
        }
        if (got == 0)
            break;
        len += (size_t)got;
    }
    stream->pos += len;
    *bytes = s->block;
    return (ssize_t)len;
}

static void stream_free(struct stream *stream)
{
    free(stream);
}

struct stream *stream_of_fd(int fd, uint64_t size)
{
    struct fd_stream *s = malloc(sizeof *s);
    if (!s)
        return NULL;
    s->base = (struct stream){.read = fd_read, .close = stream_free, .seekable = true, .size = size};
    s->fd = fd;
    return &s->base;
}

struct memory_stream {
    struct stream base;
    const unsigned char *bytes;
};

static ssize_t memory_read(struct stream *stream, const void **bytes)
{
    uint64_t left = stream->size - stream->pos;
    size_t give = left < SOURCE_BLOCK ? (size_t)left : SOURCE_BLOCK;
    *bytes = ((struct memory_stream *)stream)->bytes + stream->pos;
    stream->pos += give;
    return (ssize_t)give;
}

struct stream *stream_of_memory(const unsigned char *bytes, size_t len)
{
    struct memory_stream *s = malloc(sizeof *s);
    if (!s)
        return NULL;
    s->base = (struct stream){.read = memory_read, .close = stream_free, .seekable = true, .size = len};
    s->bytes = bytes;
    return &s->base;
}
