/* ip_list: the bytes of RelayIpList and IPSecurity -> who may, or who may not.
 *
 * Six little-endian words (offsets of the four lists, a flag word, offset of the data), the lists of denied
 * addresses, granted addresses, denied names and granted names, and the data: for each mask its bytes, then
 * its addresses. The layout was worked out from published examples; what none of them shows is not decoded.
 */
#include "mbaudit/metabase.h"

#include <string.h>

enum {
    WORDS = 6,
    HEAD = WORDS * 4,
    LIST_HEAD = 8, /* how many groups, how many addresses */
    GROUP = 20,    /* family, items, bytes per item, unused, offset */
    LEAST = HEAD + 4 * LIST_HEAD,
    FAMILY_IPV4 = 2
};
enum { DENY, GRANT, DENY_NAMES, GRANT_NAMES, LISTS };
static const uint32_t offset_mark = 0x80000000u;

struct blob {
    const unsigned char *bytes;
    size_t len;
    size_t lists[LISTS + 1]; /* where each begins, and the data */
    size_t data_left;        /* bytes of data that no group has claimed */
    const char *fault;
};

/* ---- bytes ----------------------------------------------------------------------------------- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* False: not hexadecimal. */
static bool from_hex(const char *text, size_t len, unsigned char *bytes)
{
    for (size_t i = 0; i + 1 < len; i += 2) {
        int high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i / 2] = (unsigned char)(high * 16 + low);
    }
    return len % 2 == 0;
}

