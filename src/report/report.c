/* A findings document is read once. Snapshot sections are turned into each format as they come and wait in
 * files without a name; the findings go into a book, from which the rule sections are made in a second pass.
 * Then each file is put together, and when all are on the disk they take the places of the old ones. */
#include <errno.h>
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "private.h"
#include "report/node.h"

enum { COPY_BYTES = 64 * 1024 };

static bool fail_write(struct mba_report *report, const char *name)
{
    return mba_fail(report->error, "%s/%s: cannot be written: %s", report->folder, name, strerror(errno));
}

/* A stylesheet that fails is its author's to mend; what it was fed has been checked before. */
bool mba_job_apply(const struct mba_report *report, const struct mba_job *job, xmlDocPtr section, bool page,
                   struct mba_buf *out, char **error)
{
    return mba_sheet_apply(job->sheet, section, &report->tools, page ? job->page_params : job->params, page,
                           out, error);
}

bool mba_job_spool(struct mba_report *report, struct mba_job *job, enum mba_mark mark,
                   const struct mba_buf *text)
{
    if (text->len && fwrite(text->data, text->len, 1, job->spool[mark]) != 1)
        return fail_write(report, job->file->name);
    return true;
}

static void add_part(struct iovec *parts, int *count, const char *bytes, size_t len)
{
    parts[(*count)++] = (struct iovec){(char *)bytes, len};
}

/* The frame with what belongs in place of its mark and of the tokens. */
static bool put_page(const struct mba_report *report, const struct mba_page *page,
                     const struct mba_frame *frame, const struct mba_buf *section, char **error)
{
    struct iovec parts[2 * MBA_MARK_COUNT + 1];
    enum mba_mark order[MBA_MARK_COUNT];
    size_t done = 0, marks = mba_frame_order(frame, order);
    int count = 0;
    for (size_t i = 0; i < marks; i++) {
        enum mba_mark mark = order[i];
        add_part(parts, &count, frame->bytes.data + done, frame->at[mark] - done);
        if (mark == page->mark)
            add_part(parts, &count, section->data, section->len);
        else if (mark == MBA_MARK_CSS)
            add_part(parts, &count, report->policy.css.data, report->policy.css.len);
        else if (mark == MBA_MARK_JS)
            add_part(parts, &count, report->policy.js.data, report->policy.js.len);
        done = frame->after[mark];
    }
    add_part(parts, &count, frame->bytes.data + done, frame->bytes.len - done);
    return mba_pages_put(report->pages, page->file, parts, count, error);
}

bool mba_page_write(const struct mba_report *report, const struct mba_job *job, const struct mba_page *page,
                    const struct mba_buf *section, bool *sheet, char **error)
{
    struct mba_frame frame = {0};
    struct mba_buf text = {0};
    *sheet = false;
    mba_buf_printf(
        &text, "<section xmlns=\"%s\" kind=\"%s\" home=\"../../%s\" index=\"servers.html\"%s>%s%s</section>",
        MBA_FINDINGS_NS, page->kind, job->file->name, page->attributes->data, report->brief.data,
        page->content->data ? page->content->data : "");
    xmlDocPtr doc =
        text.failed ? NULL : xmlReadMemory(text.data, (int)text.len, NULL, "UTF-8", XML_PARSE_NONET);
    bool good = doc ? true : mba_fail(error, "no memory");
    if (good) {
        good = mba_job_apply(report, job, doc, true, &frame.bytes, error);
        *sheet = !good;
    }
    if (good) {
        mba_frame_find_marks(&frame);
        good = put_page(report, page, &frame, section, error);
    }
    xmlFreeDoc(doc);
    mba_buf_free(&text);
    mba_buf_free(&frame.bytes);
    return good;
}

/* ---- putting together ------------------------------------------------------------------------------------
 */

static bool put(struct mba_report *report, const struct mba_job *job, const char *bytes, size_t len)
{
    if (len && fwrite(bytes, len, 1, mba_output_stream(job->out)) != 1)
        return fail_write(report, job->file->name);
    return true;
}

static bool put_spool(struct mba_report *report, const struct mba_job *job, FILE *spool)
{
    char bytes[COPY_BYTES];
    size_t n;
    if (fflush(spool) != 0 || fseeko(spool, 0, SEEK_SET) != 0)
        return fail_write(report, job->file->name);
    while ((n = fread(bytes, 1, sizeof bytes, spool)) > 0)
        if (!put(report, job, bytes, n))
            return false;
    return ferror(spool) ? fail_write(report, job->file->name) : true;
}

/* A section that is made once, at the end; section: NULL when there was no memory. */
static bool put_section(struct mba_report *report, const struct mba_job *job, xmlDocPtr section)
{
    struct mba_buf text = {0};
    bool good = section && mba_node_set(xmlDocGetRootElement(section), "base", report->base);
    if (!good)
        mba_fail(report->error, "no memory");
    else if (!mba_job_apply(report, job, section, false, &text, report->error))
        *report->fault = MBA_REPORT_FAULT_SHEET;
    good = !*report->error && put(report, job, text.data, text.len);
    mba_buf_free(&text);
    xmlFreeDoc(section);
    return good;
}

