/* identity: whose export it is and when it was made - from its path, its content, its archive's name. */
#include "import/name_pattern.h"
#include "mbaudit/import.h"

#include <stdlib.h>
#include <string.h>

enum { ID_ANONYMOUS_USER = 6020 };

/* ---- what names look like -------------------------------------------------------------------- */

/* How the parts of a path name a server and a time; the first that gives either wins it. A part in which
 * none finds a time is a server's name as a whole. */
static const char *const part_patterns[] = {
    "{time}",
    "{date}",
    "{server}_{time}",
    "{server}-{time}",
    "{server}.{time}",
    "{server} {time}",
    "{server}_{date}",
    "{server}-{date}",
    "{server}.{date}",
    "{server} {date}",
    "{time}_{server}",
    "{time}-{server}",
    "{time}.{server}",
    "{time} {server}",
    "{date}_{server}",
    "{date}-{server}",
    "{date}.{server}",
    "{date} {server}",
    "{server}_{time}_*",
    "{server}-{time}-*",
    "{server} {time} *",
    "{server}_{date}_*",
    "{server}-{date}-*",
    "{server} {date} *",
    "*_{time}_{server}",
    "*-{time}-{server}",
    "*_{date}_{server}",
    "*-{date}-{server}",
};

/* Words that say what is in a file; cut off either end of a name. */
static const char *const format_words[] = {
    "metabase", "mbschema", "adsutil", "enum_all", "enum",           "iiscnfg", "iisback",        "export",
    "exports",  "capture",  "clixml",  "wmi",      "microsoftiisv2", "oval",    "applicationhost"};
/* What follows one of these is a place in the metabase. */
static const char *const service_words[] = {"smtpsvc", "w3svc", "msftpsvc", "nntpsvc", "pop3svc", "imap4svc"};

/* Names that say nothing about the server: looked past. */
static const char *const generic_names[] = {
    ".",        "..",        "-",         "?",         "?:",        "?$",       "drive_?",
    "drive-?",  "metabase*", "mbschema*", "adsutil*",  "enum*",     "iiscnfg*", "applicationhost*",
    "wmi*",     "clixml*",   "iissmtp*",  "iisweb*",   "iisftp*",   "iisapp*",  "export",
    "exports",  "inetsrv",   "system32",  "syswow64",  "sysnative", "windows",  "winnt",
    "win*.old", "backup",    "backups",   "metaback",  "history",   "archive",  "archives",
    "snapshot", "snapshots", "config",    "data",      "samples",   "servers",  "hosts",
    "temp",     "tmp",       "tmp.*",     "var",       "srv",       "mnt",      "media",
    "home",     "users",     "root",      "documents", "downloads", "desktop",  "stdin",
    "incoming", "uploads",   "smtp",      "iis",       "nightly",   "daily",    "weekly",
    "monthly",  "current",   "latest",    "old",       "new",       "files",    "in",
    "out",      "evidence*", "services",  "events",    "eventlog",  "system",   "ad",
    "ldif",
};
static const char *const file_extensions[] = {".xml",    ".txt",     ".log", ".out", ".gz",  ".bz2",
                                              ".clixml", ".cli.xml", ".bin", ".xz",  ".zst", ".config",
                                              ".bak",    ".old",     ".csv", ".ldf", ".ldif"};
static const char *const archive_extensions[] = {".zip", ".7z",   ".cab", ".tar", ".tgz", ".tbz", ".tbz2",
                                                 ".txz", ".tzst", ".gz",  ".bz2", ".xz",  ".zst", ".rar"};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

struct span { /* a piece of a name */
    const char *s;
    size_t n;
};

static bool is_separator(char c)
{
    return c != '\0' && strchr("_-. +,()", c);
}

static struct span trim(struct span w)
{
    while (w.n > 0 && is_separator(w.s[0])) {
        w.s++;
        w.n--;
    }
    while (w.n > 0 && is_separator(w.s[w.n - 1]))
        w.n--;
    return w;
}

static bool equal(struct span w, const char *text)
{
    return w.n == strlen(text) && mba_ascii_ncasecmp(w.s, text, w.n) == 0;
}

static bool ends_with(struct span w, const char *end)
{
    size_t n = strlen(end);
    return w.n > n && mba_ascii_ncasecmp(w.s + w.n - n, end, n) == 0;
}

