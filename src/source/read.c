/* read: one input from its first byte to its last. */
#include "source/source.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- telling what happened ------------------------------------------------------------------- */

static void worsen(struct reader *reader, enum mba_status grade)
{
    if (grade > reader->input->status)
        reader->input->status = grade;
}

void reader_note(struct reader *reader, enum mba_status grade, const char *member, const char *fmt, ...)
{
    char text[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    mba_problems_add(reader->problems, grade, reader->input->name, member, 0, "%s", text);
    worsen(reader, grade);
}

void reader_note_limit(struct reader *reader, enum mba_status grade, const char *path, const char *what,
                       enum mba_limit_id id)
{
    char limit[256];
    mba_limit_message(reader->limits, id, limit, sizeof limit);
    reader_note(reader, grade, path, "%s: %s", what, limit);
}

void reader_no_memory(struct reader *reader)
{
    worsen(reader, MBA_RUN_FAILED);
    reader->stopped = true;
}

void reader_skipped(struct reader *reader, const char *path)
{
    reader->input->members++;
    reader->input->skipped++;
    if (reader->sink->skipped)
        reader->sink->skipped(reader->sink->ctx, path);
}

void reader_linked(struct reader *reader, const char *path)
{
    if (!reader->sink->linked) {
        reader_skipped(reader, path);
        return;
    }
    reader->input->members++;
    reader->input->skipped++;
    reader->sink->linked(reader->sink->ctx, path);
}

void reader_failed(struct reader *reader)
{
    reader->input->members++;
    reader->input->failed++;
}

/* ---- the file -------------------------------------------------------------------------------- */

static int input_open(struct reader *reader)
{
    const struct mba_input *input = reader->input;
    if (!input->path)
        return input->fd;
    int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (input->found ? O_NOFOLLOW : 0);
    int fd = open(input->path, flags);
    if (fd < 0)
        reader_note(reader, MBA_ARCHIVE_FAILED, NULL, "cannot be opened: %s", strerrordesc_np(errno));
    return fd;
}

static bool input_hash(struct reader *reader, int fd, const struct stat *st)
{
    struct mba_input *input = reader->input;
    input->bytes = (uint64_t)st->st_size;
    if (!S_ISREG(st->st_mode)) {
        reader_note(reader, MBA_ARCHIVE_FAILED, NULL,
                    "is not a regular file; give its content on standard input, as -");
        return false;
    }
    if (!hash_fd(fd, input->bytes, input->sha256)) {
        reader_note(reader, MBA_ARCHIVE_FAILED, NULL, "cannot be read: %s",
                    errno ? strerrordesc_np(errno) : "it became shorter meanwhile");
        return false;
    }
    if (input->bytes == 0) {
        enum mba_status grade = input->found ? MBA_WARN : MBA_ARCHIVE_FAILED;
        reader_note(reader, grade, NULL, "is empty; copy or export it again");
        return false;
    }
    return true;
}

/* The hash was taken before the members were read: both must be of the same bytes. */
static void check_unchanged(struct reader *reader, int fd, const struct stat *before)
{
    struct stat now;
    if (fstat(fd, &now) == 0 && now.st_size == before->st_size &&
        now.st_mtim.tv_sec == before->st_mtim.tv_sec && now.st_mtim.tv_nsec == before->st_mtim.tv_nsec)
        return;
    reader_note(reader, MBA_ARCHIVE_FAILED, NULL,
                "changed while it was read; run again when nothing writes to it any more");
}

/* A file that the user named is expected to be something; what lies in a folder may be anything. */
static void check_known(struct reader *reader)
{
    const struct mba_input *input = reader->input;
    if (!input->found && input->skipped == 1 && input->members == 1 && strcmp(input->kind, "file") == 0)
        reader_note(
            reader, MBA_ARCHIVE_FAILED, NULL,
            "is neither an archive (zip, tar, 7z, cab, gzip, bzip2, xz, zstd, lz4) nor an export in a "
            "known format");
}

static void read_fd(struct reader *reader, int fd)
{
    struct stat before;
    if (fstat(fd, &before) != 0) {
        reader_note(reader, MBA_ARCHIVE_FAILED, NULL, "cannot be read: %s", strerrordesc_np(errno));
        return;
    }
    if (!input_hash(reader, fd, &before))
        return;
    struct stream *stream = stream_of_fd(fd, reader->input->bytes);
    if (!stream) {
        reader_no_memory(reader);
        return;
    }
    struct level level = {.packed = stream, .limits = reader->limits, .mtime = before.st_mtim.tv_sec};
    if (!reader->input->path)
        level.mtime = MBA_TIME_NONE; /* that of our own copy of standard input says nothing */
    walk_archive(reader, &level);
    stream->close(stream);
    check_unchanged(reader, fd, &before);
    check_known(reader);
}

/* ---- libarchive and names -------------------------------------------------------------------- */

/* libarchive converts names to the character set of the thread's locale, and loses those it cannot
 * convert. C.UTF-8 loses none, is the same on every machine, and is set for this thread alone. */
static void read_in_utf8(struct reader *reader, int fd)
{
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = utf8 ? uselocale(utf8) : (locale_t)0;
    read_fd(reader, fd);
    if (!utf8)
        return;
    uselocale(before);
    freelocale(utf8);
}

enum mba_status mba_source_read(struct mba_input *input, const struct mba_limits *limits,
                                const struct mba_sink *sink, struct mba_problems *problems)
{
    if (!input->path && input->fd < 0)
        return input->status; /* said when it was added */
    struct mba_limits own = *limits;
    struct reader reader = {.input = input, .limits = &own, .sink = sink, .problems = problems};
    input->bytes = input->members = input->delivered = input->skipped = input->failed = 0;
    input->sha256[0] = '\0';
    input->kind = "";
    input->status = MBA_OK;
    int fd = input_open(&reader);
    if (fd >= 0)
        read_in_utf8(&reader, fd);
    if (fd >= 0 && fd != input->fd)
        close(fd);
    if (problems->failed)
        input->status = MBA_RUN_FAILED;
    return input->status;
}
