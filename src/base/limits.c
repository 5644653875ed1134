/* limits: the one table of what is too much. */
#include "mbaudit/base.h"

#include <time.h>

#define KIB UINT64_C(1024)
#define MIB (KIB * KIB)
#define GIB (KIB * MIB)

/* The ratio: deflate cannot shrink below 1:1032, so 1100 stops no zip or gzip made of real files; xz and
 * bzip2 can pass it on very repetitive text, which the floor and the switch are for.
 * The value length stays below the 10,000,000 bytes at which libxml2 itself refuses an attribute. */
const struct mba_limit_info mba_limit_table[MBA_LIMIT_COUNT] = {
    {MBA_LIMIT_MEMBER_BYTES, "bytes per member", "max-member-bytes", 256 * MIB, 2 * GIB - 1,
     "largest member read from an archive, decompressed"},
    {MBA_LIMIT_MEMBERS, "members of one archive", "max-members", 1000000, UINT32_MAX,
     "members of one archive, those of archives inside it included"},
    {MBA_LIMIT_RATIO, "decompressed bytes per compressed byte", "max-ratio", 1100, 1000000,
     "decompressed bytes of an archive per compressed byte"},
    {MBA_LIMIT_RATIO_FLOOR, "decompressed bytes before the ratio counts", "ratio-floor", 64 * MIB, 1024 * GIB,
     "decompressed bytes below which the ratio is not looked at"},
    {MBA_LIMIT_NESTING, "levels of archives inside archives", "max-nesting", 2, 16,
     "levels of archives inside archives; 0 opens none"},
    {MBA_LIMIT_KEYS, "keys of one snapshot", "max-keys", 1000000, 100000000, "keys of one snapshot"},
    {MBA_LIMIT_DEPTH, "levels of XML elements", "max-depth", 64, 256, "levels of elements in an XML export"},
    {MBA_LIMIT_ATTRIBUTES, "attributes of one XML element", "max-attributes", 4096, 1000000,
     "attributes of one XML element"},
    {MBA_LIMIT_VALUE_BYTES, "bytes of one property value", "max-value-bytes", 8 * MIB, 9500000,
     "length of one property value"},
    {MBA_LIMIT_LIST_ITEMS, "items of one list value", "max-list-items", 100000, 10000000,
     "items of one list value"},
    {MBA_LIMIT_EVIDENCE, "items of evidence in one member", "max-evidence", 200000, 10000000,
     "items of evidence that one member may tell"},
    {MBA_LIMIT_ARCHIVE_BYTES, "decompressed bytes of one input", "max-archive-bytes", 64 * GIB,
     1024 * 1024 * GIB, "decompressed bytes of one input, those of archives inside it included"},
    {MBA_LIMIT_FINDINGS, "findings of one snapshot", "max-findings", 200000, 100000000,
     "findings of one snapshot"},
    {MBA_LIMIT_SHOWN_BYTES, "bytes of a value shown", "max-shown-bytes", 4 * KIB, 9500000,
     "bytes of a value that findings show; what is longer is cut, and says how long it is"},
    {MBA_LIMIT_MEMBER_SECONDS, "seconds of computing on one member", "max-member-seconds", 120, 86400,
     "seconds of computing to unpack a member, and to read and judge a snapshot; 0: no limit"},
    {MBA_LIMIT_MEMORY, "bytes of memory", "max-memory", 4 * GIB, 1024 * 1024 * GIB,
     "bytes of memory of the whole run, which fails when it needs more; 0: no limit"},
};

void mba_limits_default(struct mba_limits *limits)
{
    for (size_t i = 0; i < MBA_LIMIT_COUNT; i++)
        limits->value[i] = mba_limit_table[i].value;
    limits->cpu_end = 0;
}

static int64_t cpu_now(void)
{
    struct timespec now;
    return clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) == 0 ? now.tv_sec * INT64_C(1000000000) + now.tv_nsec
                                                             : 0;
}

void mba_limits_start(struct mba_limits *limits)
{
    int64_t seconds = (int64_t)limits->value[MBA_LIMIT_MEMBER_SECONDS];
    limits->cpu_end = seconds ? cpu_now() + seconds * INT64_C(1000000000) : 0;
}

bool mba_limits_late(const struct mba_limits *limits)
{
    return limits->cpu_end && cpu_now() >= limits->cpu_end;
}

void mba_limit_message(const struct mba_limits *limits, enum mba_limit_id id, char *out, size_t size)
{
    snprintf(out, size, "more than %llu %s; raise it with --%s", (unsigned long long)limits->value[id],
             mba_limit_table[id].name, mba_limit_table[id].option);
}
