/* sniff: which archive the first bytes belong to. */
#include "source/source.h"

#include <string.h>

static const struct magic {
    size_t offset, len;
    const char *bytes;
    enum packing packing;
} magics[] = {
    {0, 4, "PK\003\004", PACK_ZIP},
    {0, 4, "PK\005\006", PACK_ZIP}, /* a zip without members */
    {0, 6, "7z\274\257\047\034", PACK_FILES},
    {0, 8, "MSCF\0\0\0\0", PACK_FILES},
    {257, 5, "ustar", PACK_FILES},
    {0, 3, "\037\213\010", PACK_GZIP},
    {4, 6, "1AY&SY", PACK_BZIP2},                   /* after "BZh" and the block size */
    {4, 6, "\027\162\105\070\120\220", PACK_BZIP2}, /* without data */
    {0, 6, "\3757zXZ\0", PACK_XZ},
    {0, 4, "\050\265\057\375", PACK_ZSTD},
    {0, 4, "\004\042\115\030", PACK_LZ4},
};

enum packing sniff_packing(const unsigned char *head, size_t len)
{
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const struct magic *m = &magics[i];
        if (len < m->offset + m->len || memcmp(head + m->offset, m->bytes, m->len) != 0)
            continue;
        if (m->packing == PACK_BZIP2 && memcmp(head, "BZh", 3) != 0)
            continue;
        return m->packing;
    }
    return PACK_NONE;
}

/* Single file and tar, by packing. */
static const char *const stream_kinds[][2] = {
    [PACK_NONE] = {"file", "tar"},     [PACK_ZIP] = {"zip", "tar"},         [PACK_FILES] = {"file", "tar"},
    [PACK_GZIP] = {"gzip", "tar.gz"},  [PACK_BZIP2] = {"bzip2", "tar.bz2"}, [PACK_XZ] = {"xz", "tar.xz"},
    [PACK_ZSTD] = {"zstd", "tar.zst"}, [PACK_LZ4] = {"lz4", "tar.lz4"},
};

const char *packing_kind(enum packing packing, int archive_format)
{
    switch (archive_format & ARCHIVE_FORMAT_BASE_MASK) {
    case ARCHIVE_FORMAT_ZIP:
        return "zip";
    case ARCHIVE_FORMAT_7ZIP:
        return "7z";
    case ARCHIVE_FORMAT_CAB:
        return "cab";
    case ARCHIVE_FORMAT_TAR:
        return stream_kinds[packing][1];
    default:
        return stream_kinds[packing][0];
    }
}
