/* A gzip, of a tar or of a file, whatever the bytes are. */
#include "archive.h"

FUZZ_ARCHIVE("\037\213\010")
