/* metabase_xml: MetaBase.xml of IIS 6, which SMTP, NNTP and FTP still use on later Windows.
 *
 * The keys are the children of MBProperty: the element's name is the class, Location says where, every other
 * attribute is a property by name, and Custom children are properties by ID. Any namespace, or none.
 * libxml2's SAX parser reads what xml_prepare has let through; no entity, no network, no file.
 */
#include "import/import_room.h"
#include "import/xml_prepare.h"
#include "import/xml_value.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <limits.h>
#include <string.h>

/* The names that the parser hands out are one pointer each: what was looked up once is known by it. */
enum { NAME_SLOTS = 1024 };
struct name_slot {
    const char *name;
    const struct mba_property *prop;
};

struct reading {
    struct mba_import *job;
    struct name_slot names[NAME_SLOTS];
    struct mba_export *opened;
    const struct mba_dictionary *dict;
    xmlParserCtxtPtr parser;
    struct xml_prepared doc;
    size_t next_place, next_plain, plain_here, tag;
    unsigned depth, keys_depth; /* keys_depth: of MBProperty; 0 outside it */
    bool closed;                /* the root element has ended */
    bool no_memory;             /* libxml2 had none */
    unsigned long line;         /* of the element being read */
    struct mba_key *key;        /* NULL outside keys, and in one that is skipped */
    bool fresh;                 /* the key was made by this element */
    bool global, root, below_root, lost;
    bool cut; /* not well-formed from reason_line on */
    struct mba_buf text, name;
    struct import_notes notes;
    unsigned long unknown, unknown_line, odd, odd_line;
    char first_unknown[64], first_odd[64];
    enum mba_status status;
    char reason[256]; /* the first that libxml2 found wrong */
    unsigned long reason_line;
};
struct attribute { /* one of the five-pointer groups of startElementNs */
    const char *name, *value;
    size_t len;
    bool plain; /* no prefix */
    bool wrapped;
    unsigned long line;
};

static bool stop(struct reading *r, enum mba_status status)
{
    r->status = status;
    xmlStopParser(r->parser);
    return false;
}

/* ---- places and attributes ------------------------------------------------------------------- */

static uint32_t place(const struct reading *r, size_t index)
{
    return index < r->doc.place_count ? r->doc.places[index] : 0;
}

static struct attribute attribute_at(const struct reading *r, const xmlChar **list, size_t index)
{
    const xmlChar **a = list + index * 5;
    uint32_t at = place(r, r->next_place + 1 + index);
    return (struct attribute){.name = (const char *)a[0],
                              .value = (const char *)a[3],
                              .len = (size_t)(a[4] - a[3]),
                              .plain = a[1] == NULL,
                              .wrapped = at & XML_PLACE_WRAPPED,
                              .line = at & XML_PLACE_LINE};
}

/* ---- records --------------------------------------------------------------------------------- */

static bool read_value(struct reading *r, const struct attribute *a, enum mba_type type, struct xml_text *out)
{
    *out = (struct xml_text){.text = a->value, .len = a->len};
    if (!a->wrapped && !r->doc.references)
        return true;
    const struct xml_breaks breaks = {.mark = r->doc.mark, .literal = r->doc.references};
    return xml_value_text(a->value, a->len, breaks, type, &r->text, out) || stop(r, MBA_RUN_FAILED);
}

static bool read_list(struct reading *r, const struct attribute *a, enum mba_type type, struct xml_text *out)
{
    if (!read_value(r, a, type, out))
        return false;
    bool list = type == MBA_TYPE_MULTISZ || type == MBA_TYPE_MIMEMAP;
    if (list && out->items > r->job->limits->value[MBA_LIMIT_LIST_ITEMS])
        return stop(r, import_over_limit(r->job, a->line, MBA_LIMIT_LIST_ITEMS));
    return true;
}

