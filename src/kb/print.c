/* print: an article as text for a terminal. */
#include <string.h>

#include "kb/parts.h"

#define BOLD "\x1b[1m"
#define PLAIN "\x1b[0m"
#define MIN_WIDTH 30
#define INDENT 2

struct printer {
    struct mba_buf *out;
    struct mba_buf text; /* the paragraph being gathered */
    size_t width;
    char marker[16]; /* "1. ": stands before the first line; the others are indented by as much */
    bool color;
};

static const struct {
    const char *name, *heading;
} sections[] = {
    {"found", "What was found"},     {"meaning", "What it means"},
    {"cause", "How it comes about"}, {"intended", "When it may be intended"},
    {"verify", "How to verify"},     {"remedy", "In one sentence"},
    {"fix", "How to fix it"},        {"check", "How to check the fix"},
    {"references", "References"},
};

static void spaces(struct mba_buf *out, size_t n)
{
    while (n--)
        mba_buf_putc(out, ' ');
}

static size_t columns(const char *s, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += ((unsigned char)s[i] & 0xC0) != 0x80;
    return n;
}

static void heading(struct printer *p, const char *text)
{
    mba_buf_printf(p->out, "\n%s%s%s\n", p->color ? BOLD : "", text, p->color ? PLAIN : "");
}

/* Starts a line; from the second one on blanks stand for the marker. */
static size_t start_line(struct printer *p)
{
    spaces(p->out, INDENT);
    mba_buf_puts(p->out, p->marker);
    size_t len = strlen(p->marker);
    memset(p->marker, ' ', len);
    return INDENT + len;
}

static void wrap(struct printer *p, const char *s)
{
    size_t at = 0;
    for (; *(s += strspn(s, " ")); s += strcspn(s, " ")) {
        size_t len = strcspn(s, " "), wide = columns(s, len);
        if (at && at + 1 + wide > p->width) {
            mba_buf_putc(p->out, '\n');
            at = 0;
        }
        if (at) {
            mba_buf_putc(p->out, ' ');
            at++;
        } else {
            at = start_line(p);
        }
        mba_buf_add(p->out, s, len);
        at += wide;
    }
    if (at)
        mba_buf_putc(p->out, '\n');
}

/* Writes what was gathered. */
static void flush(struct printer *p)
{
    struct mba_buf clean = {0};
    mba_text_visible(&clean, p->text.data ? p->text.data : "", p->text.len, false);
    wrap(p, clean.data ? clean.data : "");
    p->out->failed = p->out->failed || clean.failed || p->text.failed;
    mba_buf_clear(&p->text);
    mba_buf_free(&clean);
}

static void add_attribute(struct mba_buf *out, const xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
    mba_buf_puts(out, value ? (const char *)value : "");
    xmlFree(value);
}

static bool has_attribute(const xmlNode *node, const char *name)
{
    return xmlHasProp(node, (const xmlChar *)name) != NULL;
}

static void add_inline(struct mba_buf *out, const xmlNode *node)
{
    if (node->type == XML_TEXT_NODE) {
        mba_buf_puts(out, (const char *)node->content);
    } else if (kb_named(node, "var")) {
        mba_buf_putc(out, '{');
        add_attribute(out, node, "name");
        mba_buf_puts(out, has_attribute(node, "meaning") ? ":meaning}" : "}");
    } else {
        for (const xmlNode *child = node->children; child; child = child->next)
            add_inline(out, child);
    }
}

/* A command keeps its own lines, whatever the width. */
static void print_command(struct printer *p, const xmlNode *command)
{
    flush(p);
    struct mba_buf text = {0}, clean = {0};
    add_inline(&text, command);
    mba_text_visible(&clean, text.data ? text.data : "", text.len, true);
    for (const char *s = clean.data ? clean.data : ""; *s;) {
        size_t len = strcspn(s, "\n");
        spaces(p->out, INDENT + strlen(p->marker) + 4);
        mba_buf_add(p->out, s, len);
        mba_buf_putc(p->out, '\n');
        s += len + (s[len] == '\n');
    }
    p->out->failed = p->out->failed || text.failed || clean.failed;
    mba_buf_free(&text);
    mba_buf_free(&clean);
}

static void print_mixed(struct printer *p, const xmlNode *node)
{
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (kb_named(child, "command"))
            print_command(p, child);
        else
            add_inline(&p->text, child);
    }
    flush(p);
    p->marker[0] = '\0';
}

