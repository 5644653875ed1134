/* structure: the elements of an article, their order, their attributes and the words in these.
 * One table says it all; corpus/schema/kb.rng says the same for other tools. */
#include <string.h>

#include "kb/parts.h"

enum content {
    SEQUENCE, /* the children of the model in its order; ? optional, + one or more, * any number */
    CHOICE,   /* one or more children of the model in any order */
    MIXED,    /* text, and children of the model anywhere in it */
    TEXT,     /* text that is not empty */
    EMPTY
};
struct attribute_spec {
    const char *name;
    bool required;
    const char *const *words; /* NULL: any text */
    bool list;                /* several words, separated by white space */
};
struct element_spec {
    const char *parent; /* NULL: wherever it may stand */
    const char *name;
    enum content content;
    const char *model;
    struct attribute_spec attributes[13];
};

#define BLOCKS "p note list"
#define STEPS "p note list step"
#define INLINE "code command"

static const struct element_spec elements[] = {
    {NULL,
     "article",
     SEQUENCE,
     "title rule found meaning cause? intended? verify? remedy fix+ check? references? examples?",
     {{"id", true, NULL, false}, {"service", true, NULL, false}, {"source", true, NULL, false}}},
    {NULL, "title", TEXT, "", {{0}}},
    {NULL,
     "rule",
     SEQUENCE,
     "when* absent* expect* hint* collect?",
     {{"severity", true, kb_severities, false},
      {"confidence", false, kb_confidences, false},
      {"scope", false, kb_scopes, false},
      {"class", false, NULL, false},
      {"path", false, NULL, false},
      {"compare", false, NULL, false},
      {"comparable", false, kb_comparable, true},
      {"together", false, kb_yes_no, false},
      {"servers", false, NULL, false},
      {"applies", false, NULL, false},
      {"test", true, NULL, false},
      {"defaults", false, kb_decide, false}}},
    {NULL, "when", EMPTY, "", {{"severity", true, kb_severities, false}, {"test", true, NULL, false}}},
    {NULL,
     "absent",
     EMPTY,
     "",
     {{"property", true, NULL, false}, {"outcome", true, kb_absent_outcomes, false}}},
    {NULL, "expect", TEXT, "", {{"property", true, NULL, false}}},
    {NULL, "hint", TEXT, "", {{"property", true, NULL, false}, {"test", true, NULL, false}}},
    {NULL, "collect", TEXT, "", {{0}}},
    {NULL, "found", TEXT, "", {{0}}},
    {NULL, "meaning", CHOICE, BLOCKS, {{0}}},
    {NULL, "cause", CHOICE, BLOCKS, {{0}}},
    {NULL, "intended", CHOICE, BLOCKS, {{0}}},
    {NULL, "verify", CHOICE, STEPS, {{0}}},
    {NULL, "remedy", TEXT, "", {{0}}},
    {NULL, "fix", CHOICE, STEPS, {{"platform", true, kb_platforms, true}, {"way", true, kb_ways, false}}},
    {NULL, "check", CHOICE, STEPS, {{0}}},
    {NULL, "references", SEQUENCE, "reference+", {{0}}},
    {NULL,
     "reference",
     TEXT,
     "",
     {{"kind", true, kb_reference_kinds, false}, {"id", false, NULL, false}, {"href", false, NULL, false}}},
    {NULL, "p", MIXED, INLINE, {{0}}},
    {NULL, "note", MIXED, INLINE, {{0}}},
    {NULL, "step", MIXED, INLINE, {{0}}},
    {NULL, "list", SEQUENCE, "item+", {{0}}},
    {"list", "item", MIXED, INLINE, {{0}}},
    {NULL, "code", TEXT, "", {{0}}},
    {NULL, "command", TEXT, "", {{0}}},
    {NULL, "examples", SEQUENCE, "example+", {{0}}},
    {NULL,
     "example",
     SEQUENCE,
     "key* evidence* server*",
     {{"outcome", true, kb_outcomes, false},
      {"severity", false, kb_severities, false},
      {"complete", false, kb_completes, false},
      {"runtime", false, kb_yes_no, false},
      {"captured", false, NULL, false},
      {"shows", false, NULL, false}}},
    {NULL, "server", SEQUENCE, "key*", {{"name", true, NULL, false}, {"more", false, NULL, false}}},
    {NULL, "key", SEQUENCE, "property*", {{"path", false, NULL, false}, {"class", true, NULL, false}}},
    {NULL,
     "evidence",
     EMPTY,
     "",
     {{"object", true, NULL, false}, {"property", true, NULL, false}, {"value", false, NULL, false}}},
    {NULL,
     "property",
     SEQUENCE,
     "item*",
     {{"name", true, NULL, false}, {"value", false, NULL, false}, {"secret", false, kb_yes_no, false}}},
    {"property", "item", TEXT, "", {{0}}},
};

