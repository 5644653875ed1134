/* CLIXML: from PowerShell's elements to objects. */
#include "import/clixml.h"
#include "imported.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

/* What was read, an object a line: "class{name=kind:text,...}". */
struct read_back {
    struct mba_buf text;
    size_t objects, stop_after;
    struct mba_problems problems;
    struct mba_limits limits;
    struct xml_end end;
    enum mba_status status;
};

static void show(struct mba_buf *out, const struct clixml_value *value, unsigned deep)
{
    static const char *const kinds[] = {"nil",   "string", "number", "boolean", "time", "bytes",
                                        "other", "secret", "list",   "object",  "lost"};
    mba_buf_printf(out, "%s:%s", kinds[value->kind], value->text ? value->text : "");
    if (value->kind == CLIXML_LIST) {
        mba_buf_putc(out, '[');
        for (const struct clixml_value *at = value->items; at; at = at->next, mba_buf_putc(out, ';'))
            show(out, at, deep);
        mba_buf_putc(out, ']');
    }
    if (!value->properties || deep > 4)
        return;
    mba_buf_putc(out, '{');
    for (const struct clixml_value *at = value->properties; at; at = at->next, mba_buf_putc(out, ','))
        mba_buf_printf(out, "%s=", at->name), show(out, at, deep + 1);
    mba_buf_putc(out, '}');
}

static bool take(void *ctx, const struct clixml_value *object, enum mba_status *status)
{
    struct read_back *back = ctx;
    const char *class = clixml_wmi_class(object, NULL, NULL);
    mba_buf_printf(&back->text, "%s%s ", object->whole ? "" : "CUT ", class ? class : "-");
    show(&back->text, object, 0);
    mba_buf_putc(&back->text, '\n');
    *status = MBA_OK;
    return ++back->objects != back->stop_after;
}

static void read_document(struct read_back *back, const char *text)
{
    struct mba_import job = {
        .input = "in.zip", .member = "a.xml", .limits = &back->limits, .problems = &back->problems};
    char *copy = malloc(strlen(text) + 1);
    memcpy(copy, text, strlen(text) + 1);
    back->status = clixml_read(&job, copy, strlen(text), take, back, &back->end);
    free(copy);
}

static void read_objects(struct read_back *back, const char *objects)
{
    struct mba_buf text = {0};
    *back = (struct read_back){0};
    mba_limits_default(&back->limits);
    mba_buf_printf(&text,
                   "<Objs Version=\"1.1.0.1\" "
                   "xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">%s</Objs>",
                   objects);
    read_document(back, text.data);
    mba_buf_free(&text);
}

static void close_back(struct read_back *back)
{
    mba_buf_free(&back->text);
    mba_problems_free(&back->problems);
}

static void expect(const char *objects, const char *wanted)
{
    struct read_back back;
    read_objects(&back, objects);
    CU_ASSERT_EQUAL(back.status, MBA_OK);
    CU_ASSERT_FALSE(back.end.cut);
    const char *got = back.text.data ? back.text.data : "";
    CU_ASSERT_STRING_EQUAL(got, wanted);
    if (strcmp(got, wanted) != 0)
        fprintf(stderr, "    got %s", got);
    close_back(&back);
}

UNIT_TEST(simple_values_of_every_kind)
{
    expect("<Obj RefId=\"0\"><Props><S N=\"a\">x &amp; y</S><I32 N=\"b\">-4</I32><B N=\"c\">true</B>"
           "<Nil N=\"d\" /><DT N=\"e\">2006-05-16T02:00:00Z</DT><BA N=\"f\">AQIDBP8=</BA>"
           "<G N=\"g\">5b1e</G><SS N=\"h\">0100</SS><S N=\"i\"></S><BA N=\"j\">!!</BA></Props></Obj>",
           "- object:{a=string:x & y,b=number:-4,c=boolean:true,d=nil:,e=time:2006-05-16T02:00:00Z,"
           "f=bytes:01020304ff,g=other:5b1e,h=secret:,i=string:,j=lost:,}\n");
}

UNIT_TEST(classes_and_references_to_type_names)
{
    expect(
        "<Obj RefId=\"0\"><TN RefId=\"0\"><T>System.Management.ManagementObject#root\\MicrosoftIISv2\\A</T>"
        "<T>System.Management.ManagementObject#B</T></TN><Props><S N=\"n\">1</S></Props></Obj>"
        "<Obj RefId=\"1\"><TN "
        "RefId=\"1\"><T>Deserialized.System.Management.ManagementObject#root\\x\\C</T></TN>"
        "<MS><S N=\"n\">2</S></MS></Obj>"
        "<Obj RefId=\"2\"><TNRef RefId=\"0\" /><Props><S N=\"n\">3</S></Props></Obj>"
        "<Obj RefId=\"3\"><TN "
        "RefId=\"2\"><T>Microsoft.Management.Infrastructure.CimInstance#root/x/D</T></TN>"
        "</Obj><Obj RefId=\"4\"><TNRef RefId=\"77\" /><Props><S N=\"n\">4</S></Props></Obj>",
        "A object:{n=string:1,}\nC object:{n=string:2,}\nA object:{n=string:3,}\nD object:\n"
        "- object:{n=string:4,}\n");
}

