/* CLIXML of root\cimv2, whatever the bytes are. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_import(&mba_format_clixml_evidence, data, size);
    return 0;
}
