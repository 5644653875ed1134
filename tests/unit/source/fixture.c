#include "fixture.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- making archives ------------------------------------------------------------------------- */

static la_ssize_t append(struct archive *archive, void *data, const void *bytes, size_t len)
{
    (void)archive;
    mba_buf_add(data, bytes, len);
    return (la_ssize_t)len;
}

static void pack_one(struct archive *archive, const struct pack *pack, const struct file *file)
{
    size_t len = file->len ? file->len : strlen(file->text);
    struct archive_entry *entry = archive_entry_new();
    archive_entry_copy_pathname(entry, file->name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_mtime(entry, 1147744800, 0); /* 2006-05-16T02:00:00Z */
    if (!pack->size_unknown)
        archive_entry_set_size(entry, (la_int64_t)len);
    CU_ASSERT(archive_write_header(archive, entry) >= ARCHIVE_WARN);
    CU_ASSERT_EQUAL(archive_write_data(archive, file->text, len), (la_ssize_t)len);
    archive_entry_free(entry);
}

struct mba_buf pack_files(const struct pack *pack, const struct file *files, size_t count)
{
    struct mba_buf out = {0};
    struct archive *archive = archive_write_new();
    archive_write_set_format(archive, pack->format);
    if (pack->filter)
        archive_write_add_filter(archive, pack->filter);
    if (pack->options)
        CU_ASSERT_EQUAL(archive_write_set_options(archive, pack->options), ARCHIVE_OK);
    if (pack->password)
        archive_write_set_passphrase(archive, pack->password);
    archive_write_set_bytes_in_last_block(archive, 1);
    CU_ASSERT_EQUAL(archive_write_open(archive, &out, NULL, append, NULL), ARCHIVE_OK);
    for (size_t i = 0; i < count; i++)
        pack_one(archive, pack, &files[i]);
    CU_ASSERT_EQUAL(archive_write_close(archive), ARCHIVE_OK);
    archive_write_free(archive);
    return out;
}

/* ---- reading --------------------------------------------------------------------------------- */

static bool sink_wanted(void *ctx, const char *path, uint64_t ordinal, const unsigned char *head, size_t len)
{
    struct seen *seen = ctx;
    (void)path;
    seen->asked++;
    if (len > seen->longest)
        seen->longest = len;
    if (seen->only != UINT64_MAX)
        return ordinal == seen->only;
    return len >= 6 && memcmp(head, "EXPORT", 6) == 0;
}

static bool sink_member(void *ctx, struct mba_member *member)
{
    struct seen *seen = ctx;
    if (seen->member_count < 64)
        seen->members[seen->member_count++] = *member;
    else
        mba_member_free(member);
    return !seen->stop_after || seen->member_count < seen->stop_after;
}

static void sink_skipped(void *ctx, const char *path)
{
    struct seen *seen = ctx;
    if (seen->skipped_count < 64)
        snprintf(seen->skipped[seen->skipped_count++], sizeof seen->skipped[0], "%s", path);
}

void seen_start(struct seen *seen)
{
    memset(seen, 0, sizeof *seen);
    mba_limits_default(&seen->limits);
    seen->only = UINT64_MAX;
}

static void forget(struct seen *seen)
{
    for (size_t i = 0; i < seen->member_count; i++)
        mba_member_free(&seen->members[i]);
    seen->member_count = seen->skipped_count = seen->asked = seen->longest = 0;
    mba_problems_free(&seen->problems);
}

void seen_free(struct seen *seen)
{
    forget(seen);
    mba_inputs_free(&seen->inputs);
    folder_remove();
}

void seen_again(struct seen *seen)
{
    struct mba_sink sink = {
        .ctx = seen, .wanted = sink_wanted, .member = sink_member, .skipped = sink_skipped};
    forget(seen);
    enum mba_status status = mba_source_read(seen->input, &seen->limits, &sink, &seen->problems);
    CU_ASSERT_EQUAL(status, seen->input->status);
    CU_ASSERT_EQUAL(status, mba_problems_worst(&seen->problems));
}

void seen_read(struct seen *seen, const char *name, const void *bytes, size_t len)
{
    folder_write(name, bytes, len);
    char *path = in_folder(name);
    CU_ASSERT_EQUAL(mba_inputs_add(&seen->inputs, path, &seen->problems), MBA_OK);
    free(path);
    CU_ASSERT_EQUAL_FATAL(seen->inputs.count, 1);
    seen->input = &seen->inputs.items[0];
    seen_again(seen);
}

void seen_only(struct seen *seen, const char *name, struct mba_buf archive)
{
    seen_start(seen);
    seen_read(seen, name, archive.data, archive.len);
    mba_buf_free(&archive);
}

bool member_is(const struct seen *seen, size_t i, const char *path, const char *text)
{
    if (i >= seen->member_count)
        return false;
    const struct mba_member *m = &seen->members[i];
    if (strcmp(m->path, path) != 0)
        fprintf(stderr, "member %zu is %s\n", i, m->path);
    return strcmp(m->path, path) == 0 && m->len == strlen(text) && memcmp(m->data, text, m->len) == 0;
}

bool skipped_is(const struct seen *seen, size_t i, const char *path)
{
    return i < seen->skipped_count && strcmp(seen->skipped[i], path) == 0;
}

bool problem_is(const struct seen *seen, size_t i, enum mba_status grade, const char *member,
                const char *part)
{
    if (i >= seen->problems.count)
        return false;
    const struct mba_problem *p = &seen->problems.items[i];
    bool same = member && p->member ? strcmp(member, p->member) == 0 : member == p->member;
    bool fine = same && p->grade == grade && strstr(p->text, part) && p->input;
    if (!fine)
        fprintf(stderr, "problem %zu is %s, %s: %s\n", i, mba_status_word(p->grade), p->member, p->text);
    return fine;
}

bool counts_are(const struct seen *seen, uint64_t delivered, uint64_t skipped, uint64_t failed)
{
    const struct mba_input *in = seen->input;
    return in->delivered == delivered && in->skipped == skipped && in->failed == failed &&
           in->members == delivered + skipped + failed && seen->member_count == delivered;
}

/* ---- the folder ------------------------------------------------------------------------------ */

static char folder_name[64];

const char *folder(void)
{
    if (!*folder_name) {
        snprintf(folder_name, sizeof folder_name, "/tmp/mbaudit-unit-XXXXXX");
        CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder_name));
    }
    return folder_name;
}

