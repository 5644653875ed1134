/* The report formats: one row each. */
#include <string.h>

#include "mbaudit/report.h"

/* A row reads best in a fixed shape. */
/* clang-format off */
const struct mba_report_format mba_report_formats[] = {
    {"html", "a page with everything, readable without network and script",
     {{.name = "report.html", .stylesheet = "xsl/html.xsl", .pages = true}}},
    {"csv", "tables of findings, servers and rules, safe to open in a spreadsheet",
     {{.name = "findings.csv", .stylesheet = "xsl/csv.xsl", .csv = true},
      {.name = "servers.csv", .stylesheet = "xsl/csv-servers.xsl", .csv = true},
      {.name = "coverage.csv", .stylesheet = "xsl/csv-coverage.xsl", .csv = true},
      {.name = "episodes.csv", .stylesheet = "xsl/csv-episodes.xsl", .csv = true, .optional = true}}},
    {"markdown", "text to paste into a change review",
     {{.name = "report.md", .stylesheet = "xsl/markdown.xsl"}}},
    {"json", "JSON Lines, one finding a line",
     {{.name = "findings.jsonl", .stylesheet = "xsl/json.xsl"}}},
    {"sarif", "SARIF 2.1.0, for code scanning",
     {{.name = "findings.sarif", .stylesheet = "xsl/sarif.xsl"}}},
    {"junit", "JUnit XML, for build servers",
     {{.name = "junit.xml", .stylesheet = "xsl/junit.xsl"}}},
    {"prometheus", "counts for the textfile collector of Prometheus",
     {{.name = "mbaudit.prom", .stylesheet = "xsl/prometheus.xsl"}}},
    {.name = NULL},
};
/* clang-format on */

const struct mba_report_format *mba_report_format_find(const char *name)
{
    for (const struct mba_report_format *format = mba_report_formats; format->name; format++)
        if (strcmp(format->name, name) == 0)
            return format;
    return NULL;
}
