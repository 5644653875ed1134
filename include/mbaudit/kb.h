/* kb: article files -> compiled rules.
 *
 * An article is one XML file (urn:mbaudit:kb:1, corpus/schema/kb.rng, corpus/README.md). Ownership:
 * articles belong to the knowledge base and live until mba_kb_free. Threads: a loaded knowledge base
 * is read-only and may be shared; expressions are compiled once per thread by the audit room.
 */
#ifndef MBAUDIT_KB_H
#define MBAUDIT_KB_H

#include <libxml/tree.h>

#include "mbaudit/base.h"

/* ExBPA's classes, gravest first; the numbers order findings. */
enum mba_severity {
    MBA_SEVERITY_ERROR = 0,
    MBA_SEVERITY_WARNING,
    MBA_SEVERITY_NON_DEFAULT,
    MBA_SEVERITY_BEST_PRACTICE,
    MBA_SEVERITY_INFORMATION,
    MBA_SEVERITY_COUNT
};
const char *mba_severity_word(enum mba_severity severity); /* "error" ... "information" */
bool mba_severity_parse(const char *word, enum mba_severity *out);

enum mba_scope { MBA_SCOPE_OBJECT = 0, MBA_SCOPE_SERVER, MBA_SCOPE_FLEET };
enum mba_outcome {
    MBA_OUTCOME_FAIL = 0,
    MBA_OUTCOME_PASS,
    MBA_OUTCOME_NOT_APPLICABLE,
    MBA_OUTCOME_NOT_EVALUATED,
    MBA_OUTCOME_COUNT
};
bool mba_outcome_parse(const char *word, enum mba_outcome *out);
const char *mba_outcome_word(enum mba_outcome outcome); /* "fail" "pass" "not-applicable" "not-evaluated" */

struct mba_expect { /* <expect property="ServerState">2 (started)</expect>: what evidence is held against */
    const char *property, *text;
};
struct mba_absent { /* <absent property="SmartHost" outcome="pass"/>: absence, when known, is the answer */
    const char *property;
    enum mba_outcome outcome;
};
struct mba_grade { /* <when severity="warning" test="..."/>: the first that holds replaces the severity */
    enum mba_severity severity;
    const char *test;
    unsigned long line;
};
struct mba_hint { /* <hint property="ServerAutoStart" test="...">text</hint>: shown when not evaluated */
    const char *property, *test, *text;
    unsigned long line;
};
struct mba_command {      /* a <command> inside a <fix> */
    const char *platform; /* of the <fix>: "any", "exchange", "iis6", "windows2008" */
    const char *text;     /* with {placeholders} */
};
struct mba_rule {
    enum mba_severity severity;
    char confidence; /* 'A' documented, 'B' one source, 'C' reasoned (never an error) */
    enum mba_scope scope;
    const char *const *classes; /* NULL-terminated; the objects, in object scope */
    const char *const *paths;   /* patterns, NULL-terminated; empty = any place, also unknown places */
    /* Fleet scope: the properties that servers are compared by, what makes two objects comparable ("name",
     * "exchange"), all properties as one, and from how many servers on. NULL-terminated. */
    const char *const *compares, *const *comparable;
    bool together;
    unsigned servers;
    const char *applies;  /* XPath: false = not-applicable; NULL = always */
    const char *test;     /* XPath: true = fail */
    bool defaults_decide; /* a schema default may decide (defaults="decide"); never for VOLATILE */
    const struct mba_grade *grades;
    size_t grade_count;
    const struct mba_expect *expects;
    size_t expect_count;
    const struct mba_absent *absents;
    size_t absent_count;
    const struct mba_hint *hints;
    size_t hint_count;
    const char *collect; /* what to collect when it could not be evaluated; NULL */
    unsigned long line, test_line, applies_line;
};
struct mba_article {
    const char *id, *title;
    const char *service; /* "SMTP", "Web", "FTP", "NNTP", "POP3", "IMAP4", "Metabase" */
    const char *file;    /* for messages */
    struct mba_rule rule;
    const char *found;  /* one sentence with {placeholders} */
    const char *remedy; /* one sentence with {placeholders} */
    const struct mba_command *commands;
    size_t command_count;
    const char *source;  /* whom it follows: "exbpa", "hardening", the user's word; or several of them */
    xmlNodePtr node;     /* <article> without <examples>; {x} in its texts is <var name="x"/> */
    xmlNodePtr examples; /* <examples> or NULL */
    bool overrides;      /* replaced an article of the same id from an earlier folder */
    const char *origin;  /* "built in" or the folder given with --kb */
};

struct mba_kb;
struct mba_kb *mba_kb_new(void);
void mba_kb_free(struct mba_kb *kb);
/* Errors name file, line and what to do; each becomes a problem (input = file). false: at least one.
 * All files are looked at, so that one run shows every mistake. */
/* examples: with those that only the tests of the articles need, which are nearly half of the text. Without
 * them the structure and the expressions are not checked either: make check did that, with the examples. */
bool mba_kb_load_builtin(struct mba_kb *kb, bool examples, struct mba_problems *problems);
/* Files that end in .xml, in order of name. */
bool mba_kb_load_dir(struct mba_kb *kb, const char *dir, struct mba_problems *problems);
bool mba_kb_load_memory(struct mba_kb *kb, const char *file, const char *data, size_t len, const char *origin,
                        struct mba_problems *problems);
/* Only in the check of a folder: RELAX NG validation (corpus/schema/kb.rng) of every file. */
bool mba_kb_validate_dir(const char *dir, struct mba_problems *problems);
/* Keeps only the articles whose id one of the patterns matches ('*', '?'). Returns the first pattern that
 * matches none, or NULL. */
const char *mba_kb_select(struct mba_kb *kb, const char *const *patterns, size_t count);
size_t mba_kb_count(const struct mba_kb *kb);
/* In order: by id. */
const struct mba_article *mba_kb_at(const struct mba_kb *kb, size_t index);
const struct mba_article *mba_kb_find(const struct mba_kb *kb, const char *id);
/* First 12 hexadecimal digits of SHA-256 over the article files. */
const char *mba_kb_version(const struct mba_kb *kb);
/* What a code of libxml2's XPath errors means. */
const char *mba_xpath_error(int code);
/* "windows2008" -> "Windows Server 2008 and later"; NULL if it is no platform. */
const char *mba_platform_label(const char *word, size_t len);

/* Text with {placeholders}, piece by piece: 1 and a piece, 0 at the end, -1 when *cursor stands at a
 * brace that is neither a placeholder nor doubled. {{ and }} give one brace. */
struct mba_piece {
    const char *text; /* literal text, or the placeholder's name */
    size_t len;
    bool placeholder, meaning; /* meaning: {Name:meaning} */
};
int mba_piece_next(const char **cursor, struct mba_piece *piece);

/* The article as text for a terminal of this width. */
void mba_article_print(const struct mba_article *article, int width, bool color, struct mba_buf *out);

#endif
