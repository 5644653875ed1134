/* A MetaBase.xml that is one: the bytes decide which keys it has, in which order, with which properties of
 * the schema and which values. So the fuzzer gets behind the parser at once, to paths, inheritance and types.
 */
#include "fuzz.h"

struct choice { /* the bytes, one decision after the other */
    const uint8_t *data;
    size_t left;
};

static unsigned choose(struct choice *c, unsigned of)
{
    if (c->left == 0)
        return 0;
    c->left--;
    return *c->data++ % of;
}

static const char *const classes[] = {"IIsSmtpServer",      "IIsSmtpService", "IIsWebServer",
                                      "IIsWebVirtualDir",   "IIsComputer",    "IIsConfigObject",
                                      "IIsApplicationPool", "IIS_ROOT"};
static const char *const places[] = {"/",
                                     "/LM",
                                     "/LM/SmtpSvc",
                                     "/LM/SmtpSvc/1",
                                     "/LM/W3SVC",
                                     "/LM/W3SVC/1",
                                     "/lm/w3svc/1/root",
                                     "/LM/W3SVC/1/ROOT/a",
                                     "/LM/W3SVC/AppPools",
                                     "",
                                     "//LM//x/",
                                     "/LM/SmtpSvc/1/Domain"};
static const char *const values[] = {"0",
                                     "1",
                                     "4294967295",
                                     "-1",
                                     "TRUE",
                                     "FALSE",
                                     "",
                                     "a\n\t\tb\n\t\tc",
                                     "AuthAnonymous | AuthBasic",
                                     "0x10",
                                     "&#x9;",
                                     "&lt;&amp;&quot;",
                                     "49634462aabbccdd",
                                     ":25:",
                                     "\xC3\xA9",
                                     "C:\\x"};

static void add_value(struct choice *c, struct mba_buf *out)
{
    mba_buf_puts(out, values[choose(c, sizeof values / sizeof *values)]);
    for (unsigned more = choose(c, 4); more > 0; more--)
        mba_buf_puts(out, values[choose(c, sizeof values / sizeof *values)]);
}

static void add_property(struct choice *c, struct mba_buf *out)
{
    const struct mba_dictionary *dict = fuzz_dictionary();
    unsigned which = choose(c, 256) * 256 + choose(c, 256);
    const struct mba_property *prop = mba_dictionary_at(dict, which % mba_dictionary_count(dict));
    mba_buf_printf(out, "\n\t\t%s=\"", prop->name);
    add_value(c, out);
    mba_buf_putc(out, '"');
}

static void add_custom(struct choice *c, struct mba_buf *out)
{
    static const char *const types[] = {"DWORD", "STRING", "MULTISZ", "BINARY", "EXPANDSZ", "BOOL", "odd"};
    static const char *const attributes[] = {"", "INHERIT", "SECURE", "INHERIT | SECURE", "VOLATILE"};
    mba_buf_printf(out, "\t<Custom\n\t\tName=\"%s\"\n\t\tID=\"%u\"\n\t\tValue=\"",
                   choose(c, 2) ? "" : "UnknownName", choose(c, 256) * 256 + choose(c, 256));
    add_value(c, out);
    mba_buf_printf(out,
                   "\"\n\t\tType=\"%s\"\n\t\tUserType=\"IIS_MD_UT_SERVER\"\n\t\tAttributes=\"%s\"\n\t/>\n",
                   types[choose(c, 7)], attributes[choose(c, 5)]);
}

static void add_key(struct choice *c, struct mba_buf *out)
{
    const char *name = classes[choose(c, sizeof classes / sizeof *classes)];
    mba_buf_printf(out, "<%s\tLocation =\"%s", name, places[choose(c, sizeof places / sizeof *places)]);
    if (choose(c, 3) == 0)
        mba_buf_printf(out, "/%u", choose(c, 8));
    mba_buf_putc(out, '"');
    for (unsigned count = choose(c, 8); count > 0; count--)
        add_property(c, out);
    mba_buf_puts(out, "\n\t>\n");
    for (unsigned count = choose(c, 4); count > 0; count--)
        add_custom(c, out);
    mba_buf_printf(out, "</%s>\n", name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct choice c = {data, size};
    struct mba_buf text = {0};
    mba_buf_puts(
        &text,
        "<?xml version =\"1.0\"?>\n<configuration xmlns=\"urn:microsoft-catalog:XML_Metabase_V64_0\">\n"
        "<MBProperty>\n");
    do
        add_key(&c, &text);
    while (c.left > 0);
    mba_buf_puts(&text, "</MBProperty>\n</configuration>\n");
    fuzz_import(&mba_format_metabase_xml, (const uint8_t *)text.data, text.len);
    mba_buf_free(&text);
    return 0;
}
