/* article: the text of a small article that is complete, to make mistakes in. */
#ifndef MBAUDIT_UNIT_ARTICLE_H
#define MBAUDIT_UNIT_ARTICLE_H

#include "mbaudit/kb.h"

extern const char small_article[]; /* id "a-rule"; line 3 is <rule> */
/* A copy with the first `from` replaced by `to`; free() it. Fails the test when `from` is not there. */
char *article_with(const char *from, const char *to);
/* Loads it; the number of problems, each "line: text", joined by '\n' in out. */
size_t article_problems(const char *text, struct mba_buf *out);

#endif
