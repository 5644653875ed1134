/* Servers held against each other. */
#include <stdlib.h>
#include <string.h>

#include "mbaudit/audit.h"
#include "unit.h"

#define ARTICLE(id, rule)                                                                                    \
    "<article xmlns='urn:mbaudit:kb:1' id='" id "' service='SMTP' source='test'><title>T</title>"            \
    "<rule severity='warning' confidence='C' scope='fleet' class='IIsSmtpServer' " rule "/>"                 \
    "<found>{server} {path} {settings}; {others}</found><meaning><p>M</p></meaning><remedy>R</remedy>"       \
    "<fix platform='any' way='command'><step>Run <command>set {adsutil} "                                    \
    "{value}</command></step></fix></article>"

struct town {
    struct mba_kb *kb;
    struct mba_fleet *fleet;
    struct mba_arena *arena;
    size_t servers;
    enum mba_outcome outcome;
    struct mba_finding finding;
};

static void town_open(struct town *t, const char *article)
{
    struct mba_problems problems = {0};
    *t = (struct town){.kb = mba_kb_new(), .arena = mba_arena_new()};
    CU_ASSERT_TRUE(mba_kb_load_memory(t->kb, "t.xml", article, strlen(article), "built in", &problems));
    t->fleet = mba_fleet_new(t->kb);
    CU_ASSERT_PTR_NOT_NULL_FATAL(t->fleet);
    mba_problems_free(&problems);
}

static void town_close(struct town *t)
{
    mba_fleet_free(t->fleet);
    mba_kb_free(t->kb);
    mba_arena_free(t->arena);
}

static struct mba_fact hops(const char *value, const char *group)
{
    return (struct mba_fact){.path = "/LM/SmtpSvc/1",
                             .property = "HopCount",
                             .value = value,
                             .origin = *value ? MBA_ORIGIN_EXPLICIT : MBA_ORIGIN_NONE,
                             .group = group};
}

static void add(struct town *t, const char *value, const char *group, size_t times)
{
    for (; times > 0; times--) {
        char name[16];
        struct mba_fact fact = hops(value, group);
        snprintf(name, sizeof name, "S%zu", ++t->servers);
        CU_ASSERT_TRUE(mba_fleet_count(t->fleet, t->servers, name, &fact));
    }
}

static void judge(struct town *t, const char *server, const char *value, const char *group)
{
    struct mba_fact fact = hops(value, group);
    CU_ASSERT_TRUE(mba_fleet_judge(t->fleet, server, &fact, 1, t->arena, &t->outcome, &t->finding));
}

#define DRIFT                                                                                                \
    ARTICLE("drift", "compare='HopCount' servers='5' test='$share &gt;= 75 and $value != $majority'")
#define SHARED ARTICLE("shared", "compare='HopCount' test='$same &gt; 1'")

UNIT_TEST(what_differs_from_most_servers_fails)
{
    struct town t;
    town_open(&t, DRIFT);
    add(&t, "30", "g", 6);
    add(&t, "15", "g", 1);
    add(&t, "", "g", 1);
    judge(&t, "S7", "15", "g");
    CU_ASSERT_EQUAL(t.outcome, MBA_OUTCOME_FAIL);
    CU_ASSERT_STRING_EQUAL(t.finding.found, "S7 /LM/SmtpSvc/1 HopCount is 15; no other server");
    CU_ASSERT_STRING_EQUAL(t.finding.evidence[0].expected, "30, as on 6 of 8 comparable servers (75 %)");
    CU_ASSERT_STRING_EQUAL(t.finding.commands[0].text, "set SmtpSvc/1 15");
    judge(&t, "S8", "", "g");
    CU_ASSERT_EQUAL(t.outcome, MBA_OUTCOME_FAIL);
    CU_ASSERT_PTR_NULL(t.finding.evidence[0].value);
    judge(&t, "S1", "30", "g");
    CU_ASSERT_EQUAL(t.outcome, MBA_OUTCOME_PASS);
    town_close(&t);
}

UNIT_TEST(what_is_not_comparable_is_not_compared)
{
    struct town t;
    town_open(&t, DRIFT);
    add(&t, "30", "g", 6);
    add(&t, "15", "h", 4);
    judge(&t, "S9", "15", "h");
    CU_ASSERT_EQUAL(t.outcome, MBA_OUTCOME_NOT_APPLICABLE);
    town_close(&t);
}

UNIT_TEST(one_server_counts_once_whatever_it_has)
{
    struct town t;
    struct mba_fact fact = hops("30", "g");
    town_open(&t, SHARED);
    add(&t, "30", "g", 1);
    CU_ASSERT_TRUE(mba_fleet_count(t.fleet, t.servers, "S1", &fact));
    add(&t, "31", "g", 1);
    judge(&t, "S1", "30", "g");
    CU_ASSERT_EQUAL(t.outcome, MBA_OUTCOME_PASS);
    town_close(&t);
}

UNIT_TEST(the_others_are_named_and_the_rest_of_them_counted)
{
    struct town t;
    town_open(&t, SHARED);
    add(&t, "Thirty", "g", 1);
    add(&t, "thirty", "g", 7);
    judge(&t, "S1", "THIRTY", "g");
    CU_ASSERT_EQUAL(t.outcome, MBA_OUTCOME_FAIL);
    CU_ASSERT_PTR_NOT_NULL(strstr(t.finding.found, "; S2, S3, S4, S5, S6 and 2 more"));
    town_close(&t);
}

UNIT_TEST(a_test_that_names_what_there_is_not_is_told)
{
    char *wrong = mba_fleet_check("$share > 3 and $hops = 1");
    CU_ASSERT_PTR_NOT_NULL_FATAL(wrong);
    CU_ASSERT_PTR_NOT_NULL(strstr(wrong, "$hops"));
    free(wrong);
    wrong = mba_fleet_check("$share >");
    CU_ASSERT_PTR_NOT_NULL(wrong);
    free(wrong);
    CU_ASSERT_PTR_NULL(mba_fleet_check("$share >= 75 and $value != $majority"));
}
