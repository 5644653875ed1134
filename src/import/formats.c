/* formats: the table of formats, the choice between them, and what reading has in common.
 *
 * To add a format: one file with a struct mba_format, one row in the table below.
 */
#include "import/import_room.h"

#include <stdarg.h>

/* clang-format off: a row each */
const struct mba_format *const mba_formats[] = {
    &mba_format_metabase_xml,
    &mba_format_adsutil,
    &mba_format_clixml_metabase,
    &mba_format_apphost,
    &mba_format_oval,
    &mba_format_mbschema,
    &mba_format_clixml_evidence,
    &mba_format_ldif,
    &mba_format_evidence_csv,
    NULL,
};
/* clang-format on */

enum { HEAD_BYTES = 4096 }; /* what a format is chosen by */

static const struct mba_format *best_bid(const char *text, size_t len, const struct mba_format **rival)
{
    const struct mba_format *best = NULL;
    int best_bid = 0, rival_bid = 0;
    for (size_t i = 0; mba_formats[i]; i++) {
        int bid = mba_formats[i]->bid(text, len);
        if (bid > best_bid) {
            *rival = best;
            rival_bid = best_bid;
            best = mba_formats[i];
            best_bid = bid;
        } else if (bid > rival_bid) {
            *rival = mba_formats[i];
            rival_bid = bid;
        }
    }
    return best;
}

const struct mba_format *mba_format_choose(const unsigned char *head, size_t len,
                                           const struct mba_format **rival)
{
    struct mba_buf scratch = {0};
    const struct mba_format *best = NULL;
    const char *text, *encoding;
    bool damaged;
    *rival = NULL;
    if (len > HEAD_BYTES)
        len = HEAD_BYTES;
    if (len && mba_text_to_utf8(head, len, &scratch, &text, &len, &encoding, &damaged))
        best = best_bid(text, len, rival);
    mba_buf_free(&scratch);
    return best;
}

const struct mba_format *mba_format_find(const unsigned char *head, size_t len)
{
    const struct mba_format *rival;
    return mba_format_choose(head, len, &rival);
}

/* ---- shared by the formats ------------------------------------------------------------------- */

struct mba_export *import_open(struct mba_import *job, const struct mba_format *format, const char *encoding)
{
    const struct mba_export info = {.input = job->input,
                                    .member = job->member,
                                    .format = format->name,
                                    .runtime = format->runtime,
                                    .mtime = job->mtime,
                                    .encoding = encoding};
    int index = mba_metabase_begin_export(job->metabase, &info);
    return index < 0 ? NULL : mba_metabase_export(job->metabase, (size_t)index);
}

enum { NOTES_TOLD = 20 };

void import_note(struct import_notes *notes, unsigned long line, const char *fmt, ...)
{
    char text[512];
    if (notes->told >= NOTES_TOLD) {
        notes->more++;
        return;
    }
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    notes->told++;
    mba_problems_add(notes->job->problems, MBA_WARN, notes->job->input, notes->job->member, line, "%s", text);
}

void import_notes_end(struct import_notes *notes)
{
    if (notes->more)
        mba_problems_add(notes->job->problems, MBA_WARN, notes->job->input, notes->job->member, 0,
                         "%lu more problems like those above", notes->more);
}

enum mba_status import_over_limit(struct mba_import *job, unsigned long line, enum mba_limit_id id)
{
    char text[200];
    if (mba_limits_late(job->limits)) /* then whatever noticed it gave another reason */
        id = MBA_LIMIT_MEMBER_SECONDS;
    mba_limit_message(job->limits, id, text, sizeof text);
    mba_problems_add(job->problems, MBA_MEMBER_FAILED, job->input, job->member, line, "%s", text);
    return MBA_MEMBER_FAILED;
}

enum mba_status import_nothing_in(struct mba_import *job, const char *what)
{
    mba_problems_add(job->problems, MBA_OK, job->input, job->member, 0,
                     "holds no %s: nothing of a metabase stands in it", what);
    return MBA_OK;
}

