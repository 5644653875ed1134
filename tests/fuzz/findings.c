/* A findings document that others made, read section by section as the reports do, and as comparing does. */
#include "archive.h"
#include "mbaudit/findings.h"

static void read_all(const char *path, bool recorded)
{
    char *error = NULL;
    struct mba_summary summary;
    struct mba_reader *reader = mba_reader_open(path, &error);
    if (!reader && !error)
        abort();
    if (reader) {
        xmlDocPtr section;
        if (!mba_reader_head(reader))
            abort();
        mba_reader_summary(reader, &summary);
        if (recorded)
            mba_reader_keep_recorded(reader);
        while ((section = mba_reader_next(reader, &error)))
            mba_section_free(section);
    }
    mba_reader_free(reader);
    free(error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[32];
    int fd = fuzz_file(data, size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    read_all(path, false);
    read_all(path, true);
    close(fd);
    return 0;
}
