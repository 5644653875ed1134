/* mbaudit kb needs: what must be collected for which rule, from the rules themselves. */
#include <stdlib.h>
#include <string.h>

#include "cmd/kb.h"
#include "cmd/table.h"

static const char *const ways[MBA_EVIDENCE_KIND_COUNT] = {
    [MBA_EVIDENCE_ACTIVE_DIRECTORY] = "LDIF of the virtual servers, or the evidence table",
    [MBA_EVIDENCE_SERVICES] = "CLIXML of Win32_Service, or the evidence table",
    [MBA_EVIDENCE_EVENT_LOG] = "CLIXML of Win32_NTLogEvent, or the evidence table",
    [MBA_EVIDENCE_FILE_LISTING] = "the evidence table",
    [MBA_EVIDENCE_REGISTRY] = "the evidence table",
    [MBA_EVIDENCE_DNS] = "the evidence table",
    [MBA_EVIDENCE_CONNECTION] = "the evidence table",
    [MBA_EVIDENCE_MAILBOXES] = "the evidence table",
    [MBA_EVIDENCE_OPERATING_SYSTEM] = "CLIXML of Win32_OperatingSystem, or the evidence table",
    [MBA_EVIDENCE_EXCHANGE_ROLES] = "the evidence table",
};

struct needing { /* the rules asked for, and what they need */
    const struct mba_article **articles;
    struct mba_needs *needs;
    size_t count;
    struct mba_arena *arena;
};

static bool wanted(const struct cmd_options *opt, const char *id)
{
    for (size_t i = 0; i < opt->operand_count; i++)
        if (mba_glob(opt->operands[i], id))
            return true;
    return opt->operand_count == 0;
}

/* False: no memory. */
static bool gather(const struct cmd_options *opt, const struct mba_kb *kb, const struct mba_dictionary *dict,
                   struct needing *n)
{
    n->arena = mba_arena_new();
    n->articles = n->arena ? mba_arena_calloc(n->arena, mba_kb_count(kb) + 1, sizeof *n->articles) : NULL;
    n->needs = n->articles ? mba_arena_calloc(n->arena, mba_kb_count(kb) + 1, sizeof *n->needs) : NULL;
    for (size_t i = 0; n->needs && i < mba_kb_count(kb); i++) {
        const struct mba_article *article = mba_kb_at(kb, i);
        if (!wanted(opt, article->id))
            continue;
        if (!mba_rule_needs(&article->rule, dict, n->arena, &n->needs[n->count]))
            return false;
        n->articles[n->count++] = article;
    }
    return n->needs != NULL;
}

/* ---- by what is collected ------------------------------------------------------------------------ */

static bool has_kind(const struct mba_evidence_word *const *words, size_t count, enum mba_evidence_kind kind)
{
    for (size_t i = 0; i < count; i++)
        if (words[i]->kind == kind)
            return true;
    return false;
}

static void print_runtime(const struct needing *n)
{
    printf("run-time: adsutil.vbs ENUM, or CLIXML of root\\MicrosoftIISv2\n");
    for (size_t i = 0; i < n->count; i++)
        if (n->needs[i].runtime_count > 0)
            printf("  %s\n", n->articles[i]->id);
}

static void print_kind(const struct needing *n, enum mba_evidence_kind kind)
{
    printf("%s: %s\n", mba_evidence_kind_word(kind), ways[kind]);
    for (size_t i = 0; i < n->count; i++) {
        const struct mba_needs *needs = &n->needs[i];
        if (has_kind(needs->evidence, needs->evidence_count, kind))
            printf("  %s\n", n->articles[i]->id);
        else if (has_kind(needs->refining, needs->refining_count, kind))
            printf("  %s (severity)\n", n->articles[i]->id);
    }
}

