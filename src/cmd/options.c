/* Every command and every option, described once. To add an option: one row below (and, when it stores
 * something new, one field in struct cmd_options); then `make docs`. */
#include <stdlib.h>
#include <string.h>

#include "cmd/sandbox.h"
#include "cmd/table.h"
#include "mbaudit/import.h"

#define R CMD_BIT(CMD_RUN)
#define S CMD_BIT(CMD_SCAN)
#define M CMD_BIT(CMD_MERGE)
#define P CMD_BIT(CMD_REPORT)
#define C CMD_BIT(CMD_COMPARE)
#define W CMD_BIT(CMD_WAIVE)
#define L CMD_BIT(CMD_KB_LIST)
#define KB (L | CMD_BIT(CMD_KB_SHOW) | CMD_BIT(CMD_KB_NEEDS))

/* A row reads best in a fixed shape. */
/* clang-format off */
const struct cmd_command cmd_commands[CMD_COUNT] = {
    [CMD_RUN] = {
        "run", "INPUT...", 1, CMD_ANY_NUMBER, CMD_COMPLETE_FILE, cmd_run,
        "audit the exports in INPUT and write the reports (the default command)",
        "Reads every export in INPUT, judges each server, and writes the findings document (findings.xml) "
        "and the reports into one folder, each file beside its final name and moved there whole. INPUT is "
        "an archive, a bare export, a folder (walked), or - for standard input."},
    [CMD_SCAN] = {
        "scan", "INPUT...", 1, CMD_ANY_NUMBER, CMD_COMPLETE_FILE, cmd_scan,
        "audit only: write the findings document",
        "Like run, without the reports. The document goes to the file named by -o, compressed when the name "
        "ends in .gz, or to standard output."},
    [CMD_MERGE] = {
        "merge", "FINDINGS...", 1, CMD_ANY_NUMBER, CMD_COMPLETE_FILE, cmd_merge,
        "put the findings documents of parts of an audit together",
        "FINDINGS are documents that scan or merge wrote, in any order: of all shards of an audit, or of "
        "audits of different archives. The result has the same bytes as one scan of everything. Damaged "
        "documents, those of another version, of other rules, settings or inputs, a missing or a doubled "
        "shard are refused with exit 2. Exports of one server and time that went to different shards belong "
        "to one snapshot; they are read again, so the archives must then be where the documents say, or the "
        "exit is 4."},
    [CMD_REPORT] = {
        "report", "FINDINGS", 1, 1, CMD_COMPLETE_FILE, cmd_report,
        "make reports from a findings document",
        "FINDINGS is what run or scan wrote (.xml or .xml.gz), or - for standard input. The reports are the "
        "same as those of run. Exit 0 when they were made, whatever they say."},
    [CMD_COMPARE] = {
        "compare", "BEFORE AFTER", 2, 2, CMD_COMPLETE_FILE, cmd_compare,
        "say what changed between two audits",
        "BEFORE and AFTER are findings documents (.xml or .xml.gz; one may be - for standard input), or "
        "archives, exports and folders, which are audited first. Each finding is new, open, changed (other "
        "evidence), resolved, or not comparable: what was not looked at on one side is never resolved. Of a "
        "server with several snapshots the newest of each side is compared. Exit 0 when nothing is new, 1 "
        "when something is new, graver or cannot be compared, 2 when BEFORE is no sound findings document."},
    [CMD_WAIVE] = {
        "waive", "FINDINGS ID...", 2, CMD_ANY_NUMBER, CMD_COMPLETE_FILE, cmd_waive,
        "write waivers for findings that are accepted",
        "FINDINGS is a findings document, each ID the id of a finding in it. Prints a waivers file with one "
        "waiver for each, or, with --waivers FILE, adds them to that file. Needs --reason, --owner and "
        "--expires: what is accepted has a reason, somebody who answers for it, and an end."},
    [CMD_KB_LIST] = {
        "kb list", "", 0, 0, CMD_COMPLETE_NOTHING, cmd_kb_list,
        "list the articles of the knowledge base",
        "One line per article: id, severity, service, title."},
    [CMD_KB_SHOW] = {
        "kb show", "ID", 1, 1, CMD_COMPLETE_ARTICLE, cmd_kb_show,
        "print one article",
        "Prints the article laid out for the width of the terminal."},
    [CMD_KB_NEEDS] = {
        "kb needs", "[ID...]", 0, CMD_ANY_NUMBER, CMD_COMPLETE_ARTICLE, cmd_kb_needs,
        "what must be collected for which rule",
        "Without ID, every export and kind of evidence with the rules that it makes evaluable. With ID (* "
        "and ? match as in the shell), what each of these rules reads beside a saved configuration, and how "
        "to collect it. share/collect/README.md has the commands."},
    [CMD_KB_CHECK] = {
        "kb check", "DIR", 1, 1, CMD_COMPLETE_FOLDER, cmd_kb_check,
        "check a folder of articles",
        "Loads every *.xml in DIR, validates it against the schema and compiles its expressions. Each "
        "mistake is a line FILE:LINE: TEXT on standard output; exit 2 when there is one."},
    [CMD_KB_TEST] = {
        "kb test", "[DIR]", 0, 1, CMD_COMPLETE_FOLDER, cmd_kb_test,
        "run the examples that the articles carry",
        "Runs the examples of the articles in DIR, or of the built-in ones. Each that does not come out as "
        "it says is a line FILE:LINE: TEXT on standard output; exit 2 when there is one."},
    [CMD_HELP] = {
        "help", "[COMMAND]", 0, 2, CMD_COMPLETE_COMMAND, cmd_help,
        "print help on a command",
        "The same as COMMAND --help; without COMMAND, help on everything."},
};
/* clang-format on */

