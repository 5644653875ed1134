#include "article.h"

#include <stdlib.h>
#include <string.h>

#include "unit.h"

const char small_article[] =
    "<article xmlns=\"urn:mbaudit:kb:1\" id=\"a-rule\" service=\"SMTP\" source=\"exbpa test\">\n"
    "  <title>A   title</title>\n"
    "  <rule severity=\"warning\" confidence=\"B\" class=\"IIsSmtpServer IIsSmtpService\" "
    "path=\"/LM/SmtpSvc/*\"\n"
    "        applies=\"$HopCount > 1\" test=\"$ServerState = 4\" defaults=\"decide\">\n"
    "    <when severity=\"error\" test=\"$HopCount = 2\"/>\n"
    "    <absent property=\"SmartHost\" outcome=\"pass\"/>\n"
    "    <expect property=\"ServerState\">2 (started)</expect>\n"
    "    <hint property=\"HopCount\" test=\"$HopCount = 3\">At {path}.</hint>\n"
    "    <collect>Collect\n      it.</collect>\n"
    "  </rule>\n"
    "  <found>Found {ServerState:meaning} at\n    {path}.</found>\n"
    "  <meaning><p>Means <code>a b</code> this.</p><list><item>One</item><item>Two</item></list></meaning>\n"
    "  <cause><p>Cause.</p></cause>\n"
    "  <intended><note>Perhaps.</note></intended>\n"
    "  <verify><step>Look.</step></verify>\n"
    "  <remedy>Repair {path}.</remedy>\n"
    "  <fix platform=\"exchange2000 exchange2003\" way=\"console\"><step>Click.</step></fix>\n"
    "  <fix platform=\"any\" way=\"command\">\n"
    "    <step>Do <command>one {adsutil}\n  two</command> and <command>three</command></step>\n"
    "  </fix>\n"
    "  <check><step>Look again.</step></check>\n"
    "  <references><reference kind=\"kb\" id=\"1\" "
    "href=\"http://example.com/1\">First</reference></references>\n"
    "  <examples>\n"
    "    <example outcome=\"fail\" severity=\"warning\"><key path=\"/LM/SmtpSvc/1\" class=\"IIsSmtpServer\">"
    "<property name=\"ServerState\" value=\"4\"/></key></example>\n"
    "  </examples>\n"
    "</article>\n";

char *article_with(const char *from, const char *to)
{
    const char *at = strstr(small_article, from);
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    struct mba_buf text = {0};
    mba_buf_add(&text, small_article, (size_t)(at - small_article));
    mba_buf_puts(&text, to);
    mba_buf_puts(&text, at + strlen(from));
    CU_ASSERT_FATAL(!text.failed);
    return text.data;
}

size_t article_problems(const char *text, struct mba_buf *out)
{
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    bool good = mba_kb_load_memory(kb, "a.xml", text, strlen(text), "test", &problems);
    CU_ASSERT_EQUAL(good, problems.count == 0);
    CU_ASSERT_EQUAL(mba_kb_count(kb), good ? 1 : 0);
    for (size_t i = 0; i < problems.count; i++) {
        CU_ASSERT_STRING_EQUAL(problems.items[i].input, "a.xml");
        mba_buf_printf(out, "%s%lu: %s", i ? "\n" : "", problems.items[i].line, problems.items[i].text);
    }
    size_t count = problems.count;
    mba_problems_free(&problems);
    mba_kb_free(kb);
    return count;
}
