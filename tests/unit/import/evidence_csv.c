/* The evidence table: rows as they must be, and one line for each that is not. */
#include "imported.h"
#include "unit.h"

#include <string.h>

#define HEADER "server,captured,object,property,value\n"

UNIT_TEST(a_table_tells_of_any_number_of_servers)
{
    struct imported im;
    imported_text(&im, "e.csv",
                  HEADER "MAIL01,2006-05-16T02:00:00Z,service:SMTPSVC,started,true\r\n"
                         "mail02.example.com,,/SmtpSvc/1/,MSEXCHSMTPMAXHOPCOUNT,030\r\n"
                         ",2006-05-16 04:00+02:00,\"folder:D:\\a, b\\\",FileCount,7\n");
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_EQUAL(im.told.count, 3);
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 0),
                           "service:SMTPSVC Started=TRUE 2, MAIL01, 2006-05-16T02:00:00Z");
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 1),
                           "/LM/SmtpSvc/1 msExchSmtpMaxHopCount=30 3, mail02.example.com, ");
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 2), "folder:D:\\a, b FileCount=7 4, , 2006-05-16T02:00:00Z");
    CU_ASSERT_FALSE(im.told.partial);
    CU_ASSERT_EQUAL(mba_metabase_export_count(im.mb), 0);
    imported_close(&im);
}

UNIT_TEST(an_empty_value_is_known_absence_where_there_can_be_one)
{
    struct imported im;
    imported_text(&im, "e.csv",
                  HEADER "S,,/LM/SmtpSvc/1,msExchAlternateServer,\nS,,server,Mailboxes,\" \"\n"
                         "S,,service:SMTPSVC,Started,\nS,,log:System,Since,\n");
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT_EQUAL(im.told.count, 2);
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 0), "/LM/SmtpSvc/1 msExchAlternateServer=(absent) 2, S, ");
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 1), "server Mailboxes=(absent) 3, S, ");
    CU_ASSERT(imported_says(&im, MBA_WARN, 4, "the value of Started is \"\"; it must be TRUE or FALSE"));
    CU_ASSERT(imported_says(&im, MBA_WARN, 5, "the value of Since is \"\"; it must be a time"));
    imported_close(&im);
}

UNIT_TEST(quotes_hold_commas_line_breaks_and_quotes)
{
    struct imported im;
    imported_text(&im, "e.csv",
                  "\"server\",\"captured\",\"object\",\"property\",\"value\"\r\n"
                  "\"S\",\"\",\"server\",\"Caption\",\"a \"\"b\"\",\r\nc\"\r\nS,,server,Mailboxes,1\r\n");
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 0), "server Caption=a \"b\",\r\nc 2, S, ");
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 1), "server Mailboxes=1 4, S, ");
    imported_close(&im);
}

UNIT_TEST(each_bad_row_is_one_line_and_costs_itself)
{
    struct imported im;
    imported_text(&im, "e.csv",
                  HEADER "S,,server,Mailboxes\nS,,server,Mailboxes,1,2\nS,soon,server,Mailboxes,1\n"
                         "S,,server,Mailboxs,1\nS,,nothing,Colour,1\nS,,server,Mail\"boxes\",1\n"
                         "S,,server,Caption,\xFF\n\nS,,server,Mailboxes,5\n");
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT_EQUAL(im.told.count, 1);
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 0), "server Mailboxes=5 10, S, ");
    CU_ASSERT(imported_says(&im, MBA_WARN, 2, "it has 4 fields instead of five"));
    CU_ASSERT(imported_says(&im, MBA_WARN, 3, "it has 6 fields instead of five"));
    CU_ASSERT(imported_says(&im, MBA_WARN, 4, "captured is \"soon\""));
    CU_ASSERT(imported_says(&im, MBA_WARN, 5, "did you mean Mailboxes?"));
    CU_ASSERT(imported_says(&im, MBA_WARN, 6, "Colour of nothing is not known; share/collect/README.md"));
    CU_ASSERT(imported_says(&im, MBA_WARN, 7, "quote in the middle of a field"));
    CU_ASSERT(imported_says(&im, MBA_WARN, 8, "not UTF-8"));
    CU_ASSERT_EQUAL(im.problems.count, 7);
    CU_ASSERT(im.told.partial);
    imported_close(&im);
}

UNIT_TEST(a_table_that_is_cut_off_is_used_as_far_as_it_goes)
{
    struct imported im;
    imported_text(&im, "e.csv", HEADER "S,,server,Mailboxes,5\nS,,server,Caption,\"Windows Ser");
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT_EQUAL(im.told.count, 1);
    CU_ASSERT(im.told.partial);
    CU_ASSERT(imported_says(&im, MBA_WARN, 3, "cut off inside quotes"));
    imported_close(&im);
}

UNIT_TEST(another_header_is_refused)
{
    struct imported im;
    imported_text(&im, "e.csv", "server;captured;object;property;value\nS;;server;Mailboxes;5\n");
    CU_ASSERT_EQUAL(im.status, MBA_MEMBER_FAILED);
    CU_ASSERT_EQUAL(im.told.count, 0);
    CU_ASSERT(imported_says(&im, MBA_MEMBER_FAILED, 1,
                            "it must be server,captured,object,property,value, with commas between"));
    imported_close(&im);
}

UNIT_TEST(utf16_and_a_type_line_are_what_powershell_writes)
{
    static const char text[] = "#TYPE Selected.System.Object\r\n" HEADER "S,,server,Mailboxes,5\r\n";
    char wide[2 * sizeof text];
    size_t n = 0;
    wide[n++] = '\xFF';
    wide[n++] = '\xFE';
    for (size_t i = 0; i + 1 < sizeof text; i++) {
        wide[n++] = text[i];
        wide[n++] = '\0';
    }
    struct imported im;
    imported_open(&im);
    imported_read(&im, "e.csv", wide, n);
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 0), "server Mailboxes=5 3, S, ");
    CU_ASSERT_STRING_EQUAL(im.told.encoding, "UTF-16LE");
    imported_close(&im);
}

UNIT_TEST(more_evidence_than_allowed_takes_all_of_it_back)
{
    static const char text[] = HEADER "S,,server,Mailboxes,5\nS,,server,Caption,a\n";
    struct imported im;
    imported_open(&im);
    im.limits.value[MBA_LIMIT_EVIDENCE] = 1;
    imported_read(&im, "e.csv", text, strlen(text));
    CU_ASSERT_EQUAL(im.status, MBA_MEMBER_FAILED);
    CU_ASSERT_EQUAL(im.told.count, 0);
    CU_ASSERT(imported_says(&im, MBA_MEMBER_FAILED, 3, "raise it with --max-evidence"));
    imported_close(&im);
}
