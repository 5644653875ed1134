/* xml_value: line breaks inside values, see facts of the format: a list has one item a line, a list of flags
 * or a text that somebody wrapped is one value, and hexadecimal digits are read without the wrap. */
#include "import/xml_value.h"

#include <string.h>

/* What a line break inside a value means, by type. */
enum join { JOIN_SPACE = 0, JOIN_LINES, JOIN_NOTHING };
static const enum join joins[MBA_TYPE_NTACL + 1] = {
    [MBA_TYPE_MULTISZ] = JOIN_LINES,     [MBA_TYPE_MIMEMAP] = JOIN_LINES, [MBA_TYPE_BINARY] = JOIN_NOTHING,
    [MBA_TYPE_IPSECLIST] = JOIN_NOTHING, [MBA_TYPE_NTACL] = JOIN_NOTHING,
};

static bool is_break(char c, struct xml_breaks breaks, enum join join)
{
    return c == breaks.mark || (breaks.literal && join != JOIN_SPACE && (c == '\n' || c == '\r'));
}

static const char *find_break(const char *p, const char *end, struct xml_breaks breaks, enum join join)
{
    if (!breaks.literal) {
        const char *mark = p < end ? memchr(p, breaks.mark, (size_t)(end - p)) : NULL;
        return mark ? mark : end;
    }
    while (p < end && !is_break(*p, breaks, join))
        p++;
    return p;
}

static void add_piece(struct mba_buf *scratch, const char *piece, size_t len, enum join join)
{
    if (scratch->len > 0 && join != JOIN_NOTHING)
        mba_buf_putc(scratch, join == JOIN_LINES ? '\n' : ' ');
    mba_buf_add(scratch, piece, len);
}

bool xml_value_text(const char *value, size_t len, struct xml_breaks breaks, enum mba_type type,
                    struct mba_buf *scratch, struct xml_text *out)
{
    const enum join join = joins[type];
    const char *p = value, *end = value + len;
    mba_buf_clear(scratch);
    *out = (struct xml_text){0};
    while (p < end) {
        const char *piece = p;
        p = find_break(p, end, breaks, join);
        if (p > piece) {
            add_piece(scratch, piece, (size_t)(p - piece), join);
            out->items++;
        }
        while (p < end && (is_break(*p, breaks, join) || *p == ' ' || *p == '\t'))
            p++;
    }
    out->text = scratch->data ? scratch->data : "";
    out->len = scratch->len;
    return !scratch->failed;
}
