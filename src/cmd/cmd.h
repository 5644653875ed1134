/* cmd: the command line -> what is done. One file per subcommand; src/mbaudit.c only dispatches.
 *
 * Options and commands are described once, in src/cmd/options.c; parsing, --help, the man page and the
 * completion all read those tables. Ownership: struct cmd_options owns its lists and is freed with
 * cmd_options_free; its strings are the process's own argv.
 */
#ifndef MBAUDIT_CMD_H
#define MBAUDIT_CMD_H

#include <stdarg.h>

#include "mbaudit/base.h"
#include "mbaudit/findings.h"
#include "mbaudit/kb.h"
#include "mbaudit/report.h"

/* The highest that applies is what the process returns. */
enum cmd_exit {
    CMD_EXIT_OK = 0,       /* nothing at or above the threshold */
    CMD_EXIT_FINDINGS = 1, /* findings at or above the threshold */
    CMD_EXIT_USAGE = 2,    /* the command line, a rule, an article or a stylesheet is wrong */
    CMD_EXIT_INPUT = 3,    /* some input could not be read */
    CMD_EXIT_FAILED = 4    /* the run failed: memory, output */
};

/* Where `run` puts its reports when -o is not given. */
#define CMD_DEFAULT_FOLDER "mbaudit-report"
#define CMD_MAX_JOBS 256
#define CMD_DEFAULT_JOIN_WINDOW (24 * 60 * 60)
#define CMD_MAX_SHARDS 10000

struct cmd_command;
struct cmd_options {
    const struct cmd_command *command;
    const char **operands; size_t operand_count;
    const char *output;    /* -o; NULL when not given (run: CMD_DEFAULT_FOLDER; scan: standard output) */
    const struct mba_report_format **formats; size_t format_count; /* empty only with --xsl */
    bool formats_given, list_formats; /* -f; -f list */
    const char **params; size_t param_count; /* --param: name (owned), value, ... */
    char sheet_output[MBA_OWN_NAME];  /* what --xsl makes; its options are in report */
    struct mba_report_options report; /* --pages, --lang, --title, --organisation, --note */
    const char *baseline;  /* --baseline; NULL */
    const char **waivers; size_t waiver_count; /* --waivers: files */
    const char *like, *like_ignore;            /* --like, --like-ignore; NULL */
    const char *reason, *owner, *expires;      /* of a new waiver; NULL */
    bool accept_value;
    uint64_t keep;         /* --keep: results that stay in the folder; 0 = one, in the folder itself */
    bool only_changes;     /* findings that were there last time cost no exit status */
    bool summary_line;     /* one line on standard output instead of the summary */
    int fail_on;           /* a finding counts when its severity <= fail_on; -1 = none does */
    bool fail_on_given;
    unsigned jobs;         /* 1 .. CMD_MAX_JOBS; the cores when not given */
    struct mba_limits limits; /* --no-nested is MBA_LIMIT_NESTING = 0 */
    int64_t join_window;      /* --join-window, in seconds */
    struct cmd_globs { const char **items; size_t count; } include, exclude, servers; /* patterns */
    mba_time since, until;    /* both included; MBA_TIME_NONE: open */
    const char *name_pattern; /* checked; NULL = the built-in ones */
    const char **kb_dirs; size_t kb_dir_count; /* --kb, in the order given */
    const char **rules; size_t rule_count;     /* --rule: patterns of ids; none = all rules */
    unsigned shard, shards;                    /* --shard I/N; 0 when not given */
    bool partial;                              /* --partial */
    enum mba_recording record;                    /* --record */
    int sandbox;           /* enum cmd_sandbox_mode (sandbox.h): --sandbox */
    const char **paths; size_t path_count; /* values of options that name a file or folder to be read */
    bool quiet;            /* errors only */
    bool verbose;          /* also what is usually not worth a line */
    bool color_out;        /* standard output may carry colour (--color, NO_COLOR, terminal) */
    bool progress;         /* standard error is a terminal, and neither -q nor TERM=dumb */
    int width;             /* of the terminal on standard output, 40 .. 100; 80 when it is none */
    const char *severity, *class_name, *service, *source; /* filters of `kb list`; NULL */
};

/* Fills opt from the command line. Not CMD_EXIT_OK: it was wrong, or no memory, and that has been said.
 * --help and --version come back as commands of their own. */
int cmd_options_parse(struct cmd_options *opt, int argc, char **argv);
void cmd_options_free(struct cmd_options *opt);

/* ---- messages (console.c): "mbaudit: ..." on standard error, made visible --------------------------- */

/* Always shown: something failed. Safe to call from any thread. */
void cmd_error(const struct cmd_options *opt, const char *fmt, ...) MBA_PRINTF(2, 3);
/* Not with -q: what the user will want to know. */
void cmd_note(const struct cmd_options *opt, const char *fmt, ...) MBA_PRINTF(2, 3);
/* Only with -v. */
void cmd_detail(const struct cmd_options *opt, const char *fmt, ...) MBA_PRINTF(2, 3);
/* One line that replaces itself; only when opt->progress. Any message, or an empty text, wipes it. */
void cmd_progress(const struct cmd_options *opt, const char *fmt, ...) MBA_PRINTF(2, 3);
/* Each problem as one line, "mbaudit: archive: member:line: text"; notices (MBA_OK) not with -q. */
void cmd_problems(const struct cmd_options *opt, const struct mba_problems *problems);
/* A wrong command line: one line and "Try 'mbaudit --help'."; returns CMD_EXIT_USAGE. */
int cmd_usage(const struct cmd_options *opt, const char *fmt, ...) MBA_PRINTF(2, 3);

/* When this run is: the clock, or SOURCE_DATE_EPOCH; CMD_EXIT_USAGE, and said, when that is nonsense. */
int cmd_now(const struct cmd_options *opt, mba_time *now);

/* On SIGINT, SIGTERM and SIGHUP: removes half-written outputs, then dies of the signal. */
void cmd_catch_signals(void);

/* Before anything uses libxml2: from then on its allocations succeed or end the run, exit 4. */
void cmd_prepare_memory(void);
/* --max-memory: what is asked for beyond it is refused, and the run fails. */
void cmd_limit_memory(const struct cmd_options *opt);
/* The run comes to its end in main; an exit before this is one that a library took. */
void cmd_end(void);

/* The built-in articles and those of --kb. NULL: said, and *code is what to return. */
struct mba_kb *cmd_load_kb(const struct cmd_options *opt, int *code);

/* ---- the commands: each returns an enum cmd_exit ----------------------------------------------------- */

int cmd_run(const struct cmd_options *opt);    /* run.c: scan and report */
int cmd_scan(const struct cmd_options *opt);   /* scan.c */
int cmd_merge(const struct cmd_options *opt);  /* merge.c */
int cmd_report(const struct cmd_options *opt); /* report.c */
int cmd_compare(const struct cmd_options *opt); /* compare.c */
int cmd_waive(const struct cmd_options *opt);   /* waive.c */
int cmd_kb_list(const struct cmd_options *opt);
int cmd_kb_show(const struct cmd_options *opt);
int cmd_kb_needs(const struct cmd_options *opt);
int cmd_kb_check(const struct cmd_options *opt);
int cmd_kb_test(const struct cmd_options *opt);
int cmd_help(const struct cmd_options *opt);
int cmd_formats(const struct cmd_options *opt); /* report.c: -f list */
int cmd_version(const struct cmd_options *opt);

#endif
