/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/http/desk-crowd.h"

G_BEGIN_DECLS

/**
 * DeskLobby:
 *
 * Where those who came in stand until they have said what they want: until the head of a request, or the first message
 * of a TLS handshake, is complete. A connection costs nothing but its descriptor here, and is closed at once when its
 * place is needed, so that a flood of people who have nothing to say is never ahead of the door. Lives on the accept
 * thread.
 */
typedef struct _DeskLobby DeskLobby;

/* Somebody has spoken. Takes @socket and @guest. */
typedef void (*DeskWelcome) (GSocket *socket, DeskGuest *guest, gpointer data);

DeskLobby *desk_lobby_new (DeskWelcome welcome, gpointer data);
void desk_lobby_free (DeskLobby *self);

int desk_lobby_get_fd (DeskLobby *self);
int desk_lobby_get_patience (DeskLobby *self);
void desk_lobby_take (DeskLobby *self, int fd, DeskGuest *guest);
void desk_lobby_listen (DeskLobby *self);
gboolean desk_lobby_clear_out (DeskLobby *self);

G_END_DECLS
