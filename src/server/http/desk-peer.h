/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/desk-time.h"
#include "server/http/desk-crowd.h"

G_BEGIN_DECLS

/* From the first byte to the last of a request's head and body; and of a TLS handshake. */
#define DESK_PEER_REQUEST_TIME (10 * DESK_TIME_SECOND)
/* The same for a mail, from who may bring one. */
#define DESK_PEER_MAIL_TIME (60 * DESK_TIME_SECOND)
/* Between two requests. Clients with a pool keep connections for about a minute, but whoever has not spoken for half of
 * one gains nothing by it: connecting anew costs a round trip, and a place in the crowd costs a descriptor. */
#define DESK_PEER_IDLE_TIME (30 * DESK_TIME_SECOND)
/* For reading an answer: this, and a second for each of so many bytes. */
#define DESK_PEER_ANSWER_TIME (30 * DESK_TIME_SECOND)
#define DESK_PEER_SLOWEST_READER (16 * 1024)

/**
 * DeskPeer:
 *
 * One connection of a worker: its place in the crowd, and the time by which the other side has to have done its part.
 * libsoup has no such limits of its own. Lives on the worker's thread.
 */
typedef struct _DeskPeer DeskPeer;

DeskPeer *desk_peer_new (GIOStream *plain, GSocket *socket, DeskGuest *guest, GMainContext *context, GQueue *peers);
DeskPeer *desk_peer_ref (DeskPeer *self);
void desk_peer_unref (DeskPeer *self);

GIOStream *desk_peer_wrap (DeskPeer *self, GIOStream *stream, GSocketAddress *address);
DeskPeer *desk_peer_find (GSocketAddress *address);
DeskGuest *desk_peer_release (DeskPeer *self);

GSocket *desk_peer_get_socket (DeskPeer *self);
const char *desk_peer_get_address (DeskPeer *self);
void desk_peer_expect_request (DeskPeer *self, gint64 time);
void desk_peer_rest (DeskPeer *self);
void desk_peer_work (DeskPeer *self);
void desk_peer_expect_reader (DeskPeer *self, gsize length);
void desk_peer_turn_away (DeskPeer *self, const char *answer);
gboolean desk_peer_is_turned_away (DeskPeer *self);
gboolean desk_peer_drain (DeskPeer *self, gsize length);
void desk_peer_shut (DeskPeer *self);

void desk_peers_sweep (GQueue *peers, gint64 now);
void desk_peers_shut_idle (GQueue *peers);

G_END_DECLS
