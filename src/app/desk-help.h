/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The windows that tell about the program itself. @parent may be NULL. */
GtkWindow *desk_help_present_shortcuts (GtkWindow *parent);
GtkWindow *desk_help_present_about (GtkWindow *parent);

G_END_DECLS
