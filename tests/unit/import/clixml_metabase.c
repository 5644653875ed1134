/* WMI objects of root\MicrosoftIISv2 in CLIXML -> keys and properties. */
#include "imported.h"
#include "unit.h"

#include <string.h>

static const char document[] =
    "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">%s</Objs>";

#define OBJECT(class, to_string, properties)                                                                 \
    "<Obj RefId=\"0\"><TN RefId=\"0\"><T>System.Management.ManagementObject#root\\MicrosoftIISv2\\" class    \
        "</T><T>System.Object</T></TN><ToString>" to_string "</ToString><Props>" properties "</Props></Obj>"

static void read_objects(struct imported *im, const char *member, const char *objects)
{
    struct mba_buf text = {0};
    mba_buf_printf(&text, document, objects);
    imported_text(im, member, text.data);
    mba_buf_free(&text);
}

/* As Get-WmiObject | Export-Clixml -Depth 4 writes a server: the element class, then its settings. */
static const char smtp[] =
    "<Obj RefId=\"0\">\r\n  <TN RefId=\"0\">\r\n"
    "    <T>System.Management.ManagementObject#root\\MicrosoftIISv2\\IIsSmtpServer</T>\r\n"
    "    <T>System.Management.ManagementObject#root\\MicrosoftIISv2\\CIM_LogicalElement</T>\r\n"
    "    <T>System.Management.ManagementObject</T>\r\n  </TN>\r\n"
    "  <ToString>\\\\SRV1\\root\\MicrosoftIISv2:IIsSmtpServer.Name=\"SmtpSvc/1\"</ToString>\r\n"
    "  <Props><S N=\"__SERVER\">SRV1</S><Nil N=\"Caption\" /><Nil N=\"Description\" />"
    "<S N=\"Name\">SmtpSvc/1</S><I32 N=\"ServerState\">4</I32><I32 N=\"Win32Error\">-2147024891</I32>"
    "<Nil N=\"Status\" /></Props></Obj>\r\n"
    "<Obj RefId=\"1\"><TN RefId=\"1\">"
    "<T>Deserialized.System.Management.ManagementObject#root\\MicrosoftIISv2\\IIsSmtpServerSetting</T></TN>"
    "<Props><S N=\"__SERVER\">SRV1</S><S N=\"Name\">SmtpSvc/1</S>"
    "<B N=\"AuthAnonymous\">true</B><B N=\"AuthBasic\">false</B><B N=\"AuthNTLM\">true</B>"
    "<B N=\"AuthMD5\">false</B><B N=\"AuthPassport\">false</B>"
    "<B N=\"AccessRead\">true</B>"
    "<I32 N=\"MaxConnections\">-1</I32><B N=\"ServerAutoStart\">false</B>"
    "<S N=\"ServerComment\">Default_x000A_mail &amp; more</S>"
    "<S N=\"AnonymousUserPass\">hunter2</S><BA N=\"RelayIpList\">GAAAgCAAAIA=</BA>"
    "<Nil N=\"SmartHost\" />"
    "<Obj N=\"ServerBindings\" RefId=\"2\"><TN "
    "RefId=\"2\"><T>System.Management.ManagementBaseObject[]</T></TN>"
    "<LST><Obj RefId=\"3\"><TN RefId=\"3\">"
    "<T>System.Management.ManagementBaseObject#root\\MicrosoftIISv2\\ServerBinding</T></TN>"
    "<Props><S N=\"Hostname\"></S><S N=\"IP\"></S><S N=\"Port\">25</S></Props></Obj>"
    "<Obj RefId=\"4\"><TNRef RefId=\"3\" /><Props><S N=\"Hostname\">mail.example.com</S>"
    "<S N=\"IP\">192.0.2.1</S><S N=\"Port\">587</S></Props></Obj></LST></Obj>"
    "<Obj N=\"SecureBindings\" RefId=\"5\"><TNRef RefId=\"2\" /><LST><Obj RefId=\"6\"><Props>"
    "<S N=\"IP\"></S><S N=\"Port\">465:</S></Props></Obj></LST></Obj>"
    "<Obj N=\"DomainRouting\" RefId=\"7\"><LST><S>a.example.com</S><S>b.example.com</S></LST></Obj>"
    "</Props><MS><S N=\"PSComputerName\">SRV1</S></MS></Obj>";

