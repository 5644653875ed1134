/* clixml_evidence: WMI objects of root\cimv2, as Export-Clixml writes them - services, events, Windows
 * itself.
 *
 * Source of the facts: the WMI classes Win32_Service, Win32_NTLogEvent and Win32_OperatingSystem. The period
 * that a log covers is known only when its events were not chosen by source, which shows when there are some
 * of a source that no rule asks for; it ends when the computer itself says (LocalDateTime, in the same file),
 * else with the newest event.
 */
#include "import/clixml.h"
#include "import/testimony.h"

#include <stdlib.h>
#include <string.h>

/* What rules ask for; a server has hundreds of services, and a log a hundred thousand events. */
static const char *const services[] = {"SMTPSVC", "W3SVC",   "IISADMIN",    "MSFTPSVC",
                                       "NNTPSVC", "POP3SVC", "IMAP4SVC",    "MSExchangeSA",
                                       "WAS",     "FTPSVC",  "MSExchangeIS"};
static const char *const sources[] = {"SMTPSVC"};

enum { MOST_LOGS = 1000 };
struct log { /* of one server; name "": what is known of the server itself */
    char server[128], name[64];
    mba_time oldest, newest;
    bool unfiltered; /* an event of another source is there */
    unsigned long line;
};
struct reading {
    struct mba_import *job;
    struct import_notes notes;
    size_t before; /* items told by others */
    struct log *logs;
    size_t count, cap;
    unsigned long foreign, foreign_line;     /* objects of other classes */
    unsigned long unreadable, unreadable_at; /* values */
    unsigned long zoneless;                  /* times */
    size_t objects;
    const struct clixml_value *object;
    char server[128];
    enum mba_status *status;
};

static bool one_of(const char *const *words, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (mba_ascii_streq(words[i], word))
            return true;
    return false;
}

/* ---- telling ----------------------------------------------------------------------------------- */

/* False stops the reading. */
static bool tell(struct reading *r, const char *object, const char *property, const char *text,
                 unsigned long line)
{
    const struct mba_evidence_word *near;
    enum testimony_result result =
        testimony_tell(r->job, &(struct testimony_item){.word = mba_evidence_find(object, property, &near),
                                                        .server = r->server,
                                                        .object = object,
                                                        .object_len = strlen(object),
                                                        .text = text,
                                                        .len = strlen(text),
                                                        .captured = MBA_TIME_NONE,
                                                        .line = line});
    if (result == TESTIMONY_NO_VALUE && r->unreadable++ == 0)
        r->unreadable_at = line;
    if (result <= TESTIMONY_NO_VALUE)
        return true;
    *r->status = testimony_stop(r->job, result, line);
    return false;
}

/* A property as it stands, when it is there. */
static bool tell_property(struct reading *r, const char *object, const char *property)
{
    const struct clixml_value *value = clixml_property(r->object, property);
    return !value || !value->text || !*value->text || tell(r, object, property, value->text, value->line);
}

/* "log:System"; false when the name is too long to be one. */
static bool name_object(const char *kind, const char *name, char *out, size_t size)
{
    int n = snprintf(out, size, "%s:%s", kind, name);
    return n > 0 && (size_t)n < size;
}

/* ---- the classes ------------------------------------------------------------------------------- */

static bool take_service(struct reading *r)
{
    char object[200];
    const char *name = clixml_text(r->object, "Name");
    if (!name || !one_of(services, sizeof services / sizeof services[0], name) ||
        !name_object("service", name, object, sizeof object))
        return true;
    return tell_property(r, object, "Started") && tell_property(r, object, "State") &&
           tell_property(r, object, "StartMode");
}

static struct log *log_of(struct reading *r, const char *name)
{
    for (size_t i = r->count; i-- > 0;)
        if (mba_ascii_streq(r->logs[i].name, name) && mba_ascii_streq(r->logs[i].server, r->server))
            return &r->logs[i];
    if (r->count == MOST_LOGS || strlen(name) >= sizeof r->logs->name)
        return NULL;
    if (!mba_grow(&r->logs, &r->cap, r->count + 1, sizeof *r->logs)) {
        *r->status = MBA_RUN_FAILED;
        return NULL;
    }
    struct log *log = &r->logs[r->count++];
    *log = (struct log){.oldest = MBA_TIME_NONE, .newest = MBA_TIME_NONE, .line = r->object->line};
    snprintf(log->server, sizeof log->server, "%s", r->server);
    snprintf(log->name, sizeof log->name, "%s", name);
    return log;
}