UNIT_TEST(lists_and_references_to_objects)
{
    expect("<Obj RefId=\"0\"><Props><Obj N=\"list\" RefId=\"1\"><LST><S>a</S><S>b</S><Nil /></LST></Obj>"
           "<Obj N=\"empty\" RefId=\"2\"><LST /></Obj><Ref N=\"same\" RefId=\"1\" /><Ref N=\"self\" "
           "RefId=\"0\" />"
           "<Ref N=\"nobody\" RefId=\"9\" /></Props></Obj>",
           "- object:{list=list:[string:a;string:b;nil:;],empty=list:[],same=list:[string:a;string:b;nil:;],"
           "self=lost:,nobody=lost:,}\n");
    /* A reference into the object before, which is gone. */
    expect("<Obj RefId=\"0\"><Props><Obj N=\"o\" RefId=\"1\"><LST><S>a</S></LST></Obj></Props></Obj>"
           "<Obj RefId=\"2\"><Props><Ref N=\"o\" RefId=\"1\" /></Props></Obj>",
           "- object:{o=list:[string:a;],}\n- object:{o=lost:,}\n");
}

UNIT_TEST(containers_step_aside)
{
    /* Export-Clixml -InputObject of an array, of a hash table, and both inside each other. */
    static const char item[] = "<Obj RefId=\"%d\"><Props><I32 N=\"n\">%d</I32></Props></Obj>";
    char one[100], two[100], objects[800];
    snprintf(one, sizeof one, item, 5, 1);
    snprintf(two, sizeof two, item, 6, 2);
    snprintf(objects, sizeof objects,
             "<Obj RefId=\"0\"><TN RefId=\"0\"><T>System.Object[]</T></TN><LST>%s%s<S>x</S></LST>"
             "<MS><I32 N=\"Count\">3</I32></MS></Obj>",
             one, two);
    expect(objects, "- object:{n=number:1,}\n- object:{n=number:2,}\n");
    snprintf(
        objects, sizeof objects,
        "<Obj RefId=\"0\"><DCT><En><S N=\"Key\">smtp</S><Obj N=\"Value\" RefId=\"1\"><LST>%s</LST></Obj></En>"
        "<En><S N=\"Key\">web</S>%s</En></DCT></Obj>",
        one, two);
    expect(objects, "- object:{n=number:1,}\n- object:{n=number:2,}\n");
}

UNIT_TEST(tables_and_wrapped_values_inside_an_object)
{
    expect(
        "<Obj RefId=\"0\"><Props><Obj N=\"Status\" RefId=\"1\"><TN RefId=\"0\"><T>x</T></TN>"
        "<ToString>Running</ToString><I32>4</I32></Obj><Obj N=\"t\" RefId=\"2\"><DCT><En><S N=\"Key\">k</S>"
        "<I32 N=\"Value\">7</I32></En></DCT></Obj></Props><MS><S N=\"note\">n</S><MS N=\"set\"><S "
        "N=\"in\">m</S>"
        "</MS></MS></Obj>",
        "- object:{Status=object:4,t=object:{k=number:7,},note=string:n,in=string:m,}\n");
}

UNIT_TEST(escapes)
{
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"a_x000A_b_x0009_c", "a\nb\tc"},
        {"_x005F_x000A_", "_x000A_"},
        {"_xD83D__xDE00_", "\xF0\x9F\x98\x80"},
        {"_xD83D_ _xDE00_", "\xEF\xBF\xBD \xEF\xBF\xBD"},
        {"_x0000_", "\xEF\xBF\xBD"},
        {"_x00e9_", "\xC3\xA9"},
        {"_x00G9_ _x12_ _ _x", "_x00G9_ _x12_ _ _x"},
        {"_x20ac", "_x20ac"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mba_buf out = {0};
        clixml_unescape(cases[i].text, strlen(cases[i].text), &out);
        CU_ASSERT_STRING_EQUAL(out.data ? out.data : "", cases[i].wanted);
        mba_buf_free(&out);
    }
    expect("<Obj RefId=\"0\"><Props><S N=\"a_x0020_b\">c_x000D_d</S></Props></Obj>",
           "- object:{a b=string:c\rd,}\n");
}

