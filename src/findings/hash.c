/* The SHA-256 of a document's file, so that a comparison can be traced to the very bytes it was made with. */
#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "private.h"

enum { BLOCK = 64 * 1024 };

static bool hash_all(int fd, struct sha256_ctx *sha)
{
    unsigned char block[BLOCK];
    for (off_t at = 0;;) {
        ssize_t n = pread(fd, block, sizeof block, at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0;
        sha256_update(sha, (size_t)n, block);
        at += n;
    }
}

static void finish(struct sha256_ctx *sha, char hex[65])
{
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(sha, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

void mba_bytes_sha256(const void *bytes, size_t len, char hex[65])
{
    struct sha256_ctx sha;
    sha256_init(&sha);
    sha256_update(&sha, len, bytes);
    finish(&sha, hex);
}

bool mba_file_sha256(const char *path, const char *name, char hex[65], char **error)
{
    struct sha256_ctx sha;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    sha256_init(&sha);
    bool good = fd >= 0 && hash_all(fd, &sha);
    if (!good)
        mba_fail(error, "%s: cannot be read: %s", name, strerror(errno));
    if (fd >= 0)
        close(fd);
    finish(&sha, hex);
    return good;
}
