/* metabase: the model of one snapshot - keys, properties, inheritance - and the schema dictionary.
 *
 * Ownership: everything a struct mba_metabase hands out lives until it is freed; strings given to it
 * are copied. The dictionary is read-only after loading and outlives every metabase made with it.
 * Threads: a dictionary may be shared; a metabase belongs to one thread.
 * Source of the facts: MBSchema.xml of IIS 6, MSDN "Property Inheritance", [MS-IMSA] 2.2.7.
 */
#ifndef MBAUDIT_METABASE_H
#define MBAUDIT_METABASE_H

#include "mbaudit/base.h"

/* ---- the dictionary: corpus/schema/properties.tsv, meanings.tsv and names.tsv ------------------- */

enum mba_type {
    MBA_TYPE_UNKNOWN = 0,
    MBA_TYPE_DWORD,
    MBA_TYPE_STRING,
    MBA_TYPE_BINARY,
    MBA_TYPE_EXPANDSZ,
    MBA_TYPE_MULTISZ,
    MBA_TYPE_BOOL,
    MBA_TYPE_MIMEMAP,
    MBA_TYPE_IPSECLIST,
    MBA_TYPE_NTACL
};
/* Attribute bits, [MS-IMSA] 2.2.7 and the Attributes words of MBSchema.xml. */
enum {
    MBA_ATTR_INHERIT = 0x01,
    MBA_ATTR_PARTIAL_PATH = 0x02,
    MBA_ATTR_SECURE = 0x04,
    MBA_ATTR_REFERENCE = 0x08,
    MBA_ATTR_VOLATILE = 0x10,
    MBA_ATTR_ISINHERITED = 0x20,
    MBA_ATTR_INSERT_PATH = 0x40
};
struct mba_word { /* a flag ("AuthBasic", 2) or the name of a value ("stopped", 4) */
    const char *name;
    uint32_t value;
};
struct mba_property {
    const char *name; /* "ServerState" */
    uint32_t id;      /* 1016; 0: not known, its records are told by name (names.tsv, MD_0) */
    enum mba_type type;
    uint32_t user_type;           /* 1 server, 2 file, 100 WAM, 101 ASP, 0 unknown */
    uint32_t attributes;          /* MBA_ATTR_* */
    const char *default_text;     /* schema default; NULL = none. "" is a default too */
    const struct mba_word *flags; /* flag words; flag_count 0 = not a flag property */
    size_t flag_count;
    const struct mba_word *values; /* names of single values: 4 = stopped */
    size_t value_count;
    const char *const *classes; /* classes that list it, NULL-terminated */
};
struct mba_dictionary;
/* Both texts are tab-separated lines (corpus/schema/README.md). NULL and *error (free() it): which line. */
struct mba_dictionary *mba_dictionary_load(const char *properties, size_t properties_len,
                                           const char *meanings, size_t meanings_len, char **error);
struct mba_dictionary *mba_dictionary_builtin(char **error); /* from the built-in assets */
void mba_dictionary_free(struct mba_dictionary *dict);
/* The properties of the schema; those of names.tsv are found by name only. */
size_t mba_dictionary_count(const struct mba_dictionary *dict);
const struct mba_property *mba_dictionary_at(const struct mba_dictionary *dict, size_t index);
/* A number for each property, those found by name only included, for tables beside the dictionary: below
 * mba_dictionary_room. */
size_t mba_dictionary_index(const struct mba_dictionary *dict, const struct mba_property *prop);
size_t mba_dictionary_room(const struct mba_dictionary *dict);
const struct mba_property *mba_property_by_name(const struct mba_dictionary *dict, const char *name,
                                                size_t len);
const struct mba_property *mba_property_by_name_nocase(const struct mba_dictionary *dict, const char *name,
                                                       size_t len);
const struct mba_property *mba_property_by_id(const struct mba_dictionary *dict, uint32_t id);
/* The property of which this word is a flag ("AuthBasic" -> AuthFlags), or NULL. */
const struct mba_property *mba_property_by_flag(const struct mba_dictionary *dict, const char *word,
                                                size_t len);

