/* A tar, or anything without magic, whatever the bytes are. */
#include "archive.h"

FUZZ_ARCHIVE("")
