/* oval: metabase_item elements of OVAL system characteristics, which compliance scanners leave behind.
 *
 *   <metabase_item id="1"><key>/LM/W3SVC/1/</key><id datatype="int">1014</id><name/>
 *   <user_type>IIS_MD_UT_SERVER</user_type><data_type>DWORD_METADATA</data_type><data>1005</data>
 *   </metabase_item>
 *
 * One item a property, one <data> an item of a list. A scanner collects what its definitions ask for and
 * reads the running service: no key is complete, volatile values count. status="does not exist" says that the
 * property is not set. Not confirmed: whether scanners ask for inherited values, and how they write binary
 * ones; a binary value counts when it is hexadecimal.
 */
#include "import/import_room.h"
#include "import/xml_stream.h"
#include "import/zoned_time.h"

#include <stdlib.h>
#include <string.h>

enum field { FIELD_KEY, FIELD_ID, FIELD_NAME, FIELD_USER_TYPE, FIELD_DATA_TYPE, FIELD_DATA, FIELDS };
static const char *const field_names[FIELDS] = {"key", "id", "name", "user_type", "data_type", "data"};

struct missing { /* a property that is not set, at a key that may not be there either */
    char *location;
    uint32_t id;
};
struct reading {
    struct mba_import *job;
    struct mba_export *opened;
    const struct mba_dictionary *dict;
    unsigned item_depth; /* 0 outside */
    unsigned long item_line;
    struct mba_buf fields[FIELDS];
    uint64_t items;     /* <data> elements */
    bool missing, lost; /* it does not exist; it could not be collected */
    enum field field;   /* of the element that is open; FIELDS: none */
    struct missing *absent;
    size_t absent_count, absent_cap;
    unsigned long unread, unread_line, not_collected;
    struct mba_buf server;
};

static bool is_status(const struct xml_element *e, const char *word)
{
    const struct xml_attribute *a = xml_attribute_of(e, "status");
    return a && a->len == strlen(word) && memcmp(a->value, word, a->len) == 0;
}

static void note_status(struct reading *r, const struct xml_element *e)
{
    r->missing = r->missing || is_status(e, "does not exist");
    r->lost = r->lost || is_status(e, "error") || is_status(e, "not collected");
}

/* ---- one item -------------------------------------------------------------------------------- */

static bool unread(struct reading *r)
{
    if (r->unread++ == 0)
        r->unread_line = r->item_line;
    return true;
}

static const char *text_of(const struct reading *r, enum field field)
{
    return r->fields[field].data ? r->fields[field].data : "";
}

static bool find_property(const struct reading *r, struct mba_record *rec)
{
    const struct mba_buf *id = &r->fields[FIELD_ID], *name = &r->fields[FIELD_NAME];
    if (mba_parse_dword(text_of(r, FIELD_ID), id->len, &rec->id))
        rec->prop = mba_property_by_id(r->dict, rec->id);
    else if (id->len == 0 && name->len > 0)
        rec->prop = mba_property_by_name_nocase(r->dict, name->data, name->len);
    else
        return false;
    rec->name = rec->prop ? rec->prop->name : text_of(r, FIELD_NAME);
    rec->id = rec->prop ? rec->prop->id : rec->id;
    return rec->prop || rec->id;
}

/* "DWORD_METADATA" */
static enum mba_type type_of(const struct reading *r)
{
    static const char suffix[] = "_METADATA";
    size_t len = r->fields[FIELD_DATA_TYPE].len, n = sizeof suffix - 1;
    const char *word = text_of(r, FIELD_DATA_TYPE);
    if (len > n && strcmp(word + len - n, suffix) == 0)
        len -= n;
    return mba_type_parse(word, len);
}

static bool is_hex(const char *text, size_t len)
{
    return strspn(text, "0123456789abcdefABCDEF") == len && len % 2 == 0;
}

static bool is_good(const struct mba_record *rec, uint64_t items)
{
    enum mba_type type = rec->prop ? rec->prop->type : rec->type;
    uint32_t number;
    bool truth;
    switch (type) {
    case MBA_TYPE_MULTISZ:
    case MBA_TYPE_MIMEMAP:
        return true;
    case MBA_TYPE_DWORD:
        return items == 1 && mba_dword_value(rec->prop, rec->text, rec->len, &number);
    case MBA_TYPE_BOOL:
        return items == 1 && mba_bool_value(rec->text, rec->len, &truth);
    case MBA_TYPE_BINARY:
    case MBA_TYPE_IPSECLIST:
    case MBA_TYPE_NTACL:
        return items == 1 && is_hex(rec->text, rec->len);
    default:
        return items == 1;
    }
}

