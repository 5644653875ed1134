/* LDIF of Active Directory: whose virtual server, which value, and when absence is known. */
#include "imported.h"
#include "unit.h"

#include <string.h>

#define SERVERS                                                                                              \
    ",CN=Servers,CN=First Administrative Group,CN=Administrative Groups,CN=Example,DC=example,DC=com\n"
#define SMTP(n) "dn: CN=" #n ",CN=SMTP,CN=Protocols,CN=MAIL01" SERVERS "changetype: add\n"
#define WHOLE                                                                                                \
    "objectClass: top\nobjectClass: protocolCfg\ninstanceType: 4\nwhenCreated: 20050101000000.0Z\n"          \
    "uSNChanged: 12\n"

UNIT_TEST(a_virtual_server_is_found_by_its_number_and_the_server_in_its_name)
{
    struct imported im;
    imported_text(&im, "ad.ldf",
                  "# comment\n" SMTP(12) "cn: 12\nmsExchSmtpMaxHopCount: 30\n\n"
                                         "dn: cn=Exchange,cn=1,cn=http,cn=protocols,cn=MAIL02" SERVERS
                                         "folderPathname: MBX\nmsExchDefaultDomain: example.com\n\n");
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_EQUAL(im.told.count, 3);
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 0), "/LM/SmtpSvc/12 msExchSmtpMaxHopCount=30 5, MAIL01, ");
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 1), "/LM/W3SVC/1/ROOT/Exchange folderPathName=MBX 8, MAIL02, ");
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 2),
                           "/LM/W3SVC/1/ROOT/Exchange msExchDefaultDomain=example.com 9, MAIL02, ");
    imported_close(&im);
}

UNIT_TEST(folded_lines_base64_and_windows_line_ends)
{
    struct imported im;
    imported_text(
        &im, "ad.ldf",
        "version: 1\r\ndn: CN=1,CN=SM\r\n TP,CN=Protocols,CN=MA\r\n IL01,CN=Servers,DC=example\r\n"
        "changetype: add\r\nmsExchSmtpFullyQualified\r\n DomainName:: bWFpbC5leG\r\n FtcGxlLmNvbQ==\r\n"
        "# a comment that is\r\n folded\r\nmsExchSmtpMaxMessageSize:: MTA=\r\nheuristics:131072\r\n\r\n");
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 0),
                           "/LM/SmtpSvc/1 msExchSmtpFullyQualifiedDomainName=mail.example.com 6, MAIL01, ");
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 1), "/LM/SmtpSvc/1 msExchSmtpMaxMessageSize=10 11, MAIL01, ");
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 2), "/LM/SmtpSvc/1 heuristics=131072 12, MAIL01, ");
    imported_close(&im);
}

/* msExchAlternateServer is not there: known only where nobody chose among the attributes, and all was read.
 */
static bool knows_absence(const char *text)
{
    struct imported im;
    bool known = false;
    imported_text(&im, "ad.ldf", text);
    for (size_t i = 0; i < im.told.count; i++) {
        const struct mba_observation *what = &im.told.items[i].what;
        known = known || (strcmp(what->word->property, "msExchAlternateServer") == 0 && !what->text);
    }
    imported_close(&im);
    return known;
}

UNIT_TEST(what_is_not_in_a_whole_object_is_known_not_to_be_set)
{
    CU_ASSERT_TRUE(knows_absence(SMTP(1) WHOLE "\n"));
    CU_ASSERT_TRUE(knows_absence(SMTP(1) WHOLE "\n" SMTP(2)));
    CU_ASSERT_FALSE(knows_absence(SMTP(1) "msExchSmtpMaxHopCount: 30\n\n"));         /* ldifde -l */
    CU_ASSERT_FALSE(knows_absence(SMTP(1) "objectClass: top\ninstanceType: 4\n\n")); /* ldifde -m */
    CU_ASSERT_FALSE(knows_absence(SMTP(1) WHOLE));                                   /* cut off, perhaps */
    CU_ASSERT_FALSE(knows_absence(SMTP(1) WHOLE SMTP(2) "\n"));
    CU_ASSERT_FALSE(
        knows_absence(SMTP(1) WHOLE "msExchAlternateServer:: *\n\n")); /* there, and not readable */
    CU_ASSERT_FALSE(knows_absence(SMTP(1) WHOLE "msExchAlternateServ\n\n"));
}

