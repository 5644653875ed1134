/* A findings document is read once. Snapshot sections are turned into each format as they come and wait in
 * a file without a name; the findings go into a book, from which the rule sections are made at the end. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "private.h"

enum { COPY_BYTES = 64 * 1024 };

struct job { /* one format */
    const struct mba_report_format *format;
    xsltStylesheetPtr sheet;
    struct mba_frame frame;
    FILE *snapshots; /* what became of the snapshot sections; NULL: not wanted */
    struct mba_output *out;
};
struct report {
    const char *folder;
    const struct mba_report_options *options;
    struct mba_words *words;
    struct job *jobs;
    size_t count;
    struct mba_reader *reader;
    struct mba_policy policy;
    struct mba_book *book;
    struct mba_matrix *matrix;
    struct mba_overview *overview;
    bool wanted[MBA_MARK_COUNT]; /* some format wants such sections */
    struct mba_buf text;         /* of the section at hand */
    char **error;
    bool *usage;
};

static bool fail_write(struct report *report, const char *name)
{
    return mba_fail(report->error, "%s/%s: cannot be written: %s", report->folder, name, strerror(errno));
}

/* A stylesheet that fails is its author's to mend; what it was fed has been checked before. */
static bool apply(struct report *report, const struct job *job, xmlDocPtr section, bool page,
                  struct mba_buf *out)
{
    const char **params = page ? report->policy.params : NULL;
    if (mba_sheet_apply(job->sheet, section, report->words, params, page, out, report->error))
        return true;
    *report->usage = true;
    return false;
}

/* ---- before the first snapshot --------------------------------------------------------------------------
 */

static bool make_folder(const char *folder, char **error)
{
    if (mba_folder_make(folder, NULL))
        return true;
    return mba_fail(error, "%s: cannot be made: %s", folder, strerror(errno));
}

bool mba_report_check(const struct mba_report_format *const *formats, size_t count, char **error)
{
    for (size_t i = 0; i < count; i++) {
        xsltStylesheetPtr sheet = mba_sheet_load(formats[i]->stylesheet, error);
        if (!sheet)
            return false;
        xsltFreeStylesheet(sheet);
    }
    return true;
}

static bool load_sheets(struct report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        struct job *job = &report->jobs[i];
        job->sheet = mba_sheet_load(job->format->stylesheet, report->error);
        if (!job->sheet) {
            *report->usage = true;
            return false;
        }
    }
    report->words = mba_words_load(report->options->lang ? report->options->lang : "en", report->error);
    return report->words && mba_policy_make(&report->policy, report->options, report->error);
}

static bool open_snapshots(struct report *report, struct job *job)
{
    int fd = mba_nameless_file(report->folder, report->error);
    if (fd < 0)
        return false;
    job->snapshots = fdopen(fd, "w+");
    if (job->snapshots)
        return true;
    close(fd);
    return mba_fail(report->error, "no memory");
}

static bool make_frames(struct report *report)
{
    xmlDocPtr head = mba_reader_head(report->reader);
    for (size_t i = 0; i < report->count; i++) {
        struct job *job = &report->jobs[i];
        if (!apply(report, job, head, true, &job->frame.bytes))
            return false;
        mba_frame_find_marks(&job->frame);
        for (int mark = 0; mark < MBA_MARK_COUNT; mark++)
            report->wanted[mark] |= mba_frame_has(&job->frame, (enum mba_mark)mark);
        if (mba_frame_has(&job->frame, MBA_MARK_SNAPSHOTS) && !open_snapshots(report, job))
            return false;
    }
    report->book = mba_book_new(head, report->folder, report->error);
    report->matrix = mba_matrix_new(head);
    report->overview = mba_overview_new(head);
    if (report->book && (!report->matrix || !report->overview))
        mba_fail(report->error, "no memory");
    return !*report->error;
}

/* ---- snapshots --------------------------------------------------------------------------------------------
 */

static bool take_overview(struct report *report, xmlDocPtr section)
{
    const bool *wanted = report->wanted;
    return (!wanted[MBA_MARK_MATRIX] || mba_matrix_add(report->matrix, section)) &&
           (!(wanted[MBA_MARK_INCOMPLETE] || wanted[MBA_MARK_CHANGED]) ||
            mba_overview_add(report->overview, section));
}

static bool take_snapshot(struct report *report, xmlDocPtr section, size_t number)
{
    const bool *wanted = report->wanted;
    if (!mba_section_number(section, number))
        return mba_fail(report->error, "no memory");
    if (wanted[MBA_MARK_RULES] && !mba_book_add(report->book, section, report->error))
        return false;
    if ((wanted[MBA_MARK_SNAPSHOTS] || wanted[MBA_MARK_CHANGED]) &&
        !mba_section_titles(section, report->book))
        return mba_fail(report->error, "no memory");
    if (!take_overview(report, section))
        return mba_fail(report->error, "no memory");
    for (size_t i = 0; i < report->count; i++) {
        struct job *job = &report->jobs[i];
        mba_buf_clear(&report->text);
        if (!job->snapshots)
            continue;
        if (!apply(report, job, section, false, &report->text))
            return false;
        if (report->text.len && fwrite(report->text.data, report->text.len, 1, job->snapshots) != 1)
            return fail_write(report, job->format->file);
    }
    return true;
}

