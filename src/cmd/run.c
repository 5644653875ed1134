/* mbaudit run: scan and report in one go, into one folder. */
#include "cmd/deliver.h"
#include "cmd/scan.h"

static int make_document(void *ctx, const struct cmd_options *opt, const char *folder, int fd, bool gzip)
{
    return cmd_scan_document(opt, folder, fd, gzip, ctx);
}

int cmd_run(const struct cmd_options *opt)
{
    struct mba_comparison result = {0};
    struct mba_buf report = {0};
    const char *folder = opt->output ? opt->output : CMD_DEFAULT_FOLDER;
    int code = cmd_deliver_folder(opt, folder, make_document, &result, &report);
    if (code == CMD_EXIT_OK) {
        code = scan_exit_code(opt, &result.summary);
        cmd_print_result(opt, stdout, &result, code, report.data);
    }
    mba_problems_free(&result.differences);
    mba_buf_free(&report);
    return code;
}
