# samples.expect -> the lines that lines.xsl makes of a findings document, for the rules that it names: each failed
# and each unevaluated rule, and for each rule the numbers of all outcomes.
#   awk -v archive=NAME -f expand.awk samples.expect      only the snapshots of one archive; none: all of them
BEGIN {
    FS = "[ \t]+"
    word["F"] = "fail"; word["P"] = "pass"; word["-"] = "not-applicable"; word["?"] = "not-evaluated"
}
/^#/ || NF == 0 { next }
$1 == "rules" {
    split("", rules)
    columns = NF - 1
    for (i = 2; i <= NF; i++) {
        rules[i - 1] = $i
        known[$i] = 1
    }
    next
}
$1 == "snapshot" {
    wanted[$2 "|" $3] = archive == "" || archive == $5
    if (wanted[$2 "|" $3]) print "snapshot|" $2 "|" $3 "|" $4
    next
}
$1 == "same" { # only where the earlier one was read as well
    same[$2 "|" $3] = archive == ""
    if (archive == "") print "same|" $2 "|" $3 "|" $4
    next
}
$1 == "state" {
    if (same[$2 "|" $3]) next
    if (wanted[$2 "|" $3]) print "state|" $2 "|" $3 "|" $4 "|" (NF == 5 ? $5 " explicit" : "not collected")
    next
}
!(($1 "|" $2) in wanted) || NF != columns + 3 { print "line " NR " is wrong"; next }
wanted[$1 "|" $2] && !same[$1 "|" $2] {
    path = $3 == "." ? "" : $3
    gsub(/%20/, " ", path)
    for (i = 1; i <= columns; i++) {
        outcome = $(i + 3)
        if (!(outcome in word)) print "line " NR ": outcome " outcome
        count[rules[i], outcome]++
        if (outcome == "F" || outcome == "?")
            print "outcome|" $1 "|" $2 "|" rules[i] "|" path "|" word[outcome]
    }
}
END {
    for (rule in known)
        print "rule|" rule "|" count[rule, "F"] + 0 "|" count[rule, "P"] + 0 "|" count[rule, "-"] + 0 "|" \
            count[rule, "?"] + 0
}