static bool take_snapshots(struct report *report)
{
    xmlDocPtr section;
    for (size_t number = 1; (section = mba_reader_next(report->reader, report->error)); number++) {
        bool good = take_snapshot(report, section, number);
        xmlFreeDoc(section);
        if (!good)
            return false;
    }
    return !*report->error && mba_book_sort(report->book, report->error);
}

/* ---- putting together -------------------------------------------------------------------------------------
 */

static bool put(struct report *report, const struct job *job, const char *bytes, size_t len)
{
    if (len && fwrite(bytes, len, 1, mba_output_stream(job->out)) != 1)
        return fail_write(report, job->format->file);
    return true;
}

static bool put_rules(struct report *report, const struct job *job)
{
    struct mba_book_cursor cursor = {0};
    xmlDocPtr section;
    while ((section = mba_book_next(report->book, &cursor, report->error))) {
        mba_buf_clear(&report->text);
        bool good = apply(report, job, section, false, &report->text) &&
                    put(report, job, report->text.data, report->text.len);
        xmlFreeDoc(section);
        if (!good)
            return false;
    }
    return !*report->error;
}

static bool put_snapshots(struct report *report, const struct job *job)
{
    char bytes[COPY_BYTES];
    size_t n;
    if (fflush(job->snapshots) != 0 || fseeko(job->snapshots, 0, SEEK_SET) != 0)
        return fail_write(report, job->format->file);
    while ((n = fread(bytes, 1, sizeof bytes, job->snapshots)) > 0)
        if (!put(report, job, bytes, n))
            return false;
    return ferror(job->snapshots) ? fail_write(report, job->format->file) : true;
}

/* A section that is made once, at the end; section: NULL when there was no memory. */
static bool put_section(struct report *report, const struct job *job, xmlDocPtr section)
{
    mba_buf_clear(&report->text);
    bool good = section ? apply(report, job, section, false, &report->text) &&
                              put(report, job, report->text.data, report->text.len)
                        : mba_fail(report->error, "no memory");
    xmlFreeDoc(section);
    return good;
}

static bool put_mark(struct report *report, const struct job *job, enum mba_mark mark)
{
    switch (mark) {
    case MBA_MARK_RULES:
        return put_rules(report, job);
    case MBA_MARK_SNAPSHOTS:
        return put_snapshots(report, job);
    case MBA_MARK_INCOMPLETE:
        return put_section(report, job, mba_overview_incomplete(report->overview));
    case MBA_MARK_CHANGED:
        return put_section(report, job, mba_overview_changed(report->overview));
    default:
        return put_section(report, job, mba_matrix_section(report->matrix));
    }
}

/* The frame with the sections in place of its marks. */
static bool put_report(struct report *report, const struct job *job)
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

/* All of them reach the disk before the first takes the place of an old one. */
static bool write_all(struct report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        struct job *job = &report->jobs[i];
        struct mba_buf path = {0};
        mba_buf_printf(&path, "%s/%s", report->folder, job->format->file);
        if (path.failed)
            mba_fail(report->error, "no memory");
        else
            job->out = mba_output_open(path.data, report->error);
        mba_buf_free(&path);
        if (!job->out || !put_report(report, job))
            return false;
        if (!mba_output_sync(job->out, report->error))
            return false;
    }
    return true;
}

static bool commit_all(struct report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        struct mba_output *out = report->jobs[i].out;
        report->jobs[i].out = NULL;
        if (!mba_output_commit(out, report->error))
            return false;
    }
    return true;
}

/* ---- the whole
 * ---------------------------------------------------------------------------------------------- */

static void release(struct report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        struct job *job = &report->jobs[i];
        mba_output_discard(job->out);
        if (job->snapshots)
            fclose(job->snapshots);
        mba_buf_free(&job->frame.bytes);
        xsltFreeStylesheet(job->sheet);
    }
    mba_book_free(report->book);
    mba_matrix_free(report->matrix);
    mba_overview_free(report->overview);
    mba_reader_free(report->reader);
    mba_policy_free(&report->policy);
    mba_words_free(report->words);
    mba_buf_free(&report->text);
    free(report->jobs);
}

static bool run(struct report *report, const char *findings_path)
{
    if (!load_sheets(report))
        return false;
    report->reader = mba_reader_open(findings_path, report->error);
    return report->reader && make_folder(report->folder, report->error) && make_frames(report) &&
           take_snapshots(report) && write_all(report) && commit_all(report);
}

enum mba_status mba_report_write(const char *findings_path, const char *folder,
                                 const struct mba_report_format *const *formats, size_t count,
                                 const struct mba_report_options *options, char **error, bool *usage)
{
    struct report report = {.folder = folder, .options = options, .error = error, .usage = usage};
    *error = NULL;
    *usage = false;
    report.jobs = calloc(count + 1, sizeof *report.jobs);
    if (!report.jobs) {
        mba_fail(error, "no memory");
        return MBA_RUN_FAILED;
    }
    report.count = count;
    for (size_t i = 0; i < count; i++)
        report.jobs[i].format = formats[i];
    bool good = run(&report, findings_path);
    release(&report);
    return good ? MBA_OK : MBA_RUN_FAILED;
}
