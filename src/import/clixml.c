/* clixml: from elements to trees; see clixml.h. Asking a tree: clixml_value.c. */
#include "import/base64.h"
#include "import/clixml.h"
#include "import/import_room.h"

#include <stdlib.h>
#include <string.h>

enum role {
    ROLE_SKIPPED, /* and all below */
    ROLE_ROOT,
    ROLE_OBJECT,
    ROLE_PROPERTIES, /* Props, MS: the children are properties of the object above */
    ROLE_LIST,       /* LST and its like: the children are items */
    ROLE_TABLE,
    ROLE_ENTRY,
    ROLE_TYPES,
    ROLE_TYPE,
    ROLE_TO_STRING,
    ROLE_REFERENCE, /* Ref, TNRef: empty */
    ROLE_SIMPLE
};

/* Every element of the format, [MS-PSRP] 2.2.5. */
static const struct {
    const char *name;
    enum role role;
    enum clixml_kind kind;
} elements[] = {
    {"Obj", ROLE_OBJECT, CLIXML_OBJECT},    {"S", ROLE_SIMPLE, CLIXML_STRING},
    {"I32", ROLE_SIMPLE, CLIXML_NUMBER},    {"U32", ROLE_SIMPLE, CLIXML_NUMBER},
    {"B", ROLE_SIMPLE, CLIXML_BOOLEAN},     {"Nil", ROLE_SIMPLE, CLIXML_NIL},
    {"TNRef", ROLE_REFERENCE, CLIXML_NIL},  {"T", ROLE_TYPE, CLIXML_NIL},
    {"TN", ROLE_TYPES, CLIXML_NIL},         {"ToString", ROLE_TO_STRING, CLIXML_NIL},
    {"Props", ROLE_PROPERTIES, CLIXML_NIL}, {"MS", ROLE_PROPERTIES, CLIXML_NIL},
    {"LST", ROLE_LIST, CLIXML_NIL},         {"U16", ROLE_SIMPLE, CLIXML_NUMBER},
    {"I16", ROLE_SIMPLE, CLIXML_NUMBER},    {"U64", ROLE_SIMPLE, CLIXML_NUMBER},
    {"I64", ROLE_SIMPLE, CLIXML_NUMBER},    {"By", ROLE_SIMPLE, CLIXML_NUMBER},
    {"SB", ROLE_SIMPLE, CLIXML_NUMBER},     {"Sg", ROLE_SIMPLE, CLIXML_NUMBER},
    {"Db", ROLE_SIMPLE, CLIXML_NUMBER},     {"D", ROLE_SIMPLE, CLIXML_NUMBER},
    {"C", ROLE_SIMPLE, CLIXML_NUMBER},      {"DT", ROLE_SIMPLE, CLIXML_TIME},
    {"BA", ROLE_SIMPLE, CLIXML_BYTES},      {"TS", ROLE_SIMPLE, CLIXML_OTHER},
    {"G", ROLE_SIMPLE, CLIXML_OTHER},       {"URI", ROLE_SIMPLE, CLIXML_OTHER},
    {"Version", ROLE_SIMPLE, CLIXML_OTHER}, {"XD", ROLE_SIMPLE, CLIXML_OTHER},
    {"SBK", ROLE_SIMPLE, CLIXML_OTHER},     {"SS", ROLE_SIMPLE, CLIXML_SECRET},
    {"Ref", ROLE_REFERENCE, CLIXML_LOST},   {"DCT", ROLE_TABLE, CLIXML_NIL},
    {"En", ROLE_ENTRY, CLIXML_NIL},         {"STK", ROLE_LIST, CLIXML_NIL},
    {"QUE", ROLE_LIST, CLIXML_NIL},         {"IE", ROLE_LIST, CLIXML_NIL},
    {"Objs", ROLE_ROOT, CLIXML_NIL},
};
enum { ELEMENTS = sizeof elements / sizeof elements[0] };

