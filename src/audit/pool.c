/* The worker threads: one reader, several workers, results in the order of the items. */
#include <pthread.h>
#include <stdlib.h>

#include "mbaudit/audit.h"

struct slot { /* one item on its way: slots are used round and round, by sequence number */
    void *item, *result;
    size_t bytes;
};

struct mba_pool {
    const struct mba_pool_calls *calls;
    pthread_mutex_t lock;
    pthread_cond_t room, work, done; /* a slot came free; an item came; a result came, or the end */
    struct slot *slots;
    size_t slot_count;
    uint64_t put, taken, collected; /* sequence numbers: collected <= taken <= put */
    size_t bytes, max_bytes;        /* of items not yet worked on */
    bool closed, stopped;           /* the reader has finished; a failure ends the run */
    enum mba_status status;
    void *worker; /* jobs = 1: the only one; then nothing above is used */
    bool inline_run;
};

static void stop(struct mba_pool *pool, enum mba_status status)
{
    if (status > pool->status)
        pool->status = status;
    if (status == MBA_RUN_FAILED)
        pool->stopped = true;
    pthread_cond_broadcast(&pool->room);
    pthread_cond_broadcast(&pool->work);
    pthread_cond_broadcast(&pool->done);
}

/* ---- one thread does everything ------------------------------------------------------------------ */

static bool put_inline(struct mba_pool *pool, void *item)
{
    const struct mba_pool_calls *calls = pool->calls;
    if (pool->stopped) {
        calls->drop(calls->ctx, item);
        return false;
    }
    enum mba_status status = calls->collect(calls->ctx, calls->work(calls->ctx, pool->worker, item));
    if (status > pool->status)
        pool->status = status;
    pool->stopped = status == MBA_RUN_FAILED;
    return !pool->stopped;
}

static enum mba_status run_inline(const struct mba_pool_calls *calls)
{
    struct mba_pool pool = {.calls = calls, .inline_run = true};
    pool.worker = calls->worker_new(calls->ctx);
    if (!pool.worker)
        return MBA_RUN_FAILED;
    enum mba_status status = calls->produce(calls->ctx, &pool);
    calls->worker_free(calls->ctx, pool.worker);
    return status > pool.status ? status : pool.status;
}

/* ---- several threads ----------------------------------------------------------------------------- */

static bool has_room(const struct mba_pool *pool, size_t bytes)
{
    uint64_t under_way = pool->put - pool->collected;
    if (under_way == 0)
        return true;
    return under_way < pool->slot_count && bytes <= pool->max_bytes && pool->bytes <= pool->max_bytes - bytes;
}

bool mba_pool_put(struct mba_pool *pool, void *item, size_t bytes)
{
    if (pool->inline_run)
        return put_inline(pool, item);
    pthread_mutex_lock(&pool->lock);
    while (!pool->stopped && !has_room(pool, bytes))
        pthread_cond_wait(&pool->room, &pool->lock);
    bool stopped = pool->stopped;
    if (!stopped) {
        pool->slots[pool->put % pool->slot_count] = (struct slot){.item = item, .bytes = bytes};
        pool->put++;
        pool->bytes += bytes;
        pthread_cond_signal(&pool->work);
    }
    pthread_mutex_unlock(&pool->lock);
    if (stopped)
        pool->calls->drop(pool->calls->ctx, item);
    return !stopped;
}

