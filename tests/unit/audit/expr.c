/* Expressions evaluated here against the same evaluated by libxml2: result, what was read, what was lacking.
 * Those of all articles, and some of our own, on made-up servers with values of every kind. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xpathInternals.h>

#include "audit/judge.h"
#include "judging.h"
#include "unit.h"

static const char *const odd[] = {
    "1 + 2 * 3 - 4 = 3 and 7 div 2 > 3",
    "10 mod 4 = 2 and -10 mod 4 = -2 and 1 div 0 > 5 and not(0 div 0 = 0 div 0) and 5 mod 0 != 5 mod 0",
    "- - 3 = 3 and --3 = 3",
    "1 = 1 = 1 or 1 < 2 < 3",
    "'a' != 'b' and not('a' = 'b') and 'a' = \"a\"",
    "true() > false() and true() = 'x' and false() = '' and true() = 2",
    "'10' > '9' and '10' = 10 and '10' != '10.0'",
    "'x' < 1 or 'x' >= 1 or 'x' != 1",
    "$ServerBindings = ':80:' or $ServerBindings != ':80:'",
    "$ServerBindings = $SecureBindings",
    "$ServerBindings != $SecureBindings",
    "$ServerBindings < 100 or 5 > $ServerBindings",
    "$ServerBindings = 80 or $ServerBindings != 80",
    "$ServerBindings = true() or false() = $ServerBindings",
    "$ServerBindings < true() or $SecureBindings > $ServerBindings",
    "$ServerBindings[2] = ':443:' or $ServerBindings[1]",
    "$ServerBindings[. != ''][1] = '5'",
    "$ServerBindings[not(. = $SecureBindings)]",
    "$ServerBindings[contains(., ':')][starts-with(., ':')]",
    "$ServerBindings[. = $SecureBindings[. != '']]",
    "count($ServerBindings | $SecureBindings) > 2",
    "($ServerBindings | $SecureBindings)[. = '']",
    "not($ServerBindings | $SecureBindings)",
    "$ServerBindings[string-length(.) > 3]",
    "count($ServerBindings[. > 3]) = count($ServerBindings)",
    "/.. or count(/..) = 0",
    "string($ServerBindings) = $ServerBindings[1]",
    "number($ServerBindings) > 1 or number($Path) > 1 or number('  12 ') = 12",
    "boolean($Path) and boolean($ServerBindings)",
    "string(1 div 3) = '0.333333333333333' or string(-0) = '0' or string(-5) = '-5'",
    "string(4294967295) = '4294967295' and string(true()) = 'true' and concat('a', 1, false()) = 'a1false'",
    "string-length($Path) > 5 or string-length('h\303\251') = 2",
    "translate($Path, 'abc\303\251', 'AB') = $Path",
    "translate('h\303\251llo\342\202\254', '\303\251\342\202\254l', 'e$') = 'he$o'",
    "normalize-space(concat(' ', $Path, '  x ')) = concat($Path, ' x')",
    "substring-before($Path, ':') = 'c' or substring-after($Path, '\\') = ''",
    "substring-before($Path, '') = '' and substring-after($Path, '') = $Path and contains($Path, '')",
    "mb:value-or('Path', 5) > 1 or mb:value-or('Path', /..) = 'x'",
    "mb:value-or('ServerBindings', mb:keys('IIsWebServer'))[@path = '/LM/W3SVC/1']",
    "mb:value-or('Path', mb:keys('IIsWebServer')) = ''",
    "mb:value-or('ServerAutoStart', 3) = 3 or mb:value-or('AuthFlags', true()) = true()",
    "mb:lower($Path) = 'c:\\inetpub' or mb:like($ServerBindings, '*80*') or mb:like(5, '?')",
    "mb:keys('IIsWebServer IIsWebVirtualDir')[mb:explicit('Path', @path) and @name = 'ROOT' or @class = 'x']",
    "mb:keys('IIsWebServer')[mb:like(@name, '1*')][. = '']",
    "mb:keys('IIsWebServer')[2][@path]",
    "count(mb:keys('IIsWebVirtualDir', './*')) > 0 and not(mb:keys('IIsWebServer')[$Path = @path])",
    "mb:count-where('IIsWebServer', 'ServerAutoStart', true()) = 1",
    "mb:count-where('IIsWebVirtualDir', 'Path', $Path) > 1 or mb:count-where('IIsWebServer', 'AuthFlags', "
    "'1') = 2",
    "mb:count-with('IIsWebVirtualDir', 'AppPoolId', mb:name(), '/LM/W3SVC/*/ROOT') > 0",
    "mb:at('../..', 'ServerBindings')[. != ''] or mb:at('/LM/W3SVC', 'AuthFlags') = 1",
    "mb:at('./none', 'Path') = '' or mb:origin('Path') = 'inherited' or mb:site() = mb:path()",
    "mb:bit(mb:value-or('AuthFlags', 3), 2) or mb:flag('AuthFlags', 'AuthBasic', '..')",
    "mb:binding-port($ServerBindings) = 80 or mb:binding-ip($ServerBindings[2]) or mb:binding-host(':1:a:b') "
    "= 'a:b'",
    "mb:script-maps('.asp .shtml')[1] or mb:windows-drive() = mb:drive($Path) or mb:drive-of('Path')",
    "mb:ip-entries('IPSecurity')[1] = '127.0.0.1' or mb:ip-mode('IPSecurity', '..') = 'grant'",
    "mb:shared-bindings('IIsWebServer', 'ServerBindings')[contains(., ',')] or mb:shared('IIsWebVirtualDir', "
    "'Path')",
    "mb:evidence('services', 'State', 'W3SVC') = 'Running' or mb:evidence('operating-system', 'Caption') = "
    "''",
};

