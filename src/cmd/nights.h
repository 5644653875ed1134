/* nights: a folder that keeps the results of many runs.
 *
 *     DIR/2006-05-16T0200Z/   findings.xml and the reports of one run, whole from the moment it has this name
 *     DIR/latest              a symbolic link to the last of them
 *     DIR/.lock               held while a run is at work; the system lets go of it when the run dies
 *     DIR/.NAME.tmp/          what a run is writing, or a crash left behind; the next run removes it
 *
 * Ownership: nights_close frees what nights_open took; names are the struct's. Errors: NULL or false and
 * *error, which the caller frees.
 */
#ifndef MBAUDIT_CMD_NIGHTS_H
#define MBAUDIT_CMD_NIGHTS_H

#include "mbaudit/base.h"

struct nights {
    const char *folder;
    int lock;
    char **names; /* results that have a findings document, oldest first */
    size_t count, cap;
    char *latest; /* the one that DIR/latest leads to; NULL */
    char *name;   /* of the result that this run makes */
    char *work;   /* folder/.NAME.tmp: where it makes it */
};
/* Makes the folder if need be, takes the lock, removes what a crash left, and looks what is there. *busy:
 * another run holds the lock. */
struct nights *nights_open(const char *folder, mba_time now, bool *busy, char **error);
void nights_close(struct nights *nights); /* removes the work folder if it is still there, lets the lock go */
/* The findings document of the last run before this one, then of the one before that, and so on, by *step
 * from 0; free it. NULL: there is no more, or no memory. */
char *nights_before(const struct nights *nights, size_t step);
/* Gives the work folder its name, leads latest there, and removes the oldest results beyond `keep`. */
bool nights_publish(struct nights *nights, uint64_t keep, char **error);

#endif
