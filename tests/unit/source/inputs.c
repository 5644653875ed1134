/* What the command line names: files, folders, standard input. */
#include "fixture.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void add(struct seen *seen, const char *name, enum mba_status expected)
{
    char *path = in_folder(name);
    CU_ASSERT_EQUAL(mba_inputs_add(&seen->inputs, path, &seen->problems), expected);
    free(path);
    seen->input = seen->inputs.count ? &seen->inputs.items[0] : NULL;
}

static void make_folder(const char *name)
{
    char *path = in_folder(name);
    CU_ASSERT_EQUAL(mkdir(path, 0755), 0);
    free(path);
}

UNIT_TEST(a_file_that_is_not_there_is_named)
{
    struct seen seen;
    seen_start(&seen);
    add(&seen, "nowhere.zip", MBA_ARCHIVE_FAILED);
    CU_ASSERT_EQUAL(seen.inputs.count, 1);
    CU_ASSERT_EQUAL(seen.input->status, MBA_ARCHIVE_FAILED);
    CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, NULL, "No such file or directory"));
    CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, NULL, "check the name"));
    struct mba_sink none = {0};
    CU_ASSERT_EQUAL(mba_source_read(seen.input, &seen.limits, &none, &seen.problems), MBA_ARCHIVE_FAILED);
    CU_ASSERT_EQUAL(seen.problems.count, 1); /* said once */
    seen_free(&seen);
}

UNIT_TEST(an_empty_file_is_named)
{
    struct seen seen;
    seen_start(&seen);
    seen_read(&seen, "SRV1.xml", "", 0);
    CU_ASSERT(counts_are(&seen, 0, 0, 0));
    CU_ASSERT_EQUAL(seen.problems.count, 1);
    CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, NULL, "is empty"));
    /* SHA-256 of nothing */
    CU_ASSERT_STRING_EQUAL(seen.input->sha256,
                           "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    seen_free(&seen);
}

UNIT_TEST(a_file_that_is_nothing_known_is_named)
{
    struct seen seen;
    seen_start(&seen);
    seen_read(&seen, "letter.txt", "Dear all", 8);
    CU_ASSERT(counts_are(&seen, 0, 1, 0));
    CU_ASSERT(skipped_is(&seen, 0, "letter.txt"));
    CU_ASSERT_EQUAL(seen.problems.count, 1);
    CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, NULL, "neither an archive"));
    seen_free(&seen);
}

UNIT_TEST(an_archive_without_files_is_named)
{
    struct seen seen;
    struct pack zip = {.format = ARCHIVE_FORMAT_ZIP};
    seen_only(&seen, "a.zip", pack_files(&zip, NULL, 0));
    CU_ASSERT_EQUAL(seen.problems.count, 1);
    CU_ASSERT(problem_is(&seen, 0, MBA_WARN, NULL, "without files"));
    seen_free(&seen);
}

UNIT_TEST(what_begins_like_an_archive_and_is_none_is_damaged)
{
    static const struct {
        const char *bytes;
        size_t len;
    } cases[] = {{"PK\003\004", 4}, {"7z\274\257\047\034..", 8}, {"MSCF\0\0\0\0", 8}, {"\037\213\010", 3},
                 {"\3757zXZ\0", 6}, {"\050\265\057\375....", 8}, {"BZh91AY&SY..", 12}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct seen seen;
        seen_start(&seen);
        seen_read(&seen, "a", cases[i].bytes, cases[i].len);
        CU_ASSERT(counts_are(&seen, 0, 0, 0));
        CU_ASSERT_EQUAL(seen.problems.count, 1);
        CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, NULL, "cannot be read"));
        seen_free(&seen);
    }
}

