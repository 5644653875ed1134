/* adsutil_block: which lines of adsutil output belong to which key.
 *
 * Ownership: blocks point into the text; free them with adsutil_blocks_free.
 */
#ifndef MBAUDIT_ADSUTIL_BLOCK_H
#define MBAUDIT_ADSUTIL_BLOCK_H

#include "import/adsutil_line.h"

struct adsutil_block {
    struct adsutil_text body;
    unsigned long line;       /* of the body's first */
    struct adsutil_text path; /* s NULL: not named */
    bool head;                /* named by a path in brackets, not by a command line */
    enum adsutil_verb verb;
    struct adsutil_text children; /* what the children listed after it have in common; s NULL: none */
    bool has_properties, has_key_type;
};
struct adsutil_blocks {
    struct adsutil_block *items;
    size_t count, cap;
    size_t unnamed; /* that have properties, but neither a path nor children */
};
/* False: no memory, or more than max blocks (*limit_hit). */
bool adsutil_find_blocks(struct adsutil_text text, uint64_t max, struct adsutil_blocks *out, bool *limit_hit);
void adsutil_blocks_free(struct adsutil_blocks *blocks);

#endif
