/* applicationHost.config, whatever the bytes are. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_import(&mba_format_apphost, data, size);
    return 0;
}
