#include <nettle/sha2.h>
#include <string.h>

#include "private.h"

static void write_id(struct sha256_ctx *hash, char out[17])
{
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(hash, sizeof digest, digest);
    for (int i = 0; i < 16; i++)
        out[i] = "0123456789abcdef"[i % 2 ? digest[i / 2] & 15 : digest[i / 2] >> 4];
    out[16] = '\0';
}

static void hash_folded(struct sha256_ctx *hash, const char *text)
{
    unsigned char folded[256];
    size_t len = strlen(text) + 1; /* the NUL keeps the three parts apart */
    while (len) {
        size_t n = len < sizeof folded ? len : sizeof folded;
        for (size_t i = 0; i < n; i++)
            folded[i] = (unsigned char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + ('a' - 'A') : text[i]);
        sha256_update(hash, n, folded);
        text += n;
        len -= n;
    }
}

void mba_text_id(const char *text, size_t len, char out[17])
{
    struct sha256_ctx hash;
    sha256_init(&hash);
    sha256_update(&hash, len, (const uint8_t *)text);
    write_id(&hash, out);
}

void mba_finding_id(const char *rule, const char *server, const char *path, char out[17])
{
    struct sha256_ctx hash;
    sha256_init(&hash);
    sha256_update(&hash, strlen(rule) + 1, (const uint8_t *)rule);
    hash_folded(&hash, server);
    hash_folded(&hash, path);
    write_id(&hash, out);
}
