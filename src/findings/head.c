/* The head of the document: what was read, with what rules, and what came of it in sum. Lists that come in
 * the order of reading are sorted, so that the bytes do not depend on it. */
#include <stdlib.h>
#include <string.h>

#include "mbaudit/source.h"
#include "private.h"

static void write_settings(struct mba_buf *out, const struct mba_document *doc)
{
    mba_buf_puts(out, "<settings>");
    for (size_t i = 0; i < doc->setting_count; i++) {
        mba_buf_puts(out, "\n<setting");
        mba_xml_attr(out, "name", doc->settings[i].name);
        mba_xml_attr(out, "value", doc->settings[i].value ? doc->settings[i].value : "");
        mba_buf_puts(out, "/>");
    }
    mba_buf_puts(out, "</settings>\n");
}

/* ---- the knowledge base --------------------------------------------------------------------------- */

static void write_source(struct mba_buf *out, const struct mba_kb *kb, const char *origin)
{
    uint64_t articles = 0;
    struct mba_buf overrides = {0};
    for (size_t i = 0; i < mba_kb_count(kb); i++) {
        const struct mba_article *article = mba_kb_at(kb, i);
        if (strcmp(article->origin, origin) != 0)
            continue;
        articles++;
        if (!article->overrides)
            continue;
        if (overrides.len)
            mba_buf_putc(&overrides, ' ');
        mba_buf_puts(&overrides, article->id);
    }
    mba_buf_puts(out, "\n<source");
    mba_xml_attr(out, "folder", origin);
    mba_xml_number(out, "articles", articles);
    mba_xml_attr(out, "overrides", overrides.len ? overrides.data : NULL);
    mba_buf_puts(out, "/>");
    out->failed |= overrides.failed;
    mba_buf_free(&overrides);
}

/* The next origin after `last` in order: "built in" first, then by bytes. NULL: there is none. */
static const char *next_origin(const struct mba_kb *kb, const char *last)
{
    static const char built_in[] = "built in";
    const char *next = NULL;
    for (size_t i = 0; i < mba_kb_count(kb); i++) {
        const char *origin = mba_kb_at(kb, i)->origin;
        bool first = strcmp(origin, built_in) == 0;
        if (first && !last)
            return origin;
        bool after = !last || strcmp(last, built_in) == 0 || strcmp(origin, last) > 0;
        if (!first && after && (!next || strcmp(origin, next) < 0))
            next = origin;
    }
    return next;
}

static void write_knowledge_base(struct mba_buf *out, const struct mba_kb *kb)
{
    mba_buf_puts(out, "<knowledge-base");
    mba_xml_attr(out, "version", mba_kb_version(kb));
    mba_xml_number(out, "rules", mba_kb_count(kb));
    mba_buf_putc(out, '>');
    const char *origin = NULL;
    while ((origin = next_origin(kb, origin)))
        write_source(out, kb, origin);
    mba_buf_puts(out, "</knowledge-base>\n");
}

/* ---- totals --------------------------------------------------------------------------------------- */

static uint64_t servers_with(const struct mba_spool *spool, enum mba_severity severity)
{
    uint64_t count = 0;
    for (size_t i = 0; i < spool->server_count; i++)
        count += spool->servers[i]->severities >> severity & 1;
    return count;
}

static void write_severities(struct mba_buf *out, const struct mba_spool *spool)
{
    for (int i = 0; i < MBA_SEVERITY_COUNT; i++) {
        mba_buf_puts(out, "\n<severity");
        mba_xml_attr(out, "name", mba_severity_word((enum mba_severity)i));
        mba_xml_number(out, "findings", spool->by_severity[i]);
        mba_xml_number(out, "servers", servers_with(spool, (enum mba_severity)i));
        mba_buf_puts(out, "/>");
    }
}