UNIT_TEST(times)
{
    static const struct {
        const char *text, *wanted;
        bool zoned;
    } cases[] = {
        {"2006-05-16T02:00:00.1234567+02:00", "2006-05-16T00:00:00Z", true},
        {"2006-05-16T02:00:00-05:30", "2006-05-16T07:30:00Z", true},
        {"2006-05-16T02:00:00Z", "2006-05-16T02:00:00Z", true},
        {"2006-05-16T02:00:00", "2006-05-16T02:00:00Z", false},
        {"20060516020000.000000+120", "2006-05-16T00:00:00Z", true},
        {"20060516020000.500000-300", "2006-05-16T07:00:00Z", true},
        {"20060516020000.000000", "2006-05-16T02:00:00Z", false},
        {"20061316020000.000000+000", "", false},
        {"2006-05-16", "", false},
        {"2006-05-16T02:00:00+2", "", false},
        {"20060516020000.000000+1200", "", false},
        {"yesterday", "", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct clixml_value value = {.kind = CLIXML_STRING, .text = cases[i].text};
        char shown[21] = "";
        mba_time t;
        bool zoned = false, good = clixml_time(&value, &t, &zoned);
        if (good)
            mba_time_iso(t, shown);
        CU_ASSERT_STRING_EQUAL(shown, cases[i].wanted);
        CU_ASSERT(!good || zoned == cases[i].zoned);
    }
}

UNIT_TEST(the_server_of_an_object)
{
    static const struct {
        const char *server, *computer, *to_string, *wanted;
    } cases[] = {
        {"SRV1", "other", NULL, "SRV1"},
        {NULL, "srv2.example.com", NULL, "srv2"},
        {NULL, "localhost", "\\\\SRV3\\root\\cimv2:Win32_Service.Name=\"a\"", "SRV3"},
        {"", NULL, "IIsSmtpServer (Name = \"SmtpSvc/1\")", ""},
        {".", NULL, NULL, ""},
        {NULL, "192.0.2.7", NULL, "192.0.2.7"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char out[64];
        struct clixml_value computer = {.name = "PSComputerName", .text = cases[i].computer};
        struct clixml_value server = {.name = "__server", .text = cases[i].server, .next = &computer};
        const struct clixml_value object = {.properties = &server, .to_string = cases[i].to_string};
        CU_ASSERT_EQUAL(clixml_server(&object, out, sizeof out), cases[i].wanted[0] != '\0');
        CU_ASSERT_STRING_EQUAL(out, cases[i].wanted);
    }
}

/* ---- what is not as it should be --------------------------------------------------------------- */

UNIT_TEST(cut_off_anywhere)
{
    static const char whole[] =
        "<Objs><Obj RefId=\"0\"><TN RefId=\"0\"><T>x#root\\a\\A</T></TN><Props><S N=\"a\">1</S></Props></Obj>"
        "<Obj RefId=\"1\"><TNRef RefId=\"0\" /><Props><S N=\"a\">2</S><Obj N=\"l\" "
        "RefId=\"2\"><LST><S>i</S></LST>"
        "</Obj><S N=\"b\">3</S></Props></Obj></Objs>";
    char text[sizeof whole];
    const size_t first = (size_t)(strstr(whole, "</Obj>") - whole) + 6;
    const size_t second = (size_t)(strstr(whole, "</Objs>") - whole);
    for (size_t len = 0; len < sizeof whole - 1; len++) {
        struct read_back back = {0};
        mba_limits_default(&back.limits);
        memcpy(text, whole, len);
        text[len] = '\0';
        read_document(&back, text);
        CU_ASSERT_EQUAL(back.status, MBA_OK);
        CU_ASSERT(back.end.cut && back.end.reason[0]);
        const char *got = back.text.data ? back.text.data : "";
        CU_ASSERT_EQUAL(strncmp(got, "A object:{a=string:1,}\n", 23) == 0, len >= first);
        CU_ASSERT_EQUAL(strstr(got, "\nA object:") != NULL, len >= second);
        close_back(&back);
    }
    struct read_back back = {0};
    mba_limits_default(&back.limits);
    memcpy(text, whole, sizeof whole);
    *strstr(text, "</LST>") = '\0';
    read_document(&back, text);
    CU_ASSERT_STRING_EQUAL(back.text.data,
                           "A object:{a=string:1,}\nCUT A object:{a=string:2,l=list:[string:i;],}\n");
    close_back(&back);
}

UNIT_TEST(what_is_refused)
{
    struct read_back back = {0};
    mba_limits_default(&back.limits);
    read_document(
        &back,
        "<!DOCTYPE Objs [<!ENTITY a \"b\">]><Objs><Obj><Props><S N=\"a\">&a;</S></Props></Obj></Objs>");
    CU_ASSERT_EQUAL(back.status, MBA_MEMBER_FAILED);
    CU_ASSERT_EQUAL(back.objects, 0);
    CU_ASSERT_EQUAL_FATAL(back.problems.count, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(back.problems.items[0].text, "DOCTYPE"));
    close_back(&back);

    static const struct {
        enum mba_limit_id id;
        uint64_t value;
        const char *option;
    } limits[] = {{MBA_LIMIT_DEPTH, 3, "--max-depth"},
                  {MBA_LIMIT_VALUE_BYTES, 3, "--max-value-bytes"},
                  {MBA_LIMIT_ATTRIBUTES, 1, "--max-attributes"},
                  {MBA_LIMIT_LIST_ITEMS, 2, "--max-list-items"}};
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        back = (struct read_back){0};
        mba_limits_default(&back.limits);
        back.limits.value[limits[i].id] = limits[i].value;
        read_document(
            &back,
            "<Objs><Obj RefId=\"0\"><Props><S N=\"a\" x=\"y\">long</S><S N=\"b\"/></Props></Obj></Objs>");
        CU_ASSERT_EQUAL(back.status, MBA_MEMBER_FAILED);
        CU_ASSERT_EQUAL_FATAL(back.problems.count, 1);
        CU_ASSERT_PTR_NOT_NULL(strstr(back.problems.items[0].text, limits[i].option));
        close_back(&back);
    }
}

UNIT_TEST(odd_documents_do_no_harm)
{
    static const char *const odd[] = {
        "<Obj><Props><S N=\"a\">1</S></Props></Obj>", /* no Objs around it */
        "<S>text</S>",
        "<Objs><S>text</S><Props><S N=\"a\">1</S></Props><LST><S>a</S></LST></Objs>",
        "<Objs><T>x</T><TN><T>y</T></TN><TNRef RefId=\"0\"/><Ref RefId=\"0\"/><En><S>k</S></En></Objs>",
        "<Objs><Obj><TN><T><S>a</S></T><Obj/></TN><ToString><S>b</S></ToString><S><Obj/></S></Obj></Objs>",
        "<Objs><Obj><LST><Obj><LST/></Obj></LST><Props><S N=\"a\">b</S></Props><S>c</S></Obj></Objs>",
        "<Objs><Obj><DCT><En/><En><Nil/><Nil/></En><S>a</S></DCT></Obj></Objs>",
        "<Other><Obj><Props/></Obj></Other>",
    };
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        struct read_back back = {0};
        mba_limits_default(&back.limits);
        read_document(&back, odd[i]);
        CU_ASSERT_EQUAL(back.status, MBA_OK);
        CU_ASSERT_FALSE(back.end.cut);
        CU_ASSERT(!back.text.data || !strstr(back.text.data, "string"));
        close_back(&back);
    }
}

