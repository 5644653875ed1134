/* evidence_words: what can be known of a server from outside its metabase, and how it is called. */
#include "mbaudit/metabase.h"

#include <string.h>

static const char *const kinds[MBA_EVIDENCE_KIND_COUNT] = {
    [MBA_EVIDENCE_ACTIVE_DIRECTORY] = "active-directory",
    [MBA_EVIDENCE_SERVICES] = "services",
    [MBA_EVIDENCE_EVENT_LOG] = "event-log",
    [MBA_EVIDENCE_FILE_LISTING] = "file-listing",
    [MBA_EVIDENCE_REGISTRY] = "registry",
    [MBA_EVIDENCE_DNS] = "dns",
    [MBA_EVIDENCE_CONNECTION] = "connection",
    [MBA_EVIDENCE_MAILBOXES] = "mailboxes",
    [MBA_EVIDENCE_OPERATING_SYSTEM] = "operating-system",
    [MBA_EVIDENCE_EXCHANGE_ROLES] = "exchange-roles",
};

#define SMTP "/LM/SmtpSvc/N"
#define WEB "/LM/W3SVC/N/ROOT/NAME"

/* A row reads best in a fixed shape. */
/* clang-format off */
const struct mba_evidence_word mba_evidence_words[] = {
    {MBA_EVIDENCE_ACTIVE_DIRECTORY, SMTP, "msExchSmtpFullyQualifiedDomainName", MBA_EVIDENCE_TEXT, false,
     "a host name", "the name that Active Directory has for the virtual server"},
    {MBA_EVIDENCE_ACTIVE_DIRECTORY, SMTP, "msExchSmtpMaxMessageSize", MBA_EVIDENCE_NUMBER, false,
     "bytes", "the largest message, as Active Directory has it"},
    {MBA_EVIDENCE_ACTIVE_DIRECTORY, SMTP, "msExchSmtpMaxSessionSize", MBA_EVIDENCE_NUMBER, false,
     "bytes", "the largest session, as Active Directory has it"},
    {MBA_EVIDENCE_ACTIVE_DIRECTORY, SMTP, "msExchSmtpMaxHopCount", MBA_EVIDENCE_NUMBER, false,
     "a number", "the hop count, as Active Directory has it"},
    {MBA_EVIDENCE_ACTIVE_DIRECTORY, SMTP, "msExchAlternateServer", MBA_EVIDENCE_TEXT, false,
     "a host name; empty: not set", "the host for recipients that cannot be resolved"},
    {MBA_EVIDENCE_ACTIVE_DIRECTORY, SMTP, "heuristics", MBA_EVIDENCE_NUMBER, false,
     "a number", "the heuristics of the virtual server's object"},
    {MBA_EVIDENCE_ACTIVE_DIRECTORY, WEB, "folderPathName", MBA_EVIDENCE_TEXT, false,
     "a folder", "the folder of the HTTP virtual directory"},
    {MBA_EVIDENCE_ACTIVE_DIRECTORY, WEB, "msExchDefaultDomain", MBA_EVIDENCE_TEXT, false,
     "a domain", "the SMTP domain of the HTTP virtual directory"},
    {MBA_EVIDENCE_SERVICES, "service:NAME", "Started", MBA_EVIDENCE_TRUTH, false,
     "TRUE or FALSE", "whether the service runs"},
    {MBA_EVIDENCE_SERVICES, "service:NAME", "State", MBA_EVIDENCE_TEXT, false,
     "as in Win32_Service: Running, Stopped, ...", "its state"},
    {MBA_EVIDENCE_SERVICES, "service:NAME", "StartMode", MBA_EVIDENCE_TEXT, false,
     "as in Win32_Service: Auto, Manual, Disabled", "how it is started"},
    {MBA_EVIDENCE_EVENT_LOG, "log:NAME", "Since", MBA_EVIDENCE_TIME, false,
     "a time", "from when on every event of the log was looked at"},
    {MBA_EVIDENCE_EVENT_LOG, "log:NAME", "Until", MBA_EVIDENCE_TIME, false,
     "a time", "until when"},
    {MBA_EVIDENCE_EVENT_LOG, "log:NAME", "Event", MBA_EVIDENCE_EVENT, true,
     "time, number and source, with spaces between", "an event; a row for each"},
    {MBA_EVIDENCE_FILE_LISTING, "folder:PATH", "FileCount", MBA_EVIDENCE_NUMBER, false,
     "a number", "how many files are in the folder itself"},
    {MBA_EVIDENCE_FILE_LISTING, "file:PATH", "Exists", MBA_EVIDENCE_TRUTH, false,
     "TRUE or FALSE", "whether the file is there"},
    {MBA_EVIDENCE_REGISTRY, "class:CLASS", "Registered", MBA_EVIDENCE_TRUTH, false,
     "TRUE or FALSE", "whether the COM class, by its CLSID or ProgID, is registered"},
    {MBA_EVIDENCE_REGISTRY, "class:CLASS", "InprocServer32", MBA_EVIDENCE_TEXT, false,
     "a path; empty: none", "the file that the registration of the COM class names"},
    {MBA_EVIDENCE_REGISTRY, "registry:PATH", "Value", MBA_EVIDENCE_TEXT, false,
     "a text, a number in decimal; empty: not there",
     "a value of the registry: PATH is its key, a backslash and its name"},
    {MBA_EVIDENCE_DNS, "server", "DnsName", MBA_EVIDENCE_TEXT, false,
     "a host name", "the name that DNS has for the server"},
    {MBA_EVIDENCE_CONNECTION, SMTP, "Answer", MBA_EVIDENCE_TEXT, false,
     "the first line; empty: no answer", "what the port of the virtual server answers to a connection"},
    {MBA_EVIDENCE_MAILBOXES, "server", "Mailboxes", MBA_EVIDENCE_NUMBER, false,
     "a number", "how many mailboxes the server holds"},
    {MBA_EVIDENCE_OPERATING_SYSTEM, "server", "Caption", MBA_EVIDENCE_TEXT, false,
     "as in Win32_OperatingSystem", "the name of the Windows edition"},
    {MBA_EVIDENCE_OPERATING_SYSTEM, "server", "OSProductSuite", MBA_EVIDENCE_NUMBER, false,
     "as in Win32_OperatingSystem", "the suites of Windows, bit by bit"},
    {MBA_EVIDENCE_OPERATING_SYSTEM, "server", "WindowsDirectory", MBA_EVIDENCE_TEXT, false,
     "a path", "the folder of Windows"},
    {MBA_EVIDENCE_EXCHANGE_ROLES, "server", "ExchangeRoles", MBA_EVIDENCE_TEXT, false,
     "roles with spaces between; empty: none", "the roles of Exchange 2007 that are installed"},
    {0},
};
/* clang-format on */

