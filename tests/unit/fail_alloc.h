/* fail_alloc: lets the n-th allocation from now on, and all after it, fail. Include it in one file of a test
 * program: it replaces malloc, calloc and realloc. Sanitizers bring their own; failing is then off. */
#ifndef MBAUDIT_UNIT_FAIL_ALLOC_H
#define MBAUDIT_UNIT_FAIL_ALLOC_H

#include <stdbool.h>
#include <stddef.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define FAIL_ALLOC_OFF 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define FAIL_ALLOC_OFF 1
#endif
#endif
#if !defined(FAIL_ALLOC_OFF) && !defined(__GLIBC__)
#define FAIL_ALLOC_OFF 1
#endif

static long fail_alloc_left = -1; /* allocations that still succeed; -1: all */

#ifdef FAIL_ALLOC_OFF
static const bool fail_alloc_works = false;
#else
static const bool fail_alloc_works = true;

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *old, size_t size);

static bool fail_alloc_now(void)
{
    if (fail_alloc_left > 0)
        fail_alloc_left--;
    return fail_alloc_left == 0;
}

void *malloc(size_t size)
{
    return fail_alloc_now() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fail_alloc_now() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return fail_alloc_now() ? NULL : __libc_realloc(old, size);
}
#endif

/* Calls run with the first, then the second, ... allocation failing until it succeeds without any failure.
 * Returns how many failures it went through, -1 when that cannot be done here. */
static long fail_alloc_loop(bool (*run)(void))
{
    if (!fail_alloc_works)
        return -1;
    for (long n = 1;; n++) {
        fail_alloc_left = n;
        bool good = run();
        bool failed = fail_alloc_left == 0;
        fail_alloc_left = -1;
        if (good && !failed)
            return n - 1;
        if (good != !failed || n > 100000)
            return -2; /* a failure was not noticed, or there is no end to them */
    }
}

#endif
