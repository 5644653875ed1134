/* functions: what XPath 1.0 lacks for metabases, as functions in the mb: namespace.
 * To add one: write it in the functions_*.c of its subject, add its row to the table at the end of that file,
 * and its line to corpus/README.md. */
#include <string.h>

#include <libxml/xpathInternals.h>

#include "audit/functions.h"

/* ---- arguments ------------------------------------------------------------------------------- */

void judge_take_texts(struct judge_args *args)
{
    size_t len;
    for (int i = 0; i < args->count; i++)
        args->text[i] = expr_as_text(args->judge, &args->value[i], &len);
}

const struct mba_property *judge_argument_property(const struct judge_args *args, int index)
{
    return args->prop ? args->prop : judge_named(args->judge, args->text[index]);
}

bool judge_argument_key(const struct judge_args *args, int index, const struct mba_key **key,
                        const char **location)
{
    *key = args->judge->eval.key;
    *location = NULL;
    return args->count <= index || judge_key_at(args->judge, args->text[index], key, location);
}

const struct mba_property *judge_named(const struct mba_judge *judge, const char *name)
{
    return mba_property_by_name(judge->dict, name, strlen(name));
}

bool judge_next_line(const char **rest, const char **line, size_t *len)
{
    *line = *rest;
    *len = strcspn(*rest, "\n");
    *rest += *len + ((*rest)[*len] == '\n');
    return *rest > *line;
}

bool judge_next_word(const char **rest, const char **word, size_t *len)
{
    *word = *rest + strspn(*rest, " ");
    *len = strcspn(*word, " ");
    *rest = *word + *len;
    return *len > 0;
}

size_t judge_least_args(const struct judge_function *function)
{
    return strcspn(function->args, "?");
}

size_t judge_most_args(const struct judge_function *function)
{
    return strlen(function->args) - (strchr(function->args, '?') != NULL);
}

/* ---- all of them ----------------------------------------------------------------------------- */

static const struct judge_function *const tables[] = {
    judge_functions_value,  judge_functions_keys,       judge_functions_count, judge_functions_text,
    judge_functions_web,    judge_functions_extensions, judge_functions_nodes, judge_functions_ip,
    judge_functions_shared, judge_functions_evidence,
};
static const size_t table_count = sizeof tables / sizeof *tables;

const struct judge_function *judge_function_find(const char *name, size_t len)
{
    for (size_t i = 0; i < table_count; i++)
        for (const struct judge_function *row = tables[i]; row->name; row++)
            if (strlen(row->name) == len && memcmp(row->name, name, len) == 0)
                return row;
    return NULL;
}

bool judge_functions_register(xmlXPathContextPtr xpath)
{
    for (size_t i = 0; i < table_count; i++)
        for (const struct judge_function *row = tables[i]; row->name; row++)
            if (xmlXPathRegisterFuncNS(xpath, (const xmlChar *)row->name, (const xmlChar *)JUDGE_FUNCTIONS_NS,
                                       judge_call_native) != 0)
                return false;
    return xmlXPathRegisterNs(xpath, (const xmlChar *)"mb", (const xmlChar *)JUDGE_FUNCTIONS_NS) == 0;
}
