/* fixture: reports made of a findings document into a folder that is removed afterwards. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "mbaudit/report.h"

#define EXAMPLE "tests/unit/report/example.xml"

struct made {
    char folder[64];
    enum mba_status status;
    enum mba_report_fault fault;
    char *error;
    struct mba_buf html, csv; /* empty when they were not made */
};
void make_reports(struct made *made, const char *findings_path); /* html and csv */
void make_reports_of(struct made *made, const char *findings);   /* of this text */
void make_again(struct made *made, const char *findings_path);   /* into the same folder */
void made_free(struct made *made);
size_t files_in(const char *folder);

bool has(const struct mba_buf *text, const char *part);
size_t occurrences(const struct mba_buf *text, const char *part);
void read_file(const char *path, struct mba_buf *out);
/* The example with the first `from` replaced; free it. */
char *example_with(const char *from, const char *to);

#endif
