# bash completion for mbaudit. Made by `make docs` from src/cmd/mbaudit.bash.in and src/cmd/options.c.

# What an option offers for its value: sets offer and words; false when it takes none.
_mbaudit_value() {
    words=
    case $1 in
    -o | --output) offer='file' ;;
    -f | --format) offer='words' words='html, csv, markdown, json, sarif, junit, prometheus, all, list' ;;
    --xsl) offer='file' ;;
    --param) offer='nothing' ;;
    --lang) offer='words' words='de, en' ;;
    --title) offer='nothing' ;;
    --organisation) offer='nothing' ;;
    --note) offer='nothing' ;;
    --fail-on) offer='words' words='error, warning, non-default, best-practice, information, none' ;;
    --baseline) offer='file' ;;
    --waivers) offer='file' ;;
    --like) offer='nothing' ;;
    --like-ignore) offer='file' ;;
    --reason) offer='nothing' ;;
    --owner) offer='nothing' ;;
    --expires) offer='nothing' ;;
    --pages) offer='words' words='auto, always, never' ;;
    --keep) offer='nothing' ;;
    -j | --jobs) offer='nothing' ;;
    --kb) offer='folder' ;;
    --rule) offer='nothing' ;;
    --name-pattern) offer='nothing' ;;
    --join-window) offer='nothing' ;;
    --include) offer='nothing' ;;
    --exclude) offer='nothing' ;;
    --server) offer='nothing' ;;
    --since) offer='nothing' ;;
    --until) offer='nothing' ;;
    --record) offer='words' words='objects, all, none' ;;
    --shard) offer='nothing' ;;
    --severity) offer='words' words='error, warning, non-default, best-practice, information' ;;
    --service) offer='nothing' ;;
    --class) offer='nothing' ;;
    --source) offer='nothing' ;;
    --sandbox) offer='words' words='auto, require, off' ;;
    --color) offer='words' words='auto, always, never' ;;
    --max-member-bytes) offer='nothing' ;;
    --max-members) offer='nothing' ;;
    --max-ratio) offer='nothing' ;;
    --ratio-floor) offer='nothing' ;;
    --max-nesting) offer='nothing' ;;
    --max-keys) offer='nothing' ;;
    --max-depth) offer='nothing' ;;
    --max-attributes) offer='nothing' ;;
    --max-value-bytes) offer='nothing' ;;
    --max-list-items) offer='nothing' ;;
    --max-evidence) offer='nothing' ;;
    --max-archive-bytes) offer='nothing' ;;
    --max-findings) offer='nothing' ;;
    --max-shown-bytes) offer='nothing' ;;
    --max-member-seconds) offer='nothing' ;;
    --max-memory) offer='nothing' ;;
    *) return 1 ;;
    esac
}

