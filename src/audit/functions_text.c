/* functions_text: comparing text, and the parts of bindings. */
#include <math.h>
#include <string.h>

#include <libxml/xpathInternals.h>

#include "audit/functions.h"

static void fn_lower(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct judge_args args;
    if (!judge_take_args(ctxt, nargs, 1, &args))
        return;
    for (char *s = args.text[0]; *s; s++)
        if (*s >= 'A' && *s <= 'Z')
            *s = (char)(*s - 'A' + 'a');
    xmlXPathReturnString(ctxt, (xmlChar *)args.text[0]); /* takes it over */
    args.text[0] = NULL;
    judge_free_args(&args);
}

static void fn_like(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct judge_args args;
    if (!judge_take_args(ctxt, nargs, 2, &args))
        return;
    bool like = mba_glob(args.text[1], args.text[0]);
    judge_free_args(&args);
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
    struct judge_args args;
    const char *text;
    size_t len;
    if (!judge_take_args(ctxt, nargs, 1, &args))
        return;
    binding_part(args.text[0], part, &text, &len);
    xmlChar *copy = xmlStrndup((const xmlChar *)text, part == 2 ? (int)strlen(text) : (int)len);
    judge_free_args(&args);
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
    struct judge_args args;
    const char *text;
    size_t len;
    uint32_t port = 0;
    if (!judge_take_args(ctxt, nargs, 1, &args))
        return;
    binding_part(args.text[0], 1, &text, &len);
    bool good = mba_is_digits(text, len) && mba_parse_dword(text, len, &port) && port <= UINT16_MAX;
    judge_free_args(&args);
    xmlXPathReturnNumber(ctxt, good ? port : NAN);
}

const struct judge_function judge_functions_text[] = {
    {"lower", "x", fn_lower},
    {"like", "xx", fn_like},
    {"binding-ip", "x", fn_binding_ip},
    {"binding-port", "x", fn_binding_port},
    {"binding-host", "x", fn_binding_host},
    {0},
};
