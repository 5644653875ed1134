/* buf: growing byte buffers and arrays. */
#include "mbaudit/base.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { BUF_FIRST = 64 };

void mba_buf_free(struct mba_buf *buf)
{
    free(buf->data);
    *buf = (struct mba_buf){0};
}

void mba_buf_clear(struct mba_buf *buf)
{
    buf->len = 0;
    buf->failed = false;
    if (buf->data)
        buf->data[0] = '\0';
}

static bool buf_grow(struct mba_buf *buf, size_t need)
{
    size_t cap = buf->cap ? buf->cap : BUF_FIRST;
    while (cap < need)
        cap = cap > SIZE_MAX / 2 ? need : cap * 2;
    char *data = realloc(buf->data, cap);
    if (!data)
        return false;
    data[buf->len] = '\0';
    buf->data = data;
    buf->cap = cap;
    return true;
}

bool mba_buf_reserve(struct mba_buf *buf, size_t more)
{
    if (buf->failed)
        return false;
    if (more < buf->cap - buf->len) /* cap counts the NUL */
        return true;
    if (more >= PTRDIFF_MAX - buf->len || !buf_grow(buf, buf->len + more + 1)) {
        buf->failed = true;
        return false;
    }
    return true;
}

void mba_buf_add(struct mba_buf *buf, const void *bytes, size_t len)
{
    if (!mba_buf_reserve(buf, len))
        return;
    if (len > 0)
        memcpy(buf->data + buf->len, bytes, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void mba_buf_puts(struct mba_buf *buf, const char *text)
{
    mba_buf_add(buf, text, strlen(text));
}

void mba_buf_putc(struct mba_buf *buf, char c)
{
    mba_buf_add(buf, &c, 1);
}

void mba_buf_printf(struct mba_buf *buf, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, args);
    if (len < 0)
        buf->failed = true;
    else if (mba_buf_reserve(buf, (size_t)len)) {
        vsnprintf(buf->data + buf->len, (size_t)len + 1, fmt, again);
        buf->len += (size_t)len;
    }
    va_end(again);
    va_end(args);
}

bool mba_grow(void *array_ptr, size_t *cap, size_t need, size_t size)
{
    if (need <= *cap)
        return true;
    size_t wanted = *cap ? *cap : 8;
    while (wanted < need)
        wanted = wanted > SIZE_MAX / 2 ? need : wanted * 2;
    if (size != 0 && wanted > PTRDIFF_MAX / size)
        return false;
    void *old; /* array_ptr is the address of some T *: read and written as bytes, whatever T is */
    memcpy(&old, array_ptr, sizeof old);
    void *grown = realloc(old, wanted * size);
    if (!grown)
        return false;
    memcpy(array_ptr, &grown, sizeof grown);
    *cap = wanted;
    return true;
}
