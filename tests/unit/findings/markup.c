#include <string.h>

#include "findings/private.h"
#include "unit.h"

static bool text_is(const char *text, const char *expected)
{
    struct mba_buf out = {0};
    mba_xml_text(&out, text, strlen(text));
    bool good = !out.failed && strcmp(out.data ? out.data : "", expected) == 0;
    mba_buf_free(&out);
    return good;
}

UNIT_TEST(text_is_escaped)
{
    CU_ASSERT_TRUE(text_is("", ""));
    CU_ASSERT_TRUE(text_is("plain", "plain"));
    CU_ASSERT_TRUE(text_is("a<b>&\"'", "a&lt;b&gt;&amp;&quot;'"));
    CU_ASSERT_TRUE(text_is("<", "&lt;"));
    CU_ASSERT_TRUE(text_is("]]>", "]]&gt;"));
}

UNIT_TEST(lines_and_tabs_survive_attribute_normalisation)
{
    CU_ASSERT_TRUE(text_is(":25:\n:587:\tx", ":25:&#10;:587:&#9;x"));
}

UNIT_TEST(what_xml_does_not_allow_is_made_visible)
{
    CU_ASSERT_TRUE(text_is("a\x1B[31m", "a\\x1B[31m"));
    CU_ASSERT_TRUE(text_is("a\r<", "a\\x0D&lt;"));
    CU_ASSERT_TRUE(text_is("\xFF", "\\xFF"));
    CU_ASSERT_TRUE(text_is("\xE2\x80\xAE<", "\\u{202E}&lt;"));
    CU_ASSERT_TRUE(text_is("\xEF\xBF\xBE", "\\u{FFFE}"));
    CU_ASSERT_TRUE(text_is("K\xC3\xB6ln & co", "K\xC3\xB6ln &amp; co"));
}

UNIT_TEST(absent_values_leave_no_markup)
{
    struct mba_buf out = {0};
    mba_xml_attr(&out, "a", NULL);
    mba_xml_element(&out, "e", NULL);
    mba_xml_time(&out, "t", MBA_TIME_NONE);
    CU_ASSERT_EQUAL(out.len, 0);
    mba_xml_attr(&out, "a", "");
    mba_xml_number(&out, "n", UINT64_MAX);
    mba_xml_number(&out, "zero", 0);
    mba_xml_number(&out, "ten", 10);
    mba_xml_time(&out, "t", 0);
    CU_ASSERT_STRING_EQUAL(out.data, " a=\"\" n=\"18446744073709551615\" zero=\"0\" "
                                     "ten=\"10\" t=\"1970-01-01T00:00:00Z\"");
    mba_buf_free(&out);
}

/* sha256("smtp-instance-stopped\0mail01\0/lm/smtpsvc/1\0") begins with a9e8ba57855253b7. */
UNIT_TEST(finding_ids_do_not_depend_on_case)
{
    char id[17], other[17];
    mba_finding_id("smtp-instance-stopped", "MAIL01", "/LM/SmtpSvc/1", id);
    CU_ASSERT_STRING_EQUAL(id, "a9e8ba57855253b7");
    mba_finding_id("smtp-instance-stopped", "mail01", "/lm/SMTPSVC/1", other);
    CU_ASSERT_STRING_EQUAL(id, other);
    mba_finding_id("smtp-instance-stopped", "MAIL0", "1/LM/SmtpSvc/1", other);
    CU_ASSERT_STRING_NOT_EQUAL(id, other);
}

UNIT_TEST(finding_ids_of_long_paths_use_all_of_them)
{
    char path[1001], id[17], other[17];
    memset(path, 'x', 1000);
    path[1000] = '\0';
    mba_finding_id("r", "s", path, id);
    path[999] = 'y';
    mba_finding_id("r", "s", path, other);
    CU_ASSERT_STRING_NOT_EQUAL(id, other);
}