char *in_folder(const char *name)
{
    char *path;
    CU_ASSERT_FATAL(asprintf(&path, "%s/%s", folder(), name) > 0);
    return path;
}

void folder_write(const char *name, const void *bytes, size_t len)
{
    char *path = in_folder(name);
    FILE *file = fopen(path, "wb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_EQUAL(fwrite(bytes, 1, len, file), len);
    CU_ASSERT_EQUAL(fclose(file), 0);
    free(path);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

void folder_remove(void)
{
    if (*folder_name)
        CU_ASSERT_EQUAL(nftw(folder_name, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
    folder_name[0] = '\0';
}

/* ---- bytes ----------------------------------------------------------------------------------- */

char *noise(size_t len)
{
    char *text = malloc(len + 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    uint32_t state = 12345;
    for (size_t i = 0; i < len; i++) {
        state = state * 1664525 + 1013904223;
        text[i] = (char)('!' + (state >> 24) % 90);
    }
    memcpy(text, "EXPORT", len < 6 ? len : 6);
    text[len] = '\0';
    return text;
}

char *filled(size_t len)
{
    char *text = noise(len);
    memset(text + 6, 'x', len - 6);
    return text;
}

size_t find_bytes(const struct mba_buf *in, const char *what)
{
    const char *at = memmem(in->data, in->len, what, strlen(what));
    return at ? (size_t)(at - in->data) : in->len;
}
