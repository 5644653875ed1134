/* functions_evidence: what is outside the metabase. */
#include <string.h>

#include <libxml/xpathInternals.h>

#include "audit/functions.h"

static const char *const evidence_kinds[] = {
    "active-directory", "services",  "event-log",        "file-listing",  "registry", "dns",
    "connection",       "mailboxes", "operating-system", "exchange-roles"};

bool judge_evidence_kind(const char *word, size_t len)
{
    for (size_t i = 0; i < sizeof evidence_kinds / sizeof *evidence_kinds; i++)
        if (strlen(evidence_kinds[i]) == len && memcmp(evidence_kinds[i], word, len) == 0)
            return true;
    return false;
}

/* No import brings such evidence yet, so it is always what is missing. */
static void fn_evidence(xmlXPathParserContextPtr ctxt, int nargs)
{
    struct judge_args args;
    if (!judge_take_args(ctxt, nargs, 2, &args))
        return;
    judge_lack(args.judge, LACK_EVIDENCE,
               mba_arena_printf(args.judge->arena, "%s: %s", args.text[0], args.text[1]), NULL);
    judge_free_args(&args);
    xmlXPathReturnEmptyString(ctxt);
}

const struct judge_function judge_functions_evidence[] = {
    {"evidence", "ex", fn_evidence},
    {0},
};
