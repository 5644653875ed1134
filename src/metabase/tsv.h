/* tsv: lines of columns separated by tabs. */
#ifndef MBAUDIT_METABASE_TSV_H
#define MBAUDIT_METABASE_TSV_H

#include "span.h"

struct mb_tsv {
    const char *at, *end;
    unsigned long line; /* of the row last read, counted from 1 */
};
/* The columns of the next row that is neither empty nor a comment, at most max of them; 0 at the end.
 * A row with more columns gives max + 1. */
size_t mb_tsv_next(struct mb_tsv *tsv, struct mb_span *columns, size_t max);
/* The next word up to a space; false when there is none left. */
bool mb_next_word(struct mb_span *rest, struct mb_span *word);
/* A copy with \n, \t and \\ replaced by what they stand for. NULL without memory. */
char *mb_tsv_text(struct mba_arena *arena, struct mb_span column);

#endif
