/* functions: what XPath 1.0 lacks for metabases, as functions in the mb: namespace.
 * To add one: write it here, add its row to the table at the end, and its line to corpus/README.md. */
#include <math.h>
#include <string.h>

#include <libxml/xpathInternals.h>

#include "audit/judge.h"

#define MAX_ARGS 3

/* The arguments as strings, in the order in which they were written. */
struct args {
    struct mba_judge *judge;
    char *text[MAX_ARGS];
    int count;
};

static void free_args(struct args *args)
{
    for (int i = 0; i < MAX_ARGS; i++)
        xmlFree(args->text[i]);
}

/* Takes the arguments off the stack; their number was checked when the expression was. */
static bool take_args(xmlXPathParserContextPtr ctxt, int nargs, int needed, struct args *args)
{
    *args = (struct args){.judge = ctxt->context->userData, .count = nargs};
    if (nargs < needed || nargs > MAX_ARGS) {
        xmlXPathSetArityError(ctxt);
        return false;
    }
    for (int i = nargs; i-- > 0;)
        if (!(args->text[i] = (char *)xmlXPathPopString(ctxt)))
            xmlXPathSetError(ctxt, XPATH_INVALID_TYPE);
    if (!xmlXPathCheckError(ctxt))
        return true;
    free_args(args);
    return false;
}

static const struct mba_property *property(const struct args *args, int index)
{
    const char *name = args->text[index];
    return mba_property_by_name(args->judge->dict, name, strlen(name));
}

/* ---- is it set, and where -------------------------------------------------------------------- */

static bool is_set(const struct mba_value *value)
{
    return value->origin == MBA_ORIGIN_EXPLICIT || value->origin == MBA_ORIGIN_INHERITED;
}

/* The value of the property named first, at the key named by argument `key` or at the object. False: it is
 * not known whether it is set, which has been noted. */
static bool standing(const struct args *args, int key, const struct mba_key **at, struct mba_value *value)
{
    const char *location = NULL;
    const struct mba_property *prop = property(args, 0);
    *value = (struct mba_value){.known_absent = true};
    *at = args->judge->eval.key;
    if (!prop || (args->count > key && !judge_key_at(args->judge, args->text[key], at, &location)))
        return false;
    if (*at)
        judge_effective(args->judge, *at, prop, value);
    bool set = is_set(value);
    if (set || judge_known_absent(value)) {
        struct judge_reading reading = {.prop = prop, .key = *at, .path = location};
        reading.value = set ? *value : (struct mba_value){.known_absent = true};
        judge_record(args->judge, &reading);
        return true;
    }
    judge_lack(args->judge, prop->attributes & MBA_ATTR_VOLATILE ? LACK_VOLATILE : LACK_NOT_COLLECTED,
               prop->name, location);
    return false;
}

static void fn_present(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct args args;
    struct mba_value value;
    const struct mba_key *key;
    if (!take_args(ctxt, nargs, 1, &args))
        return;
    bool known = standing(&args, 1, &key, &value);
    free_args(&args);
    xmlXPathReturnBoolean(ctxt, known && is_set(&value));
}

/* Whether it stands at the key itself is known once all of the key's own properties are. */
static void fn_explicit(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct args args;
    const char *location = NULL;
    if (!take_args(ctxt, nargs, 1, &args))
        return;
    struct judge_reading reading = {.prop = property(&args, 0), .key = args.judge->eval.key};
    bool found =
        reading.prop && (args.count < 2 || judge_key_at(args.judge, args.text[1], &reading.key, &location));
    reading.path = location;
    if (found && reading.key)
        judge_effective(args.judge, reading.key, reading.prop, &reading.value);
    bool set = reading.value.origin == MBA_ORIGIN_EXPLICIT;
    bool is_volatile = reading.prop && (reading.prop->attributes & MBA_ATTR_VOLATILE);
    if (set || is_set(&reading.value))
        judge_record(args.judge, &reading);
    if (found && reading.key && !set && (is_volatile || !reading.key->complete))
        judge_lack(args.judge, is_volatile ? LACK_VOLATILE : LACK_NOT_COLLECTED, reading.prop->name,
                   location);
    free_args(&args);
    xmlXPathReturnBoolean(ctxt, set);
}

