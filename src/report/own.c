/* The user's own stylesheet: what its report is called, and what it is given. */
#include <libxml/parser.h>
#include <libxslt/xsltutils.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"
#include "report/node.h"

enum { SHEET_BYTES = 16 * 1024 * 1024 };

xmlDocPtr mba_own_read(const char *path, char **error)
{
    struct mba_catch caught;
    size_t len = 0;
    *error = NULL;
    unsigned char *bytes = mba_file_read(path, SHEET_BYTES, &len, error);
    if (!bytes)
        return NULL;
    mba_catch_begin(&caught, false);
    xmlDocPtr doc = xmlReadMemory((const char *)bytes, (int)len, path, NULL, XML_PARSE_NONET);
    xmlNodePtr root = doc ? xmlDocGetRootElement(doc) : NULL;
    bool good =
        root && IS_XSLT_ELEM(root) && (IS_XSLT_NAME(root, "stylesheet") || IS_XSLT_NAME(root, "transform"));
    if (!root)
        mba_fail(error, "%s: is not XML: %s", path, mba_catch_text(&caught));
    else if (!good)
        mba_fail(error, "%s: is not a stylesheet: its root is not <xsl:stylesheet>", path);
    mba_catch_end(&caught);
    free(bytes);
    if (good)
        return doc;
    xmlFreeDoc(doc);
    return NULL;
}

/* ---- the name of its report
 * -------------------------------------------------------------------------------- */

static const char *extension_of(xmlDocPtr doc)
{
    const char *method = NULL;
    for (xmlNodePtr node = xmlFirstElementChild(xmlDocGetRootElement(doc)); node;
         node = xmlNextElementSibling(node))
        if (IS_XSLT_ELEM(node) && IS_XSLT_NAME(node, "output") && mba_node_attr(node, "method"))
            method = mba_node_attr(node, "method");
    return !method || strcmp(method, "xml") == 0 ? ".xml" : strcmp(method, "html") == 0 ? ".html" : ".txt";
}

static bool is_taken(const char *name)
{
    if (mba_ascii_streq(name, "findings.xml") || mba_ascii_streq(name, MBA_PAGES_FOLDER))
        return true;
    for (const struct mba_report_format *format = mba_report_formats; format->name; format++)
        for (const struct mba_report_file *file = format->files; file->name; file++)
            if (mba_ascii_streq(name, file->name))
                return true;
    return false;
}

bool mba_report_own_name(const char *path, char out[MBA_OWN_NAME], char **error)
{
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path, *dot = strrchr(base, '.');
    size_t len = dot && (mba_ascii_streq(dot, ".xsl") || mba_ascii_streq(dot, ".xslt")) ? (size_t)(dot - base)
                                                                                        : strlen(base);
    xmlDocPtr doc = mba_own_read(path, error);
    if (!doc)
        return false;
    const char *extension = memchr(base, '.', len) ? "" : extension_of(doc);
    int written = snprintf(out, MBA_OWN_NAME, "%.*s%s", (int)(len < MBA_OWN_NAME ? len : MBA_OWN_NAME), base,
                           extension);
    xmlFreeDoc(doc);
    if (len == 0 || *base == '.' || written < 0 || written >= MBA_OWN_NAME)
        return mba_fail(error, "%s: the report is named after its stylesheet, and this gives no name", path);
    if (is_taken(out))
        return mba_fail(error,
                        "%s: its report would be called %s, which is another file's name; call the "
                        "stylesheet something else",
                        path, out);
    return true;
}

/* ---- what it is given
 * --------------------------------------------------------------------------------------- */

static bool given(const char *const *params, const char *name)
{
    for (; params && *params; params += 2)
        if (strcmp(*params, name) == 0)
            return true;
    return false;
}

/* Of two with one name the last counts, and the user's before ours. */
const char **mba_own_params(const char *const *ours, const char *const *users)
{
    size_t count = 0, room = 1;
    for (size_t i = 0; ours && ours[i]; i++)
        room++;
    for (size_t i = 0; users && users[i]; i++)
        room++;
    const char **params = calloc(room, sizeof *params);
    if (!params)
        return NULL;
    for (; ours && *ours; ours += 2)
        if (!given(users, ours[0])) {
            params[count++] = ours[0];
            params[count++] = ours[1];
        }
    for (; users && *users; users += 2)
        if (!given(users + 2, users[0])) {
            params[count++] = users[0];
            params[count++] = users[1];
        }
    return params;
}
