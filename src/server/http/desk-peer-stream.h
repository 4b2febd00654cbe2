/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DeskPeerStream:
 *
 * A connection as it is given to libsoup. libsoup 3.2 forgets a connection that ends between two requests without
 * closing it, so that its descriptor and its memory are lost. An end that comes while the stream is idle is therefore
 * told as a request that can't be read, which libsoup refuses, and closes.
 */
#define DESK_TYPE_PEER_STREAM (desk_peer_stream_get_type ())
G_DECLARE_FINAL_TYPE (DeskPeerStream, desk_peer_stream, DESK, PEER_STREAM, GIOStream)

GIOStream *desk_peer_stream_new (GIOStream *base, GSocket *socket);
void desk_peer_stream_set_idle (DeskPeerStream *self, gboolean is_idle);

G_END_DECLS