# What a command offers: sets operand and known.
_mbaudit_command() {
    case $1 in
    'run')
        operand='file' known='-o --output -f --format --xsl --param --csv-raw --csv-bom --lang --title --organisation --note --fail-on --baseline --waivers --like --like-ignore --pages --keep --only-changes --summary-line -j --jobs --kb --rule --name-pattern --join-window --include --exclude --server --since --until --record --no-nested --sandbox --color -q --quiet -v --verbose -h --help -V --version --max-member-bytes --max-members --max-ratio --ratio-floor --max-nesting --max-keys --max-depth --max-attributes --max-value-bytes --max-list-items --max-evidence --max-archive-bytes --max-findings --max-shown-bytes --max-member-seconds --max-memory' ;;
    'scan')
        operand='file' known='-o --output --fail-on --baseline --waivers --like --like-ignore -j --jobs --kb --rule --name-pattern --join-window --include --exclude --server --since --until --record --shard --no-nested --sandbox --color -q --quiet -v --verbose -h --help -V --version --max-member-bytes --max-members --max-ratio --ratio-floor --max-nesting --max-keys --max-depth --max-attributes --max-value-bytes --max-list-items --max-evidence --max-archive-bytes --max-findings --max-shown-bytes --max-member-seconds --max-memory' ;;
    'merge')
        operand='file' known='-o --output -j --jobs --kb --partial --color -q --quiet -v --verbose -h --help -V --version' ;;
    'report')
        operand='file' known='-o --output -f --format --xsl --param --csv-raw --csv-bom --lang --title --organisation --note --waivers --like --like-ignore --pages -j --jobs --sandbox --color -q --quiet -v --verbose -h --help -V --version' ;;
    'compare')
        operand='file' known='-o --output -f --format --xsl --param --csv-raw --csv-bom --lang --title --organisation --note --fail-on --waivers --like --like-ignore --pages -j --jobs --kb --rule --name-pattern --join-window --include --exclude --server --since --until --record --no-nested --sandbox --color -q --quiet -v --verbose -h --help -V --version --max-member-bytes --max-members --max-ratio --ratio-floor --max-nesting --max-keys --max-depth --max-attributes --max-value-bytes --max-list-items --max-evidence --max-archive-bytes --max-findings --max-shown-bytes --max-member-seconds --max-memory' ;;
    'waive')
        operand='file' known='--waivers --reason --owner --expires --accept-value --color -q --quiet -v --verbose -h --help -V --version' ;;
    'kb list')
        operand='nothing' known='--kb --severity --service --class --source --color -q --quiet -v --verbose -h --help -V --version' ;;
    'kb show')
        operand='article' known='--kb --color -q --quiet -v --verbose -h --help -V --version' ;;
    'kb needs')
        operand='article' known='--kb --color -q --quiet -v --verbose -h --help -V --version' ;;
    'kb check')
        operand='folder' known='--color -q --quiet -v --verbose -h --help -V --version' ;;
    'kb test')
        operand='folder' known='--color -q --quiet -v --verbose -h --help -V --version' ;;
    'help')
        operand='command' known='--color -q --quiet -v --verbose -h --help -V --version' ;;
    *) return 1 ;;
    esac
}

# The command typed so far, into command; "run" when none is named.
_mbaudit_find_command() {
    local i word skip=
    local -a named=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $word == = ]]; then
            skip=1
        elif [[ $skip ]]; then
            skip=
        elif [[ $word == -* ]]; then
            _mbaudit_value "$word" && skip=1
        else
            named+=("$word")
        fi
    done
    named_count=${#named[@]}
    command=run
    if _mbaudit_command "${named[0]} ${named[1]}"; then
        command="${named[0]} ${named[1]}"
    elif [[ ${named[0]} == kb ]]; then
        command=kb
    elif _mbaudit_command "${named[0]}"; then
        command=${named[0]}
    fi
}

# Fills COMPREPLY for one kind of offer.
_mbaudit_offer() {
    local kind=$1 current=$2 prefix=
    case $kind in
    file) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
    folder) mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
    article) mapfile -t COMPREPLY < <(compgen -W "$(mbaudit kb list -q 2>/dev/null | cut -d' ' -f1)" -- "$current") ;;
    command) mapfile -t COMPREPLY < <(compgen -W "$first" -- "$current") ;;
    words)
        if [[ $current == *,* ]]; then
            prefix=${current%,*},
        fi
        mapfile -t COMPREPLY < <(compgen -P "$prefix" -W "${words//,/}" -- "${current##*,}")
        ;;
    esac
    if [[ $kind == file || $kind == folder ]]; then
        compopt -o filenames 2>/dev/null
    fi
}

_mbaudit() {
    local first='run scan merge report compare waive kb help'
    local second='list show needs check test'
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local command named_count operand known offer words
    COMPREPLY=()
    if [[ $current == = ]]; then # bash takes "--name=value" for three words
        current=
    elif [[ $previous == = ]]; then
        previous=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    if _mbaudit_value "$previous"; then
        _mbaudit_offer "$offer" "$current"
        return
    fi
    _mbaudit_find_command
    if [[ $current == -* ]]; then
        _mbaudit_command "$command" || known='--help'
        mapfile -t COMPREPLY < <(compgen -W "$known" -- "$current")
    elif [[ $command == kb ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$second" -- "$current")
    else
        _mbaudit_command "$command"
        _mbaudit_offer "$operand" "$current"
        if [[ $named_count == 0 ]]; then
            mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$first" -- "$current")
        fi
    fi
}
complete -F _mbaudit mbaudit
