/* base64: how CLIXML and applicationHost.config write binary values; the model has them in hexadecimal. */
#ifndef MBAUDIT_BASE64_H
#define MBAUDIT_BASE64_H

#include "mbaudit/base.h"

/* Appends lower-case hexadecimal digits; white space in the text is skipped. False: not base64, or
 * (out->failed) no memory. */
bool base64_to_hex(const char *text, size_t len, struct mba_buf *out);

#endif
