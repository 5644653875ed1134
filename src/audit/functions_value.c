/* functions_value: whether a property is set, where, and its value. */
#include <string.h>

#include <libxml/xpathInternals.h>

#include "audit/functions.h"

/* ---- is it set, and where -------------------------------------------------------------------- */

bool judge_is_set(const struct mba_value *value)
{
    return value->origin == MBA_ORIGIN_EXPLICIT || value->origin == MBA_ORIGIN_INHERITED;
}

static bool settled(struct mba_judge *judge, const struct mba_key *key, const char *location,
                    const struct mba_property *prop, enum judge_part part, struct mba_value *value)
{
    *value = (struct mba_value){.known_absent = true};
    if (key)
        judge_part(judge, key, prop, part, value);
    if (judge_is_set(value))
        return true;
    if (judge_known_absent(value)) {
        *value = (struct mba_value){.known_absent = true}; /* a schema default is no value */
        return true;
    }
    judge_lack(judge, prop->attributes & MBA_ATTR_VOLATILE ? LACK_VOLATILE : LACK_NOT_COLLECTED, prop->name,
               location);
    return false;
}

bool judge_known(struct mba_judge *judge, const struct mba_key *key, const char *location,
                 const struct mba_property *prop, struct mba_value *value)
{
    return settled(judge, key, location, prop, PART_VALUE, value);
}

static bool stands(struct mba_judge *judge, const struct mba_key *key, const char *location,
                   const struct mba_property *prop, enum judge_part part, struct mba_value *value)
{
    if (!settled(judge, key, location, prop, part, value))
        return false;
    struct judge_reading reading = {.prop = prop, .key = key, .value = *value, .path = location};
    judge_record(judge, &reading);
    return true;
}

bool judge_standing(struct mba_judge *judge, const struct mba_key *key, const char *location,
                    const struct mba_property *prop, struct mba_value *value)
{
    return stands(judge, key, location, prop, PART_VALUE, value);
}

/* Whether the property named first is set, at the key named second or at the object. */
static bool standing(const struct judge_args *args, struct mba_value *value)
{
    const char *location;
    const struct mba_key *key;
    const struct mba_property *prop = judge_argument_property(args, 0);
    *value = (struct mba_value){0};
    return prop && judge_argument_key(args, 1, &key, &location) &&
           stands(args->judge, key, location, prop, PART_ORIGIN, value);
}

static void fn_present(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct judge_args args;
    struct mba_value value;
    if (!judge_take_args(ctxt, nargs, 1, &args))
        return;
    bool known = standing(&args, &value);
    judge_free_args(&args);
    xmlXPathReturnBoolean(ctxt, known && judge_is_set(&value));
}

/* Whether it stands at the key itself is known once all of the key's own properties are. */
static void fn_explicit(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct judge_args args;
    const char *location = NULL;
    if (!judge_take_args(ctxt, nargs, 1, &args))
        return;
    struct judge_reading reading = {.prop = judge_argument_property(&args, 0), .key = args.judge->eval.key};
    bool found =
        reading.prop && (args.count < 2 || judge_key_at(args.judge, args.text[1], &reading.key, &location));
    reading.path = location;
    if (found && reading.key)
        judge_part(args.judge, reading.key, reading.prop, PART_ORIGIN, &reading.value);
    bool set = reading.value.origin == MBA_ORIGIN_EXPLICIT;
    bool is_volatile = reading.prop && (reading.prop->attributes & MBA_ATTR_VOLATILE);
    if (set || judge_is_set(&reading.value))
        judge_record(args.judge, &reading);
    if (found && reading.key && !set && (is_volatile || !reading.key->complete))
        judge_lack(args.judge, is_volatile ? LACK_VOLATILE : LACK_NOT_COLLECTED, reading.prop->name,
                   location);
    judge_free_args(&args);
    xmlXPathReturnBoolean(ctxt, set);
}

static void fn_origin(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct judge_args args;
    struct mba_value value;
    if (!judge_take_args(ctxt, nargs, 1, &args))
        return;
    bool known = standing(&args, &value);
    const char *word = known && judge_is_set(&value) ? mba_origin_word(value.origin) : "";
    judge_free_args(&args);
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
    struct judge_args args;
    struct mba_value value;
    const char *location = NULL;
    uint32_t number = 0, bits = 0;
    if (!judge_take_args(ctxt, nargs, 2, &args))
        return;
    const struct mba_key *key = args.judge->eval.key;
    const struct mba_property *prop = judge_argument_property(&args, 0);
    const struct mba_word *flag = flag_word(prop, args.text[1]);
    bool found = args.count < 3 || judge_key_at(args.judge, args.text[2], &key, &location);
    if (flag && found && judge_read(args.judge, key, location, prop, &value)) {
        bits = flag->value;
        if (!mba_dword_value(prop, value.text, value.len, &number))
            judge_lack(args.judge, LACK_UNREADABLE, prop->name, location);
    }
    judge_free_args(&args);
    xmlXPathReturnBoolean(ctxt, bits && (number & bits) == bits);
}

static void fn_at(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct judge_args args;
    struct mba_value value;
    const char *location;
    const struct mba_key *key;
    if (!judge_take_args(ctxt, nargs, 2, &args))
        return;
    const struct mba_property *prop = judge_argument_property(&args, 1);
    xmlXPathObjectPtr object;
    if (prop && judge_key_at(args.judge, args.text[0], &key, &location) &&
        judge_read(args.judge, key, location, prop, &value))
        object = judge_object(args.judge, prop, &value, location);
    else
        object = judge_nothing(prop);
    judge_free_args(&args);
    valuePush(ctxt, object);
}

/* The value if it is set, and the other one if it surely is not. */
static xmlXPathObjectPtr value_or(const struct judge_args *args, xmlXPathObjectPtr otherwise)
{
    struct mba_value value;
    const char *location;
    const struct mba_key *key;
    const struct mba_property *prop = judge_argument_property(args, 0);
    if (!prop || !judge_argument_key(args, 1, &key, &location) ||
        !judge_standing(args->judge, key, location, prop, &value))
        return judge_nothing(prop);
    if (!judge_is_set(&value))
        return xmlXPathObjectCopy(otherwise);
    if (value.text)
        return judge_object(args->judge, prop, &value, location);
    judge_lack(args->judge, LACK_SECRET, prop->name, location);
    return judge_nothing(prop);
}

static void fn_value_or(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct judge_args args;
    /* the default stands second: it keeps its type */
    xmlXPathObjectPtr key = nargs == 3 ? valuePop(ctxt) : NULL, otherwise = nargs > 1 ? valuePop(ctxt) : NULL;
    if (key)
        valuePush(ctxt, key);
    if (judge_take_args(ctxt, nargs - 1, 1, &args)) {
        xmlXPathObjectPtr object = value_or(&args, otherwise);
        judge_free_args(&args);
        valuePush(ctxt, object);
    }
    xmlXPathFreeObject(otherwise);
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

const struct judge_function judge_functions_value[] = {
    {"present", "p?k", fn_present},
    {"explicit", "p?k", fn_explicit},
    {"origin", "p?k", fn_origin},
    {"flag", "pf?k", fn_flag},
    {"at", "kp", fn_at},
    {"value-or", "px?k", fn_value_or},
    {"bit", "xx", fn_bit},
    {0},
};