static void fn_origin(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct args args;
    struct mba_value value;
    const struct mba_key *key;
    if (!take_args(ctxt, nargs, 1, &args))
        return;
    bool known = standing(&args, 1, &key, &value);
    const char *word = known && is_set(&value) ? mba_origin_word(value.origin) : "";
    free_args(&args);
    xmlXPathReturnString(ctxt, xmlStrdup((const xmlChar *)word));
}

/* ---- values ---------------------------------------------------------------------------------- */

static const struct mba_word *flag_word(const struct mba_property *prop, const char *word)
{
    for (size_t i = 0; prop && i < prop->flag_count; i++)
        if (strcmp(prop->flags[i].name, word) == 0)
            return &prop->flags[i];
    return NULL;
}

static void fn_flag(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct args args;
    struct mba_value value;
    const char *location = NULL;
    uint32_t number = 0, bits = 0;
    if (!take_args(ctxt, nargs, 2, &args))
        return;
    const struct mba_key *key = args.judge->eval.key;
    const struct mba_property *prop = property(&args, 0);
    const struct mba_word *flag = flag_word(prop, args.text[1]);
    bool found = args.count < 3 || judge_key_at(args.judge, args.text[2], &key, &location);
    if (flag && found && judge_read(args.judge, key, location, prop, &value)) {
        bits = flag->value;
        if (!mba_dword_value(prop, value.text, value.len, &number))
            judge_lack(args.judge, LACK_UNREADABLE, prop->name, location);
    }
    free_args(&args);
    xmlXPathReturnBoolean(ctxt, bits && (number & bits) == bits);
}

static void fn_at(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct args args;
    struct mba_value value;
    const char *location;
    const struct mba_key *key;
    if (!take_args(ctxt, nargs, 2, &args))
        return;
    const struct mba_property *prop = property(&args, 1);
    xmlXPathObjectPtr object;
    if (prop && judge_key_at(args.judge, args.text[0], &key, &location) &&
        judge_read(args.judge, key, location, prop, &value))
        object = judge_object(args.judge, prop, &value, location);
    else
        object = judge_nothing(prop);
    free_args(&args);
    valuePush(ctxt, object);
}

static void fn_bit(xmlXPathParserContextPtr ctxt, int nargs)
{
    if (nargs != 2) {
        xmlXPathSetArityError(ctxt);
        return;
    }
    double bits = xmlXPathPopNumber(ctxt), number = xmlXPathPopNumber(ctxt);
    bool in_range = number >= 0 && number <= UINT32_MAX && bits > 0 && bits <= UINT32_MAX;
    xmlXPathReturnBoolean(ctxt, in_range && ((uint32_t)number & (uint32_t)bits) == (uint32_t)bits);
}

/* ---- keys ------------------------------------------------------------------------------------ */

/* Something read that is no property. */
static void record_fact(struct mba_judge *judge, const char *name, const char *text, bool there,
                        const char *path)
{
    struct judge_reading reading = {.name = name, .text = text, .path = path};
    reading.value.origin = there ? MBA_ORIGIN_EXPLICIT : MBA_ORIGIN_NONE;
    if (name && text)
        judge_record(judge, &reading);
    else
        judge->no_memory = true;
}

static void fn_exists(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct args args;
    const char *location;
    const struct mba_key *key;
    if (!take_args(ctxt, nargs, 1, &args))
        return;
    bool known = judge_key_at(args.judge, args.text[0], &key, &location);
    bool exists = known && key;
    if (known)
        record_fact(args.judge,
                    mba_arena_printf(args.judge->arena, "key %s", location ? location : args.text[0]),
                    exists ? "is there" : "is not there", exists, NULL);
    free_args(&args);
    xmlXPathReturnBoolean(ctxt, exists);
}

/* The keys of a class that a rule could judge, one after the other. */
static const struct mba_key *next_object(struct mba_judge *judge, const char *class_name, const char *pattern,
                                         size_t *cursor)
{
    const struct mba_key *key;
    while ((key = mba_metabase_next_of_class(judge->mb, class_name, cursor)))
        if (judge_is_object(key) && (!pattern || (key->location && mba_path_matches(pattern, key->location))))
            return key;
    return NULL;
}

