/* The heads of documents that are merged. All must come of one program, one knowledge base, the same settings
 * and, when they are shards, the same plan: only then is the whole what one run would have made.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/merge.h"

void merge_heads_free(struct merge_heads *heads)
{
    shard_set_free(&heads->set);
    if (heads->inputs)
        xmlHashFree(heads->inputs, NULL);
    if (heads->words)
        xmlHashFree(heads->words, NULL);
    if (heads->arena)
        mba_arena_free(heads->arena);
    free(heads->settings);
    free(heads->holders);
}

static char *keep(struct merge_heads *heads, const char *text)
{
    return mba_arena_dup(heads->arena, text, strlen(text));
}

const char *merge_keep_word(struct merge_heads *heads, const char *word)
{
    char *known = xmlHashLookup(heads->words, BAD_CAST word);
    if (!known) {
        known = keep(heads, word);
        if (!known || xmlHashAddEntry(heads->words, BAD_CAST word, known) != 0)
            return NULL;
    }
    return known;
}

static const char *attr(xmlNodePtr node, const char *name)
{
    const char *value = mba_node_attr(node, name);
    return value ? value : "";
}

/* ---- who made it --------------------------------------------------------------------------------------- */

static bool check_generator(const struct merge_heads *heads, xmlNodePtr head, char **error)
{
    static const char *const later[] = {"baseline", "reference", "waivers"};
    xmlNodePtr generator = mba_node_child(head, "generator");
    for (size_t i = 0; i < sizeof later / sizeof *later; i++)
        if (mba_node_child(head, later[i]))
            return mba_fail(error, "%s: was compared or has waivers; merge first, then compare", heads->name);
    if (strcmp(attr(generator, "version"), MBA_VERSION) == 0)
        return true;
    return mba_fail(error,
                    "%s: was made by mbaudit %s, and this is " MBA_VERSION
                    "; merge with that version, or make it again",
                    heads->name, attr(generator, "version"));
}

static bool take_created(struct merge_heads *heads, xmlNodePtr head)
{
    mba_time created;
    xmlChar *text = xmlNodeGetContent(mba_node_child(head, "created"));
    bool good = text && mba_time_parse_iso((const char *)text, &created);
    xmlFree(text);
    if (good && created > heads->created)
        heads->created = created;
    return good;
}

static bool take_knowledge_base(struct merge_heads *heads, xmlNodePtr head, char **error)
{
    struct mba_buf line = {0};
    xmlNodePtr kb = mba_node_child(head, "knowledge-base");
    mba_buf_printf(&line, "%s", attr(kb, "version"));
    for (xmlNodePtr source = kb ? xmlFirstElementChild(kb) : NULL; source;
         source = xmlNextElementSibling(source))
        mba_buf_printf(&line, "\n%s\n", attr(source, "folder"));
    if (!line.failed && !heads->knowledge_base)
        heads->knowledge_base = keep(heads, line.data);
    bool same = !line.failed && heads->knowledge_base && strcmp(heads->knowledge_base, line.data) == 0;
    bool good = !line.failed && heads->knowledge_base;
    mba_buf_free(&line);
    if (good && !same)
        return mba_fail(error,
                        "%s: was made with other rules than %s; make it again with the same --kb and --rule",
                        heads->name, heads->first);
    return good;
}

bool merge_check_kb(const struct merge_heads *heads, const struct mba_kb *kb, char **error)
{
    const char *version = mba_kb_version(kb);
    bool good = strncmp(heads->knowledge_base, version, strlen(version)) == 0;
    for (size_t i = 0; good && i < mba_kb_count(kb); i++) {
        struct mba_buf line = {0};
        mba_buf_printf(&line, "\n%s\n", mba_kb_at(kb, i)->origin);
        good = !line.failed && strstr(heads->knowledge_base, line.data);
        mba_buf_free(&line);
    }
    if (good)
        return true;
    return mba_fail(
        error,
        "%s: was made with other rules than this program has; give merge the same --kb, under the "
        "same name, as scan was given",
        heads->first);
}

