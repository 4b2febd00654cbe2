/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DeskApplication:
 *
 * The program: its options, the one session, the windows, the notifications and, for a desk on this computer, the
 * server that goes with it. It lives on while a window is open, or in the background if the user wants that.
 */
#define DESK_TYPE_APPLICATION (desk_application_get_type ())
G_DECLARE_FINAL_TYPE (DeskApplication, desk_application, DESK, APPLICATION, AdwApplication)

DeskApplication *desk_application_new (void);

G_END_DECLS
