mbaudit() { printf '%s\n' 'smtp-one  error  SMTP  One' 'smtp-two  error  SMTP  Two'; }
. "$CORPUS/../share/completions/mbaudit.bash"
mkdir folder && touch export.zip

offer() {
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _mbaudit
    printf "%s:" "$*"
    [ ${#COMPREPLY[@]} -eq 0 ] || printf ' %s' "${COMPREPLY[@]}"
    echo
}

offer mbaudit sc
offer mbaudit r
offer mbaudit e
offer mbaudit --fail
offer mbaudit --fail-on w
offer mbaudit --fail-on = w
offer mbaudit -f h
offer mbaudit -f html,c
offer mbaudit scan --form
offer mbaudit report --form
offer mbaudit kb ''
offer mbaudit kb ch
offer mbaudit -q kb list --se
offer mbaudit kb show smtp-t
offer mbaudit kb check f
offer mbaudit --kb f
offer mbaudit kb -
offer mbaudit help k
