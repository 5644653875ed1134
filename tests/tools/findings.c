/* findings COUNT SERVERS [RECORDED]: a findings document with COUNT findings on SERVERS servers, on standard
 * output; the same bytes every time. RECORDED: so many recorded settings for each server, which reports pass
 * over. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { RULES = 150 };
static const char *const severities[] = {"error", "warning", "non-default", "best-practice", "information"};

static uint64_t state;

/* splitmix64 */
static uint64_t next(void)
{
    uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static const char *severity_of(unsigned rule)
{
    return severities[rule * 5 / RULES];
}

/* A third of the findings are of ten rules. */
static unsigned pick_rule(void)
{
    uint64_t r = next();
    return (unsigned)(r % 3 == 0 ? (r >> 8) % 10 * 15 : (r >> 8) % RULES);
}

/* The counts of the head are found by going through all findings once before. */
static void count(uint64_t findings, uint64_t servers, uint64_t by_rule[RULES], uint64_t hosts[RULES])
{
    static uint64_t seen[RULES];
    state = 1;
    for (uint64_t s = 0, done = 0; s < servers; s++)
        for (uint64_t end = findings * (s + 1) / servers; done < end; done++) {
            unsigned rule = pick_rule();
            next();
            by_rule[rule]++;
            hosts[rule] += seen[rule] != s + 1;
            seen[rule] = s + 1;
        }
}

static void write_articles(void)
{
    puts("<articles>");
    for (unsigned i = 0; i < RULES; i++)
        printf("<article xmlns=\"urn:mbaudit:kb:1\" id=\"rule-%03u\" service=\"SMTP\" "
               "source=\"exbpa\"><title>Setting %u is "
               "not what it should be</title><rule severity=\"%s\" confidence=\"A\" class=\"IIsSmtpServer\" "
               "test=\"true()\"/><found>x</found><meaning><p>Setting %u decides how the virtual server "
               "treats what comes in. "
               "With any other value mail waits longer than it has to, and nothing says "
               "so.</p></meaning><cause><p>Somebody "
               "changed it by hand.</p></cause><remedy>Set it back.</remedy><fix platform=\"any\" "
               "way=\"command\"><step>Run "
               "<command>adsutil SET SmtpSvc/1/Setting%u 0</command></step></fix><references><reference "
               "kind=\"kb\" "
               "id=\"%u\" href=\"https://example.com/kb/%u\">Setting %u</reference></references></article>\n",
               i, i, severity_of(i), i, i, 100000 + i, 100000 + i, i);
    puts("</articles>");
}

static void write_head(uint64_t findings, uint64_t servers)
{
    static uint64_t by_rule[RULES], hosts[RULES];
    uint64_t by_severity[5] = {0};
    count(findings, servers, by_rule, hosts);
    for (unsigned i = 0; i < RULES; i++)
        by_severity[i * 5 / RULES] += by_rule[i];
    puts("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<findings xmlns=\"urn:mbaudit:findings:1\" "
         "schema=\"1\">\n<head>\n"
         "<generator name=\"mbaudit\" "
         "version=\"0.1.0\"/>\n<created>2006-05-18T06:00:00Z</created>\n<settings/>");
    printf(
        "<knowledge-base version=\"0123456789ab\" rules=\"%d\"><source folder=\"built in\" articles=\"%d\"/>"
        "</knowledge-base>\n<totals servers=\"%" PRIu64 "\" snapshots=\"%" PRIu64 "\" exports=\"%" PRIu64
        "\" keys=\"%" PRIu64 "\" findings=\"%" PRIu64 "\" inputs=\"1\" inputs-failed=\"0\" problems=\"0\" "
        "status=\"ok\">\n<completeness full=\"%" PRIu64 "\" partly=\"0\" none=\"0\"/>\n",
        RULES, RULES, servers, servers, servers, servers * 1300, findings, servers);
    for (int i = 0; i < 5; i++)
        printf("<severity name=\"%s\" findings=\"%" PRIu64 "\" servers=\"%" PRIu64 "\"/>\n", severities[i],
               by_severity[i], by_severity[i] < servers ? by_severity[i] : servers);
    printf(
        "<outcomes fail=\"%" PRIu64 "\" pass=\"%" PRIu64 "\" not-applicable=\"0\" not-evaluated=\"%" PRIu64
        "\"/></totals>\n<inputs>\n<input name=\"fleet.zip\" bytes=\"1000000\" kind=\"zip\" members=\"%" PRIu64
        "\" exports=\"%" PRIu64
        "\" skipped=\"0\" failed=\"0\" status=\"ok\"/></inputs>\n<problems/>\n<rules>\n",
        findings, servers * 100, servers, servers, servers);
    for (unsigned i = 0; i < RULES; i++)
        printf("<rule id=\"rule-%03u\" title=\"Setting %u is not what it should be\" severity=\"%s\" "
               "service=\"SMTP\" "
               "fail=\"%" PRIu64 "\" pass=\"%" PRIu64 "\" not-applicable=\"0\" not-evaluated=\"%" PRIu64 "\" "
               "servers=\"%" PRIu64 "\"/>\n",
               i, i, severity_of(i), by_rule[i], servers, i == 0 ? servers : 0, hosts[i]);
    puts("</rules>");
    write_articles();
    puts("</head>");
}

static void write_finding(uint64_t number, unsigned rule, uint64_t value)
{
    printf("<finding id=\"%016" PRIx64 "\" rule=\"rule-%03u\" severity=\"%s\" class=\"IIsSmtpServer\" "
           "path=\"/LM/SmtpSvc/%" PRIu64 "\" instance=\"/LM/SmtpSvc/%" PRIu64
           "\"><found>Setting%u of virtual server %" PRIu64 " is %" PRIu64
           ", which is not what it should be.</found><evidence property=\"Setting%u\" value=\"%" PRIu64
           "\" expected=\"0\" origin=\"explicit\" export=\"1\" line=\"%" PRIu64
           "\"/><remedy>Set Setting%u of "
           "virtual server %" PRIu64 " back to 0.</remedy>",
           number, rule, severity_of(rule), number + 1, number + 1, rule, number + 1, value, rule, value,
           number + 10, rule, number + 1);
    if (rule % 2)
        printf("<command platform=\"any\">adsutil SET SmtpSvc/%" PRIu64 "/Setting%u 0</command>", number + 1,
               rule);
    puts("</finding>");
}

static void write_server(uint64_t server, uint64_t first, uint64_t end, uint64_t recorded)
{
    printf("<server name=\"MAIL%06" PRIu64 ".example.com\">\n<snapshot captured=\"2006-05-16T02:00:00Z\" "
           "completeness=\"full\" keys=\"1300\" fail=\"%" PRIu64 "\" pass=\"100\" not-applicable=\"0\" "
           "not-evaluated=\"1\">\n<export input=\"fleet.zip\" member=\"MAIL%06" PRIu64
           "/MetaBase.xml\" format=\"MetaBase.xml\" keys=\"1300\" runtime=\"no\" encoding=\"UTF-8\" "
           "partial=\"no\"/>\n"
           "<instance path=\"/LM/SmtpSvc/1\" class=\"IIsSmtpServer\"><value property=\"ServerComment\" "
           "origin=\"explicit\">Default SMTP Virtual Server</value><value property=\"ServerState\" "
           "origin=\"none\"/></instance>\n",
           server, end - first, server);
    for (uint64_t i = first; i < end; i++) {
        unsigned rule = pick_rule();
        write_finding(i - first, rule, next() % 1000 + 1);
    }
    puts("<not-evaluated rule=\"rule-000\" path=\"/LM/SmtpSvc/1\" class=\"IIsSmtpServer\" "
         "objects=\"1\"><missing "
         "property=\"ServerState\"/><reason>ServerState was not collected.</reason></not-evaluated>");
    if (recorded) {
        puts("<recorded keys=\"all\"><object path=\"/LM/SmtpSvc/1\" class=\"IIsSmtpServer\">");
        for (uint64_t i = 0; i < recorded; i++)
            printf("<set property=\"Setting%" PRIu64 "\">%" PRIu64 "</set>\n", i, i * 7);
        puts("</object></recorded>");
    }
    puts("</snapshot>\n</server>");
}

int main(int argc, char **argv)
{
    uint64_t findings = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
    uint64_t servers = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
    uint64_t recorded = argc > 3 ? strtoull(argv[3], NULL, 10) : 0;
    if (servers == 0) {
        fprintf(stderr, "usage: findings COUNT SERVERS [RECORDED]\n");
        return 2;
    }
    write_head(findings, servers);
    puts("<servers>");
    state = 1;
    for (uint64_t s = 0; s < servers; s++)
        write_server(s, findings * s / servers, findings * (s + 1) / servers, recorded);
    puts("</servers>\n</findings>");
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
