/* Evidence beside the metabase: its vocabulary, its one form, and finding it again. */
#include <stdlib.h>
#include <string.h>

#include "fixture.h"

static const struct mba_evidence_word *word(const char *object, const char *property)
{
    const struct mba_evidence_word *near;
    return mba_evidence_find(object, property, &near);
}

UNIT_TEST(an_object_and_its_property_are_known_without_case)
{
    const struct mba_evidence_word *found = word("/lm/smtpsvc/12", "MSEXCHSMTPMAXHOPCOUNT");
    CU_ASSERT_PTR_NOT_NULL_FATAL(found);
    CU_ASSERT_STRING_EQUAL(found->property, "msExchSmtpMaxHopCount");
    CU_ASSERT_EQUAL(found->kind, MBA_EVIDENCE_ACTIVE_DIRECTORY);
    CU_ASSERT_PTR_NOT_NULL(word("Server", "mailboxes"));
    CU_ASSERT_PTR_NOT_NULL(word("SERVICE:smtpsvc", "Started"));
    CU_ASSERT_PTR_NOT_NULL(word("/LM/W3SVC/1/ROOT/Exchange", "folderPathName"));
}

UNIT_TEST(an_object_of_another_form_is_not)
{
    CU_ASSERT_PTR_NULL(word("/LM/SmtpSvc", "msExchSmtpMaxHopCount"));
    CU_ASSERT_PTR_NULL(word("/LM/SmtpSvc/one", "msExchSmtpMaxHopCount"));
    CU_ASSERT_PTR_NULL(word("/LM/SmtpSvc/1/Domain", "msExchSmtpMaxHopCount"));
    CU_ASSERT_PTR_NULL(word("/LM/W3SVC/1/ROOT", "folderPathName"));
    CU_ASSERT_PTR_NULL(word("service:", "Started"));
    CU_ASSERT_PTR_NULL(word("server", "Started"));
}

UNIT_TEST(what_was_probably_meant_is_offered)
{
    const struct mba_evidence_word *near;
    CU_ASSERT_PTR_NULL(mba_evidence_find("server", "Mailboxs", &near));
    CU_ASSERT_PTR_NOT_NULL_FATAL(near);
    CU_ASSERT_STRING_EQUAL(near->property, "Mailboxes");
    CU_ASSERT_PTR_NULL(mba_evidence_find("server", "Startd", &near));
    CU_ASSERT_PTR_NOT_NULL_FATAL(near);
    CU_ASSERT_STRING_EQUAL(near->object, "service:NAME");
    CU_ASSERT_PTR_NULL(mba_evidence_find("server", "Colour", &near));
    CU_ASSERT_PTR_NULL(near);
}

UNIT_TEST(every_kind_has_a_word_and_something_to_know)
{
    for (int i = 0; i < MBA_EVIDENCE_KIND_COUNT; i++) {
        enum mba_evidence_kind kind = MBA_EVIDENCE_KIND_COUNT, wanted = (enum mba_evidence_kind)i;
        const char *name = mba_evidence_kind_word(wanted);
        CU_ASSERT(mba_evidence_kind_parse(name, strlen(name), &kind));
        CU_ASSERT_EQUAL(kind, wanted);
        bool any = false;
        for (const struct mba_evidence_word *w = mba_evidence_words; w->property; w++)
            any = any || w->kind == wanted;
        CU_ASSERT(any);
    }
}

static void object_becomes(const char *written, const char *form)
{
    struct mba_arena *arena = mba_arena_new();
    CU_ASSERT_FATAL(arena != NULL);
    const char *object = mba_observation_object(arena, written, strlen(written));
    CU_ASSERT_STRING_EQUAL(object, form);
    mba_arena_free(arena);
}

UNIT_TEST(objects_have_one_form)
{
    object_becomes("/LM/SmtpSvc/1/", "/LM/SmtpSvc/1");
    object_becomes("/SmtpSvc/1", "/LM/SmtpSvc/1");
    object_becomes("  server ", "server");
    object_becomes("folder:D:\\mail\\Queue\\", "folder:D:\\mail\\Queue");
    object_becomes("folder:D:\\", "folder:D:\\");
    object_becomes("registry:HKLM\\Software\\A\\B", "registry:HKEY_LOCAL_MACHINE\\Software\\A\\B");
    object_becomes("registry:HKLMX\\A", "registry:HKLMX\\A");
    object_becomes("registry:HKEY_LOCAL_MACHINE\\A", "registry:HKEY_LOCAL_MACHINE\\A");
}

static const char *value(struct mba_arena *arena, const char *object, const char *property, const char *text)
{
    const char *out;
    const struct mba_evidence_word *w = word(object, property);
    CU_ASSERT_FATAL(w != NULL);
    return mba_observation_value(arena, w, text, strlen(text), &out) ? out : "(refused)";
}