static bool strip_extension(struct span *w, const char *const *table, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (ends_with(*w, table[i])) {
            w->n -= strlen(table[i]);
            return true;
        }
    }
    return false;
}

static bool is_archive_name(struct span part)
{
    return strip_extension(&part, archive_extensions, COUNT(archive_extensions));
}

static struct span without_extensions(struct span w, const char *const *table, size_t count)
{
    while (strip_extension(&w, table, count))
        ;
    return w;
}

static bool is_generic(struct span w)
{
    char name[64];
    if (w.n == 0 || strspn(w.s, "0123456789_-. ") >= w.n)
        return true;
    if (w.n >= sizeof name)
        return false;
    memcpy(name, w.s, w.n);
    name[w.n] = '\0';
    for (size_t i = 0; i < COUNT(generic_names); i++)
        if (mba_glob(generic_names[i], name))
            return true;
    return false;
}

/* Cuts a name before a service's: what follows is a place, "SRV1_smtpsvc_1". */
static struct span before_service(struct span w)
{
    for (size_t at = 0; at < w.n; at++) {
        if (at > 0 && !is_separator(w.s[at - 1]))
            continue;
        for (size_t i = 0; i < COUNT(service_words); i++) {
            size_t n = strlen(service_words[i]);
            if (w.n - at >= n && mba_ascii_ncasecmp(w.s + at, service_words[i], n) == 0)
                return (struct span){w.s, at};
        }
    }
    return w;
}

static bool strip_format_word(struct span *w)
{
    for (size_t i = 0; i < COUNT(format_words); i++) {
        size_t n = strlen(format_words[i]);
        if (w->n < n)
            continue;
        size_t rest = w->n - n;
        if ((rest == 0 || is_separator(w->s[n])) && mba_ascii_ncasecmp(w->s, format_words[i], n) == 0) {
            *w = trim((struct span){w->s + n, rest});
            return true;
        }
        if (rest > 0 && is_separator(w->s[rest - 1]) &&
            mba_ascii_ncasecmp(w->s + rest, format_words[i], n) == 0) {
            *w = trim((struct span){w->s, rest});
            return true;
        }
    }
    return false;
}

/* What is left of a name when everything that is not a server's is cut off; empty when nothing is. */
static struct span server_in(struct span w)
{
    const struct span none = {"", 0};
    w = trim(before_service(w));
    while (w.n > 0 && strip_format_word(&w))
        ;
    return is_generic(w) ? none : w;
}

/* ---- paths ----------------------------------------------------------------------------------- */

/* Walks the parts of one or two paths from the last to the first. */
struct walk {
    struct span paths[2]; /* [0] is walked first */
    size_t at;
};

static bool next_part(struct walk *walk, struct span *part)
{
    for (; walk->at < 2; walk->at++) {
        struct span *path = &walk->paths[walk->at];
        while (path->n > 0 && path->s[path->n - 1] == '/')
            path->n--;
        if (path->n == 0)
            continue;
        size_t start = path->n;
        while (start > 0 && path->s[start - 1] != '/')
            start--;
        *part = (struct span){path->s + start, path->n - start};
        path->n = start;
        return true;
    }
    return false;
}

static struct span last_part(const char *path)
{
    struct span part = {"", 0};
    struct walk walk = {.paths = {{path, strlen(path)}}};
    next_part(&walk, &part);
    return part;
}

/* A bare export has its input's name as its path, perhaps without ".gz": then the folders of the input count
 * as the folders of an archive would. */
static bool is_bare(const char *input, const char *member)
{
    struct span base = last_part(input);
    size_t n = strlen(member);
    if (strchr(member, '/') || base.n < n || strncmp(base.s, member, n) != 0)
        return false;
    return base.n == n || base.s[n] == '.';
}

static bool set_server(struct mba_identity *id, struct span name, const char *from)
{
    struct mba_buf shown = {0};
    mba_text_visible(&shown, name.s, name.n, false);
    bool fits = name.n > 0 && !shown.failed && shown.len < sizeof id->server;
    if (fits) {
        memcpy(id->server, shown.data, shown.len + 1);
        id->server_from = from;
    }
    mba_buf_free(&shown);
    return fits;
}

