/* xml_decode: see xml_decode.h. The encoding that a document declares counts only when its bytes are not
 * UTF-8. */
#include "import/xml_decode.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

enum { DECLARATION_BYTES = 256 };

/* The value of encoding="..." in the XML declaration; false when there is none. */
static bool declared_encoding(const char *text, size_t len, char *name, size_t size)
{
    char head[DECLARATION_BYTES];
    size_t n = len < sizeof head - 1 ? len : sizeof head - 1;
    memcpy(head, text, n);
    head[n] = '\0';
    char *end = strstr(head, "?>");
    if (strncmp(head, "<?xml", 5) != 0 || !end)
        return false;
    *end = '\0';
    const char *at = strstr(head, "encoding");
    if (!at)
        return false;
    at += strlen("encoding");
    at += strspn(at, " \t\r\n=");
    if (*at != '"' && *at != '\'')
        return false;
    size_t name_len = strcspn(at + 1, "\"'");
    if (name_len == 0 || name_len >= size)
        return false;
    memcpy(name, at + 1, name_len);
    name[name_len] = '\0';
    return true;
}

/* Only plain code pages: what the system loads for other names is no business of a stranger's file. */
static bool is_code_page(const char *name)
{
    static const char *const known[] = {"windows-125?", "cp125?",    "iso-8859-?", "iso-8859-1?",
                                        "cp437",        "cp85?",     "ibm437",     "ibm85?",
                                        "us-ascii",     "shift_jis", "koi8-r"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (mba_glob(known[i], name))
            return true;
    return false;
}

static enum mba_status convert_all(iconv_t converter, struct xml_source *source)
{
    char *in = (char *)(uintptr_t)source->text, chunk[4096];
    size_t left = source->len;
    mba_buf_clear(&source->scratch);
    while (left > 0) {
        char *out = chunk;
        size_t room = sizeof chunk;
        size_t result = iconv(converter, &in, &left, &out, &room);
        mba_buf_add(&source->scratch, chunk, (size_t)(out - chunk));
        if (result == (size_t)-1 && errno != E2BIG)
            return MBA_MEMBER_FAILED;
    }
    source->text = source->scratch.data;
    source->len = source->scratch.len;
    return source->scratch.failed ? MBA_RUN_FAILED : MBA_OK;
}

static enum mba_status convert_declared(struct xml_source *source, const char *name)
{
    iconv_t converter = is_code_page(name) ? iconv_open("UTF-8", name) : (iconv_t)-1;
    enum mba_status status = MBA_MEMBER_FAILED;
    if (converter != (iconv_t)-1) {
        status = convert_all(converter, source);
        iconv_close(converter);
    }
    if (status == MBA_MEMBER_FAILED)
        snprintf(source->fault, sizeof source->fault,
                 "not UTF-8, and cannot be read as %s, the encoding that it declares", name);
    else
        snprintf(source->encoding, sizeof source->encoding, "%s", name);
    return status;
}

enum mba_status xml_decode(struct xml_source *source, const unsigned char *bytes, size_t len)
{
    const char *encoding;
    char name[32];
    *source = (struct xml_source){0};
    if (!mba_text_to_utf8(bytes, len, &source->scratch, &source->text, &source->len, &encoding,
                          &source->damaged))
        return MBA_RUN_FAILED;
    snprintf(source->encoding, sizeof source->encoding, "%s", encoding);
    if (source->text == source->scratch.data ||
        !declared_encoding(source->text, source->len, name, sizeof name))
        return MBA_OK;
    if (mba_ascii_streq(name, "UTF-8") || mba_utf8_valid(source->text, source->len))
        return MBA_OK;
    return convert_declared(source, name);
}

void xml_source_free(struct xml_source *source)
{
    mba_buf_free(&source->scratch);
    *source = (struct xml_source){0};
}