const char *const cmd_group_titles[CMD_GROUP_COUNT] = {
    [CMD_GROUP_MAIN] = "Options",
    [CMD_GROUP_CHOICE] = "What is audited",
    [CMD_GROUP_LIMITS] = "Limits",
    [CMD_GROUP_LIST] = "Filters",
    [CMD_GROUP_GENERAL] = "General options",
};

const struct cmd_exit_info cmd_exits[5] = {
    {CMD_EXIT_OK, "nothing found at or above the threshold of --fail-on"},
    {CMD_EXIT_FINDINGS, "findings at or above the threshold"},
    {CMD_EXIT_USAGE, "the command line, a rule, an article or a stylesheet is wrong; nothing was read"},
    {CMD_EXIT_INPUT, "some input could not be read; the rest was audited"},
    {CMD_EXIT_FAILED, "the run failed: out of memory, or the output could not be written"},
};

/* ---- setters: what a value must be, and where it goes -------------------------------------------------- */

static bool set_text(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                     struct mba_buf *why)
{
    (void)why;
    memcpy((char *)opt + row->at, &value, sizeof value);
    return true;
}

static bool set_volume(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                       struct mba_buf *why)
{
    (void)value, (void)why;
    opt->quiet = row->letter == 'q';
    opt->verbose = row->letter == 'v';
    return true;
}

static bool set_kb(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                   struct mba_buf *why)
{
    (void)row, (void)why;
    opt->kb_dirs[opt->kb_dir_count++] = value; /* room for all of argv */
    return true;
}

static bool set_rule(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                     struct mba_buf *why)
{
    (void)row, (void)why;
    opt->rules[opt->rule_count++] = value; /* room for all of argv */
    return true;
}

static bool set_waivers(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                        struct mba_buf *why)
{
    (void)row, (void)why;
    opt->waivers[opt->waiver_count++] = value; /* room for all of argv */
    return true;
}

static bool set_accept_value(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                             struct mba_buf *why)
{
    (void)row, (void)value, (void)why;
    opt->accept_value = true;
    return true;
}

static bool set_expires(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                        struct mba_buf *why)
{
    mba_time day;
    if (strlen(value) == 10 && mba_time_parse_iso(value, &day))
        return set_text(opt, row, value, why);
    mba_buf_printf(why, "'%s' is no date like 2006-12-31", value);
    return false;
}

