/* read FILE...: what the importer and the model make of MetaBase.xml files: a line for each key and property
 * that has a value there, set or handed down: file, location in lower case, property, origin, where it is
 * set, value (white space as one blank). The same lines as reading.xsl gives, which knows nothing of this
 * program. */
#include <stdlib.h>
#include <string.h>

#include "mbaudit/import.h"

static const char *const properties[] = {"MaxConnections", "ConnectionTimeout", "LogType",
                                         "MaxMessageSize", "ServerComment",     "DefaultDomain",
                                         "SmartHost",      "BadMailDirectory",  "HttpErrors",
                                         "DomainRouting",  "ServerBindings",    "ServerAutoStart"};

static void print_lower(const char *text)
{
    for (; *text; text++)
        putchar(*text >= 'A' && *text <= 'Z' ? *text + 32 : *text);
}

static void print_value(const char *file, const struct mba_key *key, const char *name,
                        const struct mba_value *value)
{
    if (value->origin != MBA_ORIGIN_EXPLICIT && value->origin != MBA_ORIGIN_INHERITED)
        return;
    printf("%s|", file);
    print_lower(key->location);
    printf("|%s|%s|", name, mba_origin_word(value->origin));
    print_lower(value->from ? value->from->location : "?");
    putchar('|');
    for (size_t i = 0; value->text && i < value->len; i++)
        putchar(value->text[i] == '\n' ? ' ' : value->text[i]);
    putchar('\n');
}

static void print_metabase(const char *file, const struct mba_metabase *mb)
{
    const struct mba_dictionary *dict = mba_metabase_dictionary(mb);
    for (size_t i = 0; i < mba_metabase_count(mb); i++) {
        const struct mba_key *key = mba_metabase_at(mb, i);
        struct mba_value value;
        for (size_t p = 0; p < sizeof properties / sizeof *properties; p++) {
            mba_effective(mb, key, mba_property_by_name(dict, properties[p], strlen(properties[p])), &value);
            print_value(file, key, properties[p], &value);
        }
        for (unsigned id = 60001; id <= 60003; id++) {
            char name[16];
            snprintf(name, sizeof name, "%u", id);
            mba_effective_id(mb, key, id, &value);
            print_value(file, key, name, &value);
        }
    }
}

static bool read_file(const struct mba_dictionary *dict, const char *path)
{
    size_t len;
    char *error = NULL;
    struct mba_limits limits;
    struct mba_problems problems = {0};
    mba_limits_default(&limits);
    unsigned char *data = mba_file_read(path, 1 << 24, &len, &error);
    struct mba_metabase *mb = mba_metabase_new(dict, &limits);
    struct mba_import job = {.input = path,
                             .member = "MetaBase.xml",
                             .mtime = MBA_TIME_NONE,
                             .data = data,
                             .len = len,
                             .metabase = mb,
                             .limits = &limits,
                             .problems = &problems};
    bool good = data && mb && mba_import_read(&job) == MBA_OK && mba_metabase_finish(mb, &problems);
    if (good)
        print_metabase(strrchr(path, '/') + 1, mb);
    mba_metabase_free(mb);
    mba_problems_free(&problems);
    free(error);
    free(data);
    return good;
}

int main(int argc, char **argv)
{
    char *error = NULL;
    struct mba_dictionary *dict = mba_dictionary_builtin(&error);
    bool good = dict != NULL;
    for (int i = 1; good && i < argc; i++) {
        good = read_file(dict, argv[i]);
        if (!good)
            fprintf(stderr, "%s: could not be read\n", argv[i]);
    }
    mba_dictionary_free(dict);
    return good ? 0 : 1;
}
