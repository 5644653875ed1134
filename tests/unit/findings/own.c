/* Documents as this room writes them are read without a parser. Whatever is done to one of them, what comes
 * of it is what the parser makes of it: the same tree, or the same words about the same line. The parser
 * reads a twin of each document, whose first line has other quotation marks. */
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "unit.h"

static const char whole[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<findings xmlns=\"urn:mbaudit:findings:1\" "
    "schema=\"1\">\n<head>\n<created>x</created></head>\n<servers>\n"
    "<server name=\"A&amp;B\">\n<snapshot captured=\"2006-05-16T02:00:00Z\" keys=\"2\">\n"
    "<export input=\"x.zip\" member=\"\"/>\n"
    "<finding id=\"1\" rule=\"r\"><found>a &lt; b&#10;&quot;c&quot;</found><evidence "
    "value=\"&#9;1\"/></finding>\n"
    "<recorded keys=\"all\"><object path=\"/LM\"><set property=\"P\"><item>\xC3\xBC</item></set>\n"
    "<set property=\"Q\"/></object></recorded>\n</snapshot>\n"
    "<snapshot captured=\"2006-05-17T02:00:00Z\" same-as=\"2006-05-16T02:00:00Z\">\n</snapshot>\n"
    "<episode id=\"1\" state=\"open\"/>\n</server>\n"
    "<server name=\"C\">\n<snapshot missing=\"after\" completeness=\"none\">\n<resolved>\tx</resolved>\n"
    "</snapshot>\n</server>\n</servers>\n</findings>\n";

static const char *const inserted[] = {"<",
                                       ">",
                                       "&",
                                       "\"",
                                       "'",
                                       " ",
                                       "\n",
                                       "\t",
                                       "\r",
                                       "/",
                                       "=",
                                       "x",
                                       "\x01",
                                       "\x7F",
                                       "\xC3",
                                       "\xC3\xA4",
                                       "\xE2\x80\xAE",
                                       "\xEF\xBF\xBF",
                                       "\xEF\xBF\xBD",
                                       "&amp;",
                                       "&#65;",
                                       "&#x202e;",
                                       "&apos;",
                                       "&none;",
                                       "]]>",
                                       "<!--x-->",
                                       "<!--",
                                       "-->",
                                       "<![CDATA[<x>]]>",
                                       "<?p q?>",
                                       "<a/>",
                                       "<a></a>",
                                       " a=\"1\"",
                                       " id=\"2\"",
                                       " xmlns=\"u\"",
                                       " xmlns:p=\"u\"",
                                       " xml:space=\"preserve\"",
                                       "<p:a/>",
                                       "</snapshot>",
                                       "\n</snapshot>\n",
                                       "<snapshot>",
                                       "</server>",
                                       "\n</server>\n<server name=\"D\">\n",
                                       "\n<snapshot missing=\"after\">\n</snapshot>\n",
                                       "<!DOCTYPE findings>",
                                       "\n<servers>\n",
                                       "\n</servers>\n</findings>\n"};
enum { INSERTED = sizeof inserted / sizeof *inserted };

static void dump(struct mba_buf *out, const xmlNode *node)
{
    for (; node; node = node->next) {
        const char *ns = node->type == XML_ELEMENT_NODE && node->ns ? (const char *)node->ns->href : "";
        const char *content = node->type == XML_ELEMENT_NODE ? "" : (const char *)node->content;
        mba_buf_printf(out, "(%d %s %s %s", (int)node->type, ns, (const char *)node->name,
                       content ? content : "");
        for (const xmlAttr *a = node->type == XML_ELEMENT_NODE ? node->properties : NULL; a; a = a->next)
            mba_buf_printf(out, " [%s=%s]", (const char *)a->name,
                           mba_node_attr(node, (const char *)a->name));
        if (node->type == XML_ELEMENT_NODE)
            dump(out, node->children);
        mba_buf_putc(out, ')');
    }
}

struct outcome {
    struct mba_buf sections;
    char *error;
    size_t own; /* sections made without the parser */
};

static bool read_section(struct mba_reader *reader, bool skip, struct outcome *out)
{
    struct mba_buf place = {0};
    mba_buf_printf(&place, "%s %d ", mba_reader_server(reader), mba_reader_missing(reader));
    xmlDocPtr section = skip ? NULL : mba_reader_next(reader, &out->error);
    bool good = skip ? mba_reader_skip(reader, &out->error) : section != NULL;
    if (good)
        mba_buf_add(&out->sections, place.data, place.len);
    if (section) {
        out->own += section->_private != NULL;
        dump(&out->sections, xmlDocGetRootElement(section));
    }
    mba_section_free(section);
    mba_buf_free(&place);
    return good;
}

static void read_all(const struct mba_buf *bytes, bool skip, struct outcome *out)
{
    const char *path = fixture_file(bytes->data, bytes->len);
    struct mba_reader *reader = mba_reader_open_as(path, "doc", &out->error);
    if (reader)
        mba_reader_keep_recorded(reader);
    while (reader && mba_reader_server(reader) && read_section(reader, skip, out))
        ;
    mba_reader_free(reader);
    fixture_remove(path);
}

/* The parser may know of an error before it comes to the section that has it. */
static bool same(const struct outcome *mine, const struct outcome *parsed)
{
    size_t len = parsed->sections.len;
    if (parsed->own > 0 || !mine->error != !parsed->error)
        return false;
    if (parsed->error ? strcmp(mine->error, parsed->error) != 0 : mine->sections.len != len)
        return false;
    return len == 0 ||
           (mine->sections.len >= len && memcmp(mine->sections.data, parsed->sections.data, len) == 0);
}

static void forget(struct outcome *outcome)
{
    mba_buf_free(&outcome->sections);
    free(outcome->error);
}

/* Without: how many bytes are left out at `at`. */
static bool agrees(size_t at, size_t without, const char *instead, bool skip, size_t *own)
{
    struct mba_buf bytes = {0};
    struct outcome mine = {.own = 0}, parsed = {.own = 0};
    mba_buf_add(&bytes, whole, at);
    mba_buf_puts(&bytes, instead);
    mba_buf_puts(&bytes, whole + at + without);
    read_all(&bytes, skip, &mine);
    bytes.data[strlen("<?xml version=")] = bytes.data[strlen("<?xml version=\"1.0")] = '\'';
    read_all(&bytes, skip, &parsed);
    bool good = same(&mine, &parsed);
    if (!good)
        printf("at %zu, %zu out, '%s' in:\n%s%s\n%s%s\n", at, without, instead,
               mine.sections.data ? mine.sections.data : "", mine.error ? mine.error : "",
               parsed.sections.data ? parsed.sections.data : "", parsed.error ? parsed.error : "");
    *own = mine.own;
    forget(&mine);
    forget(&parsed);
    mba_buf_free(&bytes);
    return good;
}

UNIT_TEST(sections_are_those_of_the_parser)
{
    size_t own;
    CU_ASSERT_TRUE(agrees(0, 0, "", false, &own));
    CU_ASSERT_EQUAL(own, 3);
    CU_ASSERT_TRUE(agrees(0, 0, "", true, &own));
}

UNIT_TEST(whatever_is_put_in_is_as_the_parser_sees_it)
{
    size_t own;
    for (size_t at = strlen("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"); at < sizeof whole; at++)
        for (size_t k = 0; k < 4; k++)
            if (!agrees(at, 0, inserted[(at * 4 + k + at / INSERTED) % INSERTED], at % 7 == 0, &own)) {
                CU_FAIL("not the same");
                return;
            }
}

UNIT_TEST(whatever_is_left_out_or_replaced_is_as_the_parser_sees_it)
{
    size_t own;
    for (size_t at = strlen("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"); at + 1 < sizeof whole; at++)
        if (!agrees(at, 1, "", false, &own) || !agrees(at, 1, inserted[at % INSERTED], false, &own) ||
            !agrees(at, sizeof whole - 1 - at, "", false, &own)) {
            CU_FAIL("not the same");
            return;
        }
}

/* In a comment it is a comment, however much it looks like servers. */
UNIT_TEST(servers_in_a_comment_are_none)
{
    const char *place = strstr(whole, "</head>");
    size_t own;
    CU_ASSERT_TRUE(
        agrees((size_t)(place - whole), 0,
               "<!--\n<servers>\n<server name=\"A&amp;B\">\n<snapshot captured=\"\">\n</snapshot>\n-->",
               false, &own));
    CU_ASSERT_EQUAL(own, 0);
}

UNIT_TEST(two_attributes_of_one_name_are_refused)
{
    const char *place = strstr(whole, " rule=");
    size_t own;
    CU_ASSERT_TRUE(agrees((size_t)(place - whole), 0, " id=\"2\"", false, &own));
    CU_ASSERT_EQUAL(own, 0);
}

/* What is strange costs only what follows it. */
UNIT_TEST(only_from_what_is_strange_on_the_parser_is_needed)
{
    const char *place = strstr(whole, "\tx</resolved>");
    size_t own;
    CU_ASSERT_TRUE(agrees((size_t)(place - whole), 1, "\xE2\x80\xAE", false, &own));
    CU_ASSERT_EQUAL(own, 2);
}