static bool set_jobs(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                     struct mba_buf *why)
{
    (void)row;
    uint64_t jobs;
    if (mba_is_digits(value, strlen(value)) && mba_parse_size(value, CMD_MAX_JOBS, &jobs) && jobs > 0) {
        opt->jobs = opt->report.jobs = (unsigned)jobs;
        return true;
    }
    mba_buf_printf(why, "'%s' is not a number from 1 to %d", value, CMD_MAX_JOBS);
    return false;
}

#define MAX_KEPT 100000

static bool set_keep(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                     struct mba_buf *why)
{
    (void)row;
    if (mba_is_digits(value, strlen(value)) && mba_parse_size(value, MAX_KEPT, &opt->keep) && opt->keep > 0)
        return true;
    mba_buf_printf(why, "'%s' is not a number from 1 to %d", value, MAX_KEPT);
    return false;
}

static bool set_limit(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                      struct mba_buf *why)
{
    const struct mba_limit_info *info = &mba_limit_table[row->at];
    if (mba_parse_size(value, info->ceiling, &opt->limits.value[row->at]))
        return true;
    mba_buf_printf(why, "'%s' is not a number from 0 to ", value);
    cmd_size_text(info->ceiling, why);
    mba_buf_puts(why, " (K, M and G may follow it)");
    return false;
}

static bool set_no_nested(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                          struct mba_buf *why)
{
    (void)row, (void)value, (void)why;
    opt->limits.value[MBA_LIMIT_NESTING] = 0;
    return true;
}

static bool set_shard(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                      struct mba_buf *why)
{
    (void)row;
    uint64_t shard = 0, shards = 0;
    const char *slash = strchr(value, '/');
    char number[8] = "";
    if (slash && slash - value < (ptrdiff_t)sizeof number) {
        memcpy(number, value, (size_t)(slash - value));
        if (mba_is_digits(number, strlen(number)) && mba_is_digits(slash + 1, strlen(slash + 1)) &&
            mba_parse_size(slash + 1, CMD_MAX_SHARDS, &shards) && mba_parse_size(number, shards, &shard) &&
            shard > 0) {
            opt->shard = (unsigned)shard;
            opt->shards = (unsigned)shards;
            return true;
        }
    }
    mba_buf_printf(why, "'%s' is not I/N, the shard I of N, with N at most %d", value, CMD_MAX_SHARDS);
    return false;
}

static bool wrong_word(const struct cmd_option *row, const char *value, int len, struct mba_buf *why)
{
    mba_buf_printf(why, "'%.*s' is none of ", len, value);
    row->words(why);
    return false;
}

static bool set_fail_on(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                        struct mba_buf *why)
{
    enum mba_severity severity;
    opt->fail_on_given = true;
    if (mba_severity_parse(value, &severity))
        opt->fail_on = (int)severity;
    else if (strcmp(value, "none") == 0)
        opt->fail_on = -1;
    else
        return wrong_word(row, value, (int)strlen(value), why);
    return true;
}

static bool set_severity(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                         struct mba_buf *why)
{
    enum mba_severity severity;
    if (!mba_severity_parse(value, &severity))
        return wrong_word(row, value, (int)strlen(value), why);
    opt->severity = value;
    return true;
}

static bool set_record(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                       struct mba_buf *why)
{
    for (int i = 0; i < MBA_RECORD_COUNT; i++) {
        if (strcmp(value, mba_recording_word((enum mba_recording)i)) == 0) {
            opt->record = (enum mba_recording)i;
            return true;
        }
    }
    return wrong_word(row, value, (int)strlen(value), why);
}

static bool set_color(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                      struct mba_buf *why)
{
    if (strcmp(value, "always") == 0)
        opt->color_out = true;
    else if (strcmp(value, "never") == 0)
        opt->color_out = false;
    else if (strcmp(value, "auto") == 0)
        opt->color_out = cmd_color_wanted();
    else
        return wrong_word(row, value, (int)strlen(value), why);
    return true;
}

static bool set_true(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                     struct mba_buf *why)
{
    (void)value, (void)why;
    *((bool *)((char *)opt + row->at)) = true;
    return true;
}