static void print_by_source(const struct needing *n)
{
    size_t alone = 0;
    for (size_t i = 0; i < n->count; i++)
        alone += n->needs[i].evidence_count == 0 && n->needs[i].runtime_count == 0;
    printf("saved: MetaBase.xml, or adsutil.vbs ENUM_ALL\n"
           "  all %zu rules; %zu of them need nothing else\n",
           n->count, alone);
    print_runtime(n);
    for (int kind = 0; kind < MBA_EVIDENCE_KIND_COUNT; kind++)
        print_kind(n, (enum mba_evidence_kind)kind);
}

/* ---- by rule ------------------------------------------------------------------------------------- */

static void print_words(const char *title, const struct mba_evidence_word *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        printf("  %s  %s of %s (%s)\n", title, words[i]->property, words[i]->object,
               mba_evidence_kind_word(words[i]->kind));
}

/* In lines of at most this width, indented. */
static void print_text(const char *text, int width)
{
    enum { INDENT = 4 };
    static const char space[] = " \n\t";
    int column = 0;
    for (const char *s = text + strspn(text, space); *s; s += strspn(s, space)) {
        int len = (int)strcspn(s, space);
        bool fits = column > 0 && column + 1 + len <= width;
        if (fits)
            printf(" %.*s", len, s);
        else
            printf("%s%*s%.*s", column > 0 ? "\n" : "", INDENT, "", len, s);
        column = fits ? column + 1 + len : INDENT + len;
        s += len;
    }
    printf("\n");
}

static void print_rule(const struct mba_article *article, const struct mba_needs *needs, int width)
{
    printf("%s\n", article->id);
    for (size_t i = 0; i < needs->runtime_count; i++)
        printf("  run-time  %s\n", needs->runtime[i]->name);
    print_words("evidence", needs->evidence, needs->evidence_count);
    print_words("severity", needs->refining, needs->refining_count);
    if (!article->rule.collect)
        return;
    printf("  collect\n");
    print_text(article->rule.collect, width);
}

/* ---- the command --------------------------------------------------------------------------------- */

static int print_needs(const struct cmd_options *opt, const struct mba_kb *kb,
                       const struct mba_dictionary *dict)
{
    struct needing n = {0};
    bool good = gather(opt, kb, dict, &n);
    if (good && opt->operand_count == 0)
        print_by_source(&n);
    for (size_t i = 0; good && opt->operand_count > 0 && i < n.count; i++)
        print_rule(n.articles[i], &n.needs[i], opt->width);
    mba_arena_free(n.arena);
    if (good)
        return CMD_EXIT_OK;
    cmd_error(opt, "out of memory");
    return CMD_EXIT_FAILED;
}

/* An id that is nobody's, or a pattern that fits none. */
static const char *unknown_id(const struct cmd_options *opt, const struct mba_kb *kb)
{
    for (size_t i = 0; i < opt->operand_count; i++) {
        bool found = false;
        for (size_t a = 0; a < mba_kb_count(kb) && !found; a++)
            found = mba_glob(opt->operands[i], mba_kb_at(kb, a)->id);
        if (!found)
            return opt->operands[i];
    }
    return NULL;
}

static int with_dictionary(const struct cmd_options *opt, const struct mba_kb *kb)
{
    char *error = NULL;
    struct mba_dictionary *dict = mba_dictionary_builtin(&error);
    int code = CMD_EXIT_FAILED;
    if (dict)
        code = print_needs(opt, kb, dict);
    else
        cmd_error(opt, "%s", error ? error : "out of memory");
    mba_dictionary_free(dict);
    free(error);
    return code;
}

int cmd_kb_needs(const struct cmd_options *opt)
{
    int code;
    struct mba_kb *kb = cmd_load_kb(opt, &code);
    if (!kb)
        return code;
    const char *unknown = unknown_id(opt, kb);
    code = unknown ? cmd_no_article(opt, kb, unknown) : with_dictionary(opt, kb);
    mba_kb_free(kb);
    return code;
}
