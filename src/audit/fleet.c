/* fleet: rules that hold servers against each other.
 *
 * What is counted: for each rule, property and group of comparable objects, on how many servers each value
 * stands. A test is an expression over these numbers, so that it comes to the same for all who share a value.
 */
#include <libxml/hash.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

#include "audit/judge.h"

enum { NAMED = 5 }; /* servers named that share a value */

struct population { /* the comparable objects */
    uint64_t servers, values;
    size_t last; /* the server counted last, + 1 */
    struct cell *majority;
};
struct cell { /* those that share a value */
    struct population *of;
    const char *value; /* as the first one writes it */
    uint64_t servers;
    size_t last;
    const char *names[NAMED + 1];
    size_t name_count;
    bool judged, fails;
};
struct mba_fleet {
    const struct mba_kb *kb;
    struct mba_arena *arena;
    xmlHashTablePtr populations, cells;
    xmlXPathContextPtr xpath;
    xmlXPathCompExprPtr *tests; /* by rule; NULL: not yet */
    bool weighed;
};

static const char *const variables[] = {"value", "majority", "servers", "same", "values", "share"};

/* ---- tests ------------------------------------------------------------------------------------------ */

static void ignore(void *ctx, xmlErrorPtr error)
{
    (void)ctx, (void)error;
}

static xmlXPathContextPtr new_context(void)
{
    xmlXPathContextPtr xpath = xmlXPathNewContext(NULL);
    if (xpath)
        xpath->error = ignore;
    return xpath;
}

