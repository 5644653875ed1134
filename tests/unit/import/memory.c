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

static void read_with(struct imported *im, const char *text, long at)
{
    imported_open(im);
    im->mb = mba_metabase_new(im->dict, &im->limits);
    allocations = 0;
    fail_at = at;
    imported_read(im, "MetaBase.xml", text, strlen(text));
    fail_at = -1;
}

UNIT_TEST(no_allocation_of_libxml2_may_fail_unseen)
{
    struct mba_buf text = {0};
    mba_buf_puts(&text, "<?xml version='1.0'?><configuration xmlns='urn:x'><MBProperty>\n");
    for (int i = 0; i < 40; i++)
        mba_buf_printf(&text,
                       "<IIsSmtpServer Location='/LM/SmtpSvc/%d' ServerComment='a &amp; \xC3\xA9'\n"
                       "ServerBindings='a\n\tb'><Custom ID='7%d' Value='v'/></IIsSmtpServer>\n",
                       i, i);
    mba_buf_puts(&text, "</MBProperty></configuration>");
    CU_ASSERT_EQUAL_FATAL(xmlMemSetup(free, failing_malloc, failing_realloc, failing_strdup), 0);
    xmlInitParser();
    xmlSetGenericErrorFunc(NULL, say_nothing);
    for (int all = 0; all < 2; all++) {
        fail_all = all;
        bool failed = true;
        for (long at = 0; failed; at++) {
            struct imported im;
            read_with(&im, text.data, at);
            failed = allocations > at;
            bool whole = im.status == MBA_OK && mba_metabase_count(im.mb) == 40;
            CU_ASSERT(whole || (failed && im.status == MBA_RUN_FAILED && mba_metabase_count(im.mb) == 0));
            imported_close(&im);
        }
    }
    xmlSetGenericErrorFunc(NULL, NULL);
    xmlCleanupParser();
    xmlMemSetup(free, malloc, realloc, strdup);
    mba_buf_free(&text);
}