static bool store(struct reading *r, struct mba_record *rec, const struct attribute *a)
{
    struct xml_text text;
    if (!read_list(r, a, rec->type, &text))
        return false;
    rec->text = text.text;
    rec->len = text.len;
    rec->line = a->line;
    return mba_metabase_set(r->job->metabase, r->key, rec) || stop(r, MBA_RUN_FAILED);
}

static void count_unknown(struct reading *r, const struct attribute *a)
{
    if (r->unknown++ == 0) {
        snprintf(r->first_unknown, sizeof r->first_unknown, "%s", a->name);
        r->unknown_line = a->line;
    }
}

static const struct mba_property *property_named(struct reading *r, const char *name)
{
    struct name_slot *slot = &r->names[((uintptr_t)name >> 3) % NAME_SLOTS];
    if (slot->name != name) {
        slot->name = name;
        slot->prop = mba_property_by_name(r->dict, name, strlen(name));
    }
    return slot->prop;
}

/* A key that stands in the file for the first time holds each attribute once: nothing to look for. */
static bool append_property(struct reading *r, const struct mba_property *prop, const struct attribute *a,
                            size_t attributes)
{
    struct xml_text text;
    return read_list(r, a, prop->type, &text) &&
           (mba_metabase_append(r->job->metabase, r->key, prop, text.text, text.len, a->line, attributes) ||
            stop(r, MBA_RUN_FAILED));
}

/* Not in the schema of IIS 6; in this server's own, perhaps. */
static bool add_unknown(struct reading *r, const struct attribute *a)
{
    const struct mba_property *def = mba_metabase_definition(r->job->metabase, 0, a->name, strlen(a->name));
    struct mba_record rec = {.name = a->name, .type = def ? def->type : MBA_TYPE_UNKNOWN};
    if (!def)
        count_unknown(r, a);
    return store(r, &rec, a);
}

static bool add_property(struct reading *r, const struct attribute *a, size_t attributes)
{
    const struct mba_property *prop = property_named(r, a->name);
    if (!prop)
        return add_unknown(r, a);
    if (r->fresh)
        return append_property(r, prop, a, attributes);
    struct mba_record rec = {.prop = prop,
                             .id = prop->id,
                             .name = prop->name,
                             .type = prop->type,
                             .user_type = prop->user_type,
                             .attributes = prop->attributes};
    return store(r, &rec, a);
}

/* ---- Custom ---------------------------------------------------------------------------------- */

enum custom_field {
    CUSTOM_NAME,
    CUSTOM_ID,
    CUSTOM_VALUE,
    CUSTOM_TYPE,
    CUSTOM_USER_TYPE,
    CUSTOM_ATTRIBUTES,
    CUSTOM_FIELDS
};
static const char *const custom_names[CUSTOM_FIELDS] = {"Name", "ID",       "Value",
                                                        "Type", "UserType", "Attributes"};

static void read_custom(const struct reading *r, const xmlChar **list, size_t count, struct attribute *fields)
{
    for (size_t i = 0; i < count; i++) {
        struct attribute a = attribute_at(r, list, i);
        for (size_t f = 0; f < CUSTOM_FIELDS; f++)
            if (a.plain && strcmp(a.name, custom_names[f]) == 0)
                fields[f] = a;
    }
}

static bool skip_custom(struct reading *r, const char *why)
{
    import_note(&r->notes, r->line, "a <Custom> element %s; it was skipped, the rest of key %s was read", why,
                r->key->location);
    r->key->complete = false;
    r->lost = true;
    return true;
}

/* By ID first, by name when there is none. */
static const char *identify_custom(const struct reading *r, const struct attribute *fields,
                                   struct mba_record *rec)
{
    const struct attribute *id = &fields[CUSTOM_ID], *name = &fields[CUSTOM_NAME];
    if (id->value) {
        if (!mba_parse_dword(id->value, id->len, &rec->id))
            return "has an ID that is no number";
        rec->prop = mba_property_by_id(r->dict, rec->id);
        return NULL;
    }
    rec->prop = name->value ? mba_property_by_name(r->dict, name->value, name->len) : NULL;
    if (!rec->prop)
        return "has no ID, and no name that the schema knows";
    rec->id = rec->prop->id;
    return NULL;
}

