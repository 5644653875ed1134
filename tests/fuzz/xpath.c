/* The test of a rule: any expression, judged on a metabase that has something of everything. */
#include "fuzz.h"
#include "mbaudit/audit.h"

static const char metabase[] =
    "<?xml version =\"1.0\"?>\n<configuration><MBProperty>\n<IIS_ROOT\tLocation =\"/\">\n</IIS_ROOT>\n"
    "<IIsSmtpService\tLocation =\"/LM/SmtpSvc\" MaxConnections=\"5\">\n</IIsSmtpService>\n"
    "<IIsSmtpServer\tLocation =\"/LM/SmtpSvc/1\" ServerComment=\"a\" ServerState=\"4\" "
    "ServerAutoStart=\"TRUE\"\n"
    "ServerBindings=\":25:\n\t\t10.0.0.1:26:\" AuthFlags=\"AuthAnonymous | AuthBasic\" RelayIpList=\"0x1\">\n"
    "<Custom Name=\"x\" ID=\"36999\" Value=\"1\" Type=\"DWORD\" UserType=\"IIS_MD_UT_SERVER\" "
    "Attributes=\"\"/>\n"
    "</IIsSmtpServer>\n</MBProperty></configuration>\n";

static struct mba_metabase *make(void)
{
    struct mba_limits limits;
    struct mba_problems problems = {0};
    mba_limits_default(&limits);
    struct mba_metabase *mb = mba_metabase_new(fuzz_dictionary(), &limits);
    struct mba_import job = {.input = "in",
                             .member = "MetaBase.xml",
                             .mtime = MBA_TIME_NONE,
                             .data = (const unsigned char *)metabase,
                             .len = sizeof metabase - 1,
                             .metabase = mb,
                             .limits = &limits,
                             .problems = &problems};
    if (mba_import_read(&job) > MBA_WARN || !mba_metabase_finish(mb, &problems))
        abort();
    mba_problems_free(&problems);
    return mb;
}

static void add_article(struct mba_buf *out, const uint8_t *data, size_t size)
{
    mba_buf_puts(out,
                 "<article xmlns=\"urn:mbaudit:kb:1\" id=\"fuzz-rule\" service=\"SMTP\" source=\"fuzz\">"
                 "<title>T</title><rule severity=\"error\" confidence=\"A\" class=\"IIsSmtpServer\" test=\"");
    for (size_t i = 0; i < size; i++) {
        if (data[i] < 0x20 || data[i] > 0x7e)
            mba_buf_putc(out, ' ');
        else if (strchr("<>&\"", data[i]))
            mba_buf_printf(out, "&#%d;", data[i]);
        else
            mba_buf_putc(out, (char)data[i]);
    }
    mba_buf_puts(out, "\"/><found>Found at {path}.</found><meaning><p>M.</p></meaning><remedy>R.</remedy>"
                      "<fix platform=\"any\" way=\"console\"><step>S.</step></fix></article>");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct mba_metabase *mb;
    struct mba_problems problems = {0};
    struct mba_buf text = {0};
    if (size > 2000)
        return 0;
    if (!mb)
        mb = make();
    add_article(&text, data, size);
    struct mba_kb *kb = mba_kb_new();
    bool good = mba_kb_load_memory(kb, "fuzz.xml", text.data, text.len, "fuzz", &problems);
    struct mba_judge *judge = good ? mba_judge_new(kb, fuzz_dictionary(), &problems) : NULL;
    if (judge) {
        struct mba_arena *arena = mba_arena_new();
        struct mba_outcomes outcomes;
        if (mba_judge_snapshot(judge, mb, "SRV1", arena, &outcomes) != MBA_OK)
            abort();
        uint64_t sum = 0;
        for (int i = 0; i < MBA_OUTCOME_COUNT; i++)
            sum += outcomes.counts[0][i];
        if (sum != 1) /* one server, one outcome */
            abort();
        mba_arena_free(arena);
    }
    mba_judge_free(judge);
    mba_kb_free(kb);
    mba_buf_free(&text);
    mba_problems_free(&problems);
    return 0;
}
