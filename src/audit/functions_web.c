/* functions_web: the drive of Windows, and whether Exchange is there. */
#include <string.h>

#include "audit/functions.h"

/* ---- drives ---------------------------------------------------------------------------------- */

static char drive_letter(const char *path, size_t len)
{
    char c = len > 1 && path[1] == ':' ? path[0] : '\0';
    if (c >= 'A' && c <= 'Z')
        c = (char)(c - 'A' + 'a');
    return c >= 'a' && c <= 'z' ? c : '\0';
}

/* The drive in a list of script maps or extensions that names IIS's own folder. */
static char drive_in_list(const char *list)
{
    static const char folder[] = "\\system32\\inetsrv\\";
    const char *item;
    size_t len;
    while (judge_next_line(&list, &item, &len))
        for (size_t i = 0; i + sizeof folder - 1 <= len; i++)
            if (mba_ascii_ncasecmp(item + i, folder, sizeof folder - 1) == 0) {
                const char *comma = memrchr(item, ',', i), *path = comma ? comma + 1 : item;
                return drive_letter(path, len - (size_t)(path - item));
            }
    return '\0';
}

/* Looks at every key, for the handlers of one directory tell as much as those of another. */
static void find_drive(struct mba_judge *judge, struct judge_facts *facts)
{
    const struct mba_property *lists[] = {judge_named(judge, "ScriptMaps"),
                                          judge_named(judge, "InProcessIsapiApps")};
    facts->drive_known = true;
    for (size_t i = 0; !facts->drive && i < mba_metabase_count(judge->mb); i++) {
        facts->drive_at = mba_metabase_at(judge->mb, i);
        for (size_t n = 0; !facts->drive && n < sizeof lists / sizeof *lists; n++) {
            const struct mba_record *record = lists[n] ? mba_key_record(facts->drive_at, lists[n]->id) : NULL;
            facts->drive = record && record->text ? drive_in_list(record->text) : '\0';
        }
    }
}

/* The folder of Windows, as evidence has it, is surer than what the metabase shows of it. */
static char observed_drive(struct mba_judge *judge)
{
    const struct mba_evidence_word *word =
        mba_evidence_of_kind(MBA_EVIDENCE_OPERATING_SYSTEM, "WindowsDirectory", 16);
    const struct mba_observation *told = mba_metabase_observed(judge->mb, word, "server", NULL);
    char drive = told && told->text ? drive_letter(told->text, strlen(told->text)) : '\0';
    if (drive)
        judge_record(
            judge, &(struct judge_reading){.observation = told, .name = word->property, .text = told->text});
    return drive;
}

static char windows_drive(struct mba_judge *judge)
{
    char seen = observed_drive(judge);
    if (seen)
        return seen;
    struct judge_facts *facts = &judge->facts;
    if (!facts->drive_known)
        find_drive(judge, facts);
    if (facts->drive)
        judge_record_fact(judge, "drive of Windows", mba_arena_printf(judge->arena, "%c:", facts->drive),
                          true, judge_place(facts->drive_at));
    else
        judge_record_fact(judge, "drive of Windows", "c: (assumed; the export names no folder of Windows)",
                          true, NULL);
    return facts->drive ? facts->drive : 'c';
}

static struct expr_value drive_value(struct mba_judge *judge, char letter)
{
    const char drive[] = {letter, ':'};
    return expr_span(judge, drive, letter ? sizeof drive : 0);
}

static struct expr_value fn_windows_drive(const struct judge_args *args)
{
    return drive_value(args->judge, windows_drive(args->judge));
}

static bool on_windows_drive(const char *path)
{
    static const char *const variables[] = {"%windir%", "%systemroot%", "%systemdrive%"};
    for (size_t i = 0; *path == '%' && i < sizeof variables / sizeof *variables; i++)
        if (mba_ascii_ncasecmp(path, variables[i], strlen(variables[i])) == 0)
            return true;
    return false;
}

