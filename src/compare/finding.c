/* A finding: is it the same as another, and how it is written. */
#include <string.h>

#include "private.h"

enum mba_severity mba_finding_severity(xmlNodePtr finding)
{
    enum mba_severity severity = MBA_SEVERITY_ERROR; /* checked when the view was made */
    mba_severity_parse(mba_node_attr(finding, "severity"), &severity);
    return severity;
}

static bool same_attr(xmlNodePtr a, xmlNodePtr b, const char *name)
{
    const char *va = mba_node_attr(a, name), *vb = mba_node_attr(b, name);
    return va && vb ? strcmp(va, vb) == 0 : va == vb;
}

/* Where in the export it stands is no part of it, nor what the article says of it. */
static bool same_evidence(xmlNodePtr a, xmlNodePtr b)
{
    static const char *const parts[] = {"property", "value", "origin", "from", "path", "kind", "secret"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!same_attr(a, b, parts[i]))
            return false;
    return true;
}

static xmlNodePtr evidence_from(xmlNodePtr node)
{
    while (node && !mba_node_is(node, "evidence"))
        node = xmlNextElementSibling(node);
    return node;
}

bool mba_finding_same(xmlNodePtr a, xmlNodePtr b)
{
    xmlNodePtr ea = evidence_from(xmlFirstElementChild(a)), eb = evidence_from(xmlFirstElementChild(b));
    while (ea && eb && same_evidence(ea, eb)) {
        ea = evidence_from(xmlNextElementSibling(ea));
        eb = evidence_from(xmlNextElementSibling(eb));
    }
    return !ea && !eb && same_attr(a, b, "severity");
}

/* Without the export and its line: those of another snapshot would be taken for this one's. */
static void write_foreign_evidence(struct mba_buf *out, xmlNodePtr evidence)
{
    static const char *const places[] = {"export", "line", NULL};
    mba_buf_puts(out, "<evidence");
    mba_xml_copy_attrs(out, evidence, places);
    mba_buf_puts(out, "/>");
}

static void write_before(struct mba_buf *out, xmlNodePtr finding)
{
    mba_buf_puts(out, "<before>");
    for (xmlNodePtr node = evidence_from(xmlFirstElementChild(finding)); node;
         node = evidence_from(xmlNextElementSibling(node)))
        write_foreign_evidence(out, node);
    mba_buf_puts(out, "</before>");
}

static void write_content(struct mba_buf *out, xmlNodePtr finding, const struct mba_marks *marks)
{
    for (xmlNodePtr node = xmlFirstElementChild(finding); node; node = xmlNextElementSibling(node)) {
        if (marks->of_the_baseline && mba_node_is(node, "evidence"))
            write_foreign_evidence(out, node);
        else if (!marks->compared || !mba_node_is(node, "before"))
            mba_xml_copy(out, node);
    }
    if (marks->before)
        write_before(out, marks->before);
}

void mba_finding_write(struct mba_buf *out, xmlNodePtr finding, const struct mba_marks *marks)
{
    const char *without[5] = {NULL};
    size_t count = 0;
    if (marks->compared) {
        without[count++] = "status";
        without[count++] = "why";
    }
    if (marks->waivers || marks->of_the_baseline) {
        without[count++] = "waiver";
        without[count++] = "waiver-state";
    }
    mba_buf_printf(out, "\n<%s", marks->element);
    mba_xml_copy_attrs(out, finding, without);
    mba_xml_attr(out, "status", marks->status);
    mba_xml_attr(out, "why", marks->why);
    mba_xml_attr(out, "waiver", marks->waiver);
    mba_xml_attr(out, "waiver-state", marks->state);
    mba_buf_putc(out, '>');
    write_content(out, finding, marks);
    mba_buf_printf(out, "</%s>", marks->element);
}
