/* names: what a member is called, as UTF-8. A name is a label here: it never reaches the file system. */
#include "source/source.h"

#include <stdlib.h>
#include <string.h>

/* The upper half of code page 437, which a zip uses for names that are not marked as UTF-8. */
static const uint16_t cp437[128] = {
    0x00c7, 0x00fc, 0x00e9, 0x00e2, 0x00e4, 0x00e0, 0x00e5, 0x00e7, 0x00ea, 0x00eb, 0x00e8, 0x00ef, 0x00ee,
    0x00ec, 0x00c4, 0x00c5, 0x00c9, 0x00e6, 0x00c6, 0x00f4, 0x00f6, 0x00f2, 0x00fb, 0x00f9, 0x00ff, 0x00d6,
    0x00dc, 0x00a2, 0x00a3, 0x00a5, 0x20a7, 0x0192, 0x00e1, 0x00ed, 0x00f3, 0x00fa, 0x00f1, 0x00d1, 0x00aa,
    0x00ba, 0x00bf, 0x2310, 0x00ac, 0x00bd, 0x00bc, 0x00a1, 0x00ab, 0x00bb, 0x2591, 0x2592, 0x2593, 0x2502,
    0x2524, 0x2561, 0x2562, 0x2556, 0x2555, 0x2563, 0x2551, 0x2557, 0x255d, 0x255c, 0x255b, 0x2510, 0x2514,
    0x2534, 0x252c, 0x251c, 0x2500, 0x253c, 0x255e, 0x255f, 0x255a, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550,
    0x256c, 0x2567, 0x2568, 0x2564, 0x2565, 0x2559, 0x2558, 0x2552, 0x2553, 0x256b, 0x256a, 0x2518, 0x250c,
    0x2588, 0x2584, 0x258c, 0x2590, 0x2580, 0x03b1, 0x00df, 0x0393, 0x03c0, 0x03a3, 0x03c3, 0x00b5, 0x03c4,
    0x03a6, 0x0398, 0x03a9, 0x03b4, 0x221e, 0x03c6, 0x03b5, 0x2229, 0x2261, 0x00b1, 0x2265, 0x2264, 0x2320,
    0x2321, 0x00f7, 0x2248, 0x00b0, 0x2219, 0x00b7, 0x221a, 0x207f, 0x00b2, 0x25a0, 0x00a0,
};

static void add_cp437(struct mba_buf *out, const char *name)
{
    for (; *name; name++) {
        unsigned char c = (unsigned char)*name;
        uint16_t u = c < 0x80 ? c : cp437[c - 0x80];
        if (u >= 0x800) {
            mba_buf_putc(out, (char)(0xe0 | u >> 12));
            mba_buf_putc(out, (char)(0x80 | (u >> 6 & 0x3f)));
            mba_buf_putc(out, (char)(0x80 | (u & 0x3f)));
        } else if (u >= 0x80) {
            mba_buf_putc(out, (char)(0xc0 | u >> 6));
            mba_buf_putc(out, (char)(0x80 | (u & 0x3f)));
        } else {
            mba_buf_putc(out, (char)u);
        }
    }
}

static void add_name(struct mba_buf *out, const char *name, int format)
{
    size_t len = strlen(name), start = out->len;
    if (mba_utf8_valid(name, len))
        mba_buf_add(out, name, len);
    else if (format == ARCHIVE_FORMAT_ZIP)
        add_cp437(out, name);
    else
        mba_utf8_repair(name, len, out);
    if (format == ARCHIVE_FORMAT_TAR)
        return; /* a backslash in a tar is a letter of the name */
    for (size_t i = start; i < out->len; i++)
        if (out->data[i] == '\\')
            out->data[i] = '/';
}

/* tar of "." begins every name with "./", which says nothing. */
static const char *without_dot(const char *name)
{
    while (name[0] == '.' && name[1] == '/' && name[2] != '\0')
        name += 2;
    return name;
}

static const char *entry_name(struct archive_entry *entry)
{
    const char *name = archive_entry_pathname(entry);
    if (!name)
        name = archive_entry_pathname_utf8(entry);
    return without_dot(name && *name ? name : "unnamed");
}

/* A compressed single file is called like the archive, less the ending that the packing gave it. */
static void drop_ending(struct mba_buf *name)
{
    static const char *const endings[] = {".gz", ".bz2", ".xz", ".zst", ".lz4"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t len = strlen(endings[i]);
        if (name->len <= len || !mba_ascii_streq(name->data + name->len - len, endings[i]))
            continue;
        name->len -= len;
        name->data[name->len] = '\0';
        return;
    }
}

static void add_single(struct mba_buf *out, const struct level *level, const struct mba_input *input)
{
    const char *slash = strrchr(input->name, '/');
    const char *name = level->path ? level->path : slash && slash[1] ? slash + 1 : input->name;
    mba_utf8_repair(name, strlen(name), out);
    if (level->unpacked && !out->failed)
        drop_ending(out);
}

char *member_path(const struct level *level, const struct mba_input *input, struct archive_entry *entry)
{
    struct mba_buf out = {0};
    int format = archive_format(level->archive) & ARCHIVE_FORMAT_BASE_MASK;
    if (format == ARCHIVE_FORMAT_RAW) {
        add_single(&out, level, input);
    } else {
        if (level->path) {
            mba_buf_puts(&out, level->path);
            mba_buf_putc(&out, '/');
        }
        add_name(&out, entry_name(entry), format);
    }
    if (out.failed || !out.data) {
        mba_buf_free(&out);
        return NULL;
    }
    return out.data;
}