UNIT_TEST(change_records_are_refused_with_one_line)
{
    struct imported im;
    imported_text(&im, "ad.ldf",
                  "dn: CN=1,CN=SMTP,CN=Protocols,CN=MAIL01" SERVERS "changetype: modify\n"
                  "replace: msExchSmtpMaxHopCount\nmsExchSmtpMaxHopCount: 99\n-\n\n"
                  "dn: CN=2,CN=SMTP,CN=Protocols,CN=MAIL01" SERVERS
                  "changetype: delete\n\n" SMTP(3) "msExchSmtpMaxHopCount: 30\n\n");
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT_EQUAL(im.told.count, 1);
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 0), "/LM/SmtpSvc/3 msExchSmtpMaxHopCount=30 12, MAIL01, ");
    CU_ASSERT_EQUAL(im.problems.count, 1);
    CU_ASSERT(imported_says(&im, MBA_WARN, 2, "a change record (changetype: modify)"));
    imported_close(&im);
}

UNIT_TEST(nothing_but_what_rules_ask_for_is_kept)
{
    struct imported im;
    imported_text(&im, "ad.ldf",
                  SMTP(1) "msExchSmtpSmartHostPassword: pass-of-example\nunicodePwd:: c2VjcmV0\n\n"
                          "dn: CN=Somebody,OU=Users,DC=example,DC=com\nmsExchAlternateServer: x\n\n");
    CU_ASSERT_EQUAL(im.told.count, 0);
    imported_close(&im);
}

UNIT_TEST(objects_of_something_else_are_said_to_be_of_no_use)
{
    struct imported im;
    imported_text(&im, "ad.ldf",
                  "dn: CN=Somebody,OU=Users,DC=example,DC=com\ncn: Somebody\n\n"
                  "dn: CN=x,CN=SMTP,CN=Protocols,CN=MAIL01" SERVERS "cn: x\n\n"
                  "dn: CN=1,CN=SMTP,CN=Protocols,CN=,CN=Servers,DC=com\ncn: 1\n\n");
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_EQUAL(im.told.count, 0);
    CU_ASSERT(imported_says(&im, MBA_OK, 0, "of its 3 objects none is an SMTP virtual server"));
    imported_close(&im);
}

UNIT_TEST(a_comma_in_a_name_does_not_part_it)
{
    struct imported im;
    imported_text(&im, "ad.ldf",
                  "dn: CN=A\\2cB\\, C,CN=1,CN=HTTP,CN=Protocols,CN=MAIL01" SERVERS "folderPathName: x\n\n");
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 0), "/LM/W3SVC/1/ROOT/A,B, C folderPathName=x 2, MAIL01, ");
    imported_close(&im);
}

UNIT_TEST(signed_numbers_are_those_of_the_metabase)
{
    struct imported im;
    imported_text(&im, "ad.ldf", SMTP(1) "msExchSmtpMaxMessageSize: -1\nmsExchSmtpMaxHopCount: many\n\n");
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT_EQUAL(im.told.count, 1);
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 0),
                           "/LM/SmtpSvc/1 msExchSmtpMaxMessageSize=4294967295 3, MAIL01, ");
    CU_ASSERT(imported_says(&im, MBA_WARN, 4, "msExchSmtpMaxHopCount is \"many\", which is not a number"));
    imported_close(&im);
}

UNIT_TEST(what_is_cut_off_or_elsewhere_is_not_guessed)
{
    struct imported im;
    imported_text(
        &im, "ad.ldf",
        SMTP(1) "msExchSmtpMaxHopCount: 30\nmsExchAlternateServer:< file:///c:/x\nheuristics: 1310");
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT_EQUAL(im.told.count, 1);
    CU_ASSERT(im.told.partial);
    CU_ASSERT(imported_says(&im, MBA_WARN, 4, "in another file"));
    CU_ASSERT(imported_says(&im, MBA_WARN, 5, "cut off in the middle of a line"));
    imported_close(&im);
}

UNIT_TEST(a_second_value_is_not_used)
{
    struct imported im;
    imported_text(&im, "ad.ldf", SMTP(1) "heuristics: 1\nheuristics: 2\n\n");
    CU_ASSERT_EQUAL(im.told.count, 1);
    CU_ASSERT(imported_says(&im, MBA_WARN, 4, "more than one value"));
    imported_close(&im);
}