static void write_totals(struct mba_buf *out, const struct mba_spool *spool, const struct mba_document *doc)
{
    struct mba_summary sum;
    mba_spool_summary(spool, doc, &sum);
    mba_buf_puts(out, "<totals");
    mba_xml_number(out, "servers", sum.servers);
    mba_xml_number(out, "snapshots", sum.snapshots);
    mba_xml_number(out, "exports", sum.exports);
    mba_xml_number(out, "keys", spool->keys);
    mba_xml_number(out, "findings", sum.findings);
    mba_xml_number(out, "inputs", sum.inputs);
    mba_xml_number(out, "inputs-failed", sum.inputs_failed);
    mba_xml_number(out, "problems", sum.problems);
    mba_xml_attr(out, "status", mba_status_word(sum.worst));
    mba_buf_puts(out, ">\n<completeness");
    mba_xml_number(out, "full", sum.completeness[MBA_READ_FULL]);
    mba_xml_number(out, "partly", sum.completeness[MBA_READ_PARTLY]);
    mba_xml_number(out, "none", sum.completeness[MBA_READ_NONE]);
    mba_buf_puts(out, "/>");
    write_severities(out, spool);
    mba_buf_puts(out, "\n<outcomes");
    mba_xml_outcomes(out, sum.by_outcome);
    mba_buf_puts(out, "/></totals>\n");
}

/* ---- inputs and problems --------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    const struct mba_input *ia = *(const struct mba_input *const *)a,
                           *ib = *(const struct mba_input *const *)b;
    int order = strcmp(ia->name, ib->name);
    return order ? order : strcmp(ia->sha256, ib->sha256);
}

static void write_input(struct mba_buf *out, const struct mba_input *input)
{
    mba_buf_puts(out, "\n<input");
    mba_xml_attr(out, "name", input->name);
    mba_xml_attr(out, "sha256", input->sha256[0] ? input->sha256 : NULL);
    mba_xml_number(out, "bytes", input->bytes);
    mba_xml_attr(out, "kind", input->kind && *input->kind ? input->kind : NULL);
    mba_xml_number(out, "members", input->members);
    mba_xml_number(out, "exports", input->delivered);
    mba_xml_number(out, "skipped", input->skipped);
    mba_xml_number(out, "failed", input->failed);
    mba_xml_attr(out, "status", mba_status_word(input->status));
    mba_buf_puts(out, "/>");
}

static void write_inputs(struct mba_buf *out, const struct mba_document *doc)
{
    const struct mba_input **sorted = calloc(doc->input_count + 1, sizeof *sorted);
    if (!sorted) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < doc->input_count; i++)
        sorted[i] = &doc->inputs[i];
    qsort(sorted, doc->input_count, sizeof *sorted, by_name);
    mba_buf_puts(out, "<inputs>");
    for (size_t i = 0; i < doc->input_count; i++)
        write_input(out, sorted[i]);
    mba_buf_puts(out, "</inputs>\n");
    free(sorted);
}

static int compare_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int by_place(const void *a, const void *b)
{
    const struct mba_problem *pa = *(const struct mba_problem *const *)a;
    const struct mba_problem *pb = *(const struct mba_problem *const *)b;
    int order = compare_text(pa->input, pb->input);
    if (!order)
        order = compare_text(pa->member, pb->member);
    if (!order)
        order = (pa->line > pb->line) - (pa->line < pb->line);
    return order ? order : compare_text(pa->text, pb->text);
}

static void write_problem(struct mba_buf *out, const struct mba_problem *problem)
{
    mba_buf_puts(out, "\n<problem");
    mba_xml_attr(out, "grade", mba_grade_word(problem->grade));
    mba_xml_attr(out, "input", problem->input);
    mba_xml_attr(out, "member", problem->member);
    if (problem->line)
        mba_xml_number(out, "line", problem->line);
    mba_buf_putc(out, '>');
    mba_xml_text(out, problem->text, strlen(problem->text));
    mba_buf_puts(out, "</problem>");
}

static void write_problems(struct mba_buf *out, const struct mba_document *doc)
{
    const struct mba_problem **sorted = calloc(doc->problem_count + 1, sizeof *sorted);
    if (!sorted) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < doc->problem_count; i++)
        sorted[i] = &doc->problems[i];
    qsort(sorted, doc->problem_count, sizeof *sorted, by_place);
    mba_buf_puts(out, "<problems>");
    for (size_t i = 0; i < doc->problem_count; i++)
        write_problem(out, sorted[i]);
    mba_buf_puts(out, "</problems>\n");
    free(sorted);
}

/* ---- rules and articles ----------------------------------------------------------------------------- */