enum mba_status import_decode(struct mba_import *job, struct xml_source *source)
{
    enum mba_status status = xml_decode(source, job->data, job->len);
    if (status == MBA_MEMBER_FAILED)
        mba_problems_add(job->problems, status, job->input, job->member, 0, "%s", source->fault);
    return status;
}

enum mba_status import_tell_damage(struct mba_import *job, struct mba_export *opened,
                                   const struct xml_source *source, enum mba_status status)
{
    if (status > MBA_WARN || !source->damaged)
        return status;
    opened->partial = true;
    mba_problems_add(job->problems, MBA_WARN, job->input, job->member, 0,
                     "ill-formed UTF-16: what could not be decoded was replaced");
    return MBA_WARN;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* Whether the export can be read at all, tried in a metabase of its own: what is in the job's stays as it is.
 */
static enum mba_status rehearse(const struct mba_import *job, const struct mba_format *format)
{
    struct mba_import trial = *job;
    trial.metabase = mba_metabase_new(mba_metabase_dictionary(job->metabase), job->limits);
    if (!trial.metabase)
        return MBA_RUN_FAILED;
    enum mba_status status =
        mba_metabase_define_like(trial.metabase, job->metabase) ? format->read(&trial) : MBA_RUN_FAILED;
    mba_metabase_free(trial.metabase);
    return status;
}

/* The second export of a snapshot: a rehearsal first, since a metabase cannot forget one export alone. What
 * is left to go wrong then is the number of keys of both together. */
static enum mba_status read_second(struct mba_import *job, const struct mba_format *format)
{
    enum mba_status tried = rehearse(job, format);
    if (tried >= MBA_MEMBER_FAILED)
        return tried;
    struct mba_problems again = {0}, *problems = job->problems;
    job->problems = &again;
    enum mba_status status = format->read(job);
    job->problems = problems;
    if (status == MBA_MEMBER_FAILED) {
        mba_metabase_export(job->metabase, mba_metabase_export_count(job->metabase) - 1)->partial = true;
        status = MBA_WARN;
        for (size_t i = 0; i < again.count; i++)
            if (again.items[i].grade == MBA_MEMBER_FAILED)
                mba_problems_add(problems, MBA_WARN, job->input, job->member, again.items[i].line,
                                 "read only up to here: %s", again.items[i].text);
    }
    if (again.failed)
        status = MBA_RUN_FAILED;
    mba_problems_free(&again);
    return status > tried ? status : tried;
}

/* What of a testimony was told before a member failed is taken back. */
static enum mba_status read_evidence(struct mba_import *job, const struct mba_format *format)
{
    struct mba_testimony unwanted = {0}, *wanted = job->testimony;
    if (!wanted)
        job->testimony = &unwanted;
    size_t before = job->testimony->count;
    enum mba_status status = format->read(job);
    if (status >= MBA_MEMBER_FAILED)
        job->testimony->count = before;
    job->testimony = wanted;
    mba_testimony_free(&unwanted);
    return status;
}

static enum mba_status read_chosen(struct mba_import *job, const struct mba_format *format)
{
    if (format->evidence)
        return read_evidence(job, format);
    if (mba_metabase_export_count(job->metabase) > 0)
        return read_second(job, format);
    enum mba_status status = format->read(job);
    if (status >= MBA_MEMBER_FAILED)
        mba_metabase_reset(job->metabase);
    return status;
}

enum mba_status mba_import_read(struct mba_import *job)
{
    const struct mba_format *format = job->format ? job->format : mba_format_find(job->data, job->len);
    enum mba_status status;
    if (format) {
        status = read_chosen(job, format);
    } else {
        status = MBA_MEMBER_FAILED;
        mba_problems_add(job->problems, status, job->input, job->member, 0,
                         "in no format that is known here; see --help for those that are");
    }
    return job->problems->failed ? MBA_RUN_FAILED : status;
}
