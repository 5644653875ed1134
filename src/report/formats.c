/* The report formats: one row each. */
#include <string.h>

#include "mbaudit/report.h"

const struct mba_report_format mba_report_formats[] = {
    {"html",
     "one page with everything, readable without network and script",
     {{"report.html", "xsl/html.xsl", true}}},
    {"csv", "one row per finding, safe to open in a spreadsheet", {{"findings.csv", "xsl/csv.xsl", false}}},
    {NULL, NULL, {{NULL, NULL, false}}},
};

const struct mba_report_format *mba_report_format_find(const char *name)
{
    for (const struct mba_report_format *format = mba_report_formats; format->name; format++)
        if (strcmp(format->name, name) == 0)
            return format;
    return NULL;
}
