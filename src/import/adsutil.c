/* adsutil: what adsutil.vbs ENUM, ENUM_ALL and GET print, from a redirected file or a captured console.
 *
 * The text falls into blocks, one a key. A block begins with a command line in the capture, with a path in
 * brackets ("[/SmtpSvc/1]": so ENUM_ALL is said to head each key; no sample confirms it), with the banner of
 * another run, or with a second KeyType. Error text may stand anywhere; the rest is still good.
 */
#include "import/adsutil_block.h"
#include "import/adsutil_place.h"
#include "import/import_room.h"
#include "import/named.h"

#include <stdlib.h>
#include <string.h>

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
    struct adsutil_blocks blocks;
    struct named named; /* named.key: NULL where no key is known */
    unsigned long line;
    unsigned long bad, bad_before, bad_line; /* lines not understood: all, before this block, the first */
    struct list list;
    struct mba_buf items;
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

static struct named_value named_value(struct adsutil_text name, enum mba_type type, struct adsutil_text text,
                                      unsigned long line)
{
    return (struct named_value){
        .name = name.s, .name_len = name.n, .type = type, .text = text.s, .len = text.n, .line = line};
}

static bool truth(struct reading *r, const struct named_value *value)
{
    bool on;
    if (!mba_bool_value(value->text, value->len, &on))
        return not_understood(r, r->line);
    return named_truth(&r->named, value, on) || stop(r, MBA_RUN_FAILED);
}

static bool number(struct reading *r, const struct named_value *value)
{
    uint32_t number;
    if (!named_read_number(value->text, value->len, &number))
        return not_understood(r, r->line);
    return named_number(&r->named, value, number) || stop(r, MBA_RUN_FAILED);
}

static bool plain(struct reading *r, const struct named_value *value)
{
    return named_text(&r->named, value) || stop(r, MBA_RUN_FAILED);
}

static bool quoted(struct reading *r, const struct adsutil_line *line)
{
    struct adsutil_text text = line->value;
    if (!adsutil_unquote(&text) && text.n > 0 && text.s[0] == '"')
        return not_understood(r, r->line); /* cut off, or the text holds a line break */
    const struct named_value value = named_value(line->name, line->type->type, text, r->line);
    return plain(r, &value);
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
    const struct adsutil_text items = {r->items.data ? r->items.data : "", r->items.len};
    const struct named_value value = named_value(list.name, list.type->type, items, list.line);
    return plain(r, &value);
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
    const struct named_value value = named_value(line->name, line->type->type, line->value, r->line);
    switch (line->type->form) {
    case ADSUTIL_QUOTED:
        return quoted(r, line);
    case ADSUTIL_NUMBER:
        return number(r, &value);
    case ADSUTIL_TRUTH:
        return truth(r, &value);
    case ADSUTIL_LIST:
        return open_list(r, line);
    default:
        return plain(r, &value);
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
        return r->named.key ? property(r, &line) : not_understood(r, r->line);
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
    r->named.key = mba_metabase_key(r->job->metabase, place.s, place.n, NULL, 0, block->line, &limit_hit);
    if (!r->named.key)
        return stop(r, limit_hit ? import_over_limit(r->job, block->line, MBA_LIMIT_KEYS) : MBA_RUN_FAILED);
    *fresh = mba_metabase_count(r->job->metabase) > before;
    r->opened->keys++;
    return true;
}

static bool read_block(struct reading *r, const struct adsutil_block *block)
{
    struct adsutil_text rest = block->body, text;
    bool fresh = false;
    r->named.key = NULL;
    r->bad_before = r->bad;
    if (block->has_properties && !make_key(r, block, &fresh))
        return false;
    for (r->line = block->line; adsutil_next_line(&rest, &text); r->line++)
        if (!read_line(r, text))
            return false;
    if (!close_list(r))
        return false;
    if (!named_end_key(&r->named))
        return stop(r, MBA_RUN_FAILED);
    /* KeyType shows that it was an ENUM, not a GET. */
    bool complete = block->has_key_type && r->bad == r->bad_before && block->verb != ADSUTIL_ONE_PROPERTY;
    if (r->named.key)
        r->named.key->complete = complete || (!fresh && r->named.key->complete);
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
    struct reading r = {.job = job,
                        .named = {.job = job, .dict = mba_metabase_dictionary(job->metabase)},
                        .notes = {.job = job}};
    struct mba_buf scratch = {0};
    struct adsutil_text text;
    const char *encoding;
    bool damaged;
    enum mba_status status = MBA_RUN_FAILED;
    if (mba_text_to_utf8(job->data, job->len, &scratch, &text.s, &text.n, &encoding, &damaged) &&
        (r.opened = import_open(job, &mba_format_adsutil, encoding)))
        status = read_text(&r, text, damaged);
    adsutil_blocks_free(&r.blocks);
    named_free(&r.named);
    mba_buf_free(&r.items);
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
