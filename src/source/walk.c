/* walk: an archive and the archives in it, from their first entry to their last. */
#include "source/source.h"

static bool chain_over(const struct level *level)
{
    for (; level; level = level->outer)
        if (level->over)
            return true;
    return false;
}

/* The archive itself cannot be read, or not any further. */
static void note_broken(struct reader *reader, const struct level *level)
{
    bool first = !level->opened || archive_file_count(level->archive) <= 1;
    /* Of a 7z even the names may be encrypted. (Asking before it is opened is not allowed.) */
    bool encrypted = level->opened && archive_read_has_encrypted_entries(level->archive) == 1;
    /* The checksum of a compressed stream stands at its end. */
    bool unchecked = level->unpacked && level->unpacked->error[0];
    if (level->outer)
        reader_failed(reader);
    if (first && encrypted)
        reader_note(reader, level_lost(level), level->path, "is encrypted; make it again without a password");
    else
        reader_note(reader, level_lost(level), level->path, "cannot be read%s: %s%s; copy or export it again",
                    first ? "" : " to its end", level_error(level),
                    !first && unchecked ? ": what was read from it may be wrong" : "");
}

static void note_end(struct reader *reader, struct level *level)
{
    bool single = archive_format(level->archive) == ARCHIVE_FORMAT_RAW;
    if (!single && !level_drain(level) && !chain_over(level))
        reader_note(reader, level_lost(level), level->path,
                    "is damaged at its end (%s): what was read from it may be wrong; copy or export it again",
                    level_error(level));
    if (level->unpacked && level->unpacked->trailing)
        reader_note(reader, MBA_WARN, level->path,
                    "is followed by bytes that are not gzip data; they were ignored");
    if (level->without_directory && archive_file_count(level->archive) > 0)
        reader_note(
            reader, level_lost(level), level->path,
            "is cut off or damaged: the directory at its end cannot be read, and members may be missing; "
            "copy or export it again");
    else if (level->leaves_out)
        reader_note(reader, level_lost(level), level->path,
                    "holds members that the directory at its end does not list (two archives joined into one "
                    "file?) and that were not read; give each archive by itself");
    if (!level->outer && reader->ordinal == 0 && reader->input->status == MBA_OK)
        reader_note(reader, MBA_WARN, NULL, "is an archive without files");
}

static bool open_from_start(struct level *level)
{
    level_close(level);
    level->without_directory = true;
    return level_open(level);
}

/* The first entry. A zip whose directory does not serve is read from its beginning instead. */
static int first_entry(struct level *level, struct archive_entry **entry)
{
    int r = ARCHIVE_FATAL;
    if (level_open(level))
        r = archive_read_next_header(level->archive, entry);
    if (r == ARCHIVE_FATAL && level->packing == PACK_ZIP && !level_no_memory(level) && open_from_start(level))
        r = archive_read_next_header(level->archive, entry);
    return r;
}

/* libarchive looks for the next sound header by itself; one line for each stretch of damage is enough. */
static int past_damage(struct reader *reader, struct level *level, struct archive_entry **entry)
{
    int r;
    reader_failed(reader);
    reader_note(reader, MBA_MEMBER_FAILED, level->path, "has a damaged part (%s); members may be missing",
                level_error(level));
    do
        r = archive_read_next_header(level->archive, entry);
    while (r == ARCHIVE_RETRY);
    return r;
}

static bool next_entry(struct reader *reader, struct level *level, struct archive_entry **entry)
{
    int r = level->archive ? archive_read_next_header(level->archive, entry) : first_entry(level, entry);
    if (r == ARCHIVE_RETRY)
        r = past_damage(reader, level, entry);
    if (r == ARCHIVE_EOF)
        note_end(reader, level);
    else if (r < ARCHIVE_WARN && !chain_over(level))
        note_broken(reader, level);
    return r == ARCHIVE_OK || r == ARCHIVE_WARN;
}

/* Looked at before anything is unpacked. A zip may stand behind a program that unpacks it. */
static bool is_bomb(struct reader *reader, struct level *level)
{
    const void *head;
    bool no_memory = false;
    ssize_t len = level->packed->read(level->packed, &head);
    enum packing packing = len > 0 ? sniff_packing(head, (size_t)len) : PACK_FILES;
    level->packed->pos = 0;
    if (packing != PACK_ZIP && packing != PACK_NONE)
        return false;
    enum zip_members members = zip_look(level->packed, packing == PACK_ZIP, &no_memory);
    if (no_memory)
        reader_no_memory(reader);
    if (members == ZIP_OVERLAPS && level->outer)
        reader_failed(reader);
    if (members == ZIP_OVERLAPS)
        reader_note(reader, level_lost(level), level->path,
                    "was not read: its members overlap, which only a zip made to do harm has");
    level->leaves_out = members == ZIP_LEAVES_OUT;
    return members == ZIP_OVERLAPS || no_memory;
}

void walk_archive(struct reader *reader, struct level *level)
{
    struct archive_entry *entry;
    if (is_bomb(reader, level))
        return;
    while (!reader->stopped && !chain_over(level) && next_entry(reader, level, &entry)) {
        if (!level->outer)
            reader->input->kind = packing_kind(level->packing, archive_format(level->archive));
        if (!handle_entry(reader, level, entry))
            break;
    }
    if (level->over)
        reader_note_limit(reader, level_lost(level), level->path, "was not read to its end",
                          level_limit(level));
    level_close(level);
}
