/* inputs: what the command line names, folders walked. */
#include "mbaudit/source.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source/source.h"

#define MAX_FOLDERS 64 /* below one another: each holds a descriptor open while it is walked */

struct adding {
    struct mba_inputs *inputs;
    struct mba_problems *problems;
    char *root; /* of the folder that is walked, without links; NULL: not known */
    bool found; /* below a folder */
    bool no_memory;
};

/* ---- one item -------------------------------------------------------------------------------- */

/* path NULL: it cannot be opened. */
static struct mba_input *add_item(struct adding *adding, const char *name, const char *path)
{
    struct mba_inputs *inputs = adding->inputs;
    struct mba_input input = {.fd = -1, .kind = "", .found = adding->found};
    input.name = strdup(name);
    input.path = path ? strdup(path) : NULL;
    if (!input.name || (path && !input.path) ||
        !mba_grow(&inputs->items, &inputs->cap, inputs->count + 1, sizeof *inputs->items)) {
        free(input.name);
        free(input.path);
        adding->no_memory = true;
        return NULL;
    }
    inputs->items[inputs->count] = input;
    return &inputs->items[inputs->count++];
}

static void add_failed(struct adding *adding, const char *name, const char *why)
{
    struct mba_input *input = add_item(adding, name, NULL);
    if (!input)
        return;
    input->status = MBA_ARCHIVE_FAILED;
    mba_problems_add(adding->problems, MBA_ARCHIVE_FAILED, name, NULL, 0, "%s", why);
}

static void add_unopened(struct adding *adding, const char *name, int error)
{
    char why[160];
    const char *advice = error == ENOENT   ? "; check the name"
                         : error == EACCES ? "; run as a user who may read it"
                                           : "";
    snprintf(why, sizeof why, "cannot be opened: %s%s", strerrordesc_np(error), advice);
    add_failed(adding, name, why);
}

static void add_stdin(struct adding *adding)
{
    int fd = spool_fd(STDIN_FILENO);
    if (fd < 0) {
        char why[160];
        snprintf(why, sizeof why, "standard input cannot be kept: %s; set TMPDIR to a folder with room",
                 strerrordesc_np(errno));
        add_failed(adding, "-", why);
        return;
    }
    struct mba_input *input = add_item(adding, "-", NULL);
    if (input)
        input->fd = fd;
    else
        close(fd);
}

/* ---- folders --------------------------------------------------------------------------------- */

struct names {
    char **items;
    size_t count, cap;
};

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool names_add(struct names *names, const char *name)
{
    char *copy = strdup(name);
    if (!copy || !mba_grow(&names->items, &names->cap, names->count + 1, sizeof *names->items)) {
        free(copy);
        return false;
    }
    names->items[names->count++] = copy;
    return true;
}

static void names_free(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->items[i]);
    free(names->items);
}

/* False and errno when the folder cannot be read to its end, ENOMEM without memory. */
static bool list_folder(DIR *dir, struct names *names)
{
    const struct dirent *entry;
    while (errno = 0, (entry = readdir(dir))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (!names_add(names, entry->d_name)) {
            errno = ENOMEM;
            return false;
        }
    }
    if (errno != 0)
        return false;
    if (names->count > 1)
        qsort(names->items, names->count, sizeof *names->items, by_bytes);
    return true;
}

static void walk_folder(struct adding *adding, int fd, const char *name, unsigned depth);

/* Not followed. What it leads to within the folder is read there; anything else would be missing unseen. */
static void add_link(struct adding *adding, const char *path)
{
    char *to = realpath(path, NULL);
    size_t len = adding->root ? strlen(adding->root) : 0;
    bool inside = to && len > 0 && strncmp(to, adding->root, len) == 0 &&
                  (to[len] == '/' || to[len] == '\0' || adding->root[len - 1] == '/');
    if (!inside)
        mba_problems_add(adding->problems, MBA_WARN, path, NULL, 0,
                         to ? "is a symbolic link out of the folder and was not followed; name on the "
                              "command line what it leads to"
                            : "is a symbolic link to nothing that can be reached");
    free(to);
}

