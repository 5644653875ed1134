/* adsutil: what adsutil.vbs ENUM, ENUM_ALL and GET print, from a redirected file or a captured console.
 *
 * The text falls into blocks, one a key. A block begins with a command line in the capture, with a path in
 * brackets ("[/SmtpSvc/1]": so ENUM_ALL is said to head each key; no sample confirms it), with the banner of
 * another run, or with a second KeyType. Error text may stand anywhere; the rest is still good.
 */
#include "import/adsutil_block.h"
#include "import/adsutil_place.h"
#include "import/import_room.h"

#include <stdlib.h>
#include <string.h>

struct flag_set { /* a flags property: ENUM is said to print its words as BOOLEAN lines too */
    const struct mba_property *prop;
    uint64_t seen; /* which of its words were there */
    uint32_t value;
    bool listed; /* the number itself was there */
    unsigned long line;
};
struct list { /* a list whose items are being read */
    bool open, counted;
    const struct adsutil_type *type;
    struct adsutil_text name;
    uint32_t wanted, found;
    unsigned long line;
};
struct reading {
    struct mba_import *job;
    struct mba_export *opened;
    const struct mba_dictionary *dict;
    struct adsutil_blocks blocks;
    struct mba_key *key;
    unsigned long line;
    unsigned long bad, bad_before, bad_line; /* lines not understood: all, before this block, the first */
    struct list list;
    struct mba_buf items, name;
    struct flag_set *flags;
    size_t flag_count, flag_cap;
    struct import_notes notes;
    enum mba_status status; /* above MBA_WARN: stop */
};

static bool stop(struct reading *r, enum mba_status status)
{
    r->status = status;
    return false;
}

static bool not_understood(struct reading *r, unsigned long line)
{
    if (r->bad++ == 0 || line < r->bad_line)
        r->bad_line = line;
    return true;
}

/* ---- properties ------------------------------------------------------------------------------ */

static bool store(struct reading *r, struct adsutil_text name, enum mba_type type, const char *text,
                  size_t len, unsigned long line)
{
    const struct mba_property *prop = mba_property_by_name_nocase(r->dict, name.s, name.n);
    struct mba_record rec = {.prop = prop, .type = type, .text = text, .len = len, .line = line};
    mba_buf_clear(&r->name);
    mba_buf_add(&r->name, name.s, name.n);
    if (r->name.failed)
        return stop(r, MBA_RUN_FAILED);
    rec.name = prop ? prop->name : r->name.data;
    if (prop) {
        rec.id = prop->id;
        rec.user_type = prop->user_type;
        rec.attributes = prop->attributes;
        if (type != MBA_TYPE_MULTISZ && type != MBA_TYPE_MIMEMAP)
            rec.type = prop->type;
        else if (prop->type == MBA_TYPE_MIMEMAP)
            rec.type = MBA_TYPE_MIMEMAP;
    }
    return mba_metabase_set(r->job->metabase, r->key, &rec) || stop(r, MBA_RUN_FAILED);
}

static struct flag_set *flag_set(struct reading *r, const struct mba_property *prop)
{
    for (size_t i = 0; i < r->flag_count; i++)
        if (r->flags[i].prop == prop)
            return &r->flags[i];
    if (!mba_grow(&r->flags, &r->flag_cap, r->flag_count + 1, sizeof *r->flags)) {
        stop(r, MBA_RUN_FAILED);
        return NULL;
    }
    r->flags[r->flag_count] = (struct flag_set){.prop = prop, .line = r->line};
    return &r->flags[r->flag_count++];
}

static bool note_flag(struct reading *r, const struct mba_property *prop, struct adsutil_text word, bool on)
{
    struct flag_set *set = flag_set(r, prop);
    for (size_t i = 0; set && i < prop->flag_count && i < 64; i++) {
        const struct mba_word *flag = &prop->flags[i];
        if (strlen(flag->name) == word.n && mba_ascii_ncasecmp(flag->name, word.s, word.n) == 0) {
            set->seen |= UINT64_C(1) << i;
            if (on)
                set->value |= flag->value;
        }
    }
    return set != NULL;
}

