/* parts: what the files of this room share. Nothing here is for other rooms. */
#ifndef MBAUDIT_KB_PARTS_H
#define MBAUDIT_KB_PARTS_H

#include <libxml/tree.h>
#include <libxml/xpath.h>

#include "mbaudit/kb.h"

#define KB_NS "urn:mbaudit:kb:1"
#define KB_DIGEST_BYTES 32
#define KB_ARTICLE_MAX_BYTES ((size_t)4 << 20)

struct kb_entry {
    struct mba_article article;
    xmlDocPtr doc; /* owns article.node; article.examples is taken out of it and owned by the entry */
    unsigned char digest[KB_DIGEST_BYTES];
};
struct mba_kb {
    struct mba_arena *arena; /* strings and lists of all articles */
    struct kb_entry **entries;
    size_t count, cap;
    xmlXPathContextPtr xpath; /* only to see whether expressions compile */
    char version[13];
};

/* One file while it is read. All of its errors are given, not only the first. */
struct kb_load {
    struct mba_arena *arena;
    const char *file;
    struct mba_problems *problems;
    size_t errors;
    xmlXPathContextPtr xpath; /* to compile expressions with */
    bool checked;             /* built in, and checked when the program was made: not again */
};

/* kb.c */
void kb_entry_free(struct kb_entry *entry);
bool kb_insert(struct mba_kb *kb, struct kb_load *load,
               struct kb_entry *entry); /* false: entry stays the caller's */
void kb_update_version(struct mba_kb *kb);

/* load.c */
struct dirent;
/* The article files of a folder in order of name, each and the list free()d by the caller; none is a problem.
 */
int kb_article_files(const char *dir, struct dirent ***names, struct mba_problems *problems);
void kb_error(struct kb_load *load, unsigned long line, const char *fmt, ...) MBA_PRINTF(3, 4);
void kb_no_memory(struct kb_load *load); /* the article is lost, and the list of problems has failed */

/* document.c: bytes -> a document without DOCTYPE, or NULL with the reason in problems. *no_memory is set
 * meanwhile by the caller's error handler; that the caller reports. */
xmlDocPtr kb_parse(struct kb_load *load, const char *data, size_t len, const bool *no_memory);

/* node.c: walking, and text in the arena. What memory ran out for counts as an error of the file. */
unsigned long kb_line(const xmlNode *node);
bool kb_named(const xmlNode *node, const char *name);
xmlNodePtr kb_first(const xmlNode *parent, const char *name); /* name NULL: any element */
xmlNodePtr kb_next(const xmlNode *node, const char *name);
size_t kb_child_count(const xmlNode *parent, const char *name);
void *kb_array(struct kb_load *load, size_t count, size_t size);
const char *kb_attribute(struct kb_load *load, const xmlNode *node,
                         const char *name); /* trimmed; NULL = none */
const char *const *kb_words(struct kb_load *load,
                            const char *text);                  /* split at white space; NULL gives none */
const char *kb_text(struct kb_load *load, const xmlNode *node); /* white space collapsed */
bool kb_is_space(char c);
size_t kb_collapse(char *text); /* every run of white space becomes one blank; gives the new length */
const char *kb_verbatim(struct kb_load *load, const xmlNode *node); /* trimmed at both ends only */

/* words.c */
extern const char *const kb_comparable[];
extern const char *const kb_severities[],
    *const kb_outcomes[],
        *const kb_absent_outcomes[],
            *const kb_scopes[], *const kb_confidences[],
                                    *const kb_decide[], *const kb_ways[], *const kb_completes[],
                                                                              *const kb_yes_no[],
                                                                                  *const kb_reference_kinds[],
                                                                                      *const kb_platforms[];
int kb_word_index(const char *const *words, const char *word, size_t len);
bool mba_scope_parse(const char *word, enum mba_scope *out);

/* structure.c: elements, their order, their attributes and the words in these, against one table. */
void kb_check_structure(struct kb_load *load, const xmlNode *article);

/* prose.c: collapses white space, then turns {x} into <var name="x"/>. */
void kb_tidy_prose(struct kb_load *load, xmlNodePtr article);

/* xpath.c: says whether an expression compiles. */
xmlXPathContextPtr kb_xpath_new(void);
void kb_check_xpath(struct kb_load *load, unsigned long line, const char *what, const char *expression);

/* rule.c, article.c */
void kb_read_rule(struct kb_load *load, const xmlNode *node, struct mba_rule *rule);
void kb_read_article(struct kb_load *load, xmlNodePtr node, struct mba_article *article);

#endif
