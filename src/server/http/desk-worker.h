/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/http/desk-crowd.h"
#include "server/http/desk-door.h"

G_BEGIN_DECLS

/**
 * DeskWorker:
 *
 * A thread that speaks HTTP with those connections that it is given. Calls into it come from any thread.
 */
typedef struct _DeskWorker DeskWorker;

DeskWorker *desk_worker_new (DeskDoor *door, GTlsCertificate *certificate, GError **error);
void desk_worker_free (DeskWorker *self);

void desk_worker_take (DeskWorker *self, GSocket *socket, DeskGuest *guest);
void desk_worker_stop (DeskWorker *self, gint64 patience);

G_END_DECLS