static void add_below(struct adding *adding, int folder, const char *name, const char *path, unsigned depth)
{
    struct stat st;
    if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
        add_unopened(adding, path, errno);
        return;
    }
    if (S_ISLNK(st.st_mode)) {
        add_link(adding, path);
        return;
    }
    if (!S_ISDIR(st.st_mode) && !S_ISREG(st.st_mode)) {
        mba_problems_add(adding->problems, MBA_WARN, path, NULL, 0, "is not a regular file and was skipped");
        return;
    }
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        add_unopened(adding, path, errno);
    } else if (S_ISDIR(st.st_mode)) {
        walk_folder(adding, fd, path, depth + 1); /* closes fd */
    } else {
        add_item(adding, path, path);
        close(fd);
    }
}

static void walk_names(struct adding *adding, int folder, const char *name, const struct names *names,
                       unsigned depth)
{
    size_t len = strlen(name);
    const char *slash = len > 0 && name[len - 1] == '/' ? "" : "/";
    for (size_t i = 0; i < names->count && !adding->no_memory; i++) {
        char *path;
        if (asprintf(&path, "%s%s%s", name, slash, names->items[i]) < 0) {
            adding->no_memory = true;
            return;
        }
        add_below(adding, folder, names->items[i], path, depth);
        free(path);
    }
}

static void walk_folder(struct adding *adding, int fd, const char *name, unsigned depth)
{
    struct names names = {0};
    DIR *dir = depth < MAX_FOLDERS ? fdopendir(fd) : NULL;
    if (!dir) {
        if (depth < MAX_FOLDERS)
            add_unopened(adding, name, errno);
        else
            add_failed(adding, name, "lies too many folders deep; name it on the command line");
        close(fd);
        return;
    }
    if (!list_folder(dir, &names))
        add_unopened(adding, name, errno);
    walk_names(adding, dirfd(dir), name, &names, depth);
    names_free(&names);
    closedir(dir);
}

/* ---- the command line ------------------------------------------------------------------------ */

static void add_folder(struct adding *adding, const char *path, int fd)
{
    size_t before = adding->inputs->count;
    adding->found = true;
    adding->root = realpath(path, NULL);
    walk_folder(adding, fd, path, 0);
    free(adding->root);
    if (adding->inputs->count == before && !adding->no_memory)
        add_failed(adding, path, "is a folder without files; name the archives or the folder they are in");
}

static void add_path(struct adding *adding, const char *path)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0 || fstat(fd, &st) != 0) {
        add_unopened(adding, path, errno);
    } else if (S_ISDIR(st.st_mode)) {
        add_folder(adding, path, fd);
        return;
    } else if (!S_ISREG(st.st_mode)) {
        add_failed(adding, path, "is not a regular file; give its content on standard input, as -");
    } else {
        add_item(adding, path, path);
    }
    if (fd >= 0)
        close(fd);
}

enum mba_status mba_inputs_add(struct mba_inputs *inputs, const char *path, struct mba_problems *problems)
{
    struct mba_problems found = {0};
    struct adding adding = {.inputs = inputs, .problems = &found};
    if (strcmp(path, "-") == 0)
        add_stdin(&adding);
    else
        add_path(&adding, path);
    enum mba_status worst = mba_problems_worst(&found);
    mba_problems_move(problems, &found);
    return adding.no_memory || problems->failed ? MBA_RUN_FAILED : worst;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct mba_input *)a)->name, ((const struct mba_input *)b)->name);
}

void mba_inputs_sort(struct mba_inputs *inputs, struct mba_problems *problems)
{
    size_t kept = 0;
    if (inputs->count == 0)
        return;
    qsort(inputs->items, inputs->count, sizeof *inputs->items, by_name);
    for (size_t i = 1; i < inputs->count; i++) {
        if (strcmp(inputs->items[i].name, inputs->items[kept].name) != 0) {
            inputs->items[++kept] = inputs->items[i];
            continue;
        }
        mba_problems_add(problems, MBA_OK, inputs->items[i].name, NULL, 0,
                         "was given twice and is read once");
        mba_input_clear(&inputs->items[i]);
    }
    inputs->count = kept + 1;
}

void mba_input_clear(struct mba_input *input)
{
    free(input->name);
    free(input->path);
    if (input->fd >= 0)
        close(input->fd);
}

void mba_inputs_free(struct mba_inputs *inputs)
{
    for (size_t i = 0; i < inputs->count; i++)
        mba_input_clear(&inputs->items[i]);
    free(inputs->items);
    *inputs = (struct mba_inputs){0};
}
