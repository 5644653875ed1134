/* document: the bytes of an article file -> an XML document, without DOCTYPE, entity or network. */
#include <limits.h>
#include <string.h>

#include <libxml/parser.h>

#include "kb/parts.h"

static void refuse_doctype(void *ctx, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    xmlParserCtxtPtr parser = ctx;
    *(unsigned long *)parser->_private = parser->input ? (unsigned long)parser->input->line : 1;
    xmlStopParser(parser);
}

/* doctype: the line of a DOCTYPE, or 0. */
static void report(struct kb_load *load, xmlParserCtxtPtr parser, unsigned long doctype)
{
    const xmlError *error = xmlCtxtGetLastError(parser);
    unsigned long line = error && error->line > 0 ? (unsigned long)error->line : 0;
    if (doctype) {
        kb_error(load, doctype, "has a DOCTYPE, which an article may not have; remove it");
        return;
    }
    const char *why = error && error->message ? error->message : "unreadable";
    kb_error(load, line, "is not well-formed XML: %.*s", (int)strcspn(why, "\r\n"), why);
}

xmlDocPtr kb_parse(struct kb_load *load, const char *data, size_t len, const bool *no_memory)
{
    if (len > INT_MAX) {
        kb_error(load, 0, "is too large to be an article");
        return NULL;
    }
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    if (!parser) {
        kb_no_memory(load);
        return NULL;
    }
    unsigned long doctype = 0;
    parser->_private = &doctype;
    parser->sax->internalSubset = refuse_doctype;
    parser->sax->comment = NULL;
    parser->sax->processingInstruction = NULL;
    xmlDocPtr doc = xmlCtxtReadMemory(parser, data, (int)len, NULL, NULL,
                                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                          XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES | XML_PARSE_COMPACT);
    if (!doc || doctype || *no_memory) {
        if (!*no_memory)
            report(load, parser, doctype);
        xmlFreeDoc(doc);
        doc = NULL;
    }
    xmlFreeParserCtxt(parser);
    return doc;
}
