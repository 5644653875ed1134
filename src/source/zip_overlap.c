/* zip_overlap: what the directory at the end of a zip says of its members, before anything is unpacked. Do
 * they share bytes? No program that packs files makes such a zip: it is how 42 kB become 5 GB without an
 * archive inside. Does it leave any out? "cat a.zip b.zip" makes a zip whose directory knows b alone, and one
 * with fewer entries than it counts is damaged: what is missing there would be missing from the report
 * unseen. A directory that cannot be read is left to libarchive, which reads the archive in any case. */
#include "source/source.h"

#include <stdlib.h>
#include <string.h>

enum {
    END_BYTES = 22,   /* of the record at the end, without its comment */
    ENTRY_BYTES = 46, /* of an entry of the directory, without name, extra field and comment */
    LOCAL_BYTES = 30, /* of the header before a member, without its name */
    COMMENT_MAX = 65535,
    LOCATOR_BYTES = 20, /* before that record when there is a 64-bit one before it */
    DIRECTORY_MAX = 64 << 20 /* a directory is read into memory; a larger one is not looked at */
};

struct extent {
    uint64_t from, to;
};

struct directory {
    uint64_t at;    /* where it is */
    size_t len;     /* its bytes */
    size_t total;   /* entries that it should have, of 64K and more the rest only */
    uint64_t shift; /* bytes before the archive: offsets do not count them */
    bool zip64;
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

/* The directory stands before the record at the end, which need not be where the record says. */
static bool find_directory(struct stream *stream, struct directory *found)
{
    unsigned char end[END_BYTES + COMMENT_MAX];
    size_t room = stream->size < sizeof end ? (size_t)stream->size : sizeof end;
    if (room < END_BYTES || !read_at(stream, stream->size - room, end, room))
        return false;
    for (size_t i = room - END_BYTES + 1; i-- > 0;) {
        if (memcmp(end + i, "PK\5\6", 4) != 0 || number(end + i + 20, 2) != room - END_BYTES - i)
            continue;
        uint64_t record = stream->size - room + i, said = number(end + i + 16, 4);
        found->total = number(end + i + 10, 2);
        found->len = number(end + i + 12, 4);
        if (found->len > DIRECTORY_MAX || found->len > record || said > record - found->len)
            return false;
        found->zip64 = i >= LOCATOR_BYTES && memcmp(end + i - LOCATOR_BYTES, "PK\6\7", 4) == 0;
        found->at = found->zip64 ? said : record - found->len;
        found->shift = found->at - said;
        return true;
    }
    return false;
}

/* A member takes at least its header, its name and its packed bytes. Sizes of the 64-bit form stand
 * elsewhere: such a member is not looked at, since what has room for it is no small file. */
static size_t list_extents(const unsigned char *directory, size_t len, struct extent *extents,
                           size_t *entries)
{
    size_t count = 0;
    *entries = 0;
    for (size_t at = 0; len - at >= ENTRY_BYTES && memcmp(directory + at, "PK\1\2", 4) == 0;) {
        const unsigned char *entry = directory + at;
        size_t more = (size_t)number(entry + 28, 2) + number(entry + 30, 2) + number(entry + 32, 2);
        uint64_t packed = number(entry + 20, 4), from = number(entry + 42, 4);
        if (packed != UINT32_MAX && from != UINT32_MAX)
            extents[count++] = (struct extent){from, from + LOCAL_BYTES + number(entry + 28, 2) + packed};
        ++*entries;
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

static bool share_bytes(const struct extent *extents, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (extents[i].from < extents[i - 1].to)
            return true;
    return false;
}

static enum zip_members judge(const unsigned char *bytes, const struct directory *directory, bool from_start,
                              struct extent *extents)
{
    size_t entries, count = list_extents(bytes, directory->len, extents, &entries);
    qsort(extents, count, sizeof *extents, by_start);
    if (share_bytes(extents, count))
        return ZIP_OVERLAPS;
    if (directory->zip64 || count < entries)
        return ZIP_SOUND; /* places and numbers stand elsewhere */
    bool first_left_out = from_start && count > 0 && extents[0].from + directory->shift > 0;
    return first_left_out || (entries & COMMENT_MAX) != directory->total ? ZIP_LEAVES_OUT : ZIP_SOUND;
}

enum zip_members zip_look(struct stream *stream, bool from_start, bool *no_memory)
{
    struct directory directory;
    enum zip_members found = ZIP_SOUND;
    if (find_directory(stream, &directory) && directory.len >= ENTRY_BYTES) {
        unsigned char *bytes = malloc(directory.len);
        struct extent *extents = calloc(directory.len / ENTRY_BYTES, sizeof *extents);
        *no_memory = !bytes || !extents;
        if (!*no_memory && read_at(stream, directory.at, bytes, directory.len))
            found = judge(bytes, &directory, from_start, extents);
        free(bytes);
        free(extents);
    }
    stream->pos = 0;
    return found;
}
