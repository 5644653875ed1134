/* mbaudit kb check: is a folder of articles fit to be used? */
#include <string.h>

#include "cmd/kb.h"

/* The loader has better words for the mistakes in a file than the schema: then those are enough. */
static bool said_better(const struct mba_problem *problem, const struct mba_problems *by_loader, size_t count)
{
    const char *file = problem->input ? problem->input : "";
    for (size_t i = 0; i < count; i++)
        if (strcmp(file, by_loader->items[i].input ? by_loader->items[i].input : "") == 0)
            return true;
    return false;
}

static void add_those_of_schema(struct mba_problems *by_loader, const struct mba_problems *by_schema)
{
    size_t count = by_loader->count;
    by_loader->failed = by_loader->failed || by_schema->failed;
    for (size_t i = 0; i < by_schema->count; i++) {
        const struct mba_problem *p = &by_schema->items[i];
        if (!said_better(p, by_loader, count))
            mba_problems_add(by_loader, p->grade, p->input, p->member, p->line, "%s", p->text);
    }
}

static int check(const struct cmd_options *opt, struct mba_kb *kb, struct mba_problems *problems)
{
    struct mba_problems by_schema = {0};
    struct cmd_judge judge = {0};
    bool loads = mba_kb_load_dir(kb, opt->operands[0], problems);
    bool valid = mba_kb_validate_dir(opt->operands[0], &by_schema);
    bool compiled = cmd_judge_new(&judge, opt, kb, problems);
    cmd_judge_free(&judge);
    add_those_of_schema(problems, &by_schema);
    mba_problems_free(&by_schema);
    if (!compiled)
        return CMD_EXIT_FAILED;
    if (!loads || !valid || problems->count > 0)
        return cmd_print_problems(opt, problems);
    if (!opt->quiet)
        printf("%zu article%s, all good\n", mba_kb_count(kb), mba_kb_count(kb) == 1 ? "" : "s");
    return CMD_EXIT_OK;
}

int cmd_kb_check(const struct cmd_options *opt)
{
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    int code = CMD_EXIT_FAILED;
    if (kb)
        code = check(opt, kb, &problems);
    else
        cmd_error(opt, "out of memory");
    mba_problems_free(&problems);
    mba_kb_free(kb);
    return code;
}
