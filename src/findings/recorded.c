/* What a snapshot records of its settings, so that a later run can be held against this one: those that are
 * set at what administrators think of as things - services, virtual servers, their directories, pools. */
#include <nettle/sha2.h>
#include <string.h>

#include "private.h"

/* A longer value is cut and has the hash of the whole: lists of hundreds of items stand at each directory. */
enum { LONGEST_VALUE = 4096 };

/* A key is recorded when its class stands here and its location has no more parts: "/LM/W3SVC/1/ROOT" has 4.
 * Of directories those are ROOT and what lies directly below it. */
enum { ANY_DEPTH = 255, BELOW_ROOT = 5 };
static const struct {
    const char *class_name;
    unsigned char parts;
} recorded[] = {
    {"IIsComputer", ANY_DEPTH},
    {"IIsMimeMap", ANY_DEPTH},
    {"IIsLogModules", ANY_DEPTH},
    {"IIsLogModule", ANY_DEPTH},
    {"IIsCustomLogModule", ANY_DEPTH},
    {"IIsFilters", ANY_DEPTH},
    {"IIsFilter", ANY_DEPTH},
    {"IIsCompressionSchemes", ANY_DEPTH},
    {"IIsCompressionScheme", ANY_DEPTH},
    {"IIsApplicationPools", ANY_DEPTH},
    {"IIsApplicationPool", ANY_DEPTH},
    {"IIsWebService", ANY_DEPTH},
    {"IIsWebInfo", ANY_DEPTH},
    {"IIsWebServer", ANY_DEPTH},
    {"IIsWebVirtualDir", BELOW_ROOT},
    {"IIsFtpService", ANY_DEPTH},
    {"IIsFtpInfo", ANY_DEPTH},
    {"IIsFtpServer", ANY_DEPTH},
    {"IIsFtpVirtualDir", BELOW_ROOT},
    {"IIsSmtpService", ANY_DEPTH},
    {"IIsSmtpInfo", ANY_DEPTH},
    {"IIsSmtpServer", ANY_DEPTH},
    {"IIsSmtpVirtualDir", BELOW_ROOT},
    {"IIsSmtpRoutingSource", ANY_DEPTH},
    {"IIsSmtpDomain", ANY_DEPTH},
    {"IIsNntpService", ANY_DEPTH},
    {"IIsNntpInfo", ANY_DEPTH},
    {"IIsNntpServer", ANY_DEPTH},
    {"IIsNntpVirtualDir", BELOW_ROOT},
    {"IIsNntpFeeds", ANY_DEPTH},
    {"IIsNntpFeed", ANY_DEPTH},
    {"IIsNntpExpiration", ANY_DEPTH},
    {"IIsNntpExpire", ANY_DEPTH},
    {"IIsPop3Service", ANY_DEPTH},
    {"IIsPop3Info", ANY_DEPTH},
    {"IIsPop3Server", ANY_DEPTH},
    {"IIsPop3VirtualDir", BELOW_ROOT},
    {"IIsPop3RoutingSource", ANY_DEPTH},
    {"IIsImapService", ANY_DEPTH},
    {"IIsImapInfo", ANY_DEPTH},
    {"IIsImapServer", ANY_DEPTH},
    {"IIsImapVirtualDir", BELOW_ROOT},
    {"IIsImapRoutingSource", ANY_DEPTH},
};

/* ---- which keys ----------------------------------------------------------------------------------- */

/* The classes met so far; a metabase has one pointer for each. */
struct known {
    const char *class_name[16];
    unsigned parts[16];
    unsigned count;
};

static unsigned parts_of_class(const char *class_name)
{
    for (size_t i = 0; i < sizeof recorded / sizeof *recorded; i++)
        if (mba_ascii_streq(recorded[i].class_name, class_name))
            return recorded[i].parts;
    return 0;
}

static unsigned parts_recorded(struct known *known, const char *class_name)
{
    unsigned i = 0;
    while (i < known->count && known->class_name[i] != class_name)
        i++;
    if (i < known->count)
        return known->parts[i];
    unsigned parts = parts_of_class(class_name);
    if (known->count < sizeof known->parts / sizeof *known->parts) {
        known->class_name[known->count] = class_name;
        known->parts[known->count++] = parts;
    }
    return parts;
}

static unsigned parts_of(const char *location)
{
    unsigned parts = 0;
    for (const char *slash = strchr(location, '/'); slash; slash = strchr(slash + 1, '/'))
        parts++;
    return parts;
}

/* Without a place a key cannot be found again, and a template is no thing of its own. */
static bool is_recorded(struct known *known, const struct mba_key *key, enum mba_recording what)
{
    if (!key->location || key->template_key)
        return false;
    if (what == MBA_RECORD_ALL)
        return true;
    unsigned most = parts_recorded(known, key->class_name);
    return most == ANY_DEPTH || (most > 0 && parts_of(key->location) <= most);
}

/* ---- what of them --------------------------------------------------------------------------------- */

static void write_hash(struct mba_buf *out, const struct mba_record *record)
{
    struct sha256_ctx hash;
    uint8_t digest[SHA256_DIGEST_SIZE];
    char hex[2 * SHA256_DIGEST_SIZE + 1];
    sha256_init(&hash);
    sha256_update(&hash, record->len, (const uint8_t *)record->text);
    sha256_digest(&hash, sizeof digest, digest);
    for (size_t i = 0; i < 2 * sizeof digest; i++)
        hex[i] = "0123456789abcdef"[i % 2 ? digest[i / 2] & 15 : digest[i / 2] >> 4];
    hex[sizeof hex - 1] = '\0';
    mba_xml_number(out, "bytes", record->len);
    mba_xml_attr(out, "sha256", hex);
}

