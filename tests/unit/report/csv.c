#include <string.h>

#include "fixture.h"
#include "report/private.h"
#include "unit.h"

static bool field_is(const char *text, const char *expected)
{
    struct mba_buf out = {0};
    mba_csv_field(&out, text, false);
    bool good = !out.failed && strcmp(out.data ? out.data : "", expected) == 0;
    mba_buf_free(&out);
    return good;
}

UNIT_TEST(plain_fields_stay_as_they_are)
{
    CU_ASSERT_TRUE(field_is("", ""));
    CU_ASSERT_TRUE(field_is("mail01", "mail01"));
    CU_ASSERT_TRUE(field_is("a b", "a b"));
    CU_ASSERT_TRUE(field_is("/LM/SmtpSvc/1", "/LM/SmtpSvc/1"));
    CU_ASSERT_TRUE(field_is("it's", "it's"));
}

UNIT_TEST(fields_are_quoted_as_rfc_4180_says)
{
    CU_ASSERT_TRUE(field_is("a,b", "\"a,b\""));
    CU_ASSERT_TRUE(field_is("say \"x\"", "\"say \"\"x\"\"\""));
    CU_ASSERT_TRUE(field_is("\"", "\"\"\"\""));
    CU_ASSERT_TRUE(field_is("a\nb", "\"a\nb\""));
    CU_ASSERT_TRUE(field_is("a\r\nb", "\"a\r\nb\""));
    CU_ASSERT_TRUE(field_is("a;b", "\"a;b\""));
    CU_ASSERT_TRUE(field_is(" a", "\" a\""));
}

UNIT_TEST(formulas_are_disarmed)
{
    CU_ASSERT_TRUE(field_is("=1+1", "'=1+1"));
    CU_ASSERT_TRUE(field_is("+1", "'+1"));
    CU_ASSERT_TRUE(field_is("-1", "'-1"));
    CU_ASSERT_TRUE(field_is("@SUM(A1)", "'@SUM(A1)"));
    CU_ASSERT_TRUE(field_is("\t=1", "\"'\t=1\""));
    CU_ASSERT_TRUE(field_is("\r=1", "\"'\r=1\""));
    CU_ASSERT_TRUE(field_is("\n=1", "\"'\n=1\""));
    CU_ASSERT_TRUE(field_is("  =1", "\"'  =1\""));
    CU_ASSERT_TRUE(field_is("=\"a\",1", "\"'=\"\"a\"\",1\""));
}

UNIT_TEST(full_width_formulas_are_disarmed)
{
    CU_ASSERT_TRUE(field_is("\xEF\xBC\x9D"
                            "1",
                            "'\xEF\xBC\x9D"
                            "1"));
    CU_ASSERT_TRUE(field_is("\xEF\xBC\x8B", "'\xEF\xBC\x8B"));
    CU_ASSERT_TRUE(field_is("\xEF\xBC\x8D", "'\xEF\xBC\x8D"));
    CU_ASSERT_TRUE(field_is(" \xEF\xBC\xA0", "\"' \xEF\xBC\xA0\""));
    CU_ASSERT_TRUE(field_is("\xEF\xBC\x9E", "\xEF\xBC\x9E")); /* a full-width ">" is none */
}

/* Rules by severity and id, then servers: alpha and beta stopped, alpha's relay, alpha's banner. */
static const char expected[] =
    "server,captured,severity,rule,title,class,path,property,value,expected,origin,status,remediation,"
    "article,"
    "archive,member\r\n"
    "ALPHA.example.com,2006-05-16T02:00:00Z,error,smtp-stopped,SMTP virtual server is stopped,IIsSmtpServer,"
    "/LM/SmtpSvc/1,ServerState,4,2 (started),explicit,open,Start it.,https://example.com/a?b=1&c=2,"
    "\"may \"\"a\"\".zip\",\"ALPHA/smtp, live.txt\"\r\n"
    "beta.example.com,2006-05-17T02:00:00Z,error,smtp-stopped,SMTP virtual server is stopped,,"
    "(place unknown) IIsSmtpServer,ServerState,4,2 (started),explicit,open,Start it.,"
    "https://example.com/a?b=1&c=2,\"may \"\"a\"\".zip\",beta.xml\r\n"
    "ALPHA.example.com,2006-05-16T02:00:00Z,error,smtp-relay,Relay is open,IIsSmtpServer,/LM/SmtpSvc/1,"
    "\"RelayForAuth; RelayIpList; SmartHost; UNCPassword\",\"1; ; a\nb; \",\"0; ; -; \","
    "\"inherited; not-set; explicit; explicit\",open,Close it.,smtp-relay,\"may \"\"a\"\".zip\","
    "ALPHA/MetaBase.xml\r\n"
    "ALPHA.example.com,2006-05-16T02:00:00Z,information,smtp-banner,Banner & "
    "<text>,IIsSmtpServer,/LM/SmtpSvc/1,"
    "ConnectResponse,'=cmd|'/c calc'!A1,,explicit,open,\"Say \"\"nothing\"\", or less.\",smtp-banner,"
    "\"may \"\"a\"\".zip\",ALPHA/MetaBase.xml\r\n";

UNIT_TEST(one_row_per_finding)
{
    struct made made;
    make_reports(&made, EXAMPLE);
    CU_ASSERT_EQUAL(made.status, MBA_OK);
    CU_ASSERT_STRING_EQUAL(made.csv.data, expected);
    made_free(&made);
}

UNIT_TEST(raw_fields_have_no_guard_but_quotes)
{
    struct mba_buf out = {0};
    mba_csv_field(&out, "=1,\"2\"", true);
    CU_ASSERT_STRING_EQUAL(out.data, "\"=1,\"\"2\"\"\"");
    mba_buf_free(&out);
}
