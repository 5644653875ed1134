#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "fixture.h"
#include "unit.h"

/* By server without case, then time, then the first export; the times of "b" are out of order on purpose. */
static const struct fixture_snapshot fleet[] = {
    {.server = "B.example.com",
     .captured = "2006-05-17T02:00:00Z",
     .input = "x.zip",
     .member = "m",
     .alphas = 1},
    {.server = "a.example.com",
     .captured = "2006-05-16T02:00:00Z",
     .input = "x.zip",
     .member = "m",
     .state = "2"},
    {.server = "b.example.com",
     .captured = "2006-05-16T02:00:00Z",
     .input = "y.zip",
     .member = "m",
     .gammas = 2},
    {.server = "B.example.com",
     .captured = "2006-05-16T02:00:00Z",
     .input = "x.zip",
     .member = "m",
     .beta_unknown = true},
    {.server = "C.example.com",
     .captured = NULL,
     .input = "x.zip",
     .member = "<&>",
     .alphas = 2,
     .gammas = 1},
};
enum { FLEET = sizeof fleet / sizeof *fleet };

static bool has(const struct mba_buf *text, const char *part)
{
    return text->data && strstr(text->data, part);
}

static size_t occurrences(const struct mba_buf *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text->data; at && (at = strstr(at, part)); at++)
        count++;
    return count;
}

UNIT_TEST(documents_follow_the_schema)
{
    struct fixture f;
    struct mba_buf out = {0};
    if (fixture_open(&f)) {
        CU_ASSERT_TRUE(fixture_document(&f, fleet, NULL, FLEET, false, &out));
        CU_ASSERT_TRUE(fixture_valid(out.data, out.len));
        mba_buf_clear(&out);
        CU_ASSERT_TRUE(fixture_document(&f, fleet, NULL, 0, false, &out));
        CU_ASSERT_TRUE(fixture_valid(out.data, out.len));
        CU_ASSERT_FALSE(fixture_valid(out.data, out.len - 12)); /* the check itself can fail */
    }
    mba_buf_free(&out);
    fixture_close(&f);
}

