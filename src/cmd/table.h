/* table: what the command line knows, described once (options.c). Parsing, --help, the man page and the
 * completion read it; nothing else repeats it. */
#ifndef MBAUDIT_CMD_TABLE_H
#define MBAUDIT_CMD_TABLE_H

#include "cmd/cmd.h"

enum cmd_id {
    CMD_RUN,
    CMD_SCAN,
    CMD_MERGE,
    CMD_REPORT,
    CMD_COMPARE,
    CMD_WAIVE,
    CMD_KB_LIST,
    CMD_KB_SHOW,
    CMD_KB_NEEDS,
    CMD_KB_CHECK,
    CMD_KB_TEST,
    CMD_HELP,
    CMD_COUNT
};
#define CMD_BIT(id) (1u << (id))
#define CMD_ALL (CMD_BIT(CMD_COUNT) - 1)

enum cmd_complete { /* what the shell offers for a value or an operand */
    CMD_COMPLETE_NOTHING,
    CMD_COMPLETE_FILE,
    CMD_COMPLETE_FOLDER,
    CMD_COMPLETE_ARTICLE,
    CMD_COMPLETE_COMMAND,
    CMD_COMPLETE_WORDS /* those of struct cmd_option.words */
};

struct cmd_command {
    const char *name;     /* "kb list": one word or two */
    const char *operands; /* as the usage line shows them */
    size_t min, max;      /* how many */
    enum cmd_complete complete;
    int (*run)(const struct cmd_options *opt);
    const char *summary; /* one line */
    const char *text;    /* a paragraph for --help and the man page */
};
extern const struct cmd_command cmd_commands[CMD_COUNT]; /* by enum cmd_id */
#define CMD_ANY_NUMBER SIZE_MAX

enum cmd_group {
    CMD_GROUP_MAIN,
    CMD_GROUP_CHOICE,
    CMD_GROUP_LIMITS,
    CMD_GROUP_LIST,
    CMD_GROUP_GENERAL,
    CMD_GROUP_COUNT
};
extern const char *const cmd_group_titles[CMD_GROUP_COUNT];

struct cmd_option {
    char letter;       /* 0: only long */
    const char *name;  /* without dashes */
    const char *value; /* what --help calls its value; NULL: takes none */
    enum cmd_group group;
    unsigned commands; /* which know it: CMD_BIT(CMD_RUN) | ... */
    /* Stores the value; false: *why says what is wrong with it. NULL: --help and --version. */
    bool (*set)(struct cmd_options *opt, const struct cmd_option *row, const char *value,
                struct mba_buf *why);
    size_t at;                           /* for set: the place in struct cmd_options, or the limit's id */
    enum cmd_complete complete;          /* for the value */
    void (*words)(struct mba_buf *list); /* the words it takes, comma separated; NULL */
    const char *help;                    /* {words} stands for the words */
};
/* The rows of options.c, then one for each limit. */
size_t cmd_option_count(void);
struct cmd_option cmd_option_at(size_t index);
#define CMD_MAX_OPTIONS 64

struct cmd_exit_info {
    enum cmd_exit code;
    const char *meaning;
};
extern const struct cmd_exit_info cmd_exits[5];

/* The command of that name ("kb list"), or NULL. */
const struct cmd_command *cmd_command_find(const char *first, const char *second);
/* The default of a limit as its option would be typed: "256M". */
void cmd_size_text(uint64_t value, struct mba_buf *out);
/* The help text of an option, {words} filled in. */
void cmd_option_help(const struct cmd_option *option, struct mba_buf *out);
/* Names of the commands that a mask holds, "run, scan". */
void cmd_command_names(unsigned commands, struct mba_buf *out);

/* help.c: what --help prints. id CMD_COUNT: about all commands. */
void cmd_help_text(enum cmd_id id, int width, struct mba_buf *out);
/* docs.c: a template with its @NAME@ lines filled in from the tables. false: *bad names the line that
 * no table fills. */
bool cmd_docs_fill(const char *tmpl, size_t len, struct mba_buf *out, unsigned long *bad);

/* console.c: is standard output a terminal that takes colour, and does the user want it (NO_COLOR)? */
bool cmd_color_wanted(void);
/* console.c: fills in what depends on the terminal: color_out, progress, width. */
void cmd_look_at_terminal(struct cmd_options *opt);

/* suggest.c: the candidate nearest to what was typed, or NULL when none is near. Feed all, then ask. */
struct cmd_suggest {
    const char *typed;
    const char *best;
    size_t distance;
};
void cmd_suggest_offer(struct cmd_suggest *suggest, const char *candidate);
#endif
