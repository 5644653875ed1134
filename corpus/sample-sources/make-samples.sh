#!/bin/sh
# Makes the sample archives from the texts beside this script as the manifest says, the same bytes every time, on
# what `make deps` installs: the zip and 7z files with tests/tools/pack (through libarchive), the tar.gz with GNU tar
# and gzip.
#   make-samples.sh [FOLDER]     default: corpus/samples
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/../samples}
mkdir -p "$out"
out=$(cd "$out" && pwd)
export LC_ALL=C TZ=UTC
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

pack=${PACK:-}
if [ -z "$pack" ]; then
    pack=$work/pack
    # shellcheck disable=SC2046  # several words on purpose
    ${CC:-cc} -D_GNU_SOURCE -O1 -o "$pack" "$here/../../tests/tools/pack.c" $(pkg-config --cflags --libs libarchive)
fi

# encode ENCODING: UTF-8 text with LF on standard input, the bytes of a member on standard output
encode() {
    case $1 in
    *-crlf) sed 's/$/\r/' ;;
    *) cat ;;
    esac | case $1 in
    bom*) printf '\357\273\277' && cat ;;
    utf16*) printf '\377\376' && iconv -f UTF-8 -t UTF-16LE ;;
    *) cat ;;
    esac
}

# member ARCHIVE SERVER MEMBER TIME ENCODING PARTS: makes the member's file and adds it to the archive's list
member() {
    dir=$work/$1.d
    mkdir -p "$dir/$(dirname "$3")"
    if [ "$5" = archive ]; then
        cp "$work/$6" "$dir/$3"
    else
        fqdn=$(printf %s "$2" | tr A-Z a-z).example.com
        # shellcheck disable=SC2086  # PARTS is a list of names without spaces
        (cd "$here" && cat $6) |
            sed -e "s/@SERVER@/$2/g" -e "s/@FQDN@/$fqdn/g" -f "$here/common/blobs.sed" |
            encode "$5" >"$dir/$3"
    fi
    touch -d "$4" "$dir/$3"
    printf '%s\t%s\t%s\n' "$3" "$dir/$3" "$(date -d "$4" +%s)" >>"$work/$1.list"
}

# finish ARCHIVE: writes it from its list
finish() {
    case $1 in
    *.zip) "$pack" zip "$work/$1" <"$work/$1.list" ;;
    *.7z) "$pack" 7zip "$work/$1" <"$work/$1.list" ;;
    *.tar.gz)
        cut -f1 "$work/$1.list" |
            tar -C "$work/$1.d" -c --format=gnu --owner=0 --group=0 --numeric-owner --mode=0644 -T - |
            gzip -9n >"$work/$1"
        ;;
    esac
}

# The manifest names an archive's members one after the other, a nested archive before the one that holds it.
archive=
grep -v '^#' "$here/manifest" | sed 's/ | /|/g' >"$work/manifest"
while IFS='|' read -r name server path time encoding parts; do
    [ -z "$archive" ] || [ "$archive" = "$name" ] || finish "$archive"
    archive=$name
    member "$name" "$server" "$path" "$time" "$encoding" "$parts"
done <"$work/manifest"
finish "$archive"
mv "$work"/exchange-2006-05-16.zip "$work"/windows-servers.tar.gz "$work"/nightly-2006-05-17.7z "$out/"
