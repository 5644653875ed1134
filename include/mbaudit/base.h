/* base: the small things every room uses - memory, text, time, problems, limits, files.
 *
 * Ownership: a function that returns a pointer to something it made has a matching _free or names
 * the arena that owns it; everything else is borrowed from the caller and never kept.
 *
 * Errors: functions that allocate return NULL or false when memory runs out, and change nothing.
 * Threads: no function here has hidden state; one object belongs to one thread at a time.
 */
#ifndef MBAUDIT_BASE_H
#define MBAUDIT_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#if defined(__GNUC__)
#define MBA_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define MBA_PRINTF(fmt, args)
#endif

#define MBA_VERSION "0.1.0"

/* How far a failure reaches, after libarchive's return codes: each level costs what it names and
 * nothing more. The order is the order of gravity. */
enum mba_status {
    MBA_OK = 0,
    MBA_WARN,           /* read, with something to say */
    MBA_MEMBER_FAILED,  /* this member is lost, the archive goes on */
    MBA_ARCHIVE_FAILED, /* the rest of this archive is lost, the run goes on */
    MBA_RUN_FAILED      /* nothing more can be done: memory, output */
};
/* "ok", "warning", "member-failed", "archive-failed", "run-failed": the words of the findings document. */
const char *mba_status_word(enum mba_status status);
const char *mba_grade_word(enum mba_status grade); /* the same for problems; MBA_OK is "notice" */

/* How a function says why it failed: *error gets the text, which the caller frees; NULL when even that needs
 * memory that is not there. Returns false. */
bool mba_fail(char **error, const char *fmt, ...) MBA_PRINTF(2, 3);

/* ---- memory ---------------------------------------------------------------------------------- */

/* A bump allocator: what is taken from it lives until the arena is reset or freed. */
struct mba_arena;
struct mba_arena *mba_arena_new(void);
void mba_arena_free(struct mba_arena *arena);
void mba_arena_reset(struct mba_arena *arena); /* forget everything, keep the first blocks for reuse */
void *mba_arena_alloc(struct mba_arena *arena, size_t size); /* aligned for any type, not cleared */
void *mba_arena_calloc(struct mba_arena *arena, size_t count, size_t size);  /* NULL on overflow */
char *mba_arena_dup(struct mba_arena *arena, const char *bytes, size_t len); /* NUL is added */
char *mba_arena_printf(struct mba_arena *arena, const char *fmt, ...) MBA_PRINTF(2, 3);
size_t mba_arena_bytes(const struct mba_arena *arena); /* bytes held from the system */

/* A growing byte buffer with a sticky error: append freely, look at `failed` once at the end.
 * Start with {0}; data is NUL-terminated whenever it is not NULL. */
struct mba_buf {
    char *data;
    size_t len, cap;
    bool failed; /* memory ran out; what was appended since is lost */
};
void mba_buf_free(struct mba_buf *buf);
void mba_buf_clear(struct mba_buf *buf); /* length and error to zero, memory kept */
bool mba_buf_reserve(struct mba_buf *buf, size_t more);
void mba_buf_add(struct mba_buf *buf, const void *bytes, size_t len);
void mba_buf_puts(struct mba_buf *buf, const char *text);
void mba_buf_putc(struct mba_buf *buf, char c);
void mba_buf_printf(struct mba_buf *buf, const char *fmt, ...) MBA_PRINTF(2, 3);

/* Grow an array of `size`-byte items so that it holds at least need items. False: no memory, unchanged. */
bool mba_grow(void *array_ptr, size_t *cap, size_t need, size_t size);

/* ---- tables ---------------------------------------------------------------------------------- */

/* Open-addressing hash tables whose items are numbers from 1; what a number stands for is the caller's. */
struct mba_slot {
    uint32_t hash, item; /* item 0: free */
};
struct mba_table { /* starts as {0}; the slots live in the arena that mba_table_prepare gets */
    struct mba_slot *slots;
    size_t cap, count;
};

/* Exports come from strangers: with a seed they cannot know, they cannot make their keys collide. */
struct mba_seed {
    uint32_t a, b;
};
struct mba_seed mba_seed_random(void);
uint32_t mba_hash_number(struct mba_seed seed, uint32_t number);
uint32_t mba_hash_text(struct mba_seed seed, const char *s, size_t n); /* the same for upper and lower case */

/* Does this item stand for what is wanted? */
typedef bool mba_same(const void *context, uint32_t item, const void *wanted);

/* Room for one more item. False: no memory. */
bool mba_table_prepare(struct mba_table *table, struct mba_arena *arena);
/* The item found, or 0. */
uint32_t mba_table_find(const struct mba_table *table, uint32_t hash, mba_same *same, const void *context,
                        const void *wanted);
/* Adds an item that is not in the table; needs mba_table_prepare first. */
void mba_table_add(struct mba_table *table, uint32_t hash, uint32_t item);

/* ---- text ------------------------------------------------------------------------------------ */