static bool set_xsl(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                    struct mba_buf *why)
{
    char *error = NULL;
    (void)row;
    opt->report.sheet = value;
    opt->report.sheet_output = opt->sheet_output;
    bool good = mba_report_own_name(value, opt->sheet_output, &error);
    if (!good)
        mba_buf_puts(why, error ? error : "no memory");
    free(error);
    return good;
}

static bool set_param(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                      struct mba_buf *why)
{
    const char *equals = strchr(value, '=');
    size_t len = equals ? (size_t)(equals - value) : 0;
    (void)row;
    static const char letters[] = "0123456789-.ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
    if (len == 0 || strspn(value, letters) < len || strchr("0123456789-.", *value)) {
        mba_buf_printf(why, "'%s' is not NAME=VALUE", value);
        return false;
    }
    char *name = strndup(value, len);
    if (!name) {
        mba_buf_puts(why, "no memory");
        return false;
    }
    opt->params[opt->param_count++] = name;
    opt->params[opt->param_count++] = equals + 1;
    return true;
}

static const char *const pages_word[] = {
    [MBA_PAGES_AUTO] = "auto", [MBA_PAGES_ALWAYS] = "always", [MBA_PAGES_NEVER] = "never"};

static bool set_pages(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                      struct mba_buf *why)
{
    for (int i = 0; i <= MBA_PAGES_NEVER; i++) {
        if (strcmp(value, pages_word[i]) == 0) {
            opt->report.pages = (enum mba_pages_when)i;
            return true;
        }
    }
    return wrong_word(row, value, (int)strlen(value), why);
}

static bool set_sandbox(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                        struct mba_buf *why)
{
    if (strcmp(value, "auto") == 0)
        opt->sandbox = CMD_SANDBOX_AUTO;
    else if (strcmp(value, "require") == 0)
        opt->sandbox = CMD_SANDBOX_REQUIRE;
    else if (strcmp(value, "off") == 0)
        opt->sandbox = CMD_SANDBOX_OFF;
    else
        return wrong_word(row, value, (int)strlen(value), why);
    return true;
}

static bool set_name_pattern(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                             struct mba_buf *why)
{
    const char *wrong = mba_name_pattern_check(value);
    if (wrong)
        mba_buf_puts(why, wrong);
    return !wrong && set_text(opt, row, value, why);
}

static bool set_lang(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                     struct mba_buf *why)
{
    if (!mba_report_lang_known(value))
        return wrong_word(row, value, (int)strlen(value), why);
    opt->report.lang = value;
    return true;
}

static bool set_glob(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                     struct mba_buf *why)
{
    struct cmd_globs *globs = (struct cmd_globs *)(void *)((char *)opt + row->at);
    (void)why;
    globs->items[globs->count++] = value; /* room for all of argv */
    return true;
}

/* A number and s, m, h or d: seconds, minutes, hours, days. */
static bool set_duration(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                         struct mba_buf *why)
{
    static const char units[] = "smhd";
    static const int64_t seconds[] = {1, 60, 3600, 86400};
    enum { MOST_DIGITS = 7 };
    size_t digits = strspn(value, "0123456789");
    const char *unit = value[digits] ? strchr(units, value[digits]) : NULL;
    bool zero = strcmp(value, "0") == 0;
    if (!zero && (digits == 0 || digits > MOST_DIGITS || !unit || value[digits + 1])) {
        mba_buf_printf(why, "'%s' is no length of time; write it like 24h, 90m or 2d", value);
        return false;
    }
    int64_t length = zero ? 0 : strtoll(value, NULL, 10) * seconds[unit - units];
    memcpy((char *)opt + row->at, &length, sizeof length);
    return true;
}

/* The end of a day when that is all that is given, for --until. */
static bool set_time(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                     struct mba_buf *why)
{
    mba_time time;
    if (!mba_time_parse(value, &time)) {
        mba_buf_printf(why, "'%s' is no time; write it like 2006-05-16 or 2006-05-16T02:00:00Z", value);
        return false;
    }
    bool day_alone = strlen(value) == sizeof "2006-05-16" - 1;
    if (day_alone && row->at == offsetof(struct cmd_options, until))
        time += 24 * 60 * 60 - 1;
    memcpy((char *)opt + row->at, &time, sizeof time);
    return true;
}

