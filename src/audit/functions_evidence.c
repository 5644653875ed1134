/* functions_evidence: what is outside the metabase. What was not collected is lacking, never healthy. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xpath.h>

#include "audit/functions.h"

/* ---- finding it ------------------------------------------------------------------------------ */

/* What is missing, as the reason names it: the object only where the reader could not guess it. */
static void lack(struct mba_judge *judge, enum judge_lack_kind kind, const struct mba_evidence_word *word,
                 const char *object)
{
    bool own = *word->object == '/' && judge->eval.key && judge->eval.key->location &&
               mba_ascii_streq(judge->eval.key->location, object);
    const char *kind_word = mba_evidence_kind_word(word->kind);
    if (own || mba_ascii_streq(object, "server"))
        judge_lack(judge, kind, mba_arena_printf(judge->arena, "%s: %s", kind_word, word->property), NULL);
    else
        judge_lack(judge, kind,
                   mba_arena_printf(judge->arena, "%s: %s of %s", kind_word, word->property, object), NULL);
}

/* What is known of it. NULL: it was not collected, which has been noted. */
static const struct mba_observation *observed(struct mba_judge *judge, const struct mba_evidence_word *word,
                                              const char *object)
{
    judge_looks_around(judge);
    const struct mba_observation *told = mba_metabase_observed(judge->mb, word, object, NULL);
    if (!told) {
        lack(judge, LACK_EVIDENCE, word, object);
        return NULL;
    }
    bool elsewhere = *word->object == '/'
                         ? !judge->eval.key || !mba_ascii_streq(judge->eval.key->location, object)
                         : !mba_ascii_streq(object, "server");
    judge_record(judge, &(struct judge_reading){.observation = told,
                                                .name = word->property,
                                                .text = told->text,
                                                .path = elsewhere ? told->object : NULL});
    return told;
}

/* The object that an argument names, in its one form; without the argument, the key that is judged or the
 * server. NULL: its place is not known, which has been noted, or no memory. */
static const char *object_of(const struct judge_args *args, int index, const struct mba_evidence_word *word)
{
    struct mba_judge *judge = args->judge;
    const char *object = args->count > index ? args->text[index] : NULL;
    if (!object && *word->object != '/')
        return "server";
    if (!object)
        object = judge_location_or_lack(judge);
    if (!*object)
        return NULL;
    const char *copy = mba_observation_object(judge->arena, object, strlen(object));
    judge->no_memory = judge->no_memory || !copy;
    return copy;
}

static const struct mba_evidence_word *word_of(const struct judge_args *args)
{
    enum mba_evidence_kind kind;
    if (!mba_evidence_kind_parse(args->text[0], strlen(args->text[0]), &kind))
        return NULL; /* names were checked when the judge was made */
    return mba_evidence_of_kind(kind, args->text[1], strlen(args->text[1]));
}

/* ---- one thing ------------------------------------------------------------------------------- */

static struct expr_value as_value(const struct mba_evidence_word *word, const char *text)
{
    if (word->type == MBA_EVIDENCE_NUMBER)
        return expr_number(text ? xmlXPathCastStringToNumber((const xmlChar *)text) : NAN);
    if (word->type == MBA_EVIDENCE_TRUTH)
        return expr_boolean(text && strcmp(text, "TRUE") == 0);
    return expr_string(text ? text : "");
}

static struct expr_value fn_evidence(const struct judge_args *args)
{
    const struct mba_evidence_word *word = word_of(args);
    const char *object = word ? object_of(args, 2, word) : NULL;
    const struct mba_observation *told = object ? observed(args->judge, word, object) : NULL;
    if (told && !told->text)
        lack(args->judge, LACK_EVIDENCE_ABSENT, word, object);
    return word ? as_value(word, told ? told->text : NULL) : expr_string("");
}

static struct expr_value fn_evidence_present(const struct judge_args *args)
{
    const struct mba_evidence_word *word = word_of(args);
    const char *object = word ? object_of(args, 2, word) : NULL;
    const struct mba_observation *told = object ? observed(args->judge, word, object) : NULL;
    return expr_boolean(told && told->text);
}

/* ---- events ---------------------------------------------------------------------------------- */

enum { DAY = 24 * 60 * 60 };

struct events {
    const char *number, *source;
    mba_time since, until; /* both included */
    double count;
    const struct mba_observation *latest;
    mba_time latest_time;
};

/* Takes "2006-05-16T02:00:00Z 429 SMTPSVC" apart. */
static bool event_is(const char *event, const struct events *wanted, mba_time *time)
{
    char iso[21];
    size_t n = strlen(wanted->number);
    if (strnlen(event, sizeof iso) < sizeof iso)
        return false;
    memcpy(iso, event, sizeof iso - 1);
    iso[sizeof iso - 1] = '\0';
    const char *number = event + sizeof iso;
    return mba_time_parse_iso(iso, time) && strncmp(number, wanted->number, n) == 0 && number[n] == ' ' &&
           mba_ascii_streq(number + n + 1, wanted->source);
}