enum mba_type mba_type_parse(const char *word, size_t len); /* "DWORD", "MULTISZ", ...; UNKNOWN if none */
const char *mba_type_word(enum mba_type type);
uint32_t mba_attributes_parse(const char *words, size_t len); /* "INHERIT | SECURE", a number, odd spacing */
uint32_t mba_user_type_parse(const char *word, size_t len);   /* "IIS_MD_UT_SERVER" or a number; 0 unknown */
/* A flags or number value as text -> its number. Words, numbers and both mixed, any white space; an
 * unknown word makes it false (the value is then unreadable, never zero). */
bool mba_dword_value(const struct mba_property *prop, const char *text, size_t len, uint32_t *out);
/* A DWORD in words for people: "AuthAnonymous | AuthBasic", "stopped"; false when it has none. */
bool mba_dword_meaning(const struct mba_property *prop, uint32_t value, struct mba_buf *out);
bool mba_bool_value(const char *text, size_t len, bool *out); /* TRUE/FALSE/1/0/-1, any case */

/* ---- snapshots -------------------------------------------------------------------------------- */

enum mba_origin {
    MBA_ORIGIN_NONE = 0,
    MBA_ORIGIN_EXPLICIT,
    MBA_ORIGIN_INHERITED,
    MBA_ORIGIN_DEFAULT,
    MBA_ORIGIN_EVIDENCE /* not of the metabase; only in what a finding shows */
};
const char *mba_origin_word(enum mba_origin origin); /* "", "explicit", "inherited", "default", "evidence" */

/* One export that went into a snapshot. */
struct mba_export {
    const char *input;    /* input name */
    const char *member;   /* member path */
    const char *format;   /* "MetaBase.xml", "adsutil" */
    bool runtime;         /* made from the running service: may carry volatile values */
    mba_time mtime;       /* of the member */
    uint64_t keys;        /* keys read from it */
    const char *place;    /* how the place of its keys was found, for forms that do not name it; or NULL */
    const char *encoding; /* as found */
    bool partial;         /* cut off or with unreadable parts */
    const char *server;   /* the computer's name, where the export itself says it; or NULL */
    mba_time made;        /* when, where the export itself says it; 0: it does not */
};

/* A property as it stands at a key. List items are separated by '\n' in text; a secret has no text. */
struct mba_record {
    const struct mba_property *prop; /* NULL: the dictionary does not know the ID */
    uint32_t id;
    const char *name; /* as written; "" when the export has none */
    enum mba_type type;
    uint32_t user_type;
    uint32_t attributes;
    const char *text; /* UTF-8, NUL-terminated; NULL for a secret */
    size_t len;
    unsigned export_index; /* which of mba_metabase_exports it came from */
    unsigned long line;
    bool secret; /* was there, was dropped */
    bool custom; /* stood in a <Custom> element */
};

struct mba_key {
    const char *location;       /* normalised: "/LM/SmtpSvc/1", letters as written; NULL: place unknown */
    size_t location_len;        /* 0: place unknown */
    const char *class_name;     /* KeyType; "IIsConfigObject" when none is given */
    const char *label;          /* what to show when location is NULL: "(place unknown) IIsSmtpServer" */
    struct mba_record *records; /* sorted by id after mba_metabase_finish */
    size_t count, cap;
    unsigned export_index; /* first export that named it */
    unsigned long line;
    bool instance;     /* a virtual server: child of a service, last part all digits */
    bool template_key; /* below .../Info/Templates: never judged */
    bool complete;     /* all its own properties were read */
};

struct mba_metabase;
struct mba_metabase *mba_metabase_new(const struct mba_dictionary *dict, const struct mba_limits *limits);
/* From now on under these, whose clock may have been started anew. */
void mba_metabase_limit(struct mba_metabase *mb, const struct mba_limits *limits);
const struct mba_limits *mba_metabase_limits(const struct mba_metabase *mb);
void mba_metabase_free(struct mba_metabase *mb);
void mba_metabase_reset(struct mba_metabase *mb); /* empty, memory kept: for the next snapshot */
const struct mba_dictionary *mba_metabase_dictionary(const struct mba_metabase *mb);

