/* What stylesheets call for the words of the report's language: mb:text, mb:count and mb:number. */
#include <libxml/xpathInternals.h>
#include <libxslt/extensions.h>
#include <libxslt/xsltutils.h>
#include <string.h>

#include "private.h"

enum { ARGS_MAX = 9 };

static const struct mba_words *words_of(xmlXPathParserContextPtr ctxt)
{
    xsltTransformContextPtr transform = xsltXPathGetTransformContext(ctxt);
    const struct mba_tools *tools = transform ? transform->_private : NULL;
    return tools ? tools->words : NULL;
}

static void push(xmlXPathParserContextPtr ctxt, struct mba_buf *text)
{
    if (text->failed)
        xmlXPathErr(ctxt, XPATH_MEMORY_ERROR);
    else
        valuePush(ctxt, xmlXPathNewString(BAD_CAST(text->data ? text->data : "")));
    mba_buf_free(text);
}

/* An id that is in no file is a mistake in the stylesheet: the report is not made. */
static void no_such_text(xmlXPathParserContextPtr ctxt, const struct mba_words *words, const char *id)
{
    xsltTransformContextPtr transform = xsltXPathGetTransformContext(ctxt);
    xsltTransformError(transform, NULL, NULL, "there is no text '%s' in %s\n", id,
                       words ? mba_words_path(words) : "xsl/words");
    if (transform)
        transform->state = XSLT_STATE_STOPPED;
    ctxt->error = XPATH_EXPR_ERROR;
}

static void fill(xmlXPathParserContextPtr ctxt, bool one, xmlChar *const *args, int nargs)
{
    struct mba_buf text = {0};
    const struct mba_words *words = words_of(ctxt);
    const char *id = (const char *)args[0];
    if (words && mba_words_fill(words, id, one, (const char *const *)args + 1, (size_t)nargs - 1, &text))
        push(ctxt, &text);
    else
        no_such_text(ctxt, words, id);
}

/* Pops nargs strings in the order in which they were given; the caller frees them. False: no memory. */
static bool pop_strings(xmlXPathParserContextPtr ctxt, xmlChar **args, int nargs)
{
    for (int i = nargs - 1; i >= 0; i--)
        if (!(args[i] = xmlXPathPopString(ctxt)))
            return false;
    return true;
}

static void free_strings(xmlChar **args)
{
    for (int i = 0; i <= ARGS_MAX; i++)
        xmlFree(args[i]);
}

/* mb:text('id', arg, ...): the text, with {1}, {2}, ... filled in. */
static void text(xmlXPathParserContextPtr ctxt, int nargs)
{
    xmlChar *args[ARGS_MAX + 1] = {NULL};
    if (nargs < 1 || nargs > ARGS_MAX + 1) {
        xmlXPathSetArityError(ctxt);
        return;
    }
    if (pop_strings(ctxt, args, nargs))
        fill(ctxt, false, args, nargs);
    else
        xmlXPathErr(ctxt, XPATH_MEMORY_ERROR);
    free_strings(args);
}

/* mb:count('id', n, arg, ...): the same, in the singular when n is 1; {1} is n as people write it. */
static void count(xmlXPathParserContextPtr ctxt, int nargs)
{
    xmlChar *args[ARGS_MAX + 1] = {NULL};
    if (nargs < 2 || nargs > ARGS_MAX + 1) {
        xmlXPathSetArityError(ctxt);
        return;
    }
    const struct mba_words *words = words_of(ctxt);
    struct mba_buf digits = {0};
    bool good = pop_strings(ctxt, args, nargs);
    double n = good ? xmlXPathCastStringToNumber(args[1]) : 0;
    if (good && words) {
        mba_words_number(words, n, &digits);
        xmlFree(args[1]);
        args[1] = xmlStrdup(BAD_CAST digits.data);
    }
    if (good && args[1] && !digits.failed)
        fill(ctxt, n == 1, args, nargs);
    else
        xmlXPathErr(ctxt, XPATH_MEMORY_ERROR);
    mba_buf_free(&digits);
    free_strings(args);
}

/* mb:number(n): 12,345 in English. */
static void number(xmlXPathParserContextPtr ctxt, int nargs)
{
    if (nargs != 1) {
        xmlXPathSetArityError(ctxt);
        return;
    }
    struct mba_buf digits = {0};
    const struct mba_words *words = words_of(ctxt);
    double n = xmlXPathPopNumber(ctxt);
    if (words)
        mba_words_number(words, n, &digits);
    push(ctxt, &digits);
}

bool mba_words_register(xsltTransformContextPtr ctxt)
{
    static const struct {
        const char *name;
        xmlXPathFunction function;
    } functions[] = {{"text", text}, {"count", count}, {"number", number}};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (xsltRegisterExtFunction(ctxt, BAD_CAST functions[i].name, BAD_CAST MBA_REPORT_NS,
                                    functions[i].function) != 0)
            return false;
    return true;
}
