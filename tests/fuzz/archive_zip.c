/* A zip, whatever the bytes are. */
#include "archive.h"

FUZZ_ARCHIVE("PK\003\004")
