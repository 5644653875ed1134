/* source, inside: streams of bytes, the archives over them, and the reading of one input. */
#ifndef MBAUDIT_SOURCE_INSIDE_H
#define MBAUDIT_SOURCE_INSIDE_H

#include <archive.h>
#include <archive_entry.h>

#include "mbaudit/source.h"

#define SOURCE_BLOCK ((size_t)128 * 1024)

/* ---- what the first bytes say (sniff.c) ------------------------------------------------------ */

enum packing {
    PACK_NONE,  /* no magic: a bare file, or an archive that libarchive knows better */
    PACK_ZIP,   /* holds files */
    PACK_FILES, /* the same: 7z, cab, tar */
    PACK_GZIP,  /* the rest are one compressed stream: of a tar, or of one bare file */
    PACK_BZIP2,
    PACK_XZ,
    PACK_ZSTD,
    PACK_LZ4
};
#define SNIFF_ARCHIVE 512 /* bytes that sniffing an archive looks at */
enum packing sniff_packing(const unsigned char *head, size_t len);
/* "zip", "tar.gz", "gzip", "file": how the input is called in the report. */
const char *packing_kind(enum packing packing, int archive_format);

/* ---- streams (stream.c, gunzip.c, unpack.c) -------------------------------------------------- */

/* Bytes in order. Freed by its own close, which does not close what it reads from. */
struct stream {
    /* The next bytes, valid until the next call: how many, 0 at the end, -1 and error. */
    ssize_t (*read)(struct stream *stream, const void **bytes);
    void (*close)(struct stream *stream);
    bool seekable;      /* pos may be set, up to size */
    bool trailing;      /* unpacked: something that is not compressed data followed the end */
    uint64_t size, pos; /* of seekable ones */
    mba_time mtime;     /* of the file that was packed, as its gzip header says */
    char error[160];
};
struct stream *stream_of_fd(int fd, uint64_t size); /* reads with pread: fd keeps its own position */
struct stream *stream_of_memory(const unsigned char *bytes, size_t len);
struct stream *stream_gunzip(struct stream *packed); /* zlib: libarchive does not check gzip's CRC */
struct stream *stream_unpack(struct stream *packed, enum packing packing);

enum zip_members {
    ZIP_SOUND, /* as far as can be told; no zip is sound as well */
    ZIP_OVERLAPS,
    ZIP_LEAVES_OUT /* its directory knows less than there is */
};
/* What the directory of the zip in the stream says of its members; leaves the stream at its beginning.
 * from_start: a member stands at its first byte. (zip_overlap.c) */
enum zip_members zip_look(struct stream *stream, bool from_start, bool *no_memory);

/* ---- archives (archive.c) -------------------------------------------------------------------- */

/* An archive being read, or a bare file, which is an archive of one. */
struct level {
    struct level *outer; /* the archive this one lies in; NULL: the input itself */
    const char *path;    /* of the nested archive in the input; NULL for the input itself */
    unsigned depth;      /* 0 for the input itself */
    mba_time mtime;      /* of the archive: that of a single file in it */
    enum packing packing;
    struct stream *packed;   /* the bytes of the archive */
    struct stream *unpacked; /* the same decompressed; NULL for what is not compressed as a whole */
    struct archive *archive;
    bool opened;
    bool leaves_out; /* ZIP_LEAVES_OUT */
    bool without_directory; /* a zip read from its beginning, because its end is missing or damaged */
    const struct mba_limits *limits;
    uint64_t streamed; /* bytes that came out of unpacked */
    uint64_t contents; /* bytes of members */
    uint64_t inflated; /* the larger of the two, and those of archives inside */
    bool over;         /* inflated is beyond the ratio, or the bytes of an input */
};
/* Opens packed from its beginning. False: level_error has the reason. */
bool level_open(struct level *level);
void level_close(struct level *level);
/* Counts bytes of a member; false when this archive or one around it is now over the ratio. */
bool level_count(struct level *level, uint64_t bytes);
/* Which limit a level that is over has passed. */
enum mba_limit_id level_limit(const struct level *level);
/* Reads what follows the last member, so that checksums at the very end are looked at. */
bool level_drain(struct level *level);
const char *level_error(const struct level *level); /* why reading failed, never NULL */
bool level_no_memory(const struct level *level);     /* that was why: it says nothing about the archive */
/* What it costs when this archive is lost: one inside the input is a member, and the input goes on. */
enum mba_status level_lost(const struct level *level);

/* ---- one input (read.c, walk.c, entry.c, member.c) ------------------------------------------- */

struct reader {
    struct mba_input *input;
    struct mba_limits *limits; /* its clock starts with each member */
    const struct mba_sink *sink;
    struct mba_problems *problems;
    uint64_t ordinal; /* of the next member */
    bool stopped;     /* by the sink, by the limit on members, or without memory */
    unsigned char head[MBA_SNIFF_BYTES];
};
void reader_note(struct reader *reader, enum mba_status grade, const char *member, const char *fmt, ...)
    MBA_PRINTF(4, 5);
void reader_note_limit(struct reader *reader, enum mba_status grade, const char *path, const char *what,
                       enum mba_limit_id id);
void reader_no_memory(struct reader *reader);
void reader_skipped(struct reader *reader, const char *path);
void reader_linked(struct reader *reader, const char *path);
void reader_failed(struct reader *reader);
/* Hands every member of the archive to the sink. level says where it is; packed, path and limits are set,
 * and stay the caller's. */
void walk_archive(struct reader *reader, struct level *level);

/* One entry, whose header was just read. False: nothing more can be read from this archive. */
bool handle_entry(struct reader *reader, struct level *level, struct archive_entry *entry);

enum fetched {
    FETCH_WHOLE,   /* to the end of the member, without an error */
    FETCH_PART,    /* there may be more */
    FETCH_TOO_BIG, /* beyond the limit on bytes of a member */
    FETCH_RATIO,   /* beyond the ratio of an archive, or its bytes */
    FETCH_LATE,    /* beyond the time for a member */
    FETCH_DAMAGED, /* libarchive said so; the code is in *error */
    FETCH_NO_MEMORY
};
/* The first bytes of the entry just opened, at most size. */
enum fetched fetch_head(struct level *level, unsigned char *head, size_t size, size_t *len, int *error);
/* All of the entry whose first len bytes are in head. declared: its size as the archive says, or 0. */
enum fetched fetch_all(struct level *level, const unsigned char *head, size_t len, uint64_t declared,
                       struct mba_member *member, int *error);

/* ---- names (names.c) ------------------------------------------------------------------------- */

/* The entry's name as UTF-8 with '/', below its archive's own path. NULL: no memory. */
char *member_path(const struct level *level, const struct mba_input *input, struct archive_entry *entry);

/* ---- files (hash.c, spool.c) ----------------------------------------------------------------- */

/* SHA-256 of the first size bytes of fd, as lower-case hex. False: errno, or 0 when it ended early. */
bool hash_fd(int fd, uint64_t size, char hex[65]);
/* Keeps all that fd gives in an unnamed file. -1 and errno otherwise. */
int spool_fd(int fd);

#endif
