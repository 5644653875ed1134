/* What the pass in front of libxml2 changes, notes and refuses. */
#include "import/xml_prepare.h"
#include "unit.h"

#include <string.h>

static enum mba_status prepare(struct xml_prepared *doc, const char *text)
{
    struct mba_limits limits;
    mba_limits_default(&limits);
    return xml_prepare(doc, text, strlen(text), &limits);
}

static bool gives(const char *text, const char *expected)
{
    struct xml_prepared doc;
    bool same = prepare(&doc, text) == MBA_OK && doc.len == strlen(expected) &&
                memcmp(doc.text, expected, doc.len) == 0;
    if (!same)
        fprintf(stderr, "    %s\n    gave %.*s\n", text, (int)doc.len, doc.text);
    xml_prepared_free(&doc);
    return same;
}

UNIT_TEST(nothing_to_change_is_not_copied)
{
    static const char text[] =
        "<?xml version='1.0'?>\r\n<!-- a\n\tb=\"\n\" -->\n<a\n\tb=\"c\"\td='e'>x\ny\t</a>\n";
    struct xml_prepared doc;
    CU_ASSERT_EQUAL(prepare(&doc, text), MBA_OK);
    CU_ASSERT_PTR_EQUAL(doc.text, text);
    CU_ASSERT_EQUAL(doc.len, strlen(text));
    xml_prepared_free(&doc);
}

UNIT_TEST(breaks_become_marks_and_move_behind_the_quote)
{
    CU_ASSERT(gives("<a b=\"x\n\t\t\ty\" c=\"z\"/>", "<a b=\"x\x7Fy\"\n c=\"z\"/>"));
    CU_ASSERT(gives("<a b='x\r\n\t\t\ty\n z'>", "<a b='x\x7Fy\x7Fz'\n\n>"));
    CU_ASSERT(gives("<a b='x\ry'/>", "<a b='x\x7Fy'/>")); /* libxml2 does not count a lone CR as a line */
    CU_ASSERT(gives("<a b='x\n\n \n\ty'/>", "<a b='x\x7Fy'\n\n\n/>"));
    CU_ASSERT(gives("<a b='\"\n\"'/>", "<a b='\"\x7F\"'\n/>"));
    CU_ASSERT(gives("<a b='x  \n\ty '/>", "<a b='x  \x7Fy '\n/>"));
}

UNIT_TEST(tabs_inside_values_survive)
{
    CU_ASSERT(gives("<a\tb='x\ty'\t>\t</a>", "<a\tb='x&#9;y'\t>\t</a>"));
    CU_ASSERT(gives("<a b='x\t\n\ty'/>", "<a b='x&#9;\x7Fy'\n/>"));
}

UNIT_TEST(only_values_are_touched)
{
    CU_ASSERT(gives("<a><!-- \"x\ny\" --><b c='x\ny'/></a>", "<a><!-- \"x\ny\" --><b c='x\x7Fy'\n/></a>"));
    CU_ASSERT(gives("<a><![CDATA[<b c='x\ny'>]]></a>", "<a><![CDATA[<b c='x\ny'>]]></a>"));
    CU_ASSERT(gives("<?pi c='x\ny'?><a/>", "<?pi c='x\ny'?><a/>"));
    CU_ASSERT(gives("<a b='>'>'\n'</a>", "<a b='>'>'\n'</a>"));
    CU_ASSERT(gives("<a\nb\n=\n'x\ny'>", "<a\nb\n=\n'x\x7Fy'\n>"));
}

UNIT_TEST(what_is_not_well_formed_passes_unchanged)
{
    static const char *const texts[] = {"",        "<",          "<a",
                                        "<a b",    "<a b=",      "<a b='",
                                        "<a b=x>", "<a b='x\ty", "<a b c='x\ny'>",
                                        "</a>",    "<!--",       "<a ='x\ny'/>",
                                        "<?x",     "<![CDATA[ ", "<a><b c=''/",
                                        "text",    "<a/ b='\n'>"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct xml_prepared doc;
        CU_ASSERT_EQUAL(prepare(&doc, texts[i]), MBA_OK);
        if (doc.copy.len == 0)
            CU_ASSERT_PTR_EQUAL(doc.text, texts[i]);
        xml_prepared_free(&doc);
    }
}

UNIT_TEST(a_document_with_the_mark_in_it_gets_another)
{
    CU_ASSERT(gives("<a b='x\ny' c='\x7F'/>", "<a b='x&#10;y'\n c='\x7F'/>"));
    CU_ASSERT(gives("<a b='x\ny' c='&#127;'/>", "<a b='x&#10;y'\n c='&#127;'/>"));
    CU_ASSERT(gives("<a b='x\ny' c='&#x007f;'/>", "<a b='x&#10;y'\n c='&#x007f;'/>"));
    CU_ASSERT(gives("<a b='x\ny' c='&#x7F;'/>", "<a b='x&#10;y'\n c='&#x7F;'/>"));
    CU_ASSERT(gives("<a b='x\ny' c='&#1270;'/>", "<a b='x\x7Fy'\n c='&#1270;'/>"));
    CU_ASSERT(gives("<a b='x\ny' c='&#'/>", "<a b='x\x7Fy'\n c='&#'/>"));
}

