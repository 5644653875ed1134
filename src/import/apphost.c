/* apphost: the customMetadata section of IIS 7's applicationHost.config, where what was set through the
 * metabase interfaces and has no place in the sections of IIS 7 is kept.
 *
 *   <key path="LM/W3SVC/1/ROOT/owa"><property id="2102" dataType="String" userType="100" attributes="Inherit"
 *   value="owa" /></key>
 *
 * Properties have numbers, no names; binary values are base64; list items end with a line feed, written
 * &#xA;. Only leftovers stand here, so no key is complete, and the rest of the file is no metabase.
 */
#include "import/base64.h"
#include "import/import_room.h"
#include "import/xml_stream.h"

#include <string.h>

struct reading {
    struct mba_import *job;
    struct mba_export *opened;
    const struct mba_dictionary *dict;
    unsigned section, key_depth; /* depth of <customMetadata>, of <key>; 0 outside */
    struct mba_key *key;
    struct mba_buf text;
    struct import_notes notes;
};

static enum mba_type type_of(const struct xml_element *e)
{
    const struct xml_attribute *a = xml_attribute_of(e, "dataType");
    return a ? mba_type_parse(a->value, a->len) : MBA_TYPE_UNKNOWN;
}

/* What the value must look like for its type; NULL: as it should. */
static const char *fault_of(const struct mba_record *rec)
{
    uint32_t number;
    if (rec->type == MBA_TYPE_DWORD && !mba_dword_value(rec->prop, rec->text, rec->len, &number))
        return "a number that is none";
    return NULL;
}

static uint64_t count_items(const char *text, size_t len)
{
    uint64_t items = len > 0;
    for (const char *p = text; (p = memchr(p, '\n', (size_t)(text + len - p))); p++)
        items++;
    return items;
}

/* The value as records have it. False: *fault, or no memory. */
static bool convert(struct reading *r, struct mba_record *rec, const struct xml_attribute *value,
                    const char **fault)
{
    rec->text = value->value;
    rec->len = value->len;
    if (rec->type == MBA_TYPE_MULTISZ) {
        while (rec->len > 0 && rec->text[rec->len - 1] == '\n')
            rec->len--;
    } else if (rec->type == MBA_TYPE_BINARY) {
        mba_buf_clear(&r->text);
        if (!base64_to_hex(value->value, value->len, &r->text) && !r->text.failed)
            *fault = "a binary value that is not base64";
        rec->text = r->text.data ? r->text.data : "";
        rec->len = r->text.len;
    }
    if (!*fault)
        *fault = fault_of(rec);
    return !*fault && !r->text.failed;
}

static void fill(const struct reading *r, const struct xml_element *e, struct mba_record *rec)
{
    const struct xml_attribute *user = xml_attribute_of(e, "userType"),
                               *bits = xml_attribute_of(e, "attributes");
    rec->prop = mba_property_by_id(r->dict, rec->id);
    rec->name = rec->prop ? rec->prop->name : "";
    rec->type = type_of(e);
    rec->user_type = user ? mba_user_type_parse(user->value, user->len) : 0;
    rec->attributes = bits ? mba_attributes_parse(bits->value, bits->len) : 0;
    rec->line = e->line;
    rec->custom = true;
}

static bool add_property(struct reading *r, const struct xml_element *e, enum mba_status *status)
{
    const struct xml_attribute *id = xml_attribute_of(e, "id"), *value = xml_attribute_of(e, "value");
    const char *fault = NULL;
    struct mba_record rec = {0};
    if (!id || !mba_parse_dword(id->value, id->len, &rec.id))
        fault = "no id that is a number";
    else if (!value)
        fault = "no value";
    if (!fault) {
        fill(r, e, &rec);
        if (!convert(r, &rec, value, &fault) && !fault)
            return false;
    }
    if (fault) {
        import_note(&r->notes, e->line, "a <property> has %s; it was skipped", fault);
        return true;
    }
    if (rec.type == MBA_TYPE_MULTISZ &&
        count_items(rec.text, rec.len) > r->job->limits->value[MBA_LIMIT_LIST_ITEMS]) {
        *status = import_over_limit(r->job, e->line, MBA_LIMIT_LIST_ITEMS);
        return false;
    }
    return mba_metabase_set(r->job->metabase, r->key, &rec);
}

static bool start_key(struct reading *r, const struct xml_element *e, enum mba_status *status)
{
    const struct xml_attribute *path = xml_attribute_of(e, "path");
    bool limit_hit = false;
    r->key_depth = e->depth;
    r->key = NULL;
    if (!path || path->len == 0) {
        import_note(&r->notes, e->line, "a <key> has no path; it was skipped");
        return true;
    }
    r->key = mba_metabase_key(r->job->metabase, path->value, path->len, NULL, 0, e->line, &limit_hit);
    if (!r->key && limit_hit)
        *status = import_over_limit(r->job, e->line, MBA_LIMIT_KEYS);
    r->opened->keys += r->key != NULL;
    return r->key != NULL;
}

static bool on_start(void *ctx, const struct xml_element *e, enum mba_status *status)
{
    struct reading *r = ctx;
    if (r->section == 0 && strcmp(e->name, "customMetadata") == 0)
        r->section = e->depth;
    else if (r->section && e->depth == r->section + 1 && strcmp(e->name, "key") == 0)
        return start_key(r, e, status);
    else if (r->key && e->depth == r->key_depth + 1 && strcmp(e->name, "property") == 0)
        return add_property(r, e, status);
    return true;
}

static bool on_end(void *ctx, const char *name, unsigned depth, const char *text, size_t len,
                   enum mba_status *status)
{
    struct reading *r = ctx;
    (void)name, (void)text, (void)len, (void)status;
    if (depth == r->key_depth)
        r->key = NULL;
    if (depth == r->section)
        r->section = 0;
    return true;
}

static enum mba_status finish(struct reading *r, const struct xml_end *end)
{
    enum mba_status status = MBA_OK;
    import_notes_end(&r->notes);
    if (r->notes.told) {
        r->opened->partial = true;
        status = MBA_WARN;
    }
    if (end->cut)
        return xml_tell_cut(r->job, r->opened, end);
    return r->opened->keys ? status : import_nothing_in(r->job, "key in customMetadata");
}

static enum mba_status read_apphost(struct mba_import *job)
{
    static const struct xml_handlers handlers = {on_start, on_end};
    struct reading r = {.job = job, .dict = mba_metabase_dictionary(job->metabase), .notes = {.job = job}};
    struct xml_source source;
    struct xml_end end;
    enum mba_status status = import_decode(job, &source);
    if (status == MBA_OK && !(r.opened = import_open(job, &mba_format_apphost, source.encoding)))
        status = MBA_RUN_FAILED;
    if (status == MBA_OK)
        status = xml_stream(job, source.text, source.len, &handlers, &r, &end);
    if (status == MBA_OK)
        status = finish(&r, &end);
    if (r.opened)
        status = import_tell_damage(job, r.opened, &source, status);
    xml_source_free(&source);
    mba_buf_free(&r.text);
    return status;
}

/* The sections are declared first in the file. */
static int bid_apphost(const char *head, size_t len)
{
    static const char section[] = "customMetadata";
    return xml_root_is(head, len, "configuration") && xml_head_has(head, len, section)
               ? (int)(sizeof section - 1) * 8
               : 0;
}

const struct mba_format mba_format_apphost = {
    .name = "applicationHost.config",
    .help = "customMetadata of applicationHost.config (IIS 7 and later)",
    .runtime = false,
    .bid = bid_apphost,
    .read = read_apphost,
};
