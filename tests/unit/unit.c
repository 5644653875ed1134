#include <CUnit/Basic.h>
#include <string.h>

#include "unit.h"

static struct unit_test *first, **last = &first;

void unit_register(struct unit_test *test)
{
    *last = test;
    last = &test->next;
}

int main(void)
{
    if (CU_initialize_registry() != CUE_SUCCESS)
        return 2;
    CU_pSuite suite = NULL;
    const char *file = "";
    for (struct unit_test *t = first; t; t = t->next) {
        if (strcmp(file, t->file) != 0) {
            const char *slash = strrchr(t->file, '/');
            suite = CU_add_suite(slash ? slash + 1 : t->file, NULL, NULL);
            file = t->file;
        }
        if (!suite || !CU_add_test(suite, t->name, t->run))
            return 2;
    }
    CU_basic_set_mode(CU_BRM_NORMAL);
    if (CU_basic_run_tests() != CUE_SUCCESS)
        return 2;
    unsigned failures = CU_get_number_of_failures(), ran = CU_get_number_of_tests_run();
    CU_cleanup_registry();
    return failures || !ran;
}
