/* article: <article> -> struct mba_article. */
#include <string.h>

#include "kb/parts.h"

/* Words of small letters, digits and single dashes: an id is a file name and a link. */
static bool id_valid(const char *id)
{
    bool word = false;
    for (; *id; id++) {
        bool letter = (*id >= 'a' && *id <= 'z') || (*id >= '0' && *id <= '9');
        if (!letter && (*id != '-' || !word))
            return false;
        word = letter;
    }
    return word;
}

static size_t count_commands(const xmlNode *node)
{
    size_t n = 0;
    for (const xmlNode *child = kb_first(node, NULL); child; child = kb_next(child, NULL))
        n += kb_named(child, "command") ? 1 : count_commands(child);
    return n;
}

static void add_commands(struct kb_load *load, const xmlNode *node, const char *platform,
                         struct mba_command *commands, size_t *count)
{
    for (const xmlNode *child = kb_first(node, NULL); child; child = kb_next(child, NULL)) {
        if (kb_named(child, "command"))
            commands[(*count)++] = (struct mba_command){platform, kb_verbatim(load, child)};
        else
            add_commands(load, child, platform, commands, count);
    }
}

static void read_commands(struct kb_load *load, const xmlNode *node, struct mba_article *article)
{
    size_t count = 0;
    for (const xmlNode *fix = kb_first(node, "fix"); fix; fix = kb_next(fix, "fix"))
        count += count_commands(fix);
    struct mba_command *commands = kb_array(load, count, sizeof *commands);
    if (!commands)
        return;
    article->commands = commands;
    for (const xmlNode *fix = kb_first(node, "fix"); fix; fix = kb_next(fix, "fix"))
        add_commands(load, fix, kb_attribute(load, fix, "platform"), commands, &article->command_count);
}

static const char *child_text(struct kb_load *load, const xmlNode *node, const char *name)
{
    const xmlNode *child = kb_first(node, name);
    return child ? kb_text(load, child) : NULL;
}

/* A property of an example is a value, a list, or a secret, which has neither. */
static void check_example_property(struct kb_load *load, const xmlNode *property)
{
    const char *secret = kb_attribute(load, property, "secret");
    bool is_secret = secret && strcmp(secret, "yes") == 0;
    bool value = kb_attribute(load, property, "value") != NULL;
    bool list = kb_first(property, "item") != NULL;
    if (is_secret && (value || list))
        kb_error(load, kb_line(property), "a secret <property> has a value; leave the value out");
    if (value && list)
        kb_error(load, kb_line(property), "<property> has both a value and items; use one of them");
}

static void check_examples(struct kb_load *load, const xmlNode *examples)
{
    for (const xmlNode *example = kb_first(examples, "example"); example;
         example = kb_next(example, "example")) {
        const char *outcome = kb_attribute(load, example, "outcome");
        if (kb_attribute(load, example, "severity") && outcome && strcmp(outcome, "fail") != 0)
            kb_error(load, kb_line(example),
                     "<example> has a severity, which only outcome=\"fail\" may have");
        for (const xmlNode *key = kb_first(example, "key"); key; key = kb_next(key, "key"))
            for (const xmlNode *p = kb_first(key, "property"); p; p = kb_next(p, "property"))
                check_example_property(load, p);
    }
}

void kb_read_article(struct kb_load *load, xmlNodePtr node, struct mba_article *article)
{
    article->file = load->file;
    article->id = kb_attribute(load, node, "id");
    if (article->id && *article->id && !id_valid(article->id))
        kb_error(load, kb_line(node),
                 "id is \"%s\"; use words of small letters and digits with single dashes between",
                 article->id);
    article->service = kb_attribute(load, node, "service");
    article->source = kb_attribute(load, node, "source");
    article->title = child_text(load, node, "title");
    article->found = child_text(load, node, "found");
    article->remedy = child_text(load, node, "remedy");
    const xmlNode *rule = kb_first(node, "rule");
    if (rule)
        kb_read_rule(load, rule, &article->rule);
    read_commands(load, node, article);
    article->node = node;
    article->examples = kb_first(node, "examples");
    if (article->examples) {
        check_examples(load, article->examples);
        xmlUnlinkNode(article->examples);
    }
    kb_tidy_prose(load, node);
}
