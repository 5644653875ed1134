/* Small things done with nodes of a section. */
#ifndef MBAUDIT_REPORT_NODE_H
#define MBAUDIT_REPORT_NODE_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stdint.h>

bool mba_node_is(const xmlNode *node, const char *name);
xmlNodePtr mba_node_child(xmlNodePtr parent, const char *name); /* the first of this name, or NULL */
/* The value as it stands in the tree, or NULL. */
const char *mba_node_attr(const xmlNode *node, const char *name);
/* false: no memory. A NULL value is left out. */
bool mba_node_set(xmlNodePtr node, const char *name, const char *value);
bool mba_node_set_number(xmlNodePtr node, const char *name, uint64_t value);
/* A new last child in its parent's namespace; NULL: no memory. */
xmlNodePtr mba_node_add(xmlNodePtr parent, const char *name);
/* A copy as the last child. False: no memory. */
bool mba_node_add_copy(xmlNodePtr parent, xmlNodePtr node);
/* A document <section kind="...">, or NULL. */
xmlDocPtr mba_section_new(const char *kind);
/* Findings that are accepted do not count. */
bool mba_finding_accepted(const xmlNode *finding);

#endif
