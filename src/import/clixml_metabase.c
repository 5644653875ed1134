/* clixml_metabase: objects of root\MicrosoftIISv2 as PowerShell's Export-Clixml writes them.
 *
 * An element class (IIsSmtpServer) holds what is read-only, ServerState among it; its Setting class
 * (IIsSmtpServerSetting) what can be set. Both are the key of the class without "Setting", at the place that
 * Name says. The service is asked: volatile values count.
 *
 * Not confirmed, and so not claimed: what a property without value (Nil) means, and which values are set at
 * the key itself. A key from here is therefore never complete: what it does not hold is not collected.
 */
#include "import/clixml.h"
#include "import/clixml_structured.h"
#include "import/import_room.h"
#include "import/named.h"
#include "import/xml_decode.h"

#include <string.h>

struct reading {
    struct mba_import *job;
    struct mba_export *opened;
    struct named named;
    struct mba_buf text;
    char server[256];                      /* whose the objects are; "" not known yet */
    char other[256];                       /* the first server that they are not */
    unsigned long foreign, foreign_line;   /* objects of other servers */
    unsigned long evidence, evidence_line; /* objects of root\cimv2: clixml_evidence.c reads these */
    unsigned long unplaced, unplaced_line; /* without Name */
    unsigned long unread, unread_line;     /* values */
    char first_unread[64];
    const char *const *types; /* of the object before, and what class they make: NULL for none */
    const char *class_name;
    size_t class_len;
};

/* ---- classes --------------------------------------------------------------------------------- */

static bool is_iis_space(const char *space, size_t len)
{
    static const char name[] = "MicrosoftIISv2";
    size_t n = sizeof name - 1;
    return len == 0 || (len >= n && mba_ascii_ncasecmp(space + len - n, name, n) == 0);
}

/* Objects of one class share their list of types, so the answer is kept. */
static bool find_class(struct reading *r, const struct clixml_value *object)
{
    static const char suffix[] = "Setting";
    const size_t n = sizeof suffix - 1;
    const char *space = NULL;
    size_t space_len = 0;
    if (object->types && object->types == r->types)
        return r->class_name != NULL;
    r->types = object->types;
    r->class_name = clixml_wmi_class(object, &space, &space_len);
    if (!r->class_name || !is_iis_space(space, space_len)) {
        r->class_name = NULL;
        return false;
    }
    r->class_len = strlen(r->class_name);
    if (r->class_len > n && strcmp(r->class_name + r->class_len - n, suffix) == 0)
        r->class_len -= n;
    /* WMI has classes that are no keys: associations, structured values, backups. */
    if (!mba_metabase_has_class(r->job->metabase, r->class_name, r->class_len))
        r->class_name = NULL;
    return r->class_name != NULL;
}

/* ---- places and servers ---------------------------------------------------------------------- */

/* IIsSmtpServer.Name="SmtpSvc/1", IIsSmtpServer (Name = "SmtpSvc/1") */
static const char *name_in_path(const char *path, size_t *len)
{
    const char *at = path ? strstr(path, "Name") : NULL;
    if (!at)
        return NULL;
    at += strlen("Name");
    at += strspn(at, " =");
    if (*at != '"')
        return NULL;
    *len = strcspn(at + 1, "\"");
    return at + 1;
}

static const char *place_of(const struct clixml_value *object, size_t *len)
{
    const char *name = clixml_text(object, "Name");
    *len = name ? strlen(name) : 0;
    if (*len == 0)
        name = name_in_path(clixml_text(object, "__RELPATH"), len);
    if (!name)
        name = name_in_path(object->to_string, len);
    return name && *len > 0 ? name : NULL;
}

/* One member is one server's: objects of a second one are left out. */
static bool is_of_server(struct reading *r, const struct clixml_value *object)
{
    char name[sizeof r->server];
    if (!clixml_server(object, name, sizeof name))
        return true;
    if (!r->server[0])
        memcpy(r->server, name, sizeof name);
    if (mba_ascii_streq(r->server, name))
        return true;
    if (r->foreign++ == 0) {
        memcpy(r->other, name, sizeof name);
        r->foreign_line = object->line;
    }
    return false;
}

/* ---- values ---------------------------------------------------------------------------------- */

static bool unread(struct reading *r, const struct clixml_value *value)
{
    if (r->unread++ == 0) {
        snprintf(r->first_unread, sizeof r->first_unread, "%s", value->name);
        r->unread_line = value->line;
    }
    return true;
}

static bool is_binary(enum mba_type type)
{
    return type == MBA_TYPE_BINARY || type == MBA_TYPE_IPSECLIST || type == MBA_TYPE_NTACL;
}

