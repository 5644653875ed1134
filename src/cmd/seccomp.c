/* seccomp: which system calls are left, through libseccomp. What is refused answers EPERM: nothing in this
 * program needs it, and code that an export made run finds every door shut. */
#include <errno.h>
#include <linux/sched.h>
#include <sched.h>
#include <seccomp.h>

#include "cmd/sandbox.h"

/* Names, since a call that this architecture or this version of libseccomp does not have is then simply not
 * there. */
static const char *const never[] = {
    /* other programs and processes */
    "execve",
    "execveat",
    "fork",
    "vfork",
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "kcmp",
    "kill",
    "tkill",
    "pidfd_open",
    "pidfd_getfd",
    "pidfd_send_signal",
    "setpgid",
    "setsid",
    /* the network, and sockets of any kind */
    "socket",
    "socketpair",
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    "sendto",
    "sendmsg",
    "sendmmsg",
    "recvfrom",
    "recvmsg",
    "recvmmsg",
    "shutdown",
    /* the kernel and the system */
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "keyctl",
    "add_key",
    "request_key",
    "init_module",
    "finit_module",
    "delete_module",
    "kexec_load",
    "kexec_file_load",
    "reboot",
    "swapon",
    "swapoff",
    "acct",
    "quotactl",
    "syslog",
    "settimeofday",
    "clock_settime",
    "adjtimex",
    "clock_adjtime",
    "sethostname",
    "setdomainname",
    "iopl",
    "ioperm",
    "modify_ldt",
    "personality",
    "vhangup",
    "lookup_dcookie",
    "memfd_secret",
    "fanotify_init",
    "inotify_init",
    "inotify_init1",
    /* the file system as a whole, and ways around names */
    "mount",
    "umount2",
    "pivot_root",
    "chroot",
    "move_mount",
    "open_tree",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "mount_setattr",
    "unshare",
    "setns",
    "name_to_handle_at",
    "open_by_handle_at",
    "mknod",
    "mknodat",
    /* powers */
    "setuid",
    "setgid",
    "setreuid",
    "setregid",
    "setresuid",
    "setresgid",
    "setfsuid",
    "setfsgid",
    "setgroups",
    "capset",
    "seccomp_notify",
};

/* Besides, in threads that only compute. */
static const char *const never_in_threads[] = {
    "open",      "openat",   "openat2",   "creat",     "unlink",    "unlinkat", "rename",       "renameat",
    "renameat2", "link",     "linkat",    "symlink",   "symlinkat", "mkdir",    "mkdirat",      "rmdir",
    "truncate",  "chmod",    "fchmod",    "fchmodat",  "chown",     "fchown",   "lchown",       "fchownat",
    "utimensat", "setxattr", "lsetxattr", "fsetxattr", "chdir",     "fchdir",   "memfd_create", "prctl",
};

static bool refuse(scmp_filter_ctx filter, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int number = seccomp_syscall_resolve_name(names[i]);
        if (number >= 0 && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0) != 0)
            return false;
    }
    return true;
}

/* Threads may be started, processes not. The flags of clone3 lie in memory, where a filter does not look: the
 * C library takes clone when it is told that there is no clone3. */
static bool refuse_processes(scmp_filter_ctx filter)
{
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)) == 0;
}

bool cmd_seccomp_process(const char **why)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool good = filter && refuse(filter, never, sizeof never / sizeof *never) && refuse_processes(filter) &&
                seccomp_load(filter) == 0; /* sets no_new_privs, too */
    if (filter)
        seccomp_release(filter);
    if (!good)
        *why = "this kernel has no seccomp filters, or they are not allowed here";
    return good;
}

bool cmd_seccomp_thread(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool good = filter &&
                refuse(filter, never_in_threads, sizeof never_in_threads / sizeof *never_in_threads) &&
                seccomp_load(filter) == 0;
    if (filter)
        seccomp_release(filter);
    return good;
}