/* Its own Type, UserType and Attributes count; what is missing comes from the schema. */
static void fill_custom(const struct attribute *fields, struct mba_record *rec)
{
    const struct attribute *type = &fields[CUSTOM_TYPE], *user = &fields[CUSTOM_USER_TYPE],
                           *bits = &fields[CUSTOM_ATTRIBUTES];
    rec->type = type->value ? mba_type_parse(type->value, type->len) : MBA_TYPE_UNKNOWN;
    if (rec->type == MBA_TYPE_UNKNOWN && rec->prop)
        rec->type = rec->prop->type;
    rec->user_type = user->value ? mba_user_type_parse(user->value, user->len) : 0;
    if (!user->value && rec->prop)
        rec->user_type = rec->prop->user_type;
    rec->attributes = bits->value ? mba_attributes_parse(bits->value, bits->len) : 0;
    if (!bits->value && rec->prop)
        rec->attributes = rec->prop->attributes;
}

static bool name_custom(struct reading *r, const struct attribute *name, struct mba_record *rec)
{
    mba_buf_clear(&r->name);
    mba_buf_add(&r->name, name->value ? name->value : "", name->len);
    rec->name = r->name.data;
    rec->secret = mba_record_is_secret(rec); /* the file's own name may say so when the number does not */
    if (rec->prop)
        rec->name = rec->prop->name;
    return !r->name.failed || stop(r, MBA_RUN_FAILED);
}

/* A number has no empty value, and the schema's default is never read from a file that does not state it. */
static bool needs_value(enum mba_type type)
{
    return type == MBA_TYPE_DWORD || type == MBA_TYPE_BOOL || type == MBA_TYPE_UNKNOWN;
}

static bool add_custom(struct reading *r, const xmlChar **list, size_t count)
{
    struct attribute fields[CUSTOM_FIELDS] = {{0}};
    struct mba_record rec = {.custom = true};
    read_custom(r, list, count, fields);
    const char *fault = identify_custom(r, fields, &rec);
    if (fault)
        return skip_custom(r, fault);
    fill_custom(fields, &rec);
    struct attribute value = fields[CUSTOM_VALUE];
    if (!value.value) {
        if (needs_value(rec.type))
            return skip_custom(r, "has no Value");
        value = (struct attribute){.value = "", .line = r->line};
    }
    return name_custom(r, &fields[CUSTOM_NAME], &rec) && store(r, &rec, &value);
}

/* ---- keys ------------------------------------------------------------------------------------ */

/* Those of the start tag that xml_prepare took out. */
static size_t count_plain(const struct reading *r)
{
    size_t end = r->next_plain;
    while (end < r->doc.plain_count && r->doc.plain[end].tag == r->tag)
        end++;
    return end - r->next_plain;
}

static bool find_location(const struct reading *r, const xmlChar **list, size_t count,
                          struct attribute *location)
{
    for (size_t i = r->next_plain; i < r->next_plain + r->plain_here; i++) {
        const struct xml_plain *plain = &r->doc.plain[i];
        *location = (struct attribute){.value = plain->value, .len = plain->len, .line = plain->line};
        if (!plain->prop)
            return location->len > 0;
    }
    for (size_t i = 0; i < count; i++) {
        *location = attribute_at(r, list, i);
        if (location->plain && strcmp(location->name, "Location") == 0)
            return location->len > 0;
    }
    return false;
}

/* IIS_Global stands in the file that the service saves, and in its backups; an export made with iiscnfg
 * leaves out what belongs to one computer, so of that nothing is known to be unset. */
