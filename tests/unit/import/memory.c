/* libxml2 without memory, at each allocation in turn: an export that was read in part never counts as read.
 */
#include "imported.h"
#include "unit.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>

static long allocations, fail_at = -1;
static bool fail_all; /* from fail_at on, or that one alone */

static bool refuse(void)
{
    long n = allocations++;
    return fail_at >= 0 && (fail_all ? n >= fail_at : n == fail_at);
}

static void *failing_malloc(size_t size)
{
    return refuse() ? NULL : malloc(size);
}

static void *failing_realloc(void *old, size_t size)
{
    return refuse() ? NULL : realloc(old, size);
}

static char *failing_strdup(const char *text)
{
    return refuse() ? NULL : strdup(text);
}

static void say_nothing(void *ctx, const char *fmt, ...)
{
    (void)ctx, (void)fmt;
}

/* Ends with a long tag that needs no memory of its own: there the parser's buffer is what has to grow. */
static void add_document(struct mba_buf *text, unsigned keys)
{
    static const char *const names[] = {"ServerComment",  "SmartHost",       "DropDirectory",
                                        "QueueDirectory", "PickupDirectory", "BadMailDirectory",
                                        "DefaultDomain",  "SendNdrTo"};
    mba_buf_clear(text);
    mba_buf_puts(text, "<?xml version='1.0'?><configuration xmlns='urn:x'><MBProperty>\n"
                       "<a Location='/LM' ServerComment='a &amp; \xC3\xA9'\nServerBindings='a\n\tb'/>\n");
    for (unsigned i = 2; i < keys; i++)
        mba_buf_printf(text, "<a Location='/LM/%u' ServerComment='plain'\nServerBindings=':25:'/>", i);
    mba_buf_puts(text, "<a Location='/LM/last'");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        mba_buf_printf(text, " %s='%060d'", names[i], 0);
    mba_buf_puts(text, "/></MBProperty></configuration>");
}

/* True when no allocation failed. */
static bool read_failing(struct imported *im, const struct mba_buf *text, size_t len, long at)
{
    if (im->mb)
        mba_metabase_reset(im->mb);
    allocations = 0;
    fail_at = at;
    imported_read(im, "MetaBase.xml", text->data, len);
    fail_at = -1;
    bool failed = allocations > at, whole = len == text->len;
    if (im->status == MBA_OK) {
        CU_ASSERT(whole && mba_metabase_find(im->mb, "/LM/last"));
    } else if (im->status == MBA_WARN) {
        CU_ASSERT(mba_metabase_export(im->mb, 0)->partial);
    } else {
        CU_ASSERT_EQUAL(mba_metabase_count(im->mb), 0);
    }
    /* In longer documents the buffer that cannot grow can make one look malformed instead. */
    if (failed && whole && text->len < 4000)
        CU_ASSERT(im->status == MBA_OK || im->status == MBA_RUN_FAILED);
    if (!failed)
        CU_ASSERT_EQUAL(im->status, whole ? MBA_OK : MBA_WARN);
    return !failed;
}

static void read_all_ways(struct imported *im, const struct mba_buf *text, size_t len)
{
    for (int all = 0; all < 2; all++) {
        fail_all = all;
        for (long at = 0; !read_failing(im, text, len, at); at++)
            ;
    }
}

/* Whole and cut documents of several sizes: whether the parser's buffer has to grow, and where, depends on
 * it. */
UNIT_TEST(no_allocation_of_libxml2_may_fail_unseen)
{
    struct mba_buf text = {0};
    struct imported im;
    CU_ASSERT_EQUAL_FATAL(xmlMemSetup(free, failing_malloc, failing_realloc, failing_strdup), 0);
    xmlInitParser();
    xmlSetGenericErrorFunc(NULL, say_nothing);
    imported_open(&im);
    for (unsigned keys = 20; keys <= 100; keys += 40) {
        add_document(&text, keys);
        read_all_ways(&im, &text, text.len);
        for (size_t cut = 30; cut < 110; cut += 10)
            read_all_ways(&im, &text, text.len - cut);
    }
    imported_close(&im);
    xmlSetGenericErrorFunc(NULL, NULL);
    xmlCleanupParser();
    xmlMemSetup(free, malloc, realloc, strdup);
    mba_buf_free(&text);
}