UNIT_TEST(places_are_noted)
{
    static const char text[] = "<a xmlns='u'\n xmlns:x='v'>\n"       /* 1, 2 */
                               "<!-- \n -->\n"                       /* 3, 4 */
                               "<b\n c='1'\n d='x\n\ty'\n e='2'/>\n" /* 5 to 9 */
                               "</a>";
    static const uint32_t expected[] = {1, 5, 6, 7 | XML_PLACE_WRAPPED, 9};
    struct xml_prepared doc;
    CU_ASSERT_EQUAL(prepare(&doc, text), MBA_OK);
    CU_ASSERT_EQUAL_FATAL(doc.place_count, 5);
    CU_ASSERT_EQUAL(memcmp(doc.places, expected, sizeof expected), 0);
    xml_prepared_free(&doc);
}

static bool refused(const char *text, size_t len, const struct mba_limits *limits, unsigned long line,
                    const char *words)
{
    struct xml_prepared doc;
    enum mba_status status = xml_prepare(&doc, text, len, limits);
    bool right = status == MBA_MEMBER_FAILED && doc.fault_line == line && strstr(doc.fault, words);
    if (!right)
        fprintf(stderr, "    status %d line %lu: %s\n", (int)status, doc.fault_line, doc.fault);
    xml_prepared_free(&doc);
    return right;
}

UNIT_TEST(what_no_export_holds_is_refused)
{
    struct mba_limits limits;
    mba_limits_default(&limits);
    static const char doctype[] = "<?xml version='1.0'?>\n\n<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a/>";
    static const char entity[] = "<a>\n<!ENTITY b 'c'></a>";
    static const char nul[] = "<a>\n\n\n\0</a>";
    CU_ASSERT(refused(doctype, sizeof doctype - 1, &limits, 3, "DOCTYPE"));
    CU_ASSERT(refused(entity, sizeof entity - 1, &limits, 2, "DOCTYPE"));
    CU_ASSERT(refused(nul, sizeof nul - 1, &limits, 4, "NUL"));
    CU_ASSERT(gives("<a b='<!DOCTYPE '/>", "<a b='<!DOCTYPE '/>")); /* libxml2 refuses that one */
    CU_ASSERT(gives("<!-- <!DOCTYPE a> --><a/>", "<!-- <!DOCTYPE a> --><a/>"));
}

