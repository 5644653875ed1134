/* zoned_time: moments as XML documents and WMI write them. */
#ifndef MBAUDIT_ZONED_TIME_H
#define MBAUDIT_ZONED_TIME_H

#include "mbaudit/base.h"

/* "2006-05-16T02:00:00.0000000+02:00" or WMI's "20060516020000.000000+120" (minutes). *zoned: an offset or Z
 * was there; without, the moment is read as if it were UTC. False: neither of both. */
bool zoned_time_parse(const char *text, mba_time *out, bool *zoned);

#endif
