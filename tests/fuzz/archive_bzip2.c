/* A bzip2 stream, whatever the bytes are. */
#include "archive.h"

FUZZ_ARCHIVE("BZh")
