/* xslt: applies a stylesheet to a document, as xsltproc does; that one is in a package which nothing else
 * needs.
 *
 *   xslt STYLESHEET DOCUMENT
 */
#include <libxml/parser.h>
#include <libxslt/transform.h>
#include <libxslt/xslt.h>
#include <libxslt/xsltutils.h>
#include <stdio.h>

static int apply(xsltStylesheetPtr sheet, const char *path)
{
    xmlDocPtr doc = xmlReadFile(path, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
    xmlDocPtr result = doc ? xsltApplyStylesheet(sheet, doc, NULL) : NULL;
    int rc = !result || xsltSaveResultToFile(stdout, result, sheet) < 0 || fflush(stdout) != 0;
    xmlFreeDoc(result);
    xmlFreeDoc(doc);
    return rc;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: xslt STYLESHEET DOCUMENT\n");
        return 2;
    }
    xsltStylesheetPtr sheet = xsltParseStylesheetFile((const xmlChar *)argv[1]);
    int rc = sheet ? apply(sheet, argv[2]) : 1;
    xsltFreeStylesheet(sheet);
    xsltCleanupGlobals();
    xmlCleanupParser();
    return rc;
}
