/* bind: {placeholders} -> this object's values, in sentences and in commands. */
#include <stdlib.h>
#include <string.h>

#include "audit/judge.h"

struct bind {
    struct mba_judge *judge;
    const struct mba_rule *rule;
    const struct mba_key *key;
    const char *path;
    bool command;
    struct mba_buf out;
};

/* A value goes into a command only if no shell could take it for anything but text; PowerShell runs what
 * stands in parentheses. */
bool judge_safe_in_command(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                     (c < 0x80 && c > ' ' && strchr("._:/\\-@{}[]=+#~*,", c)) || c == ' ';
        /* U+2010 to U+206F hold dashes and quotes that PowerShell reads as its own */
        bool general_punctuation = c == 0xE2 && i + 1 < len && ((unsigned char)text[i + 1] & 0xFE) == 0x80;
        if (c < 0x80 ? !plain : general_punctuation)
            return false;
    }
    return len > 0;
}

static void add_name(struct bind *bind, const struct mba_piece *piece)
{
    mba_buf_printf(&bind->out, "<%.*s>", (int)piece->len, piece->text);
}

static void add(struct bind *bind, const struct mba_piece *piece, const char *text, size_t len)
{
    if (bind->command && !judge_safe_in_command(text, len))
        add_name(bind, piece);
    else
        mba_buf_add(&bind->out, text, len);
}

/* What stands in a sentence for a value that is not there. */
static void add_nothing(struct bind *bind, const struct mba_piece *piece, const char *what)
{
    if (bind->command)
        add_name(bind, piece);
    else
        mba_buf_puts(&bind->out, what);
}

/* The items of a list with commas between; a command takes no value of several lines. */
static void add_list(struct bind *bind, const struct mba_piece *piece, const char *text, size_t len)
{
    struct mba_buf joined = {0};
    if (bind->command) {
        add(bind, piece, text, len);
        return;
    }
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\n')
            mba_buf_add(&joined, ", ", 2);
        else
            mba_buf_putc(&joined, text[i]);
    }
    bind->out.failed = bind->out.failed || joined.failed;
    if (joined.data)
        add(bind, piece, joined.data, joined.len);
    mba_buf_free(&joined);
}

static void add_meaning(struct bind *bind, const struct mba_piece *piece, const struct mba_property *prop,
                        const struct mba_value *value)
{
    struct mba_buf words = {0};
    if (judge_meaning(bind->judge, prop, value, &words) && words.data)
        add(bind, piece, words.data, words.len);
    else if (!value->len)
        add_nothing(bind, piece, "(empty)");
    else
        add_list(bind, piece, value->text, value->len);
    bind->out.failed = bind->out.failed || words.failed;
    mba_buf_free(&words);
}

static void add_property(struct bind *bind, const struct mba_piece *piece)
{
    const struct mba_property *prop = mba_property_by_name(bind->judge->dict, piece->text, piece->len);
    struct mba_value value = {0};
    if (prop && bind->key)
        mba_effective(bind->judge->mb, bind->key, prop, &value);
    bool set = value.origin == MBA_ORIGIN_EXPLICIT || value.origin == MBA_ORIGIN_INHERITED;
    if (!set && !(value.origin == MBA_ORIGIN_DEFAULT && value.known_absent && bind->rule->defaults_decide))
        add_nothing(bind, piece, value.known_absent ? "(not set)" : "(not collected)");
    else if (!value.text)
        add_nothing(bind, piece, "(secret)");
    else if (piece->meaning)
        add_meaning(bind, piece, prop, &value);
    else if (!value.len)
        add_nothing(bind, piece, "(empty)");
    else
        add_list(bind, piece, value.text, value.len);
}

/* ---- what is not a property ------------------------------------------------------------------- */

static void add_server(struct bind *bind, const struct mba_piece *piece)
{
    add(bind, piece, bind->judge->server, strlen(bind->judge->server));
}

static void add_path(struct bind *bind, const struct mba_piece *piece)
{
    if (*bind->path == '/')
        add(bind, piece, bind->path, strlen(bind->path));
    else
        add_nothing(bind, piece, bind->path);
}

static void add_adsutil(struct bind *bind, const struct mba_piece *piece)
{
    const char *path = bind->path;
    if (mba_ascii_ncasecmp(path, "/LM/", 4) == 0)
        add(bind, piece, path + 4, strlen(path + 4));
    else
        add_nothing(bind, piece, path);
}

/* The number of the virtual server that the key is, or is in. */
static void add_instance(struct bind *bind, const struct mba_piece *piece)
{
    const char *part = bind->path;
    if (mba_ascii_ncasecmp(part, "/LM/", 4) == 0) {
        part += 4;
        part += strcspn(part, "/"); /* the service */
        part += *part == '/';
        size_t len = strcspn(part, "/");
        if (mba_is_digits(part, len)) {
            add(bind, piece, part, len);
            return;
        }
    }
    add_nothing(bind, piece, "(number unknown)");
}

static void add_class(struct bind *bind, const struct mba_piece *piece)
{
    const char *name = bind->key ? bind->key->class_name : "";
    add(bind, piece, name, strlen(name));
}

static const struct {
    const char *name;
    void (*add)(struct bind *bind, const struct mba_piece *piece);
} builtin[] = {
    {"server", add_server},     {"path", add_path},   {"adsutil", add_adsutil},
    {"instance", add_instance}, {"class", add_class},
};

static void add_placeholder(struct bind *bind, const struct mba_piece *piece)
{
    for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++) {
        if (strlen(builtin[i].name) == piece->len && memcmp(builtin[i].name, piece->text, piece->len) == 0) {
            builtin[i].add(bind, piece);
            return;
        }
    }
    add_property(bind, piece);
}

const char *judge_bind(struct mba_judge *judge, const struct mba_rule *rule, const struct mba_key *key,
                       const char *path, const char *text, bool command)
{
    struct bind bind = {judge, rule, key, path, command, {0}};
    struct mba_piece piece;
    const char *cursor = text;
    while (mba_piece_next(&cursor, &piece) > 0) { /* the text was checked when the article was loaded */
        if (piece.placeholder)
            add_placeholder(&bind, &piece);
        else
            mba_buf_add(&bind.out, piece.text, piece.len);
    }
    const char *bound = NULL;
    if (!bind.out.failed)
        bound = mba_arena_dup(judge->arena, bind.out.data ? bind.out.data : "", bind.out.len);
    mba_buf_free(&bind.out);
    judge->no_memory = judge->no_memory || !bound;
    return bound;
}
