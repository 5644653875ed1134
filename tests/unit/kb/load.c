/* Loading one article: what it says, and what is wrong with it. */
#include <stdlib.h>
#include <string.h>

#include "article.h"
#include "unit.h"

/* The article with one change is refused with exactly this. */
static void refused(const char *from, const char *to, const char *expected)
{
    struct mba_buf said = {0};
    char *text = article_with(from, to);
    article_problems(text, &said);
    CU_ASSERT_STRING_EQUAL(said.data ? said.data : "", expected);
    if (strcmp(said.data ? said.data : "", expected) != 0)
        printf("\n%s\n%s\n", said.data ? said.data : "(nothing)", expected);
    mba_buf_free(&said);
    free(text);
}

UNIT_TEST(an_article_is_read_whole)
{
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    CU_ASSERT_FATAL(mba_kb_load_memory(kb, "a.xml", small_article, strlen(small_article), "here", &problems));
    const struct mba_article *a = mba_kb_find(kb, "a-rule");
    CU_ASSERT_PTR_NOT_NULL_FATAL(a);
    CU_ASSERT_STRING_EQUAL(a->title, "A title");
    CU_ASSERT_STRING_EQUAL(a->service, "SMTP");
    CU_ASSERT_STRING_EQUAL(a->source, "exbpa test");
    CU_ASSERT_STRING_EQUAL(a->file, "a.xml");
    CU_ASSERT_STRING_EQUAL(a->origin, "here");
    CU_ASSERT_FALSE(a->overrides);
    CU_ASSERT_STRING_EQUAL(a->found, "Found {ServerState:meaning} at {path}.");
    CU_ASSERT_STRING_EQUAL(a->remedy, "Repair {path}.");
    CU_ASSERT_EQUAL_FATAL(a->command_count, 2);
    CU_ASSERT_STRING_EQUAL(a->commands[0].platform, "any");
    CU_ASSERT_STRING_EQUAL(a->commands[0].text, "one {adsutil}\n  two");
    CU_ASSERT_STRING_EQUAL(a->commands[1].text, "three");
    CU_ASSERT_PTR_NOT_NULL(a->examples);
    mba_problems_free(&problems);
    mba_kb_free(kb);
}

UNIT_TEST(a_rule_is_read_whole)
{
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    CU_ASSERT_FATAL(mba_kb_load_memory(kb, "a.xml", small_article, strlen(small_article), "here", &problems));
    const struct mba_rule *rule = &mba_kb_at(kb, 0)->rule;
    CU_ASSERT_EQUAL(rule->severity, MBA_SEVERITY_WARNING);
    CU_ASSERT_EQUAL(rule->confidence, 'B');
    CU_ASSERT_EQUAL(rule->scope, MBA_SCOPE_OBJECT);
    CU_ASSERT_STRING_EQUAL(rule->classes[0], "IIsSmtpServer");
    CU_ASSERT_STRING_EQUAL(rule->classes[1], "IIsSmtpService");
    CU_ASSERT_PTR_NULL(rule->classes[2]);
    CU_ASSERT_STRING_EQUAL(rule->paths[0], "/LM/SmtpSvc/*");
    CU_ASSERT_STRING_EQUAL(rule->applies, "$HopCount > 1");
    CU_ASSERT_STRING_EQUAL(rule->test, "$ServerState = 4");
    CU_ASSERT(rule->defaults_decide);
    CU_ASSERT_EQUAL_FATAL(rule->grade_count, 1);
    CU_ASSERT_EQUAL(rule->grades[0].severity, MBA_SEVERITY_ERROR);
    CU_ASSERT_EQUAL(rule->grades[0].line, 5);
    CU_ASSERT_EQUAL_FATAL(rule->absent_count, 1);
    CU_ASSERT_EQUAL(rule->absents[0].outcome, MBA_OUTCOME_PASS);
    CU_ASSERT_EQUAL_FATAL(rule->expect_count, 1);
    CU_ASSERT_STRING_EQUAL(rule->expects[0].text, "2 (started)");
    CU_ASSERT_EQUAL_FATAL(rule->hint_count, 1);
    CU_ASSERT_STRING_EQUAL(rule->hints[0].text, "At {path}.");
    CU_ASSERT_STRING_EQUAL(rule->collect, "Collect it.");
    mba_problems_free(&problems);
    mba_kb_free(kb);
}

