/* judge_names: the names in an expression - variables, functions, quoted properties and flags - against what
 * there is, so that a slip of the pen is found when the knowledge base is loaded and not in a report. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/judge.h"

#define MAX_DEPTH 32

static const char *const core_functions[] = {"boolean",
                                             "ceiling",
                                             "concat",
                                             "contains",
                                             "count",
                                             "false",
                                             "floor",
                                             "last",
                                             "normalize-space",
                                             "not",
                                             "number",
                                             "position",
                                             "round",
                                             "starts-with",
                                             "string",
                                             "string-length",
                                             "substring",
                                             "substring-after",
                                             "substring-before",
                                             "sum",
                                             "translate",
                                             "true"};
static const char *const operators[] = {"and", "or", "div", "mod"};

struct call { /* a function whose arguments are being read, or a mere parenthesis */
    const struct judge_function *function;
    const char *name;
    size_t name_len;
    unsigned argument, tokens; /* tokens: of the argument being read */
    const char *literal;       /* the argument, if it is one quoted string */
    size_t literal_len;
    const struct mba_property *prop; /* named by an earlier argument */
    enum mba_evidence_kind evidence; /* the same; MBA_EVIDENCE_KIND_COUNT: none */
};
struct scan {
    struct judge_check *check;
    struct call calls[MAX_DEPTH];
    size_t depth;
};

static void MBA_PRINTF(2, 3) complain(struct judge_check *check, const char *fmt, ...)
{
    char text[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    check->good = false;
    mba_problems_add(check->problems, MBA_RUN_FAILED, check->file, NULL, check->line, "the %s %s",
                     check->what, text);
}

static bool one_of(const char *const *words, size_t count, const char *word, size_t len)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(words[i]) == len && memcmp(words[i], word, len) == 0)
            return true;
    return false;
}

static const struct mba_property *known_property(struct judge_check *check, const char *name, size_t len)
{
    const struct mba_property *prop = mba_property_by_name(check->dict, name, len);
    if (prop && check->on_property)
        check->on_property(check->ctx, prop);
    if (prop)
        return prop;
    const struct mba_property *near = mba_property_by_name_nocase(check->dict, name, len);
    if (near)
        complain(check, "names the property %.*s; it is written %s", (int)len, name, near->name);
    else
        complain(check, "names the property %.*s, which the metabase schema does not have", (int)len, name);
    return NULL;
}

static void check_flag(struct judge_check *check, const struct mba_property *prop, const char *word,
                       size_t len)
{
    struct mba_buf list = {0};
    for (size_t i = 0; prop && i < prop->flag_count; i++) {
        if (strlen(prop->flags[i].name) == len && memcmp(prop->flags[i].name, word, len) == 0) {
            mba_buf_free(&list);
            return;
        }
        mba_buf_printf(&list, "%s%s", i ? ", " : "", prop->flags[i].name);
    }
    if (prop)
        complain(check, "names the flag %.*s, which %s does not have; it has %s", (int)len, word, prop->name,
                 list.data ? list.data : "none");
    mba_buf_free(&list);
}

static void check_class(struct judge_check *check, const char *text, size_t len)
{
    char name[128];
    snprintf(name, sizeof name, "%.*s", (int)len, text);
    if (!judge_class_known(check->dict, name))
        complain(check, "names the class %s, which the metabase schema does not have", name);
}

static void check_classes(struct judge_check *check, const char *text, size_t len)
{
    const char *end = text + len;
    for (bool any = false;; any = true) {
        while (text < end && *text == ' ')
            text++;
        size_t n = strcspn(text, " ") < (size_t)(end - text) ? strcspn(text, " ") : (size_t)(end - text);
        if (text == end && !any)
            complain(check, "names no class; write them with spaces between");
        if (text == end)
            return;
        check_class(check, text, n);
        text += n;
    }
}

static void check_evidence_kind(struct judge_check *check, struct call *call, const char *text, size_t len)
{
    if (mba_evidence_kind_parse(text, len, &call->evidence))
        return;
    call->evidence = MBA_EVIDENCE_KIND_COUNT;
    complain(check, "names an unknown kind of evidence, %.*s; corpus/README.md lists them", (int)len, text);
}