static void add_format(struct cmd_options *opt, const struct mba_report_format *format)
{
    for (size_t i = 0; i < opt->format_count; i++)
        if (opt->formats[i] == format)
            return;
    opt->formats[opt->format_count++] = format; /* room for each format once */
}

static const struct mba_report_format *format_named(const char *name, size_t len)
{
    for (const struct mba_report_format *f = mba_report_formats; f->name; f++)
        if (strlen(f->name) == len && mba_ascii_ncasecmp(f->name, name, len) == 0)
            return f;
    return NULL;
}

static bool set_formats(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                        struct mba_buf *why)
{
    opt->format_count = 0;
    opt->formats_given = true;
    opt->list_formats = strcmp(value, "list") == 0;
    if (opt->list_formats)
        return true;
    if (strcmp(value, "all") == 0) {
        for (const struct mba_report_format *f = mba_report_formats; f->name; f++)
            add_format(opt, f);
        return true;
    }
    for (;;) {
        size_t len = strcspn(value, ",");
        const struct mba_report_format *format = format_named(value, len);
        if (!format)
            return wrong_word(row, value, (int)len, why);
        add_format(opt, format);
        if (!value[len])
            return true;
        value += len + 1;
    }
}

/* ---- the words that some values are chosen from -------------------------------------------------------- */

static void severity_words(struct mba_buf *list)
{
    for (int i = 0; i < MBA_SEVERITY_COUNT; i++)
        mba_buf_printf(list, "%s%s", i ? ", " : "", mba_severity_word((enum mba_severity)i));
}

static void threshold_words(struct mba_buf *list)
{
    severity_words(list);
    mba_buf_puts(list, ", none");
}

static void record_words(struct mba_buf *list)
{
    for (int i = 0; i < MBA_RECORD_COUNT; i++)
        mba_buf_printf(list, "%s%s", i ? ", " : "", mba_recording_word((enum mba_recording)i));
}

static void format_words(struct mba_buf *list)
{
    for (const struct mba_report_format *f = mba_report_formats; f->name; f++)
        mba_buf_printf(list, "%s%s", f == mba_report_formats ? "" : ", ", f->name);
    mba_buf_puts(list, ", all, list");
}

static void pages_words(struct mba_buf *list)
{
    for (int i = 0; i <= MBA_PAGES_NEVER; i++)
        mba_buf_printf(list, "%s%s", i ? ", " : "", pages_word[i]);
}

static void color_words(struct mba_buf *list)
{
    mba_buf_puts(list, "auto, always, never");
}

static void sandbox_words(struct mba_buf *list)
{
    mba_buf_puts(list, "auto, require, off");
}

/* ---- the options -----------------------------------------------------------------------------------------
 */

#define FIELD(name) offsetof(struct cmd_options, name)

