/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DeskCrowd:
 *
 * Everybody who is connected, and who of them keeps us waiting. There is room for so many, and for so many from one
 * address; when it is full, whoever has kept us waiting longest makes room for the newcomer. So nobody gets hold of the
 * door by sitting in it. Any thread.
 */
typedef struct _DeskCrowd DeskCrowd;
typedef struct _DeskGuest DeskGuest;

/* Shuts the guest's connection down, soon, on the thread that owns it. */
typedef void (*DeskGuestEvict) (DeskGuest *guest, gpointer data);

DeskCrowd *desk_crowd_new (guint max_guests, guint max_per_address);
void desk_crowd_free (DeskCrowd *self);

DeskGuest *desk_crowd_enter (DeskCrowd *self, const char *address);
gboolean desk_crowd_wait (DeskCrowd *self, gint64 time);
gboolean desk_crowd_make_room (DeskCrowd *self);

/* A guest counts until desk_guest_leave(), and lives until the last reference goes. */
DeskGuest *desk_guest_ref (DeskGuest *self);
void desk_guest_unref (DeskGuest *self);
void desk_guest_leave (DeskGuest *self);
const char *desk_guest_get_address (DeskGuest *self);
void desk_guest_set_evict (DeskGuest *self, DeskGuestEvict evict, gpointer data);
void desk_guest_begin_waiting (DeskGuest *self);
void desk_guest_end_waiting (DeskGuest *self);

G_END_DECLS
