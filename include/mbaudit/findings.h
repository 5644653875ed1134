/* findings: outcomes -> the findings document (urn:mbaudit:findings:1, corpus/schema/findings.rng), and
 * back, one bounded section at a time.
 *
 * Writing: each snapshot is turned into a fragment where it was judged, fragments are kept in a spool
 * file without a name, and the document is put together at the end, sorted (server, captured, path,
 * rule), with its totals first. Memory grows by some hundred bytes per snapshot, not by findings.
 * Ownership: a spool copies what it is given; sections belong to who asked for them, the head to the reader.
 * Threads: mba_fragment_write may run anywhere; a mba_spool belongs to one thread.
 */
#ifndef MBAUDIT_FINDINGS_H
#define MBAUDIT_FINDINGS_H

#include <libxml/tree.h>

#include "mbaudit/audit.h"
#include "mbaudit/base.h"

#define MBA_FINDINGS_NS "urn:mbaudit:findings:1"

enum mba_completeness { MBA_READ_FULL = 0, MBA_READ_PARTLY, MBA_READ_NONE };

/* How much of the settings themselves goes into the document (<recorded>): the explicit settings of services,
 * virtual servers and what administrators think of as things, those of every key, or nothing. */
enum mba_recording { MBA_RECORD_OBJECTS = 0, MBA_RECORD_ALL, MBA_RECORD_NONE, MBA_RECORD_COUNT };
const char *mba_recording_word(enum mba_recording record); /* "objects", "all", "none" */

/* Whose export it is, from when, and where it lies in its input: enough to read it again, and to see which
 * exports belong together. */
struct mba_export_at {
    uint64_t ordinal, bytes;
    const char *server, *server_from;
    mba_time captured;
    const char *captured_from;
    bool date_only;      /* the time of day is not known */
    bool full;           /* holds the whole tree */
    uint32_t top;        /* a hash of where its first key stands */
    const char *account; /* <computer> of IUSR_<computer>; NULL */
};
/* What is said of one snapshot. Strings are borrowed. */
struct mba_snapshot {
    const char *server;
    const char *server_from;
    mba_time captured;
    const char *captured_from;
    enum mba_completeness completeness;
    const struct mba_metabase *metabase; /* NULL when nothing could be read */
    const struct mba_export *failed;     /* the exports that could not be read */
    size_t failed_count;
    /* Of the metabase's exports from place_from on, of which there are so many: a schema before them and
     * evidence behind them have no place. */
    const struct mba_export_at *places;
    size_t place_from, place_count;
    const struct mba_export_at *failed_places; /* of the failed ones */
    const struct mba_outcomes *outcomes;       /* NULL when nothing could be read */
    enum mba_recording record;
    uint64_t shown; /* bytes of a value: what is longer is cut; 0: nothing is */
};
/* The part of the totals that one snapshot gives, besides its outcomes. */
struct mba_tally {
    uint32_t exports, keys;
    uint32_t by_severity[MBA_SEVERITY_COUNT];
};
/* A <snapshot> element without what depends on other snapshots: that is put in where the offsets into the
 * text say, when the document is written. */
struct mba_fragment {
    struct mba_buf text;
    struct mba_buf
        aside;        /* what rules of fleet scope lack here; only the newest snapshot of a server shows it */
    size_t counts_at; /* the counts of outcomes: in the start tag */
    size_t body_at;   /* behind the exports: what two snapshots of a server may have in common */
    size_t findings_end;        /* behind the findings */
    size_t gaps_end;            /* behind what could not be evaluated */
    size_t facts_at, facts_end; /* the <fact> elements */
    struct mba_tally tally;
};
/* Everything from the export is made visible (mba_text_visible) here. */
bool mba_fragment_write(struct mba_fragment *out, const struct mba_kb *kb,
                        const struct mba_snapshot *snapshot);
/* Only what stands before the body, of a snapshot of one export that shares the body of another
 * (mba_spool_add_same): of snapshot only captured, server, where these are from, and completeness count. */
bool mba_fragment_head(struct mba_fragment *out, const struct mba_snapshot *snapshot,
                       const struct mba_export *export, const struct mba_export_at *place, uint32_t keys);
void mba_fragment_free(struct mba_fragment *fragment);
/* First 16 hex digits of SHA-256 over rule, server and path (both folded): the same from night to night. */
void mba_finding_id(const char *rule, const char *server, const char *path, char out[17]);

