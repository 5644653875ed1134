/* functions_value: whether a property is set, where, and its value. */
#include <string.h>

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

static struct expr_value fn_present(const struct judge_args *args)
{
    struct mba_value value;
    bool known = standing(args, &value);
    return expr_boolean(known && judge_is_set(&value));
}

/* Whether it stands at the key itself is known once all of the key's own properties are. */
static struct expr_value fn_explicit(const struct judge_args *args)
{
    const char *location = NULL;
    struct judge_reading reading = {.prop = judge_argument_property(args, 0), .key = args->judge->eval.key};
    bool found = reading.prop &&
                 (args->count < 2 || judge_key_at(args->judge, args->text[1], &reading.key, &location));
    reading.path = location;
    if (found && reading.key)
        judge_part(args->judge, reading.key, reading.prop, PART_ORIGIN, &reading.value);
    bool set = reading.value.origin == MBA_ORIGIN_EXPLICIT;
    bool is_volatile = reading.prop && (reading.prop->attributes & MBA_ATTR_VOLATILE);
    if (set || judge_is_set(&reading.value))
        judge_record(args->judge, &reading);
    if (found && reading.key && !set && (is_volatile || !reading.key->complete))
        judge_lack(args->judge, is_volatile ? LACK_VOLATILE : LACK_NOT_COLLECTED, reading.prop->name,
                   location);
    return expr_boolean(set);
}

static struct expr_value fn_origin(const struct judge_args *args)
{
    struct mba_value value;
    bool known = standing(args, &value);
    const char *word = known && judge_is_set(&value) ? mba_origin_word(value.origin) : "";
    return expr_string(word);
}

/* ---- values ---------------------------------------------------------------------------------- */

static const struct mba_word *flag_word(const struct mba_property *prop, const char *word)
{
    for (size_t i = 0; prop && i < prop->flag_count; i++)
        if (strcmp(prop->flags[i].name, word) == 0)
            return &prop->flags[i];
    return NULL;
}

static struct expr_value fn_flag(const struct judge_args *args)
{
    struct mba_value value;
    const char *location = NULL;
    uint32_t number = 0, bits = 0;
    const struct mba_key *key = args->judge->eval.key;
    const struct mba_property *prop = judge_argument_property(args, 0);
    const struct mba_word *flag = flag_word(prop, args->text[1]);
    bool found = args->count < 3 || judge_key_at(args->judge, args->text[2], &key, &location);
    if (flag && found && judge_read(args->judge, key, location, prop, &value)) {
        bits = flag->value;
        if (!mba_dword_value(prop, value.text, value.len, &number))
            judge_lack(args->judge, LACK_UNREADABLE, prop->name, location);
    }
    return expr_boolean(bits && (number & bits) == bits);
}

static struct expr_value fn_at(const struct judge_args *args)
{
    struct mba_value value;
    const char *location;
    const struct mba_key *key;
    const struct mba_property *prop = judge_argument_property(args, 1);
    if (prop && judge_key_at(args->judge, args->text[0], &key, &location) &&
        judge_read(args->judge, key, location, prop, &value))
        return judge_object(args->judge, prop, &value, location);
    return judge_nothing(prop);
}

/* The value if it is set, and the other one, which keeps its type, if it surely is not. */
static struct expr_value fn_value_or(const struct judge_args *args)
{
    struct mba_value value;
    const char *location;
    const struct mba_key *key;
    const struct mba_property *prop = judge_argument_property(args, 0);
    if (!prop || !judge_argument_key(args, 2, &key, &location) ||
        !judge_standing(args->judge, key, location, prop, &value))
        return judge_nothing(prop);
    if (!judge_is_set(&value))
        return args->value[1];
    if (value.text)
        return judge_object(args->judge, prop, &value, location);
    judge_lack(args->judge, LACK_SECRET, prop->name, location);
    return judge_nothing(prop);
}

static struct expr_value fn_bit(const struct judge_args *args)
{
    double number = expr_as_number(&args->value[0]), bits = expr_as_number(&args->value[1]);
    bool in_range = number >= 0 && number <= UINT32_MAX && bits > 0 && bits <= UINT32_MAX;
    return expr_boolean(in_range && ((uint32_t)number & (uint32_t)bits) == (uint32_t)bits);
}

const struct judge_function judge_functions_value[] = {
    {"present", "p?k", fn_present, EXPR_BOOLEAN}, {"explicit", "p?k", fn_explicit, EXPR_BOOLEAN},
    {"origin", "p?k", fn_origin, EXPR_STRING},    {"flag", "pf?k", fn_flag, EXPR_BOOLEAN},
    {"at", "kp", fn_at, JUDGE_GIVES_VALUE},       {"value-or", "px?k", fn_value_or, JUDGE_GIVES_VALUE},
    {"bit", "xx", fn_bit, EXPR_BOOLEAN},          {0},
};
