/* The fixed words of a report, one file a language: xsl/words/LANG.xml. Stylesheets ask for them by id, so
 * that no sentence of the page stands in a stylesheet. */
#include <libxml/hash.h>
#include <libxml/parser.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

struct word {
    struct mba_buf one, many; /* one: for a count of 1; empty when it makes no difference */
};
struct mba_words {
    char path[64];
    char group[8]; /* between thousands */
    xmlHashTablePtr by_id;
};

/* ---- which there are --------------------------------------------------------------------------------- */

static const char folder[] = "xsl/words/", ending[] = ".xml";

static bool path_of(const char *lang, char *path, size_t size)
{
    int len = snprintf(path, size, "%s%s%s", folder, lang, ending);
    return len > 0 && (size_t)len < size;
}

bool mba_report_lang_known(const char *lang)
{
    char path[64];
    return !strchr(lang, '/') && path_of(lang, path, sizeof path) && mba_asset_find(path);
}

void mba_report_langs(struct mba_buf *list)
{
    const char *comma = "";
    for (const struct mba_asset *asset = mba_assets; asset->path; asset++) {
        size_t len = strlen(asset->path), around = sizeof folder - 1 + sizeof ending - 1;
        if (strncmp(asset->path, folder, sizeof folder - 1) != 0 || len <= around)
            continue;
        mba_buf_printf(list, "%s%.*s", comma, (int)(len - around), asset->path + sizeof folder - 1);
        comma = ", ";
    }
}

/* ---- reading a file ------------------------------------------------------------------------------------ */

static void free_word(void *word, const xmlChar *id)
{
    struct word *it = word;
    (void)id;
    mba_buf_free(&it->one);
    mba_buf_free(&it->many);
    free(it);
}

/* White space as in running text: the file may break its lines where it likes. */
static void add_text(struct mba_buf *out, xmlChar *text)
{
    const char *at = (const char *)text, *gap = "";
    while (at && *(at += strspn(at, " \t\r\n"))) {
        size_t len = strcspn(at, " \t\r\n");
        mba_buf_puts(out, gap);
        mba_buf_add(out, at, len);
        at += len;
        gap = " ";
    }
    mba_buf_puts(out, ""); /* an empty one is text, too */
    xmlFree(text);
}

static bool add_word(struct mba_words *words, xmlNodePtr node, char **error)
{
    xmlChar *id = xmlGetNoNsProp(node, BAD_CAST "id");
    struct word *word = id ? calloc(1, sizeof *word) : NULL;
    bool good = false;
    if (word) {
        add_text(&word->one, xmlGetNoNsProp(node, BAD_CAST "one"));
        add_text(&word->many, xmlNodeGetContent(node));
    }
    if (!id)
        mba_fail(error, "%s:%ld: a text without an id", words->path, xmlGetLineNo(node));
    else if (!word || word->one.failed || word->many.failed)
        mba_fail(error, "no memory");
    else if (xmlHashAddEntry(words->by_id, id, word) != 0)
        mba_fail(error, "%s:%ld: a second text '%s'", words->path, xmlGetLineNo(node), (const char *)id);
    else
        good = true;
    if (!good && word)
        free_word(word, id);
    xmlFree(id);
    return good;
}

static bool add_words(struct mba_words *words, xmlDocPtr doc, char **error)
{
    xmlNodePtr root = xmlDocGetRootElement(doc);
    xmlChar *group = root ? xmlGetNoNsProp(root, BAD_CAST "group") : NULL;
    if (!root)
        return mba_fail(error, "%s: is not well-formed XML", words->path);
    snprintf(words->group, sizeof words->group, "%s", group ? (const char *)group : "");
    xmlFree(group);
    for (xmlNodePtr node = xmlFirstElementChild(root); node; node = xmlNextElementSibling(node))
        if (!add_word(words, node, error))
            return false;
    return true;
}

struct mba_words *mba_words_load(const char *lang, char **error)
{
    struct mba_words *words = calloc(1, sizeof *words);
    const struct mba_asset *asset =
        words && path_of(lang, words->path, sizeof words->path) ? mba_asset_find(words->path) : NULL;
    *error = NULL;
    if (!words || !(words->by_id = xmlHashCreate(512))) {
        mba_fail(error, "no memory");
    } else if (!asset) {
        mba_fail(error, "%s: there is no such language", lang);
    } else {
        xmlDocPtr doc =
            xmlReadMemory((const char *)asset->data, (int)asset->len, asset->path, NULL, XML_PARSE_NONET);
        bool good = add_words(words, doc, error);
        xmlFreeDoc(doc);
        if (good)
            return words;
    }
    mba_words_free(words);
    return NULL;
}

void mba_words_free(struct mba_words *words)
{
    if (words && words->by_id)
        xmlHashFree(words->by_id, free_word);
    free(words);
}

/* ---- what they say --------------------------------------------------------------------------------------
 */

void mba_words_number(const struct mba_words *words, double n, struct mba_buf *out)
{
    char digits[32];
    if (!isfinite(n) || fabs(n) >= 1e15) {
        mba_buf_printf(out, "%g", n);
        return;
    }
    int len = snprintf(digits, sizeof digits, "%.0f", fabs(n));
    mba_buf_puts(out, n <= -0.5 ? "-" : "");
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            mba_buf_puts(out, words->group);
        mba_buf_putc(out, digits[i]);
    }
}

bool mba_words_fill(const struct mba_words *words, const char *id, bool one, const char *const *args,
                    size_t count, struct mba_buf *out)
{
    const struct word *word = xmlHashLookup(words->by_id, BAD_CAST id);
    if (!word)
        return false;
    for (const char *at = one && word->one.len ? word->one.data : word->many.data; *at;) {
        size_t n = at[0] == '{' && at[1] >= '1' && at[1] <= '9' && at[2] == '}' ? (size_t)(at[1] - '0') : 0;
        if (n && n <= count) {
            mba_buf_puts(out, args[n - 1]);
            at += 3;
        } else {
            mba_buf_putc(out, *at++);
        }
    }
    mba_buf_puts(out, "");
    return true;
}

const char *mba_words_path(const struct mba_words *words)
{
    return words->path;
}
