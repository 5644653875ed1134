/* sandbox: what the process may still do once it is to read what strangers made (src/SECURITY.md).
 *
 * Two locks of the Linux kernel, each used when it is there. Landlock: from then on only the inputs and the
 * other files named on the command line can be opened for reading, and files made or removed only in the
 * folders of the outputs. seccomp: no program can be started, no process, socket, trace or kernel facility
 * opened; and in the threads that parse and judge, no file either, whatever its name. Both hold for all
 * threads started afterwards and cannot be undone. With one job there are no such threads, and Landlock alone
 * restricts files.
 */
#ifndef MBAUDIT_CMD_SANDBOX_H
#define MBAUDIT_CMD_SANDBOX_H

#include "cmd/cmd.h"

enum cmd_sandbox_mode { CMD_SANDBOX_AUTO, CMD_SANDBOX_REQUIRE, CMD_SANDBOX_OFF };

/* No core file and no debugger of the same user: memory may hold what an export held. And of root's powers
 * only that to read files. Whatever --sandbox says. */
void cmd_drop_privileges(void);

/* Enters, for outputs and temporary files in folder, which must be there; made: it may be removed again.
 * Files in opt->paths and the operands stay readable. Not CMD_EXIT_OK: --sandbox=require, and a lock is not
 * there; said. */
int cmd_sandbox_enter(const struct cmd_options *opt, const char *folder, bool made);
/* What is in force: "landlock, seccomp", "seccomp", "none". A constant. */
const char *cmd_sandbox_word(const struct cmd_options *opt);
/* In a thread that only computes: it can open nothing any more. */
void cmd_sandbox_thread(const struct cmd_options *opt);

/* ---- the locks (landlock.c, seccomp.c): false and *why (a constant) when the kernel has none
 * ------------------ */

struct cmd_grant {
    const char *path;
    bool write;       /* files below may be made, written, removed; else only read */
    bool folder_only; /* folders may be made and removed below, nothing else */
};
bool cmd_landlock(const struct cmd_grant *grants, size_t count, const char **why);
bool cmd_seccomp_process(const char **why);
bool cmd_seccomp_thread(void);

#endif
