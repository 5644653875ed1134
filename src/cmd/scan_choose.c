/* What of the inputs the user wants to see, and saying what was left out. */
#include <string.h>

#include "cmd/scan.h"

enum { DAY = 24 * 60 * 60 };

/* A pattern without a slash is held against each part of the path. */
static bool path_matches(const char *pattern, const char *path)
{
    char part[512];
    if (strchr(pattern, '/'))
        return mba_glob(pattern, path);
    for (const char *s = path; *s; s += *s == '/') {
        size_t len = strcspn(s, "/");
        if (len < sizeof part) {
            memcpy(part, s, len);
            part[len] = '\0';
            if (mba_glob(pattern, part))
                return true;
        }
        s += len;
    }
    return false;
}

static bool any_path(const struct cmd_globs *globs, const char *path)
{
    for (size_t i = 0; i < globs->count; i++)
        if (path_matches(globs->items[i], path))
            return true;
    return false;
}

bool scan_wants_member(const struct cmd_options *opt, const char *path)
{
    return (opt->include.count == 0 || any_path(&opt->include, path)) && !any_path(&opt->exclude, path);
}

bool scan_wants_server(const struct cmd_options *opt, const char *server)
{
    for (size_t i = 0; i < opt->servers.count; i++)
        if (mba_glob(opt->servers.items[i], server))
            return true;
    return opt->servers.count == 0;
}

static bool within(const struct cmd_options *opt, mba_time captured, int64_t more)
{
    if (opt->since == MBA_TIME_NONE && opt->until == MBA_TIME_NONE)
        return true;
    return captured != MBA_TIME_NONE && (opt->since == MBA_TIME_NONE || captured + more >= opt->since) &&
           (opt->until == MBA_TIME_NONE || captured - more <= opt->until);
}

bool scan_wants_time(const struct cmd_options *opt, mba_time captured)
{
    return within(opt, captured, 0);
}

bool scan_may_want_time(const struct cmd_options *opt, mba_time captured)
{
    return within(opt, captured, opt->join_window + DAY);
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

void scan_tell_left_out(struct scan *scan)
{
    const struct scan_left_out *left = &scan->left_out;
    if (left->members > 0)
        mba_problems_add(&scan->problems, MBA_OK, NULL, NULL, 0,
                         "%zu member%s left out by --include and --exclude", left->members,
                         plural(left->members));
    if (left->by_server > 0)
        mba_problems_add(&scan->problems, MBA_OK, NULL, NULL, 0, "%zu export%s left out by --server",
                         left->by_server, plural(left->by_server));
    if (left->by_time > 0)
        mba_problems_add(&scan->problems, MBA_OK, NULL, NULL, 0,
                         "%zu export%s of another time left out by --since and --until", left->by_time,
                         plural(left->by_time));
    if (left->untimed > 0)
        mba_problems_add(&scan->problems, MBA_OK, NULL, NULL, 0,
                         "%zu export%s of unknown time left out by --since and --until", left->untimed,
                         plural(left->untimed));
}
