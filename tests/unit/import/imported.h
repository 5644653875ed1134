/* imported: reads a text as one export into a metabase, for the tests of this room. */
#ifndef MBAUDIT_TESTS_IMPORTED_H
#define MBAUDIT_TESTS_IMPORTED_H

#include "mbaudit/import.h"

struct imported {
    struct mba_dictionary *dict;
    struct mba_metabase *mb;
    struct mba_testimony told; /* evidence */
    struct mba_limits limits; /* change before reading */
    struct mba_problems problems;
    enum mba_status status;
};
void imported_open(struct imported *im);
/* Reads one more export. */
void imported_read(struct imported *im, const char *member, const void *data, size_t len);
void imported_finish(struct imported *im);
/* All of the above for one text. */
void imported_text(struct imported *im, const char *member, const char *text);
/* An XML export around the keys. */
void imported_keys(struct imported *im, const char *keys);
void imported_close(struct imported *im);

const struct mba_record *imported_record(const struct imported *im, const char *location, uint32_t id);
/* A record's text, "(none)" without a record, "(secret)" without a text. */
const char *imported_value(const struct imported *im, const char *location, uint32_t id);
/* "object property=value line, server, captured" of an item of evidence; value "(absent)"; "(none)": there
 * are not so many. Overwritten by the next call. */
const char *imported_told(const struct imported *im, size_t index);
/* True when a problem of that grade at that line (0: any) holds the words. */
bool imported_says(const struct imported *im, enum mba_status grade, unsigned long line, const char *words);

#endif
