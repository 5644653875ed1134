/* rule: <rule> -> struct mba_rule. */
#include <string.h>

#include "kb/parts.h"

static void read_severity(const char *word, enum mba_severity *out)
{
    mba_severity_parse(word, out); /* an unknown word is reported with the structure */
}

static void read_grades(struct kb_load *load, const xmlNode *node, struct mba_rule *rule)
{
    struct mba_grade *grades = kb_array(load, kb_child_count(node, "when"), sizeof *grades);
    if (!grades)
        return;
    rule->grades = grades;
    for (const xmlNode *when = kb_first(node, "when"); when; when = kb_next(when, "when")) {
        struct mba_grade *grade = &grades[rule->grade_count++];
        grade->line = kb_line(when);
        grade->test = kb_attribute(load, when, "test");
        read_severity(kb_attribute(load, when, "severity"), &grade->severity);
        if (grade->test)
            kb_check_xpath(load, grade->line, "when", grade->test);
    }
}

static void read_expects(struct kb_load *load, const xmlNode *node, struct mba_rule *rule)
{
    struct mba_expect *expects = kb_array(load, kb_child_count(node, "expect"), sizeof *expects);
    if (!expects)
        return;
    rule->expects = expects;
    for (const xmlNode *child = kb_first(node, "expect"); child; child = kb_next(child, "expect"))
        expects[rule->expect_count++] =
            (struct mba_expect){kb_attribute(load, child, "property"), kb_text(load, child)};
}

static void read_absents(struct kb_load *load, const xmlNode *node, struct mba_rule *rule)
{
    struct mba_absent *absents = kb_array(load, kb_child_count(node, "absent"), sizeof *absents);
    if (!absents)
        return;
    rule->absents = absents;
    for (const xmlNode *child = kb_first(node, "absent"); child; child = kb_next(child, "absent")) {
        struct mba_absent *absent = &absents[rule->absent_count++];
        absent->property = kb_attribute(load, child, "property");
        mba_outcome_parse(kb_attribute(load, child, "outcome"), &absent->outcome);
    }
}

static void read_hints(struct kb_load *load, const xmlNode *node, struct mba_rule *rule)
{
    struct mba_hint *hints = kb_array(load, kb_child_count(node, "hint"), sizeof *hints);
    if (!hints)
        return;
    rule->hints = hints;
    for (const xmlNode *child = kb_first(node, "hint"); child; child = kb_next(child, "hint")) {
        struct mba_hint *hint = &hints[rule->hint_count++];
        *hint = (struct mba_hint){kb_attribute(load, child, "property"), kb_attribute(load, child, "test"),
                                  kb_text(load, child), kb_line(child)};
        if (hint->test)
            kb_check_xpath(load, hint->line, "hint", hint->test);
    }
}

static void check_paths(struct kb_load *load, const struct mba_rule *rule)
{
    for (const char *const *path = rule->paths; path && *path; path++)
        if (**path != '/')
            kb_error(load, rule->line, "path \"%s\" is not absolute; write it as /LM/...", *path);
}

static void check_severity(struct kb_load *load, const struct mba_rule *rule)
{
    bool error = rule->severity == MBA_SEVERITY_ERROR;
    for (size_t i = 0; i < rule->grade_count; i++)
        error = error || rule->grades[i].severity == MBA_SEVERITY_ERROR;
    if (rule->confidence == 'C' && error)
        kb_error(load, rule->line,
                 "confidence C (reasoned) may not be of severity error; use warning or less");
}

static void check_scope(struct kb_load *load, const struct mba_rule *rule)
{
    bool classes = rule->classes && rule->classes[0], paths = rule->paths && rule->paths[0];
    if (rule->scope != MBA_SCOPE_SERVER && !classes)
        kb_error(load, rule->line,
                 "<rule> names no class; add class=\"IIsSmtpServer\" or whatever keys it judges");
    if (rule->scope == MBA_SCOPE_SERVER && !paths)
        kb_error(
            load, rule->line,
            "<rule> of scope server names no path; add the part of the tree that must have been exported, "
            "like path=\"/LM/SmtpSvc\"");
}

enum { MOST_SERVERS = 1000000 };

static void read_fleet(struct kb_load *load, const xmlNode *node, struct mba_rule *rule)
{
    const char *servers = kb_attribute(load, node, "servers"),
               *together = kb_attribute(load, node, "together");
    uint64_t count = 2;
    rule->compares = kb_words(load, kb_attribute(load, node, "compare"));
    rule->comparable = kb_words(load, kb_attribute(load, node, "comparable"));
    rule->together = together && strcmp(together, "yes") == 0;
    if (servers && (!mba_is_digits(servers, strlen(servers)) ||
                    !mba_parse_size(servers, MOST_SERVERS, &count) || count < 2))
        kb_error(load, rule->line, "servers is \"%s\"; use a number from 2 on", servers);
    rule->servers = (unsigned)count;
    bool fleet = rule->scope == MBA_SCOPE_FLEET, compares = rule->compares && rule->compares[0];
    if (fleet && !compares)
        kb_error(load, rule->line,
                 "<rule> of scope fleet compares nothing; add compare=\"HopCount\" or whatever "
                 "properties servers are compared by");
    if (!fleet && (compares || servers || together || (rule->comparable && rule->comparable[0])))
        kb_error(load, rule->line, "compare, comparable, together and servers are for scope=\"fleet\" only");
}

void kb_read_rule(struct kb_load *load, const xmlNode *node, struct mba_rule *rule)
{
    rule->line = rule->test_line = rule->applies_line = kb_line(node);
    read_severity(kb_attribute(load, node, "severity"), &rule->severity);
    const char *confidence = kb_attribute(load, node, "confidence");
    rule->confidence = confidence ? *confidence : 'A';
    const char *scope = kb_attribute(load, node, "scope");
    rule->scope = MBA_SCOPE_OBJECT;
    mba_scope_parse(scope, &rule->scope);
    rule->classes = kb_words(load, kb_attribute(load, node, "class"));
    rule->paths = kb_words(load, kb_attribute(load, node, "path"));
    read_fleet(load, node, rule);
    rule->applies = kb_attribute(load, node, "applies");
    rule->test = kb_attribute(load, node, "test");
    rule->defaults_decide = kb_attribute(load, node, "defaults") != NULL;
    if (rule->applies)
        kb_check_xpath(load, rule->applies_line, "applies", rule->applies);
    if (rule->test)
        kb_check_xpath(load, rule->test_line, "test", rule->test);
    read_grades(load, node, rule);
    read_absents(load, node, rule);
    read_expects(load, node, rule);
    read_hints(load, node, rule);
    const xmlNode *collect = kb_first(node, "collect");
    rule->collect = collect ? kb_text(load, collect) : NULL;
    check_paths(load, rule);
    check_severity(load, rule);
    check_scope(load, rule);
    if (rule->scope == MBA_SCOPE_FLEET && rule->grade_count + rule->absent_count + rule->expect_count +
                                                  rule->hint_count + rule->defaults_decide >
                                              0)
        kb_error(load, rule->line,
                 "<rule> of scope fleet takes no <when>, <absent>, <expect> or <hint>, and no defaults; it "
                 "has its test "
                 "alone");
}