static void extend(struct log *log, mba_time time)
{
    if (log->oldest == MBA_TIME_NONE || time < log->oldest)
        log->oldest = time;
    if (log->newest == MBA_TIME_NONE || time > log->newest)
        log->newest = time;
}

/* False: it has none that can be relied on, which is counted. */
static bool time_of(struct reading *r, const char *property, mba_time *out)
{
    const struct clixml_value *value = clixml_property(r->object, property);
    bool zoned = false;
    if (value && clixml_time(value, out, &zoned) && zoned)
        return true;
    r->zoneless++;
    return false;
}

static bool take_event(struct reading *r)
{
    char object[80], event[160], iso[21];
    mba_time time;
    const char *name = clixml_text(r->object, "Logfile"), *source = clixml_text(r->object, "SourceName");
    const char *code = clixml_text(r->object, "EventCode");
    struct log *log = name ? log_of(r, name) : NULL;
    if (*r->status != MBA_OK)
        return false;
    if (!log || !source || !code || !time_of(r, "TimeGenerated", &time))
        return true;
    extend(log, time);
    if (!one_of(sources, sizeof sources / sizeof sources[0], source)) {
        log->unfiltered = true;
        return true;
    }
    mba_time_iso(time, iso);
    int n = snprintf(event, sizeof event, "%s %s %s", iso, code, source);
    if (n < 0 || (size_t)n >= sizeof event || !name_object("log", name, object, sizeof object))
        return true;
    return tell(r, object, "Event", event, r->object->line);
}

static bool take_windows(struct reading *r)
{
    mba_time now;
    if (time_of(r, "LocalDateTime", &now)) {
        struct log *self = log_of(r, "");
        if (*r->status != MBA_OK)
            return false;
        if (self)
            extend(self, now);
    }
    return tell_property(r, "server", "Caption") && tell_property(r, "server", "OSProductSuite") &&
           tell_property(r, "server", "WindowsDirectory");
}

static const struct {
    const char *name;
    bool (*take)(struct reading *r);
    const char *server; /* the property that has the computer's name, where the object itself does not say */
} classes[] = {
    {"Win32_Service", take_service, "SystemName"},
    {"Win32_NTLogEvent", take_event, "ComputerName"},
    {"Win32_OperatingSystem", take_windows, "CSName"},
};

static void find_server(struct reading *r, const char *property)
{
    const char *text = clixml_text(r->object, property);
    if (clixml_server(r->object, r->server, sizeof r->server) || !text)
        return;
    size_t len = strcspn(text, ".");
    if (len > 0 && len < sizeof r->server)
        snprintf(r->server, sizeof r->server, "%.*s", (int)len, text);
}

static bool on_object(void *ctx, const struct clixml_value *object, enum mba_status *status)
{
    struct reading *r = ctx;
    const char *class = object->whole ? clixml_wmi_class(object, NULL, NULL) : NULL;
    r->object = object;
    r->status = status;
    *status = MBA_OK;
    for (size_t i = 0; class && i < sizeof classes / sizeof classes[0]; i++) {
        if (!mba_ascii_streq(class, classes[i].name))
            continue;
        r->objects++;
        r->server[0] = '\0';
        find_server(r, classes[i].server);
        return classes[i].take(r);
    }
    if (object->whole && r->foreign++ == 0)
        r->foreign_line = object->line;
    return true;
}

/* ---- one export -------------------------------------------------------------------------------- */

static bool tell_period(struct reading *r, const struct log *log, mba_time now)
{
    char object[80], iso[21];
    snprintf(r->server, sizeof r->server, "%s", log->server);
    if (!log->unfiltered || !name_object("log", log->name, object, sizeof object))
        return true;
    mba_time_iso(log->oldest, iso);
    if (!tell(r, object, "Since", iso, log->line))
        return false;
    mba_time_iso(now != MBA_TIME_NONE && now > log->newest ? now : log->newest, iso);
    return tell(r, object, "Until", iso, log->line);
}

