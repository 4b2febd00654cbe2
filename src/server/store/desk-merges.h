/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"
#include "db/desk-db.h"

G_BEGIN_DECLS

/**
 * DeskMerge:
 *
 * What merging one ticket into another did. The entities hold only the fields that a merge changes.
 */
typedef struct
{
  char *id;
  char *source_id;
  char *target_id;
  gint64 merged_at;
  DeskEntity *source_before; /* owned */
  DeskEntity *target_before; /* owned */
  DeskEntity *target_after;  /* owned */
} DeskMerge;

DeskMerge *desk_merge_new (void);
void desk_merge_free (DeskMerge *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskMerge, desk_merge_free)

/* Keeps a merge, and which messages it moved. */
gboolean desk_merges_insert (DeskDbTransaction *db, const DeskMerge *merge, GPtrArray *message_ids, GError **error);
/* Says anew what it made of the ticket that stays. */
gboolean desk_merges_update (DeskDbTransaction *db, const DeskMerge *merge, GError **error);
gboolean desk_merges_delete (DeskDbTransaction *db, const char *source_id, GError **error);
/* All that were merged into a ticket, the first one first. NULL with @error when the database fails. */
GPtrArray *desk_merges_list (DeskDbTransaction *db, const char *target_id, GError **error);
/* Those messages that a merge moved and that still stand where it moved them to. */
GPtrArray *desk_merges_list_messages (DeskDbTransaction *db, const DeskMerge *merge, GError **error);

G_END_DECLS
