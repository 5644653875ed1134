#include <string.h>

#include "findings/private.h"
#include "unit.h"

/* What is left of the text when it comes in parts of this size. */
static void skim(const char *text, size_t part, struct mba_buf *out)
{
    struct mba_skim state = {.held_len = 0};
    char bytes[256 + MBA_SKIM_HELD];
    mba_buf_clear(out);
    for (size_t done = 0, len = strlen(text); done < len; done += part) {
        size_t n = len - done < part ? len - done : part;
        memcpy(bytes, text + done, n);
        mba_buf_add(out, bytes, mba_skim(&state, bytes, n));
    }
    mba_buf_add(out, bytes, mba_skim_end(&state, bytes));
}

static void check(const char *text, const char *left)
{
    struct mba_buf out = {0};
    for (size_t part = 1; part <= 64; part++) {
        skim(text, part, &out);
        CU_ASSERT_STRING_EQUAL(out.data ? out.data : "", left);
    }
    mba_buf_free(&out);
}

UNIT_TEST(recorded_elements_go_and_lines_stay)
{
    check("<a>\n<recorded keys=\"all\">\n<object/>\n</recorded>\n</a>", "<a>\n\n\n\n</a>");
    check("<recorded></recorded><b/><recorded k=''>x</recorded><recorded>", "<b/>");
}

UNIT_TEST(an_empty_one_ends_at_once)
{
    check("<a><recorded keys='none'/><b>c</b></a>", "<a><b>c</b></a>");
    check("<a><recorded/><b/></a>", "<a><b/></a>");
}

UNIT_TEST(what_only_begins_like_it_stays)
{
    check("<record/><<recorde></recorded><re", "<record/><<recorde></recorded><re");
    check("", "");
    check("<recorded>a</recorde</recorded>b", "b");
}
