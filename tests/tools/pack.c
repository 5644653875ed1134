/* pack: writes an archive from a list, the same bytes every time. For the samples and for archives that no
 * ordinary tool would make.
 *
 *   pack [-s] [-p PASSWORD] FORMAT[.FILTER] OUT < LIST        -s: store, do not compress (zip)
 *
 * FORMAT and FILTER are libarchive's names (zip, 7zip, gnutar.gzip). A line of LIST is
 *   NAME <tab> SOURCE <tab> TIME
 * NAME may hold \xNN; TIME is in seconds since 1970. SOURCE is a file's path or
 *   zeros:N    N zero bytes
 *   text:...   the rest of the field
 *   export:N   a MetaBase.xml of nothing but N spaces
 *   many:N     N empty members, NAME0 to NAME<N-1>
 */
#include <archive.h>
#include <archive_entry.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct item {
    char *name, *source;
    long long time;
};

static int fail(const char *what, const char *why)
{
    fprintf(stderr, "pack: %s: %s\n", what, why);
    return 1;
}

static void unescape(char *s)
{
    char *to = s;
    while (*s) {
        if (s[0] == '\\' && s[1] == 'x' && isxdigit((unsigned char)s[2]) && isxdigit((unsigned char)s[3])) {
            char hex[3] = {s[2], s[3], 0};
            *to++ = (char)strtol(hex, NULL, 16);
            s += 4;
        } else {
            *to++ = *s++;
        }
    }
    *to = 0;
}

static int write_header(struct archive *a, const char *name, long long size, long long time)
{
    struct archive_entry *e = archive_entry_new();
    if (!e)
        return fail(name, "no memory");
    archive_entry_set_pathname(e, name);
    archive_entry_set_filetype(e, AE_IFREG);
    archive_entry_set_perm(e, 0644);
    archive_entry_set_size(e, size);
    archive_entry_set_mtime(e, (time_t)time, 0);
    int rc = archive_write_header(a, e);
    archive_entry_free(e);
    return rc < ARCHIVE_WARN ? fail(name, archive_error_string(a)) : 0;
}

static int write_run(struct archive *a, char byte, long long count)
{
    char block[65536];
    memset(block, byte, sizeof block);
    while (count > 0) {
        size_t n = count < (long long)sizeof block ? (size_t)count : sizeof block;
        if (archive_write_data(a, block, n) < 0)
            return fail("run of bytes", archive_error_string(a));
        count -= (long long)n;
    }
    return 0;
}

static int write_zeros(struct archive *a, const struct item *item, long long count)
{
    return write_header(a, item->name, count, item->time) || write_run(a, 0, count);
}

static int write_export(struct archive *a, const struct item *item, long long count)
{
    static const char head[] = "<?xml version =\"1.0\"?>\n<configuration>\n<MBProperty>\n"
                               "<IIS_ROOT\tLocation =\"/\"\n\t>\n</IIS_ROOT>\n";
    static const char tail[] = "</MBProperty>\n</configuration>\n";
    if (write_header(a, item->name, (long long)(sizeof head + sizeof tail - 2) + count, item->time) != 0)
        return 1;
    return archive_write_data(a, head, sizeof head - 1) < 0 || write_run(a, ' ', count) ||
           archive_write_data(a, tail, sizeof tail - 1) < 0;
}

static int write_many(struct archive *a, const struct item *item, long long count)
{
    char name[512];
    for (long long i = 0; i < count; i++) {
        snprintf(name, sizeof name, "%s%lld", item->name, i);
        if (write_header(a, name, 0, item->time) != 0)
            return 1;
    }
    return 0;
}

static int write_bytes(struct archive *a, const struct item *item, const char *bytes, size_t n)
{
    if (write_header(a, item->name, (long long)n, item->time) != 0)
        return 1;
    if (n > 0 && archive_write_data(a, bytes, n) < 0)
        return fail(item->name, archive_error_string(a));
    return 0;
}

