#!/bin/sh
# Writes C that carries the files named in the list (one path a line, sorted) as struct mba_asset.
set -eu
list=$1
printf '#include "mbaudit/base.h"\n'
n=0
while IFS= read -r path; do
    printf '__asm__(".section .rodata\\n.balign 16\\nmba_asset_%d:\\n.incbin \\"%s\\"\\nmba_asset_%d_end:\\n.byte 0\\n.previous\\n");\n' \
        "$n" "$path" "$n"
    printf 'extern const unsigned char mba_asset_%d[], mba_asset_%d_end[];\n' "$n" "$n"
    n=$((n + 1))
done < "$list"
printf 'const struct mba_asset mba_assets[] = {\n'
n=0
while IFS= read -r path; do
    # Length and hash are compile-time constants: the file does not change between here and the compiler.
    sum=$(sha256sum < "$path" | cut -c1-64 | sed 's/../\\x&/g')
    printf '    {"%s", mba_asset_%d, %d, "%s"},\n' "$path" "$n" "$(wc -c < "$path")" "$sum"
    n=$((n + 1))
done < "$list"
printf '    {NULL, NULL, 0, NULL}};\n'
