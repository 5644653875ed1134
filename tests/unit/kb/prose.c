/* Prose in the tree: white space, placeholders, commands. */
#include <stdlib.h>
#include <string.h>

#include <libxml/tree.h>

#include "article.h"
#include "unit.h"

/* The serialised element of that name, loaded with one change. */
static void element_is(const char *from, const char *to, const char *name, const char *expected)
{
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    char *text = article_with(from, to);
    CU_ASSERT_FATAL(mba_kb_load_memory(kb, "a.xml", text, strlen(text), "here", &problems));
    xmlNodePtr node = mba_kb_at(kb, 0)->node->children;
    while (node && (node->type != XML_ELEMENT_NODE || strcmp((const char *)node->name, name) != 0))
        node = node->next;
    CU_ASSERT_PTR_NOT_NULL_FATAL(node);
    xmlBufferPtr out = xmlBufferCreate();
    xmlNodeDump(out, node->doc, node, 0, 0);
    CU_ASSERT_STRING_EQUAL((const char *)xmlBufferContent(out), expected);
    xmlBufferFree(out);
    free(text);
    mba_problems_free(&problems);
    mba_kb_free(kb);
}

UNIT_TEST(placeholders_become_elements)
{
    element_is("Repair {path}.", "{path}{ServerState:meaning} x", "remedy",
               "<remedy><var name=\"path\"/><var name=\"ServerState\" meaning=\"yes\"/> x</remedy>");
}

UNIT_TEST(double_braces_become_one)
{
    element_is("Repair {path}.", "a {{b}} {path}", "remedy", "<remedy>a {b} <var name=\"path\"/></remedy>");
}

UNIT_TEST(white_space_is_collapsed)
{
    element_is("Means <code>a b</code> this.", "\n  Means\n\t <code> a  b </code>  this.\n ", "meaning",
               "<meaning><p>Means <code>a  b</code> "
               "this.</p><list><item>One</item><item>Two</item></list></meaning>");
}

UNIT_TEST(comments_do_not_split_text)
{
    element_is("Repair {path}.", "Re<!-- {nothing} -->pair <!-- -->it.", "remedy",
               "<remedy>Repair it.</remedy>");
}

UNIT_TEST(commands_keep_their_lines)
{
    element_is("<command>three</command>", "<command>\n a\n   b {path}\n</command>", "check",
               "<check><step>Look again.</step></check>");
    element_is("<step>Look again.</step>", "<step>x <command>\n a\n   b {path}\n</command></step>", "check",
               "<check><step>x <command>a\n   b <var name=\"path\"/></command></step></check>");
}

UNIT_TEST(examples_are_not_in_the_article)
{
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    CU_ASSERT_FATAL(mba_kb_load_memory(kb, "a.xml", small_article, strlen(small_article), "here", &problems));
    for (xmlNodePtr node = mba_kb_at(kb, 0)->node->children; node; node = node->next)
        CU_ASSERT_STRING_NOT_EQUAL((const char *)node->name, "examples");
    mba_problems_free(&problems);
    mba_kb_free(kb);
}

/* ---- pieces ------------------------------------------------------------------------------------ */

static void pieces_are(const char *text, int end, const char *expected)
{
    struct mba_buf said = {0};
    struct mba_piece piece;
    const char *cursor = text;
    int got;
    while ((got = mba_piece_next(&cursor, &piece)) > 0)
        mba_buf_printf(&said, piece.placeholder ? piece.meaning ? "[%.*s!]" : "[%.*s]" : "%.*s;",
                       (int)piece.len, piece.text);
    CU_ASSERT_EQUAL(got, end);
    CU_ASSERT_STRING_EQUAL(said.data ? said.data : "", expected);
    mba_buf_free(&said);
}

UNIT_TEST(text_comes_in_pieces)
{
    pieces_are("", 0, "");
    pieces_are("a {server}{A_1} b", 0, "a ;[server][A_1] b;");
    pieces_are("{A:meaning}", 0, "[A!]");
    pieces_are("{{}}{{{path}}}", 0, "{;};{;[path]};");
    pieces_are("a {", -1, "a ;");
    pieces_are("}", -1, "");
    pieces_are("{}", -1, "");
    pieces_are("{a}", -1, "");
    pieces_are("{path:meaning}", -1, "");
    pieces_are("{A:mean}", -1, "");
    pieces_are("{A", -1, "");
}