static bool store_list(struct reading *r, const struct mba_property *prop, const struct clixml_value *list,
                       struct named_value value, enum mba_status *status)
{
    uint64_t items = 0;
    bool good = is_binary(prop->type) ? clixml_list_bytes(list, &r->text)
                                      : clixml_list_text(prop, list, &r->text, &items);
    if (r->text.failed)
        return false;
    if (!good)
        return unread(r, list);
    if (r->text.len > r->job->limits->value[MBA_LIMIT_VALUE_BYTES]) {
        *status = import_over_limit(r->job, list->line, MBA_LIMIT_VALUE_BYTES);
        return false;
    }
    value.type = is_binary(prop->type) ? prop->type : MBA_TYPE_MULTISZ;
    value.text = r->text.data ? r->text.data : "";
    value.len = r->text.len;
    return named_text(&r->named, &value);
}

static bool store_number(struct reading *r, const struct clixml_value *value, const struct named_value *named)
{
    uint32_t number;
    if (!named_read_number(value->text, value->len, &number))
        return unread(r, value);
    return named_number(&r->named, named, number);
}

static bool text_fits(const struct mba_property *prop, const struct clixml_value *value)
{
    uint32_t number;
    bool truth;
    switch (prop->type) {
    case MBA_TYPE_DWORD:
        return mba_dword_value(prop, value->text, value->len, &number);
    case MBA_TYPE_BOOL:
        return mba_bool_value(value->text, value->len, &truth);
    default:
        return is_binary(prop->type) ? value->len == 0 : !clixml_is_type_name(value->text);
    }
}

/* A number where the schema has a text, and the like: what is not what it should be is not read. */
static bool fits(const struct mba_property *prop, const struct clixml_value *value)
{
    switch (value->kind) {
    case CLIXML_NUMBER:
    case CLIXML_BOOLEAN:
        return prop->type == MBA_TYPE_DWORD || prop->type == MBA_TYPE_BOOL;
    case CLIXML_BYTES:
        return is_binary(prop->type);
    case CLIXML_STRING:
        return text_fits(prop, value);
    default:
        return false;
    }
}

static bool store_known(struct reading *r, const struct mba_property *prop, const struct clixml_value *value,
                        enum mba_status *status)
{
    const struct named_value named = {.name = value->name,
                                      .name_len = strlen(value->name),
                                      .type = MBA_TYPE_UNKNOWN,
                                      .text = value->text,
                                      .len = value->len,
                                      .line = value->line};
    bool on;
    if (value->kind == CLIXML_LIST)
        return store_list(r, prop, value, named, status);
    if (!value->text || !fits(prop, value))
        return unread(r, value);
    if (value->kind == CLIXML_NUMBER)
        return store_number(r, value, &named);
    if (value->kind == CLIXML_BOOLEAN)
        return mba_bool_value(value->text, value->len, &on) ? named_truth(&r->named, &named, on)
                                                            : unread(r, value);
    return named_text(&r->named, &named);
}

/* A secret is stored all the same: that it is there is worth knowing, and its text is dropped there. */
static bool store_value(struct reading *r, const struct clixml_value *value, enum mba_status *status)
{
    size_t len = strlen(value->name);
    const struct mba_property *prop = mba_property_by_name_nocase(r->named.dict, value->name, len);
    bool on = false;
    if (value->kind == CLIXML_NIL)
        return true;
    if (prop)
        return store_known(r, prop, value, status);
    if (value->kind != CLIXML_BOOLEAN || !mba_property_by_flag(r->named.dict, value->name, len))
        return true; /* of WMI itself, or of the class CIM_LogicalElement */
    const struct named_value named = {.name = value->name, .name_len = len, .line = value->line};
    return mba_bool_value(value->text, value->len, &on) ? named_truth(&r->named, &named, on)
                                                        : unread(r, value);
}

/* ---- objects --------------------------------------------------------------------------------- */

static bool make_key(struct reading *r, const struct clixml_value *object, const char *place,
                     size_t place_len, enum mba_status *status)
{
    bool limit_hit = false;
    r->named.key = mba_metabase_key(r->job->metabase, place, place_len, r->class_name, r->class_len,
                                    object->line, &limit_hit);
    if (!r->named.key && limit_hit)
        *status = import_over_limit(r->job, object->line, MBA_LIMIT_KEYS);
    return r->named.key != NULL;
}

