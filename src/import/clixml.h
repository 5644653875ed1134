/* clixml: what PowerShell's Export-Clixml writes, as a stream of objects.
 *
 * Source of the facts: [MS-PSRP] 2.2.5 (element names, escapes, references), and the WMI object in the
 * samples. Objects in lists, tables and other containers around everything count as outermost: whether a
 * collection was piped into Export-Clixml or given to it as one makes no difference to the reader.
 *
 * Ownership: a tree lives until the handler that got it returns. What is referred to twice is shared: who
 * walks a whole tree may meet an object many times, so walk only where something is known to stand. Limits:
 * max-list-items bounds what one outermost object may hold, max-value-bytes a single value, max-depth the
 * nesting.
 */
#ifndef MBAUDIT_CLIXML_H
#define MBAUDIT_CLIXML_H

#include "import/xml_stream.h"

enum clixml_kind {
    CLIXML_NIL,
    CLIXML_STRING,
    CLIXML_NUMBER,  /* integers and fractions, as written: "4", "-1" */
    CLIXML_BOOLEAN, /* "true", "false" */
    CLIXML_TIME,    /* see clixml_time */
    CLIXML_BYTES,   /* text: lower-case hexadecimal */
    CLIXML_OTHER,   /* a text that is none of these: GUID, URI, version, duration, script */
    CLIXML_SECRET,  /* a SecureString: its text was dropped */
    CLIXML_LIST,    /* items */
    CLIXML_OBJECT,  /* properties; text, too, when it wraps a simple value (an enum, a number with notes) */
    CLIXML_LOST     /* points to an object that is not in this tree: not known, not empty */
};
struct clixml_value {
    enum clixml_kind kind;
    const char *name; /* of a property, or the key of a table's entry; "" for items of lists */
    const char *text; /* of simple values, escapes decoded, NUL-terminated; NULL for the others */
    size_t len;
    struct clixml_value *properties, *items; /* first of each; linked by next */
    struct clixml_value *next;
    struct clixml_value *last_property, *last_item; /* for the reader alone */
    const char *const *types; /* most special first, as written ("Deserialized." included) */
    size_t type_count;
    const char *to_string; /* NULL: none */
    unsigned long line;
    bool whole; /* its end was read; false in an export that is cut off inside of it */
};

/* Called for each outermost object. False stops, see xml_handlers. */
typedef bool clixml_handler(void *ctx, const struct clixml_value *object, enum mba_status *status);

/* text: UTF-8 (xml_decode.h). As xml_stream; the object in which a document is cut off is handed on with what
 * was read of it, and whole is false. */
enum mba_status clixml_read(struct mba_import *job, const char *text, size_t len, clixml_handler *handler,
                            void *ctx, struct xml_end *end);

/* ---- asking a value -------------------------------------------------------------------------------- */

/* A property by its name, without case; NULL: it has none. */
const struct clixml_value *clixml_property(const struct clixml_value *object, const char *name);
/* Its text; NULL when it has none: nil, a list, a secret, not there. */
const char *clixml_text(const struct clixml_value *object, const char *name);
/* "Deserialized.System.Management.ManagementObject#root\MicrosoftIISv2\IIsSmtpServer" -> "IIsSmtpServer", and
 * "root\MicrosoftIISv2" into space (NULL: not asked; *space_len 0: the type names none); for CIM instances,
 * which have slashes there, the same. NULL: no object of WMI. Points into the type name. */
const char *clixml_wmi_class(const struct clixml_value *object, const char **space, size_t *space_len);
/* The computer it was read from: __SERVER, PSComputerName, or the "\\HOST\" of __PATH or ToString; without a
 * domain. "localhost" and "." are no names. False: it does not say. */
bool clixml_server(const struct clixml_value *object, char *out, size_t size);
/* A DateTime ("2006-05-16T02:00:00.0000000+02:00") or the text of one of WMI ("20060516020000.000000+120").
 * *zoned: an offset or Z was there; without, the moment is read as if it were UTC. */
bool clixml_time(const struct clixml_value *value, mba_time *out, bool *zoned);

/* "_x000A_" -> line feed: into out. NUL and lone surrogates become U+FFFD. */
void clixml_unescape(const char *text, size_t len, struct mba_buf *out);
/* For bids: bits that speak for CLIXML, or 0. */
int clixml_bid(const char *head, size_t len);

#endif
