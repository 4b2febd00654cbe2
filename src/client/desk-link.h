/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "client/desk-rest.h"

G_BEGIN_DECLS

/**
 * DeskLink:
 *
 * The live connection: a WebSocket that comes back by itself, with growing pauses. A server that says nothing for long,
 * not even to a ping, is as good as gone. UI thread.
 *
 * Signals:
 *  - "connected" (JsonObject hello), "disconnected" (string why)
 *  - "event" (string name, JsonObject data)
 */
#define DESK_TYPE_LINK (desk_link_get_type ())
G_DECLARE_FINAL_TYPE (DeskLink, desk_link, DESK, LINK, GObject)

DeskLink *desk_link_new (DeskRest *rest);
void desk_link_start (DeskLink *self);
void desk_link_stop (DeskLink *self);
void desk_link_reconnect (DeskLink *self); /* without waiting for the next try */
gboolean desk_link_is_connected (DeskLink *self);
gint64 desk_link_get_next_try (DeskLink *self); /* microseconds, 0 when none is planned */
gboolean desk_link_send (DeskLink *self, const char *event, JsonObject *data); /* FALSE while not connected */

G_END_DECLS
