/* Stylesheets: compiled from the built-in ones, applied to one section, with every door shut. */
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xsltutils.h>
#include <pthread.h>
#include <string.h>

#include "private.h"

/* For one section: seconds, where ours take milliseconds. How deep templates call each other libxslt bounds
 * itself. */
enum { OPERATIONS = 200 * 1000 * 1000 };

/* ---- security ------------------------------------------------------------------------------------- */

static xsltSecurityPrefsPtr forbid_all(void)
{
    static const xsltSecurityOption options[] = {XSLT_SECPREF_READ_FILE, XSLT_SECPREF_WRITE_FILE,
                                                 XSLT_SECPREF_CREATE_DIRECTORY, XSLT_SECPREF_READ_NETWORK,
                                                 XSLT_SECPREF_WRITE_NETWORK};
    xsltSecurityPrefsPtr prefs = xsltNewSecurityPrefs();
    for (size_t i = 0; prefs && i < sizeof options / sizeof *options; i++)
        if (xsltSetSecurityPrefs(prefs, options[i], xsltSecurityForbid) != 0) {
            xsltFreeSecurityPrefs(prefs);
            return NULL;
        }
    return prefs;
}

/* Compiling knows only the default of the process; it is set once and for good, and serves all threads. */
static void forbid_by_default(void)
{
    xsltSetDefaultSecurityPrefs(forbid_all());
}

static bool doors_shut(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    return pthread_once(&once, forbid_by_default) == 0 && xsltGetDefaultSecurityPrefs();
}

/* ---- compiling ------------------------------------------------------------------------------------ */

static xsltStylesheetPtr compile(xmlDocPtr doc, char **error)
{
    if (!doc || !xmlDocGetRootElement(doc) || !mba_sheet_include(doc, error)) {
        xmlFreeDoc(doc);
        return NULL;
    }
    xsltStylesheetPtr sheet = xsltParseStylesheetDoc(doc);
    if (!sheet)
        xmlFreeDoc(doc);
    if (!sheet || sheet->errors == 0)
        return sheet;
    xsltFreeStylesheet(sheet);
    return NULL;
}

/* Takes doc over. */
static xsltStylesheetPtr compile_named(xmlDocPtr doc, const char *name, struct mba_catch *caught,
                                       char **error)
{
    xsltStylesheetPtr sheet = compile(doc, error);
    if (!sheet && !*error)
        mba_fail(error, "%s: does not compile: %s", name, mba_catch_text(caught));
    return sheet;
}

xsltStylesheetPtr mba_sheet_load(const char *asset_path, char **error)
{
    struct mba_catch caught;
    const struct mba_asset *asset = mba_asset_find(asset_path);
    *error = NULL;
    if (!asset || !doors_shut()) {
        mba_fail(error, "%s: %s", asset_path, asset ? "no memory" : "there is no such stylesheet");
        return NULL;
    }
    mba_catch_begin(&caught, true);
    xmlDocPtr doc =
        xmlReadMemory((const char *)asset->data, (int)asset->len, asset_path, NULL, XML_PARSE_NONET);
    xsltStylesheetPtr sheet = compile_named(doc, asset_path, &caught, error);
    mba_catch_end(&caught);
    return sheet;
}

xsltStylesheetPtr mba_sheet_load_own(const char *path, char **error)
{
    struct mba_catch caught;
    xmlDocPtr doc = doors_shut() ? mba_own_read(path, error) : NULL;
    if (!doc)
        return NULL;
    mba_catch_begin(&caught, true);
    xsltStylesheetPtr sheet = compile_named(doc, path, &caught, error);
    mba_catch_end(&caught);
    return sheet;
}

/* ---- applying ------------------------------------------------------------------------------------- */

static xmlNodePtr next_node(xmlNodePtr node)
{
    if (node->type == XML_ELEMENT_NODE && node->children)
        return node->children;
    while (node && !node->next)
        node = node->parent && node->parent->type == XML_ELEMENT_NODE ? node->parent : NULL;
    return node ? node->next : NULL;
}