static void check_evidence(struct judge_check *check, const struct call *call, const char *text, size_t len)
{
    struct mba_buf list = {0};
    const struct mba_evidence_word *named =
        call->evidence == MBA_EVIDENCE_KIND_COUNT ? NULL : mba_evidence_of_kind(call->evidence, text, len);
    if (named && check->on_evidence)
        check->on_evidence(check->ctx, named);
    if (named || call->evidence == MBA_EVIDENCE_KIND_COUNT)
        return;
    for (const struct mba_evidence_word *word = mba_evidence_words; word->property; word++)
        if (word->kind == call->evidence)
            mba_buf_printf(&list, "%s%s", list.len ? ", " : "", word->property);
    complain(check, "names %.*s, which is no evidence of the kind %s; it has %s", (int)len, text,
             mba_evidence_kind_word(call->evidence), list.data ? list.data : "none");
    mba_buf_free(&list);
}

/* What the letters of a function's arguments ask for. */
static void check_quoted(struct scan *scan, struct call *call, char kind)
{
    struct judge_check *check = scan->check;
    const char *text = call->literal;
    size_t len = call->literal_len;
    if (!text) {
        complain(check, "needs a quoted name as argument %u of mb:%s", call->argument + 1,
                 call->function->name);
    } else if (kind == 'p') {
        call->prop = known_property(check, text, len);
    } else if (kind == 'f') {
        check_flag(check, call->prop, text, len);
    } else if (kind == 'e') {
        check_evidence_kind(check, call, text, len);
    } else if (kind == 'v') {
        check_evidence(check, call, text, len);
    } else if (kind == 'o' && !(len == 7 && memcmp(text, "overlap", 7) == 0)) {
        complain(check, "asks mb:%s for %.*s; it can be asked for 'overlap'", call->function->name, (int)len,
                 text);
    } else if (kind == 'c') {
        check_class(check, text, len);
    } else if (kind == 'C') {
        check_classes(check, text, len);
    }
}

static char argument_kind(const struct judge_function *function, unsigned argument)
{
    for (const char *s = function->args; *s; s++)
        if (*s != '?' && argument-- == 0)
            return *s;
    return '\0';
}

static void end_argument(struct scan *scan, struct call *call)
{
    char kind = call->function ? argument_kind(call->function, call->argument) : 'x';
    if (kind && kind != 'x' && kind != 'k')
        check_quoted(scan, call, kind);
    call->argument++;
    call->tokens = 0;
    call->literal = NULL;
}

static void check_arity(struct scan *scan, const struct call *call)
{
    const char *args = call->function->args, *optional = strchr(args, '?');
    size_t least = optional ? (size_t)(optional - args) : strlen(args);
    size_t most = strlen(args) - (optional != NULL);
    if (call->argument < least || call->argument > most)
        complain(scan->check, "gives mb:%s %u argument%s; it takes %zu%s", call->function->name,
                 call->argument, call->argument == 1 ? "" : "s", least, most > least ? " or one more" : "");
}

static void open_call(struct scan *scan, const struct judge_function *function)
{
    if (scan->depth == MAX_DEPTH - 1) {
        complain(scan->check, "is nested too deeply; make it simpler");
        return;
    }
    scan->calls[++scan->depth] = (struct call){.function = function};
}

static void close_call(struct scan *scan)
{
    struct call *call = &scan->calls[scan->depth];
    if (scan->depth == 0)
        return;
    if (call->tokens)
        end_argument(scan, call);
    if (call->function)
        check_arity(scan, call);
    scan->depth--;
}

static bool name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static size_t name_length(const char *s)
{
    size_t n = 0;
    while (name_start(s[n]) || (s[n] >= '0' && s[n] <= '9') || s[n] == '-' || s[n] == '.' ||
           (s[n] == ':' && s[n + 1] != ':' && n))
        n++;
    return n;
}

static void count_token(struct scan *scan, const char *literal, size_t len)
{
    struct call *call = &scan->calls[scan->depth];
    call->literal = call->tokens++ ? NULL : literal;
    call->literal_len = len;
}

/* A function's name, before its parenthesis. */
static void function_name(struct scan *scan, const char *name, size_t len)
{
    const struct judge_function *function = NULL;
    if (len > 3 && memcmp(name, "mb:", 3) == 0)
        function = judge_function_find(name + 3, len - 3);
    if (!function && !one_of(core_functions, sizeof core_functions / sizeof *core_functions, name, len))
        complain(scan->check, "calls %.*s(), which is no function here; corpus/README.md lists them",
                 (int)len, name);
    if (function && scan->check->on_function)
        scan->check->on_function(scan->check->ctx, function->name);
    open_call(scan, function);
}

static const char *scan_name(struct scan *scan, const char *s)
{
    size_t len = name_length(s);
    const char *after = s + len + strspn(s + len, " \t\r\n");
    bool is_operator = one_of(operators, sizeof operators / sizeof *operators, s, len);
    count_token(scan, NULL, 0);
    if (is_operator)
        return s + len;
    if (*after == '(') {
        function_name(scan, s, len);
        return after + 1;
    }
    complain(scan->check, "has the bare name %.*s; write $%.*s for a property", (int)len, s, (int)len, s);
    return s + len;
}

