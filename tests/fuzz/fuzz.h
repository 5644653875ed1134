/* fuzz: what the targets of the import room share. A target is one file with fuzz_one; see tests/README.md.
 */
#ifndef MBAUDIT_TESTS_FUZZ_H
#define MBAUDIT_TESTS_FUZZ_H

#include "import/import_room.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Low enough that limits are met, too. */
static inline void fuzz_limits(struct mba_limits *limits)
{
    mba_limits_default(limits);
    limits->value[MBA_LIMIT_KEYS] = 2000;
    limits->value[MBA_LIMIT_LIST_ITEMS] = 500;
    limits->value[MBA_LIMIT_VALUE_BYTES] = 20000;
    limits->value[MBA_LIMIT_EVIDENCE] = 200;
}

static inline const struct mba_dictionary *fuzz_dictionary(void)
{
    static struct mba_dictionary *dict;
    char *error = NULL;
    if (!dict)
        dict = mba_dictionary_builtin(&error);
    if (!dict)
        abort();
    return dict;
}

/* Every value that a rule could ask for, and what must be true of all keys whatever was read. */
static inline void fuzz_ask(const struct mba_metabase *mb, const struct mba_dictionary *dict)
{
    for (size_t i = 0; i < mba_metabase_count(mb); i++) {
        const struct mba_key *key = mba_metabase_at(mb, i);
        if (!key->label || !key->class_name)
            abort();
        for (size_t r = 0; r < key->count; r++) {
            const struct mba_record *rec = &key->records[r];
            struct mba_value value;
            if (rec->secret ? rec->text != NULL : rec->text[rec->len] != '\0')
                abort();
            if (rec->text && !mba_utf8_valid(rec->text, rec->len))
                abort();
            if (rec->prop)
                mba_effective(mb, key, rec->prop, &value);
            else
                mba_effective_id(mb, key, rec->id, &value);
        }
        if (i < 50 && mba_dictionary_count(dict) > 0) {
            struct mba_value value;
            mba_effective(mb, key, mba_dictionary_at(dict, i), &value);
        }
    }
}

/* What must be true of all evidence, whatever was read; then it goes into the snapshot. */
static inline void fuzz_observe(struct mba_metabase *mb, const struct mba_testimony *told)
{
    const struct mba_export info = {.input = "in.zip", .member = "evidence", .format = "evidence"};
    if (told->count > 0 && mba_metabase_begin_export(mb, &info) < 0)
        abort();
    for (size_t i = 0; i < told->count; i++) {
        struct mba_observation what = told->items[i].what;
        const struct mba_evidence_word *near;
        if (!told->items[i].server || mba_evidence_find(what.object, what.word->property, &near) != what.word)
            abort();
        if (what.text && !mba_utf8_valid(what.text, strlen(what.text)))
            abort();
        what.export_index = (unsigned)mba_metabase_export_count(mb) - 1;
        if (!mba_metabase_observe(mb, &what))
            abort();
    }
}

/* One export more, of a known text: the first, whatever it was, must not stand in its way. */
static inline void fuzz_second(const struct mba_import *first)
{
    static const char text[] = "<MBProperty><a Location='/LM/SmtpSvc/1' ServerComment='x' OwnFlags='OwnOne'/>"
                               "<a Location='/LM/SmtpSvc/2' AuthFlags='AuthBasic'/></MBProperty>";
    struct mba_import job = *first;
    job.format = &mba_format_metabase_xml;
    job.member = "MetaBase.xml";
    job.data = (const unsigned char *)text;
    job.len = sizeof text - 1;
    if (mba_import_read(&job) > MBA_WARN)
        abort();
    bool full = mba_metabase_count(job.metabase) >= job.limits->value[MBA_LIMIT_KEYS];
    if (!full && !mba_metabase_find(job.metabase, "/LM/SmtpSvc/2"))
        abort();
}

/* Reads the bytes as an export of this format, judges nothing. NULL: of the format that bids most. */
static inline void fuzz_import(const struct mba_format *format, const uint8_t *data, size_t size)
{
    const struct mba_dictionary *dict = fuzz_dictionary();
    struct mba_limits limits;
    struct mba_problems problems = {0};
    struct mba_testimony told = {0};
    struct mba_identity identity;
    fuzz_limits(&limits);
    struct mba_metabase *mb = mba_metabase_new(dict, &limits);
    struct mba_import job = {.input = "in.zip",
                             .member = "SRV1/smtpsvc_1.txt",
                             .mtime = MBA_TIME_NONE,
                             .format = format,
                             .data = data,
                             .len = size,
                             .metabase = mb,
                             .testimony = &told,
                             .limits = &limits,
                             .problems = &problems};
    mba_format_find(data, size);
    enum mba_status status = mba_import_read(&job);
    if (status == MBA_RUN_FAILED || (status > MBA_OK && problems.count == 0))
        abort(); /* memory is there, and nothing goes wrong unsaid */
    if (status == MBA_MEMBER_FAILED && (mba_metabase_count(mb) > 0 || told.count > 0))
        abort();
    fuzz_observe(mb, &told);
    fuzz_second(&job);
    if (!mba_metabase_finish(mb, &problems))
        abort();
    fuzz_ask(mb, dict);
    mba_identify(NULL, job.input, job.member, job.mtime, mb, &identity);
    mba_metabase_free(mb);
    mba_testimony_free(&told);
    mba_problems_free(&problems);
}

#endif