/* Left to libxml2: what asks for the place of a node, for an order that only libxml2 knows, or looks at the
 * document. */
static const char *const left[] = {"$ServerBindings[position() = 2] = '5'",
                                   "$ServerBindings[last()] = '7'",
                                   "$ServerBindings[count(.)] = '7'",
                                   "mb:value-or('ServerBindings', 'a:b')[1] = ''",
                                   "($ServerBindings | $SecureBindings)[1] = ':80:'",
                                   "string($ServerBindings | $SecureBindings) = ':80:'",
                                   "$ServerBindings/.. and //items and /items",
                                   "sum($ServerBindings) > 1.5",
                                   "count(.) = 1 and not(@path)",
                                   "concat('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i') = 'abcdefghi'"};

static const char *const texts[] = {"",    "c:\\Inetpub",           "d:\\web\\site", "%windir%\\x", "12",
                                    " 7 ", "h\303\251\342\202\254", "one",           "1.5",         "-3",
                                    "TRUE"};
static const char *const lists[] = {"",
                                    ":80:",
                                    ":80:\n:443:",
                                    "5\n\n7",
                                    "127.0.0.1:25:\n:80:a:b\n9",
                                    ".asp,C:\\WINDOWS\\system32\\inetsrv\\asp.dll,5,GET\n.shtml,d:\\x,1"};
static const char *const numbers[] = {"0",   "1", "2", "4", "5", "17", "4294967295", "AuthBasic | AuthNTLM",
                                      "much"};
static const char *const truths[] = {"TRUE", "FALSE", "1", "0", "perhaps"};
static const char *const addresses[] = {
    "", "nonsense", "18000080200000803c0000804400008001000000480000000000000000000000ffffffff7f000001"};
static const struct {
    const char *path, *class_name;
} keys[] = {{"/LM", "IIsComputer"},
            {"/LM/W3SVC", "IIsWebService"},
            {"/LM/W3SVC/1", "IIsWebServer"},
            {"/LM/W3SVC/1/ROOT", "IIsWebVirtualDir"},
            {"/LM/W3SVC/1/ROOT/Exchange", "IIsWebVirtualDir"},
            {"/LM/W3SVC/1/ROOT/owa", "IIsWebVirtualDir"},
            {"/LM/W3SVC/12", "IIsWebServer"},
            {"/LM/W3SVC/12/ROOT", "IIsWebVirtualDir"},
            {"/LM/W3SVC/12/ROOT/Scripts", "IIsWebDirectory"},
            {"/LM/W3SVC/AppPools", "IIsApplicationPools"},
            {"/LM/W3SVC/AppPools/one", "IIsApplicationPool"},
            {"/LM/SmtpSvc", "IIsSmtpService"},
            {"/LM/SmtpSvc/1", "IIsSmtpServer"},
            {"/LM/SmtpSvc/1/Domain/a.example.com", "IIsSmtpDomain"},
            {"/LM/MSFTPSVC/1", "IIsFtpServer"},
            {NULL, "IIsWebServer"}};
#define COUNT(array) (sizeof(array) / sizeof *(array))

static uint32_t pick(uint64_t *state, size_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33) % (uint32_t)below;
}