/* What the server's own schema says beyond the dictionary: of properties that the dictionary lacks, and of
 * those that it knows otherwise. For the exports that are read after it; a reset forgets it. Rules never see
 * these definitions: they complete records - the number for a name, type, attributes, flag words - on their
 * way in. What says no more than the dictionary is not kept. All texts are copied. False: no memory. */
bool mba_metabase_define(struct mba_metabase *mb, const struct mba_property *definition);
bool mba_metabase_define_class(struct mba_metabase *mb, const char *name, size_t len);
/* All that another snapshot has. */
bool mba_metabase_define_like(struct mba_metabase *mb, const struct mba_metabase *other);
size_t mba_metabase_definition_count(const struct mba_metabase *mb); /* properties and classes kept */
/* The kept definition of an id, or (id 0) of a name, without case; NULL: none. */
const struct mba_property *mba_metabase_definition(const struct mba_metabase *mb, uint32_t id,
                                                   const char *name, size_t len);
/* Whether a property of the dictionary or a definition names the class; without case. */
bool mba_metabase_has_class(const struct mba_metabase *mb, const char *name, size_t len);

/* Every record added from here on belongs to this export. Returns its index, or -1 without memory. */
int mba_metabase_begin_export(struct mba_metabase *mb, const struct mba_export *info);
struct mba_export *mba_metabase_export(struct mba_metabase *mb,
                                       size_t index); /* to fill in keys, place, partial */
size_t mba_metabase_export_count(const struct mba_metabase *mb);
/* Whose export the one begun last says that it is (copied). False: no memory. */
bool mba_metabase_name_server(struct mba_metabase *mb, const char *server);

/* Normalises any form - "/LM/W3SVC/1", "LM/W3SVC/1/", "w3svc/1", "IIS://host/W3SVC/1", "." "/" - into
 * "/LM/..." ("." stays ".", "/" stays "/"); letters are kept. NULL without memory. */
char *mba_location_normalise(struct mba_arena *arena, const char *location, size_t len);

/* Finds the key without case or makes it. location NULL: a new key of unknown place. class_name may be
 * NULL (then a KeyType record or IIsConfigObject decides). NULL: no memory, or the keys limit
 * (*limit_hit says which; may not be NULL). */
struct mba_key *mba_metabase_key(struct mba_metabase *mb, const char *location, size_t location_len,
                                 const char *class_name, size_t class_len, unsigned long line,
                                 bool *limit_hit);
/* Adds or replaces a property. By ID, whatever the name. Redaction happens here and nowhere else: a
 * secret's text is dropped before it is stored. Two exports that differ: the run-time one wins for
 * VOLATILE properties; otherwise the first stands and a conflict is noted. `rec->text` need not be
 * NUL-terminated (rec->len counts). False: no memory. */
bool mba_metabase_set(struct mba_metabase *mb, struct mba_key *key, const struct mba_record *rec);
/* The same for a property of the schema, as the schema has it, at a key that this export has just made: for
 * importers that know that the key does not hold it yet, which spares looking. count_hint: how many are to
 * come, for the first. */
bool mba_metabase_append(struct mba_metabase *mb, struct mba_key *key, const struct mba_property *prop,
                         const char *text, size_t len, unsigned long line, size_t count_hint);
/* An export says of one property that it is not set here: known to be absent, though the key is not complete.
 * False: no memory. */
bool mba_metabase_set_absent(struct mba_metabase *mb, struct mba_key *key, uint32_t id);
/* True when records, as written in this export, must never be kept: SECURE, known password names and
 * IDs, SessionKey, text that begins 49634462 or 49634b62. */
bool mba_record_is_secret(const struct mba_record *rec);
/* Passwords within a value that is kept: in a connection string ("...;Password=x;"), in a note ("pwd: x")
 * and in the user part of an address ("http://user:x@host/"). Stars take their place, in place; returns the
 * length that is left. */
size_t mba_hide_passwords(char *text, size_t len);

/* The whole tree was exported (from the root or /LM): what is not there is not set. */
bool mba_metabase_set_complete(struct mba_metabase *mb, const char *subtree_location); /* NULL = everything */
/* True when everything at and below location is known to have been exported. */
bool mba_metabase_covers(const struct mba_metabase *mb, const char *location);

