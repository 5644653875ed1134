#include "fleet.h"

#include <CUnit/CUnit.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static unsigned pick(unsigned *seed, unsigned count)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % count;
}

static void random_server(struct fleet_server *server, unsigned *seed)
{
    static const enum fleet_kind kinds[] = {FLEET_FULL,    FLEET_FULL,    FLEET_FULL,
                                            FLEET_MISSING, FLEET_DAMAGED, FLEET_UNREAD};
    server->kind = kinds[pick(seed, 6)];
    for (int p = 0; p < PATHS; p++) {
        server->setting[p] = (int)pick(seed, 3);
        for (int r = 0; r < RULES; r++) {
            server->cell[r][p] = (int)pick(seed, 5);
            server->grave[r][p] = pick(seed, 4) == 0;
        }
    }
}

void fleet_random(struct fleet *fleet, unsigned *seed)
{
    for (int r = 0; r < RULES; r++)
        fleet->rule[r] = pick(seed, 6) != 0;
    for (int s = 0; s < SERVERS; s++)
        random_server(&fleet->server[s], seed);
}

/* ---- writing ---------------------------------------------------------------------------------------- */

static const char *const paths[PATHS] = {"/LM/SmtpSvc/1", "/LM/SmtpSvc/2", "/LM/W3SVC/1"};

static void write_finding(FILE *to, const struct fleet_server *server, int s, int r, int p)
{
    char rule[32], name[32], id[17];
    snprintf(rule, sizeof rule, "rule-%d", r);
    snprintf(name, sizeof name, "SRV%d", s);
    mba_finding_id(rule, name, paths[p], id);
    fprintf(to,
            "<finding id='%s' rule='%s' severity='%s' path='%s'><found>F</found>"
            "<evidence property='HopCount' value='%d' origin='explicit' export='1' line='%d'/>"
            "<remedy>R</remedy></finding>\n",
            id, rule, server->grave[r][p] ? "error" : "warning", paths[p], server->cell[r][p], r + 1);
}

static void write_server(FILE *to, const struct fleet *fleet, int s)
{
    static const char *const completeness[] = {
        [FLEET_FULL] = "full", [FLEET_DAMAGED] = "partly", [FLEET_UNREAD] = "none"};
    const struct fleet_server *server = &fleet->server[s];
    bool read = server->kind != FLEET_UNREAD;
    fprintf(
        to,
        "<server name='SRV%d'>\n<snapshot captured='2006-05-16T02:00:00Z' completeness='%s' keys='3' "
        "fail='0' "
        "pass='0' not-applicable='0' not-evaluated='0'>\n<export input='i' member='m' format='f' keys='3' "
        "runtime='no' partial='%s'/>\n",
        s, completeness[server->kind], server->kind == FLEET_DAMAGED ? "yes" : "no");
    for (int p = 0; read && p < PATHS; p++)
        for (int r = 0; r < RULES; r++)
            if (fleet->rule[r] && server->cell[r][p] >= CELL_FAIL)
                write_finding(to, server, s, r, p);
    for (int p = 0; read && p < PATHS; p++)
        for (int r = 0; r < RULES; r++)
            if (fleet->rule[r] && server->cell[r][p] == CELL_UNKNOWN)
                fprintf(to,
                        "<not-evaluated rule='rule-%d' path='%s' "
                        "objects='1'><reason>X.</reason></not-evaluated>\n",
                        r, paths[p]);
    fprintf(to, "<recorded keys='objects'>");
    for (int p = 0; read && p < PATHS; p++) {
        fprintf(to, "<object path='%s' class='IIsSmtpServer'>", paths[p]);
        if (server->setting[p])
            fprintf(to, "<set property='HopCount'>%d</set>", server->setting[p]);
        fprintf(to, "</object>");
    }
    fprintf(to, "</recorded>\n</snapshot>\n</server>\n");
}

static void write_head(FILE *to, const struct fleet *fleet)
{
    static const char outcomes[] = "fail='0' pass='0' not-applicable='0' not-evaluated='0'";
    static const char *const severities[] = {"error", "warning", "non-default", "best-practice",
                                             "information"};
    fprintf(
        to,
        "<findings xmlns='" MBA_FINDINGS_NS "' schema='1'><head>"
        "<generator name='mbaudit' version='1'/><created>2006-05-16T03:00:00Z</created><settings/>"
        "<knowledge-base version='v' rules='4'/>"
        "<totals servers='0' snapshots='0' exports='0' keys='0' findings='0' inputs='0' inputs-failed='0' "
        "problems='0' status='ok'><completeness full='0' partly='0' none='0'/>");
    for (int i = 0; i < 5; i++)
        fprintf(to, "<severity name='%s' findings='0' servers='0'/>", severities[i]);
    fprintf(to, "<outcomes %s/></totals><inputs/><problems/><rules>", outcomes);
    for (int r = 0; r < RULES; r++)
        if (fleet->rule[r])
            fprintf(to, "<rule id='rule-%d' title='T' severity='warning' service='SMTP' %s servers='0'/>", r,
                    outcomes);
    fprintf(to, "</rules><articles/></head>\n<servers>\n");
}

bool fleet_write(const struct fleet *fleet, const char *path)
{
    FILE *to = fopen(path, "w");
    if (!to)
        return false;
    write_head(to, fleet);
    for (int s = 0; s < SERVERS; s++)
        if (fleet->server[s].kind != FLEET_MISSING)
            write_server(to, fleet, s);
    fprintf(to, "</servers></findings>\n");
    return fclose(to) == 0;
}