/* clang-format off */
static const struct cmd_option options[] = {
    {'o', "output", "PATH", CMD_GROUP_MAIN, R | S | M | P | C, set_text, FIELD(output), CMD_COMPLETE_FILE,
     NULL,
     "run and report: the folder for the reports, made if it is not there (run: " CMD_DEFAULT_FOLDER
     " when not given); scan and merge: the findings document, compressed when the name ends in .gz "
     "(standard output when not given); compare: the folder for findings.xml and the reports, or, when the "
     "name ends in .xml or .xml.gz, the compared findings document alone"},
    {'f', "format", "LIST", CMD_GROUP_MAIN, R | P | C, set_formats, 0, CMD_COMPLETE_WORDS, format_words,
     "which reports, separated by commas: {words} (default: html,csv; none with --xsl); list prints what "
     "there is"},
    {0, "xsl", "FILE", CMD_GROUP_MAIN, R | P | C, set_xsl, 0, CMD_COMPLETE_FILE, NULL,
     "make a report with this stylesheet of your own; it is named after it: mine.csv.xsl makes mine.csv; it "
     "cannot read, write or fetch anything"},
    {0, "param", "NAME=VALUE", CMD_GROUP_MAIN, R | P | C, set_param, 0, CMD_COMPLETE_NOTHING, NULL,
     "a parameter for the stylesheet of --xsl; its value is text, whatever it looks like; may be given more "
     "than once"},
    {0, "csv-raw", NULL, CMD_GROUP_MAIN, R | P | C, set_true, FIELD(report.csv_raw), CMD_COMPLETE_NOTHING,
     NULL,
     "CSV for programs: no apostrophe in front of what a spreadsheet would take for a formula; do not open "
     "such files in a spreadsheet"},
    {0, "csv-bom", NULL, CMD_GROUP_MAIN, R | P | C, set_true, FIELD(report.csv_bom), CMD_COMPLETE_NOTHING,
     NULL,
     "begin CSV files with a byte order mark, without which some spreadsheets do not take them for UTF-8"},
    {0, "lang", "LANG", CMD_GROUP_MAIN, R | P | C, set_lang, 0, CMD_COMPLETE_WORDS, mba_report_langs,
     "language of the fixed words of the page: {words} (default: en); what articles and findings say stays"},
    {0, "title", "TEXT", CMD_GROUP_MAIN, R | P | C, set_text, FIELD(report.title), CMD_COMPLETE_NOTHING, NULL,
     "what the page is called, in its title and its head"},
    {0, "organisation", "TEXT", CMD_GROUP_MAIN, R | P | C, set_text, FIELD(report.organisation),
     CMD_COMPLETE_NOTHING, NULL, "whose servers these are, for the head of the page"},
    {0, "note", "TEXT", CMD_GROUP_MAIN, R | P | C, set_text, FIELD(report.note), CMD_COMPLETE_NOTHING, NULL,
     "a note for the head of the page, such as the number of a change"},
    {0, "fail-on", "SEVERITY", CMD_GROUP_MAIN, R | S | C, set_fail_on, 0, CMD_COMPLETE_WORDS, threshold_words,
     "exit 1 when something of this severity or graver is found: {words} (default: warning; compare: "
     "information, and only what is new, graver or not comparable)"},
    {0, "baseline", "FINDINGS", CMD_GROUP_MAIN, R | S, set_text, FIELD(baseline), CMD_COMPLETE_FILE, NULL,
     "compare with this findings document of an earlier run, and say of each finding what became of it, as "
     "compare does"},
    {0, "waivers", "FILE", CMD_GROUP_MAIN, R | S | P | C | W, set_waivers, 0, CMD_COMPLETE_FILE, NULL,
     "findings that are accepted, with reason, owner and end (XML, corpus/schema/waivers.rng): they are "
     "marked and do not count for the exit status; may be given more than once. waive: the file to add to"},
    {0, "like", "SERVER", CMD_GROUP_MAIN, R | S | P | C, set_text, FIELD(like), CMD_COMPLETE_NOTHING, NULL,
     "hold the settings of every server against those of this one; what must differ (names, addresses, "
     "certificates: corpus/schema/like-ignore.tsv) is left out"},
    {0, "like-ignore", "FILE", CMD_GROUP_MAIN, R | S | P | C, set_text, FIELD(like_ignore), CMD_COMPLETE_FILE,
     NULL, "what else must differ: a file in the form of corpus/schema/like-ignore.tsv"},
    {0, "reason", "TEXT", CMD_GROUP_MAIN, W, set_text, FIELD(reason), CMD_COMPLETE_NOTHING, NULL,
     "why it is accepted"},
    {0, "owner", "NAME", CMD_GROUP_MAIN, W, set_text, FIELD(owner), CMD_COMPLETE_NOTHING, NULL,
     "who answers for it"},
    {0, "expires", "DATE", CMD_GROUP_MAIN, W, set_expires, FIELD(expires), CMD_COMPLETE_NOTHING, NULL,
     "the last day on which it is accepted, in UTC: YYYY-MM-DD"},
    {0, "accept-value", NULL, CMD_GROUP_MAIN, W, set_accept_value, 0, CMD_COMPLETE_NOTHING, NULL,
     "accept it only with the values that it has now: with others it counts again"},
    {0, "pages", "WHEN", CMD_GROUP_MAIN, R | P | C, set_pages, 0, CMD_COMPLETE_WORDS, pages_words,
     "put the details of report.html onto pages of their own, by rule and by server, in the folder "
     "report-pages beside it: {words} (default: auto, that is when one page would be larger than about 4 "
     "MB)"},
    {0, "keep", "N", CMD_GROUP_MAIN, R, set_keep, 0, CMD_COMPLETE_NOTHING, NULL,
     "keep the last N results: each run makes a folder of its own in that of -o, named after its time, and "
     "is compared with the one before; latest leads to the newest, and the oldest beyond N are removed"},
    {0, "only-changes", NULL, CMD_GROUP_MAIN, R, set_true, FIELD(only_changes), CMD_COMPLETE_NOTHING, NULL,
     "print, and exit 1, only when something is new, graver or no longer comparable since the last result "
     "(--keep) or the baseline"},
    {0, "summary-line", NULL, CMD_GROUP_MAIN, R, set_true, FIELD(summary_line), CMD_COMPLETE_NOTHING, NULL,
     "print one line, always, as monitoring systems read it: a word (OK, WARNING, CRITICAL, UNKNOWN), what "
     "counts, and behind a | all numbers"},
    {'j', "jobs", "N", CMD_GROUP_MAIN, R | S | M | P | C, set_jobs, 0, CMD_COMPLETE_NOTHING, NULL,
     "exports, and parts of reports, worked on at the same time, 1 to 256 (default: the cores); "
     "the output does not depend on it"},
    {0, "kb", "DIR", CMD_GROUP_MAIN, R | S | M | KB | C, set_kb, 0, CMD_COMPLETE_FOLDER, NULL,
     "add the articles (*.xml) in DIR to the built-in ones; one with the id of an earlier one replaces it; "
     "may be given more than once"},
    {0, "rule", "ID", CMD_GROUP_MAIN, R | S | C, set_rule, 0, CMD_COMPLETE_NOTHING, NULL,
     "judge only the rules with this id; * and ? match as in the shell; may be given more than once"},
    {0, "name-pattern", "PATTERN", CMD_GROUP_MAIN, R | S | C, set_name_pattern, FIELD(name_pattern),
     CMD_COMPLETE_NOTHING, NULL,
     "how server and time stand in the path of an export, such as '{server}/{date}/MetaBase.xml'; matched "
     "from the end of the path"},
    {0, "join-window", "TIME", CMD_GROUP_MAIN, R | S | C, set_duration, FIELD(join_window),
     CMD_COMPLETE_NOTHING, NULL,
     "how far apart in time exports and evidence of one server may be made and still belong to one snapshot, "
     "such as 24h, 90m or 2d (default: 24h)"},
    {0, "include", "GLOB", CMD_GROUP_CHOICE, R | S | C, set_glob, FIELD(include), CMD_COMPLETE_NOTHING, NULL,
     "read only members whose path matches; * and ? match as in the shell, without case; a pattern without / "
     "is held against each part of the path; may be given more than once"},
    {0, "exclude", "GLOB", CMD_GROUP_CHOICE, R | S | C, set_glob, FIELD(exclude), CMD_COMPLETE_NOTHING, NULL,
     "do not read members whose path matches, whatever --include says; may be given more than once"},
    {0, "server", "GLOB", CMD_GROUP_CHOICE, R | S | C, set_glob, FIELD(servers), CMD_COMPLETE_NOTHING, NULL,
     "audit only servers whose name matches; * and ? match as in the shell, without case; may be given more "
     "than once"},
    {0, "since", "TIME", CMD_GROUP_CHOICE, R | S | C, set_time, FIELD(since), CMD_COMPLETE_NOTHING, NULL,
     "audit only snapshots made at this time or later: a date, or a date and a time (UTC unless it says "
     "otherwise) such as 2006-05-16T02:00"},
    {0, "until", "TIME", CMD_GROUP_CHOICE, R | S | C, set_time, FIELD(until), CMD_COMPLETE_NOTHING, NULL,
     "audit only snapshots made at this time or earlier; a date means the whole of that day"},
    {0, "record", "WHAT", CMD_GROUP_MAIN, R | S | C, set_record, 0, CMD_COMPLETE_WORDS, record_words,
     "which settings themselves go into the findings document, so that a later one can be compared with it: "
     "{words} (default: objects, that is what is set at services, virtual servers, their directories, "
     "application pools, domains; all: at every key); secrets never do"},
    {0, "shard", "I/N", CMD_GROUP_MAIN, S, set_shard, 0, CMD_COMPLETE_NOTHING, NULL,
     "read only shard I of N, for merge: all shards are given the same inputs under the same names; archives "
     "go whole to one shard, balanced by size, and what is larger than two shares is divided by server"},
    {0, "partial", NULL, CMD_GROUP_MAIN, M, set_true, FIELD(partial), CMD_COMPLETE_NOTHING, NULL,
     "some shards are still to come: the result can be merged with them"},
    {0, "no-nested", NULL, CMD_GROUP_MAIN, R | S | C, set_no_nested, 0, CMD_COMPLETE_NOTHING, NULL,
     "do not look into archives inside archives (the same as --max-nesting 0)"},

    {0, "severity", "SEVERITY", CMD_GROUP_LIST, L, set_severity, 0, CMD_COMPLETE_WORDS, severity_words,
     "only articles of this severity: {words}"},
    {0, "service", "NAME", CMD_GROUP_LIST, L, set_text, FIELD(service), CMD_COMPLETE_NOTHING, NULL,
     "only articles about this service, such as SMTP or Web; * and ? match as in the shell"},
    {0, "class", "NAME", CMD_GROUP_LIST, L, set_text, FIELD(class_name), CMD_COMPLETE_NOTHING, NULL,
     "only rules on this metabase class, such as IIsSmtpServer; * and ? match as in the shell"},
    {0, "source", "NAME", CMD_GROUP_LIST, L, set_text, FIELD(source), CMD_COMPLETE_NOTHING, NULL,
     "only articles that follow this source, such as exbpa or hardening; * and ? match as in the shell"},

    {0, "sandbox", "WHEN", CMD_GROUP_GENERAL, R | S | P | C, set_sandbox, 0, CMD_COMPLETE_WORDS,
     sandbox_words,
     "let the kernel take away what reading does not need: opening other files (Landlock), programs and "
     "sockets (seccomp): {words} (default: auto, that is what the kernel has; require: fail without both)"},
    {0, "color", "WHEN", CMD_GROUP_GENERAL, CMD_ALL, set_color, 0, CMD_COMPLETE_WORDS, color_words,
     "colour on standard output: {words} (default: auto, that is on a terminal unless NO_COLOR is set)"},
    {'q', "quiet", NULL, CMD_GROUP_GENERAL, CMD_ALL, set_volume, 0, CMD_COMPLETE_NOTHING, NULL,
     "say nothing but errors"},
    {'v', "verbose", NULL, CMD_GROUP_GENERAL, CMD_ALL, set_volume, 0, CMD_COMPLETE_NOTHING, NULL,
     "say more: skipped members, how server and time were found"},
    {'h', "help", NULL, CMD_GROUP_GENERAL, CMD_ALL, NULL, 0, CMD_COMPLETE_NOTHING, NULL,
     "print help, on the command when one is given, and exit"},
    {'V', "version", NULL, CMD_GROUP_GENERAL, CMD_ALL, NULL, 0, CMD_COMPLETE_NOTHING, NULL,
     "print the version and exit"},
};
/* clang-format on */
#define ROWS (sizeof options / sizeof options[0])
_Static_assert(ROWS + MBA_LIMIT_COUNT <= CMD_MAX_OPTIONS, "raise CMD_MAX_OPTIONS");

size_t cmd_option_count(void)
{
    return ROWS + MBA_LIMIT_COUNT;
}

struct cmd_option cmd_option_at(size_t index)
{
    if (index < ROWS)
        return options[index];
    const struct mba_limit_info *info = &mba_limit_table[index - ROWS];
    return (struct cmd_option){
        0,         info->option,     "N", CMD_GROUP_LIMITS, R | S | C, set_limit,
        (size_t)info->id, CMD_COMPLETE_NOTHING, NULL, info->help};
}