static const char *scan_variable(struct scan *scan, const char *s)
{
    size_t len = name_length(s + 1);
    count_token(scan, NULL, 0);
    known_property(scan->check, s + 1, len);
    return s + 1 + len;
}

/* What a key of mb:keys() has. */
static const char *scan_attribute(struct scan *scan, const char *s)
{
    static const char *const attributes[] = {"path", "name", "class"};
    const char *name = s + 1 + strspn(s + 1, " \t\r\n");
    size_t len = name_length(name);
    count_token(scan, NULL, 0);
    if (!one_of(attributes, sizeof attributes / sizeof *attributes, name, len))
        complain(scan->check, "reads @%.*s; a key of mb:keys() has @path, @name and @class", (int)len, name);
    return name + len;
}

static const char *scan_token(struct scan *scan, const char *s)
{
    if (*s == '\'' || *s == '"') {
        const char *end = strchr(s + 1, *s);
        size_t len = end ? (size_t)(end - s - 1) : strlen(s + 1);
        count_token(scan, s + 1, len);
        return s + 1 + len + (end != NULL);
    }
    if (*s == '$')
        return scan_variable(scan, s);
    if (*s == '@')
        return scan_attribute(scan, s);
    if (name_start(*s))
        return scan_name(scan, s);
    if (*s == ',')
        end_argument(scan, &scan->calls[scan->depth]);
    else if (*s == ')')
        close_call(scan);
    else
        count_token(scan, NULL, 0);
    if (*s == '(')
        open_call(scan, NULL);
    return s + 1;
}

void judge_check_names(struct judge_check *check, const char *expression)
{
    struct scan scan = {.check = check};
    for (const char *s = expression; *(s += strspn(s, " \t\r\n"));)
        s = scan_token(&scan, s);
}

/* ---- what else of an article names properties and classes ------------------------------------- */

static const char *const fleet_words[] = {"property", "value", "majority", "settings", "others"};

static void check_vars(struct judge_check *check, const xmlNode *node)
{
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE)
            continue;
        check_vars(check, child);
        if (strcmp((const char *)child->name, "var") != 0)
            continue;
        xmlChar *name = xmlGetNoNsProp(child, (const xmlChar *)"name");
        long line = xmlGetLineNo(child->parent);
        check->line = line > 0 ? (unsigned long)line : 0;
        if (name && !check->fleet &&
            one_of(fleet_words, sizeof fleet_words / sizeof *fleet_words, (const char *)name,
                   strlen((const char *)name)))
            complain(check, "names {%s}, which only rules of fleet scope have", (const char *)name);
        if (name && check->fleet &&
            ((*name >= 'A' && *name <= 'Z') || strcmp((const char *)name, "class") == 0))
            complain(check,
                     "names {%s}; a rule of fleet scope has no other values than {value}, {majority}, "
                     "{settings} and {others}",
                     (const char *)name);
        else if (name && *name >= 'A' && *name <= 'Z')
            known_property(check, (const char *)name, strlen((const char *)name));
        xmlFree(name);
    }
}

static void check_property(struct judge_check *check, const char *name)
{
    known_property(check, name, strlen(name));
}

void judge_check_fleet(struct judge_check *check, const struct mba_rule *rule)
{
    char *wrong = mba_fleet_check(rule->test);
    check->line = rule->test_line;
    check->what = "test expression";
    if (wrong)
        complain(check, "%s", wrong);
    free(wrong);
    for (const char *const *name = rule->compares; name && *name; name++)
        known_property(check, *name, strlen(*name));
}

void judge_check_article(struct judge_check *check, const struct mba_article *article)
{
    const struct mba_rule *rule = &article->rule;
    check->line = rule->line;
    check->what = "rule";
    for (const char *const *name = rule->classes; *name; name++)
        if (!judge_class_known(check->dict, *name))
            complain(check, "names the class %s, which the metabase schema does not have", *name);
    for (size_t i = 0; i < rule->expect_count; i++)
        check_property(check, rule->expects[i].property);
    for (size_t i = 0; i < rule->absent_count; i++)
        check_property(check, rule->absents[i].property);
    for (size_t i = 0; i < rule->hint_count; i++)
        check_property(check, rule->hints[i].property);
    check->what = "text";
    check->fleet = rule->scope == MBA_SCOPE_FLEET;
    check_vars(check, article->node);
}
