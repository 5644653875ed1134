/* ldif: what ldifde exports of Active Directory - of the objects of Exchange's SMTP virtual servers and HTTP
 * virtual directories, the few attributes that rules ask for, and nothing else: passwords are never taken.
 *
 * Source of the facts: RFC 2849. An object is DN "CN=1,CN=SMTP,CN=Protocols,CN=SERVER,CN=Servers,..."; its
 * number is that of the virtual server in the metabase.
 */
#include "import/ldif_dn.h"
#include "import/testimony.h"

#include <stdlib.h>
#include <string.h>

/* What Active Directory keeps of every object. When all of them are there, nobody chose among the attributes,
 * and one that is not there is not set. */
static const char *const always[] = {"objectClass", "instanceType", "whenCreated", "uSNChanged"};
enum { ALWAYS = sizeof always / sizeof always[0], ALL_OF_THEM = (1 << ALWAYS) - 1 };
enum { WORDS = 16 }; /* evidence of the kind active-directory */

struct value {
    char *text; /* in scratch; NULL: not seen */
    size_t len;
    unsigned long line;
};
struct ldif {
    struct mba_import *job;
    struct import_notes notes;
    struct mba_arena *scratch; /* of one record */
    struct mba_buf logical;    /* a line with what was folded */
    unsigned long line;        /* of its beginning */
    char *dn;                  /* NULL: no record is open */
    unsigned long dn_line;
    unsigned seen; /* bits of always */
    bool change;   /* a change record: not used */
    bool damaged;  /* something of it could not be read: what is not there may have been that */
    struct value values[WORDS];
    size_t records, objects, changes;
    enum mba_status status;
};

/* ---- a record ---------------------------------------------------------------------------------- */

static const struct mba_evidence_word *word_at(size_t index)
{
    for (const struct mba_evidence_word *word = mba_evidence_words; word->property; word++)
        if (word->kind == MBA_EVIDENCE_ACTIVE_DIRECTORY && index-- == 0)
            return word;
    return NULL;
}

/* Active Directory has signed numbers where the metabase has none: -1 is 4294967295. */
static const char *as_unsigned(struct ldif *l, const struct mba_evidence_word *word, struct value *value)
{
    uint32_t number;
    if (word->type != MBA_EVIDENCE_NUMBER || !value->text || *value->text != '-' ||
        !mba_is_digits(value->text + 1, value->len - 1) ||
        !mba_parse_dword(value->text + 1, value->len - 1, &number))
        return value->text;
    char *text = mba_arena_printf(l->scratch, "%u", 0u - number);
    value->len = text ? strlen(text) : 0;
    return text;
}

static void tell(struct ldif *l, const struct mba_evidence_word *word, struct value *value,
                 const struct ldif_place *place)
{
    bool whole = l->seen == ALL_OF_THEM && !l->damaged;
    if (!value->text && !whole)
        return;
    const char *text = as_unsigned(l, word, value);
    enum testimony_result result =
        testimony_tell(l->job, &(struct testimony_item){.word = word,
                                                        .server = place->server,
                                                        .object = place->object,
                                                        .object_len = strlen(place->object),
                                                        .text = text,
                                                        .len = value->len,
                                                        .captured = MBA_TIME_NONE,
                                                        .line = value->text ? value->line : l->dn_line});
    if (result == TESTIMONY_NO_VALUE)
        import_note(&l->notes, value->line, "%s is \"%.60s\", which is not %s; it is not used",
                    word->property, value->text, word->value);
    else if (result != TESTIMONY_TAKEN)
        l->status = testimony_stop(l->job, result, value->line);
}

static void begin_record(struct ldif *l)
{
    mba_arena_reset(l->scratch);
    l->dn = NULL;
    l->seen = 0;
    l->change = l->damaged = false;
    memset(l->values, 0, sizeof l->values);
}

static void end_record(struct ldif *l, bool ended)
{
    struct ldif_place place;
    if (!l->dn)
        return;
    l->records++;
    l->damaged = l->damaged || !ended;
    bool known = !l->change && ldif_place(l->scratch, l->dn, &place);
    l->objects += known;
    const struct mba_evidence_word *near, *word;
    for (size_t i = 0; known && (word = word_at(i)) && i < WORDS && l->status == MBA_OK; i++)
        if (mba_evidence_find(place.object, word->property, &near) == word)
            tell(l, word, &l->values[i], &place);
    begin_record(l);
}