UNIT_TEST(a_folder_is_walked_in_the_order_of_bytes)
{
    static const char *const names[] = {"in/b.zip", "in/B.zip", "in/a/z",
                                        "in/a/y",   "in/a.zip", "in/\303\244"};
    /* "a" and what is below it before "a.zip", upper case first, UTF-8 last */
    static const char *const sorted[] = {"in/B.zip", "in/a/y",   "in/a/z",
                                         "in/a.zip", "in/b.zip", "in/\303\244"};
    struct seen seen;
    seen_start(&seen);
    make_folder("in");
    make_folder("in/a");
    make_folder("in/empty");
    for (size_t i = 0; i < 6; i++)
        folder_write(names[i], "EXPORT", 6);
    char *link = in_folder("in/link");
    CU_ASSERT_EQUAL(symlink("b.zip", link), 0);
    free(link);
    add(&seen, "in", MBA_OK);
    CU_ASSERT_EQUAL_FATAL(seen.inputs.count, 6);
    for (size_t i = 0; i < 6; i++) {
        char *path = in_folder(sorted[i]);
        CU_ASSERT_STRING_EQUAL(seen.inputs.items[i].name, path);
        CU_ASSERT(seen.inputs.items[i].found);
        free(path);
    }
    CU_ASSERT_EQUAL(seen.problems.count, 0);
    seen_free(&seen);
}

UNIT_TEST(a_slash_after_the_folder_is_not_doubled)
{
    struct seen seen;
    seen_start(&seen);
    make_folder("in");
    folder_write("in/a", "EXPORT", 6);
    add(&seen, "in/", MBA_OK);
    char *path = in_folder("in/a");
    CU_ASSERT_STRING_EQUAL(seen.input->name, path);
    free(path);
    seen_free(&seen);
}

UNIT_TEST(a_folder_without_files_is_named)
{
    struct seen seen;
    seen_start(&seen);
    make_folder("in");
    make_folder("in/below");
    add(&seen, "in", MBA_ARCHIVE_FAILED);
    CU_ASSERT_EQUAL(seen.inputs.count, 1);
    CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, NULL, "without files"));
    seen_free(&seen);
}

/* What is in a folder may be anything; what is empty there may be a failed export. */
UNIT_TEST(strangers_in_a_folder_are_no_problem)
{
    struct seen seen;
    seen_start(&seen);
    make_folder("in");
    folder_write("in/readme", "hello", 5);
    add(&seen, "in", MBA_OK);
    seen_again(&seen);
    CU_ASSERT(counts_are(&seen, 0, 1, 0));
    CU_ASSERT_EQUAL(seen.problems.count, 0);
    folder_write("in/readme", "", 0);
    seen_again(&seen);
    CU_ASSERT(problem_is(&seen, 0, MBA_WARN, NULL, "is empty"));
    seen_free(&seen);
}

UNIT_TEST(a_pipe_is_not_waited_for)
{
    struct seen seen;
    seen_start(&seen);
    make_folder("in");
    folder_write("in/a", "EXPORT", 6);
    char *pipe_path = in_folder("in/pipe");
    CU_ASSERT_EQUAL(mkfifo(pipe_path, 0600), 0);
    free(pipe_path);
    add(&seen, "in", MBA_WARN);
    CU_ASSERT_EQUAL(seen.inputs.count, 1);
    CU_ASSERT(problem_is(&seen, 0, MBA_WARN, NULL, "not a regular file"));
    add(&seen, "in/pipe", MBA_ARCHIVE_FAILED); /* named by the user: it counts */
    CU_ASSERT_EQUAL(seen.inputs.count, 2);
    CU_ASSERT(problem_is(&seen, 1, MBA_ARCHIVE_FAILED, NULL, "not a regular file"));
    seen_free(&seen);
}

UNIT_TEST(what_may_not_be_read_is_named_and_the_walk_goes_on)
{
    uid_t me = geteuid();
    if (me == 0)
        CU_ASSERT_EQUAL_FATAL(seteuid(65534), 0); /* root may read everything */
    struct seen seen;
    seen_start(&seen);
    make_folder("in");
    make_folder("in/b");
    folder_write("in/a", "EXPORT", 6);
    folder_write("in/c", "EXPORT", 6);
    char *a = in_folder("in/a"), *b = in_folder("in/b");
    chmod(a, 0);
    chmod(b, 0);
    add(&seen, "in", MBA_ARCHIVE_FAILED);
    CU_ASSERT_EQUAL(seen.inputs.count, 3);
    CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, NULL, "Permission denied"));
    CU_ASSERT(problem_is(&seen, 1, MBA_ARCHIVE_FAILED, NULL, "Permission denied"));
    CU_ASSERT_EQUAL(seen.inputs.items[2].status, MBA_OK);
    chmod(b, 0700);
    free(a);
    free(b);
    CU_ASSERT_EQUAL(seteuid(me), 0);
    seen_free(&seen);
}