char judge_drive(const char *path)
{
    return on_windows_drive(path) ? '%' : drive_letter(path, strlen(path));
}

static char drive_of(struct mba_judge *judge, const char *path)
{
    char drive = judge_drive(path);
    return drive == '%' ? windows_drive(judge) : drive;
}

static struct expr_value fn_drive(const struct judge_args *args)
{
    char drive = drive_of(args->judge, args->text[0]);
    return drive_value(args->judge, drive);
}

/* Unlike mb:drive($Path) this says that nothing but the drive matters, and a thousand directories are on few.
 */
static struct expr_value fn_drive_of(const struct judge_args *args)
{
    struct mba_value value;
    struct mba_judge *judge = args->judge;
    const struct mba_property *prop = judge_argument_property(args, 0);
    bool known =
        prop && judge->eval.key && judge_read_part(judge, judge->eval.key, NULL, prop, PART_DRIVE, &value);
    return drive_value(args->judge, known ? drive_of(judge, value.text) : '\0');
}

/* ---- Exchange --------------------------------------------------------------------------------- */

/* A directory that Exchange's setup makes: /Exchange into the store, or those of Exchange 2007. */
static bool is_exchange_directory(const struct mba_judge *judge, const struct mba_key *key)
{
    const char *name = judge_last_part(key->location);
    const struct mba_property *path = judge_named(judge, "Path");
    const struct mba_record *record = path ? mba_key_record(key, path->id) : NULL;
    if (mba_ascii_streq(name, "owa") || mba_ascii_streq(name, "EWS"))
        return true;
    return mba_ascii_streq(name, "Exchange") && record && record->text &&
           mba_glob("*BackOfficeStorage*", record->text);
}

static bool shows_exchange(const struct mba_judge *judge, const struct mba_key *key)
{
    if (!key->location || key->template_key)
        return false;
    if (mba_ascii_streq(key->class_name, "IIsWebVirtualDir"))
        return is_exchange_directory(judge, key);
    if (mba_ascii_streq(key->class_name, "IIsApplicationPool"))
        return mba_glob("MSExchange*", judge_last_part(key->location)) ||
               mba_glob("Exchange*", judge_last_part(key->location));
    return mba_ascii_streq(key->location, "/LM/DS2MB");
}

static const struct mba_key *find_exchange(struct mba_judge *judge)
{
    struct judge_facts *facts = &judge->facts;
    for (size_t i = 0; !facts->exchange_known && i < mba_metabase_count(judge->mb); i++) {
        const struct mba_key *key = mba_metabase_at(judge->mb, i);
        facts->exchange_known = shows_exchange(judge, key);
        facts->exchange_at = facts->exchange_known ? key : NULL;
    }
    facts->exchange_known = true;
    return facts->exchange_at;
}

bool judge_shows_exchange(struct mba_judge *judge)
{
    return find_exchange(judge) != NULL;
}

static struct expr_value fn_exchange(const struct judge_args *args)
{
    struct mba_judge *judge = args->judge;
    const struct mba_key *key = find_exchange(judge);
    if (key)
        judge_record_fact(judge, "Exchange", mba_arena_printf(judge->arena, "shown by %s", key->location),
                          true, NULL);
    else if (mba_metabase_covers(judge->mb, "/LM"))
        judge_record_fact(judge, "Exchange", "nothing of it in the export", false, NULL);
    else
        judge_lack(judge, LACK_KEYS, "/LM", NULL);
    return expr_boolean(key != NULL);
}

const struct judge_function judge_functions_web[] = {
    {"windows-drive", "", fn_windows_drive, EXPR_STRING},
    {"drive", "x", fn_drive, EXPR_STRING},
    {"drive-of", "p", fn_drive_of, EXPR_STRING},
    {"exchange", "", fn_exchange, EXPR_BOOLEAN},
    {0},
};
