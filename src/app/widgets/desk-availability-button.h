/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_AVAILABILITY_BUTTON (desk_availability_button_get_type ())
G_DECLARE_FINAL_TYPE (DeskAvailabilityButton, desk_availability_button, DESK, AVAILABILITY_BUTTON, AdwBin)

/*
 * Whether one takes work now: a dot with its word, and a menu to change it. Property "session", which must be signed
 * in.
 */
GtkWidget *desk_availability_button_new (DeskSession *session);
void desk_availability_button_set_session (DeskAvailabilityButton *self, DeskSession *session);

G_END_DECLS