/* Text output prints only text, so there a mark becomes one. */
static bool guard_mark(xmlNodePtr mark, bool text)
{
    char word[64];
    const char *content = mark->content ? (const char *)mark->content : "";
    if (!text) {
        snprintf(word, sizeof word, "\x01%s", content);
        xmlNodeSetContent(mark, BAD_CAST word);
        return true;
    }
    snprintf(word, sizeof word, "<?mbaudit \x01%s?>", content);
    xmlNodePtr replacement = xmlNewDocText(mark->doc, BAD_CAST word);
    if (!replacement)
        return false;
    xmlFreeNode(xmlReplaceNode(mark, replacement));
    return true;
}

static bool guard_marks(xmlDocPtr page, xsltStylesheetPtr sheet)
{
    bool text = sheet->method && strcmp((const char *)sheet->method, "text") == 0;
    xmlNodePtr next;
    for (xmlNodePtr node = page->children; node; node = next) {
        next = next_node(node);
        if (node->type == XML_PI_NODE && strcmp((const char *)node->name, "mbaudit") == 0 &&
            !guard_mark(node, text))
            return false;
    }
    return true;
}

static void drop_doctype(xmlDocPtr result)
{
    xmlDtdPtr dtd = result->intSubset;
    if (!dtd)
        return;
    xmlUnlinkNode((xmlNodePtr)dtd);
    xmlFreeDtd(dtd);
}

static bool serialise(xmlDocPtr result, xsltStylesheetPtr sheet, bool page, struct mba_buf *out)
{
    xmlChar *bytes = NULL;
    int len = 0;
    if (!page && sheet->method && strcmp((const char *)sheet->method, "html") == 0) {
        drop_doctype(result);
        mba_html_write(out, result);
        return !out->failed;
    }
    if (!page)
        drop_doctype(result);
    else if (!guard_marks(result, sheet))
        return false;
    if (result->children && xsltSaveResultToString(&bytes, &len, result, sheet) < 0)
        return false;
    if (bytes)
        mba_buf_add(out, bytes, (size_t)len);
    xmlFree(bytes);
    return !out->failed;
}

static xmlDocPtr transform(xsltTransformContextPtr ctxt, xmlDocPtr section, const struct mba_tools *tools,
                           const char **params, struct mba_catch *caught)
{
    xsltSetTransformErrorFunc(ctxt, caught, mba_catch_message);
    ctxt->_private = (void *)tools;
    ctxt->opLimit = ctxt->xpathCtxt->opLimit = OPERATIONS;
    if (xsltSetCtxtSecurityPrefs(xsltGetDefaultSecurityPrefs(), ctxt) != 0 || !mba_functions_register(ctxt) ||
        !mba_words_register(ctxt) || (params && xsltQuoteUserParams(ctxt, params) != 0))
        return NULL;
    return xsltApplyStylesheetUser(ctxt->style, section, NULL, NULL, NULL, ctxt);
}

bool mba_sheet_apply(xsltStylesheetPtr sheet, xmlDocPtr section, const struct mba_tools *tools,
                     const char **params, bool page, struct mba_buf *out, char **error)
{
    struct mba_catch caught;
    mba_catch_begin(&caught, false);
    xsltTransformContextPtr ctxt = doors_shut() ? xsltNewTransformContext(sheet, section) : NULL;
    xmlDocPtr result = ctxt ? transform(ctxt, section, tools, params, &caught) : NULL;
    bool good = false;
    if (!ctxt)
        mba_fail(error, "no memory");
    else if (ctxt->xpathCtxt->lastError.code == XML_XPATH_MEMORY_ERROR) /* of our own functions */
        mba_fail(error, "no memory");
    else if (!result || ctxt->state != XSLT_STATE_OK)
        mba_fail(error, "%s: failed: %s", sheet->doc->URL, mba_catch_text(&caught));
    else
        good = serialise(result, sheet, page, out) ? true : mba_fail(error, "no memory");
    xmlFreeDoc(result);
    xsltFreeTransformContext(ctxt);
    mba_catch_end(&caught);
    return good;
}
