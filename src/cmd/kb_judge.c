/* Compiling the rules of a knowledge base, and listing what is wrong with them. */
#include <stdlib.h>
#include <string.h>

#include "cmd/kb.h"

bool cmd_judge_new(struct cmd_judge *judge, const struct cmd_options *opt, const struct mba_kb *kb,
                   struct mba_problems *problems)
{
    char *error = NULL;
    size_t before = problems->count;
    judge->dict = mba_dictionary_builtin(&error);
    judge->judge = judge->dict ? mba_judge_new(kb, judge->dict, problems) : NULL;
    bool good = judge->judge || problems->count > before;
    if (!good)
        cmd_error(opt, "%s", error ? error : "out of memory");
    free(error);
    return good;
}

void cmd_judge_free(struct cmd_judge *judge)
{
    mba_judge_free(judge->judge);
    mba_dictionary_free(judge->dict);
    *judge = (struct cmd_judge){0};
}

static int by_place(const void *left, const void *right)
{
    const struct mba_problem *const *a = left, *const *b = right;
    int order = strcmp((*a)->input ? (*a)->input : "", (*b)->input ? (*b)->input : "");
    if (order == 0)
        order = ((*a)->line > (*b)->line) - ((*a)->line < (*b)->line);
    return order ? order : strcmp((*a)->text, (*b)->text);
}

static bool print_sorted(const struct mba_problem **list, const struct mba_problems *problems)
{
    struct mba_buf text = {0};
    for (size_t i = 0; i < problems->count; i++)
        list[i] = &problems->items[i];
    qsort(list, problems->count, sizeof *list, by_place);
    for (size_t i = 0; i < problems->count; i++) {
        mba_problem_line(&text, list[i]);
        mba_buf_putc(&text, '\n');
    }
    bool good = !text.failed;
    if (good && text.len > 0)
        fwrite(text.data, 1, text.len, stdout);
    mba_buf_free(&text);
    return good;
}

int cmd_print_problems(const struct cmd_options *opt, const struct mba_problems *problems)
{
    const struct mba_problem **list = calloc(problems->count + 1, sizeof *list);
    bool good = list && !problems->failed && print_sorted(list, problems);
    free(list);
    if (good)
        return CMD_EXIT_USAGE;
    cmd_error(opt, "out of memory");
    return CMD_EXIT_FAILED;
}
