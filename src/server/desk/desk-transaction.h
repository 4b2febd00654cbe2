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
 * writes gets its history here; what others have to hear goes out only after the commit. Lives on a database thread, for
 * as long as the work runs.
 */
typedef struct
{
  DeskDbTransaction *db; /* borrowed */
  DeskViewer *viewer;    /* borrowed */
  DeskPreset *preset;    /* borrowed */
  gint64 now;            /* microseconds; one instant for everything that the transaction writes */
} DeskTransaction;

/* Stores a new entity and its history row. */
gboolean desk_transaction_insert (DeskTransaction *self, DeskEntity *entity, DeskAction action, GError **error);
/* Stores a changed entity and a history row of what changed between @before and @after; nothing when nothing did. */
gboolean desk_transaction_update (DeskTransaction *self, DeskEntity *before, DeskEntity *after, DeskAction action, GError **error);

G_END_DECLS