const char *mba_evidence_kind_word(enum mba_evidence_kind kind)
{
    return kinds[kind];
}

bool mba_evidence_kind_parse(const char *word, size_t len, enum mba_evidence_kind *out)
{
    for (int i = 0; i < MBA_EVIDENCE_KIND_COUNT; i++) {
        if (strlen(kinds[i]) == len && memcmp(kinds[i], word, len) == 0) {
            *out = (enum mba_evidence_kind)i;
            return true;
        }
    }
    return false;
}

const struct mba_evidence_word *mba_evidence_of_kind(enum mba_evidence_kind kind, const char *property,
                                                     size_t len)
{
    for (const struct mba_evidence_word *word = mba_evidence_words; word->property; word++)
        if (word->kind == kind && strlen(word->property) == len && memcmp(word->property, property, len) == 0)
            return word;
    return NULL;
}

/* "N" in a form of locations is a number, "NAME" any part. */
static bool part_fits(const char *form, size_t form_len, const char *part, size_t len)
{
    if (form_len == 1 && *form == 'N')
        return mba_is_digits(part, len);
    if (form_len == 4 && memcmp(form, "NAME", 4) == 0)
        return len > 0;
    return form_len == len && mba_ascii_ncasecmp(form, part, len) == 0;
}

static bool location_fits(const char *form, const char *location)
{
    while (*form == '/' && *location == '/') {
        size_t form_len = strcspn(++form, "/"), len = strcspn(++location, "/");
        if (!part_fits(form, form_len, location, len))
            return false;
        form += form_len;
        location += len;
    }
    return !*form && !*location;
}

static bool object_fits(const char *form, const char *object)
{
    if (*form == '/')
        return location_fits(form, object);
    const char *colon = strchr(form, ':');
    if (!colon)
        return mba_ascii_streq(form, object);
    size_t len = (size_t)(colon - form) + 1;
    return mba_ascii_ncasecmp(form, object, len) == 0 && object[len];
}

const struct mba_evidence_word *mba_evidence_find(const char *object, const char *property,
                                                  const struct mba_evidence_word **near)
{
    size_t best = SIZE_MAX;
    *near = NULL;
    for (const struct mba_evidence_word *word = mba_evidence_words; word->property; word++) {
        bool fits = object_fits(word->object, object);
        if (fits && mba_ascii_streq(word->property, property))
            return word;
        size_t away = mba_text_distance(property, word->property) * 2 + !fits;
        if (away / 2 <= strlen(word->property) / 3 && away < best) {
            best = away;
            *near = word;
        }
    }
    return NULL;
}
