#include "saying.h"

#include "unit.h"

enum mba_outcome saying(const struct saying *where, const char *test)
{
    struct judging j;
    struct mba_buf rule = {0};
    enum mba_outcome outcome = MBA_OUTCOME_COUNT;
    mba_buf_printf(&rule, "<rule severity=\"error\" class=\"%s\" path=\"%s\" test=\"%s\"/>",
                   where->class_name, where->path, test);
    judging_start(&j, rule.data, NULL, NULL);
    mba_buf_free(&rule);
    where->grow(&j);
    judging_run(&j, where->complete);
    for (int i = 0; i < MBA_OUTCOME_COUNT; i++)
        if (judging_count(&j, (enum mba_outcome)i) == 1)
            outcome = (enum mba_outcome)i;
    judging_end(&j);
    return outcome;
}