static void set_time(struct mba_identity *id, mba_time t, bool date_only, const char *from)
{
    id->captured = t;
    id->date_only = date_only;
    id->time_from = from;
}

/* ---- the ways to find out -------------------------------------------------------------------- */

/* What one part says; a name is taken only where none is known yet. */
static void read_part(struct mba_identity *id, struct span part, bool want_server, const char *server_from,
                      const char *time_from)
{
    struct name_match m;
    bool dated = false;
    want_server = want_server && !id->server[0];
    for (size_t i = 0; i < COUNT(part_patterns); i++) {
        if (!name_pattern_match(part_patterns[i], strlen(part_patterns[i]), part.s, part.n, &m))
            continue;
        dated = true;
        if (id->captured == MBA_TIME_NONE)
            set_time(id, m.captured, m.date_only, time_from);
        if (want_server && m.server &&
            set_server(id, server_in((struct span){m.server, m.server_len}), server_from))
            return;
    }
    if (want_server && !dated)
        set_server(id, server_in(part), server_from);
}

/* Somebody's own folder: its name is that of a person. */
static bool is_own_folder(struct walk walk)
{
    struct span above;
    return next_part(&walk, &above) && (equal(above, "home") || equal(above, "users"));
}

/* "before the change.md0": a backup has the name that somebody gave it, and a number. */
static bool is_backup(struct span part)
{
    size_t n = part.n;
    while (n > 0 && part.s[n - 1] >= '0' && part.s[n - 1] <= '9')
        n--;
    size_t digits = part.n - n;
    return digits >= 1 && digits <= 3 && ends_with((struct span){part.s, n}, ".md");
}

static void by_path(struct mba_identity *id, const char *path, const char *server_from)
{
    struct walk walk = {.paths = {{path, strlen(path)}}};
    struct span part;
    for (bool file = true; next_part(&walk, &part); file = false) {
        bool archive = !file && is_archive_name(part);
        bool person = !file && is_own_folder(walk), backup = file && is_backup(part);
        if (file)
            part = without_extensions(part, file_extensions, COUNT(file_extensions));
        else if (archive)
            part = without_extensions(part, archive_extensions, COUNT(archive_extensions));
        read_part(id, part, !archive && !person && !backup, server_from, "member path");
    }
}

static void by_pattern(struct mba_identity *id, const char *pattern, struct walk path)
{
    struct walk wanted = {.paths = {{pattern, strlen(pattern)}}};
    struct name_match found = {.captured = MBA_TIME_NONE}, m;
    struct span want, part;
    while (next_part(&wanted, &want)) {
        if (!next_part(&path, &part) || !name_pattern_match(want.s, want.n, part.s, part.n, &m))
            return;
        if (m.server) {
            found.server = m.server;
            found.server_len = m.server_len;
        }
        if (m.captured != MBA_TIME_NONE) {
            found.captured = m.captured;
            found.date_only = m.date_only;
        }
    }
    if (found.server)
        set_server(id, (struct span){found.server, found.server_len}, "name pattern");
    if (found.captured != MBA_TIME_NONE)
        set_time(id, found.captured, found.date_only, "name pattern");
}

/* IIS makes the account IUSR_<computer> when it is installed. */
static bool by_account_name(struct mba_identity *id, const char *text)
{
    const char *backslash = strrchr(text, '\\'), *name = backslash ? backslash + 1 : text;
    if (mba_ascii_ncasecmp(name, "IUSR_", 5) != 0)
        return false;
    return set_server(id, (struct span){name + 5, strlen(name + 5)}, "IUSR account");
}

static void by_account(struct mba_identity *id, const struct mba_metabase *mb)
{
    for (size_t i = 0; i < mba_metabase_count(mb); i++) {
        const struct mba_key *key = mba_metabase_at(mb, i);
        for (size_t r = 0; r < key->count; r++)
            if (key->records[r].id == ID_ANONYMOUS_USER && key->records[r].text &&
                by_account_name(id, key->records[r].text))
                return;
    }
}

/* ---- what the export says itself ---------------------------------------------------------------- */

/* "SRV1", and "SRV1.example.com", which is the same computer. */
static bool names_computer(struct span name, const char *computer)
{
    size_t n = strlen(computer);
    return name.n >= n && mba_ascii_ncasecmp(name.s, computer, n) == 0 && (name.n == n || name.s[n] == '.');
}

