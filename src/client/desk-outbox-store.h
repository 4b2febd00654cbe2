/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-outbox-item.h"
#include "client/desk-pending.h"
#include "db/desk-db.h"

G_BEGIN_DECLS

/* A command as it stands in the journal. */
typedef struct
{
  DeskPending *pending; /* owned */
  gboolean is_refused;
  gboolean is_accepted; /* the server has it; it is shown until the feed has told its effects */
  char *problem;        /* owned: why it was refused */
} DeskOutboxEntry;

DeskOutboxEntry *desk_outbox_entry_new (DeskPending *pending);
void desk_outbox_entry_free (gpointer self);

/* The journal: a file of its own with the commands that the server does not have yet, and the drafts. It is never made
 * anew; one that can't be read is put aside and kept. All of it blocks; an open journal may be used from any thread. */

DeskDb *desk_outbox_store_open (const char *path, GError **error);
GPtrArray *desk_outbox_store_load (DeskDb *db, GError **error); /* of DeskOutboxEntry, in the order they were given */
gboolean desk_outbox_store_add (DeskDb *db, DeskPending *pending, GError **error); /* durable when it returns */
gboolean desk_outbox_store_update (DeskDb *db, DeskOutboxEntry *entry, GError **error);
gboolean desk_outbox_store_remove (DeskDb *db, const char *id, GError **error);

G_END_DECLS
