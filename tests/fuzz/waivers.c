/* A file of waivers. */
#include "archive.h"
#include "mbaudit/compare.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[32], *error = NULL;
    struct mba_problems problems = {0};
    int fd = fuzz_file(data, size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct mba_waivers *waivers = mba_waivers_new();
    if (!mba_waivers_read(waivers, path, &problems, &error) && problems.count == 0 && !error)
        abort(); /* refused without a word */
    mba_waivers_free(waivers);
    mba_problems_free(&problems);
    free(error);
    close(fd);
    return 0;
}
