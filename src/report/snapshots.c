/* The first pass: snapshot sections, in the order of the document. Workers turn each into the formats that
 * want it and gather its findings; the book, the spools and the list of servers take what they give, one
 * after another. */
#include <stdlib.h>
#include <string.h>

#include "private.h"
#include "report/node.h"

enum { SECTION_WEIGHT = 64 * 1024, PAGE_BYTES = 2 * 1024 * 1024 };

struct item {
    struct mba_work work;
    xmlDocPtr section;
    struct mba_server_line *server;
    bool alone, last; /* its server's only snapshot; its last */
    struct mba_server_line tally;
    struct mba_gathered gathered;
};

static void release(struct mba_work *work)
{
    struct item *item = (struct item *)work;
    xmlFreeDoc(item->section);
    mba_gathered_free(&item->gathered);
}

/* ---- reading ------------------------------------------------------------------------------------------- */

static bool is_yes(xmlDocPtr section, const char *attribute)
{
    const char *value = mba_node_attr(xmlDocGetRootElement(section), attribute);
    return value && strcmp(value, "yes") == 0;
}

static struct mba_server_line *add_server(struct mba_report *report, xmlDocPtr section)
{
    const char *name = mba_node_attr(xmlDocGetRootElement(section), "server");
    return mba_servers_add(report->servers, name ? name : "");
}

/* stood: what the newest snapshot of this server came to that is no repetition of the one before it. */
static bool repeat(xmlDocPtr section, struct mba_server_line *stood)
{
    bool first = is_yes(section, "first");
    if (first && is_yes(section, "last"))
        return true;
    if (first)
        *stood = (struct mba_server_line){0};
    xmlNodePtr snapshot = mba_node_child(xmlDocGetRootElement(section), "snapshot");
    if (snapshot && mba_node_attr(snapshot, "same-as"))
        return mba_server_repeat(snapshot, stood);
    mba_server_tally(section, stood);
    return true;
}

/* Takes the section over when it can. */
static struct mba_work *make_item(struct mba_report *report, xmlDocPtr section,
                                  struct mba_server_line **server, size_t number)
{
    bool first = is_yes(section, "first"), last = is_yes(section, "last");
    if (first)
        *server = add_server(report, section);
    if (!*server || !mba_section_number(section, number, report->pages ? (*server)->page : NULL))
        return NULL;
    struct item *item = (struct item *)mba_work_new(report, sizeof *item);
    if (!item)
        return NULL;
    item->section = section;
    item->server = *server;
    item->last = last;
    item->alone = first && last;
    return &item->work;
}

static bool produce(struct mba_report *report, struct mba_pass *pass)
{
    struct mba_server_line *server = NULL, stood = {0};
    xmlDocPtr section;
    for (size_t number = 1; (section = mba_reader_next(report->reader, &report->reader_error)); number++) {
        struct mba_work *work =
            repeat(section, &stood) ? make_item(report, section, &server, number) : NULL;
        if (!work) {
            xmlFreeDoc(section);
            return mba_fail(&report->reader_error, "no memory");
        }
        if (!mba_stage_put(pass, work))
            return false;
    }
    report->reader_document = report->reader_error != NULL;
    return !report->reader_error;
}

/* ---- working on one -------------------------------------------------------------------------------------
 */

static bool write_page(const struct mba_report *report, const struct mba_job *job,
                       const struct mba_server_line *line, const struct mba_server_line *counts,
                       size_t number, bool more, const struct mba_buf *sections, bool *sheet, char **error)
{
    char file[MBA_NAME_SIZE], other[MBA_NAME_SIZE];
    struct mba_buf content = {0}, attributes = {0};
    struct mba_page page = {"server-page", file, &content, &attributes, MBA_MARK_SNAPSHOTS};
    if (number > 1) {
        mba_page_file(line->page, number - 1, other);
        mba_buf_printf(&attributes, " prev=\"%s\"", other);
    }
    if (more) {
        mba_page_file(line->page, number + 1, other);
        mba_buf_printf(&attributes, " next=\"%s\"", other);
    }
    mba_buf_printf(&attributes, " page=\"%zu\"", number);
    mba_page_file(line->page, number, file);
    mba_server_write(&content, counts);
    bool good = mba_page_write(report, job, &page, sections, sheet, error);
    mba_buf_free(&content);
    mba_buf_free(&attributes);
    return good;
}

static bool apply_job(const struct mba_report *report, size_t i, struct item *item)
{
    const struct mba_job *job = &report->jobs[i];
    bool sheet = true;
    if (!job->spool[MBA_MARK_SNAPSHOTS])
        return true;
    bool good = mba_job_apply(report, job, item->section, false, &item->work.texts[i], &item->work.error);
    if (good && job->pages && item->alone) {
        struct mba_server_line counts = item->tally;
        counts.name = item->server->name;
        counts.page = item->server->page;
        good = write_page(report, job, item->server, &counts, 1, false, &item->work.texts[i], &sheet,
                          &item->work.error);
        mba_buf_free(&item->work.texts[i]);
    }
    if (!good && sheet)
        item->work.fault = MBA_REPORT_FAULT_SHEET;
    return good;
}

static void work(const struct mba_report *report, struct mba_work *work)
{
    struct item *item = (struct item *)work;
    bool document = false;
    mba_server_tally(item->section, &item->tally);
    if (!mba_book_gather(report->book, item->section, &item->gathered, &document, &work->error)) {
        work->fault = document ? MBA_REPORT_FAULT_DOCUMENT : MBA_REPORT_FAULT_RUN;
    } else if (!mba_section_titles(item->section, report->book, report->pages)) {
        mba_fail(&work->error, "no memory");
    } else {
        for (size_t i = 0; i < report->count; i++)
            if (!apply_job(report, i, item))
                break;
    }
}

/* ---- putting in order -----------------------------------------------------------------------------------
 */

/* A server with several snapshots: its page is written when the last is there, or when it is long enough. */
static bool add_to_page(struct mba_report *report, const struct mba_job *job, struct item *item, size_t i)
{
    struct mba_buf *text = &report->server_text;
    mba_buf_add(text, item->work.texts[i].data, item->work.texts[i].len);
    if (text->failed)
        return mba_fail(report->error, "no memory");
    if (!item->last && text->len < PAGE_BYTES)
        return true;
    bool sheet = false;
    bool good = write_page(report, job, item->server, item->server, ++report->server_page, !item->last, text,
                           &sheet, report->error);
    if (sheet)
        *report->fault = MBA_REPORT_FAULT_SHEET;
    mba_buf_clear(text);
    if (item->last)
        report->server_page = 0;
    return good;
}

static bool take(struct mba_report *report, struct mba_work *work)
{
    struct item *item = (struct item *)work;
    if (!mba_book_take(report->book, &item->gathered, report->error))
        return false;
    if (!mba_matrix_add(report->matrix, item->section) || !mba_overview_add(report->overview, item->section))
        return mba_fail(report->error, "no memory");
    mba_server_join(item->server, &item->tally);
    for (size_t i = 0; i < report->count; i++) {
        struct mba_job *job = &report->jobs[i];
        if (job->pages && !item->alone && !add_to_page(report, job, item, i))
            return false;
        if (!job->pages && !mba_job_spool(report, job, MBA_MARK_SNAPSHOTS, &item->work.texts[i]))
            return false;
    }
    return true;
}

bool mba_report_snapshots(struct mba_report *report)
{
    const struct mba_stage stage = {produce, work, take, release, SECTION_WEIGHT};
    return mba_stage_run(report, &stage);
}
