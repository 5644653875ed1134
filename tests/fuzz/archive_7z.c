/* A 7z, whatever the bytes are. */
#include "archive.h"

FUZZ_ARCHIVE("7z\274\257\047\034")
