/* A findings document that others made, read section by section as the reports do. */
#include "archive.h"
#include "mbaudit/findings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[32], *error = NULL;
    struct mba_summary summary;
    int fd = fuzz_file(data, size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct mba_reader *reader = mba_reader_open(path, &error);
    if (!reader && !error)
        abort();
    if (reader) {
        xmlDocPtr section;
        if (!mba_reader_head(reader))
            abort();
        mba_reader_summary(reader, &summary);
        while ((section = mba_reader_next(reader, &error)))
            xmlFreeDoc(section);
    }
    mba_reader_free(reader);
    free(error);
    close(fd);
    return 0;
}
