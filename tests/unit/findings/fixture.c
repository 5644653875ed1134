#include "fixture.h"

#include <CUnit/CUnit.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ARTICLE(id, severity)                                                                                \
    "<article xmlns='urn:mbaudit:kb:1' id='" id "' service='SMTP' source='test'><title>Title of " id         \
    "</title>"                                                                                               \
    "<rule severity='" severity "' confidence='A' class='IIsSmtpServer' test='$ServerState = 4'>"            \
    "<expect property='ServerState'>2 (started)</expect></rule><found>Found {path}.</found>"                 \
    "<meaning><p>It means <code>a</code> <code>b</code>.</p></meaning><remedy>Do it.</remedy>"               \
    "<fix platform='any' way='command'><step>Run <command>x</command></step></fix></article>"

bool fixture_open(struct fixture *f)
{
    static const char *const articles[RULES] = {ARTICLE("alpha", "error"), ARTICLE("beta", "information"),
                                                ARTICLE("gamma", "warning")};
    char *error = NULL;
    *f = (struct fixture){.kb = mba_kb_new(), .dict = mba_dictionary_builtin(&error)};
    bool good = f->kb && f->dict;
    for (size_t i = 0; good && i < RULES; i++)
        good =
            mba_kb_load_memory(f->kb, "test.xml", articles[i], strlen(articles[i]), "built in", &f->problems);
    free(error);
    CU_ASSERT_TRUE(good);
    return good;
}

void fixture_close(struct fixture *f)
{
    mba_kb_free(f->kb);
    mba_dictionary_free(f->dict);
    mba_problems_free(&f->problems);
}

/* ---- snapshots ---------------------------------------------------------------------------------- */

static void set_value(struct mba_metabase *mb, struct mba_key *key, const char *name, const char *text)
{
    const struct mba_property *prop = mba_property_by_name(mba_metabase_dictionary(mb), name, strlen(name));
    const struct mba_record rec = {.prop = prop,
                                   .id = prop->id,
                                   .name = prop->name,
                                   .type = prop->type,
                                   .user_type = prop->user_type,
                                   .attributes = prop->attributes,
                                   .text = text,
                                   .len = strlen(text),
                                   .line = 7};
    CU_ASSERT_TRUE(mba_metabase_set(mb, key, &rec));
}

static struct mba_metabase *metabase_of(const struct fixture *f, const struct fixture_snapshot *s,
                                        struct mba_problems *problems)
{
    struct mba_limits limits;
    bool limit_hit;
    mba_limits_default(&limits);
    struct mba_metabase *mb = mba_metabase_new(f->dict, &limits);
    const struct mba_export export = {.input = s->input,
                                      .member = s->member,
                                      .format = "adsutil",
                                      .runtime = true,
                                      .keys = 1,
                                      .encoding = "UTF-8"};
    CU_ASSERT_FATAL(mb && mba_metabase_begin_export(mb, &export) == 0);
    struct mba_key *key = mba_metabase_key(mb, "/LM/SmtpSvc/1", 13, "IIsSmtpServer", 13, 5, &limit_hit);
    set_value(mb, key, "ServerBindings", ":25:\n192.0.2.1:587:");
    if (s->state)
        set_value(mb, key, "ServerState", s->state);
    CU_ASSERT_TRUE(mba_metabase_finish(mb, problems));
    return mb;
}

static void add_findings(struct mba_outcomes *outcomes, size_t rule, unsigned count,
                         struct mba_evidence *evidence, enum mba_severity severity)
{
    static const char *const paths[] = {"/LM/SmtpSvc/1", "/LM/SmtpSvc/1/Domain", "/LM/SmtpSvc"};
    for (unsigned i = 0; i < count; i++) {
        outcomes->findings[outcomes->finding_count++] = (struct mba_finding){.rule = rule,
                                                                             .severity = severity,
                                                                             .path = paths[i % 3],
                                                                             .found = "Found <it>.",
                                                                             .remedy = "Start it & look.",
                                                                             .evidence = evidence,
                                                                             .evidence_count = 1};
        outcomes->counts[rule][MBA_OUTCOME_FAIL]++;
    }
}

