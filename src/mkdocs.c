/* mkdocs TEMPLATE: the man page or the completion, on standard output. Used by `make docs`, not installed. */
#include <stdlib.h>

#include "cmd/table.h"

int main(int argc, char **argv)
{
    char *error = NULL;
    size_t len = 0;
    unsigned long bad = 0;
    struct mba_buf out = {0};
    if (argc != 2) {
        fputs("usage: mkdocs TEMPLATE\n", stderr);
        return 2;
    }
    char *tmpl = (char *)mba_file_read(argv[1], 1 << 20, &len, &error);
    if (!tmpl)
        fprintf(stderr, "mkdocs: %s: %s\n", argv[1], error ? error : "out of memory");
    else if (!cmd_docs_fill(tmpl, len, &out, &bad))
        fprintf(stderr, "mkdocs: %s:%lu: no table of that name\n", argv[1], bad);
    bool good =
        tmpl && !bad && !out.failed && fwrite(out.data, 1, out.len, stdout) == out.len && fflush(stdout) == 0;
    mba_buf_free(&out);
    free(tmpl);
    free(error);
    return good ? 0 : 1;
}
