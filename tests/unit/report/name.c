#include <stdlib.h>
#include <string.h>

#include "report/private.h"
#include "unit.h"

static bool is_safe(const char *name)
{
    size_t len = strlen(name);
    return len > 0 && len < 100 && name[0] != '.' &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-") == len && !strstr(name, "..");
}

/* The hash is the start of what sha256sum says of "MAIL01.example.com". */
UNIT_TEST(a_page_is_named_after_its_server)
{
    char name[MBA_NAME_SIZE];
    mba_page_name("server", "MAIL01.example.com", name);
    CU_ASSERT_STRING_EQUAL(name, "server-mail01.example.com-fa9e66d20ea9a7b9");
}

UNIT_TEST(names_of_pages_are_safe_whatever_a_server_is_called)
{
    static const char *const texts[] = {"",
                                        "..",
                                        "../../etc/passwd",
                                        "/",
                                        "a/b",
                                        "C:\\CON",
                                        "a b",
                                        "nul",
                                        ".hidden",
                                        "a..b",
                                        "\xFF",
                                        "\n",
                                        "-rf",
                                        "a.",
                                        "&#47;",
                                        "\xE2\x80\xAE",
                                        "%2e%2e%2f"};
    char name[MBA_NAME_SIZE], longer[5000];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        mba_page_name("server", texts[i], name);
        CU_ASSERT_TRUE(is_safe(name));
        mba_page_name("rule", texts[i], name);
        CU_ASSERT_TRUE(is_safe(name));
    }
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    mba_page_name("server", longer, name);
    CU_ASSERT_TRUE(is_safe(name));
    mba_page_name("rule", longer, name);
    CU_ASSERT_TRUE(is_safe(name));
}

UNIT_TEST(what_looks_alike_has_pages_of_its_own)
{
    char one[MBA_NAME_SIZE], two[MBA_NAME_SIZE];
    mba_page_name("server", "MAIL01", one);
    mba_page_name("server", "mail01", two);
    CU_ASSERT_STRING_NOT_EQUAL(one, two);
    mba_page_name("server", "a/b", one);
    mba_page_name("server", "a\\b", two);
    CU_ASSERT_STRING_NOT_EQUAL(one, two);
}

UNIT_TEST(a_rule_with_a_plain_id_is_shown_as_it_is)
{
    char name[MBA_NAME_SIZE], file[MBA_NAME_SIZE];
    mba_page_name("rule", "smtp-open-relay", name);
    CU_ASSERT_STRING_EQUAL(name, "rule-smtp-open-relay");
    mba_page_file(name, 1, file);
    CU_ASSERT_STRING_EQUAL(file, "rule-smtp-open-relay.html");
    mba_page_file(name, 2, file);
    CU_ASSERT_STRING_EQUAL(file, "rule-smtp-open-relay-2.html");
    mba_page_name("rule", "smtp--relay", name);
    CU_ASSERT_STRING_NOT_EQUAL(name, "rule-smtp--relay");
}

/* ---- other languages --------------------------------------------------------------------------------- */

static bool becomes(void (*escape)(struct mba_buf *, const char *), const char *text, const char *expected)
{
    struct mba_buf out = {0};
    escape(&out, text);
    bool good = !out.failed && strcmp(out.data ? out.data : "", expected) == 0;
    mba_buf_free(&out);
    return good;
}

UNIT_TEST(json_strings_are_escaped)
{
    CU_ASSERT_TRUE(becomes(mba_json_string, "", "\"\""));
    CU_ASSERT_TRUE(becomes(mba_json_string, "a\"b\\c", "\"a\\\"b\\\\c\""));
    CU_ASSERT_TRUE(becomes(mba_json_string, "\n\t\x01\x7F", "\"\\n\\t\\u0001\\u007f\""));
    CU_ASSERT_TRUE(becomes(mba_json_string, "\xE2\x80\xA8\xE2\x80\xA6", "\"\\u2028\xE2\x80\xA6\""));
    CU_ASSERT_TRUE(becomes(mba_json_string, "</script>\xC3\xA9", "\"</script>\xC3\xA9\""));
}

UNIT_TEST(uris_are_relative_paths)
{
    CU_ASSERT_TRUE(becomes(mba_uri_path, "a b/c", "a%20b/c"));
    CU_ASSERT_TRUE(becomes(mba_uri_path, "//host/x", "%2F%2Fhost/x"));
    CU_ASSERT_TRUE(becomes(mba_uri_path, "javascript:x", "javascript%3Ax"));
    CU_ASSERT_TRUE(becomes(mba_uri_path, "\xC3\xA9?#%", "%C3%A9%3F%23%25"));
}

UNIT_TEST(labels_are_quoted)
{
    CU_ASSERT_TRUE(becomes(mba_prometheus_label, "a\"b\\c\nd", "\"a\\\"b\\\\c\\nd\""));
    CU_ASSERT_TRUE(becomes(mba_epoch_seconds, "1970-01-02T00:00:00Z", "86400"));
    CU_ASSERT_TRUE(becomes(mba_epoch_seconds, "yesterday", ""));
}

UNIT_TEST(markdown_becomes_plain_text)
{
    CU_ASSERT_TRUE(becomes(mba_markdown_text, "a|b\nc", "a\\|b c"));
    CU_ASSERT_TRUE(becomes(mba_markdown_text, "<b> & @all #1", "&#60;b&#62; &#38; &#64;all &#35;1"));
    CU_ASSERT_TRUE(becomes(mba_markdown_text, "https://x www.x", "https&#58;//x www&#46;x"));
    CU_ASSERT_TRUE(becomes(mba_markdown_text, "- a", "\\- a"));
    CU_ASSERT_TRUE(becomes(mba_markdown_text, "1. a", "1\\. a"));
    CU_ASSERT_TRUE(becomes(mba_markdown_text, "/LM/SmtpSvc/1", "/LM/SmtpSvc/1"));
    CU_ASSERT_TRUE(becomes(mba_markdown_block, "a", "```\na\n```\n"));
    CU_ASSERT_TRUE(becomes(mba_markdown_block, "```\n````", "`````\n```\n````\n`````\n"));
}
