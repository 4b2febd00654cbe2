/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/http/desk-lobby.h"

G_BEGIN_DECLS

/**
 * DeskAccept:
 *
 * The listening socket and the thread that takes connections off it. It has its own because libsoup's listener keeps a
 * backlog of ten and goes deaf for ever when descriptors run out.
 */
typedef struct _DeskAccept DeskAccept;

DeskAccept *desk_accept_new (const char *listen, GError **error);
void desk_accept_free (DeskAccept *self);

const char *desk_accept_get_address (DeskAccept *self); /* "127.0.0.1:8765", with the port that was picked */
void desk_accept_start (DeskAccept *self, DeskCrowd *crowd, DeskWelcome welcome, gpointer data);
void desk_accept_stop (DeskAccept *self);

G_END_DECLS
