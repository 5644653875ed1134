/* adsutil_line: see adsutil_line.h. Columns are not relied on: copies of such output lose padding and indent.
 */
#include "import/adsutil_line.h"

#include <string.h>

/* BINARY, EXPANDSZ and the MIME map have been seen in no sample: read as the others are. */
static const struct adsutil_type types[] = {
    {"STRING", ADSUTIL_QUOTED, MBA_TYPE_STRING},     {"EXPANDSZ", ADSUTIL_QUOTED, MBA_TYPE_EXPANDSZ},
    {"INTEGER", ADSUTIL_NUMBER, MBA_TYPE_DWORD},     {"BOOLEAN", ADSUTIL_TRUTH, MBA_TYPE_BOOL},
    {"LIST", ADSUTIL_LIST, MBA_TYPE_MULTISZ},        {"BINARY", ADSUTIL_PLAIN, MBA_TYPE_BINARY},
    {"MimeMapList", ADSUTIL_LIST, MBA_TYPE_MIMEMAP}, {"MIMEMAP", ADSUTIL_LIST, MBA_TYPE_MIMEMAP},
};
static const struct {
    const char *word;
    enum adsutil_verb verb;
} verbs[] = {
    {"ENUM", ADSUTIL_ENUM},        {"ENUM_ALL", ADSUTIL_ENUM_ALL},   {"GET", ADSUTIL_ONE_PROPERTY},
    {"SET", ADSUTIL_ONE_PROPERTY}, {"DELETE", ADSUTIL_ONE_PROPERTY},
};
static const char *const banners[] = {"Microsoft (R) Windows Script Host*", "Copyright (C)*Microsoft*",
                                      "Copyright *Microsoft*"};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\f';
}

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

struct adsutil_text adsutil_trim(struct adsutil_text text)
{
    while (text.n > 0 && is_blank(text.s[0])) {
        text.s++;
        text.n--;
    }
    while (text.n > 0 && is_blank(text.s[text.n - 1]))
        text.n--;
    return text;
}

bool adsutil_next_line(struct adsutil_text *rest, struct adsutil_text *line)
{
    if (rest->n == 0)
        return false;
    const char *feed = memchr(rest->s, '\n', rest->n);
    size_t n = feed ? (size_t)(feed - rest->s) : rest->n;
    *line = (struct adsutil_text){rest->s, n};
    if (line->n > 0 && line->s[line->n - 1] == '\r')
        line->n--;
    rest->s += n + (feed != NULL);
    rest->n -= n + (feed != NULL);
    return true;
}

bool adsutil_unquote(struct adsutil_text *text)
{
    if (text->n < 2 || text->s[0] != '"' || text->s[text->n - 1] != '"')
        return false;
    text->s++;
    text->n -= 2;
    return true;
}

static bool equals(struct adsutil_text text, const char *word)
{
    return text.n == strlen(word) && mba_ascii_ncasecmp(text.s, word, text.n) == 0;
}

bool adsutil_item_count(struct adsutil_text value, uint32_t *count)
{
    value = adsutil_trim(value);
    if (value.n < 3 || value.s[0] != '(' || value.s[value.n - 1] != ')')
        return false;
    struct adsutil_text inside = adsutil_trim((struct adsutil_text){value.s + 1, value.n - 2});
    size_t digits = 0;
    while (digits < inside.n && inside.s[digits] >= '0' && inside.s[digits] <= '9')
        digits++;
    struct adsutil_text word = adsutil_trim((struct adsutil_text){inside.s + digits, inside.n - digits});
    return (equals(word, "Items") || equals(word, "Item")) && mba_parse_dword(inside.s, digits, count);
}

/* ---- Name : (TYPE) value --------------------------------------------------------------------- */

static const struct adsutil_type *find_type(struct adsutil_text word)
{
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (equals(word, types[i].word))
            return &types[i];
    return NULL;
}

static bool read_property(struct adsutil_text line, struct adsutil_line *out)
{
    size_t n = 0, at;
    while (n < line.n && (is_alnum(line.s[n]) || line.s[n] == '_'))
        n++;
    for (at = n; at < line.n && is_blank(line.s[at]);)
        at++;
    if (n == 0 || at == line.n || line.s[at] != ':')
        return false;
    struct adsutil_text rest = adsutil_trim((struct adsutil_text){line.s + at + 1, line.n - at - 1});
    const char *close = rest.n > 0 && rest.s[0] == '(' ? memchr(rest.s, ')', rest.n) : NULL;
    if (!close)
        return false;
    size_t word = (size_t)(close - rest.s) - 1;
    out->type = find_type((struct adsutil_text){rest.s + 1, word});
    out->name = (struct adsutil_text){line.s, n};
    out->value = adsutil_trim((struct adsutil_text){close + 1, rest.n - word - 2});
    return out->type != NULL;
}

/* ---- command lines --------------------------------------------------------------------------- */

