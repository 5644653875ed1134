# Sourced by the end-to-end tests: counts what passed, says what did not.
# V=1 names every check.
passed=0 failed=0 skipped=0

pass() {
    passed=$((passed + 1))
    [ -z "${V:-}" ] || echo "ok      $1"
}

# fail NAME [DETAIL]
fail() {
    failed=$((failed + 1))
    echo "FAILED  $1"
    [ -z "${2:-}" ] || printf '%s\n' "$2" | sed 's/^/        /'
}

skip() {
    skipped=$((skipped + 1))
    echo "skipped: $1"
}

# same NAME EXPECTED GOT
same() {
    if [ "$2" = "$3" ]; then
        pass "$1"
    else
        fail "$1" "expected: $2
got:      $3"
    fi
}

# same_files NAME EXPECTED GOT
same_files() {
    if cmp -s "$2" "$3"; then
        pass "$1"
    else
        fail "$1" "$(diff "$2" "$3" 2>&1 | head -n 20)"
    fi
}

# true_that NAME COMMAND...
true_that() {
    what=$1
    shift
    if "$@" >/dev/null 2>&1; then
        pass "$what"
    else
        fail "$what" "$*"
    fi
}

# has NAME FIXED-TEXT FILE, has_not NAME FIXED-TEXT FILE
has() {
    if grep -qF -e "$2" "$3"; then
        pass "$1"
    else
        fail "$1" "no \"$2\" in $3:
$(head -c 1000 "$3")"
    fi
}
has_not() {
    if [ ! -e "$3" ]; then
        fail "$1" "$3 is missing"
    elif grep -qF -e "$2" "$3"; then
        fail "$1" "\"$2\" stands in $3: $(grep -cF -e "$2" "$3") lines"
    else
        pass "$1"
    fi
}

finish() {
    echo "$passed passed, $failed failed$([ "$skipped" -eq 0 ] || echo ", $skipped skipped")"
    [ "$failed" -eq 0 ]
}

# The absolute path of a program that must be there.
program() {
    realpath -e "$1" 2>/dev/null && return
    echo "$0: there is no $1; run make and make test-tools" >&2
    return 1
}
