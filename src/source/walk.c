/* walk: an archive and the archives in it, from their first entry to their last. */
#include "source/source.h"

static bool chain_over(const struct level *level)
{
    for (; level; level = level->outer)
        if (level->over)
            return true;
    return false;
}

/* The archive itself cannot be read, or not any further. Of a 7z even the names may be encrypted. */
static void note_broken(struct reader *reader, const struct level *level)
{
    if (level->outer)
        reader_failed(reader);
    bool first = level->archive && archive_file_count(level->archive) <= 1;
    if (first && archive_read_has_encrypted_entries(level->archive) == 1)
        reader_note(reader, level_lost(level), level->path, "is encrypted; make it again without a password");
    else
        reader_note(reader, level_lost(level), level->path,
                    "cannot be read any further: %s; copy or export it again", level_error(level));
}

static void note_end(struct reader *reader, struct level *level)
{
    bool single = archive_format(level->archive) == ARCHIVE_FORMAT_RAW;
    if (!single && !level_drain(level) && !level->over)
        reader_note(reader, level_lost(level), level->path,
                    "is damaged at its end (%s): what was read from it may be wrong; copy or export it again",
                    level_error(level));
    if (level->unpacked && level->unpacked->trailing)
        reader_note(reader, MBA_WARN, level->path,
                    "is followed by bytes that are not gzip data; they were ignored");
    if (!level->outer && reader->ordinal == 0 && reader->input->status == MBA_OK)
        reader_note(reader, MBA_WARN, NULL, "is an archive without files");
}

/* libarchive looks for the next sound header by itself; one line for each stretch of damage is enough. */
static bool next_entry(struct reader *reader, struct level *level, struct archive_entry **entry)
{
    int r = archive_read_next_header(level->archive, entry);
    if (r == ARCHIVE_RETRY) {
        reader_failed(reader);
        reader_note(reader, MBA_MEMBER_FAILED, level->path, "has a damaged part (%s); members may be missing",
                    level_error(level));
    }
    while (r == ARCHIVE_RETRY)
        r = archive_read_next_header(level->archive, entry);
    if (r == ARCHIVE_EOF)
        note_end(reader, level);
    else if (r < ARCHIVE_WARN && !chain_over(level))
        note_broken(reader, level);
    return r == ARCHIVE_OK || r == ARCHIVE_WARN;
}

static void walk_entries(struct reader *reader, struct level *level)
{
    struct archive_entry *entry;
    while (!reader->stopped && !chain_over(level) && next_entry(reader, level, &entry)) {
        if (!level->outer)
            reader->input->kind = packing_kind(level->packing, archive_format(level->archive));
        if (!handle_entry(reader, level, entry))
            break;
    }
}

void walk_archive(struct reader *reader, struct level *level, struct stream *packed)
{
    bool opened = level_open(level, packed);
    if (opened)
        walk_entries(reader, level);
    else if (!chain_over(level))
        note_broken(reader, level);
    if (level->over)
        reader_note_limit(reader, level_lost(level), level->path, "was not read to its end", MBA_LIMIT_RATIO);
    level_close(level);
}
