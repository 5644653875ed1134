/* Servers that look renamed: one that is missing here and one that is new, with the same settings but for the
 * name. It is only said, never taken for granted. */
#include <stdlib.h>
#include <string.h>

#include "private.h"

/* Text without the server's own name, which the paths and accounts of a server often hold. */
static void add_without(struct mba_buf *out, const char *text, const char *name)
{
    size_t len = strlen(name);
    for (const char *p = text; *p;) {
        if (len && mba_ascii_ncasecmp(p, name, len) == 0)
            p += len;
        else
            mba_buf_putc(out, *p++);
    }
    mba_buf_putc(out, '\n');
}

static void add_object(struct mba_pass *pass, xmlNodePtr object, const char *name, struct mba_buf *out,
                       struct mba_buf *scratch)
{
    mba_buf_puts(out, mba_node_attr(object, "path"));
    mba_buf_putc(out, '\n');
    for (xmlNodePtr node = xmlFirstElementChild(object); node; node = xmlNextElementSibling(node)) {
        struct mba_recorded_setting setting;
        mba_setting_read(pass->dict, node, scratch, &setting);
        if (setting.is_volatile)
            continue;
        mba_buf_printf(out, "%s=", setting.name);
        add_without(out, setting.text ? setting.text : "", name);
    }
}

bool mba_renamed_note(struct mba_pass *pass, const struct mba_view *view, const char *name, bool missing_here)
{
    struct mba_buf text = {0}, scratch = {0};
    struct mba_lone_server *lone;
    if (!view->recorded || !mba_view_whole(view))
        return true;
    for (size_t i = 0; i < view->objects.count; i++)
        add_object(pass, view->objects.items[i].node, name, &text, &scratch);
    bool good = !text.failed && !scratch.failed &&
                mba_grow(&pass->lone, &pass->lone_cap, pass->lone_count + 1, sizeof *pass->lone);
    if (good) {
        lone = &pass->lone[pass->lone_count];
        lone->name = strdup(name);
        lone->missing_here = missing_here;
        mba_finding_id("settings", "", text.data ? text.data : "", lone->settings);
        good = lone->name;
        pass->lone_count += good;
    }
    mba_buf_free(&text);
    mba_buf_free(&scratch);
    return good ? true : mba_fail(pass->error, "no memory");
}

static int by_settings(const void *a, const void *b)
{
    const struct mba_lone_server *la = a, *lb = b;
    int order = strcmp(la->settings, lb->settings);
    return order ? order : mba_ascii_casecmp(la->name, lb->name);
}

/* Only two that are alike, one on each side: clones would be anything. */
static bool is_pair(const struct mba_pass *pass, size_t i)
{
    const struct mba_lone_server *lone = &pass->lone[i];
    return i + 1 < pass->lone_count && strcmp(lone[0].settings, lone[1].settings) == 0 &&
           lone[0].missing_here != lone[1].missing_here &&
           (i == 0 || strcmp(lone[-1].settings, lone[0].settings) != 0) &&
           (i + 2 == pass->lone_count || strcmp(lone[1].settings, lone[2].settings) != 0);
}

bool mba_renamed_list(struct mba_pass *pass, struct mba_names *names)
{
    struct mba_buf pair = {0};
    if (pass->lone_count)
        qsort(pass->lone, pass->lone_count, sizeof *pass->lone, by_settings);
    for (size_t i = 0; i < pass->lone_count; i++) {
        if (!is_pair(pass, i))
            continue;
        const struct mba_lone_server *was = &pass->lone[i], *now = &pass->lone[i + 1];
        if (!was->missing_here) {
            now = was;
            was = &pass->lone[i + 1];
        }
        mba_scratch_clear(&pair);
        mba_buf_printf(&pair, "%s (there) and %s (here)", was->name, now->name);
        if (!pair.failed)
            mba_names_add(names, pair.data);
    }
    bool good = !pair.failed;
    mba_buf_free(&pair);
    return good;
}

void mba_renamed_free(struct mba_pass *pass)
{
    for (size_t i = 0; i < pass->lone_count; i++)
        free(pass->lone[i].name);
    free(pass->lone);
}
