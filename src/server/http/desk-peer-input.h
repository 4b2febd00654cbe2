/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a #DeskPeerStream is read through. */
#define DESK_TYPE_PEER_INPUT (desk_peer_input_get_type ())
G_DECLARE_FINAL_TYPE (DeskPeerInput, desk_peer_input, DESK, PEER_INPUT, GFilterInputStream)

GInputStream *desk_peer_input_new (GInputStream *base, GSocket *socket);
void desk_peer_input_set_idle (DeskPeerInput *self, gboolean is_idle);

G_END_DECLS
