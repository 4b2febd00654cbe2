/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/http/desk-door.h"
#include "server/live/desk-rooms.h"

G_BEGIN_DECLS

/**
 * DeskLiveDesk:
 *
 * What the frames of a client act on: the door behind which the routes are, the rooms, and who is connected. Lives on
 * the hub's thread.
 */
typedef struct
{
  DeskDoor *door;        /* borrowed */
  DeskRooms *rooms;      /* owned */
  GHashTable *by_serial; /* owned; serial to DeskLive: who is still there when an answer comes */
  gint64 position;       /* the place of the feed up to which everything was told */
} DeskLiveDesk;

void desk_commands_handle (DeskLiveDesk *desk, DeskLive *live, const char *text, gsize length);
void desk_commands_tell_error (DeskLive *live, gint64 id, const GError *error);

G_END_DECLS
