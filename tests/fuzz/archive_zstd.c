/* A zstd stream, whatever the bytes are. */
#include "archive.h"

FUZZ_ARCHIVE("\050\265\057\375")
