/* adsutil_place: which key a plain ENUM shows, when the output does not say so itself. */
#ifndef MBAUDIT_ADSUTIL_PLACE_H
#define MBAUDIT_ADSUTIL_PLACE_H

#include "import/adsutil_line.h"

/* The common parent of the children listed so far and one more. parent->s NULL: none so far. */
void adsutil_place_child(struct adsutil_text *parent, struct adsutil_text child);
/* "SRV1/smtpsvc_1.txt" -> "SMTPSVC/1" into out; false when the name holds no service, or more than a place,
 * a date and generic words after it. */
bool adsutil_place_from_member(const char *member, char *out, size_t size);

#endif
