# The text format of Prometheus, as its documentation describes it: HELP and TYPE before the samples of a metric, all of these
# together, no series twice, names and label values well-formed. Prints what is wrong.
function wrong(what) { print "mbaudit.prom:" NR ": " what ": " substr($0, 1, 80); bad = 1 }
/^# HELP / { if ($3 in helped) wrong("a second HELP"); helped[$3] = 1; current = $3; next }
/^# TYPE / {
    if ($3 != current) wrong("TYPE of another metric")
    if ($4 !~ /^(gauge|counter|untyped)$/ || NF != 4) wrong("no such type")
    typed[$3] = 1
    next
}
{
    if (!match($0, /^[a-zA-Z_:][a-zA-Z0-9_:]*/)) { wrong("no name"); next }
    name = substr($0, 1, RLENGTH); rest = substr($0, RLENGTH + 1)
    if (name != current || !(name in typed)) wrong("not behind its HELP and TYPE")
    if (match(rest, /^\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\["\\n])*",?)*\}/)) rest = substr(rest, RLENGTH + 1)
    if (rest !~ /^ [-+]?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?$/) wrong("no value")
    series = $0; sub(/ [^ ]*$/, "", series)
    if (series in seen) wrong("twice")
    seen[series] = 1
    samples++
}
END { if (!samples) { print "mbaudit.prom: is empty"; bad = 1 } exit bad }