static mba_time clock_of(const struct reading *r, const char *server)
{
    for (size_t i = 0; i < r->count; i++)
        if (!*r->logs[i].name && mba_ascii_streq(r->logs[i].server, server))
            return r->logs[i].newest;
    return MBA_TIME_NONE;
}

/* What a computer's own clock says counts for all that this file has of it. */
static void set_captured(struct reading *r)
{
    struct mba_testimony *told = r->job->testimony;
    const char *server = NULL;
    mba_time now = MBA_TIME_NONE;
    for (size_t i = r->before; i < told->count; i++) {
        if (!server || strcmp(server, told->items[i].server) != 0) {
            server = told->items[i].server;
            now = clock_of(r, server);
        }
        told->items[i].captured = now;
    }
}

static enum mba_status tell_periods(struct reading *r, bool cut)
{
    enum mba_status status = MBA_OK;
    r->status = &status;
    /* In a file that is cut off, events between those that were read may be missing. */
    for (size_t i = 0; i < r->count && !cut; i++)
        if (*r->logs[i].name && !tell_period(r, &r->logs[i], clock_of(r, r->logs[i].server)))
            return status;
    set_captured(r);
    return status;
}

static void tell_losses(struct reading *r, const struct xml_end *end)
{
    if (end->cut)
        import_note(&r->notes, end->line, "read only up to here: %s", end->reason);
    if (r->foreign)
        import_note(
            &r->notes, r->foreign_line,
            "%lu objects are of no class that is known here, the first is this one; known are "
            "Win32_Service, Win32_NTLogEvent and Win32_OperatingSystem (objects of root\\MicrosoftIISv2 "
            "go into a file of their own)",
            r->foreign);
    if (r->unreadable)
        import_note(&r->notes, r->unreadable_at, "%lu values could not be read, the first is this one",
                    r->unreadable);
    if (r->zoneless)
        import_note(&r->notes, 0, "%lu times have no zone and are not used: export with Get-WmiObject",
                    r->zoneless);
    import_notes_end(&r->notes);
}

static enum mba_status read_source(struct reading *r, const struct xml_source *source)
{
    struct xml_end end;
    struct mba_testimony *told = r->job->testimony;
    enum mba_status status = clixml_read(r->job, source->text, source->len, on_object, r, &end);
    if (status == MBA_OK)
        status = tell_periods(r, end.cut);
    if (status != MBA_OK)
        return status;
    tell_losses(r, &end);
    if (r->objects == 0 && end.cut)
        return MBA_MEMBER_FAILED;
    told->partial = told->partial || r->notes.told > 0;
    return r->notes.told > 0 ? MBA_WARN : MBA_OK;
}

static enum mba_status read_clixml(struct mba_import *job)
{
    struct xml_source source;
    struct reading r = {.job = job, .notes = {.job = job}, .before = job->testimony->count};
    enum mba_status status = import_decode(job, &source);
    if (status == MBA_OK) {
        status = read_source(&r, &source);
        if (job->testimony->arena)
            job->testimony->encoding =
                mba_arena_dup(job->testimony->arena, source.encoding, strlen(source.encoding));
    }
    xml_source_free(&source);
    free(r.logs);
    return status;
}

/* What begins with another class is something else: collectors save much that no rule asks for. */
static int bid(const char *head, size_t len)
{
    static const char *const words[] = {"cimv2\\Win32_Service",         "cimv2/Win32_Service",
                                        "cimv2\\Win32_NTLogEvent",      "cimv2/Win32_NTLogEvent",
                                        "cimv2\\Win32_OperatingSystem", "cimv2/Win32_OperatingSystem"};
    int bits = clixml_bid(head, len);
    for (size_t i = 0; bits > 0 && i < sizeof words / sizeof words[0]; i++)
        if (xml_head_has(head, len, words[i]))
            return bits + 12 * 8;
    return 0;
}

const struct mba_format mba_format_clixml_evidence = {
    .name = "CLIXML evidence",
    .help = "Export-Clixml of WMI objects of root\\cimv2: services, events, Windows",
    .evidence = true,
    .bid = bid,
    .read = read_clixml,
};
