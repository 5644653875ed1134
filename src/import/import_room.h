/* import_room: what the files of this room share; see mbaudit/import.h for the room itself. */
#ifndef MBAUDIT_IMPORT_ROOM_H
#define MBAUDIT_IMPORT_ROOM_H

#include "import/xml_decode.h"
#include "mbaudit/import.h"

extern const struct mba_format mba_format_metabase_xml;
extern const struct mba_format mba_format_adsutil;
extern const struct mba_format mba_format_clixml_metabase;
extern const struct mba_format mba_format_apphost;
extern const struct mba_format mba_format_oval;
extern const struct mba_format mba_format_evidence_csv;
extern const struct mba_format mba_format_clixml_evidence;
extern const struct mba_format mba_format_ldif;
extern const struct mba_format mba_format_mbschema;

/* Opens the job's export in its metabase. NULL: no memory. */
struct mba_export *import_open(struct mba_import *job, const struct mba_format *format, const char *encoding);

/* Problems of one export: the first few are told one by one, the rest only counted, so that a damaged
 * file cannot fill the report. Start with the job alone. */
struct import_notes {
    struct mba_import *job;
    unsigned long told, more;
};
void import_note(struct import_notes *notes, unsigned long line, const char *fmt, ...) MBA_PRINTF(3, 4);
void import_notes_end(struct import_notes *notes); /* tells how many were only counted */

/* Fails the member with the wording of a limit. Always MBA_MEMBER_FAILED. */
enum mba_status import_over_limit(struct mba_import *job, unsigned long line, enum mba_limit_id id);

/* Nothing of a metabase in a file that may well have none: a notice. Always MBA_OK. */
enum mba_status import_nothing_in(struct mba_import *job, const char *what);
/* The job's bytes as UTF-8; what cannot be is told. */
enum mba_status import_decode(struct mba_import *job, struct xml_source *source);
/* Tells that not all could be decoded, where that is so and something was read: the new status. */
enum mba_status import_tell_damage(struct mba_import *job, struct mba_export *opened,
                                   const struct xml_source *source, enum mba_status status);

#endif
