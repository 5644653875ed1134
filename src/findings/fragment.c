/* One snapshot as it will stand in the document. Runs in the workers. */
#include <string.h>

#include "private.h"

static const char *const completeness_words[] = {"full", "partly", "none"};

static void write_place(struct mba_buf *out, const struct mba_snapshot *snapshot,
                        const struct mba_export_at *place)
{
    mba_xml_number(out, "ordinal", place->ordinal);
    mba_xml_number(out, "bytes", place->bytes);
    mba_xml_attr(out, "server", place->server);
    if (place->captured == MBA_TIME_NONE && snapshot->captured != MBA_TIME_NONE)
        mba_xml_attr(out, "captured", "");
    else if (place->captured != snapshot->captured)
        mba_xml_time(out, "captured", place->captured);
    if (strcmp(place->captured_from, snapshot->captured_from) != 0)
        mba_xml_attr(out, "captured-from", place->captured_from);
    if (strcmp(place->server_from, snapshot->server_from) != 0)
        mba_xml_attr(out, "server-from", place->server_from);
    if (place->date_only)
        mba_xml_attr(out, "date-only", "yes");
    if (place->full)
        mba_xml_attr(out, "whole", "yes");
    mba_xml_number(out, "top", place->top);
    mba_xml_attr(out, "account", place->account);
}

static void write_export(struct mba_buf *out, const char *element, const struct mba_snapshot *snapshot,
                         const struct mba_export *export, const struct mba_export_at *place)
{
    mba_buf_puts(out, element);
    mba_xml_attr(out, "input", export->input ? export->input : "");
    mba_xml_attr(out, "member", export->member ? export->member : "");
    mba_xml_attr(out, "format", export->format ? export->format : "");
    mba_xml_number(out, "keys", export->keys);
    mba_xml_attr(out, "runtime", export->runtime ? "yes" : "no");
    mba_xml_attr(out, "encoding", export->encoding);
    mba_xml_attr(out, "partial", export->partial ? "yes" : "no");
    mba_xml_attr(out, "place", export->place);
    if (place)
        write_place(out, snapshot, place);
    mba_buf_puts(out, "/>");
}

static const struct mba_export_at *place_at(const struct mba_snapshot *snapshot, size_t export)
{
    size_t from = snapshot->place_from;
    bool known = export >= from && export - from < snapshot->place_count;
    return known ? &snapshot->places[export - from] : NULL;
}

static void write_exports(struct mba_buf *out, const struct mba_snapshot *snapshot)
{
    size_t count = snapshot->metabase ? mba_metabase_export_count(snapshot->metabase) : 0;
    for (size_t i = 0; i < count; i++)
        /* The accessor is for import to fill in; here it is only read. */
        write_export(out, "\n<export", snapshot,
                     mba_metabase_export((struct mba_metabase *)snapshot->metabase, i),
                     place_at(snapshot, i));
    for (size_t i = 0; i < snapshot->failed_count; i++)
        write_export(out, "\n<failed-export", snapshot, &snapshot->failed[i],
                     snapshot->failed_places ? &snapshot->failed_places[i] : NULL);
}

/* The virtual server that a path is or lies in: "/LM/SmtpSvc/1" of "/LM/SmtpSvc/1/Domain". */
static void write_instance_of(struct mba_buf *out, const char *path)
{
    const char *part = path;
    for (int slashes = 0; part && slashes < 3; slashes++)
        part = *part == '/' ? (slashes < 2 ? strchr(part + 1, '/') : part) : NULL;
    if (!part)
        return;
    size_t digits = strcspn(part + 1, "/");
    if (!mba_is_digits(part + 1, digits))
        return;
    mba_buf_puts(out, " instance=\"");
    mba_xml_text(out, path, (size_t)(part + 1 - path) + digits);
    mba_buf_putc(out, '"');
}

