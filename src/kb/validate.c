/* validate: article files against the schema that other tools use too. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/relaxng.h>

#include "kb/parts.h"

static void add_error(void *ctx, xmlErrorPtr error)
{
    struct kb_load *load = ctx;
    const char *why = error->message ? error->message : "is not valid";
    kb_error(load, error->line > 0 ? (unsigned long)error->line : 0, "%.*s (corpus/schema/kb.rng)",
             (int)strcspn(why, "\r\n"), why);
}

static xmlRelaxNGPtr load_schema(struct kb_load *load)
{
    const struct mba_asset *asset = mba_asset_find("corpus/schema/kb.rng");
    xmlRelaxNGParserCtxtPtr parser =
        asset ? xmlRelaxNGNewMemParserCtxt((const char *)asset->data, (int)asset->len) : NULL;
    if (!parser)
        return NULL;
    xmlRelaxNGSetParserStructuredErrors(parser, add_error, load);
    xmlRelaxNGPtr schema = xmlRelaxNGParse(parser);
    xmlRelaxNGFreeParserCtxt(parser);
    return schema;
}

static void validate_doc(struct kb_load *load, xmlRelaxNGPtr schema, xmlDocPtr doc)
{
    xmlRelaxNGValidCtxtPtr valid = xmlRelaxNGNewValidCtxt(schema);
    if (!valid) {
        kb_no_memory(load);
        return;
    }
    xmlRelaxNGSetValidStructuredErrors(valid, add_error, load);
    if (xmlRelaxNGValidateDoc(valid, doc) != 0 && !load->errors)
        kb_error(load, 0, "is not valid (corpus/schema/kb.rng)");
    xmlRelaxNGFreeValidCtxt(valid);
}

static bool validate_file(xmlRelaxNGPtr schema, const char *path, struct mba_problems *problems)
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
    struct kb_load load = {.file = path, .problems = problems};
    bool no_memory = false; /* these files were loaded before, which says so */
    xmlDocPtr doc = kb_parse(&load, (const char *)data, len, &no_memory);
    if (doc)
        validate_doc(&load, schema, doc);
    xmlFreeDoc(doc);
    free(data);
    return load.errors == 0;
}

bool mba_kb_validate_dir(const char *dir, struct mba_problems *problems)
{
    struct kb_load load = {.file = "corpus/schema/kb.rng", .problems = problems};
    xmlRelaxNGPtr schema = load_schema(&load);
    struct dirent **names = NULL;
    int count = schema ? kb_article_files(dir, &names, problems) : -1;
    if (!schema)
        kb_error(&load, 0, "the schema could not be loaded");
    bool good = count > 0;
    struct mba_buf path = {0};
    for (int i = 0; i < count; i++) {
        mba_buf_clear(&path);
        mba_buf_printf(&path, "%s/%s", dir, names[i]->d_name);
        good &= !path.failed && validate_file(schema, path.data, problems);
        free(names[i]);
    }
    free(names);
    mba_buf_free(&path);
    xmlRelaxNGFree(schema);
    return good;
}