/* ---- settings ------------------------------------------------------------------------------------------ */

static bool is_shard_setting(const char *name)
{
    return strcmp(name, "shard") == 0 || strcmp(name, "shard-inputs") == 0;
}

static bool add_setting(struct merge_heads *heads, const char *name, const char *value)
{
    if (!mba_grow(&heads->settings, &heads->setting_cap, heads->setting_count + 1, sizeof *heads->settings))
        return false;
    struct mba_setting setting = {keep(heads, name), keep(heads, value)};
    heads->settings[heads->setting_count++] = setting;
    return setting.name && setting.value;
}

static xmlNodePtr first_setting(xmlNodePtr head)
{
    xmlNodePtr settings = mba_node_child(head, "settings");
    return settings ? xmlFirstElementChild(settings) : NULL;
}

/* Choosing needs all exports of a server to choose from. */
static bool is_whole(const char *name, const char *value)
{
    static const char *const choices[][2] = {
        {"include", "all"}, {"exclude", "none"}, {"server", "all"}, {"since", "any"}, {"until", "any"}};
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
        if (strcmp(name, choices[i][0]) == 0)
            return strcmp(value, choices[i][1]) == 0;
    return true;
}

/* How well the program could be locked in depends on the machine, and nothing else on that: it may differ. */
static bool take_setting(struct merge_heads *heads, size_t place, const char *name, const char *value,
                         char **error)
{
    struct mba_setting *known = place < heads->setting_count ? &heads->settings[place] : NULL;
    if (known && strcmp(name, known->name) == 0 && strcmp(value, known->value) == 0)
        return true;
    if (!known || strcmp(name, known->name) != 0 || strcmp(name, "sandbox") != 0)
        return mba_fail(
            error, "%s: was made with another setting of %s than %s; make it again with the same options",
            heads->name, name, heads->first);
    if (strcmp(value, known->value) < 0)
        known->value = keep(heads, value);
    return known->value != NULL;
}

static bool take_settings(struct merge_heads *heads, xmlNodePtr head, char **error)
{
    bool first = heads->setting_count == 0;
    size_t seen = 0;
    for (xmlNodePtr node = first_setting(head); node; node = xmlNextElementSibling(node)) {
        const char *name = attr(node, "name"), *value = attr(node, "value");
        if (is_shard_setting(name))
            continue;
        if (!is_whole(name, value))
            return mba_fail(error,
                            "%s: was made with --%s, so that it is no part of a whole; make it without",
                            heads->name, name);
        if (first && !add_setting(heads, name, value))
            return false;
        if (!take_setting(heads, seen, name, value, error))
            return false;
        seen++;
    }
    return true;
}

static void set_limit(struct cmd_options *opt, const char *name, const char *value)
{
    for (size_t i = 0; i < MBA_LIMIT_COUNT; i++)
        if (strcmp(mba_limit_table[i].option, name) == 0)
            mba_parse_size(value, mba_limit_table[i].ceiling, &opt->limits.value[mba_limit_table[i].id]);
}

static bool set_rules(struct merge_heads *heads, struct cmd_options *opt, const char *value)
{
    char *copy = keep(heads, value);
    opt->rules = mba_arena_calloc(heads->arena, strlen(value) / 2 + 1, sizeof *opt->rules);
    opt->rule_count = 0;
    if (!copy || !opt->rules)
        return false;
    for (char *word = copy, *next; strcmp(value, "all") != 0 && word; word = next) {
        next = strchr(word, ' ');
        if (next)
            *next++ = '\0';
        opt->rules[opt->rule_count++] = word;
    }
    return true;
}

