#include <stdlib.h>
#include <string.h>

#include "mbaudit/base.h"
#include "unit.h"

static const char *iso(mba_time t)
{
    static char out[21];
    mba_time_iso(t, out);
    return out;
}

UNIT_TEST(times_as_people_and_programs_write_them)
{
    static const struct {
        const char *text, *iso;
    } rows[] = {
        {"2006-05-16T02:00:00Z", "2006-05-16T02:00:00Z"},
        {"2006-05-16 02:00:00", "2006-05-16T02:00:00Z"},
        {"2006-05-16T02:00", "2006-05-16T02:00:00Z"},
        {"2006-05-16", "2006-05-16T00:00:00Z"},
        {"2006-05-16T02:00:00.1234567+02:00", "2006-05-16T00:00:00Z"},
        {"2006-05-16T02:00:00-0530", "2006-05-16T07:30:00Z"},
        {"20060516020000.000000+120", "2006-05-16T00:00:00Z"},
        {"20060516020000.000000-060", "2006-05-16T03:00:00Z"},
        {"2006-05-16T02:00:00 CET", ""},
        {"2006-05-16T25:00:00Z", ""},
        {"2006-02-30", ""},
        {"16.05.2006", ""},
        {"2006-05-16T02:00:00+2", ""},
        {"2006-05-16T16:00:00+14:00", "2006-05-16T02:00:00Z"},
        {"2006-05-16T02:00:00+14:01", ""},
        {"2006-05-16T02:00:00-99:00", ""},
        {"2006-05-16T02:00:00+01:60", ""},
        {"20060516020000.000000+999", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        mba_time time = 0;
        char iso[21] = "";
        if (mba_time_parse(rows[i].text, &time))
            mba_time_iso(time, iso);
        CU_ASSERT_STRING_EQUAL(iso, rows[i].iso);
    }
}

UNIT_TEST(known_moments)
{
    mba_time t = 0;
    CU_ASSERT(mba_time_make(1970, 1, 1, 0, 0, 0, &t) && t == 0);
    CU_ASSERT(mba_time_make(2001, 9, 9, 1, 46, 40, &t) && t == 1000000000);
    CU_ASSERT(mba_time_make(2000, 3, 1, 0, 0, 0, &t) && t == 951868800);
    CU_ASSERT(mba_time_make(1969, 12, 31, 23, 59, 59, &t) && t == -1);
    CU_ASSERT(mba_time_make(1601, 1, 1, 0, 0, 0, &t) && t == -11644473600); /* where FILETIME starts */
    CU_ASSERT(mba_time_make(9999, 12, 31, 23, 59, 59, &t) && t == 253402300799);
}

UNIT_TEST(written_and_read_back)
{
    CU_ASSERT_STRING_EQUAL(iso(0), "1970-01-01T00:00:00Z");
    CU_ASSERT_STRING_EQUAL(iso(1000000000), "2001-09-09T01:46:40Z");
    CU_ASSERT_STRING_EQUAL(iso(-1), "1969-12-31T23:59:59Z");
    CU_ASSERT_STRING_EQUAL(iso(951782400), "2000-02-29T00:00:00Z");
    CU_ASSERT_STRING_EQUAL(iso(-11644473600), "1601-01-01T00:00:00Z");
    CU_ASSERT_STRING_EQUAL(iso(-11644473601), "");
    CU_ASSERT_STRING_EQUAL(iso(253402300799), "9999-12-31T23:59:59Z");
    CU_ASSERT_STRING_EQUAL(iso(253402300800), "");
    CU_ASSERT_STRING_EQUAL(iso(MBA_TIME_NONE), "");
    for (mba_time t = -11644473600; t <= 253402300799; t += 86400 * 97 + 12345) {
        mba_time back = 1;
        CU_ASSERT_FATAL(mba_time_parse_iso(iso(t), &back));
        CU_ASSERT_EQUAL_FATAL(back, t);
    }
}

UNIT_TEST(dates_that_do_not_exist)
{
    mba_time t = 5;
    CU_ASSERT_TRUE(mba_time_make(2000, 2, 29, 0, 0, 0, &t));
    CU_ASSERT_FALSE(mba_time_make(1900, 2, 29, 0, 0, 0, &t));
    CU_ASSERT_FALSE(mba_time_make(2005, 2, 29, 0, 0, 0, &t));
    CU_ASSERT_FALSE(mba_time_make(2006, 4, 31, 0, 0, 0, &t));
    CU_ASSERT_FALSE(mba_time_make(2006, 0, 1, 0, 0, 0, &t));
    CU_ASSERT_FALSE(mba_time_make(2006, 13, 1, 0, 0, 0, &t));
    CU_ASSERT_FALSE(mba_time_make(2006, 1, 0, 0, 0, 0, &t));
    CU_ASSERT_FALSE(mba_time_make(2006, 1, 1, 24, 0, 0, &t));
    CU_ASSERT_FALSE(mba_time_make(2006, 1, 1, 0, 60, 0, &t));
    CU_ASSERT_FALSE(mba_time_make(2006, 1, 1, 0, 0, 60, &t));
    CU_ASSERT_FALSE(mba_time_make(2006, 1, 1, 0, 0, -1, &t));
    CU_ASSERT_FALSE(mba_time_make(1600, 12, 31, 0, 0, 0, &t));
    CU_ASSERT_FALSE(mba_time_make(10000, 1, 1, 0, 0, 0, &t));
}

UNIT_TEST(other_forms_are_refused)
{
    mba_time t = 0;
    CU_ASSERT(mba_time_parse_iso("2001-09-09", &t) && t == 999993600);
    static const char *const bad[] = {"",
                                      "2001-9-09",
                                      "2001-09-09T01:46:40",
                                      "2001-09-09 01:46:40Z",
                                      "2001-13-09",
                                      "2001-09-09T01:46:40Zx",
                                      "20010909",
                                      "+001-09-09"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CU_ASSERT_FALSE(mba_time_parse_iso(bad[i], &t));
}

UNIT_TEST(the_clock_can_be_set_from_outside)
{
    mba_time t = 0;
    const char *bad = NULL;
    setenv("SOURCE_DATE_EPOCH", "1147744800", 1);
    CU_ASSERT(mba_time_now(&t, &bad) && t == 1147744800);
    static const char *const nonsense[] = {"", "soon", "-5", "12 ", "1K", "253402300800"};
    for (size_t i = 0; i < sizeof nonsense / sizeof nonsense[0]; i++) {
        setenv("SOURCE_DATE_EPOCH", nonsense[i], 1);
        CU_ASSERT_FALSE(mba_time_now(&t, &bad));
        CU_ASSERT_STRING_EQUAL(bad, nonsense[i]);
    }
    unsetenv("SOURCE_DATE_EPOCH");
    CU_ASSERT(mba_time_now(&t, &bad) && t > 1600000000);
}
