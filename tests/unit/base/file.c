#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mbaudit/base.h"
#include "unit.h"

static void fails(const char *path, size_t max, const char *why)
{
    char *error = NULL;
    size_t len;
    CU_ASSERT_PTR_NULL(mba_file_read(path, max, &len, &error));
    CU_ASSERT_PTR_NOT_NULL_FATAL(error);
    CU_ASSERT(strncmp(error, path, strlen(path)) == 0);
    CU_ASSERT_STRING_EQUAL(error + strlen(path), why);
    free(error);
}

UNIT_TEST(a_file_is_read_whole_up_to_the_limit)
{
    char path[] = "/tmp/mbaudit-unit-XXXXXX";
    int fd = mkstemp(path);
    CU_ASSERT(fd >= 0 && write(fd, "five\n", 5) == 5 && close(fd) == 0);
    size_t len = 0;
    unsigned char *data = mba_file_read(path, 5, &len, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(data);
    CU_ASSERT_EQUAL(len, 5);
    CU_ASSERT_STRING_EQUAL((char *)data, "five\n");
    free(data);
    fails(path, 4, ": is larger than this kind of file may be");
    CU_ASSERT_EQUAL(truncate(path, 0), 0);
    data = mba_file_read(path, 0, &len, NULL);
    CU_ASSERT(data && len == 0);
    free(data);
    unlink(path);
}

UNIT_TEST(what_is_no_file_is_refused_at_once)
{
    char path[] = "/tmp/mbaudit-unit-XXXXXX";
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(path));
    fails(path, 10, ": is a folder, not a file");
    rmdir(path);
    fails(path, 10, ": No such file or directory");
    CU_ASSERT_EQUAL(mkfifo(path, 0600), 0);
    fails(path, 10, ": is not a regular file"); /* and does not wait for a writer */
    unlink(path);
    CU_ASSERT_PTR_NULL(mba_file_read("/nonexistent", 10, &(size_t){0}, NULL));
}