UNIT_TEST(limits_hold_at_their_boundary)
{
    struct mba_limits limits;
    mba_limits_default(&limits);
    limits.value[MBA_LIMIT_DEPTH] = 2;
    limits.value[MBA_LIMIT_ATTRIBUTES] = 2;
    limits.value[MBA_LIMIT_VALUE_BYTES] = 4;
    static const struct {
        const char *text;
        unsigned long line; /* 0: passes */
        const char *words;
    } cases[] = {
        {"<a>\n<b>\n</b><b/><b/></a>", 0, NULL},
        {"<a>\n<b>\n<c/></b></a>", 3, "more than 2 levels of XML elements; raise it with --max-depth"},
        {"<a b=''\n c=''/>", 0, NULL},
        {"\n<a b=''\n c=''\n d=''/>", 2,
         "more than 2 attributes of one XML element; raise it with --max-attributes"},
        {"<a b='1234'/>", 0, NULL},
        {"<a\nb='12345'/>", 2, "more than 4 bytes of one property value; raise it with --max-value-bytes"},
        {"<a b='\n\n\n\n'/>", 0, NULL},
        {"<a b='\t\t\t\t\t'/>", 1, "--max-value-bytes"},
        {"<a b='123456", 1, "--max-value-bytes"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct xml_prepared doc;
        size_t len = strlen(cases[i].text);
        if (cases[i].line) {
            CU_ASSERT(refused(cases[i].text, len, &limits, cases[i].line, cases[i].words));
        } else {
            CU_ASSERT_EQUAL(xml_prepare(&doc, cases[i].text, len, &limits), MBA_OK);
            xml_prepared_free(&doc);
        }
    }
}

/* ---- attributes that need no parser ----------------------------------------------------------------- */

static const struct mba_dictionary *dictionary(void)
{
    static struct mba_dictionary *dict;
    char *error = NULL;
    if (!dict)
        dict = mba_dictionary_builtin(&error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(dict);
    return dict;
}

static enum mba_status prepare_known(struct xml_prepared *doc, const char *text)
{
    struct mba_limits limits;
    mba_limits_default(&limits);
    return xml_prepare_known(doc, text, strlen(text), &limits, dictionary());
}

/* What libxml2 gets to see. */
static bool leaves(const char *text, const char *expected, size_t taken)
{
    struct xml_prepared doc;
    bool right = prepare_known(&doc, text) == MBA_OK && doc.len == strlen(expected) &&
                 memcmp(doc.text, expected, doc.len) == 0 && doc.plain_count == taken;
    if (!right)
        fprintf(stderr, "    %s\n    left %.*s and took %zu\n", text, (int)doc.len, doc.text,
                doc.plain_count);
    xml_prepared_free(&doc);
    return right;
}

UNIT_TEST(plain_attributes_are_taken_out_and_their_line_breaks_stay)
{
    CU_ASSERT(leaves("<a HopCount='5'/>", "<a/>", 1));
    CU_ASSERT(leaves("<a\r\n\t\tHopCount=\"5\"\r\n\t\tPath='c:\\x y'\r\n\t>", "<a\n\n\r\n\t>", 2));
    CU_ASSERT(leaves("<a\tLocation =\"/LM\"\n Odd='1'\n HopCount='5'>t</a>", "<a\n Odd='1'\n>t</a>", 2));
    CU_ASSERT(leaves("<a HopCount='~'/><b Path=''/>", "<a/><b/>", 2));
}

UNIT_TEST(what_libxml2_could_object_to_or_would_change_stays)
{
    static const char *const texts[] = {"<a HopCount='5&amp;'/>",
                                        "<a HopCount='<'/>",
                                        "<a HopCount='\xC3\xA4'/>",
                                        "<a HopCount='\x7F'/>",
                                        "<a HopCount='\x01'/>",
                                        "<a HopCount='1234567\x1F'/>",
                                        "<a hopcount='5'/>",
                                        "<a x:HopCount='5'/>",
                                        "<a HopCount='5'Odd='1'/>",
                                        "<a Odd='1'HopCount='5'/>",
                                        "<a HopCount='5'/ >",
                                        "<a HopCount=5/>",
                                        "<a HopCount\n='5'/>",
                                        "<a HopCount= '5'/>",
                                        "<Custom HopCount='5'/>",
                                        "<a:b HopCount='5'/>",
                                        "<a\x01 HopCount='5'/>",
                                        "<a HopCount='5' HopCount='6'/>",
                                        "<a Location='/' Odd='' Location='/'/>",
                                        "<a HopCount='5'",
                                        "<a HopCount='5"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        CU_ASSERT(leaves(texts[i], texts[i], 0));
}

UNIT_TEST(each_is_handed_on_with_its_tag_and_line)
{
    struct xml_prepared doc;
    CU_ASSERT_EQUAL(prepare_known(&doc, "<a>\n<b\n HopCount='5'\n Odd='1' Location='/LM'/></a>"), MBA_OK);
    CU_ASSERT_EQUAL_FATAL(doc.plain_count, 2);
    CU_ASSERT_STRING_EQUAL(doc.plain[0].prop->name, "HopCount");
    CU_ASSERT(doc.plain[0].len == 1 && *doc.plain[0].value == '5');
    CU_ASSERT(doc.plain[0].line == 3 && doc.plain[0].tag == 2);
    CU_ASSERT_PTR_NULL(doc.plain[1].prop);
    CU_ASSERT(doc.plain[1].len == 3 && doc.plain[1].line == 4 && doc.plain[1].tag == 2);
    CU_ASSERT_EQUAL(doc.place_count, 3); /* two tags and Odd */
    xml_prepared_free(&doc);
}

UNIT_TEST(limits_count_what_is_taken_out)
{
    struct mba_limits limits;
    struct xml_prepared doc;
    mba_limits_default(&limits);
    limits.value[MBA_LIMIT_ATTRIBUTES] = 1;
    limits.value[MBA_LIMIT_VALUE_BYTES] = 3;
    static const char two[] = "<a HopCount='5' Path='6'/>", one[] = "<a HopCount='555'/>",
                      longer[] = "<a HopCount='5555'/>";
    CU_ASSERT_EQUAL(xml_prepare_known(&doc, two, sizeof two - 1, &limits, dictionary()), MBA_MEMBER_FAILED);
    xml_prepared_free(&doc);
    CU_ASSERT_EQUAL(xml_prepare_known(&doc, one, sizeof one - 1, &limits, dictionary()), MBA_OK);
    CU_ASSERT_EQUAL(doc.plain_count, 1);
    xml_prepared_free(&doc);
    CU_ASSERT_EQUAL(xml_prepare_known(&doc, longer, sizeof longer - 1, &limits, dictionary()),
                    MBA_MEMBER_FAILED);
    xml_prepared_free(&doc);
}

UNIT_TEST(plain_values_of_every_length)
{
    char text[24];
    memset(text, 'x', sizeof text);
    for (size_t len = 0; len <= sizeof text; len++) {
        CU_ASSERT(xml_is_plain(text, len));
        for (size_t at = 0; at < len; at++) {
            static const char bad[] = {'<', '&', '\x1F', '\x7F', '\x80', '\xFF', '\n', '\0'};
            static const char good[] = {' ', '~', '>', '"', '\'', '%', ';', '='};
            for (size_t i = 0; i < sizeof bad; i++) {
                text[at] = bad[i];
                CU_ASSERT_FALSE(xml_is_plain(text, len));
                text[at] = good[i];
                CU_ASSERT(xml_is_plain(text, len));
            }
            text[at] = 'x';
        }
    }
}
