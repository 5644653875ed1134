/* Which snapshot a server's own schema belongs to.
 *
 * A MBSchema.xml is the schema of the MetaBase.xml that stands beside it: in the same folder, under the same
 * name but for that word - MBSchema_0000000123_0000000000.xml belongs to MetaBase_0000000123_0000000000.xml -
 * and the .sc0 of a backup to its .md0. Only what says more than the built-in dictionary is kept, in memory,
 * and makes its snapshot one that is read again, with these definitions.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/scan.h"

void scan_schema_free(struct scan_schema *schema)
{
    if (!schema)
        return;
    mba_metabase_free(schema->definitions);
    free(schema->member);
    free(schema->pair);
    free(schema);
}

/* ---- reading ---------------------------------------------------------------------------------------- */

static bool read_schema(const struct scan *scan, const struct scan_part *part, struct scan_schema *schema,
                        struct scan_result *result)
{
    struct mba_import job = {.input = scan->inputs.items[part->input].name,
                             .member = part->member.path,
                             .mtime = part->member.mtime,
                             .format = part->format,
                             .data = part->member.data,
                             .len = part->member.len,
                             .metabase = schema->definitions,
                             .limits = &scan->opt->limits,
                             .problems = &result->problems};
    if (!schema->member || !schema->definitions || mba_import_read(&job) == MBA_RUN_FAILED)
        return false;
    if (scan->opt->verbose)
        mba_buf_printf(&result->detail, "%s: %s: %s, %zu definitions beyond the dictionary", job.input,
                       job.member, part->format->name, mba_metabase_definition_count(schema->definitions));
    return scan_pair_key(job.input, job.member, &schema->pair);
}

bool scan_learn(const struct scan *scan, const struct scan_part *part, struct scan_result *result)
{
    struct scan_schema *schema = calloc(1, sizeof *schema);
    result->is_schema = true;
    if (!schema)
        return false;
    schema->input = part->input;
    schema->format = part->format;
    schema->mtime = part->member.mtime;
    schema->member = strdup(part->member.path);
    schema->definitions = mba_metabase_new(scan->dict, &scan->opt->limits);
    bool good = read_schema(scan, part, schema, result);
    if (good && mba_metabase_definition_count(schema->definitions) > 0)
        result->schema = schema;
    else
        scan_schema_free(schema);
    return good;
}

bool scan_use_schema(const struct scan *scan, const struct scan_schema *schema, struct mba_metabase *mb)
{
    if (!schema)
        return true;
    const struct mba_export info = {.input = scan->inputs.items[schema->input].name,
                                    .member = schema->member,
                                    .format = schema->format->name,
                                    .mtime = schema->mtime};
    return mba_metabase_begin_export(mb, &info) >= 0 && mba_metabase_define_like(mb, schema->definitions);
}

/* ---- names ----------------------------------------------------------------------------------------- */

static const char *find_word(const char *name, const char *word)
{
    size_t n = strlen(word);
    for (; strlen(name) >= n; name++)
        if (mba_ascii_ncasecmp(name, word, n) == 0)
            return name;
    return NULL;
}

/* ".md12", ".SC0": where the two letters stand. */
static const char *backup_letters(const char *name)
{
    const char *dot = strrchr(name, '.');
    if (!dot || !mba_is_digits(dot + 3, strlen(dot) > 3 ? strlen(dot + 3) : 0))
        return NULL;
    bool ours = mba_ascii_ncasecmp(dot + 1, "md", 2) == 0 || mba_ascii_ncasecmp(dot + 1, "sc", 2) == 0;
    return ours ? dot + 1 : NULL;
}

/* Without the letters that tell configuration and schema apart; NULL: it has none. */
static char *without_kind(const char *folder, size_t folder_len, const char *name)
{
    static const char *const words[] = {"metabase", "mbschema"};
    const char *at = NULL;
    size_t n = 0;
    for (size_t i = 0; i < 2 && !at; i++) {
        at = find_word(name, words[i]);
        n = strlen(words[i]);
    }
    if (!at) {
        at = backup_letters(name);
        n = 2;
    }
    char *key = NULL;
    if (at && asprintf(&key, "%.*s%.*s*%s", (int)folder_len, folder, (int)(at - name), name, at + n) < 0)
        key = NULL;
    return key;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* A bare export stands in the folder of its input, others in that of their member. */
bool scan_pair_key(const char *input, const char *member, char **key)
{
    const char *name = base_name(member), *file = base_name(input);
    struct mba_buf folder = {0};
    bool bare = name == member && strncmp(file, member, strlen(member)) == 0;
    mba_buf_add(&folder, input, bare ? (size_t)(file - input) : strlen(input));
    if (!bare) {
        mba_buf_putc(&folder, '\n');
        mba_buf_add(&folder, member, (size_t)(name - member));
    }
    bool has_kind = find_word(name, "metabase") || find_word(name, "mbschema") || backup_letters(name);
    *key = has_kind && !folder.failed ? without_kind(folder.data ? folder.data : "", folder.len, name) : NULL;
    bool good = !folder.failed && (!has_kind || *key);
    mba_buf_free(&folder);
    return good;
}

/* ---- pairs ----------------------------------------------------------------------------------------- */

static int by_pair(const void *a, const void *b)
{
    const struct scan_export *x = *(struct scan_export *const *)a, *y = *(struct scan_export *const *)b;
    int order = mba_ascii_casecmp(x->pair, y->pair);
    if (order == 0 && x->ordinal != y->ordinal)
        order = x->ordinal < y->ordinal ? -1 : 1;
    return order;
}

static int is_pair(const void *pair, const void *export)
{
    return mba_ascii_casecmp(pair, (*(struct scan_export *const *)export)->pair);
}

static void assign(struct scan *scan, struct scan_export **exports, size_t count, struct scan_schema *schema)
{
    struct scan_export **found =
        schema->pair ? bsearch(schema->pair, exports, count, sizeof(struct scan_export *), is_pair) : NULL;
    if (found) {
        struct scan_group *group = &scan->groups[(*found)->group];
        if (!group->schema)
            group->schema = schema;
        return;
    }
    mba_problems_add(
        &scan->problems, MBA_OK, scan->inputs.items[schema->input].name, schema->member, 0,
        "what it defines of its own (%zu properties and classes) was not used: no MetaBase.xml of "
        "the same name stands beside it",
        mba_metabase_definition_count(schema->definitions));
}

bool scan_assign_schemas(struct scan *scan)
{
    size_t count = 0;
    if (scan->schema_count == 0)
        return true;
    struct scan_export **exports = calloc(scan->exports.count + 1, sizeof(struct scan_export *));
    if (!exports)
        return false;
    for (size_t i = 0; i < scan->exports.count; i++)
        if (scan->exports.items[i].pair)
            exports[count++] = &scan->exports.items[i];
    qsort(exports, count, sizeof(struct scan_export *), by_pair);
    for (size_t i = 0; i < scan->schema_count; i++)
        assign(scan, exports, count, scan->schemas[i]);
    free(exports);
    return !scan->problems.failed;
}