static void count_events(const struct mba_judge *judge, const char *log, struct events *events)
{
    const struct mba_evidence_word *word = mba_evidence_of_kind(MBA_EVIDENCE_EVENT_LOG, "Event", 5);
    const struct mba_observation *told;
    size_t cursor = 0;
    while ((told = mba_metabase_observed(judge->mb, word, log, &cursor))) {
        mba_time time;
        if (!told->text || !event_is(told->text, events, &time) || time < events->since ||
            time > events->until)
            continue;
        events->count++;
        if (!events->latest || time > events->latest_time) {
            events->latest = told;
            events->latest_time = time;
        }
    }
}

static bool log_time(const struct mba_judge *judge, const char *property, const char *log, mba_time *out)
{
    const struct mba_evidence_word *word =
        mba_evidence_of_kind(MBA_EVIDENCE_EVENT_LOG, property, strlen(property));
    const struct mba_observation *told = mba_metabase_observed(judge->mb, word, log, NULL);
    return told && told->text && mba_time_parse_iso(told->text, out);
}

/* The end of the period: the moment of the snapshot; where only its day is known, or nothing, the end of what
 * was collected, as far as that is of this day. */
static bool moment(const struct mba_judge *judge, const char *log, mba_time *out)
{
    bool day_only;
    mba_time captured = mba_metabase_moment(judge->mb, &day_only);
    *out = captured;
    if (captured != MBA_TIME_NONE && !day_only)
        return true;
    if (!log_time(judge, "Until", log, out))
        return false;
    if (captured != MBA_TIME_NONE && *out >= captured + DAY)
        *out = captured + DAY - 1;
    return true;
}

/* None in the period is an answer only when the whole of it was looked at. */
static bool period_covered(const struct mba_judge *judge, const char *log, const struct events *events)
{
    enum { SLACK = 15 * 60 }; /* exports of one collection are not made in the same second */
    mba_time since, until;
    return log_time(judge, "Since", log, &since) && log_time(judge, "Until", log, &until) &&
           since <= events->since && until + SLACK >= events->until;
}

static void take_events(struct mba_judge *judge, const char *log, double hours, struct events *events)
{
    const struct mba_evidence_word *word = mba_evidence_of_kind(MBA_EVIDENCE_EVENT_LOG, "Event", 5);
    judge_looks_around(judge);
    bool timed = moment(judge, log, &events->until);
    events->since = timed ? events->until - (mba_time)(hours * 3600) : events->until;
    if (timed)
        count_events(judge, log, events);
    if (events->latest)
        judge_record(judge, &(struct judge_reading){.observation = events->latest,
                                                    .name = word->property,
                                                    .text = events->latest->text,
                                                    .path = events->latest->object});
    else if (!timed || !period_covered(judge, log, events))
        judge_lack(judge, LACK_EVIDENCE,
                   mba_arena_printf(judge->arena, "%s: the whole %s of the last %.0f hours",
                                    mba_evidence_kind_word(word->kind), log, hours),
                   NULL);
}

static struct expr_value fn_events(const struct judge_args *args)
{
    struct events events = {.number = args->text[2], .source = args->text[1]};
    const char *log = mba_arena_printf(args->judge->arena, "log:%s", args->text[0]);
    if (log)
        take_events(args->judge, log, expr_as_number(&args->value[3]), &events);
    else
        args->judge->no_memory = true;
    return expr_number(events.count);
}

/* ---- the edition of Windows ------------------------------------------------------------------- */

/* OSProductSuite: bit 1 says that Small Business Server was installed once, and the server may have been
 * upgraded since; bit 32 that it is installed, with its restrictive licence. */
enum { SUITE_SMALL_BUSINESS = 1, SUITE_SMALL_BUSINESS_RESTRICTED = 32 };

static struct expr_value fn_small_business(const struct judge_args *args)
{
    struct mba_judge *judge = args->judge;
    const struct mba_evidence_word *caption =
        mba_evidence_of_kind(MBA_EVIDENCE_OPERATING_SYSTEM, "Caption", 7);
    const struct mba_evidence_word *suite =
        mba_evidence_of_kind(MBA_EVIDENCE_OPERATING_SYSTEM, "OSProductSuite", 14);
    bool named = false;
    unsigned long bits = 0;
    if (mba_metabase_observed(judge->mb, caption, "server", NULL)) {
        const struct mba_observation *told = observed(judge, caption, "server");
        named = told->text && mba_glob("*Small Business*", told->text);
    }
    const struct mba_observation *told = named ? NULL : observed(judge, suite, "server");
    if (told && told->text)
        bits = strtoul(told->text, NULL, 10);
    if (told && (!told->text ||
                 (bits & (SUITE_SMALL_BUSINESS | SUITE_SMALL_BUSINESS_RESTRICTED)) == SUITE_SMALL_BUSINESS))
        lack(judge, LACK_EVIDENCE, caption, "server");
    return expr_boolean(named || (bits & SUITE_SMALL_BUSINESS_RESTRICTED) != 0);
}

const struct judge_function judge_functions_evidence[] = {
    {"evidence", "ev?x", fn_evidence, JUDGE_GIVES_VALUE},
    {"evidence-present", "ev?x", fn_evidence_present, EXPR_BOOLEAN},
    {"events", "xxxx", fn_events, EXPR_NUMBER},
    {"small-business", "", fn_small_business, EXPR_BOOLEAN},
    {0},
};
