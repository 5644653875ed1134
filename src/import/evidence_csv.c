/* evidence_csv: the evidence table, for what has no export of its own. RFC 4180 in UTF-8 (or UTF-16, as
 * PowerShell likes to write), with the header below; share/collect/README.md describes it. Every row that
 * cannot be used is one line, and costs itself. */
#include "import/testimony.h"

#include <stdlib.h>
#include <string.h>

enum { SERVER, CAPTURED, OBJECT, PROPERTY, VALUE, COLUMNS };
static const char *const columns[COLUMNS] = {"server", "captured", "object", "property", "value"};
static const char header[] = "server,captured,object,property,value";

/* A row; the fields stand one after the other in text, each ended by NUL. */
struct row {
    struct mba_buf text;
    size_t at[COLUMNS], len[COLUMNS];
    size_t count; /* of fields, those too many included */
    unsigned long line;
    const char *fault; /* what is wrong with its form; NULL */
    bool cut;          /* the text ended inside quotes */
};
struct table {
    struct mba_import *job;
    struct import_notes notes;
    const char *at, *end;
    unsigned long line;
    struct row row;
};

/* ---- rows -------------------------------------------------------------------------------------- */

/* What stands in quotes, to the quote that ends it. */
static void read_quoted(struct table *t)
{
    struct row *row = &t->row;
    for (t->at++; t->at < t->end; t->at++) {
        if (*t->at == '"' && (t->at + 1 == t->end || t->at[1] != '"')) {
            t->at++;
            return;
        }
        t->at += *t->at == '"';
        t->line += *t->at == '\n';
        mba_buf_putc(&row->text, *t->at);
    }
    row->cut = true;
}

static bool at_line_end(const struct table *t)
{
    return t->at == t->end || *t->at == '\n' || (*t->at == '\r' && t->at + 1 < t->end && t->at[1] == '\n');
}

static void read_plain(struct table *t)
{
    while (!at_line_end(t) && *t->at != ',') {
        if (*t->at == '"' && !t->row.fault)
            t->row.fault = "has a quote in the middle of a field; put the whole field in quotes, and write a "
                           "quote in it twice";
        mba_buf_putc(&t->row.text, *t->at++);
    }
}

static void read_field(struct table *t)
{
    struct row *row = &t->row;
    size_t start = row->text.len;
    if (t->at < t->end && *t->at == '"')
        read_quoted(t);
    read_plain(t);
    if (row->count < COLUMNS) {
        row->at[row->count] = start;
        row->len[row->count] = row->text.len - start;
    }
    row->count++;
    mba_buf_putc(&row->text, '\0');
}

/* The next row that is not empty; false at the end. */
static bool next_row(struct table *t)
{
    while (t->at < t->end && at_line_end(t)) {
        t->at += *t->at == '\r' ? 2 : 1;
        t->line++;
    }
    if (t->at == t->end)
        return false;
    mba_buf_clear(&t->row.text);
    t->row.count = 0;
    t->row.fault = NULL;
    t->row.cut = false;
    t->row.line = t->line;
    read_field(t);
    while (!at_line_end(t)) {
        t->at++; /* the comma */
        read_field(t);
    }
    return true;
}

static const char *field(const struct row *row, int column)
{
    return row->text.data + row->at[column];
}

/* ---- what a row says --------------------------------------------------------------------------- */

static bool is_header(const struct row *row)
{
    for (int i = 0; i < COLUMNS; i++)
        if (row->count != COLUMNS || !mba_ascii_streq(field(row, i), columns[i]))
            return false;
    return true;
}

static bool form_is_right(struct table *t)
{
    const struct row *row = &t->row;
    if (row->fault)
        import_note(&t->notes, row->line, "this row is not used: it %s", row->fault);
    else if (row->count != COLUMNS)
        import_note(&t->notes, row->line,
                    "this row is not used: it has %zu fields instead of five (%s); put a field that holds a "
                    "comma in quotes",
                    row->count, header);
    else if (!mba_utf8_valid(row->text.data, row->text.len))
        import_note(&t->notes, row->line, "this row is not used: it is not UTF-8; save the table as UTF-8");
    else
        for (int i = 0; i < COLUMNS; i++)
            if (strlen(field(row, i)) != row->len[i]) {
                import_note(&t->notes, row->line, "this row is not used: %s holds a NUL byte", columns[i]);
                return false;
            }
    return !row->fault && row->count == COLUMNS && mba_utf8_valid(row->text.data, row->text.len);
}

static void note_unknown(struct table *t, const char *object, const struct mba_evidence_word *near)
{
    const struct row *row = &t->row;
    const struct mba_evidence_word *other;
    struct mba_buf hint = {0};
    if (!near)
        mba_buf_puts(&hint, "share/collect/README.md lists what is");
    else if (mba_evidence_find(object, near->property, &other))
        mba_buf_printf(&hint, "did you mean %s?", near->property);
    else
        mba_buf_printf(&hint, "did you mean %s, with an object like %s?", near->property, near->object);
    import_note(&t->notes, row->line, "this row is not used: %s of %s is not known; %s", field(row, PROPERTY),
                field(row, OBJECT), hint.data ? hint.data : "");
    mba_buf_free(&hint);
}

/* An empty value says that it is known not to be there, where that can be said. */
static bool may_be_empty(const struct mba_evidence_word *word)
{
    return word->type == MBA_EVIDENCE_TEXT || word->type == MBA_EVIDENCE_NUMBER;
}

