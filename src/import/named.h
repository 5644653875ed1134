/* named: properties by name and in the words of scripts, as the interfaces of a running service give them -
 * adsutil and WMI alike.
 *
 * Both show a flags property as its number, or as a BOOLEAN of each of its words, or both; the words stand
 * for the property when the number is not there and none of the words is missing.
 *
 * Ownership: start with job and dict alone; end with named_free. Every function returns false without memory.
 */
#ifndef MBAUDIT_NAMED_H
#define MBAUDIT_NAMED_H

#include "mbaudit/import.h"

struct named_flags;
struct named {
    struct mba_import *job;
    const struct mba_dictionary *dict;
    struct mba_key *key; /* whose properties are being read */
    struct mba_buf name;
    struct named_flags *flags;
    size_t flag_count, flag_cap;
};
struct named_value {
    const char *name;
    size_t name_len;
    enum mba_type type; /* as the export says, or UNKNOWN; the schema knows better, save for lists */
    const char *text;
    size_t len;
    unsigned long line;
};
bool named_text(struct named *n, const struct named_value *value); /* texts and lists (items between '\n') */
bool named_truth(struct named *n, const struct named_value *value, bool on);
bool named_number(struct named *n, const struct named_value *value, uint32_t number);
/* After a key's last property. */
bool named_end_key(struct named *n);
void named_free(struct named *n);

/* Scripts print a DWORD as a signed number. False: it is none. */
bool named_read_number(const char *text, size_t len, uint32_t *out);

#endif
