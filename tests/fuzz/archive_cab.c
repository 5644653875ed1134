/* A cab, whatever the bytes are. */
#include "archive.h"

FUZZ_ARCHIVE("MSCF")
