/* unit: one CUnit test is one UNIT_TEST; the file it stands in is its suite. */
#ifndef MBAUDIT_UNIT_H
#define MBAUDIT_UNIT_H

#include <CUnit/CUnit.h>

struct unit_test {
    const char *file, *name;
    void (*run)(void);
    struct unit_test *next;
};
void unit_register(struct unit_test *test);

#define UNIT_TEST(test_name)                                                                                 \
    static void test_name(void);                                                                             \
    static struct unit_test test_name##_entry = {__FILE__, #test_name, test_name, NULL};                     \
    __attribute__((constructor)) static void test_name##_register(void)                                      \
    {                                                                                                        \
        unit_register(&test_name##_entry);                                                                   \
    }                                                                                                        \
    static void test_name(void)

#endif
