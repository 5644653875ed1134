/* location: parts of a normalised key location. */
#ifndef MBAUDIT_METABASE_LOCATION_H
#define MBAUDIT_METABASE_LOCATION_H

#include "span.h"

/* Part number index of "/LM/SmtpSvc/1" (0: "LM"); n is 0 when there is none. */
struct mb_span mb_location_part(const char *location, size_t index);
/* True when location is `above` or stands below it; without case. */
bool mb_location_within(const char *above, const char *location);
/* Length of the location above the first n bytes of this one: "/LM/SmtpSvc/1" -> 11, "/LM" -> 1 ("/");
 * 0 when there is none. */
size_t mb_location_above(const char *location, size_t n);
bool mb_location_is_normal(const char *location, size_t n);

#endif