bool fixture_fragment(const struct fixture *f, const struct fixture_snapshot *s, struct mba_fragment *out,
                      uint32_t counts[RULES][MBA_OUTCOME_COUNT])
{
    static const char *const missing[] = {"ServerState"};
    struct mba_finding findings[8];
    struct mba_evidence evidence = {.property = "ServerState",
                                    .value = s->value ? s->value : "4",
                                    .meaning = "stopped",
                                    .expected = "2 (started)",
                                    .origin = MBA_ORIGIN_EXPLICIT,
                                    .export_index = 0,
                                    .line = 7};
    struct mba_unevaluated unknown = {.rule = BETA,
                                      .path = "/LM/SmtpSvc/1",
                                      .other_paths = {"/LM/SmtpSvc/2"},
                                      .other_path_count = 1,
                                      .objects = 2,
                                      .missing = missing,
                                      .missing_count = 1,
                                      .reason = "Not collected.",
                                      .hint = "Look at it."};
    struct mba_outcomes outcomes = {.findings = findings,
                                    .unevaluated = &unknown,
                                    .unevaluated_count = s->beta_unknown,
                                    .counts = counts};
    struct mba_problems problems = {0};
    struct mba_metabase *mb = metabase_of(f, s, &problems);
    struct mba_export_at place = {.ordinal = 3,
                                  .bytes = 1234,
                                  .server = s->server,
                                  .server_from = "member path",
                                  .captured = MBA_TIME_NONE,
                                  .captured_from = "member path",
                                  .full = true,
                                  .top = 77,
                                  .account = "MAIL"};
    struct mba_snapshot snapshot = {.server = s->server,
                                    .server_from = "member path",
                                    .captured = MBA_TIME_NONE,
                                    .captured_from = "member path",
                                    .metabase = mb,
                                    .places = &place,
                                    .place_count = 1,
                                    .outcomes = &outcomes};
    memset(counts, 0, RULES * sizeof *counts);
    add_findings(&outcomes, ALPHA, s->alphas, &evidence, MBA_SEVERITY_ERROR);
    add_findings(&outcomes, GAMMA, s->gammas, &evidence, MBA_SEVERITY_WARNING);
    counts[BETA][s->beta_unknown ? MBA_OUTCOME_NOT_EVALUATED : MBA_OUTCOME_PASS] = 1;
    if (s->captured)
        CU_ASSERT_TRUE(mba_time_parse_iso(s->captured, &snapshot.captured));
    place.captured = snapshot.captured;
    bool good = mba_fragment_write(out, f->kb, &snapshot);
    mba_metabase_free(mb);
    mba_problems_free(&problems);
    return good;
}

bool fixture_add(const struct fixture *f, struct mba_spool *spool, const struct fixture_snapshot *s)
{
    struct mba_fragment fragment = {.counts_at = 0};
    uint32_t counts[RULES][MBA_OUTCOME_COUNT];
    mba_time captured = MBA_TIME_NONE;
    char *error = NULL;
    if (s->captured)
        mba_time_parse_iso(s->captured, &captured);
    struct mba_buf order = {0};
    mba_buf_printf(&order, "%s/%s", s->input, s->member);
    bool good = fixture_fragment(f, s, &fragment, counts) &&
                mba_spool_add(spool, s->server, captured, MBA_READ_FULL, order.data, &fragment, counts, RULES,
                              &error);
    mba_buf_free(&order);
    mba_fragment_free(&fragment);
    free(error);
    return good;
}

/* ---- documents ----------------------------------------------------------------------------------- */

static bool read_back(int fd, struct mba_buf *out)
{
    char bytes[4096];
    off_t offset = 0;
    for (ssize_t n; (n = pread(fd, bytes, sizeof bytes, offset)) > 0; offset += n)
        mba_buf_add(out, bytes, (size_t)n);
    return !out->failed;
}

bool fixture_document(const struct fixture *f, const struct fixture_snapshot *snapshots, const size_t *order,
                      size_t count, bool gzip, struct mba_buf *out)
{
    char *error = NULL;
    struct mba_spool *spool = mba_spool_new("/tmp", &error);
    const struct mba_document doc = {.created = 0, .kb = f->kb};
    bool good = spool != NULL;
    for (size_t i = 0; good && i < count; i++)
        good = fixture_add(f, spool, &snapshots[order ? order[i] : i]);
    int fd = mba_nameless_file("/tmp", &error);
    good = good && fd >= 0 && mba_spool_seal(spool, f->kb, &error) &&
           mba_document_write(spool, &doc, fd, gzip, &error) && read_back(fd, out);
    if (fd >= 0)
        close(fd);
    mba_spool_free(spool);
    free(error);
    return good;
}

const char *fixture_file(const void *bytes, size_t len)
{
    char *path = strdup("/tmp/mbaudit-unit-XXXXXX");
    int fd = mkstemp(path);
    CU_ASSERT_FATAL(fd >= 0 && write(fd, bytes, len) == (ssize_t)len && close(fd) == 0);
    return path;
}

void fixture_remove(const char *path)
{
    unlink(path);
    free((char *)path);
}

bool fixture_valid(const char *bytes, size_t len)
{
    const struct mba_asset *schema = mba_asset_find("corpus/schema/findings.rng");
    xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewMemParserCtxt((const char *)schema->data, (int)schema->len);
    xmlRelaxNGPtr rng = xmlRelaxNGParse(parser);
    xmlRelaxNGValidCtxtPtr valid = xmlRelaxNGNewValidCtxt(rng);
    xmlDocPtr doc = xmlReadMemory(bytes, (int)len, "document", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
    bool good = doc && valid && xmlRelaxNGValidateDoc(valid, doc) == 0;
    xmlFreeDoc(doc);
    xmlRelaxNGFreeValidCtxt(valid);
    xmlRelaxNGFree(rng);
    xmlRelaxNGFreeParserCtxt(parser);
    return good;
}
