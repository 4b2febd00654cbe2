/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"
#include "core/desk-preset.h"
#include "db/desk-db.h"
#include "server/store/desk-viewer.h"

G_BEGIN_DECLS

/**
 * DeskTransaction:
 *
 * One thing that happens at the desk: the open database transaction, who does it, when, and under which rules. What it
 * writes gets its history here; what others have to hear goes out only after the commit. Lives on a database thread,
 * for as long as the work runs.
 */
typedef struct
{
  DeskDbTransaction *db; /* borrowed */
  DeskViewer *viewer;    /* borrowed */
  DeskPreset *preset;    /* borrowed */
  gint64 now;            /* microseconds; one instant for everything that the transaction writes */
} DeskTransaction;

/* What is heard after the commit, when anything was written. */
#define DESK_TRANSACTION_CHANNEL "feed"
/* The same when a clock was set. */
#define DESK_CLOCKS_CHANNEL "clocks"

/* What the viewer may see, by id or number; DESK_ERROR_NOT_FOUND for all else. */
DeskEntity *desk_transaction_get (DeskTransaction *self, const DeskKind *kind, const char *key, GError **error);
/* The same to be changed: nobody else changes it until the transaction ends. */
DeskEntity *desk_transaction_lock (DeskTransaction *self, const DeskKind *kind, const char *key, GError **error);
/* What the desk itself needs, seen by the viewer or not; NULL without an error for a NULL @id. */
DeskEntity *desk_transaction_lock_any (DeskTransaction *self, const DeskKind *kind, const char *id, GError **error);

/* Stores a new entity and its history row. */
gboolean desk_transaction_insert (DeskTransaction *self, DeskEntity *entity, DeskAction action, GError **error);
/* Stores a changed entity and a history row of what changed between @before and @after; nothing when nothing did. */
gboolean desk_transaction_update (DeskTransaction *self,
                                  DeskEntity *before,
                                  DeskEntity *after,
                                  DeskAction action,
                                  GError **error);
/* The same with something that is said besides, as a field of the history row: a reason. */
gboolean desk_transaction_update_because (DeskTransaction *self,
                                          DeskEntity *before,
                                          DeskEntity *after,
                                          DeskAction action,
                                          const char *reason,
                                          GError **error);
/* The same with a field of another name. */
gboolean desk_transaction_update_noting (DeskTransaction *self,
                                         DeskEntity *before,
                                         DeskEntity *after,
                                         DeskAction action,
                                         const char *name,
                                         const char *note,
                                         GError **error);
/* Takes an entity away; its history stays. @customer_id: the customer who could see it, or NULL. */
gboolean desk_transaction_delete (DeskTransaction *self, DeskEntity *entity, const char *customer_id, GError **error);

G_END_DECLS
