/* expr_core: the functions of XPath 1.0 that rules use. */
#include <string.h>

#include <libxml/xmlstring.h>

#include "audit/judge.h"

static struct expr_value fn_not(struct mba_judge *judge, const struct expr_value *args, unsigned count)
{
    (void)judge, (void)count;
    return expr_boolean(!expr_truth(&args[0]));
}

static struct expr_value fn_boolean(struct mba_judge *judge, const struct expr_value *args, unsigned count)
{
    (void)judge, (void)count;
    return expr_boolean(expr_truth(&args[0]));
}

static struct expr_value fn_true(struct mba_judge *judge, const struct expr_value *args, unsigned count)
{
    (void)judge, (void)args, (void)count;
    return expr_boolean(true);
}

static struct expr_value fn_false(struct mba_judge *judge, const struct expr_value *args, unsigned count)
{
    (void)judge, (void)args, (void)count;
    return expr_boolean(false);
}

static struct expr_value fn_number(struct mba_judge *judge, const struct expr_value *args, unsigned count)
{
    (void)judge, (void)count;
    return expr_number(expr_as_number(&args[0]));
}

static struct expr_value fn_count(struct mba_judge *judge, const struct expr_value *args, unsigned count)
{
    (void)judge, (void)count;
    return expr_number((double)args[0].count);
}

/* ---- text ------------------------------------------------------------------------------------ */

struct span {
    const char *s;
    size_t n;
};

static struct span span(struct mba_judge *judge, const struct expr_value *value)
{
    struct span span;
    span.s = expr_as_text(judge, value, &span.n);
    return span;
}

static struct expr_value fn_string(struct mba_judge *judge, const struct expr_value *args, unsigned count)
{
    (void)count;
    struct span text = span(judge, &args[0]);
    return (struct expr_value){.type = EXPR_STRING, .text = text.s, .len = text.n};
}

static struct expr_value fn_concat(struct mba_judge *judge, const struct expr_value *args, unsigned count)
{
    size_t len = 0, at = 0;
    for (unsigned i = 0; i < count; i++)
        len += span(judge, &args[i]).n;
    char *text = mba_arena_alloc(judge->scratch, len + 1);
    judge->scratch_used = true;
    if (!text) {
        judge->no_memory = true;
        return expr_string("");
    }
    for (unsigned i = 0; i < count; i++) {
        struct span part = span(judge, &args[i]);
        memcpy(text + at, part.s, part.n);
        at += part.n;
    }
    text[len] = '\0';
    return (struct expr_value){.type = EXPR_STRING, .text = text, .len = len};
}

static struct expr_value fn_starts_with(struct mba_judge *judge, const struct expr_value *args,
                                        unsigned count)
{
    (void)count;
    struct span text = span(judge, &args[0]), start = span(judge, &args[1]);
    return expr_boolean(start.n <= text.n && memcmp(text.s, start.s, start.n) == 0);
}

static const char *find(struct span text, struct span wanted)
{
    return memmem(text.s, text.n, wanted.s, wanted.n);
}

static struct expr_value fn_contains(struct mba_judge *judge, const struct expr_value *args, unsigned count)
{
    (void)count;
    return expr_boolean(find(span(judge, &args[0]), span(judge, &args[1])) != NULL);
}

static struct expr_value fn_substring_before(struct mba_judge *judge, const struct expr_value *args,
                                             unsigned count)
{
    (void)count;
    struct span text = span(judge, &args[0]);
    const char *found = find(text, span(judge, &args[1]));
    return found ? expr_span(judge, text.s, (size_t)(found - text.s)) : expr_string("");
}

static struct expr_value fn_substring_after(struct mba_judge *judge, const struct expr_value *args,
                                            unsigned count)
{
    (void)count;
    struct span text = span(judge, &args[0]), mark = span(judge, &args[1]);
    const char *found = find(text, mark);
    return expr_string(found ? found + mark.n : "");
}

static struct expr_value fn_string_length(struct mba_judge *judge, const struct expr_value *args,
                                          unsigned count)
{
    (void)count;
    return expr_number(xmlUTF8Strlen((const xmlChar *)span(judge, &args[0]).s));
}

