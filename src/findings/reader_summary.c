/* The totals of a document, read back from its head. */
#include <stdlib.h>
#include <string.h>

#include "private.h"

static bool number(xmlNodePtr node, const char *name, uint64_t *out)
{
    xmlChar *text = node ? xmlGetNoNsProp(node, BAD_CAST name) : NULL;
    bool good = text && mba_is_digits((const char *)text, strlen((const char *)text));
    if (good)
        *out = strtoull((const char *)text, NULL, 10);
    xmlFree(text);
    return good;
}

static bool read_status(xmlNodePtr totals, enum mba_status *out)
{
    xmlChar *word = xmlGetNoNsProp(totals, BAD_CAST "status");
    int status = MBA_RUN_FAILED;
    while (word && status >= 0 && strcmp((const char *)word, mba_status_word((enum mba_status)status)) != 0)
        status--;
    bool good = word && status >= 0;
    if (good)
        *out = (enum mba_status)status;
    xmlFree(word);
    return good;
}

static bool read_severities(xmlNodePtr totals, struct mba_summary *out)
{
    size_t seen = 0;
    for (xmlNodePtr node = xmlFirstElementChild(totals); node; node = xmlNextElementSibling(node)) {
        enum mba_severity severity;
        xmlChar *name = xmlGetNoNsProp(node, BAD_CAST "name");
        if (name && mba_severity_parse((const char *)name, &severity)) {
            seen += number(node, "findings", &out->by_severity[severity]);
            number(node, "waived", &out->waived[severity]);
        }
        xmlFree(name);
    }
    return seen == MBA_SEVERITY_COUNT;
}

bool mba_reader_summary(struct mba_reader *reader, struct mba_summary *out)
{
    xmlNodePtr totals =
        mba_node_child(mba_node_child(xmlDocGetRootElement(mba_reader_head(reader)), "head"), "totals");
    xmlNodePtr completeness = mba_node_child(totals, "completeness"),
               outcomes = mba_node_child(totals, "outcomes");
    *out = (struct mba_summary){0};
    if (!totals)
        return false;
    bool good = number(totals, "servers", &out->servers) && number(totals, "snapshots", &out->snapshots) &&
                number(totals, "exports", &out->exports) && number(totals, "findings", &out->findings) &&
                number(totals, "inputs", &out->inputs) &&
                number(totals, "inputs-failed", &out->inputs_failed) &&
                number(totals, "problems", &out->problems) &&
                number(completeness, "full", &out->completeness[MBA_READ_FULL]) &&
                number(completeness, "partly", &out->completeness[MBA_READ_PARTLY]) &&
                number(completeness, "none", &out->completeness[MBA_READ_NONE]);
    for (int i = 0; good && i < MBA_OUTCOME_COUNT; i++)
        good = number(outcomes, mba_outcome_word((enum mba_outcome)i), &out->by_outcome[i]);
    return good && read_severities(totals, out) && read_status(totals, &out->worst);
}