UNIT_TEST(what_may_be_left_out_has_a_meaning)
{
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    char *text = article_with(" confidence=\"B\"", "");
    CU_ASSERT_FATAL(mba_kb_load_memory(kb, "a.xml", text, strlen(text), "here", &problems));
    CU_ASSERT_EQUAL(mba_kb_at(kb, 0)->rule.confidence, 'A');
    free(text);
    text = article_with(" path=\"/LM/SmtpSvc/*\"", "");
    CU_ASSERT_FATAL(mba_kb_load_memory(kb, "a.xml", text, strlen(text), "there", &problems));
    CU_ASSERT_PTR_NULL(mba_kb_at(kb, 0)->rule.paths[0]);
    free(text);
    mba_problems_free(&problems);
    mba_kb_free(kb);
}

/* ---- mistakes --------------------------------------------------------------------------------- */

UNIT_TEST(unknown_words_are_refused_with_the_known_ones)
{
    refused("\"warning\" confidence", "\"errror\" confidence",
            "4: severity is \"errror\"; use one of error, warning, non-default, best-practice, information");
    refused("confidence=\"B\"", "confidence=\"D\"", "4: confidence is \"D\"; use one of A, B, C");
    refused("outcome=\"pass\"", "outcome=\"not-evaluated\"",
            "6: outcome is \"not-evaluated\"; use one of fail, pass, not-applicable");
    refused("way=\"console\"", "way=\"mouse\"", "19: way is \"mouse\"; use one of console, command");
    refused("exchange2000 exchange2003", "exchange2000 iis7",
            "19: platform is \"iis7\"; use one of any, exchange, exchange2000, exchange2003, exchange2007, "
            "iis5, iis6, "
            "windows2008");
    refused("kind=\"kb\"", "kind=\"web\"",
            "25: kind is \"web\"; use one of exbpa, kb, technet, msdn, stig, other");
    refused("defaults=\"decide\"", "defaults=\"yes\"", "4: defaults is \"yes\"; use one of decide");
}

UNIT_TEST(attributes_are_checked)
{
    refused(" id=\"a-rule\"", "", "1: <article> has no attribute id; add it");
    refused("id=\"a-rule\"", "id=\"A Rule\"",
            "1: id is \"A Rule\"; use words of small letters and digits with single dashes between");
    refused("id=\"a-rule\"", "id=\"a--rule\"",
            "1: id is \"a--rule\"; use words of small letters and digits with single dashes between");
    refused("id=\"a-rule\"", "id=\"a-rule\" colour=\"red\"",
            "1: <article> has an unknown attribute colour; it takes id, service, source");
    refused("<p>Cause", "<p class=\"x\">Cause", "15: <p> has an unknown attribute class; it takes none");
    refused("service=\"SMTP\"", "service=\" \"",
            "1: attribute service of <article> is empty; give it a value");
    refused("applies=\"$HopCount > 1\"", "applies=\"\"",
            "4: attribute applies of <rule> is empty; give it a value or leave it out");
    refused("path=\"/LM/SmtpSvc/*\"", "path=\"SmtpSvc/*\"",
            "4: path \"SmtpSvc/*\" is not absolute; write it as /LM/...");
}

UNIT_TEST(elements_are_checked)
{
    refused("<title>A   title</title>", "", "4: <rule> stands where <title> must come first");
    refused("<remedy>Repair {path}.</remedy>", "", "19: <fix> stands where <remedy> must come first");
    refused("<remedy>", "<remedies/><remedy>",
            "18: <remedies> may not stand in <article>; it takes: title rule found meaning cause? intended? "
            "verify? "
            "remedy fix+ check? references? examples?");
    refused("<cause><p>Cause.</p></cause>", "<cause><p>a</p></cause><cause><p>b</p></cause>",
            "15: <cause> stands where <remedy> must come first");
    refused("<code>a b</code>", "<b>a b</b>", "14: <b> may not stand in <p>; it takes: code command");
    refused("<item>One</item><item>Two</item>", "", "14: <list> has no <item>; add it");
    refused("<step>Look.</step>", "", "17: <verify> is empty; write something or leave it out");
    refused("<step>Look.</step>", "Look.",
            "17: <verify> may not hold text directly; it takes: p note list step");
    refused("A   title", " ", "2: <title> is empty; write something or leave it out");
    refused("A   title", "A <code>x</code>", "2: <code> may not stand in <title>, which takes no elements");
    refused("</examples>", "</examples><check><p>x</p></check>",
            "28: <check> stands too late or twice in <article>; the order is: title rule found meaning "
            "cause? intended? "
            "verify? remedy fix+ check? references? examples?");
}