/* The next word, quoted or not. */
static bool next_word(struct adsutil_text *rest, struct adsutil_text *word)
{
    *rest = adsutil_trim(*rest);
    if (rest->n == 0)
        return false;
    bool quoted = rest->s[0] == '"';
    size_t start = quoted, n = 0;
    while (start + n < rest->n && (quoted ? rest->s[start + n] != '"' : !is_blank(rest->s[start + n])))
        n++;
    *word = (struct adsutil_text){rest->s + start, n};
    size_t used = start + n + (quoted && start + n < rest->n);
    rest->s += used;
    rest->n -= used;
    return true;
}

static enum adsutil_verb find_verb(struct adsutil_text word)
{
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (equals(word, verbs[i].word))
            return verbs[i].verb;
    return ADSUTIL_NO_VERB;
}

/* GET and SET name a property last: the key is what is above it. */
static struct adsutil_text above(struct adsutil_text path)
{
    while (path.n > 0 && path.s[path.n - 1] != '/')
        path.n--;
    return (struct adsutil_text){path.s, path.n ? path.n - 1 : 0};
}

static bool is_option(struct adsutil_text word)
{
    return word.n > 0 && (word.s[0] == '-' || equals(word, "/P"));
}

/* Behind the word adsutil or adsutil.vbs; false when the line does not run it. */
static bool after_adsutil(struct adsutil_text line, struct adsutil_text *rest)
{
    static const char name[] = "adsutil";
    size_t n = sizeof name - 1;
    for (size_t i = 0; i + n <= line.n; i++) {
        if (mba_ascii_ncasecmp(line.s + i, name, n) != 0)
            continue;
        size_t end = i + n;
        if (line.n - end >= 4 && mba_ascii_ncasecmp(line.s + end, ".vbs", 4) == 0)
            end += 4;
        if (end < line.n && line.s[end] == '"')
            end++;
        bool starts = i == 0 || strchr(" \t>\\/\"", line.s[i - 1]);
        if (starts && end < line.n && is_blank(line.s[end])) {
            *rest = (struct adsutil_text){line.s + end, line.n - end};
            return true;
        }
    }
    return false;
}

static bool read_command(struct adsutil_text line, struct adsutil_line *out)
{
    struct adsutil_text rest, word;
    if (!after_adsutil(line, &rest))
        return false;
    do {
        if (!next_word(&rest, &word))
            return false;
    } while (is_option(word));
    out->verb = find_verb(word);
    if (out->verb == ADSUTIL_NO_VERB)
        return false;
    while (next_word(&rest, &word) && is_option(word))
        word.n = 0;
    out->path = out->verb == ADSUTIL_ONE_PROPERTY ? above(word) : word;
    return true;
}

/* ---- the rest -------------------------------------------------------------------------------- */

/* C:\Inetpub\AdminScripts> or PS C:\>, whatever is typed there. */
static bool is_prompt(struct adsutil_text line)
{
    if (line.n > 3 && mba_ascii_ncasecmp(line.s, "PS ", 3) == 0)
        line = adsutil_trim((struct adsutil_text){line.s + 3, line.n - 3});
    return line.n >= 4 && is_alnum(line.s[0]) && line.s[1] == ':' && line.s[2] == '\\' &&
           memchr(line.s, '>', line.n);
}

static bool is_banner(struct adsutil_text line)
{
    char text[100];
    if (line.n >= sizeof text)
        return false;
    memcpy(text, line.s, line.n);
    text[line.n] = '\0';
    for (size_t i = 0; i < sizeof banners / sizeof banners[0]; i++)
        if (mba_glob(banners[i], text))
            return true;
    return false;
}

static bool read_head(struct adsutil_text line, struct adsutil_line *out)
{
    if (line.n < 3 || line.s[0] != '[' || line.s[line.n - 1] != ']')
        return false;
    out->path = adsutil_trim((struct adsutil_text){line.s + 1, line.n - 2});
    return out->path.n > 0 && !memchr(out->path.s, ']', out->path.n);
}

void adsutil_classify(struct adsutil_text line, struct adsutil_line *out)
{
    *out = (struct adsutil_line){.kind = ADSUTIL_OTHER};
    line = adsutil_trim(line);
    if (line.n == 0)
        out->kind = ADSUTIL_BLANK;
    else if (read_property(line, out))
        out->kind = ADSUTIL_PROPERTY;
    else if (line.s[0] == '"' && line.n > 1 && line.s[line.n - 1] == '"') {
        out->kind = ADSUTIL_ITEM;
        out->value = (struct adsutil_text){line.s + 1, line.n - 2};
    } else if (read_head(line, out))
        out->kind = ADSUTIL_HEAD;
    else if (read_command(line, out))
        out->kind = ADSUTIL_COMMAND;
    else if (is_prompt(line) || is_banner(line))
        out->kind = ADSUTIL_BANNER;
}