/* ASCII only, whatever the locale: key paths and class names are compared so. */
int mba_ascii_casecmp(const char *a, const char *b);
int mba_ascii_ncasecmp(const char *a, const char *b, size_t n);
bool mba_ascii_streq(const char *a, const char *b);   /* equal without case; NULL equals only NULL */
uint32_t mba_ascii_casehash(const char *s, size_t n); /* FNV-1a of the folded bytes */
bool mba_is_digits(const char *s, size_t n);          /* n > 0 and all of 0-9 */
/* Letters missing, added, wrong or swapped with their neighbour between two words, without case; SIZE_MAX for
 * words of more than 40 letters. For "did you mean ...". */
size_t mba_text_distance(const char *a, const char *b);
bool mba_glob(const char *pattern, const char *text); /* '*' any run, '?' one byte; without case */

/* Whole-string numbers: decimal, "0x.." / "&H.." hexadecimal, "-1" as 4294967295. False: not a DWORD. */
bool mba_parse_dword(const char *s, size_t n, uint32_t *out);
/* Decimal digits only, no more than max. For options and limits; accepts suffixes K M G (1024). */
bool mba_parse_size(const char *s, uint64_t max, uint64_t *out);

bool mba_utf8_valid(const char *s, size_t n);
void mba_utf8_add(struct mba_buf *out, uint32_t code); /* a code point, no surrogate */
/* Bytes as found -> UTF-8 without BOM, by BOM, else by the NUL pattern of UTF-16, else as they are.
 * `encoding` gets the name found ("UTF-8", "UTF-16LE", "UTF-16BE"). Ill-formed UTF-16 becomes U+FFFD
 * and sets *damaged. Bytes that need no change are not copied: *text then points into the input.
 * scratch owns the result otherwise. False: no memory. */
bool mba_text_to_utf8(const unsigned char *bytes, size_t n, struct mba_buf *scratch, const char **text,
                      size_t *len, const char **encoding, bool *damaged);
/* Replaces every byte that is not valid UTF-8 by U+FFFD into out; returns how many there were. */
size_t mba_utf8_repair(const char *s, size_t n, struct mba_buf *out);
/* What may not reach a terminal, an XML document or an HTML page raw is made visible: control
 * characters as \x1B, bidirectional controls and other invisible formats as \u{202E}, bytes that are
 * not UTF-8 as \xFF. Line feed and tab are kept when keep_lines. */
void mba_text_visible(struct mba_buf *out, const char *s, size_t n, bool keep_lines);

/* ---- time ------------------------------------------------------------------------------------ */

typedef int64_t mba_time; /* seconds since 1970-01-01T00:00:00Z */
#define MBA_TIME_NONE INT64_MIN
/* Years 1601 to 9999; no locale, no time zone. Fields out of range: false. */
bool mba_time_make(int year, int month, int day, int hour, int minute, int second, mba_time *out);
/* "2006-05-16T02:00:00Z" into out[21]; MBA_TIME_NONE gives "". */
void mba_time_iso(mba_time t, char out[21]);
bool mba_time_parse_iso(const char *s, mba_time *out); /* the form written above, or the date alone */
/* What people and programs write: the same, with a space for the T, without seconds, with a fraction of them
 * (dropped), with Z, +02:00 or no zone (UTC); or as WMI writes times: 20060516020000.000000+120. */
bool mba_time_parse(const char *s, mba_time *out);
/* SOURCE_DATE_EPOCH when set, else the clock. False (and *bad = the text) when it is set to nonsense. */
bool mba_time_now(mba_time *out, const char **bad);

/* ---- problems -------------------------------------------------------------------------------- */

/* One thing that did not go well: what, where, why, what to do. Strings are owned by the list. */
struct mba_problem {
    enum mba_status grade; /* MBA_OK: a notice; nothing was lost */
    char *input;           /* the input's name as given, or NULL */
    char *member;          /* path in the archive, or NULL */
    unsigned long line;    /* in the member, counted from 1; 0 = no line */
    char *text;            /* one sentence, without input, member and line; already made visible */
};
struct mba_problems {
    struct mba_problem *items;
    size_t count, cap;
    bool failed; /* memory ran out while adding */
};
void mba_problems_add(struct mba_problems *list, enum mba_status grade, const char *input, const char *member,
                      unsigned long line, const char *fmt, ...) MBA_PRINTF(6, 7);
void mba_problems_move(struct mba_problems *to, struct mba_problems *from); /* from becomes empty */
void mba_problems_free(struct mba_problems *list);                          /* and makes it empty */
enum mba_status mba_problems_worst(const struct mba_problems *list);
/* By input, member, line, grade and text; what was said twice stands once. */
void mba_problems_sort(struct mba_problems *list);
/* "archive.zip: SRV1/MetaBase.xml:12: text" (parts that are not there are left out). */
void mba_problem_line(struct mba_buf *out, const struct mba_problem *problem);

/* ---- limits ---------------------------------------------------------------------------------- */

/* Every limit has a default and a switch; messages name both. The table in base/limits.c is the
 * only place that knows them: options, man page and messages read it. */
