#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fleet.h"
#include "unit.h"

enum { PAIRS = 60 };

struct files {
    char a[32], b[32];
};

static void make_files(struct files *files)
{
    snprintf(files->a, sizeof files->a, "/tmp/mbaudit-a-XXXXXX");
    snprintf(files->b, sizeof files->b, "/tmp/mbaudit-b-XXXXXX");
    int a = mkstemp(files->a), b = mkstemp(files->b);
    CU_ASSERT_FATAL(a >= 0 && b >= 0);
    close(a);
    close(b);
}

static void remove_files(const struct files *files)
{
    unlink(files->a);
    unlink(files->b);
}

static void check_counts(const struct mba_comparison *got, const struct fleet_counts *expected)
{
    CU_ASSERT_EQUAL(got->fresh, expected->fresh);
    CU_ASSERT_EQUAL(got->open, expected->open);
    CU_ASSERT_EQUAL(got->changed, expected->changed);
    CU_ASSERT_EQUAL(got->resolved, expected->resolved);
    CU_ASSERT_EQUAL(got->not_comparable, expected->lost);
    CU_ASSERT_EQUAL(got->changes, expected->changes);
}

UNIT_TEST(random_fleets_come_to_what_their_truth_says)
{
    struct files files;
    unsigned seed = 1;
    make_files(&files);
    for (int i = 0; i < PAIRS; i++) {
        struct fleet before, after;
        struct fleet_counts expected;
        struct mba_comparison result;
        fleet_random(&before, &seed);
        fleet_random(&after, &seed);
        CU_ASSERT_FATAL(fleet_write(&before, files.a) && fleet_write(&after, files.b));
        char *lines = fleet_compare(files.a, files.b, NULL, &result);
        CU_ASSERT_PTR_NOT_NULL_FATAL(lines);
        fleet_expect(&before, &after, &expected);
        check_counts(&result, &expected);
        free(lines);
    }
    remove_files(&files);
}

UNIT_TEST(a_document_compared_with_itself_has_not_changed)
{
    struct files files;
    unsigned seed = 77;
    make_files(&files);
    for (int i = 0; i < PAIRS / 2; i++) {
        struct fleet fleet;
        struct mba_comparison result;
        fleet_random(&fleet, &seed);
        CU_ASSERT_FATAL(fleet_write(&fleet, files.a));
        char *lines = fleet_compare(files.a, files.a, NULL, &result);
        CU_ASSERT_PTR_NOT_NULL_FATAL(lines);
        CU_ASSERT_EQUAL(
            result.fresh + result.changed + result.resolved + result.not_comparable + result.changes, 0);
        CU_ASSERT_EQUAL(result.missing_after + result.missing_before, 0);
        free(lines);
    }
    remove_files(&files);
}

/* "new" for "resolved" and the other way round. */
static char *mirrored(const char *lines)
{
    struct mba_buf out = {0};
    while (*lines) {
        if (strncmp(lines, " new\n", 5) == 0) {
            mba_buf_puts(&out, " resolved\n");
            lines += 5;
        } else if (strncmp(lines, " resolved\n", 10) == 0) {
            mba_buf_puts(&out, " new\n");
            lines += 10;
        } else {
            mba_buf_putc(&out, *lines++);
        }
    }
    return out.data ? out.data : strdup("");
}

UNIT_TEST(the_other_way_round_is_the_mirror_image_finding_by_finding)
{
    struct files files;
    unsigned seed = 4711;
    make_files(&files);
    for (int i = 0; i < PAIRS; i++) {
        struct fleet a, b;
        struct mba_comparison forth, back;
        fleet_random(&a, &seed);
        fleet_random(&b, &seed);
        CU_ASSERT_FATAL(fleet_write(&a, files.a) && fleet_write(&b, files.b));
        char *ab = fleet_compare(files.a, files.b, NULL, &forth);
        char *ba = fleet_compare(files.b, files.a, NULL, &back);
        CU_ASSERT_FATAL(ab && ba);
        char *image = mirrored(ba);
        CU_ASSERT_STRING_EQUAL(ab, image);
        CU_ASSERT_EQUAL(forth.changes, back.changes);
        CU_ASSERT_EQUAL(forth.missing_after, back.missing_before);
        free(ab);
        free(ba);
        free(image);
    }
    remove_files(&files);
}

/* ---- one server, a rule at a time ---------------------------------------------------------------------- */

static void compare_one(const struct fleet_server *before, const struct fleet_server *after,
                        struct mba_comparison *result)
{
    struct files files;
    struct fleet a = {.rule = {true, true, true, true}}, b = a;
    a.server[0] = *before;
    b.server[0] = *after;
    make_files(&files);
    CU_ASSERT_FATAL(fleet_write(&a, files.a) && fleet_write(&b, files.b));
    char *lines = fleet_compare(files.a, files.b, NULL, result);
    CU_ASSERT_PTR_NOT_NULL_FATAL(lines);
    free(lines);
    remove_files(&files);
}