UNIT_TEST(the_order_of_reading_does_not_show)
{
    static const size_t orders[][FLEET] = {{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {2, 0, 4, 1, 3}};
    struct fixture f;
    struct mba_buf first = {0}, other = {0};
    if (fixture_open(&f)) {
        CU_ASSERT_TRUE(fixture_document(&f, fleet, orders[0], FLEET, false, &first));
        for (size_t i = 1; i < 3; i++) {
            mba_buf_clear(&other);
            CU_ASSERT_TRUE(fixture_document(&f, fleet, orders[i], FLEET, false, &other));
            CU_ASSERT_STRING_EQUAL(first.data, other.data);
        }
    }
    mba_buf_free(&first);
    mba_buf_free(&other);
    fixture_close(&f);
}

UNIT_TEST(servers_are_sorted_and_their_case_does_not_part_them)
{
    struct fixture f;
    struct mba_buf out = {0};
    if (fixture_open(&f) && fixture_document(&f, fleet, NULL, FLEET, false, &out)) {
        CU_ASSERT_EQUAL(occurrences(&out, "<server name="), 3);
        const char *a = strstr(out.data, "<server name=\"a.example.com\">");
        const char *b = strstr(out.data, "<server name=\"B.example.com\">");
        const char *c = strstr(out.data, "<server name=\"C.example.com\">");
        const char *x = strstr(b, "input=\"x.zip\""), *y = strstr(b, "input=\"y.zip\"");
        const char *later = strstr(b, "2006-05-17");
        CU_ASSERT_TRUE(a && b && c && x && y && later && a < b && b < x && x < y && y < later && later < c);
    }
    mba_buf_free(&out);
    fixture_close(&f);
}

/* Two exports of one server and time become one snapshot: of the single ones nothing may be left. */
UNIT_TEST(a_dropped_entry_leaves_no_trace)
{
    struct fixture f;
    char *error = NULL;
    struct mba_summary sum;
    if (fixture_open(&f)) {
        struct mba_spool *spool = mba_spool_new("/tmp", &error);
        const struct mba_document doc = {.kb = f.kb};
        for (size_t i = 0; i < FLEET; i++)
            CU_ASSERT_TRUE(fixture_add(&f, spool, &fleet[i]));
        mba_spool_drop(spool, 2);
        CU_ASSERT_TRUE(mba_spool_seal(spool, f.kb, &error));
        mba_spool_summary(spool, &doc, &sum);
        CU_ASSERT_EQUAL(sum.snapshots, 4);
        CU_ASSERT_EQUAL(sum.servers, 3);
        CU_ASSERT_EQUAL(sum.findings, 4);
        CU_ASSERT_EQUAL(sum.by_outcome[MBA_OUTCOME_PASS], 3);
        CU_ASSERT_EQUAL(sum.completeness[MBA_READ_FULL], 4);
        mba_spool_free(spool);
    }
    fixture_close(&f);
}

/* From the table above: alpha fails 1 + 2 times on b and c, gamma 2 + 1 times on b and c; beta passes four
 * times and is not evaluated once. Five exports with one key each. */
UNIT_TEST(totals_are_those_of_the_snapshots)
{
    struct fixture f;
    struct mba_buf out = {0};
    if (fixture_open(&f) && fixture_document(&f, fleet, NULL, FLEET, false, &out)) {
        CU_ASSERT_TRUE(has(&out,
                           "<totals servers=\"3\" snapshots=\"5\" exports=\"5\" keys=\"5\" findings=\"6\" "
                           "inputs=\"0\" inputs-failed=\"0\" problems=\"0\" status=\"ok\">"));
        CU_ASSERT_TRUE(has(&out, "<completeness full=\"5\" partly=\"0\" none=\"0\"/>"));
        CU_ASSERT_TRUE(has(&out, "<severity name=\"error\" findings=\"3\" servers=\"2\"/>"));
        CU_ASSERT_TRUE(has(&out, "<severity name=\"warning\" findings=\"3\" servers=\"2\"/>"));
        CU_ASSERT_TRUE(has(&out, "<severity name=\"information\" findings=\"0\" servers=\"0\"/>"));
        CU_ASSERT_TRUE(
            has(&out, "<outcomes fail=\"6\" pass=\"4\" not-applicable=\"0\" not-evaluated=\"1\"/>"));
    }
    mba_buf_free(&out);
    fixture_close(&f);
}

UNIT_TEST(rules_stand_by_severity_and_only_needed_articles_are_kept)
{
    struct fixture f;
    struct mba_buf out = {0};
    if (fixture_open(&f) && fixture_document(&f, fleet, NULL, 2, false, &out)) {
        CU_ASSERT_TRUE(has(&out,
                           "<rules>\n<rule id=\"alpha\" title=\"Title of alpha\" severity=\"error\" "
                           "service=\"SMTP\" fail=\"1\" pass=\"0\" not-applicable=\"0\" not-evaluated=\"0\" "
                           "servers=\"1\"/>\n<rule id=\"gamma\""));
        CU_ASSERT_TRUE(has(&out, "servers=\"0\"/>\n<rule id=\"beta\" title=\"Title of beta\""));
        CU_ASSERT_EQUAL(occurrences(&out, "<article "), 1);
        CU_ASSERT_TRUE(has(&out, "<code>a</code> <code>b</code>"));
        CU_ASSERT_TRUE(has(&out, "<source folder=\"built in\" articles=\"3\"/>"));
    }
    mba_buf_free(&out);
    fixture_close(&f);
}

/* ---- inputs and problems ---------------------------------------------------------------------------- */

UNIT_TEST(inputs_and_problems_are_sorted)
{
    struct fixture f;
    char *error = NULL;
    struct mba_input inputs[] = {
        {.name = (char *)"b.zip", .sha256 = "22", .kind = "zip", .status = MBA_OK},
        {.name = (char *)"b.zip", .sha256 = "11", .kind = "zip", .status = MBA_ARCHIVE_FAILED},
        {.name = (char *)"a.zip", .kind = NULL, .status = MBA_MEMBER_FAILED},
    };
    struct mba_problems problems = {0};
    mba_problems_add(&problems, MBA_WARN, "b.zip", "m", 10, "%s", "late");
    mba_problems_add(&problems, MBA_WARN, "b.zip", "m", 9, "%s", "early");
    mba_problems_add(&problems, MBA_WARN, NULL, NULL, 0, "%s", "nowhere");
    struct mba_buf out = {0};
    if (fixture_open(&f)) {
        struct mba_spool *spool = mba_spool_new("/tmp", &error);
        struct mba_document doc = {.kb = f.kb,
                                   .inputs = inputs,
                                   .input_count = 3,
                                   .problems = problems.items,
                                   .problem_count = problems.count};
        struct mba_summary sum;
        CU_ASSERT_TRUE(mba_spool_seal(spool, f.kb, &error));
        mba_spool_summary(spool, &doc, &sum);
        CU_ASSERT_EQUAL(sum.inputs_failed, 1);
        CU_ASSERT_EQUAL(sum.worst, MBA_ARCHIVE_FAILED);
        int fds[2];
        CU_ASSERT_FATAL(pipe(fds) == 0);
        CU_ASSERT_TRUE(mba_document_write(spool, &doc, fds[1], false, &error));
        close(fds[1]);
        char bytes[8192];
        for (ssize_t n; (n = read(fds[0], bytes, sizeof bytes)) > 0;)
            mba_buf_add(&out, bytes, (size_t)n);
        close(fds[0]);
        mba_spool_free(spool);
    }
    CU_ASSERT_TRUE(has(&out, "<inputs>\n<input name=\"a.zip\" bytes=\"0\" members=\"0\""));
    const char *one = strstr(out.data, "sha256=\"11\""), *two = strstr(out.data, "sha256=\"22\"");
    CU_ASSERT_TRUE(one && two && one < two);
    CU_ASSERT_TRUE(has(&out, "<problems>\n<problem grade=\"warning\">nowhere</problem>"));
    CU_ASSERT_TRUE(has(&out,
                       "line=\"9\">early</problem>\n<problem grade=\"warning\" input=\"b.zip\" member=\"m\" "
                       "line=\"10\">late</problem></problems>"));
    mba_buf_free(&out);
    mba_problems_free(&problems);
    fixture_close(&f);
}

/* ---- files -------------------------------------------------------------------------------------------- */

UNIT_TEST(a_compressed_document_holds_the_same_bytes_and_no_time)
{
    struct fixture f;
    struct mba_buf plain = {0}, packed = {0};
    if (fixture_open(&f) && fixture_document(&f, fleet, NULL, FLEET, false, &plain) &&
        fixture_document(&f, fleet, NULL, FLEET, true, &packed)) {
        static const unsigned char header[8] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0}; /* no flags, no time */
        CU_ASSERT_TRUE(packed.len < plain.len && memcmp(packed.data, header, sizeof header) == 0);
        const char *path = fixture_file(packed.data, packed.len);
        gzFile gz = gzopen(path, "rb");
        char *back = calloc(1, plain.len + 1);
        CU_ASSERT_EQUAL(gzread(gz, back, (unsigned)plain.len + 1), (int)plain.len);
        CU_ASSERT_STRING_EQUAL(back, plain.data);
        gzclose(gz);
        free(back);
        fixture_remove(path);
    }
    mba_buf_free(&plain);
    mba_buf_free(&packed);
    fixture_close(&f);
}

static void write_to_full_disk(bool gzip)
{
    struct fixture f;
    char *error = NULL;
    if (fixture_open(&f)) {
        struct mba_spool *spool = mba_spool_new("/tmp", &error);
        const struct mba_document doc = {.kb = f.kb};
        CU_ASSERT_TRUE(fixture_add(&f, spool, &fleet[0]));
        CU_ASSERT_TRUE(mba_spool_seal(spool, f.kb, &error));
        int fd = open("/dev/full", O_WRONLY);
        CU_ASSERT_FALSE(mba_document_write(spool, &doc, fd, gzip, &error));
        CU_ASSERT_TRUE(error && strstr(error, "No space left on device"));
        free(error);
        close(fd);
        mba_spool_free(spool);
    }
    fixture_close(&f);
}

UNIT_TEST(a_full_disk_is_said)
{
    write_to_full_disk(false);
    write_to_full_disk(true);
}

UNIT_TEST(a_spool_needs_its_folder)
{
    char *error = NULL;
    CU_ASSERT_PTR_NULL(mba_spool_new("/nonexistent", &error));
    CU_ASSERT_TRUE(error && strstr(error, "/nonexistent: ") && strstr(error, "No such file"));
    free(error);
}
