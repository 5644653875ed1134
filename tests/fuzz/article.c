/* An article of the knowledge base, its expressions and its examples. */
#include "fuzz.h"
#include "mbaudit/audit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    bool good = mba_kb_load_memory(kb, "fuzz.xml", (const char *)data, size, "fuzz", &problems);
    if (good != (problems.count == 0) || (good && mba_kb_count(kb) != 1))
        abort();
    struct mba_judge *judge = good ? mba_judge_new(kb, fuzz_dictionary(), &problems) : NULL;
    size_t examples = 0;
    if (good && !judge && problems.count == 0)
        abort();
    if (judge)
        mba_examples_run(judge, 0, &problems, &examples);
    mba_judge_free(judge);
    mba_kb_free(kb);
    mba_problems_free(&problems);
    return 0;
}