static const struct element_spec *spec_of(const char *parent, const char *name)
{
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
        const struct element_spec *spec = &elements[i];
        if (strcmp(spec->name, name) == 0 && (!spec->parent || strcmp(spec->parent, parent) == 0))
            return spec;
    }
    return NULL;
}

/* ---- attributes ------------------------------------------------------------------------------ */

static void unknown_word(struct kb_load *load, unsigned long line, const char *name, const char *word,
                         size_t len, const char *const *words)
{
    struct mba_buf list = {0};
    for (size_t i = 0; words[i]; i++)
        mba_buf_printf(&list, "%s%s", i ? ", " : "", words[i]);
    kb_error(load, line, "%s is \"%.*s\"; use one of %s", name, (int)len, word, list.data ? list.data : "");
    mba_buf_free(&list);
}

static void check_words(struct kb_load *load, const xmlNode *node, const struct attribute_spec *spec,
                        const char *value)
{
    if (!spec->list) {
        if (kb_word_index(spec->words, value, strlen(value)) < 0)
            unknown_word(load, kb_line(node), spec->name, value, strlen(value), spec->words);
        return;
    }
    const char *const *words = kb_words(load, value);
    for (; words && *words; words++)
        if (kb_word_index(spec->words, *words, strlen(*words)) < 0)
            unknown_word(load, kb_line(node), spec->name, *words, strlen(*words), spec->words);
}

static void check_attribute(struct kb_load *load, const xmlNode *node, const struct attribute_spec *spec)
{
    const char *value = kb_attribute(load, node, spec->name);
    if (!value) {
        if (spec->required)
            kb_error(load, kb_line(node), "<%s> has no attribute %s; add it", node->name, spec->name);
    } else if (!*value && strcmp(spec->name, "value") != 0) {
        kb_error(load, kb_line(node), "attribute %s of <%s> is empty; give it a value%s", spec->name,
                 node->name, spec->required ? "" : " or leave it out");
    } else if (spec->words) {
        check_words(load, node, spec, value);
    }
}

static bool attribute_known(const struct element_spec *spec, const xmlAttr *attribute)
{
    for (const struct attribute_spec *a = spec->attributes; a->name; a++)
        if (!attribute->ns && strcmp(a->name, (const char *)attribute->name) == 0)
            return true;
    return false;
}

static void check_attributes(struct kb_load *load, const xmlNode *node, const struct element_spec *spec)
{
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        if (attribute_known(spec, a))
            continue;
        struct mba_buf list = {0};
        for (const struct attribute_spec *s = spec->attributes; s->name; s++)
            mba_buf_printf(&list, "%s%s", list.len ? ", " : "; it takes ", s->name);
        kb_error(load, kb_line(node), "<%s> has an unknown attribute %s%s", node->name, a->name,
                 list.data ? list.data : "; it takes none");
        mba_buf_free(&list);
    }
    for (const struct attribute_spec *a = spec->attributes; a->name; a++)
        check_attribute(load, node, a);
}

/* ---- content --------------------------------------------------------------------------------- */

/* The next name of a model and its mark (?, +, * or 0). NULL at the end. */
static const char *model_next(const char *model, size_t *len, char *mark)
{
    model += strspn(model, " ");
    *len = strcspn(model, " ?+*");
    *mark = model[*len] == ' ' ? '\0' : model[*len];
    return *len ? model : NULL;
}

static bool model_has(const char *model, const char *name)
{
    size_t len;
    char mark;
    while ((model = model_next(model, &len, &mark))) {
        if (strlen(name) == len && memcmp(model, name, len) == 0)
            return true;
        model += len + (mark != '\0');
    }
    return false;
}

