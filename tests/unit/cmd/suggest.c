#include "cmd/table.h"
#include "unit.h"

#include <string.h>

static const char *nearest(const char *typed)
{
    static const char *const words[] = {"scan", "report", "smtp-instance-stopped", "smtp-instance-paused"};
    struct cmd_suggest suggest = {.typed = typed};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        cmd_suggest_offer(&suggest, words[i]);
    return suggest.best ? suggest.best : "";
}

UNIT_TEST(a_slip_finds_the_word)
{
    CU_ASSERT_STRING_EQUAL(nearest("scan"), "scan");
    CU_ASSERT_STRING_EQUAL(nearest("scn"), "scan");   /* one missing */
    CU_ASSERT_STRING_EQUAL(nearest("scxan"), "scan"); /* one too many */
    CU_ASSERT_STRING_EQUAL(nearest("sxan"), "scan");  /* one wrong */
    CU_ASSERT_STRING_EQUAL(nearest("scna"), "scan");  /* two swapped */
    CU_ASSERT_STRING_EQUAL(nearest("reprot"), "report");
    CU_ASSERT_STRING_EQUAL(nearest("smtp-instance-stoped"), "smtp-instance-stopped");
    CU_ASSERT_STRING_EQUAL(nearest("smtp-instance-pausd"), "smtp-instance-paused");
}

UNIT_TEST(another_word_finds_none)
{
    CU_ASSERT_STRING_EQUAL(nearest(""), "");
    CU_ASSERT_STRING_EQUAL(nearest("s"), "");
    CU_ASSERT_STRING_EQUAL(nearest("sxxn"), "");
    CU_ASSERT_STRING_EQUAL(nearest("export.zip"), "");
}

UNIT_TEST(a_word_too_long_to_compare_finds_none)
{
    char lengthy[200];
    memset(lengthy, 's', sizeof lengthy - 1);
    lengthy[sizeof lengthy - 1] = '\0';
    CU_ASSERT_STRING_EQUAL(nearest(lengthy), "");
}
