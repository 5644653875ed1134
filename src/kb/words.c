/* words: the fixed vocabularies of the article language. */
#include <string.h>

#include "kb/parts.h"

const char *const kb_severities[] = {"error", "warning", "non-default", "best-practice", "information", NULL};
const char *const kb_outcomes[] = {"fail", "pass", "not-applicable", "not-evaluated", NULL};
const char *const kb_absent_outcomes[] = {"fail", "pass", "not-applicable", NULL};
const char *const kb_scopes[] = {"object", "server", "fleet", NULL};
const char *const kb_confidences[] = {"A", "B", "C", NULL};
const char *const kb_comparable[] = {"name", "exchange", NULL};
const char *const kb_decide[] = {"decide", NULL};
const char *const kb_ways[] = {"console", "command", NULL};
const char *const kb_completes[] = {"yes", "key", "no", NULL};
const char *const kb_yes_no[] = {"yes", "no", NULL};
const char *const kb_reference_kinds[] = {"exbpa", "kb", "technet", "msdn", "stig", "other", NULL};

/* A <fix> names the platforms it is for; the label is what people read. Both lists in one order. */
const char *const kb_platforms[] = {
    "any", "exchange", "exchange2000", "exchange2003", "exchange2007", "iis5", "iis6", "windows2008", NULL};
static const char *const platform_labels[] = {"any platform",
                                              "Exchange 2000 and 2003",
                                              "Exchange 2000",
                                              "Exchange 2003",
                                              "Exchange 2007",
                                              "IIS 5 (Windows 2000)",
                                              "IIS 6 (Windows Server 2003)",
                                              "Windows Server 2008 and later"};

int kb_word_index(const char *const *words, const char *word, size_t len)
{
    for (int i = 0; words[i]; i++)
        if (strlen(words[i]) == len && memcmp(words[i], word, len) == 0)
            return i;
    return -1;
}

const char *mba_platform_label(const char *word, size_t len)
{
    int i = kb_word_index(kb_platforms, word, len);
    return i < 0 ? NULL : platform_labels[i];
}

const char *mba_severity_word(enum mba_severity severity)
{
    return (unsigned)severity < MBA_SEVERITY_COUNT ? kb_severities[severity] : "";
}

const char *mba_outcome_word(enum mba_outcome outcome)
{
    return (unsigned)outcome < MBA_OUTCOME_COUNT ? kb_outcomes[outcome] : "";
}

bool mba_severity_parse(const char *word, enum mba_severity *out)
{
    int i = word ? kb_word_index(kb_severities, word, strlen(word)) : -1;
    if (i >= 0)
        *out = (enum mba_severity)i;
    return i >= 0;
}

bool mba_outcome_parse(const char *word, enum mba_outcome *out)
{
    int i = word ? kb_word_index(kb_outcomes, word, strlen(word)) : -1;
    if (i >= 0)
        *out = (enum mba_outcome)i;
    return i >= 0;
}

bool mba_scope_parse(const char *word, enum mba_scope *out)
{
    int i = word ? kb_word_index(kb_scopes, word, strlen(word)) : -1;
    if (i >= 0)
        *out = (enum mba_scope)i;
    return i >= 0;
}