static uint32_t word_at(const struct blob *blob, size_t at)
{
    const unsigned char *b = blob->bytes + at;
    return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static uint32_t address_at(const struct blob *blob, size_t at)
{
    const unsigned char *b = blob->bytes + at;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static bool faulty(struct blob *blob, const char *fault)
{
    blob->fault = fault;
    return false;
}

/* ---- the frame ------------------------------------------------------------------------------- */

/* Where the lists and the data begin: in this order, with room for a list's head each, inside the bytes. */
static bool read_frame(struct blob *blob)
{
    if (blob->len < LEAST)
        return faulty(blob, "it is too short");
    if (word_at(blob, 0) != (offset_mark | HEAD))
        return faulty(blob, "it does not begin with 18000080");
    for (size_t i = 0; i < LISTS; i++) {
        uint32_t word = word_at(blob, i * 4);
        blob->lists[i] = word & ~offset_mark;
        if (!(word & offset_mark))
            return faulty(blob, "an offset lacks its mark");
        if (i && (blob->lists[i] < blob->lists[i - 1] || blob->lists[i] - blob->lists[i - 1] < LIST_HEAD))
            return faulty(blob, "its lists are not in order");
    }
    size_t data = word_at(blob, 20);
    if (data > blob->len || data < blob->lists[GRANT_NAMES] || data - blob->lists[GRANT_NAMES] < LIST_HEAD)
        return faulty(blob, "its data lie outside of it");
    blob->lists[LISTS] = data;
    blob->data_left = blob->len - data;
    return true;
}

/* ---- lists of addresses ----------------------------------------------------------------------- */

static uint32_t group_count(const struct blob *blob, int list)
{
    return word_at(blob, blob->lists[list]);
}

static uint32_t total_count(const struct blob *blob, int list)
{
    return word_at(blob, blob->lists[list] + 4);
}

/* A group's data: the offset of its mask and how many 4-byte items there are, the mask being the first. */
static bool read_group(struct blob *blob, size_t at, size_t *data, size_t *items)
{
    uint32_t offset = word_at(blob, at + 16);
    *items = word_at(blob, at + 4);
    *data = offset & ~offset_mark;
    if (word_at(blob, at) != FAMILY_IPV4 || word_at(blob, at + 8) != 4)
        return faulty(blob, "it holds addresses of another kind than IPv4");
    if (!(offset & offset_mark) || *data < blob->lists[LISTS] || *data > blob->len)
        return faulty(blob, "the addresses of a group lie outside of it");
    if (*items == 0 || *items > (blob->len - *data) / 4 || *items > blob->data_left / 4)
        return faulty(blob, "a group has more addresses than there are");
    blob->data_left -= *items * 4;
    return true;
}

static void add_entries(const struct blob *blob, size_t data, size_t items, struct mba_ip_list *out)
{
    uint32_t mask = address_at(blob, data);
    for (size_t i = 1; i < items; i++)
        out->entries[out->count++] = (struct mba_ip_entry){address_at(blob, data + i * 4), mask};
}

/* entries has room for as many as there are 4-byte words of data. */
static bool read_addresses(struct blob *blob, int list, struct mba_ip_list *out)
{
    size_t at = blob->lists[list] + LIST_HEAD, data, items;
    uint32_t groups = group_count(blob, list);
    if (groups > (blob->lists[list + 1] - at) / GROUP)
        return faulty(blob, "a list has more groups than there are");
    for (; groups > 0; groups--, at += GROUP) {
        if (!read_group(blob, at, &data, &items))
            return false;
        add_entries(blob, data, items, out);
    }
    return total_count(blob, list) == out->count || faulty(blob, "a list counts its addresses wrongly");
}

static bool has_names(const struct blob *blob)
{
    return group_count(blob, DENY_NAMES) || total_count(blob, DENY_NAMES) || group_count(blob, GRANT_NAMES) ||
           total_count(blob, GRANT_NAMES);
}

static enum mba_ip_mode read_lists(struct blob *blob, struct mba_ip_list *out)
{
    if (!read_frame(blob))
        return MBA_IP_DAMAGED;
    bool deny = group_count(blob, DENY) || total_count(blob, DENY);
    bool grant = group_count(blob, GRANT) || total_count(blob, GRANT);
    if (has_names(blob)) {
        blob->fault = "it names domains, and how these are stored is not known";
        return MBA_IP_UNDECODED;
    }
    if (deny == grant)
        blob->fault = deny ? "it both grants and denies" : "it neither grants nor denies";
    else if (read_addresses(blob, grant ? GRANT : DENY, out) && blob->data_left)
        blob->fault = "it holds data that belong to no group";
    return blob->fault ? MBA_IP_DAMAGED : grant ? MBA_IP_GRANT : MBA_IP_DENY;
}

bool mba_ip_list_read(struct mba_arena *arena, const char *text, size_t len, struct mba_ip_list *out)
{
    *out = (struct mba_ip_list){.mode = MBA_IP_EMPTY};
    if (len == 0)
        return true;
    unsigned char *bytes = mba_arena_alloc(arena, len / 2 + 1);
    out->entries = mba_arena_calloc(arena, len / 8 + 1, sizeof *out->entries);
    if (!bytes || !out->entries)
        return false;
    struct blob blob = {.bytes = bytes, .len = len / 2};
    bool good = from_hex(text, len, bytes) || faulty(&blob, "it is not hexadecimal");
    out->mode = good ? read_lists(&blob, out) : MBA_IP_DAMAGED;
    out->fault = blob.fault;
    if (blob.fault)
        out->count = 0;
    return true;
}

/* ---- in words -------------------------------------------------------------------------------- */

static void add_address(struct mba_buf *out, uint32_t address)
{
    mba_buf_printf(out, "%u.%u.%u.%u", address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255);
}

void mba_ip_entry_text(const struct mba_ip_entry *entry, struct mba_buf *out)
{
    add_address(out, entry->address);
    if (entry->mask == UINT32_MAX)
        return;
    mba_buf_putc(out, '/');
    add_address(out, entry->mask);
}

void mba_ip_list_meaning(const struct mba_ip_list *list, struct mba_buf *out)
{
    enum { SHOWN = 8 };
    static const char *const words[] = {[MBA_IP_EMPTY] = "all except the list, which is empty",
                                        [MBA_IP_GRANT] = "only ",
                                        [MBA_IP_DENY] = "all except ",
                                        [MBA_IP_DAMAGED] = "damaged: ",
                                        [MBA_IP_UNDECODED] = "not decoded: "};
    bool entries = list->mode == MBA_IP_GRANT || list->mode == MBA_IP_DENY;
    mba_buf_puts(out, words[list->mode]);
    mba_buf_puts(out, list->fault ? list->fault : entries && !list->count ? "the list, which is empty" : "");
    for (size_t i = 0; i < list->count && i < SHOWN; i++) {
        mba_buf_puts(out, i ? ", " : "");
        mba_ip_entry_text(&list->entries[i], out);
    }
    if (list->count > SHOWN)
        mba_buf_printf(out, " and %zu more", list->count - SHOWN);
}
