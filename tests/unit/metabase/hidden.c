/* Passwords within a value. */
#include <string.h>

#include "mbaudit/metabase.h"
#include "unit.h"

static void hides(const char *given, const char *expected)
{
    char text[200];
    snprintf(text, sizeof text, "%s", given);
    size_t len = mba_hide_passwords(text, strlen(text));
    CU_ASSERT_STRING_EQUAL(text, expected);
    CU_ASSERT_EQUAL(len, strlen(expected));
}

UNIT_TEST(a_connection_string_keeps_all_but_its_password)
{
    hides("Provider=SQLOLEDB;Data Source=db;User ID=sa;Password=open sesame;Timeout=5",
          "Provider=SQLOLEDB;Data Source=db;User ID=sa;Password=***;Timeout=5");
    hides("DSN=logs;UID=iis;PWD=secret", "DSN=logs;UID=iis;PWD=***");
    hides("Password=\"a;b\";x=1", "Password=\"***\";x=1");
    hides("PWD= \"a b\";x=1", "PWD= \"***\";x=1");
    hides("PWD=\"ab\"\"cd\";x=1", "PWD=\"***\";x=1");
    hides("Driver={SQL Server};Pwd={a;b}}c;d};x=1", "Driver={SQL Server};Pwd={***};x=1");
    hides("PWD=\"never closed", "PWD=\"***");
    hides("Pass = x1234", "Pass = ***");
    hides("relay; passwd: x1234; until May", "relay; passwd: ***; until May");
    hides("one\nPassword=x1234\ntwo", "one\nPassword=***\ntwo");
}

UNIT_TEST(an_address_keeps_its_user)
{
    hides("http://joe:hunter2@www.example.com/a?b=c", "http://joe:***@www.example.com/a?b=c");
    hides("ftp://joe:p@ss@host", "ftp://joe:***@host");
    hides("https://host:8443/path:x@y", "https://host:8443/path:x@y");
    hides("http://a:1@x http://b:22222@y", "http://a:*@x http://b:***@y");
}

UNIT_TEST(what_holds_no_password_stays)
{
    hides("", "");
    hides("a=b;c=d", "a=b;c=d");
    hides(":25:", ":25:");
    hides("C:\\inetpub\\mailroot", "C:\\inetpub\\mailroot");
    hides("Password=", "Password=");
    hides("://", "://");
    hides("x=", "x=");
}
