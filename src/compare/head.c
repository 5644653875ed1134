/* The head of the compared document: that of the newer one, and what the comparison adds to it. */
#include <string.h>

#include "private.h"

static void copy_lines(struct mba_buf *out, xmlNodePtr element)
{
    mba_buf_printf(out, "<%s", (const char *)element->name);
    mba_xml_copy_attrs(out, element, NULL);
    mba_buf_putc(out, '>');
    for (xmlNodePtr node = xmlFirstElementChild(element); node; node = xmlNextElementSibling(node)) {
        mba_buf_putc(out, '\n');
        mba_xml_copy(out, node);
    }
    mba_buf_printf(out, "</%s>\n", (const char *)element->name);
}

/* ---- the baseline ------------------------------------------------------------------------------------- */

static void write_baseline(const struct mba_pass *pass, const char *sha256, struct mba_buf *out)
{
    const struct mba_side *before = &pass->before;
    const xmlNode *created = mba_node_child(before->head, "created");
    mba_buf_puts(out, "<baseline");
    mba_xml_attr(out, "name", before->name);
    mba_xml_attr(out, "sha256", sha256);
    mba_xml_attr(out, "created", created->children ? (const char *)created->children->content : "");
    mba_xml_attr(out, "version", mba_node_attr(mba_node_child(before->head, "knowledge-base"), "version"));
    mba_xml_number(out, "servers", before->summary.servers);
    mba_xml_number(out, "findings", before->summary.findings);
    mba_buf_putc(out, '>');
    for (size_t i = 0; i < pass->out->differences.count; i++) {
        mba_buf_putc(out, '\n');
        mba_xml_element(out, "difference", pass->out->differences.items[i].text);
    }
    mba_buf_puts(out, "</baseline>\n");
}

static void write_comparison(const struct mba_comparison *sum, struct mba_buf *out)
{
    mba_buf_puts(out, "\n<comparison");
    mba_xml_number(out, "new", sum->fresh);
    mba_xml_number(out, "open", sum->open);
    mba_xml_number(out, "changed", sum->changed);
    mba_xml_number(out, "resolved", sum->resolved);
    mba_xml_number(out, "not-comparable", sum->not_comparable);
    mba_xml_number(out, "changes", sum->changes);
    mba_xml_number(out, "missing-after", sum->missing_after);
    mba_xml_number(out, "missing-before", sum->missing_before);
    mba_buf_puts(out, "/>");
}

static void write_severity(const struct mba_pass *pass, xmlNodePtr element, struct mba_buf *out)
{
    static const char *const counted[] = {"waived", NULL};
    enum mba_severity severity;
    const char *word = mba_node_attr(element, "name");
    mba_buf_puts(out, "<severity");
    mba_xml_copy_attrs(out, element, counted);
    if (word && mba_severity_parse(word, &severity))
        mba_xml_number(out, "waived", pass->out->summary.waived[severity]);
    mba_buf_puts(out, "/>");
}

static void write_totals(const struct mba_pass *pass, xmlNodePtr totals, struct mba_buf *out)
{
    mba_buf_puts(out, "<totals");
    mba_xml_copy_attrs(out, totals, NULL);
    mba_buf_putc(out, '>');
    for (xmlNodePtr node = xmlFirstElementChild(totals); node; node = xmlNextElementSibling(node)) {
        if (pass->job->before && mba_node_is(node, "comparison"))
            continue;
        mba_buf_putc(out, '\n');
        if (pass->job->waivers && mba_node_is(node, "severity"))
            write_severity(pass, node, out);
        else
            mba_xml_copy(out, node);
    }
    if (pass->job->before)
        write_comparison(pass->out, out);
    mba_buf_puts(out, "</totals>\n");
}

/* ---- rules and articles ---------------------------------------------------------------------------------
 */

static int severity_of(xmlNodePtr rule)
{
    enum mba_severity severity = MBA_SEVERITY_INFORMATION;
    const char *word = mba_node_attr(rule, "severity");
    if (word)
        mba_severity_parse(word, &severity);
    return (int)severity;
}

/* A rule of the baseline that was not judged here, and is needed for what is said of it. */
static void write_lost_rule(struct mba_buf *out, xmlNodePtr rule)
{
    static const char *const counted[] = {"fail", "pass", "not-applicable", "not-evaluated", "servers", NULL};
    mba_buf_puts(out, "\n<rule");
    mba_xml_copy_attrs(out, rule, counted);
    for (int i = 0; i < MBA_OUTCOME_COUNT; i++)
        mba_xml_number(out, mba_outcome_word((enum mba_outcome)i), 0);
    mba_xml_number(out, "servers", 0);
    mba_buf_puts(out, "/>");
}

static void write_article(struct mba_buf *out, xmlNodePtr article)
{
    xmlBufferPtr text = xmlBufferCreate();
    mba_buf_putc(out, '\n');
    if (!text || xmlNodeDump(text, article->doc, article, 0, 0) < 0)
        out->failed = true;
    else
        mba_buf_add(out, xmlBufferContent(text), (size_t)xmlBufferLength(text));
    if (text)
        xmlBufferFree(text);
}

