#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mbaudit/base.h"
#include "unit.h"

UNIT_TEST(a_folder_is_made_with_those_above_it)
{
    char base[] = "/tmp/mbaudit-unit-XXXXXX", path[64];
    bool made = false;
    struct stat st;
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(base));
    snprintf(path, sizeof path, "%s/a/b/", base);
    CU_ASSERT_TRUE(mba_folder_make(path, NULL));
    CU_ASSERT(stat(path, &st) == 0 && S_ISDIR(st.st_mode));
    snprintf(path, sizeof path, "%s/a/b/c", base);
    CU_ASSERT(mba_folder_make(path, &made) && made);
    CU_ASSERT(mba_folder_make(path, &made) && !made);
    CU_ASSERT_TRUE(mba_folder_make("/", NULL));
    for (int depth = 0; depth < 3; depth++) {
        rmdir(path);
        *strrchr(path, '/') = '\0';
    }
    CU_ASSERT_EQUAL(rmdir(base), 0);
}

UNIT_TEST(what_stands_in_the_way_of_a_folder_is_said)
{
    bool made = true;
    CU_ASSERT(!mba_folder_make("/dev/null", &made) && errno == ENOTDIR && !made);
    CU_ASSERT(!mba_folder_make("/dev/null/x", NULL) && errno == ENOTDIR);
    CU_ASSERT(!mba_folder_make("", NULL) && errno == ENOENT);
}
