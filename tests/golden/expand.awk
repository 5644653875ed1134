# samples.expect -> the lines that lines.xsl makes of the findings document: each failed and each unevaluated rule,
# and the numbers of all outcomes for each rule and each snapshot.
BEGIN {
    FS = "[ \t]+"
    word["F"] = "fail"; word["P"] = "pass"; word["-"] = "not-applicable"; word["?"] = "not-evaluated"
}
/^#/ || NF == 0 { next }
$1 == "snapshot" { print "snapshot|" $2 "|" $3 "|" $4; seen[$2 "|" $3] = 1; next }
$1 == "state" { print "state|" $2 "|" $3 "|" $4 "|" (NF == 5 ? $5 " explicit" : "not collected"); next }
$1 == "rules" { split("", rules); for (i = 2; i <= NF; i++) rules[i - 1] = $i; columns = NF - 1; next }
{
    if (NF != columns + 3) { print "line " NR ": " NF - 3 " outcomes for " columns " rules"; next }
    path = $3 == "." ? "" : $3
    gsub(/%20/, " ", path)
    for (i = 1; i <= columns; i++) {
        outcome = $(i + 3)
        if (!(outcome in word)) { print "line " NR ": outcome " outcome; next }
        per_rule[rules[i] SUBSEP outcome]++
        per_snapshot[$1 "|" $2 SUBSEP outcome]++
        known[rules[i]] = 1
        if (outcome == "F" || outcome == "?") print "outcome|" $1 "|" $2 "|" rules[i] "|" path "|" word[outcome]
    }
}
function four(table, key) {
    return table[key SUBSEP "F"] + 0 "|" table[key SUBSEP "P"] + 0 "|" table[key SUBSEP "-"] + 0 "|" \
        table[key SUBSEP "?"] + 0
}
END {
    for (rule in known) print "rule|" rule "|" four(per_rule, rule)
    for (snapshot in seen) print "count|" snapshot "|" four(per_snapshot, snapshot)
}