/* The words of a flags property stand for the property when it was not listed itself and none is missing. */
static bool store_flags(struct reading *r)
{
    for (size_t i = 0; i < r->flag_count; i++) {
        const struct flag_set *set = &r->flags[i];
        size_t count = set->prop->flag_count;
        bool all = count <= 64 && set->seen == (count == 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1);
        if (set->listed || !all)
            continue;
        char text[16];
        int len = snprintf(text, sizeof text, "%lu", (unsigned long)set->value);
        const struct adsutil_text name = {set->prop->name, strlen(set->prop->name)};
        if (!store(r, name, MBA_TYPE_DWORD, text, (size_t)len, set->line))
            return false;
    }
    r->flag_count = 0;
    return true;
}

static bool truth(struct reading *r, const struct adsutil_line *line)
{
    bool on;
    if (!mba_bool_value(line->value.s, line->value.n, &on))
        return not_understood(r, r->line);
    const struct mba_property *prop = mba_property_by_name_nocase(r->dict, line->name.s, line->name.n);
    const struct mba_property *flags =
        prop ? NULL : mba_property_by_flag(r->dict, line->name.s, line->name.n);
    if (flags)
        return note_flag(r, flags, line->name, on);
    const char *text = prop && prop->type == MBA_TYPE_DWORD ? (on ? "1" : "0") : (on ? "TRUE" : "FALSE");
    return store(r, line->name, line->type->type, text, strlen(text), r->line);
}

/* Scripts print a DWORD as a signed number. */
static bool read_number(struct adsutil_text value, uint32_t *out)
{
    if (mba_parse_dword(value.s, value.n, out))
        return true;
    uint32_t positive;
    if (value.n < 2 || value.s[0] != '-' || !mba_is_digits(value.s + 1, value.n - 1) ||
        !mba_parse_dword(value.s + 1, value.n - 1, &positive) || positive > UINT32_C(0x80000000))
        return false;
    *out = 0 - positive;
    return true;
}

static bool number(struct reading *r, const struct adsutil_line *line)
{
    uint32_t value;
    char text[16];
    if (!read_number(line->value, &value))
        return not_understood(r, r->line);
    const struct mba_property *prop = mba_property_by_name_nocase(r->dict, line->name.s, line->name.n);
    if (prop && prop->flag_count > 0) {
        struct flag_set *set = flag_set(r, prop);
        if (!set)
            return false;
        set->listed = true;
    }
    int len = snprintf(text, sizeof text, "%lu", (unsigned long)value);
    return store(r, line->name, line->type->type, text, (size_t)len, r->line);
}

static bool quoted(struct reading *r, const struct adsutil_line *line)
{
    struct adsutil_text value = line->value;
    if (!adsutil_unquote(&value) && value.n > 0 && value.s[0] == '"')
        return not_understood(r, r->line); /* cut off, or the text holds a line break */
    return store(r, line->name, line->type->type, value.s, value.n, r->line);
}

static bool plain(struct reading *r, const struct adsutil_line *line)
{
    return store(r, line->name, line->type->type, line->value.s, line->value.n, r->line);
}

/* ---- lists ----------------------------------------------------------------------------------- */

static bool open_list(struct reading *r, const struct adsutil_line *line)
{
    r->list = (struct list){.open = true, .type = line->type, .name = line->name, .line = r->line};
    r->list.counted = adsutil_item_count(line->value, &r->list.wanted);
    mba_buf_clear(&r->items);
    return r->list.counted || line->value.n == 0 || not_understood(r, r->line);
}

/* A list that is shorter than it says is not a list one may judge by: it is left out. */
static bool close_list(struct reading *r)
{
    struct list list = r->list;
    r->list.open = false;
    if (!list.open)
        return true;
    if (list.counted && list.found < list.wanted) {
        import_note(&r->notes, list.line,
                    "list %.*s has %lu items by its head but only %lu follow; it was left out",
                    (int)(list.name.n < 100 ? list.name.n : 100), list.name.s, (unsigned long)list.wanted,
                    (unsigned long)list.found);
        return not_understood(r, list.line);
    }
    return store(r, list.name, list.type->type, r->items.data ? r->items.data : "", r->items.len, list.line);
}

static bool add_item(struct reading *r, struct adsutil_text item)
{
    struct list *list = &r->list;
    if (++list->found > r->job->limits->value[MBA_LIMIT_LIST_ITEMS])
        return stop(r, import_over_limit(r->job, r->line, MBA_LIMIT_LIST_ITEMS));
    if (list->found > 1)
        mba_buf_putc(&r->items, '\n');
    mba_buf_add(&r->items, item.s, item.n);
    if (r->items.failed)
        return stop(r, MBA_RUN_FAILED);
    if (r->items.len > r->job->limits->value[MBA_LIMIT_VALUE_BYTES])
        return stop(r, import_over_limit(r->job, r->line, MBA_LIMIT_VALUE_BYTES));
    return true;
}

