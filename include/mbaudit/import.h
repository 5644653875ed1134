/* import: member bytes -> a metabase. One file per format, chosen by content.
 *
 * To add a format: one file in src/import/ with a static const struct mba_format, one row in
 * src/import/formats.c. Ownership: nothing is kept; the metabase copies what it stores.
 * Threads: formats are constant; a metabase belongs to one thread.
 */
#ifndef MBAUDIT_IMPORT_H
#define MBAUDIT_IMPORT_H

#include "mbaudit/metabase.h"

/* What exports tell from outside the metabase: of any number of servers and times. Owns all it holds. */
struct mba_told {
    struct mba_observation what; /* export_index is not set */
    const char *server;          /* as written; "": the member's path says whose it is */
    mba_time captured;           /* MBA_TIME_NONE: the member's path says it */
};
struct mba_testimony { /* starts as {0} */
    struct mba_arena *arena;
    struct mba_told *items;
    size_t count, cap;
    const char *encoding; /* as found */
    bool partial;         /* cut off or with unreadable parts */
};
void mba_testimony_free(struct mba_testimony *testimony); /* and makes it empty */

struct mba_import {     /* one export being read */
    const char *input;  /* for messages */
    const char *member; /* path in the archive; a plain ENUM may take its place from it */
    mba_time mtime;
    const struct mba_format *format; /* as mba_format_find chose it; NULL: it is chosen here */
    const unsigned char *data;       /* as found, any encoding */
    size_t len;
    struct mba_metabase *metabase;
    struct mba_testimony *testimony; /* where evidence goes; NULL: it is not wanted */
    const struct mba_limits *limits;
    struct mba_problems *problems;
};
struct mba_format {
    const char *name; /* "MetaBase.xml": shown in messages and reports */
    const char *help; /* one line for --help: "MetaBase.xml (IIS 6, SMTP on later Windows)" */
    bool runtime;
    bool evidence; /* tells of what is outside the metabase, and opens no export in it */
    bool schema;   /* defines properties for the exports beside it, holds no keys */
    /* 0 = not this format; otherwise the number of bits that speak for it. head is UTF-8, may be cut
     * anywhere, and is not NUL-terminated. */
    int (*bid)(const char *head, size_t len);
    /* Reads the export into job->metabase. MBA_MEMBER_FAILED: nothing of it may be used.
     * MBA_WARN: read, but in part or with problems. */
    enum mba_status (*read)(struct mba_import *job);
};
extern const struct mba_format *const mba_formats[]; /* NULL-terminated */
/* The best bid over the first bytes as found, or NULL: a member in no known format. Handles BOM and UTF-16.
 */
const struct mba_format *mba_format_find(const unsigned char *head, size_t len);
/* The same, and in *rival the format that bid second, or NULL. Of equal bids the earlier row's is the better.
 */
const struct mba_format *mba_format_choose(const unsigned char *head, size_t len,
                                           const struct mba_format **rival);
/* Chooses, opens an export in the metabase, reads. Every step short of ok is in job->problems. On
 * MBA_MEMBER_FAILED the metabase and the testimony hold what they held before. */
enum mba_status mba_import_read(struct mba_import *job);

/* ---- whose export is it ------------------------------------------------------------------------ */

/* A --name-pattern: "{server}/{date}/MetaBase.xml" - see the man page. Parts are matched from the end of the
 * path, without case: {server} a run without '/', {date} 2006-05-16 or 20060516, {time} a date with a time of
 * day (20060516T0200, 2006-05-16T020000Z, ...), '*' any run within a part, the rest literally. */
struct mba_identity {
    char server[256];        /* "" = not found */
    mba_time captured;       /* MBA_TIME_NONE = not found */
    bool date_only;          /* the time of day is not known */
    const char *server_from; /* "member path", "name pattern", "export", "IUSR account", "archive name",
                                "input name", "none" */
    const char *time_from;   /* "member path", "name pattern", "export", "archive name", "member modification
                                time",   "none" */
};
/* NULL when it is a usable pattern, else what is wrong with it. */
const char *mba_name_pattern_check(const char *pattern);
/* By pattern (may be NULL = the built-in ones: the path, but an export that says whose it is knows better),
 * then the IUSR_<server> account in the snapshot, then the archive's name (a time in it counts too); the time
 * falls back on mtime. A bare export has no archive: the folders of its input's name count like those of a
 * path. */
void mba_identify(const char *pattern, const char *input_name, const char *member_path, mba_time mtime,
                  const struct mba_metabase *mb, struct mba_identity *out);

#endif