/* Is every key of this class (and at this pattern) in the export? Notes it if not. */
static bool all_collected(struct mba_judge *judge, const char *class_name, const char *pattern)
{
    judge_looks_around(judge);
    const char *area = pattern ? judge_static_prefix(judge->arena, pattern) : judge_class_home(class_name);
    if (!area)
        judge->no_memory = true;
    else if (mba_metabase_covers(judge->mb, area))
        return true;
    else
        judge_lack(judge, LACK_KEYS, area, NULL);
    return false;
}

static void fn_count(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct args args;
    size_t cursor = 0;
    double count = 0;
    if (!take_args(ctxt, nargs, 1, &args))
        return;
    struct mba_judge *judge = args.judge;
    const char *pattern = args.count > 1 ? judge_resolve(judge, args.text[1]) : NULL;
    if (args.count > 1 && !pattern) {
        judge_lack(judge, LACK_PLACE, mba_arena_dup(judge->arena, args.text[1], strlen(args.text[1])), NULL);
    } else if (all_collected(judge, args.text[0], pattern)) {
        while (next_object(judge, args.text[0], pattern, &cursor))
            count++;
        record_fact(judge, mba_arena_printf(judge->arena, "number of %s keys", args.text[0]),
                    mba_arena_printf(judge->arena, "%.0f", count), true, pattern);
    }
    free_args(&args);
    xmlXPathReturnNumber(ctxt, count);
}

static bool equals(struct mba_judge *judge, const struct mba_property *prop, const struct mba_value *value,
                   xmlXPathObjectPtr wanted, const char *path)
{
    xmlXPathObjectPtr object = judge_object(judge, prop, value, path);
    bool same = false;
    if (!object) {
        judge->no_memory = true;
    } else if (prop->type == MBA_TYPE_DWORD) {
        same = xmlXPathCastToNumber(object) == xmlXPathCastToNumber(wanted);
    } else if (prop->type == MBA_TYPE_BOOL) {
        same = xmlXPathCastToBoolean(object) == xmlXPathCastToBoolean(wanted);
    } else {
        xmlChar *a = xmlXPathCastToString(object), *b = xmlXPathCastToString(wanted);
        same = mba_ascii_streq((const char *)a, (const char *)b);
        xmlFree(a);
        xmlFree(b);
    }
    xmlXPathFreeObject(object);
    return same;
}

static void fn_count_where(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct args args;
    size_t cursor = 0;
    double count = 0;
    const struct mba_key *key;
    xmlXPathObjectPtr wanted = nargs == 3 ? valuePop(ctxt) : NULL;
    if (!take_args(ctxt, wanted ? 2 : 0, 2, &args)) {
        xmlXPathFreeObject(wanted);
        return;
    }
    const struct mba_property *prop = property(&args, 1);
    bool known = prop && all_collected(args.judge, args.text[0], NULL);
    while (known && (key = next_object(args.judge, args.text[0], NULL, &cursor))) {
        struct mba_value value;
        if (judge_read(args.judge, key, judge_place(key), prop, &value))
            count += equals(args.judge, prop, &value, wanted, judge_place(key));
    }
    free_args(&args);
    xmlXPathFreeObject(wanted);
    xmlXPathReturnNumber(ctxt, count);
}

static const char *location_or_lack(struct mba_judge *judge)
{
    const struct mba_key *key = judge->eval.key;
    judge_looks_around(judge);
    if (key && key->location)
        return key->location;
    judge_lack(judge, LACK_PLACE, "the place of the key", NULL);
    return "";
}

static void fn_path(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct args args;
    if (take_args(ctxt, nargs, 0, &args)) {
        const char *location = location_or_lack(args.judge);
        free_args(&args);
        xmlXPathReturnString(ctxt, xmlStrdup((const xmlChar *)location));
    }
}

static void fn_name(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct args args;
    if (take_args(ctxt, nargs, 0, &args)) {
        const char *location = location_or_lack(args.judge), *slash = strrchr(location, '/');
        free_args(&args);
        xmlXPathReturnString(ctxt, xmlStrdup((const xmlChar *)(slash ? slash + 1 : location)));
    }
}

/* ---- text ------------------------------------------------------------------------------------ */

static void fn_lower(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct args args;
    if (!take_args(ctxt, nargs, 1, &args))
        return;
    for (char *s = args.text[0]; *s; s++)
        if (*s >= 'A' && *s <= 'Z')
            *s = (char)(*s - 'A' + 'a');
    xmlXPathReturnString(ctxt, (xmlChar *)args.text[0]); /* takes it over */
    args.text[0] = NULL;
    free_args(&args);
}

