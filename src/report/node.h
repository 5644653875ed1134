/* Small things done with nodes of a section. */
#ifndef MBAUDIT_REPORT_NODE_H
#define MBAUDIT_REPORT_NODE_H

#include "mbaudit/findings.h"

/* false: no memory. A NULL value is left out. */
bool mba_node_set(xmlNodePtr node, const char *name, const char *value);
bool mba_node_set_number(xmlNodePtr node, const char *name, uint64_t value);
/* A new last child in its parent's namespace; NULL: no memory. */
xmlNodePtr mba_node_add(xmlNodePtr parent, const char *name);
/* A copy as the last child. False: no memory. */
bool mba_node_add_copy(xmlNodePtr parent, xmlNodePtr node);
/* A document <section kind="...">, or NULL. */
xmlDocPtr mba_section_new(const char *kind);

#endif