/* ---- what must come of it --------------------------------------------------------------------------- */

static bool fails(const struct fleet *fleet, int s, int r, int p)
{
    enum fleet_kind kind = fleet->server[s].kind;
    return (kind == FLEET_FULL || kind == FLEET_DAMAGED) && fleet->rule[r] &&
           fleet->server[s].cell[r][p] >= CELL_FAIL;
}

static bool surely_passes(const struct fleet *fleet, int s, int r, int p)
{
    return fleet->server[s].kind == FLEET_FULL && fleet->rule[r] && fleet->server[s].cell[r][p] == CELL_PASS;
}

static void expect_cell(const struct fleet *a, const struct fleet *b, int s, int r, int p,
                        struct fleet_counts *out)
{
    const struct fleet_server *then = &a->server[s], *now = &b->server[s];
    bool was = fails(a, s, r, p), is = fails(b, s, r, p);
    if (was && is && then->cell[r][p] == now->cell[r][p] && then->grave[r][p] == now->grave[r][p])
        out->open++;
    else if (was && is)
        out->changed++;
    else if (is && surely_passes(a, s, r, p))
        out->fresh++;
    else if (was && surely_passes(b, s, r, p))
        out->resolved++;
    else if (is || was)
        out->lost++;
}

static bool was_read(const struct fleet *fleet, int s)
{
    return fleet->server[s].kind == FLEET_FULL || fleet->server[s].kind == FLEET_DAMAGED;
}

void fleet_expect(const struct fleet *before, const struct fleet *after, struct fleet_counts *out)
{
    *out = (struct fleet_counts){0};
    for (int s = 0; s < SERVERS; s++)
        for (int p = 0; p < PATHS; p++) {
            for (int r = 0; r < RULES; r++)
                expect_cell(before, after, s, r, p, out);
            out->changes += was_read(before, s) && was_read(after, s) &&
                            before->server[s].setting[p] != after->server[s].setting[p];
        }
}

/* ---- comparing -------------------------------------------------------------------------------------- */

static bool is_valid(const char *path)
{
    const struct mba_asset *asset = mba_asset_find("corpus/schema/findings.rng");
    xmlRelaxNGParserCtxtPtr parser =
        asset ? xmlRelaxNGNewMemParserCtxt((const char *)asset->data, (int)asset->len) : NULL;
    xmlRelaxNGPtr schema = parser ? xmlRelaxNGParse(parser) : NULL;
    xmlRelaxNGValidCtxtPtr valid = schema ? xmlRelaxNGNewValidCtxt(schema) : NULL;
    xmlDocPtr doc = xmlReadFile(path, NULL, XML_PARSE_NONET);
    bool good = valid && doc && xmlRelaxNGValidateDoc(valid, doc) == 0;
    xmlFreeDoc(doc);
    xmlRelaxNGFreeValidCtxt(valid);
    xmlRelaxNGFree(schema);
    xmlRelaxNGFreeParserCtxt(parser);
    return good;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The lines of text in order. */
static char *sorted(char *text)
{
    size_t count = 0, cap = 0;
    char **lines = NULL;
    struct mba_buf out = {0};
    for (char *line = text; line && *line; count++) {
        char *end = strchr(line, '\n');
        *end = '\0';
        CU_ASSERT_FATAL(mba_grow(&lines, &cap, count + 1, sizeof *lines));
        lines[count] = line;
        line = end + 1;
    }
    if (count)
        qsort(lines, count, sizeof *lines, by_text);
    for (size_t i = 0; i < count; i++)
        mba_buf_printf(&out, "%s\n", lines[i]);
    free(lines);
    free(text);
    return out.data ? out.data : strdup("");
}

static char *statuses(const char *path)
{
    char *error = NULL;
    struct mba_buf lines = {0};
    struct mba_reader *reader = mba_reader_open(path, &error);
    for (xmlDocPtr section; reader && (section = mba_reader_next(reader, &error)); xmlFreeDoc(section)) {
        xmlNodePtr root = xmlDocGetRootElement(section);
        for (xmlNodePtr node = xmlFirstElementChild(xmlFirstElementChild(root)); node;
             node = xmlNextElementSibling(node))
            if (mba_node_attr(node, "status"))
                mba_buf_printf(&lines, "%s %s %s%s\n", mba_node_attr(root, "server"),
                               mba_node_attr(node, "id"), mba_node_attr(node, "status"),
                               mba_finding_accepted(node) ? " accepted" : "");
    }
    CU_ASSERT_PTR_NULL(error);
    mba_reader_free(reader);
    return lines.data ? sorted(lines.data) : strdup("");
}

char *fleet_compare(const char *before, const char *after, const struct mba_waivers *waivers,
                    struct mba_comparison *result)
{
    char path[] = "/tmp/mbaudit-compared-XXXXXX", *error = NULL, *lines = NULL;
    const struct mba_compare job = {
        .before = before, .before_name = "b", .after = after, .after_name = "a", .waivers = waivers};
    enum mba_fault fault;
    int fd = mkstemp(path);
    CU_ASSERT_FATAL(fd >= 0);
    if (mba_compare_write(&job, "/tmp", fd, false, result, &fault, &error)) {
        CU_ASSERT_TRUE(is_valid(path));
        lines = statuses(path);
        mba_problems_free(&result->differences);
    }
    free(error);
    close(fd);
    unlink(path);
    return lines;
}