/* The bytes of the character at s. */
static size_t character(struct span text, size_t at)
{
    unsigned char lead = (unsigned char)text.s[at];
    size_t n = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    return n <= text.n - at ? n : text.n - at;
}

/* The number of the first character of set that is this one; as many as there are when none is. */
static size_t place_in(struct span set, const char *s, size_t n)
{
    size_t place = 0;
    for (size_t at = 0; at < set.n; at += character(set, at), place++)
        if (character(set, at) == n && memcmp(set.s + at, s, n) == 0)
            break;
    return place;
}

static struct span character_number(struct span set, size_t number)
{
    size_t at = 0;
    while (at < set.n && number-- > 0)
        at += character(set, at);
    return (struct span){set.s + at, at < set.n ? character(set, at) : 0};
}

static struct expr_value fn_translate(struct mba_judge *judge, const struct expr_value *args, unsigned count)
{
    (void)count;
    enum { LONGEST = 4 }; /* bytes of a character */
    struct span text = span(judge, &args[0]), from = span(judge, &args[1]), to = span(judge, &args[2]);
    size_t len = 0, all = place_in(from, "", 0);
    char *out = text.n < SIZE_MAX / LONGEST ? mba_arena_alloc(judge->scratch, text.n * LONGEST + 1) : NULL;
    judge->scratch_used = true;
    if (!out) {
        judge->no_memory = true;
        return expr_string("");
    }
    for (size_t at = 0, n; at < text.n; at += n) {
        n = character(text, at);
        size_t place = place_in(from, text.s + at, n);
        struct span into = place < all ? character_number(to, place) : (struct span){text.s + at, n};
        memcpy(out + len, into.s, into.n);
        len += into.n;
    }
    out[len] = '\0';
    return (struct expr_value){.type = EXPR_STRING, .text = out, .len = len};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static struct expr_value fn_normalize_space(struct mba_judge *judge, const struct expr_value *args,
                                            unsigned count)
{
    (void)count;
    struct span text = span(judge, &args[0]);
    struct expr_value copy = expr_span(judge, text.s, text.n);
    char *to = (char *)copy.text;
    if (copy.len == 0)
        return copy;
    size_t len = 0;
    for (size_t i = 0; i < copy.len; i++) {
        bool blank = is_blank(text.s[i]);
        if (!blank)
            to[len++] = text.s[i];
        else if (len && to[len - 1] != ' ')
            to[len++] = ' ';
    }
    len -= len && to[len - 1] == ' ';
    to[len] = '\0';
    copy.len = len;
    return copy;
}

const struct expr_core *expr_core_find(const char *name, size_t len)
{
    static const struct expr_core functions[] = {
        {"not", 1, 1, fn_not, EXPR_BOOLEAN, true, false},
        {"boolean", 1, 1, fn_boolean, EXPR_BOOLEAN, true, false},
        {"true", 0, 0, fn_true, EXPR_BOOLEAN, false, false},
        {"false", 0, 0, fn_false, EXPR_BOOLEAN, false, false},
        {"number", 1, 1, fn_number, EXPR_NUMBER, false, false},
        {"count", 1, 1, fn_count, EXPR_NUMBER, true, true},
        {"string", 1, 1, fn_string, EXPR_STRING, false, false},
        {"concat", 2, 8, fn_concat, EXPR_STRING, false, false},
        {"starts-with", 2, 2, fn_starts_with, EXPR_BOOLEAN, false, false},
        {"contains", 2, 2, fn_contains, EXPR_BOOLEAN, false, false},
        {"substring-before", 2, 2, fn_substring_before, EXPR_STRING, false, false},
        {"substring-after", 2, 2, fn_substring_after, EXPR_STRING, false, false},
        {"string-length", 1, 1, fn_string_length, EXPR_NUMBER, false, false},
        {"translate", 3, 3, fn_translate, EXPR_STRING, false, false},
        {"normalize-space", 1, 1, fn_normalize_space, EXPR_STRING, false, false},
    };
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (strlen(functions[i].name) == len && memcmp(functions[i].name, name, len) == 0)
            return &functions[i];
    return NULL;
}
