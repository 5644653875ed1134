/* words: the words of the schema and the numbers they stand for, [MS-IMSA] 2.2.7 and MBSchema.xml. */
#include "mbaudit/metabase.h"

#include <string.h>

static const char *const type_words[] = {
    [MBA_TYPE_UNKNOWN] = "UNKNOWN", [MBA_TYPE_DWORD] = "DWORD",       [MBA_TYPE_STRING] = "STRING",
    [MBA_TYPE_BINARY] = "BINARY",   [MBA_TYPE_EXPANDSZ] = "EXPANDSZ", [MBA_TYPE_MULTISZ] = "MULTISZ",
    [MBA_TYPE_BOOL] = "BOOL",       [MBA_TYPE_MIMEMAP] = "MIMEMAP",   [MBA_TYPE_IPSECLIST] = "IPSECLIST",
    [MBA_TYPE_NTACL] = "NTACL"};
enum { TYPE_COUNT = sizeof type_words / sizeof type_words[0] };

static bool is_word(const char *word, const char *s, size_t n)
{
    return strlen(word) == n && mba_ascii_ncasecmp(word, s, n) == 0;
}

enum mba_type mba_type_parse(const char *word, size_t len)
{
    for (int type = MBA_TYPE_UNKNOWN + 1; type < TYPE_COUNT; type++)
        if (is_word(type_words[type], word, len))
            return (enum mba_type)type;
    return MBA_TYPE_UNKNOWN;
}

const char *mba_type_word(enum mba_type type)
{
    return type_words[type];
}

const char *mba_origin_word(enum mba_origin origin)
{
    static const char *const words[] = {"", "explicit", "inherited", "default", "evidence"};
    return words[origin];
}

static uint32_t word_value(const struct mba_word *words, size_t count, const char *s, size_t n)
{
    uint32_t value = 0;
    for (size_t i = 0; i < count; i++)
        if (is_word(words[i].name, s, n))
            return words[i].value;
    return mba_parse_dword(s, n, &value) ? value : 0;
}

/* MetaBase.xml writes INSERT_PATH, applicationHost.config InsertPath. */
static const struct mba_word attribute_words[] = {
    {"INHERIT", MBA_ATTR_INHERIT},          {"PARTIAL_PATH", MBA_ATTR_PARTIAL_PATH},
    {"PartialPath", MBA_ATTR_PARTIAL_PATH}, {"SECURE", MBA_ATTR_SECURE},
    {"REFERENCE", MBA_ATTR_REFERENCE},      {"VOLATILE", MBA_ATTR_VOLATILE},
    {"ISINHERITED", MBA_ATTR_ISINHERITED},  {"INSERT_PATH", MBA_ATTR_INSERT_PATH},
    {"InsertPath", MBA_ATTR_INSERT_PATH}};

static bool is_separator(char c)
{
    return c == '|' || c == ',' || c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

uint32_t mba_attributes_parse(const char *words, size_t len)
{
    uint32_t attributes = 0;
    for (size_t at = 0; at < len;) {
        size_t start = at;
        while (at < len && !is_separator(words[at]))
            at++;
        if (at > start)
            attributes |= word_value(attribute_words, sizeof attribute_words / sizeof attribute_words[0],
                                     words + start, at - start);
        else
            at++;
    }
    return attributes;
}

uint32_t mba_user_type_parse(const char *word, size_t len)
{
    static const struct mba_word words[] = {
        {"IIS_MD_UT_SERVER", 1}, {"IIS_MD_UT_FILE", 2}, {"IIS_MD_UT_WAM", 100}, {"ASP_MD_UT_APP", 101}};
    return word_value(words, sizeof words / sizeof words[0], word, len);
}