/* ---- lines and blocks ------------------------------------------------------------------------ */

static bool property(struct reading *r, const struct adsutil_line *line)
{
    switch (line->type->form) {
    case ADSUTIL_QUOTED:
        return quoted(r, line);
    case ADSUTIL_NUMBER:
        return number(r, line);
    case ADSUTIL_TRUTH:
        return truth(r, line);
    case ADSUTIL_LIST:
        return open_list(r, line);
    default:
        return plain(r, line);
    }
}

static bool read_line(struct reading *r, struct adsutil_text text)
{
    struct adsutil_line line;
    if (text.n > r->job->limits->value[MBA_LIMIT_VALUE_BYTES])
        return stop(r, import_over_limit(r->job, r->line, MBA_LIMIT_VALUE_BYTES));
    adsutil_classify(text, &line);
    bool full = r->list.open && r->list.counted && r->list.found == r->list.wanted;
    if (line.kind == ADSUTIL_ITEM && r->list.open && !full)
        return add_item(r, line.value);
    if (!close_list(r))
        return false;
    if (line.kind == ADSUTIL_PROPERTY)
        return r->key ? property(r, &line) : not_understood(r, r->line);
    if (line.kind == ADSUTIL_OTHER || line.kind == ADSUTIL_ITEM)
        return not_understood(r, r->line);
    return true;
}

/* Where the block's key is, as far as can be known; NULL text: unknown. */
static struct adsutil_text find_place(struct reading *r, const struct adsutil_block *block, char *from_member,
                                      size_t size)
{
    const char *how = NULL;
    struct adsutil_text place = block->path;
    if (place.s) {
        how = block->head ? NULL : "command line";
    } else if (block->children.s) {
        place = block->children;
        how = "child list";
    } else if (r->blocks.unnamed == 1 && adsutil_place_from_member(r->job->member, from_member, size)) {
        place = (struct adsutil_text){from_member, strlen(from_member)};
        how = "member name";
    }
    if (!r->opened->place)
        r->opened->place = how;
    return place;
}

static bool make_key(struct reading *r, const struct adsutil_block *block, bool *fresh)
{
    char from_member[64];
    bool limit_hit = false;
    size_t before = mba_metabase_count(r->job->metabase);
    struct adsutil_text place = find_place(r, block, from_member, sizeof from_member);
    r->key = mba_metabase_key(r->job->metabase, place.s, place.n, NULL, 0, block->line, &limit_hit);
    if (!r->key)
        return stop(r, limit_hit ? import_over_limit(r->job, block->line, MBA_LIMIT_KEYS) : MBA_RUN_FAILED);
    *fresh = mba_metabase_count(r->job->metabase) > before;
    r->opened->keys++;
    return true;
}

static bool read_block(struct reading *r, const struct adsutil_block *block)
{
    struct adsutil_text rest = block->body, text;
    bool fresh = false;
    r->key = NULL;
    r->bad_before = r->bad;
    if (block->has_properties && !make_key(r, block, &fresh))
        return false;
    for (r->line = block->line; adsutil_next_line(&rest, &text); r->line++)
        if (!read_line(r, text))
            return false;
    if (!close_list(r) || !store_flags(r))
        return false;
    /* KeyType shows that it was an ENUM, not a GET. */
    bool complete = block->has_key_type && r->bad == r->bad_before && block->verb != ADSUTIL_ONE_PROPERTY;
    if (r->key)
        r->key->complete = complete || (!fresh && r->key->complete);
    return true;
}

/* ---- one export ------------------------------------------------------------------------------ */

static enum mba_status finish(struct reading *r)
{
    if (r->opened->keys == 0) {
        mba_problems_add(r->job->problems, MBA_MEMBER_FAILED, r->job->input, r->job->member, 0,
                         "no property: there is nothing in it that could be read");
        return MBA_MEMBER_FAILED;
    }
    import_notes_end(&r->notes);
    if (r->bad == 0)
        return MBA_OK;
    r->opened->partial = true;
    mba_problems_add(
        r->job->problems, MBA_WARN, r->job->input, r->job->member, r->bad_line,
        "%lu lines could not be understood, the first is this one; the keys they stand in count as "
        "read in part",
        r->bad);
    return MBA_WARN;
}

