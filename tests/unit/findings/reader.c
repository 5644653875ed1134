#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "unit.h"

static const struct fixture_snapshot fleet[] = {
    {.server = "A",
     .captured = "2006-05-16T02:00:00Z",
     .input = "x.zip",
     .member = "m",
     .alphas = 1,
     .value = "one\ntwo"},
    {.server = "A", .captured = "2006-05-17T02:00:00Z", .input = "x.zip", .member = "m"},
    {.server = "A", .captured = "2006-05-18T02:00:00Z", .input = "x.zip", .member = "m", .gammas = 1},
    {.server = "B",
     .captured = "2006-05-16T02:00:00Z",
     .input = "x.zip",
     .member = "m",
     .beta_unknown = true},
};

static void make(bool gzip, struct mba_buf *out)
{
    struct fixture f;
    if (fixture_open(&f))
        CU_ASSERT_TRUE(fixture_document(&f, fleet, NULL, 4, gzip, out));
    fixture_close(&f);
}

static bool attribute_is(xmlNodePtr node, const char *name, const char *expected)
{
    xmlChar *value = node ? xmlGetNoNsProp(node, BAD_CAST name) : NULL;
    bool good = value && strcmp((const char *)value, expected) == 0;
    xmlFree(value);
    return good;
}

static void check_sections(struct mba_reader *reader)
{
    static const char *const expected[][3] = {
        {"A", "yes", "no"}, {"A", "no", "no"}, {"A", "no", "yes"}, {"B", "yes", "yes"}};
    char *error = NULL;
    for (size_t i = 0; i < 4; i++) {
        xmlDocPtr doc = mba_reader_next(reader, &error);
        xmlNodePtr root = xmlDocGetRootElement(doc);
        CU_ASSERT_PTR_NOT_NULL_FATAL(root);
        CU_ASSERT_STRING_EQUAL(root->name, "section");
        CU_ASSERT_STRING_EQUAL(root->ns->href, MBA_FINDINGS_NS);
        CU_ASSERT_TRUE(attribute_is(root, "kind", "snapshot"));
        CU_ASSERT_TRUE(attribute_is(root, "server", expected[i][0]));
        CU_ASSERT_TRUE(attribute_is(root, "first", expected[i][1]));
        CU_ASSERT_TRUE(attribute_is(root, "last", expected[i][2]));
        CU_ASSERT_TRUE(attribute_is(xmlFirstElementChild(root), "captured", fleet[i].captured));
        xmlFreeDoc(doc);
    }
    CU_ASSERT_PTR_NULL(mba_reader_next(reader, &error));
    CU_ASSERT_PTR_NULL(error);
}

