/* hash: the SHA-256 of a file, so that a report can be traced to the very bytes it was made from. */
#include "source/source.h"

#include <errno.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <unistd.h>

static bool update(struct sha256_ctx *sha, int fd, uint64_t size, unsigned char *block)
{
    for (uint64_t at = 0; at < size;) {
        uint64_t left = size - at;
        ssize_t got = pread(fd, block, left < SOURCE_BLOCK ? (size_t)left : SOURCE_BLOCK, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0)
            errno = 0;
        if (got <= 0)
            return false;
        sha256_update(sha, (size_t)got, block);
        at += (uint64_t)got;
    }
    return true;
}

bool hash_fd(int fd, uint64_t size, char hex[65])
{
    static const char digits[] = "0123456789abcdef";
    struct sha256_ctx sha;
    uint8_t digest[SHA256_DIGEST_SIZE];
    unsigned char *block = malloc(SOURCE_BLOCK);
    sha256_init(&sha);
    bool fine = block && update(&sha, fd, size, block);
    free(block);
    if (!fine)
        return false;
    sha256_digest(&sha, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[64] = '\0';
    return true;
}
