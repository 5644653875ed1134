/* WMI objects of root\cimv2: services, the period of a log, Windows. */
#include "imported.h"
#include "unit.h"

#include <string.h>

#define OBJECT(class, properties)                                                                            \
    "<Obj RefId=\"0\"><TN RefId=\"0\"><T>System.Management.ManagementObject#root\\cimv2\\" class             \
        "</T></TN>"                                                                                          \
        "<Props><S N=\"__SERVER\">MAIL01</S>" properties "</Props></Obj>\n"
#define EVENT(time, code, source)                                                                            \
    OBJECT("Win32_NTLogEvent", "<S N=\"Logfile\">System</S><U32 N=\"EventIdentifier\">3221225901</U32>"      \
                               "<U16 N=\"EventCode\">" code "</U16><S N=\"SourceName\">" source "</S>"       \
                               "<S N=\"TimeGenerated\">" time "</S><S N=\"Message\">secret of nobody</S>")
#define CLOCK                                                                                                \
    OBJECT("Win32_OperatingSystem",                                                                          \
           "<S N=\"Caption\">Microsoft(R) Windows(R) Server 2003</S>"                                        \
           "<U32 N=\"OSProductSuite\">272</U32><S N=\"WindowsDirectory\">C:\\WINDOWS"                        \
           "</S><S N=\"LocalDateTime\">20060516040000.500000+120</S>")

static void read_objects(struct imported *im, const char *objects)
{
    struct mba_buf text = {0};
    mba_buf_printf(&text,
                   "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\n%s",
                   objects);
    imported_text(im, "w.xml", text.data);
    mba_buf_free(&text);
}

UNIT_TEST(a_service_tells_its_state)
{
    struct imported im;
    read_objects(&im,
                 OBJECT("Win32_Service", "<S N=\"Name\">SMTPSVC</S><B N=\"Started\">true</B>"
                                         "<S N=\"State\">Running</S><S N=\"StartMode\">Auto</S>")
                     OBJECT("Win32_Service", "<S N=\"Name\">Spooler</S><B N=\"Started\">true</B>") "</Objs>");
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_EQUAL(im.told.count, 3);
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 0), "service:SMTPSVC Started=TRUE 2, MAIL01, ");
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 1), "service:SMTPSVC State=Running 2, MAIL01, ");
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 2), "service:SMTPSVC StartMode=Auto 2, MAIL01, ");
    imported_close(&im);
}

UNIT_TEST(windows_tells_its_edition_and_its_clock_counts_for_all_of_the_file)
{
    struct imported im;
    read_objects(&im, CLOCK "</Objs>");
    CU_ASSERT_EQUAL(im.told.count, 3);
    CU_ASSERT_STRING_EQUAL(
        imported_told(&im, 0),
        "server Caption=Microsoft(R) Windows(R) Server 2003 2, MAIL01, 2006-05-16T02:00:00Z");
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 1),
                           "server OSProductSuite=272 2, MAIL01, 2006-05-16T02:00:00Z");
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 2),
                           "server WindowsDirectory=C:\\WINDOWS 2, MAIL01, 2006-05-16T02:00:00Z");
    imported_close(&im);
}

UNIT_TEST(a_log_of_all_sources_tells_its_period)
{
    struct imported im;
    read_objects(&im, CLOCK EVENT("20060516033000.000000+120", "429", "SMTPSVC")
                          EVENT("20060515010000.000000+120", "7036", "Service Control Manager") "</Objs>");
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_EQUAL(im.told.count, 6);
    CU_ASSERT_STRING_EQUAL(
        imported_told(&im, 3),
        "log:System Event=2006-05-16T01:30:00Z 429 SMTPSVC 3, MAIL01, 2006-05-16T02:00:00Z");
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 4),
                           "log:System Since=2006-05-14T23:00:00Z 3, MAIL01, 2006-05-16T02:00:00Z");
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 5),
                           "log:System Until=2006-05-16T02:00:00Z 3, MAIL01, 2006-05-16T02:00:00Z");
    imported_close(&im);
}

UNIT_TEST(without_a_clock_a_period_ends_with_the_newest_event)
{
    struct imported im;
    read_objects(&im, EVENT("20060516033000.000000+120", "7036", "Service Control Manager") "</Objs>");
    CU_ASSERT_EQUAL(im.told.count, 2);
    CU_ASSERT_STRING_EQUAL(imported_told(&im, 1), "log:System Until=2006-05-16T01:30:00Z 2, MAIL01, ");
    imported_close(&im);
}

UNIT_TEST(events_chosen_by_source_and_files_cut_off_tell_no_period)
{
    struct imported im;
    read_objects(&im, EVENT("20060516033000.000000+120", "429", "SMTPSVC") "</Objs>");
    CU_ASSERT_EQUAL(im.told.count, 1);
    imported_close(&im);
    read_objects(&im, EVENT("20060516033000.000000+120", "7036", "Service Control Manager")
                          EVENT("20060516033000.000000+120", "429", "SMTPSVC") "<Obj RefId=\"9\"><TN");
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT_EQUAL(im.told.count, 1);
    CU_ASSERT(im.told.partial);
    CU_ASSERT(imported_says(&im, MBA_WARN, 0, "read only up to here"));
    imported_close(&im);
}

UNIT_TEST(what_is_not_known_here_is_told)
{
    struct imported im;
    read_objects(&im, OBJECT("Win32_Service", "<S N=\"Name\">SMTPSVC</S><B N=\"Started\">true</B>")
                          OBJECT("Win32_Process", "<S N=\"Name\">inetinfo.exe</S>")
                              EVENT("2006-05-16T02:00:00", "429", "SMTPSVC") "</Objs>");
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT_EQUAL(im.told.count, 1);
    CU_ASSERT(imported_says(&im, MBA_WARN, 3, "1 objects are of no class that is known here"));
    CU_ASSERT(imported_says(&im, MBA_WARN, 0, "1 times have no zone"));
    imported_close(&im);
}
