/* problems: what did not go well, in order of happening. */
#include "mbaudit/base.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

const char *mba_status_word(enum mba_status status)
{
    static const char *const words[] = {"ok", "warning", "member-failed", "archive-failed", "run-failed"};
    return words[status];
}

const char *mba_grade_word(enum mba_status grade)
{
    return grade == MBA_OK ? "notice" : mba_status_word(grade);
}

bool mba_fail(char **error, const char *fmt, ...)
{
    if (!error)
        return false;
    va_list args;
    va_start(args, fmt);
    if (vasprintf(error, fmt, args) < 0)
        *error = NULL;
    va_end(args);
    return false;
}

static void problem_free(struct mba_problem *problem)
{
    free(problem->input);
    free(problem->member);
    free(problem->text);
}

/* The sentence made visible, or NULL without memory. */
MBA_PRINTF(1, 0)
static char *format_visible(const char *fmt, va_list args)
{
    char *raw;
    int len = vasprintf(&raw, fmt, args);
    if (len < 0)
        return NULL;
    struct mba_buf text = {0};
    mba_buf_reserve(&text, (size_t)len);
    mba_text_visible(&text, raw, (size_t)len, false);
    free(raw);
    if (text.failed)
        mba_buf_free(&text);
    return text.data;
}

static bool copy_name(char **to, const char *from)
{
    *to = from ? strdup(from) : NULL;
    return *to || !from;
}

void mba_problems_add(struct mba_problems *list, enum mba_status grade, const char *input, const char *member,
                      unsigned long line, const char *fmt, ...)
{
    struct mba_problem problem = {.grade = grade, .line = line};
    va_list args;
    va_start(args, fmt);
    problem.text = format_visible(fmt, args);
    va_end(args);
    if (!problem.text || !copy_name(&problem.input, input) || !copy_name(&problem.member, member) ||
        !mba_grow(&list->items, &list->cap, list->count + 1, sizeof problem)) {
        problem_free(&problem);
        list->failed = true;
        return;
    }
    list->items[list->count++] = problem;
}

void mba_problems_move(struct mba_problems *to, struct mba_problems *from)
{
    to->failed = to->failed || from->failed;
    if (from->count > 0 && mba_grow(&to->items, &to->cap, to->count + from->count, sizeof *to->items)) {
        memcpy(to->items + to->count, from->items, from->count * sizeof *from->items);
        to->count += from->count;
        from->count = 0;
    } else if (from->count > 0) {
        to->failed = true;
    }
    mba_problems_free(from);
}

void mba_problems_free(struct mba_problems *list)
{
    for (size_t i = 0; i < list->count; i++)
        problem_free(&list->items[i]);
    free(list->items);
    *list = (struct mba_problems){0};
}

enum mba_status mba_problems_worst(const struct mba_problems *list)
{
    enum mba_status worst = MBA_OK;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].grade > worst)
            worst = list->items[i].grade;
    return worst;
}

static int compare_names(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int compare_problems(const void *a, const void *b)
{
    const struct mba_problem *pa = a, *pb = b;
    int order = compare_names(pa->input, pb->input);
    if (order == 0)
        order = compare_names(pa->member, pb->member);
    if (order == 0 && pa->line != pb->line)
        order = pa->line < pb->line ? -1 : 1;
    if (order == 0 && pa->grade != pb->grade)
        order = pa->grade < pb->grade ? -1 : 1;
    return order ? order : strcmp(pa->text, pb->text);
}

void mba_problems_sort(struct mba_problems *list)
{
    if (list->count == 0)
        return;
    qsort(list->items, list->count, sizeof *list->items, compare_problems);
    size_t kept = 1;
    for (size_t i = 1; i < list->count; i++) {
        if (compare_problems(&list->items[kept - 1], &list->items[i]) == 0)
            problem_free(&list->items[i]);
        else
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

static void add_place(struct mba_buf *out, const char *name, const char *after)
{
    mba_text_visible(out, name, strlen(name), false);
    mba_buf_puts(out, after);
}

void mba_problem_line(struct mba_buf *out, const struct mba_problem *problem)
{
    if (problem->input)
        add_place(out, problem->input, problem->member || !problem->line ? ": " : ":");
    if (problem->member)
        add_place(out, problem->member, problem->line ? ":" : ": ");
    if (problem->line)
        mba_buf_printf(out, "%lu: ", problem->line);
    mba_buf_puts(out, problem->text);
}
