/* The built-in dictionary against the list made from the real MBSchema.xml, row by row. */
#include <stdlib.h>
#include <string.h>

#include "fixture.h"

enum {
    C_NAME,
    C_ID,
    C_TYPE,
    C_USER,
    C_ATTR,
    C_DEFAULT,
    C_MIN,
    C_MAX,
    C_META,
    C_META_EX,
    C_FLAGS,
    C_CLASSES,
    C_COUNT
};
static const char csv_path[] = "../shared/facts/mbschema-properties.csv";

/* Splits one CSV line in place, quotes removed; returns the number of fields. */
static size_t split_csv(char *line, char **fields)
{
    size_t count = 0;
    char *from = line, *to = line;
    bool quoted = false;
    for (fields[count++] = to;; from++) {
        if (*from == '"' && quoted && from[1] == '"')
            *to++ = *from++;
        else if (*from == '"')
            quoted = !quoted;
        else if (*from == '\0') {
            *to = '\0';
            return count;
        } else if (*from == ',' && !quoted && count < C_COUNT) {
            *to++ = '\0';
            fields[count++] = to;
        } else
            *to++ = *from;
    }
}

static enum mba_type type_of(const char *word)
{
    static const char *const words[] = {"?",       "DWORD", "STRING",  "BINARY",    "EXPANDSZ",
                                        "MULTISZ", "BOOL",  "MIMEMAP", "IPSECLIST", "NTACL"};
    for (int i = 1; i < 10; i++)
        if (strcmp(words[i], word) == 0)
            return (enum mba_type)i;
    return MBA_TYPE_UNKNOWN;
}

static uint32_t user_type_of(const char *word)
{
    if (strcmp(word, "IIS_MD_UT_SERVER") == 0)
        return 1;
    if (strcmp(word, "IIS_MD_UT_FILE") == 0)
        return 2;
    if (strcmp(word, "IIS_MD_UT_WAM") == 0)
        return 100;
    return strcmp(word, "ASP_MD_UT_APP") == 0 ? 101 : 0;
}

static uint32_t attributes_of(const char *words)
{
    return (strstr(words, "INHERIT") ? 1u : 0) | (strstr(words, "SECURE") ? 4u : 0) |
           (strstr(words, "REFERENCE") ? 8u : 0) | (strstr(words, "VOLATILE") ? 16u : 0);
}

/* Line feeds and tabs of a list became spaces in the CSV. */
static bool same_default(const struct mba_property *prop, const char *wanted)
{
    if (strcmp(wanted, "(none)") == 0)
        return prop->default_text == NULL;
    if (!prop->default_text)
        return false;
    const char *have = prop->default_text;
    for (; *have && *wanted; have++, wanted++) {
        if (*have == '\n' && strncmp(wanted, "    ", 4) == 0)
            wanted += 3;
        else if (*have != *wanted)
            return false;
    }
    return !*have && !*wanted;
}

static bool has_flag(const struct mba_property *prop, const char *name, unsigned long value)
{
    for (size_t i = 0; i < prop->flag_count; i++)
        if (strcmp(prop->flags[i].name, name) == 0)
            return prop->flags[i].value == value;
    return false;
}

static size_t check_flags(const struct mba_property *prop, char *words)
{
    size_t count = 0;
    for (char *save = NULL, *word = strtok_r(words, " ", &save); word;
         word = strtok_r(NULL, " ", &save), count++) {
        char *equals = strchr(word, '=');
        CU_ASSERT_PTR_NOT_NULL_FATAL(equals);
        *equals = '\0';
        CU_ASSERT_TRUE(has_flag(prop, word, strtoul(equals + 1, NULL, 10)));
    }
    return count;
}

static void check_classes(const struct mba_property *prop, char *words)
{
    size_t count = 0;
    for (char *save = NULL, *word = strtok_r(words, " ", &save); word;
         word = strtok_r(NULL, " ", &save), count++) {
        size_t n = strcspn(word, "!"); /* the mark of a mandatory property */
        CU_ASSERT_PTR_NOT_NULL_FATAL(prop->classes[count]);
        CU_ASSERT(strlen(prop->classes[count]) == n && strncmp(prop->classes[count], word, n) == 0);
    }
    CU_ASSERT_PTR_NULL(prop->classes[count]);
}

static void check_row(const struct mba_dictionary *dict, char *line)
{
    char *row[C_COUNT] = {0};
    CU_ASSERT_EQUAL_FATAL(split_csv(line, row), C_COUNT);
    const struct mba_property *prop = mba_property_by_name(dict, row[C_NAME], strlen(row[C_NAME]));
    CU_ASSERT_PTR_NOT_NULL_FATAL(prop);
    CU_ASSERT_EQUAL(prop->id, strtoul(row[C_ID], NULL, 10));
    CU_ASSERT(prop->type == type_of(row[C_TYPE]) && prop->type != MBA_TYPE_UNKNOWN);
    CU_ASSERT_EQUAL(prop->user_type, user_type_of(row[C_USER]));
    CU_ASSERT_EQUAL(prop->attributes, attributes_of(row[C_ATTR]));
    CU_ASSERT_TRUE(same_default(prop, row[C_DEFAULT]));
    bool has_flags = row[C_FLAGS][0] != '\0';
    size_t flags = check_flags(prop, row[C_FLAGS]);
    CU_ASSERT(!has_flags || strcmp(prop->name, "AuthPersistence") == 0 || prop->flag_count == flags);
    check_classes(prop, row[C_CLASSES]);
}

UNIT_TEST(every_row_of_the_schema_list_is_in_the_dictionary)
{
    FILE *csv = fopen(csv_path, "r");
    if (!csv) {
        printf("  skipped: %s is not there\n", csv_path);
        return;
    }
    struct fixture f;
    fixture_open(&f);
    char *line = NULL;
    size_t cap = 0, rows = 0;
    ssize_t len = getline(&line, &cap, csv); /* the header */
    while ((len = getline(&line, &cap, csv)) > 0) {
        line[strcspn(line, "\r\n")] = '\0';
        check_row(f.dict, line);
        rows++;
    }
    CU_ASSERT_EQUAL(rows, 507);
    CU_ASSERT_EQUAL(mba_dictionary_count(f.dict), rows);
    free(line);
    fclose(csv);
    fixture_close(&f);
}
