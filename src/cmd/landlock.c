/* landlock: which files can still be opened. The system calls have no wrapper in the C library of Debian 12,
 * and its header ends at version 2 of the interface: what came later is written out here, as the kernel
 * documents it. */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cmd/sandbox.h"

#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER (1ULL << 13) /* version 2 */
#endif
#define ACCESS_TRUNCATE (UINT64_C(1) << 14) /* version 3 */
#define NET_BIND_CONNECT UINT64_C(3)        /* version 4: TCP */
#define SCOPED_BOTH UINT64_C(3)             /* version 6: abstract sockets and signals to outside */

#define ACCESS_VERSION_1 ((UINT64_C(1) << 13) - 1)
#define ACCESS_READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define ACCESS_FOLDERS (LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR)
#define ACCESS_WRITE                                                                                         \
    (ACCESS_READ | ACCESS_FOLDERS | ACCESS_TRUNCATE | LANDLOCK_ACCESS_FS_WRITE_FILE |                        \
     LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_REMOVE_FILE |            \
     LANDLOCK_ACCESS_FS_REFER)
#define ACCESS_OF_FILES                                                                                      \
    (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_EXECUTE |             \
     ACCESS_TRUNCATE)

struct ruleset_attr { /* struct landlock_ruleset_attr of version 6 */
    uint64_t fs, net, scoped;
};

static uint64_t known_access(long version)
{
    uint64_t access = ACCESS_VERSION_1;
    if (version >= 2)
        access |= LANDLOCK_ACCESS_FS_REFER;
    if (version >= 3)
        access |= ACCESS_TRUNCATE;
    return access;
}

static int make_ruleset(long version)
{
    struct ruleset_attr attr = {.fs = known_access(version),
                                .net = version >= 4 ? NET_BIND_CONNECT : 0,
                                .scoped = version >= 6 ? SCOPED_BOTH : 0};
    size_t size = version >= 6 ? sizeof attr : version >= 4 ? 2 * sizeof attr.fs : sizeof attr.fs;
    return (int)syscall(SYS_landlock_create_ruleset, &attr, size, 0);
}

/* What is not there needs no permission. */
static bool allow(int ruleset, const struct cmd_grant *grant, uint64_t known)
{
    struct stat st;
    int fd = open(grant->path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return true;
    uint64_t access = grant->folder_only ? ACCESS_FOLDERS : grant->write ? ACCESS_WRITE : ACCESS_READ;
    if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
        access &= ACCESS_OF_FILES;
    struct landlock_path_beneath_attr rule = {.allowed_access = access & known, .parent_fd = fd};
    bool good = !rule.allowed_access ||
                syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    close(fd);
    return good;
}

bool cmd_landlock(const struct cmd_grant *grants, size_t count, const char **why)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    int ruleset = version > 0 ? make_ruleset(version) : -1;
    if (ruleset < 0) {
        *why = "this kernel has no Landlock, or it is switched off";
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < count; i++)
        good = allow(ruleset, &grants[i], known_access(version)) && good;
    good = good && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    if (!good)
        *why = "Landlock refused its rules";
    return good;
}
