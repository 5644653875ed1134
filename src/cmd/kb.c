/* mbaudit kb list, mbaudit kb show: what the knowledge base holds. */
#include <string.h>

#include "cmd/kb.h"
#include "cmd/table.h"

/* A severity's column: as wide as its longest word, "best-practice". */
#define SEVERITY_WIDTH 13

/* Every folder is looked at, so that one run shows every mistake. */
static int load_kb(const struct cmd_options *opt, struct mba_kb *kb, struct mba_problems *problems)
{
    bool good = mba_kb_load_builtin(kb, false, problems);
    for (size_t i = 0; i < opt->kb_dir_count; i++)
        good &= mba_kb_load_dir(kb, opt->kb_dirs[i], problems);
    cmd_problems(opt, problems);
    return problems->failed ? CMD_EXIT_FAILED : good ? CMD_EXIT_OK : CMD_EXIT_USAGE;
}

struct mba_kb *cmd_load_kb(const struct cmd_options *opt, int *code)
{
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    if (!kb) {
        cmd_error(opt, "out of memory");
        *code = CMD_EXIT_FAILED;
        return NULL;
    }
    *code = load_kb(opt, kb, &problems);
    mba_problems_free(&problems);
    const char *unknown =
        *code == CMD_EXIT_OK && opt->rule_count ? mba_kb_select(kb, opt->rules, opt->rule_count) : NULL;
    if (unknown)
        *code = cmd_usage(opt, "--rule: no rule has the id '%s'; mbaudit kb list shows them all", unknown);
    if (*code == CMD_EXIT_OK)
        return kb;
    mba_kb_free(kb);
    return NULL;
}

static bool on_class(const struct mba_article *article, const char *pattern)
{
    for (const char *const *name = article->rule.classes; name && *name; name++)
        if (mba_glob(pattern, *name))
            return true;
    return false;
}

/* An article that covers two sources names both. */
static bool follows(const struct mba_article *article, const char *pattern)
{
    char word[64];
    for (const char *s = article->source ? article->source : ""; *s; s += strspn(s, " ")) {
        size_t len = strcspn(s, " ");
        snprintf(word, sizeof word, "%.*s", (int)len, s);
        if (mba_glob(pattern, word))
            return true;
        s += len;
    }
    return false;
}

static bool listed(const struct cmd_options *opt, const struct mba_article *article)
{
    enum mba_severity severity;
    if (opt->severity && mba_severity_parse(opt->severity, &severity) && severity != article->rule.severity)
        return false;
    return (!opt->service || mba_glob(opt->service, article->service)) &&
           (!opt->class_name || on_class(article, opt->class_name)) &&
           (!opt->source || follows(article, opt->source));
}

static int longest(int width, const char *text)
{
    int len = (int)strlen(text);
    return len > width ? len : width;
}

int cmd_kb_list(const struct cmd_options *opt)
{
    int code, id_width = 0, service_width = 0;
    size_t shown = 0;
    struct mba_kb *kb = cmd_load_kb(opt, &code);
    if (!kb)
        return code;
    for (size_t i = 0; i < mba_kb_count(kb); i++) {
        const struct mba_article *a = mba_kb_at(kb, i);
        id_width = longest(id_width, a->id);
        service_width = longest(service_width, a->service);
    }
    for (size_t i = 0; i < mba_kb_count(kb); i++) {
        const struct mba_article *a = mba_kb_at(kb, i);
        if (!listed(opt, a))
            continue;
        shown++;
        printf("%-*s  %-*s  %-*s  %s\n", id_width, a->id, SEVERITY_WIDTH, mba_severity_word(a->rule.severity),
               service_width, a->service, a->title);
    }
    if (!shown)
        cmd_note(opt, "no article is like that (of %zu)", mba_kb_count(kb));
    mba_kb_free(kb);
    return CMD_EXIT_OK;
}

int cmd_no_article(const struct cmd_options *opt, const struct mba_kb *kb, const char *id)
{
    struct cmd_suggest near = {.typed = id};
    for (size_t i = 0; i < mba_kb_count(kb); i++)
        cmd_suggest_offer(&near, mba_kb_at(kb, i)->id);
    if (near.best)
        cmd_error(opt, "no article '%s'; did you mean '%s'?", id, near.best);
    else
        cmd_error(opt, "no article '%s'; mbaudit kb list shows them all", id);
    return CMD_EXIT_USAGE;
}

static int print_article(const struct cmd_options *opt, const struct mba_article *article)
{
    struct mba_buf text = {0};
    int code = CMD_EXIT_OK;
    mba_article_print(article, opt->width, opt->color_out, &text);
    if (text.failed) {
        cmd_error(opt, "out of memory");
        code = CMD_EXIT_FAILED;
    } else if (text.len > 0) {
        fwrite(text.data, 1, text.len, stdout);
    }
    mba_buf_free(&text);
    return code;
}

int cmd_kb_show(const struct cmd_options *opt)
{
    int code;
    struct mba_kb *kb = cmd_load_kb(opt, &code);
    if (!kb)
        return code;
    const struct mba_article *article = mba_kb_find(kb, opt->operands[0]);
    code = article ? print_article(opt, article) : cmd_no_article(opt, kb, opt->operands[0]);
    mba_kb_free(kb);
    return code;
}
