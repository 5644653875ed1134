/* base64: see base64.h. */
#include "import/base64.h"

#include <nettle/base16.h>
#include <nettle/base64.h>

bool base64_to_hex(const char *text, size_t len, struct mba_buf *out)
{
    enum { PIECE = 1024 };
    uint8_t bytes[BASE64_DECODE_LENGTH(PIECE) + 1];
    char hex[BASE16_ENCODE_LENGTH(sizeof bytes)];
    struct base64_decode_ctx ctx;
    base64_decode_init(&ctx);
    for (size_t at = 0; at < len; at += PIECE) {
        size_t n = len - at < PIECE ? len - at : PIECE, made = sizeof bytes;
        if (!base64_decode_update(&ctx, &made, bytes, n, text + at))
            return false;
        base16_encode_update(hex, made, bytes);
        mba_buf_add(out, hex, BASE16_ENCODE_LENGTH(made));
    }
    return base64_decode_final(&ctx) && !out->failed;
}
