/* member: the bytes of one entry, under the limits. */
#include "source/source.h"

#include <stdlib.h>
#include <string.h>

void mba_member_free(struct mba_member *member)
{
    free(member->path);
    free(member->data);
    member->path = NULL;
    member->data = NULL;
    member->len = 0;
}

/* Reads until size bytes are there, the entry ends or something stops it. */
static enum fetched fill(struct level *level, unsigned char *to, size_t size, size_t *len, int *error)
{
    while (*len < size) {
        la_ssize_t got = archive_read_data(level->archive, to + *len, size - *len);
        if (got <= 0) {
            *error = (int)got;
            return got == 0 ? FETCH_WHOLE : level->over ? FETCH_RATIO : FETCH_DAMAGED;
        }
        *len += (size_t)got;
        if (!level_count(level, (uint64_t)got))
            return FETCH_RATIO;
        if (mba_limits_late(level->limits))
            return FETCH_LATE;
    }
    return FETCH_PART;
}

enum fetched fetch_head(struct level *level, unsigned char *head, size_t size, size_t *len, int *error)
{
    *len = 0;
    return fill(level, head, size, len, error);
}

/* Room for what the archive declares, if that is sane, and one byte more, to see the end in. The rest
 * of what a lying archive holds makes the room grow by itself. */
static size_t first_room(uint64_t declared, size_t len, uint64_t limit)
{
    uint64_t room = declared > len ? declared : (uint64_t)len * 4;
    return (size_t)(room < limit ? room : limit) + 1;
}

static bool resize(struct mba_member *member, size_t *room, size_t want)
{
    unsigned char *data = realloc(member->data, want);
    if (!data)
        return false;
    member->data = data;
    *room = want;
    return true;
}

static enum fetched fetch_rest(struct level *level, uint64_t limit, size_t room, struct mba_member *member,
                               int *error)
{
    for (;;) {
        enum fetched how = fill(level, member->data, room, &member->len, error);
        if (how == FETCH_WHOLE && room > member->len + member->len / 4 + 1)
            resize(member, &room, member->len + 1); /* that it stays large is no failure */
        if (how != FETCH_PART)
            return how;
        if (member->len > limit)
            return FETCH_TOO_BIG;
        uint64_t want = (uint64_t)room * 2;
        if (!resize(member, &room, (size_t)(want < limit + 1 ? want : limit + 1)))
            return FETCH_NO_MEMORY;
    }
}

enum fetched fetch_all(struct level *level, const unsigned char *head, size_t len, uint64_t declared,
                       struct mba_member *member, int *error)
{
    uint64_t limit = level->limits->value[MBA_LIMIT_MEMBER_BYTES];
    size_t room = 0;
    if (declared > limit || len > limit)
        return FETCH_TOO_BIG;
    if (!resize(member, &room, first_room(declared, len, limit)))
        return FETCH_NO_MEMORY;
    memcpy(member->data, head, len);
    member->len = len;
    return fetch_rest(level, limit, room, member, error);
}
