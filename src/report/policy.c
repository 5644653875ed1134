/* Style and script of a page stand in it, and its content security policy allows exactly these two by
 * their hash: whatever else got into the page would not run. */
#include <nettle/base64.h>
#include <nettle/sha2.h>
#include <string.h>

#include "private.h"

static bool load(struct mba_buf *out, const char *path, char **error)
{
    const struct mba_asset *asset = mba_asset_find(path);
    if (!asset)
        return mba_fail(error, "%s: is missing in this program", path);
    mba_buf_add(out, asset->data, asset->len);
    return out->failed ? mba_fail(error, "no memory") : true;
}

static void add_hash(struct mba_buf *out, const struct mba_buf *text)
{
    struct sha256_ctx hash;
    uint8_t digest[SHA256_DIGEST_SIZE];
    char base64[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE)];
    sha256_init(&hash);
    sha256_update(&hash, text->len, (const uint8_t *)text->data);
    sha256_digest(&hash, sizeof digest, digest);
    base64_encode_raw(base64, sizeof digest, digest);
    mba_buf_puts(out, "'sha256-");
    mba_buf_add(out, base64, sizeof base64);
    mba_buf_putc(out, '\'');
}

/* Text from the command line: on one line, what cannot be seen spelled out. */
static void add_visible(struct mba_buf *out, const char *text)
{
    mba_text_visible(out, text ? text : "", text ? strlen(text) : 0, false);
    mba_buf_puts(out, "");
}

static void set(const char **params, const char *name, const char *value)
{
    for (; *params; params += 2)
        if (strcmp(params[0], name) == 0)
            params[1] = value;
}

bool mba_policy_make(struct mba_policy *policy, const struct mba_report_options *options, char **error)
{
    *policy = (struct mba_policy){0};
    if (!load(&policy->css, "xsl/report.css", error) || !load(&policy->js, "xsl/report.js", error))
        return false;
    mba_buf_puts(&policy->csp, "default-src 'none'; style-src ");
    add_hash(&policy->csp, &policy->css);
    mba_buf_puts(&policy->csp, "; script-src ");
    add_hash(&policy->csp, &policy->js);
    mba_buf_puts(&policy->csp, "; img-src data:; base-uri 'none'; form-action 'none'");
    add_visible(&policy->title, options->title);
    add_visible(&policy->organisation, options->organisation);
    add_visible(&policy->note, options->note);
    if (policy->csp.failed || policy->title.failed || policy->organisation.failed || policy->note.failed)
        return mba_fail(error, "no memory");
    const char *params[] = {"css",
                            policy->css.data,
                            "js",
                            policy->js.data,
                            "csp",
                            policy->csp.data,
                            "title",
                            policy->title.data,
                            "organisation",
                            policy->organisation.data,
                            "note",
                            policy->note.data,
                            "pages",
                            "no",
                            "base",
                            "",
                            NULL};
    _Static_assert(sizeof params <= sizeof policy->params, "room for all");
    memcpy(policy->params, params, sizeof params);
    memcpy(policy->page_params, params, sizeof params);
    set(policy->page_params, "css", MBA_CSS_TOKEN);
    set(policy->page_params, "js", MBA_JS_TOKEN);
    return true;
}

void mba_policy_pages(struct mba_policy *policy, const char *base)
{
    set(policy->page_params, "pages", "yes");
    set(policy->page_params, "base", base);
}

void mba_policy_free(struct mba_policy *policy)
{
    mba_buf_free(&policy->css);
    mba_buf_free(&policy->js);
    mba_buf_free(&policy->csp);
    mba_buf_free(&policy->title);
    mba_buf_free(&policy->organisation);
    mba_buf_free(&policy->note);
}
