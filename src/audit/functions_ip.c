/* functions_ip: who may connect or relay, from the decoded address lists. */
#include <string.h>

#include "audit/functions.h"

/* A list at a key. known: set, or known not to be. */
struct ip_property {
    bool known, set;
    const struct mba_property *prop;
    const char *location;
    struct mba_ip_list list;
};

/* The list named first, at the key named second or at the object. What stops it from being known was noted.
 */
static struct ip_property list_of(const struct judge_args *args)
{
    struct mba_judge *judge = args->judge;
    struct ip_property ip = {.prop = judge_argument_property(args, 0)};
    const struct mba_key *key;
    struct mba_value value;
    if (!ip.prop || !judge_argument_key(args, 1, &key, &ip.location) ||
        !judge_standing(judge, key, ip.location, ip.prop, &value))
        return ip;
    ip.known = true;
    ip.set = judge_is_set(&value);
    if (ip.set && !value.text) {
        ip.known = false;
        judge_lack(judge, LACK_SECRET, ip.prop->name, ip.location);
    } else if (ip.set && !mba_ip_list_read(judge->arena, value.text, value.len, &ip.list)) {
        judge->no_memory = true;
    }
    return ip;
}

/* Can the list be gone by? Notes it if not. */
static bool is_readable(struct mba_judge *judge, const struct ip_property *ip)
{
    bool bad = ip->list.mode == MBA_IP_DAMAGED || ip->list.mode == MBA_IP_UNDECODED;
    if (ip->known && bad)
        judge_lack(judge, LACK_UNREADABLE, ip->prop->name, ip->location);
    return ip->known && !bad;
}

static struct expr_value fn_mode(const struct judge_args *args)
{
    static const char *const words[] = {
        [MBA_IP_EMPTY] = "empty", [MBA_IP_GRANT] = "grant", [MBA_IP_DENY] = "deny"};
    struct ip_property ip = list_of(args);
    bool readable = is_readable(args->judge, &ip);
    const char *word = !readable ? "" : ip.set ? words[ip.list.mode] : "absent";
    return expr_string(word);
}

static struct expr_value fn_damaged(const struct judge_args *args)
{
    struct ip_property ip = list_of(args);
    bool damaged = ip.known && ip.list.mode == MBA_IP_DAMAGED;
    if (!damaged) /* a list that is sound as far as it can be read is not sound */
        is_readable(args->judge, &ip);
    return expr_boolean(damaged);
}

static struct expr_value fn_entries(const struct judge_args *args)
{
    struct mba_buf text = {0};
    struct mba_judge *judge = args->judge;
    struct ip_property ip = list_of(args);
    for (size_t i = 0; is_readable(judge, &ip) && i < ip.list.count; i++) {
        mba_buf_puts(&text, i ? "\n" : "");
        mba_ip_entry_text(&ip.list.entries[i], &text);
    }
    judge->no_memory = judge->no_memory || text.failed;
    struct expr_value lines = expr_lines(judge, text.data ? text.data : "", text.len);
    mba_buf_free(&text);
    return lines;
}

/* Bits that are set, wherever they stand: they say how many addresses a mask takes in. */
static int mask_bits(uint32_t mask)
{
    int bits = 0;
    for (; mask; mask &= mask - 1)
        bits++;
    return bits;
}

static struct expr_value fn_shortest_mask(const struct judge_args *args)
{
    int shortest = -1;
    struct ip_property ip = list_of(args);
    for (size_t i = 0; is_readable(args->judge, &ip) && i < ip.list.count; i++) {
        int bits = mask_bits(ip.list.entries[i].mask);
        shortest = shortest < 0 || bits < shortest ? bits : shortest;
    }
    return expr_number(shortest);
}

const struct judge_function judge_functions_ip[] = {
    {"ip-mode", "p?k", fn_mode, EXPR_STRING},
    {"ip-damaged", "p?k", fn_damaged, EXPR_BOOLEAN},
    {"ip-entries", "p?k", fn_entries, EXPR_SET},
    {"ip-shortest-mask", "p?k", fn_shortest_mask, EXPR_NUMBER},
    {0},
};
