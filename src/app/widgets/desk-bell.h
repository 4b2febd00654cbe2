/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_BELL (desk_bell_get_type ())
G_DECLARE_FINAL_TYPE (DeskBell, desk_bell, DESK, BELL, AdwBin)

/*
 * The bell in the header: how many notifications are unread, and a list of them, unread first. Pressing one marks it
 * read and opens what it is about by win.open-ticket(s), win.open-query(s) or win.open-customer(s). Property "session",
 * which must be signed in.
 */
GtkWidget *desk_bell_new (DeskSession *session);
void desk_bell_set_session (DeskBell *self, DeskSession *session);
void desk_bell_popup (DeskBell *self);

G_END_DECLS
