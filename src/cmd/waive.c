/* mbaudit waive: findings that are accepted -> waivers. */
#include <stdlib.h>
#include <string.h>

#include "cmd/deliver.h"

/* The old file stands until the new one is whole. */
static int write_file(const struct cmd_options *opt, const char *path, const struct mba_buf *text)
{
    char *error = NULL;
    struct mba_output *out = mba_output_open(path, &error);
    bool good = out && fwrite(text->data, 1, text->len, mba_output_stream(out)) == text->len;
    if (out && !good)
        mba_output_discard(out);
    good = good && mba_output_commit(out, &error);
    if (!good)
        cmd_error(opt, "%s: cannot be written: %s", path, error ? error : "no room or no memory");
    free(error);
    return good ? CMD_EXIT_OK : CMD_EXIT_FAILED;
}

static int ask(const struct cmd_options *opt, const char *file)
{
    const struct mba_waive ask = {.reason = opt->reason,
                                  .owner = opt->owner,
                                  .expires = opt->expires,
                                  .accept_value = opt->accept_value,
                                  .ids = opt->operands + 1,
                                  .count = opt->operand_count - 1};
    struct mba_buf text = {0};
    char *error = NULL;
    bool usage = false;
    int code = CMD_EXIT_OK;
    if (!mba_waive(&ask, opt->operands[0], file, &text, &usage, &error)) {
        cmd_error(opt, "%s", error ? error : "out of memory");
        code = usage                                    ? CMD_EXIT_USAGE
               : cmd_document_damaged(opt->operands[0]) ? CMD_EXIT_INPUT
                                                        : CMD_EXIT_FAILED;
    } else if (file) {
        code = write_file(opt, file, &text);
    } else {
        fwrite(text.data, 1, text.len, stdout);
    }
    free(error);
    mba_buf_free(&text);
    return code;
}

/* Something to read, in one piece, without what XML cannot hold. */
static bool is_words(const char *text)
{
    struct mba_buf visible = {0};
    mba_text_visible(&visible, text ? text : "", text ? strlen(text) : 0, true);
    bool good = visible.data && strcmp(visible.data, text) == 0 && text[strspn(text, " \t\r\n")];
    mba_buf_free(&visible);
    return good;
}

int cmd_waive(const struct cmd_options *opt)
{
    const char *file = opt->waiver_count ? opt->waivers[opt->waiver_count - 1] : NULL;
    if (!is_words(opt->reason) || !is_words(opt->owner) || !opt->expires)
        return cmd_usage(opt, "waive needs --reason, --owner and --expires");
    if (opt->waiver_count > 1)
        return cmd_usage(opt, "waive adds to one file: give --waivers once");
    return ask(opt, file);
}