static void write_cut(struct mba_buf *out, const char *name, const char *value, uint64_t shown)
{
    if (!value)
        return;
    mba_xml_open_attr(out, name);
    mba_xml_cut(out, value, strlen(value), shown);
    mba_buf_putc(out, '"');
}

static void write_sentence(struct mba_buf *out, const char *element, const char *text, uint64_t shown)
{
    mba_buf_putc(out, '<');
    mba_buf_puts(out, element);
    mba_buf_putc(out, '>');
    if (text)
        mba_xml_cut(out, text, strlen(text), shown);
    mba_buf_add(out, "</", 2);
    mba_buf_puts(out, element);
    mba_buf_putc(out, '>');
}

static void write_evidence(struct mba_buf *out, const struct mba_evidence *evidence, uint64_t shown)
{
    mba_buf_puts(out, "<evidence");
    mba_xml_attr(out, "property", evidence->property);
    write_cut(out, "value", evidence->secret ? NULL : evidence->value, shown);
    write_cut(out, "meaning", evidence->meaning, shown);
    mba_xml_attr(out, "expected", evidence->expected);
    mba_xml_attr(out, "origin",
                 evidence->origin == MBA_ORIGIN_NONE ? "not-set" : mba_origin_word(evidence->origin));
    mba_xml_attr(out, "from", evidence->from);
    mba_xml_attr(out, "path", evidence->path);
    mba_xml_attr(out, "kind", evidence->kind);
    if (evidence->export_index >= 0)
        mba_xml_number(out, "export", (uint64_t)evidence->export_index + 1);
    if (evidence->line)
        mba_xml_number(out, "line", evidence->line);
    if (evidence->secret)
        mba_xml_attr(out, "secret", "yes");
    mba_buf_puts(out, "/>");
}

/* Half a command might do something else: one that is too long is left out. */
static void write_command(struct mba_buf *out, const struct mba_bound_command *command, uint64_t shown)
{
    if (shown && strlen(command->text) > shown)
        return;
    mba_buf_puts(out, "<command");
    mba_xml_attr(out, "platform", command->platform);
    mba_buf_putc(out, '>');
    mba_xml_text(out, command->text, strlen(command->text));
    mba_buf_puts(out, "</command>");
}

void mba_fragment_finding(struct mba_buf *out, const struct mba_kb *kb, const char *server,
                          const struct mba_finding *finding, uint64_t shown)
{
    char id[17];
    const char *rule = mba_kb_at(kb, finding->rule)->id;
    mba_finding_id(rule, server, finding->path, id);
    mba_buf_puts(out, "\n<finding");
    mba_xml_attr(out, "id", id);
    mba_xml_attr(out, "rule", rule);
    mba_xml_attr(out, "severity", mba_severity_word(finding->severity));
    mba_xml_attr(out, "class", finding->key ? finding->key->class_name : NULL);
    mba_xml_attr(out, "path", finding->path);
    write_instance_of(out, finding->path);
    if (mba_kb_at(kb, finding->rule)->rule.scope == MBA_SCOPE_FLEET)
        mba_xml_attr(out, "scope", "fleet");
    mba_buf_putc(out, '>');
    write_sentence(out, "found", finding->found, shown);
    for (size_t i = 0; i < finding->evidence_count; i++)
        write_evidence(out, &finding->evidence[i], shown);
    write_sentence(out, "remedy", finding->remedy, shown);
    for (size_t i = 0; i < finding->command_count; i++)
        write_command(out, &finding->commands[i], shown);
    mba_buf_puts(out, "</finding>");
}