static bool goes_before(xmlNodePtr lost, xmlNodePtr rule)
{
    if (severity_of(lost) != severity_of(rule))
        return severity_of(lost) < severity_of(rule);
    const char *a = mba_node_attr(lost, "id"), *b = mba_node_attr(rule, "id");
    return !b || strcmp(a, b) < 0;
}

/* Two lists in the same order become one. The baseline's goes through in its own order: gravest first. */
static void write_rules(struct mba_pass *pass, xmlNodePtr rules, struct mba_buf *out)
{
    xmlNodePtr then = pass->before.head ? mba_node_child(pass->before.head, "rules") : NULL;
    xmlNodePtr lost = then ? xmlFirstElementChild(then) : NULL, rule = xmlFirstElementChild(rules);
    mba_buf_puts(out, "<rules>");
    while (lost || rule) {
        const char *id = mba_node_attr(lost, "id");
        const struct mba_index_item *used = id ? mba_index_find(&pass->before.rules, id) : NULL;
        if (lost && (!used || !used->taken || mba_index_find(&pass->after.rules, id))) {
            lost = xmlNextElementSibling(lost);
        } else if (lost && (!rule || goes_before(lost, rule))) {
            write_lost_rule(out, lost);
            lost = xmlNextElementSibling(lost);
        } else {
            mba_buf_putc(out, '\n');
            mba_xml_copy(out, rule);
            rule = xmlNextElementSibling(rule);
        }
    }
    mba_buf_puts(out, "</rules>\n");
}

static bool index_articles(struct mba_index *index, xmlNodePtr head)
{
    xmlNodePtr articles = head ? mba_node_child(head, "articles") : NULL;
    for (xmlNodePtr node = articles ? xmlFirstElementChild(articles) : NULL; node;
         node = xmlNextElementSibling(node)) {
        const char *id = mba_node_attr(node, "id");
        if (id && !mba_index_add(index, id, node))
            return false;
    }
    mba_index_sort(index);
    return true;
}

/* This document's own, and of the baseline those of rules that found something only there. */
static void write_articles(struct mba_pass *pass, struct mba_buf *out)
{
    struct mba_index mine = {0}, theirs = {0};
    size_t m = 0, t = 0;
    out->failed |= !index_articles(&mine, pass->after.head) || !index_articles(&theirs, pass->before.head);
    mba_buf_puts(out, "<articles>");
    while (m < mine.count || t < theirs.count) {
        const char *id = t < theirs.count ? theirs.items[t].key : NULL;
        const struct mba_index_item *rule = id ? mba_index_find(&pass->before.rules, id) : NULL;
        if (id && (!rule || !rule->taken || mba_index_find(&mine, id)))
            t++;
        else if (id && (m == mine.count || mba_ascii_casecmp(id, mine.items[m].key) < 0))
            write_article(out, theirs.items[t++].node);
        else
            write_article(out, mine.items[m++].node);
    }
    mba_buf_puts(out, "</articles>\n");
    mba_index_free(&mine);
    mba_index_free(&theirs);
}

/* ---- the whole ------------------------------------------------------------------------------------------
 */

static void write_part(struct mba_pass *pass, xmlNodePtr node, const char *sha256, struct mba_buf *out)
{
    if ((pass->job->before && mba_node_is(node, "baseline")) ||
        (pass->job->waivers && mba_node_is(node, "waivers")) ||
        (pass->job->like && mba_node_is(node, "reference")))
        return;
    if (mba_node_is(node, "totals")) {
        if (pass->job->like)
            mba_like_write(pass, out);
        write_totals(pass, node, out);
    } else if (mba_node_is(node, "rules")) {
        write_rules(pass, node, out);
    } else if (mba_node_is(node, "articles")) {
        write_articles(pass, out);
    } else if (mba_node_is(node, "generator")) {
        mba_buf_puts(out, "<generator name=\"mbaudit\" version=\"" MBA_VERSION "\"/>\n");
    } else if (mba_node_is(node, "problems")) {
        copy_lines(out, node);
        if (pass->job->waivers)
            mba_waivers_write(pass, out);
    } else if (mba_node_is(node, "knowledge-base")) {
        copy_lines(out, node);
        if (pass->job->before)
            write_baseline(pass, sha256, out);
    } else if (xmlFirstElementChild(node)) {
        copy_lines(out, node);
    } else {
        mba_xml_copy(out, node);
        mba_buf_putc(out, '\n');
    }
}

bool mba_compared_head(struct mba_pass *pass, struct mba_buf *out)
{
    char sha256[65];
    if (pass->job->before && !mba_file_sha256(pass->before.path, pass->before.name, sha256, pass->error))
        return false;
    mba_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<findings xmlns=\"" MBA_FINDINGS_NS
                      "\" schema=\"1\">\n<head>\n");
    for (xmlNodePtr node = xmlFirstElementChild(pass->after.head); node; node = xmlNextElementSibling(node))
        write_part(pass, node, sha256, out);
    mba_buf_puts(out, "</head>\n");
    return out->failed ? mba_fail(pass->error, "no memory") : true;
}