/* Lower-case hex of the SHA-256 of a file; name: for the message. */
bool mba_file_sha256(const char *path, const char *name, char hex[65], char **error);
void mba_bytes_sha256(const void *bytes, size_t len, char hex[65]);
/* First 16 hex digits of SHA-256 over the text. */
void mba_text_id(const char *text, size_t len, char out[17]);
/* A file in this folder that has no name and is gone when it is closed. -1 and *error (free() it). */
int mba_nameless_file(const char *folder, char **error);

struct mba_spool;
/* folder: where the nameless file goes (the output's own folder). */
struct mba_spool *mba_spool_new(const char *folder, char **error);
void mba_spool_free(struct mba_spool *spool);
/* counts: the snapshot's outcomes by rule; NULL when nothing could be judged. order: what decides between
 * snapshots of one server and time (its first export's input and member). Entries are numbered from 0. */
bool mba_spool_add(struct mba_spool *spool, const char *server, mba_time captured,
                   enum mba_completeness completeness, const char *order, const struct mba_fragment *fragment,
                   uint32_t (*counts)[MBA_OUTCOME_COUNT], size_t rule_count, char **error);
/* The same for a snapshot that came to nothing else than entry `of`, whose body it shares: of the fragment
 * only what stands before the body counts. */
bool mba_spool_add_same(struct mba_spool *spool, const char *server, mba_time captured, const char *order,
                        const struct mba_fragment *fragment, size_t of, char **error);
size_t
mba_spool_count(const struct mba_spool *spool); /* entries added, dropped ones included, until the seal */
/* Takes an entry back: a snapshot that was joined with others takes its place. */
void mba_spool_drop(struct mba_spool *spool, size_t entry);
/* Adds everything up. Once, after the last entry; only then there are totals and a document. */
bool mba_spool_seal(struct mba_spool *spool, const struct mba_kb *kb, char **error);

struct mba_input; /* source.h */
struct mba_setting {
    const char *name, *value;
};
struct mba_document { /* the head */
    mba_time created;
    const struct mba_kb *kb;
    const struct mba_input *inputs;
    size_t input_count;
    const struct mba_problem *problems;
    size_t problem_count;
    const struct mba_setting *settings;
    size_t setting_count; /* what the result depends on; never jobs */
};
/* Writes the whole document to fd; gzip: as .gz (no name, no time in its header). */
bool mba_document_write(struct mba_spool *spool, const struct mba_document *doc, int fd, bool gzip,
                        char **error);

/* What decides the exit code and the summary line. */
struct mba_summary {
    uint64_t servers, snapshots, exports, findings;
    uint64_t completeness[3]; /* snapshots, by enum mba_completeness */
    uint64_t by_severity[MBA_SEVERITY_COUNT];
    uint64_t waived[MBA_SEVERITY_COUNT]; /* of these: accepted by a waiver, so they do not count */
    uint64_t by_outcome[MBA_OUTCOME_COUNT];
    uint64_t inputs, inputs_failed, problems;
    enum mba_status worst; /* of inputs and problems */
};
void mba_spool_summary(const struct mba_spool *spool, const struct mba_document *doc,
                       struct mba_summary *out);

/* ---- markup ------------------------------------------------------------------------------------- */

/* Text is made visible (mba_text_visible, lines kept) and escaped; a NULL value leaves the attribute or
 * element out. Names are ours and are written as they are. */
/* A text cut to `most` bytes (0: as it is): what is longer says how long it is and has the hash of the whole,
 * so that two that differ look different. */
void mba_xml_cut(struct mba_buf *out, const char *text, size_t len, uint64_t most);
void mba_xml_text(struct mba_buf *out, const char *text, size_t len);
void mba_xml_attr(struct mba_buf *out, const char *name, const char *value);
void mba_xml_number(struct mba_buf *out, const char *name, uint64_t value);
void mba_xml_time(struct mba_buf *out, const char *name, mba_time value); /* MBA_TIME_NONE: left out */
void mba_xml_element(struct mba_buf *out, const char *name, const char *text);
/* An element that was read, or its attributes (without those of these names; NULL-terminated) or its content
 * alone, in the very form in which this room writes them. */
void mba_xml_copy(struct mba_buf *out, xmlNodePtr element);
void mba_xml_copy_attrs(struct mba_buf *out, xmlNodePtr element, const char *const *without);
void mba_xml_copy_content(struct mba_buf *out, xmlNodePtr element);
/* Of elements that a reader gave: is it called so; the first child called so (NULL: none, or no parent); an
 * attribute's value as it stands in the tree (NULL: none, or no element). */
