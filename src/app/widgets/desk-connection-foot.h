/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_CONNECTION_FOOT (desk_connection_foot_get_type ())
G_DECLARE_FINAL_TYPE (DeskConnectionFoot, desk_connection_foot, DESK, CONNECTION_FOOT, AdwBin)

/*
 * The one place that says how it stands with the server, at the foot of the sidebar: live, catching up, reconnecting,
 * offline since when, and what waits to be sent. Pressed, it shows the outbox: refused first, then waiting, in order.
 * Property "session".
 */
GtkWidget *desk_connection_foot_new (DeskSession *session);
void desk_connection_foot_set_session (DeskConnectionFoot *self, DeskSession *session);
void desk_connection_foot_popup (DeskConnectionFoot *self);

G_END_DECLS