UNIT_TEST(expressions_are_compiled)
{
    refused("$ServerState = 4", "$ServerState = ",
            "4: the test expression does not compile at character 15: something is missing or out of place");
    refused(
        "$HopCount > 1", "$HopCount &gt;&gt; 1",
        "4: the applies expression does not compile at character 12: something is missing or out of place");
    refused("$HopCount = 2", "(",
            "5: the when expression does not compile at character 2: something is missing or out of place");
    refused("$HopCount = 3", "1 +",
            "8: the hint expression does not compile at character 4: something is missing or out of place");
}

UNIT_TEST(a_reasoned_rule_is_never_an_error)
{
    refused("confidence=\"B\"", "confidence=\"C\"",
            "4: confidence C (reasoned) may not be of severity error; use warning or less");
}

UNIT_TEST(a_scope_needs_what_it_looks_at)
{
    refused(" class=\"IIsSmtpServer IIsSmtpService\"", "",
            "4: <rule> names no class; add class=\"IIsSmtpServer\" or whatever keys it judges");
    refused("class=\"IIsSmtpServer IIsSmtpService\" path=\"/LM/SmtpSvc/*\"", "scope=\"server\"",
            "4: <rule> of scope server names no path; add the part of the tree that must have been exported, "
            "like "
            "path=\"/LM/SmtpSvc\"");
}

UNIT_TEST(placeholders_are_checked)
{
    refused("Repair {path}.", "Repair {pth}.",
            "18: \"{pth}\" is no placeholder; use {server}, {path}, {instance}, {class}, {adsutil}, "
            "{PropertyName} or "
            "{PropertyName:meaning}, and {{ or }} for a brace itself");
    refused("Means ", "Means } ",
            "14: \"}\" is no placeholder; use {server}, {path}, {instance}, {class}, {adsutil}, "
            "{PropertyName} or "
            "{PropertyName:meaning}, and {{ or }} for a brace itself");
}

UNIT_TEST(examples_are_checked)
{
    refused("outcome=\"fail\" severity", "outcome=\"pass\" severity",
            "27: <example> has a severity, which only outcome=\"fail\" may have");
    refused("value=\"4\"", "value=\"4\" secret=\"yes\"",
            "27: a secret <property> has a value; leave the value out");
    refused("value=\"4\"/>", "value=\"4\"><item>4</item></property>",
            "27: <property> has both a value and items; use one of them");
}

UNIT_TEST(every_mistake_in_a_file_is_reported)
{
    struct mba_buf said = {0};
    char *text = article_with("severity=\"warning\" confidence=\"B\"", "severity=\"bad\" confidence=\"Z\"");
    char *at = strstr(text, "way=\"console\"");
    memcpy(at, "way=\"CONSOLE\"", 13);
    CU_ASSERT_EQUAL(article_problems(text, &said), 3);
    mba_buf_free(&said);
    free(text);
}

/* ---- what is no article ------------------------------------------------------------------------ */

static void text_refused(const char *text, const char *expected)
{
    struct mba_buf said = {0};
    article_problems(text, &said);
    CU_ASSERT_STRING_EQUAL(said.data ? said.data : "", expected);
    mba_buf_free(&said);
}

UNIT_TEST(other_documents_are_refused)
{
    text_refused("<articles xmlns=\"urn:mbaudit:kb:1\"/>",
                 "1: begins with <articles>; an article file holds one <article>");
    text_refused("<article/>", "1: <article> is not in the namespace urn:mbaudit:kb:1; write "
                               "xmlns=\"urn:mbaudit:kb:1\" on <article>");
    text_refused("", "1: is not well-formed XML: Document is empty");
    text_refused("<article>\n</artikel>",
                 "2: is not well-formed XML: Opening and ending tag mismatch: article line 1 and artikel");
}

UNIT_TEST(a_doctype_is_refused_whatever_it_holds)
{
    text_refused("<!DOCTYPE article>\n<article/>",
                 "1: has a DOCTYPE, which an article may not have; remove it");
    text_refused("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>\n<a>&e;</a>",
                 "1: has a DOCTYPE, which an article may not have; remove it");
}