/* The first variable of the expression that there is not. */
static const char *unknown_variable(const char *test, size_t *len)
{
    for (const char *at = strchr(test, '$'); at; at = strchr(at + 1, '$')) {
        *len = strspn(at + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_:0123456789");
        size_t i = 0, known = sizeof variables / sizeof *variables;
        while (i < known && (strlen(variables[i]) != *len || memcmp(variables[i], at + 1, *len) != 0))
            i++;
        if (i == known)
            return at;
    }
    return NULL;
}

char *mba_fleet_check(const char *test)
{
    size_t len = 0;
    char *wrong = NULL;
    const char *unknown = unknown_variable(test, &len);
    xmlXPathContextPtr xpath = new_context();
    xmlXPathCompExprPtr compiled = xpath ? xmlXPathCtxtCompile(xpath, BAD_CAST test) : NULL;
    if (unknown)
        mba_fail(
            &wrong,
            "names $%.*s; in fleet scope there are $value, $majority, $servers, $same, $values and $share",
            (int)len, unknown + 1);
    else if (!compiled)
        mba_fail(&wrong, "does not compile");
    xmlXPathFreeCompExpr(compiled);
    xmlXPathFreeContext(xpath);
    return wrong;
}

struct mba_fleet *mba_fleet_new(const struct mba_kb *kb)
{
    struct mba_fleet *fleet = calloc(1, sizeof *fleet);
    if (!fleet)
        return NULL;
    fleet->kb = kb;
    fleet->arena = mba_arena_new();
    fleet->populations = xmlHashCreate(64);
    fleet->cells = xmlHashCreate(256);
    fleet->xpath = new_context();
    fleet->tests = calloc(mba_kb_count(kb) + 1, sizeof *fleet->tests);
    if (fleet->arena && fleet->populations && fleet->cells && fleet->xpath && fleet->tests)
        return fleet;
    mba_fleet_free(fleet);
    return NULL;
}

void mba_fleet_free(struct mba_fleet *fleet)
{
    if (!fleet)
        return;
    for (size_t i = 0; fleet->tests && i < mba_kb_count(fleet->kb); i++)
        xmlXPathFreeCompExpr(fleet->tests[i]);
    xmlXPathFreeContext(fleet->xpath);
    if (fleet->populations)
        xmlHashFree(fleet->populations, NULL);
    if (fleet->cells)
        xmlHashFree(fleet->cells, NULL);
    if (fleet->arena)
        mba_arena_free(fleet->arena);
    free(fleet->tests);
    free(fleet);
}

/* ---- counting --------------------------------------------------------------------------------------- */

/* Values are the same whatever the case of their letters. A key is made for each fact, twice and more. */
static char *key_of(const struct mba_fleet *fleet, const struct mba_fact *fact, bool with_value)
{
    const char *parts[] = {mba_kb_at(fleet->kb, fact->rule)->id,
                           "\n",
                           fact->property,
                           "\n",
                           fact->group,
                           with_value ? "\n" : "",
                           with_value && fact->origin != MBA_ORIGIN_NONE ? "=" : "",
                           with_value ? fact->value : ""};
    size_t len[sizeof parts / sizeof *parts], all = 1;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        all += len[i] = strlen(parts[i]); /* all of it is in memory: the sum fits */
    char *key = malloc(all), *to = key;
    for (size_t i = 0; key && i < sizeof parts / sizeof *parts; to += len[i++])
        memcpy(to, parts[i], len[i]);
    for (char *c = key; key && c < to; c++)
        *c = (char)(*c + (*c >= 'A' && *c <= 'Z' ? 'a' - 'A' : 0));
    if (key)
        *to = '\0';
    return key;
}

static struct population *population_of(struct mba_fleet *fleet, const struct mba_fact *fact)
{
    char *key = key_of(fleet, fact, false);
    struct population *known = key ? xmlHashLookup(fleet->populations, BAD_CAST key) : NULL;
    if (key && !known) {
        known = mba_arena_calloc(fleet->arena, 1, sizeof *known);
        if (known && xmlHashAddEntry(fleet->populations, BAD_CAST key, known) != 0)
            known = NULL;
    }
    free(key);
    return known;
}

static struct cell *new_cell(struct mba_fleet *fleet, const struct mba_fact *fact, const char *key)
{
    struct cell *cell = mba_arena_calloc(fleet->arena, 1, sizeof *cell);
    if (!cell)
        return NULL;
    cell->of = population_of(fleet, fact);
    cell->value = mba_arena_dup(fleet->arena, fact->value, strlen(fact->value));
    if (!cell->of || !cell->value || xmlHashAddEntry(fleet->cells, BAD_CAST key, cell) != 0)
        return NULL;
    cell->of->values++;
    return cell;
}

static struct cell *cell_of(struct mba_fleet *fleet, const struct mba_fact *fact, bool make)
{
    char *key = key_of(fleet, fact, true);
    struct cell *cell = key ? xmlHashLookup(fleet->cells, BAD_CAST key) : NULL;
    if (key && !cell && make)
        cell = new_cell(fleet, fact, key);
    free(key);
    return cell;
}

bool mba_fleet_count(struct mba_fleet *fleet, size_t server, const char *name, const struct mba_fact *fact)
{
    struct cell *cell = cell_of(fleet, fact, true);
    if (!cell)
        return false;
    if (cell->of->last != server + 1)
        cell->of->servers++;
    cell->of->last = server + 1;
    if (cell->last != server + 1) {
        cell->servers++;
        if (cell->name_count <= NAMED)
            cell->names[cell->name_count++] = mba_arena_dup(fleet->arena, name, strlen(name));
    }
    cell->last = server + 1;
    return cell->name_count == 0 || cell->names[cell->name_count - 1];
}

/* Of two values that are as common the lesser by bytes is the majority, whatever came first. */
static void weigh_cell(void *payload, void *data, const xmlChar *name)
{
    struct cell *cell = payload, *most = cell->of->majority;
    (void)data, (void)name;
    if (!most || cell->servers > most->servers ||
        (cell->servers == most->servers && strcmp(cell->value, most->value) < 0))
        cell->of->majority = cell;
}

/* ---- judging ---------------------------------------------------------------------------------------- */

static double share_of(const struct cell *cell)
{
    return 100.0 * (double)cell->servers / (double)cell->of->servers;
}

static bool set_variable(struct mba_fleet *fleet, const char *name, xmlXPathObjectPtr value)
{
    return value && xmlXPathRegisterVariable(fleet->xpath, BAD_CAST name, value) == 0;
}

static bool set_variables(struct mba_fleet *fleet, const struct cell *cell)
{
    const struct population *of = cell->of;
    return set_variable(fleet, "value", xmlXPathNewCString(cell->value)) &&
           set_variable(fleet, "majority", xmlXPathNewCString(of->majority->value)) &&
           set_variable(fleet, "servers", xmlXPathNewFloat((double)of->servers)) &&
           set_variable(fleet, "same", xmlXPathNewFloat((double)cell->servers)) &&
           set_variable(fleet, "values", xmlXPathNewFloat((double)of->values)) &&
           set_variable(fleet, "share", xmlXPathNewFloat(share_of(of->majority)));
}

static bool judge_cell(struct mba_fleet *fleet, size_t rule, struct cell *cell)
{
    if (cell->judged)
        return true;
    if (!fleet->tests[rule])
        fleet->tests[rule] =
            xmlXPathCtxtCompile(fleet->xpath, BAD_CAST mba_kb_at(fleet->kb, rule)->rule.test);
    if (!fleet->tests[rule] || !set_variables(fleet, cell))
        return false;
    cell->fails = xmlXPathCompiledEvalToBoolean(fleet->tests[rule], fleet->xpath) == 1;
    cell->judged = true;
    return true;
}

/* ---- words ------------------------------------------------------------------------------------------ */

struct words {
    const char *server, *path;
    const struct mba_fact *fact; /* the first that fails */
    const struct cell *cell;
    const char *settings; /* all that fail */
};

static const char *shown(const char *value)
{
    return *value ? value : "(not set)";
}

static void add_others(const struct words *words, struct mba_buf *out)
{
    size_t named = 0;
    for (size_t i = 0; i < words->cell->name_count && named < NAMED; i++) {
        if (mba_ascii_streq(words->cell->names[i], words->server))
            continue;
        mba_buf_printf(out, "%s%s", named ? ", " : "", words->cell->names[i]);
        named++;
    }
    if (words->cell->servers > named + 1)
        mba_buf_printf(out, " and %llu more", (unsigned long long)(words->cell->servers - 1 - named));
}

static void add_word(const struct words *words, const struct mba_piece *piece, bool command,
                     struct mba_buf *out)
{
    const struct {
        const char *name, *text;
    } known[] = {
        {"server", words->server},
        {"path", words->path},
        {"adsutil", mba_ascii_ncasecmp(words->path, "/LM/", 4) == 0 ? words->path + 4 : words->path},
        {"property", words->fact->property},
        {"value", shown(words->fact->value)},
        {"majority", shown(words->cell->of->majority->value)},
        {"settings", words->settings},
    };
    struct mba_buf others = {0};
    add_others(words, &others);
    const char *text = piece->len == 6 && memcmp(piece->text, "others", 6) == 0
                           ? others.data ? others.data : "no other server"
                           : NULL;
    for (size_t i = 0; !text && i < sizeof known / sizeof *known; i++)
        if (strlen(known[i].name) == piece->len && memcmp(known[i].name, piece->text, piece->len) == 0)
            text = known[i].text;
    if (text && (!command || judge_safe_in_command(text, strlen(text))))
        mba_buf_puts(out, text);
    else
        mba_buf_printf(out, "<%.*s>", (int)piece->len, piece->text);
    out->failed |= others.failed;
    mba_buf_free(&others);
}

static const char *bind(struct mba_arena *arena, const struct words *words, const char *text, bool command)
{
    struct mba_buf out = {0};
    struct mba_piece piece;
    const char *cursor = text;
    while (mba_piece_next(&cursor, &piece) > 0) {
        if (piece.placeholder)
            add_word(words, &piece, command, &out);
        else
            mba_buf_add(&out, piece.text, piece.len);
    }
    const char *bound = out.failed ? NULL : mba_arena_dup(arena, out.data ? out.data : "", out.len);
    mba_buf_free(&out);
    return bound;
}

/* ---- findings --------------------------------------------------------------------------------------- */

/* What is usual; where there is no majority, who else has the value. */
static const char *expected_of(struct mba_arena *arena, const struct words *words, const struct cell *cell)
{
    const struct population *of = cell->of;
    if (cell != of->majority && of->majority->servers > cell->servers)
        return mba_arena_printf(arena, "%s, as on %llu of %llu comparable servers (%.0f %%)",
                                shown(of->majority->value), (unsigned long long)of->majority->servers,
                                (unsigned long long)of->servers, share_of(of->majority));
    struct mba_buf others = {0};
    struct words mine = *words;
    mine.cell = cell;
    add_others(&mine, &others);
    const char *text = others.data
                           ? mba_arena_printf(arena, "a value of its own; it is also that of %s", others.data)
                           : NULL;
    mba_buf_free(&others);
    return text;
}

static bool add_evidence(struct mba_fleet *fleet, struct mba_arena *arena, const struct words *words,
                         const struct mba_fact *facts, size_t count, struct mba_finding *finding)
{
    finding->evidence = mba_arena_calloc(arena, count + 1, sizeof *finding->evidence);
    for (size_t i = 0; finding->evidence && i < count; i++) {
        const struct cell *cell = cell_of(fleet, &facts[i], false);
        if (!cell || !cell->fails || cell->of->servers < mba_kb_at(fleet->kb, facts[i].rule)->rule.servers)
            continue;
        finding->evidence[finding->evidence_count++] =
            (struct mba_evidence){.property = facts[i].property,
                                  .value = facts[i].origin == MBA_ORIGIN_NONE ? NULL : facts[i].value,
                                  .expected = expected_of(arena, words, cell),
                                  .origin = facts[i].origin,
                                  .from = facts[i].from,
                                  .export_index = -1};
    }
    return finding->evidence != NULL;
}

static bool add_commands(const struct mba_article *article, struct mba_arena *arena,
                         const struct words *words, struct mba_finding *finding)
{
    finding->commands = mba_arena_calloc(arena, article->command_count + 1, sizeof *finding->commands);
    for (size_t i = 0; finding->commands && i < article->command_count; i++) {
        const char *text = bind(arena, words, article->commands[i].text, true);
        if (!text)
            return false;
        finding->commands[finding->command_count++] =
            (struct mba_bound_command){article->commands[i].platform, text};
    }
    return finding->commands != NULL;
}

static const char *settings_of(struct mba_arena *arena, const struct mba_finding *finding)
{
    const char *text = "";
    for (size_t i = 0; text && i < finding->evidence_count; i++)
        text = mba_arena_printf(arena, "%s%s%s is %s", text, i ? ", " : "", finding->evidence[i].property,
                                finding->evidence[i].value ? shown(finding->evidence[i].value) : "(not set)");
    return text;
}

static bool make_finding(struct mba_fleet *fleet, struct mba_arena *arena, struct words *words,
                         const struct mba_fact *facts, size_t count, struct mba_finding *finding)
{
    const struct mba_article *article = mba_kb_at(fleet->kb, facts->rule);
    *finding =
        (struct mba_finding){.rule = facts->rule, .severity = article->rule.severity, .path = facts->path};
    if (!add_evidence(fleet, arena, words, facts, count, finding) ||
        !(words->settings = settings_of(arena, finding)))
        return false;
    finding->found = bind(arena, words, article->found, false);
    finding->remedy = bind(arena, words, article->remedy, false);
    return finding->found && finding->remedy && add_commands(article, arena, words, finding);
}

bool mba_fleet_judge(struct mba_fleet *fleet, const char *server, const struct mba_fact *facts, size_t count,
                     struct mba_arena *arena, enum mba_outcome *outcome, struct mba_finding *finding)
{
    struct words words = {.server = server, .path = facts->path};
    if (!fleet->weighed)
        xmlHashScan(fleet->cells, weigh_cell, NULL);
    fleet->weighed = true;
    *outcome = MBA_OUTCOME_NOT_APPLICABLE;
    for (size_t i = 0; i < count; i++) {
        struct cell *cell = cell_of(fleet, &facts[i], false);
        if (!cell || !judge_cell(fleet, facts[i].rule, cell))
            return false;
        if (cell->of->servers < mba_kb_at(fleet->kb, facts[i].rule)->rule.servers)
            continue;
        if (*outcome == MBA_OUTCOME_NOT_APPLICABLE)
            *outcome = MBA_OUTCOME_PASS;
        if (!cell->fails || *outcome == MBA_OUTCOME_FAIL)
            continue;
        *outcome = MBA_OUTCOME_FAIL;
        words.fact = &facts[i];
        words.cell = cell;
    }
    return *outcome != MBA_OUTCOME_FAIL || !finding ||
           make_finding(fleet, arena, &words, facts, count, finding);
}
