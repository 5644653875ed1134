/* What there is before the first snapshot: stylesheets, the head, the frames, and whether there will be
 * pages. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "private.h"
#include "report/node.h"

/* ---- stylesheets --------------------------------------------------------------------------------------- */

bool mba_report_check(const struct mba_report_options *options, char **error)
{
    *error = NULL;
    xsltStylesheetPtr own = options->sheet ? mba_sheet_load_own(options->sheet, error) : NULL;
    xsltFreeStylesheet(own);
    return own || !options->sheet;
}

static bool load_sheets(struct mba_report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        struct mba_job *job = &report->jobs[i];
        const char *path = job->file->stylesheet;
        bool own = job->file == &report->own_file;
        job->sheet = own ? mba_sheet_load_own(path, report->error) : mba_sheet_load(path, report->error);
        if (!job->sheet) {
            *report->fault = MBA_REPORT_FAULT_SHEET;
            return false;
        }
    }
    return true;
}

static bool make_params(struct mba_report *report)
{
    const char *lang = report->options->lang;
    report->words = mba_words_load(lang ? lang : "en", report->error);
    report->tools = (struct mba_tools){report->words, report->options->csv_raw};
    if (!report->words || !mba_policy_make(&report->policy, report->options, report->error))
        return false;
    return true;
}

bool mba_report_jobs(struct mba_report *report, const struct mba_report_format *const *formats, size_t count)
{
    const struct mba_report_options *options = report->options;
    report->jobs = calloc(count * MBA_REPORT_FILES + 2, sizeof *report->jobs);
    if (!report->jobs)
        return mba_fail(report->error, "no memory");
    for (size_t i = 0; i < count; i++)
        for (const struct mba_report_file *file = formats[i]->files; file->name; file++)
            report->jobs[report->count++].file = file;
    if (options->sheet) {
        report->own_file =
            (struct mba_report_file){.name = options->sheet_output, .stylesheet = options->sheet};
        report->jobs[report->count++].file = &report->own_file;
    }
    return load_sheets(report) && make_params(report);
}

/* Once it is known whether there are pages. */
static bool give_params(struct mba_report *report)
{
    report->own_page_params = mba_own_params(report->policy.params, report->options->params);
    report->own_params = mba_own_params(NULL, report->options->params);
    for (size_t i = 0; i < report->count; i++) {
        struct mba_job *job = &report->jobs[i];
        bool own = job->file == &report->own_file;
        job->page_params = own                ? report->own_page_params
                           : job->file->pages ? report->policy.page_params
                                              : report->policy.params;
        job->params = own ? report->own_params : NULL;
    }
    return report->own_page_params && report->own_params ? true : mba_fail(report->error, "no memory");
}

/* ---- the head --------------------------------------------------------------------------------------------
 */

static bool open_document(struct mba_report *report, const char *path)
{
    report->reader = mba_reader_open(path, report->error);
    if (report->reader)
        return true;
    *report->fault = MBA_REPORT_FAULT_DOCUMENT;
    return false;
}

/* What the pages say of the whole. */
static bool write_brief(struct mba_report *report, xmlNodePtr head)
{
    static const char *const parts[] = {"generator", "created", "knowledge-base", "baseline", "totals"};
    xmlBufferPtr text = xmlBufferCreate();
    bool good = text;
    mba_buf_puts(&report->brief, "<head>");
    for (size_t i = 0; good && i < sizeof parts / sizeof *parts; i++) {
        xmlNodePtr node = mba_node_child(head, parts[i]);
        good = !node || xmlNodeDump(text, node->doc, node, 0, 0) >= 0;
    }
    if (good)
        mba_buf_add(&report->brief, xmlBufferContent(text), (size_t)xmlBufferLength(text));
    mba_buf_puts(&report->brief, "</head>");
    if (text)
        xmlBufferFree(text);
    return good && !report->brief.failed ? true : mba_fail(report->error, "no memory");
}

static uint64_t number(xmlNodePtr node, const char *attribute)
{
    const char *text = node ? mba_node_attr(node, attribute) : NULL;
    return text ? strtoull(text, NULL, 10) : 0;
}

/* A finding stands on the page twice, by rule and by server; a snapshot has instances and what was not
 * evaluated. */
static bool is_big(xmlNodePtr head)
{
    const uint64_t finding_bytes = 2500, snapshot_bytes = 12000, much = 4 * 1024 * 1024;
    xmlNodePtr totals = mba_node_child(head, "totals");
    uint64_t findings = number(totals, "findings"), snapshots = number(totals, "snapshots");
    return findings > much / finding_bytes || snapshots > much / snapshot_bytes ||
           findings * finding_bytes + snapshots * snapshot_bytes > much;
}

