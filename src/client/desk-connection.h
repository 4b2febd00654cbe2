/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "client/desk-cache.h"
#include "client/desk-link.h"
#include "client/desk-outbox.h"
#include "client/desk-rest.h"
#include "client/desk-session-state.h"

G_BEGIN_DECLS

/**
 * DeskConnection:
 *
 * Keeps in touch with the desk: the live link, the feed behind it, and whether the outbox may send. It says in one
 * place how things stand. UI thread.
 *
 * Properties (all notify): "state" (int, #DeskSessionState), "offline-since", "next-try-at", "last-sync" (int64
 * microseconds), "progress" (double).
 *
 * Signal: "event" (string name, JsonObject data): what the feed does not tell
 */
#define DESK_TYPE_CONNECTION (desk_connection_get_type ())
G_DECLARE_FINAL_TYPE (DeskConnection, desk_connection, DESK, CONNECTION, GObject)

DeskConnection *desk_connection_new (DeskCache *cache, DeskRest *rest, DeskOutbox *outbox);
void desk_connection_start (DeskConnection *self, gint64 last_sync); /* the cache is open; 0: it never was in step */
void desk_connection_stop (DeskConnection *self);
void desk_connection_reconnect (DeskConnection *self);
void desk_connection_hold (DeskConnection *self); /* the cache is away; desk_connection_reconnect() goes on */
DeskLink *desk_connection_get_link (DeskConnection *self);
DeskSessionState desk_connection_get_state (DeskConnection *self);
gint64 desk_connection_get_last_sync (DeskConnection *self);

G_END_DECLS