/* Sorts keys (by location without case, unknown places last, in order of reading), infers the class of
 * instances that lack one from their service, marks instances and templates, builds the index. Call it
 * once, after the last export; conflicts found become notices (grade MBA_OK), between two
 * saved exports of one format warnings. */
bool mba_metabase_finish(struct mba_metabase *mb, struct mba_problems *problems);

size_t mba_metabase_count(const struct mba_metabase *mb);
const struct mba_key *mba_metabase_at(const struct mba_metabase *mb, size_t index);
const struct mba_key *mba_metabase_find(const struct mba_metabase *mb,
                                        const char *location); /* normalised, without case */
/* The position of the first key that could stand below location: all that do follow it, one after the other.
 */
size_t mba_metabase_first_below(const struct mba_metabase *mb, const char *location);
/* Keys of a class in order; *cursor starts at 0. NULL at the end. Class names compare without case. */
const struct mba_key *mba_metabase_next_of_class(const struct mba_metabase *mb, const char *class_name,
                                                 size_t *cursor);
const struct mba_record *mba_key_record(const struct mba_key *key, uint32_t id);
bool mba_path_matches(const char *pattern,
                      const char *location); /* '*' = one part, '**' = any; without case */

/* The effective value: explicit at the key; else the nearest ancestor that sets the ID, if that record
 * has INHERIT; else the schema default, marked, and never for VOLATILE properties. A nearer ancestor
 * without INHERIT does not stop the search (it does not reach down at all); a key that is not complete does,
 * for what could not be read of it may have been the value. */
struct mba_value {
    enum mba_origin origin;          /* MBA_ORIGIN_NONE: not collected */
    const struct mba_record *record; /* NULL for a default */
    const struct mba_key *from;      /* the key that sets it; NULL for a default, and where an export has only
                                        written down that the value is inherited */
    const char *text;                /* NULL for a secret or when there is none */
    size_t len;
    bool known_absent; /* with origin NONE or DEFAULT: the export shows that it is not set anywhere */
};
void mba_effective(const struct mba_metabase *mb, const struct mba_key *key, const struct mba_property *prop,
                   struct mba_value *out);
/* The properties that may have another effective value, or another origin, at b than at a: a bit for each.
 * watch has the bits of each property of the dictionary, by its place in it: numbers from 1 to 64, 0 for what
 * does not matter. All bits: that cannot be told quickly. For keys that lie close together this costs less
 * than one mba_effective. */
struct mba_watch {
    uint8_t value, origin;
};
uint64_t mba_effective_changes(const struct mba_metabase *mb, const struct mba_key *a,
                               const struct mba_key *b, const struct mba_watch *watch);
/* The effective value of an ID that the dictionary may not know. */
void mba_effective_id(const struct mba_metabase *mb, const struct mba_key *key, uint32_t id,
                      struct mba_value *out);

/* ---- address lists: RelayIpList, IPSecurity ---------------------------------------------------- */

enum mba_ip_mode {
    MBA_IP_EMPTY,    /* zero length: all except the list, and nothing is on the list */
    MBA_IP_GRANT,    /* only the list */
    MBA_IP_DENY,     /* all except the list */
    MBA_IP_DAMAGED,  /* the bytes break the layout; fault says how */
    MBA_IP_UNDECODED /* holds what is not known how to read; fault says what */
};
struct mba_ip_entry {
    uint32_t address, mask; /* 127.0.0.1 is 0x7F000001; mask 0xFFFFFFFF: a single computer */
};
struct mba_ip_list {
    enum mba_ip_mode mode;
    struct mba_ip_entry *entries; /* in the arena */
    size_t count;
    const char *fault; /* NULL: none */
};
/* The value of an IPSECLIST property: its bytes in hexadecimal. False: no memory. */
bool mba_ip_list_read(struct mba_arena *arena, const char *text, size_t len, struct mba_ip_list *out);
void mba_ip_entry_text(const struct mba_ip_entry *entry, struct mba_buf *out); /* "10.0.0.0/255.0.0.0" */
/* In words for people: "only 127.0.0.1", "all except ...". */
void mba_ip_list_meaning(const struct mba_ip_list *list, struct mba_buf *out);

/* ---- evidence beside the metabase --------------------------------------------------------------- */