/* The set of pages is named after all that they are made from: the head knows every input by its hash. */
static bool name_set(struct mba_report *report, xmlDocPtr head, char id[17])
{
    struct mba_buf all = {0};
    xmlBufferPtr text = xmlBufferCreate();
    bool good = text && xmlNodeDump(text, head, xmlDocGetRootElement(head), 0, 0) >= 0;
    mba_buf_puts(&all, MBA_VERSION);
    if (good)
        mba_buf_add(&all, xmlBufferContent(text), (size_t)xmlBufferLength(text));
    mba_buf_add(&all, report->policy.csp.data, report->policy.csp.len);
    good = good && !all.failed;
    if (good)
        mba_hex_hash(all.data, all.len, id);
    if (text)
        xmlBufferFree(text);
    mba_buf_free(&all);
    return good ? true : mba_fail(report->error, "no memory");
}

/* The rules of the head know their pages. */
static bool link_rules(struct mba_report *report, xmlNodePtr head)
{
    char name[MBA_NAME_SIZE], file[MBA_NAME_SIZE];
    xmlNodePtr rules = mba_node_child(head, "rules");
    for (xmlNodePtr rule = rules ? xmlFirstElementChild(rules) : NULL; rule;
         rule = xmlNextElementSibling(rule)) {
        const char *id = mba_node_attr(rule, "id");
        if (!id || number(rule, "fail") == 0)
            continue;
        mba_page_name("rule", id, name);
        mba_page_file(name, 1, file);
        if (!mba_node_set(rule, "href", file))
            return mba_fail(report->error, "no memory");
    }
    return true;
}

static bool begin_pages(struct mba_report *report, xmlDocPtr doc, xmlNodePtr head)
{
    char id[17];
    bool wanted = false;
    for (size_t i = 0; i < report->count; i++)
        wanted |= report->jobs[i].file->pages;
    if (!wanted || report->options->pages == MBA_PAGES_NEVER ||
        (report->options->pages == MBA_PAGES_AUTO && !is_big(head)))
        return true;
    if (!name_set(report, doc, id) || !link_rules(report, head))
        return false;
    snprintf(report->base, sizeof report->base, MBA_PAGES_FOLDER "/%s/", id);
    mba_policy_pages(&report->policy, report->base);
    report->pages = mba_pages_begin(report->folder, id, report->error);
    for (size_t i = 0; i < report->count; i++)
        report->jobs[i].pages = report->jobs[i].file->pages;
    return report->pages;
}

/* ---- the frames
 * --------------------------------------------------------------------------------------------- */

static bool open_spool(struct mba_report *report, FILE **spool)
{
    int fd = mba_nameless_file(report->folder, report->error);
    if (fd < 0)
        return false;
    *spool = fdopen(fd, "w+");
    if (*spool)
        return true;
    close(fd);
    return mba_fail(report->error, "no memory");
}

static bool make_frame(struct mba_report *report, struct mba_job *job, xmlDocPtr head)
{
    if (!mba_job_apply(report, job, head, true, &job->frame.bytes, report->error)) {
        *report->fault = MBA_REPORT_FAULT_SHEET;
        return false;
    }
    mba_frame_find_marks(&job->frame);
    for (enum mba_mark mark = 0; mark < MBA_MARK_COUNT; mark++) {
        if (!mba_frame_has(&job->frame, mark))
            continue;
        report->wanted[mark] = true;
        if (mark <= MBA_MARK_SNAPSHOTS && !open_spool(report, &job->spool[mark]))
            return false;
    }
    return true;
}

static bool make_folder(struct mba_report *report)
{
    const char *folder = report->folder;
    if (mba_folder_make(folder, NULL))
        return true;
    return mba_fail(report->error, "%s: cannot be made: %s", folder, strerror(errno));
}

bool mba_report_prepare(struct mba_report *report, const char *findings_path)
{
    if (!open_document(report, findings_path) || !make_folder(report))
        return false;
    xmlDocPtr doc = mba_reader_head(report->reader);
    xmlNodePtr head = mba_node_child(xmlDocGetRootElement(doc), "head");
    if (!write_brief(report, head) || !begin_pages(report, doc, head) || !give_params(report))
        return false;
    for (size_t i = 0; i < report->count; i++)
        if (!make_frame(report, &report->jobs[i], doc))
            return false;
    report->servers = mba_servers_new();
    report->matrix = mba_matrix_new(doc);
    report->overview = mba_overview_new(doc);
    if (!report->servers || !report->matrix || !report->overview)
        return mba_fail(report->error, "no memory");
    report->book = mba_book_new(doc, report->folder, report->error);
    return report->book;
}
