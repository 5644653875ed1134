/* fixture: a metabase with the built-in dictionary, and short ways to fill and to ask it. */
#ifndef MBAUDIT_UNIT_METABASE_FIXTURE_H
#define MBAUDIT_UNIT_METABASE_FIXTURE_H

#include "mbaudit/metabase.h"
#include "unit.h"

struct fixture {
    struct mba_dictionary *dict;
    struct mba_metabase *mb;
    struct mba_problems problems;
};
void fixture_open(struct fixture *f);
void fixture_close(struct fixture *f);
void fixture_export(struct fixture *f, const char *member, bool runtime);
/* A key that was read completely; class_name may be NULL. */
struct mba_key *fixture_key(struct fixture *f, const char *location, const char *class_name);
/* Sets a property of the dictionary, with the attributes of the schema. */
void fixture_set(struct fixture *f, struct mba_key *key, const char *name, const char *text);
/* Sets a property as a <Custom> element would. */
void fixture_custom(struct fixture *f, struct mba_key *key, uint32_t id, const char *name, const char *text,
                    uint32_t attributes);
void fixture_finish(struct fixture *f);
struct mba_value fixture_value(const struct fixture *f, const char *location, const char *name);
const struct mba_record *fixture_record(const struct fixture *f, const char *location, uint32_t id);

#endif
