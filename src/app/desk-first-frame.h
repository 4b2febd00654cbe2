/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void desk_first_frame_watch (GtkApplication *application);

G_END_DECLS
