/* testimony: telling evidence, for the formats that do. */
#ifndef MBAUDIT_TESTIMONY_H
#define MBAUDIT_TESTIMONY_H

#include "import/import_room.h"

struct testimony_item { /* texts need not be NUL-terminated */
    const struct mba_evidence_word *word;
    const char *server; /* NUL-terminated; "": the member's path says whose it is */
    const char *object;
    size_t object_len;
    const char *text; /* NULL: known not to be there */
    size_t len;
    mba_time captured; /* MBA_TIME_NONE: the member's path says it */
    unsigned long line;
};
enum testimony_result {
    TESTIMONY_TAKEN,
    TESTIMONY_NO_VALUE, /* the text is not of the word's type */
    TESTIMONY_LIMIT,    /* more than --max-evidence */
    TESTIMONY_NO_MEMORY
};
/* Copies the item into the job's testimony, in its one form. */
enum testimony_result testimony_tell(struct mba_import *job, const struct testimony_item *item);
/* What to return for a result that stops the reading; over the limit is told. */
enum mba_status testimony_stop(struct mba_import *job, enum testimony_result result, unsigned long line);

/* The next line of a text, without CR and LF; false at the end. *ended: it had a line feed. */
struct testimony_text {
    const char *s;
    size_t n;
};
bool testimony_next_line(struct testimony_text *rest, struct testimony_text *line, bool *ended);
/* The member as UTF-8; scratch owns what was converted. False: no memory. What is not UTF-8 is left. */
bool testimony_text(struct mba_import *job, struct mba_buf *scratch, struct testimony_text *text);

#endif
