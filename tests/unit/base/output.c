#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mbaudit/base.h"
#include "unit.h"

static char folder[64];

static const char *in_folder(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void make_folder(void)
{
    snprintf(folder, sizeof folder, "/tmp/mbaudit-unit-XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
}

/* Files in the folder; each is removed. */
static size_t sweep(void)
{
    size_t count = 0;
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        unlink(in_folder(entry->d_name));
        count++;
    }
    if (dir)
        closedir(dir);
    rmdir(folder);
    return count;
}

static bool holds(const char *name, const char *wanted)
{
    size_t len = 0;
    char *text = (char *)mba_file_read(in_folder(name), 1000, &len, NULL);
    bool same = text && strcmp(text, wanted) == 0;
    free(text);
    return same;
}

static void write_whole(const char *name, const char *text)
{
    struct mba_output *out = mba_output_open(in_folder(name), NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    fputs(text, mba_output_stream(out));
    CU_ASSERT_TRUE(mba_output_commit(out, NULL));
}

UNIT_TEST(the_old_file_stands_until_the_new_one_is_whole)
{
    make_folder();
    write_whole("report.html", "old");
    struct mba_output *out = mba_output_open(in_folder("report.html"), NULL);
    fputs("new", mba_output_stream(out));
    fflush(mba_output_stream(out));
    CU_ASSERT_TRUE(holds("report.html", "old"));
    CU_ASSERT_TRUE(mba_output_commit(out, NULL));
    CU_ASSERT_TRUE(holds("report.html", "new"));
    CU_ASSERT_EQUAL(sweep(), 1);
}

UNIT_TEST(discarding_leaves_nothing_behind)
{
    make_folder();
    write_whole("a", "kept");
    struct mba_output *out = mba_output_open(in_folder("a"), NULL);
    fputs("gone", mba_output_stream(out));
    mba_output_discard(out);
    mba_output_discard(NULL);
    CU_ASSERT_TRUE(holds("a", "kept"));
    CU_ASSERT_EQUAL(sweep(), 1);
}

UNIT_TEST(a_signal_finds_every_open_output)
{
    make_folder();
    struct mba_output *one = mba_output_open(in_folder("one"), NULL);
    struct mba_output *two = mba_output_open(in_folder("two"), NULL);
    fputs("half", mba_output_stream(one));
    mba_output_cleanup_signal();
    CU_ASSERT_EQUAL(sweep(), 0);
    mba_output_discard(one);
    mba_output_discard(two);
}

UNIT_TEST(a_finished_output_is_no_longer_cleaned_up)
{
    make_folder();
    write_whole("a", "text");
    mba_output_cleanup_signal();
    CU_ASSERT_TRUE(holds("a", "text"));
    CU_ASSERT_EQUAL(sweep(), 1);
}

UNIT_TEST(the_mode_follows_umask)
{
    make_folder();
    mode_t before = umask(027);
    write_whole("a", "x");
    umask(before);
    struct stat st;
    CU_ASSERT_EQUAL(stat(in_folder("a"), &st), 0);
    CU_ASSERT_EQUAL(st.st_mode & 0777, 0640);
    CU_ASSERT_EQUAL(sweep(), 1);
}

UNIT_TEST(left_over_names_are_passed_over)
{
    make_folder();
    char stale[64];
    snprintf(stale, sizeof stale, ".a.%ld-0.tmp", (long)getpid());
    int fd = open(in_folder(stale), O_CREAT | O_WRONLY, 0600);
    CU_ASSERT(fd >= 0 && write(fd, "stale", 5) == 5 && close(fd) == 0);
    write_whole("a", "fresh");
    CU_ASSERT_TRUE(holds("a", "fresh"));
    CU_ASSERT_TRUE(holds(stale, "stale"));
    CU_ASSERT_EQUAL(sweep(), 2);
}

UNIT_TEST(a_link_stays_a_link)
{
    make_folder();
    write_whole("target", "old");
    CU_ASSERT_EQUAL(symlink("target", in_folder("link")), 0);
    write_whole("link", "new");
    struct stat st;
    CU_ASSERT(lstat(in_folder("link"), &st) == 0 && S_ISLNK(st.st_mode));
    CU_ASSERT_TRUE(holds("target", "new"));
    CU_ASSERT_EQUAL(sweep(), 2);
}

UNIT_TEST(a_device_is_written_to_and_never_replaced)
{
    struct mba_output *out = mba_output_open("/dev/null", NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    fputs("x", mba_output_stream(out));
    CU_ASSERT_TRUE(mba_output_commit(out, NULL));
    struct stat st;
    CU_ASSERT(stat("/dev/null", &st) == 0 && S_ISCHR(st.st_mode));
}

UNIT_TEST(a_full_disk_is_an_error)
{
    char *error = NULL;
    struct mba_output *out = mba_output_open("/dev/full", &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    fputs("x", mba_output_stream(out));
    CU_ASSERT_FALSE(mba_output_commit(out, &error));
    CU_ASSERT_PTR_NOT_NULL_FATAL(error);
    CU_ASSERT_STRING_EQUAL(error, "/dev/full: cannot be written: No space left on device");
    free(error);
}

UNIT_TEST(what_cannot_be_opened_says_why)
{
    char *error = NULL;
    CU_ASSERT_PTR_NULL(mba_output_open("/nonexistent/report.html", &error));
    CU_ASSERT_STRING_EQUAL(error, "/nonexistent/report.html: cannot be written: No such file or directory");
    free(error);
    CU_ASSERT_PTR_NULL(mba_output_open("/tmp", &error));
    CU_ASSERT_STRING_EQUAL(error, "/tmp: cannot be written: Is a directory");
    free(error);
    char longest[5000];
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    CU_ASSERT_PTR_NULL(mba_output_open(longest, NULL));
}

UNIT_TEST(there_are_places_for_sixteen_at_a_time)
{
    make_folder();
    struct mba_output *open_ones[17];
    char name[16];
    for (int i = 0; i < 17; i++) {
        snprintf(name, sizeof name, "f%d", i);
        open_ones[i] = mba_output_open(in_folder(name), NULL);
        CU_ASSERT_EQUAL(open_ones[i] != NULL, i < 16);
    }
    for (int i = 0; i < 17; i++)
        mba_output_discard(open_ones[i]);
    CU_ASSERT_EQUAL(sweep(), 0);
}

UNIT_TEST(a_full_disk_shows_before_anything_is_replaced)
{
    char *error = NULL;
    struct mba_output *out = mba_output_open("/dev/full", &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    fputs("text", mba_output_stream(out));
    CU_ASSERT_FALSE(mba_output_sync(out, &error));
    CU_ASSERT_TRUE(error && strstr(error, "/dev/full: cannot be written: No space left on device"));
    free(error);
    mba_output_discard(out);
}

UNIT_TEST(what_was_synced_is_still_not_there_until_the_commit)
{
    make_folder();
    char *error = NULL;
    struct mba_output *out = mba_output_open(in_folder("a"), &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    fputs("text", mba_output_stream(out));
    CU_ASSERT_TRUE(mba_output_sync(out, &error));
    CU_ASSERT_NOT_EQUAL(access(in_folder("a"), F_OK), 0);
    CU_ASSERT_TRUE(mba_output_commit(out, &error));
    CU_ASSERT_EQUAL(access(in_folder("a"), F_OK), 0);
    CU_ASSERT_EQUAL(sweep(), 1);
}
