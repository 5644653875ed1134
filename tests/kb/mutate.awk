# Copies of articles with a broken rule, one folder for each way of breaking it.
#   awk -v to=FOLDER -f mutate.awk ARTICLE...
# The first test="" after <rule is that of the rule; those of <when> and <hint> come later.
function put(kind, expression, file) {
    file = to "/" kind "/" name
    print head "test=\"" expression "\"" tail > file
    close(file)
}
function mutate(at, rest, length_of_test, test) {
    at = index(text, "<rule")
    rest = substr(text, at)
    if (!at || !match(rest, /[ \n]test="[^"]*"/)) {
        print name ": no test" > "/dev/stderr"
        exit 1
    }
    head = substr(text, 1, at + RSTART - 1)
    test = substr(rest, RSTART + 7, RLENGTH - 8)
    tail = substr(rest, RSTART + RLENGTH)
    put("not", "not(" test ")")
    put("true", "true()")
    put("false", "false()")
}
FNR == 1 {
    if (name)
        mutate()
    text = ""
    name = FILENAME
    sub(/.*\//, "", name)
}
{ text = text $0 "\n" }
END { if (name) mutate() }
