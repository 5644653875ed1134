/* xml_plain: see xml_plain.h. */
#include "import/xml_plain.h"

#include <stdlib.h>
#include <string.h>

static const char location[] = "Location";

/* ---- names ----------------------------------------------------------------------------------- */

bool xml_known_open(struct xml_known *known, const struct mba_dictionary *dict)
{
    *known = (struct xml_known){.dict = dict};
    known->last_tag = calloc(mba_dictionary_room(dict) + 1, sizeof *known->last_tag);
    return known->last_tag != NULL;
}

void xml_known_close(struct xml_known *known)
{
    free(known->last_tag);
    known->last_tag = NULL;
}

static struct xml_known_name look_up(const struct xml_known *known, const char *name, size_t len)
{
    struct xml_known_name found = {.name = name, .len = len};
    found.known = len == sizeof location - 1 && memcmp(name, location, len) == 0;
    if (found.known)
        return found;
    found.prop = mba_property_by_name(known->dict, name, len);
    found.known = found.prop != NULL;
    return found;
}

/* Some of its letters and its length tell nearly all names of the schema apart. */
static size_t slot_of(const char *name, size_t len)
{
    const unsigned char *n = (const unsigned char *)name;
    return (n[0] * 7U + n[len / 2] + n[len - 1] * 31U + len * 5U) % XML_KNOWN_SLOTS;
}

const struct xml_known_name *xml_known_find(struct xml_known *known, const char *name, size_t len)
{
    if (len == 0)
        return NULL;
    struct xml_known_name *slot = &known->names[slot_of(name, len)];
    if (slot->len != len || memcmp(slot->name, name, len) != 0)
        *slot = look_up(known, name, len);
    return slot->known ? slot : NULL;
}

/* Location has the place before all properties. */
bool xml_known_first(struct xml_known *known, const struct mba_property *prop, size_t tag)
{
    size_t *last = &known->last_tag[prop ? mba_dictionary_index(known->dict, prop) + 1 : 0];
    bool first = *last != tag;
    *last = tag;
    return first;
}

/* ---- values ---------------------------------------------------------------------------------- */

#define ONES UINT64_C(0x0101010101010101)
#define HIGH (ONES << 7)

/* The high bit of a byte is set where the byte is zero; also above one that is, which makes no difference. */
static uint64_t zeros(uint64_t word)
{
    return (word - ONES) & ~word;
}

static bool is_plain_word(uint64_t word)
{
    uint64_t below_space = (word - ONES * ' ') & ~word, above_tilde = word | (word + ONES);
    return !((below_space | above_tilde | zeros(word ^ (ONES * '<')) | zeros(word ^ (ONES * '&'))) & HIGH);
}

static bool is_plain_byte(char c)
{
    return c >= ' ' && c <= '~' && c != '<' && c != '&';
}

bool xml_is_plain(const char *value, size_t len)
{
    uint64_t word;
    size_t at = 0;
    for (; len - at >= sizeof word; at += sizeof word) {
        memcpy(&word, value + at, sizeof word);
        if (!is_plain_word(word))
            return false;
    }
    while (at < len && is_plain_byte(value[at]))
        at++;
    return at == len;
}