UNIT_TEST(a_handler_may_have_enough)
{
    struct read_back back = {.stop_after = 1};
    mba_limits_default(&back.limits);
    read_document(&back, "<Objs><Obj RefId=\"0\"/><Obj RefId=\"1\"/><broken");
    CU_ASSERT_EQUAL(back.status, MBA_OK);
    CU_ASSERT_EQUAL(back.objects, 1);
    close_back(&back);
}

UNIT_TEST(a_nul_byte_ends_the_text)
{
    static const char text[] = "<Objs><Obj RefId=\"0\"/>\n\0<Obj RefId=\"1\"/></Objs>";
    struct read_back back = {0};
    struct mba_import job = {.limits = &back.limits, .problems = &back.problems};
    mba_limits_default(&back.limits);
    back.status = clixml_read(&job, text, sizeof text - 1, take, &back, &back.end);
    CU_ASSERT_EQUAL(back.status, MBA_OK);
    CU_ASSERT_EQUAL(back.objects, 1);
    CU_ASSERT(back.end.cut);
    CU_ASSERT_EQUAL(back.end.line, 2);
    CU_ASSERT_PTR_NOT_NULL(strstr(back.end.reason, "NUL"));
    close_back(&back);
}

UNIT_TEST(bids_for_the_root_element)
{
    static const struct {
        const char *head;
        bool clixml;
    } cases[] = {
        {"<Objs Version=\"1.1.0.1\">", true},
        {"<?xml version=\"1.0\"?>\r\n<!-- a --><p:Objs>", true},
        {"<Objs", true},
        {"<Objects>", false},
        {"<?xml version", false},
        {"<!-- <Objs>", false},
        {"Objs", false},
        {"", false},
        {"<", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CU_ASSERT_EQUAL(clixml_bid(cases[i].head, strlen(cases[i].head)) > 0, cases[i].clixml);
    CU_ASSERT(xml_head_has("#root\\microsoftiisv2\\", 21, "MicrosoftIISv2"));
    CU_ASSERT_FALSE(xml_head_has("MicrosoftIISv", 13, "MicrosoftIISv2"));
}