UNIT_TEST(an_smtp_server_and_its_settings_are_one_key)
{
    struct imported im;
    read_objects(&im, "mail/all.xml", smtp);
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_EQUAL(im.problems.count, 0);
    CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 1);
    const struct mba_key *key = mba_metabase_find(im.mb, "/LM/SmtpSvc/1");
    CU_ASSERT_PTR_NOT_NULL_FATAL(key);
    CU_ASSERT_STRING_EQUAL(key->class_name, "IIsSmtpServer");
    CU_ASSERT(key->instance);
    CU_ASSERT_FALSE(key->complete); /* what WMI does not list is not known to be unset */
    static const struct {
        uint32_t id;
        const char *value;
    } values[] = {
        {1016, "4"},
        {1099, "2147942405"}, /* 0x80070005 */
        {1014, "4294967295"},
        {1017, "FALSE"},
        {1015, "Default\nmail & more"},
        {6000, "5"},      /* AuthAnonymous 1 + AuthNTLM 4: all five words are there */
        {6016, "(none)"}, /* one word of ten: nothing is known of the others */
        {6021, "(secret)"},
        {36970, "1800008020000080"},
        {36906, "(none)"}, /* Nil */
        {1023, ":25:\n192.0.2.1:587:mail.example.com"},
        {2021, ":465:"},
        {36920, "a.example.com\nb.example.com"},
    };
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", values[i].id), values[i].value);
    const struct mba_export *export = mba_metabase_export(im.mb, 0);
    CU_ASSERT(export->runtime && !export->partial);
    CU_ASSERT_STRING_EQUAL(export->server, "SRV1");
    CU_ASSERT_STRING_EQUAL(export->format, "CLIXML");
    imported_close(&im);
}

UNIT_TEST(classes_become_key_types)
{
    static const struct {
        const char *class, *name, *location, *key_type;
    } cases[] = {
        {"IIsWebServiceSetting", "W3SVC", "/LM/W3SVC", "IIsWebService"},
        {"IIsWebServer", "W3SVC/1", "/LM/W3SVC/1", "IIsWebServer"},
        {"IIsWebVirtualDirSetting", "W3SVC/1/ROOT/owa", "/LM/W3SVC/1/ROOT/owa", "IIsWebVirtualDir"},
        {"IIsWebVirtualDirSetting", "W3SVC/1/ROOT", "/LM/W3SVC/1/ROOT", "IIsWebVirtualDir"},
        {"IIsApplicationPoolSetting", "W3SVC/AppPools/a b", "/LM/W3SVC/AppPools/a b", "IIsApplicationPool"},
        {"IIsApplicationPoolsSetting", "W3SVC/AppPools", "/LM/W3SVC/AppPools", "IIsApplicationPools"},
        {"IIsFtpServerSetting", "MSFTPSVC/1", "/LM/MSFTPSVC/1", "IIsFtpServer"},
        {"IIsFtpVirtualDirSetting", "MSFTPSVC/1/ROOT", "/LM/MSFTPSVC/1/ROOT", "IIsFtpVirtualDir"},
        {"IIsNntpServer", "NNTPSVC/1", "/LM/NNTPSVC/1", "IIsNntpServer"},
        {"IIsPop3Server", "POP3SVC/1", "/LM/POP3SVC/1", "IIsPop3Server"},
        {"IIsImapServerSetting", "IMAP4SVC/1", "/LM/IMAP4SVC/1", "IIsImapServer"},
        {"IIsSmtpServiceSetting", "SmtpSvc", "/LM/SmtpSvc", "IIsSmtpService"},
        {"IIsComputerSetting", "LM", "/LM", "IIsComputer"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char objects[600];
        struct imported im;
        snprintf(objects, sizeof objects,
                 "<Obj RefId=\"0\"><TN RefId=\"0\"><T>Microsoft.Management.Infrastructure.CimInstance#"
                 "root/MicrosoftIISv2/%s</T></TN><Props><S N=\"Name\">%s</S></Props></Obj>",
                 cases[i].class, cases[i].name);
        read_objects(&im, "a.xml", objects);
        const struct mba_key *key = mba_metabase_find(im.mb, cases[i].location);
        CU_ASSERT_PTR_NOT_NULL_FATAL(key);
        CU_ASSERT_STRING_EQUAL(key->class_name, cases[i].key_type);
        imported_close(&im);
    }
}

UNIT_TEST(what_is_no_key_is_passed_over)
{
    static const char *const others[] = {
        OBJECT("IIsIPSecuritySetting", "", "<S N=\"Name\">W3SVC/1</S><B N=\"GrantByDefault\">true</B>"),
        OBJECT("IIsWebServer_IIsWebServerSetting", "", "<S N=\"Name\">W3SVC/1</S>"),
        "<Obj RefId=\"0\"><TN "
        "RefId=\"0\"><T>System.Management.ManagementObject#root\\cimv2\\IIsSmtpServer</T>"
        "</TN><ToString>MicrosoftIISv2</ToString><Props><S N=\"Name\">SmtpSvc/1</S></Props></Obj>",
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct imported im;
        read_objects(&im, "a.xml", others[i]);
        CU_ASSERT_EQUAL(im.status, MBA_MEMBER_FAILED);
        CU_ASSERT(imported_says(&im, MBA_MEMBER_FAILED, 0, "MicrosoftIISv2"));
        imported_close(&im);
    }
}

UNIT_TEST(the_place_stands_in_the_path_too)
{
    struct imported im;
    read_objects(&im, "a.xml",
                 OBJECT("IIsSmtpServer", "\\\\SRV1\\root\\MicrosoftIISv2:IIsSmtpServer.Name=\"SmtpSvc/7\"",
                        "<I32 N=\"ServerState\">2</I32>"));
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/7", 1016), "2");
    CU_ASSERT_STRING_EQUAL(mba_metabase_export(im.mb, 0)->server, "SRV1");
    imported_close(&im);
    read_objects(&im, "a.xml",
                 OBJECT("IIsSmtpServer", "x", "<I32 N=\"ServerState\">2</I32>")
                     OBJECT("IIsSmtpServer", "x", "<S N=\"Name\">SmtpSvc/1</S>"));
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT(imported_says(&im, MBA_WARN, 1, "have no Name"));
    CU_ASSERT(mba_metabase_export(im.mb, 0)->partial);
    CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 1);
    imported_close(&im);
}

