/* The real MetaBase.xml of a Windows Server 2003 host, when it is there; expectations were read off the file.
 */
#include "imported.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static bool read_sample(struct imported *im)
{
    static const char path[] = "../shared/samples/modSIC-metabaseSample.xml";
    char *error = NULL;
    size_t len;
    unsigned char *data = mba_file_read(path, (size_t)1 << 20, &len, &error);
    if (!data) {
        fprintf(stderr, "skipped, no %s\n", path);
        free(error);
        return false;
    }
    imported_open(im);
    imported_read(im, "MetaBase.xml", data, len);
    imported_finish(im);
    free(data);
    return true;
}

static size_t lines_in(const char *text)
{
    size_t n = 1;
    while ((text = strchr(text, '\n'))) {
        text++;
        n++;
    }
    return n;
}

UNIT_TEST(sample_has_its_keys_and_no_state)
{
    struct imported im;
    if (!read_sample(&im))
        return;
    CU_ASSERT_EQUAL(im.status, MBA_OK);
    CU_ASSERT_EQUAL(im.problems.count, 0);
    CU_ASSERT_EQUAL(mba_metabase_count(im.mb), 57);
    for (size_t i = 0; i < mba_metabase_count(im.mb); i++) {
        const struct mba_key *key = mba_metabase_at(im.mb, i);
        CU_ASSERT(key->complete);
        CU_ASSERT_PTR_NULL(mba_key_record(key, 1016));
    }
    CU_ASSERT(mba_metabase_covers(im.mb, "/LM/SmtpSvc"));
    const struct mba_export *export = mba_metabase_export(im.mb, 0);
    CU_ASSERT_EQUAL(export->keys, 57);
    CU_ASSERT_STRING_EQUAL(export->encoding, "UTF-8");
    CU_ASSERT_FALSE(export->partial);
    CU_ASSERT_FALSE(export->runtime);
    imported_close(&im);
}

UNIT_TEST(sample_lists)
{
    struct imported im;
    if (!read_sample(&im))
        return;
    const struct mba_key *log = mba_metabase_find(im.mb, "/LM/Logging/Custom Logging");
    CU_ASSERT_PTR_NOT_NULL_FATAL(log);
    CU_ASSERT_STRING_EQUAL(log->class_name, "IIsCustomLogModule");
    CU_ASSERT_EQUAL(log->line, 56);
    CU_ASSERT_EQUAL_FATAL(log->count, 1);
    CU_ASSERT_STRING_EQUAL(log->records[0].name, "LogCustomPropertyServicesString");
    CU_ASSERT_STRING_EQUAL(log->records[0].text, "W3SVC\nMSFTPSVC\nSMTPSVC\nNNTPSVC");
    CU_ASSERT_EQUAL(log->records[0].line, 57);
    const struct mba_record *mime = imported_record(&im, "/LM/MimeMap", 6015);
    CU_ASSERT_PTR_NOT_NULL_FATAL(mime);
    CU_ASSERT_EQUAL(mime->type, MBA_TYPE_MIMEMAP);
    CU_ASSERT_EQUAL(lines_in(mime->text), 320); /* lines 269 to 588 */
    CU_ASSERT_EQUAL(strncmp(mime->text, ".asx,video/x-ms-asf\n.xml,text/xml\n", 34), 0);
    imported_close(&im);
}

UNIT_TEST(sample_customs)
{
    struct imported im;
    if (!read_sample(&im))
        return;
    const struct mba_record *custom = imported_record(&im, "/LM/IISADMIN/PROPERTYREGISTRATION", 1030);
    CU_ASSERT_PTR_NOT_NULL_FATAL(custom);
    CU_ASSERT(custom->custom);
    CU_ASSERT_EQUAL(custom->attributes, MBA_ATTR_INHERIT);
    CU_ASSERT_EQUAL(custom->type, MBA_TYPE_MULTISZ);
    CU_ASSERT_STRING_EQUAL(custom->text,
                           "0-65535;Microsoft Reserved\n65536-524288;Microsoft IIS Admin Objects Reserved");
    imported_close(&im);
}

UNIT_TEST(sample_site)
{
    struct imported im;
    if (!read_sample(&im))
        return;
    const struct mba_key *site = mba_metabase_find(im.mb, "/lm/w3svc/1");
    CU_ASSERT_PTR_NOT_NULL_FATAL(site);
    CU_ASSERT(site->instance);
    CU_ASSERT_STRING_EQUAL(site->class_name, "IIsWebServer");
    CU_ASSERT_EQUAL(site->count, 12); /* lines 756 to 767 */
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/W3SVC/1", 1023), ":80:");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/W3SVC/1", 1015), "Default Web Site");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/W3SVC/1/ROOT", 6016), "AccessRead");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/W3SVC/1/ROOT", 3001), "E:\\inetpub\\wwwroot");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/LM/W3SVC/1/ROOT", 3003), "(secret)");
    CU_ASSERT_STRING_EQUAL(imported_value(&im, "/", 6027), "(secret)");
    const struct mba_key *template_key = mba_metabase_find(im.mb, "/LM/W3SVC/Info/Templates/Public Web Site");
    CU_ASSERT_PTR_NOT_NULL_FATAL(template_key);
    CU_ASSERT(template_key->template_key);
    imported_close(&im);
}

UNIT_TEST(sample_names_its_server)
{
    struct imported im;
    struct mba_identity id;
    if (!read_sample(&im))
        return;
    mba_identify(NULL, "MetaBase.xml", "MetaBase.xml", MBA_TIME_NONE, im.mb, &id);
    CU_ASSERT_STRING_EQUAL(id.server, "OVAL-IIS6-A");
    CU_ASSERT_STRING_EQUAL(id.server_from, "IUSR account");
    imported_close(&im);
}
