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

/* A folder with a file, a folder below it, and a link to `outside`. */
static void fill(const char *folder, const char *outside)
{
    char path[256];
    snprintf(path, sizeof path, "%s/below/file", folder);
    CU_ASSERT_TRUE(mba_folder_make(folder, NULL));
    *strrchr(path, '/') = '\0';
    CU_ASSERT_TRUE(mba_folder_make(path, NULL));
    path[strlen(path)] = '/';
    FILE *file = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fclose(file);
    snprintf(path, sizeof path, "%s/link", folder);
    CU_ASSERT_EQUAL(symlink(outside, path), 0);
}

UNIT_TEST(a_folder_is_removed_with_all_in_it_and_links_are_not_followed)
{
    char root[] = "/tmp/unit-folder-XXXXXX", folder[64], outside[64];
    struct stat st;
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(root));
    snprintf(folder, sizeof folder, "%s/a", root);
    snprintf(outside, sizeof outside, "%s/outside", root);
    CU_ASSERT_TRUE(mba_folder_make(outside, NULL));
    fill(folder, outside);
    CU_ASSERT_TRUE(mba_folder_remove(folder));
    CU_ASSERT_NOT_EQUAL(stat(folder, &st), 0);
    CU_ASSERT_EQUAL(stat(outside, &st), 0);
    CU_ASSERT_TRUE(mba_folder_remove(root));
}

UNIT_TEST(a_folder_that_is_not_there_is_removed_already)
{
    CU_ASSERT_TRUE(mba_folder_remove("/tmp/unit-folder-that-is-not-there"));
}
