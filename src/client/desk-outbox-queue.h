/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "client/desk-outbox-item.h"
#include "client/desk-outbox-store.h"
#include "client/desk-pending.h"
#include "core/desk-entity.h"

G_BEGIN_DECLS

/* A command and how it fares. */
typedef struct
{
  DeskOutboxEntry *entry; /* owned */
  DeskOutboxItem *item;   /* owned */
  guint64 mark;           /* when it was accepted */
  gint64 accepted_at;     /* monotonic */
  gint64 seq;             /* of what it made, or 0 when that is not known */
  gint64 next_try;        /* monotonic */
  guint n_failures;
  guint n_stale;
  gboolean is_sending;
  gboolean may_have_arrived; /* it was sent, and nobody has said what became of it */
} DeskOutboxSlot;

/**
 * DeskOutboxQueue:
 *
 * The commands of an outbox in the order they were given: on the disk, in memory, and in the list that people see. UI
 * thread.
 */
typedef struct
{
  DeskDb *journal;   /* owned; NULL while closed */
  GPtrArray *slots;  /* owned, of DeskOutboxSlot */
  GListStore *items; /* owned, of DeskOutboxItem: what the server has not accepted, refused first */
} DeskOutboxQueue;

DeskOutboxQueue *desk_outbox_queue_new (void);
void desk_outbox_queue_free (DeskOutboxQueue *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskOutboxQueue, desk_outbox_queue_free)

void desk_outbox_queue_open (DeskOutboxQueue *self, DeskDb *journal, GPtrArray *entries);
void desk_outbox_queue_close (DeskOutboxQueue *self);

gboolean desk_outbox_queue_add (DeskOutboxQueue *self, DeskPending *pending, GError **error);
void desk_outbox_queue_keep (DeskOutboxQueue *self, DeskOutboxSlot *slot);
gboolean desk_outbox_queue_remove (DeskOutboxQueue *self, DeskOutboxSlot *slot);
void desk_outbox_queue_set_state (DeskOutboxQueue *self, DeskOutboxSlot *slot, DeskOutboxState state);
void desk_outbox_queue_refuse (DeskOutboxQueue *self, DeskOutboxSlot *slot, const char *problem);
void desk_outbox_queue_rebase (DeskOutboxQueue *self, DeskOutboxSlot *done, DeskEntity *answer);
void desk_outbox_queue_unlist (DeskOutboxQueue *self, DeskOutboxSlot *slot);

DeskOutboxSlot *desk_outbox_queue_find (DeskOutboxQueue *self, const char *id); /* (nullable) */
gboolean desk_outbox_slot_is_waiting (const DeskOutboxSlot *slot);
gboolean desk_outbox_queue_is_held_up (DeskOutboxQueue *self, guint place);
guint desk_outbox_queue_count (DeskOutboxQueue *self, gboolean refused);
gboolean desk_outbox_queue_is_pending (DeskOutboxQueue *self, const char *id);
gboolean desk_outbox_queue_makes (DeskOutboxQueue *self, const char *id);
void desk_outbox_queue_fill_overlay (DeskOutboxQueue *self, DeskOverlay *overlay);
void desk_outbox_queue_forget_failures (DeskOutboxQueue *self);

G_END_DECLS
