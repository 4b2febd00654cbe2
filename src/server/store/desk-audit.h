/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"
#include "db/desk-db.h"
#include "server/store/desk-viewer.h"

G_BEGIN_DECLS

/**
 * DeskAuditFault:
 *
 * A place where the chain of an entity's history does not hold.
 */
typedef struct
{
  char *entity_id;
  char *history_id; /* NULL where it is the chain's end */
  char *what;
} DeskAuditFault;

void desk_audit_fault_free (DeskAuditFault *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskAuditFault, desk_audit_fault_free)

/* The hash of a row of the history: over the hash before it and everything that the row says. */
char *desk_audit_dup_hash (DeskEntity *history);

/* Adds a row to the history of an entity, behind all that is there. @changes: of DeskChange, or NULL. */
gboolean desk_audit_append (DeskDbTransaction *db,
                            DeskSubject subject,
                            const char *entity_id,
                            DeskAction action,
                            const DeskViewer *performer,
                            GPtrArray *changes,
                            gint64 now,
                            GError **error);

/* The rows of one entity, the oldest first. */
GPtrArray *desk_audit_list (DeskDbTransaction *db, const char *entity_id, GError **error);

/* Reads the whole history and gives every fault: changed, removed and inserted rows. */
gboolean desk_audit_verify (DeskDbTransaction *db, GPtrArray *faults, GError **error);

G_END_DECLS
