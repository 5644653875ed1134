/* xpath: does an expression compile? Names in it are checked later, by who knows the properties. */
#include "kb/parts.h"

/* libxml2 gives a handler the code of an error without its words. */
static const struct {
    int code;
    const char *text;
} errors[] = {
    {XML_XPATH_NUMBER_ERROR, "a number is malformed"},
    {XML_XPATH_UNFINISHED_LITERAL_ERROR, "a quoted text has no end"},
    {XML_XPATH_START_LITERAL_ERROR, "a quoted text is malformed"},
    {XML_XPATH_VARIABLE_REF_ERROR, "a $ has no name after it"},
    {XML_XPATH_UNDEF_VARIABLE_ERROR, "a variable is not known"},
    {XML_XPATH_INVALID_PREDICATE_ERROR, "what stands in [ ] is malformed"},
    {XML_XPATH_EXPR_ERROR, "something is missing or out of place"},
    {XML_XPATH_UNCLOSED_ERROR, "a parenthesis is not closed"},
    {XML_XPATH_UNKNOWN_FUNC_ERROR, "a function is not known"},
    {XML_XPATH_INVALID_OPERAND, "an operand is missing or of the wrong type"},
    {XML_XPATH_INVALID_TYPE, "a value is of the wrong type, like count() of something that is no list"},
    {XML_XPATH_INVALID_ARITY, "a function has too many arguments or too few"},
    {XML_XPATH_UNDEF_PREFIX_ERROR, "a prefix is not known; functions of mbaudit have mb:"},
    {XML_XPATH_MEMORY_ERROR, "no memory"},
    {XML_ERR_NO_MEMORY, "no memory"},
};

const char *mba_xpath_error(int code)
{
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (errors[i].code == code)
            return errors[i].text;
    return "it is no XPath 1.0 expression";
}

static void remember(void *ctx, xmlErrorPtr error)
{
    (void)ctx, (void)error; /* xmlXPathContext keeps the last error itself */
}

xmlXPathContextPtr kb_xpath_new(void)
{
    xmlXPathContextPtr ctx = xmlXPathNewContext(NULL);
    if (ctx)
        ctx->error = remember;
    return ctx;
}

void kb_check_xpath(struct kb_load *load, unsigned long line, const char *what, const char *expression)
{
    if (!*expression || load->checked)
        return; /* reported with the attribute */
    xmlXPathCompExprPtr compiled = xmlXPathCtxtCompile(load->xpath, (const xmlChar *)expression);
    const xmlError *error = &load->xpath->lastError;
    if (!compiled)
        kb_error(load, line, "the %s expression does not compile at character %d: %s", what, error->int1 + 1,
                 mba_xpath_error(error->code));
    xmlXPathFreeCompExpr(compiled);
}