static enum mba_status tell(struct table *t, const struct mba_evidence_word *word, mba_time captured)
{
    const struct row *row = &t->row;
    const char *value = field(row, VALUE);
    bool empty = value[strspn(value, " ")] == '\0' && may_be_empty(word);
    enum testimony_result result =
        testimony_tell(t->job, &(struct testimony_item){.word = word,
                                                        .server = field(row, SERVER),
                                                        .object = field(row, OBJECT),
                                                        .object_len = row->len[OBJECT],
                                                        .text = empty ? NULL : value,
                                                        .len = row->len[VALUE],
                                                        .captured = captured,
                                                        .line = row->line});
    if (result == TESTIMONY_NO_VALUE)
        import_note(&t->notes, row->line, "this row is not used: the value of %s is \"%.60s\"; it must be %s",
                    word->property, value, word->value);
    return result <= TESTIMONY_NO_VALUE ? MBA_OK : testimony_stop(t->job, result, row->line);
}

/* The row's word; NULL: none, which has been noted. *no_memory: that is why. */
static const struct mba_evidence_word *word_of(struct table *t, bool *no_memory)
{
    const struct row *row = &t->row;
    const struct mba_evidence_word *near, *word = NULL;
    struct mba_arena *scratch = mba_arena_new();
    char *object = scratch ? mba_observation_object(scratch, field(row, OBJECT), row->len[OBJECT]) : NULL;
    *no_memory = !object;
    if (object && !(word = mba_evidence_find(object, field(row, PROPERTY), &near)))
        note_unknown(t, object, near);
    mba_arena_free(scratch);
    return word;
}

static enum mba_status take_row(struct table *t)
{
    const struct row *row = &t->row;
    mba_time captured = MBA_TIME_NONE;
    bool no_memory = false;
    if (!form_is_right(t))
        return MBA_OK;
    if (row->len[CAPTURED] && !mba_time_parse(field(row, CAPTURED), &captured)) {
        import_note(
            &t->notes, row->line,
            "this row is not used: captured is \"%.60s\"; it must be a time like 2006-05-16T02:00:00Z",
            field(row, CAPTURED));
        return MBA_OK;
    }
    const struct mba_evidence_word *word = word_of(t, &no_memory);
    if (no_memory)
        return MBA_RUN_FAILED;
    return word ? tell(t, word, captured) : MBA_OK;
}

/* ---- the table --------------------------------------------------------------------------------- */

/* Export-Csv of Windows PowerShell puts a line "#TYPE ..." first unless it is told not to. */
static bool skip_type_line(struct table *t)
{
    static const char mark[] = "#TYPE";
    size_t n = sizeof mark - 1;
    if ((size_t)(t->end - t->at) < n || memcmp(t->at, mark, n) != 0)
        return false;
    while (!at_line_end(t))
        t->at++;
    return true;
}

static enum mba_status read_rows(struct table *t)
{
    enum mba_status status = MBA_OK;
    skip_type_line(t);
    if (!next_row(t) || !is_header(&t->row)) {
        mba_problems_add(t->job->problems, MBA_MEMBER_FAILED, t->job->input, t->job->member, t->row.line,
                         "an evidence table with another header; it must be %s, with commas between", header);
        return MBA_MEMBER_FAILED;
    }
    while (status == MBA_OK && next_row(t)) {
        if (t->row.text.failed)
            return MBA_RUN_FAILED;
        if (t->row.cut) {
            import_note(&t->notes, t->row.line, "cut off inside quotes; what stands before this row is used");
            t->job->testimony->partial = true;
            break;
        }
        status = take_row(t);
    }
    return status;
}

static enum mba_status read_table(struct mba_import *job)
{
    struct mba_buf scratch = {0};
    struct testimony_text text;
    struct table t = {.job = job, .notes = {.job = job}, .line = 1};
    enum mba_status status = MBA_RUN_FAILED;
    if (testimony_text(job, &scratch, &text)) {
        t.at = text.s;
        t.end = text.s + text.n;
        status = read_rows(&t);
    }
    import_notes_end(&t.notes);
    if (t.notes.told > 0)
        job->testimony->partial = true;
    mba_buf_free(&t.row.text);
    mba_buf_free(&scratch);
    return status == MBA_OK && t.notes.told > 0 ? MBA_WARN : status;
}

/* Any separator: a table with the wrong one is told what is wrong, not skipped. */
static int bid(const char *head, size_t len)
{
    char start[128];
    size_t n = 0;
    struct testimony_text rest = {head, len}, line;
    bool ended;
    if (!testimony_next_line(&rest, &line, &ended) ||
        (line.n >= 5 && memcmp(line.s, "#TYPE", 5) == 0 && !testimony_next_line(&rest, &line, &ended)))
        return 0;
    for (size_t i = 0; i < line.n && n + 1 < sizeof start; i++)
        if (!strchr("\" ,;\t|", line.s[i]) || line.s[i] == '\0')
            start[n++] = line.s[i];
    start[n] = '\0';
    return mba_ascii_ncasecmp(start, "servercapturedobjectproperty", 28) == 0 ? 128 : 0;
}

const struct mba_format mba_format_evidence_csv = {
    .name = "evidence table",
    .help = "evidence table in CSV (share/collect/README.md)",
    .evidence = true,
    .bid = bid,
    .read = read_table,
};