static bool is_whole(const struct reading *r)
{
    return r->global && r->root && r->below_root && !r->lost;
}

static bool is_root(const char *location)
{
    return strcmp(location, "/") == 0 || mba_ascii_streq(location, "/LM");
}

static bool make_key(struct reading *r, const char *class_name, const struct attribute *location)
{
    struct mba_metabase *mb = r->job->metabase;
    struct xml_text where;
    bool limit_hit = false;
    size_t before = mba_metabase_count(mb);
    if (!read_value(r, location, MBA_TYPE_STRING, &where))
        return false;
    r->key = mba_metabase_key(mb, where.text, where.len, class_name, strlen(class_name), r->line, &limit_hit);
    if (!r->key)
        return stop(r, limit_hit ? import_over_limit(r->job, r->line, MBA_LIMIT_KEYS) : MBA_RUN_FAILED);
    r->fresh = mba_metabase_count(mb) > before;
    if (r->fresh)
        r->key->complete = true;
    else if (r->key->export_index + 1 == mba_metabase_export_count(mb))
        import_note(&r->notes, r->line,
                    "key %s stands in the file more than once (first in line %lu); its properties "
                    "were merged",
                    r->key->location, r->key->line);
    r->opened->keys++;
    r->global = r->global || strcmp(r->key->location, ".") == 0;
    r->root = r->root || is_root(r->key->location);
    r->below_root = r->below_root || mba_ascii_ncasecmp(r->key->location, "/LM/", 4) == 0;
    return true;
}

static bool add_plain(struct reading *r, const struct xml_plain *plain, size_t attributes)
{
    const struct mba_property *prop = plain->prop;
    if (r->fresh)
        return mba_metabase_append(r->job->metabase, r->key, prop, plain->value, plain->len, plain->line,
                                   attributes) ||
               stop(r, MBA_RUN_FAILED);
    struct mba_record rec = {.prop = prop,
                             .id = prop->id,
                             .name = prop->name,
                             .type = prop->type,
                             .user_type = prop->user_type,
                             .attributes = prop->attributes,
                             .text = plain->value,
                             .len = plain->len,
                             .line = plain->line};
    return mba_metabase_set(r->job->metabase, r->key, &rec) || stop(r, MBA_RUN_FAILED);
}

static bool add_all_plain(struct reading *r, size_t attributes)
{
    for (size_t i = r->next_plain; i < r->next_plain + r->plain_here; i++)
        if (r->doc.plain[i].prop && !add_plain(r, &r->doc.plain[i], attributes))
            return false;
    return true;
}

static bool start_key(struct reading *r, const char *class_name, const xmlChar **list, size_t count)
{
    struct attribute location;
    r->key = NULL;
    if (!find_location(r, list, count, &location)) {
        import_note(&r->notes, r->line, "a <%s> element has no Location; it was skipped", class_name);
        r->lost = true;
        return true;
    }
    size_t attributes = count + r->plain_here;
    if (!make_key(r, class_name, &location) || !add_all_plain(r, attributes))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct attribute a = attribute_at(r, list, i);
        if (a.plain && a.value != location.value && !add_property(r, &a, attributes))
            return false;
    }
    return true;
}

/* ---- SAX ------------------------------------------------------------------------------------- */

static void count_odd(struct reading *r, const char *name)
{
    if (r->odd++ == 0) {
        snprintf(r->first_odd, sizeof r->first_odd, "%s", name);
        r->odd_line = r->line;
    }
}

