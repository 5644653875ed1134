/* mbaudit kb test: do the articles' examples come out as they say? */
#include "cmd/kb.h"

static bool load(const struct cmd_options *opt, struct mba_kb *kb, struct mba_problems *problems)
{
    if (opt->operand_count > 0)
        return mba_kb_load_dir(kb, opt->operands[0], problems);
    return mba_kb_load_builtin(kb, true, problems);
}

/* How many examples ran; a rule without any is worth a word. */
static size_t run_all(const struct cmd_options *opt, const struct mba_kb *kb, struct mba_judge *judge,
                      struct mba_problems *problems)
{
    size_t total = 0;
    for (size_t i = 0; i < mba_kb_count(kb); i++) {
        size_t count = 0;
        mba_examples_run(judge, i, problems, &count);
        if (count == 0)
            cmd_note(opt, "%s has no examples", mba_kb_at(kb, i)->id);
        total += count;
    }
    return total;
}

static int test(const struct cmd_options *opt, struct mba_kb *kb, struct mba_problems *problems)
{
    struct cmd_judge judge = {0};
    size_t examples = 0;
    bool good = load(opt, kb, problems);
    bool compiled = cmd_judge_new(&judge, opt, kb, problems);
    if (good && judge.judge)
        examples = run_all(opt, kb, judge.judge, problems);
    cmd_judge_free(&judge);
    if (!compiled)
        return CMD_EXIT_FAILED;
    if (!good || problems->count > 0)
        return cmd_print_problems(opt, problems);
    if (!opt->quiet)
        printf("%zu example%s of %zu article%s, all as they say\n", examples, examples == 1 ? "" : "s",
               mba_kb_count(kb), mba_kb_count(kb) == 1 ? "" : "s");
    return CMD_EXIT_OK;
}

int cmd_kb_test(const struct cmd_options *opt)
{
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    int code = CMD_EXIT_FAILED;
    if (kb)
        code = test(opt, kb, &problems);
    else
        cmd_error(opt, "out of memory");
    mba_problems_free(&problems);
    mba_kb_free(kb);
    return code;
}
