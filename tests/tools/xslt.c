/* xslt: applies a stylesheet to a document, as xsltproc does; that one is in a package which nothing else
 * needs.
 *
 *   xslt STYLESHEET DOCUMENT [NAME VALUE]...
 */
#include <libexslt/exslt.h>
#include <libxml/parser.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xslt.h>
#include <libxslt/xsltutils.h>
#include <stdio.h>

static int apply(xsltStylesheetPtr sheet, const char *path, const char **params)
{
    xmlDocPtr doc = xmlReadFile(path, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
    xsltTransformContextPtr ctxt = doc ? xsltNewTransformContext(sheet, doc) : NULL;
    xmlDocPtr result = ctxt && xsltQuoteUserParams(ctxt, params) == 0
                           ? xsltApplyStylesheetUser(sheet, doc, NULL, NULL, NULL, ctxt)
                           : NULL;
    int rc = !result || xsltSaveResultToFile(stdout, result, sheet) < 0 || fflush(stdout) != 0;
    xmlFreeDoc(result);
    xsltFreeTransformContext(ctxt);
    xmlFreeDoc(doc);
    return rc;
}

int main(int argc, char **argv)
{
    if (argc < 3 || argc % 2 == 0) {
        fprintf(stderr, "usage: xslt STYLESHEET DOCUMENT [NAME VALUE]...\n");
        return 2;
    }
    exsltRegisterAll();
    xsltStylesheetPtr sheet = xsltParseStylesheetFile((const xmlChar *)argv[1]);
    int rc = sheet ? apply(sheet, argv[2], (const char **)argv + 3) : 1;
    xsltFreeStylesheet(sheet);
    xsltCleanupGlobals();
    xmlCleanupParser();
    return rc;
}