static enum mba_status read_blocks(struct reading *r, struct adsutil_text text)
{
    bool limit_hit;
    if (!adsutil_find_blocks(text, r->job->limits->value[MBA_LIMIT_KEYS], &r->blocks, &limit_hit))
        return limit_hit ? import_over_limit(r->job, 0, MBA_LIMIT_KEYS) : MBA_RUN_FAILED;
    for (size_t i = 0; i < r->blocks.count; i++)
        if (!read_block(r, &r->blocks.items[i]))
            return r->status;
    return finish(r);
}

/* Console output in an OEM code page cannot be told from other damage: what is not ASCII is replaced. */
static enum mba_status repair(struct reading *r, struct adsutil_text *text, struct mba_buf *repaired)
{
    if (mba_utf8_valid(text->s, text->n))
        return MBA_OK;
    size_t bytes = mba_utf8_repair(text->s, text->n, repaired);
    if (repaired->failed)
        return MBA_RUN_FAILED;
    *text = (struct adsutil_text){repaired->data, repaired->len};
    mba_problems_add(r->job->problems, MBA_WARN, r->job->input, r->job->member, 0,
                     "%zu bytes are not UTF-8 and were replaced; it may be in the code page of a console",
                     bytes);
    return MBA_WARN;
}

static enum mba_status read_text(struct reading *r, struct adsutil_text text, bool damaged)
{
    struct mba_buf repaired = {0};
    enum mba_status repairs = repair(r, &text, &repaired), status = MBA_MEMBER_FAILED;
    if (repairs > MBA_WARN)
        status = repairs;
    else if (text.n && memchr(text.s, '\0', text.n))
        mba_problems_add(r->job->problems, status, r->job->input, r->job->member, 0,
                         "a NUL byte: this is not text, or the file is damaged");
    else
        status = read_blocks(r, text);
    if (status <= MBA_WARN && damaged) {
        r->opened->partial = true;
        repairs = MBA_WARN;
        mba_problems_add(r->job->problems, MBA_WARN, r->job->input, r->job->member, 0,
                         "ill-formed UTF-16: what could not be decoded was replaced");
    }
    mba_buf_free(&repaired);
    return status > repairs ? status : repairs;
}

static enum mba_status read_adsutil(struct mba_import *job)
{
    struct reading r = {.job = job, .dict = mba_metabase_dictionary(job->metabase), .notes = {.job = job}};
    struct mba_buf scratch = {0};
    struct adsutil_text text;
    const char *encoding;
    bool damaged;
    enum mba_status status = MBA_RUN_FAILED;
    if (mba_text_to_utf8(job->data, job->len, &scratch, &text.s, &text.n, &encoding, &damaged) &&
        (r.opened = import_open(job, &mba_format_adsutil, encoding)))
        status = read_text(&r, text, damaged);
    adsutil_blocks_free(&r.blocks);
    free(r.flags);
    mba_buf_free(&r.items);
    mba_buf_free(&r.name);
    mba_buf_free(&scratch);
    return status;
}

/* A line `Name : (TYPE) value`, and most of the other lines of the kinds that adsutil prints. A last line
 * that may be cut counts only when it is the only one. */
static int bid_adsutil(const char *head, size_t len)
{
    struct adsutil_text rest = {head, len}, text;
    unsigned known = 0, other = 0, properties = 0;
    if (len > 0 && *head == '<') /* XML, which is most of what is asked about */
        return 0;
    while (adsutil_next_line(&rest, &text)) {
        struct adsutil_line line;
        adsutil_classify(text, &line);
        if (line.kind == ADSUTIL_OTHER)
            other += rest.n > 0;
        else
            known += line.kind != ADSUTIL_BLANK;
        properties += line.kind == ADSUTIL_PROPERTY;
    }
    return properties > 0 && known > other ? 32 + (int)(properties < 32 ? properties : 32) : 0;
}

const struct mba_format mba_format_adsutil = {
    .name = "adsutil",
    .help = "output of adsutil.vbs ENUM, ENUM_ALL and GET",
    .runtime = true,
    .bid = bid_adsutil,
    .read = read_adsutil,
};
