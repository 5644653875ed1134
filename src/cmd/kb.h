/* kb: what the commands about the knowledge base share. */
#ifndef MBAUDIT_CMD_KB_H
#define MBAUDIT_CMD_KB_H

#include "cmd/cmd.h"
#include "mbaudit/audit.h"

/* Compiled expressions and the dictionary that they refer to, freed together. */
struct cmd_judge {
    struct mba_dictionary *dict;
    struct mba_judge *judge; /* NULL: an expression does not compile, see the problems */
};
/* false: out of memory or the like, said. */
bool cmd_judge_new(struct cmd_judge *judge, const struct cmd_options *opt, const struct mba_kb *kb,
                   struct mba_problems *problems);
void cmd_judge_free(struct cmd_judge *judge);

/* Prints problems by file and line on standard output: CMD_EXIT_USAGE, since an article is wrong; or
 * CMD_EXIT_FAILED, said. */
int cmd_print_problems(const struct cmd_options *opt, const struct mba_problems *problems);
/* Says that there is no such article, and which may be meant. CMD_EXIT_USAGE. */
int cmd_no_article(const struct cmd_options *opt, const struct mba_kb *kb, const char *id);

#endif
