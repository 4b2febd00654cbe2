/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_CONNECTION (desk_connection_get_type ())
G_DECLARE_FINAL_TYPE (DeskConnection, desk_connection, DESK, CONNECTION, AdwBin)

/*
 * The one place that says how it stands with the server, at the foot of the sidebar: live, catching up, reconnecting,
 * offline since when, and what waits to be sent. Pressed, it shows the outbox: refused first, then waiting, in order.
 * Property "session".
 */
GtkWidget *desk_connection_new (DeskSession *session);
void desk_connection_set_session (DeskConnection *self, DeskSession *session);
void desk_connection_popup (DeskConnection *self);

G_END_DECLS
