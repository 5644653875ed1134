/* imported: see imported.h. */
#include "imported.h"

#include <stdlib.h>
#include <string.h>

void imported_open(struct imported *im)
{
    char *error = NULL;
    *im = (struct imported){.dict = mba_dictionary_builtin(&error)};
    mba_limits_default(&im->limits);
    if (!im->dict) {
        fprintf(stderr, "no dictionary: %s\n", error);
        abort();
    }
}

void imported_read(struct imported *im, const char *member, const void *data, size_t len)
{
    if (!im->mb)
        im->mb = mba_metabase_new(im->dict, &im->limits);
    /* The exact size, so that a sanitizer sees every byte read too many. */
    unsigned char *copy = malloc(len ? len : 1);
    memcpy(copy, data, len);
    struct mba_import job = {.input = "in.zip",
                             .member = member,
                             .mtime = MBA_TIME_NONE,
                             .data = copy,
                             .len = len,
                             .metabase = im->mb,
                             .testimony = &im->told,
                             .limits = &im->limits,
                             .problems = &im->problems};
    im->status = mba_import_read(&job);
    free(copy);
}

void imported_finish(struct imported *im)
{
    mba_metabase_finish(im->mb, &im->problems);
}

void imported_text(struct imported *im, const char *member, const char *text)
{
    imported_open(im);
    imported_read(im, member, text, strlen(text));
    imported_finish(im);
}

void imported_keys(struct imported *im, const char *keys)
{
    struct mba_buf text = {0};
    mba_buf_printf(&text, "<configuration><MBProperty>%s</MBProperty></configuration>", keys);
    imported_text(im, "SRV1/MetaBase.xml", text.data);
    mba_buf_free(&text);
}

void imported_close(struct imported *im)
{
    mba_metabase_free(im->mb);
    mba_testimony_free(&im->told);
    mba_problems_free(&im->problems);
    mba_dictionary_free(im->dict);
}

const struct mba_record *imported_record(const struct imported *im, const char *location, uint32_t id)
{
    const struct mba_key *key = mba_metabase_find(im->mb, location);
    return key ? mba_key_record(key, id) : NULL;
}

const char *imported_value(const struct imported *im, const char *location, uint32_t id)
{
    const struct mba_record *record = imported_record(im, location, id);
    return !record ? "(none)" : record->text ? record->text : "(secret)";
}

bool imported_says(const struct imported *im, enum mba_status grade, unsigned long line, const char *words)
{
    for (size_t i = 0; i < im->problems.count; i++) {
        const struct mba_problem *p = &im->problems.items[i];
        if (p->grade == grade && (line == 0 || p->line == line) && strstr(p->text, words))
            return true;
    }
    for (size_t i = 0; i < im->problems.count; i++)
        fprintf(stderr, "    said: %s line %lu: %s\n", mba_status_word(im->problems.items[i].grade),
                im->problems.items[i].line, im->problems.items[i].text);
    return false;
}

const char *imported_told(const struct imported *im, size_t index)
{
    static char text[300];
    char iso[21];
    if (index >= im->told.count)
        return "(none)";
    const struct mba_told *told = &im->told.items[index];
    mba_time_iso(told->captured, iso);
    snprintf(text, sizeof text, "%s %s=%s %lu, %s, %s", told->what.object, told->what.word->property,
             told->what.text ? told->what.text : "(absent)", told->what.line, told->server, iso);
    return text;
}
