/* Archives made in memory, written to a folder of the test, read through the public interface. */
#ifndef MBAUDIT_TEST_SOURCE_H
#define MBAUDIT_TEST_SOURCE_H

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "mbaudit/source.h"
#include "unit.h"

/* An export, as far as these tests go, begins with "EXPORT". */
struct file {
    const char *name, *text;
    size_t len; /* 0: strlen(text) */
};

struct pack {
    int format;           /* ARCHIVE_FORMAT_... */
    int filter;           /* ARCHIVE_FILTER_..., 0 = none */
    const char *options;  /* libarchive's, or NULL */
    const char *password; /* or NULL */
    bool size_unknown;    /* of the members, when their headers are written */
};
struct mba_buf pack_files(const struct pack *pack, const struct file *files, size_t count);
#define FILES(array) (array), sizeof(array) / sizeof *(array)

/* What a reading gave. */
struct seen {
    struct mba_inputs inputs;
    struct mba_input *input; /* the first one */
    struct mba_problems problems;
    struct mba_limits limits;
    struct mba_member members[64];
    size_t member_count;
    char skipped[64][512];
    size_t skipped_count;
    uint64_t only;     /* deliver this ordinal alone; UINT64_MAX: every export */
    size_t stop_after; /* members; 0 = never */
    size_t asked;      /* calls of wanted */
    size_t longest;    /* head that wanted was shown */
};
void seen_start(struct seen *seen);
void seen_free(struct seen *seen);
/* Writes bytes as name into a fresh folder, adds the file as the input and reads it. */
void seen_read(struct seen *seen, const char *name, const void *bytes, size_t len);
void seen_again(struct seen *seen); /* the same input once more; drops what was seen */
/* Starts, reads and frees the archive. */
void seen_only(struct seen *seen, const char *name, struct mba_buf archive);

bool member_is(const struct seen *seen, size_t i, const char *path, const char *text);
bool skipped_is(const struct seen *seen, size_t i, const char *path);
/* The problem's grade, member (NULL: none) and a part of its text. */
bool problem_is(const struct seen *seen, size_t i, enum mba_status grade, const char *member,
                const char *part);
/* delivered, skipped and failed members, and their sum. */
bool counts_are(const struct seen *seen, uint64_t delivered, uint64_t skipped, uint64_t failed);

/* The folder of the running test: made when first asked for, removed by folder_remove. */
const char *folder(void);
char *in_folder(const char *name); /* malloc'd */
void folder_write(const char *name, const void *bytes, size_t len);
void folder_remove(void);

char *noise(size_t len);  /* text that does not compress; begins with "EXPORT"; free() it */
char *filled(size_t len); /* the same letter throughout, after "EXPORT" */
size_t find_bytes(const struct mba_buf *in, const char *what); /* where; in->len when nowhere */

#endif
