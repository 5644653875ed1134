/* zip_overlap: do the members of a zip share bytes? No program that packs files makes such a zip: it is how
 * 42 kB become 5 GB without an archive inside. The directory at the end says where each member lies; a
 * damaged one is left to libarchive, which reads the archive in any case. */
#include "source/source.h"

#include <stdlib.h>
#include <string.h>

enum {
    END_BYTES = 22,   /* of the record at the end, without its comment */
    ENTRY_BYTES = 46, /* of an entry of the directory, without name, extra field and comment */
    LOCAL_BYTES = 30, /* of the header before a member, without its name */
    COMMENT_MAX = 65535,
    DIRECTORY_MAX = 64 << 20 /* a directory is read into memory; a larger one is not looked at */
};

struct extent {
    uint64_t from, to;
};

static uint32_t number(const unsigned char *p, int bytes)
{
    uint32_t value = 0;
    for (int i = bytes; i-- > 0;)
        value = value << 8 | p[i];
    return value;
}

/* All of [at, at + len) of the stream. */
static bool read_at(struct stream *stream, uint64_t at, unsigned char *to, size_t len)
{
    const void *bytes;
    stream->pos = at;
    while (len > 0) {
        ssize_t got = stream->read(stream, &bytes);
        if (got <= 0)
            return false;
        size_t take = (size_t)got < len ? (size_t)got : len;
        memcpy(to, bytes, take);
        to += take;
        len -= take;
    }
    return true;
}

/* The directory: where it begins and how long it is. */
static bool find_directory(struct stream *stream, uint64_t *at, size_t *len)
{
    unsigned char end[END_BYTES + COMMENT_MAX];
    size_t room = stream->size < sizeof end ? (size_t)stream->size : sizeof end;
    if (room < END_BYTES || !read_at(stream, stream->size - room, end, room))
        return false;
    for (size_t i = room - END_BYTES + 1; i-- > 0;) {
        if (memcmp(end + i, "PK\5\6", 4) != 0 || number(end + i + 20, 2) != room - END_BYTES - i)
            continue;
        *len = number(end + i + 12, 4);
        *at = number(end + i + 16, 4);
        return *len <= DIRECTORY_MAX && *at <= stream->size && *len <= stream->size - *at;
    }
    return false;
}

/* A member takes at least its header, its name and its packed bytes. Sizes of the 64-bit form stand
 * elsewhere: such a member is not looked at, since what has room for it is no small file. */
static size_t list_extents(const unsigned char *directory, size_t len, struct extent *extents)
{
    size_t count = 0;
    for (size_t at = 0; len - at >= ENTRY_BYTES && memcmp(directory + at, "PK\1\2", 4) == 0;) {
        const unsigned char *entry = directory + at;
        size_t more = (size_t)number(entry + 28, 2) + number(entry + 30, 2) + number(entry + 32, 2);
        uint64_t packed = number(entry + 20, 4), from = number(entry + 42, 4);
        if (packed != UINT32_MAX && from != UINT32_MAX)
            extents[count++] = (struct extent){from, from + LOCAL_BYTES + number(entry + 28, 2) + packed};
        if (more > len - at - ENTRY_BYTES)
            break;
        at += ENTRY_BYTES + more;
    }
    return count;
}

static int by_start(const void *a, const void *b)
{
    const struct extent *ea = a, *eb = b;
    return ea->from < eb->from ? -1 : ea->from > eb->from;
}

static bool share_bytes(struct extent *extents, size_t count)
{
    qsort(extents, count, sizeof *extents, by_start);
    for (size_t i = 1; i < count; i++)
        if (extents[i].from < extents[i - 1].to)
            return true;
    return false;
}

bool zip_overlaps(struct stream *stream, bool *no_memory)
{
    uint64_t at = 0;
    size_t len = 0;
    bool overlaps = false;
    if (find_directory(stream, &at, &len) && len >= ENTRY_BYTES) {
        unsigned char *directory = malloc(len);
        struct extent *extents = calloc(len / ENTRY_BYTES, sizeof *extents);
        *no_memory = !directory || !extents;
        if (!*no_memory && read_at(stream, at, directory, len))
            overlaps = share_bytes(extents, list_extents(directory, len, extents));
        free(directory);
        free(extents);
    }
    stream->pos = 0;
    return overlaps;
}
