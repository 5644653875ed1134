/* libxml2 and libxslt print their messages; here they become one line of ours. */
#include <libxml/xmlerror.h>
#include <libxslt/xsltutils.h>
#include <stdarg.h>
#include <stdlib.h>

#include "private.h"

enum { TEXT_MAX = 1000 };

void mba_catch_message(void *ctx, const char *fmt, ...)
{
    struct mba_catch *caught = ctx;
    char piece[TEXT_MAX];
    va_list args;
    va_start(args, fmt);
    vsnprintf(piece, sizeof piece, fmt, args);
    va_end(args);
    if (caught->text.len < TEXT_MAX)
        mba_buf_puts(&caught->text, piece);
}

static void say_nothing(void *ctx, const char *fmt, ...)
{
    (void)ctx, (void)fmt;
}

/* The handler of libxslt is one for all threads: it may be set only while a single one is there. */
void mba_catch_begin(struct mba_catch *caught, bool compiling)
{
    *caught = (struct mba_catch){0};
    xmlSetGenericErrorFunc(caught, mba_catch_message);
    if (compiling)
        xsltSetGenericErrorFunc(caught, mba_catch_message);
    caught->compiling = compiling;
}

void mba_catch_end(struct mba_catch *caught)
{
    xmlSetGenericErrorFunc(NULL, NULL);
    if (caught->compiling)
        xsltSetGenericErrorFunc(NULL, say_nothing);
    mba_buf_free(&caught->text);
}

const char *mba_catch_text(struct mba_catch *caught)
{
    struct mba_buf *text = &caught->text;
    while (text->len && text->data[text->len - 1] == '\n')
        text->data[--text->len] = '\0';
    for (size_t i = 0; i < text->len; i++)
        if (text->data[i] == '\n')
            text->data[i] = ' ';
    return text->data ? text->data : "";
}