bool merge_options(struct merge_heads *heads, struct cmd_options *opt)
{
    enum mba_severity severity;
    for (size_t i = 0; i < heads->setting_count; i++) {
        const char *name = heads->settings[i].name, *value = heads->settings[i].value;
        set_limit(opt, name, value);
        if (strcmp(name, "rule") == 0 && !set_rules(heads, opt, value))
            return false;
        if (strcmp(name, "fail-on") == 0)
            opt->fail_on = mba_severity_parse(value, &severity) ? (int)severity : -1;
        if (strcmp(name, "join-window") == 0)
            opt->join_window = strtoll(value, NULL, 10);
        if (strcmp(name, "name-pattern") == 0)
            opt->name_pattern = strcmp(value, "built in") == 0 ? NULL : value;
        for (int what = 0; what < MBA_RECORD_COUNT && strcmp(name, "record") == 0; what++)
            if (strcmp(value, mba_recording_word((enum mba_recording)what)) == 0)
                opt->record = (enum mba_recording)what;
    }
    return true;
}

/* ---- shards -------------------------------------------------------------------------------------------- */

static const char *setting(xmlNodePtr head, const char *name)
{
    xmlNodePtr node = first_setting(head);
    while (node && strcmp(attr(node, "name"), name) != 0)
        node = xmlNextElementSibling(node);
    return node ? attr(node, "value") : NULL;
}

static bool first_shards(struct merge_heads *heads, unsigned count, const char *inputs)
{
    heads->set = (struct shard_set){count, calloc(count + 1, sizeof *heads->set.held)};
    heads->holders = calloc(count + 1, sizeof *heads->holders);
    heads->shard_inputs = keep(heads, inputs);
    return heads->set.held && heads->holders && heads->shard_inputs;
}

static bool check_plan(const struct merge_heads *heads, const struct shard_set *set, const char *inputs,
                       char **error)
{
    if (set->count != heads->set.count)
        return mba_fail(error, "%s: is of another division into shards (%u) than %s (%u; 0: not a shard)",
                        heads->name, set->count, heads->first, heads->set.count);
    if (strcmp(inputs, heads->shard_inputs) == 0)
        return true;
    return mba_fail(
        error,
        "%s: is a shard of other inputs than %s: all shards must be given the same files, under the "
        "same names",
        heads->name, heads->first);
}

static bool hold(struct merge_heads *heads, const struct shard_set *set, char **error)
{
    for (unsigned i = 0; i < set->count; i++) {
        if (!set->held[i])
            continue;
        if (heads->set.held[i])
            return mba_fail(error, "%s: holds shard %u/%u, and so does %s; give each shard once", heads->name,
                            i + 1, set->count, heads->holders[i]);
        heads->set.held[i] = true;
        heads->holders[i] = heads->name;
    }
    return true;
}

static bool take_shards(struct merge_heads *heads, xmlNodePtr head, char **error)
{
    const char *text = setting(head, "shard"), *inputs = setting(head, "shard-inputs");
    struct shard_set set = {0};
    if (text && !shard_set_read(text, &set))
        return mba_fail(error, "%s: says that it is shard '%s', which is none; make it again", heads->name,
                        text);
    inputs = inputs ? inputs : "";
    bool good = heads->shard_inputs || first_shards(heads, set.count, inputs);
    good = good && check_plan(heads, &set, inputs, error) && hold(heads, &set, error);
    shard_set_free(&set);
    return good;
}

bool merge_complete(struct merge_heads *heads, bool partial, char **error)
{
    struct mba_buf missing = {0}, held = {0};
    shard_set_write(&heads->set, false, &missing);
    shard_set_write(&heads->set, true, &held);
    mba_buf_printf(&held, "/%u", heads->set.count);
    bool good = !missing.failed && !held.failed;
    if (good && missing.len > 0)
        good = partial
                   ? add_setting(heads, "shard", held.data) &&
                         add_setting(heads, "shard-inputs", heads->shard_inputs)
                   : mba_fail(
                         error,
                         "shards are missing: %s of %u; give their documents as well, or --partial to merge "
                         "them later",
                         missing.data, heads->set.count);
    mba_buf_free(&missing);
    mba_buf_free(&held);
    return good;
}

/* ---- inputs, problems, totals -------------------------------------------------------------------------- */

