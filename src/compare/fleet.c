/* Do both documents hold the same servers? What was judged across servers can be compared only then. Read
 * again from the beginning, and only when there is such a finding that one side does not have. */
#include <stdlib.h>
#include <string.h>

#include "private.h"

static const char *next_server(struct mba_reader *reader, char **error)
{
    while (mba_reader_server(reader) && mba_reader_missing(reader) && mba_reader_skip(reader, error))
        ;
    return *error ? NULL : mba_reader_server(reader);
}

/* Past all snapshots of a server. */
static bool skip_server(struct mba_reader *reader, const char *name, char **error)
{
    while (mba_reader_server(reader) && mba_ascii_streq(mba_reader_server(reader), name))
        if (!mba_reader_skip(reader, error))
            return false;
    return true;
}

static bool same_servers(struct mba_reader *a, struct mba_reader *b, char **error)
{
    for (;;) {
        const char *one = next_server(a, error);
        const char *other = *error ? NULL : next_server(b, error);
        if (*error || !one || !other || !mba_ascii_streq(one, other))
            return !*error && !one && !other;
        char *name = strdup(one);
        bool good = name && skip_server(a, name, error) && skip_server(b, name, error);
        free(name);
        if (!good)
            return false;
    }
}

static bool all_read(const struct mba_summary *summary)
{
    return summary->completeness[MBA_READ_PARTLY] == 0 && summary->completeness[MBA_READ_NONE] == 0;
}

/* What goes wrong here goes wrong in the main reading as well, and is said there. */
int mba_fleet_comparable(struct mba_pass *pass)
{
    char *error = NULL;
    if (pass->fleet >= 0)
        return pass->fleet;
    pass->fleet = 0;
    if (!all_read(&pass->before.summary) || !all_read(&pass->after.summary))
        return 0;
    struct mba_reader *before = mba_reader_open(pass->before.path, &error);
    struct mba_reader *after = before ? mba_reader_open(pass->after.path, &error) : NULL;
    if (before && after)
        pass->fleet = same_servers(before, after, &error);
    mba_reader_free(before);
    mba_reader_free(after);
    free(error);
    return pass->fleet;
}