/* Identifiers grow through a document: so PowerShell counts. One that does not is not found again. */
struct numbered {
    uint32_t id;
    const void *what; /* struct clixml_value, or struct types */
};
struct numbers {
    struct numbered *items;
    size_t count, cap;
};
struct types {
    const char **names;
    size_t count, cap;
};

struct frame { /* an open element */
    enum role role;
    bool outer; /* everything around it is a container: an object that begins here is an outermost one */
    struct clixml_value *object; /* the nearest around it, or itself */
    struct clixml_value *value;  /* SIMPLE: what its text goes to */
    const char *key;             /* ENTRY */
};

struct reading {
    struct mba_import *job;
    clixml_handler *handler;
    void *ctx;
    struct mba_arena *tree, *names; /* of the object being read; of the document */
    struct frame *frames;
    size_t depth, cap;
    struct numbers objects, type_lists;
    struct types *types; /* open */
    uint64_t nodes;      /* of the object being read */
    struct mba_buf text;
};

static struct frame *top(struct reading *r)
{
    return &r->frames[r->depth - 1];
}

/* ---- references ------------------------------------------------------------------------------ */

/* "12", or "RefId-12" as [MS-PSRP] writes it. */
static bool read_id(const struct xml_element *e, uint32_t *id)
{
    const struct xml_attribute *a = xml_attribute_of(e, "RefId");
    size_t n = a ? a->len : 0;
    while (n > 0 && a->value[n - 1] >= '0' && a->value[n - 1] <= '9')
        n--;
    return a && mba_parse_dword(a->value + n, a->len - n, id);
}

static bool number(struct numbers *numbers, const struct xml_element *e, const void *what)
{
    uint32_t id;
    if (!read_id(e, &id) || (numbers->count > 0 && numbers->items[numbers->count - 1].id >= id))
        return true;
    if (!mba_grow(&numbers->items, &numbers->cap, numbers->count + 1, sizeof *numbers->items))
        return false;
    numbers->items[numbers->count++] = (struct numbered){id, what};
    return true;
}

