/* archive: what the targets of archives share: bytes are read as an input, to its end, under low limits. */
#ifndef MBAUDIT_TESTS_FUZZ_ARCHIVE_H
#define MBAUDIT_TESTS_FUZZ_ARCHIVE_H

#include "fuzz.h"
#include "mbaudit/source.h"

#include <locale.h>
#include <sys/mman.h>
#include <unistd.h>

static inline bool fuzz_wanted(void *ctx, const char *path, uint64_t ordinal, const unsigned char *head,
                               size_t len)
{
    (void)ctx, (void)ordinal, (void)head;
    if (!path || len == 0 || len > MBA_SNIFF_BYTES || !mba_utf8_valid(path, strlen(path)))
        abort();
    return true;
}

static inline bool fuzz_member(void *ctx, struct mba_member *member)
{
    size_t *total = ctx;
    *total += member->len;
    for (size_t i = 0; i < member->len; i++) /* all of it is there */
        *total += member->data[i] & 1;
    mba_member_free(member);
    return true;
}

/* A file without a name that holds the bytes. */
static inline int fuzz_file(const uint8_t *data, size_t size)
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    for (size_t done = 0; fd >= 0 && done < size;) {
        ssize_t put = write(fd, data + done, size - done);
        if (put <= 0)
            abort();
        done += (size_t)put;
    }
    if (fd < 0 || lseek(fd, 0, SEEK_SET) != 0)
        abort();
    return fd;
}

static inline enum mba_status fuzz_read(const uint8_t *data, size_t size, const struct mba_sink *sink,
                                        struct mba_problems *problems)
{
    struct mba_limits limits;
    fuzz_limits(&limits);
    limits.value[MBA_LIMIT_MEMBER_BYTES] = 1 << 20;
    limits.value[MBA_LIMIT_MEMBERS] = 200;
    limits.value[MBA_LIMIT_RATIO_FLOOR] = 1 << 20;
    limits.value[MBA_LIMIT_ARCHIVE_BYTES] = 8 << 20;
    int fd = fuzz_file(data, size);
    struct mba_input input = {.name = (char[]){"in.zip"}, .fd = fd, .kind = ""};
    enum mba_status status = mba_source_read(&input, &limits, sink, problems);
    if (status > MBA_OK && status < MBA_RUN_FAILED && problems->count == 0)
        abort(); /* nothing goes wrong unsaid */
    if (input.members != input.delivered + input.skipped + input.failed)
        abort();
    close(fd);
    return status;
}

/* magic: what the bytes are made to begin with. */
static inline int fuzz_archive(const uint8_t *data, size_t size, const char *magic, size_t magic_len)
{
    struct mba_problems problems = {0};
    size_t total = 0;
    const struct mba_sink sink = {.ctx = &total, .wanted = fuzz_wanted, .member = fuzz_member};
    uint8_t *copy = malloc(size + 1);
    if (!copy || size < magic_len) {
        free(copy);
        return 0;
    }
    memcpy(copy, data, size);
    memcpy(copy, magic, magic_len);
    fuzz_read(copy, size, &sink, &problems);
    free(copy);
    mba_problems_free(&problems);
    return 0;
}

#define FUZZ_ARCHIVE(magic)                                                                                  \
    int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)                                             \
    {                                                                                                        \
        return fuzz_archive(data, size, magic, sizeof(magic) - 1);                                           \
    }

#endif