UNIT_TEST(values_have_the_form_of_their_type)
{
    struct mba_arena *arena = mba_arena_new();
    CU_ASSERT_FATAL(arena != NULL);
    CU_ASSERT_STRING_EQUAL(value(arena, "server", "Mailboxes", " 0021 "), "21");
    CU_ASSERT_STRING_EQUAL(value(arena, "server", "Mailboxes", "0"), "0");
    CU_ASSERT_STRING_EQUAL(value(arena, "server", "Mailboxes", "-1"), "(refused)");
    CU_ASSERT_STRING_EQUAL(value(arena, "server", "Mailboxes", "many"), "(refused)");
    CU_ASSERT_STRING_EQUAL(value(arena, "server", "Mailboxes", ""), "(refused)");
    CU_ASSERT_STRING_EQUAL(value(arena, "server", "Mailboxes", "9999999999999999"), "(refused)");
    CU_ASSERT_STRING_EQUAL(value(arena, "service:x", "Started", "true"), "TRUE");
    CU_ASSERT_STRING_EQUAL(value(arena, "service:x", "Started", "maybe"), "(refused)");
    CU_ASSERT_STRING_EQUAL(value(arena, "log:System", "Since", "2006-05-16 04:00+02:00"),
                           "2006-05-16T02:00:00Z");
    CU_ASSERT_STRING_EQUAL(value(arena, "log:System", "Since", "yesterday"), "(refused)");
    CU_ASSERT_STRING_EQUAL(value(arena, "log:System", "Event", "2006-05-16T02:00Z 0429 SMTPSVC"),
                           "2006-05-16T02:00:00Z 429 SMTPSVC");
    CU_ASSERT_STRING_EQUAL(value(arena, "log:System", "Event", "2006-05-16T02:00Z 429"), "(refused)");
    CU_ASSERT_STRING_EQUAL(value(arena, "log:System", "Event", "2006-05-16T02:00Z x SMTPSVC"), "(refused)");
    CU_ASSERT_STRING_EQUAL(value(arena, "server", "Caption", " Windows "), "Windows");
    mba_arena_free(arena);
}

static void tell(struct fixture *f, const char *object, const char *property, const char *text)
{
    struct mba_observation told = {.word = word(object, property), .object = object, .text = text, .line = 7};
    told.export_index = (unsigned)mba_metabase_export_count(f->mb) - 1;
    CU_ASSERT(mba_metabase_observe(f->mb, &told));
}

UNIT_TEST(what_was_told_is_found_by_object_without_case)
{
    struct fixture f;
    fixture_open(&f);
    fixture_export(&f, "SRV1/evidence.csv", false);
    tell(&f, "service:SMTPSVC", "Started", "TRUE");
    tell(&f, "service:W3SVC", "Started", NULL);
    fixture_finish(&f);
    const struct mba_observation *told =
        mba_metabase_observed(f.mb, word("service:x", "Started"), "service:smtpsvc", NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(told);
    CU_ASSERT_STRING_EQUAL(told->text, "TRUE");
    CU_ASSERT_EQUAL(told->line, 7);
    told = mba_metabase_observed(f.mb, word("service:x", "Started"), "service:W3SVC", NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(told);
    CU_ASSERT_PTR_NULL(told->text);
    CU_ASSERT_PTR_NULL(mba_metabase_observed(f.mb, word("service:x", "State"), "service:SMTPSVC", NULL));
    CU_ASSERT_PTR_NULL(mba_metabase_observed(f.mb, word("service:x", "Started"), "service:NNTPSVC", NULL));
    CU_ASSERT_EQUAL(f.problems.count, 0);
    mba_metabase_reset(f.mb);
    CU_ASSERT_EQUAL(mba_metabase_observation_count(f.mb), 0);
    fixture_close(&f);
}

UNIT_TEST(of_two_that_differ_the_first_stands_and_that_is_told)
{
    struct fixture f;
    fixture_open(&f);
    fixture_export(&f, "SRV1/first.csv", false);
    tell(&f, "server", "Mailboxes", "20");
    tell(&f, "log:System", "Event", "2006-05-16T02:00:00Z 429 SMTPSVC");
    fixture_export(&f, "SRV1/second.csv", false);
    tell(&f, "SERVER", "Mailboxes", "21");
    tell(&f, "log:System", "Event", "2006-05-16T03:00:00Z 429 SMTPSVC");
    fixture_finish(&f);
    size_t cursor = 0;
    CU_ASSERT_STRING_EQUAL(mba_metabase_observed(f.mb, word("server", "Mailboxes"), "server", &cursor)->text,
                           "20");
    CU_ASSERT_STRING_EQUAL(mba_metabase_observed(f.mb, word("server", "Mailboxes"), "server", &cursor)->text,
                           "21");
    CU_ASSERT_PTR_NULL(mba_metabase_observed(f.mb, word("server", "Mailboxes"), "server", &cursor));
    CU_ASSERT_EQUAL_FATAL(f.problems.count, 1); /* two events are no conflict */
    CU_ASSERT_STRING_EQUAL(f.problems.items[0].text,
                           "SERVER: Mailboxes is \"21\" here and \"20\" in SRV1/first.csv, which is used; "
                           "check that both are of the same server and time");
    CU_ASSERT_STRING_EQUAL(f.problems.items[0].member, "SRV1/second.csv");
    fixture_close(&f);
}

/* The guide is what a collector is written from: it must have each word, and no other. */
UNIT_TEST(the_collection_guide_has_the_whole_vocabulary)
{
    size_t len, rows = 0;
    char *error = NULL;
    char *guide = (char *)mba_file_read("share/collect/README.md", 1 << 20, &len, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(guide);
    struct mba_buf text = {0}, row = {0};
    mba_buf_add(&text, guide, len);
    for (const struct mba_evidence_word *w = mba_evidence_words; w->property; w++, rows++) {
        mba_buf_clear(&row);
        mba_buf_printf(&row, "\n| `%s` | `%s` | %s | %s |\n", w->object, w->property, w->value, w->help);
        if (!strstr(text.data, row.data))
            printf("\nnot in the guide: %s", row.data);
        CU_ASSERT_PTR_NOT_NULL(strstr(text.data, row.data));
    }
    size_t told = 0;
    const char *at = strstr(text.data, "| Object | Property | Value |");
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    for (at = strstr(at, "\n| `"); at && strncmp(at, "\n| `", 4) == 0; at = strchr(at + 1, '\n'))
        told++;
    CU_ASSERT_EQUAL(told, rows);
    mba_buf_free(&text);
    mba_buf_free(&row);
    free(guide);
    free(error);
}