UNIT_TEST(only_what_is_new_graver_or_unknown_is_alarming)
{
    struct mba_comparison result;
    struct fleet_server good = {.kind = FLEET_FULL}, bad = good, grave = good,
                        unread = {.kind = FLEET_UNREAD};
    bad.cell[0][0] = grave.cell[0][0] = CELL_FAIL;
    grave.grave[0][0] = true;

    compare_one(&good, &bad, &result);
    CU_ASSERT_EQUAL(result.alarming[MBA_SEVERITY_WARNING], 1);
    compare_one(&bad, &bad, &result);
    CU_ASSERT_EQUAL(result.alarming[MBA_SEVERITY_WARNING], 0);
    compare_one(&bad, &grave, &result);
    CU_ASSERT_EQUAL(result.changed, 1);
    CU_ASSERT_EQUAL(result.alarming[MBA_SEVERITY_ERROR], 1);
    compare_one(&grave, &bad, &result);
    CU_ASSERT_EQUAL(result.changed, 1);
    CU_ASSERT_EQUAL(result.alarming[MBA_SEVERITY_ERROR] + result.alarming[MBA_SEVERITY_WARNING], 0);
    compare_one(&bad, &good, &result);
    CU_ASSERT_EQUAL(result.alarming[MBA_SEVERITY_WARNING], 0);
    compare_one(&bad, &unread, &result);
    CU_ASSERT_EQUAL(result.alarming[MBA_SEVERITY_WARNING], 1);
    compare_one(&unread, &bad, &result);
    CU_ASSERT_EQUAL(result.alarming[MBA_SEVERITY_WARNING], 1);
}

/* ---- documents that are at fault ------------------------------------------------------------------------
 */

static void write_text(const char *path, const char *text)
{
    FILE *to = fopen(path, "w");
    CU_ASSERT_FATAL(to != NULL);
    fputs(text, to);
    fclose(to);
}

static enum mba_fault fault_of(const char *before, const char *after)
{
    struct mba_comparison result;
    enum mba_fault fault = MBA_FAULT_RUN;
    char *error = NULL;
    const struct mba_compare job = {.before = before, .before_name = "b", .after = after, .after_name = "a"};
    FILE *to = tmpfile();
    CU_ASSERT_FATAL(to != NULL);
    CU_ASSERT_FALSE(mba_compare_write(&job, "/tmp", fileno(to), false, &result, &fault, &error));
    CU_ASSERT_PTR_NOT_NULL(error);
    free(error);
    fclose(to);
    return fault;
}

/* The document with one piece of it replaced. */
static void spoil(const char *path, const char *piece, const char *other)
{
    size_t len;
    char *error = NULL, *text = (char *)mba_file_read(path, 1 << 20, &len, &error);
    struct mba_buf out = {0};
    CU_ASSERT_FATAL(text != NULL);
    char *at = memmem(text, len, piece, strlen(piece));
    CU_ASSERT_FATAL(at != NULL);
    mba_buf_add(&out, text, (size_t)(at - text));
    mba_buf_puts(&out, other);
    at += strlen(piece);
    mba_buf_add(&out, at, (size_t)(text + len - at));
    write_text(path, out.data);
    mba_buf_free(&out);
    free(text);
}

UNIT_TEST(the_document_that_is_at_fault_is_named)
{
    static const struct {
        const char *piece, *other;
    } spoilt[] = {
        {"<totals ", "<total "},
        {"<created>2006-05-16T03:00:00Z</created>", ""},
        {"</servers>", ""},
        {"name='SRV0'", "name='SRV9'"},
        {"<finding id='", "<finding xid='"},
        {"severity='warning' path", "severity='grave' path"},
        {"schema='1'", "schema='2'"},
    };
    struct files files;
    struct fleet fleet = {.rule = {true, true, true, true}};
    for (int s = 0; s < SERVERS; s++) {
        fleet.server[s].kind = FLEET_FULL;
        fleet.server[s].cell[0][0] = CELL_FAIL;
    }
    make_files(&files);
    for (size_t i = 0; i < sizeof spoilt / sizeof *spoilt; i++) {
        CU_ASSERT_FATAL(fleet_write(&fleet, files.a) && fleet_write(&fleet, files.b));
        spoil(files.a, spoilt[i].piece, spoilt[i].other);
        CU_ASSERT_EQUAL(fault_of(files.a, files.b), MBA_FAULT_BEFORE);
        CU_ASSERT_EQUAL(fault_of(files.b, files.a), MBA_FAULT_AFTER);
    }
    remove_files(&files);
}
