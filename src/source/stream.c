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

static ssize_t fd_read(struct stream *stream, const void **bytes)
{
    struct fd_stream *s = (struct fd_stream *)stream;
    uint64_t left = stream->size - stream->pos;
    size_t want = left < sizeof s->block ? (size_t)left : sizeof s->block;
    ssize_t got;
    do
        got = want ? pread(s->fd, s->block, want, (off_t)stream->pos) : 0;
    while (got < 0 && errno == EINTR);
    if (got < 0) {
        snprintf(stream->error, sizeof stream->error, "%s", strerrordesc_np(errno));
        return -1;
    }
    stream->pos += (uint64_t)got;
    *bytes = s->block;
    return got;
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
