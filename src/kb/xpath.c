/* xpath: does an expression compile? Names in it are checked later, by who knows the properties. */
#include <string.h>

#include <libxml/xpath.h>

#include "kb/parts.h"

static void remember(void *ctx, xmlErrorPtr error)
{
    (void)ctx, (void)error; /* xmlXPathContext keeps the last error itself */
}

void kb_check_xpath(struct kb_load *load, unsigned long line, const char *what, const char *expression)
{
    xmlXPathContextPtr ctx = xmlXPathNewContext(NULL);
    if (!ctx) {
        kb_error(load, 0, "could not be loaded: no memory");
        return;
    }
    ctx->error = remember;
    xmlXPathCompExprPtr compiled = xmlXPathCtxtCompile(ctx, (const xmlChar *)expression);
    if (!compiled) {
        const char *why = ctx->lastError.message ? ctx->lastError.message : "not an XPath 1.0 expression";
        kb_error(load, line, "the %s expression does not compile at character %d: %.*s", what,
                 ctx->lastError.int1 + 1, (int)strcspn(why, "\r\n"), why);
    }
    xmlXPathFreeCompExpr(compiled);
    xmlXPathFreeContext(ctx);
}
