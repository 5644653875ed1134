/* What the files of this room share: markup into a buffer, the spool. */
#ifndef MBAUDIT_FINDINGS_PRIVATE_H
#define MBAUDIT_FINDINGS_PRIVATE_H

#include <libxml/hash.h>
#include <sys/types.h>

#include "mbaudit/findings.h"

void mba_xml_open_attr(struct mba_buf *out, const char *name); /* up to its value: ' name="' */
void mba_xml_items(struct mba_buf *out, const char *text, size_t len);      /* of a list: <item> each */
char *mba_xml_plain(struct mba_arena *arena, const char *text, size_t len); /* mba_xml_text, back */
bool mba_xml_is_plain(const char *text, size_t len); /* written as it is: printable ASCII, no markup */
size_t mba_xml_plain_length(const char *text, size_t len); /* how much of it is, from the start */
bool mba_xml_visible_already(const char *text, size_t len);
/* The same for an element that was read: its text and attributes and all below it. False: no memory. */
bool mba_xml_make_visible(xmlNodePtr element);
void mba_xml_outcomes(struct mba_buf *out, const uint64_t counts[MBA_OUTCOME_COUNT]);

/* The <instance> elements of a snapshot. */
void mba_instances_write(struct mba_buf *out, const struct mba_metabase *mb, uint64_t most);

/* <recorded> */
void mba_recorded_write(struct mba_fragment *out, const struct mba_kb *kb,
                        const struct mba_snapshot *snapshot);
void mba_fragment_finding(struct mba_buf *out, const struct mba_kb *kb, const char *server,
                          const struct mba_finding *finding, uint64_t shown);
/* facts.c: <fact>, and back from the bytes of a fragment. */
void mba_facts_write(struct mba_buf *out, const struct mba_kb *kb, const struct mba_outcomes *outcomes);
/* The facts in the text, in the arena; those of rules that the knowledge base has not are left out. False: no
 * memory. */
bool mba_facts_read(const char *text, size_t len, const struct mba_kb *kb, struct mba_arena *arena,
                    struct mba_fact **facts, size_t *count);
/* counts.c: <outcomes>, the counts of each rule as short text, and back. False: it is not that. */
void mba_counts_write(struct mba_buf *out, uint32_t (*counts)[MBA_OUTCOME_COUNT], size_t rules);
bool mba_counts_read(const char *text, size_t len, uint32_t (*counts)[MBA_OUTCOME_COUNT], size_t rules);

/* skim.c: leaves <recorded> elements out of a stream of bytes. */
enum { MBA_SKIM_HELD = 16 }; /* so many bytes more than it was given may come out at once */
struct mba_skim {
    enum { MBA_SKIM_OUTSIDE, MBA_SKIM_TAG, MBA_SKIM_INSIDE } state;
    char before; /* the last byte of the tag seen */
    char held[MBA_SKIM_HELD];
    size_t held_len; /* what may be the beginning of a tag */
};
/* In place: bytes has room for MBA_SKIM_HELD more. Returns how many are left. */
size_t mba_skim(struct mba_skim *skim, char *bytes, size_t len);
size_t mba_skim_end(struct mba_skim *skim, char *bytes); /* what was held back, when nothing follows */

/* ---- line.c: lines as this room writes them ----------------------------------------------------------- */

struct mba_span {
    const char *s;
    size_t n;
};
bool mba_line_begins(const struct mba_span *line, const char *text);
bool mba_line_is(const struct mba_span *line, const char *text);
struct mba_span mba_line_tag(const struct mba_span *line); /* the start tag of the element that the line is */
bool mba_line_attr(const struct mba_span *tag, const char *name, /* " server=\"" */
                   struct mba_span *value);
bool mba_line_next(struct mba_span *rest, struct mba_span *line); /* takes a line off */

/* ---- tree.c, own.c: documents as this room writes them, read without a parser -------------------------- */

/* A section with all that it holds in one arena. What is made is what libxml2 and mba_xml_make_visible would
 * have made of the same bytes, but for namespaces below the root; anything that could be told otherwise is
 * strange, and the parser's. */
enum { MBA_TREE_NAMES = 256 };
struct mba_tree {
    struct mba_arena *arena;
    xmlDocPtr doc;
    xmlNodePtr root;
    const char *at, *end;              /* what is to be read */
    const char *names[MBA_TREE_NAMES]; /* by a hash; NULL: none yet */
};
bool mba_tree_begin(struct mba_tree *tree, const char *kind); /* false: no memory */
void mba_tree_drop(struct mba_tree *tree);
bool mba_tree_attr(struct mba_tree *tree, xmlNodePtr element, const char *name, const char *value);
/* At `at`: an element with what is in it, or its start tag alone, added to parent. NULL: it is strange, or no
 * memory. */
xmlNodePtr mba_tree_element(struct mba_tree *tree, xmlNodePtr parent);
xmlNodePtr mba_tree_tag(struct mba_tree *tree, xmlNodePtr parent);