static bool number(xmlNodePtr node, const char *name, uint64_t *out)
{
    const char *text = attr(node, name);
    return mba_is_digits(text, strlen(text)) && mba_parse_size(text, UINT64_MAX, out);
}

static bool read_status(const char *word, enum mba_status *out)
{
    for (int i = MBA_OK; i <= MBA_RUN_FAILED; i++) {
        *out = (enum mba_status)i;
        if (strcmp(word, mba_status_word(*out)) == 0)
            return true;
    }
    return false;
}

static bool read_input(struct merge_heads *heads, xmlNodePtr node, struct mba_input *out)
{
    const char *name = mba_node_attr(node, "name");
    *out = (struct mba_input){.fd = -1, .kind = mba_node_attr(node, "kind")};
    if (out->kind)
        out->kind = merge_keep_word(heads, out->kind);
    snprintf(out->sha256, sizeof out->sha256, "%s", attr(node, "sha256"));
    return name && number(node, "bytes", &out->bytes) && number(node, "members", &out->members) &&
           number(node, "exports", &out->delivered) && number(node, "skipped", &out->skipped) &&
           number(node, "failed", &out->failed) && read_status(attr(node, "status"), &out->status);
}

static bool same_input(const struct mba_input *a, const struct mba_input *b)
{
    return a->bytes == b->bytes && strcmp(a->sha256, b->sha256) == 0 && a->members == b->members &&
           a->delivered == b->delivered && a->skipped == b->skipped && a->failed == b->failed &&
           a->status == b->status;
}

static bool add_input(struct merge_heads *heads, struct mba_inputs *inputs, const char *name,
                      struct mba_input *input)
{
    if (!mba_grow(&inputs->items, &inputs->cap, inputs->count + 1, sizeof *input))
        return false;
    input->name = strdup(name);
    input->path = strdup(name);
    inputs->items[inputs->count++] = *input;
    return input->name && input->path &&
           xmlHashAddEntry(heads->inputs, BAD_CAST name, (void *)(uintptr_t)inputs->count) == 0;
}

bool merge_input(const struct merge_heads *heads, const char *name, size_t *place)
{
    uintptr_t known = (uintptr_t)xmlHashLookup(heads->inputs, BAD_CAST name);
    *place = known - 1;
    return known > 0;
}

/* A large input is read by all shards: then it stands in each of them, the same. */
static bool take_inputs(struct merge_heads *heads, xmlNodePtr head, struct mba_inputs *inputs, char **error)
{
    xmlNodePtr list = mba_node_child(head, "inputs");
    size_t before = inputs->count, place;
    for (xmlNodePtr node = list ? xmlFirstElementChild(list) : NULL; node;
         node = xmlNextElementSibling(node)) {
        struct mba_input input;
        const char *name = attr(node, "name");
        if (!read_input(heads, node, &input))
            return mba_fail(error, "%s: says of input %s what no audit says; make it again", heads->name,
                            name);
        bool known = merge_input(heads, name, &place);
        if (known && (place >= before || !heads->set.count))
            return mba_fail(error, "%s: holds input %s, and so does another document; give each audit once",
                            heads->name, name);
        if (known && !same_input(&input, &inputs->items[place]))
            return mba_fail(error, "%s: input %s was not the same for all shards; make them again",
                            heads->name, name);
        if (!known && !add_input(heads, inputs, name, &input))
            return false;
    }
    return true;
}

static enum mba_status grade_of(const char *word)
{
    enum mba_status grade = MBA_OK;
    while (grade < MBA_ARCHIVE_FAILED && strcmp(word, mba_grade_word(grade)) != 0)
        grade++;
    return grade;
}