static void dispatch(struct reading *r, const char *name, const xmlChar **list, size_t count)
{
    if (r->keys_depth == 0) {
        if (strcmp(name, "MBProperty") == 0)
            r->keys_depth = r->depth;
    } else if (r->depth == r->keys_depth + 1) {
        start_key(r, name, list, count);
    } else if (r->depth == r->keys_depth + 2 && strcmp(name, "Custom") == 0) {
        if (r->key)
            add_custom(r, list, count);
    } else {
        count_odd(r, name);
    }
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespaces, const xmlChar **namespace_list, int count, int defaulted,
                     const xmlChar **list)
{
    struct reading *r = ctx;
    (void)prefix, (void)uri, (void)namespaces, (void)namespace_list, (void)defaulted;
    r->depth++;
    r->tag++;
    r->plain_here = count_plain(r);
    r->line = place(r, r->next_place) & XML_PLACE_LINE;
    dispatch(r, (const char *)name, list, (size_t)count);
    r->next_place += 1 + (size_t)count;
    r->next_plain += r->plain_here;
}

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct reading *r = ctx;
    (void)name, (void)prefix, (void)uri;
    if (r->depth == r->keys_depth)
        r->keys_depth = 0;
    r->closed = --r->depth == 0;
}

/* xml_prepare has refused a DOCTYPE already; should one get this far, it ends here. */
static void on_doctype(void *ctx, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
    struct reading *r = ctx;
    (void)name, (void)public_id, (void)system_id;
    snprintf(r->reason, sizeof r->reason, "a DOCTYPE declaration");
    stop(r, MBA_MEMBER_FAILED);
}

#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error;
#else
typedef xmlErrorPtr xml_error;
#endif

static void on_error(void *ctx, xml_error error)
{
    struct reading *r = ctx;
    if (error->code == XML_ERR_NO_MEMORY)
        r->no_memory = true;
    if (error->level < XML_ERR_FATAL || r->reason[0])
        return;
    snprintf(r->reason, sizeof r->reason, "%s", error->message ? error->message : "unknown error");
    for (char *p = r->reason; (p = strchr(p, '\n'));)
        *p = p[1] ? ' ' : '\0';
    if (error->code == XML_ERR_TAG_NOT_FINISHED || error->code == XML_ERR_DOCUMENT_END)
        strncat(r->reason, "; the file seems to be cut off", sizeof r->reason - strlen(r->reason) - 1);
    r->reason_line = error->line > 0 ? (unsigned long)error->line : 0;
}

static const xmlSAXHandler handlers = {
    .initialized = XML_SAX2_MAGIC,
    .internalSubset = on_doctype,
    .startElementNs = on_start,
    .endElementNs = on_end,
    .serror = on_error,
};

/* ---- one export ------------------------------------------------------------------------------ */

static enum mba_status failed(struct reading *r, unsigned long line, const char *what, const char *why)
{
    mba_problems_add(r->job->problems, MBA_MEMBER_FAILED, r->job->input, r->job->member, line, "%s%s", what,
                     why);
    return MBA_MEMBER_FAILED;
}

/* The keys before the break were read as well as any; the one in which it stands was not, and nothing proves
 * what the rest would have held. */
static enum mba_status broken_off(struct reading *r)
{
    if (r->status > MBA_WARN)
        return r->status;
    if (r->opened->keys == 0)
        return failed(r, r->reason_line, "not well-formed XML: ", r->reason);
    if (r->key && r->keys_depth && r->depth > r->keys_depth)
        r->key->complete = false;
    r->cut = r->lost = true;
    return MBA_OK;
}

static enum mba_status parse(struct reading *r)
{
    if (r->doc.len > INT_MAX)
        return import_over_limit(r->job, 0, MBA_LIMIT_MEMBER_BYTES);
    r->parser = xmlCreateMemoryParserCtxt(r->doc.text, (int)r->doc.len);
    if (!r->parser)
        return r->doc.len ? MBA_RUN_FAILED : failed(r, 0, "an empty document", "");
    *r->parser->sax = handlers;
    r->parser->userData = r;
    /* NOENT: without it "&amp;" in an attribute arrives as "&#38;". Only the five standard entities are left.
     */
    xmlCtxtUseOptions(r->parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOENT);
    xmlParseDocument(r->parser);
    bool well_formed = r->parser->wellFormed;
    xmlFreeParserCtxt(r->parser);
    /* Without memory for its input libxml2 may stop as if all were well. */
    if (r->no_memory || (r->status == MBA_OK && well_formed && !r->closed))
        return MBA_RUN_FAILED;
    return r->reason[0] || (r->status == MBA_OK && !well_formed) ? broken_off(r) : r->status;
}

