/* A pass over sections: produced in order, worked on by any thread, taken in order. */
#include <stdlib.h>

#include "private.h"

#include "mbaudit/audit.h"

enum { QUEUE_BYTES = 16 * 1024 * 1024 };

struct pass {
    const struct mba_stage *stage;
    struct mba_report *report;
    struct mba_pool *pool;
};

struct mba_work *mba_work_new(const struct mba_report *report, size_t size)
{
    struct mba_work *work = calloc(1, size);
    if (!work)
        return NULL;
    work->count = report->count;
    work->texts = calloc(report->count + 1, sizeof *work->texts);
    if (work->texts)
        return work;
    free(work);
    return NULL;
}

static void work_free(const struct mba_stage *stage, struct mba_work *work)
{
    if (stage->release)
        stage->release(work);
    for (size_t i = 0; i < work->count; i++)
        mba_buf_free(&work->texts[i]);
    free(work->texts);
    free(work->error);
    free(work);
}

bool mba_stage_put(struct mba_pass *to, struct mba_work *work)
{
    struct pass *pass = (struct pass *)to;
    return mba_pool_put(pass->pool, work, pass->stage->weight);
}

static enum mba_status produce(void *ctx, struct mba_pool *pool)
{
    struct pass *pass = ctx;
    pass->pool = pool;
    return pass->stage->produce(pass->report, (struct mba_pass *)pass) ? MBA_OK : MBA_RUN_FAILED;
}

static void *do_work(void *ctx, void *worker, void *item)
{
    struct pass *pass = ctx;
    (void)worker;
    pass->stage->work(pass->report, item);
    return item;
}

static enum mba_status collect(void *ctx, void *result)
{
    struct pass *pass = ctx;
    struct mba_work *work = result;
    bool good = !work->error && pass->stage->take(pass->report, work);
    if (work->error) {
        *pass->report->error = work->error;
        *pass->report->fault = work->fault;
        work->error = NULL;
    }
    work_free(pass->stage, work);
    return good ? MBA_OK : MBA_RUN_FAILED;
}

static void drop(void *ctx, void *item)
{
    work_free(((struct pass *)ctx)->stage, item);
}

static void *worker_new(void *ctx)
{
    return ctx;
}

static void worker_free(void *ctx, void *worker)
{
    (void)ctx, (void)worker;
}

bool mba_stage_run(struct mba_report *report, const struct mba_stage *stage)
{
    struct pass pass = {.stage = stage, .report = report};
    const struct mba_pool_calls calls = {&pass,   produce, worker_new, worker_free,
                                         do_work, collect, drop,       drop};
    enum mba_status status = mba_pool_run(report->options->jobs, QUEUE_BYTES, &calls);
    if (*report->error || status != MBA_RUN_FAILED)
        return !*report->error;
    *report->error = report->reader_error;
    report->reader_error = NULL;
    if (report->reader_document)
        *report->fault = MBA_REPORT_FAULT_DOCUMENT;
    return *report->error ? false : mba_fail(report->error, "no memory");
}
