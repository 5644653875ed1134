/* The page a format begins with, and where the other sections go in it. */
#include <string.h>

#include "private.h"

static const char *const marks[MBA_MARK_COUNT] = {[MBA_MARK_RULES] = "<?mbaudit \x01rules",
                                                  [MBA_MARK_GONE] = "<?mbaudit \x01gone",
                                                  [MBA_MARK_SNAPSHOTS] = "<?mbaudit \x01snapshots",
                                                  [MBA_MARK_INCOMPLETE] = "<?mbaudit \x01incomplete",
                                                  [MBA_MARK_CHANGED] = ("<?mbaudit \x01"
                                                                        "changed"),
                                                  [MBA_MARK_MATRIX] = "<?mbaudit \x01matrix",
                                                  [MBA_MARK_HISTORY] = "<?mbaudit \x01history",
                                                  [MBA_MARK_CSS] = MBA_CSS_TOKEN,
                                                  [MBA_MARK_JS] = MBA_JS_TOKEN};

/* HTML ends a processing instruction with ">", XML with "?>". */
void mba_frame_find_marks(struct mba_frame *frame)
{
    for (int i = 0; i < MBA_MARK_COUNT; i++) {
        const char *at = frame->bytes.data ? strstr(frame->bytes.data, marks[i]) : NULL;
        const char *end = at ? strchr(at, '>') : NULL;
        frame->at[i] = frame->after[i] = frame->bytes.len;
        if (!end)
            continue;
        frame->at[i] = (size_t)(at - frame->bytes.data);
        frame->after[i] = (size_t)(end + 1 - frame->bytes.data);
    }
}

bool mba_frame_has(const struct mba_frame *frame, enum mba_mark mark)
{
    return frame->after[mark] > frame->at[mark];
}

size_t mba_frame_order(const struct mba_frame *frame, enum mba_mark order[MBA_MARK_COUNT])
{
    size_t count = 0;
    for (int i = 0; i < MBA_MARK_COUNT; i++) {
        enum mba_mark mark = (enum mba_mark)i;
        size_t at = count;
        if (!mba_frame_has(frame, mark))
            continue;
        for (; at > 0 && frame->at[order[at - 1]] > frame->at[mark]; at--)
            order[at] = order[at - 1];
        order[at] = mark;
        count++;
    }
    return count;
}
