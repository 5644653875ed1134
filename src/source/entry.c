/* entry: what happens to one member: handed over, opened as an archive, passed over or lost. */
#include "source/source.h"

#include <stdlib.h>

/* Where the entry being handled stands; path is ours until the member is handed over. */
struct entry_view {
    char *path;
    uint64_t ordinal;
    mba_time mtime;
    uint64_t declared; /* size, 0 when not known */
    size_t head_len;
    int error; /* libarchive's */
};

/* Damage in a zip stays with the member, since its directory says where the next one is. Elsewhere
 * libarchive's word decides. */
static bool goes_on(const struct level *level, int error)
{
    return error != ARCHIVE_FATAL ||
           (archive_format(level->archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
}

/* The member is lost. False: the archive is, too. */
static bool fail_member(struct reader *reader, struct level *level, const struct entry_view *view,
                        enum fetched how)
{
    reader_failed(reader);
    if (how == FETCH_TOO_BIG) {
        reader_note_limit(reader, MBA_MEMBER_FAILED, view->path, "was not read", MBA_LIMIT_MEMBER_BYTES);
        return true;
    }
    if (how == FETCH_LATE) {
        reader_note_limit(reader, MBA_MEMBER_FAILED, view->path, "was not read", MBA_LIMIT_MEMBER_SECONDS);
        return true;
    }
    if (how == FETCH_RATIO)
        return false; /* the archive says why */
    bool on = goes_on(level, view->error), single = archive_format(level->archive) == ARCHIVE_FORMAT_RAW;
    reader_note(reader, on ? MBA_MEMBER_FAILED : level_lost(level), view->path,
                "is damaged (%s)%s; copy or export it again", level_error(level),
                on || single ? "" : ", and what follows it in the archive cannot be read");
    return on;
}

/* All of the member, for which member->path is taken over. */
static bool fetch_member(struct reader *reader, struct level *level, struct entry_view *view,
                         struct mba_member *member, bool *go_on)
{
    enum fetched how = fetch_all(level, reader->head, view->head_len, view->declared, member, &view->error);
    if (how == FETCH_WHOLE) {
        member->path = view->path;
        member->ordinal = view->ordinal;
        member->mtime = view->mtime;
        view->path = NULL;
        return true;
    }
    if (how == FETCH_NO_MEMORY)
        reader_no_memory(reader);
    else
        *go_on = fail_member(reader, level, view, how);
    mba_member_free(member);
    return false;
}

static bool deliver(struct reader *reader, struct level *level, struct entry_view *view)
{
    struct mba_member member = {0};
    bool go_on = true;
    if (!fetch_member(reader, level, view, &member, &go_on))
        return go_on;
    reader->input->members++;
    reader->input->delivered++;
    if (!reader->sink->member(reader->sink->ctx, &member))
        reader->stopped = true;
    return true;
}

static bool open_inside(struct reader *reader, struct level *level, struct entry_view *view)
{
    struct mba_member member = {0};
    bool go_on = true;
    if (!fetch_member(reader, level, view, &member, &go_on))
        return go_on;
    struct stream *packed = stream_of_memory(member.data, member.len);
    struct level inner = {
        .outer = level,
        .path = member.path,
        .depth = level->depth + 1,
        .mtime = member.mtime,
        .packed = packed,
        .limits = level->limits,
    };
    if (packed) {
        walk_archive(reader, &inner);
        packed->close(packed);
    } else {
        reader_no_memory(reader);
    }
    mba_member_free(&member);
    return true;
}

static bool is_archive(const struct reader *reader, const struct entry_view *view)
{
    return reader->limits->value[MBA_LIMIT_NESTING] > 0 &&
           sniff_packing(reader->head, view->head_len) != PACK_NONE;
}

/* Nobody wants it. In 7z and cab it is decompressed all the same when a later member is. */
static bool pass_over(struct reader *reader, struct level *level, const struct entry_view *view)
{
    int format = archive_format(level->archive) & ARCHIVE_FORMAT_BASE_MASK;
    reader_skipped(reader, view->path);
    if ((format == ARCHIVE_FORMAT_7ZIP || format == ARCHIVE_FORMAT_CAB) && view->declared > view->head_len)
        return level_count(level, view->declared - view->head_len);
    return true;
}

static bool choose(struct reader *reader, struct level *level, struct entry_view *view)
{
    const struct mba_sink *sink = reader->sink;
    if (is_archive(reader, view)) {
        if (level->depth < reader->limits->value[MBA_LIMIT_NESTING])
            return open_inside(reader, level, view);
        reader_note_limit(reader, MBA_WARN, view->path, "is an archive that was not opened",
                          MBA_LIMIT_NESTING);
    } else if (view->head_len > 0 &&
               sink->wanted(sink->ctx, view->path, view->ordinal, reader->head, view->head_len)) {
        return deliver(reader, level, view);
    }
    return pass_over(reader, level, view);
}

static mba_time entry_time(const struct level *level, struct archive_entry *entry)
{
    static const mba_time year_1601 = INT64_C(-11644473600), year_9999 = INT64_C(253402300799);
    mba_time t = level->mtime;
    if (archive_entry_mtime_is_set(entry))
        t = archive_entry_mtime(entry);
    else if (level->unpacked && level->unpacked->mtime != MBA_TIME_NONE)
        t = level->unpacked->mtime;
    return t >= year_1601 && t <= year_9999 ? t : MBA_TIME_NONE;
}

static uint64_t declared_size(const struct level *level, struct archive_entry *entry)
{
    if (archive_entry_size_is_set(entry) && archive_entry_size(entry) > 0)
        return (uint64_t)archive_entry_size(entry);
    bool bare = archive_format(level->archive) == ARCHIVE_FORMAT_RAW && !level->unpacked;
    return bare ? level->packed->size : 0;
}

/* False: nothing more can be read from this archive. */
static bool handle_regular(struct reader *reader, struct level *level, struct archive_entry *entry,
                           struct entry_view *view)
{
    if (archive_entry_is_encrypted(entry)) {
        reader_failed(reader);
        reader_note(reader, MBA_MEMBER_FAILED, view->path,
                    "is encrypted; make the archive again without a password");
        return true;
    }
    mba_limits_start(reader->limits);
    enum fetched how = fetch_head(level, reader->head, sizeof reader->head, &view->head_len, &view->error);
    if (how != FETCH_WHOLE && how != FETCH_PART)
        return fail_member(reader, level, view, how);
    return choose(reader, level, view);
}

bool handle_entry(struct reader *reader, struct level *level, struct archive_entry *entry)
{
    if (archive_entry_filetype(entry) == AE_IFDIR)
        return true;
    if (reader->ordinal >= reader->limits->value[MBA_LIMIT_MEMBERS]) {
        reader_note_limit(reader, MBA_ARCHIVE_FAILED, level->path, "was not read to its end",
                          MBA_LIMIT_MEMBERS);
        reader->stopped = true;
        return false;
    }
    struct entry_view view = {.path = member_path(level, reader->input, entry),
                              .ordinal = reader->ordinal++,
                              .mtime = entry_time(level, entry),
                              .declared = declared_size(level, entry)};
    bool go_on = true;
    if (!view.path)
        reader_no_memory(reader);
    else if (archive_entry_hardlink(entry))
        reader_linked(reader, view.path);
    else if (archive_entry_filetype(entry) != AE_IFREG)
        reader_skipped(reader, view.path);
    else
        go_on = handle_regular(reader, level, entry, &view);
    free(view.path);
    return go_on;
}
