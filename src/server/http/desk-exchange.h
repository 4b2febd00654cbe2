/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "server/http/desk-door.h"
#include "server/http/desk-peer.h"

G_BEGIN_DECLS

/**
 * DeskExchange:
 *
 * One request and its answer: the limits while it is read, the call that comes of it, and the writing. Lives on the
 * worker's thread.
 */
typedef struct _DeskExchange DeskExchange;

void desk_exchange_begin (DeskDoor *door, SoupServerMessage *message, DeskPeer *peer, guint *n_under_way);
void desk_exchange_handle (SoupServerMessage *message);

G_END_DECLS
