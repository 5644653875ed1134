/* fixture: three rules and snapshots of example.com servers, judged by hand. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "mbaudit/findings.h"
#include "mbaudit/source.h"

enum { ALPHA = 0, BETA, GAMMA, RULES }; /* by id: error, information, warning */

struct fixture {
    struct mba_kb *kb;
    struct mba_dictionary *dict;
    struct mba_problems problems;
};
bool fixture_open(struct fixture *f);
void fixture_close(struct fixture *f);

/* What a snapshot is made of; outcomes as judged by hand. */
struct fixture_snapshot {
    const char *server;
    const char *captured; /* ISO, NULL: not known */
    const char *input, *member;
    const char *state;       /* of /LM/SmtpSvc/1; NULL: not collected */
    unsigned alphas, gammas; /* findings of these rules */
    bool beta_unknown;       /* beta could not be evaluated */
    const char *value;       /* of the evidence; NULL: "4" */
};
/* Appends the <snapshot> element; counts gets the outcomes by rule. */
bool fixture_fragment(const struct fixture *f, const struct fixture_snapshot *s, struct mba_fragment *out,
                      uint32_t counts[RULES][MBA_OUTCOME_COUNT]);
bool fixture_add(const struct fixture *f, struct mba_spool *spool, const struct fixture_snapshot *s);
/* The document of these snapshots, added in this order. */
bool fixture_document(const struct fixture *f, const struct fixture_snapshot *snapshots, const size_t *order,
                      size_t count, bool gzip, struct mba_buf *out);
/* Writes bytes to a file that is removed by fixture_remove; its path. */
const char *fixture_file(const void *bytes, size_t len);
void fixture_remove(const char *path);
bool fixture_valid(const char *bytes, size_t len); /* by corpus/schema/findings.rng */

#endif
