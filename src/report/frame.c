/* The page a format begins with, and where the other sections go in it. */
#include <string.h>

#include "private.h"

static const char *const marks[MBA_MARK_COUNT] = {"<?mbaudit \x01rules", "<?mbaudit \x01snapshots"};

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