struct mba_own {
    struct gzFile_s *gz; /* the reader's */
    int cause;           /* errno of a read that failed */
    struct mba_buf buf;  /* bytes read, from the snapshot at hand or before */
    size_t start, at;    /* in it: that snapshot, and what comes next */
    unsigned long line;  /* of the document, where buf begins */
    bool in_server;
    /* What stands at start. */
    char *server; /* NULL: no snapshot has come yet */
    unsigned long server_line;
    bool at_snapshot, missing, first;
};
/* Takes over from the parser, which has read these bytes and stands on the first snapshot; the root and
 * <servers> are as this room writes them, <servers> on this line. False: it is for the parser. */
bool mba_own_begin(struct mba_own *own, struct gzFile_s *gz, const struct mba_buf *seen, unsigned long line);
/* As mba_reader_next. NULL: something is strange from start on, or no memory; nothing was taken. */
xmlDocPtr mba_own_next(struct mba_own *own);
unsigned long mba_own_line(const struct mba_own *own, size_t at); /* on which line of the document that is */
void mba_own_free(struct mba_own *own);

/* ---- where a document goes ---------------------------------------------------------------------- */

struct mba_target {
    int fd;
    struct gzFile_s *gz; /* NULL: plain */
};
/* gzip: a header without name and time. fd stays open when the target is closed. */
bool mba_target_open(struct mba_target *to, int fd, bool gzip, char **error);
bool mba_target_put(const struct mba_target *to, const char *bytes, size_t len, char **error);
bool mba_target_close(struct mba_target *to, bool good,
                      char **error); /* good: whether all went well so far */

/* ---- the spool -------------------------------------------------------------------------------- */

struct mba_spool_server {
    const char *name;    /* of the spellings seen the least by bytes, whatever came first */
    unsigned severities; /* bit per severity with a finding */
    off_t episodes;      /* their markup in the spool */
    uint32_t episodes_len;
    uint8_t *failing;    /* bit per rule with a finding */
    size_t failing_cap;
};
struct mba_spool_entry {
    struct mba_spool_server *server;
    mba_time captured;
    const char *order; /* decides between snapshots of one server and time */
    enum mba_completeness completeness;
    bool dropped;
    bool newest;  /* of its server, of those that were judged: rules of fleet scope look at it */
    off_t offset; /* of the fragment; what stands aside, its tally and counts follow it */
    uint32_t len, aside, body_at, findings_end, gaps_end, facts_at, facts_end;
    off_t head; /* of the start tag and the exports, which are its own also when the body is another's */
    uint32_t head_len, counts_at;
    mba_time same_as; /* the snapshot before it that came to the same; MBA_TIME_NONE */
    uint32_t rules; /* how many rules are counted; 0 = it was not judged */
};
struct mba_spool {
    int fd;
    off_t end;
    char *folder;
    struct mba_arena *arena;
    xmlHashTablePtr by_name; /* folded name -> struct mba_spool_server */
    struct mba_spool_server **servers;
    size_t server_count, server_cap;
    struct mba_spool_entry *entries;
    size_t count, cap;
    /* From the seal on. */
    const struct mba_kb *kb;
    struct mba_spool_entry **sorted; /* in the order of the document */
    struct mba_fleet *fleet;         /* NULL: no rule is of fleet scope */
    struct mba_arena *facts;         /* of the entry at hand */
    struct mba_history *history;     /* NULL: no server has more than one snapshot */
    /* The totals. */
    uint64_t (*counts)[MBA_OUTCOME_COUNT]; /* by rule */
    size_t rule_count;
    uint64_t exports, keys, completeness[3];
    uint64_t by_severity[MBA_SEVERITY_COUNT], by_outcome[MBA_OUTCOME_COUNT];
};
bool mba_spool_server_fails(const struct mba_spool_server *server, size_t rule);
/* The entries in document order; free() it. NULL: no memory. */
struct mba_spool_entry **mba_spool_sorted(const struct mba_spool *spool);
/* fleet.c: counts in the facts of all newest entries; and judges one: counts and tally get what comes of it,
 * and findings (may be NULL) the elements. */
bool mba_spool_fleet(struct mba_spool *spool, char **error);
bool mba_spool_judge(const struct mba_spool *spool, const struct mba_spool_entry *entry,
                     struct mba_tally *tally, uint32_t (*counts)[MBA_OUTCOME_COUNT], struct mba_buf *findings,
                     char **error);
/* totals.c: what an entry adds to the totals; counts has room for all rules. */
bool mba_spool_counts(const struct mba_spool *spool, const struct mba_spool_entry *entry,
                      struct mba_tally *tally, uint32_t (*counts)[MBA_OUTCOME_COUNT],
                      struct mba_buf *findings, char **error);
/* same.c: marks the entries that came to the same as the one before of their server. */
bool mba_spool_mark_same(struct mba_spool *spool, char **error);
/* history.c: findings through the snapshots of their servers. */
bool mba_history_make(struct mba_spool *spool, char **error);
void mba_history_free(struct mba_history *history);
void mba_history_head(struct mba_buf *out, const struct mba_spool *spool); /* <history> */
bool mba_spool_append(struct mba_spool *spool, const char *bytes, size_t len); /* false: errno says why */
/* Exactly len bytes from offset. */
bool mba_spool_read(const struct mba_spool *spool, void *bytes, size_t len, off_t offset, char **error);

/* Everything of the document before <servers>. */
bool mba_head_write(struct mba_buf *out, const struct mba_spool *spool, const struct mba_document *doc);

#endif
