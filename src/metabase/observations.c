/* observations: what is known of one server from outside its metabase - in one form, and found again. */
#include "model.h"

#include <stdlib.h>
#include <string.h>

/* ---- in one form ------------------------------------------------------------------------------- */

static const struct {
    const char *shorter, *longer;
} hives[] = {{"HKLM", "HKEY_LOCAL_MACHINE"}, {"HKCR", "HKEY_CLASSES_ROOT"}, {"HKCU", "HKEY_CURRENT_USER"}};

static bool begins(const char *text, size_t len, const char *with)
{
    size_t n = strlen(with);
    return len >= n && mba_ascii_ncasecmp(text, with, n) == 0;
}

static char *registry_object(struct mba_arena *arena, const char *path, size_t len)
{
    for (size_t i = 0; i < sizeof hives / sizeof hives[0]; i++) {
        size_t n = strlen(hives[i].shorter);
        if (begins(path, len, hives[i].shorter) && len > n && path[n] == '\\' && len < INT32_MAX)
            return mba_arena_printf(arena, "registry:%s%.*s", hives[i].longer, (int)(len - n), path + n);
    }
    return len < INT32_MAX ? mba_arena_printf(arena, "registry:%.*s", (int)len, path) : NULL;
}

char *mba_observation_object(struct mba_arena *arena, const char *object, size_t len)
{
    static const char registry[] = "registry:", folder[] = "folder:";
    while (len > 0 && *object == ' ') {
        object++;
        len--;
    }
    while (len > 0 && object[len - 1] == ' ')
        len--;
    if (len > 0 && *object == '/')
        return mba_location_normalise(arena, object, len);
    if (begins(object, len, registry))
        return registry_object(arena, object + sizeof registry - 1, len - (sizeof registry - 1));
    if (begins(object, len, folder))
        while (len > sizeof folder && object[len - 1] == '\\' && object[len - 2] != ':')
            len--;
    return mba_arena_dup(arena, object, len);
}

static char *number_value(struct mba_arena *arena, const char *text, size_t len)
{
    enum { MOST_DIGITS = 15 }; /* XPath numbers hold them all */
    while (len > 1 && *text == '0') {
        text++;
        len--;
    }
    return mba_is_digits(text, len) && len <= MOST_DIGITS ? mba_arena_dup(arena, text, len) : NULL;
}

static char *time_value(struct mba_arena *arena, const char *text, size_t len)
{
    char word[64], iso[21];
    mba_time time;
    if (len >= sizeof word)
        return NULL;
    memcpy(word, text, len);
    word[len] = '\0';
    if (!mba_time_parse(word, &time))
        return NULL;
    mba_time_iso(time, iso);
    return mba_arena_dup(arena, iso, strlen(iso));
}

static char *event_value(struct mba_arena *arena, const char *text, size_t len)
{
    const char *end = text + len, *first = memchr(text, ' ', len);
    const char *second = first ? memchr(first + 1, ' ', (size_t)(end - first - 1)) : NULL;
    if (!second || second + 1 == end || !mba_is_digits(first + 1, (size_t)(second - first - 1)) ||
        len > INT32_MAX)
        return NULL;
    const char *time = time_value(arena, text, (size_t)(first - text));
    const char *number = number_value(arena, first + 1, (size_t)(second - first - 1));
    return time && number
               ? mba_arena_printf(arena, "%s %s %.*s", time, number, (int)(end - second - 1), second + 1)
               : NULL;
}

bool mba_observation_value(struct mba_arena *arena, const struct mba_evidence_word *word, const char *text,
                           size_t len, const char **out)
{
    bool truth;
    while (len > 0 && *text == ' ') {
        text++;
        len--;
    }
    while (len > 0 && text[len - 1] == ' ')
        len--;
    *out = NULL;
    switch (word->type) {
    case MBA_EVIDENCE_TEXT:
        *out = mba_arena_dup(arena, text, len);
        break;
    case MBA_EVIDENCE_NUMBER:
        *out = number_value(arena, text, len);
        break;
    case MBA_EVIDENCE_TRUTH:
        if (mba_bool_value(text, len, &truth))
            *out = truth ? "TRUE" : "FALSE";
        break;
    case MBA_EVIDENCE_TIME:
        *out = time_value(arena, text, len);
        break;
    case MBA_EVIDENCE_EVENT:
        *out = event_value(arena, text, len);
        break;
    }
    return *out != NULL;
}