static bool part_names(struct span part, const char *computer, struct span *name)
{
    struct name_match m;
    *name = server_in(part);
    if (names_computer(*name, computer))
        return true;
    for (size_t i = 0; i < COUNT(part_patterns); i++) {
        if (!name_pattern_match(part_patterns[i], strlen(part_patterns[i]), part.s, part.n, &m) || !m.server)
            continue;
        *name = server_in((struct span){m.server, m.server_len});
        if (names_computer(*name, computer))
            return true;
    }
    return false;
}

/* The computer's name in an export is surer than that of a folder; but where a part of the path is the same
 * name it is spelled as there, for so the other exports of that folder are. */
static void by_export(struct mba_identity *id, const char *input, const char *member, const char *computer)
{
    struct walk walk = {.paths = {{member, strlen(member)}, {input, strlen(input)}}};
    struct span part, name;
    while (next_part(&walk, &part)) {
        part = without_extensions(part, file_extensions, COUNT(file_extensions));
        part = without_extensions(part, archive_extensions, COUNT(archive_extensions));
        if (part_names(part, computer, &name) && set_server(id, name, "export"))
            return;
    }
    set_server(id, (struct span){computer, strlen(computer)}, "export");
}

static const struct mba_export *export_that_knows(const struct mba_metabase *mb, bool server)
{
    for (size_t i = 0; mb && i < mba_metabase_export_count(mb); i++) {
        const struct mba_export *e = mba_metabase_export((struct mba_metabase *)(uintptr_t)mb, i);
        if (server ? e->server != NULL : e->made != 0)
            return e;
    }
    return NULL;
}

static bool same_day(mba_time a, mba_time b)
{
    char one[21], other[21];
    mba_time_iso(a, one);
    mba_time_iso(b, other);
    return strncmp(one, other, 10) == 0;
}

static void by_content(struct mba_identity *id, const char *input, const char *member,
                       const struct mba_metabase *mb)
{
    const struct mba_export *named = export_that_knows(mb, true), *dated = export_that_knows(mb, false);
    if (named && strcmp(id->server_from, "name pattern") != 0)
        by_export(id, input, member, named->server);
    bool vague =
        id->captured == MBA_TIME_NONE || (id->date_only && dated && same_day(id->captured, dated->made));
    if (dated && vague && strcmp(id->time_from, "name pattern") != 0)
        set_time(id, dated->made, false, "export");
}

/* The innermost archive's name; that of the file on disk when no other is in the path. */
static struct span archive_name(const char *input, const char *member)
{
    struct walk walk = {.paths = {{member, strlen(member)}}};
    struct span part;
    next_part(&walk, &part);
    while (next_part(&walk, &part))
        if (is_archive_name(part))
            return part;
    return last_part(input);
}

static void by_archive(struct mba_identity *id, const char *input, const char *member)
{
    struct span name = archive_name(input, member);
    name = without_extensions(name, archive_extensions, COUNT(archive_extensions));
    read_part(id, name, true, "archive name", "archive name");
    if (!id->server[0] && !equal(name, "-"))
        set_server(id, name, "archive name");
}

void mba_identify(const char *pattern, const char *input_name, const char *member_path, mba_time mtime,
                  const struct mba_metabase *mb, struct mba_identity *out)
{
    bool bare = is_bare(input_name, member_path);
    *out = (struct mba_identity){.captured = MBA_TIME_NONE, .server_from = "none", .time_from = "none"};
    if (pattern)
        by_pattern(out, pattern,
                   (struct walk){.paths = {{member_path, bare ? 0 : strlen(member_path)},
                                           {input_name, strlen(input_name)}}});
    else
        by_path(out, bare ? input_name : member_path, bare ? "input name" : "member path");
    by_content(out, input_name, member_path, mb);
    if (!out->server[0] && mb)
        by_account(out, mb);
    if (!bare && (!out->server[0] || out->captured == MBA_TIME_NONE))
        by_archive(out, input_name, member_path);
    if (out->captured == MBA_TIME_NONE && mtime != MBA_TIME_NONE)
        set_time(out, mtime, false, "member modification time");
}