UNIT_TEST(values_that_cannot_be_read_are_not_collected)
{
    /* -Depth too small: only the names of types; a text for a number; a binding without a port. */
    static const char *const properties[] = {
        "<Obj N=\"ServerBindings\" "
        "RefId=\"2\"><LST><S>System.Management.ManagementBaseObject</S></LST></Obj>",
        "<S N=\"ServerBindings\">System.Management.ManagementBaseObject[]</S>",
        "<S N=\"MaxConnections\">many</S>",
        "<U64 N=\"MaxConnections\">4294967296</U64>",
        "<Obj N=\"ServerBindings\" RefId=\"2\"><LST><Obj RefId=\"3\"><Props><S "
        "N=\"IP\">x</S></Props></Obj></LST></Obj>",
        "<Obj N=\"RelayIpList\" RefId=\"2\"><LST><I32>300</I32></LST></Obj>",
        "<Ref N=\"ServerBindings\" RefId=\"99\" />",
        "<B N=\"AuthBasic\">perhaps</B>",
    };
    for (size_t i = 0; i < sizeof properties / sizeof properties[0]; i++) {
        char objects[900];
        struct imported im;
        snprintf(
            objects, sizeof objects,
            OBJECT("IIsSmtpServerSetting", "x", "<S N=\"Name\">SmtpSvc/1</S><I32 N=\"HopCount\">15</I32>%s"),
            properties[i]);
        read_objects(&im, "a.xml", objects);
        CU_ASSERT_EQUAL(im.status, MBA_WARN);
        CU_ASSERT(imported_says(&im, MBA_WARN, 1, "1 values could not be read"));
        CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", 36886), "15");
        CU_ASSERT_EQUAL(mba_metabase_find(im.mb, "/LM/SmtpSvc/1")->count, 1);
        imported_close(&im);
    }
}