static void misplaced(struct kb_load *load, const xmlNode *child, const struct element_spec *spec,
                      const char *expected, size_t len)
{
    if (!*spec->model)
        kb_error(load, kb_line(child), "<%s> may not stand in <%s>, which takes no elements", child->name,
                 spec->name);
    else if (!model_has(spec->model, (const char *)child->name))
        kb_error(load, kb_line(child), "<%s> may not stand in <%s>; it takes: %s", child->name, spec->name,
                 spec->model);
    else if (expected)
        kb_error(load, kb_line(child), "<%s> stands where <%.*s> must come first", child->name, (int)len,
                 expected);
    else
        kb_error(load, kb_line(child), "<%s> stands too late or twice in <%s>; the order is: %s", child->name,
                 spec->name, spec->model);
}

static void check_sequence(struct kb_load *load, const xmlNode *node, const struct element_spec *spec)
{
    const xmlNode *child = kb_first(node, NULL);
    const char *model = spec->model;
    size_t len;
    char mark;
    while ((model = model_next(model, &len, &mark))) {
        size_t seen = 0;
        while (child && strlen((const char *)child->name) == len && memcmp(child->name, model, len) == 0) {
            seen++;
            child = kb_next(child, NULL);
            if (mark != '+' && mark != '*')
                break;
        }
        if (!seen && (mark == '\0' || mark == '+')) {
            if (child)
                misplaced(load, child, spec, model, len);
            else
                kb_error(load, kb_line(node), "<%s> has no <%.*s>; add it", node->name, (int)len, model);
            return;
        }
        model += len + (mark != '\0');
    }
    if (child)
        misplaced(load, child, spec, NULL, 0);
}

static bool is_blank_text(const xmlNode *node)
{
    const char *s = node->content ? (const char *)node->content : "";
    while (kb_is_space(*s))
        s++;
    return !*s;
}

static bool has_text(const xmlNode *node)
{
    for (const xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_TEXT_NODE && !is_blank_text(child))
            return true;
    return false;
}

static void check_choice(struct kb_load *load, const xmlNode *node, const struct element_spec *spec)
{
    for (const xmlNode *child = kb_first(node, NULL); child; child = kb_next(child, NULL))
        if (!model_has(spec->model, (const char *)child->name))
            misplaced(load, child, spec, NULL, 0);
}

static void check_content(struct kb_load *load, const xmlNode *node, const struct element_spec *spec)
{
    bool text = has_text(node), children = kb_first(node, NULL) != NULL;
    if (text && spec->content != MIXED && spec->content != TEXT)
        kb_error(load, kb_line(node), "<%s> may not hold text directly%s%s", node->name,
                 *spec->model ? "; it takes: " : "", spec->model);
    if (spec->content == SEQUENCE) {
        check_sequence(load, node, spec);
        return;
    }
    check_choice(load, node, spec);
    if (spec->content != EMPTY && !text && !children)
        kb_error(load, kb_line(node), "<%s> is empty; write something or leave it out", node->name);
}

static void check_element(struct kb_load *load, const xmlNode *node)
{
    const char *parent =
        node->parent && node->parent->type == XML_ELEMENT_NODE ? (const char *)node->parent->name : "";
    const struct element_spec *spec = spec_of(parent, (const char *)node->name);
    if (!node->ns || strcmp((const char *)node->ns->href, KB_NS) != 0) {
        kb_error(load, kb_line(node),
                 "<%s> is not in the namespace " KB_NS "; write xmlns=\"" KB_NS "\" on <article>",
                 node->name);
        return;
    }
    if (!spec)
        return; /* the parent's model has named it already */
    check_attributes(load, node, spec);
    check_content(load, node, spec);
    for (const xmlNode *child = kb_first(node, NULL); child; child = kb_next(child, NULL))
        check_element(load, child);
}

void kb_check_structure(struct kb_load *load, const xmlNode *article)
{
    if (strcmp((const char *)article->name, "article") != 0)
        kb_error(load, kb_line(article), "begins with <%s>; an article file holds one <article>",
                 article->name);
    else
        check_element(load, article);
}