static void note_evidence(struct reading *r, const struct clixml_value *object)
{
    static const char windows[] = "Win32_";
    const char *class = clixml_wmi_class(object, NULL, NULL);
    if (class && mba_ascii_ncasecmp(class, windows, sizeof windows - 1) == 0 && r->evidence++ == 0)
        r->evidence_line = object->line;
}

static bool on_object(void *ctx, const struct clixml_value *object, enum mba_status *status)
{
    struct reading *r = ctx;
    size_t place_len;
    note_evidence(r, object);
    if (!find_class(r, object) || !is_of_server(r, object))
        return true;
    const char *place = place_of(object, &place_len);
    if (!place) {
        if (r->unplaced++ == 0)
            r->unplaced_line = object->line;
        return true;
    }
    if (!make_key(r, object, place, place_len, status))
        return false;
    for (const struct clixml_value *value = object->properties; value; value = value->next)
        if (!mba_ascii_streq(value->name, "Name") && !store_value(r, value, status))
            return false;
    r->opened->keys++;
    return named_end_key(&r->named);
}

/* ---- one export ------------------------------------------------------------------------------ */

static bool tell_losses(const struct reading *r)
{
    struct mba_problems *problems = r->job->problems;
    const char *input = r->job->input, *member = r->job->member;
    if (r->foreign)
        mba_problems_add(problems, MBA_WARN, input, member, r->foreign_line,
                         "holds objects of two servers, %s and %s; the %lu that are not of %s were left out: "
                         "export each server into a file of its own",
                         r->server, r->other, r->foreign, r->server);
    if (r->evidence)
        mba_problems_add(
            problems, MBA_WARN, input, member, r->evidence_line,
            "%lu objects are of Windows, not of its metabase, the first is this one; they were left "
            "out: export them into a file of their own",
            r->evidence);
    if (r->unplaced)
        mba_problems_add(
            problems, MBA_WARN, input, member, r->unplaced_line,
            "%lu objects have no Name, which says what key they are, the first is this one; they "
            "were skipped: export whole objects",
            r->unplaced);
    if (r->unread)
        mba_problems_add(problems, MBA_WARN, input, member, r->unread_line,
                         "%lu values could not be read, the first is %s; they count as not collected: export "
                         "with Export-Clixml -Depth 4",
                         r->unread, r->first_unread);
    return r->foreign || r->evidence || r->unplaced || r->unread;
}

static enum mba_status nothing_read(const struct reading *r, const struct xml_end *end)
{
    mba_problems_add(r->job->problems, MBA_MEMBER_FAILED, r->job->input, r->job->member, end->line, "%s",
                     end->cut
                         ? end->reason
                         : "no object of root\\MicrosoftIISv2 that is a key: there is nothing in it that "
                           "could be read");
    return MBA_MEMBER_FAILED;
}

static enum mba_status finish(struct reading *r, const struct xml_end *end)
{
    enum mba_status status = MBA_OK;
    if (r->server[0] && !mba_metabase_name_server(r->job->metabase, r->server))
        return MBA_RUN_FAILED;
    if (r->opened->keys == 0)
        return nothing_read(r, end);
    if (end->cut)
        status = xml_tell_cut(r->job, r->opened, end);
    if (tell_losses(r)) {
        r->opened->partial = true;
        status = MBA_WARN;
    }
    return status;
}

static enum mba_status read_source(struct reading *r, const struct xml_source *source)
{
    struct xml_end end;
    r->opened = import_open(r->job, &mba_format_clixml_metabase, source->encoding);
    if (!r->opened)
        return MBA_RUN_FAILED;
    enum mba_status status = clixml_read(r->job, source->text, source->len, on_object, r, &end);
    if (status == MBA_OK)
        status = finish(r, &end);
    return import_tell_damage(r->job, r->opened, source, status);
}

static enum mba_status read_clixml(struct mba_import *job)
{
    struct xml_source source;
    struct reading r = {.job = job, .named = {.job = job, .dict = mba_metabase_dictionary(job->metabase)}};
    enum mba_status status = import_decode(job, &source);
    if (status == MBA_OK)
        status = read_source(&r, &source);
    xml_source_free(&source);
    named_free(&r.named);
    mba_buf_free(&r.text);
    return status;
}

static int bid_clixml(const char *head, size_t len)
{
    int bid = clixml_bid(head, len);
    return bid > 0 && xml_head_has(head, len, "MicrosoftIISv2") ? bid + 14 * 8 : 0;
}

const struct mba_format mba_format_clixml_metabase = {
    .name = "CLIXML",
    .help = "Export-Clixml of WMI objects of root\\MicrosoftIISv2",
    .runtime = true,
    .bid = bid_clixml,
    .read = read_clixml,
};