static const char *value_for(const struct mba_property *prop, uint64_t *state)
{
    switch (prop->type) {
    case MBA_TYPE_DWORD:
        return numbers[pick(state, COUNT(numbers))];
    case MBA_TYPE_BOOL:
        return truths[pick(state, COUNT(truths))];
    case MBA_TYPE_MULTISZ:
    case MBA_TYPE_MIMEMAP:
        return lists[pick(state, COUNT(lists))];
    case MBA_TYPE_IPSECLIST:
        return addresses[pick(state, COUNT(addresses))];
    default:
        return texts[pick(state, COUNT(texts))];
    }
}

/* The properties that an expression names. */
static size_t named(const struct mba_dictionary *dict, const char *expression,
                    const struct mba_property **out, size_t room)
{
    size_t count = 0;
    for (size_t i = 0; i < mba_dictionary_count(dict); i++)
        if (count < room && strstr(expression, mba_dictionary_at(dict, i)->name))
            out[count++] = mba_dictionary_at(dict, i);
    return count;
}

static void fill(struct judging *j, const char *expression, uint64_t *state)
{
    const struct mba_property *props[64];
    size_t count = named(j->dict, expression, props, COUNT(props));
    for (size_t i = 0; i < COUNT(keys); i++) {
        struct mba_key *key = pick(state, 8) ? judging_key(j, keys[i].path, keys[i].class_name, NULL) : NULL;
        for (size_t n = 0; key && n < count; n++)
            if (pick(state, 2)) {
                const char *value = value_for(props[n], state);
                struct mba_record record = {.prop = props[n],
                                            .id = props[n]->id,
                                            .name = props[n]->name,
                                            .type = props[n]->type,
                                            .attributes = props[n]->attributes,
                                            .text = value,
                                            .len = strlen(value),
                                            .secret = pick(state, 20) == 0};
                CU_ASSERT_FATAL(mba_metabase_set(j->mb, key, &record));
            }
        if (key)
            key->complete = pick(state, 6) != 0;
    }
}

/* What came of it, as text. */
static char *outcome(struct mba_judge *judge, const struct mba_rule *rule, const struct mba_key *key,
                     const struct judge_expression *expression)
{
    struct mba_buf out = {0};
    judge_begin(judge, rule, key);
    bool holds = judge_holds(judge, expression);
    const struct judge_eval *eval = &judge->eval;
    bool decided = eval->answer && eval->answer->outcome != MBA_OUTCOME_FAIL &&
                   eval->answer->outcome != MBA_OUTCOME_NOT_EVALUATED;
    if (decided) /* what libxml2 goes on to read does not matter */
        mba_buf_printf(&out, "absent: %s\n", eval->answer->property);
    else
        mba_buf_printf(&out, "%d %s %s %d\n", eval->lack_count || eval->answer ? -1 : holds,
                       eval->error ? eval->error : "", eval->answer ? eval->answer->property : "",
                       eval->memorable);
    for (size_t i = 0; !decided && i < eval->reading_count; i++) {
        const struct judge_reading *r = &eval->readings[i];
        mba_buf_printf(&out, "read %s at %s %s: %s\n", r->prop ? r->prop->name : r->name, judge_place(r->key),
                       r->path ? r->path : "",
                       r->prop ? (r->value.text ? r->value.text : "(none)") : r->text);
    }
    for (size_t i = 0; !decided && i < eval->lack_count; i++)
        mba_buf_printf(&out, "lack %d %s\n", eval->lacks[i].kind, eval->lacks[i].what);
    CU_ASSERT_FATAL(!out.failed && !judge->no_memory);
    return out.data;
}

/* Counts objects at which it held, for a comparison of nothing but nothings would prove little. */
static size_t compare(const struct mba_rule *rule, const char *expression, uint64_t seed)
{
    struct judging j;
    uint64_t state = seed;
    size_t held = 0;
    judging_start(&j, "<rule severity=\"error\" class=\"IIsWebServer\" test=\"false()\"/>", NULL, NULL);
    fill(&j, expression, &state);
    judging_run(&j, pick(&state, 3) ? "/" : NULL);
    struct judge_expression own = {.expr = expr_parse(j.judge->trees, j.dict, expression)};
    struct judge_expression theirs = {.compiled =
                                          xmlXPathCtxtCompile(j.judge->xpath, (const xmlChar *)expression)};
    CU_ASSERT_FATAL(theirs.compiled != NULL);
    if (!own.expr)
        printf("not understood: %s\n", expression);
    CU_ASSERT_FATAL(own.expr != NULL);
    for (size_t i = 0; i < mba_metabase_count(j.mb); i++) {
        const struct mba_key *key = mba_metabase_at(j.mb, i);
        char *a = outcome(j.judge, rule, key, &own), *b = outcome(j.judge, rule, key, &theirs);
        if (strcmp(a, b) != 0)
            printf("%s\nat %s, here:\n%slibxml2:\n%s", expression, judge_place(key), a, b);
        CU_ASSERT_STRING_EQUAL(a, b);
        held += *a == '1';
        free(a);
        free(b);
    }
    xmlXPathFreeCompExpr(theirs.compiled);
    judging_end(&j);
    return held;
}

