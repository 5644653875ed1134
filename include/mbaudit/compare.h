/* compare: findings documents -> one findings document that says what changed since a baseline, what is
 * accepted by waivers, and what differs from a reference server.
 *
 * Both documents are sorted by server, so they are read side by side, one server of each in memory at a time.
 * Ownership: a job borrows everything; waivers are freed with mba_waivers_free; an error text is the
 * caller's. Threads: no hidden state; a job runs in the calling thread, waivers are only read by it.
 */
#ifndef MBAUDIT_COMPARE_H
#define MBAUDIT_COMPARE_H

#include "mbaudit/findings.h"

#define MBA_WAIVERS_NS "urn:mbaudit:waivers:1"

/* ---- waivers: findings that somebody has accepted (corpus/schema/waivers.rng) ------------------------ */

struct mba_waivers;
struct mba_waivers *mba_waivers_new(void); /* NULL: no memory */
void mba_waivers_free(struct mba_waivers *waivers);
/* Adds those of a file. False: every mistake is a problem with file and line, or *error (free() it) says why
 * the file cannot be read. */
bool mba_waivers_read(struct mba_waivers *waivers, const char *path, struct mba_problems *problems,
                      char **error);
size_t mba_waivers_count(const struct mba_waivers *waivers);

/* What `mbaudit waive` is asked for. */
struct mba_waive {
    const char *reason, *owner, *expires; /* expires: YYYY-MM-DD */
    bool accept_value;                    /* only with the values that it has now */
    const char *const *ids;               /* of findings */
    size_t count;
};
/* The text of a waivers file (file: NULL, or one that is there, which keeps what it has) with a waiver more
 * for each of these findings of the document. False: *error; *usage when the document has no such finding, or
 * the file waives it already, or is wrong. */
bool mba_waive(const struct mba_waive *ask, const char *document, const char *file, struct mba_buf *out,
               bool *usage, char **error);

/* ---- what must differ from server to server (corpus/schema/like-ignore.tsv) -------------------------- */

struct mba_like_list;
struct mba_like_list *mba_like_list_new(void); /* empty; NULL: no memory */
void mba_like_list_free(struct mba_like_list *list);
bool mba_like_list_builtin(struct mba_like_list *list, char **error);
bool mba_like_list_read(struct mba_like_list *list, const char *path, char **error);

/* ---- comparing --------------------------------------------------------------------------------------- */

/* Whose fault it was. */
enum mba_fault { MBA_FAULT_RUN = 0, MBA_FAULT_BEFORE, MBA_FAULT_AFTER, MBA_FAULT_REQUEST };

struct mba_compare {
    const char *after, *after_name;        /* the document to be annotated: path, and what messages call it */
    const char *before, *before_name;      /* the baseline; NULL: there is none */
    const struct mba_waivers *waivers;     /* NULL: those that the document was marked with stay */
    const char *like;                      /* the reference server; NULL */
    const struct mba_like_list *like_list; /* NULL only without like */
};
/* What came of it. */
struct mba_comparison {
    struct mba_summary summary; /* of the document written */
    bool compared;              /* there was a baseline */
    uint64_t fresh, open, changed, resolved, not_comparable, changes;
    uint64_t missing_after, missing_before; /* servers */
    /* Findings that are new, graver than before, or cannot be compared: by severity, waived ones left out. */
    uint64_t alarming[MBA_SEVERITY_COUNT];
    uint64_t waivers_expired, waivers_expiring, waivers_unused, waivers_changed;
    uint64_t mismatches, mismatched_servers;
    struct mba_problems differences; /* why not everything can be compared; free with mba_problems_free */
};
/* Writes the annotated document to fd. folder: where nameless files go. False: *error, and *fault says which
 * document is damaged, if one is. */
bool mba_compare_write(const struct mba_compare *job, const char *folder, int fd, bool gzip,
                       struct mba_comparison *out, enum mba_fault *fault, char **error);

#endif
