/* judge_value: property values as those of expressions, and in words. */
#include <math.h>
#include <string.h>

#include "audit/judge.h"

static bool is_list(enum mba_type type)
{
    return type == MBA_TYPE_MULTISZ || type == MBA_TYPE_MIMEMAP;
}

struct expr_value judge_nothing(const struct mba_property *prop)
{
    if (prop && is_list(prop->type))
        return (struct expr_value){.type = EXPR_SET};
    if (prop && prop->type == MBA_TYPE_DWORD)
        return expr_number(NAN);
    if (prop && prop->type == MBA_TYPE_BOOL)
        return expr_boolean(false);
    return expr_string("");
}

/* The value as one of an expression. One that cannot be read is noted, and gives nothing of its type. */
struct expr_value judge_object(struct mba_judge *judge, const struct mba_property *prop,
                               const struct mba_value *value, const char *path)
{
    uint32_t number = 0;
    bool truth = false;
    if (is_list(prop->type))
        return expr_lines(judge, value->text, value->len);
    if (prop->type == MBA_TYPE_DWORD && mba_dword_value(prop, value->text, value->len, &number))
        return expr_number(number);
    if (prop->type == MBA_TYPE_BOOL && mba_bool_value(value->text, value->len, &truth))
        return expr_boolean(truth);
    if (prop->type == MBA_TYPE_DWORD || prop->type == MBA_TYPE_BOOL) {
        judge_lack(judge, LACK_UNREADABLE, prop->name, path);
        return judge_nothing(prop);
    }
    return expr_string(value->text);
}

struct expr_value judge_variable_value(struct mba_judge *judge, const struct mba_property *prop)
{
    struct mba_value value;
    if (!judge_read(judge, judge->eval.key, NULL, prop, &value))
        return judge_nothing(prop);
    return judge_object(judge, prop, &value, NULL);
}

bool judge_meaning(struct mba_judge *judge, const struct mba_property *prop, const struct mba_value *value,
                   struct mba_buf *out)
{
    uint32_t number;
    struct mba_ip_list list;
    if (!value->text)
        return false;
    if (prop->type == MBA_TYPE_DWORD)
        return mba_dword_value(prop, value->text, value->len, &number) &&
               mba_dword_meaning(prop, number, out);
    if (prop->type != MBA_TYPE_IPSECLIST)
        return false;
    if (mba_ip_list_read(judge->arena, value->text, value->len, &list))
        mba_ip_list_meaning(&list, out);
    else
        out->failed = true;
    return !out->failed;
}
