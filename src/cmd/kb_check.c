/* mbaudit kb check: is a folder of articles fit to be used? */
#include <stdlib.h>
#include <string.h>

#include "cmd/table.h"
#include "mbaudit/audit.h"

/* Do the expressions of the articles that load compile? */
static bool compile(const struct cmd_options *opt, const struct mba_kb *kb, struct mba_problems *problems)
{
    char *error = NULL;
    struct mba_dictionary *dict = mba_dictionary_builtin(&error);
    struct mba_judge *judge = dict ? mba_judge_new(kb, dict, problems) : NULL;
    bool good = judge || problems->count > 0;
    if (!good)
        cmd_error(opt, "%s", error ? error : "out of memory");
    free(error);
    mba_judge_free(judge);
    mba_dictionary_free(dict);
    return good;
}

static const char *file_of(const struct mba_problem *problem)
{
    return problem->input ? problem->input : "";
}

/* The loader has better words for the mistakes in a file than the schema: then those are enough. */
static bool said_better(const struct mba_problem *problem, const struct mba_problems *by_loader)
{
    for (size_t i = 0; i < by_loader->count; i++)
        if (strcmp(file_of(problem), file_of(&by_loader->items[i])) == 0)
            return true;
    return false;
}

static int by_place(const void *left, const void *right)
{
    const struct mba_problem *const *a = left, *const *b = right;
    int order = strcmp(file_of(*a), file_of(*b));
    if (order == 0)
        order = ((*a)->line > (*b)->line) - ((*a)->line < (*b)->line);
    return order ? order : strcmp((*a)->text, (*b)->text);
}

static bool print_sorted(const struct mba_problem **list, size_t count)
{
    struct mba_buf text = {0};
    qsort(list, count, sizeof *list, by_place);
    for (size_t i = 0; i < count; i++) {
        mba_problem_line(&text, list[i]);
        mba_buf_putc(&text, '\n');
    }
    if (!text.failed && text.len > 0)
        fwrite(text.data, 1, text.len, stdout);
    bool good = !text.failed;
    mba_buf_free(&text);
    return good;
}

/* Both lists as one, by file and line. */
static bool print_problems(const struct mba_problems *by_loader, const struct mba_problems *by_schema)
{
    size_t count = 0;
    const struct mba_problem **list = calloc(by_loader->count + by_schema->count + 1, sizeof *list);
    if (!list || by_loader->failed || by_schema->failed) {
        free(list);
        return false;
    }
    for (size_t i = 0; i < by_loader->count; i++)
        list[count++] = &by_loader->items[i];
    for (size_t i = 0; i < by_schema->count; i++)
        if (!said_better(&by_schema->items[i], by_loader))
            list[count++] = &by_schema->items[i];
    bool good = print_sorted(list, count);
    free(list);
    return good;
}

static int check(const struct cmd_options *opt, struct mba_kb *kb, struct mba_problems *by_loader,
                 struct mba_problems *by_schema)
{
    bool loads = mba_kb_load_dir(kb, opt->operands[0], by_loader);
    bool valid = mba_kb_validate_dir(opt->operands[0], by_schema);
    if (!compile(opt, kb, by_loader))
        return CMD_EXIT_FAILED;
    if (loads && valid && by_loader->count == 0) {
        if (!opt->quiet)
            printf("%zu article%s, all good\n", mba_kb_count(kb), mba_kb_count(kb) == 1 ? "" : "s");
        return CMD_EXIT_OK;
    }
    if (print_problems(by_loader, by_schema))
        return CMD_EXIT_USAGE;
    cmd_error(opt, "out of memory");
    return CMD_EXIT_FAILED;
}

int cmd_kb_check(const struct cmd_options *opt)
{
    struct mba_problems by_loader = {0}, by_schema = {0};
    struct mba_kb *kb = mba_kb_new();
    int code = CMD_EXIT_FAILED;
    if (kb)
        code = check(opt, kb, &by_loader, &by_schema);
    else
        cmd_error(opt, "out of memory");
    mba_problems_free(&by_loader);
    mba_problems_free(&by_schema);
    mba_kb_free(kb);
    return code;
}
