/* The second pass: rule sections out of the book. In a report with pages each is a page of its own, and the
 * main page gets the first few rows of each rule. */
#include <stdlib.h>
#include <string.h>

#include "private.h"

enum { SECTION_WEIGHT = 1024 * 1024 };

struct item {
    struct mba_work work;
    struct mba_chunk chunk;
    bool brief; /* for main pages only */
};

static enum mba_mark mark_of(const struct mba_chunk *chunk)
{
    return chunk->part == MBA_PART_GONE ? MBA_MARK_GONE : MBA_MARK_RULES;
}

/* ---- which chunks there are ------------------------------------------------------------------------------
 */

static bool put(struct mba_report *report, struct mba_pass *pass, const struct mba_chunk *chunk, bool brief)
{
    struct item *item = (struct item *)mba_work_new(report, sizeof *item);
    if (!item)
        return mba_fail(&report->reader_error, "no memory");
    item->chunk = *chunk;
    item->brief = brief;
    return mba_stage_put(pass, &item->work);
}

static bool produce(struct mba_report *report, struct mba_pass *pass)
{
    for (int part = 0; part < MBA_PART_COUNT; part++) {
        struct mba_chunk chunk = {.part = (enum mba_part)part};
        if (!report->wanted[mark_of(&chunk)])
            continue;
        while (mba_book_next(report->book, &chunk)) {
            struct mba_chunk brief = mba_book_brief(report->book, &chunk);
            if (report->pages && chunk.number == 1 && !put(report, pass, &brief, true))
                return false;
            if (!put(report, pass, &chunk, false))
                return false;
        }
    }
    return true;
}

/* ---- working on one ---------------------------------------------------------------------------------------
 */

static void name_page(const struct mba_report *report, const struct mba_chunk *chunk, size_t number,
                      char out[MBA_NAME_SIZE])
{
    char name[MBA_NAME_SIZE];
    snprintf(name, sizeof name, "%s%s", chunk->part == MBA_PART_GONE ? "gone-" : "",
             mba_book_rule_name(report->book, chunk->rule));
    mba_page_file(name, number, out);
}

static void add_link(const struct mba_report *report, const struct mba_chunk *chunk, const char *attribute,
                     size_t number, struct mba_buf *out)
{
    char file[MBA_NAME_SIZE];
    if (number < 1 || number > chunk->of)
        return;
    name_page(report, chunk, number, file);
    mba_buf_printf(out, " %s=\"%s\"", attribute, file);
}

/* Of a brief section: where the rest is, and how much of it. Of one on a page: which page of how many. */
static void section_attributes(const struct mba_report *report, const struct item *item, struct mba_buf *out)
{
    const struct mba_chunk *chunk = &item->chunk;
    size_t rest = mba_book_rows(report->book, chunk) - chunk->rows;
    char file[MBA_NAME_SIZE];
    if (item->brief) {
        name_page(report, chunk, 1, file);
        mba_buf_printf(out, " base=\"%s\" href=\"%s%s\"", report->base, report->base, file);
        if (rest)
            mba_buf_printf(out, " more=\"%zu\"", rest);
    } else if (report->pages) {
        mba_buf_printf(out, " base=\"\" page=\"%zu\" pages=\"%zu\" from=\"%zu\" to=\"%zu\"", chunk->number,
                       chunk->of, chunk->row + 1, chunk->row + chunk->rows);
        add_link(report, chunk, "prev", chunk->number - 1, out);
        add_link(report, chunk, "next", chunk->number + 1, out);
    }
}

static bool write_page(const struct mba_report *report, const struct mba_job *job, const struct item *item,
                       const struct mba_buf *attributes, const struct mba_buf *section, bool *sheet,
                       char **error)
{
    const struct mba_chunk *chunk = &item->chunk;
    char file[MBA_NAME_SIZE];
    struct mba_buf content = {0}, all = {0};
    struct mba_page page = {chunk->part == MBA_PART_GONE ? "gone-page" : "rule-page", file, &content, &all,
                            mark_of(chunk)};
    name_page(report, chunk, chunk->number, file);
    mba_buf_puts(&content, mba_book_rule_markup(report->book, chunk->rule));
    mba_buf_printf(&all, "%s rows=\"%zu\"", attributes->data, mba_book_rows(report->book, chunk));
    bool good = mba_page_write(report, job, &page, section, sheet, error);
    mba_buf_free(&content);
    mba_buf_free(&all);
    return good;
}

static bool apply_job(const struct mba_report *report, size_t i, struct item *item, xmlDocPtr section,
                      const struct mba_buf *attributes)
{
    const struct mba_job *job = &report->jobs[i];
    bool sheet = true;
    if (!job->spool[mark_of(&item->chunk)] || (item->brief && !job->pages))
        return true;
    bool good = mba_job_apply(report, job, section, false, &item->work.texts[i], &item->work.error);
    if (good && job->pages && !item->brief) {
        good = write_page(report, job, item, attributes, &item->work.texts[i], &sheet, &item->work.error);
        mba_buf_free(&item->work.texts[i]);
    }
    if (!good && sheet)
        item->work.fault = MBA_REPORT_FAULT_SHEET;
    return good;
}

static void work(const struct mba_report *report, struct mba_work *work)
{
    struct item *item = (struct item *)work;
    struct mba_buf attributes = {0};
    mba_buf_puts(&attributes, "");
    section_attributes(report, item, &attributes);
    xmlDocPtr section = attributes.failed
                            ? NULL
                            : mba_book_section(report->book, &item->chunk, attributes.data, &work->error);
    if (!section && !work->error)
        mba_fail(&work->error, "no memory");
    for (size_t i = 0; section && i < report->count; i++)
        if (!apply_job(report, i, item, section, &attributes))
            break;
    xmlFreeDoc(section);
    mba_buf_free(&attributes);
}

static bool take(struct mba_report *report, struct mba_work *work)
{
    struct item *item = (struct item *)work;
    for (size_t i = 0; i < report->count; i++)
        if (!mba_job_spool(report, &report->jobs[i], mark_of(&item->chunk), &work->texts[i]))
            return false;
    return true;
}

bool mba_report_chunks(struct mba_report *report)
{
    const struct mba_stage stage = {produce, work, take, NULL, SECTION_WEIGHT};
    return mba_book_sort(report->book, report->error) && mba_stage_run(report, &stage);
}
