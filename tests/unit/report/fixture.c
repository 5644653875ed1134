#include "fixture.h"

#include <CUnit/CUnit.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void read_file(const char *path, struct mba_buf *out)
{
    size_t len;
    char *error = NULL;
    unsigned char *bytes = mba_file_read(path, 64 * 1024 * 1024, &len, &error);
    if (bytes)
        mba_buf_add(out, bytes, len);
    free(bytes);
    free(error);
}

static void read_made(struct made *made, const char *name, struct mba_buf *out)
{
    char path[96];
    snprintf(path, sizeof path, "%s/%s", made->folder, name);
    mba_buf_clear(out);
    read_file(path, out);
}

void make_again(struct made *made, const char *findings_path)
{
    const struct mba_report_format *formats[] = {mba_report_format_find("html"),
                                                 mba_report_format_find("csv")};
    free(made->error);
    made->status = mba_report_write(findings_path, made->folder, formats, 2, &(struct mba_report_options){0},
                                    &made->error, &made->fault);
    read_made(made, "report.html", &made->html);
    read_made(made, "findings.csv", &made->csv);
}

void make_reports(struct made *made, const char *findings_path)
{
    *made = (struct made){.folder = "/tmp/mbaudit-unit-XXXXXX"};
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(made->folder));
    make_again(made, findings_path);
}

void make_reports_of(struct made *made, const char *findings)
{
    char path[] = "/tmp/mbaudit-unit-XXXXXX";
    int fd = mkstemp(path);
    size_t len = strlen(findings);
    CU_ASSERT_FATAL(fd >= 0 && write(fd, findings, len) == (ssize_t)len && close(fd) == 0);
    make_reports(made, path);
    unlink(path);
}

void made_free(struct made *made)
{
    static const char *const names[] = {"report.html", "findings.csv", "servers.csv", "coverage.csv",
                                        "episodes.csv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[96];
        snprintf(path, sizeof path, "%s/%s", made->folder, names[i]);
        unlink(path);
    }
    CU_ASSERT_EQUAL(rmdir(made->folder), 0); /* nothing else was left there */
    mba_buf_free(&made->html);
    mba_buf_free(&made->csv);
    free(made->error);
}

size_t files_in(const char *folder)
{
    size_t count = 0;
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    if (dir)
        closedir(dir);
    return count;
}

bool has(const struct mba_buf *text, const char *part)
{
    return text->data && strstr(text->data, part);
}

size_t occurrences(const struct mba_buf *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text->data; at && (at = strstr(at, part)); at++)
        count++;
    return count;
}

char *example_with(const char *from, const char *to)
{
    struct mba_buf text = {0}, changed = {0};
    read_file(EXAMPLE, &text);
    const char *at = text.data ? strstr(text.data, from) : NULL;
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    mba_buf_add(&changed, text.data, (size_t)(at - text.data));
    mba_buf_puts(&changed, to);
    mba_buf_puts(&changed, at + strlen(from));
    mba_buf_free(&text);
    return changed.data;
}