enum mba_limit_id {
    MBA_LIMIT_MEMBER_BYTES,   /* decompressed bytes of one member */
    MBA_LIMIT_MEMBERS,        /* members of one archive, those of nested archives included */
    MBA_LIMIT_RATIO,          /* decompressed / compressed bytes of one archive */
    MBA_LIMIT_RATIO_FLOOR,    /* decompressed bytes below which the ratio is not looked at */
    MBA_LIMIT_NESTING,        /* archives inside archives; 0 switches nesting off */
    MBA_LIMIT_KEYS,           /* keys of one snapshot */
    MBA_LIMIT_DEPTH,          /* element nesting of an XML export */
    MBA_LIMIT_ATTRIBUTES,     /* attributes of one XML element */
    MBA_LIMIT_VALUE_BYTES,    /* length of one property value */
    MBA_LIMIT_LIST_ITEMS,     /* items of one list value */
    MBA_LIMIT_EVIDENCE,       /* items of evidence in one member */
    MBA_LIMIT_ARCHIVE_BYTES,  /* decompressed bytes of one input, those of archives in it included */
    MBA_LIMIT_FINDINGS,       /* findings of one snapshot */
    MBA_LIMIT_SHOWN_BYTES,    /* of a value in the findings document: what is longer is cut */
    MBA_LIMIT_MEMBER_SECONDS, /* of computing, to unpack a member, and to read and judge a snapshot; 0: any */
    MBA_LIMIT_MEMORY,         /* bytes of the whole run; 0: any */
    MBA_LIMIT_COUNT
};
struct mba_limit_info {
    enum mba_limit_id id;
    const char *name;   /* "bytes per member": used in messages */
    const char *option; /* "max-member-bytes": the long option without dashes */
    uint64_t value;     /* the default */
    uint64_t ceiling;   /* the largest value the option takes */
    const char *help;   /* one line for --help and the man page */
};
extern const struct mba_limit_info mba_limit_table[MBA_LIMIT_COUNT];
struct mba_limits {
    uint64_t value[MBA_LIMIT_COUNT];
    int64_t cpu_end; /* nanoseconds of the thread's CPU clock at which mba_limits_late begins; 0: never */
};
void mba_limits_default(struct mba_limits *limits);
/* The clock of MBA_LIMIT_MEMBER_SECONDS starts for the calling thread: that of its CPU time, which neither a
 * busy machine nor a changed clock moves. late: the time is over; costs a system call. */
void mba_limits_start(struct mba_limits *limits);
bool mba_limits_late(const struct mba_limits *limits);
/* "more than 10 keys of one snapshot; raise it with --max-keys": one wording everywhere. */
void mba_limit_message(const struct mba_limits *limits, enum mba_limit_id id, char *out, size_t size);

/* ---- files ----------------------------------------------------------------------------------- */

/* A file written beside its final name and moved there whole: until mba_output_commit succeeds the old
 * file stands untouched, and mba_output_discard leaves nothing behind. */
struct mba_output;
struct mba_output *mba_output_open(const char *path, char **error); /* *error: free() it */
FILE *mba_output_stream(struct mba_output *out);
int mba_output_fd(struct mba_output *out);
/* Everything written so far onto the disk: what fails here has replaced nothing yet. */
bool mba_output_sync(struct mba_output *out, char **error);
bool mba_output_commit(struct mba_output *out,
                       char **error);            /* flush, fsync, rename, fsync folder; frees out */
void mba_output_discard(struct mba_output *out); /* NULL is fine */
/* A folder for files that are on their way, made here. Until the end is declared, a signal that ends the run
 * removes it with the files in it. NULL and *error otherwise. */
struct mba_scratch;
struct mba_scratch *mba_scratch_folder(const char *path, char **error);
void mba_scratch_end(struct mba_scratch *scratch); /* it is kept, or gone already; NULL is fine */
/* Removes the temporary files of outputs that are still open, and scratch folders. Async-signal-safe: for the
 * handler of SIGINT and SIGTERM, which is the one place where the process must know of them all. */
void mba_output_cleanup_signal(void);

/* Makes the folder and those above it, as mkdir -p does; *made (may be NULL): it was not there before. False:
 * errno says why. */
bool mba_folder_make(const char *path, bool *made);
/* Removes the folder and all that is in it; links are removed, not followed. One that is not there is fine.
 * False: errno says why. */
bool mba_folder_remove(const char *path);

/* Reads a whole regular file of at most max bytes. NULL and *error (free() it) otherwise. */
unsigned char *mba_file_read(const char *path, size_t max, size_t *len, char **error);

/* ---- what is built in ------------------------------------------------------------------------ */

/* corpus/schema, corpus/articles and xsl are compiled into the program, under their path in the tree. */
struct mba_asset {
    const char *path; /* "corpus/articles/smtp-instance-stopped.xml" */
    const unsigned char *data;
    size_t len;
    const char *sha256; /* of data, 32 bytes: known since the program was made */
};
extern const struct mba_asset mba_assets[]; /* sorted by path; ends with a NULL path */
const struct mba_asset *mba_asset_find(const char *path);

#endif