static void print_blocks(struct printer *p, const xmlNode *section)
{
    unsigned step = 0;
    for (const xmlNode *block = kb_first(section, NULL); block; block = kb_next(block, NULL)) {
        if (kb_named(block, "step"))
            snprintf(p->marker, sizeof p->marker, "%2u. ", ++step);
        if (kb_named(block, "note"))
            mba_buf_puts(&p->text, "Note: ");
        if (!kb_named(block, "list")) {
            print_mixed(p, block);
            continue;
        }
        for (const xmlNode *item = kb_first(block, "item"); item; item = kb_next(item, "item")) {
            snprintf(p->marker, sizeof p->marker, "  - ");
            print_mixed(p, item);
        }
    }
}

static void print_references(struct printer *p, const xmlNode *section)
{
    for (const xmlNode *ref = kb_first(section, NULL); ref; ref = kb_next(ref, NULL)) {
        snprintf(p->marker, sizeof p->marker, "  - ");
        add_attribute(&p->text, ref, "kind");
        if (has_attribute(ref, "id")) {
            mba_buf_putc(&p->text, ' ');
            add_attribute(&p->text, ref, "id");
        }
        mba_buf_puts(&p->text, ": ");
        add_inline(&p->text, ref);
        if (has_attribute(ref, "href")) {
            mba_buf_putc(&p->text, ' ');
            add_attribute(&p->text, ref, "href");
        }
        flush(p);
        p->marker[0] = '\0';
    }
}

static void fix_heading(struct printer *p, const xmlNode *fix)
{
    struct mba_buf text = {0};
    xmlChar *platforms = xmlGetNoNsProp(fix, (const xmlChar *)"platform");
    mba_buf_puts(&text, "How to fix it: ");
    size_t n = 0;
    for (const char *s = platforms ? (const char *)platforms : ""; *(s += strspn(s, " \t\r\n"));) {
        size_t len = strcspn(s, " \t\r\n");
        const char *label = mba_platform_label(s, len);
        mba_buf_printf(&text, "%s%s", n++ ? ", " : "", label ? label : "");
        s += len;
    }
    mba_buf_puts(&text, ", ");
    add_attribute(&text, fix, "way");
    if (text.data)
        heading(p, text.data);
    p->out->failed = p->out->failed || text.failed;
    xmlFree(platforms);
    mba_buf_free(&text);
}

static void print_section(struct printer *p, const xmlNode *section, const char *title)
{
    if (kb_named(section, "fix"))
        fix_heading(p, section);
    else
        heading(p, title);
    if (kb_named(section, "references"))
        print_references(p, section);
    else if (kb_first(section, "p") || kb_first(section, "list") || kb_first(section, "step") ||
             kb_first(section, "note"))
        print_blocks(p, section);
    else
        print_mixed(p, section);
}

static void add_list(struct mba_buf *out, const char *lead, const char *const *words)
{
    for (size_t i = 0; words && words[i]; i++)
        mba_buf_printf(out, "%s%s", i ? " " : lead, words[i]);
}

static void print_test(struct printer *p, const struct mba_rule *rule)
{
    static const char *const whole[] = {"", " the server as a whole", " all servers together"};
    mba_buf_printf(&p->text, "Judges%s", whole[rule->scope]);
    add_list(&p->text, " keys of class ", rule->classes);
    add_list(&p->text, " at ", rule->paths);
    mba_buf_printf(&p->text, "; fails when %s", rule->test);
    if (rule->applies)
        mba_buf_printf(&p->text, ", and looks only where %s", rule->applies);
    flush(p);
    for (size_t i = 0; i < rule->grade_count; i++) {
        mba_buf_printf(&p->text, "%s %s when %s",
                       i ? "else" : "Severity:", mba_severity_word(rule->grades[i].severity),
                       rule->grades[i].test);
        flush(p);
    }
}

static void print_rule(struct printer *p, const struct mba_article *article)
{
    const struct mba_rule *rule = &article->rule;
    mba_buf_printf(p->out, "%s%s%s\n", p->color ? BOLD : "", article->title, p->color ? PLAIN : "");
    mba_buf_printf(&p->text, "%s, %s, %s, confidence %c, follows %s", article->id, article->service,
                   mba_severity_word(rule->severity), rule->confidence, article->source);
    flush(p);
    print_test(p, rule);
    for (size_t i = 0; i < rule->expect_count; i++) {
        mba_buf_printf(&p->text, "Expected: %s %s", rule->expects[i].property, rule->expects[i].text);
        flush(p);
    }
}

void mba_article_print(const struct mba_article *article, int width, bool color, struct mba_buf *out)
{
    struct printer p = {.out = out, .width = width > MIN_WIDTH ? (size_t)width : MIN_WIDTH, .color = color};
    print_rule(&p, article);
    for (const xmlNode *node = kb_first(article->node, NULL); node; node = kb_next(node, NULL))
        for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
            if (kb_named(node, sections[i].name))
                print_section(&p, node, sections[i].heading);
    mba_buf_free(&p.text);
}
