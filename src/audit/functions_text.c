/* functions_text: comparing text, and the parts of bindings. */
#include <math.h>
#include <string.h>

#include "audit/functions.h"

static struct expr_value fn_lower(const struct judge_args *args)
{
    struct expr_value lower = expr_span(args->judge, args->text[0], strlen(args->text[0]));
    for (char *s = (char *)lower.text, *end = s + lower.len; s < end; s++)
        if (*s >= 'A' && *s <= 'Z')
            *s = (char)(*s - 'A' + 'a');
    return lower;
}

static struct expr_value fn_like(const struct judge_args *args)
{
    bool like = mba_glob(args->text[1], args->text[0]);
    return expr_boolean(like);
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

static struct expr_value fn_binding_ip(const struct judge_args *args)
{
    const char *text;
    size_t len;
    binding_part(args->text[0], 0, &text, &len);
    return expr_span(args->judge, text, len);
}

static struct expr_value fn_binding_host(const struct judge_args *args)
{
    const char *text;
    size_t len;
    binding_part(args->text[0], 2, &text, &len);
    return expr_string(text);
}

static struct expr_value fn_binding_port(const struct judge_args *args)
{
    const char *text;
    size_t len;
    uint32_t port = 0;
    binding_part(args->text[0], 1, &text, &len);
    bool good = mba_is_digits(text, len) && mba_parse_dword(text, len, &port) && port <= UINT16_MAX;
    return expr_number(good ? port : NAN);
}

const struct judge_function judge_functions_text[] = {
    {"lower", "x", fn_lower, EXPR_STRING},
    {"like", "xx", fn_like, EXPR_BOOLEAN},
    {"binding-ip", "x", fn_binding_ip, EXPR_STRING},
    {"binding-port", "x", fn_binding_port, EXPR_NUMBER},
    {"binding-host", "x", fn_binding_host, EXPR_STRING},
    {0},
};