/* What is known of a server from outside its metabase. Which things can be known at all, and how each is
 * called and written, is one table (metabase/evidence_words.c); share/collect/README.md says how they are
 * collected. Sources of the words: Active Directory's attribute names, the WMI classes Win32_Service,
 * Win32_NTLogEvent and Win32_OperatingSystem. */
enum mba_evidence_kind {
    MBA_EVIDENCE_ACTIVE_DIRECTORY = 0,
    MBA_EVIDENCE_SERVICES,
    MBA_EVIDENCE_EVENT_LOG,
    MBA_EVIDENCE_FILE_LISTING,
    MBA_EVIDENCE_REGISTRY,
    MBA_EVIDENCE_DNS,
    MBA_EVIDENCE_CONNECTION,
    MBA_EVIDENCE_MAILBOXES,
    MBA_EVIDENCE_OPERATING_SYSTEM,
    MBA_EVIDENCE_EXCHANGE_ROLES,
    MBA_EVIDENCE_KIND_COUNT
};
const char *mba_evidence_kind_word(enum mba_evidence_kind kind); /* "active-directory" */
bool mba_evidence_kind_parse(const char *word, size_t len, enum mba_evidence_kind *out);

enum mba_evidence_type {
    MBA_EVIDENCE_TEXT,
    MBA_EVIDENCE_NUMBER, /* decimal, not negative */
    MBA_EVIDENCE_TRUTH,  /* "TRUE" or "FALSE" */
    MBA_EVIDENCE_TIME,   /* "2006-05-16T02:00:00Z" */
    MBA_EVIDENCE_EVENT   /* a time, a space, the event's number, a space, its source */
};
struct mba_evidence_word {
    enum mba_evidence_kind kind;
    const char *object;   /* "server", "/LM/SmtpSvc/N" (N: a number), "service:NAME" (whatever follows) */
    const char *property; /* "msExchSmtpMaxHopCount" */
    enum mba_evidence_type type;
    bool many;         /* one object may have several */
    const char *value; /* for people: what is written */
    const char *help;  /* for people: what it tells */
};
extern const struct mba_evidence_word mba_evidence_words[]; /* ends with a NULL property */
/* The row of this object and property, without case. NULL: there is none; *near is then the row that was
 * probably meant, or NULL. */
const struct mba_evidence_word *mba_evidence_find(const char *object, const char *property,
                                                  const struct mba_evidence_word **near);
/* The row of a kind and property, whatever the object. */
const struct mba_evidence_word *mba_evidence_of_kind(enum mba_evidence_kind kind, const char *property,
                                                     size_t len);

/* One thing that is known. text NULL: known not to be there. */
struct mba_observation {
    const struct mba_evidence_word *word;
    const char *object; /* in one form: see mba_observation_object */
    const char *text;   /* in the form of the word's type */
    unsigned export_index;
    unsigned long line;
};
/* Object and value as written -> their one form: keys as locations, folders without a last backslash,
 * HKLM as HKEY_LOCAL_MACHINE, true as TRUE. The object is NULL without memory; a value is false when it is
 * not of its type (or without memory). Spaces around a value do not count. */
char *mba_observation_object(struct mba_arena *arena, const char *object, size_t len);
bool mba_observation_value(struct mba_arena *arena, const struct mba_evidence_word *word, const char *text,
                           size_t len, const char **out);
/* Copies it into the snapshot, before mba_metabase_finish. Of two that differ, the first stands and finish
 * tells the conflict. False: no memory. */
bool mba_metabase_observe(struct mba_metabase *mb, const struct mba_observation *observation);
/* What is known of this object, without case: the first, or with *cursor (from 0) one after the other.
 * NULL: not collected, or no more. */
const struct mba_observation *mba_metabase_observed(const struct mba_metabase *mb,
                                                    const struct mba_evidence_word *word, const char *object,
                                                    size_t *cursor);
/* When the snapshot was taken; day_only: the time of day is not known. MBA_TIME_NONE until it was set. */
void mba_metabase_set_moment(struct mba_metabase *mb, mba_time captured, bool day_only);
mba_time mba_metabase_moment(const struct mba_metabase *mb, bool *day_only);
size_t mba_metabase_observation_count(const struct mba_metabase *mb);

#endif
