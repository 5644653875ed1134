/* ldif_dn: whose virtual server an object of Active Directory is, by its distinguished name. */
#ifndef MBAUDIT_LDIF_DN_H
#define MBAUDIT_LDIF_DN_H

#include "mbaudit/base.h"

struct ldif_place {
    const char *server; /* "MAIL01" */
    const char *object; /* "/LM/SmtpSvc/1", "/LM/W3SVC/1/ROOT/Exchange" */
};
/* False: an object of something else, or no memory. */
bool ldif_place(struct mba_arena *arena, const char *dn, struct ldif_place *out);

#endif
