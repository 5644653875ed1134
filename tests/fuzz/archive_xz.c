/* An xz stream, whatever the bytes are. */
#include "archive.h"

FUZZ_ARCHIVE("\3757zXZ")