static const uint64_t *rule_counts(const struct mba_spool *spool, size_t rule)
{
    static const uint64_t nothing[MBA_OUTCOME_COUNT];
    return rule < spool->rule_count ? spool->counts[rule] : nothing;
}

static void write_rule(struct mba_buf *out, const struct mba_spool *spool, const struct mba_article *article,
                       size_t rule)
{
    uint64_t servers = 0;
    for (size_t i = 0; i < spool->server_count; i++)
        servers += mba_spool_server_fails(spool->servers[i], rule);
    mba_buf_puts(out, "\n<rule");
    mba_xml_attr(out, "id", article->id);
    mba_xml_attr(out, "title", article->title);
    mba_xml_attr(out, "severity", mba_severity_word(article->rule.severity));
    mba_xml_attr(out, "service", article->service);
    mba_xml_outcomes(out, rule_counts(spool, rule));
    mba_xml_number(out, "servers", servers);
    mba_buf_puts(out, "/>");
}

static void write_rules(struct mba_buf *out, const struct mba_spool *spool, const struct mba_kb *kb)
{
    mba_buf_puts(out, "<rules>");
    for (int severity = 0; severity < MBA_SEVERITY_COUNT; severity++)
        for (size_t i = 0; i < mba_kb_count(kb); i++)
            if ((int)mba_kb_at(kb, i)->rule.severity == severity)
                write_rule(out, spool, mba_kb_at(kb, i), i);
    mba_buf_puts(out, "</rules>\n");
}

static void write_article(struct mba_buf *out, xmlNodePtr node)
{
    xmlBufferPtr text = xmlBufferCreate();
    if (!text || xmlNodeDump(text, node->doc, node, 0, 0) < 0)
        out->failed = true;
    else
        mba_buf_add(out, xmlBufferContent(text), (size_t)xmlBufferLength(text));
    if (text)
        xmlBufferFree(text);
}

/* Only the articles that the report will need. */
static void write_articles(struct mba_buf *out, const struct mba_spool *spool, const struct mba_kb *kb)
{
    mba_buf_puts(out, "<articles>");
    for (size_t i = 0; i < mba_kb_count(kb); i++) {
        const uint64_t *counts = rule_counts(spool, i);
        if (!counts[MBA_OUTCOME_FAIL] && !counts[MBA_OUTCOME_NOT_EVALUATED])
            continue;
        mba_buf_putc(out, '\n');
        write_article(out, mba_kb_at(kb, i)->node);
    }
    mba_buf_puts(out, "</articles>\n");
}

bool mba_head_write(struct mba_buf *out, const struct mba_spool *spool, const struct mba_document *doc)
{
    mba_buf_puts(out,
                 "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<findings xmlns=\"" MBA_FINDINGS_NS
                 "\" schema=\"1\">\n<head>\n<generator name=\"mbaudit\" version=\"" MBA_VERSION "\"/>\n");
    char iso[21];
    mba_time_iso(doc->created, iso);
    mba_xml_element(out, "created", iso);
    write_settings(out, doc);
    write_knowledge_base(out, doc->kb);
    write_totals(out, spool, doc);
    write_inputs(out, doc);
    write_problems(out, doc);
    mba_history_head(out, spool);
    write_rules(out, spool, doc->kb);
    write_articles(out, spool, doc->kb);
    mba_buf_puts(out, "</head>\n");
    return !out->failed;
}