static void write_unevaluated(struct mba_buf *out, const struct mba_kb *kb,
                              const struct mba_unevaluated *item)
{
    mba_buf_puts(out, "\n<not-evaluated");
    mba_xml_attr(out, "rule", mba_kb_at(kb, item->rule)->id);
    mba_xml_attr(out, "path", item->path);
    mba_xml_attr(out, "class", item->key ? item->key->class_name : NULL);
    mba_xml_number(out, "objects", item->objects);
    mba_buf_putc(out, '>');
    for (size_t i = 0; i < item->other_path_count; i++)
        mba_xml_element(out, "path", item->other_paths[i]);
    for (size_t i = 0; i < item->missing_count; i++) {
        mba_buf_puts(out, "<missing");
        mba_xml_attr(out, "property", item->missing[i]);
        mba_buf_puts(out, "/>");
    }
    mba_xml_element(out, "reason", item->reason ? item->reason : "");
    mba_xml_element(out, "hint", item->hint);
    mba_buf_puts(out, "</not-evaluated>");
}

static void count(const struct mba_snapshot *snapshot, struct mba_tally *tally)
{
    *tally = (struct mba_tally){.exports = (uint32_t)snapshot->failed_count};
    if (snapshot->metabase) {
        tally->exports += (uint32_t)mba_metabase_export_count(snapshot->metabase);
        tally->keys = (uint32_t)mba_metabase_count(snapshot->metabase);
    }
    for (size_t i = 0; snapshot->outcomes && i < snapshot->outcomes->finding_count; i++)
        tally->by_severity[snapshot->outcomes->findings[i].severity]++;
}

static void write_start(struct mba_fragment *out, const struct mba_snapshot *snapshot)
{
    struct mba_buf *text = &out->text;
    mba_buf_puts(text, "<snapshot");
    mba_xml_time(text, "captured", snapshot->captured);
    mba_xml_attr(text, "captured-from", snapshot->captured_from);
    mba_xml_attr(text, "server-from", snapshot->server_from);
    mba_xml_attr(text, "completeness", completeness_words[snapshot->completeness]);
    mba_xml_number(text, "keys", out->tally.keys);
    out->counts_at = text->len;
    mba_buf_putc(text, '>');
}

static void write_outcomes(struct mba_fragment *out, const struct mba_kb *kb,
                           const struct mba_snapshot *snapshot)
{
    const struct mba_outcomes *outcomes = snapshot->outcomes;
    for (size_t i = 0; outcomes && i < outcomes->finding_count; i++)
        mba_fragment_finding(&out->text, kb, snapshot->server, &outcomes->findings[i], snapshot->shown);
    out->findings_end = out->text.len;
    for (size_t i = 0; outcomes && i < outcomes->unevaluated_count; i++) {
        const struct mba_unevaluated *gap = &outcomes->unevaluated[i];
        bool fleet = mba_kb_at(kb, gap->rule)->rule.scope == MBA_SCOPE_FLEET;
        write_unevaluated(fleet ? &out->aside : &out->text, kb, gap);
    }
    out->gaps_end = out->text.len;
}

bool mba_fragment_write(struct mba_fragment *out, const struct mba_kb *kb,
                        const struct mba_snapshot *snapshot)
{
    count(snapshot, &out->tally);
    write_start(out, snapshot);
    write_exports(&out->text, snapshot);
    out->body_at = out->text.len;
    if (snapshot->metabase)
        mba_instances_write(&out->text, snapshot->metabase, snapshot->shown);
    write_outcomes(out, kb, snapshot);
    mba_recorded_write(out, kb, snapshot);
    mba_buf_puts(&out->text, "\n</snapshot>\n");
    return !out->text.failed && !out->aside.failed;
}

bool mba_fragment_head(struct mba_fragment *out, const struct mba_snapshot *snapshot,
                       const struct mba_export *export, const struct mba_export_at *place, uint32_t keys)
{
    out->tally = (struct mba_tally){.exports = 1, .keys = keys};
    write_start(out, snapshot);
    write_export(&out->text, "\n<export", snapshot, export, place);
    out->body_at = out->text.len;
    return !out->text.failed;
}

void mba_fragment_free(struct mba_fragment *fragment)
{
    mba_buf_free(&fragment->text);
    mba_buf_free(&fragment->aside);
}