static void fn_like(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct args args;
    if (!take_args(ctxt, nargs, 2, &args))
        return;
    bool like = mba_glob(args.text[1], args.text[0]);
    free_args(&args);
    xmlXPathReturnBoolean(ctxt, like);
}

/* A part of "ip:port:host"; the host takes what is left. */
static void binding_part(const char *item, int part, const char **text, size_t *len)
{
    for (; part > 0; part--) {
        item += strcspn(item, ":");
        item += *item == ':';
    }
    *text = item;
    *len = strcspn(item, ":");
}

static void return_part(xmlXPathParserContextPtr ctxt, int nargs, int part)
{
    struct args args;
    const char *text;
    size_t len;
    if (!take_args(ctxt, nargs, 1, &args))
        return;
    binding_part(args.text[0], part, &text, &len);
    xmlChar *copy = xmlStrndup((const xmlChar *)text, part == 2 ? (int)strlen(text) : (int)len);
    free_args(&args);
    xmlXPathReturnString(ctxt, copy);
}

static void fn_binding_ip(xmlXPathParserContextPtr ctxt, int nargs)
{
    return_part(ctxt, nargs, 0);
}

static void fn_binding_host(xmlXPathParserContextPtr ctxt, int nargs)
{
    return_part(ctxt, nargs, 2);
}

static void fn_binding_port(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct args args;
    const char *text;
    size_t len;
    uint32_t port = 0;
    if (!take_args(ctxt, nargs, 1, &args))
        return;
    binding_part(args.text[0], 1, &text, &len);
    bool good = mba_is_digits(text, len) && mba_parse_dword(text, len, &port) && port <= UINT16_MAX;
    free_args(&args);
    xmlXPathReturnNumber(ctxt, good ? port : NAN);
}

/* ---- outside the metabase -------------------------------------------------------------------- */

static const char *const evidence_kinds[] = {
    "active-directory", "services",  "event-log",        "file-listing",  "registry", "dns",
    "connection",       "mailboxes", "operating-system", "exchange-roles"};

bool judge_evidence_kind(const char *word, size_t len)
{
    for (size_t i = 0; i < sizeof evidence_kinds / sizeof *evidence_kinds; i++)
        if (strlen(evidence_kinds[i]) == len && memcmp(evidence_kinds[i], word, len) == 0)
            return true;
    return false;
}

/* No import brings such evidence yet, so it is always what is missing. */
static void fn_evidence(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct args args;
    if (!take_args(ctxt, nargs, 2, &args))
        return;
    judge_lack(args.judge, LACK_EVIDENCE,
               mba_arena_printf(args.judge->arena, "%s: %s", args.text[0], args.text[1]), NULL);
    free_args(&args);
    xmlXPathReturnEmptyString(ctxt);
}

/* ---- the table ------------------------------------------------------------------------------- */

static const struct judge_function functions[] = {
    {"present", "p?k", fn_present},
    {"explicit", "p?k", fn_explicit},
    {"origin", "p?k", fn_origin},
    {"flag", "pf?k", fn_flag},
    {"at", "kp", fn_at},
    {"bit", "xx", fn_bit},
    {"exists", "k", fn_exists},
    {"count", "c?k", fn_count},
    {"count-where", "cpx", fn_count_where},
    {"path", "", fn_path},
    {"name", "", fn_name},
    {"lower", "x", fn_lower},
    {"like", "xx", fn_like},
    {"binding-ip", "x", fn_binding_ip},
    {"binding-port", "x", fn_binding_port},
    {"binding-host", "x", fn_binding_host},
    {"evidence", "ex", fn_evidence},
};

const struct judge_function *judge_function_find(const char *name, size_t len)
{
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (strlen(functions[i].name) == len && memcmp(functions[i].name, name, len) == 0)
            return &functions[i];
    return NULL;
}

bool judge_functions_register(xmlXPathContextPtr xpath)
{
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (xmlXPathRegisterFuncNS(xpath, (const xmlChar *)functions[i].name,
                                   (const xmlChar *)JUDGE_FUNCTIONS_NS, functions[i].call) != 0)
            return false;
    return xmlXPathRegisterNs(xpath, (const xmlChar *)"mb", (const xmlChar *)JUDGE_FUNCTIONS_NS) == 0;
}
