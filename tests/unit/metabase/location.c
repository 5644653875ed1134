#include <string.h>

#include "fixture.h"

UNIT_TEST(every_form_of_a_location_becomes_one)
{
    static const char *const rows[][2] = {{"/LM/W3SVC/1", "/LM/W3SVC/1"},
                                          {"LM/W3SVC/1/", "/LM/W3SVC/1"},
                                          {"w3svc/1", "/LM/w3svc/1"},
                                          {"/SmtpSvc/1", "/LM/SmtpSvc/1"},
                                          {"/lm/smtpsvc", "/LM/smtpsvc"},
                                          {"/LM//W3SVC///1//", "/LM/W3SVC/1"},
                                          {"IIS://host/W3SVC/1", "/LM/W3SVC/1"},
                                          {"iis://host/LM/W3SVC", "/LM/W3SVC"},
                                          {"IIS://localhost", "/LM"},
                                          {"IIS://localhost/", "/LM"},
                                          {"IIS://", "/LM"},
                                          {"/LM", "/LM"},
                                          {"LM", "/LM"},
                                          {"/LM/", "/LM"},
                                          {".", "."},
                                          {"/", "/"},
                                          {"", "/LM"},
                                          {"/LMX/1", "/LM/LMX/1"},
                                          {"/LM/LM/1", "/LM/LM/1"},
                                          {"/LM/Logging/Custom Logging", "/LM/Logging/Custom Logging"}};
    struct mba_arena *arena = mba_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        CU_ASSERT_STRING_EQUAL(mba_location_normalise(arena, rows[i][0], strlen(rows[i][0])), rows[i][1]);
    mba_arena_free(arena);
}

UNIT_TEST(path_patterns)
{
    CU_ASSERT_TRUE(mba_path_matches("/LM/SmtpSvc/*", "/LM/SMTPSVC/1"));
    CU_ASSERT_FALSE(mba_path_matches("/LM/SmtpSvc/*", "/LM/SmtpSvc"));
    CU_ASSERT_FALSE(mba_path_matches("/LM/SmtpSvc/*", "/LM/SmtpSvc/1/Domain"));
    CU_ASSERT_FALSE(mba_path_matches("/LM/SmtpSvc/*", "/LM/W3SVC/1"));
    CU_ASSERT_FALSE(mba_path_matches("/LM/SmtpSvc", "/LM/SmtpSvcX"));
    CU_ASSERT_TRUE(mba_path_matches("/LM/SmtpSvc/*/RoutingSources", "/LM/SmtpSvc/12/routingsources"));
    CU_ASSERT_TRUE(mba_path_matches("/LM/W3SVC/**", "/LM/W3SVC/1/ROOT/owa"));
    CU_ASSERT_TRUE(mba_path_matches("/LM/W3SVC/**", "/LM/W3SVC"));
    CU_ASSERT_TRUE(mba_path_matches("**", "/LM"));
    CU_ASSERT_TRUE(mba_path_matches("**", "."));
    CU_ASSERT_TRUE(mba_path_matches("/LM/**/owa", "/LM/W3SVC/1/ROOT/owa"));
    CU_ASSERT_TRUE(mba_path_matches("/LM/**/owa", "/LM/owa/x/owa"));
    CU_ASSERT_FALSE(mba_path_matches("/LM/**/owa", "/LM/owa/x"));
    CU_ASSERT_TRUE(mba_path_matches("/LM/**/a/**/b", "/LM/a/a/x/b"));
    CU_ASSERT_FALSE(mba_path_matches("/LM/**/a/*/b", "/LM/a/b"));
    CU_ASSERT_TRUE(mba_path_matches(".", "."));
    CU_ASSERT_FALSE(mba_path_matches("/LM", "."));
    CU_ASSERT_FALSE(mba_path_matches("**", NULL)); /* of unknown place */
}
