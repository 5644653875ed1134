/* mbschema: MBSchema.xml, the schema that stands beside a server's MetaBase.xml.
 *
 *   <Collection InternalName ="IIsConfigObject"><Property InternalName ="AuthFlags" ID="6000" Type="DWORD"
 *   UserType="IIS_MD_UT_FILE" Attributes="INHERIT"><Flag InternalName ="AuthBasic" Value="2" ID="6219"/>...
 *
 * Properties are defined where they have an ID; other collections only refer to them. What a server defines
 * beyond the schema of IIS 6 completes the records of the exports that are read after it. Defaults are left
 * alone: no rule may rest on the default of one server.
 */
#include "import/import_room.h"
#include "import/xml_stream.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    struct mba_import *job;
    struct mba_export *opened;
    unsigned property_depth; /* 0 outside */
    struct mba_property def;
    struct mba_word *flags;
    size_t flag_cap;
    struct mba_arena *arena; /* of the definition being read */
    uint64_t defined;
    struct import_notes notes;
};

static const char *copy_of(struct reading *r, const struct xml_attribute *a)
{
    return a ? mba_arena_dup(r->arena, a->value, a->len) : NULL;
}

static bool start_property(struct reading *r, const struct xml_element *e, enum mba_status *status)
{
    const struct xml_attribute *name = xml_attribute_of(e, "InternalName"), *id = xml_attribute_of(e, "ID"),
                               *type = xml_attribute_of(e, "Type"), *user = xml_attribute_of(e, "UserType"),
                               *bits = xml_attribute_of(e, "Attributes");
    if (!name || !id) /* a reference, or Location, which is no property */
        return true;
    mba_arena_reset(r->arena);
    r->def = (struct mba_property){.name = copy_of(r, name)};
    if (!r->def.name)
        return false;
    r->def.type = type ? mba_type_parse(type->value, type->len) : MBA_TYPE_UNKNOWN;
    r->def.user_type = user ? mba_user_type_parse(user->value, user->len) : 0;
    r->def.attributes = bits ? mba_attributes_parse(bits->value, bits->len) : 0;
    if (!mba_parse_dword(id->value, id->len, &r->def.id) || r->def.type == MBA_TYPE_UNKNOWN) {
        import_note(&r->notes, e->line,
                    "property %.60s has no number or no type that is known; it was skipped", r->def.name);
        return true;
    }
    if (++r->defined > r->job->limits->value[MBA_LIMIT_LIST_ITEMS]) {
        *status = import_over_limit(r->job, e->line, MBA_LIMIT_LIST_ITEMS);
        return false;
    }
    r->property_depth = e->depth;
    return true;
}

static bool add_flag(struct reading *r, const struct xml_element *e)
{
    const struct xml_attribute *name = xml_attribute_of(e, "InternalName"),
                               *value = xml_attribute_of(e, "Value");
    struct mba_word word;
    if (!name || !value || !mba_parse_dword(value->value, value->len, &word.value)) {
        import_note(&r->notes, e->line, "a flag of property %.60s has no name or number; it was skipped",
                    r->def.name);
        return true;
    }
    word.name = copy_of(r, name);
    if (!word.name || !mba_grow(&r->flags, &r->flag_cap, r->def.flag_count + 1, sizeof word))
        return false;
    r->flags[r->def.flag_count++] = word;
    return true;
}

/* What is hidden is not a class of keys: it holds what the others refer to. */
static bool add_class(struct reading *r, const struct xml_element *e)
{
    const struct xml_attribute *name = xml_attribute_of(e, "InternalName"),
                               *flags = xml_attribute_of(e, "MetaFlags");
    bool hidden = flags && xml_head_has(flags->value, flags->len, "HIDDEN");
    if (!name || name->len == 0 || hidden || ++r->defined > r->job->limits->value[MBA_LIMIT_LIST_ITEMS])
        return true;
    return mba_metabase_define_class(r->job->metabase, name->value, name->len);
}

static bool on_start(void *ctx, const struct xml_element *e, enum mba_status *status)
{
    struct reading *r = ctx;
    if (r->property_depth && e->depth == r->property_depth + 1 && strcmp(e->name, "Flag") == 0)
        return add_flag(r, e);
    if (r->property_depth)
        return true;
    if (strcmp(e->name, "Property") == 0)
        return start_property(r, e, status);
    return strcmp(e->name, "Collection") != 0 || add_class(r, e);
}

static bool on_end(void *ctx, const char *name, unsigned depth, const char *text, size_t len,
                   enum mba_status *status)
{
    struct reading *r = ctx;
    (void)name, (void)text, (void)len, (void)status;
    if (depth != r->property_depth)
        return true;
    r->property_depth = 0;
    r->def.flags = r->flags;
    return mba_metabase_define(r->job->metabase, &r->def);
}

static enum mba_status finish(struct reading *r, const struct xml_end *end)
{
    enum mba_status status = MBA_OK;
    import_notes_end(&r->notes);
    if (r->notes.told)
        status = MBA_WARN;
    if (end->cut)
        status = xml_tell_cut(r->job, r->opened, end);
    if (r->defined == 0 && status == MBA_OK)
        status = import_nothing_in(r->job, "definition of a property");
    return status;
}

static enum mba_status read_mbschema(struct mba_import *job)
{
    static const struct xml_handlers handlers = {on_start, on_end};
    struct reading r = {.job = job, .arena = mba_arena_new(), .notes = {.job = job}};
    struct xml_source source;
    struct xml_end end;
    enum mba_status status = import_decode(job, &source);
    if (status == MBA_OK &&
        (!r.arena || !(r.opened = import_open(job, &mba_format_mbschema, source.encoding))))
        status = MBA_RUN_FAILED;
    if (status == MBA_OK)
        status = xml_stream(job, source.text, source.len, &handlers, &r, &end);
    if (status == MBA_OK)
        status = finish(&r, &end);
    if (r.opened)
        status = import_tell_damage(job, r.opened, &source, status);
    xml_source_free(&source);
    mba_arena_free(r.arena);
    free(r.flags);
    return status;
}

static int bid_mbschema(const char *head, size_t len)
{
    static const char words[] = "DatabaseMeta";
    return xml_root_is(head, len, "MetaData") && xml_head_has(head, len, words) ? (int)(sizeof words - 1) * 8
                                                                                : 0;
}

const struct mba_format mba_format_mbschema = {
    .name = "MBSchema.xml",
    .help = "MBSchema.xml beside a MetaBase.xml: properties of its own",
    .schema = true,
    .bid = bid_mbschema,
    .read = read_mbschema,
};