static void *reader_main(void *arg)
{
    struct mba_pool *pool = arg;
    enum mba_status status = pool->calls->produce(pool->calls->ctx, pool);
    pthread_mutex_lock(&pool->lock);
    pool->closed = true;
    stop(pool, status);
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* Waits for an item; NULL when there will be none. Called with the lock held. */
static struct slot *take(struct mba_pool *pool)
{
    while (!pool->stopped && pool->taken == pool->put && !pool->closed)
        pthread_cond_wait(&pool->work, &pool->lock);
    if (pool->stopped || pool->taken == pool->put)
        return NULL;
    return &pool->slots[pool->taken++ % pool->slot_count];
}

static void work_all(struct mba_pool *pool, void *worker)
{
    pthread_mutex_lock(&pool->lock);
    for (struct slot *slot = take(pool); slot; slot = take(pool)) {
        void *item = slot->item;
        slot->item = NULL;
        pthread_mutex_unlock(&pool->lock);
        void *result = pool->calls->work(pool->calls->ctx, worker, item);
        pthread_mutex_lock(&pool->lock);
        slot->result = result;
        pool->bytes -= slot->bytes;
        pthread_cond_signal(&pool->done);
        pthread_cond_signal(&pool->room);
    }
    pthread_mutex_unlock(&pool->lock);
}

static void *worker_main(void *arg)
{
    struct mba_pool *pool = arg;
    void *worker = pool->calls->worker_new(pool->calls->ctx);
    if (worker) {
        work_all(pool, worker);
        pool->calls->worker_free(pool->calls->ctx, worker);
        return NULL;
    }
    pthread_mutex_lock(&pool->lock);
    stop(pool, MBA_RUN_FAILED);
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* Hands results on in order until the reader has finished and everything was collected. */
static void collect_all(struct mba_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    while (!pool->stopped) {
        struct slot *slot = &pool->slots[pool->collected % pool->slot_count];
        if (pool->collected < pool->taken && slot->result) {
            void *result = slot->result;
            slot->result = NULL;
            pool->collected++;
            pthread_cond_signal(&pool->room);
            pthread_mutex_unlock(&pool->lock);
            enum mba_status status = pool->calls->collect(pool->calls->ctx, result);
            pthread_mutex_lock(&pool->lock);
            if (status != MBA_OK)
                stop(pool, status);
        } else if (pool->closed && pool->collected == pool->put) {
            break;
        } else {
            pthread_cond_wait(&pool->done, &pool->lock);
        }
    }
    pthread_mutex_unlock(&pool->lock);
}

static void drop_rest(struct mba_pool *pool)
{
    for (size_t i = 0; i < pool->slot_count; i++) {
        if (pool->slots[i].item)
            pool->calls->drop(pool->calls->ctx, pool->slots[i].item);
        if (pool->slots[i].result)
            pool->calls->drop_result(pool->calls->ctx, pool->slots[i].result);
    }
}

static void run_threads(struct mba_pool *pool, pthread_t *threads, unsigned jobs)
{
    unsigned started = 0;
    pthread_mutex_lock(&pool->lock);
    for (; started <= jobs; started++) /* the last one is the reader */
        if (pthread_create(&threads[started], NULL, started < jobs ? worker_main : reader_main, pool) != 0)
            break;
    if (started <= jobs)
        stop(pool, MBA_RUN_FAILED);
    pthread_mutex_unlock(&pool->lock);
    collect_all(pool);
    for (unsigned i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
}

enum mba_status mba_pool_run(unsigned jobs, size_t max_bytes, const struct mba_pool_calls *calls)
{
    if (jobs <= 1)
        return run_inline(calls);
    struct mba_pool pool = {.calls = calls,
                            .slot_count = (size_t)jobs * 2 + 2,
                            .max_bytes = max_bytes,
                            .lock = PTHREAD_MUTEX_INITIALIZER,
                            .room = PTHREAD_COND_INITIALIZER,
                            .work = PTHREAD_COND_INITIALIZER,
                            .done = PTHREAD_COND_INITIALIZER};
    pthread_t *threads = calloc((size_t)jobs + 1, sizeof *threads);
    pool.slots = calloc(pool.slot_count, sizeof *pool.slots);
    if (threads && pool.slots) {
        run_threads(&pool, threads, jobs);
        drop_rest(&pool);
    } else {
        pool.status = MBA_RUN_FAILED;
    }
    free(threads);
    free(pool.slots);
    return pool.status;
}
