#include <string.h>

#include "mbaudit/base.h"
#include "unit.h"

UNIT_TEST(every_asset_is_found_by_its_path)
{
    size_t count = 0;
    for (const struct mba_asset *asset = mba_assets; asset->path; asset++, count++) {
        CU_ASSERT_PTR_EQUAL(mba_asset_find(asset->path), asset);
        CU_ASSERT_EQUAL(asset->data[asset->len], 0); /* so that text assets can be used as they are */
        if (count > 0)
            CU_ASSERT(strcmp(asset[-1].path, asset->path) < 0);
    }
    CU_ASSERT(count > 0);
}

UNIT_TEST(an_asset_is_the_file)
{
    const struct mba_asset *asset = mba_asset_find("corpus/schema/properties.tsv");
    CU_ASSERT_PTR_NOT_NULL_FATAL(asset);
    CU_ASSERT(strncmp((const char *)asset->data, "# The properties", 16) == 0);
    CU_ASSERT_EQUAL(asset->data[asset->len - 1], '\n');
    CU_ASSERT_PTR_NULL(mba_asset_find("corpus/schema/properties.ts"));
    CU_ASSERT_PTR_NULL(mba_asset_find(""));
}
