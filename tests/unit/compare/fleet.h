/* fleet: made-up findings documents whose truth is known, and what comparing two of them must come to. */
#ifndef FLEET_H
#define FLEET_H

#include "mbaudit/compare.h"

enum { SERVERS = 7, RULES = 4, PATHS = 3 };
enum fleet_kind { FLEET_MISSING, FLEET_FULL, FLEET_DAMAGED, FLEET_UNREAD };
/* What a rule says of an object: passed, could not be evaluated, or failed with this value. */
enum { CELL_PASS, CELL_UNKNOWN, CELL_FAIL };
struct fleet_server {
    enum fleet_kind kind;
    int cell[RULES][PATHS];
    bool grave[RULES][PATHS]; /* failed as an error, else as a warning */
    int setting[PATHS];       /* of the object's HopCount; 0: not set */
};
struct fleet {
    bool rule[RULES]; /* judged at all */
    struct fleet_server server[SERVERS];
};
void fleet_random(struct fleet *fleet, unsigned *seed);
bool fleet_write(const struct fleet *fleet, const char *path);

struct fleet_counts {
    uint64_t fresh, open, changed, resolved, lost, changes;
};
/* Worked out from the truth alone. */
void fleet_expect(const struct fleet *before, const struct fleet *after, struct fleet_counts *out);

/* Compares; the statuses in the result as sorted lines "server id status". NULL: it failed. Free it. */
char *fleet_compare(const char *before, const char *after, const struct mba_waivers *waivers,
                    struct mba_comparison *result);

#endif
