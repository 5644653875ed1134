/* The report formats: one line each. */
#include <string.h>

#include "mbaudit/report.h"

const struct mba_report_format mba_report_formats[] = {
    {"html", "report.html", "xsl/html.xsl", "one page with everything, readable without network and script"},
    {"csv", "findings.csv", "xsl/csv.xsl", "one row per finding, safe to open in a spreadsheet"},
    {NULL, NULL, NULL, NULL},
};

const struct mba_report_format *mba_report_format_find(const char *name)
{
    for (const struct mba_report_format *format = mba_report_formats; format->name; format++)
        if (strcmp(format->name, name) == 0)
            return format;
    return NULL;
}
