/* load: article files, from the program itself, a folder or memory, into the knowledge base. */
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <nettle/sha2.h>

#include "kb/parts.h"

#define BUILTIN_FOLDER "corpus/articles/"

void kb_error(struct kb_load *load, unsigned long line, const char *fmt, ...)
{
    char text[1024];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    load->errors++;
    mba_problems_add(load->problems, MBA_RUN_FAILED, load->file, NULL, line, "%s", text);
}

void kb_no_memory(struct kb_load *load)
{
    load->errors++;
    load->problems->failed = true; /* nothing is wrong with the file */
}

static void digest(const char *data, size_t len, unsigned char out[KB_DIGEST_BYTES])
{
    struct sha256_ctx sha;
    sha256_init(&sha);
    sha256_update(&sha, len, (const uint8_t *)data);
    sha256_digest(&sha, KB_DIGEST_BYTES, out);
}

/* The article of a parsed file; NULL when it has any error. Takes doc over. */
static struct kb_entry *read_entry(struct kb_load *load, xmlDocPtr doc, const char *origin)
{
    struct kb_entry *entry = calloc(1, sizeof *entry);
    if (!entry) {
        kb_no_memory(load);
        xmlFreeDoc(doc);
        return NULL;
    }
    entry->doc = doc;
    entry->article.origin = origin;
    xmlNodePtr root = xmlDocGetRootElement(doc);
    if (!load->checked)
        kb_check_structure(load, root);
    if (kb_named(root, "article"))
        kb_read_article(load, root, &entry->article);
    if (load->errors) {
        kb_entry_free(entry);
        return NULL;
    }
    return entry;
}

/* libxml2 answers with nothing when memory runs out, as if an attribute or a text were not there; only its
 * error handler, which belongs to the thread, hears of it. */
static void note_no_memory(void *ctx, xmlErrorPtr error)
{
    bool *no_memory = ctx;
    *no_memory = *no_memory || error->code == XML_ERR_NO_MEMORY;
}

static struct kb_entry *parse_entry(struct kb_load *load, const char *data, size_t len, const char *origin)
{
    bool no_memory = false;
    xmlStructuredErrorFunc handler = xmlStructuredError;
    void *context = xmlStructuredErrorContext;
    xmlSetStructuredErrorFunc(&no_memory, note_no_memory);
    xmlDocPtr doc = kb_parse(load, data, len, &no_memory);
    struct kb_entry *entry = doc ? read_entry(load, doc, origin) : NULL;
    xmlSetStructuredErrorFunc(context, handler);
    if (no_memory) {
        kb_no_memory(load);
        kb_entry_free(entry);
        return NULL;
    }
    return entry;
}

/* The examples stand last in an article (kb.rng): what comes before them is parsed as the whole. */
static struct kb_entry *parse_without_examples(struct kb_load *load, const char *data, size_t len,
                                               const char *origin)
{
    static const char start[] = "<examples>", close[] = "</article>";
    const char *examples = memmem(data, len, start, sizeof start - 1);
    struct mba_buf text = {0};
    if (!examples)
        return parse_entry(load, data, len, origin);
    mba_buf_add(&text, data, (size_t)(examples - data));
    mba_buf_puts(&text, close);
    if (text.failed)
        kb_no_memory(load);
    struct kb_entry *entry = text.failed ? NULL : parse_entry(load, text.data, text.len, origin);
    mba_buf_free(&text);
    return entry;
}

/* sha256: of the data, where it is known. */
static bool load_one(struct mba_kb *kb, const char *file, const char *data, size_t len, const char *sha256,
                     const char *origin, bool examples, struct mba_problems *problems)
{
    struct kb_load load = {kb->arena, mba_arena_dup(kb->arena, file, strlen(file)),
                           problems,  0,
                           kb->xpath, .checked = !examples};
    const char *kept = mba_arena_dup(kb->arena, origin, strlen(origin));
    if (!load.file || !kept) {
        kb_no_memory(&load);
        return false;
    }
    struct kb_entry *entry =
        examples ? parse_entry(&load, data, len, kept) : parse_without_examples(&load, data, len, kept);
    if (!entry)
        return false;
    if (sha256)
        memcpy(entry->digest, sha256, sizeof entry->digest);
    else
        digest(data, len, entry->digest);
    if (!kb_insert(kb, &load, entry)) {
        kb_entry_free(entry);
        return false;
    }
    return true;
}

bool mba_kb_load_memory(struct mba_kb *kb, const char *file, const char *data, size_t len, const char *origin,
                        struct mba_problems *problems)
{
    bool good = load_one(kb, file, data, len, NULL, origin, true, problems);
    kb_update_version(kb);
    return good;
}

bool mba_kb_load_builtin(struct mba_kb *kb, bool examples, struct mba_problems *problems)
{
    bool good = true;
    for (const struct mba_asset *asset = mba_assets; asset->path; asset++)
        if (strncmp(asset->path, BUILTIN_FOLDER, strlen(BUILTIN_FOLDER)) == 0)
            good &= load_one(kb, asset->path, (const char *)asset->data, asset->len, asset->sha256,
                             "built in", examples, problems);
    kb_update_version(kb);
    return good;
}

/* ---- folders --------------------------------------------------------------------------------- */

static int is_article_file(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return entry->d_name[0] != '.' && len > 4 && strcmp(entry->d_name + len - 4, ".xml") == 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name); /* alphasort would ask the locale */
}

static bool load_file(struct mba_kb *kb, const char *path, const char *origin, struct mba_problems *problems)
{
    size_t len;
    char *error = NULL;
    unsigned char *data = mba_file_read(path, KB_ARTICLE_MAX_BYTES, &len, &error);
    if (!data) {
        if (error)
            mba_problems_add(problems, MBA_RUN_FAILED, NULL, NULL, 0, "%s", error);
        else
            problems->failed = true;
        free(error);
        return false;
    }
    bool good = load_one(kb, path, (const char *)data, len, NULL, origin, true, problems);
    free(data);
    return good;
}

int kb_article_files(const char *dir, struct dirent ***names, struct mba_problems *problems)
{
    int count = scandir(dir, names, is_article_file, by_bytes);
    if (count < 0)
        *names = NULL;
    if (count <= 0)
        mba_problems_add(problems, MBA_RUN_FAILED, dir, NULL, 0, "%s",
                         count < 0 ? strerror(errno)
                                   : "holds no article; articles are files that end in .xml");
    return count;
}

bool mba_kb_load_dir(struct mba_kb *kb, const char *dir, struct mba_problems *problems)
{
    struct dirent **names = NULL;
    int count = kb_article_files(dir, &names, problems);
    bool good = count > 0;
    struct mba_buf path = {0};
    for (int i = 0; i < count; i++) {
        mba_buf_clear(&path);
        mba_buf_printf(&path, "%s/%s", dir, names[i]->d_name);
        good &= !path.failed && load_file(kb, path.data, dir, problems);
        free(names[i]);
    }
    free(names);
    mba_buf_free(&path);
    kb_update_version(kb);
    return good;
}