static bool note_missing(struct reading *r, const struct mba_record *rec)
{
    if (!mba_grow(&r->absent, &r->absent_cap, r->absent_count + 1, sizeof *r->absent))
        return false;
    char *location = strdup(text_of(r, FIELD_KEY));
    if (location)
        r->absent[r->absent_count++] = (struct missing){location, rec->id};
    return location != NULL;
}

static bool store(struct reading *r, struct mba_record *rec, enum mba_status *status)
{
    const struct mba_buf *key = &r->fields[FIELD_KEY], *user = &r->fields[FIELD_USER_TYPE];
    bool limit_hit = false;
    rec->type = type_of(r);
    rec->user_type = user->len ? mba_user_type_parse(user->data, user->len) : 0;
    rec->attributes = rec->prop ? rec->prop->attributes : 0;
    rec->text = text_of(r, FIELD_DATA);
    rec->len = r->fields[FIELD_DATA].len;
    rec->line = r->item_line;
    if (!is_good(rec, r->items))
        return unread(r);
    size_t before = mba_metabase_count(r->job->metabase);
    struct mba_key *at =
        mba_metabase_key(r->job->metabase, key->data, key->len, NULL, 0, r->item_line, &limit_hit);
    if (!at && limit_hit)
        *status = import_over_limit(r->job, r->item_line, MBA_LIMIT_KEYS);
    r->opened->keys += mba_metabase_count(r->job->metabase) > before;
    return at && mba_metabase_set(r->job->metabase, at, rec);
}

static bool end_item(struct reading *r, enum mba_status *status)
{
    struct mba_record rec = {0};
    r->item_depth = 0;
    for (size_t i = 0; i < FIELDS; i++)
        if (r->fields[i].failed)
            return false;
    if (r->lost)
        r->not_collected++;
    if (r->lost)
        return true;
    if (r->fields[FIELD_KEY].len == 0 || !find_property(r, &rec))
        return unread(r);
    return r->missing ? note_missing(r, &rec) : store(r, &rec, status);
}

/* ---- elements -------------------------------------------------------------------------------- */

static void start_item(struct reading *r, const struct xml_element *e)
{
    r->item_depth = e->depth;
    r->item_line = e->line;
    r->items = 0;
    r->missing = r->lost = false;
    for (size_t i = 0; i < FIELDS; i++)
        mba_buf_clear(&r->fields[i]);
    note_status(r, e);
}

static bool on_start(void *ctx, const struct xml_element *e, enum mba_status *status)
{
    struct reading *r = ctx;
    (void)status;
    r->field = FIELDS;
    if (r->item_depth == 0) {
        if (strcmp(e->name, "metabase_item") == 0)
            start_item(r, e);
        return true;
    }
    if (e->depth != r->item_depth + 1)
        return true;
    for (r->field = 0; r->field < FIELDS && strcmp(e->name, field_names[r->field]) != 0;)
        r->field++;
    note_status(r, e);
    return true;
}

/* What the scanner says of itself and of the computer, before the items. */
static void note_system(struct reading *r, const char *name, const char *text, size_t len)
{
    bool zoned; /* a time of an unknown zone is no moment */
    mba_time made;
    if (strcmp(name, "primary_host_name") == 0 && r->server.len == 0)
        mba_buf_add(&r->server, text, len);
    else if (strcmp(name, "timestamp") == 0 && r->opened->made == 0 &&
             zoned_time_parse(text, &made, &zoned) && zoned && made != 0)
        r->opened->made = made;
}

