/* The built-in articles: valid, complete, and each with examples that try it from all sides. */
#include <stdlib.h>
#include <string.h>

#include <libxml/tree.h>
#include <nettle/sha2.h>

#include "article.h"
#include "unit.h"

static size_t children(const xmlNode *node, const char *name, const char *attribute, const char *value)
{
    size_t n = 0;
    for (const xmlNode *child = node ? node->children : NULL; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE || strcmp((const char *)child->name, name) != 0)
            continue;
        xmlChar *got = attribute ? xmlGetNoNsProp(child, (const xmlChar *)attribute) : NULL;
        n += !attribute || (got && strcmp((const char *)got, value) == 0);
        xmlFree(got);
    }
    return n;
}

static void complain(const struct mba_article *article, const char *what)
{
    printf("\n%s: %s\n", article->file, what);
    CU_FAIL("an article is not complete");
}

static void check_sections(const struct mba_article *article)
{
    static const char *const names[] = {"cause", "intended", "verify", "check", "references"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!children(article->node, names[i], NULL, NULL))
            complain(article, names[i]);
}

static void check_examples(const struct mba_article *article)
{
    const xmlNode *examples = article->examples;
    if (children(examples, "example", NULL, NULL) < 3)
        complain(article, "fewer than three examples");
    if (!children(examples, "example", "outcome", "fail"))
        complain(article, "no example fails");
    if (!children(examples, "example", "outcome", "pass"))
        complain(article, "no example passes");
    if (!children(examples, "example", "outcome", "not-evaluated") &&
        !children(examples, "example", "outcome", "not-applicable"))
        complain(article, "no example is not-evaluated or not-applicable");
}

static void check_file_name(const struct mba_article *article)
{
    char name[256];
    snprintf(name, sizeof name, "corpus/articles/%s.xml", article->id);
    if (strcmp(name, article->file) != 0)
        complain(article, "is not named after its id");
}

UNIT_TEST(built_in_articles_load_and_are_complete)
{
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    CU_ASSERT_FATAL(mba_kb_load_builtin(kb, true, &problems));
    CU_ASSERT_EQUAL(problems.count, 0);
    for (size_t i = 0; i < mba_kb_count(kb); i++) {
        const struct mba_article *article = mba_kb_at(kb, i);
        check_file_name(article);
        check_sections(article);
        check_examples(article);
        CU_ASSERT_STRING_EQUAL(article->origin, "built in");
    }
    mba_problems_free(&problems);
    mba_kb_free(kb);
}

UNIT_TEST(built_in_articles_are_valid_for_other_tools_too)
{
    struct mba_problems problems = {0};
    CU_ASSERT(mba_kb_validate_dir("corpus/articles", &problems));
    CU_ASSERT_EQUAL(problems.count, 0);
    mba_problems_free(&problems);
}

UNIT_TEST(the_first_twelve_are_there)
{
    static const char *const ids[] = {
        "smtp-instance-stopped",     "smtp-instance-paused",   "smtp-auto-start-off",
        "smtp-categorizer-disabled", "isapi-caching-disabled", "smtp-smart-host-set",
        "smtp-hop-count-changed",    "smtp-multiple-bindings", "smtp-port-not-25",
        "smtp-anonymous-access",     "smtp-basic-auth",        "smtp-max-recipients-low"};
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    CU_ASSERT(mba_kb_load_builtin(kb, true, &problems));
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        CU_ASSERT_PTR_NOT_NULL(mba_kb_find(kb, ids[i]));
    mba_problems_free(&problems);
    mba_kb_free(kb);
}

UNIT_TEST(without_examples_an_article_is_the_same_but_for_them)
{
    struct mba_problems problems = {0};
    struct mba_kb *whole = mba_kb_new(), *lean = mba_kb_new();
    CU_ASSERT_FATAL(mba_kb_load_builtin(whole, true, &problems));
    CU_ASSERT_FATAL(mba_kb_load_builtin(lean, false, &problems));
    CU_ASSERT_EQUAL(problems.count, 0);
    CU_ASSERT_STRING_EQUAL(mba_kb_version(whole), mba_kb_version(lean));
    CU_ASSERT_EQUAL_FATAL(mba_kb_count(whole), mba_kb_count(lean));
    for (size_t i = 0; i < mba_kb_count(lean); i++) {
        const struct mba_article *a = mba_kb_at(whole, i), *b = mba_kb_at(lean, i);
        struct mba_buf text_a = {0}, text_b = {0};
        CU_ASSERT_PTR_NULL(b->examples);
        mba_article_print(a, 80, false, &text_a);
        mba_article_print(b, 80, false, &text_b);
        CU_ASSERT_STRING_EQUAL(text_a.data, text_b.data);
        mba_buf_free(&text_a);
        mba_buf_free(&text_b);
    }
    mba_problems_free(&problems);
    mba_kb_free(whole);
    mba_kb_free(lean);
}

UNIT_TEST(what_is_built_in_knows_its_hash)
{
    for (const struct mba_asset *asset = mba_assets; asset->path; asset++) {
        struct sha256_ctx hash;
        uint8_t digest[SHA256_DIGEST_SIZE];
        sha256_init(&hash);
        sha256_update(&hash, asset->len, asset->data);
        sha256_digest(&hash, sizeof digest, digest);
        CU_ASSERT_EQUAL(memcmp(digest, asset->sha256, sizeof digest), 0);
    }
}
