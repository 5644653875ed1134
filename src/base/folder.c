/* folder: making a folder and those above it, removing one with all that is in it. */
#include "mbaudit/base.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The last part. A folder that is there already is fine, a file is not. */
static bool make_last(const char *path, bool *made)
{
    struct stat st;
    *made = mkdir(path, 0777) == 0;
    if (*made)
        return true;
    if (errno != EEXIST || stat(path, &st) != 0)
        return false;
    if (S_ISDIR(st.st_mode))
        return true;
    errno = ENOTDIR;
    return false;
}

static bool make_all(char *path, bool *made)
{
    for (char *slash = *path ? strchr(path + 1, '/') : NULL; slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool there = mkdir(path, 0777) == 0 || errno == EEXIST;
        *slash = '/';
        if (!there)
            return false;
    }
    return make_last(path, made);
}

bool mba_folder_make(const char *path, bool *made)
{
    bool ignored;
    char *copy = strdup(path);
    if (!copy)
        return false;
    bool good = make_all(copy, made ? made : &ignored);
    int code = errno;
    free(copy);
    errno = code;
    return good;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

bool mba_folder_remove(const char *path)
{
    return nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0 || errno == ENOENT;
}