static void check_document(bool gzip)
{
    struct mba_buf bytes = {0};
    char *error = NULL;
    make(gzip, &bytes);
    const char *path = fixture_file(bytes.data, bytes.len);
    struct mba_reader *reader = mba_reader_open(path, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(reader);
    CU_ASSERT_TRUE(attribute_is(xmlDocGetRootElement(mba_reader_head(reader)), "kind", "page"));
    check_sections(reader);
    mba_reader_free(reader);
    fixture_remove(path);
    mba_buf_free(&bytes);
}

UNIT_TEST(sections_come_in_order_with_their_server)
{
    check_document(false);
    check_document(true);
}

UNIT_TEST(the_summary_is_read_back)
{
    struct mba_buf bytes = {0};
    char *error = NULL;
    struct mba_summary sum;
    make(false, &bytes);
    const char *path = fixture_file(bytes.data, bytes.len);
    struct mba_reader *reader = mba_reader_open(path, &error);
    CU_ASSERT_TRUE_FATAL(reader && mba_reader_summary(reader, &sum));
    CU_ASSERT_EQUAL(sum.servers, 2);
    CU_ASSERT_EQUAL(sum.snapshots, 4);
    CU_ASSERT_EQUAL(sum.findings, 2);
    CU_ASSERT_EQUAL(sum.completeness[MBA_READ_FULL], 4);
    CU_ASSERT_EQUAL(sum.by_severity[MBA_SEVERITY_ERROR], 1);
    CU_ASSERT_EQUAL(sum.by_severity[MBA_SEVERITY_WARNING], 1);
    CU_ASSERT_EQUAL(sum.by_outcome[MBA_OUTCOME_PASS], 3);
    CU_ASSERT_EQUAL(sum.by_outcome[MBA_OUTCOME_NOT_EVALUATED], 1);
    CU_ASSERT_EQUAL(sum.worst, MBA_OK);
    mba_reader_free(reader);
    fixture_remove(path);
    mba_buf_free(&bytes);
}

UNIT_TEST(items_of_a_list_are_still_apart)
{
    struct mba_buf bytes = {0};
    char *error = NULL;
    make(false, &bytes);
    const char *path = fixture_file(bytes.data, bytes.len);
    struct mba_reader *reader = mba_reader_open(path, &error);
    xmlDocPtr doc = reader ? mba_reader_next(reader, &error) : NULL;
    CU_ASSERT_PTR_NOT_NULL_FATAL(doc);
    xmlNodePtr finding = xmlLastElementChild(xmlFirstElementChild(xmlDocGetRootElement(doc)));
    xmlNodePtr evidence = xmlNextElementSibling(xmlFirstElementChild(finding));
    CU_ASSERT_TRUE(attribute_is(evidence, "value", "one\ntwo"));
    xmlFreeDoc(doc);
    mba_reader_free(reader);
    fixture_remove(path);
    mba_buf_free(&bytes);
}

/* ---- what is no findings document ------------------------------------------------------------------- */

/* Reads all of it; the error, or NULL. */
static char *error_of(const char *path)
{
    char *error = NULL;
    struct mba_reader *reader = mba_reader_open(path, &error);
    xmlDocPtr doc;
    while (reader && (doc = mba_reader_next(reader, &error)))
        xmlFreeDoc(doc);
    mba_reader_free(reader);
    return error;
}

static bool refused(const char *bytes, size_t len, const char *because)
{
    const char *path = fixture_file(bytes, len);
    char *error = error_of(path);
    bool good =
        error && strncmp(error, path, strlen(path)) == 0 && strstr(error, because) && !strchr(error, '\n');
    if (!good)
        printf("\n    expected \"%s\", got \"%s\"\n", because, error ? error : "nothing");
    free(error);
    fixture_remove(path);
    return good;
}

static bool text_refused(const char *text, const char *because)
{
    return refused(text, strlen(text), because);
}

UNIT_TEST(other_documents_are_refused)
{
    CU_ASSERT_TRUE(text_refused("", "is not a findings document"));
    CU_ASSERT_TRUE(text_refused("hello", "is not a findings document"));
    CU_ASSERT_TRUE(text_refused("<findings schema='1'/>", "its root is not <findings>"));
    CU_ASSERT_TRUE(text_refused("<other xmlns='" MBA_FINDINGS_NS "'/>", "its root is not <findings>"));
    CU_ASSERT_TRUE(text_refused("<findings xmlns='" MBA_FINDINGS_NS "'/>", "no schema number"));
    CU_ASSERT_TRUE(text_refused("<findings xmlns='" MBA_FINDINGS_NS "' schema='2'/>", "follows schema 2"));
    CU_ASSERT_TRUE(text_refused("<findings xmlns='" MBA_FINDINGS_NS "' schema='1'><x/></findings>",
                                "does not begin with its head"));
}

UNIT_TEST(a_doctype_is_refused)
{
    CU_ASSERT_TRUE(text_refused("<!DOCTYPE findings [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
                                "<findings xmlns='" MBA_FINDINGS_NS
                                "' schema='1'><head>&e;</head></findings>",
                                "it has a DOCTYPE"));
}

UNIT_TEST(a_document_cut_off_anywhere_is_refused)
{
    struct mba_buf bytes = {0};
    make(false, &bytes);
    CU_ASSERT_FATAL(bytes.len > 200);
    for (size_t len = 150; len < bytes.len - 1; len += 97)
        CU_ASSERT_TRUE(refused(bytes.data, len, ":"));
    CU_ASSERT_TRUE(refused(bytes.data, bytes.len - 12, "is damaged or cut off"));
    mba_buf_clear(&bytes);
    make(true, &bytes);
    CU_ASSERT_TRUE(refused(bytes.data, bytes.len - 9, "cut off"));
    CU_ASSERT_TRUE(refused(bytes.data, bytes.len / 2, "cut off"));
    mba_buf_free(&bytes);
}

UNIT_TEST(a_damaged_compressed_document_is_refused)
{
    struct mba_buf bytes = {0};
    make(true, &bytes);
    bytes.data[bytes.len - 8] ^= 1; /* its checksum */
    CU_ASSERT_TRUE(refused(bytes.data, bytes.len, "cannot be read"));
    mba_buf_free(&bytes);
}

UNIT_TEST(what_cannot_be_opened_is_named)
{
    char *error = error_of("/nonexistent/findings.xml");
    CU_ASSERT_TRUE(error && strstr(error, "/nonexistent/findings.xml: cannot be opened: No such file"));
    free(error);
    error = error_of("/tmp");
    CU_ASSERT_TRUE(error && strstr(error, "/tmp: ") && strstr(error, "directory"));
    free(error);
}

static bool holds_hidden(const xmlNode *node)
{
    for (; node; node = node->next) {
        const xmlNode *attributes = node->type == XML_ELEMENT_NODE ? (const xmlNode *)node->properties : NULL;
        if (node->content && strstr((const char *)node->content, "\u202e"))
            return true;
        if (holds_hidden(attributes) || (node->type != XML_TEXT_NODE && holds_hidden(node->children)))
            return true;
    }
    return false;
}

/* A document from elsewhere: with a bidirectional control in a name, in an attribute and in text. */
UNIT_TEST(what_could_deceive_is_visible_whoever_wrote_the_document)
{
    static const char text[] =
        "<findings xmlns='urn:mbaudit:findings:1' schema='1'><head><rules><rule id='a&#x202e;b'>"
        "<title>t&#x202e;</title></rule></rules></head><servers><server name='S&#x202e;1'>"
        "<snapshot captured=''><p>x&#x202e;&#x85;y</p></snapshot></server></servers></findings>";
    char *error = NULL;
    const char *path = fixture_file(text, sizeof text - 1);
    struct mba_reader *reader = mba_reader_open(path, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(reader);
    xmlDocPtr section = mba_reader_next(reader, &error);
    xmlNodePtr root = xmlDocGetRootElement(section);
    CU_ASSERT_PTR_NOT_NULL_FATAL(root);
    CU_ASSERT_FALSE(holds_hidden(xmlDocGetRootElement(mba_reader_head(reader))));
    CU_ASSERT_FALSE(holds_hidden(root));
    CU_ASSERT_TRUE(attribute_is(root, "server", "S\\u{202E}1"));
    xmlChar *shown = xmlNodeGetContent(root);
    CU_ASSERT_STRING_EQUAL(shown, "x\\u{202E}\\u{85}y");
    xmlFree(shown);
    xmlFreeDoc(section);
    mba_reader_free(reader);
    fixture_remove(path);
}

static bool next_has_recorded(struct mba_reader *reader)
{
    char *error = NULL;
    xmlDocPtr doc = mba_reader_next(reader, &error);
    xmlNodePtr node = xmlFirstElementChild(xmlFirstElementChild(xmlDocGetRootElement(doc)));
    CU_ASSERT_PTR_NOT_NULL_FATAL(doc);
    while (node && strcmp((const char *)node->name, "recorded") != 0)
        node = xmlNextElementSibling(node);
    mba_section_free(doc);
    return node != NULL;
}

UNIT_TEST(what_is_recorded_comes_when_it_is_asked_for)
{
    struct mba_buf out = {0};
    char *error = NULL;
    make(true, &out);
    const char *path = fixture_file(out.data, out.len);
    for (int keep = 0; keep < 2; keep++) {
        struct mba_reader *reader = mba_reader_open(path, &error);
        CU_ASSERT_PTR_NOT_NULL_FATAL(reader);
        if (keep)
            mba_reader_keep_recorded(reader);
        for (size_t i = 0; i < 4; i++)
            CU_ASSERT_EQUAL(next_has_recorded(reader), keep == 1);
        mba_reader_free(reader);
    }
    fixture_remove(path);
    mba_buf_free(&out);
}
