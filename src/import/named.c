/* named: see named.h. */
#include "import/named.h"

#include <stdlib.h>
#include <string.h>

struct named_flags { /* a flags property of the key */
    const struct mba_property *prop;
    uint64_t seen; /* which of its words were there */
    uint32_t value;
    bool listed; /* the number itself was there */
    unsigned long line;
};

static bool is_list(enum mba_type type)
{
    return type == MBA_TYPE_MULTISZ || type == MBA_TYPE_MIMEMAP;
}

bool named_text(struct named *n, const struct named_value *value)
{
    const struct mba_property *prop = mba_property_by_name_nocase(n->dict, value->name, value->name_len);
    struct mba_record rec = {
        .prop = prop, .type = value->type, .text = value->text, .len = value->len, .line = value->line};
    mba_buf_clear(&n->name);
    mba_buf_add(&n->name, value->name, value->name_len);
    if (n->name.failed)
        return false;
    rec.name = prop ? prop->name : n->name.data;
    if (prop) {
        rec.id = prop->id;
        rec.user_type = prop->user_type;
        rec.attributes = prop->attributes;
        if (!is_list(value->type) || prop->type == MBA_TYPE_MIMEMAP)
            rec.type = prop->type;
    }
    return mba_metabase_set(n->job->metabase, n->key, &rec);
}

/* ---- flags ----------------------------------------------------------------------------------- */

static struct named_flags *flags_of(struct named *n, const struct mba_property *prop, unsigned long line)
{
    for (size_t i = 0; i < n->flag_count; i++)
        if (n->flags[i].prop == prop)
            return &n->flags[i];
    if (!mba_grow(&n->flags, &n->flag_cap, n->flag_count + 1, sizeof *n->flags))
        return NULL;
    n->flags[n->flag_count] = (struct named_flags){.prop = prop, .line = line};
    return &n->flags[n->flag_count++];
}

static bool note_flag(struct named *n, const struct mba_property *prop, const struct named_value *word,
                      bool on)
{
    struct named_flags *flags = flags_of(n, prop, word->line);
    for (size_t i = 0; flags && i < prop->flag_count && i < 64; i++) {
        const struct mba_word *flag = &prop->flags[i];
        if (strlen(flag->name) == word->name_len &&
            mba_ascii_ncasecmp(flag->name, word->name, word->name_len) == 0) {
            flags->seen |= UINT64_C(1) << i;
            if (on)
                flags->value |= flag->value;
        }
    }
    return flags != NULL;
}

static bool store_number(struct named *n, struct named_value value, uint32_t number)
{
    char text[16];
    int len = snprintf(text, sizeof text, "%lu", (unsigned long)number);
    value.text = text;
    value.len = (size_t)len;
    return named_text(n, &value);
}

bool named_end_key(struct named *n)
{
    for (size_t i = 0; i < n->flag_count; i++) {
        const struct named_flags *flags = &n->flags[i];
        size_t count = flags->prop->flag_count;
        bool all = count <= 64 && flags->seen == (count == 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1);
        const struct named_value value = {.name = flags->prop->name,
                                          .name_len = strlen(flags->prop->name),
                                          .type = MBA_TYPE_DWORD,
                                          .line = flags->line};
        if (!flags->listed && all && !store_number(n, value, flags->value))
            return false;
    }
    n->flag_count = 0;
    return true;
}

/* ---- values ---------------------------------------------------------------------------------- */

bool named_truth(struct named *n, const struct named_value *value, bool on)
{
    const struct mba_property *prop = mba_property_by_name_nocase(n->dict, value->name, value->name_len);
    const struct mba_property *flags =
        prop ? NULL : mba_property_by_flag(n->dict, value->name, value->name_len);
    if (flags)
        return note_flag(n, flags, value, on);
    struct named_value word = *value;
    word.text = prop && prop->type == MBA_TYPE_DWORD ? (on ? "1" : "0") : (on ? "TRUE" : "FALSE");
    word.len = strlen(word.text);
    return named_text(n, &word);
}

bool named_number(struct named *n, const struct named_value *value, uint32_t number)
{
    const struct mba_property *prop = mba_property_by_name_nocase(n->dict, value->name, value->name_len);
    if (prop && prop->flag_count > 0) {
        struct named_flags *flags = flags_of(n, prop, value->line);
        if (!flags)
            return false;
        flags->listed = true;
    }
    return store_number(n, *value, number);
}

bool named_read_number(const char *text, size_t len, uint32_t *out)
{
    uint32_t positive;
    if (mba_parse_dword(text, len, out))
        return true;
    if (len < 2 || text[0] != '-' || !mba_is_digits(text + 1, len - 1) ||
        !mba_parse_dword(text + 1, len - 1, &positive) || positive > UINT32_C(0x80000000))
        return false;
    *out = 0 - positive;
    return true;
}

void named_free(struct named *n)
{
    mba_buf_free(&n->name);
    free(n->flags);
}
