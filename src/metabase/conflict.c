/* conflict: two exports of one snapshot that say different things. */
#include "model.h"

#include <string.h>

enum {
    CONFLICTS_LISTED = 100, /* exports of two different servers differ everywhere: a few lines show it */
    VALUE_SHOWN = 60
};

bool mb_record_is_volatile(const struct mba_record *record)
{
    uint32_t attributes = record->attributes | (record->prop ? record->prop->attributes : 0);
    return (attributes & MBA_ATTR_VOLATILE) != 0;
}

/* ---- comparing ------------------------------------------------------------------------------- */

static enum mba_type type_of(const struct mba_record *record)
{
    return record->prop ? record->prop->type : record->type;
}

/* Flag words, numbers and booleans are three ways to write the same thing. */
static bool as_number(const struct mba_record *record, uint32_t *number)
{
    bool truth;
    bool is_truth = mba_bool_value(record->text, record->len, &truth);
    if (type_of(record) == MBA_TYPE_DWORD && mba_dword_value(record->prop, record->text, record->len, number))
        return true;
    *number = is_truth && truth;
    return is_truth;
}

static size_t without_last_lines(const struct mba_record *record)
{
    size_t n = record->len;
    while (n > 0 && record->text[n - 1] == '\n')
        n--;
    return n;
}

bool mb_records_differ(const struct mba_record *a, const struct mba_record *b)
{
    uint32_t x, y;
    size_t n = a->len;
    switch (type_of(a)) {
    case MBA_TYPE_DWORD:
    case MBA_TYPE_BOOL:
        if (as_number(a, &x) && as_number(b, &y))
            return x != y;
        break;
    case MBA_TYPE_BINARY:
    case MBA_TYPE_IPSECLIST:
    case MBA_TYPE_NTACL: /* hexadecimal digits of either case */
        return n != b->len || mba_ascii_ncasecmp(a->text, b->text, n) != 0;
    case MBA_TYPE_MULTISZ:
    case MBA_TYPE_MIMEMAP: /* with or without a line feed after the last item */
        n = without_last_lines(a);
        return n != without_last_lines(b) || memcmp(a->text, b->text, n) != 0;
    default:
        break;
    }
    return n != b->len || memcmp(a->text, b->text, n) != 0;
}

/* What was saved and what runs drift apart, and so do two tools. Two files of one format that were saved at
 * one time say the same, or one is of something else: what it would have failed must not look clean. */
static enum mba_status grade_of(const struct mba_export *a, const struct mba_export *b)
{
    return a != b && !a->runtime && !b->runtime && strcmp(a->format, b->format) == 0 ? MBA_WARN : MBA_OK;
}

bool mb_conflict_note(struct mba_metabase *mb, const struct mb_node *node, const struct mba_record *kept,
                      const struct mba_record *lost)
{
    if (mb->conflict_count == CONFLICTS_LISTED) {
        enum mba_status grade = grade_of(&mb->exports[kept->export_index], &mb->exports[lost->export_index]);
        mb->conflicts_unlisted++;
        if (grade > mb->conflicts_unlisted_grade)
            mb->conflicts_unlisted_grade = grade;
        return true;
    }
    if (!mba_grow(&mb->conflicts, &mb->conflict_cap, mb->conflict_count + 1, sizeof *mb->conflicts))
        return false;
    mb->conflicts[mb->conflict_count++] = (struct mb_conflict){node, *kept, *lost};
    return true;
}

/* ---- telling --------------------------------------------------------------------------------- */

static bool is_inside_character(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* The value in quotes, list items separated by "; ", cut where it gets long. */
static void add_value(struct mba_buf *out, const struct mba_record *record)
{
    size_t n = record->len;
    if (n > VALUE_SHOWN)
        for (n = VALUE_SHOWN; n > 0 && is_inside_character(record->text[n]);)
            n--;
    mba_buf_putc(out, '"');
    for (size_t i = 0; i < n; i++) {
        if (record->text[i] == '\n')
            mba_buf_puts(out, "; ");
        else
            mba_buf_putc(out, record->text[i]);
    }
    mba_buf_puts(out, n < record->len ? "...\"" : "\"");
}

static void add_name(struct mba_buf *out, const struct mba_record *record)
{
    if (record->prop || record->name[0] != '\0')
        mba_buf_puts(out, record->prop ? record->prop->name : record->name);
    else
        mba_buf_printf(out, "property %u", (unsigned)record->id);
}

static const char *export_name(const struct mba_export *export)
{
    return export->member ? export->member : export->input ? export->input : "another export";
}

static void report(const struct mba_metabase *mb, const struct mb_conflict *conflict,
                   struct mba_problems *problems)
{
    const struct mba_export *kept = &mb->exports[conflict->kept.export_index];
    const struct mba_export *lost = &mb->exports[conflict->lost.export_index];
    struct mba_buf text = {0};
    mba_buf_printf(&text, "%s: ", conflict->node->key.label);
    add_name(&text, &conflict->kept);
    mba_buf_puts(&text, " is ");
    add_value(&text, &conflict->lost);
    mba_buf_puts(&text, " here and ");
    add_value(&text, &conflict->kept);
    mba_buf_printf(&text, " in %s, which is used; check that both are of the same server and time",
                   export_name(kept));
    if (text.failed)
        problems->failed = true;
    else
        mba_problems_add(problems, grade_of(kept, lost), lost->input, lost->member, conflict->lost.line, "%s",
                         text.data);
    mba_buf_free(&text);
}

void mb_conflicts_report(const struct mba_metabase *mb, struct mba_problems *problems)
{
    for (size_t i = 0; i < mb->conflict_count; i++)
        report(mb, &mb->conflicts[i], problems);
    if (mb->conflicts_unlisted > 0) {
        const struct mba_export *lost = &mb->exports[mb->conflicts[mb->conflict_count - 1].lost.export_index];
        mba_problems_add(
            problems, mb->conflicts_unlisted_grade, lost->input, lost->member, 0,
            "%zu more properties differ between the exports of this server; check that they are of "
            "the same server and time",
            mb->conflicts_unlisted);
    }
}