static bool add_data(struct reading *r, const char *text, size_t len, enum mba_status *status)
{
    struct mba_buf *data = &r->fields[FIELD_DATA];
    if (++r->items > r->job->limits->value[MBA_LIMIT_LIST_ITEMS]) {
        *status = import_over_limit(r->job, r->item_line, MBA_LIMIT_LIST_ITEMS);
        return false;
    }
    if (r->items > 1)
        mba_buf_putc(data, '\n');
    mba_buf_add(data, text, len);
    if (data->len <= r->job->limits->value[MBA_LIMIT_VALUE_BYTES])
        return !data->failed;
    *status = import_over_limit(r->job, r->item_line, MBA_LIMIT_VALUE_BYTES);
    return false;
}

static bool on_end(void *ctx, const char *name, unsigned depth, const char *text, size_t len,
                   enum mba_status *status)
{
    struct reading *r = ctx;
    enum field field = r->field;
    r->field = FIELDS;
    if (r->item_depth == 0) {
        note_system(r, name, text, len);
        return true;
    }
    if (depth == r->item_depth)
        return end_item(r, status);
    if (field == FIELD_DATA)
        return add_data(r, text, len, status);
    if (field < FIELDS)
        mba_buf_add(&r->fields[field], text, len);
    return true;
}

/* ---- one export ------------------------------------------------------------------------------ */

/* A key that nothing else speaks of may not exist: of it nothing is said. */
static bool settle_missing(struct reading *r)
{
    struct mba_metabase *mb = r->job->metabase;
    struct mba_arena *arena = mba_arena_new();
    bool good = arena != NULL;
    for (size_t i = 0; good && i < r->absent_count; i++) {
        const char *given = r->absent[i].location;
        const char *location = mba_location_normalise(arena, given, strlen(given));
        struct mba_key *key = location ? (struct mba_key *)(uintptr_t)mba_metabase_find(mb, location) : NULL;
        good = location && (!key || mba_metabase_set_absent(mb, key, r->absent[i].id));
    }
    mba_arena_free(arena);
    return good;
}

static enum mba_status finish(struct reading *r, const struct xml_end *end)
{
    enum mba_status status = MBA_OK;
    if (!settle_missing(r) || (r->server.len > 0 && !r->server.failed &&
                               !mba_metabase_name_server(r->job->metabase, r->server.data)))
        return MBA_RUN_FAILED;
    if (r->unread) {
        r->opened->partial = true;
        status = MBA_WARN;
        mba_problems_add(r->job->problems, status, r->job->input, r->job->member, r->unread_line,
                         "%lu metabase items could not be read, the first is this one; they count as not "
                         "collected",
                         r->unread);
    }
    if (r->not_collected)
        mba_problems_add(r->job->problems, MBA_OK, r->job->input, r->job->member, 0,
                         "the scanner could not collect %lu metabase items", r->not_collected);
    if (end->cut)
        return xml_tell_cut(r->job, r->opened, end);
    return r->opened->keys || status ? status : import_nothing_in(r->job, "metabase_item with a value");
}

static void close_reading(struct reading *r)
{
    for (size_t i = 0; i < FIELDS; i++)
        mba_buf_free(&r->fields[i]);
    for (size_t i = 0; i < r->absent_count; i++)
        free(r->absent[i].location);
    free(r->absent);
    mba_buf_free(&r->server);
}

static enum mba_status read_oval(struct mba_import *job)
{
    static const struct xml_handlers handlers = {on_start, on_end};
    struct reading r = {.job = job, .dict = mba_metabase_dictionary(job->metabase), .field = FIELDS};
    struct xml_source source;
    struct xml_end end;
    enum mba_status status = import_decode(job, &source);
    if (status == MBA_OK && !(r.opened = import_open(job, &mba_format_oval, source.encoding)))
        status = MBA_RUN_FAILED;
    if (status == MBA_OK)
        status = xml_stream(job, source.text, source.len, &handlers, &r, &end);
    if (status == MBA_OK)
        status = finish(&r, &end);
    if (r.opened)
        status = import_tell_damage(job, r.opened, &source, status);
    xml_source_free(&source);
    close_reading(&r);
    return status;
}

static int bid_oval(const char *head, size_t len)
{
    static const char root[] = "oval_system_characteristics";
    return xml_root_is(head, len, root) ? (int)(sizeof root - 1) * 8 : 0;
}

const struct mba_format mba_format_oval = {
    .name = "OVAL",
    .help = "metabase items of OVAL system characteristics",
    .runtime = true,
    .bid = bid_oval,
    .read = read_oval,
};
