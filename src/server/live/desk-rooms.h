/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/live/desk-live.h"

G_BEGIN_DECLS

/**
 * DeskRooms:
 *
 * Who has which conversation open, and who is writing in it. Lives on the hub's thread, and knows those who are
 * connected to this process.
 */
typedef struct _DeskRooms DeskRooms;

DeskRooms *desk_rooms_new (void);
void desk_rooms_free (DeskRooms *self);

gboolean desk_rooms_join (DeskRooms *self, const char *thread_id, DeskSubject subject, DeskLive *live);
void desk_rooms_leave (DeskRooms *self, const char *thread_id, DeskLive *live);
void desk_rooms_leave_all (DeskRooms *self, DeskLive *live);
/* What the conversation is that they have open; unknown where they have not. */
DeskSubject desk_rooms_get_subject (DeskRooms *self, const char *thread_id, DeskLive *live);
gboolean desk_rooms_is_in (DeskRooms *self, const char *thread_id, DeskLive *live);
gboolean desk_rooms_set_typing (DeskRooms *self, const char *thread_id, DeskLive *live, gboolean is_typing);

G_END_DECLS
