/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "client/desk-cache.h"
#include "client/desk-outbox-item.h"
#include "client/desk-pending.h"
#include "client/desk-rest.h"

G_BEGIN_DECLS

/**
 * DeskOutbox:
 *
 * What the user did and the server does not have yet. A command is on the disk before it is shown; it is sent in order
 * for each entity, and counts exactly once: its id goes along as the idempotency key. What is accepted is shown until
 * the feed has told everything that it did; what is refused is taken out of what is shown, and kept for the user to
 * decide. UI thread.
 *
 * Properties (notify): "waiting", "refused" (uint).
 *
 * Signals:
 *  - "command-done" (string id), "command-refused" (#DeskOutboxItem)
 *  - "accepted": the feed has news for sure
 *  - "trouble": the server did not answer
 */
#define DESK_TYPE_OUTBOX (desk_outbox_get_type ())
G_DECLARE_FINAL_TYPE (DeskOutbox, desk_outbox, DESK, OUTBOX, GObject)

DeskOutbox *desk_outbox_new (DeskCache *cache, DeskRest *rest);

/* @journal: see desk-outbox-store.h. @entries: (element-type DeskOutboxEntry): what it holds. */
void desk_outbox_open (DeskOutbox *self, DeskDb *journal, GPtrArray *entries);
void desk_outbox_close (DeskOutbox *self);
void desk_outbox_set_person (DeskOutbox *self, const char *me_id, const char *me_name, DeskPreset *preset);
void desk_outbox_set_online (DeskOutbox *self, gboolean is_online); /* sends only while TRUE, and at once */

gboolean desk_outbox_add (DeskOutbox *self, DeskPending *pending, GError **error); /* on the disk when TRUE */
gboolean desk_outbox_take_back (DeskOutbox *self, const char *id);
void desk_outbox_retry (DeskOutbox *self, const char *id);
void desk_outbox_show_again (DeskOutbox *self);

/* Everything accepted before desk_outbox_get_mark() gave @mark has been told by the feed, which went up to @cursor. */
guint64 desk_outbox_get_mark (DeskOutbox *self);
void desk_outbox_settle (DeskOutbox *self, guint64 mark, gint64 cursor);

DeskOverlay *desk_outbox_dup_overlay (DeskOutbox *self); /* what the cache has to show */
GListModel *desk_outbox_get_items (DeskOutbox *self);    /* of DeskOutboxItem, refused first */
guint desk_outbox_get_n_waiting (DeskOutbox *self);
guint desk_outbox_get_n_refused (DeskOutbox *self);
gboolean desk_outbox_is_pending (DeskOutbox *self, const char *id);

G_END_DECLS
