/* saying: what one test expression comes to on a made-up export, for the tests of the mb: functions. */
#ifndef MBAUDIT_UNIT_SAYING_H
#define MBAUDIT_UNIT_SAYING_H

#include "judging.h"

/* Judges the object at /LM/... path of this class, after grow has added the keys. complete: as judging_run.
 */
struct saying {
    const char *path, *class_name;
    void (*grow)(struct judging *j);
    const char *complete;
};
enum mba_outcome saying(const struct saying *where, const char *test);

#define TRUE_AT(where, test) CU_ASSERT_EQUAL(saying(&(where), test), MBA_OUTCOME_FAIL)
#define FALSE_AT(where, test) CU_ASSERT_EQUAL(saying(&(where), test), MBA_OUTCOME_PASS)
#define NOT_KNOWN_AT(where, test) CU_ASSERT_EQUAL(saying(&(where), test), MBA_OUTCOME_NOT_EVALUATED)

#endif
