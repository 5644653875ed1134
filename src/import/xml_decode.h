/* xml_decode: the bytes of an XML export as UTF-8, whatever encoding they came in.
 *
 * Ownership: text points into the bytes given or into scratch; free with xml_source_free.
 */
#ifndef MBAUDIT_XML_DECODE_H
#define MBAUDIT_XML_DECODE_H

#include "mbaudit/base.h"

struct xml_source {
    const char *text;
    size_t len;
    char encoding[32]; /* as found */
    bool damaged;      /* ill-formed UTF-16 was replaced */
    struct mba_buf scratch;
    char fault[120];
};
/* MBA_MEMBER_FAILED: an encoding that cannot be converted, see fault; MBA_RUN_FAILED: no memory. */
enum mba_status xml_decode(struct xml_source *source, const unsigned char *bytes, size_t len);
void xml_source_free(struct xml_source *source);

#endif
