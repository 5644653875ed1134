/* The pool: order, limits, and failures in each of its three parts. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "mbaudit/audit.h"
#include "unit.h"

struct job {
    unsigned number, doubled;
};

struct run {
    unsigned items, collected, out_of_order;
    unsigned fail_collect_at, fail_produce_at; /* item number + 1; 0 = never */
    bool no_worker;
    atomic_uint alive, most_alive, dropped, dropped_results, workers;
};

static void count_alive(struct run *run)
{
    unsigned now = atomic_fetch_add(&run->alive, 1) + 1, most = atomic_load(&run->most_alive);
    while (now > most && !atomic_compare_exchange_weak(&run->most_alive, &most, now))
        ;
}

static enum mba_status produce(void *ctx, struct mba_pool *pool)
{
    struct run *run = ctx;
    for (unsigned i = 0; i < run->items; i++) {
        if (run->fail_produce_at == i + 1)
            return MBA_RUN_FAILED;
        struct job *job = malloc(sizeof *job);
        if (!job)
            return MBA_RUN_FAILED;
        job->number = i;
        count_alive(run);
        if (!mba_pool_put(pool, job, 100))
            return MBA_OK;
    }
    return MBA_ARCHIVE_FAILED; /* a grade that does not end the run must reach the caller */
}

static void *worker_new(void *ctx)
{
    struct run *run = ctx;
    if (run->no_worker)
        return NULL;
    atomic_fetch_add(&run->workers, 1);
    return run;
}

static void worker_free(void *ctx, void *worker)
{
    struct run *run = ctx;
    (void)worker;
    atomic_fetch_sub(&run->workers, 1);
}

static void *work(void *ctx, void *worker, void *item)
{
    (void)ctx;
    (void)worker;
    struct job *job = item;
    if (job->number % 7 == 0)
        usleep(300); /* later items overtake this one */
    job->doubled = job->number * 2;
    return job;
}

static enum mba_status collect(void *ctx, void *result)
{
    struct run *run = ctx;
    struct job *job = result;
    run->out_of_order += job->number != run->collected || job->doubled != 2 * job->number;
    bool fail = run->fail_collect_at == job->number + 1;
    run->collected++;
    atomic_fetch_sub(&run->alive, 1);
    free(job);
    return fail ? MBA_RUN_FAILED : MBA_OK;
}

static void drop(void *ctx, void *item)
{
    struct run *run = ctx;
    atomic_fetch_add(&run->dropped, 1);
    atomic_fetch_sub(&run->alive, 1);
    free(item);
}

static void drop_result(void *ctx, void *result)
{
    struct run *run = ctx;
    atomic_fetch_add(&run->dropped_results, 1);
    atomic_fetch_sub(&run->alive, 1);
    free(result);
}

static enum mba_status run_pool(struct run *run, unsigned jobs, size_t max_bytes)
{
    const struct mba_pool_calls calls = {.ctx = run,
                                         .produce = produce,
                                         .worker_new = worker_new,
                                         .worker_free = worker_free,
                                         .work = work,
                                         .collect = collect,
                                         .drop = drop,
                                         .drop_result = drop_result};
    enum mba_status status = mba_pool_run(jobs, max_bytes, &calls);
    CU_ASSERT_EQUAL(atomic_load(&run->alive), 0); /* every item ended somewhere */
    CU_ASSERT_EQUAL(atomic_load(&run->workers), 0);
    return status;
}

UNIT_TEST(results_come_in_the_order_of_the_items)
{
    static const unsigned jobs[] = {1, 2, 3, 8};
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        struct run run = {.items = 200};
        CU_ASSERT_EQUAL(run_pool(&run, jobs[i], 1 << 20), MBA_ARCHIVE_FAILED);
        CU_ASSERT_EQUAL(run.collected, 200);
        CU_ASSERT_EQUAL(run.out_of_order, 0);
    }
}

UNIT_TEST(no_item_at_all)
{
    struct run one = {0}, many = {0};
    CU_ASSERT_EQUAL(run_pool(&one, 1, 100), MBA_ARCHIVE_FAILED);
    CU_ASSERT_EQUAL(run_pool(&many, 4, 100), MBA_ARCHIVE_FAILED);
    CU_ASSERT_EQUAL(one.collected + many.collected, 0);
}

UNIT_TEST(items_under_way_are_bounded_by_count)
{
    struct run run = {.items = 300};
    run_pool(&run, 2, 1 << 20);
    CU_ASSERT(atomic_load(&run.most_alive) <=
              2 * 2 + 2 + 2); /* and one each in the reader's and collector's hands */
}

UNIT_TEST(items_under_way_are_bounded_by_bytes_yet_one_always_fits)
{
    struct run run = {.items = 100};
    CU_ASSERT_EQUAL(run_pool(&run, 4, 10), MBA_ARCHIVE_FAILED); /* an item weighs 100 */
    CU_ASSERT_EQUAL(run.collected, 100);
    CU_ASSERT(atomic_load(&run.most_alive) <= 3); /* in the pool, and in the two hands as above */
}

UNIT_TEST(a_failed_collector_ends_the_run_and_leaks_nothing)
{
    for (unsigned jobs = 1; jobs <= 4; jobs++) {
        struct run run = {.items = 1000, .fail_collect_at = 20};
        CU_ASSERT_EQUAL(run_pool(&run, jobs, 1 << 20), MBA_RUN_FAILED);
        CU_ASSERT_EQUAL(run.collected, 20);
    }
}

UNIT_TEST(a_failed_reader_ends_the_run)
{
    for (unsigned jobs = 1; jobs <= 4; jobs++) {
        struct run run = {.items = 100, .fail_produce_at = 50};
        CU_ASSERT_EQUAL(run_pool(&run, jobs, 1 << 20), MBA_RUN_FAILED);
        CU_ASSERT(run.collected <= 49);
    }
}

UNIT_TEST(a_worker_without_memory_ends_the_run)
{
    for (unsigned jobs = 1; jobs <= 3; jobs++) {
        struct run run = {.items = 100, .no_worker = true};
        CU_ASSERT_EQUAL(run_pool(&run, jobs, 1 << 20), MBA_RUN_FAILED);
        CU_ASSERT_EQUAL(run.collected, 0);
    }
}