/* How much of the value is written: whole items of a list, whole characters. */
static size_t kept(const struct mba_record *record)
{
    if (record->len <= LONGEST_VALUE)
        return record->len;
    size_t len = LONGEST_VALUE;
    while (len > 0 && ((unsigned char)record->text[len] & 0xc0) == 0x80)
        len--;
    size_t item = len;
    while (record->type == MBA_TYPE_MULTISZ && item > 0 && record->text[item] != '\n')
        item--;
    return item > 0 ? item : len;
}

#define LITERAL(text) text, sizeof(text) - 1

static char *put(char *to, const char *bytes, size_t len)
{
    memcpy(to, bytes, len);
    return to + len;
}

/* Nearly all settings are one short text that is written as it is, and a server has thousands: room for the
 * whole is found once. */
static bool write_plain(struct mba_buf *out, const struct mba_record *record)
{
    enum { MARKUP = 32 };
    if (!record->prop || record->secret || !record->text || record->len > LONGEST_VALUE ||
        (record->type == MBA_TYPE_MULTISZ && record->len > 0) || (record->attributes & MBA_ATTR_VOLATILE) ||
        !mba_xml_is_plain(record->text, record->len))
        return false;
    size_t name_len = strlen(record->prop->name);
    if (!mba_buf_reserve(out, name_len + record->len + MARKUP))
        return true; /* said by the buffer */
    char *to = out->data + out->len;
    to = put(to, LITERAL("<set property=\""));
    to = put(to, record->prop->name, name_len);
    to = put(to, LITERAL("\">"));
    to = put(to, record->text, record->len);
    to = put(to, LITERAL("</set>"));
    *to = '\0';
    out->len = (size_t)(to - out->data);
    return true;
}

static void write_name(struct mba_buf *out, const struct mba_record *record)
{
    mba_buf_puts(out, "<set property=\"");
    if (record->prop)
        mba_buf_puts(out, record->prop->name);
    else if (record->name && *record->name)
        mba_xml_text(out, record->name, strlen(record->name));
    else
        mba_buf_printf(out, "MD_%u", (unsigned)record->id);
    mba_buf_putc(out, '"');
}

static void write_record(struct mba_buf *out, const struct mba_record *record)
{
    if (write_plain(out, record))
        return;
    write_name(out, record);
    if (record->attributes & MBA_ATTR_VOLATILE)
        mba_xml_attr(out, "volatile", "yes");
    if (record->secret || !record->text) {
        mba_buf_puts(out, " secret=\"yes\"/>");
        return;
    }
    if (record->len > LONGEST_VALUE)
        write_hash(out, record);
    mba_buf_putc(out, '>');
    if (record->type == MBA_TYPE_MULTISZ && record->len > 0)
        mba_xml_items(out, record->text, kept(record));
    else
        mba_xml_text(out, record->text, kept(record));
    mba_buf_puts(out, "</set>");
}

static void write_object(struct mba_buf *out, const struct mba_key *key)
{
    mba_buf_puts(out, "\n<object path=\"");
    mba_xml_text(out, key->location, strlen(key->location));
    mba_buf_puts(out, "\" class=\"");
    mba_xml_text(out, key->class_name, strlen(key->class_name));
    mba_buf_puts(out, "\"");
    if (!key->complete)
        mba_xml_attr(out, "complete", "no");
    mba_buf_putc(out, '>');
    for (size_t i = 0; i < key->count; i++)
        write_record(out, &key->records[i]);
    mba_buf_puts(out, "</object>");
}

const char *mba_recording_word(enum mba_recording what)
{
    static const char *const words[] = {
        [MBA_RECORD_OBJECTS] = "objects", [MBA_RECORD_ALL] = "all", [MBA_RECORD_NONE] = "none"};
    return words[what];
}

static void write_objects(struct mba_buf *out, const struct mba_snapshot *snapshot)
{
    struct known known = {.count = 0};
    for (size_t i = 0; i < mba_metabase_count(snapshot->metabase); i++) {
        const struct mba_key *key = mba_metabase_at(snapshot->metabase, i);
        if (is_recorded(&known, key, snapshot->record))
            write_object(out, key);
    }
}

void mba_recorded_write(struct mba_fragment *out, const struct mba_kb *kb,
                        const struct mba_snapshot *snapshot)
{
    struct mba_buf *text = &out->text;
    if (!snapshot->metabase)
        return;
    mba_buf_puts(text, "\n<recorded");
    mba_xml_attr(text, "keys", mba_recording_word(snapshot->record));
    mba_buf_putc(text, '>');
    if (snapshot->outcomes)
        mba_counts_write(text, snapshot->outcomes->counts, mba_kb_count(kb));
    if (snapshot->record != MBA_RECORD_NONE)
        write_objects(text, snapshot);
    out->facts_at = text->len;
    if (snapshot->outcomes)
        mba_facts_write(text, kb, snapshot->outcomes);
    out->facts_end = text->len;
    mba_buf_puts(text, "\n</recorded>");
}