static enum mba_status tell_unknown(struct reading *r)
{
    if (r->unknown)
        mba_problems_add(r->job->problems, MBA_OK, r->job->input, r->job->member, r->unknown_line,
                         "%lu attributes have a name that the schema does not know, the first is %s; no rule "
                         "looks at them",
                         r->unknown, r->first_unknown);
    if (r->odd)
        mba_problems_add(r->job->problems, MBA_WARN, r->job->input, r->job->member, r->odd_line,
                         "%lu elements stand where none is expected, the first is <%s>; they were ignored",
                         r->odd, r->first_odd);
    if (r->cut)
        mba_problems_add(r->job->problems, MBA_WARN, r->job->input, r->job->member, r->reason_line,
                         "not well-formed XML: %s; only the %llu keys before it were read: export it again",
                         r->reason, (unsigned long long)r->opened->keys);
    import_notes_end(&r->notes);
    return r->odd || r->cut || r->notes.told ? MBA_WARN : MBA_OK;
}

static enum mba_status finish(struct reading *r)
{
    if (r->opened->keys == 0)
        return failed(r, 0, "no key: there is nothing in MBProperty that has a Location", "");
    r->opened->partial = r->lost;
    if (is_whole(r) && !mba_metabase_set_complete(r->job->metabase, NULL))
        return MBA_RUN_FAILED;
    return tell_unknown(r);
}

static enum mba_status read_text(struct reading *r, const struct xml_source *source)
{
    r->opened = import_open(r->job, &mba_format_metabase_xml, source->encoding);
    if (!r->opened)
        return MBA_RUN_FAILED;
    enum mba_status status = xml_prepare_known(&r->doc, source->text, source->len, r->job->limits, r->dict);
    if (status == MBA_MEMBER_FAILED)
        return failed(r, r->doc.fault_line, "", r->doc.fault);
    if (status == MBA_OK)
        status = parse(r);
    if (status == MBA_OK)
        status = finish(r);
    return import_tell_damage(r->job, r->opened, source, status);
}

static enum mba_status read_metabase_xml(struct mba_import *job)
{
    struct xml_source source;
    struct reading r = {.job = job, .dict = mba_metabase_dictionary(job->metabase), .notes = {.job = job}};
    enum mba_status status = import_decode(job, &source);
    if (status == MBA_OK)
        status = read_text(&r, &source);
    xml_source_free(&source);
    xml_prepared_free(&r.doc);
    mba_buf_free(&r.text);
    mba_buf_free(&r.name);
    return status;
}

/* An element MBProperty, with any prefix; MBSchema.xml and applicationHost.config have none. */
static int bid_metabase_xml(const char *head, size_t len)
{
    static const char name[] = "MBProperty";
    const size_t n = sizeof name - 1;
    size_t start = 0;
    while (start < len && strchr(" \t\r\n", head[start]) && head[start])
        start++;
    if (start == len || head[start] != '<')
        return 0;
    for (const char *p = head, *end = head + len; (p = memmem(p, (size_t)(end - p), name, n)); p += n) {
        bool opens = p > head && (p[-1] == '<' || p[-1] == ':');
        if (opens && (p + n == end || strchr(" \t\r\n>/", p[n])))
            return (int)n * 8;
    }
    return 0;
}

const struct mba_format mba_format_metabase_xml = {
    .name = "MetaBase.xml",
    .help = "MetaBase.xml (IIS 6; SMTP, NNTP and FTP on later Windows)",
    .runtime = false,
    .bid = bid_metabase_xml,
    .read = read_metabase_xml,
};
