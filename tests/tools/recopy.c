/* recopy OUT IN...: documents read with libxml2's streaming reader and written again with its text writer,
 * one after the other, and nothing else: what merging is measured against (tests/bench/README.md).
 */
#include <libxml/xmlreader.h>
#include <libxml/xmlwriter.h>
#include <stdbool.h>
#include <stdio.h>

static bool write_start(xmlTextWriterPtr to, xmlTextReaderPtr from)
{
    bool empty = xmlTextReaderIsEmptyElement(from) == 1;
    bool good = xmlTextWriterStartElement(to, xmlTextReaderConstName(from)) >= 0;
    while (good && xmlTextReaderMoveToNextAttribute(from) == 1)
        good = xmlTextWriterWriteAttribute(to, xmlTextReaderConstName(from),
                                           xmlTextReaderConstValue(from)) >= 0;
    return good && (!empty || xmlTextWriterEndElement(to) >= 0);
}

static bool write_node(xmlTextWriterPtr to, xmlTextReaderPtr from)
{
    switch (xmlTextReaderNodeType(from)) {
    case XML_READER_TYPE_ELEMENT:
        return write_start(to, from);
    case XML_READER_TYPE_END_ELEMENT:
        return xmlTextWriterEndElement(to) >= 0;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_WHITESPACE:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        return xmlTextWriterWriteString(to, xmlTextReaderConstValue(from)) >= 0;
    default:
        return true;
    }
}

static bool copy(xmlTextWriterPtr to, const char *path)
{
    xmlTextReaderPtr from = xmlReaderForFile(path, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
    int more = from ? xmlTextReaderRead(from) : -1;
    while (more == 1)
        more = write_node(to, from) ? xmlTextReaderRead(from) : -1;
    xmlFreeTextReader(from);
    if (more != 0)
        fprintf(stderr, "recopy: %s: cannot be copied\n", path);
    return more == 0;
}

int main(int argc, char **argv)
{
    xmlTextWriterPtr to = argc > 2 ? xmlNewTextWriterFilename(argv[1], 0) : NULL;
    bool good = to != NULL;
    if (!to)
        fprintf(stderr, "usage: recopy OUT IN...\n");
    for (int i = 2; good && i < argc; i++)
        good = copy(to, argv[i]);
    xmlFreeTextWriter(to);
    return good ? 0 : 1;
}