static int write_file(struct archive *a, const struct item *item)
{
    FILE *f = fopen(item->source, "rb");
    if (!f)
        return fail(item->source, "cannot be opened");
    char *bytes = NULL;
    long size = fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
    if (size >= 0)
        bytes = malloc((size_t)size + 1);
    int rc = 1;
    if (bytes && fseek(f, 0, SEEK_SET) == 0 && fread(bytes, 1, (size_t)size, f) == (size_t)size)
        rc = write_bytes(a, item, bytes, (size_t)size);
    else
        fail(item->source, "cannot be read");
    free(bytes);
    fclose(f);
    return rc;
}

static int write_item(struct archive *a, const struct item *item)
{
    if (strncmp(item->source, "zeros:", 6) == 0)
        return write_zeros(a, item, strtoll(item->source + 6, NULL, 10));
    if (strncmp(item->source, "export:", 7) == 0)
        return write_export(a, item, strtoll(item->source + 7, NULL, 10));
    if (strncmp(item->source, "many:", 5) == 0)
        return write_many(a, item, strtoll(item->source + 5, NULL, 10));
    if (strncmp(item->source, "text:", 5) == 0)
        return write_bytes(a, item, item->source + 5, strlen(item->source + 5));
    return write_file(a, item);
}

/* The line's fields, or false for a line that has not three. */
static int split(char *line, struct item *item)
{
    line[strcspn(line, "\n")] = 0;
    item->name = line;
    char *tab = strchr(line, '\t');
    char *last = strrchr(line, '\t');
    if (!tab || tab == last)
        return 0;
    *tab = *last = 0;
    item->source = tab + 1;
    item->time = strtoll(last + 1, NULL, 10);
    unescape(item->name);
    return 1;
}

static int write_list(struct archive *a, FILE *list)
{
    char *line = NULL;
    size_t cap = 0;
    int rc = 0;
    while (rc == 0 && getline(&line, &cap, list) >= 0) {
        struct item item;
        rc = split(line, &item) ? write_item(a, &item) : fail("list", "a line has not three fields");
    }
    free(line);
    return rc;
}

struct options {
    bool store;
    const char *password;
};

static int set_up(struct archive *a, char *format, const struct options *options)
{
    char *filter = strchr(format, '.');
    if (filter)
        *filter++ = 0;
    if (archive_write_set_format_by_name(a, format) != ARCHIVE_OK)
        return fail(format, archive_error_string(a));
    if (filter && archive_write_add_filter_by_name(a, filter) != ARCHIVE_OK)
        return fail(filter, archive_error_string(a));
    if (filter && strcmp(filter, "gzip") == 0)
        archive_write_set_filter_option(a, "gzip", "timestamp", NULL);
    archive_write_set_bytes_in_last_block(a, 1);
    if (options->store && archive_write_set_options(a, "zip:compression=store") != ARCHIVE_OK)
        return fail("store", archive_error_string(a));
    if (options->password && (archive_write_set_passphrase(a, options->password) != ARCHIVE_OK ||
                              archive_write_set_options(a, "zip:encryption=traditional") != ARCHIVE_OK))
        return fail("password", archive_error_string(a));
    return 0;
}

static int make(char *format, const char *path, const struct options *options)
{
    struct archive *a = archive_write_new();
    if (!a)
        return fail(path, "no memory");
    int rc = set_up(a, format, options);
    if (rc == 0 && archive_write_open_filename(a, path) != ARCHIVE_OK)
        rc = fail(path, archive_error_string(a));
    if (rc == 0)
        rc = write_list(a, stdin);
    if (rc == 0 && archive_write_close(a) != ARCHIVE_OK)
        rc = fail(path, archive_error_string(a));
    archive_write_free(a);
    return rc;
}

int main(int argc, char **argv)
{
    struct options options = {0};
    int opt;
    while ((opt = getopt(argc, argv, "sp:")) != -1) {
        if (opt == 's')
            options.store = true;
        else if (opt == 'p')
            options.password = optarg;
        else
            return 2;
    }
    if (argc - optind != 2)
        return fail("usage", "pack [-s] [-p PASSWORD] FORMAT[.FILTER] OUT < LIST");
    return make(argv[optind], argv[optind + 1], &options);
}
