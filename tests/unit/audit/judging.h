/* judging: one rule and a made-up export, for the tests of the judge. */
#ifndef MBAUDIT_UNIT_JUDGING_H
#define MBAUDIT_UNIT_JUDGING_H

#include "mbaudit/audit.h"

struct judging {
    struct mba_problems problems;
    struct mba_kb *kb;
    struct mba_dictionary *dict;
    struct mba_judge *judge; /* NULL: the rule was refused, problems say why */
    struct mba_metabase *mb;
    struct mba_arena *arena;
    struct mba_outcomes out;
};
/* rule: the <rule> element. fix: what stands in <fix>, or NULL. */
void judging_start(struct judging *j, const char *rule, const char *found, const char *fix);
/* A key of one export, all of whose own properties are known; then pairs of name and value, and NULL. */
struct mba_key *judging_key(struct judging *j, const char *path, const char *class_name, ...);
/* Judges. complete: the part of the tree that was exported whole ("/" = everything), or NULL. */
void judging_run(struct judging *j, const char *complete);
void judging_end(struct judging *j);
uint32_t judging_count(const struct judging *j, enum mba_outcome outcome);
const char *judging_problem(const struct judging *j, size_t index); /* its text, or "" */

#endif
