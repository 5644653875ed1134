/* Folders of articles: order, duplicates, overriding, version. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "article.h"
#include "unit.h"

static char folder[64];

static void make_folder(void)
{
    strncpy(folder, "/tmp/mbaudit-kb-XXXXXX", sizeof folder - 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
}

static void write_file(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs(text, file);
    fclose(file);
}

static void remove_folder(const char *const *names)
{
    char path[128];
    for (; *names; names++) {
        snprintf(path, sizeof path, "%s/%s", folder, *names);
        unlink(path);
    }
    rmdir(folder);
}

static bool load(struct mba_kb *kb, const char *text, const char *file, const char *origin,
                 struct mba_problems *problems)
{
    return mba_kb_load_memory(kb, file, text, strlen(text), origin, problems);
}

UNIT_TEST(articles_are_in_order_of_id_and_found_by_it)
{
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    static const char *const ids[] = {"id=\"m\"", "id=\"z\"", "id=\"a\"", "id=\"n\""};
    for (size_t i = 0; i < 4; i++) {
        char *text = article_with("id=\"a-rule\"", ids[i]);
        CU_ASSERT(load(kb, text, "f", "here", &problems));
        free(text);
    }
    CU_ASSERT_EQUAL_FATAL(mba_kb_count(kb), 4);
    CU_ASSERT_STRING_EQUAL(mba_kb_at(kb, 0)->id, "a");
    CU_ASSERT_STRING_EQUAL(mba_kb_at(kb, 1)->id, "m");
    CU_ASSERT_STRING_EQUAL(mba_kb_at(kb, 2)->id, "n");
    CU_ASSERT_STRING_EQUAL(mba_kb_at(kb, 3)->id, "z");
    CU_ASSERT_PTR_NULL(mba_kb_at(kb, 4));
    CU_ASSERT_PTR_EQUAL(mba_kb_find(kb, "n"), mba_kb_at(kb, 2));
    CU_ASSERT_PTR_NULL(mba_kb_find(kb, "b"));
    mba_kb_free(kb);
    mba_problems_free(&problems);
}

UNIT_TEST(one_folder_may_not_have_an_id_twice)
{
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    CU_ASSERT(load(kb, small_article, "one.xml", "here", &problems));
    CU_ASSERT_FALSE(load(kb, small_article, "two.xml", "here", &problems));
    CU_ASSERT_EQUAL_FATAL(problems.count, 1);
    CU_ASSERT_STRING_EQUAL(problems.items[0].input, "two.xml");
    CU_ASSERT_STRING_EQUAL(problems.items[0].text,
                           "has the id a-rule, which one.xml has too; give one of them another id");
    mba_kb_free(kb);
    mba_problems_free(&problems);
}

UNIT_TEST(a_later_folder_overrides)
{
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    char *text = article_with("A   title", "Another");
    CU_ASSERT(load(kb, small_article, "one.xml", "here", &problems));
    CU_ASSERT(load(kb, text, "two.xml", "there", &problems));
    CU_ASSERT_EQUAL_FATAL(mba_kb_count(kb), 1);
    const struct mba_article *article = mba_kb_at(kb, 0);
    CU_ASSERT_STRING_EQUAL(article->title, "Another");
    CU_ASSERT_STRING_EQUAL(article->origin, "there");
    CU_ASSERT(article->overrides);
    free(text);
    mba_kb_free(kb);
    mba_problems_free(&problems);
}

UNIT_TEST(the_version_is_of_the_articles_whatever_their_order)
{
    struct mba_problems problems = {0};
    struct mba_kb *one = mba_kb_new(), *two = mba_kb_new(), *three = mba_kb_new();
    char *other = article_with("id=\"a-rule\"", "id=\"b\"");
    CU_ASSERT_EQUAL(strlen(mba_kb_version(one)), 12);
    CU_ASSERT_STRING_EQUAL(mba_kb_version(one), "e3b0c44298fc"); /* of nothing */
    load(one, small_article, "f", "here", &problems);
    load(one, other, "g", "here", &problems);
    load(two, other, "g", "there", &problems);
    load(two, small_article, "f", "there", &problems);
    load(three, other, "g", "here", &problems);
    CU_ASSERT_STRING_EQUAL(mba_kb_version(one), mba_kb_version(two));
    CU_ASSERT_STRING_NOT_EQUAL(mba_kb_version(one), mba_kb_version(three));
    CU_ASSERT_EQUAL(problems.count, 0);
    free(other);
    mba_kb_free(one);
    mba_kb_free(two);
    mba_kb_free(three);
    mba_problems_free(&problems);
}

UNIT_TEST(a_folder_gives_its_xml_files_and_all_their_mistakes)
{
    static const char *const names[] = {"a.xml", "b.xml", "c.xml", ".hidden.xml", "readme.txt", NULL};
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    char *other = article_with("id=\"a-rule\"", "id=\"z\"");
    make_folder();
    write_file("c.xml", other);
    write_file("a.xml", "<article/>");
    write_file("b.xml", "<b");
    write_file(".hidden.xml", "<b");
    write_file("readme.txt", "no article");
    CU_ASSERT_FALSE(mba_kb_load_dir(kb, folder, &problems));
    CU_ASSERT_EQUAL(mba_kb_count(kb), 1);
    CU_ASSERT_STRING_EQUAL(mba_kb_at(kb, 0)->origin, folder);
    CU_ASSERT_EQUAL_FATAL(problems.count, 2);
    CU_ASSERT_PTR_NOT_NULL(strstr(problems.items[0].input, "/a.xml"));
    CU_ASSERT_PTR_NOT_NULL(strstr(problems.items[1].input, "/b.xml"));
    CU_ASSERT_FALSE(mba_kb_validate_dir(folder, &problems));
    free(other);
    remove_folder(names);
    mba_kb_free(kb);
    mba_problems_free(&problems);
}

UNIT_TEST(a_folder_without_articles_is_a_mistake)
{
    static const char *const names[] = {NULL};
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    make_folder();
    CU_ASSERT_FALSE(mba_kb_load_dir(kb, folder, &problems));
    CU_ASSERT_FALSE(mba_kb_validate_dir(folder, &problems));
    remove_folder(names);
    CU_ASSERT_FALSE(mba_kb_load_dir(kb, folder, &problems));
    CU_ASSERT_EQUAL_FATAL(problems.count, 3);
    CU_ASSERT_STRING_EQUAL(problems.items[0].text, "holds no article; articles are files that end in .xml");
    CU_ASSERT_STRING_EQUAL(problems.items[2].text, "No such file or directory");
    CU_ASSERT_STRING_EQUAL(problems.items[2].input, folder);
    mba_kb_free(kb);
    mba_problems_free(&problems);
}

UNIT_TEST(a_file_that_cannot_be_read_is_named_once)
{
    static const char *const names[] = {NULL};
    char path[128];
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    make_folder();
    snprintf(path, sizeof path, "%s/a.xml", folder);
    CU_ASSERT_EQUAL(mkdir(path, 0700), 0);
    CU_ASSERT_FALSE(mba_kb_load_dir(kb, folder, &problems));
    CU_ASSERT_EQUAL_FATAL(problems.count, 1);
    struct mba_buf line = {0};
    mba_problem_line(&line, &problems.items[0]);
    snprintf(path, sizeof path, "%s/a.xml: is a folder, not a file", folder);
    CU_ASSERT_STRING_EQUAL(line.data, path);
    mba_buf_free(&line);
    snprintf(path, sizeof path, "%s/a.xml", folder);
    rmdir(path);
    remove_folder(names);
    mba_kb_free(kb);
    mba_problems_free(&problems);
}
