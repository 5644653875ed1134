/* assets: finding what is compiled in. */
#include "mbaudit/base.h"

#include <stdlib.h>
#include <string.h>

static int compare_path(const void *path, const void *asset)
{
    return strcmp(path, ((const struct mba_asset *)asset)->path);
}

const struct mba_asset *mba_asset_find(const char *path)
{
    size_t count = 0;
    while (mba_assets[count].path)
        count++;
    return bsearch(path, mba_assets, count, sizeof mba_assets[0], compare_path);
}
