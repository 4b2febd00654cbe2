/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/http/desk-door.h"

G_BEGIN_DECLS

/**
 * DeskHub:
 *
 * All live connections of this process, on one thread of their own: one epoll descriptor stands in its main loop for
 * any number of sockets, which a main loop alone would look at one by one at every turn. It follows the change feed,
 * and tells each change once, in the order of the feed, to those who may see it.
 */
typedef struct _DeskHub DeskHub;

DeskHub *desk_hub_new (DeskDoor *door);
void desk_hub_free (DeskHub *self);

/* From any thread. */
void desk_hub_take (GIOStream *stream, GSocket *socket, DeskGuest *guest, const char *session_id, gpointer hub);
void desk_hub_wake (DeskHub *self);
void desk_hub_review (DeskHub *self);

G_END_DECLS