UNIT_TEST(lists_in_the_words_of_the_metabase)
{
    struct imported im;
    read_objects(
        &im, "a.xml",
        OBJECT("IIsWebVirtualDirSetting", "x",
               "<S N=\"Name\">W3SVC/1/ROOT</S>"
               "<Obj N=\"ScriptMaps\" RefId=\"2\"><LST><Obj RefId=\"3\"><Props><S N=\"Extensions\">.asp</S>"
               "<S N=\"Flags\">5</S><S N=\"IncludedVerbs\">GET,POST</S>"
               "<S N=\"ScriptProcessor\">C:\\asp.dll</S></Props></Obj>"
               "<Obj RefId=\"4\"><Props><S N=\"Extensions\">*</S><S N=\"Flags\">0</S>"
               "<Nil N=\"IncludedVerbs\" /><S N=\"ScriptProcessor\">C:\\all.dll</S></Props></Obj></LST></Obj>"
               "<Obj N=\"HttpErrors\" RefId=\"5\"><LST><Obj RefId=\"6\"><Props>"
               "<S N=\"HttpErrorCode\">401</S><S N=\"HttpErrorSubcode\">1</S><S N=\"HandlerType\">FILE</S>"
               "<S N=\"HandlerLocation\">C:\\e.htm</S></Props></Obj></LST></Obj>"
               "<Obj N=\"MimeMap\" RefId=\"7\"><LST><Obj RefId=\"8\"><Props><S N=\"Extension\">.xml</S>"
               "<S N=\"MimeType\">text/xml</S></Props></Obj></LST></Obj>"
               "<Obj N=\"HttpCustomHeaders\" RefId=\"9\"><LST /></Obj>"
               "<S N=\"Path\">C:\\inetpub</S>"));
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/W3SVC/1/ROOT", 6014),
                           ".asp,C:\\asp.dll,5,GET,POST\n*,C:\\all.dll,0");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/W3SVC/1/ROOT", 6008), "401,1,FILE,C:\\e.htm");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/W3SVC/1/ROOT", 6015), ".xml,text/xml");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/W3SVC/1/ROOT", 3001), "C:\\inetpub");
    imported_close(&im);
}

UNIT_TEST(one_member_is_of_one_server)
{
    struct imported im;
    read_objects(&im, "a.xml",
                 OBJECT("IIsSmtpServer", "x", "<S N=\"__SERVER\">SRV1</S><S N=\"Name\">SmtpSvc/1</S>")
                     OBJECT("IIsSmtpServer", "x", "<S N=\"__SERVER\">SRV2</S><S N=\"Name\">SmtpSvc/2</S>"));
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT(imported_says(&im, MBA_WARN, 1, "two servers, SRV1 and SRV2"));
    CU_ASSERT_PTR_NOT_NULL(mba_metabase_find(im.mb, "/LM/SmtpSvc/1"));
    CU_ASSERT_PTR_NULL(mba_metabase_find(im.mb, "/LM/SmtpSvc/2"));
    imported_close(&im);
}

UNIT_TEST(cut_off_what_was_read_is_used)
{
    struct imported im;
    char text[sizeof document + sizeof smtp];
    snprintf(text, sizeof text, document, smtp);
    *strstr(text, "<S N=\"ServerComment\">") = '\0';
    imported_text(&im, "a.xml", text);
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT(imported_says(&im, MBA_WARN, 9, "cut off"));
    CU_ASSERT(mba_metabase_export(im.mb, 0)->partial);
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", 1016), "4");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", 6000), "5");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", 1015), "(none)");
    imported_close(&im);
}

UNIT_TEST(utf16_as_windows_powershell_writes_it)
{
    struct imported im;
    struct mba_buf wide = {0};
    char text[sizeof document + sizeof smtp];
    snprintf(text, sizeof text, document, smtp);
    mba_buf_add(&wide, "\xFF\xFE", 2);
    for (const char *p = text; *p; p++)
        mba_buf_putc(&wide, *p), mba_buf_putc(&wide, '\0');
    imported_open(&im);
    imported_read(&im, "a.xml", wide.data, wide.len);
    imported_finish(&im);
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_STRING_EQUAL(mba_metabase_export(im.mb, 0)->encoding, "UTF-16LE");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/SmtpSvc/1", 1016), "4");
    mba_buf_free(&wide);
    imported_close(&im);
}

UNIT_TEST(objects_of_windows_are_told_to_go_elsewhere)
{
    struct imported im;
    imported_text(
        &im, "MAIL01/smtp.xml",
        "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\n"
        "<Obj RefId=\"0\"><TN RefId=\"0\"><T>System.Management.ManagementObject#root\\MicrosoftIISv2\\"
        "IIsSmtpServer</T></TN><Props><S N=\"Name\">SmtpSvc/1</S><I32 N=\"ServerState\">2</I32></Props>"
        "</Obj>\n<Obj RefId=\"1\"><TN RefId=\"1\"><T>System.Management.ManagementObject#root\\cimv2\\"
        "Win32_Service</T></TN><Props><S N=\"Name\">SMTPSVC</S></Props></Obj></Objs>");
    CU_ASSERT_EQUAL(im.status, MBA_WARN);
    CU_ASSERT_PTR_NOT_NULL(mba_metabase_find(im.mb, "/LM/SmtpSvc/1"));
    CU_ASSERT(imported_says(&im, MBA_WARN, 3, "1 objects are of Windows"));
    imported_close(&im);
}
