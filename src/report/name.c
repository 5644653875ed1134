/* The names of pages. What a server or a rule is called comes from outside: only letters, digits, dots and
 * hyphens of it are shown, and the hash of all of it keeps apart what looks alike, also where case does not
 * count. */
#include <nettle/sha2.h>
#include <string.h>

#include "private.h"

enum { SHOWN = 48, TIDY = 80 };

void mba_hex_hash(const void *bytes, size_t len, char out[17])
{
    struct sha256_ctx hash;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&hash);
    sha256_update(&hash, len, bytes);
    sha256_digest(&hash, sizeof digest, digest);
    for (int i = 0; i < 16; i++)
        out[i] = "0123456789abcdef"[i % 2 ? digest[i / 2] & 15 : digest[i / 2] >> 4];
    out[16] = '\0';
}

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* An id of a rule as the schema wants it can be shown as it is. */
static bool is_tidy(const char *text)
{
    size_t len = strlen(text);
    if (len == 0 || len > TIDY)
        return false;
    for (size_t i = 0; i < len; i++)
        if (!is_plain(text[i]) &&
            !(text[i] == '-' && i > 0 && is_plain(text[i - 1]) && is_plain(text[i + 1])))
            return false;
    return true;
}

/* Anything else becomes one hyphen; dots stand only between what is shown. */
static void show(const char *text, char out[SHOWN + 1])
{
    size_t len = 0;
    for (; *text && len < SHOWN; text++) {
        char c = *text >= 'A' && *text <= 'Z' ? (char)(*text + ('a' - 'A')) : *text;
        bool dot = c == '.' && is_plain(text[1]);
        if (is_plain(c))
            out[len++] = c;
        else if (len && is_plain(out[len - 1]))
            out[len++] = dot ? '.' : '-';
    }
    while (len && !is_plain(out[len - 1]))
        len--;
    out[len] = '\0';
}

void mba_page_name(const char *kind, const char *text, char out[MBA_NAME_SIZE])
{
    char shown[SHOWN + 1], hash[17];
    if (strcmp(kind, "rule") == 0 && is_tidy(text)) {
        snprintf(out, MBA_NAME_SIZE, "%s-%s", kind, text);
        return;
    }
    show(text, shown);
    mba_hex_hash(text, strlen(text), hash);
    snprintf(out, MBA_NAME_SIZE, "%s-%s%s%s", kind, shown, *shown ? "-" : "", hash);
}

void mba_page_file(const char *name, size_t number, char out[MBA_NAME_SIZE])
{
    if (number <= 1)
        snprintf(out, MBA_NAME_SIZE, "%s.html", name);
    else
        snprintf(out, MBA_NAME_SIZE, "%s-%zu.html", name, number);
}
