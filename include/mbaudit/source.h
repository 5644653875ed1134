/* source: paths on the command line -> members as byte buffers, under limits.
 *
 * Nothing is written to disk and no name from an archive ever reaches the file system. Formats are
 * found by content (libarchive's bidding). Ownership: a struct mba_member handed to a sink is the
 * sink's to free with mba_member_free.
 * Threads: one mba_source belongs to one thread; several may read at once.
 */
#ifndef MBAUDIT_SOURCE_H
#define MBAUDIT_SOURCE_H

#include "mbaudit/base.h"

/* The inputs of a run: files as given, folders walked (sorted by name, symbolic links below them not
 * followed), "-" kept in a private unnamed file so that it can be read again. */
struct mba_input {
    char *name;             /* as given, or folder/relative: what messages and the report show */
    char *path;             /* what is opened; NULL for standard input and for what cannot be opened */
    int fd;                 /* standard input's copy, else -1 */
    bool found;             /* by walking a folder: what is no export there is skipped without a problem */
    uint64_t bytes;         /* size on disk; known after reading */
    char sha256[65];        /* lower-case hex of the input's bytes; "" until read */
    const char *kind;       /* "zip", "tar.gz", "7z", "cab", "gzip", "file", ... */
    uint64_t members;       /* files seen, those of nested archives included: the sum of the three below */
    uint64_t delivered;     /* handed to the sink: they look like an export */
    uint64_t skipped;       /* in no known format */
    uint64_t failed;        /* could not be read */
    enum mba_status status; /* worst that happened */
};
struct mba_inputs {
    struct mba_input *items;
    size_t count, cap;
};
/* Adds path (file, folder or "-"). What cannot be opened is added too, with status MBA_ARCHIVE_FAILED
 * and a problem, so that the report names it; reading it then says nothing more. MBA_RUN_FAILED only
 * without memory. */
enum mba_status mba_inputs_add(struct mba_inputs *inputs, const char *path, struct mba_problems *problems);
/* Into the order of their names, so that nothing depends on that in which they were given. What was named
 * twice is left out once, and said. */
void mba_inputs_sort(struct mba_inputs *inputs, struct mba_problems *problems);
void mba_input_clear(struct mba_input *input); /* what it owns */
void mba_inputs_free(struct mba_inputs *inputs);

struct mba_member {
    char *path;          /* UTF-8, parts separated by '/'; a nested archive's own path leads:
                            "may.zip/SRV1/MetaBase.xml". For a bare export: the input's base name.
                            May hold anything ("..", controls): show it with mba_text_visible. */
    uint64_t ordinal;    /* position in the input, from 0; a nested archive takes one before its members */
    mba_time mtime;      /* as the archive says; MBA_TIME_NONE if it does not. The DOS times of zip and
                            cab have no zone: they are taken in that of the process (TZ), which the program
                            sets to UTC */
    unsigned char *data; /* len bytes, malloc'd */
    size_t len;
};
void mba_member_free(struct mba_member *member); /* path and data; not the struct */

#define MBA_SNIFF_BYTES 4096 /* leading bytes a format is chosen by */

struct mba_sink {
    void *ctx;
    /* Is this a known format? Asked with the path and the first bytes, before the rest is read.
     * On a re-read it also picks by ordinal. */
    bool (*wanted)(void *ctx, const char *path, uint64_t ordinal, const unsigned char *head, size_t len);
    /* Takes the member over (moves its fields). false stops the reading of this input. */
    bool (*member)(void *ctx, struct mba_member *member);
    /* A member in no known format, an empty one included; may be NULL. */
    void (*skipped)(void *ctx, const char *path);
    /* The same of a second name of another member (a hard link in a tar), whose bytes stand under that alone;
     * NULL: skipped is told. */
    void (*linked)(void *ctx, const char *path);
};

/* Reads one input from its beginning; may be called again for the same input (then sha256 and the
 * counts are set anew, and problems are the caller's to drop). Fills input->bytes .. status. */
enum mba_status mba_source_read(struct mba_input *input, const struct mba_limits *limits,
                                const struct mba_sink *sink, struct mba_problems *problems);

#endif
