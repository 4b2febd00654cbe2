/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "client/desk-cache.h"
#include "client/desk-outbox.h"
#include "client/desk-rest.h"

G_BEGIN_DECLS

/**
 * DeskSync:
 *
 * Keeps the cache equal to what the server says: drains the change feed, page by page, each piece in a transaction with
 * the place up to which the feed has been taken in, so that it goes on there after a cut at any byte. UI thread.
 *
 * Property (notifies): "progress" (double): 0 to 1; 1 when in step.
 *
 * Signals:
 *  - "drained": the cache is in step
 *  - "failed" (GError)
 */
#define DESK_TYPE_SYNC (desk_sync_get_type ())
G_DECLARE_FINAL_TYPE (DeskSync, desk_sync, DESK, SYNC, GObject)

DeskSync *desk_sync_new (DeskCache *cache, DeskRest *rest, DeskOutbox *outbox);
void desk_sync_drain (DeskSync *self); /* now, or once more after what is under way */
void desk_sync_stop (DeskSync *self);
gboolean desk_sync_is_draining (DeskSync *self);
void desk_sync_set_end (DeskSync *self, gint64 seq); /* how far the feed goes, as a live connection says */
gint64 desk_sync_get_cursor (DeskSync *self);        /* how far it has been taken in */
/* A line of the feed that was told before it. FALSE when it is no such line. */
gboolean desk_sync_take_event (DeskSync *self, JsonObject *line);
double desk_sync_get_progress (DeskSync *self);

G_END_DECLS