UNIT_TEST(expressions_of_our_own_come_to_what_they_come_to_in_libxml2)
{
    const struct mba_rule rule = {0};
    size_t held = 0;
    for (size_t i = 0; i < COUNT(odd); i++)
        for (uint64_t seed = 1; seed <= 12; seed++)
            held += compare(&rule, odd[i], seed);
    CU_ASSERT(held > 1000);
}

UNIT_TEST(what_is_not_understood_is_left_to_libxml2)
{
    struct judging j;
    for (size_t i = 0; i < COUNT(left); i++) {
        char rule[256];
        struct mba_arena *arena = mba_arena_new();
        snprintf(rule, sizeof rule, "<rule severity=\"error\" class=\"IIsWebServer\" test=\"%s\"/>",
                 i < 2 ? left[i] : "false()");
        judging_start(&j, rule, NULL, NULL);
        CU_ASSERT_PTR_NULL(expr_parse(arena, j.dict, left[i]));
        judging_key(&j, "/LM/W3SVC/1", "IIsWebServer", "ServerBindings", "1\n5", NULL);
        judging_key(&j, "/LM/W3SVC/2", "IIsWebServer", "ServerBindings", "1\n7", NULL);
        judging_run(&j, NULL);
        CU_ASSERT_EQUAL(judging_count(&j, MBA_OUTCOME_FAIL), i < 2 ? 1 : 0);
        judging_end(&j);
        mba_arena_free(arena);
    }
}

/* One that is longer or deeper than any that is meant is libxml2's, which has limits of its own: as a tree it
 * would be walked by calls as deep as it is long. */
UNIT_TEST(what_is_too_long_or_too_deep_is_left_to_libxml2)
{
    static const char *const repeated[] = {"-", "1 and ", "1 or ", "1 + ", "1 = ", "2 * ", "not(", "("};
    enum { TIMES = 100000 };
    char *error = NULL;
    struct mba_dictionary *dict = mba_dictionary_builtin(&error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(dict);
    for (size_t i = 0; i < sizeof repeated / sizeof repeated[0]; i++) {
        struct mba_arena *arena = mba_arena_new();
        struct mba_buf text = {0};
        for (size_t n = 0; n < TIMES; n++)
            mba_buf_puts(&text, repeated[i]);
        mba_buf_puts(&text, "1");
        CU_ASSERT_PTR_NULL(expr_parse(arena, dict, text.data));
        mba_buf_free(&text);
        mba_arena_free(arena);
    }
    mba_dictionary_free(dict);
}

static size_t compare_rule(const struct mba_rule *rule, uint64_t seed)
{
    /* That of fleet scope is over other variables, and libxml2 alone evaluates it. */
    size_t held = rule->scope == MBA_SCOPE_FLEET ? 0 : compare(rule, rule->test, seed);
    if (rule->applies)
        held += compare(rule, rule->applies, seed);
    for (size_t i = 0; i < rule->grade_count; i++)
        held += compare(rule, rule->grades[i].test, seed);
    for (size_t i = 0; i < rule->hint_count; i++)
        held += compare(rule, rule->hints[i].test, seed);
    return held;
}

UNIT_TEST(expressions_of_all_articles_come_to_what_they_come_to_in_libxml2)
{
    struct mba_problems problems = {0};
    struct mba_kb *kb = mba_kb_new();
    size_t held = 0;
    CU_ASSERT_FATAL(mba_kb_load_builtin(kb, false, &problems));
    for (size_t i = 0; i < mba_kb_count(kb); i++)
        for (uint64_t seed = 1; seed <= 3; seed++)
            held += compare_rule(&mba_kb_at(kb, i)->rule, seed * 1000 + i);
    CU_ASSERT(held > 1000);
    mba_kb_free(kb);
    mba_problems_free(&problems);
}
