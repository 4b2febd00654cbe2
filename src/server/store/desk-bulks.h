/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-enum.h"
#include "db/desk-db.h"

G_BEGIN_DECLS

/**
 * DeskBulk:
 *
 * Something that is done to many tickets, and how far it is.
 */
typedef struct
{
  char *id;
  DeskBulkAction action;
  DeskBulkStatus status;
  char *performed_by;
  char *ask;       /* JSON */
  char *undoes;    /* the bulk that this one puts back, or NULL */
  char *undone_by; /* the one that puts this one back, or NULL */
  gint64 total;
  gint64 done;
  gint64 failed;
  gint64 created_at;
  gint64 finished_at;
} DeskBulk;

/* One of its tickets. @error: NULL where it worked, or is not done yet. @before, @after: what it changed, as JSON. */
typedef struct
{
  gint64 n;
  char *ticket_id;
  gboolean is_done;
  GError *error;
  char *before;
  char *after;
} DeskBulkItem;

void desk_bulk_free (DeskBulk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskBulk, desk_bulk_free)
void desk_bulk_item_free (DeskBulkItem *self);

gboolean desk_bulks_insert (DeskDbTransaction *db, const DeskBulk *bulk, GPtrArray *ticket_ids, GError **error);
/* One that puts another one back: its items are those of the other that worked and changed something. */
gboolean desk_bulks_insert_undo (DeskDbTransaction *db, DeskBulk *bulk, GError **error);
/* NULL without @error where there is none. */
DeskBulk *desk_bulks_find (DeskDbTransaction *db, const char *id, gboolean is_locked, GError **error);
/* The oldest one that is not done, locked; NULL without @error where all are. */
DeskBulk *desk_bulks_find_running (DeskDbTransaction *db, GError **error);
/* Items behind the place @after, in order. */
GPtrArray *desk_bulks_list_items (DeskDbTransaction *db,
                                  const char *id,
                                  gboolean is_done,
                                  gint64 after,
                                  guint limit,
                                  GError **error);
gboolean desk_bulks_finish_item (DeskDbTransaction *db, const char *id, const DeskBulkItem *item, GError **error);
/* Stores status and counts. */
gboolean desk_bulks_update (DeskDbTransaction *db, const DeskBulk *bulk, GError **error);
/* Forgets those that were made before a time and are done. */
gboolean desk_bulks_sweep (DeskDbTransaction *db, gint64 before, GError **error);

G_END_DECLS
