/* Facts for rules of fleet scope, into a fragment and back. */
#include <string.h>

#include "findings/private.h"
#include "fixture.h"
#include "unit.h"

struct facts {
    struct fixture f;
    struct mba_arena *arena;
    struct mba_fact *facts;
    size_t count;
    bool good;
};

static void read_back(struct facts *r, const char *text)
{
    CU_ASSERT_FATAL(fixture_open(&r->f));
    r->arena = mba_arena_new();
    CU_ASSERT_PTR_NOT_NULL_FATAL(r->arena);
    r->good = mba_facts_read(text, strlen(text), r->f.kb, r->arena, &r->facts, &r->count);
}

static void end(struct facts *r)
{
    mba_arena_free(r->arena);
    fixture_close(&r->f);
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool is(const struct mba_fact *a, const struct mba_fact *b)
{
    return a->rule == b->rule && same_text(a->path, b->path) && same_text(a->property, b->property) &&
           same_text(a->group, b->group) && a->origin == b->origin && same_text(a->from, b->from) &&
           same_text(a->value, b->value);
}

UNIT_TEST(facts_come_back_as_they_were_written)
{
    struct facts r;
    struct mba_buf text = {0};
    struct mba_fact facts[] = {
        {BETA, "/LM/SmtpSvc/1", "HopCount", "15", MBA_ORIGIN_INHERITED, "/LM/SmtpSvc", "1"},
        {GAMMA, "/LM/A", "P+Q", "", MBA_ORIGIN_NONE, NULL, ""},
        {ALPHA, "/LM/\"B\" & <C>", "P", "a&b\n</fact>", MBA_ORIGIN_EXPLICIT, NULL, "x=\"y\""}};
    struct mba_outcomes outcomes = {.facts = facts, .fact_count = 3};
    CU_ASSERT_FATAL(fixture_open(&r.f));
    mba_facts_write(&text, r.f.kb, &outcomes);
    fixture_close(&r.f);
    read_back(&r, text.data);
    CU_ASSERT_TRUE(r.good);
    CU_ASSERT_EQUAL_FATAL(r.count, 3);
    for (size_t i = 0; i < 3; i++)
        CU_ASSERT_TRUE(is(&r.facts[i], &facts[i]));
    mba_buf_free(&text);
    end(&r);
}

UNIT_TEST(the_order_of_attributes_is_no_matter)
{
    struct facts r;
    struct mba_fact expected = {ALPHA, "/LM/A", "P", "v", MBA_ORIGIN_EXPLICIT, "/LM", "g"};
    read_back(&r, "<fact from=\"/LM\" rule=\"alpha\" new=\"n\" path=\"/LM/A\" group=\"g\" property=\"P\" "
                  "origin=\"explicit\">v</fact>\n"
                  "<fact rule=\"alpha\" path=\"/LM/A\" property=\"P\" group=\"g\" "
                  "origin=\"explicit\" new=\"n\" from=\"/LM\">v</fact>");
    CU_ASSERT_TRUE(r.good);
    CU_ASSERT_EQUAL_FATAL(r.count, 2);
    CU_ASSERT_TRUE(is(&r.facts[0], &expected));
    CU_ASSERT_TRUE(is(&r.facts[1], &expected));
    end(&r);
}

UNIT_TEST(facts_of_a_rule_that_is_not_there_are_left_out)
{
    static const char *const ids[] = {"", "alph", "bravo", "gammas"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        struct facts r;
        struct mba_buf text = {0};
        mba_buf_printf(&text,
                       "<fact rule=\"%s\" path=\"/\" property=\"P\" group=\"\" "
                       "origin=\"not-set\"></fact>",
                       ids[i]);
        read_back(&r, text.data);
        CU_ASSERT_TRUE(r.good);
        CU_ASSERT_EQUAL(r.count, 0);
        mba_buf_free(&text);
        end(&r);
    }
}

UNIT_TEST(a_fact_without_a_path_is_none)
{
    struct facts r;
    read_back(&r, "<fact rule=\"alpha\" property=\"P\" group=\"\" origin=\"not-set\">x</fact>");
    CU_ASSERT_FALSE(r.good);
    end(&r);
}