/* How many exports a pattern fits, and which computers share a name, is found anew. */
static bool take_problems(xmlNodePtr head, struct mba_problems *problems)
{
    xmlNodePtr list = mba_node_child(head, "problems");
    for (xmlNodePtr node = list ? xmlFirstElementChild(list) : NULL; node;
         node = xmlNextElementSibling(node)) {
        uint64_t line = 0;
        xmlChar *text = xmlNodeGetContent(node);
        number(node, "line", &line);
        bool anew = text && (strncmp((const char *)text, "--name-pattern fits", 19) == 0 ||
                             strncmp((const char *)text, "two computers are called ", 25) == 0);
        if (text && !anew)
            mba_problems_add(problems, grade_of(attr(node, "grade")), mba_node_attr(node, "input"),
                             mba_node_attr(node, "member"), (unsigned long)line, "%s", (const char *)text);
        problems->failed |= !text;
        xmlFree(text);
    }
    return !problems->failed;
}

static bool take_totals(struct merge_heads *heads, xmlNodePtr head, char **error)
{
    xmlNodePtr totals = mba_node_child(head, "totals");
    struct mba_summary *sum = &heads->totals;
    if (totals && number(totals, "snapshots", &sum->snapshots) && number(totals, "exports", &sum->exports) &&
        number(totals, "findings", &sum->findings))
        return true;
    return mba_fail(error, "%s: has no totals; make it again", heads->name);
}

bool merge_check_totals(const struct merge_heads *heads, const struct mba_summary *found, char **error)
{
    const struct mba_summary *said = &heads->totals;
    if (said->snapshots == found->snapshots && said->exports == found->exports &&
        said->findings == found->findings)
        return true;
    return mba_fail(
        error,
        "%s: is damaged: its head counts %llu snapshots, %llu exports and %llu findings, and there are "
        "%llu, %llu and %llu; make it again",
        heads->name, (unsigned long long)said->snapshots, (unsigned long long)said->exports,
        (unsigned long long)said->findings, (unsigned long long)found->snapshots,
        (unsigned long long)found->exports, (unsigned long long)found->findings);
}

/* ---- a head -------------------------------------------------------------------------------------------- */

static bool set_up(struct merge_heads *heads)
{
    if (heads->arena)
        return true;
    heads->created = MBA_TIME_NONE;
    heads->arena = mba_arena_new();
    heads->inputs = xmlHashCreate(64);
    heads->words = xmlHashCreate(16);
    return heads->arena && heads->inputs && heads->words;
}

bool merge_head(struct merge_heads *heads, xmlDocPtr doc, const char *path, struct scan *scan, char **error)
{
    xmlNodePtr head = mba_node_child(xmlDocGetRootElement(doc), "head");
    heads->name = strcmp(path, "-") == 0 ? "standard input" : path;
    if (!set_up(heads))
        return false;
    if (!heads->first)
        heads->first = heads->name;
    if (!check_generator(heads, head, error))
        return false;
    if (!take_created(heads, head))
        return mba_fail(error, "%s: does not say when it was made; make it again", heads->name);
    return take_settings(heads, head, error) && take_knowledge_base(heads, head, error) &&
           take_shards(heads, head, error) && take_inputs(heads, head, &scan->inputs, error) &&
           take_problems(head, &scan->problems) && take_totals(heads, head, error);
}

/* ---- the order of inputs ------------------------------------------------------------------------------- */

struct sorted_input {
    struct mba_input input;
    size_t before;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct sorted_input *)a)->input.name, ((const struct sorted_input *)b)->input.name);
}

size_t *merge_input_places(struct mba_inputs *inputs)
{
    struct sorted_input *sorted = calloc(inputs->count + 1, sizeof *sorted);
    size_t *places = calloc(inputs->count + 1, sizeof *places);
    if (!sorted || !places) {
        free(sorted);
        free(places);
        return NULL;
    }
    for (size_t i = 0; i < inputs->count; i++)
        sorted[i] = (struct sorted_input){inputs->items[i], i};
    qsort(sorted, inputs->count, sizeof *sorted, by_name);
    for (size_t i = 0; i < inputs->count; i++) {
        inputs->items[i] = sorted[i].input;
        places[sorted[i].before] = i;
    }
    free(sorted);
    return places;
}
