/* Which waiver fits which finding, and what the head says of them. */
#include <stdlib.h>
#include <string.h>

#include "private.h"

#define SECONDS_PER_DAY 86400

static bool is_expired(const struct mba_pass *pass, const struct mba_waiver *waiver)
{
    return pass->today >= waiver->last_day + SECONDS_PER_DAY;
}

static bool is_expiring(const struct mba_pass *pass, const struct mba_waiver *waiver)
{
    return waiver->last_day - pass->today <= (mba_time)MBA_EXPIRING_DAYS * SECONDS_PER_DAY;
}

static bool fits(const struct mba_waiver *waiver, const char *server, xmlNodePtr finding)
{
    return mba_glob(waiver->server, server) && mba_glob(waiver->path, mba_node_attr(finding, "path"));
}

/* What stands around a value in the file is not part of it. */
static bool same_value(const char *value, const char *accepted)
{
    static const char blank[] = " \t\r\n";
    value += strspn(value, blank);
    size_t len = strlen(value);
    while (len && strchr(blank, value[len - 1]))
        len--;
    return strlen(accepted) == len && memcmp(value, accepted, len) == 0;
}

static bool has_value(xmlNodePtr finding, const struct mba_accepted *accepted)
{
    for (xmlNodePtr node = xmlFirstElementChild(finding); node; node = xmlNextElementSibling(node)) {
        const char *property = mba_node_is(node, "evidence") ? mba_node_attr(node, "property") : NULL;
        const char *value = mba_node_attr(node, "value");
        if (property && mba_ascii_streq(property, accepted->property) &&
            same_value(value ? value : "", accepted->value))
            return true;
    }
    return false;
}

static bool has_the_values(xmlNodePtr finding, const struct mba_waiver *waiver)
{
    for (size_t i = 0; i < waiver->accepted_count; i++)
        if (!has_value(finding, &waiver->accepted[i]))
            return false;
    return true;
}

static int by_rule(const void *a, const void *b)
{
    const struct mba_waiver *wa = *(const struct mba_waiver *const *)a;
    const struct mba_waiver *wb = *(const struct mba_waiver *const *)b;
    int order = strcmp(wa->rule, wb->rule);
    return order ? order : (wa > wb) - (wa < wb); /* as they stand in the files */
}

bool mba_waivers_prepare(struct mba_pass *pass)
{
    const struct mba_waivers *waivers = pass->job->waivers;
    pass->uses = calloc(waivers->count + 1, sizeof *pass->uses);
    pass->by_rule = calloc(waivers->count + 1, sizeof *pass->by_rule);
    if (!pass->uses || !pass->by_rule)
        return mba_fail(pass->error, "no memory");
    for (size_t i = 0; i < waivers->count; i++)
        pass->by_rule[i] = &waivers->items[i];
    if (waivers->count)
        qsort(pass->by_rule, waivers->count, sizeof *pass->by_rule, by_rule);
    return true;
}

static size_t first_of_rule(const struct mba_pass *pass, const char *rule)
{
    size_t low = 0, high = pass->job->waivers->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(pass->by_rule[middle]->rule, rule) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* One that accepts beats one that would with another value, and that one beats an expired one. */
const struct mba_waiver *mba_waivers_match(struct mba_pass *pass, const char *server, xmlNodePtr finding,
                                           const char **state)
{
    const struct mba_waivers *waivers = pass->job->waivers;
    const struct mba_waiver *best = NULL;
    const char *rule = mba_node_attr(finding, "rule");
    int best_rank = 0;
    *state = NULL;
    for (size_t place = first_of_rule(pass, rule);
         place < waivers->count && strcmp(pass->by_rule[place]->rule, rule) == 0; place++) {
        const struct mba_waiver *waiver = pass->by_rule[place];
        size_t i = (size_t)(waiver - waivers->items);
        if (!fits(waiver, server, finding))
            continue;
        bool same = has_the_values(finding, waiver);
        pass->uses[i].findings += same;
        pass->uses[i].changed += !same;
        int rank = is_expired(pass, waiver) ? 1 : same ? 3 : 2;
        if (rank <= best_rank)
            continue;
        best = waiver;
        best_rank = rank;
    }
    if (best && best_rank < 3)
        *state = best_rank == 1 ? "expired" : "changed";
    return best;
}

/* ---- the head ---------------------------------------------------------------------------------------- */

static const char *state_of(struct mba_pass *pass, size_t index)
{
    const struct mba_waiver *waiver = &pass->job->waivers->items[index];
    const struct mba_waiver_use *use = &pass->uses[index];
    if (is_expired(pass, waiver)) {
        pass->out->waivers_expired++;
        return "expired";
    }
    if (use->findings + use->changed == 0) {
        pass->out->waivers_unused++;
        return "unused";
    }
    if (is_expiring(pass, waiver)) {
        pass->out->waivers_expiring++;
        return "expiring";
    }
    return "active";
}

static void write_accepted(struct mba_buf *out, const struct mba_waiver *waiver)
{
    if (!waiver->accepted_count)
        return;
    mba_buf_puts(out, "<accepted>");
    for (size_t i = 0; i < waiver->accepted_count; i++) {
        const struct mba_accepted *accepted = &waiver->accepted[i];
        mba_buf_puts(out, i ? "; " : "");
        mba_xml_text(out, accepted->property, strlen(accepted->property));
        mba_buf_puts(out, " = ");
        mba_xml_text(out, accepted->value, strlen(accepted->value));
    }
    mba_buf_puts(out, "</accepted>");
}

static void write_waiver(struct mba_pass *pass, size_t index, struct mba_buf *out)
{
    const struct mba_waiver *waiver = &pass->job->waivers->items[index];
    mba_buf_puts(out, "\n<waiver");
    mba_xml_attr(out, "id", waiver->id);
    mba_xml_attr(out, "file", waiver->file);
    mba_xml_number(out, "line", waiver->line);
    mba_xml_attr(out, "rule", waiver->rule);
    mba_xml_attr(out, "server", waiver->server);
    mba_xml_attr(out, "path", waiver->path);
    mba_xml_attr(out, "owner", waiver->owner);
    mba_xml_attr(out, "expires", waiver->expires);
    mba_xml_attr(out, "state", state_of(pass, index));
    mba_xml_number(out, "findings", pass->uses[index].findings);
    mba_xml_number(out, "changed", pass->uses[index].changed);
    pass->out->waivers_changed += pass->uses[index].changed > 0;
    mba_buf_putc(out, '>');
    mba_xml_element(out, "reason", waiver->reason);
    write_accepted(out, waiver);
    mba_buf_puts(out, "</waiver>");
}

void mba_waivers_write(struct mba_pass *pass, struct mba_buf *out)
{
    mba_buf_puts(out, "<waivers>");
    for (size_t i = 0; i < pass->job->waivers->count; i++)
        write_waiver(pass, i, out);
    mba_buf_puts(out, "</waivers>\n");
}