/* Gives bytes on standard input while the input is added. */
static void add_stdin(struct seen *seen, const void *bytes, size_t len)
{
    int saved = dup(STDIN_FILENO), ends[2];
    CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
    CU_ASSERT_EQUAL(write(ends[1], bytes, len), (ssize_t)len);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    CU_ASSERT_EQUAL(mba_inputs_add(&seen->inputs, "-", &seen->problems), MBA_OK);
    dup2(saved, STDIN_FILENO);
    close(saved);
    CU_ASSERT_EQUAL_FATAL(seen->inputs.count, 1);
    seen->input = &seen->inputs.items[0];
}

UNIT_TEST(standard_input_can_be_read_again)
{
    static const struct file files[] = {{"SRV1.xml", "EXPORT one", 0}};
    struct pack zip = {.format = ARCHIVE_FORMAT_ZIP};
    struct mba_buf archive = pack_files(&zip, FILES(files));
    struct seen seen;
    seen_start(&seen);
    add_stdin(&seen, archive.data, archive.len);
    for (int i = 0; i < 2; i++) {
        seen_again(&seen);
        CU_ASSERT(counts_are(&seen, 1, 0, 0));
        CU_ASSERT(member_is(&seen, 0, "SRV1.xml", "EXPORT one"));
        CU_ASSERT_STRING_EQUAL(seen.input->kind, "zip");
        CU_ASSERT_STRING_EQUAL(seen.input->name, "-");
        CU_ASSERT_EQUAL(seen.input->bytes, archive.len);
    }
    mba_buf_free(&archive);
    seen_free(&seen);
}

UNIT_TEST(standard_input_is_kept_where_there_is_room)
{
    struct seen seen;
    seen_start(&seen);
    const char *before = getenv("TMPDIR");
    char *saved = before ? strdup(before) : NULL;
    setenv("TMPDIR", "/nowhere", 1);
    add_stdin(&seen, "EXPORT bare", 11);
    if (saved)
        setenv("TMPDIR", saved, 1);
    else
        unsetenv("TMPDIR");
    free(saved);
    seen_again(&seen);
    CU_ASSERT(member_is(&seen, 0, "-", "EXPORT bare"));
    CU_ASSERT_EQUAL(seen.members[0].mtime, MBA_TIME_NONE);
    seen_free(&seen);
}

UNIT_TEST(empty_standard_input_is_named)
{
    struct seen seen;
    seen_start(&seen);
    add_stdin(&seen, "", 0);
    seen_again(&seen);
    CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, NULL, "is empty"));
    seen_free(&seen);
}

/* A sink that makes the file longer while it is read. */
static bool grow_member(void *ctx, struct mba_member *member)
{
    (void)ctx;
    mba_member_free(member);
    folder_write("SRV1.xml", "EXPORT, and more of it", 22);
    return true;
}

static bool want_all(void *ctx, const char *path, uint64_t ordinal, const unsigned char *head, size_t len)
{
    (void)ctx, (void)path, (void)ordinal, (void)head, (void)len;
    return true;
}

UNIT_TEST(a_file_that_changes_while_it_is_read_is_a_problem)
{
    struct seen seen;
    struct mba_sink sink = {.wanted = want_all, .member = grow_member};
    seen_start(&seen);
    seen_read(&seen, "SRV1.xml", "EXPORT", 6);
    CU_ASSERT_EQUAL(seen.problems.count, 0);
    mba_source_read(seen.input, &seen.limits, &sink, &seen.problems);
    CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, NULL, "changed while it was read"));
    seen_free(&seen);
}

UNIT_TEST(a_file_that_has_gone_since_is_a_problem)
{
    struct seen seen;
    seen_start(&seen);
    seen_read(&seen, "SRV1.xml", "EXPORT", 6);
    CU_ASSERT_EQUAL(unlink(seen.input->path), 0);
    seen_again(&seen);
    CU_ASSERT(counts_are(&seen, 0, 0, 0));
    CU_ASSERT_STRING_EQUAL(seen.input->sha256, "");
    CU_ASSERT(problem_is(&seen, 0, MBA_ARCHIVE_FAILED, NULL, "No such file"));
    seen_free(&seen);
}
