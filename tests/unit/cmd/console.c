/* What is said on standard error, and when. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd/table.h"
#include "unit.h"

static int kept, capture[2];

static void begin_capture(void)
{
    fflush(stderr);
    kept = dup(2);
    CU_ASSERT_EQUAL_FATAL(pipe(capture), 0);
    dup2(capture[1], 2);
    close(capture[1]);
}

/* What was said since begin_capture; less than a pipe holds. */
static const char *end_capture(void)
{
    static char text[4096];
    fflush(stderr);
    dup2(kept, 2);
    close(kept);
    ssize_t len = read(capture[0], text, sizeof text - 1);
    close(capture[0]);
    text[len > 0 ? len : 0] = '\0';
    return text;
}

static const char *say_all(const struct cmd_options *opt)
{
    begin_capture();
    cmd_error(opt, "error %d", 1);
    cmd_note(opt, "note");
    cmd_detail(opt, "detail");
    cmd_progress(opt, "progress");
    return end_capture();
}

UNIT_TEST(quiet_leaves_errors_and_verbose_adds_details)
{
    const struct cmd_options usual = {.width = 80}, quiet = {.quiet = true, .width = 80},
                             verbose = {.verbose = true, .width = 80};
    CU_ASSERT_STRING_EQUAL(say_all(&usual), "mbaudit: error 1\nmbaudit: note\n");
    CU_ASSERT_STRING_EQUAL(say_all(&quiet), "mbaudit: error 1\n");
    CU_ASSERT_STRING_EQUAL(say_all(&verbose), "mbaudit: error 1\nmbaudit: note\nmbaudit: detail\n");
}

UNIT_TEST(text_from_outside_is_made_visible)
{
    const struct cmd_options opt = {.width = 80};
    begin_capture();
    cmd_error(&opt, "%s: bad", "a\033]0;x\007\xff");
    CU_ASSERT_STRING_EQUAL(end_capture(), "mbaudit: a\\x1B]0;x\\x07\\xFF: bad\n");
}

UNIT_TEST(progress_replaces_itself_within_the_width_and_messages_wipe_it)
{
    const struct cmd_options opt = {.progress = true, .width = 10};
    begin_capture();
    cmd_progress(&opt, "%s", "0123456789abc");
    cmd_note(&opt, "note");
    cmd_progress(&opt, "%s", "");
    CU_ASSERT_STRING_EQUAL(end_capture(), "\r\033[K012345678\r\033[Kmbaudit: note\n\r\033[K");
}

UNIT_TEST(quiet_leaves_out_notices_but_nothing_that_shows_in_the_exit_code)
{
    const struct cmd_options usual = {.width = 80}, quiet = {.quiet = true, .width = 80};
    struct mba_problems problems = {0};
    mba_problems_add(&problems, MBA_OK, "a.zip", "m.xml", 2, "new");
    mba_problems_add(&problems, MBA_WARN, "a.zip", "m.xml", 3, "odd");
    begin_capture();
    cmd_problems(&usual, &problems);
    CU_ASSERT_STRING_EQUAL(end_capture(), "mbaudit: a.zip: m.xml:2: new\nmbaudit: a.zip: m.xml:3: odd\n");
    begin_capture();
    cmd_problems(&quiet, &problems);
    CU_ASSERT_STRING_EQUAL(end_capture(), "mbaudit: a.zip: m.xml:3: odd\n");
    mba_problems_free(&problems);
}
