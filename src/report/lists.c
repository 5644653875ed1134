/* The list of servers: the gravest on the main page, all of them by name on pages of their own. */
#include <libxml/parser.h>
#include <stdlib.h>

#include "private.h"

enum { MAIN_ROWS = 100, PAGE_ROWS = 1000 };

struct part { /* some rows of the list */
    size_t first, rows;
    bool brief; /* on the main page */
    struct mba_buf attributes;
};

/* A <section kind="servers"> with these rows. */
static xmlDocPtr make_section(const struct mba_report *report, const struct part *part)
{
    struct mba_buf text = {0};
    mba_buf_printf(&text, "<section xmlns=\"%s\" kind=\"servers\" rows=\"%zu\"%s>", MBA_FINDINGS_NS,
                   mba_servers_count(report->servers), part->attributes.data);
    bool good = mba_servers_write(report->servers, part->brief, part->first, part->rows, &text);
    mba_buf_puts(&text, "</section>");
    xmlDocPtr doc =
        good && !text.failed ? xmlReadMemory(text.data, (int)text.len, NULL, "UTF-8", XML_PARSE_NONET) : NULL;
    mba_buf_free(&text);
    if (!doc)
        mba_fail(report->error, "no memory");
    return doc;
}

static bool apply(struct mba_report *report, const struct mba_job *job, const struct part *part,
                  struct mba_buf *out)
{
    xmlDocPtr section = make_section(report, part);
    bool good = section && mba_job_apply(report, job, section, false, out, report->error);
    if (section && !good)
        *report->fault = MBA_REPORT_FAULT_SHEET;
    xmlFreeDoc(section);
    return good;
}

static bool write_main(struct mba_report *report, struct mba_job *job)
{
    size_t all = mba_servers_count(report->servers), rows = all < MAIN_ROWS ? all : MAIN_ROWS;
    struct part part = {.rows = rows, .brief = true};
    struct mba_buf text = {0};
    mba_buf_printf(&part.attributes, " base=\"%s\" href=\"%sservers.html\"", report->base, report->base);
    if (all > rows)
        mba_buf_printf(&part.attributes, " more=\"%zu\"", all - rows);
    bool good = part.attributes.failed ? mba_fail(report->error, "no memory")
                                       : apply(report, job, &part, &text) &&
                                             mba_job_spool(report, job, MBA_MARK_SNAPSHOTS, &text);
    mba_buf_free(&part.attributes);
    mba_buf_free(&text);
    return good;
}

static void add_link(struct mba_buf *out, const char *attribute, size_t number, size_t of)
{
    char file[MBA_NAME_SIZE];
    mba_page_file("servers", number, file);
    if (number >= 1 && number <= of)
        mba_buf_printf(out, " %s=\"%s\"", attribute, file);
}

static bool write_page(struct mba_report *report, const struct mba_job *job, size_t number, size_t of)
{
    size_t all = mba_servers_count(report->servers), first = (number - 1) * PAGE_ROWS;
    struct part part = {.first = first, .rows = all - first < PAGE_ROWS ? all - first : PAGE_ROWS};
    struct mba_buf text = {0}, content = {0};
    char file[MBA_NAME_SIZE];
    bool sheet = false, good = false;
    mba_page_file("servers", number, file);
    mba_buf_printf(&part.attributes, " base=\"\" page=\"%zu\" pages=\"%zu\" from=\"%zu\" to=\"%zu\"", number,
                   of, first + 1, first + part.rows);
    add_link(&part.attributes, "prev", number - 1, of);
    add_link(&part.attributes, "next", number + 1, of);
    struct mba_buf all_attributes = {0};
    mba_buf_printf(&all_attributes, " rows=\"%zu\"%s", all,
                   part.attributes.failed ? "" : part.attributes.data);
    const struct mba_page page = {"servers-page", file, &content, &all_attributes, MBA_MARK_SNAPSHOTS};
    if (part.attributes.failed || all_attributes.failed)
        mba_fail(report->error, "no memory");
    else
        good = apply(report, job, &part, &text) &&
               mba_page_write(report, job, &page, &text, &sheet, report->error);
    if (sheet)
        *report->fault = MBA_REPORT_FAULT_SHEET;
    mba_buf_free(&part.attributes);
    mba_buf_free(&all_attributes);
    mba_buf_free(&text);
    return good;
}

static bool write_lists(struct mba_report *report, struct mba_job *job)
{
    size_t pages = (mba_servers_count(report->servers) + PAGE_ROWS - 1) / PAGE_ROWS;
    if (!job->spool[MBA_MARK_SNAPSHOTS])
        return true;
    for (size_t number = 1; number <= pages; number++)
        if (!write_page(report, job, number, pages))
            return false;
    return write_main(report, job);
}

bool mba_report_lists(struct mba_report *report)
{
    for (size_t i = 0; i < report->count; i++)
        if (report->jobs[i].pages && !write_lists(report, &report->jobs[i]))
            return false;
    return true;
}