/* ---- a line ------------------------------------------------------------------------------------ */

static int base64_digit(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* False: not base64, or no memory. */
static bool decode(struct ldif *l, const char *text, size_t len, char **out, size_t *out_len)
{
    char *to = mba_arena_alloc(l->scratch, len / 4 * 3 + 4);
    uint32_t bits = 0;
    size_t n = 0, digits = 0;
    *out = to;
    while (len > 0 && text[len - 1] == '=')
        len--;
    for (size_t i = 0; to && i < len; i++) {
        int digit = base64_digit(text[i]);
        if (digit < 0)
            return false;
        bits = bits << 6 | (uint32_t)digit;
        if (++digits % 4 == 0)
            for (int shift = 16; shift >= 0; shift -= 8)
                to[n++] = (char)(bits >> shift & 0xFF);
    }
    if (!to || digits % 4 == 1)
        return false;
    if (digits % 4 == 2)
        to[n++] = (char)(bits >> 4 & 0xFF);
    if (digits % 4 == 3) {
        to[n++] = (char)(bits >> 10 & 0xFF);
        to[n++] = (char)(bits >> 2 & 0xFF);
    }
    to[n] = '\0';
    *out_len = n;
    return true;
}

/* The value behind "name:", "name::" or "name:<". False: it cannot be read, which has been noted. */
static bool value_of(struct ldif *l, const char *text, size_t len, char **out, size_t *out_len)
{
    char form = len > 0 && (*text == ':' || *text == '<') ? *text : ' ';
    size_t skip = form != ' ';
    while (skip < len && text[skip] == ' ')
        skip++;
    text += skip;
    len -= skip;
    bool good = form != '<';
    if (form == ':')
        good = decode(l, text, len, out, out_len);
    if (form == ' ') {
        *out = mba_arena_dup(l->scratch, text, len);
        *out_len = len;
    }
    if (!*out && good)
        l->status = MBA_RUN_FAILED;
    good = good && *out && mba_utf8_valid(*out, *out_len) && strlen(*out) == *out_len;
    if (!good && l->status == MBA_OK)
        import_note(&l->notes, l->line,
                    form == ':'   ? "the value is no text in base64; it is not used"
                    : form == '<' ? "the value is in another file; it is not used"
                                  : "the value is not UTF-8; it is not used");
    return good;
}

static bool is_named(const char *name, size_t len, const char *wanted)
{
    return strlen(wanted) == len && mba_ascii_ncasecmp(name, wanted, len) == 0;
}

static void take_attribute(struct ldif *l, const char *name, size_t name_len, const char *rest, size_t len)
{
    const struct mba_evidence_word *word;
    for (size_t i = 0; i < ALWAYS; i++)
        if (is_named(name, name_len, always[i]))
            l->seen |= 1u << i;
    for (size_t i = 0; (word = word_at(i)) && i < WORDS; i++) {
        struct value *value = &l->values[i];
        if (!is_named(name, name_len, word->property))
            continue;
        if (value->text)
            import_note(&l->notes, l->line, "%s has more than one value; the first is used", word->property);
        else if (!value_of(l, rest, len, &value->text, &value->len)) {
            value->text = NULL;
            l->damaged = true;
        } else
            value->line = l->line;
    }
}

/* Only whole objects are exports: anything else says what to do to the directory, not what is in it. */
static void take_change(struct ldif *l, const char *rest, size_t len)
{
    while (len > 0 && *rest == ' ') {
        rest++;
        len--;
    }
    if (is_named(rest, len, "add"))
        return;
    l->change = true;
    if (l->changes++ == 0)
        import_note(&l->notes, l->line,
                    "a change record (changetype: %.*s) says nothing of what is there; it and others like it "
                    "are not used: export with \"ldifde -f FILE\"",
                    (int)(len < 20 ? len : 20), rest);
}

static void take_line(struct ldif *l)
{
    const char *text = l->logical.data, *colon = memchr(text, ':', l->logical.len);
    if (!colon && l->change)
        return;
    if (!colon) {
        import_note(&l->notes, l->line, "this line is no attribute and is not used");
        l->damaged = true;
        return;
    }
    size_t name_len = (size_t)(colon - text), len = l->logical.len - name_len - 1, dn_len;
    const char *option = memchr(text, ';', name_len);
    size_t bare = option ? (size_t)(option - text) : name_len;
    if (is_named(text, bare, "dn")) {
        end_record(l, false);
        begin_record(l);
        l->dn_line = l->line;
        if (!value_of(l, colon + 1, len, &l->dn, &dn_len))
            l->dn = NULL;
    } else if (is_named(text, bare, "changetype")) {
        take_change(l, colon + 1, len);
    } else {
        take_attribute(l, text, bare, colon + 1, len);
    }
}

static void end_line(struct ldif *l)
{
    if (l->logical.len > 0 && l->logical.data[0] != '#' && l->status == MBA_OK)
        take_line(l);
    mba_buf_clear(&l->logical);
}

/* ---- the file ---------------------------------------------------------------------------------- */

static void read_lines(struct ldif *l, struct testimony_text text)
{
    struct testimony_text line;
    bool ended = true;
    size_t most = l->job->limits->value[MBA_LIMIT_VALUE_BYTES];
    for (unsigned long number = 1; l->status == MBA_OK && testimony_next_line(&text, &line, &ended);
         number++) {
        if (line.n > 0 && *line.s == ' ' && l->logical.len > 0) {
            if (l->logical.len + line.n > most)
                l->status = import_over_limit(l->job, number, MBA_LIMIT_VALUE_BYTES);
            mba_buf_add(&l->logical, line.s + 1, line.n - 1);
            continue;
        }
        end_line(l);
        if (line.n == 0)
            end_record(l, true);
        if (line.n > most)
            l->status = import_over_limit(l->job, number, MBA_LIMIT_VALUE_BYTES);
        mba_buf_add(&l->logical, line.s, line.n);
        l->line = number;
    }
    if (!ended && l->logical.len > 0) { /* cut off: what the last line says may be the half of it */
        import_note(&l->notes, l->line, "cut off in the middle of a line; what stands before it is used");
        mba_buf_clear(&l->logical);
    }
    end_line(l);
    end_record(l, false);
    if (l->logical.failed)
        l->status = MBA_RUN_FAILED;
}

static void note_nothing_of_use(struct ldif *l)
{
    if (l->status == MBA_OK && l->objects == 0 && l->changes == 0)
        mba_problems_add(l->job->problems, MBA_OK, l->job->input, l->job->member, 0,
                         "of its %zu objects none is an SMTP virtual server or an HTTP virtual directory of "
                         "Exchange, so nothing of it is used",
                         l->records);
}

static enum mba_status read_ldif(struct mba_import *job)
{
    struct mba_buf scratch = {0};
    struct testimony_text text;
    struct ldif l = {.job = job, .notes = {.job = job}, .scratch = mba_arena_new()};
    if (l.scratch && testimony_text(job, &scratch, &text))
        read_lines(&l, text);
    else
        l.status = MBA_RUN_FAILED;
    note_nothing_of_use(&l);
    import_notes_end(&l.notes);
    job->testimony->partial = job->testimony->partial || l.notes.told > 0;
    mba_buf_free(&l.logical);
    mba_buf_free(&scratch);
    mba_arena_free(l.scratch);
    return l.status == MBA_OK && l.notes.told > 0 ? MBA_WARN : l.status;
}

/* Its first line that is neither empty nor a comment nor the version is that of a name. */
static int bid(const char *head, size_t len)
{
    struct testimony_text rest = {head, len}, line;
    bool ended;
    while (testimony_next_line(&rest, &line, &ended)) {
        if (line.n == 0 || *line.s == '#' || *line.s == ' ' ||
            (line.n > 8 && mba_ascii_ncasecmp(line.s, "version:", 8) == 0))
            continue;
        size_t name = line.n > 3 && mba_ascii_ncasecmp(line.s, "dn:", 3) == 0 ? 3 : 0;
        return name && memchr(line.s + name, '=', line.n - name) ? 32 : name && line.s[name] == ':' ? 24 : 0;
    }
    return 0;
}

const struct mba_format mba_format_ldif = {
    .name = "LDIF",
    .help = "LDIF of Active Directory, as ldifde exports it",
    .evidence = true,
    .bid = bid,
    .read = read_ldif,
};