/* ---- those of one snapshot --------------------------------------------------------------------- */

bool mba_metabase_observe(struct mba_metabase *mb, const struct mba_observation *observation)
{
    struct mb_observation copy = {.told = *observation, .order = mb->observation_count};
    copy.told.object = mba_arena_dup(mb->arena, observation->object, strlen(observation->object));
    if (observation->text) {
        char *text = mba_arena_dup(mb->arena, observation->text, strlen(observation->text));
        copy.told.text = text;
        if (text)
            mba_hide_passwords(text, strlen(text));
    }
    if (!copy.told.object || (observation->text && !copy.told.text) ||
        !mba_grow(&mb->observations, &mb->observation_cap, mb->observation_count + 1, sizeof copy))
        return false;
    mb->observations[mb->observation_count++] = copy;
    return true;
}

void mba_metabase_set_moment(struct mba_metabase *mb, mba_time captured, bool day_only)
{
    mb->captured = captured;
    mb->day_only = day_only;
}

mba_time mba_metabase_moment(const struct mba_metabase *mb, bool *day_only)
{
    *day_only = mb->day_only;
    return mb->captured;
}

size_t mba_metabase_observation_count(const struct mba_metabase *mb)
{
    return mb->observation_count;
}

static int compare(const struct mba_evidence_word *word_a, const char *object_a,
                   const struct mba_evidence_word *word_b, const char *object_b)
{
    if (word_a != word_b)
        return word_a < word_b ? -1 : 1;
    return mba_ascii_casecmp(object_a, object_b);
}

static int by_word_and_object(const void *a, const void *b)
{
    const struct mb_observation *x = a, *y = b;
    int order = compare(x->told.word, x->told.object, y->told.word, y->told.object);
    return order ? order : (x->order > y->order) - (x->order < y->order);
}

static bool differ(const struct mba_observation *a, const struct mba_observation *b)
{
    if (!a->text || !b->text)
        return a->text != b->text;
    return strcmp(a->text, b->text) != 0;
}

static const char *member_of(const struct mba_metabase *mb, const struct mba_observation *told)
{
    const struct mba_export *export = &mb->exports[told->export_index];
    return export->member ? export->member : export->input ? export->input : "another export";
}

static void tell_conflict(const struct mba_metabase *mb, const struct mba_observation *kept,
                          const struct mba_observation *lost, struct mba_problems *problems)
{
    const struct mba_export *export = &mb->exports[lost->export_index];
    const char *lost_text = lost->text ? lost->text : "(not set)";
    const char *kept_text = kept->text ? kept->text : "(not set)";
    mba_problems_add(problems, MBA_OK, export->input, export->member, lost->line,
                     "%s: %s is \"%.60s\" here and \"%.60s\" in %s, which is used; check that both are of "
                     "the same server and time",
                     lost->object, lost->word->property, lost_text, kept_text, member_of(mb, kept));
}

void mb_observations_finish(struct mba_metabase *mb, struct mba_problems *problems)
{
    if (mb->observation_count == 0)
        return;
    qsort(mb->observations, mb->observation_count, sizeof *mb->observations, by_word_and_object);
    const struct mba_observation *kept = &mb->observations[0].told;
    for (size_t i = 1; i < mb->observation_count; i++) {
        const struct mba_observation *told = &mb->observations[i].told;
        if (compare(kept->word, kept->object, told->word, told->object) != 0)
            kept = told;
        else if (!told->word->many && differ(kept, told))
            tell_conflict(mb, kept, told, problems);
    }
}

const struct mba_observation *mba_metabase_observed(const struct mba_metabase *mb,
                                                    const struct mba_evidence_word *word, const char *object,
                                                    size_t *cursor)
{
    size_t low = 0, high = mb->observation_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct mba_observation *told = &mb->observations[middle].told;
        if (compare(told->word, told->object, word, object) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    size_t at = low + (cursor ? (*cursor)++ : 0);
    if (at >= mb->observation_count)
        return NULL;
    const struct mba_observation *told = &mb->observations[at].told;
    return compare(told->word, told->object, word, object) == 0 ? told : NULL;
}