static const void *numbered(const struct numbers *numbers, const struct xml_element *e)
{
    size_t low = 0, high = numbers->count;
    uint32_t id;
    if (!read_id(e, &id))
        return NULL;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (numbers->items[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < numbers->count && numbers->items[low].id == id ? numbers->items[low].what : NULL;
}

/* ---- nodes ----------------------------------------------------------------------------------- */

static const char *decoded(struct reading *r, struct mba_arena *arena, const char *text, size_t len,
                           size_t *out_len)
{
    if (len == 0 || !memmem(text, len, "_x", 2)) {
        *out_len = len;
        return mba_arena_dup(arena, text, len);
    }
    mba_buf_clear(&r->text);
    clixml_unescape(text, len, &r->text);
    *out_len = r->text.len;
    return r->text.failed ? NULL : mba_arena_dup(arena, r->text.data ? r->text.data : "", r->text.len);
}

/* Hangs a value where its element stands: an item, or a property. */
static void hang(const struct frame *around, struct clixml_value *value)
{
    struct clixml_value *object = around->object;
    bool item = around->role == ROLE_LIST;
    struct clixml_value **first = item ? &object->items : &object->properties;
    struct clixml_value **last = item ? &object->last_item : &object->last_property;
    if (*last)
        (*last)->next = value;
    else
        *first = value;
    *last = value;
}

static struct clixml_value *new_value(struct reading *r, const struct xml_element *e, enum clixml_kind kind,
                                      enum mba_status *status)
{
    size_t len;
    if (++r->nodes > r->job->limits->value[MBA_LIMIT_LIST_ITEMS]) {
        *status = import_over_limit(r->job, e->line, MBA_LIMIT_LIST_ITEMS);
        return NULL;
    }
    struct clixml_value *value = mba_arena_calloc(r->tree, 1, sizeof *value);
    const struct xml_attribute *name = xml_attribute_of(e, "N");
    if (value)
        value->name = decoded(r, r->tree, name ? name->value : "", name ? name->len : 0, &len);
    if (!value || !value->name)
        return NULL;
    value->kind = kind;
    value->line = e->line;
    return value;
}

/* ---- start tags ------------------------------------------------------------------------------ */

static bool push(struct reading *r, struct frame frame)
{
    if (!mba_grow(&r->frames, &r->cap, r->depth + 1, sizeof frame))
        return false;
    r->frames[r->depth++] = frame;
    return true;
}

/* Takes part in nothing: the children are skipped, too. */
static bool skip(struct reading *r)
{
    return push(r, (struct frame){.role = ROLE_SKIPPED});
}

static bool is_container(enum role role)
{
    return role == ROLE_ROOT || role == ROLE_LIST || role == ROLE_ENTRY;
}

/* A value may stand in a container, among properties, and alone in an object, which then wraps it. */
static bool takes_values(enum role role)
{
    return role == ROLE_PROPERTIES || role == ROLE_LIST || role == ROLE_ENTRY;
}

static bool begin_object(struct reading *r, const struct xml_element *e, enum mba_status *status)
{
    struct frame *around = r->depth ? top(r) : NULL;
    bool outer = around && around->outer && is_container(around->role);
    if (!outer && !(around && takes_values(around->role)))
        return skip(r);
    if (outer) {
        mba_arena_reset(r->tree);
        r->objects.count = 0;
        r->nodes = 0;
    }
    struct clixml_value *object = new_value(r, e, CLIXML_OBJECT, status);
    if (!object || !number(&r->objects, e, object))
        return false;
    if (!outer)
        hang(around, object);
    if (around->role == ROLE_ENTRY && !outer && around->key)
        object->name = around->key;
    return push(r, (struct frame){.role = ROLE_OBJECT, .outer = outer, .object = object});
}

/* An outermost object that turns out to be a container steps aside: what it holds is outermost then. */
static bool begin_collection(struct reading *r, enum role role)
{
    struct frame *around = top(r);
    bool fits = around->role == ROLE_OBJECT || (around->outer && around->role == ROLE_ROOT);
    if (!fits)
        return skip(r);
    bool outer = around->outer && !(around->object && around->object->properties);
    struct clixml_value *object = around->object;
    if (outer)
        around->object = NULL;
    else if (role == ROLE_LIST)
        object->kind = CLIXML_LIST;
    return push(r, (struct frame){.role = role, .outer = outer, .object = outer ? NULL : object});
}

static bool begin_inside(struct reading *r, enum role role, enum role wanted)
{
    struct frame *around = top(r);
    bool nested = role == ROLE_PROPERTIES && around->role == ROLE_PROPERTIES; /* a property set */
    if (around->role != wanted && !nested)
        return skip(r);
    bool outer = role == ROLE_ENTRY && around->outer;
    if (role == ROLE_PROPERTIES && !around->object)
        return skip(r);
    return push(r, (struct frame){.role = role, .outer = outer, .object = around->object});
}

static bool begin_types(struct reading *r, const struct xml_element *e)
{
    if (top(r)->role != ROLE_OBJECT)
        return skip(r);
    r->types = mba_arena_calloc(r->names, 1, sizeof *r->types);
    return r->types && number(&r->type_lists, e, r->types) &&
           push(r, (struct frame){.role = ROLE_TYPES, .object = top(r)->object});
}

static bool begin_simple(struct reading *r, const struct xml_element *e, enum clixml_kind kind,
                         enum mba_status *status)
{
    struct frame *around = top(r);
    bool key = around->role == ROLE_ENTRY && !around->key;
    bool wrapped = around->role == ROLE_OBJECT && around->object;
    if (!around->object && !key)
        return skip(r);
    if (!takes_values(around->role) && !wrapped)
        return skip(r);
    struct clixml_value *value = new_value(r, e, kind, status);
    if (!value)
        return false;
    if (around->role == ROLE_ENTRY && around->key)
        value->name = around->key;
    /* Hung up when its end is read: half a text is none. */
    return push(r, (struct frame){.role = ROLE_SIMPLE, .object = around->object, .value = value});
}

/* The object itself may be meant, still open: then its content is not known here. */
static bool begin_reference(struct reading *r, const struct xml_element *e, enum clixml_kind kind,
                            enum mba_status *status)
{
    struct frame *around = top(r);
    if (kind == CLIXML_NIL) { /* TNRef */
        const struct types *types = numbered(&r->type_lists, e);
        if (types && around->role == ROLE_OBJECT && around->object) {
            around->object->types = types->names;
            around->object->type_count = types->count;
        }
    } else if (around->object && takes_values(around->role)) {
        const struct clixml_value *meant = numbered(&r->objects, e);
        struct clixml_value *value = new_value(r, e, CLIXML_LOST, status);
        if (!value)
            return false;
        const char *name = around->role == ROLE_ENTRY && around->key ? around->key : value->name;
        if (meant && meant->whole)
            *value = *meant;
        value->name = name;
        value->next = NULL;
        hang(around, value);
    }
    return skip(r);
}

static bool on_start(void *ctx, const struct xml_element *e, enum mba_status *status)
{
    struct reading *r = ctx;
    size_t i = 0;
    while (i < ELEMENTS && strcmp(elements[i].name, e->name) != 0)
        i++;
    if (r->depth == 0 && i < ELEMENTS && elements[i].role == ROLE_ROOT)
        return push(r, (struct frame){.role = ROLE_ROOT, .outer = true});
    if (r->depth == 0)
        return skip(r);
    if (i == ELEMENTS || top(r)->role == ROLE_SKIPPED)
        return skip(r);
    switch (elements[i].role) {
    case ROLE_OBJECT:
        return begin_object(r, e, status);
    case ROLE_LIST:
    case ROLE_TABLE:
        return begin_collection(r, elements[i].role);
    case ROLE_PROPERTIES:
    case ROLE_TO_STRING:
        return begin_inside(r, elements[i].role, ROLE_OBJECT);
    case ROLE_ENTRY:
        return begin_inside(r, ROLE_ENTRY, ROLE_TABLE);
    case ROLE_TYPE:
        return begin_inside(r, ROLE_TYPE, ROLE_TYPES);
    case ROLE_TYPES:
        return begin_types(r, e);
    case ROLE_REFERENCE:
        return begin_reference(r, e, elements[i].kind, status);
    case ROLE_SIMPLE:
        return begin_simple(r, e, elements[i].kind, status);
    default:
        return skip(r);
    }
}

/* ---- end tags -------------------------------------------------------------------------------- */

static bool end_type(struct reading *r, const char *text, size_t len)
{
    enum { MOST = 256 }; /* a class has a score of ancestors */
    struct types *types = r->types;
    if (types->count == MOST)
        return true;
    if (types->count == types->cap) {
        size_t cap = types->cap ? types->cap * 2 : 32;
        const char **wider = mba_arena_calloc(r->names, cap, sizeof *wider);
        if (!wider)
            return false;
        if (types->count > 0)
            memcpy(wider, types->names, types->count * sizeof *wider);
        types->names = wider;
        types->cap = cap;
    }
    size_t out_len;
    const char *name = decoded(r, r->names, text, len, &out_len);
    if (name)
        types->names[types->count++] = name;
    return name != NULL;
}

static bool end_types(struct reading *r, struct clixml_value *object)
{
    if (object) {
        object->types = r->types->names;
        object->type_count = r->types->count;
    }
    return true;
}

static bool end_bytes(struct reading *r, struct clixml_value *value, const char *text, size_t len)
{
    mba_buf_clear(&r->text);
    if (!base64_to_hex(text, len, &r->text)) {
        value->kind = CLIXML_LOST;
        return !r->text.failed;
    }
    value->text = mba_arena_dup(r->tree, r->text.data ? r->text.data : "", r->text.len);
    value->len = r->text.len;
    return !r->text.failed && value->text;
}

static bool read_simple(struct reading *r, struct clixml_value *value, const char *text, size_t len)
{
    value->whole = true;
    if (value->kind == CLIXML_NIL || value->kind == CLIXML_SECRET)
        return true;
    if (value->kind == CLIXML_BYTES)
        return end_bytes(r, value, text, len);
    value->text = decoded(r, r->tree, text, len, &value->len);
    return value->text != NULL;
}

static bool end_simple(struct reading *r, struct clixml_value *value, const char *text, size_t len)
{
    struct frame *around = top(r);
    if (!read_simple(r, value, text, len))
        return false;
    if (around->role == ROLE_ENTRY && !around->key) {
        size_t key_len = value->text ? value->len : 0;
        around->key =
            mba_arena_dup(around->outer ? r->names : r->tree, value->text ? value->text : "", key_len);
        return around->key != NULL;
    }
    if (around->role == ROLE_OBJECT) {
        around->object->text = value->text;
        around->object->len = value->len;
    } else {
        hang(around, value);
    }
    return true;
}

static bool end_to_string(struct reading *r, struct clixml_value *object, const char *text, size_t len)
{
    size_t out_len;
    if (!object)
        return true;
    object->to_string = decoded(r, r->tree, text, len, &out_len);
    return object->to_string != NULL;
}

static bool end_object(struct reading *r, const struct frame *frame, enum mba_status *status)
{
    if (!frame->object)
        return true;
    frame->object->whole = true;
    return !frame->outer || r->handler(r->ctx, frame->object, status);
}

static bool on_end(void *ctx, const char *name, unsigned depth, const char *text, size_t len,
                   enum mba_status *status)
{
    struct reading *r = ctx;
    struct frame frame = *top(r);
    (void)name, (void)depth;
    r->depth--;
    switch (frame.role) {
    case ROLE_OBJECT:
        return end_object(r, &frame, status);
    case ROLE_TYPE:
        return end_type(r, text, len);
    case ROLE_TYPES:
        return end_types(r, frame.object);
    case ROLE_TO_STRING:
        return end_to_string(r, frame.object, text, len);
    case ROLE_SIMPLE:
        return end_simple(r, frame.value, text, len);
    default:
        return true;
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* The object in which the document breaks off. */
static enum mba_status hand_on_rest(struct reading *r)
{
    enum mba_status status = MBA_RUN_FAILED;
    for (size_t i = 0; i < r->depth; i++) {
        const struct frame *frame = &r->frames[i];
        if (frame->role == ROLE_OBJECT && frame->outer && frame->object && frame->object->type_count > 0)
            return r->handler(r->ctx, frame->object, &status) ? MBA_OK : status;
    }
    return MBA_OK;
}

enum mba_status clixml_read(struct mba_import *job, const char *text, size_t len, clixml_handler *handler,
                            void *ctx, struct xml_end *end)
{
    static const struct xml_handlers handlers = {on_start, on_end};
    struct reading r = {
        .job = job, .handler = handler, .ctx = ctx, .tree = mba_arena_new(), .names = mba_arena_new()};
    enum mba_status status = MBA_RUN_FAILED;
    *end = (struct xml_end){0};
    if (r.tree && r.names)
        status = xml_stream(job, text, len, &handlers, &r, end);
    if (status == MBA_OK && end->cut)
        status = hand_on_rest(&r);
    mba_arena_free(r.tree);
    mba_arena_free(r.names);
    free(r.frames);
    free(r.objects.items);
    free(r.type_lists.items);
    mba_buf_free(&r.text);
    return status;
}

int clixml_bid(const char *head, size_t len)
{
    return xml_root_is(head, len, "Objs") ? 32 : 0;
}