bool mba_node_is(const xmlNode *node, const char *name);
xmlNodePtr mba_node_child(xmlNodePtr parent, const char *name);
const char *mba_node_attr(const xmlNode *element, const char *name);
bool mba_finding_accepted(const xmlNode *finding); /* by a waiver: it does not count */

/* A document whose sections come in order, each a <snapshot> as text; they wait in a file without a name
 * until the head is known. */
struct mba_binder;
struct mba_binder *mba_binder_new(const char *folder, char **error);
void mba_binder_free(struct mba_binder *binder);
bool mba_binder_add(struct mba_binder *binder, const char *server, const struct mba_buf *snapshot,
                    char **error);
/* head: everything before <servers>. Once, after the last snapshot. */
bool mba_binder_write(struct mba_binder *binder, const struct mba_buf *head, int fd, bool gzip, char **error);

/* ---- reading ------------------------------------------------------------------------------------- */

/* A findings document, .xml or .xml.gz, read forward. Errors name the file and line. */
struct mba_reader;
struct mba_reader *mba_reader_open(const char *path, char **error); /* "-" = standard input */
struct mba_reader *mba_reader_open_as(const char *path, const char *name, char **error); /* for messages */
void mba_reader_free(struct mba_reader *reader);
/* The <head> as a document of its own, root <section kind="page">. Owned by the reader. */
xmlDocPtr mba_reader_head(struct mba_reader *reader);
bool mba_reader_summary(struct mba_reader *reader, struct mba_summary *out); /* from the head */
/* Snapshots come with what they record of their settings (<recorded>), which is left out otherwise. To be
 * called before the first of them. */
void mba_reader_keep_recorded(struct mba_reader *reader);
/* The next <snapshot>, as a document with root <section kind="snapshot" server="" first="yes|no"
 * last="yes|no">, the caller's to free; the last one of a server holds the server's <episode>s as well.
 * NULL at the end (*error NULL) or on an error. After mba_reader_keep_recorded it is only to be looked at,
 * and mba_section_free frees it, not xmlFreeDoc: where a document is as this room writes it, no parser reads
 * it, and all of a section is one piece of memory. */
xmlDocPtr mba_reader_next(struct mba_reader *reader, char **error);
void mba_section_free(xmlDocPtr section); /* of any reader; NULL does nothing */
/* Of the snapshot that comes next: its server (borrowed), and whether it stands for one that is missing
 * here. NULL: there is none. */
const char *mba_reader_server(const struct mba_reader *reader);
bool mba_reader_missing(const struct mba_reader *reader);
bool mba_reader_skip(struct mba_reader *reader, char **error); /* past that snapshot */
/* Does this file, compressed or not, begin like a findings document? Also true when that cannot be told,
 * because it cannot be read: opening it then says why. */
bool mba_reader_sniff(const char *path);
/* Can this document be read to its end? If not, *error (free() it) says why. */
bool mba_reader_check(const char *path, const char *name, char **error);

/* ---- reading for merging ------------------------------------------------------------------------ */

/* A document as the very bytes that scan or merge wrote: snapshots come as the fragments that they were made
 * from, and nothing of them is parsed that merging does not need. What is not as this room writes it is an
 * error, which names file and line. */
struct mba_shot_export {
    const char *input, *member, *format;
    struct mba_export_at at;
    bool runtime;
    bool located; /* false: at is not known; it is no export but what helped to read and judge the others */
};
struct mba_shot { /* one snapshot; all of it lives until the next one is asked for */
    const char *server;
    mba_time captured;
    mba_time same_as; /* the snapshot of this server whose body is this one's, which has none itself; else
                         MBA_TIME_NONE */
    enum mba_completeness completeness;
    struct mba_fragment fragment;
    uint32_t (*counts)[MBA_OUTCOME_COUNT]; /* NULL: it was not judged */
    struct mba_shot_export *exports;
    size_t export_count, export_cap;
    uint64_t findings; /* those of fleet scope included */
};
struct mba_parts;
struct mba_parts *mba_parts_open(const char *path, char **error); /* "-" = standard input */
void mba_parts_free(struct mba_parts *parts);
xmlDocPtr mba_parts_head(struct mba_parts *parts); /* root <findings>, holds the <head>; owned by parts */
/* The next snapshot, owned by parts; NULL at the end (*error NULL) or on an error. kb: as the one that the
 * document was made with. */
struct mba_shot *mba_parts_next(struct mba_parts *parts, const struct mba_kb *kb, char **error);

#endif