static bool put_mark(struct mba_report *report, const struct mba_job *job, enum mba_mark mark)
{
    switch (mark) {
    case MBA_MARK_INCOMPLETE:
        return put_section(report, job, mba_overview_incomplete(report->overview));
    case MBA_MARK_CHANGED:
        return put_section(report, job, mba_overview_changed(report->overview));
    case MBA_MARK_HISTORY:
        return put_section(report, job, mba_overview_history(report->overview));
    case MBA_MARK_MATRIX:
        return put_section(report, job, mba_matrix_section(report->matrix));
    case MBA_MARK_CSS:
        return put(report, job, report->policy.css.data, report->policy.css.len);
    case MBA_MARK_JS:
        return put(report, job, report->policy.js.data, report->policy.js.len);
    default:
        return put_spool(report, job, job->spool[mark]);
    }
}

/* The frame with the sections in place of its marks. */
static bool put_report(struct mba_report *report, const struct mba_job *job)
{
    const struct mba_frame *frame = &job->frame;
    enum mba_mark order[MBA_MARK_COUNT];
    size_t done = 0, count = mba_frame_order(frame, order);
    for (size_t i = 0; i < count; i++) {
        if (!put(report, job, frame->bytes.data + done, frame->at[order[i]] - done) ||
            !put_mark(report, job, order[i]))
            return false;
        done = frame->after[order[i]];
    }
    return put(report, job, frame->bytes.data + done, frame->bytes.len - done);
}

/* Nothing came in place of its marks. */
static bool is_empty(const struct mba_job *job)
{
    for (int i = 0; i < MBA_MARK_COUNT; i++)
        if (job->spool[i] && ftello(job->spool[i]) > 0)
            return false;
    return true;
}

/* A file of an earlier run for which there is nothing now. */
static bool remove_old(struct mba_report *report, const struct mba_job *job)
{
    struct mba_buf path = {0};
    mba_buf_printf(&path, "%s/%s", report->folder, job->file->name);
    bool good = !path.failed && (unlink(path.data) == 0 || errno == ENOENT);
    mba_buf_free(&path);
    return good ? true : fail_write(report, job->file->name);
}

/* All of them reach the disk before the first takes the place of an old one. */
static bool write_all(struct mba_report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        struct mba_job *job = &report->jobs[i];
        struct mba_buf path = {0};
        if (job->file->optional && is_empty(job))
            continue;
        mba_buf_printf(&path, "%s/%s", report->folder, job->file->name);
        if (path.failed)
            mba_fail(report->error, "no memory");
        else
            job->out = mba_output_open(path.data, report->error);
        mba_buf_free(&path);
        if (job->out && report->options->csv_bom && job->file->csv)
            put(report, job, "\xEF\xBB\xBF", 3);
        if (!job->out || !put_report(report, job) || !mba_output_sync(job->out, report->error))
            return false;
    }
    return true;
}

/* The pages first: until the report that links to them is there, nobody misses the old ones. */
static bool commit_all(struct mba_report *report)
{
    bool has_pages = false;
    if (report->pages && !mba_pages_settle(report->pages, report->error))
        return false;
    for (size_t i = 0; i < report->count; i++) {
        struct mba_output *out = report->jobs[i].out;
        report->jobs[i].out = NULL;
        if (!(out ? mba_output_commit(out, report->error) : remove_old(report, &report->jobs[i])))
            return false;
        has_pages |= report->jobs[i].file->pages;
    }
    if (report->pages)
        mba_pages_end(report->pages);
    else if (has_pages)
        mba_pages_forget(report->folder);
    report->pages = NULL;
    return true;
}

/* ---- the whole
 * --------------------------------------------------------------------------------------------- */

static void job_release(struct mba_job *job)
{
    mba_output_discard(job->out);
    for (int i = 0; i < MBA_MARK_COUNT; i++)
        if (job->spool[i])
            fclose(job->spool[i]);
    mba_buf_free(&job->frame.bytes);
    xsltFreeStylesheet(job->sheet);
}

static void release(struct mba_report *report)
{
    for (size_t i = 0; report->jobs && i < report->count; i++)
        job_release(&report->jobs[i]);
    mba_pages_discard(report->pages);
    mba_servers_free(report->servers);
    mba_book_free(report->book);
    mba_reader_free(report->reader);
    mba_matrix_free(report->matrix);
    mba_overview_free(report->overview);
    mba_words_free(report->words);
    mba_policy_free(&report->policy);
    mba_buf_free(&report->brief);
    mba_buf_free(&report->server_text);
    free(report->own_page_params);
    free(report->own_params);
    free(report->reader_error);
    free(report->jobs);
}

enum mba_status mba_report_write(const char *findings_path, const char *folder,
                                 const struct mba_report_format *const *formats, size_t count,
                                 const struct mba_report_options *options, char **error,
                                 enum mba_report_fault *fault)
{
    struct mba_report report = {.folder = folder, .options = options, .error = error, .fault = fault};
    *error = NULL;
    *fault = MBA_REPORT_FAULT_RUN;
    bool good = mba_report_jobs(&report, formats, count) && mba_report_prepare(&report, findings_path) &&
                mba_report_snapshots(&report) && mba_report_chunks(&report) && mba_report_lists(&report) &&
                write_all(&report) && commit_all(&report);
    release(&report);
    if (!good && (!*error || strcmp(*error, "no memory") == 0))
        *fault = MBA_REPORT_FAULT_RUN; /* nothing is wrong with a stylesheet that memory ran out on */
    return good ? MBA_OK : MBA_RUN_FAILED;
}
