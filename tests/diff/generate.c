/* generate FOLDER FIRST COUNT: random but well-formed MetaBase.xml files, FOLDER/N.xml for each seed N from
 * FIRST on. The same seed gives the same bytes. Keys at many depths, in any order, some of their ancestors
 * missing, the case of a path changing; properties of the schema that are handed down and such that are not,
 * and <Custom> ones of both kinds. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;

static unsigned any(unsigned of)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(state >> 33) % of;
}

static const char *const parts[] = {"SmtpSvc", "W3SVC", "1", "2", "ROOT", "Domain", "a", "Info"};
static const char *const classes[] = {"IIsSmtpServer", "IIsWebServer", "IIsConfigObject", "IIsWebVirtualDir"};
static const char *const texts[] = {"x", "mail.example.com", "A &amp; B",        "&lt;x&gt;", "a'b",
                                    "7", "C:\\mail",         "\xC3\xA9t\xC3\xA9"};
static const char *const lists[] = {"one", "one\n\t\ttwo", "one\n\t\ttwo\n\t\tthree"};
static const struct {
    const char *name;
    char kind; /* n: a number, t: a text, l: a list, b: a truth */
} properties[] = {{"MaxConnections", 'n'}, {"ConnectionTimeout", 'n'}, {"LogType", 'n'},
                  {"MaxMessageSize", 'n'}, {"ServerComment", 't'},     {"DefaultDomain", 't'},
                  {"SmartHost", 't'},      {"BadMailDirectory", 't'},  {"HttpErrors", 'l'},
                  {"DomainRouting", 'l'},  {"ServerBindings", 'l'},    {"ServerAutoStart", 'b'}};
enum { PROPERTIES = sizeof properties / sizeof *properties, MOST_KEYS = 24, LONGEST = 120 };

static void print_value(FILE *out, char kind)
{
    if (kind == 'n')
        fprintf(out, "%u", any(5) ? any(1000) : 4294967295u);
    else
        fputs(kind == 'b' ? (any(2) ? "TRUE" : "FALSE") : kind == 'l' ? lists[any(3)] : texts[any(8)], out);
}

static void print_custom(FILE *out)
{
    for (unsigned id = 60001; id <= 60003; id++)
        if (any(4) == 0)
            fprintf(out,
                    "\t<Custom\n\t\tName=\"UnknownName_%u\"\n\t\tID=\"%u\"\n\t\tValue=\"%s\"\n\t\tType="
                    "\"STRING\"\n"
                    "\t\tUserType=\"IIS_MD_UT_SERVER\"\n\t\tAttributes=\"%s\"\n\t/>\n",
                    id, id, texts[any(8)], any(2) ? "INHERIT" : "NO_ATTRIBUTES");
}

static void print_key(FILE *out, const char *location)
{
    const char *name = strcmp(location, "/") == 0 ? "IIS_ROOT" : classes[any(4)];
    fprintf(out, "<%s\tLocation =\"%s\"\n", name, location);
    for (unsigned i = 0; i < PROPERTIES; i++)
        if (any(3) == 0) {
            fprintf(out, "\t\t%s=\"", properties[i].name);
            print_value(out, properties[i].kind);
            fputs("\"\n", out);
        }
    fputs("\t>\n", out);
    print_custom(out);
    fprintf(out, "</%s>\n", name);
}

static bool seen_before(char (*keys)[LONGEST], unsigned count, const char *location)
{
    for (unsigned i = 0; i < count; i++) {
        size_t k = 0;
        while (keys[i][k] && (keys[i][k] | 32) == (location[k] | 32))
            k++;
        if (!keys[i][k] && !location[k])
            return true;
    }
    return false;
}

/* Below a key that is there, one to three parts further down: what lies between may be missing. */
static void choose_location(char (*keys)[LONGEST], unsigned count, char *location)
{
    const char *above = keys[1 + any(count - 1)]; /* not the root: all there is lies in /LM */
    size_t len = strlen(above);
    memcpy(location, above, len);
    for (unsigned more = 1 + any(2); more > 0 && len < LONGEST - 20; more--)
        len += (size_t)snprintf(location + len, LONGEST - len, "/%s", parts[any(8)]);
    location[len] = '\0';
    for (size_t i = 0; i < len; i++) /* the case says nothing */
        if (any(6) == 0 && location[i] >= 'a' && location[i] <= 'z')
            location[i] = (char)(location[i] - 32);
}

static bool write_tree(const char *folder, unsigned seed)
{
    char path[4096], keys[MOST_KEYS][LONGEST] = {"/", "/LM"};
    unsigned count = 2;
    snprintf(path, sizeof path, "%s/%u.xml", folder, seed);
    FILE *out = fopen(path, "w");
    if (!out)
        return false;
    state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
    for (unsigned wanted = 4 + any(MOST_KEYS - 4), tries = 0; count < wanted && tries < 200; tries++) {
        choose_location(keys, count, keys[count]);
        count += !seen_before(keys, count, keys[count]);
    }
    fputs("<?xml version =\"1.0\"?>\n<configuration "
          "xmlns=\"urn:microsoft-catalog:XML_Metabase_V64_0\">\n<MBProperty>\n",
          out);
    for (unsigned i = 0, first = any(count); i < count; i++) /* not in the order of a tree */
        print_key(out, keys[(i + first) % count]);
    fputs("</MBProperty>\n</configuration>\n", out);
    return fclose(out) == 0;
}

int main(int argc, char **argv)
{
    unsigned first = argc == 4 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;
    unsigned count = argc == 4 ? (unsigned)strtoul(argv[3], NULL, 10) : 0;
    for (unsigned i = 0; i < count; i++)
        if (!write_tree(argv[1], first + i))
            return 1;
    return count > 0 ? 0 : 2;
}
