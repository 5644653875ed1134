/* What the sandbox allows, and what is said of it. */
#include "cmd/sandbox.h"

#include <libgen.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cmd/deliver.h"
#include "cmd/table.h"

/* Sanitizers and coverage look into the process and write where it may not: their builds go without. */
#ifdef MBA_NO_SANDBOX
static const bool possible = false;
#else
static const bool possible = true;
#endif

/* ---- powers -------------------------------------------------------------------------------------------- */

#define KEPT ((UINT32_C(1) << CAP_DAC_OVERRIDE) | (UINT32_C(1) << CAP_DAC_READ_SEARCH))

/* What root may do besides reading and writing files is not needed here. */
static void drop_capabilities(void)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
    if (syscall(SYS_capget, &header, data) != 0)
        return;
    data[0].effective &= KEPT;
    data[0].permitted &= KEPT;
    data[0].inheritable = 0;
    data[1] = (struct __user_cap_data_struct){0};
    if (syscall(SYS_capset, &header, data) != 0)
        return; /* those of a process that has none */
}

void cmd_drop_privileges(void)
{
    const struct rlimit none = {0, 0};
    if (!possible)
        return;
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); /* a core pattern that is a pipe does not ask for the limit */
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    drop_capabilities();
}

/* ---- what stays allowed ----------------------------------------------------------------------------------
 */

struct allowance {
    struct cmd_grant *grants;
    size_t count, cap;
    char *parent; /* of the output folder */
    bool failed;
};

static void add(struct allowance *a, const char *path, bool write, bool folder_only)
{
    if (mba_grow(&a->grants, &a->cap, a->count + 1, sizeof *a->grants))
        a->grants[a->count++] = (struct cmd_grant){path, write, folder_only};
    else
        a->failed = true;
}

/* The C library looks here for character sets when a zip has names in one. */
static const char *const of_system[] = {"/usr/lib", "/usr/share/locale", "/lib", "/lib64",
                                        "/sys/devices/system/cpu"};

static void list_reads(struct allowance *a, const struct cmd_options *opt, bool *temporary)
{
    for (size_t i = 0; i < sizeof of_system / sizeof *of_system; i++)
        add(a, of_system[i], false, false);
    for (size_t i = 0; i < opt->path_count; i++)
        add(a, opt->paths[i], false, false);
    for (size_t i = 0; i < opt->operand_count; i++) {
        add(a, opt->operands[i], false, false);
        *temporary = *temporary || strcmp(opt->operands[i], "-") == 0; /* kept there */
    }
}

/* A folder that this run made is removed again when nothing comes into it: that is a right on the one above.
 */
static void list_writes(struct allowance *a, const struct cmd_options *opt, const char *folder, bool made,
                        bool temporary)
{
    add(a, folder, true, false);
    a->parent = made ? strdup(folder) : NULL;
    if (a->parent)
        add(a, dirname(a->parent), false, true);
    a->failed = a->failed || (made && !a->parent);
    /* A device, a pipe, or the folder that keeps the results of many nights. */
    add(a, opt->output ? opt->output : CMD_DEFAULT_FOLDER, true, false);
    if (temporary)
        add(a, cmd_temporary_folder(), true, false);
}

/* ---- entering --------------------------------------------------------------------------------------------
 */

static struct {
    bool entered, landlock, seccomp;
    const char *why_not[2];
} state; /* of the process, as the locks are: written once, before there are threads */

static void lock(const struct cmd_options *opt, const char *folder, bool made)
{
    struct allowance a = {0};
    state.why_not[0] = state.why_not[1] = "this program was built for tests that need to look into it";
    if (!possible)
        return;
    bool temporary = opt->command->run != cmd_run && opt->command->run != cmd_scan;
    list_reads(&a, opt, &temporary);
    list_writes(&a, opt, folder, made, temporary);
    state.landlock = !a.failed && cmd_landlock(a.grants, a.count, &state.why_not[0]);
    state.seccomp = cmd_seccomp_process(&state.why_not[1]);
    free(a.grants);
    free(a.parent);
}

int cmd_sandbox_enter(const struct cmd_options *opt, const char *folder, bool made)
{
    if (opt->sandbox == CMD_SANDBOX_OFF || state.entered)
        return CMD_EXIT_OK;
    state.entered = true;
    lock(opt, folder, made);
    cmd_detail(opt, "sandbox: %s", cmd_sandbox_word(opt));
    if (opt->sandbox == CMD_SANDBOX_AUTO || (state.landlock && state.seccomp))
        return CMD_EXIT_OK;
    const char *why = state.why_not[state.landlock ? 1 : 0];
    cmd_error(opt, "--sandbox=require: %s; --sandbox=auto does without", why ? why : "out of memory");
    return CMD_EXIT_FAILED;
}

const char *cmd_sandbox_word(const struct cmd_options *opt)
{
    if (opt->sandbox == CMD_SANDBOX_OFF)
        return "off";
    if (state.landlock)
        return state.seccomp ? "landlock, seccomp" : "landlock";
    return state.seccomp ? "seccomp" : "none";
}

void cmd_sandbox_thread(const struct cmd_options *opt)
{
    if (opt->sandbox != CMD_SANDBOX_OFF && state.seccomp && opt->jobs > 1)
        cmd_seccomp_thread();
}
